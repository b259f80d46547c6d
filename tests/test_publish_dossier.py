"""The dossier: what a page that is mailed to somebody must hold, and must not."""

from __future__ import annotations

import base64
import hashlib
import random
import re
from dataclasses import fields, replace
from datetime import date, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import publish_case as made
from publish_case import made_up_case
from suasion.publish import DossierInput, render_dossier
from suasion.publish.firstpage import first_page
from suasion.publish.index import anchor, build_index
from suasion.publish.marking import marked
from suasion.publish.page import assets
from suasion.publish.prose import plain
from suasion.publish.tally import folded, pair_item, tally
from suasion.publish.timeline import MARKS, timeline
from suasion.records import Dated, Event, Participant, Span


class Page(HTMLParser):
    """The ids, links, tags, headings and text of a page; what its scripts and style sheets hold is no text."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.parts: list[str] = []
        self.feed(content.decode("utf-8"))
        self.text = " ".join("".join(self.parts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if given.get("href"):
            self.links.append(str(given["href"]))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem is None:
            self.parts.append(data)


def page_of(case: DossierInput) -> Page:
    return Page(render_dossier(case))


def first_page_text(case: DossierInput) -> str:
    content = render_dossier(case).decode("utf-8")
    start, end = content.index('<section id="judgement"'), content.index('<section id="ties"')
    return " ".join(re.sub(r"<[^>]+>", "", content[start:end]).split())


def empty_case() -> DossierInput:
    return made_up_case(
        run=None,
        reports=(),
        statements=(),
        events=(),
        links=(),
        ties=(),
        attributions=(),
        rejections=(),
        mentions=(),
    )


def many_events(number: int) -> DossierInput:
    """The case with copies of one event, a day apart."""
    statements = [replace(made.S_DRONES[0], id=f"s{i:04}") for i in range(number)]
    events = [
        replace(
            made.E_DRONES,
            id=f"e{i:04}",
            statement_ids=(f"s{i:04}",),
            when=made.days((date(2030, 1, 1) + timedelta(days=i)).isoformat()),
        )
        for i in range(number)
    ]
    ties = (made.tie("TUR", "KAZ", "all", *events), made.tie("TUR", "KAZ", "military/arms-transfer", *events))
    return made_up_case(statements=tuple(statements), events=tuple(events), ties=ties)


def test_the_same_records_in_any_order_give_the_same_bytes() -> None:
    case = made_up_case()
    mixed: dict[str, Any] = {
        item.name: tuple(random.Random(7).sample(value, len(value)))
        for item in fields(case)
        if isinstance(value := getattr(case, item.name), tuple)
    }
    assert render_dossier(replace(case, **mixed)) == render_dossier(case)


@pytest.fixture
def unbuilt(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a source tree where the workbench was never built."""
    monkeypatch.setattr(assets, "built", lambda: False)


def test_the_page_asks_nobody_for_anything() -> None:
    page = page_of(made_up_case())
    names = {tag for tag, _ in page.tags}
    assert not names & {"img", "link", "iframe", "object", "form", "video", "audio"}
    assert not [attrs for _, attrs in page.tags if "src" in attrs or "style" in attrs]
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]


def test_the_policy_of_a_page_without_the_workbench_allows_its_own_style_sheet_and_nothing_else(
    unbuilt: None,
) -> None:
    content = render_dossier(made_up_case()).decode("utf-8")
    (style,) = re.findall(r"<style[^>]*>(.*?)</style>", content, re.S)
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    page = page_of(made_up_case())
    assert [a["content"] for t, a in page.tags if a.get("http-equiv")] == [policy]
    assert "script" not in {tag for tag, _ in page.tags}
    assert "url(" not in style
    assert "@import" not in style


def test_every_link_within_the_page_leads_somewhere_and_no_id_is_used_twice() -> None:
    page = page_of(made_up_case())
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_every_record_has_its_place_on_the_page_under_its_id() -> None:
    case = made_up_case()
    ids = set(page_of(case).ids)
    assert {row.id for row in case.reports} | {row.id for row in case.statements} <= ids
    assert {row.id for row in case.events} | {row.id for row in case.rejections} <= ids


