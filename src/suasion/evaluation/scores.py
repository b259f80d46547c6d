"""Scores as small pure functions. Counts add: the score of two files is that of their rows together."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Right, surplus and missed answers. Shares with nothing to divide by are 0."""

    right: int = 0
    surplus: int = 0
    missed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            right=self.right + other.right,
            surplus=self.surplus + other.surplus,
            missed=self.missed + other.missed,
        )

    @classmethod
    def of_sets(cls, gold: Set[Item], predicted: Set[Item]) -> Counts:
        """Count what two sets share and what only one of them has."""
        return cls(right=len(gold & predicted), surplus=len(predicted - gold), missed=len(gold - predicted))

    @property
    def precision(self) -> float:
        """Share of the answers given that are right, 0 to 1."""
        return _share(self.right, self.right + self.surplus)

    @property
    def recall(self) -> float:
        """Share of the right answers that were given, 0 to 1."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1."""
        return _share(2 * self.right, 2 * self.right + self.surplus + self.missed)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


Confusion = Counter[tuple[str, str]]
"""How often each (gold class, predicted class) occurred."""


def by_class(confusion: Mapping[tuple[str, str], int]) -> dict[str, Counts]:
    """Give the counts of every class that is in the gold or was predicted, in alphabetical order."""
    counts: dict[str, Counts] = {}
    for (gold, predicted), number in confusion.items():
        missed = {gold: Counts(missed=number), predicted: Counts(surplus=number)}
        parts = {gold: Counts(right=number)} if gold == predicted else missed
        for name, part in parts.items():
            counts[name] = counts.get(name, Counts()) + part
    return dict(sorted(counts.items()))


def macro_f1(confusion: Mapping[tuple[str, str], int]) -> float:
    """Mean F1 of the classes in the gold or predicted, each counting the same; 0 without any."""
    scores = [counts.f1 for counts in by_class(confusion).values()]
    return _share(sum(scores), len(scores))


def accuracy(confusion: Mapping[tuple[str, str], int]) -> float:
    """Share of items whose class is right, 0 to 1."""
    right = sum(number for (gold, predicted), number in confusion.items() if gold == predicted)
    return _share(right, sum(confusion.values()))


def pearson(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Pearson's correlation, -1 to 1; null for fewer than two pairs or where one side does not vary."""
    if len(first) < 2:  # noqa: PLR2004  a line needs two points
        return None
    middle = (math.fsum(first) / len(first), math.fsum(second) / len(second))
    a = [value - middle[0] for value in first]
    b = [value - middle[1] for value in second]
    scale = math.sqrt(math.fsum(x * x for x in a) * math.fsum(y * y for y in b))
    return math.fsum(x * y for x, y in zip(a, b, strict=True)) / scale if scale else None


def mean_absolute_error(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Mean distance of the pairs, in the unit of the values; null without any."""
    gaps = [abs(x - y) for x, y in zip(first, second, strict=True)]
    return math.fsum(gaps) / len(gaps) if gaps else None


def bootstrap_interval(
    items: Sequence[Item],
    statistic: Callable[[Sequence[Item]], float],
    *,
    level: float = 0.95,
    draws: int = 1000,
    seed: int = 0,
) -> tuple[float, float]:
    """Give the percentile interval of a statistic over resamples of the items (Efron 1979).

    `level` is the interval's coverage, between 0 and 1. With no items both ends are the statistic of none.
    """
    source = random.Random(seed)
    values = sorted(statistic(source.choices(items, k=len(items)) if items else items) for _ in range(draws))
    cut = (1 - level) / 2
    return _quantile(values, cut), _quantile(values, 1 - cut)


def _quantile(ordered: Sequence[float], share: float) -> float:
    """Interpolate linearly between order statistics (type 7 of Hyndman and Fan 1996)."""
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def krippendorff_alpha(units: Iterable[Sequence[str]]) -> float | None:
    """Agreement between coders on nominal values: 1 perfect, 0 by chance (Krippendorff 2004, section 11.3).

    Each unit lists the values its coders gave, missing ones left out; units with fewer than two values say
    nothing. Null where no two values can be compared or all values are the same, as chance is then undefined.
    """
    paired = [unit for unit in units if len(unit) > 1]
    totals = Counter(value for unit in paired for value in unit)
    number = sum(totals.values())
    observed = math.fsum(_disagreeing_pairs(Counter(unit)) / (len(unit) - 1) for unit in paired)
    expected = _share(_disagreeing_pairs(totals), number - 1) if number > 1 else 0.0
    return 1 - observed / expected if expected else None


def _disagreeing_pairs(counts: Counter[str]) -> int:
    """Ordered pairs of different values."""
    number = sum(counts.values())
    return number * number - sum(count * count for count in counts.values())
