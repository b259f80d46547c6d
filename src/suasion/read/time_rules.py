"""The rules of time expressions: from a match to a period of days, or to the reason why there is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from suasion.read import periods
from suasion.read.periods import Period
from suasion.read.time_patterns import vocabulary
from suasion.read.time_words import FEW_DAYS, a_few, count_of, month_number, part_of
from suasion.records import Dated, Precision

UNKNOWN_ANCHOR = "relative: publication date unknown"
VAGUE_ANCHOR = "relative: publication day unknown"
NO_PREVIOUS = "relative: no earlier date to count from"
TOO_VAGUE = "relative: the date to count from is too vague"
FAR, NEAR_BEGIN = 80, 15
"""How far a clause is read, and up to where an expression counts as its beginning (code points)."""
DECADE_LETTERS = 2
ORDINALS = ("first", "second", "third", "fourth")
LONG_PAST, SOON = timedelta(days=270), timedelta(days=100)
"""A day of a month without a year that last came round so long ago and comes again so soon lies ahead."""
LEAP_YEARS = 8
"""29 February comes back after at most so many years."""
_CLAUSE_END = re.compile(r"[;:.!?]|, (?:and|but|which|who|after|before)\b")
_SPEECH = re.compile(
    r"\b(?:said|says|told|announced|stated|reported|added|warned|wrote|tweeted|declared|explained)\b"
)

Resolved = Period | str
"""A period, or the reason why there is none."""


@dataclass(slots=True)
class Clock:
    """Resolves the expressions of one sentence, left to right."""

    text: str
    anchor: Dated | None
    previous: Dated | None

    def resolve(self, match: re.Match[str], rule: str) -> Resolved | None:
        """Give the period, the reason for none, or null where the match is no time expression after all."""
        parts = {name.rstrip("_"): value for name, value in match.groupdict().items() if value}
        try:
            return self._opened(_RULES[kind_of(rule)](self, match, parts), match)
        except (ValueError, OverflowError):  # "31 February", or outside the years that `date` knows
            return None

    # ------------------------------------------------------------------ what is known

    def base(self, *, to_the_day: bool = True) -> date | str:
        """Give the publication day, or the reason why none can be used."""
        if self.anchor is None or self.anchor.start is None:
            return UNKNOWN_ANCHOR
        if to_the_day and self.anchor.precision != "day":
            return VAGUE_ANCHOR
        return self.anchor.start

    def ahead(self, match: re.Match[str]) -> bool:
        """Whether the clause around the expression speaks of the future, said-clauses aside."""
        before = self.text[max(0, match.start() - FAR) : match.start()].lower()
        clause = _CLAUSE_END.split(before)[-1]
        if match.start() < NEAR_BEGIN:
            clause += _CLAUSE_END.split(self.text[match.end() : match.end() + FAR].lower())[0]
            future = vocabulary().future.search(clause)
            return future is not None and not _SPEECH.search(clause, 0, future.start())
        marks = list(vocabulary().future.finditer(clause))
        return bool(marks) and not _SPEECH.search(clause, marks[-1].end())

    # ------------------------------------------------------------------ absolute

    def iso(self, _: re.Match[str], parts: dict[str, str]) -> Resolved | None:
        """2022-01-26, 26/01/2022: read by dateparser, refused where day and month could be swapped."""
        import dateparser  # noqa: PLC0415 - rare, and slow to import

        numbers = [int(number) for number in re.findall(r"[0-9]+", parts["iso"])]
        first_is_year = numbers[0] > 31  # noqa: PLR2004 - no day of a month
        if not first_is_year and numbers[0] <= 12 and numbers[1] <= 12 and numbers[0] != numbers[1]:  # noqa: PLR2004
            return "ambiguous: day and month could be swapped"
        order = "YMD" if first_is_year else ("DMY" if numbers[0] > 12 else "MDY")  # noqa: PLR2004
        parsed: datetime | None = dateparser.parse(
            parts["iso"],
            languages=["en"],
            settings={"DATE_ORDER": order, "STRICT_PARSING": True, "RELATIVE_BASE": datetime(2000, 1, 1)},
        )
        return periods.day(parsed.date()) if parsed else None

    def date(self, match: re.Match[str], parts: dict[str, str]) -> Resolved | None:
        """January 25(, 2022); 25 January (2022); also without a year."""
        day = re.sub(r"[a-z]+$", "", parts["day"])
        return self._day_of_month(match, parts["month"], day, self._year_of(parts))

    def _year_of(self, parts: dict[str, str]) -> str | None:
        """Give the year that is named, also as "last year"; null where none is or the publication year is unknown."""
        base = self.base(to_the_day=False)
        if "rel" not in parts or isinstance(base, str):
            return parts.get("year")
        return str(base.year + {"last": -1, "this": 0, "next": 1}[parts["rel"].lower()])

    def _day_of_month(self, match: re.Match[str], month: str, day: str, year: str | None) -> Resolved | None:
        number = month_number(month)
        if year is not None:
            return periods.day(date(int(year), number, int(day)))
        return self._nearest(match, lambda base_year: periods.day(date(base_year, number, int(day))))

    def month(self, match: re.Match[str], parts: dict[str, str]) -> Resolved | None:
        """(early) January 2022; in January; last December; next May; mid-January."""
        number = month_number(parts["month"])
        year = self._year_of(parts)
        if year is None and self._is_name(match, parts["month"]):
            return None
        if year is not None:
            found: Resolved | None = periods.month(int(year), number)
        elif "which" in parts:
            found = self._which_month(number, parts["which"].lower())
        elif "prep" in parts or "part" in parts or "of" in parts:
            found = self._nearest(match, lambda year: periods.month(year, number))
        else:
            return None
        return part_of(found, parts.get("part"))

    def _is_name(self, match: re.Match[str], month: str) -> bool:
        """Whether "April" or "May" is rather somebody's name: another capitalised word follows."""
        return month.lower() in vocabulary().month_names and bool(
            re.match(r"\s[A-Z][a-z]+", self.text[match.end() :])
        )

    def _which_month(self, number: int, which: str) -> Resolved:
        base = self.base(to_the_day=False)
        if isinstance(base, str):
            return base
        if which == "this":
            return periods.month(base.year, number)
        if which == "next":
            return periods.month(base.year + (number <= base.month), number)
        return periods.month(base.year - (number >= base.month), number)

    def season(self, _: re.Match[str], parts: dict[str, str]) -> Resolved | None:
        """Spring 2022; the winter of 2021; last summer; this autumn."""
        first = vocabulary().seasons[parts["season"].lower()]
        if "year" in parts:
            return periods.season(int(parts["year"]), first)
        base = self.base(to_the_day=False)
        if isinstance(base, str):
            return base
        if (which := parts["which"].lower()) == "this":
            return periods.season(base.year, first)
        years = [periods.season(base.year + offset, first) for offset in (-2, -1, 0, 1)]
        if which == "next":
            return next((item for item in years if item.start > base), years[-1])
        return next((item for item in reversed(years) if item.end < base), years[0])

    def year(self, match: re.Match[str], parts: dict[str, str]) -> Resolved | None:
        """In 2018; by 2022; late 2014; a number before a counted noun is no year."""
        after = self.text[match.end() :].lstrip().split(" ", 1)[0].strip(".,;:)").lower()
        if after in vocabulary().counts:
            return None
        return part_of(periods.year(int(parts["year"])), parts.get("part"))

    def decade(self, _: re.Match[str], parts: dict[str, str]) -> Resolved | None:
        """Read the 1990s; the early '90s."""
        digits = parts["decade"]
        first = int(digits) if len(digits) > DECADE_LETTERS else 1900 + int(digits)
        return part_of(periods.decade(first), parts.get("part"))

    def fraction(self, match: re.Match[str], parts: dict[str, str]) -> Resolved | None:
        """Read the first half of 2021; the third quarter of last year; the fourth quarter; the last quarter."""
        months = 6 if parts["unit"].lower() == "half" else 3
        if "which" in parts:
            base = self.base(to_the_day=False)
            if isinstance(base, str):
                return base
            step = {"next": 1, "this": 0}.get(parts["which"].lower(), -1)
            return periods.months(base.year, ((base.month - 1) // 3 + step) * 3 + 1, 3)
        name = parts["ordinal"].lower()
        ordinal = ORDINALS.index(name) if name in ORDINALS else 12 // months - 1
        year = self._year_of(parts)
        if year is not None:
            return periods.months(int(year), ordinal * months + 1, months)
        return self._nearest(match, lambda number: periods.months(number, ordinal * months + 1, months))

    def week_of(self, match: re.Match[str], parts: dict[str, str]) -> Resolved | None:
        """Read the first week of May; the last week of March 2021: seven days, not a calendar week."""
        number, year, ordinal = month_number(parts["month"]), self._year_of(parts), parts["ordinal"].lower()

        def of_year(of: int) -> Period:
            whole = periods.month(of, number)
            first = whole.start + timedelta(weeks=ORDINALS.index(ordinal) if ordinal in ORDINALS else 0)
            if ordinal not in ORDINALS:
                first = whole.end - timedelta(days=6)
            return Period(start=first, end=first + timedelta(days=6), precision="week")

        return of_year(int(year)) if year is not None else self._nearest(match, of_year)

    # ------------------------------------------------------------------ from one to another

    def range(self, match: re.Match[str], parts: dict[str, str]) -> Resolved | None:
        """From July 1 to December 31(, 2022); 1-15 July; between 2014 and 2018."""
        if "year_a" in parts:
            return periods.spanning(periods.year(int(parts["year_a"])), periods.year(int(parts["year_b"])))
        month_a, month_b = parts.get("month_a", ""), parts.get("month_b", "")
        first, last = month_number(month_a or month_b), month_number(month_b or month_a)
        day_a, day_b = int(parts["day_a"]), int(parts["day_b"])

        def of_year(number: int) -> Period:
            end = date(number + (first > last), last, day_b)
            return Period(start=date(number, first, day_a), end=end, precision="day")

        if "year" in parts:
            found: Resolved = of_year(int(parts["year"]) - (first > last))
        else:
            found = self._nearest(match, of_year)
        return None if isinstance(found, Period) and found.start > found.end else found

    def since(self, _: re.Match[str], parts: dict[str, str]) -> Resolved | None:
        """Read "since 2014"."""
        return periods.year(int(parts["year"]))

    def _opened(self, found: Resolved | None, match: re.Match[str]) -> Resolved | None:
        """Stretch the period to the publication date, if "since" stands there."""
        since = match.group().lower().startswith("since ")
        since = since or self.text[: match.start()].lower().endswith("since ")
        if not since or not isinstance(found, Period):
            return found
        base = self.base(to_the_day=False)
        end = found.end if isinstance(base, str) or base < found.start else base
        return Period(start=found.start, end=end, precision="unknown")

    # ------------------------------------------------------------------ relative to publication

    def weekday(self, match: re.Match[str], parts: dict[str, str]) -> Resolved | None:
        """On Wednesday; last Wednesday; Wednesday last week; next Monday."""
        after = self.text[match.end() :].lstrip().split(" ", 1)[0].strip(".,;:)’'").lower()
        if (
            after in vocabulary().after_weekday
            and self.text[match.end() : match.end() + 2].strip()[:1].isupper()
        ):
            return None
        base = self.base()
        if isinstance(base, str):
            return base
        number = vocabulary().weekdays.index(parts["weekday"].lower())
        which = parts.get("week", parts.get("which", "")).lower()
        if which in {"next", "this"} or "week" in parts:
            offset = {"next": 1, "last": -1, "previous": -1}.get(which, 0)
            monday = periods.week(base).start + timedelta(weeks=offset)
            return periods.day(monday + timedelta(days=number))
        if which in {"coming", "following"}:
            return periods.day(base + timedelta(days=(number - base.weekday() - 1) % 7 + 1))
        if not which and self.ahead(match):  # said on a Monday, "will land on Monday" is today
            return periods.day(base + timedelta(days=(number - base.weekday()) % 7))
        back = (base.weekday() - number) % 7
        return periods.day(base - timedelta(days=back or (7 if which else 0)))

    def named_day(self, _: re.Match[str], parts: dict[str, str]) -> Resolved | None:
        """Yesterday, (earlier) today, tonight, this morning, tomorrow evening."""
        named = parts["named"].lower()
        offset = -1 if "yesterday" in named else int("tomorrow" in named)
        doubled = 2 if named.startswith("the day") else 1
        base = self.base()
        return base if isinstance(base, str) else periods.day(base + timedelta(days=offset * doubled))

    def unit(self, _: re.Match[str], parts: dict[str, str]) -> Resolved | None:
        """Last week; next month; this year; earlier this month; the end of last year; late last month."""
        unit, which = parts["unit"].lower(), parts["which"].lower()
        base = self.base(to_the_day=unit in {"week", "weekend"})
        if isinstance(base, str):
            return base
        count = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(which, 0)
        if unit == "weekend":
            saturday = periods.week(base).start + timedelta(weeks=count, days=5)
            return Period(start=saturday, end=saturday + timedelta(days=1), precision="week")
        whole = periods.shifted(base, count, unit)
        part = parts.get("part", "").lower()
        if part == "earlier" and whole.start < base <= whole.end:
            return Period(start=whole.start, end=base, precision=whole.precision)
        if part == "later" and whole.start <= base < whole.end:
            return Period(start=base, end=whole.end, precision=whole.precision)
        return part_of(whole, part)

    def ago(self, _: re.Match[str], parts: dict[str, str]) -> Resolved | None:
        """Two days ago; in three weeks; a year from now."""
        unit = parts["unit"].lower().rstrip("s")
        base = self.base(to_the_day=unit in {"day", "week"})
        if isinstance(base, str):
            return base
        count = count_of(parts["count"])
        return None if count is None else periods.shifted(base, count if "hence" in parts else -count, unit)

    def days_ahead(self, _: re.Match[str], parts: dict[str, str]) -> Resolved | None:
        """Over the next few days: counted from the date spoken of before, else from publication."""
        before = self._before("week")
        base = self.base() if isinstance(before, str) else before.end
        if isinstance(base, str):
            return base
        number = count_of(parts["count"]) if parts["count"].lower() not in {"few", "couple of"} else None
        length = timedelta(days=number or FEW_DAYS)
        return Period(start=base + timedelta(days=1), end=base + length, precision="week")

    # ------------------------------------------------------------------ relative to what was said before

    def later(self, _: re.Match[str], parts: dict[str, str]) -> Resolved | None:
        """Read a year later; two days earlier; a few days after."""
        unit = parts["unit"].lower().rstrip("s")
        few = parts["count"].lower().endswith("few")
        before = self._before("week" if few and unit == "day" else unit)
        if isinstance(before, str):
            return before
        back = parts["way"].lower() in {"earlier", "before"}
        if few:
            return a_few(before, unit, back)
        count = count_of(parts["count"])
        if count is None:
            return None
        return periods.shifted(before.start if back else before.end, -count if back else count, unit)

    def _before(self, unit: str) -> Period | str:
        """Give the period spoken of before, or the reason why units cannot be counted from it."""
        if self.previous is None or self.previous.start is None or self.previous.end is None:
            return NO_PREVIOUS
        order = periods.PRECISIONS
        if order.index(self.previous.precision) > order.index(cast(Precision, unit)):
            return TOO_VAGUE
        return Period(start=self.previous.start, end=self.previous.end, precision=self.previous.precision)

    def that(self, _: re.Match[str], parts: dict[str, str]) -> Resolved | None:
        """Read that year; the same month; the following day; the previous week."""
        which, unit = parts["which"].lower(), parts["unit"].lower()
        before = self._before(unit)
        if isinstance(before, str):
            return before
        if which in {"previous", "preceding"}:
            return periods.shifted(before.start, -1, unit)
        return periods.shifted(before.end, 1 if which in {"following", "next"} else 0, unit)

    def year_on_year(self, _: re.Match[str], parts: dict[str, str]) -> Resolved | None:
        """Read the same period last year; the same month a year ago."""
        base = self.base(to_the_day=False)
        unit = parts["unit"].lower()
        finer = "week" if unit == "day" else unit
        before = self._before(finer if finer in periods.PRECISIONS else "year")
        if isinstance(before, str):
            if isinstance(base, str):
                return before
            return periods.year(base.year - 1)
        return periods.year_before(before)

    # ------------------------------------------------------------------ without a year

    def _nearest(self, match: re.Match[str], of_year: Callable[[int], Period]) -> Resolved:
        """Find the last such period begun by the publication date, or the next where the words look ahead."""
        base = self.base(to_the_day=False)
        if isinstance(base, str):
            return base
        years = []
        for number in range(base.year - LEAP_YEARS, base.year + LEAP_YEARS + 1):
            try:
                years.append(of_year(number))
            except (ValueError, OverflowError):  # 29 February
                continue
        if not years:
            raise ValueError("no year has this day")
        if self.ahead(match):
            return next((item for item in years if item.end >= base), years[-1])
        past = next((item for item in reversed(years) if item.start <= base), years[0])
        coming = next((item for item in years if item.start > base), years[-1])
        return coming if base - past.end > LONG_PAST and coming.start - base < SOON else past


_Rule = Callable[[Clock, re.Match[str], dict[str, str]], Resolved | None]
_RULES: dict[str, _Rule] = {
    "iso": Clock.iso,
    "range": Clock.range,
    "date": Clock.date,
    "fraction": Clock.fraction,
    "week_of": Clock.week_of,
    "since": Clock.since,
    "month": Clock.month,
    "season": Clock.season,
    "year": Clock.year,
    "decade": Clock.decade,
    "weekday": Clock.weekday,
    "named_day": Clock.named_day,
    "unit": Clock.unit,
    "ago": Clock.ago,
    "days_ahead": Clock.days_ahead,
    "later": Clock.later,
    "that": Clock.that,
    "year_on_year": Clock.year_on_year,
}


def kind_of(rule: str) -> str:
    """Name the rule that a pattern belongs to: `date_dm` is a `date`."""
    return rule if rule in _RULES else rule.rpartition("_")[0]
