"""A discrete-time Hawkes process whose parameters all chosen dyads share, fitted by maximum likelihood.

Source: Hawkes 1971; Browning et al. 2024 for conflict events in discrete time; the project's forecasting notes, §4. Expected acts of
stream s and kind d on day t = mean_sd Σ_k β_kd around_kst + Σ_channels Σ_b Σ_c α_bcd memory_bsc(t-1). A linear link adds, so
the effect of one act can be followed exactly; it cannot hold acts back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

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
TOLERANCE = {"ftol": 1e-8, "gtol": 1e-5}
"""Relative, of the log-likelihood an act."""
ROUNDS = 12
"""Steps in which a dyad's own answers are told from what else could have caused them (EM)."""


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

    def turned_round(self, shifts: Integers) -> Memories:
        """Give a placebo: what each stream is thought to answer comes some days earlier or later, the end going to the beginning."""
        reverse = self.reverse.copy()
        for stream, days in enumerate(shifts):
            reverse[:, :, stream] = np.roll(reverse[:, :, stream], int(days), axis=0)
        return replace(self, reverse=reverse)

    def at(self, day: Integers, stream: Integers) -> Array:
        """Give some cells as rows (cells, channels × half-lives × C)."""
        found = [channel[day, :, stream] for channel in (self.own, self.reverse, self.third)]
        return np.stack(found, axis=1).reshape(len(day), 3 * found[0].shape[1] * found[0].shape[2])

    def total(self) -> Array:
        """Give the sums over all days and streams, in the order of `at`."""
        return np.stack([one.sum(axis=(0, 2)) for one in (self.own, self.reverse, self.third)]).reshape(-1)


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
    means, kinds = panel.counts.mean(axis=0), len(panel.kinds)
    shocks, total = panel.around.shape[2], memories.total()
    theta = np.zeros((shocks + len(total), kinds))
    answers = np.ones((*means.shape, kinds))
    expected = memories.reverse.sum(axis=0)
    for kind in range(kinds):
        day, stream = np.nonzero(panel.counts[..., kind])
        rows = np.hstack([panel.around[day, stream] * means[stream, kind, None], memories.at(day, stream)])
        sums = np.concatenate([means[:, kind] @ panel.around.sum(axis=0), total])
        seen = panel.counts[day, stream, kind].astype(float)
        theta[:, kind] = _poisson(rows, seen, sums, None if start is None else start[:, kind])
        reverse = theta[shocks:, kind].reshape(3, -1, kinds)[1]
        caused = (memories.reverse[day, :, stream] * reverse).sum(axis=1)
        fixed = rows @ theta[:, kind] - caused.sum(axis=1)
        pooled = (expected * reverse[:, None]).sum(axis=0)
        answers[..., kind] = _answers(stream, seen, fixed, caused, pooled)
    own, reverse, third = theta[shocks:].reshape(3, -1, kinds, kinds)
    excitation = Excitation(own=own, reverse=reverse, third=third)
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


def _answers(stream: Integers, seen: Array, fixed: Array, caused: Array, pooled: Array) -> Array:
    """Give how many times the pooled rate each stream answers its reverse (S, C), drawn to 1 (Gamma-Poisson, by EM).

    Args:
        stream: of each cell with acts of one kind.
        seen: its acts.
        fixed: the acts expected in it for other causes.
        caused: the answers expected in it at the pooled rate, by the kind that is answered.
        pooled: the answers expected over all days (S, C).

    """
    answers = np.ones_like(pooled)
    for _ in range(ROUNDS):
        part = caused * answers[stream]
        share = part * (seen / np.maximum(fixed + part.sum(axis=1), 1e-12))[:, None]
        told = np.stack(
            [np.bincount(stream, weights=column, minlength=len(pooled)) for column in share.T], axis=1
        )
        answers = (PRIOR_ANSWERS + told) / (PRIOR_ANSWERS + pooled)
    return answers
