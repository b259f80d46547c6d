"""The dossier shows all that reconciling knows: speakers, history, disputes, origins, damage, names and judgements."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import publish_case as made
from publish_case import made_up_case
from suasion.publish import DossierInput, render_dossier
from suasion.publish.index import build_index
from suasion.publish.marking import marked
from suasion.publish.naming import named_views, whose_words
from suasion.publish.roots import root_views
from suasion.records import Damage, Event, Framing, FramingKind, Judgement, Quotation, Speaker, Turn


def article(case: DossierInput, record_id: str) -> str:
    """The text of one event's or report's article."""
    content = render_dossier(case).decode("utf-8")
    found = re.search(rf'<article [^>]*id="{record_id}".*?</article>', content, re.DOTALL)
    assert found, f"{record_id} has no article"
    return plain(found[0])


def plain(markup: str) -> str:
    inline = re.sub(r"</?(?:a|b|span|mark|code)\b[^>]*>", "", markup)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", inline)).split())


def section(case: DossierInput, name: str) -> str:
    content = render_dossier(case).decode("utf-8")
    start = content.index(f'<section id="{name}"')
    return plain(content[start : content.index("</section>", start)])


def with_drones(**changes: Any) -> DossierInput:
    """The case with one event changed."""
    changed = replace(made.E_DRONES, **changes)
    return made_up_case(events=tuple(changed if event == made.E_DRONES else event for event in made.EVENTS))


# ---- speakers and history

SPEAKER = Speaker(
    name="Ozan Demir",
    country="TUR",
    statement_ids=(made.S_DRONES[0].id,),
    report_ids=(made.R1.id, made.R2.id),
    independent_origins=1,
)


def test_an_event_says_how_many_speak_and_how_many_heard_them() -> None:
    shown = article(with_drones(speakers=(SPEAKER,)), made.E_DRONES.id)
    assert "1 speaker, 2 independent origins, 3 reports" in shown
    assert "Speaker Ozan Demir (2 reports, 1 origin)" in shown


def turn(day: date | None, factuality: Any) -> Turn:
    return Turn(told=day, factuality=factuality, statement_ids=())


def test_an_event_told_on_several_days_shows_its_history() -> None:
    history = (turn(date(2031, 2, 3), "planned"), turn(date(2031, 3, 9), "occurred"))
    shown = article(with_drones(history=history), made.E_DRONES.id)
    assert "History planned (told 3 February 2031) → occurred (told 9 March 2031)" in shown


def test_what_is_told_on_one_day_has_no_history() -> None:
    history = (turn(date(2031, 3, 9), "planned"), turn(date(2031, 3, 9), "occurred"))
    assert "History" not in article(with_drones(history=history), made.E_DRONES.id)


# ---- disputes and origins


def test_the_sides_of_a_dispute_stand_beside_each_other_with_holders_and_outlets() -> None:
    shown = article(made_up_case(), made.E_LOAN.id)
    assert "Disputed: how much “$300 million” Harbour Courier told by Harbour Courier" in shown
    assert "“$250 million” Plain Dealer of the North told by Plain Dealer of the North" in shown


def test_an_event_names_its_origins_and_how_many_reports_go_back_to_each() -> None:
    shown = article(made_up_case(), made.E_DRONES.id)
    assert re.search(
        r"Goes back to Harbour Courier \(\d reports?\); officials in Astana \(\d reports?\)", shown
    )


def test_each_origin_lists_the_links_that_lead_to_it_with_what_shows_them() -> None:
    shown = section(made_up_case(), "roots")
    assert (
        "Plain Dealer of the North: “Drones reach Astana” relays “Ankara courts the steppe” (Harbour Courier), "
        "score 0.95: “According to the Harbour Courier” (names the outlet)" in shown
    )


def test_every_origin_of_an_event_has_one_place_in_the_list() -> None:
    roots = [root.anchor for root in root_views(build_index(made_up_case()))]
    origins = {f"root-{origin.id}" for event in made.EVENTS for origin in event.origins}
    assert sorted(roots) == sorted(origins)


# ---- damage and translation


def test_damaged_words_are_marked_with_what_was_meant_and_how_sure_that_is() -> None:
    content = render_dossier(made_up_case()).decode("utf-8")
    assert 'title="probably “drones” (split, 90% sure)">d rones</mark>' in content
    assert '<mark class="damage"' in content


@pytest.mark.parametrize(
    ("meant", "confidence", "note"),
    [("rents", 0.9, True), ("rents", 0.3, False), (None, 0.9, False), ("dro nes", 0.9, False)],
)
def test_only_a_sure_reading_that_changes_letters_is_printed_in_brackets(
    meant: str | None, confidence: float, note: bool
) -> None:
    told = made.S_DRONES[0]
    at = told.sentence.index("drones")
    damage = Damage(
        start=told.start + at,
        end=told.start + at + 6,
        surface="drones",
        meant=meant,
        kind="wrong-term",
        confidence=confidence,
    )
    runs, _ = marked(told, damage=[damage])
    assert ([run.note for run in runs if run.note] == [meant]) is note
    assert any("damage" in run.mark for run in runs)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=4))
def test_marking_damage_never_changes_a_sentence(spans: list[tuple[int, int]]) -> None:
    told = made.S_DRONES[0]
    damage = [
        Damage(
            start=told.start + start,
            end=told.start + start + length,
            surface=told.sentence[start : start + length],
            meant="something",
            kind="k",
            confidence=1.0,
        )
        for start, length in spans
    ]
    runs, exact = marked(told, damage=damage)
    assert "".join(run.text for run in runs) == told.sentence
    assert exact


def test_a_report_lists_its_damage_and_how_likely_it_is_a_translation() -> None:
    report = replace(
        made.R3, translation_probability=0.93, translation_reasons=("stated in a note", "lost articles")
    )
    case = made_up_case(reports=(made.R1, made.R2, report, made.R4, made.R5, made.R6))
    shown = article(case, made.R3.id)
    assert "A translation 93% likely: stated in a note and lost articles" in shown
    assert "d rones drones split 90%" in shown


# ---- names


def framing(label: str, outlet: str, kind: FramingKind = "description", **more: Any) -> Framing:
    words = more.pop("words", label)
    quotation = Quotation(
        report_id=made.R1.id, sentence=f"The {words} spoke.", text=words, start=4, end=4 + len(words)
    )
    fields: dict[str, Any] = {
        "what": "actor",
        "id": "person:demir",
        "name": "Ozan Demir",
        "outlet": outlet,
        "label": label,
        "kind": kind,
        "holder": None,
        "verbatim": False,
        "count": 1,
        "outlets": 1,
        "quotations": (quotation,),
    }
    return Framing(**(fields | more))


def test_an_actor_that_outlets_name_differently_has_a_table_with_the_quotations() -> None:
    rows = (
        framing("sly autocrat", "Harbour Courier", words="sly Autocrat"),
        framing("steppe fox", "Valley Post", holder="Aidar Beken", verbatim=True),
        framing("president", "Valley Post", "title", words="President"),
    )
    shown = section(made_up_case(framings=rows), "naming")
    assert "sly Autocrat Harbour Courier own words 1 quotation “The sly Autocrat spoke.”" in shown
    assert "steppe fox Valley Post quoting Aidar Beken" in shown
    assert "By title or plain name: “President” (Valley Post)." in shown


@pytest.mark.parametrize(
    "rows",
    [
        (framing("sly autocrat", "Harbour Courier"),),
        (framing("president", "Harbour Courier", "title"), framing("demir", "Valley Post", "name")),
    ],
)
def test_an_actor_that_one_outlet_names_or_nobody_describes_has_no_table(rows: tuple[Framing, ...]) -> None:
    assert named_views(build_index(made_up_case(framings=rows))) == ((), 0)


def test_a_case_too_large_for_the_table_says_where_it_is() -> None:
    shown = section(made_up_case(framings=None), "naming")
    assert "This case holds too many reports to list this here; the export does." in shown


def test_indirect_speech_is_told_apart_from_quotation_and_own_words() -> None:
    rows = [framing("fox", "Valley Post", holder=holder) for holder in (None, "Aidar Beken")]
    rows.append(framing("fox", "Valley Post", holder="Aidar Beken", verbatim=True))
    assert [whose_words(row) for row in rows] == [
        "own words",
        "indirect speech of Aidar Beken",
        "quoting Aidar Beken",
    ]


def test_an_event_says_what_its_act_is_called_where_outlets_differ() -> None:
    event = {"what": "event", "id": made.E_DRONES.id}
    rows = (
        framing("delivered", "Harbour Courier", "act", **event),
        framing("handed", "Valley Post", "act", **event),
    )
    shown = article(made_up_case(framings=rows), made.E_DRONES.id)
    assert "Called “delivered” (Harbour Courier) and “handed” (Valley Post)" in shown
    assert "Called" not in article(made_up_case(framings=rows[:1]), made.E_DRONES.id)


# ---- judgements


def judgement(*targets: str, **more: Any) -> Judgement:
    fields: dict[str, Any] = {
        "id": "j1",
        "action": "accept",
        "targets": targets,
        "field": None,
        "value": None,
        "who": "Ada",
        "when": datetime(2031, 4, 2, tzinfo=UTC),
        "why": "checked with the ministry",
    }
    return Judgement(**(fields | more))


@pytest.mark.parametrize("record", [made.E_DRONES, made.R1])
def test_a_judged_record_says_what_was_decided_by_whom_and_why(record: Event) -> None:
    shown = article(made_up_case(judgements=(judgement(record.id),)), record.id)
    assert "Judged accept, Ada, 2 April 2031: checked with the ministry" in shown


def test_a_correction_says_the_field_and_its_value() -> None:
    made_so = judgement(made.E_VISIT.id, action="correct", field="factuality", value="planned", why=None)
    shown = article(made_up_case(judgements=(made_so,)), made.E_VISIT.id)
    assert "Judged correct factuality to “planned”, Ada, 2 April 2031" in shown


def test_a_judged_link_says_so_where_it_is_shown() -> None:
    shown = article(made_up_case(judgements=(judgement("l1", action="reject"),)), made.R2.id)
    assert "(names the outlet) Judged reject, Ada, 2 April 2031" in shown
