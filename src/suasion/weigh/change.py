"""How a pair's rate changed against its own past, and on which days it turned.

Change points are the best partition of the series into stretches of one rate: each stretch's likelihood with its rate integrated out
(Gamma-Poisson), less `log(windows)` for every cut (Yao 1988 on the count; Jackson et al. 2005 on the search, which is exact).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, gammaln

from suasion.records import Between
from suasion.weigh.cells import Array
from suasion.weigh.closed import LEVELS

HALF = 0.5
_MANY = 4_000
"""Windows: the search takes their number squared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A window, by its place in the series, from which on the rate is another.

    `probability` is that the two stretches beside it have two rates rather than one. Rates are acts by unit of exposure.
    """

    place: int
    before: float
    after: float
    ratio: Between
    probability: float


def ratio(now: float, exposure: float, past: float, past_exposure: float, spread: float = 1.0) -> Between:
    """Compare two rates: given their sum, one of two Poisson counts is binomial, so the ratio has a Beta interval (Jeffreys).

    Args:
        now: acts, by chance.
        exposure: what they are held against, above 0.
        past: acts before.
        past_exposure: what those are held against, above 0.
        spread: how many times more acts vary than chance has it.

    """
    part = betaincinv(now / spread + HALF, past / spread + HALF, np.array(LEVELS))
    bounds = (part / (1.0 - part) * past_exposure / exposure).tolist()
    value = (now / exposure) / (past / past_exposure) if past > 0 else float("inf") if now > 0 else 1.0
    return Between.holding(value, bounds)


def cuts(acts: Array, exposure: Array, spread: float = 1.0) -> list[Cut]:
    """Find the windows from which on a rate is another.

    Args:
        acts: by chance, one entry a window, without gaps.
        exposure: above 0.
        spread: how many times more acts vary than chance has it (1: Poisson); evidence counts for so much less.

    Raises:
        ValueError: there are more than 4,000 windows.

    """
    if len(acts) > _MANY:
        raise ValueError(f"{len(acts)} windows are too many; longer ones would do")
    bounds = _partition(acts / spread, exposure / spread)
    return [
        _cut(acts / spread, exposure / spread, bounds[at - 1 : at + 2]) for at in range(1, len(bounds) - 1)
    ]


def _partition(acts: Array, exposure: Array) -> list[int]:
    """Give the first window of each stretch of the best partition, and the number of windows."""
    count = len(acts)
    total, length = (np.concatenate([[0.0], np.cumsum(column)]) for column in (acts, exposure))
    price = float(np.log(max(count, 2)))
    unit = _unit(total[-1], length[-1])
    best = np.zeros(count + 1)
    last = np.zeros(count + 1, dtype=int)
    for end in range(1, count + 1):
        worth = best[:end] + _evidence(total[end] - total[:end], length[end] - length[:end], unit)
        worth[1:] -= price
        last[end] = int(np.argmax(worth))
        best[end] = worth[last[end]]
    bounds = [count]
    while bounds[-1] > 0:
        bounds.append(int(last[bounds[-1]]))
    return bounds[::-1]


def _cut(acts: Array, exposure: Array, bounds: Sequence[int]) -> Cut:
    first, place, end = bounds
    y = [float(acts[a:b].sum()) for a, b in ((first, place), (place, end))]
    e = [float(exposure[a:b].sum()) for a, b in ((first, place), (place, end))]
    unit = _unit(float(acts.sum()), float(exposure.sum()))
    apart, together = (
        _evidence(np.array(y), np.array(e), unit).sum(),
        _evidence(np.array([sum(y)]), np.array([sum(e)]), unit)[0],
    )
    gain = float(apart - together) - float(np.log(max(len(acts), 2)))
    return Cut(
        place=place,
        before=y[0] / e[0],
        after=y[1] / e[1],
        ratio=ratio(y[1], e[1], y[0], e[0]),
        probability=float(1.0 / (1.0 + np.exp(-gain))),
    )


def _unit(acts: float, exposure: float) -> float:
    """Give the prior's exposure: it holds one act at the series' mean rate."""
    return exposure / max(acts, HALF)


def _evidence(acts: Array, exposure: Array, unit: float) -> NDArray[np.float64]:
    """Give the log likelihood of stretches with their rates integrated out, less what is the same for every partition."""
    return np.asarray(gammaln(1.0 + acts) + np.log(unit) - (1.0 + acts) * np.log(unit + exposure))
