"""Which of two reports goes back to the other by its text: a copy, a translation, a retelling, or none of these.

Copies are told by exact five-word sequences, the others by regressions over measures of order (`likeness`); where these leave
a retelling open, by what the sentences mean (`retelling`). Shared quotations alone link nobody: two reporters who heard one
speech quote the same words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from suasion.reconcile.likeness import Likeness, Outline, contained, likeness_of, load_weights
from suasion.reconcile.retelling import MeaningReader
from suasion.reconcile.sources import SourceNames
from suasion.reconcile.texts import SHINGLE, Text
from suasion.records import Relation, Report, Span

_MIN_SHARED = 6
"""Fewer shared shingles are a stock phrase or a title of office."""
_UNQUOTED_SHARE = 0.5
"""Of the share asked for: so much must be shared outside quotations."""
_PART = 0.2
"""Share of the shorter report's shingles from which parts of it are the other's, word for word."""
_RUN = 8
"""Shingles in a row: twelve words that a translator, or two reporters, would hardly have in common outside quotations."""
_RUNS_SHARE = 0.85
"""Where so much of what is shared stands in such runs, words were taken over, not found again: of 467 translations there and
back that share a fifth to a half of their shingles, one in a hundred."""
_ONE_TEXT = 0.5
_TRANSLATED = 0.5
"""Probability from which a report is held for a translation."""
_SHARED_DETAILS = 4
"""Fewer details in common come with the subject, however large a share they are."""
_KIN = 0.6
"""Times what is asked of others: two outlets of one house share texts more readily."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reuse:
    """Two reports share their text, or one retells the other.

    `share`, 0-1, is that of the shorter report's five-word sequences for a copy, else the probability of the relation;
    `stretch` is the longest shared one, or the sentence most alike, in `later`.
    """

    earlier: str
    later: str
    relation: Relation
    share: float
    stretch: Span
    reasons: tuple[str, ...]


_MARKED = re.compile(rb"\x01+")

_Found = tuple[Relation, float, Span, str]
"""Relation, share, stretch, reason."""


class Comparer:
    """Compares reports. It holds what it has read of a report, so use one for all pairs of a lot."""

    def __init__(self, names: SourceNames, copy_similarity: float, sentences: int) -> None:
        """Make one.

        Args:
            names: says which words name states, and which outlets are of one house.
            copy_similarity: share of the shorter report's shingles from which two reports are copies, 0-1.
            sentences: how many of a report are compared by meaning where words leave a retelling open; 0: words decide.

        """
        self._names, self._copy_similarity = names, copy_similarity
        self._outlines: dict[str, Outline] = {}
        self._meaning = MeaningReader(sentences)

    def compare(self, earlier: Text, later: Text) -> Reuse | None:
        """Say what one report has of the other; null if nothing. A function of these two alone."""
        kin = self._names.kin(earlier.report, later.report)
        shared = _verbatim(earlier, later, self._copy_similarity)
        found = shared if shared and shared[0] == "copies" else None
        likeness = None if found else likeness_of(self._outline(earlier), self._outline(later))
        if likeness:
            ease, taken = _KIN if kin else 1.0, shared is not None
            found = _translation(earlier, later, likeness, ease, taken=taken)
            found = found or (None if taken else self._retelling(earlier, later, likeness, ease))
        found = found or shared
        if not found:
            return None
        relation, share, stretch, reason = found
        return Reuse(
            earlier=earlier.report.id,
            later=later.report.id,
            relation=relation,
            share=round(share, 4),
            stretch=stretch,
            reasons=(reason, kin) if kin else (reason,),
        )

    def _retelling(self, earlier: Text, later: Text, likeness: Likeness, ease: float) -> _Found | None:
        """The same details with nothing added, or the same sentences in one order, in other words."""
        weights = load_weights()
        probability, least = weights.telling.probability(likeness), weights.telling.threshold
        open_yet = weights.meaning.least <= probability < weights.meaning.most
        detailed = (
            probability >= weights.meaning.ordered_to and self._shared(earlier, later) >= _SHARED_DETAILS
        )
        if open_yet and not detailed and self._meaning.turned(earlier, later):
            return None
        answered = self._meaning.correspondence(earlier, later) if open_yet else None
        reason = (
            f"{likeness.detailed:.0%} of the details (names, figures) of the report that has fewer are in both,"
            f" {likeness.details:.0%} in one order, in other words"
        )
        if answered:
            probability = weights.meaning.probability(probability, answered.ordered, answered.contrast)
            least = weights.meaning.threshold
            reason += f"; {answered.matched:.0%} of one report's sentences have a counterpart in meaning"
        return (
            ("rewrites", probability, _likest(earlier, later), reason)
            if probability >= least * ease
            else None
        )

    def _shared(self, earlier: Text, later: Text) -> int:
        """Count the distinct details (names, figures) that are in both."""
        return len({*self._outline(earlier).details}.intersection(self._outline(later).details))

    def _outline(self, text: Text) -> Outline:
        return self._outlines.setdefault(text.report.id, Outline(text, self._names.state_words))