def test_every_statement_shows_its_sentence() -> None:
    content = render_dossier(made_up_case()).decode("utf-8")
    page = Page(re.sub(r'<span class="meant">.*?</span>', "", content).encode("utf-8"))
    assert all(row.sentence in page.text for row in made.STATEMENTS)


def test_the_action_and_the_participants_are_marked_in_the_sentence() -> None:
    content = render_dossier(made_up_case()).decode("utf-8")
    assert (
        '<mark class="who">Turkey</mark> <mark class="act">delivered</mark> 20 drones to '
        '<mark class="who">Kazakhstan</mark>'
    ) in content


def test_an_event_shows_its_independent_origins_beside_its_reports() -> None:
    assert (
        "occurred · 4 March 2031 · 2 independent origins, 3 reports · corroborated"
        in page_of(made_up_case()).text
    )


def test_a_relayed_statement_names_the_one_who_said_it_first() -> None:
    assert "said by Harbour Courier; occurred" in page_of(made_up_case()).text


def test_the_first_page_tells_who_courts_whom_with_what_and_keeps_deeds_from_plans() -> None:
    index = build_index(made_up_case())
    rows = tally(index, lambda event: index.given.codebook.is_cooperative(event.event_type))
    item = pair_item(index, rows[0])
    assert plain(item.head) == "Turkey → Kazakhstan"
    assert plain(item.line) == (
        "3 deeds: 1 in matter (arms transfer) and 2 in words (agreement, visit); 1 plan (loan); "
        "1 possible act (basing)."
    )
    assert plain(item.note) == "1 of 5 corroborated, 1 disputed."


def test_the_first_page_leaves_acts_inside_one_state_to_the_list_of_events() -> None:
    case = made_up_case()
    title = build_index(case).headline(made.E_ARRESTS)
    assert title.startswith("Within India: ")
    assert title not in first_page_text(case)
    assert title in page_of(case).text


def test_the_first_page_names_both_sides_of_a_dispute() -> None:
    said = "“$300 million” (Harbour Courier) against “$250 million” (Plain Dealer of the North)"
    assert said in first_page_text(made_up_case())


def test_the_first_page_tells_which_reports_go_back_to_one_source() -> None:
    said = "“Delhi looks north” (Valley Post), source of 1 other report copied by “Delhi looks north”"
    assert said in first_page_text(made_up_case())


@pytest.mark.parametrize(
    "gap",
    [
        "3 of 6 reports state no date",
        "1 of 6 reports names no outlet",
        "8 of 12 events have no date",
        "5 of 5 ties have too few events for a measure",
        "Kenya is spoken of, but no act with another state was found.",
        "1 input could not be used (1 binary)",
        "1 is a translation (from German)",
        "No reports in the corpus on something does not mean that nothing happened.",
    ],
)
def test_the_first_page_says_what_the_corpus_does_not_cover(gap: str) -> None:
    assert gap in first_page_text(made_up_case())


def test_an_act_done_together_is_told_once_and_counted_for_both_directions() -> None:
    index = build_index(made_up_case(events=(made.E_EXERCISE,)))
    rows = tally(index, lambda event: event.event_type == made.E_EXERCISE.event_type)
    assert [(row.source.name, row.target.name) for row in rows] == [("India", "Nepal"), ("Nepal", "India")]
    assert [plain(pair_item(index, row).head) for row in folded(rows)] == ["India and Nepal (together)"]


def test_a_direction_with_acts_of_its_own_keeps_its_own_line() -> None:
    back = replace(
        made.E_AMBULANCES, id="eback", actors=(made.state("NPL"),), recipients=(made.state("IND"),)
    )
    index = build_index(made_up_case(events=(made.E_EXERCISE, made.E_AMBULANCES, back)))
    rows = folded(tally(index))
    assert [plain(pair_item(index, row).head) for row in rows] == ["India → Nepal", "Nepal → India"]


def test_a_retracted_event_is_listed_and_not_counted() -> None:
    case = made_up_case(events=(replace(made.E_DRONES, status="retracted"),), ties=())
    assert "No report here tells of one state courting another." in first_page_text(case)
    assert "· retracted ·" in page_of(case).text


