"""A report as the comparison of texts sees it: words, shingles and sentences, each made when asked for."""

from __future__ import annotations

from functools import cached_property

from suasion.reconcile.words import Word, content_stems, quotations_of, sentences_of, within, words_of
from suasion.records import Report, Span

SHINGLE = 5
"""Words of a shingle."""
_MIN_STEMS = 4
"""Content stems from which a sentence can be recognised."""


class Text:
    """A report's words, shingles and sentences, made when asked for."""

    def __init__(self, report: Report) -> None:
        self.report = report

    @cached_property
    def words(self) -> list[Word]:
        """Words of title and body, in order."""
        return words_of(self.report)

    @cached_property
    def shingles(self) -> list[str]:
        """Shingles in order of position: the i-th begins at word i."""
        folded = [word.folded for word in self.words]
        return [" ".join(folded[i : i + SHINGLE]) for i in range(len(folded) - SHINGLE + 1)]

    @cached_property
    def shingle_set(self) -> frozenset[str]:
        """All shingles."""
        return frozenset(self.shingles)

    @cached_property
    def unquoted(self) -> frozenset[str]:
        """Shingles that begin outside quotations."""
        quotations = quotations_of(self.report)
        starts = (word.start for word in self.words)
        return frozenset(
            text for text, start in zip(self.shingles, starts, strict=False) if not within(start, quotations)
        )

    @cached_property
    def sentences(self) -> list[tuple[Span, frozenset[str]]]:
        """Sentences that carry enough content to be recognised, with their stems.

        Those that are quotations are left out.
        """
        quotations = quotations_of(self.report)
        own = (span for span in sentences_of(self.report) if not within(span.start, quotations))
        pairs = ((span, content_stems(span.text)) for span in own)
        return [(span, stems) for span, stems in pairs if len(stems) >= _MIN_STEMS]

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
