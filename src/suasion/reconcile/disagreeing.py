"""The word lists by which disagreement is told from mere differences of wording, read once from `data/disagreeing.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

import msgspec

_DOUBTED = re.compile(r"\bhave\s+(?:(?:been|already|also|even|indeed|\w+ly)\s+){0,2}$")
_LOOK_BACK = 40
"""Characters before a verb in which its auxiliaries stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreeing:
    """The data file says what each list is for."""

    rounding: tuple[str, ...]
    lower_bounds: tuple[str, ...]
    upper_bounds: tuple[str, ...]
    part_before: tuple[str, ...]
    part_behind: tuple[str, ...]
    over_verbs: tuple[str, ...]
    retracting: tuple[str, ...]
    exchanged: frozenset[str]
    mutual: frozenset[str]
    deals: frozenset[str]
    contesting: tuple[str, ...]
    lasting: frozenset[str]
    no_person: frozenset[str]
    offices: frozenset[str]
    titles: frozenset[str]
    callings: dict[str, tuple[str, ...]]


@cache
def load_disagreeing() -> Disagreeing:
    """Read the lists (once per process)."""
    text = (resources.files("suasion.reconcile") / "data" / "disagreeing.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Disagreeing)


def any_of(words: Iterable[str]) -> str:
    """Give a pattern that matches any of some words or phrases."""
    return "(?:" + "|".join(re.escape(word) for word in words) + ")"


@lru_cache(maxsize=16384)
def callings_in(sentence: str) -> frozenset[str]:
    """Say what a sentence calls an exchange: a gift, a sale, a loan."""
    folded = sentence.casefold()
    return frozenset(
        name
        for name, (words, pattern) in _callings().items()
        if any(word in folded for word in words) and pattern.search(folded)
    )


@cache
def _callings() -> dict[str, tuple[tuple[str, ...], re.Pattern[str]]]:
    """Give the words of each name, and the pattern that has them stand for themselves: most sentences have none of them."""
    named = load_disagreeing().callings
    return {name: (words, re.compile(rf"\b{any_of(words)}\b")) for name, words in named.items()}


def is_contesting(sentence: str) -> bool:
    """Whether a sentence stresses who did it: "it was the others who fired first"."""
    return bool(_contesting().search(sentence))


@cache
def _contesting() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(load_disagreeing().contesting)}\b", re.IGNORECASE)


def is_deal(trigger: str, sentence: str) -> bool:
    """Whether two sides do an act together, whichever is the subject: they sign a treaty, reach an agreement."""
    listed = load_disagreeing()
    if listed.mutual.isdisjoint(trigger.casefold().split()):
        return False
    return not listed.deals.isdisjoint(word.strip(",.;:\"'’”") for word in sentence.casefold().split())


def is_doubted(sentence: str, at: int) -> bool:
    """Whether the word at a place of a sentence is a deed that may have been done, and not one that may yet be."""
    return _DOUBTED.search(sentence, max(0, at - _LOOK_BACK), at) is not None


def takes_back(text: str) -> bool:
    """Whether words say that a report is taken back."""
    folded = text.casefold()
    return any(word in folded for word in load_disagreeing().retracting)
