"""What a writer of a format gets, and what it says of itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from suasion.codebook import Codebook
from suasion.records import Event, Link, Report, Selection, Statement, Tie
from suasion.registers import Registers


def _no_links() -> Iterator[Link]:
    return iter(())


def _no_ties() -> Iterator[Tie]:
    return iter(())


def _not_told(event: Event, why: str) -> None:
    """Let an event that a format does not take go unmentioned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """Events of a case on their way out, with all that formats say about them; nothing is held in memory whole.

    `events` begins anew at each call and gives them in a fixed order; `statements` and `reports` look some up by id (an
    imported event has none). `made` is when the run ended that they come from and `corpus` hashes what it held: the same
    case gives the same bytes. `address` is where the page of an id is, with `{id}` in it.

    `links` are those of the reports of these events and `ties` those that rest on them, for formats that hold whole tables.
    A writer calls `omit` with each event that its format cannot take, and why (a few fixed words, fit for counting).
    """

    title: str
    selection: Selection
    events: Callable[[], Iterator[Event]]
    statements: Callable[[Collection[str]], Mapping[str, Statement]]
    reports: Callable[[Collection[str]], Mapping[str, Report]]
    codebook: Codebook
    registers: Registers
    version: str
    made: datetime
    corpus: str
    licence: str = "Facts and codes: CC0 1.0. Quoted sentences remain their outlets'; imported rows keep the terms of their data set."
    address: str = "#event={id}"
    links: Callable[[], Iterator[Link]] = _no_links
    ties: Callable[[], Iterator[Tie]] = _no_ties
    omit: Callable[[Event, str], None] = _not_told
    dossier: bytes | None = None
    """The page of the case, for a zip that is sent with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format that events can leave in.

    `write` fills the file at a path that the caller owns and gives the number of entries written. `loses` lists, in plain
    English, what of an event the format has no place for.
    """

    name: str
    label: str
    suffix: str
    media_type: str
    binary: bool
    write: Callable[[Export, Path], int]
    loses: tuple[str, ...]
