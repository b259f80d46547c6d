"""What somebody asks of a case: which events, which ties. The same words in Python, on the command line and in exports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from suasion.records.parts import EventStatus, Factuality

Group = tuple[str, tuple[str, ...]]
"""A name and the states it stands for, as alpha-3 codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which events: those that meet every condition; an empty condition is met by all.

    `sources` and `targets` are codes of states (`RUS`) or of PLOVER (`IGO`), or names of `groups`; `types` are PLOVER's;
    `instruments` are ids (`military/arms-transfer`) or groups of them (`military`). `start` and `end` are inclusive and compared
    with the days that the event stands on (`Event.days`): one that stands on none meets neither. `outlets` and `languages` are of
    the reports that tell of it, `text` (case-insensitive) of their sentences. `dataset` null asks for all.
    """

    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    factuality: tuple[Factuality, ...] = ()
    status: tuple[EventStatus, ...] = ()
    outlets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    min_origins: int = 0
    start: date | None = None
    end: date | None = None
    text: str | None = None
    dataset: str | None = None
    groups: tuple[Group, ...] = ()

    def in_words(self) -> str:
        """Say the condition in plain English: it stands on every export and page."""
        said = [
            ("from", self.sources),
            ("to", self.targets),
            ("of type", self.types),
            ("by", self.instruments),
            ("that are", self.factuality),
            ("whose status is", self.status),
            ("told by", self.outlets),
            ("in language", self.languages),
        ]
        parts = [f"{before} {' or '.join(values)}" for before, values in said if values]
        if self.min_origins > 0:
            parts.append(f"with {self.min_origins} or more independent origins")
        parts += [f"not before {self.start}"] if self.start else []
        parts += [f"not after {self.end}"] if self.end else []
        parts += [f'with "{self.text}" in a sentence'] if self.text else []
        parts += [f"of the data set {self.dataset}"] if self.dataset else []
        named = [f"{name} is {', '.join(members)}" for name, members in self.groups]
        return (
            " ".join(["Events", *parts])
            + ("." if parts else ": all.")
            + (f" {'; '.join(named)}." if named else "")
        )

    def in_options(self) -> tuple[str, ...]:
        """Give the condition as options of the command line, so that a file can say how it is made again."""
        many = [
            ("--source", self.sources),
            ("--target", self.targets),
            ("--type", self.types),
            ("--instrument", self.instruments),
            ("--factuality", self.factuality),
            ("--status", self.status),
            ("--outlet", self.outlets),
            ("--language", self.languages),
            ("--group", [f"{name}={','.join(members)}" for name, members in self.groups]),
        ]
        one = [
            ("--min-origins", str(self.min_origins) if self.min_origins > 0 else None),
            ("--from", self.start.isoformat() if self.start else None),
            ("--to", self.end.isoformat() if self.end else None),
            ("--text", self.text),
            ("--dataset", self.dataset),
        ]
        given = [(option, value) for option, values in many for value in values]
        return tuple(
            word for option, value in (*given, *one) if value is not None for word in (option, value)
        )


MeasureName = Literal[
    "courtship",
    "courtship-raw",
    "affinity",
    "affinity-equal",
    "volume",
    "dependence",
    "dependence-raw",
    "asymmetry",
    "intensity",
    "alignment",
    "hedging",
    "latent",
    "response",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TieQuery:
    """Which ties: an empty condition is met by all.

    `sources` and `targets` are states or names of `groups`; `instruments` are ids, groups of them or `all`. `window` is
    `all`, `day`, `week`, `month`, `quarter`, `year`, or `rolling:DAYS`. `poles` are the states between which alignment and hedging
    are measured. `dataset` null: our own events if there are any, else the only imported set. `pairs`, where there are any, are the
    only ones of a source and a target, which `sources` and `targets` then list.
    """

    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    measures: tuple[MeasureName, ...] = ()
    window: str = "all"
    start: date | None = None
    end: date | None = None
    dataset: str | None = None
    poles: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
