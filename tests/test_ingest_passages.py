from __future__ import annotations

import pytest

from ingest_helpers import passages, report_of

BODY = (
    "Ethiopia and Sudan agreed on Sunday to reopen the crossing at Gallabat, officials of both states said."
)
MORE = (
    "The crossing had been closed since January. Khartoum had accused Addis Ababa of backing an armed group."
)


def test_a_title_on_the_first_line_is_told_from_the_body() -> None:
    report = report_of(f"Sudan and Ethiopia reopen border crossing\n\n{BODY}\n{MORE}")

    assert report.title == "Sudan and Ethiopia reopen border crossing"
    assert passages(report, "title") == [report.title]
    assert passages(report, "body") == [BODY, MORE]


@pytest.mark.parametrize("between", ["\n", "\n\n", " "])
def test_a_doubled_title_is_coded_once(between: str) -> None:
    title = "Sudan and Ethiopia reopen border crossing"
    report = report_of(f"{title}{between}{title}\n\n{BODY}\n{MORE}")

    assert passages(report, "title") == [title]
    assert passages(report, "boilerplate") == [title]
    assert passages(report, "body") == [BODY, MORE]


def test_a_report_that_begins_with_its_first_paragraph_has_no_title() -> None:
    report = report_of(f"{BODY}\n\n{MORE}")

    assert report.title is None
    assert passages(report, "body") == [BODY, MORE]


@pytest.mark.parametrize(
    "glued", ["date 2021-06-07 ", "2021-06-07 ", "June 7, 2021 | ", "Published: 7 June 2021 - "]
)
def test_a_date_glued_before_the_title_is_a_date(glued: str) -> None:
    report = report_of(f" {glued}Sudan and Ethiopia reopen border crossing\n\n{BODY}\n{MORE}")

    assert report.title == "Sudan and Ethiopia reopen border crossing"
    assert report.published.start is not None
    assert report.published.start.isoformat() == "2021-06-07"


def test_what_stands_above_the_title_is_not_the_title() -> None:
    head = (
        "WORLD NEWS\nJUNE 7, 2021 / 9:12 AM / UPDATED 2 YEARS AGO\nSudan and Ethiopia reopen border crossing"
    )
    report = report_of(f"{head}\nBy Selam Bekele and John Deng\n2 Min Read\n\n{BODY}\n{MORE}")

    assert report.title == "Sudan and Ethiopia reopen border crossing"
    assert report.byline == "Selam Bekele and John Deng"
    assert passages(report, "body") == [BODY, MORE]


def test_an_outlets_name_behind_the_title_is_not_part_of_it() -> None:
    report = report_of(f"Sudan and Ethiopia reopen border crossing - Reuters\n\n{BODY}\n{MORE}")

    assert report.title == "Sudan and Ethiopia reopen border crossing"
    assert passages(report, "body") == [BODY, MORE]


@pytest.mark.parametrize(
    "credit",
    [
        "File photo: EFE",
        "Photo: AFP",
        " (ASHRAF SHAZLY/AFP via Getty Images)",
        " [File: Ashraf Idris/AP Photo]",
        "© AFP",
    ],
)
def test_a_credit_makes_its_line_a_caption(credit: str) -> None:
    caption = f"Lorries wait at the border near Gallabat{credit}"
    report = report_of(f"{BODY}\n\n{caption}\n{MORE}")

    assert passages(report, "caption") == [caption]
    assert passages(report, "body") == [BODY, MORE]


def test_a_caption_that_is_said_twice_is_coded_once() -> None:
    said = "Lorries wait at the border near Gallabat"
    report = report_of(f"{BODY}\n\n{said}\n{said}Photo: AFP\n{MORE}")

    assert passages(report, "caption") == [said]
    assert passages(report, "boilerplate") == [f"{said}Photo: AFP"]


def test_a_caption_glued_to_a_paragraph_is_split_from_it() -> None:
    report = report_of(
        f"{BODY} {MORE}Lorries wait at the border near GallabatFile photo: EFE\n\n{MORE} It was cold."
    )

    assert passages(report, "caption") == ["Lorries wait at the border near GallabatFile photo: EFE"]
    assert passages(report, "body")[0] == f"{BODY} {MORE}"


def test_an_initial_does_not_end_a_caption() -> None:
    caption = "U.S. President Joe Biden greets Gen. A. Burhan in Jeddah (Photo: Saudi Press Agency)"
    report = report_of(f"{BODY}\n{caption}\n{MORE}")

    assert passages(report, "caption") == [caption]


def test_a_photo_that_the_text_speaks_of_is_no_caption() -> None:
    sentence = (
        "A photo by the ministry showed lorries near Gallabat, and images from the town were shared widely."
    )
    report = report_of(f"{BODY}\n{sentence}\n{MORE}")

    assert passages(report, "body") == [BODY, sentence, MORE]


