"""Toponyms: the names of places in a report, and which of their namesakes is meant.

Any name that the register of places knows, the longest first, unless it is part of a person's, an institution's or an outlet's
name. What it means is decided for the report as a whole (one sense per report, Gale, Church and Yarowsky 1992): by how
well known each namesake is, by the states that the report speaks of, by what stands beside it ("Hammond, Indiana")
and by what lies near.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from suasion.read.namesakes import foreign_ids, names_an_institution
from suasion.read.places import place_words
from suasion.read.senses import Toponym, senses
from suasion.records import PlaceExpression, Sentence, Span, Token
from suasion.registers import Alias, PlaceEntry, is_well_known, key_of, place_of

MAX_NAME_TOKENS = 5
"""The longest names, "Democratic Republic of the Congo"; what is longer is known by a shorter name too."""

HYPHENS = "-–"
SHORT = 4
"""Letters of an abbreviation in capitals."""
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_COVERED = frozenset({"person", "surname", "organisation", "fuzzy", "ministry", "metonym"})
_PEOPLES = frozenset({"demonym", "people"})
_STATE_NAMES = frozenset({"name", "abbreviation"})


class PlaceFinder(Protocol):
    """The register of places."""

    def candidates(self, name: str, /) -> tuple[PlaceEntry, ...]:
        """Give every place with this name, the likeliest first."""
        ...

    def country(self, code: str, /) -> PlaceEntry | None:
        """Give a state's point."""
        ...


class HasPlaces(Protocol):
    """Registers, as far as places need them."""

    @property
    def places(self) -> PlaceFinder:
        """The register of places."""
        ...

    def lookup(self, surface: str, /) -> tuple[Alias, ...]:
        """Give the actors of this name."""
        ...


def find_toponyms(
    sentences: Sequence[Sentence], registers: HasPlaces
) -> tuple[tuple[PlaceExpression, ...], ...]:
    """Give each sentence its toponyms, left to right, not overlapping."""
    foreign = foreign_ids(sentences)
    found = [
        name
        for number, sentence in enumerate(sentences)
        for name in _Finder(sentence, number, registers, foreign).all()
    ]
    meant = senses(sentences, found)
    expressions: list[list[PlaceExpression]] = [[] for _ in sentences]
    for name in found:
        place = place_of(meant[name.key], name.span.text)
        expressions[name.sentence].append(PlaceExpression(span=name.span, place=place))
    return tuple(tuple(group) for group in expressions)


# ---------------------------------------------------------------------- which words are a place's name


class _Finder:
    """Finds the toponyms of one sentence."""

    def __init__(
        self, sentence: Sentence, number: int, registers: HasPlaces, foreign: frozenset[str]
    ) -> None:
        self.sentence, self.number, self.registers, self.foreign = sentence, number, registers, foreign
        self.covered = {
            i
            for reference in sentence.references
            if reference.how in _COVERED
            for i in range(reference.first, reference.last)
        }

    def all(self) -> Iterator[Toponym]:
        """Give them left to right; one that follows another in a list needs no more to be believed."""
        tokens = self.sentence.tokens
        i, behind = 0, 0
        while i < len(tokens):
            listed = bool(behind) and all(
                token.text.lower() in place_words().joins for token in tokens[behind:i]
            )
            name = self._longest(i, listed) if _may_begin(tokens[i]) else None
            if name is not None:
                yield name
                behind = name.last
            i = name.last if name is not None else i + 1

    def _longest(self, i: int, listed: bool) -> Toponym | None:
        tokens = self.sentence.tokens
        for last in range(min(i + MAX_NAME_TOKENS, len(tokens)), i, -1):
            inside = _may_begin(tokens[last - 1]) and all(_may_belong(token) for token in tokens[i:last])
            if not inside or not self.covered.isdisjoint(range(i, last)):
                continue
            span = _span(self.sentence, i, last)
            candidates = self._candidates(span.text)
            if not candidates:
                continue
            if not _is_credible(tokens, i, last, candidates, listed=listed):
                return None
            return Toponym(sentence=self.number, first=i, last=last, span=span, candidates=candidates)
        return None

    def _candidates(self, text: str) -> tuple[PlaceEntry, ...]:
        """Give the places of this name, without states whose name means another place in this report."""
        return tuple(
            place
            for place in _candidates(text, self.registers)
            if place.kind != "country" or f"state:{place.country}" not in self.foreign
        )


