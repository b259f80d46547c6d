"""Words, sentences and quotations of a report, as far as comparing reports needs them.

By plain rules, without a parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from suasion.reconcile.lexicon import load_lexicon
from suasion.records import PassageKind, Report, Span

COMPARED_PASSAGES: frozenset[PassageKind] = frozenset({"title", "body"})
"""Captions are shared through photo agencies and say nothing about where a text comes from."""

_WORD = re.compile(r"\w+(?:[.,]\d+)*(?:['’]\w+)?")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’»)\]]*\s+(?=[\"“‘«(\[]*[A-Z0-9])|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Col|Sen|Rep|St|No|Lt|Maj|Prof|Jan|Feb|Aug|Sept?|Oct|Nov|Dec))\.$"
)
_QUOTATION = re.compile(r"“[^”\n]{3,1500}”|\"[^\"\n]{3,1500}\"|«[^»\n]{3,1500}»")
_SUFFIXES = (
    "ingly",
    "edly",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ied",
    "ies",
    "ed",
    "es",
    "ly",
    "s",
    "e",
)
_MIN_STEM = 4


class Word(NamedTuple):
    """A word as written, folded, with its place in `Report.text`."""

    folded: str
    start: int
    end: int


def compared_spans(report: Report) -> list[tuple[int, int]]:
    """Give the stretches of a report that are compared: title and body.

    The whole text where no passage is marked.
    """
    spans = [(part.start, part.end) for part in report.passages if part.kind in COMPARED_PASSAGES]
    return spans or [(0, len(report.text))]


def words_of(report: Report) -> list[Word]:
    """Give the words of title and body in order."""
    return [word for start, end in compared_spans(report) for word in _words(report.text, start, end)]


def _words(text: str, start: int, end: int) -> list[Word]:
    return [
        Word(match.group().casefold().replace("’", "'"), *match.span())
        for match in _WORD.finditer(text, start, end)
    ]


def sentences_of(report: Report) -> list[Span]:
    """Give the sentences of title and body in order, cut at full stops and line ends."""
    return [span for start, end in compared_spans(report) for span in _sentences(report.text, start, end)]


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for match in _SENTENCE_END.finditer(text, start, end):
        if _ABBREVIATION.search(text, max(begin, match.start() - 8), match.start()):
            continue
        yield from _trimmed(text, begin, match.start() + len(match.group().rstrip()))
        begin = match.end()
    yield from _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(text=text[start:end], start=start, end=end)


def quotations_of(report: Report) -> list[tuple[int, int]]:
    """Where the report quotes, with the quotation marks."""
    return [match.span() for match in _QUOTATION.finditer(report.text)]


def within(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a position lies in one of the spans."""
    return any(start <= position < end for start, end in spans)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Cut an English ending off, roughly: enough to bring `visited` and `visits` together."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _MIN_STEM:
            return word[: -len(suffix)]
    return word


@lru_cache(maxsize=65536)
def content_stems(text: str) -> frozenset[str]:
    """Stems of the words of a text that carry content."""
    return stems_of(_words(text, 0, len(text)))


def stems_of(words: Iterable[Word]) -> frozenset[str]:
    """Stems of those words that carry content."""
    stop = load_lexicon().stop_words
    folded = (word.folded.removesuffix("'s") for word in words)
    return frozenset(stem(word) for word in folded if word not in stop)


def overlap(left: frozenset[str], right: frozenset[str]) -> float:
    """Shared share of the smaller set, 0-1 (Szymkiewicz-Simpson); 0 if either is empty."""
    smaller = min(len(left), len(right))
    return len(left & right) / smaller if smaller else 0.0


@lru_cache(maxsize=65536)
def fold_name(name: str) -> str:
    """Fold a name for comparison: case, leading article, punctuation and spacing do not matter."""
    words = [match.group().casefold() for match in _WORD.finditer(name)]
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)
