"""Measures 1 to 4 of chosen dyads by the joint resample: the same formulas as in closed form, on sums that are drawn together."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from suasion.weigh.cells import Cells, Sum
from suasion.weigh.closed import CLOSED, LEVELS, Measured, Ruler
from suasion.weigh.measures import UNSEEN
from suasion.weigh.resample import Array, Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class CellDeeds:
    """The deeds of one cell, one entry each; `evidence` is what the resample draws from."""

    evidence: Evidence
    fading: Array
    weight: Array
    cooperative: NDArray[np.bool_]

    def drawn(self, cells: Cells, draws: int, *, key: str, seed: int) -> dict[str, Sum]:
        """Draw the sums that a cell is made of; `cells` is the cell itself, the draws depend on `key`, `seed` and the deeds alone."""
        rng = np.random.default_rng([seed, zlib.crc32(key.encode())])
        happened = self.evidence.draw(rng, draws)
        sums = {}
        for name, side, worth in (
            ("courting", self.cooperative, self.fading),
            ("opposing", ~self.cooperative, self.fading),
            ("cooperation", self.cooperative, self.fading * self.weight),
            ("conflict", ~self.cooperative, self.fading * self.weight),
        ):
            drawn = happened @ (worth * side)
            if name != "courting":  # courtship has a prior of its own
                drawn += _typical(worth, side) * rng.standard_gamma(UNSEEN, draws)
            sums[name] = Sum(total=drawn, square=np.full(draws, float(getattr(cells, name).square[0])))
        return sums


def resampled(
    cells: Cells, there: CellDeeds, back: CellDeeds, ruler: Ruler, *, key: str, draws: int, seed: int
) -> dict[str, Measured]:
    """Measure one cell: values as in closed form, bounds as quantiles of the draws.

    Args:
        cells: the one cell. What other sources do toward the target is taken as it is.
        there: its deeds.
        back: those of the way back, in the same instrument and window.
        ruler: what was fitted to all pairs.
        key: names the cell.
        draws: number of draws.
        seed: of the project's settings.

    """
    many = rows_of(cells, np.zeros(draws, dtype=np.int64))
    own = there.drawn(cells, draws, key=f"{key}|there", seed=seed)
    answer = back.drawn(cells, draws, key=f"{key}|back", seed=seed)["courting"]
    moved = own["courting"].total - cells.courting.total
    answered = answer.total - cells.back.total
    drawn = replace(
        many,
        courting=own["courting"],
        opposing=own["opposing"],
        cooperation=own["cooperation"],
        conflict=own["conflict"],
        received=replace(many.received, total=np.maximum(many.received.total + moved, 0.0)),
        back=Sum(total=answer.total, square=many.back.square),
        back_received=replace(many.back_received, total=np.maximum(many.back_received.total + answered, 0.0)),
    )
    return {
        name: Measured.of(
            measure(cells, ruler).value,
            _bounds(measure(drawn, ruler).value + _prior(name, drawn, ruler, key=key, seed=seed)),
        )
        for name, measure in CLOSED.items()
    }


def _prior(name: str, drawn: Cells, ruler: Ruler, *, key: str, seed: int) -> Array:
    """Draw how far the fitted prior's own share of a courtship rate is from its mean; 0 for other measures."""
    if name != "courtship":
        return np.zeros(len(drawn))
    rng = np.random.default_rng([seed, 1, zlib.crc32(key.encode())])
    a, b = ruler.column(drawn, lambda fit: fit.a), ruler.column(drawn, lambda fit: fit.b)
    return np.asarray((rng.standard_gamma(a) - a) / (b + np.maximum(drawn.exposure, 1.0)))


def _typical(worth: Array, side: NDArray[np.bool_]) -> float:
    chosen = worth[side] if side.any() else worth
    return float(chosen.mean()) if chosen.size else 0.0


def _bounds(drawn: Array) -> NDArray[np.float64]:
    return np.quantile(drawn, LEVELS, method="weibull")[:, None]


def rows_of(cells: Cells, rows: NDArray[np.int64]) -> Cells:
    """Give some rows of cells, one as often as it is named."""
    columns: dict[str, Sum | Array] = {}
    for item in fields(cells):
        column = getattr(cells, item.name)
        columns[item.name] = (
            Sum(total=column.total[rows], square=column.square[rows])
            if isinstance(column, Sum)
            else column[rows]
        )
    return Cells(**columns)  # type: ignore[arg-type]  # each by its name, as it was


def tool_mask(means: Sequence[str] | NDArray[np.object_], instrument: str) -> NDArray[np.bool_]:
    """Say which acts count for an instrument: `all`, a group of instruments, or one of them."""
    values, places = np.unique(np.asarray(means, dtype=str), return_inverse=True)
    known = np.array([_holds(value, instrument) for value in values], dtype=bool)
    return np.asarray(known[places.reshape(-1)]) if len(places) else np.zeros(0, dtype=bool)


def _holds(means: str, instrument: str) -> bool:
    return instrument == "all" or any(
        instrument in (one, one.partition("/")[0]) for one in means.split(";") if one
    )