def _candidates(text: str, registers: HasPlaces) -> tuple[PlaceEntry, ...]:
    aliases = registers.lookup(text)
    if aliases and all(alias.kind in _PEOPLES for alias in aliases):
        return ()
    places = registers.places.candidates(text)
    if not places and "-" in text:
        places = registers.places.candidates(text.replace("-", " "))
    if len(text) <= SHORT and text.isupper():  # "EST", "HIV": towns are not abbreviated
        places = tuple(place for place in places if place.kind != "city")
    states = [
        state
        for alias in aliases
        if alias.kind in _STATE_NAMES and alias.actor.id.startswith("state:")
        if (state := registers.places.country(alias.actor.id.removeprefix("state:"))) is not None
    ]
    found = dict.fromkeys((*states, *places))
    # A state's name is not its capital's or a province's too (Mexico), unless the tables have the part (England).
    parts = {place.country for place in found if place.kind != "country" and not place.population}
    whole = {place.country for place in found if place.kind == "country"} - parts
    return tuple(
        place for place in found if place.country not in (whole if place.kind != "country" else parts)
    )


def _may_begin(token: Token) -> bool:
    return token.text[:1].isupper() and token.pos in {"PROPN", "NOUN", "ADJ"}


def _may_belong(token: Token) -> bool:
    return _may_begin(token) or token.text.lower() in place_words().inside


def _span(sentence: Sentence, first: int, last: int) -> Span:
    start, end = sentence.tokens[first].start, sentence.tokens[last - 1].end
    return Span(text=sentence.text[start - sentence.start : end - sentence.start], start=start, end=end)


def _is_credible(
    tokens: Sequence[Token], first: int, last: int, candidates: Sequence[PlaceEntry], *, listed: bool
) -> bool:
    """Whether the words are a place's name here: small places need more than their name."""
    if names_an_institution(tokens, first, last) or _goes_on(tokens, first, last):
        return False
    word = key_of(tokens[first].text)
    if last == first + 1 and (word in place_words().directions or word in place_words().common):
        return False
    known = any(is_well_known(place) for place in candidates)
    if not known and _qualifies_a_name(tokens, last):
        return False
    entities = {token.entity for token in tokens[first:last] if _may_begin(token)}
    if entities <= _PLACES:
        return True
    stands = listed or _stands_as_place(tokens, first, last)
    if known:
        return stands or "PERSON" not in entities
    return stands


def _qualifies_a_name(tokens: Sequence[Token], last: int) -> bool:
    """Whether a capitalised noun follows that the words qualify ("Franklin Elementary")."""
    after = tokens[last] if last < len(tokens) else None
    if after is None or not after.text[:1].isupper() or after.text.lower() in place_words().kinds:
        return False
    return (
        after.tag in {"NNP", "NNPS"} and tokens[last - 1].dep == "compound" and tokens[last - 1].head >= last
    )


def _goes_on(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the words are part of a longer name: "America" in "Latin America", "Minya" in "Al-Minya"."""
    if _is_hyphened(tokens, first, last):
        return True
    before, after = tokens[first - 1] if first else None, tokens[last] if last < len(tokens) else None
    if before is not None and _is_joined(before, tokens[first]) and before.head >= first:
        return True
    return (
        after is not None
        and _is_joined(after, tokens[first])
        and tokens[last - 1].dep in {"compound", "amod", "nmod"}
        and tokens[last - 1].head >= last
        and after.entity in {"PERSON", "ORG", "FAC", "GPE", "LOC"}
        and after.entity == tokens[last - 1].entity
    )


def _is_hyphened(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a hyphen ties the words to another name; "Java-wide" still names Java."""
    before, after = tokens[first - 1] if first else None, tokens[last] if last < len(tokens) else None
    if before is not None and before.text in HYPHENS and before.end == tokens[first].start:
        return True
    if after is None or after.text not in HYPHENS or after.start != tokens[last - 1].end:
        return False
    return last + 1 >= len(tokens) or not tokens[last + 1].text.islower()


def _is_joined(token: Token, beside: Token) -> bool:
    return (
        _may_begin(token)
        and token.tag in {"NNP", "NNPS"}
        and token.entity == beside.entity
        and token.text not in place_words().sides
        and token.dep in {"compound", "amod", "nmod", "pobj", "nsubj", "dobj", "appos", "ROOT", "conj"}
    )


def _stands_as_place(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a preposition of place or "the town of" goes before, or "province", or a comma and another place, behind."""
    words = place_words()
    before = tokens[first - 1].text.lower() if first else ""
    if before in words.prepositions or before == "from":
        return True
    if before == "of" and first > 1 and tokens[first - 2].lemma in words.kinds:
        return True
    behind = tokens[last].text if last < len(tokens) else ""
    if behind.lower() in words.kinds:
        return True
    return behind == "," and last + 1 < len(tokens) and tokens[last + 1].entity in _PLACES
