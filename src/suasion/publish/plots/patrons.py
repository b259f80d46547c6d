"""A client's patrons: one drawing for each client, over time, or side by side where there is one window only."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from suasion.publish.plots.axes import TICK_SIZE, Frame, bounds_of, courses, day_axis, gaps, rulings
from suasion.publish.plots.labels import fitted
from suasion.publish.plots.picture import Picture, nothing
from suasion.publish.plots.scale import Days, Linear, figure, nice_range
from suasion.publish.plots.series import (
    MIN_WINDOWS,
    SHARES,
    TIE_HEAD,
    Key,
    Namer,
    Point,
    Series,
    Table,
    axis_unit,
    measure_name,
    series_of,
    span_of,
    tie_cells,
)
from suasion.publish.plots.svg import Drawing, group, line, tag, text
from suasion.publish.words import capital, counted, listing
from suasion.records import Tie

WIDTH = 400.0
TOP, BOTTOM = 44.0, 26.0
STRIP, ROW = 56.0, 24.0
"""The height of a patron's part of the drawing, over time and without time."""
FINE = 12
"""The most steps of a strip's scale, of which only the ends are ruled."""
LABEL, LONGEST, VALUE = 12.0, 100.0, 60.0
COURSE = (
    "A strip is one patron; all strips of a client have the same scales. Dark band: 80 % interval, light band: 95 %. Grey bar:"
    " windows with too few events to measure, and how many those were. At the right the last measured value."
)
CLIENTS, PATRONS = 4, 6
"""The most clients that are drawn, and patrons for each of them; the best told are."""
LEAST = 2
"""A client of one measured patron has nothing to compare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A client and instrument with its patrons, the most told first."""

    key: tuple[str, str]
    patrons: tuple[Series, ...]

    @property
    def drawn(self) -> tuple[Series, ...]:
        """The patrons that a drawing has room for."""
        return self.patrons[:PATRONS]


def patrons(ties: Sequence[Tie], namer: Namer, *, measure: str = "dependence") -> Picture:
    """Draw how large a part each patron has in what a client is given, window by window.

    Patrons are drawn that have a value in two windows or more; where no client has two of them, the widest window alone.
    """
    title = f"Patrons: {measure_name(measure)}"
    over_time = series_of(ties, measure)
    courses_of = _clients([s for s in over_time if len(s.measured) >= MIN_WINDOWS])
    table = _table(ties, namer, measure)
    if courses_of:
        chosen = courses_of[:CLIENTS]
        drawings = [_course(client, namer, measure) for client in chosen]
        said = COURSE
    else:
        courses_of = _clients(_widest(ties, measure))
        chosen = courses_of[:CLIENTS]
        drawings = [_row_by_row(client, namer, measure) for client in chosen]
        said = "One row is one patron. Thick bars: 80 % intervals, thin bars: 95 %."
    if not chosen:
        return nothing(
            "patrons", title, "No state has two patrons with enough events each to compare.", table
        )
    rest = sum(len(client.patrons) - len(client.drawn) for client in chosen)
    said += f" {counted(rest, 'more patron')} in the table only." if rest else ""
    more = len(courses_of) - len(chosen)
    said += f" {counted(more, 'more client')} in the table only." if more else ""
    rows = tuple(tuple(drawings[start : start + 2]) for start in range(0, len(drawings), 2))
    return Picture(kind="patrons", title=title, rows=rows, said=said, table=table)


def _clients(found: Sequence[Series]) -> list[Client]:
    """Sort series by client and instrument; all means together come first, then what is told most."""
    by_client: dict[tuple[str, str], list[Series]] = defaultdict(list)
    for series in found:
        by_client[series.key[1], series.key[2]].append(series)
    made = [Client(key=key, patrons=tuple(own)) for key, own in by_client.items() if len(own) >= LEAST]
    return sorted(made, key=lambda c: (c.key[1] != "all", -sum(s.weight for s in c.patrons), c.key))


def _widest(ties: Sequence[Tie], measure: str) -> list[Series]:
    """Give each pair's tie of its longest window, as a series of that window alone."""
    longest: dict[Key, Series] = {}
    for tie in sorted(ties, key=lambda tie: (_length(tie), tie.id)):
        if tie.measure == measure and tie.value is not None:
            first, last = tie.window.start or date.min, tie.window.end or date.max
            key = (tie.source, tie.target, tie.instrument)
            longest[key] = Series(key=key, points=(Point(first=first, last=last, tie=tie),))
    return sorted(longest.values(), key=lambda series: (-series.weight, series.key))


def _length(tie: Tie) -> float:
    span = span_of(tie)
    return (span[1] - span[0]).days if span else math.inf


