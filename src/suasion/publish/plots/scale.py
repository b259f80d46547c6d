"""Scales: from values and days to places on a drawing, with ticks that people read easily."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from suasion.publish.words import MONTHS

MONTHS_A_YEAR = 12
DECEMBER = 12
STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600)
"""Months between ticks."""
DAY_STEPS = (1, 2, 7, 14)
NOTHING = 1e-9
"""A span of values that is no larger than this, for values about 1, is none."""
SHORT_SPAN = 92
"""Days up to which ticks are days rather than months."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """Values `low`..`high` on `start`..`end`; what lies outside is held at the edge."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Place a value."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + (self.end - self.start) * share


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days `first`..`last` (both inclusive) on `start`..`end`: a day is as wide as it is long."""

    first: date
    last: date
    start: float
    end: float

    def at(self, day: date, *, after: bool = False) -> float:
        """Place the beginning of a day, or its end (`after`)."""
        span = (self.last - self.first).days + 1
        return self.start + (self.end - self.start) * ((day - self.first).days + after) / span


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A place on a scale, with what stands at it."""

    at: float
    label: str


def nice_step(span: float, most: int) -> float:
    """Give the smallest of 1, 2, 5, 10, ... (times a power of ten) that cuts `span` into at most `most` parts."""
    rough = span / most
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= rough * (1 - 1e-9))


def nice_range(low: float, high: float, most: int = 4) -> tuple[float, ...]:
    """Give round values, evenly apart, of which the first and last enclose `low`..`high`."""
    if high - low <= max(abs(low), abs(high), 1.0) * NOTHING:
        high = low + (abs(low) if abs(low) > NOTHING else 1.0)
    step = nice_step(high - low, most)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(i * step, 12) for i in range(first, last + 1))


def figure(value: float) -> str:
    """Write a number of an axis or table for people: three figures, thousands parted, a true minus."""
    if value == 0:
        return "0"
    big = abs(value) >= 1000  # noqa: PLR2004 - from here on thousands are parted
    said = f"{value:,.0f}" if big else f"{value:.3g}"
    return said.replace("-", "−")


def month_label(day: date) -> str:
    """Write a month for an axis: `Mar 2014`."""
    return f"{MONTHS[day.month - 1][:3]} {day.year}"


def day_ticks(scale: Days, room: float) -> tuple[Tick, ...]:
    """Give ticks at days or months, at least `room` apart; the first of each year says which."""
    days = _days(scale, room) if (scale.last - scale.first).days < SHORT_SPAN else _months(scale, room)
    return tuple(_labelled(scale, days))


def _labelled(scale: Days, days: list[date]) -> Iterator[Tick]:
    years = all(day.month == 1 and day.day == 1 for day in days)
    for before, day in pairwise([None, *days]):
        assert day is not None
        name = MONTHS[day.month - 1][:3]
        if scale.last.toordinal() - scale.first.toordinal() < SHORT_SPAN:
            short = f"{day.day} {name}"
            new = before is None
        else:
            short, new = name, before is None or day.year != before.year
        label = (
            str(day.year)
            if years or (new and before is not None)
            else f"{short} {day.year}"
            if new
            else short
        )
        yield Tick(at=scale.at(day), label=label)


def _days(scale: Days, room: float) -> list[date]:
    width = scale.at(scale.first, after=True) - scale.start
    step = next((step for step in DAY_STEPS if step * width >= room), 28)
    count = (scale.last - scale.first).days // step + 1
    return [scale.first + timedelta(days=step * i) for i in range(count)]


def _months(scale: Days, room: float) -> list[date]:
    width = (scale.end - scale.start) / ((scale.last - scale.first).days + 1) * 30.4
    step = next((step for step in STEPS if step * width >= room), 1200)
    first = scale.first.year * MONTHS_A_YEAR + scale.first.month - 1 + (scale.first.day > 1)
    first += -first % step if step <= MONTHS_A_YEAR else -first % MONTHS_A_YEAR
    last = scale.last.year * MONTHS_A_YEAR + scale.last.month - 1
    return [
        date(number // MONTHS_A_YEAR, number % MONTHS_A_YEAR + 1, 1)
        for number in range(first, last + 1, step)
    ]
