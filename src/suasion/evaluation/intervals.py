"""Intervals of 95 % for shares estimated from weighted, clustered samples, in closed form: no draws, no seed."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

Z95 = 1.959963984540054
"""The normal distribution's 97.5 % point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One item's value, 0 to 1 (the mean of its coders'), how many items of the case it stands for, and its report."""

    weight: float
    value: float
    report: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranged:
    """A share, 0 to 1, with its interval of 95 %, from `n` answered items. Null where too little was answered."""

    value: float | None
    low95: float | None
    high95: float | None
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate(Ranged):
    """A share whose `n` items tell as much as `effective_n` drawn evenly would."""

    effective_n: float


NOTHING = Estimate(value=None, low95=None, high95=None, n=0, effective_n=0.0)


@dataclass(frozen=True, slots=True)
class Bounds:
    """An estimate with its interval, in any unit."""

    value: float
    low: float
    high: float


def estimate(items: Sequence[Judged]) -> Estimate:
    """Estimate a share: the weighted mean, and Wilson's interval with the effective sample size.

    Wilson's interval with the effective size does well for shares near 0 and 1, where the usual one fails (Franco, Little,
    Louis and Slud 2019, Journal of Survey Statistics and Methodology 7: 334-364).
    """
    if not items:
        return NOTHING
    whole = math.fsum(item.weight for item in items)
    share = math.fsum(item.weight * item.value for item in items) / whole
    share = min(max(share, 0.0), 1.0)
    size = effective_size(items, share)
    low, high = wilson(share, size)
    return Estimate(value=share, low95=low, high95=high, n=len(items), effective_n=size)


def effective_size(items: Sequence[Judged], share: float) -> float:
    """Give how many evenly drawn items would tell as much (Korn and Graubard 1998, Survey Methodology 24: 193-201).

    The variance is linearised, with reports as clusters: a mistake comes back in the sentences of one report. Where all
    values are the same, or all items of one report, that shows nothing, and Kish's size by weights is taken. Never more
    than there are items.
    """
    whole = math.fsum(item.weight for item in items)
    kish = whole * whole / math.fsum(item.weight * item.weight for item in items)
    by_report: dict[str, float] = defaultdict(float)
    for item in items:
        by_report[item.report] += item.weight * (item.value - share) / whole
    reports = len(by_report)
    if reports < 2 or not 0 < share < 1:  # noqa: PLR2004  one report does not vary
        return kish
    variance = math.fsum(gap * gap for gap in by_report.values()) * reports / (reports - 1)
    return min(share * (1 - share) / variance, float(len(items))) if variance else kish


def wilson(share: float, size: float) -> tuple[float, float]:
    """Give Wilson's score interval (1927, Journal of the American Statistical Association 22: 209-212)."""
    if size <= 0:
        return 0.0, 1.0
    spread = Z95 * Z95 / size
    middle = (share + spread / 2) / (1 + spread)
    half = Z95 / (1 + spread) * math.sqrt(share * (1 - share) / size + spread / (4 * size))
    return min(max(0.0, middle - half), share), max(min(1.0, middle + half), share)


def scaled(share: Estimate, factor: float) -> Bounds:
    """Give a share times a number; where nothing was answered the share may be anything from 0 to 1 and is taken as 0."""
    if share.value is None or share.low95 is None or share.high95 is None:
        return Bounds(0.0, 0.0, factor)
    return Bounds(share.value * factor, share.low95 * factor, share.high95 * factor)


def added(parts: Sequence[Bounds]) -> Bounds:
    """Add independent estimates by the method of variance estimates recovery.

    Zou, Huang and Zhang 2009, Computational Statistics and Data Analysis 53: 1080-1085. A part with no hit
    among few items keeps its upper bound, which a resampling would lose.
    """
    value = math.fsum(part.value for part in parts)
    below = math.sqrt(math.fsum((part.value - part.low) ** 2 for part in parts))
    above = math.sqrt(math.fsum((part.high - part.value) ** 2 for part in parts))
    return Bounds(value, max(0.0, value - below), value + above)


def ratio(top: Bounds, bottom: Bounds) -> Bounds:
    """Divide independent estimates that are not negative (Donner and Zou 2012, Statistical Methods in Medical Research 21: 347-359).

    The bottom must be above 0; where it may be 0 the upper bound is infinite.
    """
    product = top.value * bottom.value
    low_of = top.low * bottom.high * (2 * top.value - top.low) * (2 * bottom.value - bottom.high)
    high_of = top.high * bottom.low * (2 * top.value - top.high) * (2 * bottom.value - bottom.low)
    low_by = bottom.high * (2 * bottom.value - bottom.high)
    high_by = bottom.low * (2 * bottom.value - bottom.low)
    value = top.value / bottom.value
    low = (product - math.sqrt(max(product * product - low_of, 0.0))) / low_by if low_by > 0 else 0.0
    if high_by <= 0:
        return Bounds(value, max(low, 0.0), math.inf)
    high = (product + math.sqrt(max(product * product - high_of, 0.0))) / high_by
    return Bounds(value, min(max(low, 0.0), value), max(high, value))
