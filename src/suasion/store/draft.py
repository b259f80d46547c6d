"""Writing a run's private copy of the store."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import numpy as np
from numpy.typing import NDArray

from suasion.errors import ChainError
from suasion.records import Record, StageName
from suasion.store.folder import CaseFolder
from suasion.store.rows import Encoded, Packed
from suasion.store.schema import (
    SCHEMA_VERSION,
    TABLE_OF,
    RecordT,
    columns,
    create_statements,
    line_sql,
)
from suasion.store.snapshot import AMONG, CONFIG, FILTERS, Gathered, Snapshot, Taken, Worked, damaged, located

_BOOKKEEPING_TYPES: Mapping[str, Mapping[str, str]] = {
    "taken": dict.fromkeys(Taken.__struct_fields__, "VARCHAR"),
    "worked": {**dict.fromkeys(Worked.__struct_fields__, "VARCHAR"), "statements": "BIGINT"},
    "gathered": {"stage": "VARCHAR", "key": "VARCHAR", "count": "JSON"},
    "places": {
        **dict.fromkeys(("statement_id", "report_id", "region", "content_of"), "VARCHAR"),
        "blocks": "BIGINT[]",
        "begins": "VARCHAR[]",
    },
}


_FEW = 10_000
"""Of more ids a list takes longer to hand over than the whole table to check."""
_KEPT_AT_ONCE = 100_000
_FICLONE = 0x40049409
"""Linux's request to have a file share another's blocks (`linux/fs.h`)."""


def _column(values: Sequence[object]) -> NDArray[np.object_]:
    """Hold values as DuckDB reads them, lists too."""
    column = np.empty(len(values), dtype=object)
    for i, value in enumerate(values):  # assigned as a whole, lists of one length would be taken for a table
        column[i] = value
    return column


def _copy(source: Path, target: Path) -> None:
    """Copy a file, by sharing its blocks where the file system can (Btrfs, XFS): that takes no time, whatever its size."""
    with source.open("rb") as old, target.open("wb") as new:
        try:
            fcntl.ioctl(new.fileno(), _FICLONE, old.fileno())
        except OSError:  # not there, or not between these two
            pass
        else:
            return
    shutil.copyfile(source, target)


class Draft(Snapshot):
    """A run's private copy of the store, unseen until `commit`; `changed` says if it was written to."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path, folder: CaseFolder) -> None:
        super().__init__(connection, path)
        self._folder = folder
        self._put: dict[str, set[str]] = {}
        self.changed = False

    @classmethod
    def begin(cls, folder: CaseFolder) -> Draft:
        """Copy the committed snapshot, or begin an empty store. The caller holds `folder.writing()`.

        Raises:
            CaseError: the store is of another version or damaged.
        """
        committed, path = folder.snapshot(), folder.draft_path()
        if committed is not None:
            _copy(committed, path)
        try:
            connection = duckdb.connect(str(path), config=CONFIG)
            connection.begin()  # one transaction: a killed draft is thrown away, no step need reach the disk
            if committed is None:
                for statement in create_statements():
                    connection.execute(statement)
                connection.execute("INSERT INTO meta VALUES ('schema', ?)", [str(SCHEMA_VERSION)])
        except duckdb.Error as error:
            raise damaged(folder, error) from error
        return cls(connection, path, folder)

    def put(self, records: Sequence[Record], run_id: str) -> None:
        """Add records, of any kinds.

        A scratch file is read in at once: DuckDB is over a hundred times faster at it than at single rows.
        """
        by_kind: dict[type[Any], list[Record]] = {}
        for record in records:
            by_kind.setdefault(type(record), []).append(record)
        for kind, some in by_kind.items():
            self.put_encoded(Encoded.of(kind, some, run_id))

    def put_encoded(self, rows: Encoded) -> None:
        """Add records that were encoded."""
        self._put.setdefault(TABLE_OF[rows.kind], set()).update(rows.ids)
        self._load(TABLE_OF[rows.kind], columns(rows.kind), rows.lines)

    def drop(self, kind: type[Record], column: str, values: Iterable[str]) -> None:
        """Take away the records of a kind whose `column` is one of `values`."""
        self._drop(TABLE_OF[kind], column, values)

    def drop_stage_rejections(
        self, stages: Sequence[StageName], input_ids: Iterable[str] | None = None
    ) -> None:
        """Take away what some stages declined: all of it, or that of some inputs."""
        where = f"stage {AMONG}"
        values: list[list[str]] = [list(stages)]
        if input_ids is not None:
            where, values = f"{where} AND input_id {AMONG}", [*values, list(input_ids)]
        self._connection.execute(f"DELETE FROM rejections WHERE {where}", values)
        self.changed = True

    def replace_all(self, kind: type[Record], records: Sequence[Record], run_id: str) -> None:
        """Put records in the place of all of their kind."""
        self._connection.execute(f"DELETE FROM {TABLE_OF[kind]}")
        self.put(records, run_id)
        self.changed = True

    def set_aside(self, kind: type[Record]) -> None:
        """Take all records of a kind away, for `lost` to tell which of them do not come back."""
        table = TABLE_OF[kind]
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE aside_{table} AS SELECT * FROM {table}")
        self._connection.execute(f"DELETE FROM {table}")
        self.changed = True

    def lost(self, kind: type[RecordT]) -> Iterator[RecordT]:
        """Give the records that were set aside and whose ids are no more."""
        table = TABLE_OF[kind]
        yield from self._select_from(f"aside_{table}", kind, f"WHERE id NOT IN (SELECT id FROM {table})", [])
        self._connection.execute(f"DROP TABLE aside_{table}")

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

    def kept(self, table: str, where: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        """Give rows of a table of `KEPT`, whole; `where` is SQL with a `?` for each of the values."""
        query = f"SELECT * FROM {table} {located(table, where)}"
        return self._connection.execute(query, list(values)).fetchall()

    def keep(self, table: str, rows: Sequence[Sequence[object]]) -> None:
        """Add rows to a table of `KEPT`, each with all its columns in order."""
        for first in range(0, len(rows), _KEPT_AT_ONCE):
            some = list(zip(*rows[first : first + _KEPT_AT_ONCE], strict=True))
            self._connection.register("kept_rows", {f"c{i}": _column(one) for i, one in enumerate(some)})
            self._connection.execute(f"INSERT INTO {table} SELECT * FROM kept_rows")
            self._connection.unregister("kept_rows")
            self.changed = True

    def keep_encoded(self, table: str, rows: Sequence[bytes]) -> None:
        """Add rows to a table of `KEPT`, each as a line of JSON with its columns by name."""
        self._load(table, _BOOKKEEPING_TYPES[table], rows)

    def forget(self, table: str, column: str, values: Iterable[str]) -> None:
        """Take rows out of a table of `KEPT`."""
        if values := list(values):
            self._drop(table, column, values)

    def not_joined(self, stage: StageName) -> tuple[list[str], list[str]]:
        """Give the reports that a stage has not joined as they are now, and those that it has and that are gone."""
        now = "SELECT report_id, key FROM worked WHERE report_id NOT IN (SELECT report_id FROM withdrawn)"
        before = "SELECT report_id, key FROM joined WHERE stage = ?"
        rows = self._connection.execute(
            f"SELECT report_id, now.key IS NULL FROM ({now}) AS now FULL JOIN ({before}) AS before USING (report_id) "
            "WHERE now.key IS DISTINCT FROM before.key ORDER BY report_id",
            [stage],
        ).fetchall()
        return [key for key, gone in rows if not gone], [key for key, gone in rows if gone]

    def by_day(self, report_ids: Sequence[str] | None) -> list[str]:
        """Put reports (null: all) in order of publication, those without a date last."""
        where, values = ("", []) if report_ids is None else (f"WHERE id {AMONG}", [list(report_ids)])
        query = f"SELECT id FROM reports {where} ORDER BY published->>'start' NULLS LAST, id"
        return [row[0] for row in self._connection.execute(query, values).fetchall()]

    def lay_out(self, kind: type[Record], column: str, values: Sequence[str]) -> None:
        """Lay the records of a kind out by the place of their `column` among `values`, for `laid_out` to read neighbours.

        To look a few hundred up among the rows is to pass over all of them.
        """
        table = TABLE_OF[kind]
        places = "SELECT unnest(?::VARCHAR[]) AS key, unnest(range(?)) AS place"
        self._connection.execute(
            f"CREATE OR REPLACE TEMP TABLE laid_{table} AS SELECT place, found.* FROM {table} AS found "
            f"JOIN ({places}) AS places ON key = {column} ORDER BY place",
            [list(values), len(values)],
        )

    def laid_out(self, kind: type[RecordT], places: Collection[int]) -> Packed[RecordT]:
        """Give the records of a kind that `lay_out` has put in some places, which should be near to each other."""
        rows = self._connection.execute(
            f"SELECT {line_sql(kind)} FROM laid_{TABLE_OF[kind]} "
            "WHERE place BETWEEN ? AND ? AND place IN (SELECT unnest(?::BIGINT[]))",
            [min(places), max(places), list(places)],
        )
        return Packed(kind, [row[0] for row in rows.fetchall()])

    def packed(self, kind: type[RecordT], at_once: int) -> Iterator[Packed[RecordT]]:
        """Give all records of a kind but the withdrawn, in the order in which they lie in the file, some at a time."""
        table = TABLE_OF[kind]
        shown = FILTERS.get(table, "WHERE true")
        # Rows that the open transaction has added are numbered from far above the others: only blocks that hold rows are read.
        spans = f"SELECT min(rowid), max(rowid) FROM {table} GROUP BY rowid // {at_once:d} ORDER BY 1"
        for begin, end in self._connection.execute(spans).fetchall():
            rows = self._connection.execute(
                f"SELECT {line_sql(kind)} FROM {table} {shown} AND rowid BETWEEN ? AND ?",
                [begin, end],
            ).fetchall()
            yield Packed(kind, [row[0] for row in rows])

    def note_joined(self, stage: StageName, changed: Sequence[str], gone: Sequence[str]) -> None:
        """Note that a stage has joined these reports as they are now, and that those are gone."""
        values = [stage, [*changed, *gone]]
        self._connection.execute(f"DELETE FROM joined WHERE stage = ? AND report_id {AMONG}", values)
        self._connection.execute(
            f"INSERT INTO joined SELECT ?, report_id, key FROM worked WHERE report_id {AMONG}",
            [stage, list(changed)],
        )
        self.changed = True

    def forget_stage(self, stage: StageName, tables: Iterable[str]) -> None:
        """Empty the tables that a stage keeps."""
        self._connection.execute("DELETE FROM joined WHERE stage = ?", [stage])
        for table in tables:
            self._connection.execute(f"DELETE FROM {table}")
        self.changed = True

    def made_of(self, kind: type[Record], source_ids: Collection[str]) -> list[str]:
        """Give the ids of the records of a kind that were made from one of these records."""
        made = f"SELECT id, unnest(made_from) AS source FROM {TABLE_OF[kind]}"
        query = f"SELECT DISTINCT id FROM ({made}) WHERE source {AMONG} ORDER BY id"
        return [row[0] for row in self._connection.execute(query, [list(source_ids)]).fetchall()]

    def made_from(self, kind: type[RecordT], ids: Collection[str]) -> Iterator[RecordT]:
        """Give the records of a kind that have one of these ids, or were made from one of these records."""
        table = TABLE_OF[kind]
        sources = (
            f"SELECT row, unnest(made_from) AS source FROM (SELECT rowid AS row, made_from FROM {table})"
        )
        rows = f"SELECT rowid FROM {table} WHERE id {AMONG} UNION ALL SELECT row FROM ({sources}) WHERE source {AMONG}"
        return self._select_from(table, kind, f"WHERE rowid IN ({rows})", [list(ids), list(ids)])

    def sources(
        self, kind: type[Record], *, stage: StageName | None = None, but_of: type[Record] | None = None
    ) -> int:
        """Count the records that a kind was made from.

        Args:
            kind: of what was made.
            stage: only what this stage made (of rejections).
            but_of: leave out those that this kind was made from too.

        """
        where = " WHERE stage = $1" if stage else ""
        query = f"SELECT unnest(made_from) AS source FROM {TABLE_OF[kind]}{where}"
        if but_of:
            others = f"SELECT unnest(made_from) AS source FROM {TABLE_OF[but_of]}"
            both = f"SELECT source FROM ({others}) SEMI JOIN ({query}) USING (source)"
            query = f"SELECT source FROM ({query}) ANTI JOIN ({both}) USING (source)"
        row = self._connection.execute(
            f"SELECT count(DISTINCT source) FROM ({query})", [stage] if stage else []
        ).fetchone()
        return int(row[0]) if row else 0

    def tally(self, kind: type[Record], column: str, *, without: Collection[str] = ()) -> tuple[int, int]:
        """Count the records of a kind, and the values of a column of theirs; those with some ids are left out."""
        query = f"SELECT count(*), count(DISTINCT {column}) FROM {TABLE_OF[kind]} WHERE NOT id {AMONG}"
        row = self._connection.execute(query, [list(without)]).fetchone()
        return (int(row[0]), int(row[1])) if row else (0, 0)

    def check(self) -> None:
        """Check that no record that was put in shares its id with another of its kind.

        Raises:
            ChainError: two do.
        """
        for table, ids in self._put.items():
            few = len(ids) < _FEW
            query = (
                f"SELECT id FROM {table} {f'WHERE id {AMONG}' if few else ''} GROUP BY id HAVING count(*) > 1 "
                "ORDER BY id LIMIT 1"
            )
            row = self._connection.execute(query, [list(ids)] if few else []).fetchone()
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

    def _fetched(self, sql: str, values: list[object]) -> Iterator[Sequence[Sequence[Any]]]:
        # A cursor of its own would not see the transaction, and the connection has one result at a time.
        yield self._connection.execute(sql, values).fetchall()

    def _drop(self, table: str, column: str, values: Iterable[str]) -> None:
        self._connection.execute(f"DELETE FROM {table} WHERE {column} {AMONG}", [list(values)])
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
