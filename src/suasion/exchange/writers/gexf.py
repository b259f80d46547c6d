"""GEXF with each edge's days as a spell: for Gephi's timeline.

The file names version 1.2, whose elements 1.3 has too: Gephi reads both, networkx (3.5) nothing later than 1.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]

from suasion.exchange.colophon import colophon
from suasion.exchange.given import Export, Format
from suasion.exchange.graph import EDGE_TYPES, LOSES, NODE_TYPES, Edge, Node, Value, edges_of, lined, nodes_of
from suasion.exchange.plain import xml_text

NAMESPACE = "http://www.gexf.net/1.2draft"
TYPES: Mapping[type[Value], str] = {str: "string", int: "integer", float: "double", bool: "boolean"}


def write(export: Export, path: Path) -> int:
    """Write the graph; give the number of edges."""
    nodes, edges = nodes_of(export)
    with etree.xmlfile(str(path), encoding="UTF-8") as out:
        out.write_declaration()
        with out.element("gexf", {"version": "1.2"}, nsmap={None: NAMESPACE}):
            out.write(_meta(export, edges))
            shape = {"mode": "dynamic", "defaultedgetype": "directed", "timeformat": "date"}
            with out.element("graph", shape):
                out.write(_attributes("node", NODE_TYPES))
                out.write(_attributes("edge", EDGE_TYPES))
                with out.element("nodes"):
                    for node in nodes:
                        out.write(_node(node))
                with out.element("edges"):
                    for edge in edges_of(export):
                        out.write(_edge(edge))
    return edges


def _meta(export: Export, edges: int) -> etree._Element:
    element = etree.Element("meta", {"lastmodifieddate": f"{export.made.astimezone(UTC):%Y-%m-%d}"})
    etree.SubElement(element, "creator").text = f"suasion {export.version}"
    said = {**colophon(export), "edges": str(edges)}
    lines = "\n".join(f"{name}: {value}" for name, value in said.items())
    etree.SubElement(element, "description").text = xml_text(lines)
    return element


def _attributes(domain: str, types: Mapping[str, type[Value]]) -> etree._Element:
    element = etree.Element("attributes", {"class": domain, "mode": "static"})
    for name, kind in types.items():
        etree.SubElement(element, "attribute", {"id": f"{domain}.{name}", "title": name, "type": TYPES[kind]})
    return element


def _node(node: Node) -> etree._Element:
    element = etree.Element("node", {"id": node.key, "label": node.label})
    element.append(_values("node", node.values))
    return lined(element)


def _edge(edge: Edge) -> etree._Element:
    given = {"id": edge.key, "source": edge.source, "target": edge.target, "label": edge.label}
    element = etree.Element("edge", given)
    element.append(_values("edge", edge.values))
    days = {name: day for name, day in (("start", edge.start), ("end", edge.end)) if day}
    if days:
        etree.SubElement(etree.SubElement(element, "spells"), "spell", days)
    return lined(element)


def _values(domain: str, values: Mapping[str, Value]) -> etree._Element:
    element = etree.Element("attvalues")
    for name, value in values.items():
        written = str(value).lower() if isinstance(value, bool) else str(value)
        etree.SubElement(element, "attvalue", {"for": f"{domain}.{name}", "value": written})
    return element


FORMAT = Format(
    name="gexf",
    label="GEXF: a directed multigraph in time, for Gephi",
    suffix=".gexf",
    media_type="application/gexf+xml",
    binary=False,
    write=write,
    loses=LOSES,
)
