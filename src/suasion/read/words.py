"""The word lists of the read room, read once: how governors present their contents, and which words are anaphors."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

Class = Literal["planned", "possible", "denied", "reported", "implied", "conditional", "shared"]
"""How a governor presents what it governs; `data/factuality.toml` says what each means.

`shared` is not in the lists: a participle clause that shares its governor's fate while that is open.
"""

Lexicon = Mapping[str, Mapping[str, Class]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anaphors:
    """The word lists of `data/anaphora.toml`."""

    pronouns: Mapping[str, str]
    """Pronoun → `person`, `thing`, `many` or `speaker`."""
    definite: Mapping[str, frozenset[str]]
    group_heads: frozenset[str]
    numbers: Mapping[str, int]
    names: Mapping[str, frozenset[str]]
    """Words beside a state's or town's name that make it part of another name; `data/anaphora.toml` says which are which."""
    kinds: Mapping[str, frozenset[str]]
    """What only some states are ("island") → their codes."""
    regions: Mapping[str, frozenset[str]]
    """Adjective of a region → codes of the states that lie there."""
    namesakes: Mapping[str, Mapping[str, frozenset[str]]]
    """Actor id → words of a report that speak for it (`own`) or for another place of that name (`other`)."""


@cache
def lexicon() -> Lexicon:
    """Read how words present what they govern: section → lemma → class."""
    raw = _table("factuality.toml")
    return {
        section: {lemma: name for name, lemmas in classes.items() for lemma in lemmas}
        for section, classes in raw.items()
    }


@cache
def anaphors() -> Anaphors:
    """Read the words that stand for actors named elsewhere."""
    raw = _table("anaphora.toml")
    return Anaphors(
        pronouns={word: kind for kind, listed in raw["pronouns"].items() for word in listed},
        definite=_sets(raw["definite"]),
        group_heads=frozenset(raw["groups"]["heads"]),
        numbers=raw["groups"]["numbers"],
        names=_sets(raw["names"]),
        kinds=_sets(raw["kinds"]),
        regions=_sets(raw["regions"]),
        namesakes={actor: _sets(listed) for actor, listed in raw["namesakes"].items()},
    )


@cache
def headlines() -> Mapping[str, frozenset[str]]:
    """Read which words of a headline in capitals are `small` in running text, and which are `acronyms`."""
    return _sets(_table("headlines.toml"))


@cache
def small_words() -> Mapping[str, frozenset[str]]:
    """Read the small words of `english` and of `foreign` languages, by which a sentence's language is told."""
    return {kind: frozenset(listed.split()) for kind, listed in _table("foreign.toml").items()}


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("suasion.read") / "data" / name).read_text(encoding="utf-8"))


def _sets(lists: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    return {kind: frozenset(listed) for kind, listed in lists.items()}
