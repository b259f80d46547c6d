"""A small picture of the ties: sides on a circle, deeds between them as lines of bounded width."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from suasion.publish.index import Index, Side
from suasion.publish.tally import PairTally, folded, pair_anchor, tally

WIDTH, HEIGHT, RADIUS = 720, 390, 150
SIDES = 12
NODE, LINE = (5.0, 14.0), (1.2, 6.0)
MIDDLE = 0.25
"""Cosine beyond which a label stands beside its node, not above or below it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A side of the picture: its place, its size, and its label's place and anchoring."""

    name: str
    x: float
    y: float
    r: float
    label_x: float
    label_y: float
    anchor: str
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A line between two sides; `kind` is `coop` or `conflict`, with ` open` if nothing happened for sure."""

    path: str
    kind: str
    width: float
    href: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The picture, with how many sides found no room in it."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_out: int


def root_scale(value: float, most: float, low: float, high: float) -> float:
    """Map 0..`most` to `low`..`high` by the square root; what lies outside is clamped."""
    share = math.sqrt(min(max(value / most, 0.0), 1.0)) if most > 0 else 0.0
    return low + (high - low) * share


def network(index: Index) -> Network:
    """Draw the sides with most events. The text beside it is the table of ties."""
    book = index.given.codebook
    cooperative = tally(index, lambda event: book.is_cooperative(event.event_type))
    conflictual = tally(index, lambda event: not book.is_cooperative(event.event_type))
    weight: Counter[Side] = Counter()
    for row in (*cooperative, *conflictual):
        if {row.source.key, row.target.key} & index.groups:
            continue
        for side in (row.source, row.target):
            weight[side] += len(row.events)
    ranked = sorted(weight, key=lambda side: (-weight[side], side))
    nodes = place(ranked[:SIDES], weight)
    most = max((len(row.of("occurred")) for row in (*cooperative, *conflictual)), default=0)
    edges = [edge(row, nodes, "coop", most, 0.16) for row in folded(cooperative)]
    edges += [edge(row, nodes, "conflict", most, 0.34) for row in folded(conflictual)]
    return Network(
        width=WIDTH,
        height=HEIGHT,
        nodes=tuple(nodes.values()),
        edges=tuple(item for item in edges if item),
        left_out=max(0, len(ranked) - SIDES),
    )


def place(sides: Sequence[Side], weight: Counter[Side]) -> dict[Side, Node]:
    """Set sides on a circle, the busiest at the top, and their labels outside it."""
    most = max((weight[side] for side in sides), default=0)
    nodes = {}
    for number, side in enumerate(sides):
        angle = 2 * math.pi * number / len(sides) - math.pi / 2
        cos, sin = math.cos(angle), math.sin(angle)
        x, y = WIDTH / 2 + RADIUS * cos * 1.35, HEIGHT / 2 + RADIUS * sin
        r = root_scale(weight[side], most, *NODE)
        nodes[side] = Node(
            name=side.name,
            x=round(x, 1),
            y=round(y, 1),
            r=round(r, 1),
            events=weight[side],
            label_x=round(x + (r + 6) * cos, 1),
            label_y=round(y + (r + 12) * sin + 4, 1),
            anchor="middle" if abs(cos) < MIDDLE else "start" if cos > 0 else "end",
        )
    return nodes


def edge(row: PairTally, nodes: dict[Side, Node], kind: str, most: int, bend: float) -> Edge | None:
    """Draw one pair as a curve from source to target that ends at the target's rim."""
    a, b = nodes.get(row.source), nodes.get(row.target)
    if a is None or b is None:
        return None
    deeds, rest = len(row.of("occurred")), len(row.events) - len(row.of("occurred"))
    across = "and" if row.mutual else "→"
    word = {"coop": "courting", "conflict": "pressure"}[kind]
    return Edge(
        path=curve(a, b, bend),
        kind=kind if deeds else f"{kind} open",
        width=round(root_scale(deeds, most, *LINE), 1),
        href="#" + pair_anchor(row.source, row.target),
        title=f"{row.source.name} {across} {row.target.name}, {word}: "
        f"{deeds} done, {rest} not known to have happened",
    )


def curve(a: Node, b: Node, bend: float) -> str:
    """Give the path of a curve from `a` to the rim of `b`; opposite directions bend to opposite sides."""
    dx, dy = b.x - a.x, b.y - a.y
    cx, cy = (a.x + b.x) / 2 - dy * bend, (a.y + b.y) / 2 + dx * bend
    reach = math.hypot(b.x - cx, b.y - cy) or 1.0
    stop = (b.r + 5) / reach
    ex, ey = b.x - (b.x - cx) * stop, b.y - (b.y - cy) * stop
    return f"M{a.x:.1f} {a.y:.1f}Q{cx:.1f} {cy:.1f} {ex:.1f} {ey:.1f}"
