"""What became of event ids from one run to the next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from suasion.records import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """An event id that is no more, and the events that hold its statements now, that with most first.

    One id: the event was joined to another. Several: it was split. None: its statements were withdrawn.
    """

    old: str
    new: tuple[str, ...]


def redirects(old: Iterable[Event], new: Iterable[Event]) -> tuple[Redirect, ...]:
    """Give a redirect for every id of `old` that `new` lacks, in order of id."""
    current = list(new)
    known = {event.id for event in current}
    holding: dict[str, list[Event]] = defaultdict(list)
    for event in current:
        for statement_id in event.statement_ids:
            holding[statement_id].append(event)
    return tuple(
        Redirect(old=event.id, new=_successors(event, holding))
        for event in sorted(old, key=lambda one: one.id)
        if event.id not in known
    )


def _successors(event: Event, holding: dict[str, list[Event]]) -> tuple[str, ...]:
    """Give the events that share statements with `event`.

    Where a statement tells of several acts, those between its sides come first.
    """
    sides = _sides(event)
    shared: Counter[str] = Counter()
    fits: dict[str, bool] = {}
    for statement_id in event.statement_ids:
        for heir in holding[statement_id]:
            shared[heir.id] += 1
            fits[heir.id] = _sides(heir) == sides
    if any(fits.values()):
        shared = Counter({heir: count for heir, count in shared.items() if fits[heir]})
    return tuple(sorted(shared, key=lambda heir: (-shared[heir], heir)))


def _sides(event: Event) -> frozenset[str]:
    return frozenset(actor.code or actor.id for actor in (*event.actors, *event.recipients))
