"""Which characters of a line the parser is not shown, and which lines hold nothing to read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

LONGEST_WORD = 100
"""Code points without white space that the parser is shown of one stretch. No English word is longer, and the tokenizer, which
peels marks off one by one, takes time with the square of such a stretch: 79 s for 20,000 commas, measured."""

LEAST_LATIN = 0.1
"""Share of Latin letters below which a line is not parsed at all; a sentence needs half (`foreign.py`)."""

_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
"""Soft hyphens, zero-width characters and marks of direction: they stand within words and say nothing."""

_LONG = re.compile(rf"\S{{{LONGEST_WORD}}}(\S+)")
_LETTER = re.compile(r"[^\W\d_]")


def hidden(text: str, start: int, end: int) -> Iterator[int]:
    """The places within `text[start:end]` that the parser is not shown."""
    yield from (found.start() for found in _INVISIBLE.finditer(text, start, end))
    for found in _LONG.finditer(text, start, end):
        yield from range(*found.span(1))


def without_noise(text: str) -> str:
    """Blank what is not shown for its length, and lines without a letter: as long as the text, position by position."""
    lines = (line if is_readable(line) else " " * len(line) for line in text.split("\n"))
    return _LONG.sub(_blanked, "\n".join(lines))


def _blanked(found: re.Match[str]) -> str:
    return found.group()[:LONGEST_WORD] + " " * len(found.group(1))


def is_readable(text: str) -> bool:
    """Whether a line holds Latin letters that are more than a sprinkling: rows of numbers, rules and other scripts do not."""
    if _LETTER.search(text) is None:
        return False
    if text.isascii():
        return True
    letters = [char for char in text if char.isalpha()]
    return sum(map(is_latin, letters)) >= LEAST_LATIN * len(letters)


@cache
def is_latin(letter: str) -> bool:
    """Whether a letter is of the Latin script."""
    return letter.isascii() or "LATIN" in unicodedata.name(letter, "")
