"""Block, then cluster: which parts are one event.

Only parts that share a block, and lie near each other in time, are compared.
Groups are joined by average likeness, best pair first, and never
across a veto; ties go to the part that comes first in canonical order. The answer is a function of the set of
parts alone.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations, product

from suasion.reconcile.compare import JOIN, Likeness, compare
from suasion.reconcile.near import could_join
from suasion.reconcile.parts import Part

Scores = dict[tuple[int, int], Likeness]
Key = tuple[str, str, str]
"""Family and two sides: only parts that share one are compared."""
_SMALL = 8
"""Parts of a block up to which comparing all pairs is faster than finding those that are worth it."""


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
    keys = [block_keys(part) for part in ordered]
    scores = _scores(ordered, keys, same_event_days, None)
    groups, components = [], list(_components(len(ordered), scores))
    for component in components:
        _complete(component, ordered, keys, scores, same_event_days)
        groups += _average_link(component, scores)
    return _taken(ordered, sorted(groups)), _taken(ordered, components)


def _taken(parts: Sequence[Part], groups: Iterable[Iterable[int]]) -> list[list[Part]]:
    return [[parts[i] for i in group] for group in groups]


def joins(
    parts: Sequence[Part], same_event_days: int, asked: Collection[int] | None = None
) -> Iterator[tuple[int, int]]:
    """Give the pairs of positions that are alike enough to be one event, taken by themselves.

    Args:
        parts: all that may be.
        same_event_days: days that stated dates of one event may lie apart.
        asked: give only pairs of one of these positions with another; null for all.

    """
    scores = _scores(parts, [block_keys(part) for part in parts], same_event_days, asked)
    return (pair for pair, likeness in scores.items() if likeness.veto is None and likeness.score >= JOIN)


def block_keys(part: Part) -> set[Key]:
    """Give the blocks of a part: its family with each pair of its sides."""
    crossed = product(part.acting, part.receiving) if part.receiving else combinations(part.acting, 2)
    pairs = {tuple(sorted(pair)) for pair in crossed} or {(side, "") for side in part.parties}
    return {(part.family, pair[0], pair[-1]) for pair in pairs}


def _scores(
    parts: Sequence[Part], keys: Sequence[set[Key]], same_event_days: int, asked: Collection[int] | None
) -> Scores:
    """Compare the pairs that share a block; in a large block, those that could be one event."""
    blocks: dict[Key, list[int]] = defaultdict(list)
    for i, found in enumerate(keys):
        for key in found:
            blocks[key].append(i)
    scores: Scores = {}
    for members in blocks.values():
        for pair in _worth_comparing(members, parts, same_event_days, asked):
            if pair not in scores:
                scores[pair] = compare(parts[pair[0]], parts[pair[1]], same_event_days)
    return scores


def _worth_comparing(
    members: Sequence[int], parts: Sequence[Part], same_event_days: int, asked: Collection[int] | None
) -> Iterator[tuple[int, int]]:
    if len(members) <= _SMALL:
        pairs = combinations(members, 2)
        yield from (pair for pair in pairs if asked is None or (pair[0] in asked) != (pair[1] in asked))
        return
    wanted = None if asked is None else [i for i, member in enumerate(members) if member in asked]
    for i, j in could_join([parts[member] for member in members], same_event_days, wanted):
        yield members[i], members[j]


def _complete(
    component: Sequence[int],
    parts: Sequence[Part],
    keys: Sequence[set[Key]],
    scores: Scores,
    same_event_days: int,
) -> None:
    """Compare what was passed over within a component: averages and vetoes count there."""
    if len(component) <= 2:  # noqa: PLR2004  the one pair of two is known
        return
    for i, j in combinations(component, 2):
        if (i, j) not in scores and not keys[i].isdisjoint(keys[j]):
            scores[i, j] = compare(parts[i], parts[j], same_event_days)


def _components(count: int, scores: Scores) -> Iterator[list[int]]:
    """Parts that hang together by single likenesses; the rest of the work stays within each."""
    near: dict[int, list[int]] = defaultdict(list)
    for (i, j), likeness in scores.items():
        if likeness.veto is None and likeness.score >= JOIN:
            near[i].append(j)
            near[j].append(i)
    seen: set[int] = set()
    for first in range(count):
        if first in seen:
            continue
        reached, open_ends = {first}, [first]
        while open_ends:
            fresh = [other for other in near[open_ends.pop()] if other not in reached]
            reached.update(fresh)
            open_ends += fresh
        seen |= reached
        yield sorted(reached)


def _average_link(component: Sequence[int], scores: Scores) -> list[list[int]]:
    """Average-link clustering with vetoes. A pair that was not compared counts as 0."""
    if len(component) <= 2:  # noqa: PLR2004  two that hang together are joined
        return [list(component)]
    groups: dict[int, list[int]] = {i: [i] for i in component}
    between: dict[int, dict[int, float]] = {i: {} for i in component}
    barred: dict[int, set[int]] = {i: set() for i in component}
    for i, j in combinations(component, 2):
        likeness = scores.get((i, j))
        if likeness is None:
            continue
        if likeness.veto:
            barred[i].add(j)
            barred[j].add(i)
        between[i][j] = between[j][i] = likeness.score
    heap = [
        (-score, i, j, 1, 1) for i in component for j, score in between[i].items() if i < j and score >= JOIN
    ]
    heapq.heapify(heap)
    while heap:
        _, i, j, size_i, size_j = heapq.heappop(heap)
        current = i in groups and j in groups and len(groups[i]) == size_i and len(groups[j]) == size_j
        if current and j not in barred[i]:
            _join(i, j, groups, between, barred)
            for other, total in between[i].items():
                average = total / (len(groups[i]) * len(groups[other]))
                if average >= JOIN:
                    first, second = min(i, other), max(i, other)
                    heapq.heappush(heap, (-average, first, second, len(groups[first]), len(groups[second])))
    return [sorted(group) for group in groups.values()]


def _join(
    i: int,
    j: int,
    groups: dict[int, list[int]],
    between: dict[int, dict[int, float]],
    barred: dict[int, set[int]],
) -> None:
    """Put group `j` into group `i` (the smaller number), with its likenesses and vetoes."""
    groups[i] += groups.pop(j)
    gone = between.pop(j)
    for other, total in gone.items():
        between[other].pop(j, None)
        if other != i:
            between[i][other] = between[i].get(other, 0.0) + total
            between[other][i] = between[i][other]
    between[i].pop(j, None)
    for other in barred.pop(j):
        barred[i].add(other)
        barred[other].discard(j)
        barred[other].add(i)
