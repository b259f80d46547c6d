"""FollowTheMoney: entities or statements as JSON lines. Its `Event`s become rows; parties are what they refer to.

The model has no type of political event. One is read where a keyword of the event is a PLOVER type (our own export writes it so);
all others are kept as attention alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from suasion.errors import InputError
from suasion.exchange.readers.guess import refuse
from suasion.exchange.readers.layout import Cell, Day, Kind, Layout, Look, Spot, Where
from suasion.exchange.readers.objects import Fields, fields_of, no_object, objects, said, text_of, values_of
from suasion.exchange.readers.rows import Row
from suasion.exchange.readers.source import Source
from suasion.exchange.readers.words import NAME, Words, day, factuality_in, month_of, one_day
from suasion.records import Actor

PROPERTIES = (
    "name",
    "summary",
    "startDate",
    "endDate",
    "date",
    "location",
    "country",
    "organizer",
    "involved",
    "keywords",
    "topics",
    "sourceUrl",
    "publisher",
)
COLUMNS = ("id", "schema", *PROPERTIES, "_actors", "_recipients", "_outlet", "_none")
_EVENT = "Event"
_MONTH_DIGITS = 7
_PARTS = 3
_FIRMS = frozenset({"Company"})


@dataclass(slots=True)
class _Entity:
    """An entity as its lines tell it (grown while they are read)."""

    line: int
    schema: str
    properties: dict[str, list[str]] = field(default_factory=dict)


def rows(source: Source, words: Words) -> Iterator[Row]:  # noqa: ARG001  one shape for all readers
    """Give a row for each event, in the order in which the file first names them.

    Raises:
        InputError: no line is an entity or statement.
    """
    entities: dict[str, _Entity] = {}
    broken: list[int] = []
    for number, fields in objects(source):
        if fields is None or not _take(entities, number, fields):
            broken.append(number)
    if not entities:
        raise _no_entities(source)
    yield from (no_object(line, COLUMNS) for line in broken)
    for key, entity in entities.items():
        if entity.schema == _EVENT:
            yield _row(key, entity, entities)


def _take(entities: dict[str, _Entity], line: int, fields: Fields) -> bool:
    """Add what a line says; tell whether it is an entity or a statement."""
    key, schema = said(fields, "canonical_id", "entity_id", "id"), said(fields, "schema")
    if key is None or schema is None:
        return False
    entity = entities.setdefault(key, _Entity(line=line, schema=schema))
    prop, value = said(fields, "prop"), said(fields, "value")
    told: Mapping[str, object] = {prop: [value]} if prop and value else fields_of(fields.get("properties"))
    for name, values in told.items():
        if name in PROPERTIES:
            entity.properties.setdefault(name, []).extend(str(one) for one in values_of(text_of(values)))
    return True


def _row(key: str, entity: _Entity, entities: Mapping[str, _Entity]) -> Row:
    held = entity.properties
    organizers = held.get("organizer", [])
    others = [one for one in held.get("involved", []) if one not in organizers]
    actors = _parties(organizers or others, entities)
    recipients = _parties(others, entities)
    own = (text_of(actors), text_of(recipients), next(iter(held.get("publisher", [])), None), None)
    cells = (key, entity.schema, *(text_of(held.get(name)) for name in PROPERTIES), *own)
    return Row(line=entity.line, cells=cells, width=len(COLUMNS))


def _parties(keys: Iterable[str], entities: Mapping[str, _Entity]) -> list[list[str | None]]:
    """Give name, country and schema of some entities; one that the file does not hold has its id for a name."""
    found = []
    for key in keys:
        entity = entities.get(key)
        held = entity.properties if entity else {}
        names, countries = held.get("name", []), held.get("country", [])
        found.append([next(iter(names), key), next(iter(countries), None), entity.schema if entity else None])
    return found


def layout(words: Words) -> Layout:
    """Say how to read FollowTheMoney's events."""

    def period(start: Cell, end: Cell, date: Cell) -> Day:
        text = next((str(one) for cell in (start, date) for one in values_of(cell)), None)
        last = next((day(str(one)) for one in values_of(end)), None)
        first = _dated(text)
        return (
            Day(first=first.first, last=last, precision="day")
            if first.first and last and last >= first.first
            else first
        )

    def kind(keywords: Cell) -> Kind:
        said_words = [str(one) for one in values_of(keywords)]
        name = next((one for one in said_words if one in words.codebook.types), None)
        if name is None:
            return Kind()
        factuality = factuality_in(said_words)
        found = words.plover(name, said_words, said_words, factuality)
        means = tuple(one for one in said_words if one in words.codebook.instruments)
        return replace(found, instruments=means) if means else found

    def party(members: Cell) -> tuple[Actor, ...]:
        found = (_member(words, one) for one in values_of(members))
        return tuple(dict.fromkeys(actor for actor in found if actor))

    def where(country: Cell) -> Where:
        codes = [str(one) for one in values_of(country)]
        return Where(country=words.state(codes[0], "iso2", NAME) if len(codes) == 1 else None)

    return Layout(
        name="ftm",
        columns=COLUMNS,
        widths=frozenset({len(COLUMNS)}),
        key=("id",),
        day=Look(columns=("startDate", "endDate", "date"), read=period),
        kind=Look(columns=("keywords",), read=kind),
        actors=Look(columns=("_actors",), read=party),
        recipients=Look(columns=("_recipients",), read=party),
        outlets=Look(columns=("_outlet",), read=words.outlet),
        place=Spot(
            names=(), where=Look(columns=("country",), read=where), latitude="_none", longitude="_none"
        ),
    )


def _dated(text: str | None) -> Day:
    """Read a date that may be given to the month or year only; a year is no day, month or week, and is read as none."""
    if text and len(text) == _MONTH_DIGITS:
        first = day(f"{text}-01")
        return month_of(first) if first else Day()
    return one_day(text)


def _member(words: Words, given: object) -> Actor | None:
    if not isinstance(given, list) or len(given) != _PARTS:
        return None
    name, country, schema = (one if isinstance(one, str) else None for one in given)
    state = words.state(country, "iso2", NAME)
    firm = words.sector("plover", "MNC") if schema in _FIRMS and state is None else None
    return words.actor(name, state, firm)


def _no_entities(source: Source) -> InputError:
    return refuse(source, "ftm", "FollowTheMoney entities or statements (JSON lines)")
