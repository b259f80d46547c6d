"""Imported data sets of a case: what lies in `CASE/imports/`, and their rows as events.

::

    CASE/imports/
    └── icews-3f9a1c0b77d2e415/   one folder an imported file; it appears whole, by one rename
        ├── manifest.json         which file it was, its hash, what became of its rows
        ├── events.parquet        a row for each row that is an event, in the order of the file
        ├── acts.parquet          a row for each event and ordered pair of states: what ties are measured on
        ├── rejections.parquet    what was declined, with its line and why
        ├── rows.parquet          the file's rows as they were
        └── seen.parquet          the keys of the rows that are no events

They are no derived data, as suasion cannot make them again without the file: deleting `store/` leaves them alone.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb
import msgspec

from suasion.errors import CaseError
from suasion.records import Actor, Dated, Event, Factuality, Imported, Origin, Place, Precision
from suasion.store.folder import CaseFolder
from suasion.store.snapshot import CONFIG

MANIFEST = "manifest.json"
COVARIATES = "covariates"
"""The format of tables of what states sent each other: they hold no events."""
PENDING = ".pending-"
"""How the name of a folder begins that an import is still filling; what a killed one left is cleared by the next."""

_COMMITTED = re.compile(r"^[a-z0-9][a-z0-9-]*-[0-9a-f]{16}$")
_FETCH = 2000
_CONFIG = {**CONFIG, "temp_directory": tempfile.gettempdir()}
"""What does not fit in memory is not put into the folder that one happens to stand in, as DuckDB does."""

FlowRow = tuple[str, str, int, float]
"""Source, target, year and value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCounts:
    """What became of a file's rows: `rows == accepted + uncoded + known + rejected`.

    `uncoded` rows have a code without an event type and are kept in the acts alone; `known` ones were imported with an
    earlier file of the data set. `acts` counts the rows of `acts.parquet`.
    """

    rows: int
    accepted: int
    uncoded: int
    known: int
    rejected: int
    acts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportManifest:
    """One imported file. `folder` is where it lies now; all else is in its `manifest.json`.

    `columns` are those of the format that `Imported.native` may hold, in its order; `nulls` are its words for none. `first_day` and
    `last_day` bound its dated acts.
    """

    folder: Path
    id: str
    dataset: str
    format: str
    file: str
    sha256: str
    version: str
    made: datetime
    counts: ImportCounts
    columns: tuple[str, ...] = ()
    nulls: tuple[str, ...] = ("",)
    first_day: date | None = None
    last_day: date | None = None
    unplaced: tuple[str, ...] = ()
    """Words for states that no register knew; at most a thousand."""
    replaces: str | None = None
    """The id of an import that this one holds anew: the same rows, with more known of them."""
    taken: tuple[str, ...] = ()
    """The ids of all imports whose files have gone into this one, beside its own."""

    @property
    def holds(self) -> frozenset[str]:
        """The ids of all imports that this one is the outcome of."""
        return frozenset({self.id, *self.taken})

    @property
    def events(self) -> Path:
        """The Parquet file of its events: `exchange.shard.EVENT_COLUMNS`."""
        return self.folder / "events.parquet"

    @property
    def acts(self) -> Path:
        """The Parquet file of its acts: `exchange.shard.ACT_COLUMNS`."""
        return self.folder / "acts.parquet"

    @property
    def rows(self) -> Path:
        """The Parquet file of its rows as they were."""
        return self.folder / "rows.parquet"

    @property
    def covariates(self) -> Path:
        """The Parquet file of a table of covariates: `exchange.shard.COVARIATE_COLUMNS`."""
        return self.folder / "covariates.parquet"

    @property
    def keys(self) -> tuple[Path, Path]:
        """The Parquet files that have the keys of its rows, in a column `key`."""
        return self.events, self.folder / "seen.parquet"

    @property
    def rejections(self) -> Path:
        """The Parquet file of what was declined: `exchange.shard.REJECTION_COLUMNS`."""
        return self.folder / "rejections.parquet"


def imports_folder(folder: CaseFolder) -> Path:
    """Give the folder that holds the imports of a case; it need not be there."""
    return folder.path / "imports"


def committed_imports(folder: CaseFolder) -> tuple[ImportManifest, ...]:
    """Give the files of events that were imported into a case, by data set, then by time, then by id.

    Raises:
        CaseError: a manifest is damaged.
    """
    return tuple(one for one in _committed(folder) if one.format != COVARIATES)


def _committed(folder: CaseFolder) -> tuple[ImportManifest, ...]:
    home = imports_folder(folder)
    folders = [path for path in (home.iterdir() if home.is_dir() else ()) if _COMMITTED.match(path.name)]
    found = [read_manifest(path) for path in folders]
    replaced = {one.replaces for one in found}
    kept = [one for one in found if one.id not in replaced]
    return tuple(sorted(kept, key=lambda one: (one.dataset, one.made, one.id)))


def committed_covariates(folder: CaseFolder) -> tuple[ImportManifest, ...]:
    """Give the tables of covariates that were imported into a case, as `committed_imports` gives its events.

    Raises:
        CaseError: a manifest is damaged.
    """
    return tuple(one for one in _committed(folder) if one.format == COVARIATES)


