"""Acts with known rates and a planted answer: what the measures are tried on, by the tests and by whoever doubts them.

A day-by-day (discrete-time) Hawkes process: the expected number of acts of a stream, one ordered pair of states and one type,
is a base rate plus what earlier acts of the same pair, of the reverse pair and of rivals for the same target excite; each
act's effect fades with exponential memories (Hawkes 1971; discrete time as in Browning et al. 2024).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from suasion.codebook import Codebook
from suasion.weigh.columns import Acts
from suasion.weigh.resample import AUDITED, Array, Integers

EPOCH = date(2030, 1, 1)
"""The first simulated day."""
HALF_LIVES = (2.0, 20.0)
"""Days: a quick answer and a slow one (forecasting notes, §4.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excitation:
    """How many acts one act brings about, all days together: arrays (half-lives, type of the cause, type of the effect).

    `own` is of the same stream, `reverse` of the target toward the source, `third` of each rival toward the same target.
    """

    own: Array
    reverse: Array
    third: Array
    half_lives: tuple[float, ...] = HALF_LIVES

    @property
    def keeps(self) -> Array:
        """What each memory keeps from one day to the next, 0-1."""
        return np.asarray(0.5 ** (1.0 / np.asarray(self.half_lives)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Streams as ordered pairs of states: where each one's reverse stands (-1: nowhere), and which others have its target (0 or 1)."""

    pairs: tuple[tuple[str, str], ...]
    reverse: Integers
    rival: Array

    @classmethod
    def of(cls, pairs: Sequence[tuple[str, str]]) -> Network:
        """Find reverses and rivals; the pairs are distinct."""
        place = {pair: number for number, pair in enumerate(pairs)}
        targets = np.array([target for _, target in pairs])
        return cls(
            pairs=tuple(pairs),
            reverse=np.array([place.get((target, source), -1) for source, target in pairs], dtype=np.int64),
            rival=(targets[:, None] == targets[None, :]) - np.eye(len(pairs)),
        )

    def turned(self, streams: Array) -> Array:
        """Give each stream its reverse's entry; streams are the axis before the last, zeros where there is none."""
        found = np.take(streams, self.reverse, axis=-2)
        found[..., self.reverse < 0, :] = 0.0
        return found

    def rivals(self, streams: Array) -> Array:
        """Give each stream the sum over the other streams with the same target."""
        return np.asarray(self.rival @ streams)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to simulate: `rates` (pairs, types) are acts a day without excitation.

    The record tells of them through `origins` outlets; where `chance` is below 1, each outlet's reliability is drawn with that mean,
    and it tells of so many more acts that did not happen that the real ones keep their rates.
    """

    pairs: tuple[tuple[str, str], ...]
    types: tuple[str, ...]
    days: int
    rates: Array
    excitation: Excitation | None = None
    origins: int = 1
    chance: float = 1.0


def simulate(plan: Plan, codebook: Codebook, *, seed: int) -> Acts:
    """Draw acts as a plan has them; the same seed draws the same."""
    rng = np.random.default_rng(seed)
    network = Network.of(plan.pairs)
    base = np.broadcast_to(plan.rates, (plan.days, *plan.rates.shape))
    columns = []
    for origin in range(plan.origins):
        sure = 1.0
        if plan.chance < 1.0:
            sure = float(rng.beta(AUDITED * plan.chance, AUDITED * (1.0 - plan.chance)))
        counts = simulate_counts(base / (plan.origins * sure), network, plan.excitation, rng)
        day, stream, kind = (np.repeat(index, counts[counts > 0]) for index in np.nonzero(counts))
        columns.append(np.stack([day, stream, kind, np.full(len(day), origin)]))
    day, stream, kind, told = np.concatenate(columns, axis=1)
    pairs, types = np.array(plan.pairs), [codebook.types[name] for name in plan.types]
    return Acts(
        source=pairs[stream, 0],
        target=pairs[stream, 1],
        day=day + EPOCH.toordinal(),
        event_type=np.array(plan.types)[kind],
        deed=np.ones(len(day), dtype=bool),
        cooperative=np.array([item.cooperative for item in types])[kind],
        weight=np.array([abs(item.weight) for item in types])[kind],
        chance=np.full(len(day), plan.chance),
        origin=told,
    ).sorted()


def simulate_counts(
    base: Array,
    network: Network,
    excitation: Excitation | None,
    rng: np.random.Generator,
    *,
    answers: Array | None = None,
    before: Array | float = 0.0,
) -> Integers:
    """Draw counts (days, streams, types) around base rates of the same shape.

    `answers` (streams, types, types) are factors to how much each stream answers its reverse; with an axis of draws before, as
    many panels are drawn at once and stand on the first axis. `before` (streams, types) are acts a day before the first one.
    """
    if excitation is None:
        return rng.poisson(base)
    streams, types = base.shape[1:]
    factors = (
        np.ones((1, streams, types, types)) if answers is None else answers.reshape(-1, streams, types, types)
    )
    counts = np.zeros((len(base), len(factors), streams, types), dtype=np.int64)
    keeps = excitation.keeps[:, None, None, None]
    own, third = excitation.own[:, None], excitation.third[:, None]
    memory = np.zeros((len(keeps), *counts.shape[1:])) + before
    for day, rate in enumerate(base):
        excited = (memory @ own + network.rivals(memory) @ third).sum(axis=0)
        answered = np.einsum("bnsc,bcd->nscd", network.turned(memory), excitation.reverse)
        excited += (answered * factors).sum(axis=2)
        counts[day] = rng.poisson(rate + excited)
        memory = keeps * memory + (1.0 - keeps) * counts[day]
    drawn = np.moveaxis(counts, 1, 0)
    return drawn[0] if answers is None or answers.ndim == excitation.own.ndim else drawn
