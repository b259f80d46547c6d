"""SQLite: one file with a table of everything, to open in Datasette, DB Browser or any language.

Structures are JSON in their cells (SQLite's `json_each` reads them); sides, reports, statements and origins of events have tables of
their own, with keys. `about` says which events these are.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, get_type_hints

from suasion.exchange.colophon import colophon
from suasion.exchange.flat import FLAT_COLUMNS, flat_values
from suasion.exchange.given import Export, Format
from suasion.exchange.tables import column_types, csv_cell
from suasion.exchange.told import Told, batches, told
from suasion.exchange.writers.csv_actors import SIDE_COLUMNS, sides
from suasion.records import Dated, Event, Link, Record, Report, Statement, Tie

Cell = str | int | float | bool | None

AT_ONCE = 500
"""Rows handed to SQLite at a time."""
TYPES: Mapping[str, str] = {"BIGINT": "INTEGER", "BOOLEAN": "INTEGER", "DOUBLE": "REAL"}
"""SQLite's types for DuckDB's; all others are text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: its columns with what SQLite is told of each, and what it is told of the whole."""

    name: str
    columns: Mapping[str, str]
    constraints: tuple[str, ...] = ()
    indexed: tuple[str, ...] = ()

    def statements(self) -> Iterator[str]:
        """Give the SQL that makes the table."""
        parts = [f'"{name}" {kind}' for name, kind in self.columns.items()]
        yield f"CREATE TABLE {self.name} ({', '.join([*parts, *self.constraints])})"
        for column in self.indexed:
            yield f'CREATE INDEX "{self.name}_{column}" ON {self.name} ("{column}")'

    @property
    def insert(self) -> str:
        """The SQL that adds a row, unless it is there."""
        return f"INSERT OR IGNORE INTO {self.name} VALUES ({', '.join('?' for _ in self.columns)})"


@cache
def _columns(kind: type) -> tuple[tuple[str, str], ...]:
    return tuple(column_types(kind).items())


@cache
def _dated(kind: type) -> tuple[str, ...]:
    """Name the fields of a record that are periods, whose first day gets a column of its own; events have plain columns."""
    return tuple(name for name, hint in get_type_hints(kind).items() if hint is Dated and kind is not Event)


def _record(name: str, kind: type, **references: str) -> Table:
    """Make the table of a kind of record; `references` says which column points to which table."""
    columns = {field: TYPES.get(column, "TEXT") for field, column in _columns(kind)}
    columns |= {f"{field}_start": "TEXT" for field in _dated(kind)}
    columns |= dict.fromkeys(FLAT_COLUMNS, "") if kind is Event else {}
    columns["id"] = "TEXT PRIMARY KEY"
    columns |= {field: f"TEXT REFERENCES {table} (id)" for field, table in references.items()}
    return Table(name=name, columns=columns, indexed=tuple(references))


def _joining(name: str, table: str) -> Table:
    key = f"{table.removesuffix('s')}_id"
    return Table(
        name=name,
        columns={
            "event_id": "TEXT NOT NULL REFERENCES events (id)",
            key: f"TEXT NOT NULL REFERENCES {table} (id)",
        },
        constraints=(f"PRIMARY KEY (event_id, {key})",),
        indexed=(key,),
    )


REPORTS: Final = _record("reports", Report)
STATEMENTS: Final = _record("statements", Statement, report_id="reports")
EVENTS: Final = _record("events", Event)
LINKS: Final = _record("links", Link, from_report="reports")
TIES: Final = _record("ties", Tie)
ACTORS: Final = Table(
    name="event_actors",
    columns={**dict.fromkeys(SIDE_COLUMNS, "TEXT"), "position": "INTEGER"}
    | {"event_id": "TEXT NOT NULL REFERENCES events (id)"},
    constraints=("PRIMARY KEY (event_id, side, position)",),
    indexed=("actor_id", "code"),
)
ORIGINS: Final = Table(
    name="event_origins",
    columns={
        "event_id": "TEXT NOT NULL REFERENCES events (id)",
        "origin_id": "TEXT NOT NULL",
        "name": "TEXT",
        "kind": "TEXT",
        "n_reports": "INTEGER",
    },
    constraints=("PRIMARY KEY (event_id, origin_id)",),
    indexed=("origin_id",),
)
EVENT_REPORTS: Final = _joining("event_reports", "reports")
EVENT_STATEMENTS: Final = _joining("event_statements", "statements")
ABOUT: Final = Table(name="about", columns={"what": "TEXT PRIMARY KEY", "is": "TEXT"})
TABLES: Final = (
    ABOUT,
    EVENTS,
    ACTORS,
    ORIGINS,
    REPORTS,
    STATEMENTS,
    EVENT_REPORTS,
    EVENT_STATEMENTS,
    LINKS,
    TIES,
)


def write(export: Export, path: Path) -> int:
    """Write all tables; give the number of events."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.execute("PRAGMA journal_mode = OFF")
        base.execute("PRAGMA synchronous = OFF")
        base.execute("BEGIN")
        for table in TABLES:
            for statement in table.statements():
                base.execute(statement)
        written = _write_events(base, export)
        _add(base, LINKS, (_cells(link) for link in export.links()))
        _add(base, TIES, (_cells(tie) for tie in export.ties()))
        _add(base, ABOUT, {**colophon(export), "events": str(written)}.items())
        base.execute("COMMIT")
    return written


