"""Amounts: money by currency code, things by a plural noun, nothing where the number is vague or damaged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.read.amounts import find_amounts, unit_of


def amounts(text: str) -> list[tuple[float, str]]:
    return [(amount.value, amount.unit) for amount in find_amounts(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a $50 million loan", (5e7, "USD")),
        ("50 million dollars", (5e7, "USD")),
        ("US$3.5 billion", (3.5e9, "USD")),
        ("€2bn in aid", (2e9, "EUR")),
        ("EUR 3bn in aid", (3e9, "EUR")),
        ("40m euros", (4e7, "EUR")),
        ("Rs 500 crore", (5e9, "INR")),
        ("5 lakh crore rupees", (5e12, "INR")),
        ("half a billion dollars", (5e8, "USD")),
        ("300 million yuan", (3e8, "CNY")),
        ("3 million pounds", (3e6, "GBP")),
        ("$1,234,567.89", (1234567.89, "USD")),
        ("a $50-million credit", (5e7, "USD")),
        ("R$ 3 million", (3e6, "BRL")),
    ],
)
def test_money_is_read_with_its_currency(text: str, expected: tuple[float, str]) -> None:
    assert amounts(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("80 Omani soldiers", (80, "troops")),
        ("a dozen fighter jets", (12, "aircraft")),
        ("twenty-five Leopard 2 tanks", (25, "tanks")),
        ("two hundred thousand doses of vaccine", (2e5, "doses")),
        ("12 F-16 jets", (12, "aircraft")),
        ("100 000 troops", (1e5, "troops")),
        ("50,000 tonnes of wheat", (5e4, "tonnes")),
        ("6.5 per cent of exports", (6.5, "percent")),
        ("6% of exports", (6, "percent")),
        ("one thousand two hundred people", (1200, "people")),
        ("a million refugees", (1e6, "people")),
        ("150 MW of power", (150, "megawatts")),
    ],
)
def test_things_are_counted_by_a_plural_noun(text: str, expected: tuple[float, str]) -> None:
    assert amounts(text) == [expected]


def test_a_counted_noun_is_compared_by_its_unit_and_one_without_a_unit_by_itself() -> None:
    assert (unit_of("Fishermen"), unit_of("tugs"), unit_of("turrets")) == ("people", "ships", "turrets")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$10-15 million", (1e7, "USD")),
        ("$10 million to $15 million", (1e7, "USD")),
        ("10 to 15 tanks", (10, "tanks")),
        ("10-15 tanks", (10, "tanks")),
    ],
)
def test_a_range_gives_its_lower_end_and_quotes_all_of_it(text: str, expected: tuple[float, str]) -> None:
    found = find_amounts(text)
    assert [(amount.value, amount.unit) for amount in found] == [expected]
    assert found[0].text == text


@pytest.mark.parametrize(
    "text",
    [
        "It sent several tanks and dozens of planes.",
        "It was ৬৬ 6 billion dollars and ৫ 5 million tonnes.",
        "In 2014 Omani troops entered.",
        "On May 5 troops left.",
        "It weighs 12 pounds.",
        "The S-400 systems arrived.",
        "Two countries held three meetings.",
    ],
)
def test_vague_damaged_and_other_numbers_give_nothing(text: str) -> None:
    assert amounts(text) == []


def test_several_amounts_are_given_in_order() -> None:
    assert amounts("It gave $5 million, two ships and 300 doses.") == [
        (5e6, "USD"),
        (2, "ships"),
        (300, "doses"),
    ]


pieces = st.sampled_from(
    [
        "$",
        "€",
        "Rs",
        "5",
        "10",
        "-",
        "to",
        "1,000",
        "000",
        "2.5",
        "million",
        "bn",
        "half",
        "a",
        "dozen",
        "two",
        "tanks",
        "৬৬",
        "troops",
        "%",
        "pounds",
        "crore",
        ",",
        ".",
        "in",
        "2014",
        "of",
        "hundred",
        "and",
    ]
)


@given(
    st.lists(pieces, max_size=14).map(" ".join)
    | st.lists(pieces, max_size=9).map("".join)
    | st.text(max_size=60)
)
def test_whatever_the_text_amounts_quote_it_and_are_finite(text: str) -> None:
    last = 0
    for amount in find_amounts(text, 7):
        assert amount.text == text[amount.start - 7 : amount.end - 7]
        assert amount.start - 7 >= last
        assert 0 <= amount.value < float("inf")
        last = amount.end - 7
