"""Dates of publication: read only where they are stated, never guessed."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime
from functools import cache

from suasion.ingest.phrases import load_phrases
from suasion.records import Dated, Precision

_MONTHS = 12
_YEARS = range(1800, 2101)
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_SEPARATOR = re.compile(r"\s*[|•·]\s*|\s+[–—/-]+\s+")
_MAX_DATE_LINE = 160
_MAX_FACT_WORDS = 4
TIME = (
    r"(?:[ ,T|-]*(?:at )?\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?: ?[ap]\.?m\.?)?"
    r"(?: ?\(?(?:[A-Z]{2,5}|Z|[+-]\d{2}:?\d{2}|local time)\)?)*)?"
)


@cache
def _month() -> str:
    names = sorted(load_phrases().months, key=len, reverse=True)
    return r"(?:" + "|".join(names) + r")\b\.?"


@cache
def day_pattern(end: str = r"(?!\w)") -> str:
    """Give the pattern (without groups) of a day as reports write it, with or without a year, and what follows."""
    month = _month()
    return (
        rf"(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}"
        rf"|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}}"
        rf"|{month} \d{{1,2}}(?:st|nd|rd|th)?(?:,? ?\d{{4}})?"
        rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]{month},?(?:[ -]\d{{4}})?){end}"
    )


@cache
def _whole_date() -> re.Pattern[str]:
    month = _month()
    return re.compile(
        rf"^{WEEKDAY}(?:(?P<y1>\d{{4}})[-/.](?P<m1>\d{{1,2}})[-/.](?P<d1>\d{{1,2}})"
        rf"|(?P<a>\d{{1,2}})[-/.](?P<b>\d{{1,2}})[-/.](?P<y2>\d{{4}})"
        rf"|(?P<n3>{month}) (?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?:,? ?(?P<y3>\d{{4}}))?"
        rf"|(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -](?P<n4>{month}),?(?:[ -](?P<y4>\d{{4}}))?"
        rf"|(?P<n5>{month}),? (?P<y5>\d{{4}})|(?P<y6>\d{{4}})-(?P<m6>\d{{2}})"
        rf"|(?P<y7>\d{{4}})|(?P<c8>\d{{8}}))"
        rf"(?!\d){TIME}[.,|]?$",
        re.IGNORECASE,
    )


def parse_date(text: str, how: str) -> Dated | None:
    """Read a text that is nothing but a date (with or without weekday and time of day), or give none.

    The answer's `start` is null, with the reason in `how`, when the date lacks a year, is impossible, or when
    its day and month could change places. A time zone does not move the day: it is the outlet's own.
    """
    text = " ".join(text.split())
    found = _whole_date().match(text)
    if not found:
        return None
    part = {name: value for name, value in found.groupdict().items() if value is not None}
    return _numeric(part, text, how) or _named(part, text, how)


def parse_metadata(value: str, source: str) -> Dated:
    """Read what metadata states as the day of publication; also seconds or milliseconds since 1970 (UTC)."""
    value = value.strip()
    how = f"metadata: {source}"
    dated = parse_date(value, how) or _rfc2822(value, how) or _epoch(value, how)
    return dated or Dated(how=f"{how}, but it is no date", text=value)


def _numeric(part: dict[str, str], text: str, how: str) -> Dated | None:
    if "c8" in part:
        stamp = part["c8"]
        return _period(stamp[:4], stamp[4:6], stamp[6:], text, how)
    for year, month, day in (("y1", "m1", "d1"), ("y6", "m6", ""), ("y7", "", "")):
        if year in part:
            return _period(part[year], part.get(month), part.get(day), text, how)
    return _slashed(int(part["a"]), int(part["b"]), part["y2"], text, how) if "a" in part else None


def _slashed(first: int, second: int, year: str, text: str, how: str) -> Dated:
    """Read 13/02/2021 and 02/13/2021; in 03/02/2021 nothing says which is the month."""
    if max(first, second) <= _MONTHS and first != second:
        return Dated(how="stated, but day and month could change places", text=text)
    day, month = (first, second) if second <= _MONTHS else (second, first)
    return _period(year, str(month), str(day), text, how)


def _named(part: dict[str, str], text: str, how: str) -> Dated:
    name = part.get("n3") or part.get("n4") or part["n5"]
    year = part.get("y3") or part.get("y4") or part.get("y5")
    if year is None:
        return Dated(how="stated without a year", text=text)
    month = str(load_phrases().months[name.rstrip(".").lower()])
    return _period(year, month, part.get("d3") or part.get("d4"), text, how)


def _period(year: str, month: str | None, day: str | None, text: str, how: str) -> Dated:
    precision: Precision = "day" if day else "month" if month else "year"
    try:
        start = date(int(year), int(month or 1), int(day or 1))
        last_month = int(month or 12)
        end = date(start.year, last_month, int(day or calendar.monthrange(start.year, last_month)[1]))
    except ValueError:
        start = end = date.min
    if start.year not in _YEARS:
        return Dated(how="stated, but there is no such day", text=text)
    return Dated(start=start, end=end, precision=precision, how=how, text=text)


def _rfc2822(value: str, how: str) -> Dated | None:
    """Read the form of mail and feeds ("Wed, 26 Jan 2022 10:00:00 GMT"), and a day with an odd tail."""
    found = re.match(
        rf"(?:{WEEKDAY})({day_pattern()})[T ,]+\d{{1,2}}:\d{{2}}.{{0,25}}$", value, re.IGNORECASE
    )
    dated = parse_date(found.group(1), how) if found else None
    return (
        Dated(start=dated.start, end=dated.end, precision=dated.precision, how=dated.how, text=value)
        if dated
        else None
    )


def _epoch(value: str, how: str) -> Dated | None:
    if not re.fullmatch(r"\d{9,10}(?:\.\d+)?|\d{12,13}", value):
        return None
    seconds = float(value) / (1000 if len(value.split(".", maxsplit=1)[0]) > 10 else 1)  # noqa: PLR2004
    day = datetime.fromtimestamp(seconds, UTC).date()
    return Dated(start=day, end=day, precision="day", how=how, text=value)


def segments(line: str) -> tuple[str, ...]:
    """Cut a line of facts at its bars, dots, dashes and slashes: "Quito | 3 May 2021 - 10:15"."""
    closed = re.sub(r"\b(\d{1,4}) / (\d{1,2}) / (\d{1,4})\b", r"\1/\2/\3", line)
    return tuple(part.strip() for part in _SEPARATOR.split(closed) if part.strip())


def labelled_date(line: str) -> tuple[Dated, bool] | None:
    """Read a line that is nothing but a date, with or without a label; the flag says that it is of an update.

    "Published: 3 May 2021, 10:15 GMT", "May 3, 2021", "Updated on 4 May 2021 | Lima",
    "Posted: 2 May 2021 - Updated: 3 May 2021".
    """
    if len(line) > _MAX_DATE_LINE:
        return None
    whole = _labelled(line)
    if whole:
        return whole
    parts = segments(line)
    read = [found for found in map(_labelled, parts) if found]
    others = [part for part in parts if not _labelled(part)]
    if not read or any(len(part.split()) > _MAX_FACT_WORDS for part in others):
        return None
    return min(read, key=lambda found: found[1])


def is_date_label(line: str) -> bool:
    """Whether a line is only the label of the date on the next one."""
    phrases = load_phrases()
    bare = line.strip(" :|") + " "
    return any(pattern.fullmatch(bare) for pattern in (phrases.published_label, phrases.updated_label))


def _labelled(line: str) -> tuple[Dated, bool] | None:
    phrases = load_phrases()
    bare = line.strip(" |()[]—–-•·")
    update = phrases.updated_label.match(bare)
    label = update or phrases.published_label.match(bare)
    how = "stated: date of update" if update else "stated: date line"
    dated = parse_date(bare[label.end() :].strip() if label else bare, how)
    if dated is None or (dated.precision in ("year", "unknown") and dated.start is not None and not label):
        return None  # a bare year is no date line
    return dated, update is not None


@cache
def _leading() -> re.Pattern[str]:
    apart = rf"{WEEKDAY}{day_pattern()}{TIME}(?=[\s|:–—-])[\s|:–—-]*"
    glued = WEEKDAY + day_pattern(r"(?<=\d{4})(?=[\"'“‘]?(?-i:[A-ZÀ-Þ]))")
    return re.compile(f"{glued}|{apart}", re.IGNORECASE)


@cache
def _trailing() -> re.Pattern[str]:
    mark = r"(?:\s+[|–—-]\s+|\s*[|•·]\s*|(?<=[a-zà-ÿ.!?\"”'’]))"
    return re.compile(rf"{mark}(?P<day>{WEEKDAY}{day_pattern()}{TIME})\s*$", re.IGNORECASE)


def trailing_date(line: str) -> int | None:
    """Find where a full date behind a title begins, with what parts them: glued, or behind a bar or a dash."""
    offset = max(0, len(line) - _MAX_DATE_LINE)
    found = _trailing().search(line, offset)
    dated = parse_date(found.group("day"), "stated: behind the title") if found else None
    certain = dated is not None and dated.start is not None and dated.precision == "day"
    return found.start() if found and certain else None


def leading_date(line: str) -> tuple[int, Dated] | None:
    """Find a full date glued before a title: its length with what separates it, and the date."""
    label = load_phrases().published_label.match(line)
    start = label.end() if label else 0
    found = _leading().match(line, start)
    if not found or not line[found.end() : found.end() + 1].strip("\"'“‘").isupper():
        return None
    dated = parse_date(found.group().strip(" |:–—-\t"), "stated: before the title")
    return (found.end(), dated) if dated and dated.start else None