def _write_events(base: sqlite3.Connection, export: Export) -> int:
    written = 0
    for batch in batches(told(export), AT_ONCE):
        reports = {report.id: report for item in batch for report in item.reports}
        statements = {statement.id: statement for item in batch for statement in item.statements}
        _add(base, REPORTS, map(_cells, reports.values()))
        _add(base, STATEMENTS, map(_cells, statements.values()))
        _add(
            base, EVENTS, ((*_cells(item.event), *flat_values(item.event, export.codebook)) for item in batch)
        )
        for table, rows in _parts(batch):
            _add(base, table, rows)
        written += len(batch)
    return written


def _parts(batch: Iterable[Told]) -> Iterator[tuple[Table, Iterator[tuple[Cell, ...]]]]:
    """Give the rows of the tables that say what belongs to an event."""
    held = [(item.event, item) for item in batch]
    yield ACTORS, (row for event, _ in held for row in sides(event))
    yield EVENT_REPORTS, ((event.id, report.id) for event, item in held for report in item.reports)
    yield (
        EVENT_STATEMENTS,
        ((event.id, statement.id) for event, item in held for statement in item.statements),
    )
    yield (
        ORIGINS,
        (
            (event.id, origin.id, origin.name, origin.kind, len(origin.report_ids))
            for event, _ in held
            for origin in event.origins
        ),
    )


def _add(base: sqlite3.Connection, table: Table, rows: Iterable[tuple[Cell, ...]]) -> None:
    base.executemany(table.insert, rows)


def _cells(record: Record) -> tuple[Cell, ...]:
    """Give a record's fields, then the first day of each of its periods."""
    kind: type = type(record)
    fields = [_cell(getattr(record, name)) for name, _ in _columns(kind)]
    starts = [_cell(getattr(record, name).start) for name in _dated(kind)]
    return (*fields, *starts)


def _cell(value: object) -> Cell:
    """Give a value as SQLite takes it: null as null, what it has no type for as in CSV."""
    return value if value is None or isinstance(value, str | int | float) else csv_cell(value)


FORMAT = Format(
    name="sqlite",
    label="SQLite: one file with all tables, for Datasette",
    suffix=".sqlite",
    media_type="application/vnd.sqlite3",
    binary=True,
    write=write,
    loses=(
        "mentions, attributions, framings, rejections and judgements: they belong to the case and not to an event",
        "types that SQLite has not: days and moments are text, truth values 0 and 1, lists and structures JSON",
    ),
)
