"""The first step of an import: the rows of a file as columns of text, in `rows.parquet`, nothing changed and nothing left out."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from suasion.exchange.readers.source import GAP, Source
from suasion.exchange.shard import OWN_STATE_RELIABILITY, RELIABILITY

CELLS, LINE = "_cells", "_line"
"""Columns that rows have beside the format's: how many cells the line had (0: it was blank), and its number where it is not its place."""
_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row that was read otherwise than by parting a line at tabs. `cells` are in the order of the columns; null for none."""

    line: int
    cells: Sequence[str | None]
    width: int


def quoted(name: str) -> str:
    """Write a name as SQL does."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Write a text as SQL does."""
    return "'" + text.replace("'", "''") + "'"


def write_lines(
    base: duckdb.DuckDBPyConnection,
    source: Source,
    places: Mapping[str, int | None],
    *,
    skip: int,
    out: Path,
) -> None:
    """Part lines at tabs, with no quoting at all.

    `places` says in which cell (from 0) each column stands (null: in none); `skip` lines are a header.

    A line is parted by hand: DuckDB's reader of CSV leaves rows out that have not their number of cells, and then nobody knows
    which line is which.
    """
    picked = ", ".join(
        f"{'NULL::VARCHAR' if place is None else f'parts[{place + 1}]'} AS {quoted(name)}"
        for name, place in places.items()
    )
    base.execute(
        f"COPY (SELECT if(trim(line) = '', 0, len(parts))::USMALLINT AS {CELLS}, {picked} FROM ("
        f"SELECT line, string_split(line, chr(9)) AS parts FROM read_csv({literal(str(source.lines))}, "
        f"auto_detect = false, header = false, skip = {skip:d}, delim = '{GAP}', quote = '', escape = '', "
        f"nullstr = chr(3), columns = {{'line': 'VARCHAR'}}))) TO {literal(str(out))} (FORMAT parquet)"
    )


def write_rows(
    base: duckdb.DuckDBPyConnection, rows: Iterable[Row], columns: Sequence[str], out: Path
) -> None:
    """Write rows that were read one by one, some thousand at a time."""
    named = ", ".join(f"{quoted(name)} VARCHAR" for name in columns)
    base.execute(f"CREATE TEMP TABLE read_rows ({CELLS} USMALLINT, {LINE} BIGINT, {named})")
    for lot in _lots(rows):
        values: dict[str, object] = {
            "c": np.array([row.width for row in lot], dtype=np.uint16),
            "l": np.array([row.line for row in lot], dtype=np.int64),
        }
        for i in range(len(columns)):
            values[f"v{i}"] = np.array([row.cells[i] for row in lot], dtype=object)
        base.register("lot", values)
        base.execute("INSERT INTO read_rows SELECT * FROM lot")
        base.unregister("lot")
    base.execute(f"COPY read_rows TO {literal(str(out))} (FORMAT parquet)")
    base.execute("DROP TABLE read_rows")


def write_table(rows: Sequence[tuple[object, ...]], columns: Mapping[str, str], out: Path) -> None:
    """Write a small table as a Parquet file."""
    with duckdb.connect(":memory:") as base:
        base.execute(
            f"CREATE TABLE small ({', '.join(f'{quoted(name)} {kind}' for name, kind in columns.items())})"
        )
        lists = ", ".join(f"unnest(?::{kind}[])" for kind in columns.values())
        values = [[row[i] for row in rows] for i in range(len(columns))]
        base.execute(f"INSERT INTO small SELECT {lists}", values)
        base.execute(f"COPY small TO {literal(str(out))} (FORMAT parquet)")


def _lots(rows: Iterable[Row]) -> Iterator[list[Row]]:
    pending = iter(rows)
    while lot := list(itertools.islice(pending, _AT_ONCE)):
        yield lot


def held_sql(outlets: str, owners: str) -> str:
    """Write how probable it is that one of some outlets is right about an act between `source` and `target`.

    `owners` lists the states that own outlets among them: about what involves it, a state's own outlet is less reliable.
    """
    involved = f"len(list_filter({owners}, lambda owner: owner IN (source, target)))"
    own = (1 - OWN_STATE_RELIABILITY) / (1 - RELIABILITY)
    return f"1 - pow({1 - RELIABILITY}, greatest(1, len({outlets}))) * pow({own}, {involved})"
