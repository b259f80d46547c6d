"""Quotation marks in a report: which stretches stand between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

OPENING = "“„«‟"
CLOSING = "”»"
_PARAGRAPH = re.compile(r"[^\n]+")
_SINGLE = re.compile(r"(?<!\w)‘([^‘’\n]*(?:(?<=\w)’(?=\w)[^‘’\n]*)*)’(?!\w)")
_ENDS_SPEECH = re.compile(r"[.,!?…;]\s*$")
_MARKS = re.compile(f'[{OPENING}{CLOSING}"]')
_STOP = re.compile(r"[.!?](?=\s)")
SPEECH_WORDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A quoted stretch, the marks included; `closed` is false where it runs to the end of its paragraph.

    `speech` tells somebody's sentence from a quoted word or title: it begins or ends like one.
    `paragraph` is where its paragraph starts.
    """

    start: int
    end: int
    closed: bool
    speech: bool
    paragraph: int


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Find what stands in quotation marks, by paragraph; nested quotations belong to the outer one."""
    found: list[Quotation] = []
    for paragraph in _PARAGRAPH.finditer(text):
        for start, end, closed in _in_paragraph(text, paragraph.start(), paragraph.end()):
            found.append(_quotation(text, start, end, closed, paragraph.start()))
    return tuple(found)


def _quotation(text: str, start: int, end: int, closed: bool, paragraph: int) -> Quotation:
    inner = text[start + 1 : end - 1 if closed else end].strip()
    long_enough = len(inner.split()) >= SPEECH_WORDS
    after = text[end : end + 1] if closed else ""
    sentence_like = inner[:1].isupper() and (bool(_ENDS_SPEECH.search(inner)) or after in {",", "."})
    speech = not closed or (long_enough and (sentence_like or bool(_ENDS_SPEECH.search(inner))))
    return Quotation(
        start=start, end=end, closed=closed, speech=speech and len(inner) > 1, paragraph=paragraph
    )


def _in_paragraph(text: str, first: int, last: int) -> Iterator[tuple[int, int, bool]]:
    opened: int | None = None
    for mark in _MARKS.finditer(text, first, last):
        at, char = mark.start(), mark.group()
        if opened is None:
            if char in OPENING or (char == '"' and _may_open(text, at, last)):
                opened = at
        elif char in CLOSING or (char == '"' and _may_close(text, at, first)):
            yield opened, at + 1, True
            opened = None
        elif char in OPENING:  # the closing mark before it was lost
            opened = at
    if opened is not None and last - opened > 1:
        yield opened, _end_of_unclosed(text, opened, last), False
    for match in _SINGLE.finditer(text, first, last):
        if len(match.group(1).split()) > 1 and not _has_double(text, first, match.start()):
            yield match.start(), match.end(), True


def _end_of_unclosed(text: str, opened: int, last: int) -> int:
    """Say where an unclosed quotation ends: with its paragraph if the next one goes on, else its sentence."""
    if text[last : last + 3].lstrip("\n")[:1] in {*OPENING, '"'}:
        return last
    stop = _STOP.search(text, opened, last)
    return stop.end() if stop else last


def _may_open(text: str, at: int, last: int) -> bool:
    return at + 1 < last and not text[at + 1].isspace()


def _may_close(text: str, at: int, first: int) -> bool:
    return at > first and (not text[at - 1].isspace() or text[at + 1 : at + 2] in {"", " ", "\n"})


def _has_double(text: str, first: int, at: int) -> bool:
    """Whether a double quotation mark is open at the position: then the single ones are nested."""
    before = text[first:at]
    return sum(before.count(char) for char in OPENING) > sum(before.count(char) for char in CLOSING)
