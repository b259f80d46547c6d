"""The timeline: events by day, a lane for each acting side, in shapes that tell factuality without colour."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from suasion.publish.index import Index, Side
from suasion.publish.network import root_scale
from suasion.publish.words import counted, month
from suasion.records import Event, Factuality

WIDTH, LEFT, RIGHT, GUTTER = 960, 150, 70, 90
LANE, TOP, ROW = 34, 30, 11
LANES, MARKS = 12, 400
BINS = {7: "a week", 28: "four weeks", 91: "a quarter of a year", 364: "a year"}
"""Days that a mark may stand for; the narrowest is taken of which at most `MOST_BINS` make up the time."""
MOST_BINS = 104
TICKS = 8
MARGIN = timedelta(days=400)
"""Older events (counted back from the first dated report) stand apart: they would squeeze the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A shape on the timeline: one event, or (when binned) several of one lane, week and factuality."""

    x: float
    y: float
    r: float
    x1: float
    x2: float
    factuality: Factuality
    href: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """The row of one acting side."""

    name: str
    top: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A date on the axis."""

    x: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The picture; `binned` names the stretch of days that a mark stands for, empty where each is one event."""

    width: int
    height: float
    lanes: tuple[Lane, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    gutter: str
    gutter_x: float
    binned: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """Days to x. Days before `start` share the gutter at the left, if there is one."""

    first: date
    start: date
    end: date
    left: float

    def x(self, value: date) -> float:
        """Place a day; the days before `start` share the gutter at a scale of their own."""
        if value < self.start:
            share = (value - self.first).days / max((self.start - self.first).days, 1)
            return LEFT + 14 + (GUTTER - 34) * share
        span = max((self.end - self.start).days, 1)
        share = min((value - self.start).days / span, 1.0)
        return self.left + (WIDTH - RIGHT - self.left) * share


def timeline(index: Index, events: Sequence[Event]) -> Timeline | None:
    """Draw those of some events that stand on a day; null when none does."""
    placed = [(event, event.day) for event in events if event.day]
    if not placed:
        return None
    axis = make_axis(index, [day for _, day in placed])
    binned = len(placed) > MARKS
    span = (axis.end - axis.start).days
    wide = next((days for days in BINS if span / days <= MOST_BINS), max(BINS))
    by_lane = into_lanes(index, placed)
    lanes: list[Lane] = []
    marks: list[Mark] = []
    top = float(TOP)
    for name, own in by_lane:
        drawn = bins(index, axis, own, wide) if binned else singles(index, axis, own)
        rows = stack(drawn)
        height = max(LANE, ROW * 2 * (max(rows, default=0) + 1) + 12)
        lanes.append(Lane(name=name, top=top, height=height))
        marks += [lifted(mark, top + 6 + ROW + ROW * 2 * row) for mark, row in zip(drawn, rows, strict=True)]
        top += height
    early = any(day < axis.start for _, day in placed)
    return Timeline(
        width=WIDTH,
        height=top + 10,
        lanes=tuple(lanes),
        marks=tuple(marks),
        ticks=ticks(axis),
        binned=BINS[wide] if binned else "",
        gutter=f"before {axis.start.year}" if early else "",
        gutter_x=LEFT + GUTTER / 2,
    )


def make_axis(index: Index, days: Sequence[date]) -> Axis:
    """Choose the days that the axis spans: those around the news; older events are set apart."""
    first, last = min(days), max(days)
    published = [report.published.start for report in index.reports.values() if report.published.start]
    anchor = min(published, default=last)
    floor = date((anchor - MARGIN).year, 1, 1) if anchor - MARGIN > date(1, 2, 1) else first
    recent = [day for day in days if day >= floor] or list(days)
    start = min(recent).replace(day=1)
    if first < floor <= start and recent is not days:
        start = max(floor, start.replace(month=1))
    return Axis(
        first=first,
        start=start,
        end=max(last, start + timedelta(days=27)),
        left=LEFT + (GUTTER if first < start else 0),
    )


def into_lanes(
    index: Index, placed: Sequence[tuple[Event, date]]
) -> list[tuple[str, list[tuple[Event, date]]]]:
    """Sort events into lanes, the busiest first.

    An act of several sides goes to the busiest of them; the sides beyond the limit share one lane.
    """
    by_side: dict[Side, list[tuple[Event, date]]] = defaultdict(list)
    counts = Counter(side for event in index.events.values() for side in index.sides(event.actors))
    nobody = Side("not named", "")
    for event, day in placed:
        sides = index.sides(event.actors)
        by_side[min(sides, key=lambda side: (-counts[side], side)) if sides else nobody].append((event, day))
    ranked = sorted(by_side.items(), key=lambda item: (-len(item[1]), item[0]))
    lanes = [(side.name, own) for side, own in ranked[:LANES]]
    rest = [pair for _, own in ranked[LANES:] for pair in own]
    return [*lanes, ("others", rest)] if rest else lanes


def singles(index: Index, axis: Axis, own: Sequence[tuple[Event, date]]) -> list[Mark]:
    """Draw one mark an event, with a line for a period."""
    marks = []
    for event, day in sorted(own, key=lambda pair: (pair[1], pair[0].id)):
        start, end = event.days or (day, day)
        x = axis.x(day)
        wide = end - start > timedelta(days=1) and day >= axis.start
        marks.append(
            Mark(
                x=round(x, 1),
                y=0.0,
                r=6.0,
                factuality=event.counted_as,
                href=f"#{event.id}",
                x1=round(max(axis.x(start), axis.left) if wide else x, 1),
                x2=round(axis.x(end) if wide else x, 1),
                title=f"{index.when(event)}: {index.headline(event)} "
                f"({event.counted_as}; {index.sources(event)})",
            )
        )
    return marks


def bins(index: Index, axis: Axis, own: Sequence[tuple[Event, date]], wide: int) -> list[Mark]:
    """Draw one mark for each stretch of `wide` days and factuality; its area grows with the number of events, within bounds."""
    groups: dict[tuple[int, Factuality], list[tuple[Event, date]]] = defaultdict(list)
    for event, day in own:
        groups[day.toordinal() // wide, event.counted_as].append((event, day))
    marks = []
    for (_, factuality), group in sorted(groups.items()):
        x = round(axis.x(min(day for _, day in group)), 1)
        event = group[0][0]
        what = index.headline(event) if len(group) == 1 else f"{counted(len(group), 'event')} ({factuality})"
        marks.append(
            Mark(
                x=x,
                y=0.0,
                r=round(root_scale(len(group), 25, 3.5, 10), 1),
                x1=x,
                x2=x,
                factuality=factuality,
                href=f"#{event.id}" if len(group) == 1 else "#timeline-table",
                title=f"{index.when(event)}: {what}",
            )
        )
    return marks


def stack(marks: Sequence[Mark]) -> list[int]:
    """Give each mark (in order of x) the lowest row in which it does not cover another."""
    ends: list[float] = []
    rows = []
    for mark in marks:
        low, high = min(mark.x - mark.r, mark.x1), max(mark.x + mark.r, mark.x2)
        row = next((i for i, end in enumerate(ends) if end + 3 < low), len(ends))
        if row == len(ends):
            ends.append(high)
        else:
            ends[row] = high
        rows.append(row)
    return rows


def lifted(mark: Mark, y: float) -> Mark:
    """Put a mark at its height."""
    return Mark(
        x=mark.x,
        y=round(y, 1),
        r=mark.r,
        x1=mark.x1,
        x2=mark.x2,
        factuality=mark.factuality,
        href=mark.href,
        title=mark.title,
    )


def ticks(axis: Axis) -> tuple[Tick, ...]:
    """Label the axis with at most `TICKS` months or years."""
    months = (axis.end.year - axis.start.year) * 12 + axis.end.month - axis.start.month + 1
    step = next((size for size in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600) if months / size <= TICKS), 1200)
    made = []
    for number in range(0, months, step):
        years, rest = divmod(axis.start.month - 1 + number, 12)
        value = date(axis.start.year + years, rest + 1, 1)
        if value <= axis.end:
            made.append(
                Tick(
                    x=round(axis.x(value), 1),
                    label=str(value.year) if step % 12 == 0 and rest == 0 else month(value),
                )
            )
    return tuple(made)
