"""ICEWS's yearly files: 20 tab-separated columns under a header, CAMEO codes, names of states in words."""

from __future__ import annotations

import re

from suasion.exchange.columns import ICEWS_COLUMNS, ICEWS_KEY, ICEWS_NULLS
from suasion.exchange.readers.layout import Cell, Layout, Look, Spot, Where
from suasion.exchange.readers.words import NAME, Words, one_day
from suasion.records import Actor

_OF_STATE = re.compile(r"\((?P<state>[^()]+)\)\s*$")
"""`Police (India)`: whose an actor is, where the column for it is empty."""
_BETWEEN = re.compile(r"\s*[,;]\s*")


def layout(words: Words) -> Layout:
    """Say how to read ICEWS."""

    def party(name: Cell, sectors: Cell, country: Cell) -> tuple[Actor, ...]:
        bracketed = _OF_STATE.search(name or "")
        state = words.state(country, NAME)
        if country is None and name:
            state = words.state(bracketed["state"], NAME) if bracketed else None
        split = _BETWEEN.split((sectors or "").replace('"', ""))
        actor = words.actor(name, state, words.sector("icews", *split))
        return (actor,) if actor else ()

    def where(country: Cell) -> Where:
        return Where(country=words.state(country, NAME))

    def side(of: str) -> Look[tuple[Actor, ...]]:
        return Look(columns=(f"{of} Name", f"{of} Sectors", f"{of} Country"), read=party)

    return Layout(
        name="icews",
        columns=ICEWS_COLUMNS,
        widths=frozenset({len(ICEWS_COLUMNS)}),
        nulls=ICEWS_NULLS,
        key=ICEWS_KEY[:1],
        dated_key=True,
        day=Look(columns=("Event Date",), read=one_day),
        kind=Look(columns=("CAMEO Code",), read=words.cameo),
        actors=side("Source"),
        recipients=side("Target"),
        outlets=Look(columns=("Publisher",), read=words.outlet),
        place=Spot(
            names=(("City", "city"), ("District", "region"), ("Province", "region"), ("Country", "country")),
            where=Look(columns=("Country",), read=where),
            latitude="Latitude",
            longitude="Longitude",
        ),
    )
