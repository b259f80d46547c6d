"""`places`: are toponyms found, and put where they are?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from xml.etree import ElementTree

from suasion.evaluation.answers import report_of
from suasion.evaluation.scores import Counts
from suasion.evaluation.span_shapes import FoundPlace, PlacesPrediction, PlacesScores
from suasion.evaluation.spans import bad_gold, counted, paired, read_xml, span_shares
from suasion.models import load_spacy
from suasion.read.parse import parse_report
from suasion.read.references import resolve_references
from suasion.read.toponyms import find_toponyms
from suasion.records import Place
from suasion.registers import PlaceEntry, Registers, distance_km

NEAR_KM = 161.0
"""100 miles: within them a toponym counts as resolved, as in the field's papers."""

Placing = Callable[[str], Sequence[FoundPlace]]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldPlace:
    """A toponym and its point (degrees)."""

    start: int
    end: int
    name: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesDocument:
    """A text with its toponyms."""

    text: str
    places: tuple[GoldPlace, ...]


def read_places(path: Path) -> Iterator[PlacesDocument]:
    """Read GeoVirus's XML: `<article>` with `<text>` and `<location>`s (`name`, `start`, `end`, `lat`, `lon`).

    Raises:
        InputError: the file cannot be read, or an article is not of the form.
    """
    articles = list(read_xml(path).iter("article"))
    if not articles:
        raise bad_gold(path, "it has no <article>")
    for number, article in enumerate(articles, start=1):
        text = article.findtext("text") or ""
        try:
            places = tuple(_gold(text, location) for location in article.iter("location"))
        except ValueError as error:
            raise bad_gold(path, f"article {number}: {error}") from error
        yield PlacesDocument(text=text, places=places)


def _gold(text: str, location: ElementTree.Element) -> GoldPlace:
    start, end = int(location.findtext("start") or ""), int(location.findtext("end") or "")
    name = location.findtext("name") or ""
    if text[start:end] != name and text[max(0, start - 1) : end - 1] == name:  # GeoVirus counts from one
        start, end = start - 1, end - 1
    if not 0 <= start < end <= len(text):
        raise ValueError(f"the span {start}-{end} lies outside the text")
    return GoldPlace(
        start=start,
        end=end,
        name=name,
        lat=float(location.findtext("lat") or ""),
        lon=float(location.findtext("lon") or ""),
    )


def make_placing(registers: Registers) -> Placing:
    """Give a function that finds the toponyms of a text, as `run` would; positions are those of the text."""

    def find(text: str) -> list[FoundPlace]:
        report = report_of(text, None)
        shift = len(text) - len(text.lstrip())
        sentences = resolve_references(parse_report(report, load_spacy()), registers, None)
        return [
            _found(text, place.span.start + shift, place.span.end + shift, place.place)
            for group in find_toponyms(sentences, registers)
            for place in group
            if place.place.lat is not None and place.place.lon is not None
        ]

    return find


def _found(text: str, start: int, end: int, place: Place) -> FoundPlace:
    return FoundPlace(
        start=start,
        end=end,
        text=text[start:end],
        name=place.name,
        country=place.country,
        lat=place.lat or 0.0,
        lon=place.lon or 0.0,
    )


def make_locating(registers: Registers) -> Callable[[GoldPlace], str | None]:
    """Give a function that tells a gold toponym's state: only where its name is a state's, or a single place's in the register.

    The gold has coordinates and no state. A name is taken for what it says if a place of that name lies within 161 km of
    the gold's point, or is a state's own; else the state stays open (null).
    """

    def country_of(gold: GoldPlace) -> str | None:
        point = _point(gold.lat, gold.lon)
        states = {
            alias.actor.code
            for alias in registers.lookup(gold.name)
            if alias.kind in {"name", "abbreviation"}
        }
        near = {
            place.country
            for place in registers.places.candidates(gold.name)
            if place.kind != "country" and distance_km(place, point) <= NEAR_KM
        }
        found = near or states
        return next(iter(found)) if len(found) == 1 else None

    return country_of


def score_places(
    documents: Iterable[PlacesDocument],
    find: Placing,
    country_of: Callable[[GoldPlace], str | None],
    write: Callable[[PlacesPrediction], None],
) -> PlacesScores:
    """Compare what is found with the gold; counts add over texts."""
    tally = _Tally()
    for document in documents:
        found = tuple(find(document.text))
        write(PlacesPrediction(text=document.text, predicted=found))
        tally.add(document, found, country_of)
    gold = tally.overlapping.right + tally.overlapping.missed
    near = sum(error <= NEAR_KM for error in tally.errors)
    return PlacesScores(
        strict=span_shares(tally.strict),
        overlap=span_shares(tally.overlapping),
        acc_161=near / gold if gold else 0.0,
        acc_161_found=near / len(tally.errors) if tally.errors else 0.0,
        median_km=median(tally.errors) if tally.errors else None,
        country_accuracy=sum(tally.countries) / len(tally.countries) if tally.countries else 0.0,
        countries=len(tally.countries),
        n=tally.texts,
    )


@dataclass(slots=True)
class _Tally:
    texts: int = 0
    strict: Counts = field(default_factory=Counts)
    overlapping: Counts = field(default_factory=Counts)
    errors: list[float] = field(default_factory=list)
    countries: list[bool] = field(default_factory=list)

    def add(
        self,
        document: PlacesDocument,
        found: Sequence[FoundPlace],
        country_of: Callable[[GoldPlace], str | None],
    ) -> None:
        """Count a text."""
        pairs = list(paired(document.places, found))
        same = sum((gold.start, gold.end) == (answer.start, answer.end) for gold, answer in pairs)
        self.texts += 1
        self.strict += counted(same, len(document.places), len(found))
        self.overlapping += counted(len(pairs), len(document.places), len(found))
        for gold, answer in pairs:
            self.errors.append(distance_km(_point(gold.lat, gold.lon), _point(answer.lat, answer.lon)))
            country = country_of(gold)
            if country is not None:
                self.countries.append(answer.country == country)


def _point(lat: float, lon: float) -> PlaceEntry:
    return PlaceEntry(name="", country=None, lat=lat, lon=lon, kind="point", population=0)
