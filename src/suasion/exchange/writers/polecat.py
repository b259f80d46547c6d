"""POLECAT's weekly files: 40 tab-separated columns under a header, one row an event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from suasion.codebook import Codebook
from suasion.exchange.columns import POLECAT_COLUMNS, POLECAT_LIST, POLECAT_NULL
from suasion.exchange.deeds import TOLD_DAY, Deed, degrees, first_told, write_deeds
from suasion.exchange.given import Export, Format
from suasion.records import Actor, Place
from suasion.registers import Registers

Cells = Mapping[str, str | None]


def write(export: Export, path: Path) -> int:
    """Write the deeds of an export; give the number of rows."""

    def rows(deed: Deed) -> Iterator[Cells]:
        yield _row(deed, export)

    return write_deeds(
        export,
        path,
        format=FORMAT.name,
        columns=POLECAT_COLUMNS,
        null=POLECAT_NULL,
        header=True,
        rows=rows,
    )


def _row(deed: Deed, export: Export) -> Cells:
    event = deed.event
    return {
        "Event ID": event.id,
        "Event Date": deed.day.isoformat(),
        **_act(deed, export.codebook),
        **_side("Actor", event.actors, deed, export.registers),
        **_side("Recipient", event.recipients, deed, export.registers),
        **(_place(event.where) if event.where else {}),
        **_source(deed),
        "Version": f"suasion {export.version}",
    }


def _act(deed: Deed, codebook: Codebook) -> Cells:
    event = deed.event
    event_type = codebook.type(event.event_type)
    return {
        "Event Type": event_type.name,
        "Event Mode": event.mode,
        "Intensity": f"{event_type.weight:.1f}",
        "Quad Code": event_type.quad_name.upper(),
        "Contexts": POLECAT_LIST.join(event.contexts),
    }


def _side(side: str, actors: Iterable[Actor], deed: Deed, registers: Registers) -> Cells:
    said = {
        participant.id: participant.text
        for statement in reversed(deed.told.statements)
        for participant in (*statement.actors, *statement.recipients)
    }

    def each(value: Callable[[Actor], str | None]) -> str:
        members = ((value(actor) or POLECAT_NULL).replace(";", ",") for actor in actors)
        return POLECAT_LIST.join(members)

    return {
        f"{side} Name": each(lambda actor: actor.name),
        f"{side} Country": each(lambda actor: actor.code or actor.country),
        f"{side} COW": each(lambda actor: registers.codes.cow(actor.code)),
        f"Primary {side} Sector": each(lambda actor: actor.sector),
        f"{side} Sectors": each(lambda actor: actor.sector),
        f"{side} Name Raw": each(lambda actor: said.get(actor.id)),
    }


def _place(place: Place) -> Cells:
    return {
        "Placename": place.name,
        "City": place.name if place.precision == "city" else None,
        "Province": place.name if place.precision == "region" else None,
        "Country": place.country,
        "Latitude": degrees(place.lat, POLECAT_NULL),
        "Longitude": degrees(place.lon, POLECAT_NULL),
        "Raw Placename": place.text,
    }


def _source(deed: Deed) -> Cells:
    _, report = first_told(deed.told)
    if report is None:
        return {"Source": next((origin.name for origin in deed.event.origins), None)}
    published = report.published.start
    return {
        "Source": report.outlet,
        "Publication Date": published.isoformat() if published else None,
        "Language": report.translated_from or report.language,
    }


FORMAT = Format(
    name="polecat",
    label="POLECAT: 40 columns, tab-separated",
    suffix=".tsv",
    media_type="text/tab-separated-values",
    binary=False,
    write=write,
    loses=(
        "plans, conditions, possibilities and denials: only what happened is written, and only with a date known to the month or better",
        TOLD_DAY,
        "instruments: POLECAT has contexts alone",
        "the period of an event: a day in its middle stands for it",
        "sentences, holders, speakers, all reports but the first, origins, status, disputes, amounts and probability",
        "ids of actors, and the country of an organisation that is no state's; a semicolon in a name becomes a comma",
        "places: what is no city or province has no column of its own but its name and point",
    ),
)
