"""Acts of one data set, added up by DuckDB: cells of source, target, instrument and window as numpy columns.

A *ledger* holds one data set's acts: our own, which lie in the store, or those of its imports, which lie in Parquet files sorted by
pair. It is kept open, so that a question about one pair reads only what concerns that pair. Memory stays bounded: what does not fit is
spilled to disk, and many acts are added up some sources at a time.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from suasion.records import FACTUALITIES
from suasion.store.cuts import ALL_PAIRS, Cut, Fading, Which, text
from suasion.store.schema import create_statements
from suasion.store.snapshot import CONFIG

Columns = Mapping[str, NDArray[Any]]
REFERENCE_DAY = "weigh reference day"
"""The key under which a run notes the last day that its reports cover."""
_MEMORY = "3GB"
_AT_ONCE = 4_000_000
"""Acts that are added up at a time."""

SUMS: Mapping[str, str] = {
    **{name: f"sum((counted = '{name}')::INT)::INT" for name in FACTUALITIES},
    "effective": "sum(q)",
    "courting": "sum(w * q * c)",
    "courting2": "sum(w * q * w * q * c)",
    "opposing": "sum(w * q * (1 - c))",
    "opposing2": "sum(w * q * w * q * (1 - c))",
    "cooperation": "sum(w * q * g * c)",
    "cooperation2": "sum(w * q * g * w * q * g * c)",
    "conflict": "sum(w * q * g * (1 - c))",
    "conflict2": "sum(w * q * g * w * q * g * (1 - c))",
    "seen": "sum(w)",
}
"""The columns of a cell: `q` is a deed's chance (0 of what is none), `c` 1 if it is cooperative, `w` its fading, `g` its type's weight;
those in 2 are sums of squares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grain:
    """What a question is answered from: acts one by one, or their sums by month or over all days (`store.summing`).

    `acts` and `taken` are tables or views, `day` the column that windows are cut by, `aged` the one that acts are aged by, null where
    they were aged before they were added up.
    """

    acts: str
    taken: str
    day: str
    aged: str | None


_OF_MONTHS = ("month", "quarter", "year")


def _holds_months(start: date | None, end: date | None) -> bool:
    return (start is None or start.day == 1) and (end is None or (end + timedelta(days=1)).day == 1)


