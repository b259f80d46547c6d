"""TIMEX3 values as periods of days, and whether suasion's period is the same one."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from suasion.records import Dated

Days = tuple[date, date]
"""First and last day, both included."""

_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_PART = re.compile(
    r"\b(?:early|earlier|mid|middle|late|later|beginning|start|end|outset|first days|half|turn)\b",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\s*since\b", re.IGNORECASE)
_LEADING = re.compile(
    r"(?:(?:in|on|at|by|from|since|until|till|during|before|after|of|for|throughout|around|between|over|within"
    r"|about|than)\s+)+",
    re.IGNORECASE,
)


def days_of(value: str) -> Days | None:
    """Give the days of a TIMEX3 value, null where it is no stretch of the calendar (`PAST_REF`, `P3Y`, `FY2007`).

    The time of day is left out, trailing unknown parts too: `2010-07-16TMO` is that day, `2011-06-XX` June. Seasons
    are those of the northern hemisphere, a winter that of the December it begins in.
    """
    bare = re.sub(r"(?:-XX)+$", "", value.split("T", 1)[0])
    try:
        return _days(bare)
    except ValueError:  # 2009-02-31
        return None


def _days(value: str) -> Days | None:
    if re.fullmatch(r"\d{2,4}", value):
        size = 10 ** (4 - len(value))
        first = int(value) * size
        return date(first, 1, 1), date(first + size - 1, 12, 31)
    return _days_of_year(value)


def _days_of_year(value: str) -> Days | None:
    if match := re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", value):
        year, month = int(match[1]), int(match[2])
        if match[3]:
            return date(year, month, int(match[3])), date(year, month, int(match[3]))
        return _months(year, month, 1)
    if match := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return monday + timedelta(days=5 if match[3] else 0), monday + timedelta(days=6)
    if match := re.fullmatch(r"(\d{4})-([QH])([1-4])", value):
        months = 3 if match[2] == "Q" else 6
        return _months(int(match[1]), months * (int(match[3]) - 1) + 1, months)
    if match := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
        return _months(int(match[1]), _SEASONS[match[2]], 3)
    return None


def _months(year: int, first: int, count: int) -> Days:
    last_year, last = year + (first + count - 2) // 12, (first + count - 2) % 12 + 1
    return date(year, first, 1), date(last_year, last, monthrange(last_year, last)[1])


def same_value(gold: Days, when: Dated) -> bool:
    """Whether suasion's period is the gold value's.

    The same first and last day. Two things TIMEX3 writes elsewhere than in the value: a part of a period ("early June",
    "the end of 2008") has the value of the whole, so suasion's period need only lie within it; "since 2014" has
    the value 2014, so only the first day counts.
    """
    if when.start is None or when.end is None:
        return False
    text = when.text or ""
    if _SINCE.match(text):
        return when.start == gold[0]
    if _PART.search(text):
        return gold[0] <= when.start and when.end <= gold[1]
    return (when.start, when.end) == gold


def lead(text: str) -> int:
    """How many code points of prepositions an expression begins with: TIMEX3 leaves them out of its spans."""
    match = _LEADING.match(text)
    return match.end() if match and match.end() < len(text) else 0
