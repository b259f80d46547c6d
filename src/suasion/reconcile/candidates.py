"""Which reports may share their text: the pairs that are worth comparing.

Two doors in. MinHash over the five-word shingles of single sentences finds a cut or rearranged copy of a long report as
well as a whole one; the longest stems of sentences find retellings and translations, which share no shingles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

from rensa import RMinHash, RMinHashLSH

from suasion.reconcile.texts import SHINGLE, Text
from suasion.reconcile.words import overlap, sentences_of

PERMUTATIONS, BANDS = 32, 16
"""Two rows a band.

Sentences whose shingles agree by a quarter meet with a chance of two thirds, by half nearly surely.
"""
_MINHASH_SEED = 5
_MIN_SENTENCE_WORDS = 8
_MAX_MEETING = 200
"""Reports: of a larger group that meets in one place, only pairs with its first member are compared."""
_LONGEST, _MIN_MET, _SHARED_STEMS = 5, 3, 0.3
"""Two reports are aligned if three sentences share two of their five longest stems, and all share 30 %."""


def candidates(texts: Mapping[str, Text]) -> set[tuple[str, str]]:
    """Give the pairs of reports (ids, the smaller first) that are worth comparing, whatever the order of `texts`."""
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
