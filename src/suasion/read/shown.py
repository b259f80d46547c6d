"""What the parser is shown of a line: what was meant, with the way back to where it stands in the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
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
_SENTENCE_END = re.compile(r"[.!?][”\"’)]?$")
_WORDS = re.compile(r"\S+")
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
    """The line `text[start:end]` as it was meant, in more than one piece where a line end or a stop's space was lost.

    Only what is surely damaged is mended. A line without a letter is not shown.
    """
    sure = [item for item in damage if item.meant is not None and item.confidence >= SURE]
    cuts = {start, end, *_cuts(text, sure, start, end)}
    mended = {item.start: item for item in sure if _is_mended(item)}
    unseen = set(hidden(text, start, end))
    for first, last in pairwise(sorted(cuts)):
        chars = list(_chars(text, mended, unseen, first, last))
        kept = "".join(char for char, _ in chars)
        if is_readable(kept):
            yield Shown(text=_readable(kept), places=[place for _, place in chars])


def _chars(
    text: str, mended: Mapping[int, Damage], unseen: Set[int], first: int, last: int
) -> Iterator[tuple[str, int]]:
    """Each character that is shown of `text[first:last]`, with its place."""
    i = first
    while i < last:
        item = mended.get(i)
        if item and item.end <= last:
            yield from _mend(item)
            i = item.end
        else:
            if i not in unseen:
                yield text[i], i
            i += 1


def _mend(item: Damage) -> Iterator[tuple[str, int]]:
    """What was meant, each word with the places of the words that stand for it.

    Of more words than stand there several share one ("EE.UU.": "United States"); of fewer each has some of them.
    """
    if _squeezed(item.meant or "") == _squeezed(item.surface):
        yield from _spaced(item)
        return
    meant, there = list(_WORDS.finditer(item.meant or "")), list(_WORDS.finditer(item.surface))
    for k, word in enumerate(meant):
        low = min(k * len(there) // len(meant), len(there) - 1)
        high = max(low, (k + 1) * len(there) // len(meant) - 1)
        start, end = (
            (item.start + there[low].start(), item.start + there[high].end())
            if there
            else (item.start, item.end)
        )
        if k:
            yield " ", start
        for i, char in enumerate(word.group()):
            yield char, end - 1 if i == len(word.group()) - 1 else start
    if item.meant and item.meant[-1:].isspace():
        yield " ", item.end - 1


def _spaced(item: Damage) -> Iterator[tuple[str, int]]:
    """The same characters with other spaces between them: each where it stands, a new space where the next one does."""
    places = [item.start + i for i, char in enumerate(item.surface) if not char.isspace()]
    at = 0
    for char in item.meant or "":
        yield char, places[min(at, len(places) - 1)]
        at += not char.isspace()


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _is_mended(item: Damage) -> bool:
    return item.kind not in _SPLITTING or not _ends_sentence(item)


def _ends_sentence(item: Damage) -> bool:
    """Whether a new sentence, or a caption's credit, begins in the damage."""
    return item.kind == "glued-caption" or _SENTENCE_END.search(_head(item)) is not None


def _head(item: Damage) -> str:
    return re.split(r"\s", item.meant or "", maxsplit=1)[0]


def _cuts(text: str, sure: Sequence[Damage], start: int, end: int) -> Iterator[int]:
    """Where a space or line end after a sentence was lost ("missiles.The"): the tokenizer would keep both words as one."""
    for item in sure:
        if item.kind in _SPLITTING and _ends_sentence(item):
            yield item.start + len(_head(item))
    for found in _LOST_SPACE.finditer(text, start, end):
        yield found.start()


def straight(text: str) -> str:
    """Straight quotes, plain dashes and spaces, character for character."""
    return text.translate(_STRAIGHT)


def _readable(text: str) -> str:
    """Straight quotes, plain dashes, and capitals as in running text, one character for one."""
    plain = straight(text)
    letters = [char for char in plain if char.isalpha()]
    if len(letters) >= LEAST_CAPITALS and sum(map(str.isupper, letters)) > MOSTLY * len(letters):
        return _WORD.sub(lambda word: _in_headline_case(word.group()), plain)
    words = _WORD.findall(plain)
    capitalised = sum(word[0].isupper() for word in words)
    if len(words) >= LEAST_WORDS and capitalised > MOSTLY * len(words):
        return _WORD.sub(lambda word: _small(word.group()), plain)
    return plain


def _in_headline_case(word: str) -> str:
    """As in "RUSSIA'S" to "Russia's", "TO" to "to"; letters whose small form is longer stay."""
    if word in headlines()["acronyms"]:
        return word
    lowered = word.lower() if word.lower() in headlines()["small"] else word[0] + word[1:].lower()
    return lowered if len(lowered) == len(word) else word


def _small(word: str) -> str:
    return word.lower() if word.lower() in headlines()["small"] and not word.isupper() else word
