"""A picture: drawings that belong together, what they show in words, and the same as a table."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from suasion.publish.plots.labels import fitted, wrapped
from suasion.publish.plots.series import Table
from suasion.publish.plots.svg import Drawing, alone, number, tag, text

MARGIN, GAP = 20.0, 22.0
TITLE, CAPTION = 17.0, 11.0
WIDEST = 1100.0
"""A picture of its own is at most this wide, in user units."""
LEAST = 420.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One kind of picture over some ties. Without drawings, `said` says why there are none."""

    kind: str
    title: str
    rows: tuple[tuple[Drawing, ...], ...]
    """The drawings, those that are to be compared in one row."""
    said: str
    table: Table

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        """All drawings, row by row."""
        return tuple(drawing for row in self.rows for drawing in row)


def nothing(kind: str, title: str, why: str, table: Table) -> Picture:
    """Say that there is too little to draw."""
    return Picture(kind=kind, title=title, rows=(), said=why, table=table)


def render_svg(picture: Picture) -> bytes:
    """Write a picture as one SVG file (UTF-8): its title, its drawings in columns, its words below.

    Raises:
        ValueError: the picture has no drawings.
    """
    if not picture.drawings:
        raise ValueError(picture.said)
    wide = max(drawing.width for drawing in picture.drawings)
    rows = _fitted_rows(picture, wide)
    columns = max(len(row) for row in rows)
    width = max(2 * MARGIN + columns * wide + (columns - 1) * GAP, LEAST)
    parts = [text(MARGIN, 34, fitted(picture.title, TITLE, width - 2 * MARGIN), "strong", TITLE)]
    y = 52.0
    for row in rows:
        parts += [_set(drawing, MARGIN + i * (wide + GAP), y) for i, drawing in enumerate(row)]
        y += max(drawing.height for drawing in row) + GAP
    lines = wrapped(picture.said, CAPTION, width - 2 * MARGIN)
    parts += [text(MARGIN, y + 4 + i * 15, said, "soft", CAPTION) for i, said in enumerate(lines)]
    whole = Drawing(
        width=width,
        height=y + len(lines) * 15 + MARGIN - 8,
        body=Markup("").join(parts),
        title=picture.title,
        description=" ".join([picture.said, *(f"{d.title}. {d.description}" for d in picture.drawings)]),
    )
    return alone(whole).encode("utf-8")


def _fitted_rows(picture: Picture, wide: float) -> list[tuple[Drawing, ...]]:
    """Break rows that are too long for a sheet."""
    most = max(int((WIDEST - 2 * MARGIN + GAP) // (wide + GAP)), 1)
    return [row[start : start + most] for row in picture.rows for start in range(0, len(row), most)]


def _set(drawing: Drawing, x: float, y: float) -> Markup:
    """Put a drawing in its place on a sheet."""
    named = tag("title", drawing.title) + tag("desc", drawing.description)
    return tag("g", named, drawing.body, transform=f"translate({number(x)} {number(y)})")
