"""The tables: one for each kind of record, a column for each field.

Scalars keep their type; structures (spans, actors, lists) are JSON. Two columns are added to every table:
`run_id`, the run that made the row, and `made_from`, the ids of the records it was made from.
"""

from __future__ import annotations

import types
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from suasion import records
from suasion.errors import CaseError
from suasion.records import (
    Attribution,
    Event,
    Link,
    Mention,
    Record,
    Rejection,
    Report,
    Run,
    Statement,
    Tie,
)

RecordT = TypeVar("RecordT", bound=Record)


TABLES: Mapping[str, type[Any]] = {
    "reports": Report,
    "mentions": Mention,
    "attributions": Attribution,
    "statements": Statement,
    "links": Link,
    "events": Event,
    "ties": Tie,
    "rejections": Rejection,
    "runs": Run,
}
TABLE_OF: Mapping[type[Any], str] = {kind: table for table, kind in TABLES.items()}

REPORT_TABLES = ("mentions", "attributions", "statements")
"""The tables whose rows come from exactly one report and carry its `report_id`."""

ORDER: Mapping[str, str] = {
    "reports": "id",
    "mentions": 'report_id, "start", "end", id',
    "attributions": "report_id, id",
    "statements": 'report_id, "start", id',
    "links": "from_report, id",
    "events": "id",
    "ties": "source, target, instrument, id",
    "rejections": "stage, input_id, id",
    "runs": "started, id",
}
"""The order of rows, whatever order they were made in."""

BOOKKEEPING = (
    # What ingest made of a report's input: `digest` hashes the whole record, `fingerprint` is ingest's.
    "CREATE TABLE taken (report_id VARCHAR, digest VARCHAR, fingerprint VARCHAR)",
    # What reading and coding made of a report; `key` hashes the report and both fingerprints.
    "CREATE TABLE worked (report_id VARCHAR, key VARCHAR, reading VARCHAR, coding VARCHAR, statements INT)",
    # What a gathering stage last ran on; `key` hashes all its input and its fingerprint.
    "CREATE TABLE gathered (stage VARCHAR, key VARCHAR, count JSON)",
    # Reports that a judgement has withdrawn: their rows stay, so that undo is cheap, and nobody sees them.
    "CREATE TABLE withdrawn (report_id VARCHAR)",
    # Event ids that are no more, and the events that now hold their statements (none: these were withdrawn).
    "CREATE TABLE redirects (old VARCHAR, new VARCHAR[])",
    "CREATE TABLE meta (key VARCHAR, value VARCHAR)",
    # What the joining stages keep between runs, so that the next does again only what a change may reach. The tables from
    # here on may be emptied: then the next run does all of it again.
    # Which reports a stage has joined, with the key that `worked` had for them then.
    "CREATE TABLE joined (stage VARCHAR, report_id VARCHAR, key VARCHAR)",
    # A report's sketch (32-bit keys, little-endian) and whom it relays; `day` of publication is an ordinal.
    "CREATE TABLE tellings (report_id VARCHAR, day INTEGER, length INTEGER, name VARCHAR, relays VARCHAR, "
    "copy_keys BLOB, retell_keys BLOB)",
    # Two reports that share their text; `edge` is JSON.
    "CREATE TABLE edges (earlier VARCHAR, later VARCHAR, edge VARCHAR)",
    # In which blocks and in which region a statement stands, and the events that it would begin.
    "CREATE TABLE places (statement_id VARCHAR, report_id VARCHAR, region VARCHAR, content_of VARCHAR, "
    "blocks BIGINT[], begins VARCHAR[])",
)
ACT_TABLES = (
    # A row for each event and ordered pair of different states: what ties are measured on. `day` is the middle of the event's period,
    # `weight_day` the one it is aged from; `means` its instruments, joined by ';'; `evidence` (JSON) what the resample draws from.
    'CREATE TABLE acts (event_id VARCHAR, source VARCHAR, target VARCHAR, "day" DATE, event_type VARCHAR, means VARCHAR, '
    "counted VARCHAR, deed BOOLEAN, cooperative BOOLEAN, weight FLOAT, chance FLOAT, origin VARCHAR, weight_day DATE, evidence VARCHAR)",
    # Reports by day that mention two states (a < b), one (b = ''), or are there at all (a = b = '').
    'CREATE TABLE attention (a VARCHAR, b VARCHAR, "day" DATE, reports BIGINT)',
    # What acts and attention were made of: events by the run that made them, and the states that each report mentions.
    'CREATE TABLE weighed (event_id VARCHAR, made_by VARCHAR, "day" DATE, occurred BOOLEAN)',
    'CREATE TABLE sighted (report_id VARCHAR, "day" DATE, states VARCHAR[])',
    # Acts of a pair, instrument and window added up, the day from which deeds are aged, a hash of both, and the grounds on which
    # its ties were measured.
    "CREATE TABLE slots (source VARCHAR, target VARCHAR, instrument VARCHAR, label VARCHAR, "
    "effective DOUBLE, courting DOUBLE, total DOUBLE, aged_from DATE, acts VARCHAR, grounds VARCHAR)",
    # What was drawn of the deeds of a slot that suffices, as they weighed on that day (64-bit floats, little-endian).
    "CREATE TABLE drawn (source VARCHAR, target VARCHAR, instrument VARCHAR, label VARCHAR, sums BLOB)",
)
"""Our own acts and what is kept to bring them and the ties up to date; the columns of `acts` are those of an import's, and more."""
KEPT = ("joined", "tellings", "edges", "places")
"""The tables that hold what the joining stages keep."""

_SCALARS: Mapping[type, str] = {
    str: "VARCHAR",
    bool: "BOOLEAN",
    int: "BIGINT",
    float: "DOUBLE",
    date: "DATE",
    datetime: "TIMESTAMP",
}


