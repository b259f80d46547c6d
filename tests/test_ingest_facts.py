from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from ingest_helpers import from_stdin, outcomes, passages, reasons, report_of
from suasion.ingest.dates import parse_date, parse_metadata
from suasion.ingest.outlet import canonical_url, domain_of
from suasion.records import Report

BODY = "Vietnam and the Philippines agreed on Monday to hold a first exercise of coast guards in August."
MORE = "China objected to the plan. The New York Times reported that Japan had lent two ships for it."


def report_from(**fields: object) -> Report:
    (outcome,) = from_stdin(json.dumps({"text": f"{BODY}\n{MORE}", **fields}).encode())
    return outcome.outputs[0]


@pytest.mark.parametrize(
    ("words", "start", "end", "precision"),
    [
        ("2024-03-01", "2024-03-01", "2024-03-01", "day"),
        ("2024-03-01T23:30:00-05:00", "2024-03-01", "2024-03-01", "day"),
        ("March 1, 2024", "2024-03-01", "2024-03-01", "day"),
        ("Fri, 01 Mar 2024 08:00:00 GMT", "2024-03-01", "2024-03-01", "day"),
        ("1st of March 2024", "2024-03-01", "2024-03-01", "day"),
        ("Sept. 9, 2023 10:15 a.m.", "2023-09-09", "2023-09-09", "day"),
        ("23/02/2024", "2024-02-23", "2024-02-23", "day"),
        ("02/23/2024", "2024-02-23", "2024-02-23", "day"),
        ("20240301", "2024-03-01", "2024-03-01", "day"),
        ("1709251200", "2024-03-01", "2024-03-01", "day"),
        ("1709251200000", "2024-03-01", "2024-03-01", "day"),
        ("February 2024", "2024-02-01", "2024-02-29", "month"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2024", "2024-01-01", "2024-12-31", "year"),
    ],
)
def test_a_stated_date_is_read_with_its_precision(words: str, start: str, end: str, precision: str) -> None:
    dated = parse_metadata(words, "the JSON line")

    assert (dated.start, dated.end) == (date.fromisoformat(start), date.fromisoformat(end))
    assert dated.precision == precision
    assert dated.text == words


@pytest.mark.parametrize(
    "words", ["yesterday", "2024-02-30", "03/02/2024", "March 1", "0000-01-01", "soon", "99999999999"]
)
def test_what_is_no_certain_day_stays_null_with_its_words_and_the_reason(words: str) -> None:
    dated = parse_metadata(words, "the JSON line")

    assert dated.start is None
    assert dated.text == words
    assert dated.how


def test_prose_is_no_date() -> None:
    assert parse_date("March 1, 2024 was a cold day", "stated") is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Published: 3 May 2021, 10:15 GMT", "2021-05-03"),
        ("May 3, 2021", "2021-05-03"),
        ("Hanoi | Monday, 3 May 2021 | 10:15", "2021-05-03"),
        ("Posted: 2 May 2021 - 9:00 AM | Last update: 3 May 2021", "2021-05-02"),
        ("Updated on 4 May 2021", "2021-05-04"),
    ],
)
def test_a_date_line_under_the_title_is_the_date_of_publication(line: str, expected: str) -> None:
    report = report_of(f"Coast guards to train together\n{line}\n\n{BODY}\n{MORE}")

    assert report.published.start == date.fromisoformat(expected)
    assert report.published.how.startswith("stated")
    assert passages(report, "date") == [line]


def test_a_date_in_a_caption_or_in_prose_is_not_the_date_of_publication() -> None:
    caption = "A ship of the Vietnamese coast guard off Da Nang on October 4, 2017. (HOANG DINH NAM/AFP)"
    report = report_of(f"{BODY}\n{caption}\nOn January 5, 2020 China had sent ships.\n{MORE}")

    assert report.published.start is None
    assert report.published.how.startswith("not stated")


def test_a_dateline_without_a_year_leaves_the_date_null_and_keeps_its_words() -> None:
    report = report_of(f"HANOI, May 3 (Reuters) - {BODY}\n{MORE}")

    assert report.published.start is None
    assert report.published.text == "May 3"
    assert "year" in report.published.how


def test_a_dateline_with_a_year_dates_the_report() -> None:
    report = report_of(f"Hanoi, 3 May 2021 (VNA) – {BODY}\n{MORE}")

    assert report.published.start == date(2021, 5, 3)
    assert report.outlet == "VNA"


