"""The joint resample: what the record of a tie could as well have been.

Drawn together, once per draw: how reliable each origin is (Beta), and which weeks the record happened to hold (a Bayesian
bootstrap over blocks of origin and week: Rubin 1981; Kuensch 1989 for blocks). The acts of one origin in one week come and go
together. Weights are divided by their mean over *all* weeks of the window, empty ones too: a steady stream of ten acts a week
is better known than ten acts in one week. For single acts the weighted count is then exactly the Gamma posterior of a Poisson
rate, so the rate is not drawn a second time; nor is each act's happening, which enters by its chance: docs/response.md
shows that drawing them over again covers 99 % where 95 % was promised.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from suasion.weigh.bearing import Bearing, Beta

Array: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]

WEEK = 7
MIN_BLOCKS = 26
"""Windows shorter than this many weeks are cut into days instead, as fewer blocks tell too little of their spread; shorter than
this many days, every act is a block by itself."""
AUDITED = 10.0
"""What is known of an origin for which only a chance is given, in audited acts: as much as Beta(8, 2) says."""
UNDATED = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The deeds of one tie as the resample needs them: `n` deeds, `o` origins, `m` pairs of a deed and one of its origins.

    `probability` (n) is the coder's that the deed is coded rightly. `deed_of` and `origin_of` (m) name the pairs, in order of
    deed; every deed has at least one. `alpha` and `beta` (o) are of the origins' reliability; an infinite `alpha` is one that is sure.
    `lead` (n) is the origin whose record the deed stands or falls with, `day` (n) a number of days, or `UNDATED`.
    `days` is the length of the window; null: from the first deed to the last.
    """

    probability: Array
    deed_of: Integers
    origin_of: Integers
    alpha: Array
    beta: Array
    lead: Integers
    day: Integers
    days: int | None = None

    @classmethod
    def of_bearings(cls, rows: Sequence[Bearing], days: int | None = None) -> Evidence:
        """Make the columns of our own events; one without an origin has happened with chance 0."""
        names: dict[tuple[str, Beta], int] = {("", (0.0, 1.0)): 0}
        pairs = [
            (number, names.setdefault(origin, len(names)))
            for number, row in enumerate(rows)
            for origin in (row.origins or (("", (0.0, 1.0)),))
        ]
        leads = [row.lead for row in rows]
        order = {name: i for i, name in enumerate(sorted(set(leads)))}
        return cls(
            probability=np.array([row.probability for row in rows]),
            deed_of=np.array([deed for deed, _ in pairs], dtype=np.int64),
            origin_of=np.array([origin for _, origin in pairs], dtype=np.int64),
            alpha=np.array([alpha for _, (alpha, _) in names]),
            beta=np.array([beta for _, (_, beta) in names]),
            lead=np.array([order[name] for name in leads], dtype=np.int64),
            day=np.array([_number(row.day) for row in rows], dtype=np.int64),
            days=days,
        )

    @classmethod
    def of_acts(cls, chance: Array, origin: Integers, day: Integers, days: int | None = None) -> Evidence:
        """Make the columns of acts for which a chance and one origin are given: of an imported set, or kept as `acts`.

        Args:
            chance: that each happened as coded, 0-1.
            origin: a number for its outlet or feed.
            day: days since some epoch, or `UNDATED`.
            days: the length of the window.

        """
        keys, origin_of = np.unique(np.stack([origin, chance], axis=1), axis=0, return_inverse=True)
        mean = keys[:, 1]
        return cls(
            probability=np.ones(len(chance)),
            deed_of=np.arange(len(chance)),
            origin_of=origin_of.reshape(-1),
            alpha=np.where(mean >= 1.0, np.inf, AUDITED * mean),
            beta=np.where(mean <= 0.0, 1.0, AUDITED * (1.0 - mean)),
            lead=np.asarray(origin, dtype=np.int64),
            day=np.asarray(day, dtype=np.int64),
            days=days,
        )

    def draw(self, rng: np.random.Generator, draws: int) -> Array:
        """Draw weights (draws, n) of the deeds; their mean is each deed's chance."""
        if not self.probability.size:
            return np.zeros((draws, 0))
        missed = 1.0 - self._reliability(rng, draws)[:, self.origin_of]
        starts = np.flatnonzero(np.diff(self.deed_of, prepend=-1))
        chance = self.probability * (1.0 - np.multiply.reduceat(missed, starts, axis=1))
        return np.asarray(chance * self._kept(rng, draws))

    def _reliability(self, rng: np.random.Generator, draws: int) -> Array:
        drawn = np.empty((draws, self.alpha.size))
        drawn[:, np.isinf(self.alpha)] = 1.0
        drawn[:, self.alpha == 0] = 0.0
        open_ = np.isfinite(self.alpha) & (self.alpha > 0)
        drawn[:, open_] = rng.beta(self.alpha[open_], self.beta[open_], (draws, int(open_.sum())))
        return drawn

    def _kept(self, rng: np.random.Generator, draws: int) -> Array:
        """Draw the blocks' weights (draws, n), mean 1."""
        dated = self.day != UNDATED
        first, last = (int(self.day[dated].min()), int(self.day[dated].max())) if dated.any() else (0, 0)
        span = max(self.days or 0, last - first + 1)
        unit = WEEK if span >= MIN_BLOCKS * WEEK else 1
        total = -(-span // unit)
        if total < MIN_BLOCKS:
            return rng.standard_exponential((draws, len(self.day)))
        alone = np.where(dated, 0, 1 + np.arange(len(self.day)))
        key = np.stack([self.lead, np.where(dated, (self.day - first) // unit, 0), alone], axis=1)
        blocks, block_of = np.unique(key, axis=0, return_inverse=True)
        return _weights(blocks, total, rng, draws)[:, block_of.reshape(-1)]


def _weights(blocks: Integers, total: int, rng: np.random.Generator, draws: int) -> Array:
    """Draw weights of blocks (draws, blocks), divided by their origin's mean over all `total` blocks of the window.

    The shape (total - 2) / total gives the spread of a sample mean its unbiased size. An undated act is held against no calendar.
    """
    shape = (total - 2) / total
    drawn = rng.standard_gamma(shape, (draws, len(blocks))) / shape
    _, lead_of = np.unique(blocks[:, 0], return_inverse=True)
    dated = blocks[:, 2] == 0
    leads = int(lead_of.max()) + 1
    filled = np.bincount(lead_of[dated], minlength=leads)
    empty = rng.standard_gamma(shape * np.maximum(total - filled, 0), (draws, leads)) / shape
    full = np.zeros((draws, leads))
    np.add.at(full.T, lead_of[dated], drawn[:, dated].T)
    mean = (full + empty) / np.maximum(total, filled)
    return np.where(dated, drawn / mean[:, lead_of], drawn)


def _number(day: date | None) -> int:
    return day.toordinal() if day else UNDATED
