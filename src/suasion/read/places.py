"""Places of what is told: toponyms that stand where a place stands.

A state's name is a place only where the grammar makes it one ("in Cuba", "visited Cuba"), not as an actor
("told Cuba") nor as a recipient ("a loan to Cuba"). `toponyms.py` finds the names and says which namesake is meant.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from suasion.records import PlaceExpression, Sentence, Span, Token
from suasion.tree import Tree

DATA = Path(__file__).parent / "data" / "places.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWords:
    """The word lists of `data/places.toml`."""

    prepositions: frozenset[str]
    towards: frozenset[str]
    movement: frozenset[str]
    at_object: frozenset[str]
    kinds: frozenset[str]
    inside: frozenset[str]
    sides: frozenset[str]
    directions: frozenset[str]
    joins: frozenset[str]
    common: frozenset[str]


@cache
def place_words() -> PlaceWords:
    """Read the words, once per process."""
    raw = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return PlaceWords(**{name: frozenset(text.split()) for name, text in raw.items()})


def find_places(sentence: Sentence, toponyms: Iterable[PlaceExpression]) -> tuple[PlaceExpression, ...]:
    """Give those of the sentence's toponyms that say where something is or goes."""
    tree = Tree(sentence.tokens)
    heads = ((toponym, _head(sentence.tokens, toponym.span)) for toponym in toponyms)
    return tuple(toponym for toponym, head in heads if head is not None and _is_where(tree, head))


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
        return governor.lemma in place_words().at_object
    if token.dep == "pobj":
        return _is_where_after(tree, governor)
    return token.i == 0 and _is_dateline(tree)


def _is_where_after(tree: Tree, preposition: Token) -> bool:
    words, name, above = place_words(), preposition.text.lower(), tree[preposition.head]
    if name in words.towards:
        return above.lemma in words.movement or _object_moves(tree, above)
    if name == "of":
        return above.lemma in words.kinds
    return name in words.prepositions


def _object_moves(tree: Tree, verb: Token) -> bool:
    """Whether the verb's object is a movement ("made a visit to Oman")."""
    return any(child.lemma in place_words().movement for child in tree.children(verb.i, "dobj"))


def _is_dateline(tree: Tree) -> bool:
    """Whether the sentence begins like "LIMA (Agency) -"."""
    return any(token.text in {"(", "-LRB-"} for token in tree.tokens[1:4])
