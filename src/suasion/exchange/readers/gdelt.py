"""GDELT's event files: 61 columns (2.0), 58 (1.0 daily) or 57 (1.0 before April 2013), tab-separated, no header.

The day is `SQLDATE`; `DATEADDED` is when GDELT came to know. Actors have CAMEO's codes of states, places FIPS 10-4's.
"""

from __future__ import annotations

from suasion.exchange.columns import GDELT_1_BACKFILE_COLUMNS, GDELT_1_COLUMNS, GDELT_COLUMNS
from suasion.exchange.readers.layout import Cell, Layout, Look, Spot, Where
from suasion.exchange.readers.words import COMPACT, Words, one_day
from suasion.records import Actor
from suasion.registers import SectorWord

_LAST = "SOURCEURL"
_PLACED = {"1": "country", "2": "region", "3": "city", "4": "city", "5": "region"}
"""`ActionGeo_Type`, as a precision."""
_STATE = 3
"""The first letters of an actor's code that may be a state's or an organisation's."""


def layout(words: Words) -> Layout:
    """Say how to read GDELT events."""

    def party(code: Cell, name: Cell, country: Cell, group: Cell, *types: Cell) -> tuple[Actor, ...]:
        state = words.state(country, "cameo")
        sector = words.sector("cameo", *types)
        known = words.sector("cameo-group", group, (code or "")[:_STATE]) if state is None else None
        meant = SectorWord(
            sector=(sector or known).sector if (sector or known) else None,  # type: ignore[union-attr]  # one of them is there
            code=(known.code if known else None) or (sector.code if sector else None),
            rank=0,
        )
        shown = words.registers.actor(f"state:{state}") if state and not any(types) else None
        actor = shown or words.actor((name or code or "").title() or None, state, meant)
        return (actor,) if actor and (name or code) else ()

    def where(country: Cell, kind: Cell) -> Where:
        return Where(country=words.state(country, "fips"), precision=_PLACED.get(kind or ""))

    def side(nth: int) -> Look[tuple[Actor, ...]]:
        parts = ("Code", "Name", "CountryCode", "KnownGroupCode", "Type1Code", "Type2Code", "Type3Code")
        return Look(columns=tuple(f"Actor{nth}{part}" for part in parts), read=party)

    return Layout(
        name="gdelt",
        columns=GDELT_COLUMNS,
        widths=frozenset(map(len, (GDELT_COLUMNS, GDELT_1_COLUMNS, GDELT_1_BACKFILE_COLUMNS))),
        key=("GLOBALEVENTID",),
        day=Look(columns=("SQLDATE",), read=lambda text: one_day(text, (COMPACT,))),
        known=("DATEADDED", 8),
        kind=Look(columns=("EventCode",), read=words.cameo),
        actors=side(1),
        recipients=side(2),
        outlets=Look(columns=(_LAST,), read=words.outlet),
        place=Spot(
            names=(("ActionGeo_FullName", "city"),),
            where=Look(columns=("ActionGeo_CountryCode", "ActionGeo_Type"), read=where),
            latitude="ActionGeo_Lat",
            longitude="ActionGeo_Long",
        ),
    )
