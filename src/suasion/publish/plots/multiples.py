"""Small multiples (Tufte 1983): a panel for each pair and instrument, one measure over time with its intervals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from suasion.publish.plots.axes import Frame, courses, day_axis, gaps, rulings, turns
from suasion.publish.plots.labels import fitted
from suasion.publish.plots.picture import Picture, nothing
from suasion.publish.plots.scale import Days, Linear, figure, nice_range
from suasion.publish.plots.series import (
    MIN_WINDOWS,
    SHARES,
    TIE_HEAD,
    Namer,
    Series,
    Table,
    Turns,
    axis_unit,
    measure_name,
    series_of,
    tie_cells,
)
from suasion.publish.plots.svg import Drawing, text
from suasion.publish.words import capital, counted, day
from suasion.records import Tie

WIDTH, HEIGHT = 318.0, 196.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 14.0, 52.0, 26.0
PAIRS, PANELS = 6, 6
"""The most pairs, and panels for each of them; the best told are drawn."""
FIXED = {"affinity": (-1.0, 1.0), "affinity-equal": (-1.0, 1.0), "asymmetry": (-1.0, 1.0)}


def multiples(
    ties: Sequence[Tie],
    namer: Namer,
    *,
    measure: str = "courtship",
    changes: Turns | None = None,
    pairs: int = PAIRS,
) -> Picture:
    """Draw one measure over time, a panel for each pair and instrument with two measured windows or more.

    All panels have the same days; those of one pair have the same values, as pairs differ too much for one scale. At most `pairs`
    pairs are drawn, the best told.
    """
    title = f"{capital(measure_name(measure))} over time"
    found = series_of(ties, measure)
    enough = [series for series in found if len(series.measured) >= MIN_WINDOWS]
    if not enough:
        return nothing("multiples", title, _too_little(found, measure), _table(found, namer, measure))
    chosen = _chosen(enough, pairs)
    turned = changes or {}
    rows = tuple(_row(panels, namer, measure, turned) for panels in chosen.values())
    drawn = [series.key for panels in chosen.values() for series in panels]
    return Picture(
        kind="multiples",
        title=title,
        rows=rows,
        said=_said(
            axis_unit(measure, ties),
            left=len(enough) - len(drawn),
            thin=len(found) - len(enough),
            changed=any(turned.get(key) for key in drawn),
        ),
        table=_table(found, namer, measure),
    )


def drawn_pairs(ties: Sequence[Tie], measure: str, pairs: int = PAIRS) -> tuple[tuple[str, str], ...]:
    """Name the pairs that `multiples` draws, so that changes need be looked for in these only."""
    found = series_of(ties, measure)
    return tuple(_chosen([series for series in found if len(series.measured) >= MIN_WINDOWS], pairs))


def _chosen(enough: Sequence[Series], pairs: int) -> dict[tuple[str, str], list[Series]]:
    """Take the pairs told most, and of each the instruments told most, all of them together first.

    Where a group of instruments is there (`military`), those in it (`military/arms-transfer`) are left out.
    """
    keys = {series.key for series in enough}
    by_pair: dict[tuple[str, str], list[Series]] = defaultdict(list)
    for series in enough:
        source, target, instrument = series.key
        group, _, member = instrument.partition("/")
        if not member or (source, target, group) not in keys:
            by_pair[source, target].append(series)
    ranked = sorted(by_pair, key=lambda pair: (-max(series.weight for series in by_pair[pair]), pair))
    return {
        pair: sorted(by_pair[pair], key=lambda s: (s.key[2] != "all", -s.weight, s.key))[:PANELS]
        for pair in ranked[:pairs]
    }


def _row(panels: Sequence[Series], namer: Namer, measure: str, changes: Turns) -> tuple[Drawing, ...]:
    """Draw the panels of one pair, on the same scale."""
    frame = _frame(panels, measure)
    return tuple(_panel(series, frame, namer, measure, changes.get(series.key, ())) for series in panels)


def _frame(panels: Sequence[Series], measure: str) -> Frame:
    points = panels[0].points
    bounds = [
        bound
        for series in panels
        for tie in series.measured
        for bound in (tie.value, tie.low95, tie.high95)
        if bound is not None
    ]
    low, high = FIXED.get(measure, (0.0, 1.0) if measure in SHARES else (min(0.0, *bounds), max(bounds)))
    ruled = nice_range(low, high)
    return Frame(
        days=Days(first=points[0].first, last=points[-1].last, start=LEFT, end=WIDTH - RIGHT),
        values=Linear(low=ruled[0], high=ruled[-1], start=HEIGHT - BOTTOM, end=TOP),
        ruled=ruled,
    )


def _panel(series: Series, frame: Frame, namer: Namer, measure: str, changes: Sequence[date]) -> Drawing:
    source, target, instrument = series.key
    pair, means = namer.pair(source, target), capital(namer.instrument(instrument))
    unit = axis_unit(measure, series.measured)
    body = (
        text(0, 14, fitted(pair, 13.5, WIDTH), "strong", 13.5)
        + text(0, 30, fitted(f"{means} · {unit}", 11, WIDTH), "soft", 11)
        + rulings(frame, percent=measure in SHARES)
        + day_axis(frame.days, frame.bottom)
        + gaps(frame, series)
        + courses(frame, series)
        + turns(frame, changes)
    )
    return Drawing(
        width=WIDTH,
        height=HEIGHT,
        body=body,
        title=f"{pair}, {namer.instrument(instrument)}: {measure_name(measure)} over time",
        description=_described(series, unit, changes),
    )


def _described(series: Series, unit: str, changes: Sequence[date]) -> str:
    told = series.measured
    values = [tie.value for tie in told if tie.value is not None]
    missing = len(series.points) - len(told)
    said = [
        f"{counted(len(told), 'window')} from {day(series.points[0].first)} to {day(series.points[-1].last)},",
        f"between {figure(min(values))} and {figure(max(values))} ({unit}), last {figure(values[-1])}.",
    ]
    said += [f"{counted(missing, 'window')} had too few events to measure."] if missing else []
    said += [f"Another rate from {day(when)}." for when in sorted(changes)]
    return " ".join(said)


def _said(unit: str, *, left: int, thin: int, changed: bool) -> str:
    said = [
        f"Line: the value ({unit}). Dark band: 80 % interval, light band: 95 %.",
        "Grey bar on the axis: windows with too few events to measure; the figure above it counts them.",
        "All panels span the same days; each pair has its own scale of values.",
    ]
    said += (
        ["Wedge and dashed line: from there on cooperative deeds came at another rate."] if changed else []
    )
    said += [f"{counted(left, 'more series', 'more series')} found no room here."] if left else []
    said += [f"{counted(thin, 'series', 'series')} had too few events to be drawn."] if thin else []
    return " ".join(said)


def _too_little(found: Sequence[Series], measure: str) -> str:
    events = max((sum(point.n for point in series.points) for series in found), default=0)
    return (
        f"No pair has two windows with enough events to measure its {measure_name(measure)}, so no course over time is drawn"
        f" (the best told has {counted(events, 'event')})."
    )


def _table(found: Sequence[Series], namer: Namer, measure: str) -> Table:
    rows = [
        (
            namer.pair(*series.key[:2]),
            namer.instrument(series.key[2]),
            tie.window.label,
            *tie_cells(tie),
        )
        for series in found
        for point in series.points
        if (tie := point.tie)
    ]
    head = ("Pair", "Means", "Window", capital(measure_name(measure)), *TIE_HEAD)
    return Table(
        caption=f"{capital(measure_name(measure))} by pair, means and window", head=head, rows=tuple(rows)
    )