class Ledger:
    """One data set's acts, open for questions. `faded` says how its sums over all days were faded."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        *,
        own: bool,
        files: Sequence[Path] = (),
        scratch: tempfile.TemporaryDirectory[str] | None = None,
    ) -> None:
        self.own = own
        self.connection = connection
        self.faded: Fading | None = None
        self._scratch = scratch
        self.acts = "acts"
        if not own:
            paths = ", ".join(text(str(path)) for path in files)
            self.acts = f"read_parquet([{paths}])"

    @classmethod
    def of_store(cls, snapshot: Path) -> Ledger:
        """Open the acts of a committed snapshot."""
        return cls(duckdb.connect(str(snapshot), read_only=True, config=CONFIG), own=True)

    @classmethod
    def of_draft(cls, connection: duckdb.DuckDBPyConnection) -> Ledger:
        """Look at the acts of a run's draft, whose connection stays the run's."""
        return cls(connection, own=True)

    @classmethod
    def of_nothing(cls) -> Ledger:
        """Open a ledger without acts."""
        connection = duckdb.connect(":memory:", config=CONFIG)
        for statement in create_statements():
            connection.execute(statement)
        return cls(connection, own=True)

    @classmethod
    def of_files(cls, files: Sequence[Path]) -> Ledger:
        """Open the acts of imports."""
        connection = duckdb.connect(":memory:", config=CONFIG)
        connection.execute("SET parquet_metadata_cache = true")
        scratch = tempfile.TemporaryDirectory(prefix="suasion-")
        connection.execute(f"SET memory_limit = '{_MEMORY}'")
        connection.execute(f"SET temp_directory = {text(scratch.name)}")
        return cls(connection, own=False, files=files, scratch=scratch)

    def close(self) -> None:
        """Let go of the files."""
        self.connection.close()
        if self._scratch:
            self._scratch.cleanup()

    def fetch(self, sql: str, values: Sequence[object] = ()) -> Columns:
        """Ask, and give the answer as columns."""
        found = self.connection.execute(sql, list(values)).fetchnumpy()
        return {name: np.ma.filled(column, _blank(column)) for name, column in found.items()}

    def span(self) -> tuple[date, date] | None:
        """Give the first and last day of the acts; null if none is dated."""
        row = self.connection.execute(f"SELECT min(day), max(day) FROM {self.acts}").fetchone()
        return (row[0], row[1]) if row and row[0] else None

    def reference_day(self) -> date | None:
        """Give the last day that the record covers, from which acts are aged: a plan may be for years after it.

        Of our own events that up to which reports were published, as the run noted it; else the day of the last deed.
        """
        if self.own:
            noted = self.connection.execute(
                "SELECT value FROM meta WHERE key = ?", [REFERENCE_DAY]
            ).fetchone()
            if noted and noted[0] != str(None):
                return date.fromisoformat(noted[0])
        row = self.connection.execute(f"SELECT max(day) FROM {self.acts} WHERE deed").fetchone()
        return row[0] if row else None

    def count(self) -> int:
        """Count the acts."""
        row = self.connection.execute(f"SELECT count(*) FROM {self.acts}").fetchone()
        return int(row[0]) if row else 0

    def add_up(
        self, table: str, cut: Cut, which: Which = ALL_PAIRS, instruments: Sequence[str] | None = None
    ) -> None:
        """Make a table of cells: `source`, `target`, `start` of the window, `instrument` (null: each), and `SUMS`."""
        made = False
        for part, values in self._parts(cut, which):
            query = f"{self.cells_sql(cut, which, part, instruments=instruments)} ORDER BY source, target, instrument, start"
            self.connection.execute(
                f"INSERT INTO {table} {query}"
                if made
                else f"CREATE OR REPLACE TEMP TABLE {table} AS {query}",
                values,
            )
            made = True

    def _parts(self, cut: Cut, which: Which) -> Iterator[tuple[str, list[object]]]:
        """Give conditions that part the acts: by source where there are many."""
        if which.one is not None or which.other is not None or which.groups or self.count() <= _AT_ONCE:
            yield which.sql()
            return
        rows = self.connection.execute(
            f"SELECT source, count(*) FROM {self.grain(cut).acts} GROUP BY ALL ORDER BY source"
        ).fetchall()
        lot: list[str] = []
        held = 0
        for source, count in rows:
            if lot and held + count > _AT_ONCE:
                yield "source BETWEEN ? AND ?", [lot[0], lot[-1]]
                lot, held = [], 0
            lot.append(source)
            held += count
        yield "source BETWEEN ? AND ?", [lot[0], lot[-1]]

    def deeds(self, cut: Cut, which: Which) -> Columns:
        """Give the deeds of some pairs one by one, with the first day of their window and their `fading`."""
        part, values = which.sql()
        source, target, joins, distinct = self._labels(which)
        return self.fetch(
            f"SELECT {source} AS source, {target} AS target, {cut.first('day')} AS start, means, day, cooperative, "
            f"round(weight::DOUBLE, 6) AS weight, round(chance::DOUBLE, 6) AS chance, coalesce(origin, '') AS origin, "
            f"{'evidence' if self.own else 'NULL'} AS evidence, {cut.weight(self.aged)} AS fading "
            f"FROM {self.acts} {joins} {cut.joined('day')} "
            f"WHERE deed AND {part} AND {cut.where('day')} {distinct} ORDER BY ALL",
            values,
        )

    def one_by_one(self, start: date | None, end: date | None) -> Columns:
        """Give all acts between two days, uncoded ones too, in an order that does not depend on how they came."""
        where = Cut(start=start, end=end).where("day")
        return self.fetch(
            "SELECT source, target, day, coalesce(event_type, '') AS event_type, deed, cooperative, weight::DOUBLE AS weight, "
            f"round(chance::DOUBLE, 6) AS chance, coalesce(origin, '') AS origin FROM {self.acts} WHERE {where} ORDER BY ALL"
        )

    def looks(self, states: Sequence[str]) -> NDArray[np.float64]:
        """Give how many reports mention both of two states, at least 1 (states, states).

        Imports have no reports: who was looked at is told there by the acts alone, so every pair has 1.
        """
        place = {name: number for number, name in enumerate(states)}
        looks = np.ones((len(place), len(place)))
        if self.own:
            rows = self.connection.execute(
                "SELECT a, b, sum(reports) FROM attention WHERE b <> '' GROUP BY a, b"
            )
            for a, b, reports in rows.fetchall():
                if a in place and b in place:
                    looks[place[a], place[b]] = looks[place[b], place[a]] = max(float(reports), 1.0)
        return looks

    @property
    def aged(self) -> str:
        """Name the column with the day that an act is aged from."""
        return "weight_day" if self.own else "day"

    def grain(self, cut: Cut) -> Grain:
        """Find the coarsest rows that a question can be answered from."""
        bounded = cut.start is not None or cut.end is not None
        if cut.period in _OF_MONTHS and _holds_months(cut.start, cut.end):
            return Grain(acts="months", taken="taken_months", day="month", aged=None)
        if cut.period is None and not cut.windows and not bounded and cut.fading == self.faded:
            return Grain(acts="ever", taken="taken_ever", day="NULL::DATE", aged=None)
        return Grain(acts=self.acts, taken="taken_days", day="day", aged=self.aged)

    def cells_sql(
        self,
        cut: Cut,
        which: Which,
        part: str,
        acts: str | None = None,
        instruments: Sequence[str] | None = None,
    ) -> str:
        """Write the query that adds the acts up that meet a condition; `acts` is a table of acts to take instead of all."""
        grain = self.grain(cut) if acts is None else Grain(acts=acts, taken="", day="day", aged=self.aged)
        source, target, joins, apart = self._labels(which)
        sides = f"{source} AS source, {target} AS target, {cut.first(grain.day)} AS start, means"
        where = f"{part} AND {cut.where(grain.day)} {apart}"
        if grain.aged:
            rows, sums = self.weighed_sql(sides, cut, where, acts=acts, joins=joins), SUMS
        else:
            rows = f"SELECT {sides}, {', '.join(SUMS)} FROM {grain.acts} {joins} WHERE {where}"
            sums = {name: f"sum({name})" + "::INT" * (name in FACTUALITIES) for name in SUMS}
        return (
            f"SELECT source, target, start, instrument, {', '.join(f'{sql} AS {name}' for name, sql in sums.items())} FROM ({rows}) "
            f"JOIN {tools_of(instruments)} USING (means) GROUP BY source, target, start, instrument"
        )

    def weighed_sql(
        self, columns: str, cut: Cut, where: str, *, acts: str | None = None, joins: str = ""
    ) -> str:
        """Write the query for acts one by one, as `SUMS` adds them up."""
        return (
            f"SELECT {columns}, counted, coalesce(cooperative, false)::INT::DOUBLE AS c, coalesce(round(weight::DOUBLE, 6), 0) AS g, "
            f"CASE WHEN deed THEN round(chance::DOUBLE, 6) ELSE 0.0 END AS q, {cut.weight(self.aged)} AS w "
            f"FROM {acts or self.acts} {joins} {cut.joined('day')} WHERE {where}"
        )

    def _labels(self, which: Which) -> tuple[str, str, str, str]:
        """Write what an act's sides are called, the joins that say so, and that acts inside a group are none of it."""
        if not which.groups:
            return "source", "target", "", ""
        labels = which.labels("SELECT source FROM ever UNION SELECT target FROM ever")
        return (
            "senders.label",
            "takers.label",
            f"JOIN {labels} AS senders ON senders.state = source JOIN {labels} AS takers ON takers.state = target",
            f"AND (senders.label, target) NOT IN {which.inside} AND (takers.label, source) NOT IN {which.inside} "
            "AND senders.label <> takers.label",
        )


def tools_sql(acts: str) -> str:
    """Write the query for what means count for: every act for `all`, for each of its instruments, and once for each group of them."""
    return (
        "SELECT means, unnest(list_distinct(['all'] || CASE WHEN means = '' THEN [] ELSE string_split(means, ';') || "
        "list_transform(string_split(means, ';'), lambda one: split_part(one, '/', 1)) END)) AS instrument "
        f"FROM (SELECT DISTINCT means FROM {acts})"
    )


def tools_of(instruments: Sequence[str] | None) -> str:
    """Write the table of means and the instruments that they count for; null: each."""
    if instruments is None:
        return "tools"
    return f"(SELECT * FROM tools WHERE instrument IN ({', '.join(map(text, instruments))})) AS tools"


def _blank(column: NDArray[Any]) -> np.datetime64 | int | None:
    """Give what stands for a null in a column of this kind."""
    if column.dtype.kind == "M":
        return np.datetime64("NaT")
    return None if column.dtype.kind == "O" else 0
