"""A report as the comparison of texts sees it: words, shingles and sentences, each made when asked for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from suasion.reconcile.words import Word, quotations_of, sentences_of, stems_of, within, words_of
from suasion.records import Report, Span

Hashes: TypeAlias = NDArray[np.uint64]

SHINGLE = 5
"""Words of a shingle."""
_MIN_STEMS = 4
"""Content stems from which a sentence can be recognised."""
_MULTIPLIERS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F],
    dtype=np.uint64,
)
"""One odd number for each place in a shingle, so that the order of its words counts."""


@lru_cache(maxsize=1 << 17)
def word_hash(word: str) -> int:
    """Give 64 bits that stand for a word on every machine and in every run."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def mixed(values: Hashes) -> Hashes:
    """Spread 64-bit values evenly (the last step of SplitMix64, Steele, Lea and Flood 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(values ^ (values >> np.uint64(31)), dtype=np.uint64)


class Text:
    """A report's words, shingles and sentences, made when asked for."""

    def __init__(self, report: Report) -> None:
        self.report = report

    @cached_property
    def words(self) -> list[Word]:
        """Words of title and body, in order."""
        return words_of(self.report)

    @cached_property
    def shingle_hashes(self) -> Hashes:
        """The five-word shingles in order of position, as 64-bit hashes: the i-th begins at word i."""
        hashes = np.fromiter((word_hash(word.folded) for word in self.words), dtype=np.uint64)
        count = max(len(hashes) - SHINGLE + 1, 0)
        total = np.zeros(count, dtype=np.uint64)
        for place, multiplier in enumerate(_MULTIPLIERS):
            total += hashes[place : place + count] * multiplier
        return mixed(total)

    @cached_property
    def shingles(self) -> list[int]:
        """Shingles in order of position, as numbers."""
        return [int(one) for one in self.shingle_hashes.tolist()]

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
        starts = (word.start for word in self.words)
        return frozenset(
            one for one, start in zip(self.shingles, starts, strict=False) if not within(start, quotations)
        )

    @cached_property
    def sentences(self) -> list[tuple[Span, frozenset[str]]]:
        """Sentences that carry enough content to be recognised, with their stems.

        Those that are quotations are left out.
        """
        quotations = quotations_of(self.report)
        starts = [word.start for word in self.words]
        own = (span for span in sentences_of(self.report) if not within(span.start, quotations))
        pairs = ((span, stems_of(_between(self.words, starts, span))) for span in own)
        return [(span, stems) for span, stems in pairs if len(stems) >= _MIN_STEMS]

    @cached_property
    def stems(self) -> frozenset[str]:
        """Stems of all its sentences."""
        return frozenset(stem for _, stems in self.sentences for stem in stems)


def _between(words: Sequence[Word], starts: Sequence[int], span: Span) -> Sequence[Word]:
    return words[bisect_left(starts, span.start) : bisect_left(starts, span.end)]


def order_key(report: Report) -> tuple[bool, str, int, str]:
    """Who came first: by the stated publication date, reports without one after those with one.

    Then the longer text, as copies are cut; then by id, so that the answer never hangs on the order of the
    input.
    """
    start = report.published.start
    return (start is None, start.isoformat() if start else "", -len(report.text), report.id)
