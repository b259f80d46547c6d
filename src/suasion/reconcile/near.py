"""Which parts lie near each other: those that share a block and a stretch of time, with how alike each two of them are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, combinations, pairwise
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from suasion.reconcile import compare as terms
from suasion.reconcile.compare import Likeness, compare
from suasion.reconcile.parts import Key, Part
from suasion.reconcile.scores import Array, Flags, Masks, Places, Scores

Integers: TypeAlias = NDArray[np.int32]
_SMALL = 32
"""Parts of a block up to which looking at all pairs, most of which lie too long apart, is faster than finding those that do not."""
_AT_ONCE = 50_000
"""Pairs that are looked at in one go: some 10 MB of tables."""
_STRETCH = 15
"""Days of the stretches by which those that lie near are found; a whole number of them is `LONG_DAYS`."""


class Row(NamedTuple):
    """How alike a part is to others: their places, and scores in millionths. A score that is not `sure` is an upper bound below `JOIN`.

    Whom a veto, or days, keep apart from it is left out.
    """

    others: Integers
    scores: Integers
    sure: Flags

    @property
    def near(self) -> Integers:
        """Those that it may be joined with."""
        return self.others[self.scores >= terms.TO_JOIN]

    def taken(self, kept: Flags | Masks | slice) -> Row:
        """Give some of it."""
        return Row(self.others[kept], self.scores[kept], self.sure[kept])


_Pairs = tuple[Integers, Row]
"""The left of pairs, in order, and of each its right, score, and whether that is sure."""
NO_ROW = Row(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.bool_))


class Neighbours:
    """Finds, for parts in canonical order, how alike they are to those that lie near them."""

    def __init__(self, parts: Sequence[Part], same_event_days: int) -> None:
        """Begin.

        Args:
            parts: all that may be compared.
            same_event_days: days that stated dates of one event may lie apart.

        """
        self._parts, self._days = parts, same_event_days
        self._blocks: dict[Key, list[int]] = defaultdict(list)
        for i, part in enumerate(parts):
            for key in part.keys:
                self._blocks[key].append(i)
        self._scores = Scores(parts, same_event_days)
        self._asked_once: dict[tuple[int, int], Likeness] = {}

    def likeness(self, i: int, j: int) -> Likeness:
        """Compare two; the answer is kept until the other asks as well."""
        pair = (min(i, j), max(i, j))
        found = self._asked_once.pop(pair, None)
        if found is None:
            found = self._asked_once[pair] = self._compared(*pair)
        return found

    def _compared(self, i: int, j: int) -> Likeness:
        return compare(self._parts[min(i, j)], self._parts[max(i, j)], self._days)

    def rows(self, asked: Collection[int] | None = None) -> list[Row]:
        """Give the row of each part; if some are `asked`, their rows with the others, and empty ones."""
        wanted = None if asked is None else np.isin(np.arange(len(self._parts)), list(asked))
        found: list[list[Row]] = [[] for _ in self._parts]
        for place, row in self._found(wanted):
            found[place].append(row)
        # One after another: of many the rows and their pieces take much memory.
        for place, part in enumerate(self._parts):
            found[place] = [_together(found[place], part)]
        return [row for (row,) in found]

    def _found(self, wanted: Flags | None) -> Iterator[tuple[int, Row]]:
        """Give all pairs by their left, both ways round; of those asked for only the one."""
        small: list[tuple[int, int]] = []
        for members in self._blocks.values():
            if len(members) > _SMALL:
                yield from self._large(np.array(members), wanted)
                continue
            small += combinations(members, 2)
            if len(small) >= _AT_ONCE:
                yield from _by_left(*self._small(small, wanted))
                small = []
        if small:
            yield from _by_left(*self._small(small, wanted))

    def _small(self, pairs: Sequence[tuple[int, int]], wanted: Flags | None) -> _Pairs:
        count = len(self._parts)
        places = np.fromiter(chain.from_iterable(pairs), dtype=np.intp, count=2 * len(pairs))
        left, right = np.divmod(np.unique(places[::2] * count + places[1::2]), count)
        kept = self._scores.near(left, right)
        if wanted is not None:
            kept &= wanted[left] != wanted[right]
        left, right = left[kept], right[kept]
        left, row = self._settled(left, right, *self._scores.pairs(left, right))
        both = np.concatenate([left, row.others])
        order = np.argsort(both, kind="stable")
        order = order if wanted is None else order[wanted[both[order]]]
        others = np.concatenate([row.others, left])
        scores, sure = np.concatenate([row.scores] * 2), np.concatenate([row.sure] * 2)
        return both[order], Row(others, scores, sure).taken(order)

    def _large(self, members: Places, wanted: Flags | None) -> Iterator[tuple[int, Row]]:
        """Look at each pair once; what is found stands for both, unless only those asked for count."""
        times = _Times([self._parts[place] for place in members.tolist()])
        once: list[_Pairs] = []
        for some, others in times.lots(None if wanted is None else wanted[members]):
            rows, columns = members[some], members[others]
            scores, known = self._scores.table(rows, columns)
            near = scores > -np.inf
            if wanted is None:
                near &= times.rank[some][:, None] < times.rank[others]
            left, right = np.repeat(rows, near.sum(axis=1)), np.broadcast_to(columns, near.shape)[near]
            pairs = self._settled(left, right, scores[near], known[near])
            yield from _by_left(*pairs)
            if wanted is None:
                once.append(pairs)
        if once:
            yield from _turned(once, len(self._parts))

    def _settled(self, left: Places, right: Places, scores: Array, known: Flags) -> _Pairs:
        """Compare the pairs that may be joined and whose score is not known; leave out those that days or a veto keep apart."""
        kept = scores > -np.inf
        found = terms.millionths(np.where(kept, scores, 0.0)) + ~known
        near = found >= terms.TO_JOIN
        for place in np.flatnonzero(near & ~known).tolist():
            likeness = self._compared(int(left[place]), int(right[place]))
            kept[place], found[place] = likeness.veto is None, likeness.millionths
        columns = (right.astype(np.int32), found.astype(np.int32), known | near)
        return left[kept].astype(np.int32), Row(*columns).taken(kept)


def _by_left(left: Integers, row: Row) -> Iterator[tuple[int, Row]]:
    """Part pairs by their left."""
    cuts = np.flatnonzero(np.diff(left, prepend=-1, append=-1))
    for start, end in pairwise(cuts.tolist()):
        yield int(left[start]), row.taken(slice(start, end))


def _turned(pairs: list[_Pairs], count: int) -> Iterator[tuple[int, Row]]:
    """Turn pairs round, by those of less than `count` who were on the right; takes the list away."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - slow to import, and small cases have no large block

    lefts = np.concatenate([left for left, _ in pairs])
    firsts = np.flatnonzero(np.diff(lefts, prepend=-1))
    ends, lefts = np.append(firsts, len(lefts)).astype(np.int32), lefts[firsts]
    values = np.concatenate([row.scores << 1 | row.sure for _, row in pairs])
    others = np.concatenate([row.others for _, row in pairs])
    pairs.clear()
    table = csr_matrix((values, others, ends), shape=(len(lefts), count)).tocsc()
    del values, others
    row = Row(lefts[table.indices], table.data >> 1, (table.data & 1).astype(np.bool_))
    for place in np.flatnonzero(np.diff(table.indptr)).tolist():
        yield place, row.taken(slice(table.indptr[place], table.indptr[place + 1]))


