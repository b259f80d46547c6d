"""Random effects of streams on a pooled Poisson rate: factors with a Gamma prior of mean 1, found by Laplace's approximation.

Of the acts in a cell, some are expected for each cause, so how many of those seen belong to one is itself in doubt; the spread counts
that (Louis 1982 on missing information).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

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
    """Factors by supposition of how they vary: `log` and `spread` (suppositions, S) are normal.

    `shape` (suppositions) is of the factors' Gamma prior, `chance` that the supposition holds.
    """

    log: Array
    spread: Array
    shape: Array
    chance: Array

    @property
    def factor(self) -> Array:
        """Give the factor of each stream (S) under the likeliest supposition."""
        return np.asarray(np.exp(self.log[int(self.chance.argmax())]))

    def draw(self, rng: np.random.Generator, draws: int) -> Array:
        """Draw factors (draws, S) as they may be, given what was seen."""
        held = rng.choice(len(self.chance), draws, p=self.chance)
        normal = rng.standard_normal((draws, self.log.shape[1]))
        return np.asarray(np.exp(self.log[held] + self.spread[held] * normal))

    def draw_others(self, rng: np.random.Generator, draws: int) -> Array:
        """Draw factors (draws, S) of streams like these, of which nothing was seen."""
        shape = self.shape[rng.choice(len(self.chance), draws, p=self.chance)][:, None]
        return np.asarray(rng.standard_gamma(shape, (draws, self.log.shape[1])) / shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What one cause is thought to bring about at factor 1: `acts` in cells with acts, `expected` (S) over all days."""

    acts: Array
    expected: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Cells with acts of one kind: the `stream` of each, its acts `seen`, and the acts `fixed` that are expected for other causes."""

    stream: Integers
    seen: Array
    fixed: Array


def effects_of(cells: Cells, *causes: Cause) -> Effects:
    """Give each stream's factor of the first cause, where those of further causes vary too.

    What varies beside it must be supposed to vary: else the factors of one cause take up what the other's have brought about. Before
    anything is seen, all strengths are as likely.
    """
    suppositions = list(product(STRENGTHS, repeat=len(causes)))
    rows = [_at(np.array(shapes), cells, causes) for shapes in suppositions]
    evidence = np.array([one for _, _, one in rows])
    chance = np.exp(evidence - evidence.max())
    return Effects(
        log=np.stack([log for log, _, _ in rows]),
        spread=np.stack([spread for _, spread, _ in rows]),
        shape=np.array([shapes[0] for shapes in suppositions]),
        chance=chance / chance.sum(),
    )


def _at(shape: Array, cells: Cells, causes: Sequence[Cause]) -> tuple[Array, Array, float]:
    """Give logarithms of the first cause's factors, their spread, and the log of the marginal likelihood, at one strength of each prior.

    Newton's steps and Laplace's approximation are of all causes' factors of a stream together.
    """
    stream, seen = cells.stream, cells.seen
    acts, expected = (np.stack([getattr(one, name) for one in causes]) for name in ("acts", "expected"))
    number, streams = expected.shape
    log: Array = np.zeros((number, streams))
    information: Array = np.zeros((streams, number, number))
    for step in range(STEPS + 1):
        parts = acts * np.exp(log)[:, stream]
        rate = np.maximum(cells.fixed + parts.sum(axis=0), 1e-12)
        share = parts / rate
        for one, other in product(range(number), repeat=2):
            told = np.bincount(stream, weights=seen * share[one] * share[other], minlength=streams)
            information[:, one, other] = told + (shape[one] if one == other else 0.0)
        if step < STEPS:
            told = np.stack([np.bincount(stream, weights=seen * part, minlength=streams) for part in share])
            slope = shape[:, None] + told - (shape[:, None] + expected) * np.exp(log)
            moved = np.linalg.solve(information, slope.T[:, :, None])[:, :, 0].T
            log = np.asarray(log + np.clip(moved, -LONGEST_STEP, LONGEST_STEP), float)
    prior = (shape * np.log(shape) - gammaln(shape))[:, None] + shape[:, None] * (log - np.exp(log))
    likely = seen @ np.log(rate) - (expected * np.exp(log)).sum()
    width = number * np.log(2.0 * np.pi) - np.linalg.slogdet(information)[1]
    marginal = likely + prior.sum() + 0.5 * width.sum()
    return log[0], np.sqrt(np.linalg.inv(information)[:, 0, 0]), float(marginal)
