"""Places: toponyms that stand where a place stands, found in the register.

A state's name is a place only where the grammar makes it one ("in Cuba", "visited Cuba"), not as an actor
("told Cuba") nor as a recipient ("a loan to Cuba"). What the register does not know is dropped.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Protocol

from suasion.records import Place, PlaceExpression, Sentence, Span, Token
from suasion.tree import Tree

DATA = Path(__file__).parent / "data" / "places.toml"
MAX_NAME_TOKENS = 5
_INSIDE = frozenset({"of", "de", "del", "la", "el", "al", "-", "'s", "the", "and"})


class PlaceFinder(Protocol):
    """The register of places."""

    def find(self, name: str, countries: frozenset[str] = frozenset(), /) -> Place | None:
        """Find a place by name, one of the countries' if there are namesakes."""
        ...


class HasPlaces(Protocol):
    """Registers, as far as places need them."""

    @property
    def places(self) -> PlaceFinder:
        """The register of places."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    prepositions: frozenset[str]
    towards: frozenset[str]
    movement: frozenset[str]
    at_object: frozenset[str]
    kinds: frozenset[str]


@cache
def _words() -> _Words:
    raw = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return _Words(**{name: frozenset(text.split()) for name, text in raw.items()})


def find_places(sentence: Sentence, registers: HasPlaces) -> tuple[PlaceExpression, ...]:
    """Find the places of a sentence, left to right, not overlapping, longest names first."""
    tree = Tree(sentence.tokens)
    countries = frozenset(
        actor.country for item in sentence.references for actor in item.actors if actor.country is not None
    )
    found: list[PlaceExpression] = []
    i = 0
    while i < len(sentence.tokens):
        last = _longest(sentence, tree, registers, countries, i)
        if last is not None:
            expression, i = last
            found.append(expression)
        else:
            i += 1
    return tuple(found)


def _longest(
    sentence: Sentence, tree: Tree, registers: HasPlaces, countries: frozenset[str], i: int
) -> tuple[PlaceExpression, int] | None:
    if not _may_begin(sentence.tokens[i]):
        return None
    for last in range(min(i + MAX_NAME_TOKENS, len(sentence.tokens)), i, -1):
        tokens = sentence.tokens[i:last]
        if not all(_may_belong(token) for token in tokens) or not _may_begin(tokens[-1]):
            continue
        span = _span(sentence, tokens)
        head = _head(sentence.tokens, span)
        if head is None or _is_cut(tree, i, head) or not _is_where(tree, head):
            continue
        place = registers.places.find(span.text, countries)
        if place is not None:
            return PlaceExpression(span=span, place=replace(place, text=span.text)), last
    return None


def _is_cut(tree: Tree, first: int, head: Token) -> bool:
    """Whether the name goes on to the left ("America" in "Latin America")."""
    before = tree[first - 1] if first else None
    return (
        before is not None
        and _may_begin(before)
        and before.head == head.i
        and before.dep in {"compound", "amod"}
    )


def _may_begin(token: Token) -> bool:
    return token.text[:1].isupper() and token.pos in {"PROPN", "NOUN", "ADJ"}


def _may_belong(token: Token) -> bool:
    return _may_begin(token) or token.text.lower() in _INSIDE


def _span(sentence: Sentence, tokens: Sequence[Token]) -> Span:
    start, end = tokens[0].start, tokens[-1].end
    return Span(text=sentence.text[start - sentence.start : end - sentence.start], start=start, end=end)


def _head(tokens: Sequence[Token], span: Span) -> Token | None:
    """Give the last token of the span whose governor lies outside it."""
    inside = [token for token in tokens if span.start <= token.start and token.end <= span.end]
    positions = {token.i for token in inside}
    free = [token for token in inside if token.head not in positions or token.head == token.i]
    return free[-1] if free else None


def _is_where(tree: Tree, token: Token) -> bool:
    """Whether the word stands where a place stands."""
    governor = tree[token.head]
    if token.dep in {"conj", "appos"}:
        return governor.i < token.i and _is_where(tree, governor)
    if token.dep in {"dobj", "nsubjpass"}:
        return governor.lemma in _words().at_object
    if token.dep == "pobj":
        return _is_where_after(tree, governor)
    return token.i == 0 and _is_dateline(tree)


def _is_where_after(tree: Tree, preposition: Token) -> bool:
    words, name, above = _words(), preposition.text.lower(), tree[preposition.head]
    if name in words.towards:
        return above.lemma in words.movement or _object_moves(tree, above)
    if name == "of":
        return above.lemma in words.kinds
    return name in words.prepositions


def _object_moves(tree: Tree, verb: Token) -> bool:
    """Whether the verb's object is a movement ("made a visit to Oman")."""
    return any(child.lemma in _words().movement for child in tree.children(verb.i, "dobj"))


def _is_dateline(tree: Tree) -> bool:
    """Whether the sentence begins like "LIMA (Agency) -"."""
    return any(token.text in {"(", "-LRB-"} for token in tree.tokens[1:4])