def test_what_an_event_promises_follows_it_whatever_its_date() -> None:
    ids = page_of(made_up_case()).ids
    assert ids.index(made.E_LOAN.id) == ids.index(made.E_PROMISE.id) + 2 + len(made.E_PROMISE.statement_ids)


def test_a_content_that_names_a_statement_hangs_under_that_statement_s_event() -> None:
    loan = replace(made.E_LOAN, content_of=made.S_PROMISE.id)
    index = build_index(made_up_case(events=(made.E_PROMISE, loan)))
    assert index.parent(loan) == made.E_PROMISE


def test_events_that_contain_each_other_are_still_shown_once_each() -> None:
    events = (replace(made.E_PROMISE, content_of=made.E_LOAN.id), made.E_LOAN)
    ids = page_of(made_up_case(events=events, ties=())).ids
    assert [ids.count(event.id) for event in events] == [1, 1]


def test_ties_without_enough_events_say_so_once() -> None:
    page = page_of(made_up_case())
    assert "No tie has ten effective events, so no measure is given" in page.text
    assert "Measures" not in page.text


def test_a_measure_is_shown_with_its_unit_and_interval() -> None:
    ties = (
        made.tie("TUR", "KAZ", "all", made.E_DRONES, value=2.5),
        made.tie("IND", "NPL", "all", made.E_AMBULANCES),
    )
    text = page_of(made_up_case(ties=ties)).text
    assert "courtship rate: 2.5 (80 %: 2.5 to 2.5) (95 %: 2.5 to 2.5)" in text
    assert "Units. Courtship rate: events a year." in text
    assert "insufficient" in text


def test_a_case_without_anything_says_so_in_every_part() -> None:
    page = page_of(empty_case())
    for said in (
        "The reports tell of no act between two states.",
        "No report here tells of one state courting another.",
        "The reports tell of no act between two different sides.",
        "There are no events",
        "There are no reports in this case.",
        "Nothing was refused.",
    ):
        assert said in page.text
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


def test_what_outlets_write_cannot_become_markup_or_a_harmful_address() -> None:
    title = '<script>alert("x")</script>'
    report = replace(made.R1, title=title, outlet="<b>Loud</b>", url="javascript:alert(1)")
    content = render_dossier(
        made_up_case(reports=(report, *made_up_case().reports[1:]), title=title)
    ).decode()
    assert "<script>alert" not in content
    assert "<b>Loud" not in content
    assert 'href="javascript:' not in content


def test_the_page_quotes_sentences_and_holds_neither_full_texts_nor_folders() -> None:
    text = page_of(made_up_case()).text
    assert "Kenya is in the news for its weather" not in text
    assert "/home/somebody" not in text
    assert "noise.bin" in text


