"""Ranks of ties with their uncertainty: never a table without what it is made of."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from suasion.records import Tie

DRAWS = 1_000
_TAIL = 1.959964


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """A tie's rank among those of its measure, instrument and window; 1 is the largest value.

    The intervals are of ranks drawn with all ties' values. `components` are the pair's other measures: a rank alone says little.
    """

    tie: Tie
    rank: int
    of: int
    low80: int
    high80: int
    low95: int
    high95: int
    components: tuple[Tie, ...]


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
        )
        for place, tie in enumerate(ordered, 1)
    ]


def _draws(tie: Tie, seed: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Draw values: normal on either side, as wide as the 95 % interval reaches there."""
    value = tie.value or 0.0
    below, above = value - (tie.low95 or 0.0), (tie.high95 or 0.0) - value
    normal = np.random.default_rng([seed, zlib.crc32(tie.id.encode())]).standard_normal(DRAWS)
    return value + normal * np.where(normal < 0, below, above) / _TAIL
