"""What a reader must be told beside a value: that the raw and the attention-corrected rate disagree."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from suasion.weigh.cells import Cells

TURN = 1.1
"""A rate has risen, or fallen, if it is so many times what it was, or less than one part in so many."""


def disagreements(cells: Cells) -> NDArray[np.object_]:
    """Say where acts by day rose against the pair's own past and acts by mention of both fell, or the other way about.

    Null where they agree, or where there is no past to hold them against.
    """
    found = np.full(len(cells), None, dtype=object)
    held = (
        (cells.past_courting > 0) & (cells.past_days > 0) & (cells.past_exposure > 0) & (cells.exposure > 0)
    )
    rows = np.flatnonzero(held)
    now, before = cells.courting.total[rows], cells.past_courting[rows]
    raw = now / cells.days[rows] / (before / cells.past_days[rows])
    corrected = now / cells.exposure[rows] / (before / cells.past_exposure[rows])
    for word, other, turned in (
        ("rose", "fell", (raw > TURN) & (corrected < 1 / TURN)),
        ("fell", "rose", (raw < 1 / TURN) & (corrected > TURN)),
    ):
        for at in np.flatnonzero(turned):
            found[rows[at]] = (
                f"raw and corrected disagree: deeds by day {word} to {raw[at]:.2g} times the pair's own two years before, "
                f"deeds by mention of both {other} to {corrected[at]:.2g} times"
            )
    return found
