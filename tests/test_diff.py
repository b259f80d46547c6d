"""What a new coder changed is said statement by statement, and neither case is touched."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import suasion
from suasion.engine import run_case
from suasion.engine.pairing import changes, pair_statements
from suasion.errors import CaseError
from suasion.records import Reading, Span, Statement
from suasion.settings import Settings
from suasion.stage import Outcome
from suasion.store import CaseFolder
from toy_rooms import ToyCoder, ToyHouse, ToyReader, report_from, write_reports

TEXT = "Herald\nRUS AID VEN\nRUS THREATEN USA\nCHN AID CUB"


class NewCoder(ToyCoder):
    """Codes AID as a denied SUPPORT, sees no threats, and is the only one to see what is in small letters."""

    def batch(self, records: Sequence[Reading]) -> Iterator[Outcome[Statement]]:
        for outcome in super().batch(records):
            kept = (_recoded(row) for row in outcome.outputs if row.event_type != "THREATEN")
            yield replace(outcome, outputs=tuple(kept))


class OldCoder(ToyCoder):
    """Codes what is written in capitals."""

    def batch(self, records: Sequence[Reading]) -> Iterator[Outcome[Statement]]:
        for outcome in super().batch(records):
            yield replace(outcome, outputs=tuple(row for row in outcome.outputs if row.event_type.isupper()))


def _recoded(row: Statement) -> Statement:
    if row.event_type != "AID":
        return row
    return replace(row, event_type="SUPPORT", factuality="denied", coder="toy 2", codebook="toy 2")


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two codings of one corpus; each has a report that the other lacks."""
    folder = tmp_path_factory.mktemp("diff")
    write_reports(folder / "in", a="Herald | RUS AID VEN | RUS THREATEN USA | IRN visits SYR")
    write_reports(folder / "one", b="Courier | CHN AID CUB")
    write_reports(folder / "two", c="Gazette | CHN SANCTION CUB")
    for name, coder in (("one", OldCoder()), ("two", NewCoder())):
        made = CaseFolder.create(folder / f"case-{name}")
        inputs = [str(folder / "in"), str(folder / name)]
        run_case(made, ToyHouse(coding=coder).rooms(), Settings(), inputs)
    return folder / "case-one", folder / "case-two"


@pytest.fixture
def statements() -> tuple[Statement, ...]:
    """The statements of a toy report."""
    (reading,) = (it for outcome in ToyReader().batch([report_from("x", TEXT)]) for it in outcome.outputs)
    return next(iter(ToyCoder().batch([reading]))).outputs


def test_a_diff_tells_what_was_added_removed_and_changed_in_the_reports_of_both(
    cases: tuple[Path, Path],
) -> None:
    diff = suasion.open(cases[0]).diff(suasion.open(cases[1]))
    assert (diff.reports.both, diff.reports.only1, diff.reports.only2) == (1, 1, 1)
    found = diff.statements
    assert (found.same, found.changed, found.added, found.removed) == (0, 1, 1, 1)
    assert diff.changed_fields == {"event_type": 1, "factuality": 1}
    assert [(move.before, move.after, move.n) for move in diff.retyped] == [("AID", "SUPPORT", 1)]
    assert {name: (row.before, row.after) for name, row in diff.by_type.items()} == {
        "AID": (1, 0),
        "SUPPORT": (0, 1),
        "THREATEN": (1, 0),
        "visits": (0, 1),
    }
    assert diff.by_factuality["denied"].after == 1
    assert diff.by_instrument["economic/loan"].before == 2


def test_a_diff_names_pairs_events_coders_and_codebooks(cases: tuple[Path, Path]) -> None:
    diff = suasion.open(cases[0]).diff(suasion.open(cases[1]))
    assert [(it.source, it.target, it.before, it.after) for it in diff.dyads] == [
        ("IRN", "SYR", 0, 1),
        ("RUS", "USA", 1, 0),
    ]
    assert (diff.events.total.before, diff.events.total.after) == (3, 3)
    assert diff.case1.coders == ("toy",)
    assert diff.case2.coders == ("toy", "toy 2")
    assert diff.case2.codebooks == ("toy", "toy 2")
    assert (diff.case1.reports, diff.case1.statements, diff.case1.events) == (2, 3, 3)
    assert dict(diff.case1.rooms)["coding"] == "toy-1"


def test_examples_have_the_ids_of_the_case_they_are_in(cases: tuple[Path, Path]) -> None:
    one, two = (suasion.open(case) for case in cases)
    diff = one.diff(two)
    ids = [{row.id for row in case.statements()} for case in (one, two)]
    for examples in diff.examples.values():
        for example in examples:
            assert example.before is None or example.before in ids[0]
            assert example.after is None or example.after in ids[1]
    (changed,) = diff.examples["changed"]
    assert [(it.field, it.before, it.after) for it in changed.changes] == [
        ("event_type", "AID", "SUPPORT"),
        ("factuality", "occurred", "denied"),
    ]
    assert diff.examples["removed"][0].coded == "RUS THREATEN USA, occurred"


