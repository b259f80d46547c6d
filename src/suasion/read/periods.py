"""Periods of days: closed, from the first to the last day."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from suasion.records import Precision

PRECISIONS: tuple[Precision, ...] = ("day", "week", "month", "season", "year", "decade", "unknown")
"""From the finest to the vaguest."""

MONTHS_IN_SEASON = 3
DECEMBER = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From `start` to `end`, both days included; `start <= end`."""

    start: date
    end: date
    precision: Precision


def day(on: date) -> Period:
    """One day."""
    return Period(start=on, end=on, precision="day")


def week(holding: date) -> Period:
    """Give the week, Monday to Sunday, that holds a day."""
    monday = holding - timedelta(days=holding.weekday())
    return Period(start=monday, end=monday + timedelta(days=6), precision="week")


def month(year: int, number: int) -> Period:
    """Give a month; `number` may run over (0 is December of the year before, 13 January of the next).

    Raises:
        ValueError: the year lies outside 1-9999.
    """
    year, index = year + (number - 1) // 12, (number - 1) % 12 + 1
    if not 1 <= year <= 9999:  # noqa: PLR2004 - the years that `date` knows
        raise ValueError(f"year {year} is out of range")
    return Period(
        start=date(year, index, 1), end=date(year, index, monthrange(year, index)[1]), precision="month"
    )


def months(year: int, first: int, count: int) -> Period:
    """Give a quarter or half of a year: `count` months from the `first`, which may run over."""
    return Period(start=month(year, first).start, end=month(year, first + count - 1).end, precision="season")


def year_before(period: Period) -> Period:
    """Give the same days a year earlier; a month's last day stays its last."""
    start = _year_back(period.start)
    end = _year_back(period.end)
    if (period.end + timedelta(days=1)).day == 1:
        end = end.replace(day=monthrange(end.year, end.month)[1])
    return Period(start=start, end=end, precision=period.precision)


def _year_back(on: date) -> date:
    return on.replace(year=on.year - 1, day=min(on.day, monthrange(on.year - 1, on.month)[1]))


def season(year: int, first_month: int) -> Period:
    """Three months; a winter begins in December of `year`."""
    last = month(year, first_month + MONTHS_IN_SEASON - 1)
    return Period(start=date(year, first_month, 1), end=last.end, precision="season")


def year(number: int) -> Period:
    """Give a calendar year."""
    return Period(start=date(number, 1, 1), end=date(number, DECEMBER, 31), precision="year")


def decade(first: int) -> Period:
    """Ten years from `first`."""
    return Period(start=date(first, 1, 1), end=date(first + 9, DECEMBER, 31), precision="decade")


def spanning(first: Period, last: Period) -> Period | None:
    """From the start of one to the end of another, as vague as the vaguer; null if that runs backwards."""
    if first.start > last.end:
        return None
    vaguer = max(first.precision, last.precision, key=PRECISIONS.index)
    return Period(start=first.start, end=last.end, precision=vaguer)


def part(whole: Period, which: str) -> Period:
    """Give the early, middle or late third of a period, with the precision of the next finer unit."""
    third = max(1, ((whole.end - whole.start).days + 1) // 3)
    finer: dict[Precision, Precision] = {
        "month": "week",
        "year": "season",
        "decade": "year",
        "season": "month",
    }
    precision = finer.get(whole.precision, whole.precision)
    if which == "early":
        return Period(
            start=whole.start,
            end=min(whole.end, whole.start + timedelta(days=third - 1)),
            precision=precision,
        )
    if which == "late":
        return Period(
            start=max(whole.start, whole.end - timedelta(days=third - 1)), end=whole.end, precision=precision
        )
    return Period(
        start=min(whole.end, whole.start + timedelta(days=third)),
        end=max(min(whole.end, whole.start + timedelta(days=third)), whole.end - timedelta(days=third)),
        precision=precision,
    )


def shifted(base: date, count: int, unit: str) -> Period:
    """Give the day, week … so many units after (before, if negative) the one that holds `base`.

    Raises:
        OverflowError, ValueError: the result lies outside the years 1-9999.
    """
    if unit == "day":
        return day(base + timedelta(days=count))
    if unit == "week":
        return week(base + timedelta(weeks=count))
    if unit == "month":
        return month(base.year, base.month + count)
    if unit == "decade":
        return decade((base.year // 10 + count) * 10)
    return year(base.year + count)
