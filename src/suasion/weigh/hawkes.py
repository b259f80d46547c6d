"""A discrete-time Hawkes process whose parameters all chosen dyads share, fitted by maximum likelihood.

Source: Hawkes 1971; Browning et al. 2024 for conflict events in discrete time; the project's forecasting notes, §4. Expected acts of
stream s and kind d on day t = mean_sd Σ_k β_kd around_kst + Σ_channels Σ_b Σ_c α_bcd memory_bsc(t-1). A linear link adds, so
the effect of one act can be followed exactly; it cannot hold acts back.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.signal import lfilter

from suasion.weigh.panel import Panel
from suasion.weigh.resample import Array, Integers
from suasion.weigh.simulate import HALF_LIVES, Excitation, Network, simulate_counts

LEAST_BASE = 1e-6
"""The base rate's least share of a stream's mean, so that no day is impossible."""
PRIOR_ANSWERS = 5.0
"""Answers that the pooled rate weighs as, against a dyad's own (Gamma prior with mean 1)."""
ROUNDS = 12
"""Steps in which a dyad's own answers are told from what else could have caused them (EM)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memories:
    """What earlier acts left behind, before each day: arrays (T, half-lives, S, C) for each channel."""

    own: Array
    reverse: Array
    third: Array

    @classmethod
    def of(cls, panel: Panel, shifts: Integers | None = None) -> Memories:
        """Let the acts fade.

        Args:
            panel: the counts.
            shifts: days by which to turn round what each stream is thought to answer (a placebo); null: none.

        """
        own = _faded(panel.counts.astype(float))
        reverse = panel.network.turned(own)
        if shifts is not None:
            for stream, days in enumerate(shifts):
                reverse[:, :, stream] = np.roll(reverse[:, :, stream], int(days), axis=0)
        return cls(own=own, reverse=reverse, third=panel.network.rivals(own) + _faded(panel.outside))

    def flat(self) -> Array:
        """Give all of them as (T, S, channels × half-lives × C)."""
        days, lives, streams, kinds = self.own.shape
        columns = [
            channel.transpose(0, 2, 1, 3).reshape(days, streams, lives * kinds)
            for channel in (self.own, self.reverse, self.third)
        ]
        return np.concatenate(columns, axis=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What was fitted.

    `base` (shocks, C) are shares of a stream's mean, `means` (S, C); `answers` (S, C, C) say how many times the pooled rate the
    stream answers its reverse. `theta` is where the next fit may start from.
    """

    base: Array
    means: Array
    excitation: Excitation
    answers: Array
    theta: Array

    def rates(self, panel: Panel) -> Array:
        """Give base rates (T, S, C), with what outside rivals excite."""
        base = np.einsum("tsk,kd,sd->tsd", panel.around, self.base, self.means)
        return np.asarray(base + np.einsum("tbsc,bcd->tsd", _faded(panel.outside), self.excitation.third))

    def draw(self, panel: Panel, rng: np.random.Generator) -> Panel:
        """Draw a panel from what was fitted."""
        rates = self.rates(panel)
        return panel.holding(simulate_counts(rates, panel.network, self.excitation, rng, self.answers))


def fit(panel: Panel, memories: Memories, start: Array | None = None) -> Fit:
    """Fit a panel; `start` is `Fit.theta` of a similar fit."""
    means = panel.counts.mean(axis=0)
    features = memories.flat()
    kinds, lives = len(panel.kinds), len(HALF_LIVES)
    shocks = panel.around.shape[2]
    columns = []
    for kind in range(kinds):
        shared = panel.around * means[None, :, kind, None]
        design = np.concatenate([shared, features], axis=2).reshape(-1, shocks + features.shape[2])
        first = None if start is None else start[:, kind]
        columns.append(_poisson(design, panel.counts[..., kind].reshape(-1), first))
    theta = np.stack(columns, axis=1)
    own, reverse, third = theta[shocks:].reshape(3, lives, kinds, kinds)
    excitation = Excitation(own=own, reverse=reverse, third=third)
    answers = _answers(panel, memories, theta[:shocks], excitation)
    return Fit(base=theta[:shocks], means=means, excitation=excitation, answers=answers, theta=theta)


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