@pytest.mark.parametrize(
    ("head", "outlet", "how"),
    [
        ("HANOI, May 3 (Reuters) - ", "Reuters", "stated: dateline"),
        ("HANOI, May 3. /TASS/. ", "TASS", "stated: dateline"),
        ("MANILA, Philippines (AP) — ", "Associated Press", "stated: dateline"),
        ("(Reuters) - ", "Reuters", "stated: dateline"),
        ("By Linh Tran, AP\n\n", "Associated Press", "stated: byline"),
        ("Hanoi – Al-Watan Today – 3/13/2021\n", "Al-Watan Today", "stated: date line"),
    ],
)
def test_the_outlet_is_read_from_dateline_byline_or_credit_line(head: str, outlet: str, how: str) -> None:
    report = report_of(f"{head}{BODY}\n{MORE}")

    assert (report.outlet, report.outlet_how) == (outlet, how)


def test_an_outlet_that_the_body_mentions_or_a_photo_credits_is_not_the_reports_own() -> None:
    report = report_of(f"{BODY}\nShips off Da Nang. Photo: Reuters\n{MORE}")

    assert report.outlet is None
    assert report.outlet_how.startswith("not stated")


def test_the_outlet_is_known_by_its_address() -> None:
    assert report_from(url="https://www.reuters.com/a").outlet == "Reuters"
    assert report_from(url="https://m.coastpost.example/a").outlet == "coastpost.example"
    assert report_from(url="https://www.reuters.com/a", outlet="Coast Post").outlet == "Coast Post"


@pytest.mark.parametrize(
    "url", ["http://[broken", "not an address", "http://a:99999/", "//", "mailto:x@y.example"]
)
def test_a_broken_address_is_kept_and_raises_nothing(url: str) -> None:
    assert canonical_url(url)
    assert domain_of(url) is None or "." in str(domain_of(url))
    assert report_from(url=url).url


def test_header_lines_and_front_matter_are_metadata(tmp_path: Path) -> None:
    plain = report_of(
        f"Title: Coast guards to train\nOutlet: Coast Post\nPublished: 2021-05-03\nURL: https://c.example/x\n\n{BODY}"
    )
    note = tmp_path / "a.md"
    note.write_text(
        f"---\ntitle: 'Coast guards to train'\noutlet: Coast Post\ndate: 2021-05-03\n---\n{BODY}\n"
    )
    marked = outcomes([str(note)])[0].outputs[0]

    for report in (plain, marked):
        assert (report.title, report.outlet) == ("Coast guards to train", "Coast Post")
        assert report.published.start == date(2021, 5, 3)
        assert report.text == f"Coast guards to train\n\n{BODY}"
    assert plain.url == "https://c.example/x"


def test_a_first_line_with_a_colon_is_not_lost_as_a_header() -> None:
    report = report_of(f"Date: the day that Vietnam chose\n{BODY}\n{MORE}")

    assert report.text.startswith("Date: the day that Vietnam chose")


def test_markdown_is_unmarked_and_no_word_is_lost(tmp_path: Path) -> None:
    note = tmp_path / "a.md"
    link = "**Vietnam** [agreed](http://x.example/a_b_c) with *Manila*."
    source = f"# Coast guards to train\n\n{link}\n\n- {BODY}\n\n> {MORE}\n"
    note.write_text(source)

    report = outcomes([str(note)])[0].outputs[0]

    assert report.text == f"Coast guards to train\n\nVietnam agreed with Manila.\n\n{BODY}\n\n{MORE}"
    assert report.original_text == source
    assert report.title == "Coast guards to train"


def test_a_page_gives_its_text_and_what_its_metadata_states(tmp_path: Path) -> None:
    data = {
        "@graph": [
            {
                "@type": "NewsArticle",
                "datePublished": "2021-05-03T08:00:00+07:00",
                "author": {"name": "Linh Tran"},
            }
        ]
    }
    page = tmp_path / "a.html"
    page.write_text(
        "<html lang='en'><head><title>x</title><meta property='og:title' content='Coast guards to train'>"
        "<meta property='og:site_name' content='Coast Post'>"
        "<link rel='canonical' href='https://coastpost.example/a/'>"
        f"<script type='application/ld+json'>{json.dumps(data)}</script></head>"
        "<body><nav>Home World</nav><article>"
        f"<h1>Coast guards to train</h1><p>{BODY}</p><p>{MORE}</p></article>"
        "<footer>All rights reserved</footer></body></html>"
    )

    report = outcomes([str(page)])[0].outputs[0]

    assert (report.title, report.outlet, report.byline) == (
        "Coast guards to train",
        "Coast Post",
        "Linh Tran",
    )
    assert report.published.start == date(2021, 5, 3)
    assert report.url == "https://coastpost.example/a"
    assert report.text.split() == f"Coast guards to train {BODY} {MORE}".split()


