"""Block, then cluster: which parts are one event.

Only parts that share a block, and lie near each other in time, are compared.
Groups are joined by average likeness, best pair first, and never
across a veto; ties go to the part that comes first in canonical order. The answer is a function of the set of
parts alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product

from suasion.reconcile.compare import JOIN, compare
from suasion.reconcile.linkage import average_link
from suasion.reconcile.near import could_join
from suasion.reconcile.parts import Part

Near = defaultdict[int, dict[int, float]]
"""Scores by the places of the two parts."""
Key = tuple[str, str, str]
"""Family and two sides: only parts that share one are compared."""
_SMALL = 32
"""Parts of a block up to which comparing all pairs, most of which lie too long apart, is faster than finding those that are worth it."""


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
    near = _near(ordered, keys, same_event_days, None)

    def likeness(i: int, j: int) -> float | None:
        """Compare what was passed over as well, as averages and vetoes count it; what shares no block counts as 0."""
        if j in near[i]:
            return near[i][j]
        if keys[i].isdisjoint(keys[j]):
            return 0.0
        found = compare(ordered[min(i, j)], ordered[max(i, j)], same_event_days)
        return found.score if found.veto is None else None

    components = list(_components(len(ordered), near))
    groups = [group for component in components for group in average_link(component, near, likeness)]
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
    near = _near(parts, [block_keys(part) for part in parts], same_event_days, asked)
    return ((i, j) for i, others in near.items() for j in others if i < j)


def block_keys(part: Part) -> set[Key]:
    """Give the blocks of a part: its family with each pair of its sides."""
    return keys_of(part.family, part.acting, part.receiving)


def keys_of(family: str, acting: frozenset[str], receiving: frozenset[str]) -> set[Key]:
    """Give the blocks of an act between sides."""
    crossed = product(acting, receiving) if receiving else combinations(acting, 2)
    pairs = {tuple(sorted(pair)) for pair in crossed} or {(side, "") for side in acting | receiving}
    return {(family, pair[0], pair[-1]) for pair in pairs}


def _near(
    parts: Sequence[Part], keys: Sequence[set[Key]], same_event_days: int, asked: Collection[int] | None
) -> Near:
    """Give the scores of the pairs that share a block and are alike enough to be joined, from either end."""
    blocks: dict[Key, list[int]] = defaultdict(list)
    for i, found in enumerate(keys):
        for key in found:
            blocks[key].append(i)
    near: Near = defaultdict(dict)
    for members in blocks.values():
        for i, j, known in _worth_comparing(members, parts, same_event_days, asked):
            if j in near[i]:
                continue
            score = known if known is not None else _score(parts[i], parts[j], same_event_days)
            if score >= JOIN:
                near[i][j] = near[j][i] = score
    return near


def _score(left: Part, right: Part, same_event_days: int) -> float:
    found = compare(left, right, same_event_days)
    return found.score if found.veto is None else 0.0


def _worth_comparing(
    members: Sequence[int], parts: Sequence[Part], same_event_days: int, asked: Collection[int] | None
) -> Iterator[tuple[int, int, float | None]]:
    """Give the pairs of a block that may be joined, with their scores where these are known."""
    if len(members) <= _SMALL:
        for i, j in combinations(members, 2):
            if asked is None or (i in asked) != (j in asked):
                yield i, j, None
        return
    wanted = None if asked is None else [i for i, member in enumerate(members) if member in asked]
    for i, j, score in could_join([parts[member] for member in members], same_event_days, wanted):
        yield members[i], members[j], score


def _components(count: int, near: Mapping[int, Collection[int]]) -> Iterator[list[int]]:
    """Parts that hang together by single likenesses; the rest of the work stays within each."""
    seen: set[int] = set()
    for first in range(count):
        if first in seen:
            continue
        reached, open_ends = {first}, [first]
        while open_ends:
            fresh = [other for other in near.get(open_ends.pop(), ()) if other not in reached]
            reached.update(fresh)
            open_ends += fresh
        seen |= reached
        yield sorted(reached)
