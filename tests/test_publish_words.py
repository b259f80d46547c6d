"""The dossier's English."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.publish import words
from suasion.records import FACTUALITIES, Amount, Dated, Precision


@pytest.mark.parametrize(
    ("items", "said"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_a_list_reads_as_in_a_sentence(items: list[str], said: str) -> None:
    assert words.listing(items) == said


@given(st.lists(st.text("abc", min_size=1), max_size=9), st.integers(2, 9))
def test_a_limited_list_accounts_for_every_item(items: list[str], most: int) -> None:
    said = words.limited(items, most)
    if len(items) > most:
        left = len(items) - most + 1
        assert said.endswith(f" and {left} others")
    else:
        assert said == words.listing(items)


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 reports"), (1, "1 report"), (2, "2 reports"), (1200, "1,200 reports")]
)
def test_a_number_agrees_with_its_noun(number: int, said: str) -> None:
    assert words.counted(number, "report") == said


@pytest.mark.parametrize(
    ("name", "key", "said"),
    [
        ("United States", "USA", "the United States"),
        ("Cuba", "CUB", "Cuba"),
        ("African Union", "org-au", "the African Union"),
        ("Ring Council", "org-ring", "the Ring Council"),
        ("NATO", "org-nato", "NATO"),
        ("the West", "west", "the West"),
    ],
)
def test_a_name_takes_its_article_inside_a_sentence(name: str, key: str, said: str) -> None:
    assert words.with_article(name, key) == said


@pytest.mark.parametrize(
    ("start", "end", "precision", "said"),
    [
        ("2031-03-04", "2031-03-04", "day", "4 March 2031"),
        ("2031-03-04", "2031-03-09", "week", "4 to 9 March 2031"),
        ("2031-03-30", "2031-04-02", "day", "30 March to 2 April 2031"),
        ("2030-12-30", "2031-01-02", "day", "30 December 2030 to 2 January 2031"),
        ("2031-03-01", "2031-03-31", "month", "March 2031"),
        ("2031-01-01", "2031-12-31", "year", "2031"),
    ],
)
def test_a_period_is_written_as_precisely_as_it_is_known(
    start: str, end: str, precision: Precision, said: str
) -> None:
    when = Dated(
        start=date.fromisoformat(start), end=date.fromisoformat(end), precision=precision, how="stated"
    )
    assert words.period(when) == said


def test_an_unknown_period_is_called_undated() -> None:
    assert words.period(Dated()) == "undated"


def test_an_amount_is_written_for_people_with_the_words_it_came_from() -> None:
    loan = Amount(value=3e8, unit="USD", text="$300m", start=0, end=5)
    assert words.amount(loan) == "300 million USD (“$300m”)"
    assert (
        words.amount(Amount(value=40, unit="vehicles", text="forty", start=0, end=5))
        == "40 vehicles (“forty”)"
    )


@pytest.mark.parametrize(
    ("past", "base", "said"),
    [
        ("gave aid to", "give aid to", "gave or would give aid to"),
        ("attacked", "attack", "attacked or would attack"),
        ("cut", "cut", "cut or would cut"),
    ],
)
def test_a_denied_act_names_its_verb_in_both_tenses_and_its_object_once(
    past: str, base: str, said: str
) -> None:
    assert words.either(past, base) == said


def test_every_factuality_has_its_words() -> None:
    assert set(words.load_words().factuality) == set(FACTUALITIES)


def test_one_number_never_stands_alone_for_the_sources() -> None:
    assert words.sources(2, 5) == "2 independent / 5 reports"
    assert words.sources(1, 1) == "1 independent / 1 report"
