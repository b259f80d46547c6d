"""A report as the comparison of texts sees it: words, shingles and sentences, each made when asked for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate
from operator import itemgetter
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from suasion.reconcile.words import (
    HASH_BYTES,
    Word,
    compared_spans,
    hashes_in,
    places_in,
    quotations_of,
    sentences_of,
    stems_of,
    within,
    words_in,
)
from suasion.records import Report, Span

Hashes: TypeAlias = NDArray[np.uint64]

SHINGLE = 5
"""Words of a shingle."""
_MIN_STEMS = 4
"""Content stems from which a sentence can be recognised."""
_LINE = re.compile(r"[^\n]+")
_MULTIPLIERS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F],
    dtype=np.uint64,
)
"""One odd number for each place in a shingle, so that the order of its words counts."""


def mixed(values: Hashes) -> Hashes:
    """Spread 64-bit values evenly (the last step of SplitMix64, Steele, Lea and Flood 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(values ^ (values >> np.uint64(31)), dtype=np.uint64)


def numbers_of(hashes: Iterable[bytes]) -> Hashes:
    """Read hashes of words as numbers."""
    return np.frombuffer(b"".join(hashes), dtype=">u8").astype(np.uint64)


class Text:
    """A report's words, shingles and sentences, made when asked for."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._places: dict[int, list[tuple[int, int]]] = {}

    @cached_property
    def order(self) -> tuple[bool, str, int, str]:
        """Its place among those that came before and after it, as `order_key` has it."""
        return order_key(self.report)

    @cached_property
    def spans(self) -> list[Span]:
        """Sentences of title and body, in order."""
        return sentences_of(self.report)

    @cached_property
    def by_sentence(self) -> list[list[Word]]:
        """The words of each sentence. There are none between sentences."""
        return [words_in(span.text) for span in self.spans]

    @cached_property
    def words(self) -> list[Word]:
        """Words of title and body, in order."""
        return [word for words in self.by_sentence for word in words]

    @cached_property
    def _lines(self) -> list[tuple[int, int]]:
        """(start, end) of the lines of title and body: no word goes beyond one, and they are found faster than sentences."""
        return [
            match.span()
            for start, end in compared_spans(self.report)
            for match in _LINE.finditer(self.report.text, start, end)
        ]

    @cached_property
    def _hashed(self) -> list[bytes]:
        """The hashes of the words of each line."""
        return [hashes_in(self.report.text[start:end]) for start, end in self._lines]

    @cached_property
    def _firsts(self) -> list[int]:
        """The number of the word with which each line begins."""
        return list(accumulate((len(one) // HASH_BYTES for one in self._hashed[:-1]), initial=0))

    def place(self, number: int) -> tuple[int, int]:
        """Give (start, end) of a word by its number."""
        at = bisect_right(self._firsts, number) - 1
        if at not in self._places:
            self._places[at] = places_in(self.report.text, *self._lines[at])
        return self._places[at][number - self._firsts[at]]

    def begun_before(self, position: int) -> int:
        """Count the words that begin before a position."""
        at = bisect_right(self._lines, position - 1, key=itemgetter(0)) - 1
        if at < 0:
            return 0
        start, end = self._lines[at]
        return self._firsts[at] + len(hashes_in(self.report.text[start : min(position, end)])) // HASH_BYTES

    @cached_property
    def shingle_hashes(self) -> Hashes:
        """The five-word shingles in order of position, as 64-bit hashes: the i-th begins at word i."""
        hashes = numbers_of(self._hashed)
        count = max(len(hashes) - SHINGLE + 1, 0)
        total = np.zeros(count, dtype=np.uint64)
        for place, multiplier in enumerate(_MULTIPLIERS):
            total += hashes[place : place + count] * multiplier
        return mixed(total)

    @cached_property
    def shingles(self) -> list[int]:
        """Shingles in order of position, as numbers."""
        found: list[int] = self.shingle_hashes.tolist()
        return found

    @cached_property
    def shingle_set(self) -> frozenset[int]:
        """All shingles."""
        return frozenset(self.shingles)

    @cached_property
    def unquoted(self) -> frozenset[int]:
        """Shingles that begin outside quotations."""
        quotations = quotations_of(self.report)
        if not quotations:
            return self.shingle_set
        outside = np.ones(len(self.shingle_hashes), dtype=np.bool_)
        for start, end in quotations:
            outside[self.begun_before(start) : self.begun_before(end)] = False
        return frozenset(self.shingle_hashes[outside].tolist())

    @cached_property
    def sentences(self) -> list[tuple[Span, frozenset[str]]]:
        """Sentences that carry enough content to be recognised, with their stems.

        Those that are quotations are left out.
        """
        quotations = quotations_of(self.report)
        found = [
            (span, stems_of(words))
            for span, words in zip(self.spans, self.by_sentence, strict=True)
            if not (quotations and within(span.start, quotations))
        ]
        return [(span, stems) for span, stems in found if len(stems) >= _MIN_STEMS]

    @cached_property
    def stems(self) -> frozenset[str]:
        """Stems of all its sentences."""
        return frozenset(stem for _, stems in self.sentences for stem in stems)


def order_key(report: Report) -> tuple[bool, str, int, str]:
    """Who came first: by the stated publication date, reports without one after those with one.

    Then the longer text, as copies are cut; then by id, so that the answer never hangs on the order of the
    input.
    """
    start = report.published.start
    return (start is None, start.isoformat() if start else "", -len(report.text), report.id)
