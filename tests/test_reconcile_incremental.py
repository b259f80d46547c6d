"""A run after a change gives, byte for byte, what a first run on the same case gives, and does no more than it must."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import msgspec
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from reconcile_world import day, judgement, report, statement
from suasion.codebook import load_codebook
from suasion.engine import kept, renew
from suasion.engine.gather import gather_all
from suasion.engine.job import Job, no_progress
from suasion.engine.judge import in_force, judgements_key, withdrawn_reports
from suasion.engine.rooms import DossierRoom, Rooms
from suasion.ids import digest
from suasion.reconcile import Events, Origins, regions
from suasion.records import (
    Dated,
    Event,
    Judgement,
    Link,
    Record,
    Rejection,
    Report,
    StageName,
    Statement,
    Tie,
)
from suasion.registers import load_registers
from suasion.settings import Settings
from suasion.stage import Outcome
from suasion.store import CaseFolder, Draft, Worked
from suasion.weigh import TieInput

WORDS = (
    "loan",
    "port",
    "ships",
    "grain",
    "treaty",
    "border",
    "talks",
    "pipeline",
    "vaccine",
    "radar",
    "embassy",
)
QUICK = [Phase.explicit, Phase.generate]
"""No shrinking: a run takes long, and the worlds are small."""
STATES = ("RUS", "VEN", "CUB", "NIC")
TYPES = ("AID", "AGREE", "CONSULT", "COOPERATE", "ACCUSE")
OUTLETS = ("Halden Post", "Morrow Times", "Reuters", "Veld Courant")

Told = tuple[Report, tuple[Statement, ...]]


def telling(rng: random.Random, others: Sequence[Told]) -> Told:
    """A report of its own, or one that takes over sentences of another."""
    lines = [f"State {' '.join(rng.choices(WORDS, k=9))} {rng.randrange(9)}." for _ in range(4)]
    if others and rng.random() < 0.6:
        lines = rng.choice(others)[0].text.split("\n")[: rng.choice([3, 4])] + lines[:1]
    if rng.random() < 0.3:
        lines = [*lines, f"{rng.choice(OUTLETS)} reported that State {rng.choice(WORDS)} came."]
    published = date(2030, 1, 1) + timedelta(days=rng.choice([0, 1, 2, 30, 90]))
    when = None if rng.random() < 0.2 else published.isoformat()
    source = report("\n".join(dict.fromkeys(lines)), rng.choice(OUTLETS), when)
    told: list[Statement] = []
    for line in source.text.split("\n"):
        if line.startswith("State"):
            told.append(made(rng, source, line, told))
    return source, tuple({one.id: one for one in told}.values())


def made(rng: random.Random, source: Report, line: str, before: Sequence[Statement]) -> Statement:
    sides = rng.sample(STATES, rng.choice([2, 2, 3]))
    return statement(
        source,
        line,
        rng.choice(TYPES),
        sides[:1],
        sides[1:],
        rng.choice(["occurred", "occurred", "planned", "denied"]),
        instruments=rng.choice([(), ("economic/loan",), ("diplomatic/call",)]),
        when=day((date(2030, 1, 1) + timedelta(days=rng.randrange(3))).isoformat())
        if rng.random() < 0.4
        else Dated(),
        content_of=before[-1].id if before and rng.random() < 0.2 else None,
    )


class NoTies:
    """Weighs nothing: ties are not what is tested here."""

    name: StageName = "weigh"
    fingerprint = "none"
    takes: tuple[type, ...] = (Event,)
    gives: tuple[type, ...] = (Tie,)

    def gather(self, given: TieInput) -> Iterator[Outcome[Tie]]:
        return (Outcome(input_ids=(event.id,)) for event in given.events)


@cache
def rooms() -> Rooms:
    registers = load_registers()
    return Rooms(
        ingest=None,  # type: ignore[arg-type]
        read=None,  # type: ignore[arg-type]
        coding=None,  # type: ignore[arg-type]
        origins=Origins(Settings(), registers),
        events=Events(Settings(), load_codebook(), registers),
        weigh=NoTies(),
        publish=DossierRoom(),
    )


class Case:
    """A case whose reports are put in by hand: reading and coding have nothing to do."""

    def __init__(self, place: Path) -> None:
        self.folder = CaseFolder.create(place)
        self.log: tuple[Judgement, ...] = ()
        self.rooms = rooms()
        self.settings = Settings()

    def run(self, told: Sequence[Told], *, anew: bool = False) -> dict[str, Any]:
        """Have the case hold exactly these reports; give all rows, and the counts of the two stages."""
        with self.folder.writing():
            draft = Draft.begin(self.folder)
            holding = in_force(self.log)
            if withdrawn_reports(holding) != draft.withdrawn():
                draft.put_withdrawn(withdrawn_reports(holding))
            if anew:
                for stage in ("origins", "events"):
                    draft.put_meta(f"{stage} fingerprint", "another")
            keys = _fill(draft, told)
            job = Job(draft=draft, rooms=self.rooms, settings=self.settings, run_id="u", progress=no_progress)
            made = digest(
                [*(key for name, key in sorted(keys.items()) if name not in draft.withdrawn()), str(anew)]
            )
            counts = gather_all(job, holding, made, judgements_key(holding))
            found = {kind.__name__: list(draft.rows(kind)) for kind in (Link, Event, Rejection)}
            draft.commit("u")
        return {**found, "counts": counts[:2]}


def _fill(draft: Draft, told: Sequence[Told]) -> dict[str, str]:
    wanted = {source.id: (source, rows) for source, rows in told}
    keys = {key: digest([msgspec.json.encode(one).decode()]) for key, one in wanted.items()}
    before = {key: row.key for key, row in draft.worked().items()}
    stale = [key for key, old in before.items() if keys.get(key) != old]
    for kind, column in ((Report, "id"), (Statement, "report_id")):
        draft.drop(kind, column, stale)
    draft.forget("worked", "report_id", stale)
    fresh = [key for key in keys if before.get(key) != keys[key]]
    rows: list[Record] = []
    for key in fresh:
        rows += [wanted[key][0], *wanted[key][1]]
    draft.put(rows, "u")
    draft.put_worked(
        [
            Worked(report_id=key, key=keys[key], reading="productive", coding="productive", statements=1)
            for key in fresh
        ]
    )
    return keys


def first_run(told: Sequence[Told], log: tuple[Judgement, ...]) -> dict[str, Any]:
    with TemporaryDirectory() as place:
        case = Case(Path(place) / "case")
        case.log = log
        return case.run(told)


def rows_of(found: dict[str, Any]) -> bytes:
    counts = [replace(count, reused=0) for count in found["counts"]]
    return msgspec.json.encode([found["Link"], found["Event"], found["Rejection"], counts])


def judged(rng: random.Random, told: Sequence[Told], found: dict[str, Any], at: int) -> Judgement:
    """A judgement of any kind on something that is there."""
    sources = [source.id for source, _ in told]
    stated = [one.id for _, rows in told for one in rows]
    events = [one.id for one in found["Event"]] or stated
    links = [one.id for one in found["Link"]] or sources
    choices: list[tuple[str, tuple[str, ...], dict[str, Any]]] = [
        ("reject", (rng.choice([*sources, *stated, *events, *links]),), {}),
        ("merge", (rng.choice(events), rng.choice(stated)), {}),
        ("merge", tuple(rng.choices(events, k=2)), {}),
        ("split", (rng.choice([*events, *stated]),), {}),
        ("correct", (rng.choice([*events, *stated]),), {"field": "event_type", "value": "AID"}),
        ("mark-copy", tuple(rng.choices(sources, k=2)), {}),
        ("mark-independent", tuple(rng.choices(sources, k=2)), {}),
    ]
    action, targets, more = rng.choice(choices)
    return judgement(action, *targets, at=at % 60, **more)


@settings(max_examples=3, deadline=None, phases=QUICK)
@given(st.randoms(use_true_random=False))
def test_runs_one_after_another_give_what_one_run_gives(rng: random.Random) -> None:
    with TemporaryDirectory() as place:
        case = Case(Path(place) / "case")
        told: list[Told] = []
        for step in range(rng.choice([2, 3, 4])):
            for _ in range(rng.choice([1, 1, 4])):
                told.append(telling(rng, told))
            told = list({one[0].id: one for one in told}.values())
            if step and rng.random() < 0.4:
                told.pop(rng.randrange(len(told)))
            if step and told and rng.random() < 0.3:
                at = rng.randrange(len(told))
                told[at] = (replace(told[at][0], path="elsewhere.txt"), told[at][1][:1])
            rng.shuffle(told)
            found = case.run(told)
            assert rows_of(found) == rows_of(first_run(told, case.log))
            if told and rng.random() < 0.6:
                case.log = (*case.log, judged(rng, told, found, step))
            elif case.log and rng.random() < 0.5:
                case.log = case.log[:-1]
            found = case.run(told)
            assert rows_of(found) == rows_of(first_run(told, case.log))


@settings(max_examples=2, deadline=None, phases=QUICK)
@given(st.randoms(use_true_random=False), st.sampled_from([1, 3]))
def test_many_reports_are_joined_in_slices_with_the_same_answer(rng: random.Random, size: int) -> None:
    told: list[Told] = []
    for _ in range(8):
        told.append(telling(rng, told))
    told = list({one[0].id: one for one in told}.values())
    whole = first_run(told, ())
    log = (judged(rng, told, whole, 1), judged(rng, told, whole, 2))
    whole = first_run(told, log)
    with (
        TemporaryDirectory() as place,
        patch.object(renew, "_SLICE", size),
        patch.object(regions, "_AT_ONCE", size),
    ):
        case = Case(Path(place) / "case")
        case.run(told[:1])
        case.log = log
        assert rows_of(case.run(told)) == rows_of(whole)


def test_two_processes_join_reports_as_one_does(tmp_path: Path) -> None:
    rng = random.Random(4)
    told: list[Told] = []
    for _ in range(24):
        told.append(telling(rng, told))
    told = list({one[0].id: one for one in told}.values())
    found = []
    for count in (1, 2):
        case = Case(tmp_path / str(count))
        case.settings = Settings(workers=count)
        with patch.object(renew, "_WORTH_PROCESSES", 1), patch.object(kept, "_WORTH_LAYING_OUT", 1):
            found.append(case.run(told))
    assert found[0]["Link"]
    assert rows_of(found[0]) == rows_of(found[1]) == rows_of(first_run(told, ()))


@settings(max_examples=3, deadline=None, phases=QUICK)
@given(st.randoms(use_true_random=False))
def test_redirects_are_those_of_doing_everything_again(rng: random.Random) -> None:
    with TemporaryDirectory() as place:
        told: list[Told] = []
        for _ in range(6):
            told.append(telling(rng, told))
        told = list({one[0].id: one for one in told}.values())
        fewer = told[1:]
        found = []
        for name, anew in (("some", False), ("all", True)):
            case = Case(Path(place) / name)
            for some in (told, fewer, told):
                case.run(some, anew=anew)
            with case.folder.writing():
                draft = Draft.begin(case.folder)
                found.append(draft.redirects())
                draft.discard()
        assert found[0] == found[1]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path / "case")


def far_apart(count: int) -> list[Told]:
    """Reports that have nothing to do with each other."""
    told: list[Told] = []
    for number in range(count):
        source = report(
            f"State {' '.join(f'{word}{number}' for word in WORDS)}.",
            f"Outlet {number}",
            f"20{30 + number}-01-01",
        )
        told.append((source, (statement(source, source.text),)))
    return told


def test_a_new_report_leaves_the_others_alone(case: Case) -> None:
    told = far_apart(6)
    case.run(told[:5])
    links, events = case.run(told)["counts"]
    assert (links.inputs, links.reused, events.inputs, events.reused) == (6, 5, 6, 5)


def test_a_report_that_goes_is_all_that_goes(case: Case) -> None:
    told = far_apart(6)
    before = case.run(told)["Event"]
    after = case.run(told[1:])["Event"]
    gone = told[0][1][0].id
    assert after == [event for event in before if event.statement_ids != (gone,)]


def test_a_stage_that_is_another_does_everything_again(case: Case) -> None:
    told = far_apart(4)
    case.run(told)
    links, events = case.run(told, anew=True)["counts"]
    assert (links.reused, events.reused) == (0, 0)