def _together(rows: Sequence[Row], part: Part) -> Row:
    """Put the rows of one part together; whom it meets in several of its blocks counts once."""
    if len(rows) <= 1:
        return rows[0] if rows else NO_ROW
    joined = Row(
        np.concatenate([row.others for row in rows]),
        np.concatenate([row.scores for row in rows]),
        np.concatenate([row.sure for row in rows]),
    )
    return joined if len(part.keys) == 1 else joined.taken(np.unique(joined.others, return_index=True)[1])


def cells(part: Part, days: int = terms.LONG_DAYS) -> tuple[int, ...]:
    """Give the stretches of some days that a part has to do with: by its date and by its day of publication.

    Parts of which no two cells are the same or next to each other (as many steps apart as there are stretches in `LONG_DAYS`) lie
    too long apart to be one event. A part of a report without a date has none: it may meet all.
    """
    if part.told is None:
        return ()
    told = part.told // days
    if part.period is None:
        return (told,)
    first, last = (day // days for day in part.period)
    return tuple(sorted({told, *range(first, last + 1)}))


_FAR = 2
"""Stretches that a part may have to do with days apart, to be looked at together with others."""
_STEPS = range(-(terms.LONG_DAYS // _STRETCH), terms.LONG_DAYS // _STRETCH + 1)


class _Times:
    """The places of the parts of a block by their cells; `rank` is where each stands in the order in which they are looked at."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._own = [cells(part, _STRETCH) for part in parts]
        # Those that have to do with days far apart come by themselves: else a few would have a whole lot look far away.
        far = [bool(own) and own[-1] - own[0] > _FAR for own in self._own]
        order = sorted(range(len(parts)), key=lambda i: (far[i], self._own[i]))
        self._order = np.array(order, dtype=np.intp)
        self.rank = np.argsort(self._order)
        places: dict[int, list[int]] = defaultdict(list)
        for i, own in enumerate(self._own):
            for cell in own:
                places[cell].append(i)
        self._cells = {cell: np.array(found) for cell, found in places.items()}
        self._timeless = np.array([i for i, own in enumerate(self._own) if not own], dtype=np.intp)

    def lots(self, asked: Flags | None) -> Iterator[tuple[Places, Places]]:
        """Give places, and of all that lie near them in time those that none before looked at them.

        If some are asked for, these and all others that lie near.
        """
        rows = self._order if asked is None else self._order[asked[self._order]]
        wanted = np.ones(len(self._own), dtype=np.bool_) if asked is None else ~asked
        begin = 0
        while begin < len(rows):
            beside_first = len(self._near(rows[begin : begin + 1], wanted))
            lot = rows[begin : begin + max(_AT_ONCE // max(beside_first, 1), 1)]
            yield lot, self._near(lot, wanted)
            begin += len(lot)
            if asked is None:
                wanted[lot] = False

    def _near(self, places: Places, wanted: Flags) -> Places:
        """Give those that are wanted of all that lie near some."""
        if any(not self._own[place] for place in places.tolist()):
            return np.flatnonzero(wanted)
        found = np.zeros(len(wanted), dtype=np.bool_)
        found[self._timeless] = True
        for cell in {
            cell + step for place in places.tolist() for cell in self._own[place] for step in _STEPS
        }:
            if cell in self._cells:
                found[self._cells[cell]] = True
        return np.flatnonzero(found & wanted)
