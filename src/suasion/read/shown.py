"""What the parser is shown of a line: what was meant, with the way back to where it stands in the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from suasion.read.hidden import hidden, is_readable
from suasion.read.words import headlines
from suasion.records import Damage

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
        "\n": " ",
        **{
            chr(code): " " for code in (*range(9), *range(14, 32), *range(0x7F, 0xA0), *range(0xD800, 0xE000))
        },
    }
)
"""Character for character; control characters and lone surrogates are spaces."""
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


def show(text: str, damage: Sequence[Damage], start: int, end: int) -> Iterator[Shown]:
    """The line `text[start:end]` with its damage for the parser, in more than one piece where a line end was lost.

    A line without a letter is not shown.
    """
    cuts = {start, end, *_cuts(text, damage, start, end)}
    dropped = {*hidden(text, start, end), *_doubled(damage)}
    for first, last in pairwise(sorted(cuts)):
        places = [i for i in range(first, last) if i not in dropped]
        kept = "".join(text[i] for i in places)
        if is_readable(kept):
            yield Shown(text=_readable(kept), places=places)


def _cuts(text: str, known: Sequence[Damage], start: int, end: int) -> Iterator[int]:
    """Where a space or line end after a sentence was lost ("missiles.The"): the tokenizer would keep both words as one."""
    for damage in known:
        if damage.kind in _SPLITTING and damage.meant is not None and damage.confidence >= SURE:
            before = re.split(r"\s", damage.meant, maxsplit=1)[0]
            yield damage.start + len(before)
    for found in _LOST_SPACE.finditer(text, start, end):
        yield found.start()


def _doubled(known: Sequence[Damage]) -> Iterator[int]:
    """The characters of repetitions of doubled words."""
    for damage in known:
        if damage.kind == "doubled-word" and damage.confidence >= SURE:
            yield from range(damage.start + len(damage.meant or damage.surface), damage.end)


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