def _verbatim(earlier: Text, later: Text, copy_similarity: float) -> _Found | None:
    """A copy; or a rewrite that took parts over word for word."""
    shared = earlier.shingle_set & later.shingle_set
    if len(shared) < _MIN_SHARED:
        return None
    share = len(shared) / min(len(earlier.shingle_set), len(later.shingle_set))
    if share < min(_PART, copy_similarity):
        return None
    if not _shares_unquoted(earlier, later, len(shared), share * _UNQUOTED_SHARE):
        return None
    reason = f"{share:.0%} of the shorter report's five-word sequences are in both ({len(shared)})"
    relation: Relation = "copies" if share >= copy_similarity else "rewrites"
    return (relation, share, _longest_stretch(later, shared), reason)


def _shares_unquoted(earlier: Text, later: Text, shared: int, least: float) -> bool:
    """Whether the two share at least so much outside quotations, 0-1; `shared` is the number of shingles in both."""
    quoted = sum(len(text.shingle_set) - len(text.unquoted) for text in (earlier, later))
    smaller = max(min(len(earlier.unquoted), len(later.unquoted)), 1)
    # at most all that is quoted in either is missing: mostly too little to need the sets
    return (shared - quoted) / smaller >= least or contained(earlier.unquoted, later.unquoted) >= least


def translated(report: Report) -> float:
    """Give the probability, 0-1, that a report is a translation: by what its input states, else by its words."""
    return 1.0 if report.translated_from else report.translation_probability


def _translation(
    earlier: Text, later: Text, likeness: Likeness, ease: float, *, taken: bool
) -> _Found | None:
    """The same sentences in other words, unless a retelling is likelier.

    `taken`: parts were taken over word for word. Where these are long, no translator came between.
    """
    weights = load_weights()
    one_text, telling = weights.text.probability(likeness), weights.telling.probability(likeness)
    shown = max(translated(earlier.report), translated(later.report)) >= _TRANSLATED
    if one_text < _ONE_TEXT * ease or not (taken or shown or one_text >= telling):
        return None
    if taken and _in_runs(later, earlier.shingle_set) >= _RUNS_SHARE:
        return None
    reason = (
        f"{likeness.order:.0%} of the shorter report's content words stand in one order in both, few of them"
        f" word for word ({likeness.verbatim:.0%} of five-word sequences)"
    )
    return ("translates", one_text, _likest(earlier, later), reason)


def _in_runs(text: Text, shared: frozenset[int]) -> float:
    """Give the share of the shared shingles, 0-1, that stand in runs of at least `_RUN`."""
    runs = _runs(text, shared)
    return sum(length for length, _ in runs if length >= _RUN) / max(sum(length for length, _ in runs), 1)


def _runs(text: Text, shared: frozenset[int]) -> list[tuple[int, int]]:
    """Find the runs of shared shingles: (length, first)."""
    if shared >= text.shingle_set:
        return [(len(text.shingles), 0)]
    marks = bytes(map(shared.__contains__, text.shingles))
    return [(match.end() - match.start(), match.start()) for match in _MARKED.finditer(marks)]


def _longest_stretch(text: Text, shared: frozenset[int]) -> Span:
    length, first = max(_runs(text, shared), key=lambda run: (run[0], -run[1]))
    start, end = text.place(first)[0], text.place(first + length - 1 + SHINGLE - 1)[1]
    return Span(text=text.report.text[start:end], start=start, end=end)


def _likest(earlier: Text, later: Text) -> Span:
    """Find the sentence of the later report that is most like one of the earlier; its first line if it has none."""
    best: tuple[int, int, int] | None = None
    for span, stems in later.sentences:
        for _, others in earlier.sentences:
            found = (len(stems & others), -span.start, span.end)
            best = found if best is None or found > best else best
    text = later.report.text
    start, end = (-best[1], best[2]) if best else (0, text.find("\n") if "\n" in text else len(text))
    return Span(text=text[start:end], start=start, end=end)
