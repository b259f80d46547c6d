"""Reading a committed snapshot, and writing a run's private copy of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from suasion.errors import CaseError, ChainError
from suasion.records import Record, StageCount, StageName
from suasion.store.folder import CaseFolder
from suasion.store.schema import (
    ORDER,
    REPORT_TABLES,
    SCHEMA_VERSION,
    TABLE_OF,
    TABLES,
    RecordT,
    columns,
    create_statements,
    decode_row,
    encode_row,
)

_FETCH = 500
_LOOKS = 3
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "threads": 2,
}

_HIDDEN = "IN (SELECT report_id FROM withdrawn)"
_FILTERS: Mapping[str, str] = {
    "reports": f"WHERE id NOT {_HIDDEN}",
    "rejections": f"WHERE input_id NOT {_HIDDEN}",
    **dict.fromkeys(REPORT_TABLES, f"WHERE report_id NOT {_HIDDEN}"),
}


class Worked(msgspec.Struct, frozen=True, kw_only=True):
    """What reading and coding made of one report; `coding` is null if reading gave nothing to code."""

    report_id: str
    key: str
    reading: str
    coding: str | None
    statements: int


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A report as ingest gave it: the hash of the whole record and ingest's fingerprint."""

    report_id: str
    digest: str
    fingerprint: str


class Lineage(msgspec.Struct, frozen=True, kw_only=True):
    """Where a row comes from: a run, and the records one step back."""

    run_id: str
    made_from: tuple[str, ...]


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """What a gathering stage last ran on, and its count."""

    stage: StageName
    key: str
    count: StageCount


