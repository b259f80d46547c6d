"""PLOVER as JSON lines (PLOVER 2.0 manual, chapter JSON Data Fields): one object an event; what is not known is left out.

The manual lets providers add fields of their own beside the standard's: `instrument`, `factuality`, `probability` and
`independent_origins` are ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from suasion.codebook import Codebook
from suasion.exchange.columns import PLOVER_FIELDS, PLOVER_TEXTS
from suasion.exchange.deeds import TOLD_DAY, first_told
from suasion.exchange.given import Export, Format
from suasion.exchange.told import Told, told
from suasion.records import Actor, Event, Factuality, Imported, Place, Report, Statement

Fields = dict[str, object]

NO_DATE = "without a date, and told by no dated report: the format requires one"

AUXILIARY: Mapping[Factuality, str] = {
    "planned": "future",
    "conditional": "hypothetical",
    "possible": "hypothetical",
    "denied": "negation",
}
"""The auxiliary mode that says what an event is where it is no deed."""

RESOLUTION: Mapping[str, int] = {"country": 1, "sea": 1, "region": 2, "city": 4, "point": 5}
"""How exactly a place is known on PLOVER's scale, from 1 (a country) to 5 (a point)."""


def write(export: Export, path: Path) -> int:
    """Write the dated events of an export; give their number."""
    encoder = msgspec.json.Encoder()
    written = 0
    with path.open("wb") as file:
        for line in _objects(export):
            file.write(encoder.encode(line) + b"\n")
            written += 1
    return written


def _objects(export: Export) -> Iterator[Fields]:
    for item in told(export):
        imported = item.event.imported
        if imported and imported.format == FORMAT.name:
            yield _as_it_came(item.event, imported)
        elif item.event.days:
            yield _object(item, export)
        else:
            export.omit(item.event, NO_DATE)


def _as_it_came(event: Event, imported: Imported) -> Fields:
    """Give back an imported line; of a line with several types, each an event here, one line a type."""
    line = {name: _read(name, value) for name, value in imported.native}
    types = line.get("event")
    if isinstance(types, list) and len(types) > 1:
        line |= {"id": imported.key, "event": [event.event_type]}
    return line


def _read(name: str, value: str) -> object:
    """Give back a field: what was no text was kept as JSON, and a text may look like JSON."""
    if name in PLOVER_TEXTS and value[:1] not in ("[", "{"):
        return value
    try:
        return msgspec.json.decode(value)
    except msgspec.DecodeError:
        return value


def _object(item: Told, export: Export) -> Fields:
    known = _fields(item, export)
    return {name: known[name] for name in PLOVER_FIELDS if name in known}


def _fields(item: Told, export: Export) -> Fields:
    event, (statement, report) = item.event, first_told(item)
    start, end = event.days or (None, None)
    return _known(
        {
            "id": event.id,
            "has_event": True,
            "date": start,
            "enddate": end if end != start else None,
            "actor": _actors(event.actors, item),
            "recipient": _actors(event.recipients, item),
            **_act(event, export.codebook),
            "event_loc": _location(event.where) if event.where else None,
            "event_text": [statement.action.text] if statement else None,
            "link": event.content_of,
            "text": statement.sentence if statement else None,
            "text_info": {"start": statement.start, "end": statement.end} if statement else None,
            "cite_info": _citation(report, statement, export) if report and statement else None,
            "coder": statement.coder if statement else None,
            "coded_date": export.made.date(),
            "comment": _comment(item),
            "probability": event.probability,
            "independent_origins": event.independent_origins,
        }
    )


def _act(event: Event, codebook: Codebook) -> Fields:
    event_type = codebook.type(event.event_type)
    return {
        "event": [event.event_type],
        "mode": [mode for mode in (event.mode, AUXILIARY.get(event.counted_as)) if mode],
        "context": event.contexts,
        "quad_code": event_type.quad_class,
        "event_scale": event_type.weight,
        "instrument": event.instruments,
        "factuality": event.counted_as,
    }


def _actors(actors: Iterable[Actor], item: Told) -> list[Fields]:
    said = {
        participant.id: participant.text
        for statement in reversed(item.statements)
        for participant in (*statement.actors, *statement.recipients)
    }
    return [
        _known(
            {
                "code": actor.code or actor.country,
                "sector": actor.sector,
                "entity_text": said.get(actor.id),
                "identifier_text": actor.name,
            }
        )
        for actor in actors
    ]


def _location(place: Place) -> Fields:
    return _known(
        {
            "extracted_place": place.text,
            "resolved_place": place.name,
            "lat": place.lat,
            "lon": place.lon,
            "city": place.name if place.precision == "city" else None,
            "province": place.name if place.precision == "region" else None,
            "country_code": place.country,
            "resolution": RESOLUTION.get(place.precision),
        }
    )


def _citation(report: Report, statement: Statement, export: Export) -> Fields:
    return _known(
        {
            "corpus": export.title,
            "citation": report.id,
            "url": report.url,
            "title": report.title,
            "language": report.translated_from or report.language,
            "publication": report.outlet,
            "published": report.published.start,
            "license": export.licence,
            "coder": statement.coder,
            "codebook": statement.codebook,
            "version": export.version,
        }
    )


def _comment(item: Told) -> str | None:
    """Say what no field says: that the event is disputed, taken back, or told by several origins; that its day is not its own."""
    status = None if item.event.status == "reported" else item.event.status
    undated = "undated: the day is that of its first report" if not item.event.dated else None
    return "; ".join(said for said in (status, undated) if said) or None


def _known(values: Mapping[str, object]) -> Fields:
    return {name: value for name, value in values.items() if value not in (None, "", (), [], {})}


FORMAT = Format(
    name="plover",
    label="PLOVER: JSON lines",
    suffix=".plover.jsonl",
    media_type="application/jsonl",
    binary=False,
    write=write,
    loses=(
        "events without any date that no dated report tells of: PLOVER requires one",
        TOLD_DAY + " (comment says so)",
        "conditional and possible are both hypothetical among the modes (our field factuality tells them apart)",
        "all statements but the one that told of the event first; holders, speakers, origins, amounts and the history of an event",
        "the country of an actor that is no state, and ids of actors: PLOVER identifies them by name",
        "how a date is known and how exactly, beyond its first and last day",
        "what is disputed: only that it is",
        "of an imported line: fields that are not the manual's; a line with several types becomes a line for each",
    ),
)
