"""Measure 6, response: what one more act is followed by, with an interval and a placebo. Followed by, never caused.

Source: the project's notes on influence measures, §1.2. All chosen dyads share one Hawkes process (`suasion.weigh.hawkes`): rates of
excitation, answers and memory are pooled, and a dyad's own answers move its figure away from the pooled one as far as they
carry. First the whole panel is tested against placebos (`suasion.weigh.placebo`). The interval draws the pooled rates from a
parametric bootstrap, corrected for its bias, and each dyad's own factors from what its acts say of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from suasion.records import Response
from suasion.weigh.columns import Flags
from suasion.weigh.effects import Effects
from suasion.weigh.hawkes import Fit, Memories, answers_of, fit, mean_response, spectral_radius
from suasion.weigh.measures import interval
from suasion.weigh.panel import Panel
from suasion.weigh.placebo import SHORTEST_SHIFT, Verdict, judge
from suasion.weigh.resample import Array
from suasion.weigh.simulate import Network, simulate_counts

Cell: TypeAlias = tuple[int, int, int]
"""Stream, kind of the act given, kind of the answer."""
RESPONSE_DAYS = 90
SHORTEST_RECORD = 3 * SHORTEST_SHIFT
"""Days: in a shorter one, shifts of 60 days and more either way hardly differ."""
PLACEBOS = 99
BOOTSTRAPS = 60
AT_ONCE = 10
"""Panels that are drawn side by side, which bounds the memory they take."""
LARGEST_ERROR = 20.0
"""Times that a refitted response may be too large or too small, which is where a kind has no answers."""
CALIBRATED = 1.25
"""Errors of fits spread so many times as far as those of refits to panels drawn from a fit, where effects that were fitted as none
stay none: found on simulated panels whose rates were known (`bench/recovery.py response`; Loh 1987 on calibrated intervals)."""
NOTE = "Followed by, not caused: a shock that only this dyad shares, or one episode reported twice, looks the same."


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much is spent: `placebos` scores of either sort, `bootstraps` refits; `seed` makes them repeatable."""

    placebos: int = PLACEBOS
    bootstraps: int = BOOTSTRAPS
    seed: int = 0
    sufficient: float = 10.0
    """Effective acts by the source, and acts by the target, below which nothing is said of a dyad."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimated:
    """Responses (S, C, C) of every stream's reverse, as estimated and at the placebo's bound, and draws of them (draws, S, C, C).

    `answered` (C, C) says which kinds of acts the panel answers by which. `drawn` is empty if none, or if `radius` is 1 or above.
    """

    value: Array
    drawn: Array
    placebo: Array
    answered: Flags
    radius: float


def estimate(panel: Panel, effort: Effort) -> Estimated | None:
    """Test a panel, fit it, and refit draws from the fit; null for a record that is too short."""
    if len(panel.counts) < SHORTEST_RECORD:
        return None
    memories = Memories.of(panel)
    verdict = judge(panel, memories, placebos=effort.placebos, seed=effort.seed)
    fitted = fit(panel, memories)
    effects = answers_of(panel, memories, fitted)
    answers = _by_stream([[one.factor for one in row] for row in effects])
    radius = spectral_radius(fitted.excitation, panel.network, answers)
    value, drawn = _response(panel, fitted, answers), np.empty((0, *answers.shape))
    if radius < 1.0 and verdict.answered.any():
        errors = _errors(panel, fitted, effects, effort)
        rng = np.random.default_rng([effort.seed, 3])
        own = _by_stream([[one.draw(rng, effort.bootstraps) for one in row] for row in effects])
        middle = np.exp(np.log(errors).mean(axis=0))
        spread = middle * (errors / middle) ** CALIBRATED
        drawn = np.stack([_response(panel, fitted, some) for some in own]) / spread[:, None]
        value = value / middle
    return Estimated(
        value=value,
        drawn=drawn,
        placebo=_at_bound(panel, fitted, verdict),
        answered=verdict.answered,
        radius=radius,
    )


def responses(panel: Panel, effort: Effort, dataset: str) -> Iterator[Response]:
    """Give a row for every ordered pair of the panel, kind of act and kind of answer, in order."""
    found = estimate(panel, effort)
    shape = (len(panel.network.pairs), len(panel.kinds), len(panel.kinds))
    for stream, given, answer in np.ndindex(shape):
        row = _counted(panel, (stream, given, answer), dataset)
        if found is None:
            yield replace(row, value_how="too short")
        elif row.effective_n < effort.sufficient or row.answers < effort.sufficient:
            yield row
        else:
            yield _estimated(row, found, (stream, given, answer))


def _counted(panel: Panel, cell: Cell, dataset: str) -> Response:
    """Give a row with its counts and no value."""
    stream, given, answer = cell
    acts = panel.counts.sum(axis=0)
    source, target = panel.network.pairs[stream]
    return Response(
        source=source,
        target=target,
        given=panel.kinds[given],
        followed_by=panel.kinds[answer],
        days=RESPONSE_DAYS,
        value=None,
        value_how="insufficient",
        low80=None,
        high80=None,
        low95=None,
        high95=None,
        placebo95=None,
        reported=False,
        n=int(acts[stream, given]),
        effective_n=round(float(panel.chance[stream, given]), 6),
        answers=int(acts[panel.network.reverse[stream], answer]),
        dataset=dataset,
    )


def _estimated(row: Response, found: Estimated, cell: Cell) -> Response:
    """Fill in what was estimated, if it exceeds its placebo."""
    placebo, value = round(float(found.placebo[cell]), 6), round(float(found.value[cell]), 6)
    if found.radius >= 1.0:
        return replace(row, value_how="unstable", placebo95=placebo)
    if not found.answered[cell[1:]] or value <= placebo:
        return replace(row, value_how="not above placebo", placebo95=placebo)
    bounds = interval(np.concatenate([[value], found.drawn[(slice(None), *cell)]]))
    return replace(
        row,
        value=value,
        value_how="estimated",
        low80=bounds.low80,
        high80=bounds.high80,
        low95=bounds.low95,
        high95=bounds.high95,
        placebo95=placebo,
        reported=True,
        note=NOTE,
    )


def _errors(panel: Panel, fitted: Fit, effects: list[list[Effects]], effort: Effort) -> Array:
    """Refit panels drawn from the fit, factors anew, and give each pooled response as a multiple of the fit's (draws, C, C)."""
    rng = np.random.default_rng([effort.seed, 1])
    factors = _by_stream([[one.draw_others(rng, effort.bootstraps) for one in row] for row in effects])
    rates, before = fitted.rates(panel), panel.counts.mean(axis=0)
    true, found = _pooled(fitted), []
    for first in range(0, effort.bootstraps, AT_ONCE):
        some = factors[first : first + AT_ONCE]
        for counts in simulate_counts(
            rates, panel.network, fitted.excitation, rng, answers=some, before=before
        ):
            one = panel.holding(counts)
            found.append(_pooled(fit(one, Memories.of(one), fitted)))
    errors = np.divide(found, true, out=np.ones((len(found), *true.shape)), where=true > 0)
    return np.asarray(np.clip(errors, 1.0 / LARGEST_ERROR, LARGEST_ERROR))


