"""What a format says of itself to be read: which columns an event's parts stand in, and what their words mean.

A layout is read by columns, not by rows: each `Look` names some columns and a function that is asked once for every combination of
values that they hold in the file, however many rows hold it. Twenty million rows of ICEWS ask some hundred thousand questions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from suasion.records import Actor, Factuality, Precision

Answer_co = TypeVar("Answer_co", covariant=True)
Cell = str | None
"""A value as the file has it, without blanks around it; null where the file has one of the format's words for null."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The period of an event, both days inclusive; null where the file states none that is a date."""

    first: date | None = None
    last: date | None = None
    precision: Precision = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What happened. `event_type` null: the code is known and stands for no type (the row is *uncoded*).

    `unknown` says in a plain sentence that the code is none: the row is declined. `swap`: the format's source is our recipient.
    """

    event_type: str | None = None
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    factuality: Factuality = "occurred"
    swap: bool = False
    unknown: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """In which state (alpha-3) a place lies, and how exactly a set places it where its columns alone do not say."""

    country: str | None = None
    precision: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look(Generic[Answer_co]):
    """Some columns, and what the values in them mean: `read` gets them in this order."""

    columns: tuple[str, ...]
    read: Callable[..., Answer_co]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a place stands: columns of names with what kind of place each names, the nearest first, and of degrees (WGS 84).

    Names and points are as many as rows may be, so they are no `Look`: only the state and the precision are asked for.
    """

    names: tuple[tuple[str, str], ...]
    where: Look[Where]
    latitude: str
    longitude: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One format that events can be brought from.

    `widths` are the numbers of cells that a row may have. `key` are the columns that name a row; `dated_key` adds its day, for
    sets whose ids repeat. `known` is a column with the day from which the set knew of the event, and how many of its characters tell
    it (8 or 10).
    `probability` is a column from 0 to 1. `directed` false: what one side did to the other is not said, so each counts as
    having acted on the other.
    """

    name: str
    columns: tuple[str, ...]
    widths: frozenset[int]
    key: tuple[str, ...]
    day: Look[Day]
    kind: Look[Kind]
    actors: Look[tuple[Actor, ...]]
    recipients: Look[tuple[Actor, ...]]
    outlets: Look[tuple[str, ...]]
    place: Spot
    nulls: frozenset[str] = frozenset({""})
    dated_key: bool = False
    known: tuple[str, int] | None = None
    probability: str | None = None
    directed: bool = True
