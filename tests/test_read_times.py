"""Time expressions: resolved against the publication date, never against today."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.read.times import find_times
from suasion.records import Dated

WEDNESDAY = date(2022, 1, 26)


def a_day(on: date) -> Dated:
    return Dated(start=on, end=on, precision="day", how="stated")


def resolved(text: str, previous: Dated | None = None) -> list[tuple[str, str, str]]:
    """Start, end and precision of what the text names, for a report of Wednesday 26 January 2022."""
    found = find_times(text, anchor=a_day(WEDNESDAY), previous=previous)
    return [(str(item.when.start), str(item.when.end), item.when.precision) for item in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on October 4, 2017.", ("2017-10-04", "2017-10-04", "day")),
        ("They met on the 4th of October 2017.", ("2017-10-04", "2017-10-04", "day")),
        ("They met on 4 Oct. 2017.", ("2017-10-04", "2017-10-04", "day")),
        ("They met on Tuesday, January 25, 2022, in Lima.", ("2022-01-25", "2022-01-25", "day")),
        ("The date was 2017-10-04 in the file.", ("2017-10-04", "2017-10-04", "day")),
        ("The date was 26/10/2017 in the file.", ("2017-10-26", "2017-10-26", "day")),
        ("They signed in 2018.", ("2018-01-01", "2018-12-31", "year")),
        ("The plant is to open by 2025.", ("2025-01-01", "2025-12-31", "year")),
        ("They signed in January 2019.", ("2019-01-01", "2019-01-31", "month")),
        ("They signed in late 2014.", ("2014-09-02", "2014-12-31", "season")),
        ("Ships stay from July 1 to December 31, 2021.", ("2021-07-01", "2021-12-31", "day")),
        ("Talks ran from 3 to 5 May 2021.", ("2021-05-03", "2021-05-05", "day")),
        ("Talks ran from 28 December to 3 January 2021.", ("2020-12-28", "2021-01-03", "day")),
        ("Between 2014 and 2018 it sold tanks.", ("2014-01-01", "2018-12-31", "year")),
        ("Trade grew in the 1990s.", ("1990-01-01", "1999-12-31", "decade")),
        ("It has waited since 2014.", ("2014-01-01", "2022-01-26", "unknown")),
        ("It fell in the second half of 2021.", ("2021-07-01", "2021-12-31", "season")),
        ("It closed in the last week of October 2021.", ("2021-10-25", "2021-10-31", "week")),
        ("It fell in the winter of 2020.", ("2020-12-01", "2021-02-28", "season")),
    ],
)
def test_a_stated_date_is_read_with_its_precision(text: str, expected: tuple[str, str, str]) -> None:
    assert resolved(text) == [expected]
    assert [item.when.how for item in find_times(text, anchor=None)] == ["stated"] or "since" in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The pipes must be laid by February 20.", ("2022-02-20", "2022-02-20", "day")),
        ("The two face a March 5 deadline.", ("2022-03-05", "2022-03-05", "day")),
        ("Nauru sent rice on December 3.", ("2021-12-03", "2021-12-03", "day")),
        ("Nauru sent rice on July 3.", ("2021-07-03", "2021-07-03", "day")),
        ("The rice lay there until February 12, 2021.", ("2021-02-12", "2021-02-12", "day")),
    ],
)
def test_a_day_without_a_year_is_past_unless_it_was_long_ago_and_comes_soon(
    text: str, expected: tuple[str, str, str]
) -> None:
    assert resolved(text) == [expected]


def test_three_years_after_something_is_no_date_of_its_own() -> None:
    assert resolved("Three years after it was planned, the bridge opened.") == []


def test_the_same_period_of_the_year_before_goes_back_from_what_was_spoken_of_last() -> None:
    text = "In December Togo sold more cocoa than in the same month a year earlier."
    assert resolved(text) == [("2021-12-01", "2021-12-31", "month"), ("2020-12-01", "2020-12-31", "month")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He spoke on Wednesday.", ("2022-01-26", "2022-01-26", "day")),
        ("He spoke last Wednesday.", ("2022-01-19", "2022-01-19", "day")),
        ("He spoke on Thursday.", ("2022-01-20", "2022-01-20", "day")),
        ("He will speak on Thursday.", ("2022-01-27", "2022-01-27", "day")),
        ("He will speak next Monday.", ("2022-01-31", "2022-01-31", "day")),
        ("Peru will buy ships, the minister said on Monday.", ("2022-01-24", "2022-01-24", "day")),
        ("He spoke yesterday.", ("2022-01-25", "2022-01-25", "day")),
        ("He spoke last December.", ("2021-12-01", "2021-12-31", "month")),
        ("He spoke in mid-January.", ("2022-01-11", "2022-01-21", "week")),
        ("Earlier this month he spoke.", ("2022-01-01", "2022-01-26", "month")),
        ("He spoke in the middle of last month.", ("2021-12-11", "2021-12-21", "week")),
        ("He spoke last week.", ("2022-01-17", "2022-01-23", "week")),
        ("He spoke two days ago.", ("2022-01-24", "2022-01-24", "day")),
        ("He will speak next month.", ("2022-02-01", "2022-02-28", "month")),
        ("He spoke in June.", ("2021-06-01", "2021-06-30", "month")),
        ("He spoke on 25 January.", ("2022-01-25", "2022-01-25", "day")),
        ("He will speak on March 3.", ("2022-03-03", "2022-03-03", "day")),
        ("It paid last summer.", ("2021-06-01", "2021-08-31", "season")),
        ("Over the next few days it held talks.", ("2022-01-27", "2022-02-02", "week")),
        ("Exports fell in the third quarter of last year.", ("2021-07-01", "2021-09-30", "season")),
        ("Exports fell in the fourth quarter.", ("2021-10-01", "2021-12-31", "season")),
        ("Exports fell in the last quarter.", ("2021-10-01", "2021-12-31", "season")),
        ("It closed in the first week of January.", ("2022-01-01", "2022-01-07", "week")),
        ("It closed in March last year.", ("2021-03-01", "2021-03-31", "month")),
        ("He was seen earlier today.", ("2022-01-26", "2022-01-26", "day")),
        ("He left this morning.", ("2022-01-26", "2022-01-26", "day")),
        ("He left yesterday evening.", ("2022-01-25", "2022-01-25", "day")),
        ("The ship is to dock on Wednesday.", ("2022-01-26", "2022-01-26", "day")),
    ],
)
def test_a_relative_expression_counts_from_the_publication_date(
    text: str, expected: tuple[str, str, str]
) -> None:
    assert resolved(text) == [expected]
    unanchored = find_times(text, anchor=None)
    assert [(item.when.start, item.when.how) for item in unanchored] == [
        (None, "relative: publication date unknown")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It left a year later.", ("2018-01-01", "2018-12-31", "year")),
        ("It left two days later.", ("2017-03-07", "2017-03-07", "day")),
        ("It left a few days later.", ("2017-03-06", "2017-03-12", "week")),
        ("It docked that year.", ("2017-01-01", "2017-12-31", "year")),
        ("It docked the following month.", ("2017-04-01", "2017-04-30", "month")),
        ("It docked the previous day.", ("2017-03-04", "2017-03-04", "day")),
    ],
)
def test_some_expressions_count_from_the_date_spoken_of_before(
    text: str, expected: tuple[str, str, str]
) -> None:
    assert resolved(text, previous=a_day(date(2017, 3, 5))) == [expected]
    assert [item.when.start for item in find_times(text, anchor=a_day(WEDNESDAY))] == [None]


def test_a_sentence_carries_its_own_earlier_date_on() -> None:
    assert resolved("It signed in January 2019 and left that year.")[1] == (
        "2019-01-01",
        "2019-12-31",
        "year",
    )


def test_a_day_is_not_counted_from_a_whole_year() -> None:
    when = find_times("It signed in 2019 and left two days later.", anchor=None)[1].when
    assert (when.start, when.how) == (None, "relative: the date to count from is too vague")


@pytest.mark.parametrize(
    "text",
    [
        "It may buy S-400 batteries and F-16 jets at Army-2022.",
        "The first talks in the past eight years failed.",
        "May said the Sunday Times was wrong about the march.",
        "He met the Black Friday crowd.",
        "It sent 2000 troops in 2000 vehicles.",
        "The minister, 45, spoke for 30 days.",
        "Thanks to April Jones the talks went on.",
        "The day is 31 February or so.",
    ],
)
def test_durations_names_ages_and_counts_are_no_dates(text: str) -> None:
    assert resolved(text) == []


def test_a_date_whose_day_and_month_could_be_swapped_stays_open() -> None:
    when = find_times("The date was 04/10/2017.", anchor=None)[0].when
    assert (when.start, when.how) == (None, "ambiguous: day and month could be swapped")


def test_a_publication_month_resolves_months_but_no_weekdays() -> None:
    month = Dated(start=date(2022, 1, 1), end=date(2022, 1, 31), precision="month", how="stated")
    found = find_times("He spoke on Monday and last December.", anchor=month)
    assert [item.when.start for item in found] == [None, date(2021, 12, 1)]
    assert found[0].when.how == "relative: publication day unknown"


words = st.sampled_from(
    [
        "on",
        "Monday",
        "last",
        "next",
        "May",
        "31",
        "February",
        "2022",
        "since",
        "in",
        "the",
        "1990s",
        "mid-",
        "few",
        "days",
        "later",
        "that",
        "year",
        "ago",
        "two",
        "to",
        "from",
        "0",
        "9999",
        "week",
        "early",
        ",",
        "will",
        "-",
        "2022-13-45",
        "99/99/2020",
        "decade",
        "thirty",
        "spring",
        "9999 years ago",
    ]
)


@given(
    st.lists(words, max_size=14).map(" ".join) | st.text(max_size=80),
    st.none() | st.dates().map(a_day),
    st.none() | st.dates().map(a_day),
    st.integers(min_value=0, max_value=1000),
)
def test_whatever_the_text_spans_quote_it_and_periods_run_forward(
    text: str, anchor: Dated | None, previous: Dated | None, start: int
) -> None:
    for item in find_times(text, start, anchor=anchor, previous=previous):
        assert item.span.text == text[item.span.start - start : item.span.end - start] == item.when.text
        assert (item.when.start is None) == (item.when.end is None)
        if item.when.start is not None and item.when.end is not None:
            assert item.when.start <= item.when.end
        else:
            assert item.when.how not in {"stated", "relative"}
