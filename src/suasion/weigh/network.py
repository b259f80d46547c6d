"""The network of ties: who courts whom, as a directed multigraph and as layers that can be drawn anew within their intervals.

A *bond* joins the measures of one ordered pair, instrument and window. A *layer* is all bonds of one instrument and window, as
matrices. How sure a finding is shows in resamples: each bond is drawn again from its own interval, whatever the others are.
"""

from __future__ import annotations

import math
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from suasion.records import Between, Tie, Window

Array = NDArray[np.float64]
Z95 = 1.959964
"""Standard deviations from the middle of a normal distribution to its 97.5 % quantile."""
RAW, AFFINITY, VOLUME = "courtship-raw", "affinity", "volume"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranged:
    """A value with its 95 % bounds."""

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, tie: Tie | None) -> Ranged | None:
        """Take a tie's value; without an interval it is taken as known. Null without a value."""
        if tie is None or tie.value is None:
            return None
        low = tie.value if tie.low95 is None else tie.low95
        return cls(value=tie.value, low=low, high=tie.value if tie.high95 is None else tie.high95)

    def drawn(self, standard: Array) -> Array:
        """Turn standard normal draws into draws of a split normal with these bounds (Wallis 2014)."""
        below, above = (self.value - self.low) / Z95, (self.high - self.value) / Z95
        return self.value + standard * np.where(standard < 0, below, above)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """What passed from one state to another by one instrument in one window.

    `cooperation` (cooperative deeds in 30 days, or their part of the volume) and `affinity` (-1 to 1) are null where too few
    events were told of.
    """

    source: str
    target: str
    instrument: str
    window: Window
    dataset: str
    cooperation: Ranged | None
    affinity: Ranged | None
    n: int
    effective_n: float

    @property
    def friendly(self) -> bool:
        """Whether cooperation outweighs conflict."""
        return self.affinity is not None and self.affinity.value > 0


def bonds_of(ties: Iterable[Tie]) -> tuple[Bond, ...]:
    """Join ties that differ in their measure only; the order does not matter."""
    slots: dict[tuple[str, str, str, str, str], dict[str, Tie]] = defaultdict(dict)
    for tie in sorted(ties, key=lambda tie: tie.id):
        slots[tie.dataset, tie.instrument, tie.window.label, tie.source, tie.target][tie.measure] = tie
    return tuple(_bond(slots[key]) for key in sorted(slots))


def _bond(measures: Mapping[str, Tie]) -> Bond:
    one = next(iter(measures.values()))
    affinity = Ranged.of(measures.get(AFFINITY))
    return Bond(
        source=one.source,
        target=one.target,
        instrument=one.instrument,
        window=one.window,
        dataset=one.dataset,
        cooperation=Ranged.of(measures.get(RAW)) or _part(Ranged.of(measures.get(VOLUME)), affinity),
        affinity=affinity,
        n=one.n,
        effective_n=one.effective_n,
    )


def _part(volume: Ranged | None, affinity: Ranged | None) -> Ranged | None:
    """Take the cooperative part of a volume, as affinity divides it, where courtship was not measured raw."""
    if volume is None or affinity is None:
        return None
    bounds = zip(
        (volume.value, volume.low, volume.high), (affinity.value, affinity.low, affinity.high), strict=True
    )
    value, low, high = (math.expm1(v) * (1.0 + a) / 2.0 for v, a in bounds)
    return Ranged(value=value, low=low, high=high)


