"""Random effects of streams on a pooled Poisson rate: factors with a Gamma prior of mean 1, found by Laplace's approximation.

Of the acts in a cell, `fixed` are expected for other causes and `caused` × factor for this one, so how many of the acts seen belong
to it is itself in doubt; the spread counts that (Louis 1982 on missing information).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from suasion.weigh.resample import Array, Integers

STRENGTHS = (0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0)
"""Shapes of the prior that are compared: factors vary by 1/√shape of their mean, from 180 to 6 %."""
STEPS = 8
"""Newton steps; the damped ones settle to three digits."""
LONGEST_STEP = 1.0
"""Of a factor's logarithm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """Factors by strength of the prior: `log` and `spread` (strengths, S) are normal, `chance` (strengths) says which strength holds."""

    log: Array
    spread: Array
    chance: Array

    @property
    def factor(self) -> Array:
        """Give the factor of each stream (S) at the likeliest strength."""
        return np.asarray(np.exp(self.log[int(self.chance.argmax())]))

    def draw(self, rng: np.random.Generator, draws: int) -> Array:
        """Draw factors (draws, S) as they may be, given what was seen."""
        held = rng.choice(len(self.chance), draws, p=self.chance)
        normal = rng.standard_normal((draws, self.log.shape[1]))
        return np.asarray(np.exp(self.log[held] + self.spread[held] * normal))

    def draw_others(self, rng: np.random.Generator, draws: int) -> Array:
        """Draw factors (draws, S) of streams like these, of which nothing was seen."""
        shape = np.asarray(STRENGTHS)[rng.choice(len(self.chance), draws, p=self.chance)][:, None]
        return np.asarray(rng.standard_gamma(shape, (draws, self.log.shape[1])) / shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What one cause is thought to bring about, in cells with acts of one kind.

    `stream` is of each cell, `seen` its acts, `fixed` the acts expected for other causes, `caused` those for this one at factor 1;
    `expected` (S) sums `caused` over all days.
    """

    stream: Integers
    seen: Array
    fixed: Array
    caused: Array
    expected: Array


def effects_of(cause: Cause) -> Effects:
    """Give each stream's factor; before anything is seen, all strengths are as likely."""
    rows = [_at(shape, cause) for shape in STRENGTHS]
    evidence = np.array([one for _, _, one in rows])
    chance = np.exp(evidence - evidence.max())
    return Effects(
        log=np.stack([log for log, _, _ in rows]),
        spread=np.stack([spread for _, spread, _ in rows]),
        chance=chance / chance.sum(),
    )


def _at(shape: float, cause: Cause) -> tuple[Array, Array, float]:
    """Give logarithms of factors, their spread, and the log of the marginal likelihood, at one strength of the prior."""
    stream, seen, expected = cause.stream, cause.seen, cause.expected
    streams = len(expected)
    log: Array = np.zeros(streams)
    information: Array = np.ones(streams)
    for step in range(STEPS + 1):
        part = cause.caused * np.exp(log)[stream]
        rate = np.maximum(cause.fixed + part, 1e-12)
        share = part / rate
        told = np.bincount(stream, weights=seen * share, minlength=streams)
        information = np.asarray(
            shape + np.bincount(stream, weights=seen * share**2, minlength=streams), float
        )
        if step < STEPS:
            slope = shape + told - (shape + expected) * np.exp(log)
            log = np.asarray(log + np.clip(slope / information, -LONGEST_STEP, LONGEST_STEP), float)
    prior = shape * np.log(shape) - gammaln(shape) + shape * (log - np.exp(log))
    likely = seen @ np.log(rate) - expected @ np.exp(log)
    marginal = likely + (prior + 0.5 * np.log(2.0 * np.pi / information)).sum()
    return log, 1.0 / np.sqrt(information), float(marginal)