def test_the_other_way_round_what_was_added_is_removed(cases: tuple[Path, Path]) -> None:
    one, two = (suasion.open(case) for case in cases)
    there, back = one.diff(two), two.diff(one)
    assert (there.statements.added, there.statements.removed) == (
        back.statements.removed,
        back.statements.added,
    )
    assert [it.after for it in there.by_type.values()] == [it.before for it in back.by_type.values()]


def test_a_case_does_not_differ_from_itself_even_while_it_is_written_to(cases: tuple[Path, Path]) -> None:
    case = suasion.open(cases[0])
    before = {path: path.stat().st_mtime_ns for path in cases[0].rglob("*") if path.name != "lock"}
    with CaseFolder.open(cases[0]).writing():
        diff = case.diff(case)
    found = diff.statements
    assert (found.same, found.changed, found.added, found.removed) == (3, 0, 0, 0)
    assert not diff.dyads and not diff.changed_fields and not any(diff.examples.values())
    after = {path: path.stat().st_mtime_ns for path in cases[0].rglob("*") if path.name != "lock"}
    assert {path.name for path in before if before[path] != after.get(path)} <= {"store"}


def test_a_case_without_a_finished_run_is_refused(cases: tuple[Path, Path], tmp_path: Path) -> None:
    CaseFolder.create(tmp_path / "new")
    with pytest.raises(CaseError, match="no finished run"):
        suasion.open(cases[0]).diff(suasion.open(tmp_path / "new"))


def test_a_diff_is_plain_json(cases: tuple[Path, Path]) -> None:
    diff = suasion.open(cases[0]).diff(suasion.open(cases[1]))
    found: Any = json.loads(msgspec.json.encode(diff, enc_hook=str))
    assert found["statements"] == {"same": 0, "changed": 1, "added": 1, "removed": 1}


@given(st.permutations(range(3)), st.sets(st.integers(0, 2)), st.sets(st.integers(0, 2)))
def test_every_statement_is_paired_added_or_removed_once_in_any_order(
    order: list[int], left: set[int], right: set[int]
) -> None:
    (reading,) = (it for outcome in ToyReader().batch([report_from("x", TEXT)]) for it in outcome.outputs)
    made = next(iter(ToyCoder().batch([reading]))).outputs
    before = [made[i] for i in order if i in left]
    after = [made[i] for i in reversed(order) if i in right]
    paired = pair_statements(before, after)
    assert {old.id for old, new in paired.pairs if old.id == new.id} == {made[i].id for i in left & right}
    assert {row.id for row in paired.removed} == {made[i].id for i in left - right}
    assert {row.id for row in paired.added} == {made[i].id for i in right - left}


def test_two_acts_of_one_sentence_are_paired_by_their_words(statements: tuple[Statement, ...]) -> None:
    first = statements[0]
    second = replace(first, id="s2", action=Span(text="VEN", start=first.action.end + 1, end=first.end))
    moved = [replace(row, id=f"{row.id}x", factuality="denied") for row in (first, second)]
    paired = pair_statements([first, second], moved)
    assert {(old.id, new.id) for old, new in paired.pairs} == {(first.id, f"{first.id}x"), ("s2", "s2x")}


def test_other_words_of_the_sentence_are_another_act_unless_type_or_sides_agree(
    statements: tuple[Statement, ...],
) -> None:
    first = statements[0]
    elsewhere = Span(text="VEN", start=first.action.end + 1, end=first.end)
    swapped = {"actors": first.recipients, "recipients": first.actors}
    other = replace(first, id="s2", action=elsewhere, event_type="ASSAULT", **swapped)  # type: ignore[arg-type]
    assert not pair_statements([first], [other]).pairs
    assert pair_statements([first], [replace(other, event_type=first.event_type)]).pairs


def test_probability_ids_and_fingerprints_are_no_change(statements: tuple[Statement, ...]) -> None:
    first = statements[0]
    other = replace(first, id="s2", probability=0.1, coder="new", codebook="new")
    assert changes(first, other, {}, {}) == ()


def test_becoming_the_content_of_another_act_is_a_change(statements: tuple[Statement, ...]) -> None:
    first, second, _ = statements
    (change,) = changes(first, replace(first, content_of=second.id), {}, {second.id: "THREATEN"})
    assert (change.field, change.before, change.after) == ("content_of", "", "THREATEN")
