"""ACLED's CSV exports: what armed and protesting actors did, without a direction."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date, timedelta

from suasion.exchange.columns import ACLED_COLUMNS
from suasion.exchange.readers.guess import refuse
from suasion.exchange.readers.layout import Cell, Day, Kind, Layout, Look, Spot, Where
from suasion.exchange.readers.rows import Row
from suasion.exchange.readers.source import Source
from suasion.exchange.readers.words import ISO, NAME, SPELLED, Words, listed, month_of, one_day
from suasion.records import Actor

_REQUIRED = ("event_id_cnty", "event_date", "event_type", "sub_event_type", "actor1")
_FORMS = (ISO, SPELLED, "%d-%b-%Y", "%d %b %Y")
_WEEK, _MONTH = "2", "3"
_HALF = timedelta(days=3)
_PLACED = {"1": "city", "2": "region", "3": "region"}
"""`geo_precision`, as a precision: ACLED's 2 is a part of a region, its 3 a whole one."""
_BRACKET = re.compile(r"\((?P<inside>[^()]*)\)")
_OF = re.compile(r"\bof (?:the )?(?P<state>[A-Z][^()]*?)\s*(?:\(|$)")


def rows(source: Source, words: Words) -> Iterator[Row]:  # noqa: ARG001  one shape for all readers
    """Give each row by the names of its header.

    Raises:
        InputError: the header is not ACLED's.
    """
    with source.lines.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=_mark(source))
        header = [name.strip().casefold() for name in next(reader, [])]
        if not set(_REQUIRED) <= set(header):
            raise refuse(source, "acled", "ACLED events (CSV under ACLED's header)")
        places = {name: header.index(name) for name in ACLED_COLUMNS if name in header}
        start = reader.line_num + 1
        for cells in reader:
            if any(cells):
                whole = len(cells) == len(header)
                held = [cells[places[name]] if whole and name in places else None for name in ACLED_COLUMNS]
                yield Row(line=start, cells=held, width=len(ACLED_COLUMNS) if whole else 1)
            start = reader.line_num + 1


def layout(words: Words) -> Layout:
    """Say how to read ACLED."""

    def kind(event: Cell, sub_event: Cell) -> Kind:
        return words.acled(event, sub_event)

    def period(text: Cell, precision: Cell) -> Day:
        found = one_day(text, _FORMS)
        if found.first is None or precision not in (_WEEK, _MONTH):
            return found
        return month_of(found.first) if precision == _MONTH else _around(found.first)

    def party(name: Cell, partners: Cell, kind_of: Cell) -> tuple[Actor, ...]:
        sector = words.sector("acled", kind_of)
        found = (
            words.actor(one, _state(words, one), sector)
            for one in ((name,) if name else ()) + listed(partners, ";")
        )
        return tuple(dict.fromkeys(actor for actor in found if actor))

    def where(country: Cell, precision: Cell) -> Where:
        return Where(country=words.state(country, NAME), precision=_PLACED.get(precision or ""))

    def side(nth: int) -> Look[tuple[Actor, ...]]:
        return Look(columns=(f"actor{nth}", f"assoc_actor_{nth}", f"inter{nth}"), read=party)

    return Layout(
        name="acled",
        columns=ACLED_COLUMNS,
        widths=frozenset({len(ACLED_COLUMNS)}),
        key=("event_id_cnty",),
        day=Look(columns=("event_date", "time_precision"), read=period),
        kind=Look(columns=("event_type", "sub_event_type"), read=kind),
        actors=side(1),
        recipients=side(2),
        outlets=Look(
            columns=("source",),
            read=lambda text: tuple(o for s in listed(text, ";") for o in words.outlet(s)),
        ),
        place=Spot(
            names=(
                ("location", "city"),
                ("admin3", "region"),
                ("admin2", "region"),
                ("admin1", "region"),
                ("country", "country"),
            ),
            where=Look(columns=("country", "geo_precision"), read=where),
            latitude="latitude",
            longitude="longitude",
        ),
        directed=False,
    )


def _around(one: date) -> Day:
    return Day(first=one - _HALF, last=one + _HALF, precision="week")


def _state(words: Words, name: str) -> str | None:
    """Find whose an actor is: `Police Forces of Mexico (2018-2024)`, `Protesters (Mexico)`."""
    inside = [
        found["inside"]
        for found in _BRACKET.finditer(name)
        if not any(mark.isdigit() for mark in found["inside"])
    ]
    owned = _OF.search(name)
    tried = [*reversed(inside), *([owned["state"]] if owned else [])]
    return next((state for text in tried if (state := words.state_named(text))), None)


def _mark(source: Source) -> str:
    head = source.head(1)
    return ";" if head and head[0].count(";") > head[0].count(",") else ","
