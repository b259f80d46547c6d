"""Which reports share their text, and which tell the same sentences in other words.

Candidates come from MinHash over the five-word shingles of single sentences, so that a cut or rearranged copy
of a long report is found as well as a whole one; the pairs are then decided on exact shingles. Shared
quotations alone link
nobody: two reporters who heard one speech quote the same words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from rensa import RMinHash, RMinHashLSH

from suasion.reconcile.words import (
    Word,
    content_stems,
    overlap,
    quotations_of,
    sentences_of,
    within,
    words_of,
)
from suasion.records import Report, Span

SHINGLE = 5
PERMUTATIONS, BANDS = 32, 16
"""Two rows a band.

Sentences whose shingles agree by a quarter meet with a chance of two thirds, by half nearly surely.
"""
_MINHASH_SEED = 5
_MIN_SENTENCE_WORDS = 8
_MIN_SHARED = 6
"""Fewer shared shingles are a stock phrase or a title of office."""
_REWRITE_SHARE = 0.4
"""Of `copy_similarity`: from here on a report is a rewrite."""
_UNQUOTED_SHARE = 0.5
"""Of the share asked for: so much must be shared outside quotations."""
_MAX_MEETING = 200
"""Reports: of a larger group that meets in one place, only pairs with its first member are compared."""
_ALIGNED_OVERLAP = 0.5
_ALIGNED_SHARE = 0.5
_MIN_ALIGNED = 4
_MIN_ALIGNED_STEMS = 4
_LONGEST, _MIN_MET, _SHARED_STEMS = 5, 3, 0.3
"""Two reports are aligned if three sentences share two of their five longest stems, and all share 30 %."""


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
        return [(span, stems) for span, stems in pairs if len(stems) >= _MIN_ALIGNED_STEMS]

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


def find_reuse(reports: Sequence[Report], copy_similarity: float) -> list[Reuse]:
    """Find every pair of reports that share their text. The answer does not depend on the order of `reports`.

    Args:
        reports: distinct reports.
        copy_similarity: share of the shorter report's shingles from which two reports are copies, 0-1.

    """
    texts = {report.id: Text(report) for report in sorted(reports, key=order_key)}
    rank = {report_id: position for position, report_id in enumerate(texts)}
    found = []
    for left, right in sorted(_candidates(texts), key=lambda pair: (rank[pair[0]], rank[pair[1]])):
        earlier, later = (left, right) if rank[left] < rank[right] else (right, left)
        reuse = _shared_text(texts[earlier], texts[later], copy_similarity) or _same_telling(
            texts[earlier], texts[later]
        )
        if reuse is not None:
            found.append(reuse)
    return found


def _candidates(texts: Mapping[str, Text]) -> set[tuple[str, str]]:
    return _meeting_by_shingles(texts) | _meeting_by_stems(texts)


def _meeting_by_shingles(texts: Mapping[str, Text]) -> set[tuple[str, str]]:
    index = RMinHashLSH(0.25, PERMUTATIONS, BANDS)
    owners: list[str] = []
    hashes: list[RMinHash] = []
    for report_id, text in texts.items():
        for sentence in _sentence_shingles(text):
            minhash = RMinHash(PERMUTATIONS, _MINHASH_SEED)
            minhash.update(sentence)
            index.insert(len(hashes), minhash)
            owners.append(report_id)
            hashes.append(minhash)
    meetings = ({owners[key] for key in index.query(minhash)} for minhash in hashes)
    return _pairs(meetings)


def _sentence_shingles(text: Text) -> Iterable[list[str]]:
    """Shingles that lie within one sentence, sentence by sentence."""
    ends = [span.end for span in sentences_of(text.report)]
    groups: dict[int, list[str]] = defaultdict(list)
    at = 0
    for i, shingle in enumerate(text.shingles):
        while at < len(ends) - 1 and text.words[i].start >= ends[at]:
            at += 1
        if text.words[i + SHINGLE - 1].end <= ends[at]:
            groups[at].append(shingle)
    return (group for group in groups.values() if len(group) >= _MIN_SENTENCE_WORDS - SHINGLE + 1)


def _meeting_by_stems(texts: Mapping[str, Text]) -> set[tuple[str, str]]:
    """Find pairs with several sentences that share their longest stems: retellings share no shingles."""
    holders: dict[tuple[str, str], dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for report_id, text in texts.items():
        for i, (_, stems) in enumerate(text.sentences):
            longest = sorted(stems, key=lambda word: (-len(word), word))[:_LONGEST]
            for left, right in combinations(sorted(longest), 2):
                holders[left, right][report_id].add(i)
    met: dict[tuple[str, str], set[int]] = defaultdict(set)
    for group in holders.values():
        for pair in _meetings(set(group)):
            met[pair] |= group[pair[0]]
    enough = (pair for pair, sentences in met.items() if len(sentences) >= _MIN_MET)
    return {pair for pair in enough if overlap(texts[pair[0]].stems, texts[pair[1]].stems) >= _SHARED_STEMS}


def _pairs(meetings: Iterable[set[str]]) -> set[tuple[str, str]]:
    return {pair for group in meetings for pair in _meetings(group)}


def _meetings(group: set[str]) -> Iterable[tuple[str, str]]:
    """Every pair of a group.

    In a very large one only those with the first, which keeps the group together.
    """
    ordered = sorted(group)
    return (
        combinations(ordered, 2)
        if len(ordered) <= _MAX_MEETING
        else ((ordered[0], other) for other in ordered[1:])
    )


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
