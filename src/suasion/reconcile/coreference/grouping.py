"""Groups of a few hundred things whose likeness is known for every pair: joined by average link, parted by modularity."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_NO_GAIN = 1e-9
"""Changes of modularity up to this are rounding."""

Numbers = npt.NDArray[np.float64]


def average_link(likeness: Numbers, least: float) -> list[list[int]]:
    """Join the two groups that are most alike on average, until none reach `least` (Sokal and Michener 1958).

    Args:
        likeness: square and symmetric; the diagonal does not matter.
        least: average likeness from which two groups are one.

    Returns:
        Places in the table by group, each group and the groups in order. Ties go to the places that come first.

    """
    size = len(likeness)
    groups = [[i] for i in range(size)]
    average = np.array(likeness, dtype=np.float64)
    average[np.tril_indices(size)] = -np.inf
    best = average.max(axis=1, initial=-np.inf)
    while size and best.max() >= least:
        first = int(best.argmax())
        second = int(average[first].argmax())
        _join(average, groups, first, second)
        for row in np.flatnonzero(best > -np.inf):
            best[row] = average[row].max()
    return sorted(sorted(group) for group in groups if group)


def _join(average: Numbers, groups: list[list[int]], first: int, second: int) -> None:
    """Put group `second` into `first`; averages weigh by the number of members."""
    mine, yours = _row(average, first), _row(average, second)
    share = len(groups[first]) / (len(groups[first]) + len(groups[second]))
    together = np.where(np.isfinite(mine + yours), share * mine + (1 - share) * yours, -np.inf)
    groups[first] += groups[second]
    groups[second] = []
    average[second, :] = average[:, second] = -np.inf
    average[first, first + 1 :] = together[first + 1 :]
    average[:first, first] = together[:first]
    average[first, second] = -np.inf


def _row(average: Numbers, at: int) -> Numbers:
    """Give the likeness of one group to all, from the upper half of the table."""
    return np.concatenate([average[:at, at], average[at, at:]])


def part_by_modularity(likeness: Numbers, least: float) -> list[list[int]]:
    """Part a group in two where its likeness falls into two blocks, then each part in the same way (Newman 2006).

    Modularity is the share of all likeness that lies within the two parts, less the share that would if each thing kept its sum
    but liked at random: 0 for a group that is alike throughout or not at all, one half for two blocks that have nothing in common.

    Args:
        likeness: square and symmetric, not empty, none below zero; the diagonal does not matter.
        least: modularity from which a group is two.

    Returns:
        Places in the table by part, each part and the parts in order.

    """
    excess = _excess(likeness)
    signs = _halves(excess)
    modularity = excess[np.equal.outer(signs, signs)].sum()
    if np.ptp(signs) == 0 or modularity < least:
        return [list(range(len(likeness)))]
    sides = [np.flatnonzero(signs == sign) for sign in (1.0, -1.0)]
    parts = [(side, part_by_modularity(likeness[np.ix_(side, side)], least)) for side in sides]
    return sorted(side[part].tolist() for side, found in parts for part in found)


def _excess(likeness: Numbers) -> Numbers:
    """Give by how much each pair is more alike than by chance, as a share of all likeness."""
    others = np.array(likeness, dtype=np.float64)
    np.fill_diagonal(others, 0)
    total = others.sum()
    if not total:
        return others
    sums = others.sum(axis=1) / total
    return np.asarray(others / total - np.outer(sums, sums), dtype=np.float64)


def _halves(excess: Numbers) -> Numbers:
    """Give the side of each thing: by the leading eigenvector, then moved one by one while modularity grows."""
    leading = np.linalg.eigh(excess).eigenvectors[:, -1]
    signs = np.where(leading >= 0, 1.0, -1.0)
    while True:
        gains = np.diagonal(excess) - signs * (excess @ signs)
        best = int(gains.argmax())
        if gains[best] <= _NO_GAIN:
            return signs
        signs[best] = -signs[best]
