"""Ties of all pairs at once, as a table on disk: tens of millions of rows never become objects.

What does not suffice, most cells by month, stays in DuckDB; only cells that are measured pass through numpy.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from suasion.engine.ledgers import Opened
from suasion.engine.measuring import COUNTED, UNITS, PoleResult, Question, Result
from suasion.engine.ties import CLOSED_FORM, INSUFFICIENT
from suasion.records import TieQuery
from suasion.store.acts import Columns, text
from suasion.weigh.calendar import ALL, ROLLING

_NUMBERS = ("value", "low95", "low80", "high80", "high95")
_ROWS = "(id BIGINT, measure UTINYINT, value FLOAT, low95 FLOAT, low80 FLOAT, high80 FLOAT, high95 FLOAT, note VARCHAR)"
_OPTIONS = {"parquet": "FORMAT parquet, COMPRESSION zstd", "csv": "FORMAT csv, HEADER true"}


def write_ties(opened: Opened, query: TieQuery, path: Path, form: str) -> int:
    """Write the ties that were asked for as a Parquet or CSV file; give the number of rows.

    Columns are the fields of a tie: `window` is its label, `window_start` and `window_end` its days, counts have a column each; `id`
    and `event_ids` are left out (`suasion export events --source .. --target .. --from .. --to ..` finds the events).

    Raises:
        InputError: there is no such window.
    """
    question = Question(opened, query)
    ledger = opened.ledger
    question.gather()
    parts: list[str] = []
    if question.of_pairs:
        ledger.connection.execute(f"CREATE OR REPLACE TEMP TABLE results {_ROWS}")
        for result in question.pair_results():
            _keep(question, result)
        ledger.connection.execute("CREATE OR REPLACE TEMP VIEW of_pairs AS " + _pairs_sql(question))
        parts.append("of_pairs")
    if question.of_poles:
        if question.of_pairs and (query.sources or query.targets):  # the table of cells is made anew for them
            ledger.connection.execute("CREATE OR REPLACE TEMP TABLE pair_rows AS FROM of_pairs")
            parts = ["pair_rows"]
        columns = question.pole_columns()
        for number, pole_result in enumerate(question.pole_results(columns)):
            _keep_poles(question, columns, pole_result, f"poles{number}")
            parts.append(f"poles{number}")
    everything = " UNION ALL ".join(f"FROM {name}" for name in parts)
    row = ledger.connection.execute(f"COPY ({everything}) TO {text(str(path))} ({_OPTIONS[form]})").fetchone()
    return int(row[0]) if row else 0


def _keep(question: Question, result: Result) -> None:
    columns = {name: column.astype(np.float32) for name, column in zip(_NUMBERS, (result.measured.value, *result.measured.bounds), strict=True)}
    connection = question.opened.ledger.connection
    code = np.full(len(result.ids), list(UNITS).index(result.measure), dtype=np.uint8)
    connection.register("kept_columns", {"id": result.ids, "measure": code, **columns})
    connection.execute(f"INSERT INTO results SELECT id, measure, {', '.join(_NUMBERS)}, NULL FROM kept_columns")
    connection.unregister("kept_columns")
    rows = [] if result.notes is None else [(int(result.ids[at]), int(code[at]), str(result.notes[at])) for at in np.flatnonzero(result.notes.astype(bool))]
    if rows:
        ids, codes, notes = zip(*rows, strict=True)
        connection.execute(
            "UPDATE results SET note = told.note FROM (SELECT unnest(?::BIGINT[]) AS id, unnest(?::UTINYINT[]) AS measure, "
            "unnest(?::VARCHAR[]) AS note) AS told WHERE results.id = told.id AND results.measure = told.measure",
            [ids, codes, notes],
        )


def _pairs_sql(question: Question) -> str:
    names = list(UNITS)
    listed = ", ".join(f"({names.index(name)}::UTINYINT, {text(name)}, {text(UNITS[name])})" for name in question.of_pairs)
    return (
        f"SELECT {text(question.opened.dataset)} AS dataset, source, target, cells.instrument, {_window(question)}, measures.name AS measure, "
        f"value, CASE WHEN value IS NULL THEN '{INSUFFICIENT}' ELSE '{CLOSED_FORM}' END AS value_how, measures.unit, "
        f"low80, high80, low95, high95, ({' + '.join(COUNTED)})::INTEGER AS n, effective::FLOAT AS effective_n, "
        f"{', '.join(f'{name}::INTEGER AS {name}' for name in COUNTED)}, note FROM cells "
        f"CROSS JOIN (VALUES {listed}) AS measures(code, name, unit) "
        "LEFT JOIN results ON results.id = cells.rowid AND results.measure = measures.code "
        f"WHERE {question.chosen()} AND (measures.name <> 'intensity' OR cells.instrument = 'all')"
    )


def _window(question: Question) -> str:
    """Write label, first and last day of a window."""
    period = question.calendar.period
    if period in (ALL, ROLLING) and not question.calendar.days:
        window = question.window(None)
        days = [f"DATE '{day}'" if day else "NULL::DATE" for day in (window.start, window.end)]
        return f"{text(window.label)} AS window, {days[0]} AS window_start, {days[1]} AS window_end"
    if period == ROLLING:
        last = f"(start + {question.calendar.days - 1})"
        return f"'{question.calendar.days} days to ' || {last} AS window, start AS window_start, {last} AS window_end"
    label = {
        "day": "strftime(start, '%Y-%m-%d')",
        "week": "strftime(start, '%G-W%V')",
        "month": "strftime(start, '%Y-%m')",
        "quarter": "year(start) || '-Q' || quarter(start)",
        "year": "strftime(start, '%Y')",
    }[period]
    return f"{label} AS window, start AS window_start, (start + INTERVAL 1 {period} - INTERVAL 1 DAY)::DATE AS window_end"


def _keep_poles(question: Question, columns: Columns, result: PoleResult, table: str) -> None:
    rows = np.flatnonzero(result.n > 0)
    numbers = np.full((len(_NUMBERS), len(result.n)), np.nan, dtype=np.float32)
    numbers[:, result.rows] = np.vstack([result.measured.value[None, :], result.measured.bounds])
    held = {
        "target": columns["target"][rows],
        "instrument": columns["instrument"][rows],
        "start": columns["start"][rows],
        "effective": result.effective[rows],
        **{name: numbers[place][rows] for place, name in enumerate(_NUMBERS)},
        **{name: count[rows].astype(np.int64) for name, count in zip(COUNTED, result.counts, strict=True)},
    }
    connection = question.opened.ledger.connection
    connection.register("kept_columns", held)
    nulled = ", ".join(f"CASE WHEN isnan({name}) THEN NULL ELSE {name} END AS {name}" for name in ("low80", "high80", "low95", "high95"))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {text(question.opened.dataset)} AS dataset, {text(result.source)} AS source, target, instrument, "
        f"{_window(question)}, {text(result.measure)} AS measure, CASE WHEN isnan(value) THEN NULL ELSE value END AS value, "
        f"CASE WHEN isnan(value) THEN '{INSUFFICIENT}' ELSE '{CLOSED_FORM}' END AS value_how, {text(UNITS[result.measure])} AS unit, "
        f"{nulled}, ({' + '.join(COUNTED)})::INTEGER AS n, effective::FLOAT AS effective_n, "
        f"{', '.join(f'{name}::INTEGER AS {name}' for name in COUNTED)}, NULL::VARCHAR AS note "
        "FROM (SELECT * REPLACE (start::DATE AS start) FROM kept_columns)"
    )
    connection.unregister("kept_columns")
