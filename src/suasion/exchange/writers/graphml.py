"""GraphML 1.0: for networkx, igraph, Cytoscape, yEd and Maltego."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from suasion.exchange.colophon import colophon
from suasion.exchange.given import Export, Format
from suasion.exchange.graph import (
    EDGE_TYPES,
    LOSES,
    NODE_TYPES,
    Edge,
    Node,
    Value,
    as_text,
    edges_of,
    nodes_of,
)

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
TYPES: Mapping[type[Value], str] = {str: "string", int: "long", float: "double", bool: "boolean"}
NODE_KEYS: Mapping[str, type[Value]] = {"label": str, **NODE_TYPES}
EDGE_KEYS: Mapping[str, type[Value]] = {"label": str, "start": str, "end": str, **EDGE_TYPES}


def write(export: Export, path: Path) -> int:
    """Write the graph; give the number of edges."""
    nodes, edges = nodes_of(export)
    about = {**colophon(export), "edges": str(edges)}
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        out.write(f'<graphml xmlns="{NAMESPACE}">\n')
        out.writelines(_keys(about))
        out.write('<graph id="events" edgedefault="directed">\n')
        out.write(_data("graph", {name: as_text(value) for name, value in about.items()}) + "\n")
        out.writelines(map(_node, nodes))
        out.writelines(map(_edge, edges_of(export)))
        out.write("</graph>\n</graphml>\n")
    return edges


def _keys(about: Mapping[str, str]) -> Iterator[str]:
    keys = {"graph": dict.fromkeys(about, str), "node": NODE_KEYS, "edge": EDGE_KEYS}
    for domain, names in keys.items():
        for name, kind in names.items():
            yield f'<key id="{domain}.{name}" for="{domain}" attr.name="{name}" attr.type="{TYPES[kind]}"/>\n'


def _node(node: Node) -> str:
    return f'<node id="{node.key}">{_data("node", {"label": node.label, **node.values})}</node>\n'


def _edge(edge: Edge) -> str:
    days = {name: day for name, day in (("start", edge.start), ("end", edge.end)) if day}
    data = _data("edge", {"label": edge.label, **days, **edge.values})
    return f'<edge id="{edge.key}" source="{edge.source}" target="{edge.target}">{data}</edge>\n'


def _data(domain: str, values: Mapping[str, str]) -> str:
    return "".join(f'<data key="{domain}.{name}">{escape(value)}</data>' for name, value in values.items())


FORMAT = Format(
    name="graphml",
    label="GraphML: a directed multigraph of states and organisations",
    suffix=".graphml",
    media_type="application/graphml+xml",
    binary=False,
    write=write,
    loses=LOSES,
)
