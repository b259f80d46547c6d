"""Which pairs of a large block are alike enough to be one event, or could be.

`compare` takes some 20 µs, too long for the millions of pairs of two states that are much in the news. Here the terms of its
score are worked out for many parts at once against all others that lie near them in time. For most pairs (the same sides,
nobody named) that is the score itself, to the last bit; for the others it is an upper bound, never an estimate, and those
that it leaves are compared one by one (property tests hold both).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from suasion.reconcile import compare as terms
from suasion.reconcile import stories
from suasion.reconcile.lexicon import load_lexicon
from suasion.reconcile.parts import Part

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Array: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Masks: TypeAlias = NDArray[np.int64]
Places: TypeAlias = NDArray[np.intp]
_SLACK = 1e-6
"""More than the rounding of sums can take away."""
_AT_ONCE = 100_000
"""Pairs that are looked at in one go: some 20 MB of tables."""


def could_join(
    parts: Sequence[Part], same_event_days: int, asked: Collection[int] | None = None
) -> Iterator[tuple[int, int, float | None]]:
    """Give the pairs of positions (the smaller first) whose score may reach `JOIN` and that no days keep apart.

    With its score, where that is known; null: compare the two. If some positions are `asked`, only pairs of one of these with
    another.
    """
    block, places = _Block(parts, same_event_days), _Times(parts)
    wanted = None if asked is None else np.isin(np.arange(len(parts)), list(asked))
    for rows, columns in places.lots(wanted):
        scores, known = block.scores(rows, columns)
        close = scores >= terms.JOIN - _SLACK
        if wanted is None:
            close &= places.rank[columns] > places.rank[rows][:, None]
        left, right = np.nonzero(close)
        first, second = rows[left], columns[right]
        found = zip(
            np.minimum(first, second).tolist(),
            np.maximum(first, second).tolist(),
            scores[close].tolist(),
            known[close].tolist(),
            strict=True,
        )
        for i, j, score, sure in found:
            if not sure:
                yield i, j, None
            elif (rounded := terms.bounded(score)) >= terms.JOIN:
                yield i, j, rounded


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


class _Times:
    """The places of the parts of a block by their cells; `rank` is a part's place in order of time, those without one first."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._own = [cells(part) for part in parts]
        begins = np.array([own[0] if own else -1 for own in self._own], dtype=np.int64)
        self._order = np.argsort(begins, kind="stable")
        self.rank = np.empty(len(parts), dtype=np.intp)
        self.rank[self._order] = np.arange(len(parts))
        places: dict[int, list[int]] = defaultdict(list)
        for i, own in enumerate(self._own):
            for cell in own:
                places[cell].append(i)
        self._cells = {cell: np.array(found) for cell, found in places.items()}
        self._timeless = np.flatnonzero(begins == -1)

    def lots(self, asked: Flags | None) -> Iterator[tuple[Places, Places]]:
        """Give places, and those of all that lie near them in time and are not before them.

        If some are asked for, these and all others that lie near them.
        """
        rows = self._order if asked is None else self._order[asked[self._order]]
        begin = 0
        while begin < len(rows):
            others = self._near(rows[begin : begin + 1])
            lot = rows[begin : begin + max(_AT_ONCE // max(len(others), 1), 1)]
            others = self._near(lot)
            others = others[self.rank[others] >= self.rank[lot[0]] if asked is None else ~asked[others]]
            yield lot, others
            begin += len(lot)

    def _near(self, places: Places) -> Places:
        if any(not self._own[place] for place in places.tolist()):
            return np.arange(len(self.rank))
        near = {cell + step for place in places.tolist() for cell in self._own[place] for step in (-1, 0, 1)}
        found = [self._cells[cell] for cell in sorted(near) if cell in self._cells]
        return np.unique(np.concatenate([self._timeless, *found]))


class _Block:
    """The parts of a block as columns."""

    def __init__(self, parts: Sequence[Part], same_event_days: int) -> None:
        self._days = same_event_days
        self._types = _numbered([part.statement.event_type for part in parts])
        self._reports = _numbered([part.statement.report_id for part in parts])
        self._sides = _numbered([(part.family, part.acting, part.receiving, part.refused) for part in parts])
        self._own = _numbered([part.own for part in parts])
        self._acted: Flags = np.array([bool(part.acting) for part in parts])
        self._many = np.array([len(part.parties) >= terms.MANY for part in parts])
        self._starts = _days([part.period[0] if part.period else None for part in parts])
        self._ends = _days([part.period[1] if part.period else None for part in parts])
        self._lasts = self._ends - self._starts
        self._published = _days([part.told for part in parts])
        self._told = np.where(np.isnan(self._ends), self._published, self._ends)
        self._dated: Flags = np.array([part.dated for part in parts])
        self._denied: Flags = np.array([part.denied for part in parts])
        self._deeds: Flags = np.array([terms.is_deed(part) for part in parts])
        self._sizes = np.array([len(part.words) for part in parts], dtype=float)
        self._words = _Held([part.words for part in parts])
        self._triggers = _Held([part.trigger for part in parts])
        self._names = _Held([part.names for part in parts])
        self._stories = _Held([part.story - part.own for part in parts])
        sides = frozenset().union(*(part.own for part in parts))
        self._told_of = np.array([len(part.story) for part in parts])
        self._told_beside = np.array([len(part.story - part.own) for part in parts])
        self._told_at_least = np.array([len(part.story - sides) for part in parts])
        self._named: Flags = np.array([bool(part.names) for part in parts])
        self._opens = np.array([_OPENINGS[part.opening] for part in parts])
        self._depth = np.array([part.depth for part in parts])
        self._focus = np.array([part.focus for part in parts])
        self._instruments, self._broad = _masks(parts)
        self._kin = _kin(parts)
        self._people: Flags = np.array([bool(part.persons) for part in parts])
        where = [part.statement.where for part in parts]
        self._places = _numbered([one and one.name for one in where])
        self._lands = _numbered([(one and one.country) or None for one in where])
        self._amounts = _numbered([_amount(part) for part in parts])
        holders = [part.statement.holders[0] if part.statement.holders else None for part in parts]
        self._holders = _numbered([one and one.name for one in holders])
        self._actors: Flags = np.array([one is not None and one.kind == "actor" for one in holders])

    def scores(self, rows: Places, columns: Places) -> tuple[Array, Flags]:
        """Give the score of each of some parts with each of others, and whether it is known; else it is an upper bound.

        Minus infinity where days keep them apart. The terms are added up in the order in which `compare` adds them.
        """
        i, j = rows[:, None], columns[None, :]
        gap = np.maximum(self._starts[i], self._starts[j]) - np.minimum(self._ends[i], self._ends[j])
        smaller = np.minimum(self._sizes[i], self._sizes[j])
        shared = self._words.shared(rows, columns)
        wording = np.where(smaller > 1, shared / np.maximum(smaller, 1.0), 0.0)
        names = self._names.shared(rows, columns)
        means = self._instruments[i] & self._instruments[j]
        known = (self._sides[i] == self._sides[j]) & self._acted[i] & (self._own[i] == self._own[j])
        total = np.where(self._types[i] == self._types[j], terms.SAME_TYPE, terms.SAME_FAMILY)
        total += terms.SAME_SIDES + np.where(self._many[i] & self._many[j], terms.MANY_SIDES, 0.0)
        total += self._means(i, j, means)
        total += self._when(i, j, gap)
        total += self._other_occasion(gap, wording, (names > 0) | (means != 0))
        total += terms.WORDING * wording
        total += np.where(self._triggers.shared(rows, columns) > 0, terms.SAME_TRIGGER, 0.0)
        total += self._who(i, j, known)
        total += self._where(i, j)
        total += self._how_much(i, j, known)
        total += self._stages(i, j, gap, wording)
        total += self._same_report(i, j, known)
        total += np.where(names > 1, terms.SAME_NAMES, np.where(names > 0, terms.SAME_NAME, 0.0))
        total += np.where(self._named[i] & self._named[j] & (names == 0), terms.OTHER_NAMES, 0.0)
        total += self._who_says_so(i, j, known)
        total += self._story(i, j, self._stories.shared(rows, columns), known)
        return total, known

    def _means(self, i: Places, j: Places, shared: Masks) -> Array:
        apart = np.where(self._kin[i] & self._kin[j], terms.KINDRED_INSTRUMENT, terms.OTHER_INSTRUMENT)
        alike = np.where(shared & ~self._broad, terms.SAME_INSTRUMENT, terms.BROAD_INSTRUMENT)
        lacking = (self._instruments[i] == 0) | (self._instruments[j] == 0)
        return np.where(lacking, 0.0, np.where(shared, alike, apart))

    def _when(self, i: Places, j: Places, gap: Array) -> Array:
        both = ~np.isnan(gap)
        denial = self._denied[i] | self._denied[j]
        since = np.where(
            denial, np.abs(self._published[i] - self._published[j]), np.abs(self._told[i] - self._told[j])
        )
        allowed = np.where(both & self._dated[i] & self._dated[j], self._days, terms.LONG_DAYS)
        longest = np.maximum(self._lasts[i], self._lasts[j])
        close = np.where(longest <= terms.SHORT_DAYS, terms.SAME_DAYS, terms.SAME_PERIOD)
        score = np.where(gap > terms.TOUCHING_DAYS, 0.0, close)
        score = np.where(gap > self._days, terms.GUESSED_APART, score)
        return np.where(np.where(both, gap, since) > allowed, -np.inf, np.where(both, score, 0.0))

    def _other_occasion(self, gap: Array, wording: Array, alike: Flags) -> Array:
        apart = (gap > terms.TOUCHING_DAYS) & ~alike & (wording < terms.NEAR_WORDS)
        return np.where(apart, terms.OTHER_OCCASION, 0.0)

    def _who(self, i: Places, j: Places, known: Flags) -> Array | float:
        """People are compared one by one."""
        if not self._people.any():
            return 0.0
        both = self._people[i] & self._people[j]
        known &= ~both
        return np.where(both, terms.SAME_PEOPLE, 0.0)

    def _where(self, i: Places, j: Places) -> Array:
        placed = (self._places[i] > 0) & (self._places[j] > 0)
        abroad = placed & (self._lands[i] > 0) & (self._lands[j] > 0) & (self._lands[i] != self._lands[j])
        same = np.where(placed & (self._places[i] == self._places[j]), terms.SAME_PLACE, 0.0)
        return np.where(abroad, terms.OTHER_PLACE, same)

    def _how_much(self, i: Places, j: Places, known: Flags) -> Array:
        """The same amounts are known; others are compared one by one."""
        both = (self._amounts[i] > 0) & (self._amounts[j] > 0)
        known &= ~both | (self._amounts[i] == self._amounts[j])
        return np.where(both, terms.SAME_AMOUNT, 0.0)

    def _stages(self, i: Places, j: Places, gap: Array, wording: Array) -> Array:
        denied = np.where(self._denied[i] & self._denied[j], 0.0, terms.DENIAL_OF_CLAIM)
        apart = (self._deeds[i] != self._deeds[j]) & ~(gap <= 0) & (wording < terms.NEAR_WORDS)
        return np.where(self._denied[i] | self._denied[j], denied, np.where(apart, terms.PLAN_AND_DEED, 0.0))

    def _same_report(self, i: Places, j: Places, known: Flags) -> Array:
        """Statements of one report may be each other's contents, or parts of one: they are compared one by one."""
        same = self._reports[i] == self._reports[j]
        known &= ~same
        both = self._opens[i] + self._opens[j] == _TITLE_AND_LEAD
        return np.where(same, np.where(both, terms.TITLE_AND_LEAD, terms.SAME_REPORT), 0.0)

    def _who_says_so(self, i: Places, j: Places, known: Flags) -> Array:
        same = (self._holders[i] > 0) & (self._holders[i] == self._holders[j])
        known &= ~same | (self._actors[i] == self._actors[j])
        return np.where(same & (self._actors[i] | self._actors[j]), terms.SAME_HOLDER, 0.0)

    def _story(self, i: Places, j: Places, shared: Array, known: Flags) -> Array:
        """How surely they may tell one story, if they are of two reports: names of the two sides do not count."""
        apart = np.abs(self._published[i] - self._published[j]) > stories.STORY_DAYS
        beside = np.minimum(self._told_beside[i], self._told_beside[j])
        smaller = np.where(known, beside, np.minimum(self._told_at_least[i], self._told_at_least[j]))
        larger = np.where(known, beside, np.minimum(self._told_of[i], self._told_of[j]))
        share = stories.surely(shared, np.maximum(smaller, 1), larger)
        opens = np.where((self._opens[i] > 0) & (self._opens[j] > 0), stories.BOTH_OPEN, 0.0)
        depth = stories.FARTHER_DOWN * np.abs(self._depth[i] - self._depth[j])
        score = np.minimum(self._focus[i], self._focus[j]) * share * (stories.SAME_STORY + opens + depth)
        return np.where(apart | (self._reports[i] == self._reports[j]), 0.0, score)


_OPENINGS = {None: 0, "title": 1, "lead": 3}
_TITLE_AND_LEAD = _OPENINGS["title"] + _OPENINGS["lead"]
"""A sum that no other two openings have."""


def _days(days: Sequence[int | None]) -> Array:
    return np.array([np.nan if one is None else float(one) for one in days])


def _numbered(values: Sequence[Hashable]) -> Masks:
    """Give equal values one number, 1 or more, and null 0."""
    numbers: dict[Hashable, int] = {None: 0}
    return np.array([numbers.setdefault(value, len(numbers)) for value in values])


def _amount(part: Part) -> Hashable:
    """Give the amounts of a part, null if it has none; of which one is more than nothing, so that equal ones are the same."""
    if not part.amounts:
        return None
    if not any(amount.value > 0 for amount in part.amounts):
        return part.id
    return frozenset((amount.unit, amount.value) for amount in part.amounts)


class _Held:
    """Which parts of a block hold which words, as a sparse table."""

    def __init__(self, held: Sequence[frozenset[str]]) -> None:
        numbers: dict[str, int] = {}
        columns = [numbers.setdefault(word, len(numbers)) for words in held for word in words]
        self._table = _table(columns, [len(words) for words in held], len(numbers))

    def shared(self, rows: Places, columns: Places) -> Array:
        """Count the words that each of some parts shares with each of others."""
        found: Any = (self._table[rows] @ self._table[columns].T).toarray()
        return np.asarray(found, dtype=float)


def _table(columns: Sequence[int], sizes: Sequence[int], count: int) -> csr_matrix:
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - slow to import, and small cases have no large block

    ends = np.concatenate([[0], np.cumsum(sizes)])
    ones = np.ones(len(columns), dtype=np.float32)
    return csr_matrix((ones, np.array(columns, dtype=np.int32), ends), shape=(len(sizes), max(count, 1)))


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
