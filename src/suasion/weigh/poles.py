"""Measures that are made of several cells: intensity over instruments, alignment and hedging between poles.

Their intervals are quantiles of draws that are the same for every cell (common random numbers): each cell's answer depends on its
own sums alone, and cells that differ little have intervals that differ little.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from suasion.weigh.cells import Array, Sum
from suasion.weigh.closed import LEVELS, Measured, Z

DRAWS = 512
CONCENTRATION = 5.0
"""Of the Dirichlet draws that perturb the weights of instruments: with five equal weights each is known to about ± .08."""
_LOT = 2_000
"""Cells that are drawn for at a time: 50 MB."""

Table = NDArray[np.float64]
"""(cells, instruments) or (cells, poles)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Sums of many cells by part, each (cells, parts): an instrument, or a pole."""

    total: Table
    square: Table


def intensity(volume: Table, most: Table, share: Table, doubt: Table) -> Measured:
    """How much passes, and how much of what the target receives that is: the mean over instruments of `V/most · D`, 0-1.

    The interval is the band that other weights of the instruments give (500 or so Dirichlet draws around equal ones), widened by what is
    not known of the shares.

    Args:
        volume: `log(1 + C + K)` by instrument.
        most: the largest of them in the data set.
        share: the dependence share by instrument.
        doubt: its standard deviation.

    """
    scale = np.divide(volume, most, out=np.zeros_like(volume), where=most > 0).clip(0.0, 1.0)
    parts = scale * share
    value = parts.mean(axis=1)
    band = np.empty((len(LEVELS), len(value)))
    for first in range(0, len(value), _LOT):
        lot = slice(first, first + _LOT)
        band[:, lot] = np.quantile(parts[lot] @ _weights(parts.shape[1]).T, LEVELS, axis=1)
    own = np.sqrt(((scale * doubt / parts.shape[1]) ** 2).sum(axis=1))
    bounds = value + np.sign(Z)[:, None] * np.hypot(band - value, Z[:, None] * own)
    return Measured.of(value, bounds.clip(0.0, 1.0))


def alignment(warm: Parts, cold: Parts, kappa: float = 1.0) -> tuple[list[Measured], NDArray[np.float64]]:
    """Share a state's positive ties out among poles, `a_p = s_p / sum s` with `s_p = max(C - kappa K, 0)`.

    C and K are of both directions. Give the share of each pole, and draws (cells, draws, poles) of `s` for `hedging`.

    """
    s = np.maximum(warm.total - kappa * cold.total, 0.0)
    value = _divide(s, s.sum(axis=1, keepdims=True))
    drawn = drawn_ties(warm, cold, kappa)
    shares = _divide(drawn, drawn.sum(axis=2, keepdims=True))
    bounds = np.quantile(shares, LEVELS, axis=1)
    return [Measured.of(value[:, p], bounds[:, :, p]) for p in range(s.shape[1])], drawn


def hedging(warm: Parts, cold: Parts, k0: Array, drawn: NDArray[np.float64], kappa: float = 1.0) -> Measured:
    """How evenly a state's positive ties are spread over the poles, times how much there is of them: 0-1.

    `(1 - sum a²) / (1 - 1/P) · S / (S + k0)`: strong ties to all score high, one patron or silence scores low.
    """
    s = np.maximum(warm.total - kappa * cold.total, 0.0)
    return Measured.of(_hedged(s, k0), np.quantile(_hedged(drawn, k0[:, None]), LEVELS, axis=1))


def drawn_ties(warm: Parts, cold: Parts, kappa: float) -> NDArray[np.float64]:
    """Draw `s` (cells, draws, poles) from the Gamma distributions of C and of K."""
    poles = warm.total.shape[1]
    normal = _normals(2 * poles)
    drawn = _gamma(warm, normal[:, :poles]) - kappa * _gamma(cold, normal[:, poles:])
    return np.maximum(drawn, 0.0)


def lots(count: int) -> list[slice]:
    """Part cells so that their draws fit in memory."""
    return [slice(first, first + _LOT) for first in range(0, count, _LOT)]


def _gamma(parts: Parts, normal: Table) -> NDArray[np.float64]:
    """Give Gamma draws of these means and variances from normal ones, exact to a percent (Wilson & Hilferty 1931).

    A sum of nothing is drawn as half an act of weight 1, as nothing was seen and not much can have been missed.
    """
    unit = np.divide(parts.square, parts.total, out=np.ones_like(parts.total), where=parts.total > 0)
    shape = (parts.total / unit + 0.5)[:, None, :]
    root = 1.0 - 1.0 / (9.0 * shape) + normal[None, :, :] / (3.0 * np.sqrt(shape))
    return np.asarray(shape * np.maximum(root, 0.0) ** 3 * unit[:, None, :])


def _hedged(s: NDArray[np.float64], k0: NDArray[np.float64]) -> NDArray[np.float64]:
    total = s.sum(axis=-1)
    shares = _divide(s, total[..., None])
    even = (1.0 - (shares**2).sum(axis=-1)) / (1.0 - 1.0 / s.shape[-1])
    return np.where(total > 0, even * _divide(total, total + k0), 0.0)


def _divide(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.zeros(np.broadcast_shapes(part.shape, whole.shape)), where=whole > 0)


@cache
def _normals(dimensions: int) -> Table:
    """Give normal draws (draws, dimensions) that fill the space evenly (Sobol' 1967, scrambled)."""
    from scipy.stats import qmc  # noqa: PLC0415 - slow to import, and few questions are about poles

    return np.asarray(ndtri(qmc.Sobol(dimensions, rng=np.random.default_rng(20221)).random(DRAWS)))


@cache
def _weights(instruments: int) -> Table:
    rng = np.random.default_rng(20221)
    return np.asarray(rng.dirichlet(np.full(instruments, CONCENTRATION), DRAWS))


def spread_of_share(part: Array, whole: Sum, k: Array, share: Array) -> tuple[Array, Array]:
    """Give a dependence share and its standard deviation (Beta)."""
    total = np.maximum(whole.total, part)
    mean = (part + k * share) / (total + k)
    known = whole.information * total + k
    return mean, np.sqrt(mean * (1.0 - mean) / (known + 1.0))
