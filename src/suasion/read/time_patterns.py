"""The patterns of time expressions, made once from the words of `data/times.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "times.toml"

PREFILTER = re.compile(
    r"[0-9]{2}|days?\b|week|month|year|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|tonight|tomorrow"
    r"|spring|summer|autumn|fall|winter|decade|quarter|this (?:morning|afternoon|evening)",
    re.IGNORECASE,
)
"""A sentence without any of these has no time expression; most are sorted out here."""

_PARTS = {
    "early": "early", "mid": "middle", "middle": "middle", "late": "late", "start": "early",
    "beginning": "early",
    "end": "late", "earlier": "early", "later": "late", "first days": "early", "outset": "early",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The words that the rules look up."""

    month_numbers: dict[str, int]
    weekdays: list[str]
    seasons: dict[str, int]
    before_weekday: list[str]
    after_weekday: frozenset[str]
    future: re.Pattern[str]
    counts: frozenset[str]
    parts: dict[str, str]
    month_names: frozenset[str]


SHORT = 4
"""The abbreviations of months have at most four letters ("Sept"), and so has May, which is none."""


@cache
def vocabulary() -> Vocabulary:
    """Read the words, once per process."""
    raw = tomllib.loads(DATA.read_text(encoding="utf-8"))
    months = {name: number for number, name in enumerate(raw["months"], 1)}
    short = {name: number for number, name in enumerate(raw["short_months"], 1) if name}
    future = "|".join(re.escape(word) for word in raw["future"]["words"])
    return Vocabulary(
        month_numbers={**months, **short, "sept": 9},
        weekdays=raw["weekdays"],
        seasons=raw["seasons"],
        before_weekday=raw["traps"]["before_weekday"].split(),
        after_weekday=frozenset(raw["traps"]["after_weekday"].split()),
        future=re.compile(rf"(?<!\w)(?:{future})(?!\w)"),
        counts=frozenset(raw["counts"]["words"].split()),
        parts=_PARTS,
        month_names=frozenset(raw["traps"]["month_names"].split()),
    )


_MONTH = re.compile("Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec")
_YEAR = re.compile("[0-9]{4}|[0-9]0s")
_DAYS = re.compile("day")
_UNITS = re.compile("day|week|month|year|decade")
_SEASON = re.compile("spring|summer|autumn|fall|winter", re.IGNORECASE)
_QUARTER = re.compile("quarter|half")
_NEEDS = {
    "range": _MONTH, "range_dm": _MONTH, "range_short": _MONTH, "range_year": _YEAR, "iso": _YEAR,
    "date": _MONTH, "date_dm": _MONTH, "fraction": _QUARTER, "fraction_bare": _QUARTER, "since": _YEAR,
    "week_of": _MONTH, "year_on_year": _UNITS, "month": _MONTH,
    "month_mid": _MONTH,
    "season": _SEASON,
    "year": _YEAR, "year_part": _YEAR, "decade": _YEAR, "weekday": _DAYS, "unit": _UNITS, "ago": _UNITS,
    "days_ahead": _DAYS, "later": _UNITS, "that": _UNITS,
}  # fmt: skip


