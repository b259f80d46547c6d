"""Average-link clustering with vetoes, by chains of nearest neighbours (Benzécri 1982; Müllner 2011, arXiv:1109.2378).

The answer is that of joining the best pair of all, again and again, ties going to the group whose first part is first: no join
makes a group more alike to a third than the likelier of the two was, so two groups that are each other's best stay so
whatever else is joined. Scores are whole millionths, so that sums hang on no order. A group's row holds sums of scores by
group, and is brought up to date when it is asked: a join costs as much as two rows are long, not a step for each neighbour.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from suasion.reconcile.compare import TO_JOIN
from suasion.reconcile.near import Integers, Row
from suasion.reconcile.scores import Places

Strangers = Callable[[Sequence[int], Sequence[int]], int]
"""Counts the pairs of some parts and others that have nothing to do with each other: their score is 0, and no veto."""
Sums = NDArray[Any]
"""Whole numbers, less than 2^53. Single parts, of which there are many, have theirs from their rows, as small integers."""


@dataclass(slots=True)
class _Group:
    """Parts and, for each of other groups, the sum of the scores and the number of the pairs that have one.

    `best` is the group to be joined with, as long as that has `size` parts.
    """

    members: list[int]
    others: Integers | Places
    totals: Sums
    pairs: Sums
    best: int | None = None
    size: int = 0


def average_link(count: int, rows: Mapping[int, Row], strangers: Strangers) -> list[list[int]]:
    """Cluster parts; give the places of the parts of each group, in order.

    Args:
        count: more than any place.
        rows: for each part, by its place, its scores with the others, but for those that a veto keeps apart from it.
        strangers: tells who, of those that have no score, has nothing to do with whom.

    """
    return _Linkage(count, rows, strangers).groups()


class _Linkage:
    def __init__(self, count: int, rows: Mapping[int, Row], strangers: Strangers) -> None:
        self._strangers = strangers
        self._of = np.arange(count, dtype=np.int32)
        self._sizes = np.ones(count)
        self._groups = {
            i: _Group([i], row.others, row.scores, row.sure.view(np.int8)) for i, row in rows.items()
        }

    def groups(self) -> list[list[int]]:
        """Join groups as long as an average reaches the threshold."""
        left = sorted(self._groups, reverse=True)
        while left:
            chain = [left.pop()]
            while chain and chain[-1] in self._groups:
                best = self._best(chain[-1])
                if best is None:
                    chain.pop()
                elif best in chain[-2:-1]:
                    left.append(self._join(chain.pop(), chain.pop()))
                else:
                    chain.append(best)
        return [sorted(group.members) for group in self._groups.values()]

    def _best(self, key: int) -> int | None:
        """Give the group that is most alike, of equals the first; null if none is alike enough."""
        group = self._groups[key]
        if group.best in self._groups and len(self._groups[group.best].members) == group.size:
            return group.best
        others = self._of[group.others]
        if (others != group.others).any():
            self._add_up(key, group)
        full = self._sizes[group.others] * len(group.members)
        able = np.flatnonzero(group.totals >= full * TO_JOIN)
        averages = group.totals[able] / full[able]
        group.best = None
        while len(able) and group.best is None:
            equal = able[averages == averages.max()]
            place = equal[group.others[equal].argmin()]
            best = int(group.others[place])
            if group.pairs[place] == full[place] or self._meets(
                group, best, full[place] - group.pairs[place]
            ):
                group.best, group.size = best, len(self._groups[best].members)
            else:
                group.totals[place] = 0.0
            able, averages = able[able != place], averages[able != place]
        return group.best

    def _meets(self, group: _Group, other: int, missing: float) -> bool:
        """Whether no veto stands between two groups, of which some pairs have no score."""
        return missing == self._strangers(group.members, self._groups[other].members)

    def _join(self, one: int, other: int) -> int:
        """Put a group into the one that is before it; give that."""
        stays, comes = sorted((one, other))
        first, second = self._groups[stays], self._groups.pop(comes)
        self._of[second.members] = stays
        self._sizes[stays] += len(second.members)
        joined = _Group(
            first.members + second.members,
            np.concatenate([first.others, second.others]),
            np.concatenate([first.totals, second.totals]),
            np.concatenate([first.pairs, second.pairs]),
        )
        self._groups[stays] = joined
        self._add_up(stays, joined)
        return stays

    def _add_up(self, key: int, group: _Group) -> None:
        """Bring a group's row up to date with who has joined whom."""
        others = self._of[group.others]
        away = others != key
        others = others[away]
        first = others.min(initial=len(self._of))
        pairs = np.bincount(others - first, group.pairs[away])
        totals = np.bincount(others - first, group.totals[away])
        met = np.flatnonzero(pairs > 0)
        group.others, group.pairs, group.totals = met + first, pairs[met], totals[met]
