"""Whether a report retells another in words of its own, where words leave it open: by what its sentences mean.

Two accounts of one event are about the same things, so that all their sentences are somewhat alike. What a retelling has
besides: most of its sentences have one counterpart each that stands out among the others, and these stand in one order.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
import numpy.typing as npt

from suasion.models.meaning import load_meaning
from suasion.reconcile.texts import Text
from suasion.reconcile.words import stems_of
from suasion.records import Span

_MIN_STEMS = 4
"""Content stems from which a sentence has a meaning worth comparing."""
_MIN_SENTENCES = 3
"""Fewer have no order."""
_LIKE = 0.4
"""Cosine from which two sentences may be counterparts; most that are none of each other, in one story, are below."""
_LIKE_BY_WORDS, _SHARED_STEMS = 0.3, 2
"""Share of the stems of the sentence that has fewer, and stems, from which two may be counterparts by their words."""
_SHOWN = 3
"""Counterparts by words from which their order says enough."""
_BEYOND_CHANCE = 1.0
"""Standard deviations above no order: chance alone gets there in one of six cases."""
_REMEMBERED = 20_000
"""Sentences whose vectors a process holds: some 30 MB."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondence:
    """How the sentences of two reports answer to each other. Whichever comes first, the measures are the same.

    Counterparts are two sentences each of which stands out most for the other. `matched`: share of the content stems that
    stand in sentences with a counterpart, 0-1, in the report where it is greater. `order`: Kendall's tau of the
    counterparts, from -1 (turned round) to 1. `contrast`: by how much the likest sentence stands out, on average, in the
    report where it is greater, as a difference of cosines.
    """

    matched: float
    order: float
    contrast: float

    @property
    def ordered(self) -> float:
        """What is matched, as far as it stands in one order, -1 to 1."""
        return self.matched * self.order


@dataclass(frozen=True, slots=True)
class _Meant:
    """Sentences that say something: one vector and the number of stems of each."""

    vectors: Floats
    sizes: npt.NDArray[np.int64]


class MeaningReader:
    """Compares reports by what their sentences mean."""

    def __init__(self, most: int) -> None:
        """Make one that reads the first `most` sentences of a report; with 0 it compares nothing."""
        self._most = most

    def correspondence(self, left: Text, right: Text) -> Correspondence | None:
        """Compare two reports; null if one has too few sentences."""
        told, others = (_telling(text, self._most) for text in (left, right))
        if min(len(told), len(others)) < _MIN_SENTENCES:
            return None
        return _correspondence(_meant(told), _meant(others))

    def turned(self, left: Text, right: Text) -> bool:
        """Whether the sentences that have a counterpart by their words already show that the two follow no common order.

        So it is if they stand in hardly more order than chance would bring.
        """
        told, others = (_stems(text, self._most) for text in (left, right))
        if min(len(told), len(others)) < _SHOWN:
            return False
        shared = np.array([[len(one & other) for other in others] for one in told], dtype=np.float32)
        fewer = np.array([[min(len(one), len(other)) for other in others] for one in told])
        likeness = np.where(shared >= _SHARED_STEMS, shared / fewer, 0.0).astype(np.float32)
        pairs = _counterparts(likeness, _margins(likeness), _LIKE_BY_WORDS)
        return len(pairs) >= _SHOWN and _deviations([column for _, column in pairs]) < _BEYOND_CHANCE


def _meant(told: Sequence[tuple[Span, int]]) -> _Meant:
    return _Meant(np.stack([_vector(span.text) for span, _ in told]), np.array([size for _, size in told]))


@lru_cache(maxsize=_REMEMBERED)
def _vector(sentence: str) -> Floats:
    """Encode a sentence, once for all copies of it that a process reads at a time."""
    return np.asarray(load_meaning().sentences([sentence])[0], dtype=np.float32)


def _telling(text: Text, most: int) -> list[tuple[Span, int]]:
    """Give those of the first sentences that say something, with their numbers of stems."""
    return [(span, len(stems)) for span, stems in _stemmed(text, most)]


def _stems(text: Text, most: int) -> list[frozenset[str]]:
    return [stems for _, stems in _stemmed(text, most)]


def _stemmed(text: Text, most: int) -> list[tuple[Span, frozenset[str]]]:
    stemmed = (
        (span, stems_of(words))
        for span, words in zip(text.spans[:most], text.by_sentence[:most], strict=True)
    )
    return [(span, stems) for span, stems in stemmed if len(stems) >= _MIN_STEMS]


def _correspondence(left: _Meant, right: _Meant) -> Correspondence:
    cosines = left.vectors @ right.vectors.T
    standing_out = _margins(cosines)
    pairs = _counterparts(cosines, standing_out, _LIKE)
    rows, columns = [row for row, _ in pairs], [column for _, column in pairs]
    return Correspondence(
        matched=float(
            max(
                left.sizes[rows].sum() / left.sizes.sum(),
                right.sizes[columns].sum() / right.sizes.sum(),
            )
        ),
        order=_kendall(columns),
        contrast=float(max(standing_out.max(axis=1).mean(), standing_out.max(axis=0).mean())),
    )


def _margins(cosines: Floats) -> Floats:
    """Give by how much each cosine is above the mean of its row and column.

    As in the distance margin of Artetxe and Schwenk 2019, with all sentences of the other report for nearest ones.
    """
    means = (cosines.mean(axis=1, keepdims=True) + cosines.mean(axis=0, keepdims=True)) / 2
    return np.asarray(cosines - means, dtype=np.float32)


def _counterparts(likeness: Floats, margins: Floats, least: float) -> list[tuple[int, int]]:
    """Give (row, column) of the sentences, alike enough, that stand out most for each other, in order of the rows."""
    best, back = margins.argmax(axis=1).tolist(), margins.argmax(axis=0).tolist()
    return [
        (row, column)
        for row, column in enumerate(best)
        if back[column] == row and likeness[row, column] >= least
    ]


def _kendall(places: list[int]) -> float:
    """Give Kendall's tau of distinct places against their order: 0 if there are fewer than two."""
    return _steps(places) / max(math.comb(len(places), 2), 1)


def _deviations(places: list[int]) -> float:
    """Give by how many standard deviations the order of distinct places, two at least, is above none (Kendall 1938).

    With his correction for continuity: one step less.
    """
    count = len(places)
    variance = count * (count - 1) * (2 * count + 5) / 18
    return (_steps(places) - 1) / math.sqrt(variance)


def _steps(places: list[int]) -> int:
    """Count the pairs of places that stand in order, less those that do not."""
    return sum(1 if first < second else -1 for first, second in combinations(places, 2))
