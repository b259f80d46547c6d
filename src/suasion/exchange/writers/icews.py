"""ICEWS's yearly files: 20 tab-separated columns under a header, one row an event and ordered pair of actors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from suasion.exchange.columns import ICEWS_COLUMNS, ICEWS_KINDS, ICEWS_NULL, ICEWS_SECTORS
from suasion.exchange.deeds import (
    TOLD_DAY,
    Deed,
    actor_id,
    cameo_of,
    degrees,
    first_told,
    intensity_of,
    number,
    pairs_of,
    write_deeds,
)
from suasion.exchange.given import Export, Format
from suasion.exchange.sides import state_name
from suasion.records import Actor, Place

Cells = Mapping[str, str | None]


def write(export: Export, path: Path) -> int:
    """Write the deeds of an export; give the number of rows."""

    def rows(deed: Deed) -> Iterator[Cells]:
        shared = {**_act(deed, export), **_place(deed.event.where, export)}
        for source, target in pairs_of(deed.event, export.codebook):
            yield {
                "Event ID": number(deed.event.id, actor_id(source), actor_id(target)),
                **shared,
                **_side("Source", source, export),
                **_side("Target", target, export),
            }

    return write_deeds(
        export,
        path,
        format=FORMAT.name,
        columns=ICEWS_COLUMNS,
        null=ICEWS_NULL,
        header=True,
        rows=rows,
    )


def _act(deed: Deed, export: Export) -> Cells:
    event, (_, report) = deed.event, first_told(deed.told)
    code = cameo_of(event, export.codebook)
    origin = next((origin.name for origin in event.origins), None)
    return {
        "Event Date": deed.day.isoformat(),
        "Event Text": export.codebook.cameo_label(code) or export.codebook.type(event.event_type).label,
        "CAMEO Code": code,
        "Intensity": intensity_of(event, export.codebook),
        "Story ID": number(report.id) if report else None,
        "Publisher": report.outlet if report else origin,
    }


def _side(side: str, actor: Actor | None, export: Export) -> Cells:
    if actor is None:
        return {}
    return {
        f"{side} Name": actor.name,
        f"{side} Sectors": ICEWS_KINDS.get(actor.code or "") or ICEWS_SECTORS.get(actor.sector or ""),
        f"{side} Country": state_name(actor.country, export.registers) if actor.country else None,
    }


def _place(place: Place | None, export: Export) -> Cells:
    if place is None:
        return {}
    return {
        "City": place.name if place.precision == "city" else None,
        "Province": place.name if place.precision == "region" else None,
        "Country": state_name(place.country, export.registers) if place.country else None,
        "Latitude": degrees(place.lat, ICEWS_NULL),
        "Longitude": degrees(place.lon, ICEWS_NULL),
    }


FORMAT = Format(
    name="icews",
    label="ICEWS: 20 columns, tab-separated, CAMEO codes",
    suffix=".tab",
    media_type="text/tab-separated-values",
    binary=False,
    write=write,
    loses=(
        "plans, conditions, possibilities and denials: only what happened is written, and only with a date known to the month or better",
        TOLD_DAY,
        "that several actors did one act: there is a row for each ordered pair, with a number of its own derived from the event's id",
        "type, mode, contexts and instruments beyond the CAMEO code that stands for them",
        "the period of an event: a day in its middle stands for it",
        "sentences and their numbers, holders, speakers, all reports but the first, origins, status, disputes, amounts and probability",
        "ids of actors, and the sector of an organisation; names of places that are no city or province",
    ),
)
