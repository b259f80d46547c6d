"""Numbers as English news writes them: "50,000", "1.5 million", "twenty-five", "half a dozen"."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@cache
def _tables() -> tuple[dict[str, float], dict[str, float]]:
    raw = tomllib.loads((DATA / "numbers.toml").read_text(encoding="utf-8"))
    return raw["small"], raw["large"]


def large_words() -> tuple[str, ...]:
    """Give the words for large numbers, without plurals."""
    return tuple(_tables()[1])


@cache
def number_pattern() -> str:
    """Give a regular expression for a number in digits or words, without groups."""
    small, large = _tables()
    word = "|".join(sorted((name for name in small if name not in {"a", "an"}), key=len, reverse=True))
    big = "|".join(large)
    scaled = rf"(?:[\s-](?:{big}|bn|mn|m|k|tn)\b){{0,2}}"
    free = r"(?<![\w.,-])"
    digits = (
        rf"{free}[0-9]{{1,3}}(?:(?:,[0-9]{{2,3}})+|(?:\s000)+\b)(?:\.[0-9]+)?{scaled}"
        rf"|{free}[0-9]+(?:\.[0-9]+)?(?:bn|mn|m|k|tn)?\b{scaled}"
    )
    words = rf"\b(?:{word})(?:[\s-](?:and\s)?(?:{word}|{big}))*\b"
    vague = rf"\b(?:half\s)?an?\s(?:{big})(?:\s(?:{big}))*\b"
    half = rf"\bhalf\s(?:{big})\b"
    return f"(?:{digits}|{words}|{vague}|{half})"


_ASCII_DIGITS = frozenset("0123456789")
_SHORT = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12}
_DIGITS = re.compile(r"([0-9,]*[0-9](?:\.[0-9]+)?)((?:[\s-]*[a-z]+)*)", re.IGNORECASE)


def number_value(text: str) -> float | None:
    """Give the value of a number that `number_pattern` matched; null if it is none."""
    lowered = text.lower().strip()
    if lowered[:1] in _ASCII_DIGITS:
        return _of_digits(lowered)
    factor = 1.0
    if lowered.startswith("half "):
        factor, lowered = 0.5, lowered.removeprefix("half ").strip()
    value = _of_words(re.split(r"[\s-]+", lowered))
    return None if value is None else factor * value


def _of_digits(text: str) -> float | None:
    match = _DIGITS.fullmatch(re.sub(r"(?<=[0-9])\s(?=000\b)", "", text))
    if match is None:
        return None
    value = float(match.group(1).replace(",", ""))
    for word in re.findall(r"[a-z]+", match.group(2)):
        factor = _SHORT.get(word, _tables()[1].get(word))
        if factor is None:
            return None
        value *= factor
    return value


def _of_words(words: list[str]) -> float | None:
    small, large = _tables()
    total = current = 0.0
    for word in words:
        if word in small:
            current += small[word]
        elif word.rstrip("s") in large:
            scale = large[word.rstrip("s")]
            current = max(current, 1.0) * scale
            if scale >= 1000:  # noqa: PLR2004 - "two thousand three hundred": what is below counts anew
                total, current = total + current, 0.0
        elif word != "and":
            return None
    return total + current
