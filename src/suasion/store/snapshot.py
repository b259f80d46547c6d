"""Reading a committed snapshot."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from suasion.errors import CaseError
from suasion.records import OURS, Event, Record, Selection, StageCount, StageName
from suasion.store.folder import CaseFolder
from suasion.store.schema import (
    ORDER,
    REPORT_TABLES,
    TABLE_OF,
    TABLES,
    RecordT,
    decode_lines,
    decode_row,
    fields_of,
    is_json,
    line_sql,
)
from suasion.store.select import OWN, condition

_FETCH = 500
_LOOKS = 3
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "threads": 2,
}

AMONG = "IN (SELECT unnest(?::VARCHAR[]))"
_HIDDEN = "IN (SELECT report_id FROM withdrawn)"
FILTERS: Mapping[str, str] = {
    "reports": f"WHERE id NOT {_HIDDEN}",
    "rejections": f"WHERE input_id NOT {_HIDDEN}",
    **dict.fromkeys(REPORT_TABLES, f"WHERE report_id NOT {_HIDDEN}"),
}
"""The conditions that leave out what a judgement has withdrawn, by table."""


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
                return cls(duckdb.connect(str(path), read_only=True, config=CONFIG), path)
            except duckdb.Error as error:
                if path.exists() or attempt == _LOOKS - 1:  # else a run has just replaced it: look again
                    raise damaged(folder, error) from error
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
        where = "" if withdrawn else FILTERS.get(table, "")
        yield from self._select(kind, f"{where} ORDER BY {ORDER[table]}", [])

    def events(self, selection: Selection) -> Iterator[Event]:
        """Give the case's own events that a selection asks for, in a fixed order; imported ones are `imports`' to give."""
        if selection.dataset not in (None, OURS):
            return
        asked = condition(selection, OWN)
        yield from self._select(Event, f"WHERE {asked.sql} ORDER BY {ORDER['events']}", asked.values)

    def count(self, kind: type[Record]) -> int:
        """Count the records of a kind, withdrawn ones left out."""
        table = TABLE_OF[kind]
        query = f"SELECT count(*) FROM {table} {FILTERS.get(table, '')}"
        row = self._connection.execute(query).fetchone()
        return int(row[0]) if row else 0

    def ids(self) -> frozenset[str]:
        """Give the ids of all records, withdrawn ones too."""
        query = " UNION ALL ".join(f"SELECT id FROM {table}" for table in TABLES)
        return frozenset(row[0] for row in self._connection.execute(query).fetchall())

    def ids_of(self, kind: type[Record]) -> list[str]:
        """Give the ids of the records of a kind, in order, withdrawn ones left out."""
        table = TABLE_OF[kind]
        query = f"SELECT id FROM {table} {FILTERS.get(table, '')} ORDER BY id"
        return [row[0] for row in self._connection.execute(query).fetchall()]

    def find(self, kind: type[RecordT], ids: Sequence[str]) -> dict[str, RecordT]:
        """Give the records of a kind that have these ids; unknown ids are left out."""
        found = self.having(kind, "id", ids)
        return {record.id: record for record in found}

    def having(self, kind: type[RecordT], column: str, values: Collection[str]) -> Iterator[RecordT]:
        """Give the records of a kind whose `column` is one of `values`, withdrawn ones too, in no order."""
        return self._select(kind, located(TABLE_OF[kind], f"{column} {AMONG}"), [list(values)])

    def known(self, kind: type[Record], ids: Collection[str], *, withdrawn: bool = True) -> set[str]:
        """Give those of the ids that records of a kind have, withdrawn ones too unless that is not asked for."""
        table = TABLE_OF[kind]
        where = "" if withdrawn else FILTERS.get(table, "")
        query = f"SELECT id FROM {table} {where} {'AND' if where else 'WHERE'} id {AMONG}"
        return {row[0] for row in self._connection.execute(query, [list(ids)]).fetchall()}

    def find_prefix(self, prefix: str, limit: int) -> list[tuple[str, type[Any]]]:
        """Give up to `limit` (id, kind) of records whose id begins with `prefix`, in the order of ids."""
        parts = " UNION ALL ".join(
            f"SELECT id, '{table}' FROM {table} WHERE starts_with(id, $1)" for table in TABLES
        )
        rows = self._connection.execute(f"{parts} ORDER BY id LIMIT {limit:d}", [prefix]).fetchall()
        return [(found, TABLES[table]) for found, table in rows]

    def lineage(self, kind: type[Record], ids: Sequence[str]) -> dict[str, Lineage]:
        """Give, by id, the run that made a row and the ids of the records that it was made from."""
        query = f"SELECT id, run_id, made_from FROM {TABLE_OF[kind]} WHERE id {AMONG}"
        rows = self._connection.execute(query, [list(ids)]).fetchall()
        return {row[0]: Lineage(run_id=row[1], made_from=tuple(row[2])) for row in rows}

    def has_acts(self) -> bool:
        """Whether there is an event with a pair of states."""
        return bool(self._connection.execute("SELECT count(*) > 0 FROM acts").fetchall()[0][0])

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

    def event_origins(self) -> frozenset[str]:
        """Give the ids of the origins that events go back to; they need not be records of the case."""
        query = "SELECT DISTINCT unnest(json_extract_string(origins, '$[*].id')) FROM events"
        return frozenset(row[0] for row in self._connection.execute(query).fetchall())

    def count_event_origins(self) -> int:
        """Count the origins that events go back to."""
        ids = "SELECT unnest(json_extract_string(origins, '$[*].id')) AS id FROM events"
        row = self._connection.execute(f"SELECT count(DISTINCT id) FROM ({ids})").fetchone()
        return int(row[0]) if row else 0

    def mentioned(self) -> list[tuple[str, str]]:
        """Give id and name of the actors that reports mention, withdrawn ones too, in no order."""
        columns = ", ".join(f"json_extract_string(actor, '$.{name}')" for name in ("id", "name"))
        return self._connection.execute(f"SELECT DISTINCT {columns} FROM mentions").fetchall()

    def reasons(self) -> list[tuple[StageName, str, int]]:
        """Count what was declined, by stage and reason, the most frequent first; of withdrawn inputs nothing."""
        query = f"SELECT stage, reason, count(*) AS n FROM rejections {FILTERS['rejections']} GROUP BY ALL"
        return self._connection.execute(f"{query} ORDER BY n DESC, stage, reason").fetchall()

    def origin_ids(self) -> frozenset[str]:
        """Give the ids of all origins that links or events name."""
        rows = self._connection.execute("SELECT DISTINCT \"to\"->>'id' FROM links").fetchall()
        return self.event_origins() | {row[0] for row in rows}

    def origin_names(self, ids: Collection[str]) -> dict[str, str]:
        """Name those of some origins that links or events go back to; where they differ, as events do."""
        if not ids:
            return {}
        of_links = "SELECT \"to\"->>'id' AS id, \"to\"->>'name' AS name, 0 AS rank FROM links"
        columns_ = "unnest(origins->>'$[*].id') AS id, unnest(origins->>'$[*].name') AS name, 1 AS rank"
        query = (
            f"SELECT id, name FROM ({of_links} UNION ALL SELECT {columns_} FROM events) WHERE id <> name AND id {AMONG} "
            "ORDER BY rank, name"
        )
        return dict(self._connection.execute(query, [list(ids)]).fetchall())

    def taken(self, report_ids: Collection[str]) -> dict[str, Taken]:
        """Give what ingest took in of these reports, by report id; unknown ones are left out."""
        query = f"SELECT report_id, digest, fingerprint FROM taken WHERE report_id {AMONG}"
        rows = self._connection.execute(query, [list(report_ids)]).fetchall()
        return {row[0]: Taken(report_id=row[0], digest=row[1], fingerprint=row[2]) for row in rows}

    def taken_ids(self) -> frozenset[str]:
        """Give the ids of the reports that ingest took in, withdrawn ones too."""
        return frozenset(row[0] for row in self._connection.execute("SELECT report_id FROM taken").fetchall())

    def worked(self) -> dict[str, Worked]:
        """Give what reading and coding made of each report, by report id."""
        names = Worked.__struct_fields__
        rows = self._connection.execute(f"SELECT {', '.join(names)} FROM worked").fetchall()
        return {row[0]: Worked(**dict(zip(names, row, strict=True))) for row in rows}

    def not_worked(self, fingerprint: str) -> dict[str, str]:
        """Give the reports that reading and coding of this fingerprint have not made as they are now, each with the key to note."""
        now = f"SELECT report_id, sha256(digest || $1) AS key FROM taken WHERE report_id NOT {_HIDDEN}"
        query = f"SELECT * FROM ({now}) ANTI JOIN worked USING (report_id, key) ORDER BY report_id"
        return dict(self._connection.execute(query, [fingerprint]).fetchall())

    def worked_key(self) -> str:
        """Give a key to all that reading and coding made, but of withdrawn reports."""
        rows = f"SELECT sha256(string_agg(key, ' ' ORDER BY report_id)) FROM worked WHERE report_id NOT {_HIDDEN}"
        return str(self._connection.execute(rows).fetchall()[0][0])

    def fates(self, fresh: Collection[str]) -> list[tuple[str, str | None, bool, int, int]]:
        """Count what became of reports but the withdrawn: reading, coding, whether `fresh`, reports, statements."""
        query = (
            f"SELECT reading, coding, report_id {AMONG}, count(*), sum(statements)::BIGINT FROM worked "
            f"WHERE report_id NOT {_HIDDEN} GROUP BY ALL"
        )
        return self._connection.execute(query, [list(fresh)]).fetchall()

    def gathered(self, stage: StageName) -> Gathered | None:
        """Give what a gathering stage last ran on."""
        row = self._connection.execute("SELECT key, count FROM gathered WHERE stage = ?", [stage]).fetchone()
        if row is None:
            return None
        return Gathered(stage=stage, key=row[0], count=msgspec.json.decode(row[1], type=StageCount))

    def _select(self, kind: type[RecordT], tail: str, values: list[object]) -> Iterator[RecordT]:
        yield from self._select_from(TABLE_OF[kind], kind, tail, values)

    def _select_from(
        self, table: str, kind: type[RecordT], tail: str, values: list[object]
    ) -> Iterator[RecordT]:
        types_ = fields_of(kind)
        names = line_sql(kind) if is_json(kind) else ", ".join(f'"{name}"' for name in types_)
        for rows in self._fetched(f"SELECT {names} FROM {table} {tail}", values):
            if is_json(kind):
                yield from decode_lines(kind, (row[0] for row in rows))
            else:
                yield from (decode_row(kind, types_, row) for row in rows)

    def _fetched(self, sql: str, values: list[object]) -> Iterator[Sequence[Sequence[Any]]]:
        cursor = self._connection.cursor()
        cursor.execute(sql, values)
        while rows := cursor.fetchmany(_FETCH):
            yield rows


def located(table: str, where: str) -> str:
    """Have DuckDB find the rows by the columns of a condition first, and read the others, which are large, of these rows only."""
    return f"WHERE rowid IN (SELECT rowid FROM {table} WHERE {where})"


@contextmanager
def store_faults(folder: CaseFolder) -> Iterator[None]:
    """Turn what DuckDB cannot do, a full disk say, into a plain error.

    Raises:
        CaseError: DuckDB could not do something.
    """
    try:
        yield
    except duckdb.Error as error:
        raise CaseError(
            f"The store of {folder.path} could not be read or written: {str(error).splitlines()[0]}.",
            cause="The disk is full, or a file of the store is damaged.",
            remedy=f"Make room and run again; the case stays as it was. Else delete {folder.store}.",
        ) from error


def damaged(folder: CaseFolder, error: Exception) -> CaseError:
    """Give the error of a store that cannot be opened."""
    return CaseError(
        f"The store of {folder.path} cannot be opened: {str(error).splitlines()[0]}.",
        cause="The file is damaged, or a newer DuckDB wrote it.",
        remedy=f"Delete {folder.store} and run again; judgements and settings are kept.",
    )
