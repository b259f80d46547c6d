"""What the other mentions say of a pair: whether the two are alike to the same others, and whether what is told beside them is one too.

A first answer weighs a pair by itself. The numbers here are read off the first answers of all pairs of a group, and a second
answer weighs both (stacking, Wolpert 1992).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence

import numpy as np
import numpy.typing as npt

from suasion.reconcile.coreference.features import UNKNOWN, Floats

Numbers = npt.NDArray[np.float64]

WORTH = 0.01
"""First probability below which a pair is left as it is, and a third mention says nothing of a pair."""
_BEST = 3

NAMES = (
    "first", "best_third", "best_thirds", "common", "fewer_partners", "more_partners",
    "beside", "best_beside", "across", "least_lead", "most_lead",
)  # fmt: skip
"""The features in order."""


def support_features(first: Numbers, sentences: Sequence[Hashable], documents: Sequence[Hashable]) -> Floats:
    """Give the features of all pairs of a group in the order of `NAMES`.

    Args:
        first: the first probabilities of all pairs; symmetric, the diagonal does not matter.
        sentences: what sentence each mention is in.
        documents: what document each mention is in.

    Returns:
        (mentions, mentions, features), symmetric. Numbers are from 0 to 1, partners count, and a lead is from -1 to 1.

    """
    likely = np.where(first >= WORTH, first, 0.0)
    np.fill_diagonal(likely, 0.0)
    partners = likely.sum(axis=1)
    mine, yours = partners[:, None] - likely, partners[None, :] - likely
    best, thirds, shared = _thirds(likely)
    either = mine + yours - shared
    across = _best_other(likely, sentences)
    beside, best_beside = _beside(across, sentences)
    lead = likely - _best_other(likely, documents)
    return np.stack(
        [
            likely, best, thirds, np.divide(shared, either, out=np.zeros_like(shared), where=either > 0),
            np.minimum(mine, yours), np.maximum(mine, yours),
            beside, best_beside, np.maximum(across, across.T),
            np.minimum(lead, lead.T), np.maximum(lead, lead.T),
        ],
        axis=-1, dtype=np.float32, casting="same_kind",
    )  # fmt: skip


def _thirds(likely: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Give how far a third mention is alike to both: that of the best, the mean of the best three, the sum of all."""
    best, thirds, shared = np.zeros_like(likely), np.zeros_like(likely), np.zeros_like(likely)
    for i, row in enumerate(likely):
        known = np.flatnonzero(row)
        both = np.sort(np.minimum(row[known], likely[:, known]), axis=1)
        if len(known):
            best[i], shared[i] = both[:, -1], both.sum(axis=1)
            thirds[i] = both[:, -_BEST:].sum(axis=1) / _BEST
    return best, thirds, shared


def _best_other(likely: Numbers, places: Sequence[Hashable]) -> Numbers:
    """Give for (i, j) the likeness of i to the best mention beside j in j's place; `UNKNOWN` where i is there too or j is alone."""
    found = np.full_like(likely, UNKNOWN)
    for members in _together(places):
        for j in members:
            if others := [k for k in members if k != j]:
                found[:, j] = likely[:, others].max(axis=1)
        found[np.ix_(members, members)] = UNKNOWN
    return found


def _beside(across: Numbers, sentences: Sequence[Hashable]) -> tuple[Numbers, Numbers]:
    """Give how alike the other mentions of the two sentences are: on average, each with its best partner, and at most."""
    mean, best = np.full_like(across, UNKNOWN), np.full_like(across, UNKNOWN)
    for members in _together(sentences):
        for i in members:
            if others := [k for k in members if k != i]:
                mean[i], best[i] = across[others].mean(axis=0), across[others].max(axis=0)
    return (mean + mean.T) / 2, np.maximum(best, best.T)


def _together(places: Sequence[Hashable]) -> list[list[int]]:
    found: dict[Hashable, list[int]] = defaultdict(list)
    for i, place in enumerate(places):
        found[place].append(i)
    return list(found.values())
