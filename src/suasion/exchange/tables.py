"""Tables of records as files: JSON lines, CSV and Parquet; complete, in the order given, and never held whole.

- jsonl: one record a line, structures as they are, nulls written.
- csv: a header always, also with no rows; lists and structures are JSON in their cells, a null is an
  empty cell (so is an empty string: read Parquet or jsonl where that matters); booleans are `true`, `false`.
  Events have plain columns behind those (`exchange.flat`), for readers that know no JSON.
- parquet: typed columns; lists and structures are Parquet's own, so that polars, DuckDB and Arrow can look into them; nulls are nulls.
"""

from __future__ import annotations

import csv
import tempfile
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

import duckdb
import msgspec

from suasion.codebook import load_codebook
from suasion.exchange.flat import FLAT_COLUMNS, flat_values
from suasion.records import Event, Framing, Record

Row = Record | Framing
"""What a table holds: kept records, or rows that were worked out from them."""

SCALARS: dict[object, str] = {
    str: "VARCHAR",
    int: "BIGINT",
    float: "DOUBLE",
    bool: "BOOLEAN",
    date: "DATE",
    datetime: "TIMESTAMPTZ",
}

LONGEST_ROW = 1 << 30
"""Bytes of a row as JSON that DuckDB takes: a report holds its text twice."""


def write_table(rows: Iterable[object], kind: type, format: str, path: Path) -> int:  # noqa: A002  the CLI's word
    """Write rows of one dataclass into a file, one of `TABLE_FORMATS`; `kind` names the columns also when there are no rows.

    Gives the number of rows.
    """
    return _WRITERS[format](rows, kind, path)


def write_jsonl(rows: Iterable[object], kind: type, path: Path) -> int:  # noqa: ARG001  one shape for all writers
    """Write JSON lines; give the number of rows."""
    encoder = msgspec.json.Encoder()
    written = 0
    with path.open("wb") as file:
        for row in rows:
            file.write(encoder.encode(row) + b"\n")
            written += 1
    return written


def write_csv(rows: Iterable[object], kind: type, path: Path) -> int:
    """Write rows of any dataclass `kind` as comma-separated values with a header; give their number."""
    columns = tuple(column_types(kind))
    of_events = kind is Event
    codebook = load_codebook() if of_events else None
    written = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([*columns, *(FLAT_COLUMNS if of_events else ())])
        for row in rows:
            cells = [csv_cell(getattr(row, name)) for name in columns]
            if codebook and isinstance(row, Event):
                cells += [csv_cell(value) for value in flat_values(row, codebook)]
            writer.writerow(cells)
            written += 1
    return written


def write_parquet(rows: Iterable[object], kind: type, path: Path) -> int:
    """Write Parquet; give the number of rows. DuckDB makes it of JSON lines beside it, which it reads as a stream."""
    columns = column_types(kind)
    with (
        tempfile.TemporaryDirectory(dir=path.parent) as folder,
        duckdb.connect(":memory:") as base,
    ):
        lines = Path(folder) / "rows.jsonl"
        written = write_jsonl(rows, kind, lines)
        base.execute("SET TimeZone = 'UTC'")
        base.execute(
            f"COPY (SELECT * FROM read_json(?, columns = ?, format = 'newline_delimited', maximum_object_size = {LONGEST_ROW}))"
            " TO ? (FORMAT parquet, COMPRESSION zstd)",
            [str(lines), columns, str(path)],
        )
    return written


def column_types(kind: type) -> dict[str, str]:
    """Give each field of a record with its DuckDB type: a list, a structure or a scalar."""
    hints = typing.get_type_hints(kind)
    return {item.name: _column_type(hints[item.name]) for item in fields(kind)}


def csv_cell(value: object) -> str:
    """Write a value as a cell: lists, structures and truth values as JSON, days and moments in ISO 8601, a null as nothing."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return msgspec.json.encode(value).decode("utf-8")


def _column_type(hint: object) -> str:
    if typing.get_origin(hint) is types.UnionType:
        return _column_type(next(part for part in typing.get_args(hint) if part is not type(None)))
    if typing.get_origin(hint) is tuple:
        return _column_type(typing.get_args(hint)[0]) + "[]"
    if is_dataclass(hint) and isinstance(hint, type):
        inner = (f'"{name}" {column}' for name, column in column_types(hint).items())
        return f"STRUCT({', '.join(inner)})"
    return SCALARS.get(hint, "VARCHAR")


_WRITERS: Final[Mapping[str, Callable[[Iterable[object], type, Path], int]]] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
    "parquet": write_parquet,
}
TABLE_FORMATS: Final[tuple[str, ...]] = tuple(_WRITERS)
"""What every table can be written as."""
