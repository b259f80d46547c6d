"""What is fitted to all pairs of a data set before one pair is measured: empirical Bayes by moments.

It changes little with one event more, and is kept with the data, so that a question about one pair asks of no other.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from suasion.weigh.cells import Array

MAX_K = 1e6


def fit_share(part: Array, whole_of: NDArray[np.intp], share: Array, squares: float) -> float:
    """Fit how much a source's share of all weighs against its share of one target, in acts.

    Dirichlet-multinomial by moments: the squared distance of each target's acts from its expected ones is
    `T (1 - sum pi²) (1 + (T - 1) / (k + 1))` in the mean.

    Args:
        part: acts of each pair.
        whole_of: the number of each pair's target, from 0 on.
        share: the part of each pair's source in all acts.
        squares: the sum of squares of all sources' parts.

    """
    if not part.size:
        return 1.0
    total = np.bincount(whole_of, weights=part)
    known = np.bincount(whole_of, weights=share**2)
    pairs = np.bincount(whole_of, weights=(part - total[whole_of] * share) ** 2)
    distance = pairs + total**2 * np.maximum(squares - known, 0.0)
    room = float((total * np.maximum(total - 1.0, 0.0)).sum())
    if room <= 0 or squares >= 1.0:
        return 1.0
    rho = float((distance / (1.0 - squares) - total).sum()) / room
    return float(min(max(1.0 / rho - 1.0, 1.0), MAX_K)) if rho > 0 else MAX_K


def fit_spread(before: Array, after: Array) -> float:
    """Fit `1/r` of a negative binomial from the acts of neighbouring weeks of the same pairs; 0 where they spread as chance has it.

    `E (y1 - y2)² = 2 mu + 2 mu² / r` and `E y1 y2 = mu²` where the rate is the same in both; a rate that drifts slowly moves it little.
    """
    squares, total, product = (before - after) ** 2, before + after, before * after
    if product.sum() <= 0:
        return 0.0
    excess = squares - total
    sure = float(excess.sum()) > 2.0 * float(np.sqrt((excess**2).sum()))
    return float(excess.sum() / (2.0 * product.sum())) if sure else 0.0


def middle_of(totals: Array) -> float:
    """Give the median of what is above 0; 0 where nothing is."""
    above = totals[totals > 0]
    return float(np.median(above)) if above.size else 0.0


def coarse(value: float) -> float:
    """Keep two digits: what is fitted to all pairs is not known better, and an event more does not move every tie."""
    return float(f"{value:.1e}")