class Snapshot:
    """All records of a case as one run left them; `rows` leaves out what a judgement has withdrawn."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        self._connection = connection
        self.path = path

    @classmethod
    def open(cls, folder: CaseFolder) -> Snapshot | None:
        """Open the committed snapshot for reading; null if no run has finished yet.

        Raises:
            CaseError: the store is of another version, damaged, or has lost its snapshot.
        """
        for attempt in range(_LOOKS):
            path = folder.snapshot()
            if path is None:
                return None
            try:
                return cls(duckdb.connect(str(path), read_only=True, config=_CONFIG), path)
            except duckdb.Error as error:
                if path.exists() or attempt == _LOOKS - 1:  # else a run has just replaced it: look again
                    raise _damaged(folder, error) from error
        return None

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Snapshot:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def rows(self, kind: type[RecordT], *, withdrawn: bool = False) -> Iterator[RecordT]:
        """Give all records of a kind in a fixed order, with the withdrawn ones only if asked for."""
        table = TABLE_OF[kind]
        where = "" if withdrawn else _FILTERS.get(table, "")
        yield from self._select(kind, f"{where} ORDER BY {ORDER[table]}", [])

    def count(self, kind: type[Record]) -> int:
        """Count the records of a kind, withdrawn ones left out."""
        table = TABLE_OF[kind]
        query = f"SELECT count(*) FROM {table} {_FILTERS.get(table, '')}"
        row = self._connection.execute(query).fetchone()
        return int(row[0]) if row else 0

    def ids(self) -> frozenset[str]:
        """Give the ids of all records, withdrawn ones too."""
        query = " UNION ALL ".join(f"SELECT id FROM {table}" for table in TABLES)
        return frozenset(row[0] for row in self._connection.execute(query).fetchall())

    def find(self, kind: type[RecordT], ids: Sequence[str]) -> dict[str, RecordT]:
        """Give the records of a kind that have these ids; unknown ids are left out."""
        found = self._select(kind, "WHERE list_contains(?, id)", [list(ids)])
        return {record.id: record for record in found}

    def find_prefix(self, prefix: str, limit: int) -> list[tuple[str, type[Any]]]:
        """Give up to `limit` (id, kind) of records whose id begins with `prefix`, in the order of ids."""
        parts = " UNION ALL ".join(
            f"SELECT id, '{table}' FROM {table} WHERE starts_with(id, $1)" for table in TABLES
        )
        rows = self._connection.execute(f"{parts} ORDER BY id LIMIT {limit:d}", [prefix]).fetchall()
        return [(found, TABLES[table]) for found, table in rows]

    def lineage(self, kind: type[Record], ids: Sequence[str]) -> dict[str, Lineage]:
        """Give, by id, the run that made a row and the ids of the records that it was made from."""
        query = f"SELECT id, run_id, made_from FROM {TABLE_OF[kind]} WHERE list_contains(?, id)"
        rows = self._connection.execute(query, [list(ids)]).fetchall()
        return {row[0]: Lineage(run_id=row[1], made_from=tuple(row[2])) for row in rows}

    def withdrawn(self) -> frozenset[str]:
        """Give the ids of the reports that a judgement has withdrawn."""
        return frozenset(
            row[0] for row in self._connection.execute("SELECT report_id FROM withdrawn").fetchall()
        )

    def meta(self, key: str) -> str | None:
        """Give a value that a run left for the next."""
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", [key]).fetchone()
        return row[0] if row else None

    def redirects(self) -> dict[str, tuple[str, ...]]:
        """Give the event ids that are no more, each with the events that now hold its statements."""
        rows = self._connection.execute("SELECT old, new FROM redirects").fetchall()
        return {row[0]: tuple(row[1]) for row in rows}

    def origin_ids(self) -> frozenset[str]:
        """Give the ids of all origins that links or events name; they need not be records of the case."""
        query = (
            "SELECT \"to\"->>'id' FROM links UNION "
            "SELECT unnest(json_extract_string(origins, '$[*].id')) FROM events"
        )
        return frozenset(row[0] for row in self._connection.execute(query).fetchall())

    def taken(self) -> dict[str, Taken]:
        """Give what ingest took in, by report id."""
        rows = self._connection.execute("SELECT report_id, digest, fingerprint FROM taken").fetchall()
        return {row[0]: Taken(report_id=row[0], digest=row[1], fingerprint=row[2]) for row in rows}

    def worked(self) -> dict[str, Worked]:
        """Give what reading and coding made of each report, by report id."""
        names = Worked.__struct_fields__
        rows = self._connection.execute(f"SELECT {', '.join(names)} FROM worked").fetchall()
        return {row[0]: Worked(**dict(zip(names, row, strict=True))) for row in rows}

    def gathered(self, stage: StageName) -> Gathered | None:
        """Give what a gathering stage last ran on."""
        row = self._connection.execute("SELECT key, count FROM gathered WHERE stage = ?", [stage]).fetchone()
        if row is None:
            return None
        return Gathered(stage=stage, key=row[0], count=msgspec.json.decode(row[1], type=StageCount))

    def _select(self, kind: type[RecordT], tail: str, values: list[object]) -> Iterator[RecordT]:
        types_ = columns(kind)
        del types_["run_id"], types_["made_from"]
        names = ", ".join(f'"{name}"' for name in types_)
        rows = self._query(f"SELECT {names} FROM {TABLE_OF[kind]} {tail}", values)
        yield from (decode_row(kind, types_, row) for row in rows)

    def _query(self, sql: str, values: list[object]) -> Iterator[Sequence[object]]:
        cursor = self._connection.cursor()
        cursor.execute(sql, values)
        while rows := cursor.fetchmany(_FETCH):
            yield from rows


class Draft(Snapshot):
    """A run's private copy of the store, unseen until `commit`; `changed` says if it was written to."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path, folder: CaseFolder) -> None:
        super().__init__(connection, path)
        self._folder = folder
        self.changed = False

    @classmethod
    def begin(cls, folder: CaseFolder) -> Draft:
        """Copy the committed snapshot, or begin an empty store. The caller holds `folder.writing()`.

        Raises:
            CaseError: the store is of another version or damaged.
        """
        committed, path = folder.snapshot(), folder.draft_path()
        if committed is not None:
            shutil.copyfile(committed, path)
        try:
            connection = duckdb.connect(str(path), config=_CONFIG)
            connection.begin()  # one transaction: a killed draft is thrown away, no step need reach the disk
            if committed is None:
                for statement in create_statements():
                    connection.execute(statement)
                connection.execute("INSERT INTO meta VALUES ('schema', ?)", [str(SCHEMA_VERSION)])
        except duckdb.Error as error:
            raise _damaged(folder, error) from error
        return cls(connection, path, folder)

    def put(self, records: Sequence[Record], run_id: str) -> None:
        """Add records, of any kinds.

        A scratch file is read in at once: DuckDB is over a hundred times faster at it than at single rows.
        """
        by_kind: dict[type[Any], list[bytes]] = {}
        for record in records:
            by_kind.setdefault(type(record), []).append(encode_row(record, run_id))
        for kind, lines in by_kind.items():
            self._load(TABLE_OF[kind], columns(kind), lines)

    def drop(self, kind: type[Record], column: str, values: Iterable[str]) -> None:
        """Take away the records of a kind whose `column` is one of `values`."""
        self._drop(TABLE_OF[kind], column, values)

    def drop_stage_rejections(
        self, stages: Sequence[StageName], input_ids: Iterable[str] | None = None
    ) -> None:
        """Take away what some stages declined: all of it, or that of some inputs."""
        where = "list_contains(?, stage)"
        values: list[list[str]] = [list(stages)]
        if input_ids is not None:
            where, values = f"{where} AND list_contains(?, input_id)", [*values, list(input_ids)]
        self._connection.execute(f"DELETE FROM rejections WHERE {where}", values)
        self.changed = True

    def replace_all(self, kind: type[Record], records: Sequence[Record], run_id: str) -> None:
        """Put records in the place of all of their kind."""
        self._connection.execute(f"DELETE FROM {TABLE_OF[kind]}")
        self.put(records, run_id)
        self.changed = True

    def put_taken(self, rows: Sequence[Taken]) -> None:
        """Note what ingest took in, in the place of what was noted for the same reports."""
        self._renew("taken", "report_id", {row.report_id: row for row in rows})

    def put_worked(self, rows: Sequence[Worked]) -> None:
        """Note what reading and coding made, in the place of what was noted for the same reports."""
        self._renew("worked", "report_id", {row.report_id: row for row in rows})

    def put_gathered(self, row: Gathered) -> None:
        """Note what a gathering stage ran on."""
        self._renew("gathered", "stage", {row.stage: row})

    def put_withdrawn(self, report_ids: Iterable[str]) -> None:
        """Note which reports are withdrawn, in the place of all that were."""
        self._connection.execute("DELETE FROM withdrawn")
        self._connection.execute("INSERT INTO withdrawn SELECT unnest(?::VARCHAR[])", [sorted(report_ids)])
        self.changed = True

    def put_redirects(self, redirects: Mapping[str, Sequence[str]]) -> None:
        """Note which event ids are no more, in the place of all that was noted."""
        self._connection.execute("DELETE FROM redirects")
        self._connection.execute(
            "INSERT INTO redirects SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[][])",
            [list(redirects), [list(new) for new in redirects.values()]],
        )
        self.changed = True

    def put_meta(self, key: str, value: str) -> None:
        """Leave a value for the next run."""
        self._connection.execute("DELETE FROM meta WHERE key = ?", [key])
        self._connection.execute("INSERT INTO meta VALUES (?, ?)", [key, value])
        self.changed = True

    def check(self) -> None:
        """Check that no two records of a kind share an id.

        Raises:
            ChainError: two do.
        """
        for table in TABLES:
            query = f"SELECT id FROM {table} GROUP BY id HAVING count(*) > 1 ORDER BY id LIMIT 1"
            row = self._connection.execute(query).fetchone()
            if row:
                raise ChainError(
                    f"Two {table} have the id {row[0]}.",
                    cause="A stage derives the id from too little of the content, or gives a record twice.",
                    remedy="Report it: this is a mistake in suasion.",
                )

    def commit(self, run_id: str) -> Path:
        """Make this the case's snapshot, in one atomic step. The draft is closed."""
        self.check()
        self._connection.commit()
        self._connection.execute("CHECKPOINT")
        self.close()
        return self._folder.commit(self.path, run_id)

    def discard(self) -> None:
        """Throw the draft away; the committed snapshot was never touched."""
        self.close()
        self.path.unlink(missing_ok=True)
        self.path.with_name(f"{self.path.name}.wal").unlink(missing_ok=True)

    def _query(self, sql: str, values: list[object]) -> Iterator[Sequence[object]]:
        # A cursor of its own would not see the transaction, and the connection has one result at a time.
        yield from self._connection.execute(sql, values).fetchall()

    def _drop(self, table: str, column: str, values: Iterable[str]) -> None:
        self._connection.execute(f"DELETE FROM {table} WHERE list_contains(?, {column})", [list(values)])
        self.changed = True

    def _renew(self, table: str, column: str, rows: Mapping[str, msgspec.Struct]) -> None:
        self._drop(table, column, rows)
        names: dict[str, str] = dict(_BOOKKEEPING_TYPES[table])
        self._load(table, names, [msgspec.json.encode(row) for row in rows.values()])

    def _load(self, table: str, types_: Mapping[str, str], lines: Sequence[bytes]) -> None:
        if not lines:
            return
        scratch = self.path.with_suffix(".ndjson")
        scratch.write_bytes(b"\n".join(lines) + b"\n")
        names = ", ".join(f'"{name}"' for name in types_)
        spec = ", ".join(f"'{name}': '{sql_type}'" for name, sql_type in types_.items())
        longest = max(16_777_216, max(map(len, lines)) + 2)
        self._connection.execute(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM read_json(?, format='newline_delimited', "
            f"columns={{{spec}}}, maximum_object_size={longest:d})",
            [str(scratch)],
        )
        scratch.unlink()
        self.changed = True


_BOOKKEEPING_TYPES: Mapping[str, Mapping[str, str]] = {
    "taken": dict.fromkeys(Taken.__struct_fields__, "VARCHAR"),
    "worked": {**dict.fromkeys(Worked.__struct_fields__, "VARCHAR"), "statements": "BIGINT"},
    "gathered": {"stage": "VARCHAR", "key": "VARCHAR", "count": "JSON"},
}


def _damaged(folder: CaseFolder, error: Exception) -> CaseError:
    return CaseError(
        f"The store of {folder.path} cannot be opened: {str(error).splitlines()[0]}.",
        cause="The file is damaged, or a newer DuckDB wrote it.",
        remedy=f"Delete {folder.store} and run again; judgements and settings are kept.",
    )