def test_a_date_that_only_stands_in_a_pages_prose_is_not_its_date(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    prose = f"<p>{BODY} It began on 5 June 2019.</p><p>{MORE}</p>"
    page.write_text(f"<html><body><article><h1>Coast guards to train</h1>{prose}</article></body>")

    assert outcomes([str(page)])[0].outputs[0].published.start is None


def test_a_stated_title_is_put_in_front_once() -> None:
    assert report_from(title="Coast guards to train").text == f"Coast guards to train\n\n{BODY}\n{MORE}"
    doubled = report_from(title="Coast guards to train", text=f"Coast guards to train\n\n{BODY}")
    assert doubled.text == f"Coast guards to train\n\n{BODY}"
    named = report_from(title="Coast guards to train - Reuters", text=f"Coast guards to train\n\n{BODY}")
    assert named.title == "Coast guards to train"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "El presidente de Colombia viajó ayer a Quito para firmar con su homólogo un acuerdo.",
            "es",
        ),
        (
            "Президент Казахстана встретился в Астане с послом Китая и обсудил поставки газа на будущий год.",
            "ru",
        ),
        ("وقعت حكومتا البلدين أمس اتفاقا جديدا حول الحدود المشتركة بعد مفاوضات طويلة في العاصمة", "ar"),
    ],
)
def test_a_text_that_is_not_english_waits_for_translation(text: str, language: str) -> None:
    (outcome,) = from_stdin(text.encode())

    assert reasons([outcome]) == ["untranslated"]
    assert f"'{language}'" in outcome.rejections[0].detail


@pytest.mark.parametrize(
    "text",
    [
        "Mali army receive helicopter Russia. Minister thank Moscow. France not happy about this thing.",
        "Nkurunziza Ndayishimiye Bujumbura Gitega Kigali: Burundi, Rwanda reopen border, say ministers",
        "Bolsonaro visita Moscou: Brazil president goes to Russia, says he wants fertilizer and peace",
    ],
)
def test_short_or_broken_english_passes(text: str) -> None:
    assert report_of(text).language == "en"


@pytest.mark.parametrize(
    ("note", "source"),
    [
        ("This article was translated automatically from Arabic.", "ar"),
        ("Translated from the Portuguese by Ana Lima.", "pt"),
        ("Machine translation. The site accepts no liability.", "und"),
        ("This story was originally published in Spanish.", "es"),
    ],
)
def test_a_note_says_what_the_text_was_translated_from(note: str, source: str) -> None:
    assert report_of(f"{BODY}\n{MORE}\n{note}").translated_from == source


def test_no_translation_is_claimed_where_none_is_stated() -> None:
    report = report_of(
        f"{BODY}\nA letter, translated from Spanish, was read out to the crews.\n{MORE}\n{MORE} Still."
    )

    assert report.translated_from is None
    assert report.translated_from_how == "not stated"


@pytest.mark.parametrize(
    ("words", "kind", "surface", "meant"),
    [
        ("It cost ৫৭ 7 million dollars.", "mixed-digits", "৫৭ 7", "57"),
        ("It cost ٣٠ million dollars.", "mixed-digits", "٣٠", "30"),
        (
            "They left the harbour.Vietnam sent two ships.",
            "lost-space",
            "harbour.Vietnam",
            "harbour. Vietnam",
        ),
        ("The minister said. said that it was so.", "doubled-word", "said. said", "said"),
        ("They sailed with the the fleet.", "doubled-word", "the the", "the"),
    ],
)
def test_visible_damage_is_marked_and_the_text_left_alone(
    words: str, kind: str, surface: str, meant: str
) -> None:
    report = report_of(f"{BODY} {words}")

    (damage,) = report.damage
    assert (damage.kind, damage.surface, damage.meant) == (kind, surface, meant)
    assert report.text[damage.start : damage.end] == surface
    assert words in report.text


def test_sound_text_has_no_damage() -> None:
    text = (
        "The U.S. said that that had had no effect; see example.com. He said [sic] Booking.com left: 3.5 %."
    )

    assert report_of(f"{BODY} {text}").damage == ()
