"""GEXF with each edge's days as a spell: for Gephi's timeline.

The file names version 1.2, whose elements 1.3 has too: Gephi reads both, networkx (3.5) nothing later than 1.2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

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

NAMESPACE = "http://www.gexf.net/1.2draft"
TYPES: Mapping[type[Value], str] = {str: "string", int: "integer", float: "double", bool: "boolean"}


def write(export: Export, path: Path) -> int:
    """Write the graph; give the number of edges."""
    nodes, edges = nodes_of(export)
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        out.write(f'<gexf xmlns="{NAMESPACE}" version="1.2">\n')
        out.write(_meta(export, edges))
        out.write('<graph mode="dynamic" defaultedgetype="directed" timeformat="date">\n')
        out.writelines(_attributes("node", NODE_TYPES))
        out.writelines(_attributes("edge", EDGE_TYPES))
        out.write("<nodes>\n")
        out.writelines(map(_node, nodes))
        out.write("</nodes>\n<edges>\n")
        out.writelines(map(_edge, edges_of(export)))
        out.write("</edges>\n</graph>\n</gexf>\n")
    return edges


def _meta(export: Export, edges: int) -> str:
    said = {**colophon(export), "edges": str(edges)}
    lines = "\n".join(f"{name}: {escape(as_text(value))}" for name, value in said.items())
    creator = escape(as_text(f"suasion {export.version}"))
    return (
        f'<meta lastmodifieddate="{export.made.astimezone(UTC):%Y-%m-%d}">'
        f"<creator>{creator}</creator><description>{lines}</description></meta>\n"
    )


def _attributes(domain: str, types: Mapping[str, type[Value]]) -> Iterator[str]:
    yield f'<attributes class="{domain}" mode="static">\n'
    for name, kind in types.items():
        yield f'<attribute id="{domain}.{name}" title="{name}" type="{TYPES[kind]}"/>\n'
    yield "</attributes>\n"


def _node(node: Node) -> str:
    values = _values("node", node.values)
    return f'<node id="{node.key}" label={quoteattr(node.label)}>{values}</node>\n'


def _edge(edge: Edge) -> str:
    ends = f'source="{edge.source}" target="{edge.target}" label={quoteattr(edge.label)}'
    days = "".join(f' {name}="{day}"' for name, day in (("start", edge.start), ("end", edge.end)) if day)
    spells = f"<spells><spell{days}/></spells>" if days else ""
    return f'<edge id="{edge.key}" {ends}>{_values("edge", edge.values)}{spells}</edge>\n'


def _values(domain: str, values: Mapping[str, str]) -> str:
    made = (f'<attvalue for="{domain}.{name}" value={quoteattr(value)}/>' for name, value in values.items())
    return f"<attvalues>{''.join(made)}</attvalues>"


FORMAT = Format(
    name="gexf",
    label="GEXF: a directed multigraph in time, for Gephi",
    suffix=".gexf",
    media_type="application/gexf+xml",
    binary=False,
    write=write,
    loses=LOSES,
)
