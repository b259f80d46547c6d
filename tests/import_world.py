"""Imports made by hand, for tests that measure or export them: rows given as mappings, the rest filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from suasion.exchange.shard import ACT_COLUMNS, EVENT_COLUMNS, REJECTION_COLUMNS
from suasion.store.imports import ImportCounts, ImportManifest, write_manifest

DAY = date(2014, 3, 1)

ACT: Mapping[str, object] = {
    "source": "RUS",
    "target": "UKR",
    "day": DAY,
    "event_type": "CONSULT",
    "means": "",
    "counted": "occurred",
    "deed": True,
    "cooperative": True,
    "weight": 2.5,
    "chance": 0.8,
    "origin": "wire",
}
"""What an act is unless a test says otherwise."""

EVENT: Mapping[str, object] = {
    "first_day": DAY,
    "last_day": DAY,
    "precision": "day",
    "known": None,
    "event_type": "CONSULT",
    "mode": None,
    "contexts": [],
    "instruments": [],
    "factuality": "occurred",
    "probability": 1.0,
    "actors": [],
    "recipients": [],
    "place": None,
    "outlets": ["wire"],
}
"""What an event is unless a test says otherwise."""


def state(code: str) -> dict[str, object]:
    """Give the actor that a state is."""
    return {"id": f"state:{code}", "name": code, "country": code, "code": code, "sector": "GOV"}


def write_import(
    case: Path,
    *,
    acts: Sequence[Mapping[str, object]] = (),
    events: Sequence[Mapping[str, object]] = (),
    dataset: str = "icews",
    file: str = "made.tsv",
) -> ImportManifest:
    """Write an import into a case's folder as `suasion import` would leave it.

    Acts and events are numbered by line from 2 on, events have the key of their line.
    """
    folder = case / "imports" / f"{dataset}-{0:016x}"
    folder.mkdir(parents=True)
    full_acts = [{"line": line, "key": str(line), **ACT, **act} for line, act in enumerate(acts, 2)]
    full_events = [
        {"id": f"{dataset}:{line}", "key": str(line), "line": line, "row": line - 2, **EVENT, **event}
        for line, event in enumerate(events, 2)
    ]
    _write(folder / "acts.parquet", ACT_COLUMNS, sorted(full_acts, key=_by_pair))
    _write(folder / "events.parquet", EVENT_COLUMNS, full_events)
    _write(folder / "rows.parquet", {"Note": "VARCHAR"}, [{"Note": "made by hand"} for _ in events])
    _write(folder / "seen.parquet", {"key": "VARCHAR"}, [])
    _write(folder / "rejections.parquet", REJECTION_COLUMNS, [])
    manifest = ImportManifest(
        folder=folder,
        id=folder.name,
        dataset=dataset,
        format=dataset,
        file=file,
        sha256="0" * 64,
        version="0",
        made=datetime(2024, 1, 1, tzinfo=UTC),
        counts=ImportCounts(
            rows=len(events), accepted=len(events), uncoded=0, known=0, rejected=0, acts=len(acts)
        ),
        columns=("Note",),
    )
    write_manifest(manifest)
    return manifest


def _by_pair(act: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(str(act[name]) for name in ("source", "target", "day", "line"))


def _write(path: Path, columns: Mapping[str, str], rows: Sequence[Mapping[str, object]]) -> None:
    with duckdb.connect(":memory:") as base:
        base.execute(f"CREATE TABLE rows ({', '.join(f'{name} {kind}' for name, kind in columns.items())})")
        if rows and not any("STRUCT" in kind or "[" in kind for kind in columns.values()):
            lists = ", ".join(
                f"unnest(?::{kind}[])" for kind in columns.values()
            )  # row by row takes 10 ms each
            base.execute(
                f"INSERT INTO rows SELECT {lists}", [[row[name] for row in rows] for name in columns]
            )
            rows = ()
        for row in rows:
            marks = ", ".join(f"?::{kind}" for kind in columns.values())
            base.execute(f"INSERT INTO rows VALUES ({marks})", [row[name] for name in columns])
        base.execute("COPY rows TO ? (FORMAT parquet)", [str(path)])
