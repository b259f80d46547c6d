"""Places: toponyms count where the grammar says where, and only as far as the register knows them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suasion.models import load_spacy
from suasion.read.parse import parse_report
from suasion.read.places import find_places
from suasion.read.toponyms import find_toponyms
from suasion.records import Dated, Passage, Report, Sentence
from suasion.registers import Alias, PlaceEntry
from suasion.registers.entries import PlaceKind

KNOWN: dict[str, tuple[str | None, PlaceKind]] = {
    "Lima": ("PER", "city"),
    "Peru": ("PER", "country"),
    "Oman": ("OMN", "country"),
    "Moscow": ("RUS", "city"),
    "Black Sea": (None, "sea"),
    "La Orchila": ("VEN", "region"),
    "Strait of Hormuz": (None, "sea"),
}


class AFewPlaces:
    """Registers that know a few places, whatever the shipped ones know."""

    places: AFewPlaces

    def __init__(self) -> None:
        self.places = self

    def candidates(self, name: str, /) -> tuple[PlaceEntry, ...]:
        if name not in KNOWN:
            return ()
        country, kind = KNOWN[name]
        return (PlaceEntry(name=name, country=country, lat=0.0, lon=0.0, kind=kind, population=900_000),)

    def country(self, _code: str, /) -> PlaceEntry | None:
        return None

    def lookup(self, _surface: str, /) -> tuple[Alias, ...]:
        return ()


def sentences(text: str) -> list[Sentence]:
    report = Report(
        id="r1",
        outlet=None,
        outlet_how="not stated",
        url=None,
        path="a.txt",
        title=None,
        byline=None,
        published=Dated(),
        language="en",
        language_how="stated",
        translated_from=None,
        translated_from_how="not stated",
        original_text=text,
        text=text,
        passages=(Passage(start=0, end=len(text), kind="body"),),
    )
    parsed = parse_report(report, load_spacy())
    toponyms = find_toponyms(parsed, AFewPlaces())
    return [
        replace(sentence, places=find_places(sentence, named))
        for sentence, named in zip(parsed, toponyms, strict=True)
    ]


def places(text: str) -> list[str]:
    return [item.place.name for sentence in sentences(text) for item in sentence.places]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ministers met in Lima on Monday.", ["Lima"]),
        ("Warships sailed to Peru.", ["Peru"]),
        ("The president visited Oman and Peru.", ["Oman", "Peru"]),
        ("The navies exercised in the Black Sea.", ["Black Sea"]),
        ("It plans a base on the island of La Orchila.", ["La Orchila"]),
        ("Tankers were stopped near the Strait of Hormuz.", ["Strait of Hormuz"]),
        ("Rebels shelled the port of Lima.", ["Lima"]),
    ],
)
def test_a_toponym_after_words_of_place_is_found(text: str, expected: list[str]) -> None:
    assert places(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Oman told Peru that talks had failed.",
        "Moscow denied the claim.",
        "The bank gave a loan to Peru.",
        "Peru signed an accord with Oman.",
        "The ministers met in Atlantis.",
        "The ministers met in New Lima.",
    ],
)
def test_an_actor_a_recipient_and_an_unknown_name_are_no_places(text: str) -> None:
    assert places(text) == []


words = st.sampled_from(
    ["in", "to", "Lima", "Peru", "Black", "Sea", "of", "the", "visited", "Strait", "Hormuz", ",", "and", "La"]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(words, max_size=20).map(" ".join) | st.text(max_size=60))
def test_whatever_the_text_places_quote_it(text: str) -> None:
    for sentence in sentences(text):
        for item in sentence.places:
            assert item.span.text == text[item.span.start : item.span.end] == item.place.text
