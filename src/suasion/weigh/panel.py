"""Chosen dyads day by day: how often each state did what to the other, and what went on around them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from suasion.weigh.columns import Acts, Flags, Texts
from suasion.weigh.resample import UNDATED, Array, Integers
from suasion.weigh.simulate import Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Both directions of chosen dyads: `days` T, streams S, kinds of acts C.

    `counts` (T, S, C) are deeds. `outside` (T, S, C) are the same kinds of deeds toward the stream's target by states of other dyads.
    `around` (T, S, 4) are shocks that a dyad shares with others, each with mean 1 or all 0: nothing, all acts of the day, those of
    the source and of the target toward others. `chance` (S, C) sums the deeds' chances.
    """

    network: Network
    kinds: tuple[str, ...]
    counts: Integers
    outside: Array
    around: Array
    chance: Array

    @classmethod
    def of(cls, acts: Acts, pairs: Iterable[tuple[str, str]], kinds: Mapping[str, str]) -> Panel:
        """Count acts by day.

        Args:
            acts: all of the data set, of other dyads too; undated ones are left out.
            pairs: the chosen dyads, in any order and direction.
            kinds: event type → the kind that it is counted as; acts of other types only show attention.

        """
        dated = acts.where(acts.day != UNDATED)
        both = sorted({pair for left, right in pairs for pair in ((left, right), (right, left))})
        network, names = Network.of(both), tuple(dict.fromkeys(kinds.values()))
        codes = _Codes.of(dated, network, names, kinds)
        shape = (codes.days, len(both), len(names))
        mine = codes.counted & (codes.stream >= 0)
        where = (codes.day[mine], codes.stream[mine], codes.kind[mine])
        counts = np.zeros(shape, dtype=np.int64)
        np.add.at(counts, where, 1)
        chance = np.zeros(shape[1:])
        np.add.at(chance, where[1:], dated.chance[mine])
        return cls(
            network=network,
            kinds=names,
            counts=counts,
            outside=codes.toward_targets(network, len(names)) - _to_target(counts, network),
            around=codes.around(network, counts),
            chance=chance,
        )

    def holding(self, counts: Integers) -> Panel:
        """Give the panel with other counts, the world around it the same."""
        return replace(self, counts=counts)


@dataclass(frozen=True, slots=True)
class _Codes:
    """Acts as numbers: `stream` is -1 outside the chosen dyads."""

    days: int
    day: Integers
    source: Integers
    target: Integers
    stream: Integers
    kind: Integers
    counted: Flags
    states: Mapping[str, int]

    @classmethod
    def of(cls, acts: Acts, network: Network, names: tuple[str, ...], kinds: Mapping[str, str]) -> _Codes:
        first = int(acts.day.min()) if len(acts) else 0
        present = np.unique(np.concatenate([acts.source, acts.target])) if len(acts) else np.array([], str)
        states = {str(name): number for number, name in enumerate(present)}
        for name in sorted({name for pair in network.pairs for name in pair} - states.keys()):
            states[name] = len(states)
        source, target = (_look_up(column, states) for column in (acts.source, acts.target))
        stream = np.full((len(states), len(states)), -1, dtype=np.int64)
        for number, (left, right) in enumerate(network.pairs):
            stream[states[left], states[right]] = number
        kind = _look_up(acts.event_type, {name: names.index(value) for name, value in kinds.items()})
        return cls(
            days=int(acts.day.max()) - first + 1 if len(acts) else 0,
            day=acts.day - first,
            source=source,
            target=target,
            stream=stream[source, target],
            kind=kind,
            counted=acts.deed & (kind >= 0),
            states=states,
        )

    def toward_targets(self, network: Network, kinds: int) -> Array:
        """Count all deeds toward each stream's target (T, S, C)."""
        received = np.zeros((self.days, len(self.states), kinds))
        chosen = self.counted
        np.add.at(received, (self.day[chosen], self.target[chosen], self.kind[chosen]), 1.0)
        return received[:, [self.states[target] for _, target in network.pairs]]

    def around(self, network: Network, counts: Integers) -> Array:
        """Give what went on elsewhere, as `Panel.around`."""
        total = np.bincount(self.day, minlength=self.days).astype(float)
        done = np.zeros((self.days, len(self.states)))
        np.add.at(done, (self.day, self.source), 1.0)
        own = counts.sum(axis=2).astype(float)
        back = network.turned(own[..., None])[..., 0]
        left = [self.states[source] for source, _ in network.pairs]
        right = [self.states[target] for _, target in network.pairs]
        columns = [
            np.ones_like(own),
            total[:, None] - own - back,
            done[:, left] - own,
            done[:, right] - back,
        ]
        around = np.maximum(np.stack(columns, axis=2), 0.0)
        mean = around.mean(axis=0) if self.days else np.zeros(around.shape[1:])
        return np.asarray(np.divide(around, mean, out=np.zeros_like(around), where=mean > 0))


def _to_target(counts: Integers, network: Network) -> Array:
    """Sum over all streams with the same target, the stream's own among them."""
    own = counts.astype(float)
    return np.asarray(network.rivals(own) + own)


def _look_up(column: Texts, numbers: Mapping[str, int]) -> Integers:
    values, inverse = np.unique(column, return_inverse=True)
    found = np.array([numbers.get(str(value), -1) for value in values], dtype=np.int64)
    return found[inverse.reshape(-1)] if len(column) else np.zeros(0, dtype=np.int64)