def test_headings_never_skip_a_level() -> None:
    levels = [int(tag[1]) for tag, _ in page_of(made_up_case()).tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_table_has_a_caption_and_scoped_headers() -> None:
    tags = page_of(made_up_case()).tags
    assert [t for t, _ in tags].count("table") == [t for t, _ in tags].count("caption") > 0
    assert all(attrs.get("scope") for tag, attrs in tags if tag == "th")


def test_five_hundred_events_stay_small_enough_to_mail() -> None:
    assert len(render_dossier(many_events(500))) < 2_500_000


def test_the_timeline_of_many_events_is_binned_and_says_so() -> None:
    case = many_events(MARKS + 1)
    drawn = timeline(build_index(case), case.events)
    assert drawn is not None
    assert drawn.binned
    assert len(drawn.marks) <= MARKS
    assert "a mark is a week of one lane" in page_of(case).text


def test_the_timeline_draws_each_dated_event_once_within_the_picture() -> None:
    case = made_up_case()
    drawn = timeline(build_index(case), case.events)
    assert drawn is not None
    dated = [event for event in case.events if event.when.start]
    assert sorted(mark.href for mark in drawn.marks) == sorted(f"#{event.id}" for event in dated)
    assert all(0 <= mark.x1 <= mark.x <= mark.x2 <= drawn.width for mark in drawn.marks)


def test_an_event_of_long_ago_stands_apart_at_the_left() -> None:
    old = replace(made.E_VISIT, when=made.days("1999-05-01"))
    drawn = timeline(build_index(made_up_case()), (made.E_DRONES, old))
    assert drawn is not None
    assert drawn.gutter == "before 2031"
    places = {mark.href: mark.x for mark in drawn.marks}
    assert places[f"#{old.id}"] < places[f"#{made.E_DRONES.id}"]


@given(st.lists(st.dates(), min_size=1, max_size=30))
def test_a_timeline_of_any_days_stays_within_its_picture(days: list[date]) -> None:
    events = [
        replace(made.E_VISIT, id=f"e{i}", when=Dated(start=day, end=day, precision="day", how="stated"))
        for i, day in enumerate(days)
    ]
    drawn = timeline(build_index(made_up_case()), events)
    assert drawn is not None
    assert len(drawn.marks) == len(events)
    assert all(0 <= mark.x <= drawn.width and 0 <= mark.y <= drawn.height for mark in drawn.marks)


@given(
    st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60))),
    st.tuples(st.integers(0, 30), st.integers(0, 30)),
)
def test_marking_never_changes_a_sentence(spans: list[tuple[int, int]], act: tuple[int, int]) -> None:
    sentence = made.S_VISIT.sentence
    found = [
        Participant(
            text=sentence[a:b] if 0 <= a <= b else "?",
            start=a,
            end=b,
            id="",
            name="",
            country=None,
            code=None,
            sector=None,
        )
        for a, b in spans
    ]
    a, b = min(act), max(act)
    runs, _ = marked(
        replace(
            made.S_VISIT,
            start=0,
            end=len(sentence),
            actors=tuple(found),
            recipients=(),
            action=Span(text=sentence[a:b], start=a, end=b),
        )
    )
    assert "".join(run.text for run in runs) == sentence


def test_a_span_that_does_not_hold_its_words_is_not_marked_and_the_page_says_so() -> None:
    wrong = replace(made.S_VISIT, action=replace(made.S_VISIT.action, text="sailed"))
    runs, exact = marked(wrong)
    assert not exact
    assert all(run.mark != "act" for run in runs)
    case = made_up_case(statements=(wrong,), events=(made.E_VISIT,), ties=())
    assert "a marked span does not match its text and is not shown" in page_of(case).text


@given(st.text(), st.text())
def test_different_keys_never_share_an_anchor(one: str, other: str) -> None:
    assert (anchor("p", one) == anchor("p", other)) == (one == other)


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (made.E_DRONES, "Turkey gave aid to Kazakhstan: arms transfer"),
        (made.E_EXERCISE, "India and Nepal cooperated with one another: exercise"),
        (made.E_LOAN, "Turkey is to give aid to Kazakhstan: loan"),
        (made.E_BASE, "Turkey may cooperate with Kazakhstan: basing"),
        (made.E_NO_BASE, "It is denied that India cooperated or would cooperate with Nepal: basing"),
        (made.E_THREAT, "The Netherlands threatened Turkey"),
        (made.E_PRAISE, "The Ring Council backed India"),
        (replace(made.E_PRAISE, actors=()), "Somebody backed India"),
        (replace(made.E_THREAT, recipients=()), "The Netherlands threatened a side not named"),
    ],
)
def test_a_headline_reads_as_a_sentence(event: Event, said: str) -> None:
    assert build_index(made_up_case()).headline(event) == said


def test_the_lead_names_the_state_with_most_deeds_first() -> None:
    lead = [plain(line) for line in first_page(build_index(made_up_case())).lead]
    assert lead[0] == (
        "Turkey courts most: 3 deeds (agreement, arms transfer, visit) and 2 acts not known to have "
        "happened, towards Kazakhstan."
    )
    assert lead[1].startswith("The Netherlands presses most: 1 deed (threat)")
    assert lead[2] == (
        "How sure: 11 events between different sides. 1 of them is corroborated, that is, asserted by two "
        "or more independent origins; each of the others rests on one. 1 is disputed. "
        "4 events are not known to have happened: 1 planned, 1 conditional, 1 possible and 1 denied."
    )
