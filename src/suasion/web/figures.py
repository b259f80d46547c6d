"""Counts of the selected events: over time, by place, and between sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from suasion.publish.index import Index, Pair
from suasion.publish.page.rows import spot
from suasion.publish.page.shapes import Bin, Counted, Edge, Named, PlaceCount, Spot
from suasion.records import FACTUALITIES, Event
from suasion.web.columns import Mask, Places
from suasion.weigh.calendar import calendar, start_of

IDS_SHOWN = 200
"""Events that a place names by their ids; `n` counts all."""
_UNDATED, _NOWHERE = 0, -1
_DEED = FACTUALITIES.index("occurred")
_SPLITS = 4
"""What an edge splits its events into: cooperation or conflict, a deed or what is still open."""


class Figures:
    """What the counts are made of, laid out once for a run's events."""

    def __init__(self, index: Index, paired: Sequence[tuple[Event, Sequence[Pair]]]) -> None:
        """Lay out events, each with its pairs."""
        book = index.given.codebook
        self._events = events = [event for event, _ in paired]
        self._middle = np.array([_middle(event) for event in events], dtype=np.int64)
        self._factuality = np.array(
            [FACTUALITIES.index(event.counted_as) for event in events], dtype=np.int64
        )
        self._conflict = np.array(
            [not book.is_cooperative(event.event_type) for event in events], dtype=np.int64
        )
        self._spots, self._spot = _spots(events)
        self._edges = _Ties(index, paired)
        self._laid: dict[str, tuple[Sequence[date], Places]] = {}

    def timeline(self, mask: Mask, unit: str) -> tuple[Bin, ...]:
        """Count events by the stretch of days that holds the middle of their period; the undated come last."""
        starts, stretch = self._stretches(unit)
        kinds = 2 * len(FACTUALITIES)
        keys = stretch[mask] * kinds + self._factuality[mask] * 2 + self._conflict[mask]
        counts = np.bincount(keys, minlength=len(starts) * kinds)
        found = np.flatnonzero(counts)
        return tuple(
            _bin(unit, starts[key // kinds], *divmod(key % kinds, 2), n)
            for key, n in zip(found.tolist(), counts[found].tolist(), strict=True)
        )

    def _stretches(self, unit: str) -> tuple[Sequence[date], Places]:
        """Give the first days of the stretches that have events, `date.max` for the undated, and the number of each event's own."""
        laid = self._laid.get(unit)
        if laid is None:  # two threads may lay them out: they are the same
            days, of_day = np.unique(self._middle, return_inverse=True)
            firsts = [
                date.max if day == _UNDATED else start_of(unit, date.fromordinal(day))
                for day in days.tolist()
            ]
            starts = sorted(set(firsts))
            number = {start: at for at, start in enumerate(starts)}
            places = np.array([number[start] for start in firsts], dtype=np.intp)
            laid = self._laid[unit] = (starts, places[of_day])
        return laid

    def places(self, mask: Mask) -> tuple[PlaceCount, ...]:
        """Count events by where they were, the most frequent place first."""
        chosen = np.flatnonzero(mask & (self._spot != _NOWHERE))
        spots = self._spot[chosen]
        counts = np.bincount(spots, minlength=len(self._spots))
        by_spot = chosen[np.argsort(spots, kind="stable")]
        firsts = np.cumsum(counts) - counts
        order = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
        return tuple(
            PlaceCount(
                spot=self._spots[at],
                n=n,
                event_ids=tuple(
                    self._events[place].id for place in by_spot[first : first + min(n, IDS_SHOWN)].tolist()
                ),
            )
            for at, n, first in zip(
                order.tolist(), counts[order].tolist(), firsts[order].tolist(), strict=True
            )
        )

    def network(self, mask: Mask) -> Edges:
        """Count what one side did toward another; retracted events are left out."""
        return self._edges.count(mask, self._conflict + 2 * (self._factuality != _DEED))


class _Ties:
    """The ordered pairs of events, an entry for each event and pair."""

    def __init__(self, index: Index, paired: Sequence[tuple[Event, Sequence[Pair]]]) -> None:
        events = [event for event, _ in paired]
        entries = [
            (place, pair)
            for place, (event, pairs) in enumerate(paired)
            if event.status != "retracted"
            for pair in pairs
            if not index.groups.intersection((pair[0].key, pair[1].key))
        ]
        self._pairs: tuple[Pair, ...] = tuple(sorted({pair for _, pair in entries}))
        number = {pair: at for at, pair in enumerate(self._pairs)}
        self._place: Places = np.array([place for place, _ in entries], dtype=np.intp)
        self._pair: Places = np.array([number[pair] for _, pair in entries], dtype=np.intp)
        self._means: tuple[str, ...] = tuple(sorted({name for event in events for name in event.instruments}))
        mean = {name: at for at, name in enumerate(self._means)}
        used = [
            (at, mean[name]) for at, (place, _) in enumerate(entries) for name in events[place].instruments
        ]
        self._used_by: Places = np.array([at for at, _ in used], dtype=np.intp)
        self._used: Places = np.array([name for _, name in used], dtype=np.intp)

    def count(self, mask: Mask, split: Places) -> Edges:
        """Count the pairs of a mask's events, each event in its split."""
        kept = mask[self._place]
        keys = self._pair[kept] * _SPLITS + split[self._place[kept]]
        counts = np.bincount(keys, minlength=len(self._pairs) * _SPLITS).reshape(-1, _SPLITS)
        chosen = kept[self._used_by]
        used = self._pair[self._used_by[chosen]] * max(len(self._means), 1) + self._used[chosen]
        return Edges(self._pairs, self._means, counts, np.unique(used, return_counts=True))


class Edges:
    """The counts of pairs; an edge is made when it is shown."""

    def __init__(
        self, pairs: Sequence[Pair], means: Sequence[str], counts: Places, used: tuple[Places, Places]
    ) -> None:
        """Take the counts of each pair by split, and how often which instrument was used: `pair * len(means) + instrument`, sorted."""
        self._pairs, self._means, self._counts, self._used = pairs, means, counts, used
        bounds = np.arange(len(pairs) + 1) * len(means)
        self._first: list[int] = np.searchsorted(used[0], bounds).tolist()
        totals = counts.sum(axis=1)
        order = np.argsort(-totals, kind="stable")[: np.count_nonzero(totals)]
        self.busiest: list[int] = order.tolist()
        """The pairs that have events, that with most first."""

    def show(self, at: int) -> Edge:
        """Show a pair."""
        source, target = self._pairs[at]
        cooperative, conflictual, cooperative_open, conflictual_open = self._counts[at].tolist()
        return Edge(
            source=Named(key=source.key, name=source.name),
            target=Named(key=target.key, name=target.name),
            cooperative=cooperative,
            conflictual=conflictual,
            cooperative_open=cooperative_open,
            conflictual_open=conflictual_open,
            instruments=tuple(sorted(self._instruments(at), key=lambda one: (-one.n, one.value))),
        )

    def _instruments(self, at: int) -> Iterator[Counted]:
        own = slice(self._first[at], self._first[at + 1])
        for key, n in zip(*(column[own].tolist() for column in self._used), strict=True):
            yield Counted(value=self._means[key % len(self._means)], n=n)


def _middle(event: Event) -> int:
    return event.day.toordinal() if event.day else _UNDATED


def _spots(events: Sequence[Event]) -> tuple[tuple[Spot, ...], Places]:
    """Give the places, and for each event the number of its own."""
    shown: dict[object, Spot] = {}
    held: list[object] = []
    for event in events:
        where = event.where
        key = where and (where.name, where.country, where.lat, where.lon, where.precision)
        held.append(key)
        if where and key not in shown:
            shown[key] = spot(where)
    found = sorted(
        set(shown.values()), key=lambda one: (one.name, one.country or "", one.precision, str(one))
    )
    number = {one: at for at, one in enumerate(found)}
    places = {key: number[one] for key, one in shown.items()}
    return tuple(found), np.array([places.get(key, _NOWHERE) for key in held], dtype=np.intp)


def _bin(unit: str, start: date, factuality: int, conflict: int, n: int) -> Bin:
    dated = start != date.max
    window = calendar(unit).window(start) if dated else None
    return Bin(
        start=start.isoformat() if window else None,
        end=window.end.isoformat() if window and window.end else None,
        label=window.label if window else "undated",
        factuality=FACTUALITIES[factuality],
        cooperative=not conflict,
        n=n,
    )