def mean_response(fitted: Fit, network: Network, days: int) -> Array:
    """Give R (S, C, C): the further acts that stream s's reverse does, by kind, in `days` days after one more act of s.

    Exact: the expectation of a linear process follows the same recursion as its rates.
    """
    streams, kinds = fitted.means.shape
    keeps = fitted.excitation.keeps[:, None, None, None]
    own = fitted.excitation.own
    forth = fitted.excitation.reverse[:, None] * np.where(
        (network.reverse >= 0)[:, None, None], fitted.answers[network.reverse], 0.0
    )
    back = fitted.excitation.reverse[:, None] * fitted.answers[None]
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
    """Give exponential memories (T, half-lives, S, C) of the days before; each act's memory sums to 1 over all days."""
    keeps = 0.5 ** (1.0 / np.asarray(HALF_LIVES))
    return np.stack([lfilter([0.0, 1.0 - k], [1.0, -k], counts, axis=0) for k in keeps], axis=1)


def _poisson(design: Array, counts: Integers, start: Array | None) -> Array:
    """Maximise the likelihood of Poisson counts with non-negative effects (L-BFGS-B; the problem is convex).

    Effects are scaled to the number of acts that they explain. Days without acts enter by their sum alone.
    """
    total = design.sum(axis=0)
    acts = max(float(counts.sum()), 1.0)
    used = total > 0
    scale = np.where(used, acts / np.where(used, total, 1.0), 0.0)
    happened = counts > 0
    rows, seen = design[happened] * scale, counts[happened].astype(float)

    def loss(shares: Array) -> tuple[float, Array]:
        rate = np.maximum(rows @ shares, 1e-12)
        value = acts * shares.sum() - float(seen @ np.log(rate))
        return value, acts - (seen / rate) @ rows

    at = np.full(design.shape[1], 1.0 / design.shape[1])
    if start is not None:
        at = np.divide(start, scale, out=at, where=used)
    least = np.zeros(design.shape[1])
    least[0] = LEAST_BASE
    bounds = [(low if on else 0.0, None if on else 0.0) for low, on in zip(least, used, strict=True)]
    found = minimize(loss, np.maximum(at, least), jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x * scale)


def _answers(panel: Panel, memories: Memories, base: Array, excitation: Excitation) -> Array:
    """Give how many times the pooled rate each stream answers its reverse, drawn to 1 (Gamma-Poisson, by EM)."""
    means = panel.counts.mean(axis=0)
    fixed = np.einsum("tsk,kd,sd->tsd", panel.around, base, means)
    fixed += np.einsum("tbsc,bcd->tsd", memories.own, excitation.own)
    fixed += np.einsum("tbsc,bcd->tsd", memories.third, excitation.third)
    answers = np.ones((*means.shape, means.shape[1]))
    day, stream, kind = np.nonzero(panel.counts)
    caused = np.einsum("nbc,bcn->nc", memories.reverse[day, :, stream], excitation.reverse[:, :, kind])
    seen = panel.counts[day, stream, kind].astype(float)
    expected = np.einsum("tbsc,bcd->scd", memories.reverse, excitation.reverse)
    for _ in range(ROUNDS):
        part = caused * answers[stream, :, kind]
        share = part * (seen / np.maximum(fixed[day, stream, kind] + part.sum(axis=1), 1e-12))[:, None]
        told = np.zeros((answers.shape[0], answers.shape[2], answers.shape[1]))
        np.add.at(told, (stream, kind), share)
        answers = (PRIOR_ANSWERS + told.swapaxes(1, 2)) / (PRIOR_ANSWERS + expected)
    return answers
