"""Which pairs of a large block could be one event at all.

`compare` takes some 20 µs, too long for the millions of pairs of two states that are much in the news. An upper
bound of its score, for one part at once against all others that lie near it in time, leaves the few that are worth the
time. It is an upper bound, never an estimate: no pair that `compare` would join is left out (a property test holds this).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
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

    If some positions are `asked`, only pairs of one of these with another.
    """
    block = _Block(parts, same_event_days)
    wanted = frozenset(range(len(parts)) if asked is None else asked)
    for i in sorted(wanted):
        others = block.near(i)
        close = others[block.bound(i, others) >= terms.JOIN - _SLACK]
        if asked is None:
            yield from ((i, j) for j in close.tolist() if j > i)
        else:
            yield from ((min(i, j), max(i, j)) for j in close.tolist() if j not in wanted)


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
        self._words = _Holders([part.words for part in parts])
        self._triggers = _Holders([part.trigger for part in parts])
        self._names = _Holders([part.names for part in parts])
        self._stories = _Holders([part.story for part in parts])
        sides = frozenset().union(*(part.own for part in parts))
        self._told_of = np.array([len(part.story) for part in parts])
        self._at_least = np.array([len(part.story - sides) for part in parts])
        self._opens: Flags = np.array([part.opening is not None for part in parts])
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
        denial = np.where(self._denied[others] != self._denied[i], terms.DENIAL_OF_CLAIM, 0.0)
        terms_of = (self._means, self._wording, self._when, self._story)
        fixed = terms.SAME_SIDES + same + extras + denial
        return np.asarray(fixed + sum(term(i, others) for term in terms_of), dtype=float)

    def _means(self, i: int, others: Places) -> Array:
        mine, theirs = self._instruments[i], self._instruments[others]
        if not mine:
            return np.zeros(len(others))
        shared = theirs & mine
        apart = np.where(self._kin[others] & self._kin[i], terms.KINDRED_INSTRUMENT, terms.OTHER_INSTRUMENT)
        alike = np.where(shared & ~self._broad, terms.SAME_INSTRUMENT, terms.BROAD_INSTRUMENT)
        return np.where(theirs == 0, 0.0, np.where(shared, alike, apart))

    def _wording(self, i: int, others: Places) -> Array:
        part = self._parts[i]
        shared = self._words.shared(part.words)[others]
        smaller = np.maximum(np.minimum(self._sizes[others], self._sizes[i]), 1.0)
        trigger = np.where(self._triggers.shared(part.trigger)[others] > 0, terms.SAME_TRIGGER, 0.0)
        names = self._names.shared(part.names)[others]
        named = np.where(names > 0, np.where(names > 1, terms.SAME_NAMES, terms.SAME_NAME), 0.0)
        return np.asarray(terms.WORDING * shared / smaller + trigger + named, dtype=float)

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
        """How surely they may tell one story: names of the two sides are left out as far as one part shows them."""
        part = self._parts[i]
        apart = np.abs(self._published[others] - self._published[i]) > stories.STORY_DAYS
        shared = self._stories.shared(part.story - part.own)[others]
        smaller = np.minimum(self._at_least[others], self._at_least[i])
        larger = np.minimum(self._told_of[others], self._told_of[i])
        share = stories.surely(shared, np.maximum(smaller, 1), larger)
        opens = np.where(self._opens[others] & self._opens[i], stories.BOTH_OPEN, 0.0)
        return np.where(apart, 0.0, share * (stories.SAME_STORY + opens))


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


class _Holders:
    """Which parts of a block hold which words."""

    def __init__(self, held: Sequence[frozenset[str]]) -> None:
        self._count = len(held)
        places: dict[str, list[int]] = defaultdict(list)
        for i, words in enumerate(held):
            for word in words:
                places[word].append(i)
        self._places = {word: np.array(found) for word, found in places.items() if len(found) > 1}

    def shared(self, words: Iterable[str]) -> Places:
        """Count for each part which of these words of another part it holds too."""
        found = [self._places[word] for word in words if word in self._places]
        if not found:
            return np.zeros(self._count, dtype=np.intp)
        return np.bincount(np.concatenate(found), minlength=self._count)


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
                terms.SAME_HOLDER if any(one.kind == "actor" for one in part.statement.holders[:1]) else 0.0,
            )
            for part in parts
        ]
    )
