"""The engine: nothing twice, nothing lost, and a case that is whole whenever a run is killed."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, TypeVar

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.engine import RunSummary, explain, in_force, open_snapshot, publish_case, run_case
from suasion.engine.judge import Target, new_judgement, withdrawn_reports
from suasion.engine.status import status_of
from suasion.errors import CaseError, ChainError, InputError, ModelError, UnknownIdError
from suasion.reconcile import EventInput
from suasion.records import (
    Attribution,
    Event,
    Judgement,
    Link,
    Mention,
    Reading,
    Record,
    Rejection,
    Report,
    Run,
    Statement,
    Tie,
)
from suasion.settings import Settings
from suasion.stage import Outcome
from suasion.store import CaseFolder, Draft, append_judgement, read_judgements
from toy_rooms import ToyEvents, ToyHouse, ToyIngest, ToyReader, report_from, write_reports

Action = Literal["accept", "reject", "unsure", "merge", "correct", "mark-copy", "undo"]
RecordT = TypeVar("RecordT", bound=Record)

TABLES: tuple[type[Record], ...] = (Report, Mention, Attribution, Statement, Link, Event, Tie, Rejection)

TWO_STORIES = {
    "a": "Herald | RUS AID VEN | RUS THREATEN USA",
    "b": "Courier | RUS AID VEN | RUS THREATEN USA",
    "c": "Gazette | CHN AID CUB",
}


def run(folder: CaseFolder, house: ToyHouse, *paths: Path, **changes: int) -> RunSummary:
    return run_case(folder, house.rooms(), Settings(**changes), [str(path) for path in paths])


def tables(folder: CaseFolder) -> dict[type[Record], list[Record]]:
    with open_snapshot(folder) as snapshot:
        return {kind: list(snapshot.rows(kind)) for kind in TABLES}


def rows(folder: CaseFolder, kind: type[RecordT]) -> list[RecordT]:
    with open_snapshot(folder) as snapshot:
        return list(snapshot.rows(kind))


def files(folder: CaseFolder) -> dict[str, str]:
    paths = [path for path in folder.path.rglob("*") if path.is_file()]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def judge(folder: CaseFolder, action: str, *ids: str) -> Judgement:
    kinds: dict[str, type[Record]] = {"r": Report, "s": Statement, "e": Event, "j": Judgement}
    targets = [Target(id=record_id, kind=kinds[record_id[0]]) for record_id in ids]
    made = new_judgement(action, targets, field=None, value=None, who="me", why=None)
    append_judgement(folder.judgements, made)
    return made


def test_a_run_leaves_every_table_and_a_dossier(tmp_path: Path) -> None:
    folder = CaseFolder.create(tmp_path / "case")
    summary = run(folder, ToyHouse(), write_reports(tmp_path / "in", **TWO_STORIES))
    assert (summary.reports, summary.statements, summary.events, summary.origins) == (3, 5, 3, 2)
    assert (summary.links, summary.ties) == (1, 3)
    assert folder.dossier.read_text() == "<h1>case</h1>3 reports, 3 events"
    assert all(tables(folder)[kind] for kind in TABLES if kind is not Rejection)


def test_every_stage_counts_each_of_its_inputs_once(tmp_path: Path) -> None:
    folder = CaseFolder.create(tmp_path / "case")
    inputs = write_reports(tmp_path / "in", **TWO_STORIES, empty="", same=TWO_STORIES["a"], mute="Echo | hm")
    summary = run(folder, ToyHouse(), inputs)
    counts = {count.stage: count for count in summary.counts}
    assert all(row.inputs == row.productive + row.rejected + row.silent for row in counts.values())
    assert (counts["ingest"].inputs, counts["ingest"].productive, counts["ingest"].rejected) == (6, 4, 2)
    assert (counts["coding"].inputs, counts["coding"].productive, counts["coding"].silent) == (4, 3, 1)
    assert counts["events"].inputs == summary.statements
    assert sorted(row.reason for row in summary.refused) == ["duplicate", "empty"]


def test_running_twice_computes_nothing_and_changes_no_byte(tmp_path: Path) -> None:
    folder, house = CaseFolder.create(tmp_path / "case"), ToyHouse()
    inputs = write_reports(tmp_path / "in", **TWO_STORIES, empty="")
    first = run(folder, house, inputs)
    before, asked = files(folder), list(house.read.asked)
    second = run(folder, house, inputs)
    assert files(folder) == before
    assert second.run is None
    assert house.read.asked == asked
    assert (house.origins.calls, house.events.calls, house.weigh.calls, house.publish.calls) == (1, 1, 1, 1)
    assert all(count.reused == count.inputs - count.rejected for count in second.counts)
    assert second.refused == first.refused


def test_a_new_report_is_read_alone_and_joined_with_the_old(tmp_path: Path) -> None:
    folder, house = CaseFolder.create(tmp_path / "case"), ToyHouse()
    run(folder, house, write_reports(tmp_path / "one", a=TWO_STORIES["a"]))
    run(folder, house, write_reports(tmp_path / "two", b=TWO_STORIES["b"]))
    apart = tables(folder)
    assert len(house.read.asked) == 2
    other = CaseFolder.create(tmp_path / "other")
    run(other, ToyHouse(), tmp_path / "one", tmp_path / "two")
    assert tables(other) == apart


def test_a_path_that_vanished_removes_nothing(tmp_path: Path) -> None:
    folder, house = CaseFolder.create(tmp_path / "case"), ToyHouse()
    inputs = write_reports(tmp_path / "in", **TWO_STORIES)
    run(folder, house, inputs)
    (inputs / "a.txt").unlink()
    assert run(folder, house, inputs).reports == 3


def test_the_order_of_the_inputs_does_not_matter(tmp_path: Path) -> None:
    inputs = write_reports(tmp_path / "in", **TWO_STORIES, empty="")
    paths = sorted(inputs.iterdir())
    forward, backward = CaseFolder.create(tmp_path / "forward"), CaseFolder.create(tmp_path / "backward")
    run(forward, ToyHouse(), *paths)
    run(backward, ToyHouse(), *reversed(paths))
    assert tables(forward) == tables(backward)


@pytest.mark.parametrize("size", [1, 2, 100])
def test_the_size_of_a_batch_does_not_matter(tmp_path: Path, size: int) -> None:
    inputs = write_reports(tmp_path / "in", **TWO_STORIES)
    usual, other = CaseFolder.create(tmp_path / "usual"), CaseFolder.create(tmp_path / "other")
    run(usual, ToyHouse(), inputs)
    run(other, ToyHouse(), inputs, batch_size=size)
    assert tables(usual) == tables(other)


def test_a_report_on_which_a_stage_breaks_is_rejected_and_the_others_are_kept(tmp_path: Path) -> None:
    folder = CaseFolder.create(tmp_path / "case")
    inputs = write_reports(tmp_path / "in", **TWO_STORIES, x="Herald | BREAK AID VEN")
    summary = run(folder, ToyHouse(), inputs)
    assert [(row.stage, row.reason) for row in summary.failed] == [("read", "failed")]
    assert "KeyError" in summary.failed[0].detail
    assert summary.refused == ()
    assert (summary.reports, summary.statements) == (4, 5)


def test_an_error_that_every_report_would_meet_stops_the_run(tmp_path: Path) -> None:
    class Bare(ToyReader):
        def batch(self, records: object) -> Iterator[Outcome[Reading]]:
            raise ModelError("The model is missing.")

    folder = CaseFolder.create(tmp_path / "case")
    with pytest.raises(ModelError):
        run(folder, ToyHouse(read=Bare()), write_reports(tmp_path / "in", **TWO_STORIES))
    assert folder.snapshot() is None


def test_a_stage_that_loses_an_input_is_caught(tmp_path: Path) -> None:
    house = ToyHouse()
    house.events.loses_one = True
    folder = CaseFolder.create(tmp_path / "case")
    with pytest.raises(ChainError, match="'events' lost 1"):
        run(folder, house, write_reports(tmp_path / "in", **TWO_STORIES))
    assert folder.snapshot() is None


def test_a_stage_that_answers_too_little_is_caught(tmp_path: Path) -> None:
    class Lazy(ToyReader):
        def batch(self, records: object) -> Iterator[Outcome[Reading]]:
            return iter(())

    folder = CaseFolder.create(tmp_path / "case")
    with pytest.raises(ChainError, match="'read' gave 0 outcomes for 3"):
        run(folder, ToyHouse(read=Lazy()), write_reports(tmp_path / "in", **TWO_STORIES))


def test_a_new_version_of_a_stage_computes_it_and_what_follows_again(tmp_path: Path) -> None:
    folder, house = CaseFolder.create(tmp_path / "case"), ToyHouse()
    inputs = write_reports(tmp_path / "in", **TWO_STORIES)
    run(folder, house, inputs)
    house.events.fingerprint = "toy-2"
    run(folder, house, inputs)
    assert (len(house.read.asked), house.origins.calls, house.events.calls, house.weigh.calls) == (3, 1, 2, 2)
    house.coding.fingerprint = "toy-2"
    run(folder, house, inputs)
    assert (len(house.read.asked), house.origins.calls, house.events.calls, house.weigh.calls) == (6, 2, 3, 3)


def test_a_new_version_of_ingest_puts_its_report_in_the_place_of_the_old(tmp_path: Path) -> None:
    @dataclass
    class Titled(ToyIngest):
        def _read_file(self, name: str, file: Path, seen: set[str]) -> Outcome[Report]:
            outcome = super()._read_file(name, file, seen)
            return replace(outcome, outputs=tuple(replace(row, title="new") for row in outcome.outputs))

    folder = CaseFolder.create(tmp_path / "case")
    inputs = write_reports(tmp_path / "in", **TWO_STORIES)
    run(folder, ToyHouse(), inputs)
    house = ToyHouse(ingest=Titled(fingerprint="toy-2"))
    assert run(folder, house, inputs).reports == 3
    assert len(house.read.asked) == 3
    with open_snapshot(folder) as snapshot:
        assert {report.title for report in snapshot.rows(Report)} == {"new"}


def test_a_rejection_goes_when_its_file_is_mended(tmp_path: Path) -> None:
    folder, house = CaseFolder.create(tmp_path / "case"), ToyHouse()
    inputs = write_reports(tmp_path / "in", a="", b="")
    assert len(run(folder, house, inputs).refused) == 2
    write_reports(tmp_path / "in", a=TWO_STORIES["a"])
    run(folder, house, inputs / "a.txt")
    assert [Path(row.input_id).name for row in rows(folder, Rejection)] == ["b.txt"]


def test_a_text_with_half_a_surrogate_pair_is_refused_and_a_strange_path_written_out(tmp_path: Path) -> None:
    class Strange(ToyIngest):
        def read(self, paths: object, stdin: object = None) -> Iterator[Outcome[Report]]:
            yield Outcome(input_ids=("a",), outputs=(report_from("a", "Herald\nRUS AID \ud800"),))
            yield Outcome(input_ids=("b\udcff",), outputs=(report_from("b\udcff", "Herald\nRUS AID VEN"),))

    folder = CaseFolder.create(tmp_path / "case")
    summary = run(folder, ToyHouse(ingest=Strange()), tmp_path)
    assert [(row.input_id, row.reason) for row in summary.refused] == [("a", "encoding")]
    assert [row.path for row in rows(folder, Report)] == ["b\\udcff"]


def test_withdrawing_a_report_leaves_the_case_as_if_it_had_never_been_there(tmp_path: Path) -> None:
    folder, other = CaseFolder.create(tmp_path / "case"), CaseFolder.create(tmp_path / "other")
    inputs = write_reports(tmp_path / "in", **TWO_STORIES)
    run(folder, ToyHouse(), inputs)
    judge(folder, "reject", report_from("", (inputs / "b.txt").read_text()).id)
    run(folder, ToyHouse(), inputs)
    (inputs / "b.txt").unlink()
    run(other, ToyHouse(), inputs)
    assert tables(folder) == tables(other)


def test_undo_brings_a_withdrawn_report_back_without_reading_it_again(tmp_path: Path) -> None:
    folder, house = CaseFolder.create(tmp_path / "case"), ToyHouse()
    inputs = write_reports(tmp_path / "in", **TWO_STORIES)
    run(folder, house, inputs)
    before = tables(folder)
    made = judge(folder, "reject", report_from("", (inputs / "b.txt").read_text()).id)
    assert run(folder, house).reports == 2
    judge(folder, "undo", made.id)
    run(folder, house)
    assert tables(folder) == before
    assert len(house.read.asked) == 3


def test_rejecting_statements_and_events_reaches_the_stage_that_joins_them(tmp_path: Path) -> None:
    folder, house = CaseFolder.create(tmp_path / "case"), ToyHouse()
    run(folder, house, write_reports(tmp_path / "in", **TWO_STORIES))
    events = {f"{row.event_type} {row.actors[0].name}": row for row in rows(folder, Event)}
    judge(folder, "reject", events["THREATEN RUS"].id)
    judge(folder, "reject", *events["AID CHN"].statement_ids)
    assert run(folder, house).events == 1


def test_of_several_verdicts_on_a_record_the_last_holds_and_undo_can_be_undone(tmp_path: Path) -> None:
    folder = CaseFolder.create(tmp_path / "case")
    judge(folder, "reject", "r1", "r2")
    second = judge(folder, "accept", "r1")
    log = read_judgements(folder.judgements)
    assert [(row.action, row.targets) for row in in_force(log)] == [("reject", ("r2",)), ("accept", ("r1",))]
    undo = judge(folder, "undo", second.id)
    assert [row.targets for row in in_force(read_judgements(folder.judgements))] == [("r1", "r2")]
    judge(folder, "undo", undo.id)
    assert in_force(read_judgements(folder.judgements)) == in_force(log)


def test_the_id_of_a_joined_event_leads_to_the_event_with_its_statements(
    tmp_path: Path,
) -> None:
    class Joined(ToyEvents):
        def gather(self, given: EventInput) -> Iterator[Outcome[Event]]:
            outcomes = list(super().gather(given))
            (first, *_), ids = outcomes[0].outputs, tuple(row.id for row in given.statements)
            yield Outcome(input_ids=ids, outputs=(replace(first, statement_ids=ids),))

    folder = CaseFolder.create(tmp_path / "case")
    inputs = write_reports(tmp_path / "in", a="Herald | RUS AID VEN | RUS LEND VEN")
    run(folder, ToyHouse(), inputs)
    before = {event.id for event in rows(folder, Event)}
    run(folder, ToyHouse(events=Joined(fingerprint="toy-2")), inputs)
    (kept,) = rows(folder, Event)
    (gone,) = before - {kept.id}
    with open_snapshot(folder) as snapshot:
        assert explain(snapshot, (), gone).id == kept.id
    run(folder, ToyHouse(), inputs)
    with open_snapshot(folder) as snapshot:
        assert explain(snapshot, (), gone).id == gone


def test_an_event_that_a_judgement_keeps_out_does_not_make_it_stale(tmp_path: Path) -> None:
    folder = CaseFolder.create(tmp_path / "case")
    run(folder, ToyHouse(), write_reports(tmp_path / "in", **TWO_STORIES))
    event, other, *_ = rows(folder, Event)
    judge(folder, "reject", event.id)
    doubt = judge(folder, "unsure", other.id)
    judge(folder, "reject", *other.statement_ids)
    run(folder, ToyHouse())
    assert status_of(folder, Settings()).stale == (doubt,)
    with open_snapshot(folder) as snapshot, pytest.raises(UnknownIdError, match="no more"):
        explain(snapshot, (), event.id)


ACTIONS: tuple[Action, ...] = ("accept", "reject", "unsure", "merge", "correct", "mark-copy")


@st.composite
def logs(draw: st.DrawFn) -> tuple[Judgement, ...]:
    """Logs of judgements in which an undo is of any earlier judgement, undone or not."""
    log: list[Judgement] = []
    for number in range(draw(st.integers(0, 8))):
        undoes = bool(log) and draw(st.booleans())
        targets = [row.id for row in log] if undoes else ["r1", "r2", "e1"]
        chosen = draw(st.lists(st.sampled_from(targets), min_size=1, max_size=2, unique=True))
        log.append(_judgement(number, "undo" if undoes else draw(st.sampled_from(ACTIONS)), *chosen))
    return tuple(log)


def _judgement(number: int, action: Action, *targets: str) -> Judgement:
    when = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
    return Judgement(
        id=f"j{number}", action=action, targets=targets, field=None, value=None, who="me", when=when, why=None
    )


@given(log=logs(), action=st.sampled_from(ACTIONS))
def test_a_judgement_that_is_undone_leaves_nothing_behind(log: tuple[Judgement, ...], action: Action) -> None:
    made = _judgement(100, action, "r1", "e1")
    undo = _judgement(101, "undo", made.id)
    assert in_force((*log, made, undo)) == in_force(log)
    assert withdrawn_reports(in_force((*log, made, undo))) == withdrawn_reports(in_force(log))
    again = _judgement(102, "undo", undo.id)
    assert in_force((*log, made, undo, again)) == in_force((*log, made))


@pytest.mark.parametrize(
    ("action", "kinds", "field"),
    [
        ("applaud", (Report,), None),
        ("merge", (Event,), None),
        ("merge", (Event, Report), None),
        ("mark-copy", (Report,), None),
        ("mark-independent", (Report, Report, Report), None),
        ("undo", (Report,), None),
        ("correct", (Event,), None),
        ("correct", (Event,), "colour"),
        ("accept", (Event,), "factuality"),
        ("accept", (), None),
    ],
)
def test_a_judgement_that_makes_no_sense_is_refused(
    action: str, kinds: tuple[type[Record], ...], field: str | None
) -> None:
    targets = [Target(id=f"x{number}", kind=kind) for number, kind in enumerate(kinds)]
    with pytest.raises(InputError):
        new_judgement(action, targets, field=field, value="red" if field else None, who="me", why=None)


def test_why_walks_from_a_tie_to_the_sentences_and_their_reports(tmp_path: Path) -> None:
    folder = CaseFolder.create(tmp_path / "case")
    run(folder, ToyHouse(), write_reports(tmp_path / "in", **TWO_STORIES))
    tie = next(row for row in rows(folder, Tie) if row.target == "VEN")
    with open_snapshot(folder) as snapshot:
        node = explain(snapshot, (), tie.id[:8])
    (event,) = node.made_from
    assert [row.kind for row in event.made_from] == ["statement", "statement"]
    statements = [row.record for row in event.made_from if isinstance(row.record, Statement)]
    assert {statement.sentence for statement in statements} == {"RUS AID VEN"}
    below = [row.record for statement in event.made_from for row in statement.made_from]
    assert {record.outlet for record in below if isinstance(record, Report)} == {"Herald", "Courier"}


def test_every_row_names_the_run_that_made_it(tmp_path: Path) -> None:
    folder = CaseFolder.create(tmp_path / "case")
    run(folder, ToyHouse(), write_reports(tmp_path / "in", **TWO_STORIES, empty=""))
    with open_snapshot(folder) as snapshot:
        runs = {row.id for row in snapshot.rows(Run)}
        for kind in TABLES:
            ids = [row.id for row in snapshot.rows(kind)]
            assert {row.run_id for row in snapshot.lineage(kind, ids).values()} == runs


def test_why_of_an_unknown_or_ambiguous_id_is_a_plain_error(tmp_path: Path) -> None:
    folder = CaseFolder.create(tmp_path / "case")
    run(folder, ToyHouse(), write_reports(tmp_path / "in", **TWO_STORIES))
    with open_snapshot(folder) as snapshot:
        with pytest.raises(UnknownIdError, match="No record"):
            explain(snapshot, (), "enothing")
        with pytest.raises(UnknownIdError, match="Several"):
            explain(snapshot, (), "s")
        with pytest.raises(UnknownIdError, match="No record"):
            explain(snapshot, (), "")


def test_a_deleted_dossier_is_written_again_and_a_deleted_store_too(tmp_path: Path) -> None:
    folder, house = CaseFolder.create(tmp_path / "case"), ToyHouse()
    inputs = write_reports(tmp_path / "in", **TWO_STORIES)
    run(folder, house, inputs)
    page, before = folder.dossier.read_bytes(), tables(folder)
    folder.dossier.unlink()
    assert run(folder, house, inputs).dossier_written
    assert folder.dossier.read_bytes() == page
    for entry in folder.store.iterdir():
        entry.unlink()
    with pytest.raises(CaseError, match="no finished run"):
        open_snapshot(folder)
    run(folder, house, inputs)
    assert tables(folder) == before


def test_the_dossier_of_a_large_case_is_written_when_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, house = CaseFolder.create(tmp_path / "case"), ToyHouse()
    inputs = write_reports(tmp_path / "in", **TWO_STORIES)
    monkeypatch.setattr("suasion.engine.run.DOSSIER_REPORTS", 1)
    first = run(folder, house, inputs)
    assert (first.dossier_written, first.dossier_current, folder.dossier.exists()) == (False, False, False)
    assert publish_case(folder, house.rooms())
    assert run(folder, house, inputs).dossier_current


def killed_run(case: Path, inputs: Path, step: str) -> int:
    script = Path(__file__).parent / "killed_run.py"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, str(script), str(case), str(inputs), step]
    return subprocess.run(command, check=False, env=environment).returncode


@dataclass(frozen=True)
class Growth:
    """A case with one report, its tables then, and its tables when the other two had come in."""

    case: Path
    inputs: Path
    before: dict[type[Record], list[Record]]
    after: dict[type[Record], list[Record]]


@pytest.fixture(scope="module")
def growth(tmp_path_factory: pytest.TempPathFactory) -> Growth:
    path = tmp_path_factory.mktemp("growth")
    old, new = write_reports(path / "old", a=TWO_STORIES["a"]), write_reports(path / "new", **TWO_STORIES)
    folder, whole = CaseFolder.create(path / "case"), CaseFolder.create(path / "whole")
    run(folder, ToyHouse(), old)
    run(whole, ToyHouse(), new)
    return Growth(case=path / "case", inputs=new, before=tables(folder), after=tables(whole))


COMMITTED = ("dossier", "published")


@pytest.mark.parametrize(
    "step", ["ingest", "read", "coding", "origins", "events", "weigh", "commit", "pointer", *COMMITTED]
)
def test_a_run_killed_at_any_step_leaves_the_last_good_case_and_the_next_completes_it(
    tmp_path: Path, growth: Growth, step: str
) -> None:
    shutil.copytree(growth.case, tmp_path / "case")
    folder = CaseFolder.open(tmp_path / "case")
    assert killed_run(folder.path, growth.inputs, step) == -signal.SIGKILL
    assert by_file(tables(folder)) == by_file(growth.after if step in COMMITTED else growth.before)
    assert run(folder, ToyHouse(), growth.inputs).events == 3
    assert by_file(tables(folder)) == by_file(growth.after)
    assert folder.dossier.read_text() == "<h1>case</h1>3 reports, 3 events"
    assert not [entry for entry in folder.path.rglob("*") if "draft" in entry.name or entry.name[0] == "."]


def by_file(found: dict[type[Record], list[Record]]) -> dict[type[Record], list[Record]]:
    """Leave out the folder of each report: the same report may be found in several."""
    named = [replace(row, path=Path(row.path).name) for row in found[Report] if isinstance(row, Report)]
    return {**found, Report: list(named)}


def test_a_case_made_by_a_killed_first_run_is_completed_by_the_second(tmp_path: Path) -> None:
    inputs = write_reports(tmp_path / "in", **TWO_STORIES)
    assert killed_run(tmp_path / "case", inputs, "weigh") == -signal.SIGKILL
    folder = CaseFolder.create(tmp_path / "case")
    assert run(folder, ToyHouse(), inputs).events == 3


def test_a_run_that_is_interrupted_leaves_no_working_file(tmp_path: Path) -> None:
    class Interrupted(ToyReader):
        def batch(self, records: object) -> Iterator[Outcome[Reading]]:
            raise KeyboardInterrupt

    folder = CaseFolder.create(tmp_path / "case")
    with pytest.raises(KeyboardInterrupt):
        run(folder, ToyHouse(read=Interrupted()), write_reports(tmp_path / "in", **TWO_STORIES))
    assert [entry.name for entry in folder.store.iterdir()] == ["lock"]


def test_a_full_disk_is_a_plain_error_and_leaves_the_case_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise duckdb.IOException("Could not write file: No space left on device")

    folder = CaseFolder.create(tmp_path / "case")
    run(folder, ToyHouse(), write_reports(tmp_path / "one", a=TWO_STORIES["a"]))
    before = tables(folder)
    with monkeypatch.context() as patched:
        patched.setattr(Draft, "_load", full)
        with pytest.raises(CaseError, match="No space left"):
            run(folder, ToyHouse(), write_reports(tmp_path / "two", b=TWO_STORIES["b"]))
    assert tables(folder) == before
    assert not [entry for entry in folder.store.iterdir() if entry.name.startswith("draft")]


def test_a_judgement_made_now_carries_who_when_and_why() -> None:
    made = new_judgement(
        "reject", [Target(id="r1", kind=Report)], field=None, value=None, who="me", why="a hoax"
    )
    assert (made.who, made.why, made.targets) == ("me", "a hoax", ("r1",))
    assert abs(datetime.now(UTC) - made.when).total_seconds() < 60
