"""Cells: what the acts of one source, target, instrument and window add up to, as columns.

Every measure in closed form is a function of a cell and of what was fitted to the whole data set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from suasion.weigh.calendar import MEAN_DAYS

Array: TypeAlias = NDArray[np.float64]
"""One entry a cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A sum of weights over acts, and the sum of their squares, which is its variance if acts come as a Poisson stream.

    An act weighs `u = q w` (its chance, faded) or `u = q w g` (and by its type's weight).
    """

    total: Array
    square: Array

    @property
    def information(self) -> Array:
        """Sure, unfaded acts that tell as much, by unit of the sum (Kish 1965: `sum² / sum of squares`); 1 where there is none."""
        return np.divide(self.total, self.square, out=np.ones_like(self.total), where=self.square > 0)

    def plus(self, other: Sum) -> Sum:
        """Add sums over different acts."""
        return Sum(total=self.total + other.total, square=self.square + other.square)

    def take(self, rows: NDArray[np.bool_]) -> Sum:
        """Give some rows."""
        return Sum(total=self.total[rows], square=self.square[rows])


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Cells as columns of one length.

    `courting` and `opposing` count cooperative and conflictual deeds by chance, `cooperation` and `conflict` weigh them by type.
    `exposure` counts what mentions both states, `days` the days of the window that the data cover, both faded as the acts are.
    `received` is `courting` of all sources of the target; `back` and `back_received` are those of the way back.
    `share` is the source's part in all courting by the instrument, `back_share` the target's.
    `past_*` are of the two years before the window, `past_days` zero where there are none. `weeks` is the length of the window.
    """

    instrument: NDArray[np.object_]
    effective: Array
    courting: Sum
    opposing: Sum
    cooperation: Sum
    conflict: Sum
    exposure: Array
    days: Array
    weeks: Array
    received: Sum
    back: Sum
    back_received: Sum
    share: Array
    back_share: Array
    past_courting: Array
    past_exposure: Array
    past_days: Array

    def __len__(self) -> int:
        return len(self.effective)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What was fitted to all pairs of a data set, for one instrument.

    `a` and `b` are the Gamma prior of courtship per mention of both. `spread` is `1/r` of the negative binomial spread of a week's
    acts. `k` weighs a source's share of all against its share of one target. `k0`, `k0_equal` and `most` (the largest volume) are
    by period.
    """

    a: float = 0.5
    b: float = 1.0
    spread: float = 0.0
    k: float = 1.0
    k0: Mapping[str, float] = field(default_factory=dict)
    k0_equal: Mapping[str, float] = field(default_factory=dict)
    most: Mapping[str, float] = field(default_factory=dict)


def by_length(values: Mapping[str, float], period: str, days: float | None) -> float:
    """Give a fitted value of a period; for a rolling window, that between the periods next to it in length."""
    if period in values:
        return values[period]
    known = [(MEAN_DAYS[name], values[name]) for name in MEAN_DAYS if name in values]
    if not known or days is None:
        return 0.0
    lengths, fitted = zip(*known, strict=True)
    return float(np.interp(np.log(days), np.log(lengths), fitted))
