"""How much the corpus looks at each pair: reports that mention both, by age."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from suasion.records import Event, Mention, Report, Window

RECENT_DAYS = (365, 90)
"""Lengths of the windows that end with the reference day, in days."""


def reference_day(reports: Iterable[Report], events: Iterable[Event]) -> date | None:
    """Give the last day that the corpus covers.

    The latest stated day of publication, else the latest middle day of a deed.
    """
    published = [report.published.end or report.published.start for report in reports]
    days = [day for day in published if day]
    days = days or [event.day for event in events if event.factuality == "occurred" and event.day]
    return max(days, default=None)


def windows(last: date | None) -> tuple[Window, ...]:
    """Give the window `all`, and those that end with the reference day, if there is one."""
    everything = Window(start=None, end=None, label="all")
    if last is None:
        return (everything,)
    return (
        everything,
        *(
            Window(start=last - timedelta(days=days - 1), end=last, label=f"last {days} days")
            for days in RECENT_DAYS
        ),
    )


def covers(window: Window, day: date | None) -> bool:
    """Whether a window holds a day; only `all`, which is open, holds what has none."""
    if window.start is None or window.end is None:
        return True
    return day is not None and window.start <= day <= window.end


def length(window: Window) -> int | None:
    """Count the days of a window; null for an open one."""
    return (window.end - window.start).days + 1 if window.start and window.end else None


def fading(day: date | None, last: date | None, half_life: float) -> float:
    """Give the weight of what happened on a day: 1 on the reference day, half after each half-life.

    It is 1 for what is later, and for what has no date.
    """
    if day is None or last is None:
        return 1.0
    return float(0.5 ** (max((last - day).days, 0) / half_life))


def aged_from(days: Iterable[date | None], last: date | None) -> date | None:
    """Give the day from which deeds of these days are aged together: their last, or the reference day if that is before it.

    Null where nothing fades. On a later reference day all of them weigh less by one factor, `fading` of this day.
    """
    known = [day for day in days if day]
    return min(max(known), last) if known and last else None


@dataclass(frozen=True, slots=True)
class Exposure:
    """Faded numbers of reports in one window.

    For each pair that a report mentions together, for each state, in all.
    """

    pairs: Mapping[tuple[str, str], float]
    states: Mapping[str, float]
    total: float

    def of(self, source: str, target: str) -> float:
        """Exposure of a pair: reports that mention both; if none does, those that mention the source.

        Else all.
        """
        pair = (source, target) if source < target else (target, source)
        return self.pairs.get(pair) or self.states.get(source) or self.total


def exposure(
    window: Window,
    reports: Sequence[Report],
    states: Mapping[str, frozenset[str]],
    last: date | None,
    half_life: float,
) -> Exposure:
    """Add up exposure in a window.

    Args:
        window: reports published in it count; undated ones only in `all`.
        reports: in order of id, so that sums come out the same on every machine.
        states: report id → the states it mentions.
        last: the reference day.
        half_life: in days.

    """
    pairs: dict[tuple[str, str], float] = defaultdict(float)
    single: dict[str, float] = defaultdict(float)
    total = 0.0
    for report in reports:
        day = report.published.start
        if not covers(window, day):
            continue
        weight = fading(day, last, half_life)
        total += weight
        mentioned = sorted(states.get(report.id, ()))
        for state in mentioned:
            single[state] += weight
        for pair in combinations(mentioned, 2):
            pairs[pair] += weight
    return Exposure(dict(pairs), dict(single), total)


def states_mentioned(mentions: Iterable[Mention]) -> dict[str, frozenset[str]]:
    """Report id → the states that its mentions name."""
    found: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        state = mention.actor.state
        if state:
            found[mention.report_id].add(state)
    return {report_id: frozenset(states) for report_id, states in found.items()}
