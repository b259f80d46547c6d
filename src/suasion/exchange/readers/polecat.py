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
        split = [_aligned(cell) for cell in (names, countries, numbers, primary or sectors)]
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


def _aligned(cell: Cell) -> tuple[Cell, ...]:
    """Split a list with its gaps, so that the lists of a side stay in step; one of gaps alone is empty."""
    parts = tuple(
        part if part != POLECAT_NULL else None for one in (cell or "").split(_MARK) if (part := one.strip())
    )
    return parts if any(parts) else ()


def _members(
    words: Words,
    names: tuple[Cell, ...],
    countries: tuple[Cell, ...],
    numbers: tuple[Cell, ...],
    sectors: tuple[Cell, ...],
) -> list[Actor | None]:
    """Make the actors of a side: lists of one length go member by member; a single name or sector is that of all countries.

    Where there are more names than countries, which is whose is not said: the countries stand alone.
    """
    places = countries or numbers
    known = [words.sector("plover", one) for one in places]
    known = [group if group and group.code else None for group in known]
    states = [
        None if group else words.state(one, "iso3", NAME) or words.state(one, "cow")
        for one, group in zip(places, known, strict=True)
    ]
    kinds = [words.sector("plover", one) for one in sectors]
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
