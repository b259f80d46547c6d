"""Bringing acts, attention and ties up to date: only events that changed are read, only ties whose grounds changed are made again.

Windows and fading end with the reference day: a run that moves it makes all ties that suffice again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Protocol, TypeVar, runtime_checkable

import numpy as np

from suasion.engine.conserve import check_count
from suasion.engine.job import Job
from suasion.records import Event, StageCount, Tie, Window
from suasion.store.acts import Columns, Fading
from suasion.store.weighed import KEPT_BY_WEIGH, Weighed
from suasion.weigh.acts import Kept, act_rows, bearings_of
from suasion.weigh.bearing import Bearing
from suasion.weigh.exposure import Exposure, covers, fading, windows
from suasion.weigh.measures import Setting
from suasion.weigh.stage import ALL, Slot, fitted_setting

_AT_ONCE = 5000
"""Events that are read at a time."""
_PAIRS_AT_ONCE = 2000
_ROOM = 0.01
"""Effective events: chances are kept in four bytes, so a sum near the limit is taken as enough."""

Key = tuple[str, str, str, str]
"""Source, target, instrument, label of the window."""
ItemT = TypeVar("ItemT")


@runtime_checkable
class RenewsTies(Protocol):
    """A stage that can make some ties alone."""

    fingerprint: str

    def bearings(self, events: Iterable[Event], published: Mapping[str, date]) -> Iterator[Bearing]:
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
    """One window: what its slots' ties are made of, by slot, and the settings to measure them with."""

    window: Window
    keys: Mapping[Slot, str]
    settings: Mapping[str, Setting]
    exposure: Exposure

    def setting(self, slot: Slot) -> Setting:
        return replace(self.settings[slot[2]], exposure=self.exposure.of(slot[0], slot[1]))


def renew_ties(job: Job, stage: RenewsTies) -> StageCount:
    """Bring the ties up to date, after the events."""
    draft = job.draft
    if draft.meta("weigh fingerprint") != stage.fingerprint:
        draft.forget_stage("weigh", KEPT_BY_WEIGH)
        draft.replace_all(Tie, [], job.run_id)
        draft.put_meta("weigh fingerprint", stage.fingerprint)
    weighed = Weighed(draft)
    changed, gone = weighed.changed_events()
    weighed.forget_events([*changed, *gone])
    for some in _lots(changed, _AT_ONCE):
        _keep_acts(weighed, stage, list(draft.find(Event, some).values()))
    weighed.renew_attention()
    last = weighed.reference_day()
    faded = Fading(last=last, half_life=job.settings.half_life_days) if last else None
    views = [_view(job, weighed, window, faded) for window in windows(last)]
    _renew(job, weighed, stage, views, last)
    return _count(job, weighed, len(changed))


def _keep_acts(weighed: Weighed, stage: RenewsTies, events: Sequence[Event]) -> None:
    undated = {
        one
        for event in events
        if event.when.start is None and event.when.end is None
        for one in event.report_ids
    }
    rows = list(stage.bearings(events, weighed.published(sorted(undated))))
    occurred = {event.id for event in events if event.factuality == "occurred"}
    weighed.keep_events(
        [act for row in rows for act in act_rows(row)],
        [(row.event_id, row.day, row.event_id in occurred) for row in rows],
    )


def _view(job: Job, weighed: Weighed, window: Window, faded: Fading | None) -> _View:
    looks = weighed.looks(window, faded)
    seen = Exposure(
        {(a, b): number for a, b, number in looks if b},
        {a: number for a, b, number in looks if a and not b},
        next((number for a, _, number in looks if not a), 0.0),
    )
    columns = weighed.slots(window, faded)
    settings = _settings(columns, seen)
    view = _View(window=window, keys={}, settings=settings, exposure=seen)
    least = job.settings.sufficient_events - _ROOM
    keys: dict[Slot, str] = {}
    for *slot, effective, digest in zip(
        *(columns[name].tolist() for name in ("source", "target", "instrument", "effective", "digest")),
        strict=True,
    ):
        which = (slot[0], slot[1], slot[2])
        grounds = f"{view.setting(which)} {faded}" if effective >= least else ""
        keys[which] = f"{digest} {window.start} {grounds}"
    return replace(view, keys=keys)


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


def _renew(job: Job, weighed: Weighed, stage: RenewsTies, views: Sequence[_View], last: date | None) -> None:
    """Make the ties again whose grounds are others than they were."""
    before = weighed.keys()
    now: dict[Key, str] = {
        (*slot, view.window.label): key for view in views for slot, key in view.keys.items()
    }
    touched = {key for key in now if before.get(key) != now[key]}
    gone = {key for key in before if key not in now}
    if not touched and not gone:
        return
    if before:
        job.draft.drop(
            Tie,
            "id",
            [tie_id for key in sorted(touched & before.keys() | gone) for tie_id in stage.tie_ids(*key)],
        )
    by_label = {view.window.label: view for view in views}
    pairs = sorted({key[:2] for key in touched})
    for some in _lots(pairs, _PAIRS_AT_ONCE):
        made = _made(job, stage, weighed.acts(some), by_label, touched, last)
        for ties in _lots(made, 10 * _AT_ONCE):
            job.draft.put(ties, job.run_id)
    weighed.put_keys(now)


def _made(  # noqa: PLR0917  each is another thing
    job: Job,
    stage: RenewsTies,
    acts: Sequence[Sequence[object]],
    views: Mapping[str, _View],
    touched: Collection[Key],
    last: date | None,
) -> Iterator[Tie]:
    slots: dict[Slot, list[Bearing]] = defaultdict(list)
    names = Kept.__dataclass_fields__
    kept = [Kept(**dict(zip(names, act[2:], strict=True))) for act in acts]  # type: ignore[arg-type]
    rows = bearings_of(kept)
    for act, row in zip(acts, rows, strict=True):
        for instrument in (ALL, *row.instruments):
            slots[str(act[0]), str(act[1]), instrument].append(row)
    faded = {row.event_id: fading(row.weight_day, last, job.settings.half_life_days) for row in rows}
    for slot in sorted(slots):
        for label, view in views.items():
            if (*slot, label) in touched:
                held = [row for row in slots[slot] if covers(view.window, row.day)]
                yield from stage.ties(slot, view.window, held, view.setting(slot), faded)


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
