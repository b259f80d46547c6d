"""Where reports state their outlet, day, author and origin in the lines around them, and where they do not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest_helpers import outcomes, passages, report_of
from suasion.records import Report

TITLE = "Coast guards of two states to train together"
BODY = "Vietnam and the Philippines agreed on Monday to hold a first exercise of coast guards in August."
MORE = "China objected to the plan, and officials in both capitals said that it would go ahead all the same."
PROSE = f"{BODY}\n\n{MORE}"


def under(head: str) -> Report:
    return report_of(f"{TITLE}\n{head}\n\n{PROSE}")


def ended(foot: str) -> Report:
    return report_of(f"{TITLE}\n\n{PROSE}\n\n{foot}")


# --------------------------------------------------------------------------- an outlet is stated


@pytest.mark.parametrize(
    ("head", "outlet", "slot"),
    [
        ("Tamar Valley Gazette", "Tamar Valley Gazette", "line under the title"),
        ("The Orkney Courier", "The Orkney Courier", "line under the title"),
        ("Kestrel News Agency | 4 May 2023", "Kestrel News Agency", "date line"),
        ("Bosphorus Herald, 4 May 2023", "Bosphorus Herald", "date line"),
        ("Thursday, May 4, 2023 - Bosphorus Herald", "Bosphorus Herald", "date line"),
        ("4 May 2023 • Radio Nordlys • Foreign", "Radio Nordlys", "date line"),
        ("Foreign Desk / The Saimaa Tribune / 4 May 2023", "The Saimaa Tribune", "date line"),
        ("By Ana Lima, Le Phare", "Le Phare", "byline"),
        ("By Ana Lima | Karoo Chronicle", "Karoo Chronicle", "byline"),
        ("By Ana Lima and Juan Rojas, Karoo Chronicle", "Karoo Chronicle", "byline"),
        ("By Ana Lima for Kestrel", "Kestrel", "byline"),
        ("By Ana Lima for the Karoo Chronicle", "Karoo Chronicle", "byline"),
        ("By Ana Lima, Karoo Chronicle correspondent", "Karoo Chronicle", "byline"),
        ("By Ana Lima in Nairobi for the Karoo Chronicle", "Karoo Chronicle", "byline"),
        ("By Ana Lima (Karoo Chronicle)", "Karoo Chronicle", "byline"),
        ("By Ana Lima, El Candil, 4 May 2023", "El Candil", "date line"),
        ("Published by Karoo Chronicle on 4 May 2023", "Karoo Chronicle", "date line"),
        ("Jakarta Lantern · 4 May 2023 · 4 min read", "Jakarta Lantern", "date line"),
        ("Karoo Chronicle with agencies", "Karoo Chronicle", "line under the title"),
        ("TV Meridiano, 4 May 2023, 18:30", "TV Meridiano", "date line"),
        ("saimaatribune.com | 4 May 2023", "saimaatribune.com", "date line"),
    ],
)
def test_an_unknown_outlet_is_read_from_a_line_under_the_title(head: str, outlet: str, slot: str) -> None:
    report = under(head)

    assert (report.outlet, report.outlet_how, report.title) == (outlet, f"stated: {slot}", TITLE)
    assert head not in passages(report, "body")


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ("Tamar Valley Gazette\n", "Tamar Valley Gazette"),
        ("THE BALTIC COURIER\n\n", "THE BALTIC COURIER"),
        ("Tamar Valley Gazette - World\n\n", "Tamar Valley Gazette"),
        ("Tamar Valley Gazette | Business | Opinion\n", "Tamar Valley Gazette"),
        ("Tamar Valley Gazette\n4 May 2023\n\n", "Tamar Valley Gazette"),
        ("WORLD NEWS\nTamar Valley Gazette\nMay 4, 2023\n\n", "Tamar Valley Gazette"),
    ],
)
def test_a_masthead_above_the_title_is_the_outlet_and_not_the_title(head: str, outlet: str) -> None:
    report = report_of(f"{head}{TITLE}\n\n{PROSE}")

    assert (report.title, report.outlet, report.outlet_how) == (TITLE, outlet, "stated: masthead")


@pytest.mark.parametrize(
    ("foot", "outlet", "slot"),
    [
        ("© 2023 Karoo Chronicle. All rights reserved.", "Karoo Chronicle", "copyright line"),
        ("(c) Karoo Chronicle 2023", "Karoo Chronicle", "copyright line"),
        ("Copyright © Karoo Chronicle Ltd, 2023", "Karoo Chronicle", "copyright line"),
        ("Karoo Chronicle 2023. All rights reserved.", "Karoo Chronicle", "copyright line"),
        ("Karoo Chronicle © 2019-2023", "Karoo Chronicle", "copyright line"),
        (f"The post {TITLE} appeared first on Kestrel.", "Kestrel", "feed note"),
        ("Correspondent: Ana Lima, for Radio Nordlys", "Radio Nordlys", "byline"),
        ("Karoo Chronicle, 4 May 2023", "Karoo Chronicle", "date line"),
    ],
)
def test_an_unknown_outlet_is_read_from_a_footer(foot: str, outlet: str, slot: str) -> None:
    report = ended(foot)

    assert (report.outlet, report.outlet_how) == (outlet, f"stated: {slot}")


@pytest.mark.parametrize(
    "foot",
    [
        "Source: Karoo Chronicle",
        "This article was originally published by Karoo Chronicle.",
        "Republished with permission from Karoo Chronicle",
    ],
)
def test_a_source_line_alone_gives_the_outlet_and_says_that_it_is_the_origin(foot: str) -> None:
    report = ended(foot)

    assert report.outlet == "Karoo Chronicle"
    assert "origin" in report.outlet_how


def test_a_source_line_yields_to_the_outlet_that_printed_the_text() -> None:
    report = report_of(f"{TITLE}\nTamar Valley Gazette\n\n{PROSE}\n\nSource: Karoo Chronicle")

    assert report.outlet == "Tamar Valley Gazette"


def test_an_agency_in_the_dateline_yields_to_the_outlet_that_printed_it() -> None:
    report = report_of(f"{TITLE}\nTamar Valley Gazette | May 3, 2021\n\nHANOI (Reuters) - {PROSE}")

    assert (report.outlet, report.outlet_how) == ("Tamar Valley Gazette", "stated: date line")


@pytest.mark.parametrize(
    ("dateline", "outlet", "day"),
    [
        ("HANOI (Kestrel News), 4 May 2023. ", "Kestrel News", date(2023, 5, 4)),
        ("HANOI (KNA), May 4, 2023 - ", "KNA", date(2023, 5, 4)),
        ("HANOI, 4 May 2023 (Kestrel) -- ", "Kestrel", date(2023, 5, 4)),
        ("HANOI (Illinois) - ", None, None),
        ("HANOI (Update) - ", None, None),
        ("HANOI (Ana Lima) - ", None, None),
    ],
)
def test_a_dateline_names_an_agency_and_never_a_place_or_a_reporter(
    dateline: str, outlet: str | None, day: date | None
) -> None:
    report = report_of(f"{TITLE}\n\n{dateline}{PROSE}")

    assert (report.outlet, report.published.start) == (outlet, day)
    assert dateline.strip() not in passages(report, "body")


def test_an_outlet_behind_the_title_is_read_and_cut_off() -> None:
    report = report_of(f"{TITLE} - Tamar Valley Gazette\n\n{PROSE}")

    assert (report.title, report.outlet) == (TITLE, "Tamar Valley Gazette")
    assert report.outlet_how == "stated: behind the title"


# --------------------------------------------------------------------------- no outlet is stated


@pytest.mark.parametrize(
    "head",
    [
        "Envoy Leaves Border Post",
        "Rebels Man Guard Post",
        "Guards Attacked Hill Observer",
        "A Sign of the Times",
        "Hard Times in the Delta",
        "UN Military Observer",
        "Latest News",
        "World News",
        "Daily Press Digest",
        "State TV",
        "Hanoi, 4 May 2023",
        "La Paz, 4 May 2023",
        "El Salvador",
        "Le Havre | 4 May 2023",
        "Ana Lima | 4 May 2023",
        "By Ana Lima, Hanoi",
        "By Ana Lima and Juan Rojas",
        "By Ana Lima, Foreign Editor",
        "By Ana Lima, Le Havre",
        "By Ana Lima, University of the Coast",
        "By Staff Writer",
        "By Tom Post",
        "By Tom Herald, 4 May 2023",
        "White House Press",
        "Kremlin Press Service, 4 May 2023",
        "Opinion | 4 May 2023",
        "Kestrel, 4 May 2023",
        "Barbed Wire",
    ],
)
def test_what_only_stands_where_an_outlet_could_is_no_outlet(head: str) -> None:
    report = under(head)

    assert report.outlet is None
    assert report.title == TITLE
    assert report.outlet_how.startswith("not stated")


@pytest.mark.parametrize(
    "title",
    [
        "Envoy Leaves Border Post",
        "Hard Times",
        "Minister Meets Foreign Press",
        "Observer mission ends in the Delta",
        "End of the Gulf Times",
        "Desert Courier",
    ],
)
def test_a_headline_never_becomes_an_outlet(title: str) -> None:
    report = report_of(f"{title}\n4 May 2023\n\n{PROSE}")

    assert (report.title, report.outlet) == (title, None)


@pytest.mark.parametrize(
    "foot",
    [
        "Source: Ministry of Defence",
        "Source: World Bank",
        "© 2023 Ana Lima",
        "All rights reserved.",
        "Follow us on Facebook",
        "Envoy Leaves Border Post",
        "Read more at the border",
        "Photo: Karoo Chronicle",
        "The minister spoke to the Karoo Chronicle on 4 May 2023.",
    ],
)
def test_a_footer_that_names_no_medium_gives_none(foot: str) -> None:
    report = ended(foot)

    assert report.outlet is None
    assert report.published.start is None


# --------------------------------------------------------------------------- days and authors


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Posted by Ana Lima on May 4, 2023", date(2023, 5, 4)),
        ("Posted on 4 May 2023 by Ana Lima", date(2023, 5, 4)),
        ("By Ana Lima, 4 May 2023", date(2023, 5, 4)),
        ("By Ana Lima - Updated 4 May 2023, 10:15", date(2023, 5, 4)),
        ("By Ana Lima | Published 4 May 2023 | Updated 6 May 2023", date(2023, 5, 4)),
        ("By Ana Lima, 04.05.2023", None),
        ("Updated two hours ago", None),
        ("Posted by Ana Lima on May 4", None),
        ("Posted yesterday by Ana Lima", None),
    ],
)
def test_a_posted_line_gives_day_and_author_and_only_a_full_date(head: str, day: date | None) -> None:
    report = under(head)

    assert report.published.start == day
    assert report.published.how
    assert report.outlet is None
    if day:
        assert report.byline == "Ana Lima"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        (f"4 May 2023{TITLE}", date(2023, 5, 4)),
        (f"May 4, 2023{TITLE}", date(2023, 5, 4)),
        (f"2023-05-04 {TITLE}", date(2023, 5, 4)),
        (f"{TITLE}4 May 2023", date(2023, 5, 4)),
        (f"{TITLE} | 4 May 2023", date(2023, 5, 4)),
        (f"{TITLE} | Tamar Valley Gazette | May 4, 2023", date(2023, 5, 4)),
    ],
)
def test_a_day_glued_to_the_title_is_a_day_and_not_the_title(line: str, day: date) -> None:
    report = report_of(f"{line}\n\n{PROSE}")

    assert (report.title, report.published.start) == (TITLE, day)


def test_a_year_in_a_title_is_not_a_day() -> None:
    report = report_of(f"What was agreed on 4 May 2023\n\n{PROSE}")

    assert report.title == "What was agreed on 4 May 2023"
    assert report.published.start is None


def test_the_author_is_kept_apart_from_the_outlet() -> None:
    assert under("By Ana Lima, Karoo Chronicle").byline == "Ana Lima"
    assert under("By Ana Lima for the Karoo Chronicle").byline == "Ana Lima"


def test_a_headline_that_ends_with_an_abbreviation_is_a_title() -> None:
    for title in ("Ships arrive in spite of threat of EE.UU.", "Ships of Iran defy the U.S."):
        assert report_of(f"{title}\n\n{PROSE}").title == title


# --------------------------------------------------------------------------- translation


@pytest.mark.parametrize(
    ("note", "source"),
    [
        ("Translated automatically from the Spanish (The Diary of the Hills).", "es"),
        ("Translation: Ana Lima", "und"),
        ("(Translated from the Turkish by Ana Lima)", "tr"),
        ("Traducción: Ana Lima", "und"),
        ("Traducido del ruso por Ana Lima", "ru"),
        ("Originally published in French", "fr"),
        ("Originally published in French by Le Phare.", "fr"),
        ("Original language: Portuguese", "pt"),
        ("Read the original article in Arabic", "ar"),
        ("Originally published in Lima.", None),
        ("This article was translated into Spanish by Ana Lima.", None),
        ("The original treaty was signed in Paris.", None),
    ],
)
def test_a_note_at_the_end_says_what_the_text_was_translated_from(note: str, source: str | None) -> None:
    report = ended(note)

    assert report.translated_from == source
    assert report.translated_from_how


# --------------------------------------------------------------------------- pages


def page(folder: Path, head: str, body: str) -> Report:
    path = folder / "page.html"
    path.write_text(f"<html><head>{head}</head><body>{body}</body></html>", encoding="utf-8")
    (outcome,) = outcomes([str(path)])
    return outcome.outputs[0]


def paragraphs() -> str:
    return f"<article><p>{BODY}</p><p>{MORE}</p><p>{BODY} It is the first.</p></article>"


@pytest.mark.parametrize(
    ("window", "outlet"),
    [
        (f"{TITLE} - Tamar Valley Gazette", "Tamar Valley Gazette"),
        (f"{TITLE} | World | Tamar Valley Gazette", "Tamar Valley Gazette"),
        (f"Tamar Valley Gazette: {TITLE}", "Tamar Valley Gazette"),
        (f"{TITLE} | World", None),
        (f"{TITLE} - Ukraine", None),
        (TITLE, None),
        ("Home - Tamar Valley Gazette", None),
    ],
)
def test_a_pages_window_title_names_the_outlet_behind_the_heading(
    tmp_path: Path, window: str, outlet: str | None
) -> None:
    report = page(tmp_path, f"<title>{window}</title>", f"<h1>{TITLE}</h1>{paragraphs()}")

    assert (report.outlet, report.title) == (outlet, TITLE)


def test_a_pages_byline_and_footer_are_read_and_its_teasers_are_not(tmp_path: Path) -> None:
    teasers = "<div class='teaser'><h2>Other</h2><span class='date'>1 January 2020</span></div>"
    report = page(
        tmp_path,
        "",
        f"<h1>{TITLE}</h1><div class='byline'>Posted by Ana Lima on May 4, 2023</div>{paragraphs()}{teasers}"
        "<footer>About us <p>© 2023 Karoo Chronicle Ltd. All rights reserved.</p></footer>",
    )

    assert (report.byline, report.published.start) == ("Ana Lima", date(2023, 5, 4))
    assert (report.outlet, report.outlet_how) == ("Karoo Chronicle", "stated: copyright line")


def test_a_page_with_teasers_alone_has_no_day(tmp_path: Path) -> None:
    teasers = "<div class='teaser'><h2>Other</h2><span class='date'>1 January 2020</span></div>"

    assert page(tmp_path, "", f"<h1>{TITLE}</h1>{paragraphs()}{teasers}").published.start is None
