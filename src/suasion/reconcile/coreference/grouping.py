"""Average-link clustering of a few hundred things whose likeness is known for every pair."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def average_link(likeness: npt.NDArray[np.float64], least: float) -> list[list[int]]:
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


def _join(average: npt.NDArray[np.float64], groups: list[list[int]], first: int, second: int) -> None:
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


def _row(average: npt.NDArray[np.float64], at: int) -> npt.NDArray[np.float64]:
    """Give the likeness of one group to all, from the upper half of the table."""
    return np.concatenate([average[:at, at], average[at, at:]])
