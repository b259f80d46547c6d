"""Decisions that come back from a mailed dossier: those that fit join the log once; the others are told, each with its reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import suasion
from suasion.case import Case
from suasion.engine import run_case
from suasion.errors import InputError
from suasion.settings import Settings
from suasion.store import CaseFolder
from toy_rooms import ToyHouse, write_reports

WHEN = "2031-03-09T10:00:00.000Z"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A case of three events, run once."""
    write_reports(tmp_path / "in", a="Herald | CHN AID CUB | RUS THREATEN UKR", b="Gazette | FRA AID MLI")
    rerun(tmp_path / "case", tmp_path / "in")
    return suasion.open(tmp_path / "case")


def rerun(case: Path, *paths: Path) -> None:
    run_case(CaseFolder.create(case), ToyHouse().rooms(), Settings(), [str(path) for path in paths])


def line(number: int, action: str, *targets: str, **more: Any) -> dict[str, Any]:
    """A decision as the mailed page saves it."""
    said: dict[str, Any] = {
        "field": None,
        "value": None,
        "who": "Ana",
        "when": WHEN,
        "why": None,
        "anchors": [],
    }
    return {"id": f"j{number:016x}", "action": action, "targets": targets, **said, **more}


def saved(folder: Path, *lines: dict[str, Any] | str) -> Path:
    path = folder / "decisions.jsonl"
    texts = (one if isinstance(one, str) else json.dumps(one) for one in lines)
    path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    return path


def reasons(case: Case, *lines: dict[str, Any] | str, who: str | None = None) -> list[tuple[int, str]]:
    applied = case.apply_judgements(saved(case.path, *lines), who=who)
    return [(one.line, one.reason) for one in applied.refused]


def test_decisions_that_fit_join_the_log_as_they_were_made(case: Case) -> None:
    first, second, _ = (event.id for event in case.events())
    applied = case.apply_judgements(
        saved(case.path, line(1, "accept", first, why="two sources"), line(2, "merge", first, second))
    )
    assert not applied.refused
    kept = list(case.judgements())
    assert [one.id for one in kept] == [one.id for one in applied.kept] == [f"j{1:016x}", f"j{2:016x}"]
    assert (kept[0].who, kept[0].why, kept[0].when.isoformat()) == (
        "Ana",
        "two sources",
        "2031-03-09T10:00:00+00:00",
    )
    assert [anchor.event_id for anchor in kept[1].anchors] == [first, second]


def test_the_same_file_again_changes_nothing(case: Case) -> None:
    event = next(case.events())
    path = saved(case.path, line(1, "accept", event.id))
    case.apply_judgements(path)
    before = (case.path / "judgements.jsonl").read_bytes()
    again = case.apply_judgements(path)
    assert (again.kept, again.known, again.refused) == ((), 1, ())
    assert (case.path / "judgements.jsonl").read_bytes() == before


def test_what_does_not_fit_is_refused_with_its_line_and_reason_and_the_rest_is_kept(case: Case) -> None:
    event, report = next(case.events()).id, next(case.reports()).id
    refused = reasons(
        case,
        line(1, "accept", event),
        line(2, "reject", "e0000000000000000"),
        line(3, "reject", event[:-3]),
        line(4, "merge", report, event),
        line(5, "correct", event, field="factuality", value="perhaps"),
        line(6, "accept", event, who=" "),
        line(7, "accept", event, when="2031-03-09T10:00:00"),
        "{not json",
        '{"action": "applaud"}',
        line(1, "reject", event),
        line(10, "undo", f"j{1:016x}"),
    )
    assert refused == [
        (2, "unknown"), (3, "unknown"), (4, "unfit"), (5, "unfit"), (6, "nobody"),
        (7, "unreadable"), (8, "unreadable"), (9, "unreadable"), (10, "taken"),
    ]  # fmt: skip
    assert [one.action for one in case.judgements()] == ["accept", "undo"]


def test_whoever_takes_the_file_in_can_say_who_decided_where_it_does_not(case: Case) -> None:
    event = next(case.events()).id
    assert not reasons(case, line(1, "accept", event, who=""), line(2, "accept", event), who="the desk")
    assert [one.who for one in case.judgements()] == ["the desk", "Ana"]


def test_a_file_that_is_not_there_is_said_to_be_missing(case: Case) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        case.apply_judgements(case.path / "nothing.jsonl")


def test_a_decision_on_an_event_that_was_split_since_is_stale_and_one_on_a_joined_event_means_the_other(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, _ = (event.id for event in case.events())
    redirects = {"e1": (first, second), "e2": (first,), "e3": ()}
    monkeypatch.setattr("suasion.store.Snapshot.redirects", lambda _self: redirects)
    anchors = [{"event_id": key, "statement_ids": ["s1"], "sides": ["CHN"]} for key in redirects]
    lines = [line(number, "accept", f"e{number}", anchors=anchors) for number in (1, 2, 3)]
    assert reasons(case, *lines, line(4, "accept", "e2")) == [(1, "stale"), (3, "stale"), (4, "stale")]
    (kept,) = case.judgements()
    assert [anchor.event_id for anchor in kept.anchors] == ["e2"]
