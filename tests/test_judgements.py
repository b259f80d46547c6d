"""What people decide is replayed over what the machine found: exactly, and said where it no longer can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile_world import day, event_input, judgement, origin_input, report, statement
from suasion.codebook import load_codebook
from suasion.engine import RunSummary, in_force, open_snapshot, run_case
from suasion.engine.judge import Target, anchor_of, new_judgement
from suasion.engine.status import status_of
from suasion.errors import InputError
from suasion.reconcile import Events, Origins
from suasion.reconcile.corrections import FIELDS, Known, check_correction, corrected
from suasion.records import Anchor, Event, Judgement, Link, LinkTarget, Record, Report, Statement
from suasion.registers import load_registers
from suasion.settings import Settings
from suasion.store import CaseFolder, append_judgement
from test_reconcile_events import ARMS, CALL, corpora
from toy_rooms import ToyHouse, write_reports

KNOWN = Known(codebook=load_codebook(), registers=load_registers())


def events(
    reports: Sequence[Report],
    told: Sequence[Statement],
    log: Sequence[Judgement] = (),
    links: Sequence[Link] = (),
) -> list[Event]:
    stage = Events(Settings(), KNOWN.codebook, KNOWN.registers)
    outcomes = stage.gather(event_input(reports, told, links, in_force(log)))
    return [event for outcome in outcomes for event in outcome.outputs]


def correct(field: str, value: str, *targets: str, at: int = 1) -> Judgement:
    return judgement("correct", *targets, at=at, field=field, value=value)


EARLY = report("Putin telephoned Maduro on Tuesday. Moscow was cold.", "Left Post", "2030-05-08")
LATE = report("Putin called Venezuela's president for an hour.", "Right Post", "2030-05-09")
FIRST = statement(EARLY, "Putin telephoned Maduro on Tuesday.", instruments=CALL)
SECOND = statement(LATE, LATE.text, instruments=CALL)
COLD = statement(EARLY, "Moscow was cold.", "AID", ["RUS"], ["VEN"])


# ------------------------------------------------------------------ corrections


def _shown(field: str, told: Statement) -> str:
    when, place = told.when, told.where
    special: dict[str, object] = {
        "actors": [one.id for one in told.actors],
        "recipients": [one.id for one in told.recipients],
        "when": f"{when.start} {when.end} {when.precision}",
        "where": place.name if place else None,
        "amounts": [(one.value, one.unit) for one in told.amounts],
        "holders": [one.name for one in told.holders],
    }
    return str(special.get(field, getattr(told, field)))


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("event_type", "AID", "AID"),
        ("mode", "none", "None"),
        ("factuality", "planned", "planned"),
        (
            "instruments",
            "military/arms-transfer; economic/loan",
            "('economic/loan', 'military/arms-transfer')",
        ),
        ("actors", "FRA; state:PER", "['state:FRA', 'state:PER']"),
        ("recipients", "none", "[]"),
        ("recipients", "European Union", "['org:eu']"),
        ("when", "2030-02", "2030-02-01 2030-02-28 month"),
        ("when", "2030-02-16/2030-02-18", "2030-02-16 2030-02-18 day"),
        ("when", "unknown", "None None unknown"),
        ("where", "Lima, PER", "Lima"),
        ("where", "unknown", "None"),
        ("amounts", "3,000,000,000 USD; 80 troops", "[(3000000000.0, 'USD'), (80.0, 'troops')]"),
        ("holders", "Reuters", "['Reuters']"),
    ],
)
def test_a_field_of_a_statement_is_corrected_from_a_plain_form(field: str, value: str, shown: str) -> None:
    after = corrected(FIRST, [correct(field, value, FIRST.id)], KNOWN)
    assert _shown(field, after) == shown
    assert after.id == FIRST.id


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        (Statement, "event_type", "FLIRT"),
        (Statement, "factuality", "perhaps"),
        (Statement, "mode", "gently"),
        (Statement, "instruments", "economic/bribe"),
        (Statement, "actors", "Ruritania"),
        (Statement, "when", "last week"),
        (Statement, "when", "2030-05-09/2030-05-08"),
        (Statement, "where", "Nowhere-on-Sea, ZZZ"),
        (Statement, "amounts", "many tanks"),
        (Statement, "sentence", "Another sentence."),
        (Event, "holders", "Reuters"),
        (Event, "status", "corroborated"),
        (Event, "origins", "Reuters"),
        (Report, "text", "Another text."),
        (Report, "published", "yesterday"),
        (Report, "outlet", "  "),
        (Report, "translated_from", "Klingon!"),
        (Link, "score", "1"),
    ],
)
def test_what_cannot_be_corrected_or_has_another_form_is_refused_with_a_remedy(
    kind: type[Record], field: str, value: str
) -> None:
    with pytest.raises(InputError) as refusal:
        check_correction(kind, field, value, KNOWN)
    assert refusal.value.remedy


def test_every_field_that_can_be_corrected_is_a_field_of_its_record() -> None:
    for kind, names in FIELDS.items():
        assert set(names) <= {item.name for item in dataclass_fields(kind)}


def test_a_name_that_several_bear_is_refused_with_their_ids() -> None:
    with pytest.raises(InputError, match=r"person:nouri-al-maliki.*person:riyad-al-maliki"):
        check_correction(Statement, "actors", "al-Maliki", KNOWN)


def test_corrected_sides_and_days_of_a_statement_are_those_of_its_event() -> None:
    log = [correct("actors", "CUB", FIRST.id), correct("when", "2030-05-07", FIRST.id, at=2)]
    (event,) = events([EARLY], [FIRST], log)
    assert [actor.id for actor in event.actors] == ["state:CUB"]
    assert (event.when.start, event.when.how) == (date(2030, 5, 7), "judged")


def test_a_correction_of_an_event_stands_over_its_statements_and_the_later_one_holds() -> None:
    (found,) = events([EARLY], [FIRST])
    log = [correct("recipients", "PER", found.id), correct("recipients", "CHL", found.id, at=2)]
    (event,) = events([EARLY], [FIRST], log)
    assert ([actor.id for actor in event.recipients], event.id) == (["state:CHL"], found.id)


def test_a_value_that_the_codebook_no_longer_knows_changes_nothing() -> None:
    assert events([EARLY], [FIRST], [correct("event_type", "FLIRT", FIRST.id)]) == events([EARLY], [FIRST])


# ------------------------------------------------------------------ origins


def test_a_link_that_is_rejected_no_longer_joins_origins() -> None:
    text = "Putin telephoned Maduro on Tuesday and the two spoke of wheat and of gas for more than an hour. "
    one = report(text, "Left Post", "2030-05-08")
    two = report(text, "Right Post", "2030-05-09")
    told = [statement(source, text.strip(), instruments=CALL) for source in (one, two)]
    link = Link(
        id="l1",
        from_report=two.id,
        to=_target(one),
        relation="copies",
        evidence=None,
        score=1.0,
        reasons=("same text",),
    )
    (joined,) = events([one, two], told, (), [link])
    (parted,) = events([one, two], told, [judgement("reject", "l1")], [link])
    assert (joined.independent_origins, parted.independent_origins) == (1, 2)


def _target(source: Report) -> LinkTarget:
    return LinkTarget(kind="report", id=source.id, name=source.outlet or "")


def test_a_report_marked_as_copy_of_an_origin_goes_back_to_it_as_a_whole() -> None:
    (event,) = events([EARLY, LATE], [FIRST, SECOND])
    left = next(origin for origin in event.origins if origin.report_ids == (EARLY.id,))
    log = [judgement("mark-copy", LATE.id, left.id)]
    (after,) = events([EARLY, LATE], [FIRST, SECOND], log)
    assert [(origin.id, origin.report_ids) for origin in after.origins] == [
        (left.id, tuple(sorted((EARLY.id, LATE.id))))
    ]


# ------------------------------------------------------------------ events whose id has changed


def anchored(action: str, *judged: Event, at: int = 1, **more: str) -> Judgement:
    anchors = tuple(anchor_of(event) for event in judged)
    return judgement(action, *(event.id for event in judged), at=at, anchors=anchors, **more)


def test_a_judgement_on_an_event_follows_it_when_an_earlier_report_gives_it_another_id() -> None:
    (before,) = events([LATE], [SECOND])
    log = [anchored("correct", before, field="factuality", value="planned")]
    (after,) = events([EARLY, LATE], [FIRST, SECOND], log)
    assert after.id != before.id
    assert after.factuality == "planned"


def test_a_judgement_on_an_event_that_fell_into_several_is_not_applied() -> None:
    (both,) = events([EARLY, LATE], [FIRST, SECOND])
    far = statement(LATE, LATE.text, instruments=CALL, when=day("2029-01-01"))
    apart = [statement(LATE, LATE.text, "AID", when=day("2031-01-01")), far]
    lost = anchored("reject", both)
    moved = judgement("reject", "e-lost", anchors=(_renamed(lost, [one.id for one in apart]),))
    assert len(events([LATE], apart, [moved])) == 2


def _renamed(lost: Judgement, statement_ids: list[str]) -> Anchor:
    return replace(lost.anchors[0], event_id="e-lost", statement_ids=tuple(statement_ids))


def test_merged_events_stay_one_when_they_gain_statements() -> None:
    apart = events([EARLY], [FIRST, COLD])
    assert len(apart) == 2
    (merged,) = events([EARLY, LATE], [FIRST, COLD, SECOND], [anchored("merge", *apart)])
    assert set(merged.statement_ids) == {FIRST.id, COLD.id, SECOND.id}


def test_a_judgement_on_an_event_that_was_merged_away_is_about_the_merged_one() -> None:
    apart = events([EARLY], [FIRST, COLD])
    log = [anchored("merge", *apart)]
    log += [anchored("correct", one, at=2, field="factuality", value="denied") for one in apart]
    (merged,) = events([EARLY], [FIRST, COLD], log)
    assert merged.factuality == "denied"


# ------------------------------------------------------------------ withdrawal

ACTIONS = ("merge", "split", "correct", "mark-copy", "mark-independent", "reject", "accept")


@st.composite
def judged_corpora(draw: st.DrawFn) -> tuple[list[Report], list[Statement], list[Judgement]]:
    """Small corpora with judgements on their reports, statements and events."""
    reports, told = draw(corpora())
    found = events(reports, told)
    log = []
    for number in range(draw(st.integers(0, 4))):
        action = draw(st.sampled_from(ACTIONS))
        if action.startswith("mark"):
            pair = draw(st.lists(st.sampled_from([one.id for one in reports]), min_size=2, max_size=2))
            log.append(judgement(action, *pair, at=number))
        elif action == "correct":
            log.append(correct("factuality", "planned", draw(st.sampled_from(told)).id, at=number))
        else:
            most = 2 if action == "merge" else 1
            chosen = (
                draw(st.lists(st.sampled_from(found), min_size=most, max_size=most, unique=True))
                if len(found) > 1
                else []
            )
            log += [anchored(action, *chosen, at=number)] if chosen else []
    return reports, told, log


@settings(max_examples=60, deadline=None)
@given(judged_corpora(), st.integers(0, 5))
def test_withdrawing_a_report_equals_its_absence_in_links_and_events_whatever_else_was_judged(
    corpus: tuple[list[Report], list[Statement], list[Judgement]], which: int
) -> None:
    reports, told, log = corpus
    gone = reports[which % len(reports)].id
    left = [one for one in reports if one.id != gone]
    links = _links(reports)
    rejected = events(reports, told, [*log, judgement("reject", gone, at=50)], links)
    absent = events(left, [one for one in told if one.report_id != gone], log, _links(left))
    assert rejected == absent
    assert all(gone not in event.report_ids for event in rejected)


def _links(reports: Sequence[Report]) -> list[Link]:
    stage = Origins(Settings(), KNOWN.registers)
    return [link for outcome in stage.gather(origin_input(reports)) for link in outcome.outputs]


# ------------------------------------------------------------------ in a case

STORIES = {
    "a": "Herald | RUS AID VEN | RUS THREATEN USA",
    "b": "Courier | RUS AID VEN",
    "c": "Gazette | CHN AID CUB",
}


def run(folder: CaseFolder, house: ToyHouse, *paths: Path) -> RunSummary:
    return run_case(folder, house.rooms(), Settings(), [str(path) for path in paths])


def rows(folder: CaseFolder, kind: type[Record]) -> list[Record]:
    with open_snapshot(folder) as snapshot:
        return list(snapshot.rows(kind))


def judge(
    folder: CaseFolder, action: str, *found: Record, field: str | None = None, value: str | None = None
) -> Judgement:
    targets = [
        Target(id=one.id, kind=type(one), anchor=anchor_of(one) if isinstance(one, Event) else None)
        for one in found
    ]
    made = new_judgement(action, targets, field=field, value=value, who="me", why=None)
    append_judgement(folder.judgements, made)
    return made


def test_a_corrected_report_is_read_again_alone_and_undo_gives_the_first_row_back(tmp_path: Path) -> None:
    folder, house = CaseFolder.create(tmp_path / "case"), ToyHouse()
    inputs = write_reports(tmp_path / "in", **STORIES)
    run(folder, house, inputs)
    before = rows(folder, Report)
    made = judge(folder, "correct", before[0], field="outlet", value="The Other Herald")
    run(folder, house)
    assert [one.outlet for one in rows(folder, Report) if one.id == before[0].id] == ["The Other Herald"]  # type: ignore[union-attr]
    assert house.read.asked[len(before) :] == [before[0].id]
    assert run(folder, house, inputs).run is None
    judge(folder, "undo", made)
    run(folder, house)
    assert rows(folder, Report) == before


def test_reports_marked_as_copy_get_a_link_that_says_so_and_undo_takes_it_away(tmp_path: Path) -> None:
    folder, house = CaseFolder.create(tmp_path / "case"), ToyHouse()
    inputs = write_reports(tmp_path / "in", **STORIES)
    run(folder, house, inputs)
    before, (one, *_, other) = rows(folder, Link), rows(folder, Report)
    made = judge(folder, "mark-copy", one, other)
    run(folder, house)
    (link,) = [row for row in rows(folder, Link) if row not in before]
    assert isinstance(link, Link)
    assert ({link.from_report, link.to.id}, link.relation) == ({one.id, other.id}, "copies")
    assert link.reasons == ("a judgement",)
    assert run(folder, house, inputs).run is None
    judge(folder, "undo", made)
    run(folder, house)
    assert rows(folder, Link) == before


def test_a_judgement_whose_report_is_gone_from_a_rebuilt_case_is_listed(tmp_path: Path) -> None:
    folder, house = CaseFolder.create(tmp_path / "case"), ToyHouse()
    run(folder, house, write_reports(tmp_path / "in", **STORIES))
    gone = next(one for one in rows(folder, Report) if isinstance(one, Report) and one.outlet == "Gazette")
    made = judge(folder, "accept", gone)
    kept = judge(folder, "accept", next(one for one in rows(folder, Report) if one.id != gone.id))
    for path in folder.store.iterdir():
        path.unlink()
    run(folder, house, write_reports(tmp_path / "new", a=STORIES["a"], b=STORIES["b"]))
    assert status_of(folder, Settings()).stale == (made,)
    assert kept not in status_of(folder, Settings()).stale


def test_withdrawal_in_a_case_leaves_what_a_case_without_the_report_holds(tmp_path: Path) -> None:
    folder, other = CaseFolder.create(tmp_path / "case"), CaseFolder.create(tmp_path / "other")
    run(folder, ToyHouse(), write_reports(tmp_path / "in", **STORIES))
    gone = rows(folder, Report)[0]
    judge(folder, "reject", gone)
    run(folder, ToyHouse())
    text = {
        key: value for key, value in STORIES.items() if not value.startswith(str(getattr(gone, "outlet", "")))
    }
    run(other, ToyHouse(), write_reports(tmp_path / "rest", **text))
    for kind in (Link, Event, Statement):
        assert [row.id for row in rows(folder, kind)] == [row.id for row in rows(other, kind)]
        assert rows(folder, kind) == rows(other, kind)


def test_arms_and_calls_are_told_apart_by_their_instruments() -> None:
    log = [correct("instruments", ARMS[0], SECOND.id)]
    assert len(events([EARLY, LATE], [FIRST, SECOND], log)) == 2
