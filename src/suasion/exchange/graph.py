"""Events as a directed multigraph: a node a state or organisation, an edge an event and ordered pair. GraphML and GEXF write it.

Nodes are held in memory, edges are not: the events are gone through twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from suasion.exchange.colophon import permalink
from suasion.exchange.given import Export
from suasion.exchange.plain import one_line, xml_text, xml_token
from suasion.exchange.sides import Side, headline, pairs_of
from suasion.records import OURS, Event

Value = str | int | float | bool

NODE_TYPES: Mapping[str, type[Value]] = {"kind": str, "country": str, "events": int}
EDGE_TYPES: Mapping[str, type[Value]] = {
    "event": str,
    "type": str,
    "mode": str,
    "contexts": str,
    "instruments": str,
    "cooperative": bool,
    "verbal": bool,
    "factuality": str,
    "counted_as": str,
    "content_of": str,
    "status": str,
    "independent_origins": int,
    "reports": int,
    "disputed": str,
    "probability": float,
    "precision": str,
    "place": str,
    "dataset": str,
    "permalink": str,
}
"""What an edge says beside its label and its days; lists are joined by `;`."""

LOSES = (
    "events with fewer than two sides, and those inside one state: a graph has no edge for them",
    "single people, offices and groups: they are merged into their state; unnamed groups have no node",
    "statements, sentences, holders and the reports themselves: only their number",
    "amounts, the coordinates of places, and the values of disputes (the disputed fields are named)",
    "the history of an event, and who its origins and speakers are (origins are counted)",
    "the columns that an imported row had in its own data set",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A side; `key` is fit for XML, the rest need only have its mark-up escaped."""

    key: str
    label: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """An event from one side to another; `start` and `end` are days (ISO 8601, both inclusive), or null. No value is null."""

    key: str
    source: str
    target: str
    label: str
    start: str | None
    end: str | None
    values: Mapping[str, str]


def nodes_of(export: Export) -> tuple[tuple[Node, ...], int]:
    """Give the nodes in order of key, each with the number of its events, and how many edges there will be."""
    sides: dict[str, Side] = {}
    events: dict[str, int] = {}
    edges = 0
    for event in export.events():
        pairs = pairs_of(event, export.codebook, export.registers)
        edges += len(pairs)
        for side in set(chain.from_iterable(pairs)):
            sides[side.key] = min(side, sides.get(side.key, side), key=lambda one: one.order)
            events[side.key] = events.get(side.key, 0) + 1
    return tuple(_node(sides[key], events[key]) for key in sorted(sides)), edges


def _node(side: Side, events: int) -> Node:
    country = {"country": as_text(side.country)} if side.country else {}
    return Node(
        key=xml_token(side.key),
        label=as_text(side.name),
        values={"kind": as_text(side.kind), **country, "events": str(events)},
    )


def edges_of(export: Export) -> Iterator[Edge]:
    """Give the edges in the order of the events."""
    for event in export.events():
        pairs = pairs_of(event, export.codebook, export.registers)
        if not pairs:
            export.omit(event, "not between two sides")
            continue
        label, values = as_text(headline(event, export.codebook)), _values(event, export)
        for source, target in pairs:
            yield Edge(
                key=xml_token(f"{event.id}.{source.key}.{target.key}"),
                source=xml_token(source.key),
                target=xml_token(target.key),
                label=label,
                start=event.days[0].isoformat() if event.days else None,
                end=event.days[1].isoformat() if event.days else None,
                values=values,
            )


def _values(event: Event, export: Export) -> Mapping[str, str]:
    event_type = export.codebook.types.get(event.event_type)
    values: dict[str, Value | None] = {
        "event": event.id,
        "type": event.event_type,
        "mode": event.mode,
        "contexts": ";".join(event.contexts) or None,
        "instruments": ";".join(event.instruments) or None,
        "cooperative": event_type.cooperative if event_type else None,
        "verbal": event_type.verbal if event_type else None,
        "factuality": event.factuality,
        "counted_as": event.counted_as,
        "content_of": event.content_of,
        "status": event.status,
        "independent_origins": event.independent_origins,
        "reports": len(event.report_ids),
        "disputed": ";".join(dispute.field for dispute in event.disputes) or None,
        "probability": event.probability,
        "precision": event.date_precision if event.days else None,
        "place": event.where.name if event.where else None,
        "dataset": event.imported.dataset if event.imported else OURS,
        "permalink": permalink(export, event.id),
    }
    return {name: as_text(value) for name, value in values.items() if value is not None}


def as_text(value: Value) -> str:
    """Write a value as XML Schema does, on one line and without what XML cannot hold."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return xml_text(one_line(str(value)))
