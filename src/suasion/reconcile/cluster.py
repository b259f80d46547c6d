"""Block, then cluster: which parts are one event.

Only parts that share a block, and lie near each other in time, are compared.
Groups are joined by average likeness, best pair first, and never
across a veto; ties go to the part that comes first in canonical order. The answer is a function of the set of
parts alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np

from suasion.reconcile.linkage import average_link
from suasion.reconcile.near import NO_ROW, Neighbours, Row
from suasion.reconcile.parts import Key, Part


def cluster(parts: Iterable[Part], same_event_days: int) -> list[list[Part]]:
    """Group parts into events.

    Args:
        parts: all parts, in any order.
        same_event_days: days that stated dates of one event may lie apart.

    Returns:
        Groups in canonical order, the parts of each in canonical order.

    """
    return clustered(parts, same_event_days)[0]


def clustered(parts: Iterable[Part], same_event_days: int) -> tuple[list[list[Part]], list[list[Part]]]:
    """Group parts into events, and say which hang together at all, by one likeness or several: the rest cannot matter to them."""
    ordered = sorted(parts, key=lambda part: part.order)
    neighbours = Neighbours(ordered, same_event_days)
    rows = neighbours.rows()
    components = list(_components(rows))
    # Those that are all alike enough to each other are one group, in whatever order they come together.
    several = (some for some in components if len(some) > 2)  # noqa: PLR2004  two that hang together are alike
    open_ = [some for some in several if any(len(rows[i].near) < len(some) - 1 for i in some)]
    kept = _within(rows, open_, neighbours)
    groups = average_link(len(ordered), kept, _Strangers([part.keys for part in ordered]))
    groups += [component for component in components if component[0] not in kept]
    return _taken(ordered, sorted(groups)), _taken(ordered, components)


def _taken(parts: Sequence[Part], groups: Iterable[Iterable[int]]) -> list[list[Part]]:
    return [[parts[i] for i in group] for group in groups]


def joins(
    parts: Sequence[Part], same_event_days: int, asked: Collection[int] | None = None
) -> Iterator[tuple[int, int]]:
    """Give the pairs of positions, the smaller first, that are alike enough to be one event, taken by themselves.

    Args:
        parts: all that may be.
        same_event_days: days that stated dates of one event may lie apart.
        asked: give only pairs of one of these positions with another; null for all.

    """
    rows = Neighbours(parts, same_event_days).rows(asked)
    pairs = ((i, j) for i, row in enumerate(rows) for j in row.near.tolist())
    return ((min(i, j), max(i, j)) for i, j in pairs if asked is not None or i < j)


def _components(rows: Sequence[Row]) -> Iterator[list[int]]:
    """Parts that hang together by single likenesses; the rest of the work stays within each."""
    seen = np.zeros(len(rows), dtype=bool)
    for first in range(len(rows)):
        if seen[first]:
            continue
        seen[first] = True
        reached, open_ends = [first], [first]
        while open_ends:
            row = rows[open_ends.pop()]
            if not len(row.others):
                continue
            near = row.near
            fresh = near[~seen[near]]
            seen[fresh] = True
            reached += fresh.tolist()
            open_ends += fresh.tolist()
        yield sorted(reached)


def _within(rows: list[Row], components: Iterable[Sequence[int]], neighbours: Neighbours) -> dict[int, Row]:
    """Take the rows of the parts of components, with sure scores, and with nobody of another component."""
    component_of = np.full(len(rows), -1)
    for number, component in enumerate(components):
        component_of[component] = number
    kept: dict[int, Row] = {}
    for i in np.flatnonzero(component_of >= 0).tolist():
        row, rows[i] = rows[i], NO_ROW
        kept[i] = _sure(i, row.taken(component_of[row.others] == component_of[i]), neighbours)
    return kept


def _sure(i: int, row: Row, neighbours: Neighbours) -> Row:
    """Compare a part with those of whom only a bound is known."""
    if row.sure.all():
        return row
    scores, kept = row.scores.copy(), np.ones(len(row.sure), dtype=bool)
    for place in np.flatnonzero(~row.sure).tolist():
        likeness = neighbours.likeness(i, int(row.others[place]))
        scores[place], kept[place] = likeness.millionths, likeness.veto is None
    return Row(row.others, scores, np.ones_like(kept)).taken(kept)


class _Strangers:
    """Counts, of the pairs of some parts and others, those that share no block."""

    def __init__(self, keys: Sequence[frozenset[Key]]) -> None:
        numbers: dict[frozenset[Key], int] = {}
        self._kinds = [numbers.setdefault(one, len(numbers)) for one in keys]
        self._keys = list(numbers)

    def __call__(self, left: Iterable[int], right: Iterable[int]) -> int:
        """Count them."""
        one, other = (Counter(map(self._kinds.__getitem__, places)) for places in (left, right))
        return sum(
            n * m for a, n in one.items() for b, m in other.items() if self._keys[a].isdisjoint(self._keys[b])
        )
