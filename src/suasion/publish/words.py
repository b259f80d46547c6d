"""English for the dossier: numbers with their nouns, lists, days, countries inside a sentence."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

import msgspec

from suasion.records import Amount, Dated, Factuality

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


@dataclass(frozen=True, slots=True, kw_only=True)
class FactualityWords:
    """How one factuality is written: as a `word`, counted (`one`, `many`), as a `heading`, and explained."""

    word: str
    one: str
    many: str
    heading: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One line of "How to read this"."""

    term: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The table `words.toml`."""

    articles: frozenset[str]
    article_heads: frozenset[str]
    article_tails: frozenset[str]
    named_by_means: frozenset[str]
    plain_cues: frozenset[str]
    factuality: Mapping[Factuality, FactualityWords]
    status: Mapping[str, str]
    origin: Mapping[str, str]
    relation: Mapping[str, str]
    relation_by: Mapping[str, str]
    stance: Mapping[str, str]
    field: Mapping[str, str]
    measure: Mapping[str, str]
    axis: Mapping[str, str]
    language: Mapping[str, str]
    definition: tuple[Definition, ...]


@cache
def load_words() -> Words:
    """Read the table that ships with the package."""
    text = (resources.files("suasion.publish") / "words.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Words)


def counted(number: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun: `1 report`, `3 reports`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def verb(number: int, one: str, many: str) -> str:
    """Give the form of a verb that agrees with a number: `is`/`are`, `has`/`have`."""
    return one if number == 1 else many


def listing(items: Sequence[str], last: str = "and") -> str:
    """Join items as a sentence does: `a`, `a and b`, `a, b and c`."""
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def limited(items: Sequence[str], most: int, one: str = "other", many: str = "others") -> str:
    """Join at most `most` items; what is left out is counted: `a, b and 3 others`."""
    if len(items) <= most:
        return listing(items)
    return listing([*items[: most - 1], counted(len(items) - most + 1, one, many)])


def capital(text: str) -> str:
    """Begin a sentence."""
    return text[:1].upper() + text[1:]


def either(past: str, base: str) -> str:
    """Say that an act was or would be done, its object's preposition once: `gave or would give aid to`."""
    words, bases = past.split(), base.split()
    same = 0
    while same < min(len(words), len(bases)) - 1 and words[-1 - same] == bases[-1 - same]:
        same += 1
    head = len(words) - same
    return " ".join([*words[:head], "or would", *bases])


def small(label: str) -> str:
    """Put a label inside a sentence: a capital that only begins it goes, an abbreviation stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def with_article(name: str, country: str) -> str:
    """Write a name as it stands inside a sentence: `the United States`, `the African Union`, `NATO`."""
    words = load_words()
    head, *rest = name.lower().split()
    takes = country in words.articles or (
        bool(rest) and name[0].isupper() and (head in words.article_heads or rest[-1] in words.article_tails)
    )
    return f"the {name.removeprefix('The ').removeprefix('the ')}" if takes else name


def day(value: date) -> str:
    """Write a day: `4 March 2023`."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def month(value: date) -> str:
    """Write a month: `March 2023`."""
    return f"{MONTHS[value.month - 1]} {value.year}"


def period(when: Dated) -> str:
    """Write a dated period no more precisely than it is known; `undated` where nothing is."""
    start, end = when.start, when.end
    if start is None and end is None:
        return "undated"
    if start is None or end is None:
        return f"by {day(end)}" if end else f"from {day(start)}" if start else "undated"
    if when.precision == "year" and start.year == end.year:
        return str(start.year)
    if when.precision == "month" and (start.year, start.month) == (end.year, end.month):
        return month(start)
    return between(start, end)


def between(start: date, end: date) -> str:
    """Write a closed range of days without repeating what both ends share: `4 to 9 March 2023`."""
    if start == end:
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {day(end)}"
    if start.year == end.year:
        return f"{start.day} {MONTHS[start.month - 1]} to {day(end)}"
    return f"{day(start)} to {day(end)}"


def amount(value: Amount) -> str:
    """Write a quantity for people, with the words it was read from: `50 million USD (“$50 million”)`."""
    return f"{quantity(value.value)} {value.unit} (“{value.text}”)"


def quantity(value: float) -> str:
    """Write a number as people do: `1,400`, `3 billion`."""
    scale = next(((size, name) for size, name in SCALES if abs(value) >= size), None)
    return f"{value / scale[0]:,.4g} {scale[1]}" if scale else f"{value:,.10g}"


def language(code: str | None) -> str:
    """Name a language by its BCP 47 tag; an unknown tag stands for itself."""
    if code is None:
        return "an unknown language"
    return load_words().language.get(code.split("-")[0].lower(), code)


def sources(independent: int, reports: int) -> str:
    """Write how many sources there are, never one number alone: `2 independent / 5 reports`."""
    return f"{independent:,} independent / {counted(reports, 'report')}"
