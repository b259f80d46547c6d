"""Which of a toponym's namesakes is meant, decided for the report as a whole."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from math import exp

from suasion.records import Sentence, Span
from suasion.registers import PlaceEntry, distance_km, key_of, prior

CLEAR = 1.5
"""By so many powers of ten the likeliest namesake must lead, to count as evidence for its state."""
COMPANY, BESIDE, NEARBY = 2.0, 3.0, 1.5
"""What a namesake gains, at most, if the report speaks of its state; if its state or province stands beside it; if other
places of the report are near: in powers of ten, as `prior`. Set by hand on GeoVirus."""
NEAR_KM, BESIDE_KM = 250.0, 700.0
MOST_COMPANY = 200
"""Names that a report is asked about what lies near: the first ones. Only lists and gazetteers have more."""

WHOLE = frozenset({"continent", "country"})
"""Kinds of places that nothing near speaks for or against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """A name at tokens `first <= i < last` of a sentence, and the places that bear it."""

    sentence: int
    first: int
    last: int
    span: Span
    candidates: tuple[PlaceEntry, ...]

    @property
    def key(self) -> str:
        """Its spelling, as the registers file it."""
        return key_of(self.span.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Report:
    """What speaks for a namesake: how often states are spoken of, and names that mean one place clearly."""

    said: Mapping[str, int]
    clear: Mapping[str, PlaceEntry]


def senses(sentences: Sequence[Sentence], found: Sequence[Toponym]) -> dict[str, PlaceEntry]:
    """Decide, for each name by its key, which place it means in this report."""
    groups: dict[str, list[Toponym]] = defaultdict(list)
    for name in found:
        groups[name.key].append(name)
    clear = {key: names[0].candidates[0] for key, names in groups.items() if _is_clear(names[0])}
    company = dict(islice(clear.items(), MOST_COMPANY))
    said = Counter(
        actor.country
        for sentence in sentences
        for reference in sentence.references
        if reference.how != "place"
        for actor in reference.actors
        if actor.country is not None
    )
    for key, place in clear.items():
        if place.country is not None and place.kind not in WHOLE:
            said[place.country] += len(groups[key])
    report, beside = _Report(said=said, clear=company), _beside(found)
    return {key: _likeliest(names[0], report, beside.get(key, ())) for key, names in groups.items()}


def _likeliest(name: Toponym, report: _Report, beside: Sequence[Toponym]) -> PlaceEntry:
    if len(name.candidates) == 1:
        return name.candidates[0]
    is_part = name.candidates[0].kind not in {"region", *WHOLE}  # "Oregon, Ohio" are two states
    inside = [place for other in beside for place in other.candidates] if is_part else []
    return max(name.candidates, key=lambda place: _likelihood(place, name.key, report, inside))


def _is_clear(name: Toponym) -> bool:
    first, *others = name.candidates[:2]
    return not others or prior(first) - prior(others[0]) >= CLEAR


def _beside(found: Sequence[Toponym]) -> dict[str, list[Toponym]]:
    """Give the name that follows each name at most one token later ("Pandi, Bulacan"), by the first's key."""
    pairs: dict[str, list[Toponym]] = defaultdict(list)
    for one, other in pairwise(found):
        if one.sentence == other.sentence and other.first - one.last <= 1:
            pairs[one.key].append(other)
    return pairs


def _likelihood(place: PlaceEntry, key: str, report: _Report, inside: Sequence[PlaceEntry]) -> float:
    score = prior(place)
    if place.kind not in WHOLE:
        own = report.said.get(place.country or "", 0)
        score += COMPANY * (own / max(report.said.values(), default=1)) ** 0.5 if own else 0.0
        others = (other for name, other in report.clear.items() if name != key and other.kind not in WHOLE)
        nearest = min((distance_km(place, other) for other in others), default=None)
        score += NEARBY * exp(-nearest / NEAR_KM) if nearest is not None else 0.0
    return score + BESIDE if any(_lies_in(place, other) for other in inside) else score


def _lies_in(place: PlaceEntry, other: PlaceEntry) -> bool:
    """Whether the place can lie in the other, a state or a province."""
    if place.country != other.country or place is other or place.kind == "country":
        return False
    return other.kind == "country" or (other.kind == "region" and distance_km(place, other) < BESIDE_KM)
