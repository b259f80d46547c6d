"""Acts as columns: what chosen dyads are measured on, whether we coded the events or imported them."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from suasion.weigh.resample import Array, Integers

Texts = NDArray[np.str_]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """Acts by one state toward another, one entry each.

    `day` is the proleptic Gregorian ordinal, `suasion.weigh.resample.UNDATED` for none; `weight` the type's, without its sign;
    `chance` that it happened as coded, 0-1; `origin` a number for the outlet or feed. `event_type` is empty for
    acts that have no type of ours: they show attention alone. `deed` is false for plans, threats, guesses and denials.
    """

    source: Texts
    target: Texts
    day: Integers
    event_type: Texts
    deed: Flags
    cooperative: Flags
    weight: Array
    chance: Array
    origin: Integers

    def __len__(self) -> int:
        return len(self.source)

    def where(self, chosen: Flags | Integers) -> Acts:
        """Give some of the acts, by a mask or by their positions."""
        return Acts(**{item.name: getattr(self, item.name)[chosen] for item in fields(self)})

    def sorted(self) -> Acts:
        """Give the acts in an order that does not depend on how they came."""
        columns = (self.origin, self.chance, self.deed, self.event_type, self.day, self.target, self.source)
        return self.where(np.lexsort(columns).astype(np.int64))
