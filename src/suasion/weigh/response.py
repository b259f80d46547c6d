"""Measure 6, response: what one more act is followed by, with an interval and a placebo. Followed by, never caused.

Source: the project's notes on influence measures, §1.2. All chosen dyads share one Hawkes process (`suasion.weigh.hawkes`): rates of
excitation, answers and memory are pooled, and a dyad's own answers move its figure away from the pooled one as far as they
carry. The interval is a parametric bootstrap, corrected for its bias; the placebo refits the same model after turning the
other side's dates round by 60 to 180 days, so that nothing is left to answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from suasion.records import Response
from suasion.weigh.hawkes import Fit, Memories, fit, mean_response, spectral_radius
from suasion.weigh.measures import interval
from suasion.weigh.panel import Panel
from suasion.weigh.resample import Array

Cell: TypeAlias = tuple[int, int, int]
"""Stream, kind of the act given, kind of the answer."""
RESPONSE_DAYS = 90
SHORTEST_SHIFT, LONGEST_SHIFT = 60, 180
"""Days by which dates are turned round for the placebo, either way."""
SHORTEST_RECORD = 3 * SHORTEST_SHIFT
"""Days: in a shorter one, shifts of 60 days and more either way hardly differ."""
PLACEBOS = 99
BOOTSTRAPS = 60
NOTE = "Followed by, not caused: a shock that only this dyad shares, or one episode reported twice, looks the same."


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much is spent: `placebos` and `bootstraps` refits, each as long as the first fit; `seed` makes them repeatable."""

    placebos: int = PLACEBOS
    bootstraps: int = BOOTSTRAPS
    seed: int = 0
    sufficient: float = 10.0
    """Effective acts by the source, and acts by the target, below which nothing is said of a dyad."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimated:
    """Responses (S, C, C) of every stream's reverse: the estimate, bootstrap draws and placebo draws, each (draws, S, C, C)."""

    value: Array
    drawn: Array
    placebo: Array
    radius: float


def estimate(panel: Panel, effort: Effort) -> Estimated | None:
    """Fit a panel, then refit it on placebos and on draws from the fit; null for a record that is too short.

    An unstable process (spectral radius 1 or above) is not drawn from: `drawn` is empty.
    """
    if len(panel.counts) < SHORTEST_RECORD:
        return None
    memories = Memories.of(panel)
    fitted = fit(panel, memories)
    radius = spectral_radius(fitted.excitation, panel.network, fitted.answers)
    value = mean_response(fitted, panel.network, RESPONSE_DAYS)
    stable = radius < 1.0
    return Estimated(
        value=value,
        drawn=_bootstrap(panel, fitted, effort) if stable else np.empty((0, *value.shape)),
        placebo=_placebo(panel, memories, fitted, effort),
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
    placebo = round(float(np.quantile(found.placebo[(slice(None), *cell)], 0.95, method="weibull")), 6)
    value = round(float(found.value[cell]), 6)
    if found.radius >= 1.0:
        return replace(row, value_how="unstable", placebo95=placebo)
    if value <= placebo:
        return replace(row, value_how="not above placebo", placebo95=placebo)
    reflected = 2.0 * value - found.drawn[(slice(None), *cell)]
    bounds = interval(np.concatenate([[value], np.maximum(reflected, 0.0)]))
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


def _bootstrap(panel: Panel, fitted: Fit, effort: Effort) -> Array:
    """Refit panels drawn from the fit."""
    rng = np.random.default_rng([effort.seed, 1])
    drawn = [fitted.draw(panel, rng) for _ in range(effort.bootstraps)]
    return np.stack([_refit(one, Memories.of(one), fitted) for one in drawn])


def _placebo(panel: Panel, memories: Memories, fitted: Fit, effort: Effort) -> Array:
    """Refit the panel with every stream's reverse turned round by some days of its own."""
    rng = np.random.default_rng([effort.seed, 2])
    days, streams = panel.counts.shape[:2]
    longest = min(LONGEST_SHIFT, days // 2)
    shape = (effort.placebos, streams)
    shifts = rng.integers(SHORTEST_SHIFT, longest, shape, endpoint=True) * rng.choice([-1, 1], shape)
    return np.stack([_refit(panel, memories.turned_round(row), fitted) for row in shifts])


def _refit(panel: Panel, memories: Memories, fitted: Fit) -> Array:
    return mean_response(fit(panel, memories, fitted.theta), panel.network, RESPONSE_DAYS)
