"""Bringing acts, attention and ties up to date: only events that changed are read, only ties whose acts changed are made again.

What is drawn of a tie's deeds is kept. Where only its grounds changed (attention, what was fitted to all, the reference day, from which
all fades), the tie is measured again on what was drawn, many at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from suasion.engine.conserve import check_count
from suasion.engine.job import Job
from suasion.engine.workers import mapping
from suasion.records import Between, Event, StageCount, Tie, Window
from suasion.store import Draft, Encoded
from suasion.store.acts import REFERENCE_DAY, Columns
from suasion.store.cuts import Fading
from suasion.store.weighed import KEPT_BY_WEIGH, Pair, Slot, Weighed
from suasion.weigh.acts import ActRow, Kept, act_rows, bearings_of
from suasion.weigh.bearing import Bearing
from suasion.weigh.exposure import Exposure, covers, windows
from suasion.weigh.measures import Basis, Setting, between
from suasion.weigh.stage import ALL, fitted_setting, key_of

if TYPE_CHECKING:
    from suasion.reconcile.memory import Mapper

_AT_ONCE = 2500
"""Events that are read at a time."""
_PAIRS_AT_ONCE = 100
"""Pairs whose ties are made at a time."""
_DRAWN_AT_ONCE = 1000
"""Slots that are measured again at a time: some 5 kB each."""
_WORTH_PROCESSES = 8000
"""Events. A process takes a second or two to begin, an event some .3 ms."""
_ROOM = 0.01
"""Effective events: chances are kept in four bytes, so a sum near the limit is taken as enough."""
ItemT = TypeVar("ItemT")


@runtime_checkable
class RenewsTies(Protocol):
    """A stage that can make some ties alone."""

    fingerprint: str

    def bearings(self, events: Iterable[Event]) -> Iterator[Bearing]:
        """Make events ready."""
        ...

    @staticmethod
    def tie_ids(source: str, target: str, instrument: str, label: str) -> tuple[str, ...]:
        """Give the ids of the ties of one pair, instrument and window."""
        ...

    def basis(
        self, slot: Slot, window: Window, rows: Sequence[Bearing], setting: Setting, last: date | None
    ) -> Basis | None:
        """Draw what the ties of one pair, instrument and window are measured on; null where there is too little."""
        ...

    def aged(self, basis: Basis, day: date | None, last: date | None) -> Basis:
        """Let what was drawn as of one day fade up to another."""
        ...

    def measured(self, bases: Sequence[Basis]) -> Mapping[str, NDArray[np.float64]]:
        """Give, by measure, the numbers of ties: each (ties, 5), in order of their ids."""
        ...

    @staticmethod
    def ties(
        slot: Slot, window: Window, rows: Sequence[Bearing], estimates: Mapping[str, Between]
    ) -> Iterator[Tie]:
        """Give the ties of one pair, instrument and window."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """One window: what its ties are measured with, and the slots whose grounds are others than they were.

    Of those that are `fresh` the acts are too: their ties are made anew. Those `restated` are only measured again.
    """

    window: Window
    settings: Mapping[str, Setting]
    exposure: Exposure
    fresh: Mapping[Slot, str]
    restated: Mapping[Slot, str]

    def setting(self, slot: Slot) -> Setting:
        return replace(self.settings[slot[2]], exposure=self.exposure.of(slot[0], slot[1]))


def renew_ties(job: Job, stage: RenewsTies) -> StageCount:
    """Bring the ties up to date, after the events."""
    draft = job.draft
    if draft.meta("weigh fingerprint") != stage.fingerprint:
        draft.forget_stage("weigh", KEPT_BY_WEIGH)
        draft.replace_all(Tie, [], job.run_id)
        draft.put_meta("weigh fingerprint", stage.fingerprint)
        draft.put_meta(REFERENCE_DAY, "")
    weighed = Weighed(draft)
    changed, stale = weighed.changed_events()
    moved = weighed.forget_events(stale)
    with mapping(job.settings.workers, many=len(changed) >= _WORTH_PROCESSES) as mapper:
        moved |= _keep_acts(draft, weighed, stage, changed, mapper)
        weighed.renew_attention()
        last = weighed.reference_day()
        asked = moved if draft.meta(REFERENCE_DAY) == str(last) else None
        draft.put_meta(REFERENCE_DAY, str(last))
        _renew(job, weighed, stage, last, asked, mapper)
    return _count(job, weighed, len(changed))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Acts:
    """The acts of some events, and of each event its id, its middle day and whether it occurred."""

    rows: Sequence[ActRow]
    seen: Sequence[tuple[str, date | None, bool]]


def _keep_acts(
    draft: Draft, weighed: Weighed, stage: RenewsTies, changed: Sequence[str], mapper: Mapper
) -> set[Pair]:
    """Keep the acts of events that changed; give the pairs that they are of."""
    whole = len(changed) == draft.count(Event)
    lots: Iterable[Iterable[Event]] = (
        draft.packed(Event, _AT_ONCE)
        if whole
        else (list(draft.find(Event, some).values()) for some in _lots(changed, _AT_ONCE))
    )
    pairs: set[Pair] = set()
    for kept in mapper(partial(_acts_of, stage), lots):
        weighed.keep_events(kept.rows, kept.seen)
        pairs.update((row[1], row[2]) for row in kept.rows)
    return pairs


def _acts_of(stage: RenewsTies, events: Iterable[Event]) -> _Acts:
    listed = list(events)
    rows = list(stage.bearings(listed))
    occurred = {event.id for event in listed if event.factuality == "occurred"}
    return _Acts(
        rows=[act for row in rows for act in act_rows(row)],
        seen=[(row.event_id, row.day, row.event_id in occurred) for row in rows],
    )


def _view(job: Job, weighed: Weighed, window: Window, faded: Fading | None) -> _View:
    looks = weighed.looks(window, faded)
    seen = Exposure(
        {(a, b): number for a, b, number in looks if b},
        {a: number for a, b, number in looks if a and not b},
        next((number for a, _, number in looks if not a), 0.0),
    )
    columns = weighed.slots(window)
    settings = _settings(columns, seen)
    fresh: dict[Slot, str] = {}
    restated: dict[Slot, str] = {}
    view = _View(window=window, settings=settings, exposure=seen, fresh=fresh, restated=restated)
    least = job.settings.sufficient_events - _ROOM
    for source, target, instrument, effective, before in zip(
        *(columns[name].tolist() for name in ("source", "target", "instrument", "effective", "grounds")),
        strict=True,
    ):
        slot = (source, target, instrument)
        grounds = f"{window.start} {view.setting(slot)} {faded}" if effective >= least else f"{window.start}"
        if grounds != before:
            (restated if before else fresh)[slot] = grounds
    return view


def _settings(columns: Columns, seen: Exposure) -> dict[str, Setting]:
    """Fit each instrument over all pairs that are mentioned or have one of its acts."""
    mentioned = [*seen.pairs, *((right, left) for left, right in seen.pairs)]
    places = {pair: place for place, pair in enumerate(mentioned)}
    exposures = [seen.of(*pair) for pair in mentioned]
    pairs = list(zip(columns["source"], columns["target"], strict=True))
    known = np.array([places.get(pair, -1) for pair in pairs], dtype=np.int64)
    settings = {}
    for instrument in sorted(set(columns["instrument"])):
        own = columns["instrument"] == instrument
        met, alone = np.flatnonzero(own & (known >= 0)), np.flatnonzero(own & (known < 0))
        counts = np.zeros(len(mentioned))
        counts[known[met]] = columns["courting"][met]
        settings[instrument] = fitted_setting(
            np.concatenate([counts, columns["courting"][alone]]),
            np.concatenate([exposures, [seen.of(*pairs[place]) for place in alone]]),
            columns["total"][own],
        )
    return settings


def _renew(  # noqa: PLR0917  each is another thing
    job: Job, weighed: Weighed, stage: RenewsTies, last: date | None, moved: set[Pair] | None, mapper: Mapper
) -> None:
    """Make the ties again whose grounds are others than they were; `moved` are the pairs whose acts changed, null: all."""
    faded = Fading(last=last, half_life=job.settings.half_life_days) if last else None
    gone = {window: weighed.renew_sums(window, faded, moved) for window in windows(last)}
    views = [_view(job, weighed, window, faded) for window in gone]
    stale = weighed.forget_windows([*gone])
    stale += [(*slot, view.window.label) for view in views for slot in (*view.fresh, *gone[view.window])]
    if stale and job.draft.count(Tie):
        job.draft.drop(Tie, "id", [tie_id for key in stale for tie_id in stage.tie_ids(*key)])
    for view in views:
        weighed.forget_drawn(view.window, [*view.fresh, *gone[view.window]])
        _restate(job, weighed, stage, view, last)
    make = partial(_made, stage, views, last, job.run_id)
    for made in mapper(make, (weighed.acts(some) for some in _lots(_asked(views), _PAIRS_AT_ONCE))):
        job.draft.put_encoded(made.ties)
        weighed.keep_drawn(made.drawn)
    for view in views:
        weighed.note_grounds(view.window, {**view.fresh, **view.restated})


def _asked(views: Iterable[_View]) -> list[tuple[Pair, date | None]]:
    """Give the pairs whose ties are to be made, each with the first day of their windows (null: all days)."""
    since: dict[Pair, date | None] = {}
    for view in views:
        for source, target, _ in view.fresh:
            day = since.get((source, target), view.window.start)
            since[source, target] = min(day, view.window.start) if day and view.window.start else None
    return sorted(since.items(), key=lambda one: one[0])


def _restate(job: Job, weighed: Weighed, stage: RenewsTies, view: _View, last: date | None) -> None:
    """Measure ties again on what was drawn of them."""
    if not view.restated:
        return
    ids: list[str] = []
    numbers: list[NDArray[np.float64]] = []
    for some in weighed.drawn(view.window, view.restated, _DRAWN_AT_ONCE):
        bases = []
        for source, target, instrument, day, sums in some:
            slot = (source, target, instrument)
            ids += stage.tie_ids(*slot, view.window.label)
            basis = Basis.of_bytes(
                key_of(slot, view.window), sums, view.setting(slot), job.settings.resamples
            )
            bases.append(stage.aged(basis, day, last))
        # The ids of a slot's ties follow each other, in the order of the measures.
        found = np.stack(list(stage.measured(bases).values()), axis=1)
        numbers.append(found.reshape(-1, found.shape[-1]))
    weighed.move_window(view.window, job.run_id)
    if ids:
        weighed.restate(ids, np.concatenate(numbers), job.run_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """Ties ready to be stored, and what was drawn of their slots, each with the label of its window."""

    ties: Encoded
    drawn: Sequence[tuple[Slot, str, bytes]]


def _made(
    stage: RenewsTies,
    views: Sequence[_View],
    last: date | None,
    run_id: str,
    acts: Sequence[Sequence[object]],
) -> _Made:
    """Make the ties of some pairs from their acts."""
    fresh = []
    for slot, rows in _by_slot(acts):
        for view in views:
            if slot in view.fresh:
                own = [row for row in rows if covers(view.window, row.day)]
                basis = stage.basis(slot, view.window, own, view.setting(slot), last)
                fresh.append(_Fresh(slot, view.window, own, basis))
    enough = [one.basis for one in fresh if one.basis]
    found = stage.measured(enough) if enough else {}
    places = iter(range(len(enough)))
    ties: list[Tie] = []
    for one in fresh:
        place = next(places) if one.basis else None
        estimates = {} if place is None else {name: between(rows[place]) for name, rows in found.items()}
        ties += stage.ties(one.slot, one.window, one.rows, estimates)
    drawn = [(one.slot, one.window.label, one.basis.to_bytes()) for one in fresh if one.basis]
    return _Made(ties=Encoded.of(Tie, ties, run_id), drawn=drawn)


class _Fresh(NamedTuple):
    """A slot whose ties are to be made, and what they are measured on (null: too little)."""

    slot: Slot
    window: Window
    rows: Sequence[Bearing]
    basis: Basis | None


def _by_slot(acts: Sequence[Sequence[object]]) -> list[tuple[Slot, list[Bearing]]]:
    """Give kept acts by pair and instrument, in order of both."""
    slots: dict[Slot, list[Bearing]] = defaultdict(list)
    names = Kept.__dataclass_fields__
    kept = [Kept(**dict(zip(names, act[2:], strict=True))) for act in acts]  # type: ignore[arg-type]
    for act, row in zip(acts, bearings_of(kept), strict=True):
        for instrument in (ALL, *row.instruments):
            slots[str(act[0]), str(act[1]), instrument].append(row)
    return sorted(slots.items())


def _count(job: Job, weighed: Weighed, changed: int) -> StageCount:
    inputs, productive = job.draft.count(Event), weighed.sources()
    count = StageCount(
        stage="weigh",
        inputs=inputs,
        productive=productive,
        rejected=0,
        silent=inputs - productive,
        outputs=job.draft.count(Tie),
        reused=max(inputs - changed, 0),
    )
    check_count(count)
    return count


def _lots(things: Iterable[ItemT], size: int) -> Iterator[list[ItemT]]:
    left = iter(things)
    while some := list(islice(left, size)):
        yield some