def _at_bound(panel: Panel, fitted: Fit, verdict: Verdict) -> Array:
    """Give the response (S, C, C) that answers just at the placebo's bound would make, and none besides."""
    kinds = len(panel.kinds)
    found = np.zeros((len(panel.network.pairs), kinds, kinds))
    everyone = np.ones_like(found)
    for given, answer in np.ndindex(kinds, kinds):
        reverse = np.zeros_like(verdict.least)
        reverse[:, given, answer] = verdict.least[:, given, answer]
        only = replace(fitted.excitation, reverse=reverse)
        found[:, given, answer] = mean_response(only, panel.network, everyone, RESPONSE_DAYS)[
            :, given, answer
        ]
    return found


def _pooled(fitted: Fit) -> Array:
    """Give the response (C, C) of a dyad whose factors are 1."""
    kinds = fitted.theta.shape[1]
    network = Network.of([("", "a"), ("a", "")])
    return np.asarray(mean_response(fitted.excitation, network, np.ones((2, kinds, kinds)), RESPONSE_DAYS)[0])


def _by_stream(factors: list[list[Array]]) -> Array:
    """Give (..., S, C, C) of factors (C, C, ..., S)."""
    return np.asarray(np.moveaxis(np.array(factors), (0, 1), (-2, -1)))


def _response(panel: Panel, fitted: Fit, answers: Array) -> Array:
    return mean_response(fitted.excitation, panel.network, answers, RESPONSE_DAYS)
