"""How a text is cut and marked for an encoder that sees a few hundred word pieces at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

CAPITAL, QUOTED = 1, 2
"""Marks of a character: an upper-case letter (the encoder's vocabulary is lower-case), between quotation marks."""
MARKS = 4
"""How many marks there are: each of CAPITAL and QUOTED may be set or not."""
OPENING, CLOSING, EITHER = "“„«‟", "”»", '"'
_PARAGRAPH = re.compile(r"[^\n]+")
_SENTENCE = re.compile(r"(?<=[.!?][\"”»)’])\s+|(?<=[.!?])\s+")
_BREAKS = re.compile(r"\n\s*")

Stretch = tuple[int, int]
Lengths = Callable[[list[str]], list[int]]
"""Gives the number of word pieces of each text."""


def one_break(text: str) -> str:
    """Keep one line break of a run of them and make the others spaces: as long as the text, position by position."""
    return _BREAKS.sub(lambda found: "\n" + " " * (len(found.group()) - 1), text)


def mark(text: str) -> bytes:
    """Mark each character: CAPITAL, QUOTED, both (their sum) or neither. A quotation ends with its paragraph."""
    marks = bytearray(len(text))
    inside = False
    for at, char in enumerate(text):
        if char == "\n":
            inside = False
        elif char in OPENING or (char == EITHER and not inside):
            inside = True
            marks[at] = QUOTED
            continue
        elif char in CLOSING or char == EITHER:
            marks[at] = QUOTED
            inside = False
            continue
        marks[at] = CAPITAL * char.isupper() + QUOTED * inside
    return bytes(marks)


def pack(text: str, size: int, lengths: Lengths, first: int | None = None) -> list[Stretch]:
    """Cut a text into stretches of whole paragraphs, as many as fit into `size` word pieces each.

    A paragraph that is too long is cut between sentences; a sentence too long for a window stays whole, and is
    for the encoder to cut. `first` is the size of the first stretch where it differs: training cuts elsewhere
    each time.
    """
    units = list(_units(text, size, lengths))
    packed: list[Stretch] = []
    room = 0
    for (start, end), pieces in units:
        if packed and pieces + 1 <= room:
            packed[-1] = (packed[-1][0], end)
            room -= pieces + 1
        else:
            limit = first if first is not None and not packed else size
            packed.append((start, end))
            room = limit - pieces
    return packed


def _units(text: str, size: int, lengths: Lengths) -> Iterator[tuple[Stretch, int]]:
    paragraphs = [found.span() for found in _PARAGRAPH.finditer(text) if not found.group().isspace()]
    counts = lengths([text[start:end] for start, end in paragraphs])
    for (start, end), pieces in zip(paragraphs, counts, strict=True):
        if pieces <= size:
            yield (start, end), pieces
            continue
        sentences = list(_sentences(text, start, end))
        yield from zip(sentences, lengths([text[a:b] for a, b in sentences]), strict=True)


def _sentences(text: str, start: int, end: int) -> Iterator[Stretch]:
    at = start
    for found in _SENTENCE.finditer(text, start, end):
        yield at, found.start()
        at = found.end()
    if at < end:
        yield at, end
