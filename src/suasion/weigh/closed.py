"""Courtship, affinity, volume, dependence and asymmetry in closed form; docs/measures.md derives every formula.

Sources: Robbins 1956 and Morris 1983 (empirical Bayes), Kish 1965 (effective numbers), Zou & Donner 2008 (intervals of a difference),
and the project's notes on influence measures (1.2).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, gammaincinv

from suasion.weigh.calendar import Calendar
from suasion.weigh.cells import Array, Cells, Fit, Sum, by_length

LEVELS = (0.025, 0.1, 0.9, 0.975)
"""Quantiles that bound the 95 % and 80 % intervals."""
Z: Array = np.array([-1.959964, -1.281552, 1.281552, 1.959964])
RAW_DAYS = 30.0
HALF = 0.5
"""Jeffreys' half act, for intervals where no prior is fitted: it holds coverage where counts are small (Brown, Cai & DasGupta 2003)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A measure of many cells: values, and bounds (4, cells) at `LEVELS`, which always hold the value."""

    value: Array
    bounds: NDArray[np.float64]

    @classmethod
    def of(cls, value: Array, bounds: NDArray[np.float64]) -> Measured:
        """Widen bounds where they do not hold the value."""
        low, high = np.minimum(bounds[:2], value), np.maximum(bounds[2:], value)
        return cls(value=value, bounds=np.vstack([low, high]))


Fits = Mapping[str, Fit]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruler:
    """What cells are measured with: fits by instrument, and how the days are cut."""

    fits: Fits
    calendar: Calendar

    def column(self, cells: Cells, value: Callable[[Fit], float]) -> Array:
        """Give a fitted value for each cell's instrument."""
        names, places = np.unique(cells.instrument.astype(str), return_inverse=True)
        return np.array([value(self.fits.get(name, Fit())) for name in names])[places]

    def scale(self, cells: Cells, name: str) -> Array:
        """Give what is fitted by period: `k0`, `k0_equal` or `most`."""
        period, days = self.calendar.period, self.calendar.mean_days
        return self.column(cells, lambda fit: by_length(getattr(fit, name), period, days))


def courtship(cells: Cells, ruler: Ruler) -> Measured:
    """Cooperative deeds per mention of both: the mean of the Gamma posterior `(a + y) / (b + E)`.

    Its shape takes account of chances and fading (`y` acts tell as much as `y · information` sure ones), and of bursts.
    """
    a, b = ruler.column(cells, lambda fit: fit.a), ruler.column(cells, lambda fit: fit.b)
    spread = 1.0 + ruler.column(cells, lambda fit: fit.spread) * cells.courting.total / cells.weeks
    mean = (a + cells.courting.total) / (b + np.maximum(cells.exposure, 1.0))
    shape = (a + cells.courting.total * cells.courting.information) / spread
    return Measured.of(mean, _gamma(shape, mean))


def courtship_raw(cells: Cells, ruler: Ruler) -> Measured:
    """Cooperative deeds in 30 days, as they were told of: nothing is corrected, nothing drawn to other pairs."""
    spread = 1.0 + ruler.column(cells, lambda fit: fit.spread) * cells.courting.total / cells.weeks
    per = RAW_DAYS / cells.days
    information = cells.courting.information / spread
    shape = cells.courting.total * information + HALF
    return Measured.of(cells.courting.total * per, _gamma(shape, shape / information * per))


def volume(cells: Cells, ruler: Ruler) -> Measured:  # noqa: ARG001  one shape for all measures
    """`log(1 + C + K)`, with the Gamma interval of the sum."""
    both = cells.cooperation.plus(cells.conflict)
    shape = both.total * both.information + HALF
    return Measured.of(np.log1p(both.total), np.log1p(_gamma(shape, shape / both.information)))


def affinity(cells: Cells, ruler: Ruler) -> Measured:
    """`(C - K) / (C + K + k0)`, weighted by type."""
    return _affinity(cells.cooperation, cells.conflict, ruler.scale(cells, "k0"))


