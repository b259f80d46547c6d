"""Pictures of ties and the network's findings, as a command leaves them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from suasion.cli.talk import data_console, put_bytes, put_json, say
from suasion.errors import InputError

if TYPE_CHECKING:
    from suasion.engine.network import Network
    from suasion.publish.plots import Picture


def put_picture(picture: Picture, output: str) -> None:
    """Write a picture as an SVG file, or on stdout for `-`.

    Raises:
        InputError: there is too little to draw, or the file cannot be written.
    """
    from suasion.publish.plots import render_svg  # noqa: PLC0415 - only this needs it

    if not picture.drawings:
        raise InputError(
            picture.said,
            cause="The ties that were asked for have too few events, or too few windows.",
            remedy="Ask for longer windows (--window quarter), for more pairs, or for another kind of picture.",
        )
    content = render_svg(picture)
    if output == "-":
        put_bytes(content)
        return
    try:
        Path(output).write_bytes(content)
    except OSError as error:
        raise InputError(
            f"{output} cannot be written: {error.strerror}.",
            cause="The folder is not there, or may not be written to.",
            remedy="Give another place.",
        ) from error
    say(f"Wrote {output}. {picture.said}")


def put_network(network: Network, *, as_json: bool) -> None:
    """Write the network's findings: as tables for people, or as one JSON document with its nodes and edges."""
    from suasion.engine.pictures import tables_of  # noqa: PLC0415 - only this needs it

    if as_json:
        put_json(
            {
                "nodes": sorted(network.graph.nodes),
                "edges": [
                    {"source": a, "target": b, **told} for a, b, told in network.graph.edges(data=True)
                ],
                "brokers": network.brokers,
                "rivalries": network.rivalries,
                "clientships": network.clientships,
                "followings": network.followings,
            }
        )
        return
    console = data_console()
    tables = tables_of(network)
    for told in tables:
        shown = Table(*told.head, box=None, title=told.caption, title_justify="left")
        for row in told.rows:
            shown.add_row(*(Text(cell) for cell in row))
        console.print(shown)
        console.print()
    if not tables:
        say(
            "Too few ties have events enough to say who lies between others, who courts the same states, who is courted by several."
        )
