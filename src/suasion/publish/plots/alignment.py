"""How friendly against how much: a point for each pair, with its intervals as a cross."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from suasion.publish.plots.axes import TICK_SIZE
from suasion.publish.plots.labels import Box, Spot, beside, fitted, text_width
from suasion.publish.plots.picture import Picture, nothing
from suasion.publish.plots.scale import Linear, figure, nice_range
from suasion.publish.plots.series import TIE_HEAD, Namer, Table, axis_unit, measure_name, tie_cells
from suasion.publish.plots.svg import Drawing, group, line, shape, tag, text
from suasion.publish.words import capital, counted, verb
from suasion.records import Tie

WIDTH, HEIGHT = 400.0, 420.0
LEFT, RIGHT, TOP, BOTTOM = 40.0, 10.0, 26.0, 42.0
MOST = 16
"""Points that are drawn, those of most volume; more would find no room for their names."""
LABEL, LONGEST, MARK = 11.5, 200.0, 4.5
NEAR = 8.0
"""A name further than this from its mark, in user units, is joined to it by a line."""
SIGNED = {"affinity": (-1.0, 1.0), "affinity-equal": (-1.0, 1.0)}
SHARES = {"alignment": (0.0, 1.0), "dependence": (0.0, 1.0)}
ROUND_SUMS = (0, *(digit * 10**power for power in range(8) for digit in (1, 2, 5)))
"""Sums of weighted deeds that are ticks of volume, which is log(1 + sum)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Both:
    """A pair's tie in the measure that is drawn upwards, and its volume."""

    upright: Tie
    volume: Tie

    @property
    def place(self) -> tuple[float, float] | None:
        """Volume and the other measure; null unless both are known."""
        if self.upright.value is None or self.volume.value is None:
            return None
        return (self.volume.value, self.upright.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """The two scales, with what is ruled upwards."""

    across: Linear
    upwards: Linear
    ruled: tuple[float, ...]

    @property
    def box(self) -> Box:
        """The field within the axes."""
        return Box(x1=self.across.start, y1=self.upwards.end, x2=self.across.end, y2=self.upwards.start)


def alignment(ties: Sequence[Tie], namer: Namer, *, measure: str = "affinity") -> Picture:
    """Draw a measure that tells friendly from hostile (`affinity`, `alignment`) against the volume of the same pairs.

    Of a pair with several windows or instruments, one is drawn: all means and all days if they are there, else the most told.
    """
    title = f"{capital(measure_name(measure))} against volume"
    found = _joined(ties, measure)
    table = _table(found, namer, measure)
    enough = [both for both in found if both.place]
    if not enough:
        why = f"No pair has enough events to measure its {measure_name(measure)} and its volume."
        return nothing("alignment", title, why, table)
    drawing, nameless = _draw(enough[:MOST], namer, measure)
    said = ["One point is one ordered pair. Thick bars: 80 % intervals, thin bars: 95 %."]
    said += (
        ["Circle: above 0 by its 80 % interval; square: below; diamond: neither."]
        if measure in SIGNED
        else []
    )
    if (left := len(enough) - MOST) > 0:
        said.append(
            f"{counted(left, 'pair')} of less volume {verb(left, 'stands', 'stand')} in the table only."
        )
    said += [f"{counted(nameless, 'name')} found no room."] if nameless else []
    if thin := len(found) - len(enough):
        said.append(f"{counted(thin, 'pair')} had too few events to be drawn.")
    return Picture(kind="alignment", title=title, rows=((drawing,),), said=" ".join(said), table=table)


def _joined(ties: Sequence[Tie], measure: str) -> list[Both]:
    """Join the measure to the volume of the same pair, instrument and window; one for each pair, the largest volume first."""
    slots: dict[tuple[str, str], dict[tuple[str, str], dict[str, Tie]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for tie in sorted(ties, key=lambda tie: tie.id):
        slots[tie.source, tie.target][tie.instrument, tie.window.label][tie.measure] = tie
    made = []
    for own in slots.values():
        whole = [
            Both(upright=found[measure], volume=found["volume"])
            for found in own.values()
            if measure in found and "volume" in found
        ]
        if whole:
            made.append(min(whole, key=_rank))
    return sorted(
        made, key=lambda both: (-(both.volume.value or 0.0), both.upright.source, both.upright.target)
    )


def _rank(both: Both) -> tuple[bool, bool, float, str]:
    tie = both.upright
    return (tie.instrument != "all", tie.window.start is not None, -tie.effective_n, tie.id)


def _draw(drawn: Sequence[Both], namer: Namer, measure: str) -> tuple[Drawing, int]:
    field = _field(drawn, measure)
    crosses = [_cross(field, both) for both in drawn]
    names = _names(drawn, namer)
    spots = [
        Spot(x=x, y=y, width=text_width(name, LABEL), height=LABEL + 2, reach=MARK)
        for name, (x, y) in zip(names, (_at(field, both) for both in drawn), strict=True)
    ]
    boxes = beside(spots, field.box, [box for cross in crosses for box in cross])
    body = (
        _axes(field, measure, [both.upright for both in drawn])
        + group(*(_bars(field, both) for both in drawn))
        + group(*(_mark(field, both, measure) for both in drawn))
        + group(
            *(_label(spot, box, name) for spot, box, name in zip(spots, boxes, names, strict=True) if box)
        )
    )
    drawing = Drawing(
        width=WIDTH,
        height=HEIGHT,
        body=body,
        title=f"{capital(measure_name(measure))} against volume, {counted(len(drawn), 'pair')}",
        description=_described(drawn, namer, measure),
    )
    return drawing, sum(box is None for box in boxes)


def _field(drawn: Sequence[Both], measure: str) -> Field:
    upright = _bounds([both.upright for both in drawn])
    low, high = SIGNED.get(measure) or SHARES.get(measure) or (min(upright), max(upright))
    ruled = nice_range(low, high)
    volume = _bounds([both.volume for both in drawn])
    room = max((max(volume) - min(volume)) * 0.04, 0.1)
    return Field(
        across=Linear(
            low=max(min(volume) - room, 0.0), high=max(volume) + room, start=LEFT, end=WIDTH - RIGHT
        ),
        upwards=Linear(low=ruled[0], high=ruled[-1], start=HEIGHT - BOTTOM, end=TOP),
        ruled=ruled,
    )


def _bounds(ties: Sequence[Tie]) -> list[float]:
    found = (bound for tie in ties for bound in (tie.value, tie.low95, tie.high95))
    return [bound for bound in found if bound is not None]


def _axes(field: Field, measure: str, ties: Sequence[Tie]) -> Markup:
    box = field.box
    unit = f"{capital(measure_name(measure))}: {axis_unit(measure, ties)}"
    parts = [text(0, 12, fitted(unit, LABEL, WIDTH), "soft", LABEL)]
    for value in field.ruled:
        y = field.upwards.at(value)
        parts.append(line(box.x1, y, box.x2, y, "base" if value == 0 else "rule"))
        parts.append(text(box.x1 - 6, y + 3.5, figure(value), "soft", TICK_SIZE, "end"))
    parts.append(line(box.x1, box.y2, box.x2, box.y2, "base"))
    free = box.x1 - 20
    for total in ROUND_SUMS:
        x, said = math.log1p(total), f"{total:,}"
        if not field.across.low <= x <= field.across.high:
            continue
        x = field.across.at(x)
        parts.append(line(x, box.y2, x, box.y2 + 4, "base"))
        half = text_width(said, TICK_SIZE) / 2
        if x - half > free and x + half <= WIDTH:
            parts.append(text(x, box.y2 + 16, said, "soft", TICK_SIZE, "middle"))
            free = x + half + 6
    parts.append(
        text(box.x2, HEIGHT - 6, "Volume: weighted deeds, on a logarithmic scale", "soft", LABEL, "end")
    )
    return group(*parts)


def _at(field: Field, both: Both) -> tuple[float, float]:
    across, upright = both.place or (0.0, 0.0)
    return field.across.at(across), field.upwards.at(upright)


def _cross(field: Field, both: Both) -> tuple[Box, Box]:
    """Give the two bars of the 95 % intervals; where there are none, the point."""
    x, y = _at(field, both)
    left, right = _span(field.across, both.volume.low95, both.volume.high95, x)
    low, high = _span(field.upwards, both.upright.low95, both.upright.high95, y)
    return Box(x1=left, y1=y - 1, x2=right, y2=y + 1), Box(x1=x - 1, y1=high, x2=x + 1, y2=low)


def _span(scale: Linear, low: float | None, high: float | None, other: float) -> tuple[float, float]:
    return (other, other) if low is None or high is None else (scale.at(low), scale.at(high))


def _bars(field: Field, both: Both) -> Markup:
    x, y = _at(field, both)
    parts = []
    for level, low, high in (
        ("bar95", both.volume.low95, both.volume.high95),
        ("bar80", both.volume.low80, both.volume.high80),
    ):
        left, right = _span(field.across, low, high, x)
        parts.append(line(left, y, right, y, level))
    for level, low, high in (
        ("bar95", both.upright.low95, both.upright.high95),
        ("bar80", both.upright.low80, both.upright.high80),
    ):
        bottom, top = _span(field.upwards, low, high, y)
        parts.append(line(x, bottom, x, top, level))
    return group(*parts)


def _mark(field: Field, both: Both, measure: str) -> Markup:
    """Draw a point: circle, square or diamond by whether the 80 % interval is above, below or around 0."""
    x, y = _at(field, both)
    low, high = both.upright.low80, both.upright.high80
    if measure not in SIGNED or (low is not None and low > 0):
        return tag("circle", cx=x, cy=y, r=MARK, class_="s1 point")
    if high is not None and high < 0:
        return tag("rect", x=x - 4, y=y - 4, width=8, height=8, class_="s2 point")
    around = [(x, y - 5.6), (x + 5.6, y), (x, y + 5.6), (x - 5.6, y)]
    return tag("path", d=shape(around, closed=True), class_="s3 point")


def _names(drawn: Sequence[Both], namer: Namer) -> list[str]:
    """Name the points: by what differs, if all have the same source or the same target."""
    sources = {both.upright.source for both in drawn}
    targets = {both.upright.target for both in drawn}
    if len(drawn) > 1 and len(sources) == 1:
        said = [f"→ {namer.state(both.upright.target)}" for both in drawn]
    elif len(drawn) > 1 and len(targets) == 1:
        said = [f"{namer.state(both.upright.source)} →" for both in drawn]
    else:
        said = [namer.pair(both.upright.source, both.upright.target) for both in drawn]
    return [fitted(name, LABEL, LONGEST) for name in said]


def _label(spot: Spot, box: Box, name: str) -> Markup:
    across = min(max(spot.x, box.x1), box.x2)
    down = min(max(spot.y, box.y1), box.y2)
    far = math.hypot(across - spot.x, down - spot.y) > spot.reach + NEAR
    leader = line(spot.x, spot.y, across, down, "leader") if far else Markup("")
    if box.x2 <= spot.x:
        x, anchor = box.x2, "end"
    elif box.x1 >= spot.x:
        x, anchor = box.x1, "start"
    else:
        x, anchor = (box.x1 + box.x2) / 2, "middle"
    return leader + text(x, box.y2 - 3.5, name, "name", LABEL, anchor)


def _described(drawn: Sequence[Both], namer: Namer, measure: str) -> str:
    ranked = sorted(drawn, key=lambda both: (-(both.upright.value or 0.0), both.upright.id))
    first, last = ranked[0].upright, ranked[-1].upright
    said = f"Highest {measure_name(measure)}: {namer.pair(first.source, first.target)}, {figure(first.value or 0.0)}."
    if first is last:
        return said
    return f"{said} Lowest: {namer.pair(last.source, last.target)}, {figure(last.value or 0.0)}."


def _table(found: Sequence[Both], namer: Namer, measure: str) -> Table:
    name = capital(measure_name(measure))
    rows = tuple(
        (
            namer.pair(both.upright.source, both.upright.target),
            namer.instrument(both.upright.instrument),
            both.upright.window.label,
            *tie_cells(both.upright)[:3],
            *tie_cells(both.volume),
        )
        for both in found
    )
    head = ("Pair", "Means", "Window", name, "80 %", "95 %", "Volume", *TIE_HEAD)
    return Table(caption=f"{name} and volume by pair", head=head, rows=rows)
