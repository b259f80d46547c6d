"""Who follows whom: one state's turns toward third states, and another's one window later. Followed by, never caused.

A cross-lagged correlation over all third states at once (Kenny 1975), of square roots of what was done (Bartlett 1936: they spread
alike whatever the mean). Taken out first: each third's mean, what the follower itself did before, and what all others do
toward the third, before and now, which is how news of the third shows. The placebo turns the leader's windows round, for all thirds
alike: its own ups and downs stay as they are, but nothing is left that could follow them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import permutations

import numpy as np
from scipy.special import ndtr

from suasion.records import OURS, Activity, Following
from suasion.weigh.network import Array

MIN_WINDOWS = 26
"""Half a year of weeks: fewer windows leave too few ways to turn them round."""
SHORTEST_SHIFT = 4
"""Windows by which the leader's are turned round at least, either way."""
SHIFTS = 48
"""Ways of turning them round that are tried at most, evenly apart."""
BUSIEST = 40
"""States that are held against each other: those that did most."""
LIKELY_CHANCE = 0.05
"""What turns round as often as this, once the number of pairs is taken into account, is not told."""
Z90 = 1.644854
"""Standard deviations from the middle of a normal distribution to its 95 % quantile."""
LEAST_TOWARD = 3.0
"""Cooperative deeds, by chance, that each of two states must have done for a third for it to count as shared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What states did window by window: `done` is (state, third, window), `told` counts the events of (state, third)."""

    states: tuple[str, ...]
    done: Array
    told: Array

    @classmethod
    def of(cls, activities: Sequence[Activity], windows: Sequence[date]) -> Record:
        """Sort activities by their windows' first days, which `windows` holds in order; others are left out."""
        states = tuple(sorted({state for a in activities for state in (a.source, a.target)}))
        place, column = {s: i for i, s in enumerate(states)}, {day: i for i, day in enumerate(windows)}
        done = np.zeros((len(states), len(states), len(windows)))
        told = np.zeros((len(states), len(states)))
        for a in activities:
            if a.start in column:
                done[place[a.source], place[a.target], column[a.start]] += a.cooperation
                told[place[a.source], place[a.target]] += a.n
        return cls(states=states, done=done, told=told)


def followings(
    activities: Sequence[Activity],
    windows: Sequence[date],
    *,
    instrument: str,
    sufficient: float,
    dataset: str = OURS,
) -> Iterator[Following]:
    """Give a row for every ordered pair of the busiest states that courts thirds in common, the clearest first.

    There is a value where it is no likely chance.

    Args:
        activities: what states did for others by window, of one data set and instrument.
        windows: first days of all windows in order, those without any activity too.
        instrument: its name, for the rows.
        sufficient: deeds by chance that each of a pair needs toward the thirds in common.
        dataset: its name, for the rows.

    """
    record = Record.of(activities, windows)
    total = record.done.sum(axis=(1, 2))
    busiest = sorted(range(len(total)), key=lambda i: (-total[i], record.states[i]))[:BUSIEST]
    rows = [
        replace(row, instrument=instrument, dataset=dataset)
        for i, j in permutations(sorted(busiest), 2)
        if (row := _row(record, i, j, sufficient)) is not None
    ]
    corrected = _corrected({n: row.chance for n, row in enumerate(rows) if row.chance is not None})
    made = [_judged(row, corrected[n]) if n in corrected else row for n, row in enumerate(rows)]
    yield from sorted(
        made, key=lambda row: (row.value is None, -(row.value or 0.0), row.leader, row.follower)
    )


def _judged(row: Following, chance: float) -> Following:
    """Take the value away where chance does as well."""
    if chance > LIKELY_CHANCE:
        return replace(row, value=None, value_how="not above placebo", chance=round(chance, 6))
    return replace(row, chance=round(chance, 6))


def _row(record: Record, leader: int, follower: int, sufficient: float) -> Following | None:
    both = (record.done[leader].sum(axis=1) >= LEAST_TOWARD) & (
        record.done[follower].sum(axis=1) >= LEAST_TOWARD
    )
    both[[leader, follower]] = False
    thirds = np.flatnonzero(both)
    if not len(thirds):
        return None
    ahead, after = record.done[leader, thirds], record.done[follower, thirds]
    row = Following(
        leader=record.states[leader],
        follower=record.states[follower],
        instrument="",
        value=None,
        value_how="insufficient",
        placebo95=None,
        chance=None,
        windows=record.done.shape[2],
        thirds=tuple(record.states[k] for k in thirds),
        n=int(record.told[[leader, follower]][:, thirds].sum()),
        effective_n=round(float(ahead.sum() + after.sum()), 6),
    )
    if min(ahead.sum(), after.sum()) < sufficient or row.windows < MIN_WINDOWS:
        return row
    others = np.maximum(record.done[:, thirds].sum(axis=0) - ahead - after, 0.0)
    value, placebo = cross_lag(ahead, after, others)
    middle, spread = float(placebo.mean()), float(placebo.std())
    if spread == 0.0:
        return row
    bound = middle + Z90 * spread
    chance = float(ndtr((middle - value) / spread))
    return replace(
        row, value=round(value, 6), value_how="cross-lagged", placebo95=round(bound, 6), chance=chance
    )


def cross_lag(ahead: Array, after: Array, others: Array) -> tuple[float, Array]:
    """Correlate `ahead` with what is left of `after` one window later; also with the windows of `ahead` turned round.

    All three are (third, window). What is left: after each third's mean, the follower's own last window and what others do are taken out.
    """
    lead, own, rest = (_centred(np.sqrt(part)) for part in (ahead, after, others))
    controls = np.stack([own[:, :-1].ravel(), rest[:, :-1].ravel(), rest[:, 1:].ravel()], axis=1)
    later = own[:, 1:].ravel()
    left = later - controls @ np.linalg.lstsq(controls, later, rcond=None)[0]
    windows = lead.shape[1]
    turned = np.linspace(SHORTEST_SHIFT, windows - SHORTEST_SHIFT, SHIFTS).round().astype(int)
    shifts = [0, *np.unique(turned).tolist()]
    tried = np.stack([np.roll(lead, shift, axis=1)[:, :-1].ravel() for shift in shifts])
    scale = np.linalg.norm(left) * np.linalg.norm(tried, axis=1)
    found = np.divide(tried @ left, scale, out=np.zeros(len(shifts)), where=scale > 0)
    return float(found[0]), found[1:]


def _centred(series: Array) -> Array:
    return np.asarray(series - series.mean(axis=1, keepdims=True))


def _corrected(chances: Mapping[int, float]) -> dict[int, float]:
    """Correct the chances of many tests for their number (Benjamini & Hochberg 1995)."""
    order = sorted(chances, key=lambda n: (-chances[n], n))
    least, corrected = 1.0, {}
    for rank, n in enumerate(order):
        least = min(least, chances[n] * len(order) / (len(order) - rank))
        corrected[n] = least
    return corrected
