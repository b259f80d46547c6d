"""Amounts of a sentence: money by ISO 4217 code, and counted things by a plural noun.

Vague numbers ("several", "dozens of") have no value and give no amount. A range ("10 to 15 tanks") gives its
lower end, with the whole range as text. A number mixed from two scripts (a translation that kept some digits)
is damaged and gives nothing, since nobody can say what it was.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from suasion.read.numbers import large_words, number_pattern, number_value
from suasion.records import Amount

DATA = Path(__file__).parent / "data" / "units.toml"
YEARS = range(1900, 2100)
_TO = r"\s?(?:-|–|—|to|and|or)\s?"
_STOP = "to|in|and|or|of|for|from|with|by|at|on|than|the|its|their|were|was|are|is|have|had"
_BETWEEN = rf"\s(?:(?!(?:{_STOP})\b)[\w'’.-]+\s){{0,3}}?"
"""Up to three words may stand between a number and its noun ("80 Russian soldiers")."""
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|by|of|from|until|during|after|before|early|late|mid)|,|[A-Z][a-z]{2,8}\.?(?:\s[0-9]{1,2},)?)\s$",
    re.IGNORECASE,
)
_PREFILTER = re.compile(
    r"[0-9]|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundred|thousand|million"
    r"|billion|trillion|dozen|one|half)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Units:
    symbols: dict[str, str]
    money: dict[str, str]
    scaled_only: frozenset[str]
    things: dict[str, str]


@cache
def _units() -> _Units:
    raw = tomllib.loads(DATA.read_text(encoding="utf-8"))
    words = raw["currencies"]["words"]
    scaled_only = frozenset(words.pop("scaled_only"))
    money = {word.lower(): code for code, named in words.items() for word in named}
    return _Units(
        symbols=raw["currencies"]["symbols"],
        money={**money, "pounds": "GBP"},
        scaled_only=scaled_only,
        things={word.lower(): unit for unit, named in raw["units"].items() for word in named},
    )


def unit_of(noun: str) -> str:
    """Give the unit that a counted noun stands for ("soldiers" are counted as troops); one that stands for none is its own."""
    return _units().things.get(noun.lower(), noun)


def find_amounts(text: str, start: int = 0) -> tuple[Amount, ...]:
    """Find the amounts of a sentence that begins at `start` of the report's text, left to right."""
    if not _PREFILTER.search(text):
        return ()
    found: list[Amount] = []
    taken = 0
    for match in sorted(_matches(text), key=lambda match: (match.start(), -match.end())):
        amount = _amount(text, match, start) if match.start() >= taken else None
        if amount is not None:
            found.append(amount)
            taken = match.end()
    return tuple(found)


def _matches(text: str) -> Iterable[re.Match[str]]:
    return (match for pattern in _patterns() for match in pattern.finditer(text))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    units = _units()
    scale = "|".join([*large_words(), "bn", "mn", "tn", "m", "k"])
    digits = rf"[0-9]+(?:,[0-9]{{2,3}})*(?:\.[0-9]+)?(?:[\s-]?(?:{scale})\b){{0,2}}"
    symbol = _either(units.symbols)
    number = number_pattern()
    ranged = rf"(?P<low>{number})(?:{_TO}(?P<high>{number}|{digits}))?"
    codes = _either(set(units.money.values()))
    return (
        re.compile(
            rf"(?<![\w])(?P<symbol>{symbol}|(?:{codes}))\s?(?P<low>{digits})(?:{_TO}(?:{symbol})?(?P<high>{digits}))?"
        ),
        re.compile(rf"{ranged}[\s-](?P<money>{_either(units.money)})(?!\w)", re.IGNORECASE),
        re.compile(
            rf"{ranged}(?:\s?(?P<percent>%)|{_BETWEEN}(?P<thing>{_either(units.things)})(?!\w))",
            re.IGNORECASE,
        ),
    )


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in sorted(words, key=len, reverse=True))


def _amount(text: str, match: re.Match[str], start: int) -> Amount | None:
    parts = {name: value for name, value in match.groupdict().items() if value}
    value = _value(parts)
    unit = _unit(parts)
    if value is None or unit is None or _is_damaged(text, match) or _is_year(text, match, parts):
        return None
    words = match.group().rstrip()
    first = start + match.start()
    return Amount(value=value, unit=unit, text=words, start=first, end=first + len(words))


def _value(parts: dict[str, str]) -> float | None:
    """Give the number, or the lower end of a range ("$10-15 million" is 10 million)."""
    low = number_value(parts["low"])
    if low is None or "high" not in parts:
        return low
    bare = re.fullmatch(r"[0-9.,]+", parts["low"].strip())
    scale = re.search(r"[^0-9.,].*$", parts["high"].strip())
    if bare and scale and parts["high"][:1].isdigit():
        return number_value(parts["low"].strip() + scale.group())
    return low


def _unit(parts: dict[str, str]) -> str | None:
    units = _units()
    if "symbol" in parts:
        return units.symbols.get(parts["symbol"]) or units.money.get(parts["symbol"].lower())
    if "percent" in parts:
        return "percent"
    if "thing" in parts:
        return units.things.get(re.sub(r"\s", " ", parts["thing"].lower()))
    word = re.sub(r"\s", " ", parts["money"].lower())
    scaled = any(large in parts["low"].lower() for large in (*large_words(), "bn", "mn"))
    return None if word in units.scaled_only and not scaled else units.money.get(word)


def _is_damaged(text: str, match: re.Match[str]) -> bool:
    """Whether digits of another script stand in the number or right beside it ("৬৬ 6 billion")."""
    around = text[max(0, match.start() - 4) : match.end()]
    return any(char.isdigit() and not char.isascii() for char in around)


def _is_year(text: str, match: re.Match[str], parts: dict[str, str]) -> bool:
    """Whether the number is a year or a day ("in 2014 Russian troops", "on May 5 troops")."""
    low = parts["low"].strip()
    if "thing" not in parts or not re.fullmatch(r"[0-9]{1,4}", low):
        return False
    between = text[match.start() + len(parts["low"]) : match.end() - len(parts["thing"])].strip()
    dated = re.search(
        r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s$", text[: match.start()]
    )
    if dated:
        return True
    return int(low) in YEARS and bool(between) and bool(_YEAR_BEFORE.search(text[: match.start()]))
