"""Bringing acts, attention and ties up to date: only events that changed are read, only ties whose grounds changed are made again.

Windows and fading end with the reference day: a run that moves it makes all ties that suffice again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Protocol, TypeVar, runtime_checkable

import numpy as np

from suasion.engine.conserve import check_count
from suasion.engine.job import Job
from suasion.engine.workers import mapping
from suasion.records import Event, StageCount, Tie, Window
from suasion.store import Draft, Encoded
from suasion.store.acts import REFERENCE_DAY, Columns
from suasion.store.cuts import Fading
from suasion.store.weighed import KEPT_BY_WEIGH, Pair, Slot, Weighed
from suasion.weigh.acts import ActRow, Kept, act_rows, bearings_of
from suasion.weigh.bearing import Bearing
from suasion.weigh.exposure import Exposure, covers, fading, windows
from suasion.weigh.measures import Setting
from suasion.weigh.stage import ALL, fitted_setting

if TYPE_CHECKING:
    from suasion.reconcile.memory import Mapper

_AT_ONCE = 2500
"""Events that are read at a time."""
_PAIRS_AT_ONCE = 100
"""Pairs whose ties are made at a time."""
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

    def ties(
        self,
        slot: Slot,
        window: Window,
        rows: Sequence[Bearing],
        setting: Setting,
        faded: Mapping[str, float],
    ) -> Iterator[Tie]:
        """Give the ties of one pair, instrument and window."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """One window: what its ties are measured with, and the slots whose ties are to be made again, on which grounds."""

    window: Window
    settings: Mapping[str, Setting]
    exposure: Exposure
    touched: Mapping[Slot, str]

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
    view = _View(window=window, settings=settings, exposure=seen, touched={})
    least = job.settings.sufficient_events - _ROOM
    touched: dict[Slot, str] = {}
    for source, target, instrument, effective, before in zip(
        *(columns[name].tolist() for name in ("source", "target", "instrument", "effective", "grounds")),
        strict=True,
    ):
        slot = (source, target, instrument)
        grounds = f"{window.start} {view.setting(slot)} {faded}" if effective >= least else f"{window.start}"
        if grounds != before:
            touched[slot] = grounds
    return replace(view, touched=touched)


def _settings(columns: Columns, seen: Exposure) -> dict[str, Setting]:
    """Fit each instrument over all pairs that are mentioned or have one of its acts."""
    mentioned = {ordered for left, right in seen.pairs for ordered in ((left, right), (right, left))}
    places = {pair: place for place, pair in enumerate(sorted(mentioned))}
    exposures = np.array([seen.of(*pair) for pair in places])
    settings = {}
    for instrument in sorted(set(columns["instrument"])):
        rows = np.flatnonzero(columns["instrument"] == instrument)
        pairs = list(zip(columns["source"][rows], columns["target"][rows], strict=True))
        courting = columns["courting"][rows]
        counts = np.zeros(len(places))
        known = np.array([places.get(pair, -1) for pair in pairs])
        counts[known[known >= 0]] = courting[known >= 0]
        alone = np.flatnonzero(known < 0)
        settings[instrument] = fitted_setting(
            np.concatenate([counts, courting[alone]]),
            np.concatenate([exposures, [seen.of(*pairs[place]) for place in alone]]),
            columns["total"][rows],
        )
    return settings


def _renew(  # noqa: PLR0917  each is another thing
    job: Job, weighed: Weighed, stage: RenewsTies, last: date | None, moved: set[Pair] | None, mapper: Mapper
) -> None:
    """Make the ties again whose grounds are others than they were; `moved` are the pairs whose acts changed, null: all."""
    half_life = job.settings.half_life_days
    faded = Fading(last=last, half_life=half_life) if last else None
    gone = {window: weighed.renew_sums(window, faded, moved) for window in windows(last)}
    views = [_view(job, weighed, window, faded) for window in gone]
    stale = weighed.forget_windows([*gone])
    stale += [(*slot, view.window.label) for view in views for slot in (*view.touched, *gone[view.window])]
    if stale and job.draft.count(Tie):
        job.draft.drop(Tie, "id", [tie_id for key in stale for tie_id in stage.tie_ids(*key)])
    pairs = sorted({slot[:2] for view in views for slot in view.touched})
    measure = partial(_encoded, stage, views, last, half_life, job.run_id)
    for made in mapper(measure, (weighed.acts(some) for some in _lots(pairs, _PAIRS_AT_ONCE))):
        job.draft.put_encoded(made)
    for view in views:
        weighed.note_grounds(view.window, view.touched)


def _encoded(  # noqa: PLR0917  each is another thing
    stage: RenewsTies,
    views: Sequence[_View],
    last: date | None,
    half_life: float,
    run_id: str,
    acts: Sequence[Sequence[object]],
) -> Encoded:
    """Make the ties of some pairs, of which all acts are given, ready to be stored."""
    slots: dict[Slot, list[Bearing]] = defaultdict(list)
    names = Kept.__dataclass_fields__
    kept = [Kept(**dict(zip(names, act[2:], strict=True))) for act in acts]  # type: ignore[arg-type]
    rows = bearings_of(kept)
    for act, row in zip(acts, rows, strict=True):
        for instrument in (ALL, *row.instruments):
            slots[str(act[0]), str(act[1]), instrument].append(row)
    faded = {row.event_id: fading(row.weight_day, last, half_life) for row in rows}
    ties = (
        tie
        for slot in sorted(slots)
        for view in views
        if slot in view.touched
        for tie in stage.ties(
            slot,
            view.window,
            [row for row in slots[slot] if covers(view.window, row.day)],
            view.setting(slot),
            faded,
        )
    )
    return Encoded.of(Tie, ties, run_id)


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
