"""Whether anybody in a panel answers at all: a score test, held against dates and dyads that cannot have an answer.

Acts are fitted as if nobody answered. Then the score says, for each kind given and each answer, how many more acts follow the
other side's than were expected (Rao 1948). What own habits, rivals, a stream's own mean and slow drift, and shocks shared with
others explain is taken out of both first. Two placebos repeat all of that: the other side's acts turned round by some days, each
dyad by its own; and the acts of another dyad on the same days, which share every day on which everybody meets everybody. Told is
only what exceeds the larger of both, and the largest of all kinds still in question (Westfall & Young 1993, step-down max T): in
a panel where nobody answers, anything at all is told with a chance of about 5 %.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from suasion.weigh.columns import Flags
from suasion.weigh.hawkes import Memories, fit
from suasion.weigh.panel import Panel
from suasion.weigh.resample import Array, Integers
from suasion.weigh.simulate import Network

LEVEL = 0.95
NOTHING = 1e-9
"""Information below which there is nothing to score."""
SHORTEST_SHIFT = 60
"""Days by which dates are turned round for the placebo at least, either way round."""
SLOWEST = 60
"""Days: half a wave of what counts as a trend of a stream, not as an answer."""
MOST_WAVES = 12
"""Half waves that are taken out at most, which bounds the time that long records take."""
FEWEST_DYADS = 3
"""Fewer have too few others to change places with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """By kind given and kind of answer (C, C): the score, and the bound that it has to exceed, both in standard errors.

    `least` (half-lives, C, C) is the excitation at which the score, at the half-life that speaks loudest, would meet the bound.
    """

    score: Array
    bound: Array
    least: Array

    @property
    def answered(self) -> Flags:
        """Say which kinds are answered by which (C, C)."""
        return np.asarray(self.score > self.bound, dtype=np.bool_)


def judge(panel: Panel, memories: Memories, *, placebos: int, seed: int) -> Verdict:
    """Test whether anybody answers; the panel has at least three times `SHORTEST_SHIFT` days."""
    trial = _Trial(panel, memories)
    by_half_life, information = trial.scores(memories.reverse)
    score = by_half_life.max(axis=0)
    rng = np.random.default_rng([seed, 2])
    drawn = [[trial.scores(trial.shifted(rng))[0].max(axis=0) for _ in range(placebos)]]
    if len(panel.network.pairs) >= 2 * FEWEST_DYADS:
        drawn.append([trial.scores(trial.swapped(rng))[0].max(axis=0) for _ in range(placebos)])
    bound = _bound(score, [np.stack(one) for one in drawn])
    loudest = by_half_life == score
    least = np.divide(bound, np.sqrt(information), out=np.zeros_like(information), where=information > 0)
    return Verdict(score=score, bound=bound, least=least * loudest)


class _Trial:
    """The fit without answers, and what is left to explain."""

    def __init__(self, panel: Panel, memories: Memories) -> None:
        silent = memories.silent()
        rate = np.maximum(fit(panel, silent).expected(panel, silent), 1e-9)
        self.reverse, self.network = memories.reverse, panel.network
        self.weight = 1.0 / np.sqrt(rate)
        self.left = (panel.counts - rate) * self.weight
        days, streams = rate.shape[:2]
        known = [
            channel.swapaxes(1, 2).reshape(days, streams, -1) for channel in (memories.own, memories.third)
        ]
        known.append(panel.around[:, :, 1:] * panel.counts.mean(axis=(0, 2))[:, None])
        features = np.concatenate(known, axis=2)
        features = features[:, :, features.any(axis=(0, 1))]
        self.trends = [_trends(self.weight[..., kind]) for kind in range(rate.shape[2])]
        self.known = [np.linalg.qr(self._quick(features, kind))[0] for kind in range(rate.shape[2])]

    def _quick(self, columns: Array, kind: int) -> Array:
        """Give columns (T, S, F) weighted for a kind of answer, each stream's trends taken out, as rows of cells (S × T, F)."""
        rows = columns.swapaxes(0, 1) * self.weight[..., kind].T[..., None]
        trends = self.trends[kind]
        return np.asarray(rows - trends @ (trends.swapaxes(1, 2) @ rows)).reshape(-1, columns.shape[2])

    def scores(self, reverse: Array) -> tuple[Array, Array]:
        """Give scores in standard errors, and the information, both (half-lives, C, C), of what the streams are thought to answer."""
        days, lives, streams, kinds = reverse.shape
        columns = reverse.swapaxes(1, 2).reshape(days, streams, -1)
        score, information = np.zeros((2, lives, kinds, kinds))
        for kind, known in enumerate(self.known):
            new = self._quick(columns, kind)
            new -= known @ (known.T @ new)
            square = (new**2).sum(axis=0)
            slope = new.T @ self.left[..., kind].T.reshape(-1)
            found = np.divide(slope, np.sqrt(square), out=np.zeros_like(slope), where=square > NOTHING)
            score[..., kind], information[..., kind] = (
                found.reshape(lives, kinds),
                square.reshape(lives, kinds),
            )
        return score, information

    def shifted(self, rng: np.random.Generator) -> Array:
        """Turn what is answered round, both sides of a dyad by the same days, one forth and one back."""
        days = len(self.reverse)
        shifts = rng.integers(SHORTEST_SHIFT, days - SHORTEST_SHIFT, len(self.network.pairs), endpoint=True)
        first = _dyads(self.network)
        moved = np.empty_like(self.reverse)
        for stream, number in enumerate(first):
            days_off = int(shifts[number]) if number == stream else -int(shifts[number])
            moved[:, :, stream] = np.roll(self.reverse[:, :, stream], days_off, axis=0)
        return moved

    def swapped(self, rng: np.random.Generator) -> Array:
        """Let every stream answer some other dyad's acts, as many of them as there are of its own."""
        first = _dyads(self.network)
        size = self.reverse.mean(axis=0)
        chosen = np.array([rng.choice(np.flatnonzero(first != own)) for own in first])
        factor = np.divide(size, size[:, chosen], out=np.zeros_like(size), where=size[:, chosen] > 0)
        return np.asarray(self.reverse[:, :, chosen] * factor)


def _dyads(network: Network) -> Integers:
    """Number the dyad of each stream: by the earlier one of its two streams."""
    own = np.arange(len(network.pairs))
    return np.where(network.reverse >= 0, np.minimum(own, network.reverse), own)


def _trends(weight: Array) -> Array:
    """Give an orthonormal base (S, T, waves) of each stream's mean and slow waves, weighted (T, S).

    Two records that drift, each on its own, look alike more often as they are than turned round.
    """
    days = len(weight)
    waves = np.arange(1 + min(days // SLOWEST, MOST_WAVES))
    base = np.cos(np.pi * np.outer(np.arange(days) + 0.5, waves) / days)
    return np.asarray(np.linalg.qr(base * weight.T[..., None])[0])


def _bound(score: Array, placebos: list[Array]) -> Array:
    """Give the bound of each kind: kinds that exceed the largest of all leave, and the rest is held against each other again."""
    bound, open_ = np.full(score.shape, np.inf), np.ones(score.shape, dtype=bool)
    while open_.any():
        least = max(
            float(np.quantile(one[:, open_].max(axis=1), LEVEL, method="weibull")) for one in placebos
        )
        bound[open_] = max(least, 0.0)
        told = open_ & (score > least)
        if not told.any():
            break
        open_ &= ~told
    return bound