def affinity_equal(cells: Cells, ruler: Ruler) -> Measured:
    """The same with every deed weighing alike, words and weapons: what hangs on the weights shows beside it."""
    return _affinity(cells.courting, cells.opposing, ruler.scale(cells, "k0_equal"))


def dependence(cells: Cells, ruler: Ruler) -> Measured:
    """The source's share of all cooperative deeds that the target was told to receive, drawn to its share of all.

    `(c + k·pi) / (T + k)`, the mean of a Beta posterior.
    """
    k = ruler.column(cells, lambda fit: fit.k)
    return _share(cells.courting.total, cells.received, k, cells.share)


def asymmetry(cells: Cells, ruler: Ruler) -> Measured:
    """How much more the target depends on the source than the source on it: -1 to 1 (Zou & Donner's MOVER)."""
    k = ruler.column(cells, lambda fit: fit.k)
    there = _share(cells.courting.total, cells.received, k, cells.share)
    return difference(there, _share(cells.back.total, cells.back_received, k, cells.back_share))


def difference(one: Measured, other: Measured) -> Measured:
    """Subtract; the interval is made of both intervals."""
    value = one.value - other.value
    away, returned = one.bounds - one.value, (other.bounds - other.value)[::-1]
    return Measured.of(value, value + np.sign(Z)[:, None] * np.hypot(away, returned))


CLOSED: Mapping[str, Callable[[Cells, Ruler], Measured]] = {
    "courtship": courtship,
    "courtship-raw": courtship_raw,
    "affinity": affinity,
    "affinity-equal": affinity_equal,
    "volume": volume,
    "dependence": dependence,
    "dependence-raw": dependence,
    "asymmetry": asymmetry,
}
"""The measures of one ordered pair that need one instrument only; a table that a user brings may take the place of some (`weigh.flows`)."""


def _gamma(shape: Array, mean: Array) -> NDArray[np.float64]:
    """Give the quantiles (4, cells) of Gamma distributions."""
    safe = np.maximum(shape, 1e-6)
    return np.stack([gammaincinv(safe, level) for level in LEVELS]) * (mean / safe)


def _beta(alpha: Array, beta: Array) -> NDArray[np.float64]:
    return np.stack([betaincinv(np.maximum(alpha, 1e-9), np.maximum(beta, 1e-9), level) for level in LEVELS])


def _affinity(cooperation: Sum, conflict: Sum, k0: Array) -> Measured:
    """Split the sum by a Beta that has the log odds' variance `c2/C² + k2/K²`, and shrink it by `T / (T + k0)`.

    The part of the shrinking that is not known, as T is not, is added in quadrature.
    """
    both = cooperation.plus(conflict)
    half = HALF / both.information
    c, k = cooperation.total + half, conflict.total + half
    c2, k2 = (part.square + HALF / both.information**2 for part in (cooperation, conflict))
    odds = c2 / c**2 + k2 / k**2
    alpha, beta = (c + k) / (k * odds), (c + k) / (c * odds)
    total = both.total + k0
    shrunk = np.divide(both.total, total, out=np.zeros_like(total), where=total > 0)
    value = np.divide(cooperation.total - conflict.total, total, out=np.zeros_like(total), where=total > 0)
    split = (2.0 * _beta(alpha, beta) - 1.0) * shrunk - value
    away = np.divide(value * k0 * np.sqrt(both.square), total * np.maximum(both.total, 1e-9))
    return Measured.of(value, np.clip(value + np.sign(split) * np.hypot(split, Z[:, None] * away), -1.0, 1.0))


def _share(part: Array, whole: Sum, k: Array, share: Array) -> Measured:
    total = np.maximum(whole.total, part)
    value = (part + k * share) / (total + k)
    told = whole.information
    alpha = told * part + k * share
    beta = told * (total - part) + k * (1.0 - share)
    return Measured.of(value, _beta(alpha, beta))
