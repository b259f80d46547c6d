"""Exports: what goes in comes out, in every format, also when there is nothing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import publish_case as made
from suasion.exchange import ExportFormat, encode
from suasion.records import (
    Event,
    Judgement,
    Link,
    LinkTarget,
    Record,
    Rejection,
    Report,
    Run,
    Span,
    Statement,
    Tie,
)

KINDS: tuple[type, ...] = (Report, Statement, Event, Link, Tie, Rejection, Run, Judgement)
TABLES: tuple[tuple[type, Sequence[Record]], ...] = (
    (Report, (made.R1, made.R3)),
    (Statement, made.STATEMENTS),
    (Event, made.EVENTS),
    (Link, made.LINKS),
    (Tie, made.TIES),
    (Rejection, made.REJECTIONS),
    (Run, (made.RUN,)),
)
JUDGEMENT = Judgement(
    id="j1",
    action="accept",
    targets=("e1", "e2"),
    field=None,
    value="",
    who="A. Nalyst",
    when=datetime(2031, 3, 9, 12, 30, tzinfo=UTC),
    why="I read\nboth, “twice”",
)

rejections = st.builds(
    Rejection,
    id=st.text(),
    stage=st.sampled_from(["ingest", "events"]),
    input_id=st.text(),
    reason=st.text(),
    detail=st.text(),
)
spans = st.builds(Span, text=st.text(), start=st.integers(0, 9999), end=st.integers(0, 9999))
links = st.builds(
    Link,
    id=st.text(),
    from_report=st.text(),
    relation=st.sampled_from(["copies", "relays"]),
    to=st.builds(LinkTarget, kind=st.sampled_from(["report", "origin"]), id=st.text(), name=st.text()),
    evidence=st.none() | spans,
    score=st.floats(0, 1),
    reasons=st.lists(st.text()).map(tuple),
)


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def read_parquet(content: bytes, folder: Path) -> duckdb.DuckDBPyRelation:
    path = folder / "rows.parquet"
    path.write_bytes(content)
    return duckdb.connect().read_parquet(str(path))


@given(st.lists(rejections | links))
def test_records_come_back_from_jsonl_as_they_were(rows: list[Rejection | Link]) -> None:
    kind = Rejection
    for row, line in zip(rows, encode(rows, kind, ExportFormat.JSONL).splitlines(), strict=True):
        assert msgspec.json.decode(line, type=type(row)) == row


@given(st.lists(links))
def test_records_come_back_from_csv_with_structures_as_json_in_their_cells(rows: list[Link]) -> None:
    for row, cells in zip(rows, read_csv(encode(rows, Link, ExportFormat.CSV)), strict=True):
        assert cells["id"] == row.id
        assert float(cells["score"]) == row.score
        assert json.loads(cells["reasons"]) == list(row.reasons)
        assert msgspec.convert(json.loads(cells["to"]), LinkTarget) == row.to
        assert (
            cells["evidence"] == ""
            if row.evidence is None
            else json.loads(cells["evidence"])["text"] == row.evidence.text
        )


@pytest.mark.parametrize(("kind", "rows"), TABLES, ids=[kind.__name__ for kind, _ in TABLES])
def test_every_table_comes_back_from_parquet(kind: type, rows: Sequence[Record], tmp_path: Path) -> None:
    found = read_parquet(encode(rows, kind, ExportFormat.PARQUET), tmp_path)
    assert found.columns == [item.name for item in fields(kind)]
    plain = [msgspec.to_builtins(row) for row in rows]
    for expected, cells in zip(plain, found.fetchall(), strict=True):
        for (name, value), cell in zip(expected.items(), cells, strict=True):
            if isinstance(value, tuple | list | dict):
                assert json.loads(cell) == msgspec.json.decode(msgspec.json.encode(value)), name
            elif not isinstance(cell, datetime):
                assert cell == value, name


def test_parquet_keeps_types_nulls_and_moments_apart_from_text(tmp_path: Path) -> None:
    found = read_parquet(encode((JUDGEMENT,), Judgement, ExportFormat.PARQUET), tmp_path)
    kinds = dict(zip(found.columns, map(str, found.types), strict=True))
    assert kinds["when"] == "TIMESTAMP WITH TIME ZONE"
    cells = dict(zip(found.columns, found.fetchall()[0], strict=True))
    assert (cells["field"], cells["value"], cells["when"]) == (None, "", JUDGEMENT.when)


def test_parquet_gives_numbers_and_truth_values_their_own_types(tmp_path: Path) -> None:
    kinds = read_parquet(encode(made.STATEMENTS, Statement, ExportFormat.PARQUET), tmp_path)
    types = dict(zip(kinds.columns, map(str, kinds.types), strict=True))
    assert (types["start"], types["quoted"], types["probability"]) == ("BIGINT", "BOOLEAN", "DOUBLE")


@pytest.mark.parametrize("kind", KINDS, ids=[kind.__name__ for kind in KINDS])
def test_a_table_without_rows_still_names_its_columns(kind: type, tmp_path: Path) -> None:
    names = [item.name for item in fields(kind)]
    assert encode((), kind, ExportFormat.CSV).decode("utf-8").strip().split(",") == names
    assert read_parquet(encode((), kind, ExportFormat.PARQUET), tmp_path).columns == names
    assert encode((), kind, ExportFormat.JSONL) == b""


def test_csv_writes_truth_values_as_json_does_and_nulls_as_empty_cells() -> None:
    cells = read_csv(encode((made.S_VISIT,), Statement, ExportFormat.CSV))[0]
    assert (cells["quoted"], cells["mode"], cells["content_of"]) == ("false", "", "")


@pytest.mark.parametrize("format_", list(ExportFormat))
def test_the_same_rows_give_the_same_bytes(format_: ExportFormat) -> None:
    assert encode(made.EVENTS, Event, format_) == encode(made.EVENTS, Event, format_)


def test_a_table_longer_than_one_chunk_is_complete_and_in_order(tmp_path: Path) -> None:
    rows = [
        Rejection(id=f"x{i}", stage="ingest", input_id="a", reason="empty", detail="") for i in range(5003)
    ]
    found = read_parquet(encode(rows, Rejection, ExportFormat.PARQUET), tmp_path)
    assert [cells[0] for cells in found.fetchall()] == [row.id for row in rows]
