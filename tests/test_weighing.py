"""Weighing what changed: the ties of a case that grew are those of a case made at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from reconcile_world import day, event, mention, report, tie_input
from suasion.codebook import load_codebook
from suasion.engine.job import Job, no_progress
from suasion.engine.weighing import renew_ties
from suasion.records import Event, Mention, Report, Tie, Window
from suasion.settings import Settings
from suasion.store import CaseFolder, Draft, Worked
from suasion.store.cuts import Fading
from suasion.store.weighed import Weighed
from suasion.weigh import Weigh

STAGE = Weigh(Settings(resamples=40), load_codebook())
REPORTS = [report(f"Report {i}", f"Outlet {i}", f"2030-05-{i + 1:02d}") for i in range(20)]
MENTIONS = [
    mention(one, code) for i, one in enumerate(REPORTS) for code in ("RUS", "VEN", "CHN")[: 2 + i % 2]
]
EVENTS = [
    event(
        f"x{i}",
        event_type=("COOPERATE", "CONSULT", "ASSAULT")[i % 3],
        actors=(("RUS", "CHN")[i % 2],),
        when=day(f"2030-05-{i % 20 + 1:02d}"),
        report_ids=(REPORTS[i % 20].id,),
        instruments=("economic/loan", "military/exercise")[: i % 3],
    )
    for i in range(60)
]


def grown(folder: Path, steps: Sequence[tuple[Sequence[Event], Sequence[Report]]]) -> list[Tie]:
    """Add events and reports step by step, weighing after each."""
    return sorted(made_by(folder, steps), key=lambda tie: tie.id)


def made_by(folder: Path, steps: Sequence[tuple[Sequence[Event], Sequence[Report]]]) -> dict[Tie, str]:
    """Do so, and say which step made each tie."""
    case = CaseFolder.create(folder)
    with case.writing():
        draft = Draft.begin(case)
        for number, (events, reports) in enumerate(steps):
            run = f"u{number}"
            known = {one.id for one in reports}
            draft.put([*events, *reports, *(one for one in MENTIONS if one.report_id in known)], run)
            draft.put_worked(
                [
                    Worked(report_id=one, key=run, reading="r", coding="c", statements=0)
                    for one in sorted(known)
                ]
            )
            weigh(draft, run)
        ties = list(draft.rows(Tie))
        runs = draft.lineage(Tie, [tie.id for tie in ties])
        draft.discard()
    return {tie: runs[tie.id].run_id for tie in ties}


UNDATED = [event(f"undated{i}", report_ids=("nowhere",)) for i in range(4)]
AHEAD = [event(f"ahead{i}", when=day("2030-08-15"), report_ids=(REPORTS[0].id,)) for i in range(3)]
LATE = [
    report(f"Late {i}", "Outlet", text) for i, text in enumerate(("2030-07-01", "2030-08-20", "2031-06-30"))
]


def weigh(draft: Draft, run: str) -> None:
    rooms = cast(Any, SimpleNamespace(weigh=STAGE))
    settings = Settings(resamples=40)
    renew_ties(Job(draft=draft, rooms=rooms, settings=settings, run_id=run, progress=no_progress), STAGE)


def at_once(events: Sequence[Event], reports: Sequence[Report], mentions: Sequence[Mention]) -> list[Tie]:
    outcomes = STAGE.gather(tie_input(list(events), list(reports), list(mentions)))
    return sorted((tie for outcome in outcomes for tie in outcome.outputs), key=lambda tie: tie.id)


def test_a_case_weighed_at_once_and_one_that_grew_have_the_same_ties(tmp_path: Path) -> None:
    expected = at_once(EVENTS, REPORTS, MENTIONS)
    assert any(tie.value is not None for tie in expected)
    assert grown(tmp_path / "once", [(EVENTS, REPORTS)]) == expected
    steps = [(EVENTS[:40], REPORTS[:15]), (EVENTS[40:59], REPORTS[15:]), (EVENTS[59:], ())]
    assert grown(tmp_path / "steps", steps) == expected


def test_the_order_in_which_events_came_changes_no_tie(tmp_path: Path) -> None:
    there = [(EVENTS[:30], REPORTS[:10]), (EVENTS[30:], REPORTS[10:])]
    back = [(EVENTS[30:], REPORTS[10:]), (EVENTS[:30], REPORTS[:10])]
    assert grown(tmp_path / "there", there) == grown(tmp_path / "back", back)


def test_an_event_more_leaves_thin_ties_of_other_pairs_with_the_run_that_made_them(tmp_path: Path) -> None:
    seldom = event("seldom", actors=("BRA",), recipients=("PER",), when=day("2030-05-03"))
    another = event("another", actors=("CUB",), recipients=("HTI",), when=day("2030-05-04"))
    runs = made_by(tmp_path / "case", [([*EVENTS, seldom], REPORTS), ([another], ())])
    assert {run for tie, run in runs.items() if tie.source == "BRA"} == {"u0"}
    assert {run for tie, run in runs.items() if tie.source == "CUB"} == {"u1"}


def test_a_run_that_moves_no_pair_makes_no_tie_again(tmp_path: Path) -> None:
    domestic = event("domestic", actors=("BRA",), recipients=("BRA",), when=day("2030-05-03"))
    runs = made_by(tmp_path / "case", [(EVENTS, REPORTS), ([domestic], ())])
    assert set(runs.values()) == {"u0"}


def test_as_days_pass_the_ties_are_those_of_a_case_weighed_at_once(tmp_path: Path) -> None:
    events = [*EVENTS, *UNDATED, *AHEAD]
    for passed in range(1, len(LATE) + 1):
        steps: list[Any] = [(events, REPORTS), *(((), [one]) for one in LATE[:passed])]
        expected = at_once(events, [*REPORTS, *LATE[:passed]], MENTIONS)
        assert grown(tmp_path / f"case{passed}", steps) == expected
        assert sum(tie.value is not None for tie in expected) > 10


def test_a_last_report_that_is_withdrawn_leaves_the_ties_of_a_case_without_it(tmp_path: Path) -> None:
    events = [*EVENTS, *UNDATED, *AHEAD]
    case = CaseFolder.create(tmp_path / "case")
    with case.writing():
        draft = Draft.begin(case)
        draft.put([*events, *REPORTS, *LATE, *MENTIONS], "u0")
        keys = [
            Worked(report_id=one.id, key="k", reading="r", coding="c", statements=0)
            for one in (*REPORTS, *LATE)
        ]
        draft.put_worked(keys)
        weigh(draft, "u0")
        draft.put_withdrawn([one.id for one in LATE])
        weigh(draft, "u1")
        ties = sorted(draft.rows(Tie), key=lambda tie: tie.id)
        draft.discard()
    assert ties == at_once(events, REPORTS, MENTIONS)


def test_a_day_that_passes_moves_numbers_and_windows_and_nothing_else(tmp_path: Path) -> None:
    seldom = event("seldom", actors=("BRA",), recipients=("PER",), when=day("2030-05-03"))
    runs = made_by(
        tmp_path / "case", [([*EVENTS, seldom], REPORTS), ((), [report("Next", "Outlet", "2030-05-21")])]
    )
    made = {(tie.source, tie.window.label): run for tie, run in runs.items() if tie.instrument == "all"}
    assert made["BRA", "all"] == "u0"
    assert made["BRA", "last 90 days"] == "u1"
    assert made["CHN", "all"] == "u1"


def test_when_no_day_is_left_the_ties_of_windows_that_end_with_it_go(tmp_path: Path) -> None:
    undated = event("undated", factuality="denied", report_ids=("r0",))
    case = CaseFolder.create(tmp_path / "case")
    with case.writing():
        draft = Draft.begin(case)
        draft.put([*EVENTS, *REPORTS, undated], "u0")
        weigh(draft, "u0")
        draft.put_withdrawn([one.id for one in REPORTS])
        draft.drop(Event, "id", [one.id for one in EVENTS])
        weigh(draft, "u1")
        ties = sorted(draft.rows(Tie), key=lambda tie: tie.id)
        draft.discard()
    assert ties == at_once([undated], (), ())
    assert {tie.window.label for tie in ties} == {"all"}


def test_the_attention_of_a_large_case_is_added_up_the_same_each_time(tmp_path: Path) -> None:
    case = CaseFolder.create(tmp_path / "case")
    many = Window(start=None, end=None, label="all")
    fading = Fading(last=date(2034, 1, 1), half_life=180.0)
    with case.writing():
        draft = Draft.begin(case)
        draft._connection.execute(
            "INSERT INTO attention SELECT (i % 90)::VARCHAR, (i * 7 % 40)::VARCHAR, DATE '2030-01-01' + (i % 1461)::INT, 1 + i % 3 "
            "FROM range(600000) AS rows(i)"
        )
        first, *others = (Weighed(draft).looks(many, fading) for _ in range(4))
        draft.discard()
    assert all(other == first for other in others)
