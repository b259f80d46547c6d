"""What the rules of time expressions share: months and counts by their words, parts of periods, "a few days later"."""

from __future__ import annotations

import re

from suasion.read import periods
from suasion.read.numbers import number_value
from suasion.read.periods import Period
from suasion.read.time_patterns import Vocabulary, vocabulary
from suasion.records import Precision

FEW_DAYS = 7
"""At most so many days are "a few"."""


def month_number(name: str) -> int:
    """Give a month's number, 1 to 12, by its name or abbreviation."""
    words: Vocabulary = vocabulary()
    return words.month_numbers[name.lower().rstrip(".")]


def count_of(text: str) -> int | None:
    """Give a count in words or digits; null where it is none, or more units than any news counts in."""
    value = 2.0 if text.lower() in {"couple", "a couple", "couple of", "a couple of"} else number_value(text)
    return None if value is None or value > 10_000 else int(value)  # noqa: PLR2004 - no period of news is longer


def a_few(before: Period, unit: str, back: bool) -> Period:
    """Give a few units after or before: one to seven days, or one to four weeks, months or years."""
    count = FEW_DAYS if unit == "day" else 4
    base = before.start if back else before.end
    near = periods.shifted(base, -1 if back else 1, unit)
    far = periods.shifted(base, -count if back else count, unit)
    vaguer: dict[str, Precision] = {"day": "week", "week": "month", "month": "season", "year": "decade"}
    first, last = (far, near) if back else (near, far)
    return Period(start=first.start, end=last.end, precision=vaguer.get(unit, "unknown"))


def part_of(found: Period | str | None, word: str | None) -> Period | str | None:
    """Give the early, middle or late part, for "early", "the beginning of", "mid-", "the end of"."""
    if not isinstance(found, Period) or not word:
        return found
    which = vocabulary().parts.get(re.sub(r"^the\s|\sof$|-$", "", word.lower()).strip())
    return periods.part(found, which) if which else found
