"""Which pairs of a large block could be one event at all.

`compare` takes some 20 µs, too long for the millions of pairs of two states that are much in the news. An upper
bound of its score, for one part at once against all others that lie near it in time, leaves the few that are worth the
time. It is an upper bound, never an estimate: no pair that `compare` would join is left out (a property test holds this).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from suasion.reconcile import compare as terms
from suasion.reconcile import stories
from suasion.reconcile.lexicon import load_lexicon
from suasion.reconcile.parts import Part

Array: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Masks: TypeAlias = NDArray[np.int64]
Places: TypeAlias = NDArray[np.intp]
_SLACK = 1e-6
"""More than the rounding of sums can take away."""


def could_join(
    parts: Sequence[Part], same_event_days: int, asked: Collection[int] | None = None
) -> Iterator[tuple[int, int]]:
    """Give the pairs of positions (the smaller first) whose score may reach `JOIN` and that no days keep apart.

    If some positions are `asked`, only pairs with one of these.
    """
    block = _Block(parts, same_event_days)
    wanted = frozenset(range(len(parts)) if asked is None else asked)
    for i in sorted(wanted):
        others = block.near(i)
        close = others[block.bound(i, others) >= terms.JOIN - _SLACK]
        yield from ((min(i, j), max(i, j)) for j in close.tolist() if j > i or (j < i and j not in wanted))


def cells(part: Part) -> tuple[int, ...]:
    """Give the stretches of `LONG_DAYS` days that a part has to do with: by its date and by its day of publication.

    Parts of which no cells are the same or next to each other lie too long apart to be one event. A part of a report without
    a date has none: it may meet all.
    """
    if part.told is None:
        return ()
    told = part.told // terms.LONG_DAYS
    if part.period is None:
        return (told,)
    first, last = (day // terms.LONG_DAYS for day in part.period)
    return tuple(sorted({told, *range(first, last + 1)}))


class _Block:
    """The parts of a block as columns."""

    def __init__(self, parts: Sequence[Part], same_event_days: int) -> None:
        self._parts, self._days = parts, same_event_days
        self._types = np.array([hash(part.statement.event_type) for part in parts])
        self._starts = _days([part.period[0] if part.period else None for part in parts])
        self._ends = _days([part.period[1] if part.period else None for part in parts])
        self._published = _days([part.told for part in parts])
        self._told = np.where(np.isnan(self._ends), self._published, self._ends)
        self._dated: Flags = np.array([part.dated for part in parts])
        self._denied: Flags = np.array([part.denied for part in parts])
        self._sizes = np.array([len(part.words) for part in parts], dtype=float)
        self._places = _postings(parts)
        self._cells, self._timeless = _by_cell(parts)
        self._instruments, self._broad = _masks(parts)
        self._kin = _kin(parts)
        self._extras = _extras(parts)

    def near(self, i: int) -> Places:
        """Give the places of parts that lie near part `i` in time."""
        mine = cells(self._parts[i])
        if not mine:
            return np.arange(len(self._parts))
        near = {cell + step for cell in mine for step in (-1, 0, 1)}
        found = [self._cells[cell] for cell in sorted(near) if cell in self._cells]
        return np.unique(np.concatenate([self._timeless, *found]))

    def bound(self, i: int, others: Places) -> Array:
        """Give the upper bound of part `i` with each of some others; minus infinity where days keep them apart."""
        same = np.where(self._types[others] == self._types[i], terms.SAME_TYPE, terms.SAME_FAMILY)
        extras = np.minimum(self._extras[others], self._extras[i]).sum(axis=1)
        fixed = terms.SAME_SIDES + terms.SAME_TRIGGER + terms.DENIAL_OF_CLAIM
        terms_of = (self._means, self._wording, self._when, self._story)
        return np.asarray(same + fixed + extras + sum(term(i, others) for term in terms_of), dtype=float)

    def _means(self, i: int, others: Places) -> Array:
        mine, theirs = self._instruments[i], self._instruments[others]
        if not mine:
            return np.zeros(len(others))
        shared = theirs & mine
        apart = np.where(self._kin[others] & self._kin[i], terms.KINDRED_INSTRUMENT, terms.OTHER_INSTRUMENT)
        alike = np.where(shared & ~self._broad, terms.SAME_INSTRUMENT, terms.BROAD_INSTRUMENT)
        return np.where(theirs == 0, 0.0, np.where(shared, alike, apart))

    def _wording(self, i: int, others: Places) -> Array:
        shared = np.zeros(len(self._parts))
        for word in self._parts[i].words:
            shared[self._places[word]] += 1
        smaller = np.maximum(np.minimum(self._sizes[others], self._sizes[i]), 1.0)
        return np.asarray(terms.WORDING * shared[others] / smaller, dtype=float)

    def _when(self, i: int, others: Places) -> Array:
        starts, ends, published = self._starts[others], self._ends[others], self._published[others]
        gap = np.maximum(starts, self._starts[i]) - np.minimum(ends, self._ends[i])
        both = ~np.isnan(gap)
        denial = self._denied[others] | self._denied[i]
        since = np.where(
            denial, np.abs(published - self._published[i]), np.abs(self._told[others] - self._told[i])
        )
        hard = self._dated[others] & self._dated[i]
        allowed = np.where(both & hard, self._days, terms.LONG_DAYS)
        known = np.where(gap > self._days, terms.GUESSED_APART, terms.SAME_DAYS)
        return np.where(np.where(both, gap, since) > allowed, -np.inf, np.where(both, known, 0.0))

    def _story(self, i: int, others: Places) -> Array:
        apart = np.abs(self._published[others] - self._published[i]) > stories.STORY_DAYS
        return np.where(apart, 0.0, stories.SAME_STORY)


def _days(days: Sequence[int | None]) -> Array:
    return np.array([np.nan if one is None else float(one) for one in days])


def _by_cell(parts: Sequence[Part]) -> tuple[dict[int, Places], Places]:
    """Give the places of the parts of each cell, and of those that have none."""
    places: dict[int, list[int]] = defaultdict(list)
    timeless = []
    for i, part in enumerate(parts):
        own = cells(part)
        for cell in own:
            places[cell].append(i)
        if not own:
            timeless.append(i)
    return {cell: np.array(found) for cell, found in places.items()}, np.array(timeless, dtype=np.intp)


def _postings(parts: Sequence[Part]) -> dict[str, Places]:
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
                max(terms.TITLE_AND_LEAD, stories.BOTH_OPEN) if part.opening else 0.0,
                terms.SAME_NAMES if len(part.names) > 1 else terms.SAME_NAME if part.names else 0.0,
                terms.SAME_HOLDER if part.statement.holders else 0.0,
            )
            for part in parts
        ]
    )
