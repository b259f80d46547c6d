"""Tables that a user brings of what states send each other: arms by SIPRI, trade by customs, a value a year."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from suasion.errors import InputError
from suasion.exchange.readers.rows import write_table
from suasion.exchange.readers.source import Source
from suasion.exchange.readers.words import NAME, Words
from suasion.exchange.shard import COVARIATE_COLUMNS

REQUIRED = ("source", "target", "year", "value")
_KIND = "kind"
_FIRST_YEAR, _LAST_YEAR = 1800, 2200


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What one state sent another in a year; `kind` is a group of instruments (`military`, `economic` ...)."""

    kind: str
    source: str
    target: str
    year: int
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """A row that says no flow: its line, one word why, and a plain sentence."""

    line: int
    reason: str
    detail: str


def read_covariates(source: Source, words: Words, kind: str | None) -> Iterator[Flow | Declined]:
    """Read a CSV file with the columns source, target, year, value and, unless `kind` is given, kind.

    States are alpha-3 codes or names. The same pair, year and kind twice is declined.

    Raises:
        InputError: a column is missing.
    """
    groups = {instrument.group for instrument in words.codebook.instruments.values()}
    seen: set[tuple[str, str, str, int]] = set()
    with source.lines.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        wanted = REQUIRED if kind else (*REQUIRED, _KIND)
        missing = [name for name in wanted if name not in (reader.fieldnames or ())]
        if missing:
            raise InputError(
                f"{source.path} has no column {', '.join(missing)}.",
                cause=f"A table of covariates has the columns {', '.join((*REQUIRED, _KIND))}.",
                remedy="Rename its columns.",
            )
        for row in reader:
            found = _flow(row, reader.line_num, words, kind, groups)
            if isinstance(found, Flow):
                key = (found.kind, found.source, found.target, found.year)
                if key in seen:
                    found = Declined(
                        line=reader.line_num,
                        reason="duplicate",
                        detail="An earlier row has the same pair, year and kind.",
                    )
                seen.add(key)
            yield found


def write_covariates(flows: Sequence[Flow], path: Path) -> None:
    """Write the table, by kind, pair and year."""
    ordered = sorted(flows, key=lambda one: (one.kind, one.source, one.target, one.year))
    rows = [(one.kind, one.source, one.target, one.year, one.value) for one in ordered]
    write_table(rows, COVARIATE_COLUMNS, path)


def _flow(
    row: dict[str, str | None], line: int, words: Words, kind: str | None, groups: set[str]
) -> Flow | Declined:
    states = [words.state((row[name] or "").strip(), "iso3", NAME) for name in ("source", "target")]
    year, value = _year(row["year"]), _number(row["value"])
    named = kind or (row.get(_KIND) or "").strip().casefold()
    if states[0] is None or states[1] is None:
        return Declined(
            line=line, reason="state", detail=f"'{row['source']}' or '{row['target']}' is no state."
        )
    if year is None:
        return Declined(line=line, reason="date", detail=f"'{row['year']}' is no year.")
    if value is None:
        return Declined(line=line, reason="value", detail=f"'{row['value']}' is no number from 0 on.")
    if named not in groups:
        return Declined(line=line, reason="kind", detail=f"'{named}' is none of {', '.join(sorted(groups))}.")
    return Flow(kind=named, source=states[0], target=states[1], year=year, value=value)


def _year(text: str | None) -> int | None:
    plain = (text or "").strip()
    return int(plain) if plain.isdecimal() and _FIRST_YEAR <= int(plain) <= _LAST_YEAR else None


def _number(text: str | None) -> float | None:
    try:
        value = float((text or "").replace(",", ""))
    except ValueError:
        return None
    return value if isfinite(value) and value >= 0 else None
