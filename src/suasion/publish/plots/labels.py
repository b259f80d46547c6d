"""Where labels go: how wide a text is, and places where no two cover each other."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

NARROW, SLIM, BROAD = frozenset("iljI.,:;'|!·’ "), frozenset('ftr()[]-/"*'), frozenset("mwMWQ@%—→")
SIDES = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))
"""The places that are tried around a point, the better-read first (Imhof 1975: right before left, above before below)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle in user units."""

    x1: float
    y1: float
    x2: float
    y2: float

    def covers(self, other: Box) -> bool:
        """Say whether the two share more than an edge."""
        return self.x1 < other.x2 and other.x1 < self.x2 and self.y1 < other.y2 and other.y1 < self.y2

    def holds(self, other: Box) -> bool:
        """Say whether the other lies wholly within."""
        return self.x1 <= other.x1 and other.x2 <= self.x2 and self.y1 <= other.y1 and other.y2 <= self.y2


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A point that wants a label of this width and height; `reach` is the radius of its mark."""

    x: float
    y: float
    width: float
    height: float
    reach: float


def text_width(text: str, size: float) -> float:
    """Give about how wide a text is, rather too wide than too narrow: DejaVu Sans, the widest of the usual fonts."""
    return size * sum(_ems(character) for character in text)


def _ems(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF" or character in BROAD:
        return 1.0
    if unicodedata.combining(character):
        return 0.0
    if character in NARROW:
        return 0.34
    if character in SLIM:
        return 0.43
    return 0.72 if character.isupper() else 0.63


def fitted(text: str, size: float, room: float) -> str:
    """Shorten a text to a room, with an ellipsis where something is left out."""
    if text_width(text, size) <= room:
        return text
    short = text
    while short and text_width(short + "…", size) > room:
        short = short[:-1]
    return short.rstrip() + "…" if short else ""


def wrapped(text: str, size: float, room: float) -> tuple[str, ...]:
    """Break a text into lines that fit a room; a word that is too long is shortened."""
    rows: list[str] = []
    for word in text.split():
        if rows and text_width(f"{rows[-1]} {word}", size) <= room:
            rows[-1] = f"{rows[-1]} {word}"
        else:
            rows.append(fitted(word, size, room))
    return tuple(rows)


def beside(spots: Sequence[Spot], frame: Box, avoid: Iterable[Box]) -> tuple[Box | None, ...]:
    """Give each point, in the order given, a place for its label; null where every place is taken.

    Greedy: the nearest place that lies in the frame and covers no mark and no label placed before; of those equally near,
    the one that crosses fewest of the boxes to `avoid` (interval lines, say).
    """
    taken = [Box(x1=s.x - s.reach, y1=s.y - s.reach, x2=s.x + s.reach, y2=s.y + s.reach) for s in spots]
    lines = tuple(avoid)
    placed: list[Box | None] = []
    for spot in spots:
        free = [
            (gap, sum(box.covers(other) for other in lines), number, box)
            for gap in (3.0, 10.0, 18.0)
            for number, box in enumerate(_around(spot, gap))
            if frame.holds(box) and not any(box.covers(other) for other in taken)
        ]
        best = min(free, key=lambda item: (item[1] + item[0] / 6, item[2]), default=None)
        placed.append(best[3] if best else None)
        taken += [best[3]] if best else []
    return tuple(placed)


def _around(spot: Spot, gap: float) -> Iterable[Box]:
    for right, down in SIDES:
        away = spot.reach + gap * (1.0 if 0 in (right, down) else 0.7)
        x = spot.x + right * (away + spot.width / 2)
        y = spot.y + down * (away + spot.height / 2)
        yield Box(
            x1=x - spot.width / 2, y1=y - spot.height / 2, x2=x + spot.width / 2, y2=y + spot.height / 2
        )
