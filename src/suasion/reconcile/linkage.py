"""Average-link clustering with vetoes, of parts that hang together by single likenesses.

Best pair first; ties go to the group whose first part is first. An average can reach the threshold only if one of its
pairs does, so likenesses are asked for only between groups that have such a pair: in a chain of a thousand statements
most groups never meet.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from suasion.reconcile.compare import JOIN

Compare = Callable[[int, int], float | None]
"""Gives how alike two parts are, 0-1; null for a veto."""


def average_link(
    component: Sequence[int], near: Mapping[int, Mapping[int, float]], likeness: Compare
) -> list[list[int]]:
    """Cluster one component.

    Args:
        component: parts, in order.
        near: for each of them, those that are alike enough to be joined, and their scores.
        likeness: compares any two.

    """
    if len(component) <= 2:  # noqa: PLR2004  two that hang together are joined
        return [list(component)]
    return _Linkage(component, near, likeness).groups()


@dataclass(slots=True)
class _Group:
    """Parts, and by which steps they came together: (when, first part that stayed, first part that came to it).

    `totals` are the sums of the likenesses with other groups, null if a veto stands between; `meets` are the groups with
    which there is a pair that could be joined.
    """

    members: list[int]
    meets: set[int]
    steps: list[tuple[int, int, int]] = field(default_factory=list)
    totals: dict[int, float | None] = field(default_factory=dict)


class _Linkage:
    def __init__(
        self, component: Sequence[int], near: Mapping[int, Mapping[int, float]], likeness: Compare
    ) -> None:
        self._likeness, self._near = likeness, near
        self._groups = {i: _Group([i], set(near[i])) for i in component}
        self._clock = 0
        for i in component:
            self._groups[i].totals = dict(near[i])

    def groups(self) -> list[list[int]]:
        """Join groups as long as an average reaches the threshold."""
        groups = self._groups
        heap = [(-score, i, j, 1, 1) for i in groups for j, score in self._near[i].items() if i < j]
        heapq.heapify(heap)
        while heap:
            _, i, j, size_i, size_j = heapq.heappop(heap)
            if i in groups and j in groups and self._sizes(i, j) == (size_i, size_j):
                for found in self._join(i, j):
                    heapq.heappush(heap, found)
        return [sorted(group.members) for group in groups.values()]

    def _sizes(self, i: int, j: int) -> tuple[int, int]:
        return len(self._groups[i].members), len(self._groups[j].members)

    def _join(self, i: int, j: int) -> Iterator[tuple[float, int, int, int, int]]:
        """Put group `j` into group `i` (the smaller number); give the pairs with it that may be joined next."""
        groups = self._groups
        one, other = groups[i], groups[j]
        totals = {}
        for third in (one.meets | other.meets) - {i, j}:
            totals[third] = _added(self._total(i, third), self._total(j, third))
        self._clock += 1
        del groups[j]
        one.members += other.members
        one.steps = [*one.steps, *other.steps, (self._clock, i, j)]
        one.meets, one.totals = set(totals), totals
        for third, total in totals.items():
            beside = groups[third]
            beside.meets.discard(j)
            beside.totals.pop(j, None)
            beside.meets.add(i)
            beside.totals[i] = total
            if total is None:
                continue
            average = total / (len(one.members) * len(beside.members))
            if average >= JOIN:
                first, second = min(i, third), max(i, third)
                yield (-average, first, second, *self._sizes(first, second))

    def _total(self, i: int, j: int) -> float | None:
        """Add up the likenesses of two groups; null if there is a veto.

        Sums of fractions hang on the order of adding: it is that in which the groups came together.
        """
        one, other = self._groups[i], self._groups[j]
        if j in one.totals:
            return one.totals[j]
        table = np.zeros((len(one.members), len(other.members)))
        for row, left in enumerate(one.members):
            for column, right in enumerate(other.members):
                found = self._likeness(left, right)
                if found is None:
                    return None
                table[row, column] = found
        rows, columns = _places(one.members), _places(other.members)
        for _, stays, comes, of_one in sorted(
            _steps(one.steps, of_one=True) + _steps(other.steps, of_one=False)
        ):
            if of_one:
                table[rows[stays]] += table[rows[comes]]
            else:
                table[:, columns[stays]] += table[:, columns[comes]]
        return float(table[rows[i], columns[j]])


def _added(left: float | None, right: float | None) -> float | None:
    return None if left is None or right is None else left + right


def _places(members: Iterable[int]) -> dict[int, int]:
    return {member: place for place, member in enumerate(members)}


def _steps(steps: Iterable[tuple[int, int, int]], *, of_one: bool) -> list[tuple[int, int, int, bool]]:
    return [(*step, of_one) for step in steps]
