"""A long case in brief: every event with its best sentence, what is left out counted, and nothing of the record lost."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

import publish_case as made
from publish_case import made_up_case
from suasion.publish import DossierInput, render_dossier
from suasion.publish.brief import brief
from suasion.publish.index import build_index
from suasion.publish.page import assets
from suasion.publish.page.rows import best_told
from test_mailed import carried
from test_publish_dossier import Page, many_events
from web_world import made_up

built = pytest.mark.skipif(not assets.built(), reason="the page is not built: `python tools/page.py`")


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if two sentences were many, and one pair."""
    monkeypatch.setattr("suasion.publish.dossier.MOST_QUOTED", 2)
    monkeypatch.setattr("suasion.publish.dossier.PAIRS", 1)
    monkeypatch.setattr("suasion.publish.brief.REJECTIONS", 1)


def told_more() -> int:
    """How many sentences the made-up case has beyond the best one of each event."""
    return sum(len(event.statement_ids) - 1 for event in made_up_case().events)


def test_each_event_stands_once_with_the_sentence_that_tells_it_best() -> None:
    index = build_index(made_up_case())
    page = Page(render_dossier(made_up_case()))
    assert all(Counter(page.ids)[event.id] == 1 for event in made.EVENTS)
    for event in made.EVENTS:
        told = best_told(index, event)
        assert told is not None
        assert told.sentence in page.text


def test_every_link_within_a_brief_page_leads_somewhere_and_no_id_is_used_twice() -> None:
    page = Page(render_dossier(made_up_case()))
    places = {link[1:] for link in page.links if link.startswith("#") and "=" not in link}
    assert places <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


@built
def test_the_page_counts_the_sentences_that_only_its_workbench_holds_and_leads_to_them() -> None:
    page = Page(render_dossier(made_up_case()))
    assert f"{told_more()} more sentences tell of these events. They are not on this page" in page.text
    more = [event for event in made.EVENTS if len(event.statement_ids) > 1]
    assert {link for link in page.links if link.startswith("#event=")} == {
        f"#event={event.id}" for event in more
    }


def test_a_page_without_a_workbench_says_that_the_rest_is_not_in_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(assets, "built", lambda: False)
    page = Page(render_dossier(made_up_case()))
    assert f"{told_more()} more sentences tell of these events. They are not in this file." in page.text
    assert "suasion dossier --pdf" in page.text
    assert not [link for link in page.links if link.startswith("#event=")]


def test_on_paper_all_evidence_stands_however_long_it_is() -> None:
    content = render_dossier(made_up_case(), paper=True).decode("utf-8")
    page = Page(re.sub(r'<span class="meant">.*?</span>', "", content).encode("utf-8"))
    assert all(row.sentence in page.text for row in made.STATEMENTS)
    assert "script" not in {tag for tag, _ in page.tags}


def test_a_pdf_of_a_long_case_is_printed_from_a_page_with_all_evidence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages: list[bytes] = []

    def print_page(page: bytes, path: Path) -> None:
        pages.append(page)
        path.write_bytes(b"%PDF")

    monkeypatch.setattr("suasion.engine.sending.print_page", print_page)
    made_up(tmp_path / "case").send_dossier("pdf", tmp_path / "case.pdf")
    (page,) = pages
    ids = set(Page(page).ids)
    assert {row.id for row in made.STATEMENTS} <= ids


def test_full_texts_that_are_asked_for_come_with_all_evidence() -> None:
    text = Page(render_dossier(made_up_case(), full_text=True)).text
    assert "Kenya is in the news for its weather" in text
    assert "more sentences" not in text


@built
def test_a_brief_page_and_its_record_together_hold_what_the_record_of_a_full_page_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    short = carried(made_up_case())
    monkeypatch.setattr("suasion.publish.dossier.MOST_QUOTED", 1_000)
    assert short == carried(made_up_case())


@built
@pytest.mark.parametrize(
    "words", ['<b>bold</b> & "quoted"', "two  spaces\nand a line", "\u202e turned", "a\rb", ""]
)
def test_what_outlets_write_is_read_from_the_page_as_they_wrote_it(words: str) -> None:
    report = replace(made.R1, title=f"News {words}", url="https://outlet.example/a?b=1&c='2'")
    case = made_up_case(reports=(report, *made_up_case().reports[1:]))
    held = next(one for one in carried(case)["reports"] if one["id"] == report.id)
    assert (held["name"], held["url"]) == (build_index(case).report_name(report), report.url)


def test_pairs_without_a_row_of_their_own_stand_in_a_list_with_the_numbers_of_their_events() -> None:
    case = made_up_case()
    content = render_dossier(case).decode("utf-8")
    number = brief(build_index(case)).number
    line = next(one for one in content.splitlines() if ">Netherlands → Turkey:" in one)
    assert f'<a href="#{made.E_THREAT.id}">{number[made.E_THREAT.id]}</a>' in line
    assert "1 occurred" in line


def test_refusals_that_are_not_listed_are_counted_by_reason() -> None:
    case = made_up_case()
    row = case.rejections[0]
    more = tuple(replace(row, id=f"x{i}", reason="empty") for i in range(3))
    text = Page(render_dossier(replace(case, rejections=(row, *more)))).text
    assert re.search(r"And, by reason: .*\d more empty", text)
    assert "suasion export rejections" in text


@built
def test_ties_without_a_measure_are_left_out_of_a_record_with_very_many_and_it_says_how_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("suasion.publish.page.record.MOST_TIES", 1)
    ties = tuple(
        made.tie("TUR", "KAZ", means, made.E_DRONES, value=value)
        for means, value in (("all", 2.5), ("military/arms-transfer", None))
    )
    record = carried(made_up_case(ties=ties))
    assert [tie["value"] for tie in record["ties"]] == [2.5]
    assert record["meta"]["gaps"][-1] == "1 tie with too few events for a measure is not in this file."


def test_a_long_case_in_brief_takes_less_than_a_kilobyte_an_event_on_the_page() -> None:
    def size(events: int) -> int:
        return len(render_dossier(many_events(events)).split(b'<div id="workbench"')[0])

    assert (size(600) - size(300)) / 300 < 1_000


def test_the_same_records_in_another_order_give_the_same_brief_page() -> None:
    case = made_up_case()
    turned: DossierInput = replace(
        case, events=case.events[::-1], reports=case.reports[::-1], statements=case.statements[::-1]
    )
    assert render_dossier(turned) == render_dossier(case)
