"""Which pairs of a large block could be one event at all.

`compare` takes some 20 µs, too long for the millions of pairs of two states that are much in the news. An upper
bound of its score, for one part against all others at once, leaves the few that are worth the time. It is an upper
bound, never an estimate: no pair that `compare` would join is left out (a property test holds this).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from suasion.reconcile import compare as terms
from suasion.reconcile.lexicon import load_lexicon
from suasion.reconcile.parts import Part

Array: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Masks: TypeAlias = NDArray[np.int64]
_SLACK = 1e-6
"""More than the rounding of sums can take away."""


def could_join(parts: Sequence[Part], same_event_days: int) -> Iterator[tuple[int, int]]:
    """Give the pairs of positions (the smaller first) whose score may reach `JOIN` and that no stated dates keep apart."""
    block = _Block(parts, same_event_days)
    for i in range(len(parts) - 1):
        near = np.flatnonzero(block.bound(i)[i + 1 :] >= terms.JOIN - _SLACK)
        yield from ((i, i + 1 + int(j)) for j in near)


class _Block:
    """The parts of a block as columns."""

    def __init__(self, parts: Sequence[Part], same_event_days: int) -> None:
        self._parts, self._days = parts, same_event_days
        self._types = np.array([hash(part.statement.event_type) for part in parts])
        self._starts = _days([part.period[0] if part.period else None for part in parts])
        self._ends = _days([part.period[1] if part.period else None for part in parts])
        self._published = _days([part.published for part in parts])
        self._told = np.where(np.isnan(self._ends), self._published, self._ends)
        self._dated: Flags = np.array([part.dated for part in parts])
        self._denied: Flags = np.array([part.statement.factuality == "denied" for part in parts])
        self._sizes = np.array([len(part.words) for part in parts], dtype=float)
        self._places = _postings(parts)
        self._instruments, self._broad = _masks(parts)
        self._kin = _kin(parts)
        self._extras = _extras(parts)

    def bound(self, i: int) -> Array:
        """Give the upper bound of part `i` with each part; minus infinity where stated dates lie apart."""
        same = np.where(self._types == self._types[i], terms.SAME_TYPE, terms.SAME_FAMILY)
        extras = np.minimum(self._extras, self._extras[i]).sum(axis=1)
        fixed = terms.SAME_SIDES + terms.SAME_TRIGGER + terms.SAME_STORY
        return np.asarray(
            same + fixed + extras + self._means(i) + self._wording(i) + self._when(i), dtype=float
        )

    def _means(self, i: int) -> Array:
        mine = self._instruments[i]
        if not mine:
            return np.zeros(len(self._parts))
        shared = self._instruments & mine
        apart = np.where(self._kin & self._kin[i], terms.KINDRED_INSTRUMENT, terms.OTHER_INSTRUMENT)
        alike = np.where(shared & ~self._broad, terms.SAME_INSTRUMENT, terms.BROAD_INSTRUMENT)
        return np.where(self._instruments == 0, 0.0, np.where(shared, alike, apart))

    def _wording(self, i: int) -> Array:
        shared = np.zeros(len(self._parts))
        for word in self._parts[i].words:
            shared[self._places[word]] += 1
        smaller = np.maximum(np.minimum(self._sizes, self._sizes[i]), 1.0)
        return np.asarray(terms.WORDING * shared / smaller, dtype=float)

    def _when(self, i: int) -> Array:
        gap = np.maximum(self._starts, self._starts[i]) - np.minimum(self._ends, self._ends[i])
        both, apart = ~np.isnan(gap), gap > self._days
        denial = self._denied | self._denied[i]
        since = np.where(
            denial, np.abs(self._published - self._published[i]), np.abs(self._told - self._told[i])
        )
        undated = np.where(since > terms.LONG_DAYS, terms.LONG_APART, 0.0)
        known = np.where(apart, terms.GUESSED_APART, terms.SAME_DAYS)
        barred = both & apart & self._dated & self._dated[i]
        return np.where(barred, -np.inf, np.where(both, known, undated))


def _days(days: Sequence[date | None]) -> Array:
    return np.array([float(one.toordinal()) if one else np.nan for one in days])


def _postings(parts: Sequence[Part]) -> dict[str, NDArray[np.intp]]:
    places: dict[str, list[int]] = defaultdict(list)
    for i, part in enumerate(parts):
        for word in part.words:
            places[word].append(i)
    return {word: np.array(found) for word, found in places.items()}


def _masks(parts: Sequence[Part]) -> tuple[Masks, np.int64]:
    """Give each part's instruments as bits, and the bits of those that nearly any act may carry."""
    bits = {
        name: 1 << i for i, name in enumerate(sorted({name for part in parts for name in part.instruments}))
    }
    broad = sum(bit for name, bit in bits.items() if name in load_lexicon().broad_instruments)
    return np.array([sum(bits[name] for name in part.instruments) for part in parts]), np.int64(broad)


def _kin(parts: Sequence[Part]) -> Masks:
    families = load_lexicon().kindred_instruments
    return np.array(
        [sum(1 << i for i, family in enumerate(families) if part.instruments & family) for part in parts]
    )


def _extras(parts: Sequence[Part]) -> Array:
    """Give what a part could add that `compare` looks up in both: people, a place, amounts, a long list of sides."""
    return np.array(
        [
            (
                terms.SAME_PEOPLE if len(part.persons) > 1 else 0.0,
                terms.SAME_PLACE if part.statement.where else 0.0,
                terms.SAME_AMOUNT if part.statement.amounts else 0.0,
                terms.MANY_SIDES if len(part.parties) >= terms.MANY else 0.0,
                terms.TITLE_AND_LEAD if part.opening else 0.0,
            )
            for part in parts
        ]
    )
