"""A case's tables on their way out: the rows that a selection asks for, in the format that is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from suasion import __version__
from suasion.engine.framings import framings_of
from suasion.engine.run import open_snapshot
from suasion.engine.selecting import check_choice
from suasion.errors import InputError
from suasion.exchange import FORMATS, TABLE_FORMATS, Export, write_table
from suasion.ids import digest
from suasion.records import Event, Framing, Judgement, Link, Record, Report, Run, Selection, Statement, Tie
from suasion.store import TABLES, CaseFolder, Snapshot, read_judgements
from suasion.store.imports import committed_imports, imported_events
from suasion.store.select import IMPORTED, condition

if TYPE_CHECKING:
    from suasion.exchange import Row

EXPORTS: Mapping[str, type[Record | Framing]] = {**TABLES, "judgements": Judgement, "framings": Framing}
"""The tables that can be exported, with the kind of row each holds."""

OF_EVENTS = ("events", "reports")
"""The tables that can be asked for in a format of the field: both then mean the selected events and what tells of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written: `rows` entries at `output`.

    `loses` is what of an event the format has no place for; `omitted` counts, by reason, the events that it cannot take at all.
    """

    table: str
    format: str
    output: Path
    rows: int
    bytes: int
    selection: str
    binary: bool
    loses: tuple[str, ...] = ()
    omitted: tuple[tuple[str, int], ...] = ()


def export_to(
    folder: CaseFolder,
    table: str,
    format: str,  # noqa: A002 - the command line's word
    selection: Selection,
    path: Path,
) -> Exported:
    """Write a table, or the part of it that belongs to the selected events, into a file.

    Raises:
        InputError: there is no such table or format, or the format is none for the table.
        CaseError: no run has finished yet.
    """
    check_choice("table", table, EXPORTS)
    check_choice("format", format, (*TABLE_FORMATS, *FORMATS))
    if format not in TABLE_FORMATS and table not in OF_EVENTS:
        raise InputError(
            f"There is no {format} of the table '{table}'.",
            cause="The format is made for events, or the reports that tell of them.",
            remedy=f"Use: suasion export events --format {format}; or one of {', '.join(TABLE_FORMATS)} for this table.",
        )
    with open_snapshot(folder) as snapshot:
        require_writable(path)
        binary = FORMATS[format].binary if format in FORMATS else format == "parquet"
        said = Exported(
            table=table,
            format=format,
            output=path,
            rows=0,
            bytes=0,
            selection=selection.in_words(),
            binary=binary,
        )
        if format in TABLE_FORMATS:
            rows = rows_of(folder, snapshot, table, selection)
            written = write_table(rows, EXPORTS[table], format, path)
            return replace(said, rows=written, bytes=path.stat().st_size)
        omitted: Counter[str] = Counter()
        given = export_of(folder, snapshot, selection, lambda _, why: omitted.update([why]))
        chosen = FORMATS[format]
        written = chosen.write(given, path)
        return replace(
            said,
            rows=written,
            bytes=path.stat().st_size,
            loses=chosen.loses,
            omitted=tuple(sorted(omitted.items())),
        )


def require_writable(path: Path) -> None:
    """Make a file, or empty it.

    Raises:
        InputError: it cannot be written.
    """
    try:
        path.open("wb").close()
    except OSError as error:
        raise InputError(
            f"{path} cannot be written: {error.strerror or error}.",
            cause="The folder is missing, or may not be written to.",
            remedy="Give another file.",
        ) from error


def rows_of(folder: CaseFolder, snapshot: Snapshot, table: str, selection: Selection) -> Iterator[Row]:
    """Give the rows of a table; where events are selected, those that belong to them.

    Mentions, attributions, framings, rejections, runs and judgements belong to no event: they come whole.
    """
    if table == "events":
        yield from events_of(folder, snapshot, selection)
    elif table == "framings":
        yield from framings_of(snapshot)
    elif table == "judgements":
        yield from read_judgements(folder.judgements)
    elif selection == Selection() or table not in _BELONGING:
        yield from snapshot.rows(TABLES[table])
    else:
        yield from _BELONGING[table](snapshot, selection)


def events_of(folder: CaseFolder, snapshot: Snapshot, selection: Selection) -> Iterator[Event]:
    """Give the selected events: our own in the order of ids, then those of each imported data set, in the order of its file."""
    yield from snapshot.events(selection)
    asked = condition(selection, IMPORTED)
    for manifest in committed_imports(folder):
        if selection.dataset in (None, manifest.dataset):
            yield from imported_events(manifest, asked.sql, asked.values)


def _statements_of(snapshot: Snapshot, selection: Selection) -> Iterator[Statement]:
    ids = {key for event in snapshot.events(selection) for key in event.statement_ids}
    return (row for row in snapshot.rows(Statement) if row.id in ids)


def _reports_of(snapshot: Snapshot, selection: Selection) -> Iterator[Report]:
    ids = {key for event in snapshot.events(selection) for key in event.report_ids}
    return (row for row in snapshot.rows(Report) if row.id in ids)


def _links_of(snapshot: Snapshot, selection: Selection) -> Iterator[Link]:
    ids = {key for event in snapshot.events(selection) for key in event.report_ids}
    return (row for row in snapshot.rows(Link) if row.from_report in ids)


def _ties_of(snapshot: Snapshot, selection: Selection) -> Iterator[Tie]:
    ids = {event.id for event in snapshot.events(selection)}
    return (row for row in snapshot.rows(Tie) if not ids.isdisjoint(row.event_ids))


_BELONGING: Mapping[str, Callable[[Snapshot, Selection], Iterator[Row]]] = {
    "statements": _statements_of,
    "reports": _reports_of,
    "links": _links_of,
    "ties": _ties_of,
}


def export_of(
    folder: CaseFolder, snapshot: Snapshot, selection: Selection, omit: Callable[[Event, str], None]
) -> Export:
    """Give the selected events with all that formats say about them; `omit` hears of those that a format cannot take."""
    from suasion.codebook import load_codebook  # noqa: PLC0415 - slow to import, and only needed here
    from suasion.registers import load_registers  # noqa: PLC0415

    def statements(ids: Collection[str]) -> Mapping[str, Statement]:
        return snapshot.find(Statement, list(ids))

    def reports(ids: Collection[str]) -> Mapping[str, Report]:
        return snapshot.find(Report, list(ids))

    runs = [run.finished for run in snapshot.rows(Run) if run.finished]
    return Export(
        title=folder.path.resolve().name,
        selection=selection,
        events=lambda: events_of(folder, snapshot, selection),
        statements=statements,
        reports=reports,
        codebook=load_codebook(),
        registers=load_registers(),
        version=__version__,
        made=max(runs, default=datetime(1970, 1, 1, tzinfo=UTC)),
        corpus=corpus_hash(folder, snapshot),
        links=lambda: _links_of(snapshot, selection),
        ties=lambda: _ties_of(snapshot, selection),
        omit=omit,
    )


def corpus_hash(folder: CaseFolder, snapshot: Snapshot) -> str:
    """Hash what a case was made from: its reports and the files it imported; 16 hex digits."""
    imported = [manifest.sha256 for manifest in committed_imports(folder)]
    return digest([*snapshot.ids_of(Report), *imported])[:16]
