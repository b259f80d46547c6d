"""Which reports share their text, and which tell the same sentences in other words.

`candidates` names the pairs that are worth it; each is decided here, on exact shingles, else by aligning sentences.
Shared quotations alone link nobody: two reporters who heard one speech quote the same words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from suasion.reconcile.candidates import candidates
from suasion.reconcile.texts import SHINGLE, Text, order_key
from suasion.reconcile.words import overlap
from suasion.records import Report, Span

_MIN_SHARED = 6
"""Fewer shared shingles are a stock phrase or a title of office."""
_REWRITE_SHARE = 0.4
"""Of `copy_similarity`: from here on a report is a rewrite."""
_UNQUOTED_SHARE = 0.5
"""Of the share asked for: so much must be shared outside quotations."""
_ALIGNED_OVERLAP = 0.5
_ALIGNED_SHARE = 0.5
_MIN_ALIGNED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Reuse:
    """Two reports share their text.

    `share` is that of the shorter one, 0-1; the stretch is the longest shared one, in `later`.
    """

    earlier: str
    later: str
    near_identical: bool
    share: float
    stretch: Span
    reason: str


def find_reuse(reports: Sequence[Report], copy_similarity: float) -> list[Reuse]:
    """Find every pair of reports that share their text. The answer does not depend on the order of `reports`.

    Args:
        reports: distinct reports.
        copy_similarity: share of the shorter report's shingles from which two reports are copies, 0-1.

    """
    texts = {report.id: Text(report) for report in sorted(reports, key=order_key)}
    rank = {report_id: position for position, report_id in enumerate(texts)}
    found = []
    for left, right in sorted(candidates(texts), key=lambda pair: (rank[pair[0]], rank[pair[1]])):
        earlier, later = (left, right) if rank[left] < rank[right] else (right, left)
        reuse = reuse_of(texts[earlier], texts[later], copy_similarity)
        if reuse is not None:
            found.append(reuse)
    return found


def reuse_of(earlier: Text, later: Text, copy_similarity: float) -> Reuse | None:
    """Say what one report has of the other; null if they share no text. A function of these two alone."""
    return _shared_text(earlier, later, copy_similarity) or _same_telling(earlier, later)


def _shared_text(earlier: Text, later: Text, copy_similarity: float) -> Reuse | None:
    shared = earlier.shingle_set & later.shingle_set
    if len(shared) < _MIN_SHARED:
        return None
    share = _contained(earlier.shingle_set, later.shingle_set, shared)
    unquoted = _contained(earlier.unquoted, later.unquoted, earlier.unquoted & later.unquoted)
    if share < copy_similarity * _REWRITE_SHARE or unquoted < share * _UNQUOTED_SHARE:
        return None
    near_identical = share >= copy_similarity
    return Reuse(
        earlier=earlier.report.id,
        later=later.report.id,
        near_identical=near_identical,
        share=round(share, 4),
        stretch=_longest_stretch(later, shared),
        reason=f"{share:.0%} of the shorter report's five-word sequences are in both ({len(shared)})",
    )


def _contained(left: frozenset[str], right: frozenset[str], shared: frozenset[str]) -> float:
    smaller = min(len(left), len(right))
    return len(shared) / smaller if smaller else 1.0


def _longest_stretch(text: Text, shared: frozenset[str]) -> Span:
    best = (0, 0)
    begin: int | None = None
    for i, shingle in enumerate([*text.shingles, ""]):
        if shingle in shared:
            begin = i if begin is None else begin
        elif begin is not None:
            best = max(best, (i - begin, -begin))
            begin = None
    length, first = best[0], -best[1]
    start, end = text.words[first].start, text.words[first + length - 1 + SHINGLE - 1].end
    return Span(text=text.report.text[start:end], start=start, end=end)


def _same_telling(earlier: Text, later: Text) -> Reuse | None:
    """Both tell mostly the same sentences in the same order, in other words.

    A rewrite or a second translation.
    """
    aligned = _aligned(earlier.sentences, later.sentences)
    shorter = min(len(earlier.sentences), len(later.sentences))
    if len(aligned) < _MIN_ALIGNED or len(aligned) / shorter < _ALIGNED_SHARE:
        return None
    share = len(aligned) / shorter
    return Reuse(
        earlier=earlier.report.id,
        later=later.report.id,
        near_identical=False,
        share=round(share, 4),
        stretch=max(aligned, key=lambda span: (span.end - span.start, -span.start)),
        reason=f"{len(aligned)} of the shorter report's {shorter} sentences are retold in the same order",
    )


def _aligned(
    left: Sequence[tuple[Span, frozenset[str]]], right: Sequence[tuple[Span, frozenset[str]]]
) -> list[Span]:
    """Find the longest alignment of like sentences that keeps their order; give the sentences of `right`."""
    rows: list[list[tuple[int, ...]]] = [[() for _ in range(len(right) + 1)]]
    for _, stems in left:
        above = rows[-1]
        row: list[tuple[int, ...]] = [()]
        for j, (_, others) in enumerate(right, 1):
            best = max(above[j], row[j - 1], key=len)
            if overlap(stems, others) >= _ALIGNED_OVERLAP and len(above[j - 1]) + 1 > len(best):
                best = (*above[j - 1], j - 1)
            row.append(best)
        rows.append(row)
    return [right[j][0] for j in rows[-1][-1]]
