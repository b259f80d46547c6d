"""Who stands on either side of an event, in formats that know ordered pairs: states and organisations, never single people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from suasion.codebook import Codebook
from suasion.records import Actor, Event
from suasion.registers import Registers


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A state (`key` is its code, as is `country`), or an organisation by its id (`country` is where it belongs, if anywhere)."""

    key: str
    name: str
    kind: str
    """`state`, else PLOVER's code: IGO, NGO, MNC …"""
    country: str | None

    @property
    def order(self) -> tuple[str, str, str, str]:
        """Sort key: of two names of one organisation, the first in the alphabet comes first."""
        return (self.key, self.name, self.kind, self.country or "")


Pair = tuple[Side, Side]


def state_name(code: str, registers: Registers) -> str:
    """Give a state's English name by its alpha-3 code; a code that no register has stands for itself."""
    known = registers.actor(f"state:{code}")
    return known.name if known else code


def side_of(actor: Actor, registers: Registers) -> Side | None:
    """Give the side that an actor is of; null for unnamed groups, which have neither state nor code."""
    if actor.state:
        name = state_name(actor.state, registers)
        return Side(key=actor.state, name=name, kind="state", country=actor.state)
    if actor.code is None:
        return None
    return Side(key=actor.id, name=actor.name, kind=actor.code, country=actor.country)


def sides_of(actors: Iterable[Actor], registers: Registers) -> tuple[Side, ...]:
    """Give the sides of some actors in order of key, each key once."""
    found = [side for actor in actors if (side := side_of(actor, registers))]
    return tuple(_first_by_key(found).values())


def _first_by_key(sides: Iterable[Side]) -> dict[str, Side]:
    """Give the first side of each key, in order of key."""
    first: dict[str, Side] = {}
    for side in sorted(sides, key=lambda side: side.order):
        first.setdefault(side.key, side)
    return first


def pairs_of(event: Event, codebook: Codebook, registers: Registers) -> tuple[Pair, ...]:
    """Give the ordered pairs of different sides of an event, in order.

    Actor to recipient; for an act that sides do with one another, and that names no recipient, every ordered pair of its actors.
    """
    actors, recipients = (
        {side.key: side for side in sides_of(some, registers)} for some in (event.actors, event.recipients)
    )
    keys = codebook.pairs(event.event_type, actors, recipients, aimed=bool(event.recipients))
    return tuple((actors[one], (recipients or actors)[other]) for one, other in keys)


def headline(event: Event, codebook: Codebook) -> str:
    """Name an event in one line: `Provide aid (planned): Ghana, Togo → Benin`."""
    event_type = codebook.types.get(event.event_type)
    label = event_type.label if event_type else event.event_type
    sides = [", ".join(actor.name for actor in actors) for actors in (event.actors, event.recipients)]
    return f"{label} ({event.counted_as}): {' → '.join(side for side in sides if side) or 'sides unknown'}"
