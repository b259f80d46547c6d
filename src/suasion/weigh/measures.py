"""The measures of one tie, with intervals from one joint resample.

Source: the project's notes on influence measures (§1.2, measures 1 and 2). Courtship is a Gamma-Poisson rate with a prior fitted
to all pairs (Robbins' empirical Bayes, by moments); affinity is (C-K)/(C+K+k0), volume log(1+C+K). `suasion.weigh.resample`
draws what the record could as well have been; every measure is computed on each draw.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from suasion.records import Between
from suasion.weigh.bearing import Bearing
from suasion.weigh.resample import Array, Evidence

MIN_EXPOSURE = 1.0
"""Reports: no rate is formed on less than one report."""

UNSEEN = 0.5
"""Acts: the shape of Jeffreys' prior of a Poisson rate. Who was never seen in conflict may still be, so the draws hold a little of it."""


@dataclass(frozen=True, slots=True)
class Prior:
    """Gamma prior of a courtship rate: shape `a`, rate `b` in reports."""

    a: float
    b: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the measures of a tie need beside its events."""

    prior: Prior
    exposure: float
    k0: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What the measures are made of, one entry a draw: faded sums over a tie's deeds.

    `courting` counts cooperative deeds, `cooperation` and `conflict` weigh them by the type's weight.
    """

    courting: Array
    cooperation: Array
    conflict: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Deeds:
    """The deeds of one tie as columns, all of one length.

    Chance, fading, weight (Goldstein-like, unsigned), cooperative or not; `evidence` is what the resample draws from.
    """

    chance: Array
    fading: Array
    goldstein: Array
    cooperative: NDArray[np.bool_]
    evidence: Evidence

    @classmethod
    def of(cls, rows: Sequence[Bearing], fading: Mapping[str, float], days: int | None = None) -> Deeds:
        """Make the columns, in order of the events' ids; `days` is the length of the window."""
        ordered = tuple(sorted(rows, key=lambda row: row.event_id))
        return cls(
            chance=np.array([row.chance for row in ordered]),
            fading=np.array([fading[row.event_id] for row in ordered]),
            goldstein=np.array([row.goldstein for row in ordered]),
            cooperative=np.array([row.cooperative for row in ordered], dtype=bool),
            evidence=Evidence.of_bearings(ordered, days),
        )

    def courting(self, happened: Array) -> Array:
        """Faded count of cooperative deeds; `happened` is (…, deeds)."""
        return happened @ (self.fading * self.cooperative)

    def sums(self, happened: Array) -> tuple[Array, Array]:
        """Faded, weighted sums of cooperation and of conflict."""
        weights = self.fading * self.goldstein
        return happened @ (weights * self.cooperative), happened @ (weights * ~self.cooperative)

    def drawn(self, draws: int, *, key: str, seed: int) -> Sums:
        """Give the sums as they stand, then as `draws` resamples have them.

        `key` names the tie: the draws depend on it, on `seed` and on the tie's own deeds, not on other ties.
        """
        rng = np.random.default_rng([seed, zlib.crc32(key.encode())])
        happened = np.vstack([self.chance[None, :], self.evidence.draw(rng, draws)])
        cooperation, conflict = self.sums(happened)
        for side, drawn in ((self.cooperative, cooperation), (~self.cooperative, conflict)):
            drawn[1:] += self._unseen(side) * rng.standard_gamma(UNSEEN, draws)
        return Sums(courting=self.courting(happened), cooperation=cooperation, conflict=conflict)

    def _unseen(self, side: NDArray[np.bool_]) -> float:
        """Give what an act of a side would add that the record happens not to hold."""
        weights = (self.fading * self.goldstein)[side if side.any() else slice(None)]
        return float(weights.mean()) if weights.size else 0.0


def fit_prior(counts: Sequence[float] | Array, exposures: Sequence[float] | Array) -> Prior:
    """Fit a Gamma prior to faded counts of all pairs by moments.

    With no spread beyond what chance gives, or fewer than three pairs, the prior weighs as much as one
    average pair.
    """
    y, e = np.asarray(counts, dtype=float), np.maximum(np.asarray(exposures, dtype=float), MIN_EXPOSURE)
    if not y.size:
        return Prior(0.5, MIN_EXPOSURE)
    mean = max(float(y.sum() / e.sum()), 1e-6)
    spread = float((e * (y / e - mean) ** 2).sum() - (y.size - 1) * mean)
    scale = float(e.sum() - (e**2).sum() / e.sum())
    variance = spread / scale if y.size >= 3 and scale > 0 else 0.0  # noqa: PLR2004  two pairs show no spread
    b = mean / variance if variance > 0 else float(e.mean())
    b = min(max(b, 1e-3), 1e4)
    return Prior(mean * b, b)


def estimates(deeds: Deeds, setting: Setting, *, tie_key: str, draws: int, seed: int) -> dict[str, Between]:
    """Give courtship, affinity and volume of one tie.

    Args:
        deeds: its deeds.
        setting: prior, exposure and k0 of its instrument and window.
        tie_key: names the tie; the draws depend on it, on `seed` and on the tie's own deeds, not on other
            ties.
        draws: number of draws.
        seed: of the project's settings.

    """
    sums = deeds.drawn(draws, key=tie_key, seed=seed)
    rng = np.random.default_rng([seed, 1, zlib.crc32(tie_key.encode())])
    own = rng.standard_gamma(setting.prior.a, draws)
    return {
        "courtship": interval(courtship(sums, setting.prior, setting.exposure, own)),
        "affinity": interval(affinity(sums, setting.k0)),
        "volume": interval(volume(sums)),
    }


def courtship(sums: Sums, prior: Prior, exposure: float, own: Array | None = None) -> Array:
    """Cooperative deeds per unit of exposure.

    Args:
        sums: the point, then the draws.
        prior: of the rate.
        exposure: faded; at least `MIN_EXPOSURE` counts.
        own: draws of the prior's own share, Gamma(a), one fewer than `sums` has; null: its mean.

    """
    shape = sums.courting + prior.a
    if own is not None:
        shape = sums.courting + np.concatenate([[prior.a], own])
    return np.asarray(shape / (prior.b + max(exposure, MIN_EXPOSURE)))


def affinity(sums: Sums, k0: float) -> Array:
    """From -1, conflict only, to 1, cooperation only; `k0` draws thin ties to 0."""
    scale = sums.cooperation + sums.conflict + k0
    return np.divide(sums.cooperation - sums.conflict, scale, out=np.zeros_like(scale), where=scale > 0)


def volume(sums: Sums) -> Array:
    """Logarithm of one plus all weighted deeds, whatever their sign."""
    return np.asarray(np.log1p(sums.cooperation + sums.conflict))


def interval(drawn: Array) -> Between:
    """Give the first entry with the intervals of the rest, widened where needed to hold it.

    Quantiles stand at rank p(n+1) (Weibull): with 200 draws the usual ones would leave 6 % outside instead of 5.
    """
    value = float(drawn[0])
    quantiles = np.quantile(drawn[1:], [0.025, 0.1, 0.9, 0.975], method="weibull")
    return Between.holding(round(value, 6), [round(float(x), 6) for x in quantiles])
