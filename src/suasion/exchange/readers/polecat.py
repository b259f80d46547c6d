"""POLECAT's weekly and yearly files: 40 tab-separated columns under a header, PLOVER's types, lists joined by `; `."""

from __future__ import annotations

from itertools import zip_longest

from suasion.exchange.columns import POLECAT_COLUMNS, POLECAT_EMPTY, POLECAT_LIST, POLECAT_NULL
from suasion.exchange.readers.layout import Cell, Kind, Layout, Look, Spot, Where
from suasion.exchange.readers.words import NAME, Words, listed, one_day
from suasion.records import Actor

_MARK = POLECAT_LIST.strip()
_EXTRA = len(POLECAT_EMPTY) + 1
"""So many cells more than its columns may a line have: blank ones under headers without data, and a trailing tab."""


def layout(words: Words) -> Layout:
    """Say how to read POLECAT."""

    def kind(name: Cell, mode: Cell, contexts: Cell) -> Kind:
        return words.plover(name, listed(mode, _MARK), listed(contexts, _MARK))

    def party(names: Cell, countries: Cell, numbers: Cell, primary: Cell, sectors: Cell) -> tuple[Actor, ...]:
        split = [listed(cell, _MARK) for cell in (names, countries, numbers, primary or sectors)]
        found = _members(words, *split)
        return tuple(dict.fromkeys(actor for actor in found if actor))

    def where(country: Cell) -> Where:
        return Where(country=words.state(country, "iso3", NAME))

    def side(of: str) -> Look[tuple[Actor, ...]]:
        parts = (f"{of} Name", f"{of} Country", f"{of} COW", f"Primary {of} Sector", f"{of} Sectors")
        return Look(columns=parts, read=party)

    return Layout(
        name="polecat",
        columns=POLECAT_COLUMNS,
        widths=frozenset(range(len(POLECAT_COLUMNS), len(POLECAT_COLUMNS) + _EXTRA + 1)),
        nulls=frozenset({"", POLECAT_NULL}),
        key=("Event ID",),
        day=Look(columns=("Event Date",), read=one_day),
        known=("Publication Date", 10),
        kind=Look(columns=("Event Type", "Event Mode", "Contexts"), read=kind),
        actors=side("Actor"),
        recipients=side("Recipient"),
        outlets=Look(columns=("Source",), read=words.outlet),
        place=Spot(
            names=(
                ("City", "city"),
                ("District", "region"),
                ("Province", "region"),
                ("Placename", "region"),
                ("Country", "country"),
            ),
            where=Look(columns=("Country",), read=where),
            latitude="Latitude",
            longitude="Longitude",
        ),
    )


def _members(
    words: Words,
    names: tuple[str, ...],
    countries: tuple[str, ...],
    numbers: tuple[str, ...],
    sectors: tuple[str, ...],
) -> list[Actor | None]:
    """Make the actors of a side: lists of one length go member by member; a single name or sector is that of all countries.

    Where there are more names than countries, which is whose is not said: the countries stand alone.
    """
    places = countries or numbers
    states = [words.state(one, "iso3", NAME) or words.state(one, "cow") for one in places]
    kinds = [words.sector("plover", one) for one in sectors]
    known = [
        words.sector("plover", place) if state is None else None
        for place, state in zip(places, states, strict=True)
    ]
    if len(names) > len(states) and len(states) > 1:
        names = ()
    if len(names) == 1:
        names = names * max(1, len(states))
    if len(kinds) == 1:
        kinds = kinds * max(len(names), len(states))
    if len(states) == 1:
        states, known = states * max(1, len(names)), known * max(1, len(names))
    return [
        words.actor(name, state, group or sector)
        for name, state, group, sector in zip_longest(
            names, states, known, kinds[: max(len(names), len(states))]
        )
    ]