def test_a_list_of_other_reports_is_not_body() -> None:
    related = [
        "Why the Nile divides three states",
        "Will Egypt accept the dam?",
        "Will Egypt accept the dam?",
    ]
    report = report_of("\n".join([BODY, "Read more", *related, MORE]))

    assert passages(report, "related") == ["Read more", *related]
    assert passages(report, "body") == [BODY, MORE]


@pytest.mark.parametrize(
    "line",
    ["READ MORE: Egypt rejects new dam", "Also Read | Egypt rejects new dam", "Related: Egypt rejects dam"],
)
def test_a_link_to_another_report_is_not_body(line: str) -> None:
    assert passages(report_of(f"{BODY}\n\n{line}\n\n{MORE}"), "related") == [line]


@pytest.mark.parametrize(
    "sentence",
    [
        "Top-level officials of both countries met in Juba on Friday to settle what was left.",
        "More soldiers were sent to the border by Khartoum on Saturday, a spokesman said.",
        "Copyright law was the subject of the talks between the two ministers in Asmara.",
        "The report was published on Friday by a panel of experts of the United Nations.",
        "The remarks do not reflect the position of the government, the ministry said.",
        "They are found on both sides of the border, which neither army controls.",
        "Note that Egypt has sold weapons to the government in Khartoum for years.",
        "By using the port as a base, Russia would gain a foothold on the Red Sea.",
    ],
)
def test_a_sentence_of_the_body_is_not_taken_for_what_pages_put_around_it(sentence: str) -> None:
    report = report_of(
        "\n".join([BODY, MORE, sentence, BODY + " Again.", MORE + " Again.", *["Filler goes on here."] * 8])
    )

    assert sentence in passages(report, "body")


@pytest.mark.parametrize(
    "line",
    [
        "Follow Selam Bekele on Facebook and Twitter.",
        "Back to top button",
        "We use cookies to improve your experience.",
        "Subscribe to our newsletter",
        "Please let us know if you're having trouble with commenting.",
        "Sign up for our daily briefing",
        "Share on WhatsApp",
        "Leave a comment",
        "Copyright 2021 Nile Courier. All rights reserved.",
        "ADVERTISEMENT",
    ],
)
def test_prompts_and_notices_are_boilerplate(line: str) -> None:
    assert passages(report_of(f"{BODY}\n{MORE}\n{line}"), "boilerplate") == [line]


def test_a_prompt_glued_to_a_paragraph_is_cut_off() -> None:
    report = report_of(f"{BODY}\n{MORE} Follow us on Telegram.")

    assert passages(report, "body") == [BODY, MORE]
    assert passages(report, "boilerplate") == ["Follow us on Telegram."]


def test_a_note_on_the_author_is_boilerplate_and_names_the_author() -> None:
    note = "Selam T. Bekele is an Ethiopian writer who lives in Nairobi. You can follow her on Twitter here."
    report = report_of(f"{BODY}\n{MORE}\n{note}")

    assert passages(report, "boilerplate") == [note]
    assert report.byline == "Selam T. Bekele"


def test_a_journalist_whom_the_report_is_about_stays_in_the_body() -> None:
    sentence = "Selam Bekele is an Ethiopian journalist who was arrested at the crossing."
    report = report_of(f"{BODY}\n{MORE}\n{sentence}\nBekele's family asked Sudan for help.")

    assert sentence in passages(report, "body")


def test_a_pull_quote_with_the_name_under_it_is_body() -> None:
    quote, name = (
        "The crossing is open, and it will stay open.",
        "Demeke Mekonnen. Minister of foreign affairs",
    )
    report = report_of(f"{BODY}\n{quote}\n{name}\n{MORE}")

    assert passages(report, "body") == [BODY, quote, name, MORE]


def test_a_note_on_translation_is_a_disclaimer() -> None:
    note = (
        "Not all articles on this site are its own: we pass them on and translate them by automatic software."
    )
    report = report_of(f"{BODY}\n{MORE}\n\n{note}\nBack to top")

    assert passages(report, "disclaimer") == [note]
    assert report.translated_from == "und"
    assert report.translated_from_how == "stated in a note"


def test_a_dateline_is_cut_from_the_first_sentence() -> None:
    report = report_of(f"ADDIS ABABA, June 7 (Reuters) - {BODY}\n{MORE}")

    assert passages(report, "date") == ["ADDIS ABABA, June 7 (Reuters) -"]
    assert passages(report, "body") == [BODY, MORE]


def test_the_text_is_composed_and_has_plain_line_ends() -> None:
    report = report_of(f"\ufeff Sude\u0301 opens crossing\r\n\r\n{BODY}\r{MORE}\u2028{MORE} Twice.  \n")

    assert report.text == f"Sudé opens crossing\n\n{BODY}\n{MORE}\n{MORE} Twice."
    assert report.original_text.startswith("\ufeff Sude\u0301") or report.original_text.startswith(
        " Sude\u0301"
    )
