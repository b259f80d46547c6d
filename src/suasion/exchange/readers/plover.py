"""PLOVER's JSON lines, with the fields of the manual: a line may hold several types of event, each a row here."""

from __future__ import annotations

from collections.abc import Iterator

from suasion.exchange.columns import PLOVER_AUXILIARY, PLOVER_FIELDS
from suasion.exchange.readers.layout import Cell, Day, Kind, Layout, Look, Spot, Where
from suasion.exchange.readers.objects import fields_of, no_object, objects, said, text_of, values_of
from suasion.exchange.readers.rows import Row
from suasion.exchange.readers.source import Source
from suasion.exchange.readers.words import NAME, Words, day, one_day
from suasion.records import FACTUALITIES, Actor, Factuality

_OWN = ("_key", "_type", "_place", "_country", "_resolution", "_lat", "_lon", "_outlet")
COLUMNS = (*PLOVER_FIELDS, *_OWN)
"""The manual's fields, then what this reader takes out of them."""
_PLACED = {"1": "country", "2": "region", "3": "region", "4": "city", "5": "point"}
"""`resolution`, as a precision."""
_FACTUALITY: dict[str, Factuality] = {
    mode: found for mode, name in PLOVER_AUXILIARY.items() for found in FACTUALITIES if found == name
}


def rows(source: Source, words: Words) -> Iterator[Row]:  # noqa: ARG001  one shape for all readers
    """Give a row for each event type of each line."""
    for number, fields in objects(source):
        if fields is None:
            yield no_object(number, COLUMNS)
            continue
        given = values_of(text_of(fields.get("event")))
        types: list[str | None] = [str(one) for one in given] or [None]
        place, cited = fields_of(fields.get("event_loc")), fields_of(fields.get("cite_info"))
        for nth, name in enumerate(types, 1):
            key = said(fields, "id")
            own = (
                key if nth == 1 or key is None else f"{key}.{nth}",
                name,
                said(place, "resolved_place", "city", "extracted_place", "district", "province", "country"),
                said(place, "country_code", "country"),
                said(place, "resolution"),
                said(place, "lat"),
                said(place, "lon"),
                said(cited, "publication", "corpus", "url"),
            )
            cells = (*(text_of(fields.get(field)) for field in PLOVER_FIELDS), *own)
            yield Row(line=number, cells=cells, width=len(COLUMNS))


def layout(words: Words) -> Layout:
    """Say how to read PLOVER's fields."""

    def kind(name: Cell, modes: Cell, contexts: Cell) -> Kind:
        said_modes = [str(one).casefold() for one in values_of(modes)]
        found = [_FACTUALITY[one] for one in said_modes if one in _FACTUALITY]
        factuality: Factuality = found[0] if found else "occurred"
        return words.plover(name, said_modes, map(str, values_of(contexts)), factuality)

    def party(members: Cell) -> tuple[Actor, ...]:
        found = (_member(words, one) for one in values_of(members))
        return tuple(dict.fromkeys(actor for actor in found if actor))

    def period(first: Cell, last: Cell) -> Day:
        start, end = one_day(first), day(last)
        return (
            Day(first=start.first, last=end, precision="day")
            if start.first and end and end > start.first
            else start
        )

    def where(country: Cell, resolution: Cell) -> Where:
        return Where(
            country=words.state(country, "iso3", "iso2", NAME), precision=_PLACED.get(resolution or "")
        )

    return Layout(
        name="plover",
        columns=COLUMNS,
        widths=frozenset({len(COLUMNS)}),
        key=("_key",),
        day=Look(columns=("date", "enddate"), read=period),
        kind=Look(columns=("_type", "mode", "context"), read=kind),
        actors=Look(columns=("actor",), read=party),
        recipients=Look(columns=("recipient",), read=party),
        outlets=Look(columns=("_outlet",), read=words.outlet),
        place=Spot(
            names=(("_place", "region"),),
            where=Look(columns=("_country", "_resolution"), read=where),
            latitude="_lat",
            longitude="_lon",
        ),
    )


def _member(words: Words, given: object) -> Actor | None:
    """Read an actor: `code` is a state's, or one of PLOVER's for what is none; a bare text is a code."""
    fields = fields_of(given) or {"code": given}
    code = said(fields, "code")
    group = words.sector("plover", code)
    state = None if group and group.code else words.state(code, "cameo", "iso3", "iso2", NAME)
    sector = words.sector("plover", *(str(one) for one in values_of(text_of(fields.get("sector")))))
    name = said(fields, "identifier_text", "entity_text") or (None if state else code)
    return words.actor(name, state, group if group and group.code else sector)
