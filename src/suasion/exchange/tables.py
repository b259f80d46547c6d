"""Tables of records as files: JSON lines, CSV and Parquet; complete and in the order given.

- jsonl: one record a line, structures as they are, nulls written.
- csv: a header always, also with no rows; lists and structures are JSON in their cells, a null is an
  empty cell (so is an empty string: read Parquet or jsonl where that matters); booleans are `true`, `false`.
- parquet: typed columns (text, integers, floats, booleans, dates, times with zone); structures are JSON text,
  nulls are nulls.
"""

from __future__ import annotations

import csv
import io
import tempfile
import types
import typing
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TextIO

import duckdb
import msgspec

from suasion.records import Framing, Record

Row = Record | Framing
"""What a table holds: kept records, or rows that were worked out from them."""

CHUNK = 5000
"""Rows handed to DuckDB at a time, column by column (row by row takes 0.6 ms each)."""

SCALARS: dict[object, str] = {
    str: "VARCHAR",
    int: "BIGINT",
    float: "DOUBLE",
    bool: "BOOLEAN",
    date: "DATE",
    datetime: "TIMESTAMPTZ",
}


class ExportFormat(StrEnum):
    """What `suasion export` can write."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


def encode(rows: Sequence[Row], kind: type, format: ExportFormat) -> bytes:  # noqa: A002  the CLI's word
    """Write records of one kind as a file's bytes; `kind` names the columns also when there are no rows."""
    writers: dict[ExportFormat, Callable[[Sequence[Row], type], bytes]] = {
        ExportFormat.JSONL: _jsonl,
        ExportFormat.CSV: _csv,
        ExportFormat.PARQUET: _parquet,
    }
    return writers[ExportFormat(format)](rows, kind)


def column_types(kind: type) -> dict[str, str]:
    """Give each field of a record with its DuckDB type; what is no scalar is `JSON` text, kept as VARCHAR."""
    hints = typing.get_type_hints(kind)
    return {item.name: _column_type(hints[item.name]) for item in fields(kind)}


def _column_type(hint: object) -> str:
    if typing.get_origin(hint) is types.UnionType:
        inner = [part for part in typing.get_args(hint) if part is not type(None)]
        return _column_type(inner[0]) if len(inner) == 1 else "JSON"
    if typing.get_origin(hint) is typing.Literal:
        return "VARCHAR"
    return SCALARS.get(hint, "JSON")


def _jsonl(rows: Sequence[Row], kind: type) -> bytes:  # noqa: ARG001  one shape for all writers
    encoder = msgspec.json.Encoder()
    return b"".join(encoder.encode(row) + b"\n" for row in rows)


def _csv(rows: Sequence[Row], kind: type) -> bytes:
    out = io.StringIO(newline="")
    _put_csv(rows, kind, out)
    return out.getvalue().encode("utf-8")


def write_csv(rows: Iterable[object], kind: type, path: Path) -> int:
    """Write rows of a dataclass `kind` as they come, under its fields' names; give their number."""
    with path.open("w", encoding="utf-8", newline="") as out:
        return _put_csv(rows, kind, out)


def _put_csv(rows: Iterable[object], kind: type, out: TextIO) -> int:
    columns = column_types(kind)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    number = 0
    for number, row in enumerate(rows, start=1):  # noqa: B007  the last number is the count
        writer.writerow([_cell(getattr(row, name), column) for name, column in columns.items()])
    return number


def _cell(value: object, column: str) -> str:
    if value is None:
        return ""
    if column == "JSON" or isinstance(value, bool):
        return _json(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode("utf-8")


def _parquet(rows: Sequence[Row], kind: type) -> bytes:
    """Let DuckDB write the file: it can only do so to a path, so one is lent to it."""
    columns = column_types(kind)
    stored = {name: "VARCHAR" if column == "JSON" else column for name, column in columns.items()}
    lists = ", ".join(f"unnest(?::{column}[])" for column in stored.values())
    with duckdb.connect(":memory:") as base, tempfile.TemporaryDirectory() as folder:
        base.execute("SET TimeZone = 'UTC'")
        base.execute(
            f"CREATE TABLE rows ({', '.join(f'{_quoted(name)} {column}' for name, column in stored.items())})"
        )
        for first in range(0, len(rows), CHUNK):
            chunk = rows[first : first + CHUNK]
            values = [
                [_value(getattr(row, name), column) for row in chunk] for name, column in columns.items()
            ]
            base.execute(f"INSERT INTO rows SELECT {lists}", values)
        path = Path(folder) / "rows.parquet"
        base.execute("COPY rows TO ? (FORMAT parquet, COMPRESSION zstd)", [str(path)])
        return path.read_bytes()


def _quoted(name: str) -> str:
    return f'"{name}"'


def _value(value: object, column: str) -> object:
    return None if value is None else _json(value) if column == "JSON" else value
