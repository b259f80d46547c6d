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

_BOUNDS = np.array([0.025, 0.1, 0.9, 0.975])
"""Ranks of the ends of the intervals of 95 and 80 %, from the lowest."""


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
    """What the measures are made of: faded sums over a tie's deeds, as they stand, then one entry a draw; of several ties, a row each.

    `courting` counts cooperative deeds, `cooperation` and `conflict` weigh them by the type's weight.
    """

    courting: Array
    cooperation: Array
    conflict: Array

    @classmethod
    def of(cls, drawn: Array, fading: float | Array = 1.0) -> Sums:
        """Take what was drawn (`Deeds.drawn`) of a tie, or of several (ties, 2, 3, 1 + draws).

        `fading` is what is left, 0-1, of the weight that the deeds had on the day from which they were aged; of those that last, all is.
        """
        left = np.asarray(fading)[..., None, None]
        sums = drawn[..., 0, :, :] * left + drawn[..., 1, :, :]
        return cls(courting=sums[..., 0, :], cooperation=sums[..., 1, :], conflict=sums[..., 2, :])


@dataclass(frozen=True, slots=True, kw_only=True)
class Deeds:
    """The deeds of one tie as columns, all of one length.

    Chance, fading, weight (Goldstein-like, unsigned), cooperative or not; `evidence` is what the resample draws from. Deeds that are
    `lasting` stand on no day, and never fade (null: none is).
    """

    chance: Array
    fading: Array
    goldstein: Array
    cooperative: NDArray[np.bool_]
    evidence: Evidence
    lasting: NDArray[np.bool_] | None = None

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
            lasting=np.array([row.weight_day is None for row in ordered], dtype=bool),
        )

    def courting(self, happened: Array) -> Array:
        """Faded count of cooperative deeds; `happened` is (…, deeds)."""
        return happened @ (self.fading * self.cooperative)

    def sums(self, happened: Array) -> tuple[Array, Array]:
        """Faded, weighted sums of cooperation and of conflict."""
        weights = self.fading * self.goldstein
        return happened @ (weights * self.cooperative), happened @ (weights * ~self.cooperative)

    def drawn(self, draws: int, *, key: str, seed: int) -> Array:
        """Draw the three `Sums` (2, 3, 1 + draws): as they stand, then as resamples have them; of what fades, and of what lasts.

        `key` names the tie: the draws depend on it, on `seed` and on the tie's own deeds, not on other ties. All that fades does
        so by one factor, so that what was drawn once holds for every later day.
        """
        rng = np.random.default_rng([seed, zlib.crc32(key.encode())])
        happened = np.vstack([self.chance[None, :], self.evidence.draw(rng, draws)])
        unseen = rng.standard_gamma(UNSEEN, (2, draws))
        lasting = np.zeros(len(self.chance), dtype=bool) if self.lasting is None else self.lasting
        sums = np.zeros((2, 3, 1 + draws))
        for place, part in enumerate((~lasting, lasting)):
            if part.any():
                sums[place, 0] = happened @ (self.fading * part * self.cooperative)
                sums[place, 1] = self._weighed(happened, unseen[0], part, self.cooperative)
                sums[place, 2] = self._weighed(happened, unseen[1], part, ~self.cooperative)
        return sums

    def _weighed(
        self, happened: Array, unseen: Array, part: NDArray[np.bool_], side: NDArray[np.bool_]
    ) -> Array:
        """Weigh a part of the deeds of a side; the draws hold a little of what an act of it adds that the record happens not to hold."""
        weights = self.fading * self.goldstein * part
        found = happened @ (weights * side)
        found[1:] += float(weights[side if side.any() else slice(None)].mean()) * unseen
        return np.asarray(found)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What one tie is measured on: its name, what was drawn of it and how much of that has not faded, and what was fitted to all."""

    key: str
    drawn: Array
    setting: Setting
    fading: float = 1.0

    def to_bytes(self) -> bytes:
        """Write what was drawn; what lasts only where something does."""
        return self.drawn[: 1 + int(self.drawn[1].any())].astype("<f8").tobytes()

    @classmethod
    def of_bytes(cls, key: str, drawn: bytes, setting: Setting, draws: int) -> Basis:
        """Read what was drawn, as it was."""
        sums = np.zeros((2, 3, 1 + draws))
        sums.reshape(-1)[: len(drawn) // 8] = np.frombuffer(drawn, dtype="<f8")
        return cls(key=key, drawn=sums, setting=setting)


def measured(bases: Sequence[Basis], seed: int) -> dict[str, Array]:
    """Give courtship, affinity and volume of ties: each (ties, 5), the value and the bounds as in `intervals`.

    A tie's numbers depend on its basis and on `seed` of the project's settings alone, not on other ties.
    """
    sums = Sums.of(np.stack([one.drawn for one in bases]), np.array([one.fading for one in bases]))
    settings = [one.setting for one in bases]
    own = np.stack([_own(one, seed) for one in bases])
    rate = _column([one.prior.b + max(one.exposure, MIN_EXPOSURE) for one in settings])
    return {
        "courtship": intervals((sums.courting + own) / rate),
        "affinity": intervals(affinity(sums, _column([one.k0 for one in settings]))),
        "volume": intervals(volume(sums)),
    }


def _own(basis: Basis, seed: int) -> Array:
    """Give the prior's own share of a courtship rate: its mean, then draws."""
    rng = np.random.default_rng([seed, 1, zlib.crc32(basis.key.encode())])
    a = basis.setting.prior.a
    return np.concatenate([[a], rng.standard_gamma(a, basis.drawn.shape[-1] - 1)])


