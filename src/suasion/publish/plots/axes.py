"""What the pictures share: the frame with its axes, interval bands, marks of gaps and of turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from suasion.publish.plots.labels import Box, text_width
from suasion.publish.plots.scale import Days, Linear, day_ticks, figure, month_label
from suasion.publish.plots.series import Point, Series
from suasion.publish.plots.svg import group, line, shape, tag, text
from suasion.records import Tie

TICK_SIZE = 10.5
"""Font size of ticks and counts, in user units."""
TICK_ROOM = 46.0
"""How far apart ticks of days stand at least."""
LEVELS = (95, 80)
"""Percent of the intervals, the wider first: it is drawn below."""
DOT = 2.2
LOWEST = 14.0
"""How far below the axis its labels stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The field of a course over time: its days, its values and the round values that are ruled."""

    days: Days
    values: Linear
    ruled: tuple[float, ...]

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.values.end

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.values.start


def rulings(frame: Frame, *, percent: bool = False) -> Markup:
    """Rule the field: a line and a label for each round value, ticks for days."""
    left, right = frame.days.start, frame.days.end
    parts: list[Markup] = []
    for value in frame.ruled:
        y = frame.values.at(value)
        said = f"{figure(value * 100)} %" if percent else figure(value)
        heavy = value in (0, frame.values.low)
        parts.append(line(left, y, right, y, "base" if heavy else "rule"))
        parts.append(text(left - 6, y + 3.5, said, "soft", TICK_SIZE, "end"))
    return group(*parts)


def day_axis(days: Days, y: float) -> Markup:
    """Draw the axis of days, those labels left out that would not fit."""
    parts = [line(days.start, y, days.end, y, "base")]
    for tick in day_ticks(days, TICK_ROOM):
        parts.append(line(tick.at, y, tick.at, y + 4, "base"))
        if tick.at + text_width(tick.label, TICK_SIZE) / 2 <= days.end + 10:
            parts.append(text(tick.at, y + LOWEST + 2, tick.label, "soft", TICK_SIZE, "middle"))
    return group(*parts)


def courses(frame: Frame, series: Series) -> Markup:
    """Draw a series: for each run of measured windows its 95 % and 80 % bands, its line and its points."""
    return group(*(_run(frame, run) for run in series.runs() if run[0].measured), class_="s1")


def _run(frame: Frame, run: Sequence[Point]) -> Markup:
    told = [(frame.days.at(point.middle), tie) for point in run if (tie := point.measured)]
    across = [(x, frame.values.at(tie.value)) for x, tie in told if tie.value is not None]
    bands = []
    for level in LEVELS:
        edges = [
            (x, frame.values.at(bounds[0]), frame.values.at(bounds[1]))
            for x, tie in told
            if (bounds := bounds_of(tie, level))
        ]
        bands += [_band(edges, f"band{level}")] if edges else []
    track = [tag("path", d=shape(across), class_="track")] if len(across) > 1 else []
    return group(*bands, *track, *(tag("circle", cx=x, cy=y, r=DOT, class_="dot") for x, y in across))


def bounds_of(tie: Tie, level: int) -> tuple[float, float] | None:
    """Give the 80 or 95 % interval of a tie, if it has one."""
    low, high = (tie.low95, tie.high95) if level == LEVELS[0] else (tie.low80, tie.high80)
    return None if low is None or high is None else (low, high)


def _band(edges: Sequence[tuple[float, float, float]], class_: str) -> Markup:
    """Fill between the bounds; one window alone gets a bar."""
    if len(edges) == 1:
        x, low, high = edges[0]
        edges = [(x - 2.5, low, high), (x + 2.5, low, high)]
    around = [(x, high) for x, _, high in edges] + [(x, low) for x, low, _ in reversed(edges)]
    return tag("path", d=shape(around, closed=True), class_=class_)


def gaps(frame: Frame, series: Series) -> Markup:
    """Mark each run of windows without a value by a bar on the axis, with its number of events where there is room."""
    parts = []
    for run in series.runs():
        if run[0].measured:
            continue
        left, right = frame.days.at(run[0].first), frame.days.at(run[-1].last, after=True)
        parts.append(tag("rect", x=left, y=frame.bottom - 4, width=right - left, height=4, class_="gap"))
        said = str(sum(point.n for point in run))
        if text_width(said, TICK_SIZE) + 4 <= right - left:
            parts.append(text((left + right) / 2, frame.bottom - 8, said, "soft", TICK_SIZE, "middle"))
    return group(*parts)


def turns(frame: Frame, days: Sequence[date]) -> Markup:
    """Mark the days from which deeds came at another rate: a dashed line, a wedge, and the month where there is room."""
    parts: list[Markup] = []
    taken: list[Box] = []
    for day in sorted(days):
        if not frame.days.first <= day <= frame.days.last:
            continue
        x, said = frame.days.at(day), month_label(day)
        parts.append(line(x, frame.top, x, frame.bottom, "turn"))
        wedge = [(x - 4, frame.top - 6), (x + 4, frame.top - 6), (x, frame.top)]
        parts.append(tag("path", d=shape(wedge, closed=True), class_="wedge"))
        width = text_width(said, TICK_SIZE)
        left = x + 7 if x + 7 + width <= frame.days.end else x - 7 - width
        box = Box(x1=left, y1=frame.top - 8, x2=left + width, y2=frame.top + 4)
        if not any(box.covers(other) for other in taken):
            parts.append(text(left, frame.top + 1, said, "turned", TICK_SIZE))
            taken.append(box)
    return group(*parts)
