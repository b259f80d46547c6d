"""What a dossier is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from suasion.codebook import Codebook
from suasion.records import (
    Attribution,
    Broker,
    Clientship,
    Event,
    Following,
    Framing,
    Judgement,
    Link,
    Mention,
    Rejection,
    Report,
    Rivalry,
    Run,
    Statement,
    Tie,
)
from suasion.registers import Registers


@dataclass(frozen=True, slots=True, kw_only=True)
class Among:
    """What the network of ties says: rows without a value had too few events."""

    brokers: tuple[Broker, ...] = ()
    rivalries: tuple[Rivalry, ...] = ()
    clientships: tuple[Clientship, ...] = ()
    followings: tuple[Following, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierInput:
    """A case as the dossier shows it.

    `title` is the case's name. `country_names` maps the codes of `Actor.country` to English names; a code
    that it does not hold stands for itself. `run` names the versions that made the records (null: not said).
    `mentions` are only used to name states that the reports speak of without an event; they may be left out.
    """

    title: str
    run: Run | None
    reports: tuple[Report, ...]
    statements: tuple[Statement, ...]
    events: tuple[Event, ...]
    links: tuple[Link, ...]
    ties: tuple[Tie, ...]
    attributions: tuple[Attribution, ...]
    rejections: tuple[Rejection, ...]
    codebook: Codebook
    country_names: Mapping[str, str]
    mentions: tuple[Mention, ...] = ()
    framings: tuple[Framing, ...] | None = ()
    """What outlets call actors and acts, in the order in which they are to be read; null: not worked out for so large a case."""
    judgements: tuple[Judgement, ...] = ()
    """What people decided and has not been undone."""
    series: tuple[Tie, ...] = ()
    """Ties by month, for the pictures."""
    among: Among | None = None
    """What the ties say of states among others; null: not worked out."""
    registers: Registers | None = None
    """Whose outlets are whose, and where states lie, for the page; null: not said."""
