"""A discrete-time Hawkes process whose parameters all chosen dyads share, fitted by maximum likelihood.

Source: Hawkes 1971; Browning et al. 2024 for conflict events in discrete time; the project's forecasting notes, §4. Expected acts of
stream s and kind d on day t = level_sd Σ_k β_kd around_kst + Σ_channels Σ_b Σ_c α_bcd memory_bsc(t-1). A linear link adds, so
the effect of one act can be followed exactly; it cannot hold acts back. Levels are random effects (`suasion.weigh.effects`): were
they the streams' own means, these would take up what acts of the last weeks have bred.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from scipy.optimize import minimize
from scipy.signal import lfilter

from suasion.weigh.effects import Cause, Cells, Effects, effects_of
from suasion.weigh.panel import Panel
from suasion.weigh.resample import Array, Integers
from suasion.weigh.simulate import HALF_LIVES, Excitation, Network

LEAST_BASE = 1e-6
"""The base rate's least share of a kind's acts, so that no day is impossible."""
TOLERANCE = {"ftol": 1e-8, "gtol": 1e-5}
"""Relative, of the log-likelihood an act."""
ROUNDS = 3
"""How often levels and pooled rates are fitted in turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memories:
    """What earlier acts left behind, before each day: arrays (T, half-lives, S, C) for each channel."""

    own: Array
    reverse: Array
    third: Array

    @classmethod
    def of(cls, panel: Panel) -> Memories:
        """Let the acts fade."""
        own = _faded(panel.counts.astype(float))
        return cls(
            own=own,
            reverse=panel.network.turned(own),
            third=panel.network.rivals(own) + _faded(panel.outside),
        )

    def silent(self) -> Memories:
        """Give the same where nobody answers."""
        return replace(self, reverse=np.zeros_like(self.reverse))

    def at(self, day: Integers, stream: Integers) -> Array:
        """Give some cells as rows (cells, channels × half-lives × C)."""
        found = [channel[day, :, stream] for channel in (self.own, self.reverse, self.third)]
        return np.stack(found, axis=1).reshape(len(day), 3 * found[0].shape[1] * found[0].shape[2])

    def total(self) -> Array:
        """Give the sums over all days and streams, in the order of `at`."""
        return np.stack([one.sum(axis=(0, 2)) for one in (self.own, self.reverse, self.third)]).reshape(-1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What all streams share, and each one's level.

    `base` (shocks, C) are acts a day, times `levels` (S, C) with mean about 1. `theta` (features, C) is base and excitation as they
    were fitted, in the order of `Memories.at`; the next fit may start from it.
    """

    theta: Array
    levels: Array
    shocks: int

    @property
    def base(self) -> Array:
        """Give acts a day, of a stream with level 1, for each shock."""
        return self.theta[: self.shocks]

    @property
    def excitation(self) -> Excitation:
        """Give what acts bring about."""
        kinds = self.theta.shape[1]
        own, reverse, third = self.theta[self.shocks :].reshape(3, -1, kinds, kinds)
        return Excitation(own=own, reverse=reverse, third=third)

    def rates(self, panel: Panel) -> Array:
        """Give base rates (T, S, C), with what outside rivals excite."""
        base = np.einsum("tsk,kd,sd->tsd", panel.around, self.base, self.levels)
        return np.asarray(base + np.einsum("tbsc,bcd->tsd", _faded(panel.outside), self.excitation.third))

    def expected(self, panel: Panel, memories: Memories) -> Array:
        """Give the acts expected of every stream on every day (T, S, C), after what has gone before."""
        base = np.einsum("tsk,kd,sd->tsd", panel.around, self.base, self.levels)
        excitation = self.excitation
        for channel, effect in (
            (memories.own, excitation.own),
            (memories.reverse, excitation.reverse),
            (memories.third, excitation.third),
        ):
            base += np.tensordot(channel.swapaxes(1, 2), effect, axes=2)
        return np.asarray(base)


def fit(panel: Panel, memories: Memories, start: Fit | None = None) -> Fit:
    """Fit a panel; `start` is a similar fit."""
    kinds, shocks, total = len(panel.kinds), panel.around.shape[2], memories.total()
    theta = np.zeros((shocks + len(total), kinds))
    around = panel.around.sum(axis=0)
    levels = np.ones(panel.counts.shape[1:])
    for kind in range(kinds):
        day, stream = np.nonzero(panel.counts[..., kind])
        near, rest = panel.around[day, stream], memories.at(day, stream)
        seen = panel.counts[day, stream, kind].astype(float)
        each = np.full(len(levels), seen.sum() / len(levels))
        cells = Cells(stream=stream, seen=seen, fixed=np.zeros_like(seen))
        level = effects_of(cells, Cause(acts=np.ones_like(seen), expected=each)).factor
        found = None
        if start is not None:
            found, level = start.theta[:, kind], start.levels[:, kind]
        for _ in range(ROUNDS):
            rows = np.hstack([near * level[stream, None], rest])
            found = _poisson(rows, seen, np.concatenate([level @ around, total]), found)
            steady = near @ found[:shocks]
            cells = Cells(stream=stream, seen=seen, fixed=rest @ found[shocks:])
            level = effects_of(cells, Cause(acts=steady, expected=around @ found[:shocks])).factor
        theta[:, kind], levels[:, kind] = found, level
    return Fit(theta=theta, levels=levels, shocks=shocks)


def answers_of(panel: Panel, memories: Memories, fitted: Fit) -> list[list[Effects]]:
    """Give how many times the pooled rate each stream answers its reverse, for each kind given and each answer.

    Levels vary beside them: fitted where all streams answer alike, they have taken up some of what single ones answer.
    """
    reverse, expected = fitted.excitation.reverse, memories.reverse.sum(axis=0)
    around, kinds = panel.around.sum(axis=0), range(len(panel.kinds))
    rate = fitted.expected(panel, memories)
    found: list[list[Effects]] = [[] for _ in kinds]
    for given, kind in product(kinds, kinds):
        day, stream = np.nonzero(panel.counts[..., kind])
        steady = panel.around[day, stream] @ fitted.base[:, kind]
        answers = memories.reverse[day, :, stream, given] @ reverse[:, given, kind]
        rest = rate[day, stream, kind] - answers - steady * fitted.levels[stream, kind]
        seen = panel.counts[day, stream, kind].astype(float)
        effects = effects_of(
            Cells(stream=stream, seen=seen, fixed=np.maximum(rest, 0.0)),
            Cause(acts=answers, expected=reverse[:, given, kind] @ expected[:, :, given]),
            Cause(acts=steady, expected=around @ fitted.base[:, kind]),
        )
        found[given].append(effects)
    return found


def spectral_radius(excitation: Excitation, network: Network, answers: Array) -> float:
    """Give how many acts one act brings about in the long run, each generation; at 1 or above, the process explodes."""
    own, third = excitation.own.sum(axis=0), excitation.third.sum(axis=0)
    reverse = excitation.reverse.sum(axis=0) * answers
    acts, radius = np.ones(answers.shape[:2]), 0.0
    for _ in range(200):
        grown = acts + acts @ own + np.einsum("sc,scd->sd", network.turned(acts), reverse)
        grown += network.rivals(acts) @ third
        radius = float(grown.sum() / acts.sum()) - 1.0
        acts = grown / grown.sum()
    return radius


def mean_response(excitation: Excitation, network: Network, answers: Array, days: int) -> Array:
    """Give R (S, C, C): the further acts that stream s's reverse does, by kind, in `days` days after one more act of s.

    Exact: the expectation of a linear process follows the same recursion as its rates. `answers` (S, C, C) are factors.
    """
    streams, kinds = answers.shape[:2]
    keeps = excitation.keeps[:, None, None, None]
    own, reverse = excitation.own, excitation.reverse[:, None]
    forth = reverse * np.where((network.reverse >= 0)[:, None, None], answers[network.reverse], 0.0)
    back = reverse * answers[None]
    acts = np.broadcast_to(np.eye(kinds), (streams, kinds, kinds))
    here = (1.0 - keeps) * acts
    there = np.zeros_like(here)
    total = np.zeros((streams, kinds, kinds))
    for _ in range(days):
        done = (here @ own[:, None] + there @ back).sum(axis=0)
        answered = (there @ own[:, None] + here @ forth).sum(axis=0)
        total += answered
        here = keeps * here + (1.0 - keeps) * done
        there = keeps * there + (1.0 - keeps) * answered
    return total


def _faded(counts: Array) -> Array:
    """Give exponential memories (T, half-lives, S, C) of the days before; each act's memory sums to 1 over all days.

    Before the first day, as many acts a day are taken to have been done as after it: with none, what is remembered longest would
    be lowest at the start, where acts are not fewer.
    """
    keeps = 0.5 ** (1.0 / np.asarray(HALF_LIVES))
    before = counts.mean(axis=0, keepdims=True)
    return np.stack([lfilter([0.0, 1.0 - k], [1.0, -k], counts, axis=0, zi=before)[0] for k in keeps], axis=1)


def _poisson(rows: Array, seen: Array, total: Array, start: Array | None) -> Array:
    """Maximise the likelihood of Poisson counts with non-negative effects (L-BFGS-B; the problem is convex).

    Args:
        rows: the features of cells with acts.
        seen: their acts.
        total: the features' sums over all cells, which is all that cells without acts say.
        start: effects to start from.

    """
    acts = max(float(seen.sum()), 1.0)
    used = total > 0
    scale = np.where(used, acts / np.where(used, total, 1.0), 0.0)  # effects become shares of the acts
    scaled = rows * scale

    def loss(shares: Array) -> tuple[float, Array]:
        rate = np.maximum(scaled @ shares, 1e-12)
        return float(shares.sum() - seen @ np.log(rate) / acts), 1.0 - (seen / rate) @ scaled / acts

    at = np.full(len(total), 1.0 / len(total))
    if start is not None:
        at = np.divide(start, scale, out=at, where=used)
    least = np.zeros(len(total))
    least[0] = LEAST_BASE
    bounds = [(low if on else 0.0, None if on else 0.0) for low, on in zip(least, used, strict=True)]
    found = minimize(
        loss, np.maximum(at, least), jac=True, method="L-BFGS-B", bounds=bounds, options=TOLERANCE
    )
    return np.asarray(found.x * scale)
