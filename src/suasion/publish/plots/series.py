"""Ties as series over windows, with a gap wherever there was too little to measure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from suasion.publish.plots.scale import figure
from suasion.publish.words import load_words, small
from suasion.records import Tie

Key = tuple[str, str, str]
"""Source, target, instrument."""
Span = tuple[date, date]
"""First and last day of a window."""

Turns = Mapping[Key, Sequence[date]]
"""The first day of each window from which cooperative deeds came at another rate (change points)."""
MIN_WINDOWS = 2
"""Fewer measured windows are no course over time."""
SHARES = frozenset({"dependence", "alignment", "hedging"})
"""Measures from 0 to 1, written in percent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A window of a series. Without a tie, nothing was reported in it."""

    first: date
    last: date
    tie: Tie | None

    @property
    def middle(self) -> date:
        """The day at which the window is drawn."""
        return self.first + (self.last - self.first) / 2

    @property
    def measured(self) -> Tie | None:
        """The tie, if it has a value."""
        return self.tie if self.tie is not None and self.tie.value is not None else None

    @property
    def n(self) -> int:
        """The events of the window."""
        return self.tie.n if self.tie else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One measure of one pair by one instrument, window by window, none left out."""

    key: Key
    points: tuple[Point, ...]

    @property
    def measured(self) -> tuple[Tie, ...]:
        """The windows that have a value."""
        return tuple(tie for point in self.points if (tie := point.measured))

    @property
    def weight(self) -> float:
        """By how much the series is told: its effective events."""
        return sum(point.tie.effective_n for point in self.points if point.tie)

    def runs(self) -> tuple[tuple[Point, ...], ...]:
        """Cut into runs of windows that have a value and runs that have none, in turn."""
        return tuple(tuple(run) for _, run in groupby(self.points, key=lambda point: point.measured is None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What a picture shows, as rows for an HTML table."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Namer:
    """English for codes: states or groups of states by `states`, instruments by `instruments`; others stand for themselves."""

    states: Mapping[str, str]
    instruments: Mapping[str, str]

    def state(self, code: str) -> str:
        """Name a state or group."""
        return self.states.get(code, code)

    def pair(self, source: str, target: str) -> str:
        """Name an ordered pair."""
        return f"{self.state(source)} → {self.state(target)}"

    def instrument(self, key: str) -> str:
        """Name an instrument or group of them."""
        return "all means" if key == "all" else small(self.instruments.get(key, key.replace("-", " ")))


def measure_name(measure: str) -> str:
    """Name a measure."""
    return load_words().measure.get(measure, measure.replace("-", " "))


def axis_unit(measure: str, ties: Sequence[Tie]) -> str:
    """Give a measure's unit in the few words that an axis has room for."""
    return load_words().axis.get(measure) or next((tie.unit for tie in ties if tie.unit), "no unit")


def series_of(ties: Iterable[Tie], measure: str) -> tuple[Series, ...]:
    """Sort the ties of one measure into series over the same windows, the most told first.

    Open windows, and windows that hold another one (all time beside months), are no part of a course and left out.
    """
    own = [tie for tie in ties if tie.measure == measure]
    windows = course({span for tie in own if (span := span_of(tie))})
    by_key: dict[Key, dict[Span, Tie]] = defaultdict(dict)
    for tie in sorted(own, key=lambda tie: tie.id):
        span = span_of(tie)
        if span in windows:
            by_key[tie.source, tie.target, tie.instrument][span] = tie
    made = [
        Series(
            key=key,
            points=tuple(Point(first=w[0], last=w[1], tie=found.get(w)) for w in windows),
        )
        for key, found in by_key.items()
    ]
    return tuple(sorted(made, key=lambda item: (-item.weight, item.key)))


def span_of(tie: Tie) -> Span | None:
    """Give the days of a tie's window; null where it is open."""
    window = tie.window
    return (window.start, window.end) if window.start and window.end else None


def course(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Put windows in order, those that hold another one left out, and gaps filled with windows of nothing.

    A gap is filled that is at least half as long as the window before it: a month in which no pair did anything.
    """
    ordered = sorted(spans, key=lambda span: (span[0], -span[1].toordinal()))
    kept: list[Span] = []
    for span in reversed(ordered):
        if not any(span[0] <= other[0] and other[1] <= span[1] for other in kept[-1:]):
            kept.append(span)
    kept.reverse()
    filled: list[Span] = []
    for span in kept:
        if filled:
            day = timedelta(days=1)
            before, missing = filled[-1], (filled[-1][1] + day, span[0] - day)
            if 2 * (missing[1] - missing[0] + day) >= before[1] - before[0] + day:
                filled.append(missing)
        filled.append(span)
    return tuple(filled)


def tie_cells(tie: Tie) -> tuple[str, ...]:
    """Write a tie's value, intervals and counts for a table."""
    value = figure(tie.value) if tie.value is not None else tie.value_how
    note = f" ({tie.note})" if tie.note else ""
    return (
        value + note,
        interval(tie.low80, tie.high80),
        interval(tie.low95, tie.high95),
        str(tie.n),
        f"{tie.effective_n:.1f}",
    )


TIE_HEAD = ("80 %", "95 %", "Events", "Effective")
"""The heads of `tie_cells` after the value's."""


def interval(low: float | None, high: float | None) -> str:
    """Write an interval; a dash where there is none."""
    return "–" if low is None or high is None else f"{figure(low)} to {figure(high)}"
