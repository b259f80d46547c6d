"""Ranks of ties with their uncertainty: never a table without what it is made of."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from suasion.records import Tie
from suasion.weigh.cells import Array

DRAWS = 1_000
_TAIL = 1.959964
OTHER_WEIGHTS: Mapping[str, str] = {"affinity": "affinity-equal", "affinity-equal": "affinity"}
"""Measures that weigh types of acts, and their twins that weigh them otherwise."""
_FEWEST = 3
"""Ties below which an order can hardly differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """A tie's rank among those of its measure, instrument and window; 1 is the largest value.

    The intervals are of ranks drawn with all ties' values. `components` are the pair's other measures: a rank alone says little.
    `robustness` is Spearman's rank correlation, over all ties ranked here, of an affinity and the one that weighs types of acts
    otherwise: how far the order hangs on the weights; null for other measures.
    """

    tie: Tie
    rank: int
    of: int
    low80: int
    high80: int
    low95: int
    high95: int
    components: tuple[Tie, ...]
    robustness: float | None = None


def ranks(ties: Sequence[Tie], components: Sequence[Tie] = (), *, seed: int = 0) -> list[Rank]:
    """Rank ties that have a value; draws of a tie depend on `seed` and its id.

    Args:
        ties: of one measure, instrument and window.
        components: other measures of the same pairs, in the same instrument and window.
        seed: of the draws.

    """
    ordered = sorted(
        (tie for tie in ties if tie.value is not None), key=lambda tie: (-(tie.value or 0.0), tie.id)
    )
    if not ordered:
        return []
    drawn = np.stack([_draws(tie, seed) for tie in ordered])
    places = (-drawn).argsort(axis=0).argsort(axis=0) + 1
    robustness = _robustness(ordered, components)
    bounds = np.quantile(places, [0.1, 0.9, 0.025, 0.975], axis=1, method="inverted_cdf").astype(int)
    return [
        Rank(
            tie=tie,
            rank=place,
            of=len(ordered),
            low80=min(int(bounds[0, place - 1]), place),
            high80=max(int(bounds[1, place - 1]), place),
            low95=min(int(bounds[2, place - 1]), place),
            high95=max(int(bounds[3, place - 1]), place),
            components=tuple(
                one
                for one in components
                if (one.source, one.target) == (tie.source, tie.target) and one.id != tie.id
            ),
            robustness=robustness,
        )
        for place, tie in enumerate(ordered, 1)
    ]


def _robustness(ties: Sequence[Tie], components: Sequence[Tie]) -> float | None:
    """Correlate the ranks of ties with those of their twins (Spearman 1904); null for too few, or if all are alike."""
    wanted = OTHER_WEIGHTS.get(ties[0].measure)
    twins = {(one.source, one.target): one.value for one in components if one.measure == wanted}
    both = [(tie.value, twin) for tie in ties if (twin := twins.get((tie.source, tie.target))) is not None]
    if len(both) < _FEWEST:
        return None
    left, right = (_places(np.array(column)) for column in zip(*both, strict=True))
    if not left.std() or not right.std():
        return None
    return round(float(np.corrcoef(left, right)[0, 1]), 6)


def _places(values: Array) -> Array:
    """Rank values, 1 the least; equal ones share the mean of their places."""
    _, at, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((counts.cumsum() - (counts - 1) / 2.0)[at])


def _draws(tie: Tie, seed: int) -> Array:
    """Draw values: normal on either side, as wide as the 95 % interval reaches there."""
    value = tie.value or 0.0
    below, above = value - (tie.low95 or 0.0), (tie.high95 or 0.0) - value
    normal = np.random.default_rng([seed, zlib.crc32(tie.id.encode())]).standard_normal(DRAWS)
    return np.asarray(value + normal * np.where(normal < 0, below, above) / _TAIL)