def flows_of(folder: CaseFolder) -> dict[str, tuple[str, list[FlowRow]]]:
    """Give what the tables of covariates hold, by kind: the table's name, and its rows, those imported later last.

    Tables of one name are one, parted into files; where several tell of a kind, that with the latest file is given alone.

    Raises:
        CaseError: a manifest is damaged.
    """
    tables: dict[tuple[str, str], list[FlowRow]] = {}
    latest: dict[str, str] = {}
    for manifest in sorted(committed_covariates(folder), key=lambda one: (one.made, one.id)):
        with duckdb.connect(":memory:", config=_CONFIG) as base:
            base.execute(
                "SELECT kind, source, target, year, value FROM read_parquet(?)", [str(manifest.covariates)]
            )
            for kind, source, target, year, value in base.fetchall():
                latest[kind] = manifest.dataset
                tables.setdefault((kind, manifest.dataset), []).append((source, target, year, value))
    return {kind: (name, tables[kind, name]) for kind, name in latest.items()}


def read_manifest(path: Path) -> ImportManifest:
    """Read the manifest of an import's folder.

    Raises:
        CaseError: it is damaged.
    """
    try:
        told = msgspec.json.decode((path / MANIFEST).read_bytes(), type=dict[str, object])
        return msgspec.convert({**told, "folder": path}, ImportManifest, strict=False)
    except (OSError, msgspec.MsgspecError) as error:
        raise CaseError(
            f"The import {path} cannot be read: {error}.",
            cause="A file in it was changed by hand, or another version of suasion wrote it.",
            remedy="Delete the folder and import the file again.",
        ) from error


def write_manifest(manifest: ImportManifest) -> None:
    """Write the manifest into its folder."""
    told = msgspec.to_builtins(manifest, enc_hook=str)
    del told["folder"]
    (manifest.folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n")


def imported_events(
    manifest: ImportManifest, where: str = "true", values: Sequence[object] = ()
) -> Iterator[Event]:
    """Give the events of an import, in the order of its file, a lot at a time.

    `where` is a condition in DuckDB's SQL on `exchange.shard.EVENT_COLUMNS`, with a `?` for each of the `values`.
    """
    with duckdb.connect(":memory:", config=_CONFIG) as base:
        base.execute(f"SELECT * FROM read_parquet(?) WHERE {where}", [str(manifest.events), *values])
        names = [column[0] for column in base.description or ()]
        while lot := base.fetchmany(_FETCH):
            rows = [msgspec.convert(dict(zip(names, row, strict=True)), _Row) for row in lot]
            natives = _natives(manifest, [row.row for row in rows])
            for row in rows:
                yield _event(row, natives[row.row], manifest)


def newest_days(imports: Sequence[ImportManifest], most: int) -> tuple[date | None, int]:
    """Give from which day on imports have at most `most` events together, and how many these are; null where no day has so few."""
    days = "SELECT coalesce(last_day, first_day) AS day, count(*) AS n FROM read_parquet(?) GROUP BY day"
    summed = f"SELECT day, sum(n) OVER (ORDER BY day DESC) AS many FROM ({days}) WHERE day IS NOT NULL"
    with duckdb.connect(":memory:", config=_CONFIG) as base:
        row = base.execute(
            f"SELECT day, many FROM ({summed}) WHERE many <= ? ORDER BY day LIMIT 1",
            [[str(one.events) for one in imports], most],
        ).fetchone()
    return (row[0], int(row[1])) if row else (None, 0)


def _natives(manifest: ImportManifest, places: Sequence[int]) -> dict[int, tuple[tuple[str, str], ...]]:
    """Give what rows of the file say, in the format's own columns, by their places in `rows.parquet`."""
    named = ", ".join('"' + name.replace('"', '""') + '"' for name in manifest.columns)
    query = (
        f"SELECT file_row_number, {named} FROM read_parquet(?, file_row_number = true) "
        "WHERE file_row_number BETWEEN ? AND ? AND file_row_number IN (SELECT unnest(?::BIGINT[]))"
    )
    found: dict[int, tuple[tuple[str, str], ...]] = {}
    with duckdb.connect(":memory:", config=_CONFIG) as base:
        base.execute(query, [str(manifest.rows), min(places), max(places), list(places)])
        for place, *cells in base.fetchall():
            told = zip(manifest.columns, cells, strict=True)
            found[place] = tuple(
                (name, cell) for name, cell in told if cell is not None and cell.strip() not in manifest.nulls
            )
    return found


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row of `events.parquet`."""

    id: str
    key: str
    line: int
    first_day: date | None
    last_day: date | None
    precision: Precision
    event_type: str
    mode: str | None
    contexts: tuple[str, ...]
    instruments: tuple[str, ...]
    factuality: Factuality
    probability: float
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    place: Place | None
    outlets: tuple[str, ...]
    row: int


def _event(row: _Row, native: tuple[tuple[str, str], ...], manifest: ImportManifest) -> Event:
    dated = row.first_day is not None or row.last_day is not None
    outlets = row.outlets or (manifest.dataset,)
    return Event(
        id=row.id,
        event_type=row.event_type,
        mode=row.mode,
        contexts=row.contexts,
        instruments=row.instruments,
        actors=row.actors,
        recipients=row.recipients,
        factuality=row.factuality,
        status="reported" if len(outlets) == 1 else "corroborated",
        content_of=None,
        when=Dated(
            start=row.first_day,
            end=row.last_day,
            precision=row.precision,
            how="imported" if dated else "not stated",
        ),
        where=row.place,
        where_how="imported" if row.place else "not stated",
        amounts=(),
        statement_ids=(),
        report_ids=(),
        origins=tuple(Origin(id=name, name=name, kind="outlet", report_ids=()) for name in outlets),
        independent_origins=len(outlets),
        disputes=(),
        probability=row.probability,
        imported=Imported(
            dataset=manifest.dataset,
            file=manifest.file,
            line=row.line,
            key=row.key,
            native=native,
            format=manifest.format,
        ),
    )
