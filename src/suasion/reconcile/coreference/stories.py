"""Which documents tell one story: what two texts have in common, weighed by trees."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
import numpy.typing as npt

from suasion.reconcile.coreference.grouping import average_link, part_by_modularity
from suasion.reconcile.words import stem

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.float64]
Words = frozenset[str]
LEAD = 3
"""Sentences that count as the beginning of a document."""
SHARED = 0.05
"""Cosine of two texts below which they tell no common story, whatever else they share."""
STORY = 0.3
"""Average probability from which two groups of documents are looked at together.

From .15 to .4 ECB+'s topics score the same; below .25 different doings of one president come together.
"""
APART = 0.04
"""Modularity from which a group of documents is two stories.

From .03 to .05 ECB+'s topics score the same, at .08 over half a point less.
"""
RARE = 4.0
"""Rarity above which a word tells what a text is about."""
_SHOUTED = 0.6
"""Share of capitalised words above which a sentence is a headline whose capitals name nobody."""
_SHORT_NAME = 2
_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ADDRESS = re.compile(r"\s*https?\s*:")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(rf"(?:{'|'.join(_MONTHS)})(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?")
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day")


class Rarity(msgspec.Struct, frozen=True):
    """How many of `documents` have a stem; of a stem that is not listed, half a document is taken to have it."""

    documents: int
    counts: dict[str, int]

    def of(self, word: str) -> float:
        """Give the logarithm of one over the share of documents that have the word's stem."""
        return math.log((self.documents + 1) / (self.counts.get(stem(word), 0) + 0.5))


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is compared of a document. The weighted words have length one."""

    texts: Mapping[str, float]
    names: Mapping[str, float]
    numbers: Mapping[str, float]
    leads: Mapping[str, float]
    years: Words
    months: Words
    weekdays: Words
    rare: Words


def profile(sentences: Sequence[str], rarity: Rarity) -> Profile:
    """Read a document's sentences, in order. A line that is only an address is passed over."""
    split = [_WORD.findall(text) for text in sentences if not _ADDRESS.match(text)]
    words = [word for sentence in split for word in sentence]
    lower = [word.casefold() for word in words]
    return Profile(
        texts=_weighed(lower, rarity),
        names=_weighed([name for sentence in split for name in _names(sentence)], rarity),
        numbers=_weighed([word for word in lower if word[0].isdigit()], rarity),
        leads=_weighed([word.casefold() for sentence in split[:LEAD] for word in sentence], rarity),
        years=frozenset(word for word in words if _YEAR.fullmatch(word)),
        months=frozenset(
            w.casefold()[:3] for w in words if w[0].isupper() and _MONTH.fullmatch(w.casefold())
        ),
        weekdays=frozenset(word for word in lower if _WEEKDAY.fullmatch(word)),
        rare=frozenset(stem(word) for word in lower if rarity.of(word) > RARE),
    )


def _names(sentence: Sequence[str]) -> Iterable[str]:
    """Give the capitalised words of a sentence but the first, without days and months."""
    if sum(word[0].isupper() for word in sentence) > _SHOUTED * len(sentence):
        return
    for word in sentence[1:]:
        folded = word.casefold()
        named = word[0].isupper() and len(word) > _SHORT_NAME
        if named and not _MONTH.fullmatch(folded) and not _WEEKDAY.fullmatch(folded):
            yield folded


def _weighed(words: Iterable[str], rarity: Rarity) -> dict[str, float]:
    """Give each stem the weight 1 + log(count), times its rarity, and the whole length one."""
    counts = Counter(stem(word) for word in words)
    weights = {word: (1 + math.log(count)) * rarity.of(word) for word, count in sorted(counts.items())}
    length = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
    return {word: weight / length for word, weight in weights.items()} if length else {}


def story_features(profiles: Sequence[Profile]) -> Floats:
    """Compare all pairs: (profiles, profiles, features)."""
    cosines = [
        _cosines([getattr(it, name) for it in profiles]) for name in ("texts", "names", "numbers", "leads")
    ]
    shares = [_shares([getattr(it, name) for it in profiles]) for name in ("years", "months", "weekdays")]
    rare = [it.rare for it in profiles]
    common = np.array([[math.log1p(len(a & b)) for b in rare] for a in rare], dtype=np.float32)
    return np.stack([*cosines, *shares, common], axis=-1)


def _cosines(weights: Sequence[Mapping[str, float]]) -> Floats:
    columns = {word: i for i, word in enumerate(sorted({word for it in weights for word in it}))}
    table = np.zeros((len(weights), len(columns)), dtype=np.float32)
    for i, it in enumerate(weights):
        table[i, [columns[word] for word in it]] = list(it.values())
    return table @ table.T


def _shares(sets: Sequence[Words]) -> Floats:
    """The shared share of the smaller set, -1 where either is empty."""
    return np.array(
        [[len(a & b) / min(len(a), len(b)) if a and b else -1.0 for b in sets] for a in sets],
        dtype=np.float32,
    )


def story_groups(story: Numbers) -> list[list[int]]:
    """Group documents that may tell one story.

    Two raids, or two earthquakes, come together by their words. That each document is nearer to its own half of the group than to the
    other is seen only in all pairs at once.

    Args:
        story: the probability that two documents tell one story, by pair; symmetric, the diagonal does not matter.

    Returns:
        Places in the table by group, each group and the groups in order.

    """
    return sorted(
        [group[i] for i in part]
        for group in average_link(story, STORY)
        for part in part_by_modularity(story[np.ix_(group, group)], APART)
    )