def patterns_for(text: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Give the rules whose patterns could match somewhere in the text, for speed."""
    present = {
        need: need.search(text) is not None for need in (_MONTH, _YEAR, _DAYS, _UNITS, _SEASON, _QUARTER)
    }
    for rule, pattern in patterns().items():
        need = _NEEDS.get(rule)
        if need is None or present[need]:
            yield rule, pattern


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """Give the pattern of each rule. Names of months and weekdays must be capitalised.

    Long because it is one table: its rows share their parts (month, day, year), and a row alone says nothing.
    """
    words = vocabulary()
    long_first = sorted(words.month_numbers, key=len, reverse=True)
    full = {name for name in long_first if len(name) > SHORT or name in {"may", "june", "july"}}
    names = "|".join(name.capitalize() + (r"\b" if name in full else r"\b\.?") for name in long_first)
    month, weekday = rf"(?:{names})", "|".join(name.capitalize() for name in words.weekdays)
    year = r"(?:1[5-9]|20)[0-9]{2}\b(?![-/][0-9]|[.,][0-9])"
    day = r"(?:[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?"
    bare = r"(?:[12][0-9]|3[01]|0?[1-9])"
    begin = r"(?<![\w$€£.-])"
    part = (
        r"(?P<part>[Ee]arly|[Mm]id|[Ll]ate|[Tt]he\s(?:start|beginning|middle|end|outset|first\sdays)\sof"
        r"|[Ee]arlier|[Ll]ater)[\s-](?:in\s)?"
    )
    unit = r"(?P<unit>day|week|month|year|decade)"
    number = (
        r"(?i:[0-9]{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty"
        r"|(?:a\s)?couple(?:\sof)?)"
    )
    before = (
        r"(?:\b(?:[Oo]n|[Bb]y|[Uu]ntil|[Tt]ill|[Ss]ince|[Ff]rom|[Bb]efore|[Aa]fter)\s)?"
        rf"(?:(?:{weekday}),?\s(?:the\s)?)?"
    )
    which_year = rf"(?:(?:,|\sof)?\s(?P<year>{year})|\s(?:of\s)?(?P<rel>[Ll]ast|[Tt]his|[Nn]ext)\syear\b)?"
    ordinal = "[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth"
    traps = "".join(rf"(?<!{word.capitalize()}\s)" for word in words.before_weekday)
    to = r"(?:to|until|till|through|and|–|-)"
    raw = {
        "range": (
            rf"(?:[Ff]rom\s|[Bb]etween\s)(?P<month_a>{month})\s(?P<day_a>{bare})\s{to}\s(?:(?P<month_b>{month})\s)?"
            rf"(?P<day_b>{bare})\b(?:,?\s(?P<year>{year}))?"
        ),
        "range_dm": (
            rf"(?:[Ff]rom\s|[Bb]etween\s)?{begin}(?P<day_a>{bare})(?:\s(?P<month_a>{month}))?\s?{to}\s?(?P<day_b>{bare})"
            rf"\s(?P<month_b>{month})(?:,?\s(?P<year>{year}))?"
        ),
        "range_short": (
            rf"{begin}(?P<month_a>{month})\s(?P<day_a>{bare})(?:–|-|\sto\s)(?P<day_b>{bare})\b"
            rf"(?:,?\s(?P<year>{year}))?"
        ),
        "range_year": rf"(?:[Ff]rom|[Bb]etween)\s(?P<year_a>{year})\s{to}\s(?P<year_b>{year})",
        "iso": (
            rf"{begin}(?P<iso>[12][0-9]{{3}}[-/][01]?[0-9][-/][0-3]?[0-9]"
            r"|[0-3]?[0-9][./][0-3]?[0-9][./](?:19|20)[0-9]{2})\b"
        ),
        "date": (
            rf"{before}{begin}(?P<month>{month})\s(?:the\s)?(?P<day>{day})\b"
            rf"(?!\s(?:percent|per\scent|million|billion)|[.,:][0-9]){which_year}"
        ),
        "date_dm": (
            rf"{before}{begin}(?:the\s)?(?P<day>{day})\s(?:of\s)?(?P<month>{month}){which_year}"
        ),
        "fraction": (
            rf"\b(?:[Tt]he\s)?(?P<ordinal>{ordinal}|[Ff]inal|[Ll]ast)\s(?P<unit>half|quarter)\sof\s"
            rf"(?:(?P<year>{year})|(?P<rel>last|this|next)\syear\b)"
        ),
        "fraction_bare": (
            rf"\b(?:[Tt]he\s)?(?P<ordinal>{ordinal})[\s-](?P<unit>quarter)\b(?!\s(?:of|finals?)\b)"
            r"|\b(?:[Tt]he\s)?(?P<which>[Ll]ast|[Pp]revious|[Nn]ext|[Tt]his)\s(?P<unit_>quarter)\b(?!\sof\b)"
        ),
        "week_of": (
            rf"\b(?:[Ii]n\s)?(?:[Tt]he\s)?(?P<ordinal>{ordinal}|[Ff]inal|[Ll]ast)\sweek\sof\s(?P<month>{month})"
            rf"{which_year}"
        ),
        "since": rf"\b[Ss]ince\s(?P<year>{year})",
        "month": (
            r"(?:(?P<prep>\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Ff]rom|[Dd]uring|[Bb]efore|[Aa]fter|[Oo]f"
            rf"|[Tt]hroughout))\s)?(?:\b{part})?(?:\b(?P<which>[Ll]ast|[Nn]ext|[Tt]his)\s)?{begin}(?P<month>{month})(?![\w’'])"
            rf"{which_year}"
        ),
        "month_mid": rf"\b(?P<part>[Mm]id)-(?P<month>{month})(?:\s(?P<year>{year}))?",
        "season": (
            rf"\b(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his)\s(?P<season>spring|summer|autumn|fall|winter)\b"
            r"|(?:[Ii]n\s)?(?:[Tt]he\s)?(?P<season_>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)\s(?:of\s)?"
            rf"(?P<year>{year}))"
        ),
        "year": (
            r"\b(?:[Ii]n|[Bb]y|[Uu]ntil|[Ff]rom|[Dd]uring|[Bb]efore|[Aa]fter|[Oo]f|[Tt]hroughout|[Tt]ill|[Aa]round)\s"
            rf"(?:{part})?(?P<year>{year})"
        ),
        "year_part": rf"\b{part}(?P<year>{year})",
        "decade": (
            rf"\b(?:[Tt]he\s)?(?:{part})?(?:the\s)?"
            r"(?:(?P<decade>(?:1[5-9]|20)[0-9]0)s|['’](?P<decade_>[2-9]0)s)\b"
        ),
        "weekday": (
            rf"{traps}\b(?:[Oo]n\s)?(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Cc]oming|[Ff]ollowing)\s)?"
            rf"(?P<weekday>{weekday})\b(?:\s(?:morning|afternoon|evening|night))?(?:(?:\sof|,)?\s(?P<week>last|this|next|previous)\sweek\b)?"
        ),
        "named_day": (
            r"\b(?P<named>[Tt]he\sday\sbefore\syesterday|[Tt]he\sday\safter\stomorrow"
            r"|(?:(?:[Ee]arlier|[Ll]ater|[Ll]ate|[Ee]arly)\s)?(?:[Yy]esterday|[Tt]oday|[Tt]onight|[Tt]omorrow)"
            r"(?:\s(?:morning|afternoon|evening|night))?|(?:[Ee]arlier\s)?[Tt]his\s(?:morning|afternoon|evening))\b(?![’'])"
        ),
        "unit": (
            rf"\b(?:(?:[Ii]n|[Aa]t|[Bb]y|[Ff]rom|[Ss]ince|[Uu]ntil)\s)?(?:{part})?"
            r"(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Cc]oming)\s(?P<unit>week|weekend|month|year|decade)\b(?![’'-])"
        ),
        "ago": (
            rf"\b(?P<count>{number})\s(?P<unit>day|week|month|year|decade)s?\s(?:ago|(?P<hence>from\snow))\b"
        ),
        "days_ahead": (
            r"\b(?:[Oo]ver|[Ii]n|[Ww]ithin|[Dd]uring)\sthe\s(?:next|coming|following)\s"
            r"(?P<count>few|couple\sof|two|three|four|five|six|ten)\sdays\b"
        ),
        "later": (
            rf"\b(?P<count>{number}|(?i:(?:a\s)?few))\s(?P<unit>day|week|month|year|decade)s?\s"
            r"(?P<way>later|earlier|afterwards|(?:before|after)(?=\s?(?:[,.;:)]|$)))\b(?!\sthan\b)"
        ),
        "that": (
            r"\b(?:(?P<which_>[Tt]hat)\s(?P<unit_>week|month|year|day)"
            rf"|[Tt]he\s(?P<which>same|following|previous|preceding|next)\s{unit})\b(?![’'-])"
        ),
        "year_on_year": (
            r"\b[Tt]he\ssame\s(?P<unit>period|time|day|week|month|quarter)\s(?:of\s)?"
            r"(?:(?:the\s)?(?:last|previous|prior)\syear|a\syear\s(?:ago|earlier|before)|the\syear\sbefore)\b"
        ),
    }  # fmt: skip
    return {name: re.compile(pattern) for name, pattern in raw.items()}
