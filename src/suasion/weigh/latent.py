"""Measure 5, latent affinity: how much more passes between two states than their sizes as givers and takers predict.

A Poisson additive and multiplicative effects model (Hoff 2021), log λ_ij = μ + log E_ij + a_i + b_j + u_i'v_j, fitted by alternating
penalised Newton steps instead of sampling: each row's problem is convex while the other side is held. The rank is
chosen on held-out pairs, and rank 0, sizes alone, is one of the candidates: where no rank beats it, there is no latent affinity to report.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from suasion.weigh.resample import Array

RANKS = (1, 2, 3)
FOLDS = 5
ROUNDS = 40
"""Alternations at most; a fit ends when the deviance moves by less than `SETTLED` of itself."""
SETTLED = 1e-5
SIZE_PENALTY = 0.5
"""Inverse variance of a and b: sizes differ by factors of e and more."""
FACTOR_PENALTY = 2.0
"""Inverse variance of each entry of u and v."""
SMALLEST = 10
"""States; below this, pairs cannot be held out."""
LARGEST_STEP = 2.0
"""Log units that a Newton step may move a linear predictor at most, on average."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """A fit: the grand mean, sizes as source `a` (S) and as target `b` (S), and factors `u`, `v` (S, K)."""

    mean: float
    a: Array
    b: Array
    u: Array
    v: Array

    @property
    def affinity(self) -> Array:
        """Give u_i'v_j (S, S): the logarithm of how many times more than sizes predict, centred by row and column.

        What a row or column has in common is size, not affinity.
        """
        product = self.u @ self.v.T
        off = ~np.eye(len(product), dtype=bool)
        return _centred(product, off)

    def rates(self, exposure: Array) -> Array:
        """Give expected counts (S, S)."""
        return np.asarray(exposure * np.exp(_logs(self)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Latent:
    """What a data set says: `affinity` (S, S) with draws (draws, S, S) around it, the rank, and what held-out pairs say.

    `gain` is the share of rank 0's held-out deviance that the best rank takes away; `kept` says that it did so in every fold
    but one at most. `dispersion` is how much more counts vary than Poisson.
    """

    states: tuple[str, ...]
    affinity: Array
    drawn: Array
    rank: int
    gain: float
    kept: bool
    dispersion: float


def latent(counts: Array, exposure: Array, states: tuple[str, ...], *, draws: int, seed: int) -> Latent:
    """Fit, choose the rank, and draw.

    Args:
        counts: effective cooperative deeds (S, S), source by target; the diagonal is ignored.
        exposure: how much each pair is looked at (S, S), above 0.
        states: their names.
        draws: refits of data drawn from the fit, for intervals.
        seed: the same seed gives the same folds and draws.

    """
    size = len(states)
    rng = np.random.default_rng([seed, size])
    off = ~np.eye(size, dtype=bool)
    nothing = Latent(
        states=states,
        affinity=np.zeros((size, size)),
        drawn=np.zeros((0, size, size)),
        rank=0,
        gain=0.0,
        kept=False,
        dispersion=1.0,
    )
    if size < SMALLEST or not counts[off].sum():
        return nothing
    held = held_out(counts, exposure, (0, *RANKS), rng)
    best = int(np.argmin(held.sum(axis=1)))
    wins = int((held[best] < held[0]).sum())
    if best == 0 or wins < FOLDS - 1:
        return nothing
    effects = fit_effects(counts, exposure, off, best)
    dispersion = _dispersion(counts, effects.rates(exposure), off, best)
    return Latent(
        states=states,
        affinity=effects.affinity,
        drawn=_bootstrap(effects, exposure, dispersion, draws, rng),
        rank=best,
        gain=float(1.0 - held[best].sum() / held[0].sum()),
        kept=True,
        dispersion=dispersion,
    )


def held_out(counts: Array, exposure: Array, ranks: tuple[int, ...], rng: np.random.Generator) -> Array:
    """Give the Poisson deviance (ranks, folds) of pairs that were held out of the fit."""
    size = len(counts)
    off = ~np.eye(size, dtype=bool)
    fold = rng.integers(FOLDS, size=(size, size))
    held = np.zeros((len(ranks), FOLDS))
    for number in range(FOLDS):
        test = off & (fold == number)
        for place, rank in enumerate(ranks):
            effects = fit_effects(counts, exposure, off & ~test, rank)
            held[place, number] = _deviance(counts[test], effects.rates(exposure)[test])
    return held


def fit_effects(
    counts: Array, exposure: Array, seen: Mask, rank: int, start: Effects | None = None
) -> Effects:
    """Fit one rank to the pairs that are `seen`; `start` is an earlier fit of that rank."""
    size = len(counts)
    mean = float(np.log(max(counts[seen].sum(), 0.5) / exposure[seen].sum()))
    effects = start or _begin(counts, exposure, seen, rank, mean)
    a, b, u, v = effects.a, effects.b, effects.u, effects.v
    penalty = np.concatenate([[SIZE_PENALTY], np.full(rank, FACTOR_PENALTY)])
    ones, offset, last = np.ones((size, 1)), np.log(exposure) + effects.mean, np.inf
    for _ in range(ROUNDS):
        rows = _newton(
            counts, offset + b[None, :], seen, np.hstack([ones, v]), np.column_stack([a, u]), penalty=penalty
        )
        a, u = rows[:, 0], rows[:, 1:]
        columns = _newton(
            counts.T,
            offset.T + a[None, :],
            seen.T,
            np.hstack([ones, u]),
            np.column_stack([b, v]),
            penalty=penalty,
        )
        b, v = columns[:, 0], columns[:, 1:]
        rates = np.exp(offset + a[:, None] + b[None, :] + u @ v.T)
        now = _deviance(counts[seen], rates[seen])
        if abs(last - now) <= SETTLED * max(now, 1.0):
            break
        last = now
    return Effects(mean=effects.mean, a=a, b=b, u=u, v=v)


def _begin(counts: Array, exposure: Array, seen: Mask, rank: int, mean: float) -> Effects:
    """Begin with sizes alone and the leading directions of what they leave unexplained."""
    size = len(counts)
    none = np.zeros((size, 0))
    sizes = Effects(mean=mean, a=np.zeros(size), b=np.zeros(size), u=none, v=none)
    if not rank:
        return sizes
    sizes = fit_effects(counts, exposure, seen, 0, sizes)
    rates = sizes.rates(exposure)
    residual = np.where(seen, np.log((counts + 1.0) / (rates + 1.0)), 0.0)
    left, strength, right = np.linalg.svd(residual)
    signs = np.where(left[np.abs(left).argmax(axis=0), np.arange(size)] < 0, -1.0, 1.0)[:rank]
    scale = np.sqrt(strength[:rank]) * signs
    return Effects(mean=mean, a=sizes.a, b=sizes.b, u=left[:, :rank] * scale, v=right[:rank].T * scale)


def _newton(counts: Array, offset: Array, seen: Mask, design: Array, at: Array, *, penalty: Array) -> Array:
    """Take two damped Newton steps for all rows at once, each a penalised Poisson regression on `design`."""
    weights, width = seen.astype(float), design.shape[1]
    squares = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    for _ in range(2):
        rates = weights * np.exp(np.clip(offset + at @ design.T, -30.0, 30.0))
        gradient = (weights * counts - rates) @ design - penalty * at
        curvature = (rates @ squares).reshape(-1, width, width) + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient[..., None])[..., 0]
        moved = np.sqrt(((step @ design.T) ** 2).mean(axis=1))
        at = at + step * np.minimum(1.0, LARGEST_STEP / np.maximum(moved, 1e-12))[:, None]
    return at


def _bootstrap(
    effects: Effects, exposure: Array, dispersion: float, draws: int, rng: np.random.Generator
) -> Array:
    """Refit data drawn from the fit; what the refits are off by is taken from the estimate (bias-corrected)."""
    size = len(effects.a)
    off = ~np.eye(size, dtype=bool)
    rates = np.where(off, effects.rates(exposure), 0.0)
    drawn = np.empty((draws, size, size))
    for number in range(draws):
        counts = np.asarray(dispersion * rng.poisson(rates / dispersion), dtype=float)
        refit = fit_effects(counts, exposure, off, effects.u.shape[1], effects)
        drawn[number] = 2.0 * effects.affinity - refit.affinity
    return drawn


def _logs(effects: Effects) -> Array:
    return np.asarray(effects.mean + effects.a[:, None] + effects.b[None, :] + effects.u @ effects.v.T)


def _centred(product: Array, off: Mask) -> Array:
    """Take row and column means off, the diagonal left out of them."""
    weights = off.astype(float)
    centred = product.copy()
    for _ in range(ROUNDS):
        centred -= ((centred * weights).sum(axis=1) / weights.sum(axis=1))[:, None]
        centred -= ((centred * weights).sum(axis=0) / weights.sum(axis=0))[None, :]
    return np.where(off, centred, 0.0)


def _deviance(counts: Array, rates: Array) -> float:
    """Give the Poisson deviance, 0 for a perfect fit."""
    logs = np.log(np.where(counts > 0, counts, 1.0) / np.maximum(rates, 1e-12))
    return float(2.0 * (counts * logs - counts + rates).sum())


def _dispersion(counts: Array, rates: Array, off: Mask, rank: int) -> float:
    """Give Pearson's dispersion, at least 1."""
    size = len(counts)
    free = off.sum() - 2 * size * (rank + 1)
    pearson = ((counts - rates)[off] ** 2 / np.maximum(rates[off], 0.05)).sum()
    return max(float(pearson / max(free, 1)), 1.0)
