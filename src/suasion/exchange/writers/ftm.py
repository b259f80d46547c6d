"""FollowTheMoney entities, one JSON object a line: for OpenAleph, Aleph and the `ftm` command.

Written by hand to the schemata of followthemoney 4, whose package the tests read it with. The model has no directed act between two
parties: who acts is `organizer`, everybody is `involved`. It has no schema for a state: a state is a `PublicBody` with its country.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from importlib import resources
from pathlib import Path

import countrynames
import msgspec

from suasion.exchange.colophon import permalink
from suasion.exchange.given import Export, Format
from suasion.exchange.plain import one_line, web_address
from suasion.exchange.sides import headline, state_name
from suasion.exchange.told import Told, told
from suasion.ids import content_id
from suasion.records import Actor, Dated, Event, Participant, Report, Statement
from suasion.registers import Registers

Entity = Mapping[str, object]
Parties = Callable[[Actor], tuple[Entity, ...]]

ACTORS_KEPT = 100_000
"""Actors whose entities are remembered while a file is written."""

_ID = re.compile(r"[0-9A-Za-z]([0-9A-Za-z.-]*[0-9A-Za-z])?")
"""What followthemoney takes for the id of an entity."""
FIRM = "MNC"
ONCE = ("Event", "Documentation")
"""Schemata whose entities belong to one event alone."""
DAY_DIGITS = {"day": 10, "month": 7, "year": 4}
"""How much of an ISO date a precision allows to say."""


def write(export: Export, path: Path) -> int:
    """Write each entity once; give their number. What can come again is remembered by its id, events are not."""
    encoder, seen, written = msgspec.json.Encoder(), set[str](), 0
    known = lru_cache(ACTORS_KEPT)(partial(parties, registers=export.registers))
    with path.open("wb") as out:
        for item in told(export):
            for entity in entities(item, export, known):
                key = str(entity["id"])
                if key in seen:
                    continue
                if entity["schema"] not in ONCE:
                    seen.add(key)
                out.write(encoder.encode(entity) + b"\n")
                written += 1
    return written


def entities(item: Told, export: Export, known: Parties) -> Iterator[Entity]:
    """Give the entities of an event: parties, reports, the event itself, then what shows it."""
    event, registers = item.event, export.registers
    for actor in (*event.actors, *event.recipients):
        yield from known(actor)
    yield from map(article, item.reports)
    yield event_entity(item, export, known)
    for report in item.reports:
        own = [statement for statement in item.statements if statement.report_id == report.id]
        if own:
            yield _evidence(event, report, own)
        for party in (party for statement in own for party in (*statement.actors, *statement.recipients)):
            yield from _mentions(party, report, registers, known)


def entity_id(key: str) -> str:
    """Give an id that followthemoney takes: ours with dots for colons, or a hash of it."""
    dotted = key.replace(":", ".")
    return dotted if _ID.fullmatch(dotted) else content_id("k", key)


def parties(actor: Actor, registers: Registers) -> tuple[Entity, ...]:
    """Give the entities that an actor is: the state that it stands for, and the person, firm or body if it is one."""
    return tuple(_parties(actor, registers))


def _parties(actor: Actor, registers: Registers) -> Iterator[Entity]:
    if actor.state:
        name, country = state_name(actor.state, registers), _countries([actor.state], registers)
        yield _entity(f"state:{actor.state}", "PublicBody", name=[name], country=country)
    schema = _schema(actor)
    if schema:
        where = "nationality" if schema == "Person" else "country"
        yield _entity(actor.id, schema, name=[actor.name], **{where: _countries([actor.country], registers)})


def _schema(actor: Actor) -> str | None:
    """Say what an actor is beside its state; null for the state itself, its unnamed people and offices, and unnamed groups."""
    if actor.id.startswith("person:"):
        return "Person"
    if actor.id.startswith("org:") or (actor.code is not None and actor.code != actor.country):
        return "Company" if actor.code == FIRM else "Organization"
    return None


def event_entity(item: Told, export: Export, known: Parties) -> Entity:
    """Give the event; it keeps its id. `date` is no more precise than what is known."""
    event, registers = item.event, export.registers
    organizers, others = _keys(event.actors, known), _keys(event.recipients, known)
    place = event.where
    states = [actor.state for actor in (*event.actors, *event.recipients)]
    return _entity(
        event.id,
        "Event",
        name=[headline(event, export.codebook)],
        summary=[_summary(event)],
        startDate=[event.when.start],
        endDate=[event.when.end],
        date=[_date(event.when)],
        location=[place.name if place else None],
        country=_countries([*states, place.country if place else None], registers),
        organizer=organizers,
        involved=[*organizers, *others],
        keywords=_keywords(event, export),
        recordId=[event.id],
        sourceUrl=[web_address(permalink(export, event.id)), *(web_address(r.url) for r in item.reports)],
        proof=[entity_id(report.id) for report in item.reports],
        publisher=[report.outlet for report in item.reports],
    )


def _keys(actors: Iterable[Actor], known: Parties) -> list[str]:
    return [str(entity["id"]) for actor in actors for entity in known(actor)]


def _summary(event: Event) -> str:
    means = f" by {', '.join(event.instruments)}" if event.instruments else ""
    said = f"{event.event_type}{means}; {event.counted_as}; {event.status}"
    return f"{said}; independent origins: {event.independent_origins}; probability as coded: {event.probability:.2f}."


def _date(when: Dated) -> str | None:
    digits = DAY_DIGITS.get(when.precision)
    return when.start.isoformat()[:digits] if when.start and digits else None


def _keywords(event: Event, export: Export) -> list[str]:
    event_type = export.codebook.types.get(event.event_type)
    return [
        event.event_type,
        *([event_type.label, event_type.quad_name] if event_type else ()),
        *([event.mode] if event.mode else ()),
        *event.instruments,
        *event.contexts,
        event.counted_as,
        event.status,
        *([event.imported.dataset] if event.imported else ()),
    ]


def article(report: Report) -> Entity:
    """Give a report as an article, without its text."""
    return _entity(
        report.id,
        "Article",
        title=[report.title],
        author=[report.byline],
        publisher=[report.outlet],
        publishedAt=[_date(report.published)],
        sourceUrl=[web_address(report.url)],
        language=[_language(report.language)],
    )


def _evidence(event: Event, report: Report, statements: Sequence[Statement]) -> Entity:
    """Say that a report documents the event, with the sentences that do."""
    return _entity(
        content_id("k", event.id, report.id),
        "Documentation",
        document=[entity_id(report.id)],
        entity=[entity_id(event.id)],
        role=["evidence"],
        summary=[statement.sentence for statement in statements],
    )


def _mentions(party: Participant, report: Report, registers: Registers, known: Parties) -> Iterator[Entity]:
    """Say with which words a report names a party, which need not be one of the event that was concluded."""
    actor = Actor(id=party.id, name=party.name, country=party.country, code=party.code, sector=party.sector)
    found = known(actor)
    yield from found
    for entity in found[-1:]:
        key = str(entity["id"])
        yield _entity(
            content_id("m", report.id, key, one_line(party.text)),
            "Mention",
            document=[entity_id(report.id)],
            resolved=[key],
            name=[party.text],
            contextCountry=_countries([party.country], registers),
        )


def _entity(key: str, schema: str, **given: Sequence[object]) -> Entity:
    """Make an entity: values on one line each, once each, in order; properties without one are left out."""
    lines = {
        name: [one_line(str(value)) for value in values if value is not None]
        for name, values in given.items()
    }
    filled = {name: list(dict.fromkeys(filter(None, values))) for name, values in lines.items()}
    properties = {name: values for name, values in filled.items() if values}
    return {"id": entity_id(key), "schema": schema, "properties": properties}


def _countries(codes: Iterable[str | None], registers: Registers) -> list[str]:
    names = dict.fromkeys(state_name(code, registers) for code in codes if code)
    return [code for name in names if (code := _alpha2(name))]


@cache
def _alpha2(name: str) -> str | None:
    """Give the code that followthemoney has for a state: alpha-2 in small letters (`suhh` and the like for former ones)."""
    code = countrynames.to_code(name)
    return str(code).lower() if code else None


@cache
def _languages() -> Mapping[str, str]:
    """Read ISO 639-1 codes with their three-letter ones, of the languages that followthemoney knows."""
    table = resources.files("suasion.exchange") / "data" / "languages.csv"
    return {row["alpha2"]: row["alpha3"] for row in csv.DictReader(table.read_text("utf-8").splitlines())}


def _language(tag: str | None) -> str | None:
    return _languages().get(tag.partition("-")[0].lower()) if tag else None


FORMAT = Format(
    name="ftm",
    label="FollowTheMoney: events, parties, articles and the sentences that show them",
    suffix=".ftm.json",
    media_type="application/json+ftm",
    binary=False,
    write=write,
    loses=(
        "the direction of an act beyond `organizer` (who acts) and `involved` (everybody); it also stands in the name",
        "type, mode, instruments, contexts, factuality and status as fields: they are keywords and stand in the summary",
        "independent origins and probability as numbers: they stand in the summary",
        "unnamed groups, offices and unnamed people: their state alone is a party",
        "amounts, disputes, speakers, the history of an event and the event whose content it is",
        "positions in texts, holders, and the coordinates of places",
        "weeks, seasons and decades as dates: their first and last day are kept",
        "the reports' texts, and the columns that an imported row had in its own data set",
    ),
)
