"""What the parser is shown of a line: what was meant, with the way back to where it stands in the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from suasion.read.words import headlines
from suasion.records import Damage, Report

SURE = 0.85
"""Damage below this confidence is left as it is: a wrong repair costs a sentence."""

LEAST_CAPITALS = 20
"""Letters that a line needs to be taken for all capitals; a shorter one may be an acronym."""

MOSTLY = 0.9
"""Share of capitals among the letters, or among the first letters of words, that makes it a style."""

LEAST_WORDS = 4
"""Words that a line needs to be taken for a headline in which each word is capitalised."""

_SPLITTING = frozenset({"lost-space", "glued-caption"})
_STRAIGHT = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "\u00a0": " ",
        "–": "-",
        "—": "-",
        "\u200f": " ",
        "\u200e": " ",
        "\ufeff": " ",
        "\n": " ",
    }
)
_LOST_SPACE = re.compile(r"(?<=[a-z0-9)”\"'’][.!?])(?=[A-Z“\"])|(?<=[a-z]{2})(?=[A-Z][a-z]+ [a-z]+ed )")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A stretch of text as the parser sees it. `places[i]` is where its i-th character stands in `Report.text`."""

    text: str
    places: Sequence[int]

    def span(self, start: int, length: int = 1) -> tuple[int, int]:
        """Where a stretch stands in the report: half-open."""
        return self.places[start], self.places[start + length - 1] + 1


def show(report: Report, start: int, end: int) -> Iterator[Shown]:
    """The line `report.text[start:end]` for the parser, in more than one piece where a line end was lost."""
    known = [damage for damage in report.damage if start <= damage.start and damage.end <= end]
    cuts = {start, end, *_cuts(report.text, known, start, end)}
    dropped = [damage for damage in known if damage.kind == "doubled-word" and damage.confidence >= SURE]
    for first, last in pairwise(sorted(cuts)):
        places = [i for i in range(first, last) if not any(_is_second(damage, i) for damage in dropped)]
        text = "".join(report.text[i] for i in places)
        if text.strip():
            yield Shown(text=_readable(text), places=places)


def _cuts(text: str, known: Sequence[Damage], start: int, end: int) -> Iterator[int]:
    """Where a space or line end after a sentence was lost ("missiles.The"): the tokenizer would keep both words as one."""
    for damage in known:
        if damage.kind in _SPLITTING and damage.meant is not None and damage.confidence >= SURE:
            before = re.split(r"\s", damage.meant, maxsplit=1)[0]
            yield damage.start + len(before)
    for found in _LOST_SPACE.finditer(text, start, end):
        yield found.start()


def _is_second(damage: Damage, i: int) -> bool:
    """Whether a character belongs to the repetition of a doubled word."""
    return damage.start + len(damage.meant or damage.surface) <= i < damage.end


def _readable(text: str) -> str:
    """Straight quotes, plain dashes, and capitals as in running text, one character for one."""
    straight = text.translate(_STRAIGHT)
    letters = [char for char in straight if char.isalpha()]
    if len(letters) >= LEAST_CAPITALS and sum(map(str.isupper, letters)) > MOSTLY * len(letters):
        return _WORD.sub(lambda word: _in_headline_case(word.group()), straight)
    words = _WORD.findall(straight)
    capitalised = sum(word[0].isupper() for word in words)
    if len(words) >= LEAST_WORDS and capitalised > MOSTLY * len(words):
        return _WORD.sub(lambda word: _small(word.group()), straight)
    return straight


def _in_headline_case(word: str) -> str:
    """As in "RUSSIA'S" to "Russia's", "TO" to "to"; letters whose small form is longer stay."""
    if word in headlines()["acronyms"]:
        return word
    lowered = word.lower() if word.lower() in headlines()["small"] else word[0] + word[1:].lower()
    return lowered if len(lowered) == len(word) else word


def _small(word: str) -> str:
    return word.lower() if word.lower() in headlines()["small"] and not word.isupper() else word
