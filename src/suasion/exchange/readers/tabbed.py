"""Formats of tab-separated lines: which of them have a header, and in which cells their columns stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from suasion.exchange.columns import (
    GDELT_1_BACKFILE_COLUMNS,
    GDELT_1_COLUMNS,
    GDELT_COLUMNS,
    ICEWS_COLUMNS,
    POLECAT_COLUMNS,
    POLECAT_EMPTY,
    POLECAT_RENAMED,
)
from suasion.exchange.readers.rows import write_lines
from suasion.exchange.readers.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How a file holds a format's columns: the cell of each, from 0, and how many lines its header takes."""

    columns: tuple[str, ...]
    places: tuple[int, ...]
    header: int


Finder = Callable[[Sequence[str]], Found | None]
"""Finds a format's columns by a file's first line; null where it is another format's."""


def under_header(
    columns: tuple[str, ...], renamed: Mapping[str, str], empty: Sequence[str], *, marks: Sequence[str]
) -> Finder:
    """Give a finder for files with a header: names may stand in any order; those in `empty` have no cells under them.

    `marks` are the columns by which the header is known. A file without a header is taken where its first line has as many cells as
    the format.
    """
    known = {_plain(name): name for name in columns} | {_plain(old): new for old, new in renamed.items()}
    without = {_plain(name) for name in empty} | {""}

    def find(cells: Sequence[str]) -> Found | None:
        header = [name for cell in cells if (name := _plain(cell)) not in without]
        named = [known.get(name) for name in header]
        if set(marks) <= set(named):
            places = {name: place for place, name in reversed(list(enumerate(named))) if name}
            if set(columns) <= set(places):
                return Found(columns=columns, places=tuple(places[name] for name in columns), header=1)
            return None
        return _bare(columns, cells)

    return find


def without_header(*versions: tuple[str, ...]) -> Finder:
    """Give a finder for files without a header, of the first of some versions that has as many columns."""

    def find(cells: Sequence[str]) -> Found | None:
        return next((found for columns in versions if (found := _bare(columns, cells))), None)

    return find


def _bare(columns: tuple[str, ...], cells: Sequence[str]) -> Found | None:
    key = cells[0].strip() if cells else ""
    if len(cells) != len(columns) or not key or not any(mark.isdigit() for mark in key):
        return None
    return Found(columns=columns, places=tuple(range(len(columns))), header=0)


def _plain(name: str) -> str:
    return name.strip().strip('"').casefold()


ICEWS = under_header(ICEWS_COLUMNS, {}, (), marks=("Event ID", "CAMEO Code"))
POLECAT = under_header(POLECAT_COLUMNS, POLECAT_RENAMED, POLECAT_EMPTY, marks=("Event ID", "Event Mode"))
GDELT = without_header(GDELT_COLUMNS, GDELT_1_COLUMNS, GDELT_1_BACKFILE_COLUMNS)


def write_tabbed(
    base: duckdb.DuckDBPyConnection, source: Source, found: Found, columns: Sequence[str], out: Path
) -> None:
    """Write the rows of a file of tab-separated lines; `columns` that the file's version has not are null."""
    held = dict(zip(found.columns, found.places, strict=True))
    write_lines(base, source, {name: held.get(name) for name in columns}, skip=found.header, out=out)