def _column_type(annotation: object) -> str:
    if get_origin(annotation) is Literal:
        return "VARCHAR"
    if get_origin(annotation) in (types.UnionType, Union):
        inner = [part for part in get_args(annotation) if part is not type(None)]
        return _column_type(inner[0]) if len(inner) == 1 else "JSON"
    return _SCALARS.get(annotation, "JSON") if isinstance(annotation, type) else "JSON"


def columns(kind: type[Any]) -> dict[str, str]:
    """Name the columns of a kind of record with their DuckDB types, in the order of its fields."""
    if kind not in _FOUND:
        _FOUND[kind] = _columns(kind)
    return dict(_FOUND[kind])


def fields_of(kind: type[Any]) -> dict[str, str]:
    """Name the columns of a record's own fields with their types: those that `decode_row` reads."""
    found = columns(kind)
    del found["run_id"], found["made_from"]
    return found


def _columns(kind: type[Any]) -> dict[str, str]:
    hints = get_type_hints(kind)
    found = {field.name: _column_type(hints[field.name]) for field in fields(kind)}
    return {**found, "run_id": "VARCHAR", "made_from": "VARCHAR[]"}


_FOUND: dict[type[Any], dict[str, str]] = {}
"""What `columns` has worked out: resolving type hints takes 2 ms a kind."""


def _form() -> int:
    shapes = sorted(
        f"{kind.__name__}.{item.name}: {item.type}"
        for kind in vars(records).values()
        if isinstance(kind, type) and is_dataclass(kind)
        for item in fields(kind)
    )
    return zlib.crc32("\n".join([*shapes, *BOOKKEEPING, *ACT_TABLES]).encode())


SCHEMA_VERSION = _form()
"""Names the form of the records and the bookkeeping tables: a store of another form is made again from its inputs."""


def create_statements() -> Iterable[str]:
    """Give the SQL that makes an empty store."""
    for table, kind in TABLES.items():
        body = ", ".join(f'"{name}" {sql_type}' for name, sql_type in columns(kind).items())
        yield f"CREATE TABLE {table} ({body})"
    yield from BOOKKEEPING
    yield from ACT_TABLES


def made_from(record: Record) -> tuple[str, ...]:
    """Give the ids of the records that `record` was made from, one step back."""
    found: tuple[str | None, ...] = ()
    match record:
        case Mention() | Attribution():
            found = (record.report_id,)
        case Statement():
            found = (record.report_id, record.content_of)
        case Link():
            found = (record.from_report, record.to.id if record.to.kind == "report" else None)
        case Event():
            found = record.statement_ids
        case Tie():
            found = record.event_ids
        case Rejection():
            found = (None if record.stage in ("ingest", "import") else record.input_id,)
    return tuple(source for source in found if source is not None)


def encode_row(record: Record, run_id: str) -> bytes:
    """Write a record as one line of JSON with the two columns that every table has. Times are in UTC."""
    more = msgspec.json.encode({"run_id": run_id, "made_from": made_from(record)})
    if is_json(type(record)):
        return msgspec.json.encode(record)[:-1] + b"," + more[1:]
    row = msgspec.to_builtins(record, builtin_types=(datetime,))
    for name, value in row.items():
        if isinstance(value, datetime):
            row[name] = value.astimezone(UTC).replace(tzinfo=None).isoformat()
    return msgspec.json.encode(row)[:-1] + b"," + more[1:]


@cache
def _of_type(table: str, sql_type: str) -> tuple[str, ...]:
    return tuple(name for name, found in columns(TABLES[table]).items() if found == sql_type)


def decode_row(kind: type[RecordT], types_: Mapping[str, str], row: Sequence[object]) -> RecordT:
    """Read a record back from the values of its row, in the order of `fields_of(kind)`.

    Raises:
        CaseError: the row is not a record of this kind: the store is damaged or of another version.
    """
    values: dict[str, Any] = dict(zip(types_, row, strict=True))
    for name in _of_type(TABLE_OF[kind], "JSON"):
        if isinstance(value := values[name], str):
            values[name] = msgspec.json.decode(value)
    for name in _of_type(TABLE_OF[kind], "TIMESTAMP"):
        if isinstance(value := values[name], datetime):
            values[name] = value.replace(tzinfo=UTC)
    try:
        return msgspec.convert(values, type=kind)
    except msgspec.ValidationError as error:
        raise _unreadable(kind, error) from error


def is_json(kind: type[Any]) -> bool:
    """Whether DuckDB can write whole rows as the JSON of their records: moments have another form there."""
    return not _of_type(TABLE_OF[kind], "TIMESTAMP")


def line_sql(kind: type[Any]) -> str:
    """Write a row's own fields as one line of JSON, in SQL."""
    return "to_json(struct_pack({}))::VARCHAR".format(
        ", ".join(f'"{name}" := "{name}"' for name in fields_of(kind))
    )


def decode_lines(kind: type[RecordT], lines: Iterable[str]) -> list[RecordT]:
    """Read records back from what `line_sql` wrote: twice as fast as field by field.

    Raises:
        CaseError: as `decode_row`.
    """
    try:
        found: list[RecordT] = _decoder(TABLE_OF[kind]).decode(f"[{','.join(lines)}]")
    except msgspec.ValidationError as error:
        raise _unreadable(kind, error) from error
    return found


@cache
def _decoder(table: str) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(list[TABLES[table]])  # type: ignore[valid-type]


def _unreadable(kind: type[Any], error: Exception) -> CaseError:
    return CaseError(
        f"A stored {kind.__name__.lower()} cannot be read: {error}.",
        cause="The store is damaged, or another version of suasion wrote it.",
        remedy="Delete the folder 'store' in the case and run again; judgements are kept.",
    )
