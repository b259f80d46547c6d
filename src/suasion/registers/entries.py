"""What the registers hold: small frozen rows, read from the CSV files in `data/`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from suasion.records import Actor

AliasKind = Literal[
    "name",
    "demonym",
    "people",
    "capital",
    "metonym",
    "ministry",
    "person",
    "surname",
    "organisation",
    "abbreviation",
]
OutletKind = Literal["agency", "newspaper", "broadcaster", "magazine", "site"]
PlaceKind = Literal["continent", "country", "capital", "city", "region", "island", "sea", "point"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A surface that names, or stands for, an actor, from `start` to `end` (both inclusive, null where open).

    `ambiguous`: the surface is also a common word, another actor's name, or a name that many share; take it
    only with company. `case_sensitive`: only this very case fits ('US', never 'us').
    """

    surface: str
    actor: Actor
    kind: AliasKind
    start: date | None = None
    end: date | None = None
    case_sensitive: bool = False
    ambiguous: bool = False

    def holds(self, on: date | None) -> bool:
        """Tell whether the alias is in use on that day; a null day fits every alias."""
        return within(on, self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Somebody's time in an office: `country` is a state's code, or an organisation's id (`org:nato`).

    `verified` is false where the row is only remembered; `source` says where it is from.
    """

    actor: Actor
    office: str
    country: str
    start: date | None
    end: date | None
    verified: bool
    source: str

    def holds(self, on: date | None) -> bool:
        """Tell whether the term covers that day; a null day fits only a term without an end."""
        return self.end is None if on is None else within(on, self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """The words for an office ('Defense Secretary'), its canonical name and its holder's PLOVER sector."""

    surface: str
    office: str
    sector: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A head noun that gives an actor a sector: in 'Russian troops' `troops` gives MIL.

    `stands_for_state`: what they do, their state does ('officials', 'troops'; not 'students').
    """

    noun: str
    sector: str
    plural: bool
    stands_for_state: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorWord:
    """What another data set's word for a sector means: PLOVER's `sector`, and the `code` of what is no state's (`IGO`, `NGO`, ...).

    Of several words for one actor that with the lowest `rank` tells most.
    """

    sector: str | None
    code: str | None
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A named group of states: its members' codes in order and, for an organisation, its own actor.

    `ambiguous`: the surface is also something else ('Quad').
    """

    name: str
    members: tuple[str, ...]
    actor: Actor | None
    start: date | None
    end: date | None
    ambiguous: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ownership:
    """Whose an outlet was, from `start` to `end` (both inclusive, null where open): see `Outlet`."""

    family: str | None
    state: bool
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A medium. `family` is its owner or network; `state` that a state owns or steers it: both as they are today.

    `owners` has every period, the present one first.
    """

    id: str
    name: str
    country: str | None
    kind: OutletKind
    family: str | None
    state: bool
    domains: tuple[str, ...]
    aliases: tuple[str, ...]
    owners: tuple[Ownership, ...] = ()

    def owner(self, on: date | None) -> Ownership | None:
        """Give whose the outlet was on that day (today's owner for a null day), or null where that is not known."""
        held = self.owners if on is None else [one for one in self.owners if within(on, one.start, one.end)]
        return held[0] if held else None

    def kin(self, other: Outlet, on: date | None) -> str | None:
        """Say what binds two outlets on that day ("both of Thomson Reuters", "both state media of RUS"), or null."""
        mine, theirs = self.owner(on), other.owner(on)
        if self.id == other.id or mine is None or theirs is None:
            return None
        if mine.family and mine.family == theirs.family:
            return f"both of {mine.family}"
        if mine.state and theirs.state and self.country and self.country == other.country:
            return f"both state media of {self.country}"
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceEntry:
    """A place: `country` is an alpha-3 code (null for seas and what lies in several), degrees are WGS 84.

    `population` is 0 where unknown; it only orders namesakes.
    """

    name: str
    country: str | None
    lat: float
    lon: float
    kind: PlaceKind
    population: int


def within(on: date | None, start: date | None, end: date | None) -> bool:
    """Tell whether a day lies in a closed period whose ends may be open; a null day lies in every period."""
    return on is None or ((start is None or start <= on) and (end is None or on <= end))
