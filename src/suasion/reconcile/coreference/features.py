"""What two tellings have in common, as the numbers that the scorer weighs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from suasion.reconcile.coreference.telling import Telling, Words

Floats = npt.NDArray[np.float32]
UNKNOWN = -1.0
"""Stands where one of the two says nothing that could be compared."""
FAR = 20
"""Sentences of one document further apart than this count as this far."""
_PREFIX = 3

Rarity = Callable[[str], float]
"""How rare a word is in news: the logarithm of one over its share of documents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A telling with its vectors: of its words in their sentence, of its words alone, of the sentence. All of unit length."""

    telling: Telling
    mention: Floats
    term: Floats
    sentence: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """How near the two documents are: the probability that they tell one story, and what their texts have in common (0-1)."""

    story: float
    texts: float


NAMES = (
    "same_head", "same_surface", "head_letters", "head_prefix", "head_in_phrase", "phrases",
    "mention_cosine", "term_cosine", "sentence_cosine",
    "subjects", "objects", "others", "arguments", "crossed", "arguments_around",
    "names", "numbers", "days", "words", "rare_words",
    "verbs", "nouns", "same_governor", "negated", "rarest_head", "commonest_head",
    "same_document", "distance", "first_number", "story", "texts",
)  # fmt: skip
"""The features in order."""


def features(left: Told, right: Told, near: Nearness, rarity: Rarity) -> list[float]:
    """Give the features of a pair in the order of `NAMES`; the same whichever comes first."""
    a, b = left.telling, right.telling
    return [
        *_wording(a, b),
        float(left.mention @ right.mention),
        float(left.term @ right.term),
        float(left.sentence @ right.sentence),
        *_sides(a, b),
        *_around(a, b, rarity),
        *_kinds(a, b, rarity),
        *_places(a, b),
        near.story,
        near.texts,
    ]


def _wording(a: Telling, b: Telling) -> list[float]:
    shorter = min(len(a.head), len(b.head))
    shared = next((i for i in range(shorter) if a.head[i] != b.head[i]), shorter)
    return [
        float(a.head == b.head),
        float(a.surface == b.surface),
        _dice(_letters(a.head), _letters(b.head)),
        shared / max(len(a.head), len(b.head), 1) if shared >= _PREFIX else 0.0,
        float(a.head in b.phrase) + float(b.head in a.phrase),
        _dice(a.phrase, b.phrase),
    ]


def _sides(a: Telling, b: Telling) -> list[float]:
    mine, yours = a.subjects | a.objects | a.others, b.subjects | b.objects | b.others
    return [
        share(a.subjects, b.subjects),
        share(a.objects, b.objects),
        share(a.others, b.others),
        share(mine, yours),
        max(share(a.subjects, b.objects), share(a.objects, b.subjects)),
        max(share(mine, b.words | b.phrase), share(yours, a.words | a.phrase)),
    ]


def _around(a: Telling, b: Telling, rarity: Rarity) -> list[float]:
    both, either = a.words & b.words, min(a.words, b.words, key=len)
    total = sum(rarity(word) for word in sorted(either))
    return [
        share(a.names, b.names),
        share(a.numbers, b.numbers),
        share(a.days, b.days),
        share(a.words, b.words),
        sum(rarity(word) for word in sorted(both)) / total if total else UNKNOWN,
    ]


def _kinds(a: Telling, b: Telling, rarity: Rarity) -> list[float]:
    heads = sorted((rarity(a.head), rarity(b.head)))
    return [
        float((a.tag == "VERB") + (b.tag == "VERB")),
        float((a.tag == "NOUN") + (b.tag == "NOUN")),
        float(a.governor == b.governor != ""),
        float(a.negated != b.negated),
        heads[1],
        heads[0],
    ]


def _places(a: Telling, b: Telling) -> list[float]:
    one = a.place.document == b.place.document != ""
    return [
        float(one),
        float(min(abs(a.place.number - b.place.number), FAR)) if one else UNKNOWN,
        float(min(a.place.number, b.place.number, FAR)),
    ]


def share(a: Words, b: Words) -> float:
    """Shared share of the smaller set, 0-1 (Szymkiewicz-Simpson); `UNKNOWN` if either is empty."""
    return len(a & b) / min(len(a), len(b)) if a and b else UNKNOWN


@lru_cache(maxsize=1 << 14)
def _letters(word: str) -> Words:
    padded = f" {word} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def _dice(a: Words, b: Words) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0