def _column(values: Sequence[float]) -> Array:
    return np.array(values)[:, None]


def affinity(sums: Sums, k0: float | Array) -> Array:
    """From -1, conflict only, to 1, cooperation only; `k0` draws thin ties to 0."""
    scale = sums.cooperation + sums.conflict + k0
    return np.divide(sums.cooperation - sums.conflict, scale, out=np.zeros_like(scale), where=scale > 0)


def volume(sums: Sums) -> Array:
    """Logarithm of one plus all weighted deeds, whatever their sign."""
    return np.asarray(np.log1p(sums.cooperation + sums.conflict))


def interval(drawn: Array) -> Between:
    """Give the first entry with the intervals of the rest."""
    return between(intervals(drawn[None, :])[0])


def intervals(drawn: Array) -> Array:
    """Give of each row the first entry, and the bounds at 2.5, 10, 90 and 97.5 % of the rest, widened where needed to hold it.

    Quantiles stand at rank p(n+1) (Weibull): with 200 draws the usual ones would leave 6 % outside instead of 5.
    """
    found = np.column_stack([drawn[:, 0], _quantiles(drawn[:, 1:])]).round(6)
    found[:, 1:3] = np.minimum(found[:, 1:3], found[:, :1])
    found[:, 3:] = np.maximum(found[:, 3:], found[:, :1])
    return found


def _quantiles(drawn: Array) -> Array:
    """Give each row's quantiles at `_BOUNDS`: those of `np.quantile` to the last bit, in a seventh of its time, as short rows sort fast."""
    ordered, many = np.sort(drawn, axis=1), drawn.shape[1]
    places = np.clip(many * _BOUNDS + _BOUNDS - 1.0, 0, many - 1)
    below = np.floor(places).astype(np.intp)
    low, high = ordered[:, below], ordered[:, np.minimum(below + 1, many - 1)]
    part = places - below
    nearer_high = part >= 0.5  # noqa: PLR2004  from here on counted down, so that rounding never passes an end
    found = np.where(nearer_high, high - (high - low) * (1.0 - part), low + (high - low) * part)
    return np.asarray(found)


def between(numbers: Array) -> Between:
    """Take a row of `intervals`."""
    value, low95, low80, high80, high95 = numbers.tolist()
    return Between(value=value, low80=low80, high80=high80, low95=low95, high95=high95)
