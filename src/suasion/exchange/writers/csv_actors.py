"""CSV with a row for each actor and recipient of each event, as ACLED's actor-based files have: for counting by actor."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from suasion.exchange.flat import FLAT_COLUMNS
from suasion.exchange.given import Export, Format
from suasion.exchange.tables import csv_cell
from suasion.records import Actor, Event

SIDE_COLUMNS = ("event_id", "side", "position", "actor_id", "name", "country", "code", "sector")
EVENT_COLUMNS = ("event_type", "mode", "status", "independent_origins", "probability")
PLAIN_COLUMNS = (
    "dataset",
    "start",
    "end",
    "date_precision",
    "counted_as",
    "instrument_ids",
    "place_name",
    "place_country",
    "n_reports",
)


def write(export: Export, path: Path) -> int:
    """Write the sides of all events; give the number of rows."""
    written = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([*SIDE_COLUMNS, *EVENT_COLUMNS, *PLAIN_COLUMNS])
        for event in export.events():
            shared = [getattr(event, name) for name in EVENT_COLUMNS]
            shared += [FLAT_COLUMNS[name](event, export.codebook) for name in PLAIN_COLUMNS]
            for side in sides(event):
                writer.writerow([csv_cell(value) for value in (*side, *shared)])
                written += 1
    return written


def sides(event: Event) -> Iterator[tuple[str | int | None, ...]]:
    """Give a row for each actor, then each recipient: `SIDE_COLUMNS`, the position counted from 1 on either side."""
    for name, actors in (("actor", event.actors), ("recipient", event.recipients)):
        for position, actor in enumerate(actors, 1):
            yield (event.id, name, position, *_who(actor))


def _who(actor: Actor) -> tuple[str | None, ...]:
    return (actor.id, actor.name, actor.country, actor.code, actor.sector)


FORMAT = Format(
    name="csv-actors",
    label="CSV by actor: a row for each actor and recipient of each event",
    suffix=".csv",
    media_type="text/csv",
    binary=False,
    write=write,
    loses=(
        "events without any named side: they have no row",
        "who did it to whom, where several stand on either side: a row has one of them",
        "statements, reports, origins, speakers, amounts, disputes and history: csv, jsonl and sqlite have them",
    ),
)