def _course(client: Client, namer: Namer, measure: str) -> Drawing:
    """Draw the patrons of one client over time, a strip for each, all on the same scales."""
    drawn = client.drawn
    ruled = _ruled([tie for series in drawn for tie in series.measured], measure, FINE)
    bottom = TOP + len(drawn) * STRIP
    first, last = drawn[0].points[0].first, drawn[0].points[-1].last
    days = Days(first=first, last=last, start=LONGEST + 46, end=WIDTH - VALUE)
    body = _head(client, namer, measure)
    for i, series in enumerate(drawn):
        top = TOP + i * STRIP
        values = Linear(low=ruled[0], high=ruled[-1], start=top + STRIP - 8, end=top + 6)
        body += _strip(series, Frame(days=days, values=values, ruled=(ruled[0], ruled[-1])), namer, measure)
    return _drawing(client, namer, measure, bottom + BOTTOM, body + day_axis(days, bottom))


def _strip(series: Series, frame: Frame, namer: Namer, measure: str) -> Markup:
    name = fitted(namer.state(series.key[0]), LABEL, LONGEST)
    middle = (frame.top + frame.bottom) / 2 + 4
    last = series.measured[-1].value or 0.0
    return (
        text(0, middle, name, "label", LABEL)
        + rulings(frame, percent=measure in SHARES)
        + gaps(frame, series)
        + courses(frame, series)
        + text(frame.days.end + 8, middle, _figure(last, measure), "strong", LABEL)
    )


def _row_by_row(client: Client, namer: Namer, measure: str) -> Drawing:
    """Draw the patrons of one client below each other, one mark with its intervals each."""
    drawn = sorted(client.drawn, key=lambda series: (-(series.measured[0].value or 0.0), series.key))
    ruled = _ruled([series.measured[0] for series in drawn], measure)
    bottom = TOP + len(drawn) * ROW
    scale = Linear(low=ruled[0], high=ruled[-1], start=LONGEST + 12, end=WIDTH - 16)
    body = _head(client, namer, measure)
    for value in ruled:
        x = scale.at(value)
        body += line(x, TOP, x, bottom, "base" if value == 0 else "rule")
        said = _figure(value, measure)
        body += text(x, bottom + 16, said, "soft", TICK_SIZE, "middle")
    for i, series in enumerate(drawn):
        body += _row(series, namer, scale, TOP + 12 + i * ROW)
    return _drawing(client, namer, measure, bottom + BOTTOM, body)


def _row(series: Series, namer: Namer, scale: Linear, y: float) -> Markup:
    tie = series.measured[0]
    bars = [
        line(scale.at(bounds[0]), y, scale.at(bounds[1]), y, f"bar{level}")
        for level in (95, 80)
        if (bounds := bounds_of(tie, level))
    ]
    name = text(LONGEST, y + 4, fitted(namer.state(series.key[0]), LABEL, LONGEST), "label", LABEL, "end")
    return name + group(*bars) + tag("circle", cx=scale.at(tie.value or 0.0), cy=y, r=4, class_="s1 point")


def _ruled(ties: Sequence[Tie], measure: str, most: int = 4) -> tuple[float, ...]:
    """Rule from 0 to what the widest drawn interval needs, shares no further than 1."""
    bounds = [tie.value or 0.0 for tie in ties] + [b for tie in ties for b in bounds_of(tie, 95) or ()]
    if measure in SHARES:
        return tuple(value for value in nice_range(0.0, max(bounds), most) if value <= 1.0)
    return nice_range(min(0.0, *bounds), max(bounds), most)


def _figure(value: float, measure: str) -> str:
    return f"{figure(round(value * 100, 1))} %" if measure in SHARES else figure(value)


def _head(client: Client, namer: Namer, measure: str) -> Markup:
    ties = [tie for series in client.patrons for tie in series.measured]
    name = f"{namer.state(client.key[0])}: {namer.instrument(client.key[1])}"
    return text(0, 14, fitted(name, 13.5, WIDTH), "strong", 13.5) + text(
        0, 31, fitted(capital(axis_unit(measure, ties)), 11, WIDTH), "soft", 11
    )


def _drawing(client: Client, namer: Namer, measure: str, height: float, body: Markup) -> Drawing:
    last = [(series.measured[-1].value or 0.0, namer.state(series.key[0])) for series in client.drawn]
    said = [f"{name} {_figure(value, measure)}" for value, name in sorted(last, reverse=True)]
    return Drawing(
        width=WIDTH,
        height=height,
        body=body,
        title=f"Patrons of {namer.state(client.key[0])}, {namer.instrument(client.key[1])}",
        description=f"{capital(measure_name(measure))}, last measured: {listing(said)}.",
    )


def _table(ties: Sequence[Tie], namer: Namer, measure: str) -> Table:
    own = [tie for tie in ties if tie.measure == measure]
    own.sort(
        key=lambda t: (
            t.target,
            t.instrument != "all",
            t.instrument,
            t.source,
            t.window.start or date.min,
            t.id,
        )
    )
    rows = tuple(
        (
            namer.state(tie.target),
            namer.state(tie.source),
            namer.instrument(tie.instrument),
            tie.window.label,
            *tie_cells(tie),
        )
        for tie in own
    )
    head = ("Client", "Patron", "Means", "Window", capital(measure_name(measure)), *TIE_HEAD)
    return Table(
        caption=f"{capital(measure_name(measure))} by client, patron and window", head=head, rows=rows
    )
