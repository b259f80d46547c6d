"""The measures: courtship, affinity and volume, with intervals from one joint resample.

Source: the project's notes on influence measures (§1.2, measures 1 and 2). Courtship is a Gamma-Poisson rate
    with a prior fitted to all pairs (Robbins' empirical Bayes, by moments); affinity is (C-K)/(C+K+k0),
    volume log(1+C+K). The resample draws together each origin's reliability, whether each event happened as
    coded, and Poisson(1) weights for blocks of origin and week (a block bootstrap), then the rate from its
    Gamma posterior.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from suasion.weigh.bearing import Bearing

Array: TypeAlias = NDArray[np.float64]
MIN_EXPOSURE = 1.0
"""Reports: no rate is formed on less than one report."""


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
class Estimate:
    """A value with its 80 % and 95 % intervals, which always hold it."""

    value: float
    low80: float
    high80: float
    low95: float
    high95: float


@dataclass(frozen=True, slots=True)
class Deeds:
    """The deeds of one tie as columns.

    Chance, fading, weight (Goldstein-like, unsigned), cooperative or not.
    """

    rows: tuple[Bearing, ...]
    chance: Array
    fading: Array
    goldstein: Array
    cooperative: NDArray[np.bool_]

    @classmethod
    def of(cls, rows: Sequence[Bearing], fading: Mapping[str, float]) -> Deeds:
        """Make the columns, in order of the events' ids."""
        ordered = tuple(sorted(rows, key=lambda row: row.event.id))
        return cls(
            ordered,
            np.array([row.chance for row in ordered]),
            np.array([fading[row.event.id] for row in ordered]),
            np.array([row.goldstein for row in ordered]),
            np.array([row.cooperative for row in ordered], dtype=bool),
        )

    def courting(self, happened: Array) -> Array:
        """Faded count of cooperative deeds; `happened` is (…, deeds)."""
        return happened @ (self.fading * self.cooperative)

    def sums(self, happened: Array) -> tuple[Array, Array]:
        """Faded, weighted sums of cooperation and of conflict."""
        weights = self.fading * self.goldstein
        return happened @ (weights * self.cooperative), happened @ (weights * ~self.cooperative)


def fit_prior(counts: Sequence[float], exposures: Sequence[float]) -> Prior:
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


def estimates(deeds: Deeds, setting: Setting, *, tie_key: str, draws: int, seed: int) -> dict[str, Estimate]:
    """Give courtship, affinity and volume of one tie.

    Args:
        deeds: its deeds.
        setting: prior, exposure and k0 of its instrument and window.
        tie_key: names the tie; the draws depend on it, on `seed` and on the tie's own deeds, not on other
            ties.
        draws: number of draws.
        seed: of the project's settings.

    """
    rng = np.random.default_rng([seed, zlib.crc32(tie_key.encode())])
    happened = _resample(deeds, rng, draws)
    point = _measured(deeds, setting, deeds.chance[None, :], None)
    drawn = _measured(deeds, setting, happened, rng)
    return {name: _interval(float(point[name][0]), drawn[name]) for name in point}


def _measured(
    deeds: Deeds, setting: Setting, happened: Array, rng: np.random.Generator | None
) -> dict[str, Array]:
    shape = setting.prior.a + deeds.courting(happened)
    rate = setting.prior.b + max(setting.exposure, MIN_EXPOSURE)
    cooperation, conflict = deeds.sums(happened)
    total = cooperation + conflict
    scale = total + setting.k0
    return {
        "courtship": (rng.gamma(shape) if rng else shape) / rate,
        "affinity": np.divide(cooperation - conflict, scale, out=np.zeros_like(scale), where=scale > 0),
        "volume": np.log1p(total),
    }


def _resample(deeds: Deeds, rng: np.random.Generator, draws: int) -> Array:
    """Draw (draws, deeds) weights whose mean is each deed's chance."""
    names = sorted({origin for row in deeds.rows for origin in row.origins})
    column = {name: i for i, name in enumerate(names)}
    reliability = (
        np.stack([rng.beta(alpha, beta, draws) for _, (alpha, beta) in names], axis=1)
        if names
        else np.zeros((draws, 0))
    )
    chance = np.stack(
        [
            row.event.probability
            * (1.0 - np.prod(1.0 - reliability[:, [column[one] for one in row.origins]], axis=1))
            for row in deeds.rows
        ],
        axis=1,
    )
    happened = rng.random(chance.shape) < chance
    blocks = [_block(row) for row in deeds.rows]
    order = {block: i for i, block in enumerate(sorted(set(blocks)))}
    weights = rng.poisson(1.0, (draws, len(order)))
    return np.asarray(happened * weights[:, [order[block] for block in blocks]], dtype=float)


def _block(row: Bearing) -> tuple[str, str]:
    """Give the origin that carries the event in most reports, and the ISO week.

    An undated event is a block by itself.
    """
    lead = min(row.event.origins, key=lambda origin: (-len(origin.report_ids), origin.id), default=None)
    week = "{}-{:02d}".format(*row.day.isocalendar()[:2]) if row.day else row.event.id
    return (lead.id if lead else "", week)


def _interval(value: float, drawn: Array) -> Estimate:
    low95, low80, high80, high95 = (float(x) for x in np.quantile(drawn, [0.025, 0.1, 0.9, 0.975]))
    return Estimate(
        value=round(value, 6),
        low80=round(min(low80, value), 6),
        high80=round(max(high80, value), 6),
        low95=round(min(low95, value), 6),
        high95=round(max(high95, value), 6),
    )
