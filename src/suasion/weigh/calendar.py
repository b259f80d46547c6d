"""Windows of days: which there are, where they begin and end, and what they are called.

Inside a window of the calendar, and a rolling one, every act weighs alike; the window `all` fades (docs/decisions/0007).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from suasion.errors import InputError
from suasion.records import Window

PERIODS = ("day", "week", "month", "quarter", "year")
"""Words for windows of the calendar, which are DuckDB's for `date_trunc` too; a week begins on Monday (ISO 8601)."""
ALL = "all"
ROLLING = "rolling"
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_WEEK, _MONTH = 7, 28
"""Days. A rolling window moves on by a day, by a week from a week's length on, by a month from a month's on."""
MEAN_DAYS = {"day": 1.0, "week": 7.0, "month": 30.44, "quarter": 91.3, "year": 365.25}
"""Length of a window, in days."""
MAX_DAYS = 36_525


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """How days are cut into windows: `period` is one of `PERIODS`, `all` or `rolling`; `days` is the length of a rolling one."""

    period: str
    days: int = 0

    @property
    def step(self) -> str:
        """The period at whose ends rolling windows end."""
        if self.days < _WEEK:
            return "day"
        return "week" if self.days < _MONTH else "month"

    @property
    def mean_days(self) -> float | None:
        """Mean length of a window in days; null for `all`."""
        return float(self.days) if self.period == ROLLING else MEAN_DAYS.get(self.period)

    def window(self, start: date) -> Window:
        """Give the window that begins on a day."""
        if self.period == ROLLING:
            end = start + timedelta(days=self.days - 1)
            return Window(start=start, end=end, label=f"{self.days} days to {end}")
        return Window(start=start, end=end_of(self.period, start), label=label_of(self.period, start))

    def rolling(self, first: date, last: date) -> tuple[Window, ...]:
        """Give the rolling windows that end on or after the first day and begin on or before the last."""
        windows = []
        start = start_of(self.step, first)
        while start <= last:
            end = end_of(self.step, start)
            windows.append(self.window(end - timedelta(days=self.days - 1)))
            start = end + timedelta(days=1)
        return tuple(windows)


def calendar(word: str) -> Calendar:
    """Read the word for a window: `all`, one of `PERIODS`, or `rolling:DAYS`.

    Raises:
        InputError: it is none of these.
    """
    head, _, tail = word.partition(":")
    if not tail and head in (*PERIODS, ALL):
        return Calendar(period=head)
    if head == ROLLING and tail.isdecimal() and 0 < int(tail) <= MAX_DAYS:
        return Calendar(period=ROLLING, days=int(tail))
    raise InputError(
        f"There is no window '{word}'.",
        cause="A misspelt word, or a rolling window without its length in days.",
        remedy=f"Use one of: {', '.join((ALL, *PERIODS))}, or rolling:90 for windows of 90 days.",
    )


def start_of(period: str, day: date) -> date:
    """Give the first day of the period that holds a day."""
    if period == "day":
        return day
    if period == "week":
        return day - timedelta(days=day.weekday())
    months = _MONTHS[period]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def end_of(period: str, start: date) -> date:
    """Give the last day of the period that begins on a day."""
    if period == "day":
        return start
    if period == "week":
        return start + timedelta(days=6)
    after = start.month - 1 + _MONTHS[period]
    return date(start.year + after // 12, after % 12 + 1, 1) - timedelta(days=1)


def label_of(period: str, start: date) -> str:
    """Name the period that begins on a day: 2014, 2014-Q1, 2014-03, 2014-W10 (ISO 8601), 2014-03-05."""
    if period == "day":
        return start.isoformat()
    if period == "week":
        year, week, _ = start.isocalendar()
        return f"{year}-W{week:02d}"
    if period == "month":
        return f"{start.year}-{start.month:02d}"
    return str(start.year) if period == "year" else f"{start.year}-Q{(start.month + 2) // 3}"


def open_window(start: date | None, end: date | None) -> Window:
    """Give the one window that holds all, or all from one day to another."""
    if start is None and end is None:
        return Window(start=None, end=None, label=ALL)
    parts = [f"from {start}" if start else "", f"to {end}" if end else ""]
    return Window(start=start, end=end, label=" ".join(part for part in parts if part))


def days_of(windows: Iterable[Window], first: date, last: date) -> list[int]:
    """Count the days of each window that lie in what the data cover; at least one."""
    return [
        max((min(window.end or last, last) - max(window.start or first, first)).days + 1, 1)
        for window in windows
    ]
