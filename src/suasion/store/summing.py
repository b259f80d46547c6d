"""Acts added up once for all questions: by pair, means and month, and by pair and means over all days, faded as of the last.

Questions by month, quarter and year, and those of all days, read these sums instead of the acts: a tenth of the rows or less. They
are derived data: tables of the ledger's connection for our own events, Parquet files in `CASE/store/` for imports.
"""

from __future__ import annotations

from pathlib import Path

from suasion.records import FACTUALITIES
from suasion.store.acts import SUMS, Ledger, tools_sql
from suasion.store.cuts import Cut, Fading, text

TABLES = ("months", "ever", "taken_days", "taken_months", "taken_ever")
"""`months` and `ever` have `SUMS` by source, target and means; `taken_...` what targets received in cooperative deeds from all."""
_GROUP_ROWS = 20_480
"""Rows of a group of a Parquet file: a question about one pair reads one or two."""


def sum_up(ledger: Ledger, fading: Fading | None) -> None:
    """Add up into temporary tables."""
    for table in TABLES:
        ledger.connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {_query(ledger, table, fading)}")
    _lend_tools(ledger, fading)


def write_sums(ledger: Ledger, folder: Path, fading: Fading | None) -> None:
    """Add up into Parquet files, and read those from now on."""
    for table in TABLES:
        path = text(str(folder / f"{table}.parquet"))
        options = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_GROUP_ROWS}"
        order = "source, target" if table in {"months", "ever"} else "target"
        ledger.connection.execute(
            f"COPY ({_query(ledger, table, fading)} ORDER BY {order}) TO {path} ({options})"
        )
        _lend(ledger, folder, table)
    _lend_tools(ledger, fading)


def read_sums(ledger: Ledger, folder: Path, fading: Fading | None) -> None:
    """Read what `write_sums` wrote."""
    for table in TABLES:
        _lend(ledger, folder, table)
    _lend_tools(ledger, fading)


def _lend(ledger: Ledger, folder: Path, table: str) -> None:
    path = text(str(folder / f"{table}.parquet"))
    ledger.connection.execute(f"CREATE OR REPLACE TEMP VIEW {table} AS FROM read_parquet({path})")


def _lend_tools(ledger: Ledger, fading: Fading | None) -> None:
    ledger.connection.execute(f"CREATE OR REPLACE TEMP TABLE tools AS {tools_sql('ever')}")
    ledger.faded = fading


def _query(ledger: Ledger, table: str, fading: Fading | None) -> str:
    if table == "months":
        month = "date_trunc('month', day)::DATE"
        rows = ledger.weighed_sql(f"source, target, {month} AS month, means", Cut(), "day IS NOT NULL")
        return f"SELECT source, target, month, means, {_sums()} FROM ({rows}) GROUP BY ALL"
    if table == "ever":
        rows = ledger.weighed_sql("source, target, means", Cut(fading=fading), "true")
        told = "count(*)::INT AS acts, sum(q * c) AS courted"
        return f"SELECT source, target, means, {_sums()}, {told} FROM ({rows}) GROUP BY ALL"
    if table == "taken_days":
        return (
            f"SELECT target, day, {ledger.aged} AS aged, means, sum(round(chance::DOUBLE, 6)) AS q, "
            f"sum(round(chance::DOUBLE, 6) ** 2) AS q2 FROM {ledger.acts} WHERE deed AND cooperative GROUP BY ALL"
        )
    day, relation = ("month, ", "months") if table == "taken_months" else ("", "ever")
    return (
        f"SELECT target, {day}means, sum(courting) AS q, sum(courting2) AS q2 FROM {relation} "
        "WHERE courting > 0 GROUP BY ALL"
    )


def _sums() -> str:
    return ", ".join(f"{sql} AS {name}" for name, sql in SUMS.items())


CODED = " + ".join(FACTUALITIES)
"""How many acts of a row are no `uncoded` ones."""
