"""Words, sentences and quotations of a report, as far as comparing reports needs them.

By plain rules, without a parser.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from typing import NamedTuple

from suasion.reconcile.lexicon import load_lexicon
from suasion.reconcile.remembering import MOST, Remembering
from suasion.records import PassageKind, Report, Span

COMPARED_PASSAGES: frozenset[PassageKind] = frozenset({"title", "body"})
"""Captions are shared through photo agencies and say nothing about where a text comes from."""

_WORD = re.compile(r"\w+(?:[.,]\d+)*(?:['’]\w+)?")
_SENTENCE_END = re.compile(r"[.!?\n](?:(?<=[.!?])[\"”’»)\]]*(?P<gap>\s+)(?=[\"“‘«(\[]*[A-Z0-9])|(?<=\n)\n*)")
"""It begins with a set of characters, as those are searched for fast."""
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Col|Sen|Rep|St|No|Lt|Maj|Prof|Jan|Feb|Aug|Sept?|Oct|Nov|Dec))\.$"
)
_NAME = re.compile(r"(?:[A-Z][\w&-]*|\d+(?:[.,]\d+)*)(?:['’]s)?")
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
HASH_BYTES = 8
"""Of a word's hash."""


class Word(NamedTuple):
    """What comparing texts asks of a word as it is written."""

    folded: str
    carried: str | None
    """Its stem, if it carries content."""
    content: str | None
    """Its stem, if it carries content or has "'s"."""
    named: str | None
    """It without "'s" and accents, folded, if it is written as a name or a figure and carries content."""
    hash: bytes
    """Eight bytes that stand for the folded word on every machine and in every run."""


def compared_spans(report: Report) -> list[tuple[int, int]]:
    """Give the stretches of a report that are compared: title and body.

    The whole text where no passage is marked.
    """
    spans = [(part.start, part.end) for part in report.passages if part.kind in COMPARED_PASSAGES]
    return spans or [(0, len(report.text))]


def words_in(text: str) -> list[Word]:
    """Give the words of a text in order."""
    return list(chain.from_iterable(map(_PIECES.__getitem__, text.split())))


def places_in(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Give (start, end) of each word between two positions of a text in order."""
    return [match.span() for match in _WORD.finditer(text, start, end)]


@lru_cache(maxsize=MOST)
def word_of(written: str) -> Word:
    """Work out what there is to know of a word."""
    folded = _folded(written)
    bare = folded.removesuffix("'s")
    stop = load_lexicon().stop_words
    carries = bare not in stop
    return Word(
        folded,
        stem(bare) if carries else None,
        stem(bare) if folded not in stop else None,
        without_accents(bare) if carries and _NAME.fullmatch(written) else None,
        word_hash(folded),
    )


_PIECES = Remembering(lambda piece: tuple(map(word_of, _WORD.findall(piece))))
"""The words of what stands between two spaces: no word goes beyond."""
_HASHES = Remembering(lambda piece: b"".join([word.hash for word in _PIECES[piece]]))
"""The hashes of those words, one after another."""


def hashes_in(text: str) -> bytes:
    """Give the hashes of the words of a text in order, `HASH_BYTES` each: in a third of the time that the words take."""
    return b"".join(map(_HASHES.__getitem__, text.split()))


def _folded(written: str) -> str:
    return written.casefold().replace("’", "'")


def without_accents(word: str) -> str:
    """Give a word as outlets write it that have no accents: `vasiljević` is `vasiljevic`."""
    if word.isascii():
        return word
    return "".join(one for one in unicodedata.normalize("NFD", word) if not unicodedata.combining(one))


@lru_cache(maxsize=MOST)
def word_hash(word: str) -> bytes:
    """Give eight bytes that stand for a word on every machine and in every run."""
    return blake2b(word.encode("utf-8", "surrogatepass"), digest_size=HASH_BYTES).digest()


def sentences_of(report: Report) -> list[Span]:
    """Give the sentences of title and body in order, cut at full stops and line ends."""
    return [span for start, end in compared_spans(report) for span in _sentences(report.text, start, end)]


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for match in _SENTENCE_END.finditer(text, start, end):
        stop = match.start() + (match["gap"] is not None)
        if _ABBREVIATION.search(text, max(begin, stop - 8), stop):
            continue
        yield from _trimmed(text, begin, match.start() if match["gap"] is None else match.start("gap"))
        begin = match.end()
    yield from _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    inner = piece.strip()
    if inner:
        start += len(piece) - len(piece.lstrip())
        yield Span(text=inner, start=start, end=start + len(inner))


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
    return stems_of(words_in(text))


def stems_of(words: Iterable[Word]) -> frozenset[str]:
    """Stems of those words that carry content."""
    return frozenset([word.carried for word in words if word.carried is not None])


def overlap(left: frozenset[str], right: frozenset[str]) -> float:
    """Shared share of the smaller set, 0-1 (Szymkiewicz-Simpson); 0 if either is empty."""
    smaller = min(len(left), len(right))
    return len(left & right) / smaller if smaller else 0.0


@lru_cache(maxsize=65536)
def fold_name(name: str) -> str:
    """Fold a name for comparison: case, leading article, punctuation and spacing do not matter."""
    words = [match.group().casefold() for match in _WORD.finditer(name)]
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)
