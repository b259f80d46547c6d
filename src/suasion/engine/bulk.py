"""Ties of all pairs at once, as a panel on disk: tens of millions of rows never become objects.

What does not suffice, most cells by month, stays in DuckDB; only cells that are measured pass through numpy.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from suasion.engine.ledgers import Opened
from suasion.engine.measuring import COUNTED, PoleResult, Question, Result
from suasion.records import MeasureName, TieQuery
from suasion.store.acts import Columns
from suasion.store.cuts import text
from suasion.weigh.calendar import ALL, ROLLING

BOUNDS = ("low95", "low80", "high80", "high95")
_OPTIONS = {"parquet": "FORMAT parquet, COMPRESSION zstd", "csv": "FORMAT csv, HEADER true"}

Wide = dict[str, NDArray[np.float32]]


def write_panel(opened: Opened, query: TieQuery, path: Path, form: str) -> int:
    """Write the ties that were asked for as a Parquet or CSV file; give the number of rows.

    A row for each source, target, instrument and window with an act, in that order; for each measure a column of its name and four of its
    intervals (`courtship`, `courtship_low80`, ...), all null where events do not suffice. States between poles have rows of their own,
    whose `poles` is not null: there `source` is a pole (or all, for `hedging`) and counts are of both directions. `id` and
    `event_ids` are left out: `suasion export events --source .. --target .. --from .. --to ..` finds the events.

    Raises:
        InputError: there is no such window.
    """
    question = Question(opened, query)
    connection = opened.ledger.connection
    question.gather()
    parts: list[str] = []
    if question.of_pairs:
        _keep(question)
        kind = "TABLE" if question.of_poles and (query.sources or query.targets) else "VIEW"
        connection.execute(f"CREATE OR REPLACE TEMP {kind} pair_rows AS {_pairs_sql(question)}")
        parts.append("pair_rows")
    if question.of_poles:
        columns = question.pole_columns()
        for result in question.pole_results(columns):
            parts.append(f"pole_rows{len(parts)}")
            _keep_poles(question, columns, result, parts[-1])
    everything = " UNION ALL BY NAME ".join(f"(FROM {name})" for name in parts)
    row = connection.execute(f"COPY ({everything}) TO {text(str(path))} ({_OPTIONS[form]})").fetchone()
    return int(row[0]) if row else 0


def _names(measure: MeasureName) -> list[str]:
    return [measure, *(f"{measure}_{bound}" for bound in BOUNDS)]


def _keep(question: Question) -> None:
    """Put what was measured into the table `results`, a row a cell."""
    ids: NDArray[np.int64] | None = None
    wide: Wide = {}
    notes: dict[int, dict[str, None]] = {}
    for result in question.pair_results():
        ids = result.ids if ids is None else ids
        wide |= _wide(result, ids)
        if result.notes is not None:
            for at in np.flatnonzero(result.notes.astype(bool)):
                notes.setdefault(int(result.ids[at]), {})[str(result.notes[at])] = None
    _hold(question, {"id": np.zeros(0, dtype=np.int64) if ids is None else ids, **wide})
    columns = ", ".join(f'CASE WHEN isnan("{name}") THEN NULL ELSE "{name}" END AS "{name}"' for name in wide)
    connection = question.opened.ledger.connection
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE results AS SELECT id, NULL::VARCHAR AS note, {columns} FROM held"
    )
    connection.unregister("held")
    if notes:
        connection.execute(
            "UPDATE results SET note = told.note FROM (SELECT unnest(?::BIGINT[]) AS id, unnest(?::VARCHAR[]) AS note) AS told "
            "WHERE results.id = told.id",
            [list(notes), ["; ".join(some) for some in notes.values()]],
        )


def _wide(result: Result, ids: NDArray[np.int64]) -> Wide:
    """Lay a measure's numbers out in columns, NaN where it has none."""
    places = slice(None) if len(result.ids) == len(ids) else np.searchsorted(ids, result.ids)
    found: Wide = {}
    for name, values in zip(
        _names(result.measure), (result.measured.value, *result.measured.bounds), strict=True
    ):
        found[name] = np.full(len(ids), np.nan, dtype=np.float32)
        found[name][places] = values
    return found


def _hold(question: Question, columns: Mapping[str, object]) -> None:
    question.opened.ledger.connection.register("held", dict(columns))


def _pairs_sql(question: Question) -> str:
    measures = [name for measure in question.of_pairs for name in _names(measure)]
    held = {row[0] for row in question.opened.ledger.connection.execute("DESCRIBE results").fetchall()}
    values = ", ".join(
        f'results."{name}"' if name in held else f'NULL::FLOAT AS "{name}"' for name in measures
    )
    return (
        f"SELECT {text(question.opened.dataset)} AS dataset, source, target, cells.instrument, {_window(question)}, "
        f"{_counts()}, {values}, note, NULL::VARCHAR AS poles FROM cells LEFT JOIN results ON results.id = cells.rowid "
        f"WHERE {question.chosen()}"
    )


def _counts() -> str:
    counts = ", ".join(f"{name}::INTEGER AS {name}" for name in COUNTED)
    return f"({' + '.join(COUNTED)})::INTEGER AS n, effective::FLOAT AS effective_n, {counts}"


def _window(question: Question) -> str:
    """Write label, first and last day of a window."""
    period = question.calendar.period
    if period == ALL:
        window = question.window(None)
        days = [f"DATE '{day}'" if day else "NULL::DATE" for day in (window.start, window.end)]
        return f'{text(window.label)} AS "window", {days[0]} AS window_start, {days[1]} AS window_end'
    if period == ROLLING:
        last = f"(start + {question.calendar.days - 1})"
        return f"'{question.calendar.days} days to ' || {last} AS \"window\", start AS window_start, {last} AS window_end"
    label = {
        "day": "strftime(start, '%Y-%m-%d')",
        "week": "strftime(start, '%G-W%V')",
        "month": "strftime(start, '%Y-%m')",
        "quarter": "year(start) || '-Q' || quarter(start)",
        "year": "strftime(start, '%Y')",
    }[period]
    return f'{label} AS "window", start AS window_start, (start + INTERVAL 1 {period} - INTERVAL 1 DAY)::DATE AS window_end'


def _keep_poles(question: Question, columns: Columns, result: PoleResult, table: str) -> None:
    rows = np.flatnonzero(result.n > 0)
    names = _names(result.measure)
    numbers = np.full((len(names), len(result.n)), np.nan, dtype=np.float32)
    numbers[:, result.rows] = np.vstack([result.measured.value[None, :], result.measured.bounds])
    held = {name: columns[name][rows] for name in ("target", "instrument", "start")}
    held |= {name: numbers[place][rows] for place, name in enumerate(names)}
    held |= {name: count[rows].astype(np.int64) for name, count in zip(COUNTED, result.counts, strict=True)}
    _hold(question, {**held, "effective": result.effective[rows]})
    nulled = ", ".join(f'CASE WHEN isnan("{name}") THEN NULL ELSE "{name}" END AS "{name}"' for name in names)
    connection = question.opened.ledger.connection
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {text(question.opened.dataset)} AS dataset, {text(result.source)} AS source, "
        f"target::VARCHAR AS target, instrument::VARCHAR AS instrument, {_window(question)}, {_counts()}, {nulled}, "
        f"{text('+'.join(question.poles))} AS poles "
        "FROM (SELECT * REPLACE (start::DATE AS start) FROM held)"
    )
    connection.unregister("held")