def graph_of(bonds: Sequence[Bond]) -> nx.MultiDiGraph[str]:
    """Give the bonds as a directed multigraph: states as nodes, an edge for each instrument and window (its key).

    An edge has `instrument`, `window`, `dataset`, `cooperation`, `affinity` (None where insufficient), `n` and `effective_n`.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(sorted({state for bond in bonds for state in (bond.source, bond.target)}))
    for bond in bonds:
        graph.add_edge(
            bond.source,
            bond.target,
            key=(bond.instrument, bond.window.label),
            instrument=bond.instrument,
            window=bond.window.label,
            dataset=bond.dataset,
            cooperation=bond.cooperation.value if bond.cooperation else None,
            affinity=bond.affinity.value if bond.affinity else None,
            n=bond.n,
            effective_n=bond.effective_n,
        )
    return graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """The bonds of one data set, instrument and window as matrices (source, target) over `states`, the measured ones first.

    `cooperation` is 0 and `friendly` false where nothing was measured; `affinity` is NaN there. `drawn_cooperation` and
    `drawn_friendly` (draws, source, target) are the same in each resample, over the first `core` states only: those with
    a measured bond.
    """

    dataset: str
    instrument: str
    window: Window
    states: tuple[str, ...]
    core: int
    cooperation: Array
    affinity: Array
    drawn_cooperation: Array
    drawn_friendly: NDArray[np.bool_]
    n: NDArray[np.int64]
    effective: Array

    @property
    def friendly(self) -> NDArray[np.bool_]:
        """Where cooperation outweighs conflict."""
        return np.nan_to_num(self.affinity) > 0

    @property
    def measured(self) -> NDArray[np.bool_]:
        """Where there were events enough."""
        return ~np.isnan(self.affinity)


def layers_of(bonds: Iterable[Bond], *, draws: int, seed: int) -> Iterator[Layer]:
    """Sort bonds into layers, in the order of their names, one at a time: each takes `draws` matrices."""
    by_layer: dict[tuple[str, str, str], list[Bond]] = defaultdict(list)
    for bond in bonds:
        by_layer[bond.dataset, bond.instrument, bond.window.label].append(bond)
    for key in sorted(by_layer):
        yield _layer(by_layer[key], draws, seed)


def _layer(bonds: Sequence[Bond], draws: int, seed: int) -> Layer:
    told = [bond for bond in bonds if bond.cooperation and bond.affinity]
    core = {state for bond in told for state in (bond.source, bond.target)}
    states = sorted(
        {state for bond in bonds for state in (bond.source, bond.target)}, key=lambda s: (s not in core, s)
    )
    place, size, inner = {state: i for i, state in enumerate(states)}, len(states), len(core)
    cooperation, affinity = np.zeros((size, size)), np.full((size, size), np.nan)
    drawn, friendly = np.zeros((draws, inner, inner)), np.zeros((draws, inner, inner), dtype=bool)
    n, effective = np.zeros((size, size), dtype=np.int64), np.zeros((size, size))
    for bond in bonds:
        at = place[bond.source], place[bond.target]
        n[at], effective[at] = bond.n, bond.effective_n
        if bond.cooperation is None or bond.affinity is None:
            continue
        standard = _standard(bond, draws, seed)
        cooperation[at], affinity[at] = bond.cooperation.value, bond.affinity.value
        drawn[:, at[0], at[1]] = np.maximum(bond.cooperation.drawn(standard[0]), 0.0)
        friendly[:, at[0], at[1]] = bond.affinity.drawn(standard[1]) > 0
    return Layer(
        dataset=bonds[0].dataset,
        instrument=bonds[0].instrument,
        window=bonds[0].window,
        states=tuple(states),
        core=inner,
        cooperation=cooperation,
        affinity=affinity,
        drawn_cooperation=drawn,
        drawn_friendly=friendly,
        n=n,
        effective=effective,
    )


def _standard(bond: Bond, draws: int, seed: int) -> Array:
    """Draw (2, draws) standard normals that depend on the bond's own name only."""
    name = "|".join((bond.dataset, bond.source, bond.target, bond.instrument, bond.window.label))
    return np.random.default_rng([seed, zlib.crc32(name.encode("utf-8", "replace"))]).standard_normal(
        (2, draws)
    )


def ranged(value: float, drawn: Array) -> Between:
    """Give a value with the quantiles of its resamples, widened where needed to hold it."""
    bounds = np.quantile(drawn, (0.025, 0.1, 0.9, 0.975))
    return Between.holding(round(value, 6), [round(float(bound), 6) for bound in bounds])
