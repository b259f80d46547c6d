"""Reading the data files: CSV with a header, empty cells for nulls, `|` between alternatives.

Two marks may follow a surface: `!` only this case fits, `*` ambiguous ('US!', 'Chad*', 'SADR!*').
Days may be given to the month or the year: a start then means its first day, an end its last.
"""

from __future__ import annotations

import csv
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from suasion.errors import RegisterError

DATA = Path(__file__).parent / "data"

_SECTORS = (
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC"
)
SECTORS: frozenset[str] = frozenset(_SECTORS.split())
"""PLOVER 2.0's sectors."""

SUPRANATIONAL: frozenset[str] = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})
"""PLOVER 2.0's codes for actors that are no state's."""

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """A surface as a data file marks it."""

    text: str
    case_sensitive: bool
    ambiguous: bool


def rows(path: Path, *required: str) -> list[dict[str, str]]:
    """Read a CSV file with a header.

    Raises:
        RegisterError: the file cannot be read, lacks a required column, or a row has not its cells.

    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = sorted(set(required) - set(reader.fieldnames or ()))
            if missing:
                raise RegisterError(
                    f"{path.name} has no column {', '.join(missing)}.",
                    cause="The header is missing or misspelt.",
                    remedy=f"Give it the columns {', '.join(required)}.",
                )
            return [_whole(row, path, reader.line_num) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RegisterError(
            f"{path.name} cannot be read as a register: {error}.",
            cause="The file is missing, is not UTF-8, or has an open quotation mark.",
            remedy="Correct the file or its path.",
        ) from error


def _whole(row: dict[str, str], path: Path, line: int) -> dict[str, str]:
    if None in row or None in row.values():
        raise RegisterError(
            f"{path.name}, line {line}, has not as many cells as its header.",
            cause="A comma too many or too few.",
            remedy="Quote cells that hold a comma.",
        )
    return row


@cache
def day(text: str, *, last: bool = False) -> date | None:
    """Read `2020-01-16`, `2020-01` or `2020`; the first day of what is given, or its `last`. Empty is null.

    Raises:
        RegisterError: the text is no such day.

    """
    if not text:
        return None
    try:
        numbers = [int(part) for part in text.split("-")]
        year, month = numbers[0], numbers[1] if len(numbers) > 1 else (12 if last else 1)
        number = numbers[2] if len(numbers) > 2 else (monthrange(year, month)[1] if last else 1)  # noqa: PLR2004
        return date(year, month, number)
    except (ValueError, IndexError) as error:
        raise RegisterError(
            f"'{text}' is no day.",
            cause="Register days are written 2020-01-16, 2020-01 or 2020.",
            remedy="Correct the row.",
        ) from error


def period(row: Row) -> tuple[date | None, date | None]:
    """Read a row's `start` and `end`.

    Raises:
        RegisterError: one is no day, or they are out of order.

    """
    start, end = day(row.get("start", "")), day(row.get("end", ""), last=True)
    if start and end and end < start:
        raise RegisterError(
            f"A register row ends on {end} before it starts on {start}: {dict(row)}.",
            cause="The two were swapped.",
            remedy="Correct the row.",
        )
    return start, end


def cells(text: str) -> tuple[str, ...]:
    """Split a cell with alternatives."""
    return tuple(part.strip() for part in text.split("|") if part.strip())


def surfaces(text: str) -> tuple[Surface, ...]:
    """Split a cell of marked surfaces."""
    return tuple(surface(part) for part in cells(text))


def surface(text: str) -> Surface:
    """Take the marks off a surface."""
    bare = text.rstrip("!*")
    marks = text[len(bare) :]
    return Surface(text=bare.strip(), case_sensitive="!" in marks, ambiguous="*" in marks)


def either(flag: str) -> bool:
    """Read `yes` or `no` (or `true`, `false`; empty is no).

    Raises:
        RegisterError: it is neither.

    """
    if flag not in {"", "yes", "no", "true", "false"}:
        raise RegisterError(
            f"'{flag}' is neither yes nor no.", cause="A cell in the wrong column.", remedy="Correct the row."
        )
    return flag in {"yes", "true"}
