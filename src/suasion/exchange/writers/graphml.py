"""GraphML 1.0: for networkx, igraph, Cytoscape, yEd and Maltego."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]

from suasion.exchange.colophon import colophon
from suasion.exchange.given import Export, Format
from suasion.exchange.graph import EDGE_TYPES, LOSES, NODE_TYPES, Edge, Node, Value, edges_of, lined, nodes_of
from suasion.exchange.plain import xml_text

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
TYPES: Mapping[type[Value], str] = {str: "string", int: "long", float: "double", bool: "boolean"}
NODE_KEYS: Mapping[str, type[Value]] = {"label": str, **NODE_TYPES}
EDGE_KEYS: Mapping[str, type[Value]] = {"label": str, "start": str, "end": str, **EDGE_TYPES}


def write(export: Export, path: Path) -> int:
    """Write the graph; give the number of edges."""
    nodes, edges = nodes_of(export)
    about = {**colophon(export), "edges": str(edges)}
    with etree.xmlfile(str(path), encoding="UTF-8") as out:
        out.write_declaration()
        with out.element("graphml", nsmap={None: NAMESPACE}):
            for key in _keys(about):
                out.write(key)
            with out.element("graph", {"id": "events", "edgedefault": "directed"}):
                for datum in _data("graph", about):
                    out.write(datum)
                for node in nodes:
                    out.write(_node(node))
                for edge in edges_of(export):
                    out.write(_edge(edge))
    return edges


def _keys(about: Mapping[str, str]) -> Iterator[etree._Element]:
    keys = {"graph": dict.fromkeys(about, str), "node": NODE_KEYS, "edge": EDGE_KEYS}
    for domain, names in keys.items():
        for name, kind in names.items():
            given = {"id": f"{domain}.{name}", "for": domain, "attr.name": name, "attr.type": TYPES[kind]}
            yield lined(etree.Element("key", given))


def _node(node: Node) -> etree._Element:
    element = etree.Element("node", {"id": node.key})
    element.extend(_data("node", {"label": node.label, **node.values}))
    return lined(element)


def _edge(edge: Edge) -> etree._Element:
    element = etree.Element("edge", {"id": edge.key, "source": edge.source, "target": edge.target})
    days = {name: day for name, day in (("start", edge.start), ("end", edge.end)) if day}
    element.extend(_data("edge", {"label": edge.label, **days, **edge.values}))
    return lined(element)


def _data(domain: str, values: Mapping[str, Value]) -> Iterator[etree._Element]:
    for name, value in values.items():
        datum = etree.Element("data", {"key": f"{domain}.{name}"})
        datum.text = xml_text(str(value).lower() if isinstance(value, bool) else str(value))
        yield datum


FORMAT = Format(
    name="graphml",
    label="GraphML: a directed multigraph of states and organisations",
    suffix=".graphml",
    media_type="application/graphml+xml",
    binary=False,
    write=write,
    loses=LOSES,
)
