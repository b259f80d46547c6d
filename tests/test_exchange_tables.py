"""Exports: what goes in comes out, in every format, also when there is nothing."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import msgspec
import pandas
import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st

import publish_case as made
from suasion.exchange import TABLE_FORMATS, write_table
from suasion.exchange.flat import FLAT_COLUMNS
from suasion.exchange.tables import Row
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


def encode(rows: Sequence[Row], kind: type, name: str) -> bytes:
    """Write rows and give the file's bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows"
        assert write_table(iter(rows), kind, name, path) == len(rows)
        return path.read_bytes()


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def read_parquet(content: bytes, folder: Path) -> duckdb.DuckDBPyRelation:
    path = folder / "rows.parquet"
    path.write_bytes(content)
    return duckdb.connect().read_parquet(str(path))


@given(st.lists(rejections | links))
def test_records_come_back_from_jsonl_as_they_were(rows: list[Rejection | Link]) -> None:
    kind = Rejection
    for row, line in zip(rows, encode(rows, kind, "jsonl").splitlines(), strict=True):
        assert msgspec.json.decode(line, type=type(row)) == row


@given(st.lists(links))
def test_records_come_back_from_csv_with_structures_as_json_in_their_cells(rows: list[Link]) -> None:
    for row, cells in zip(rows, read_csv(encode(rows, Link, "csv")), strict=True):
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
    found = read_parquet(encode(rows, kind, "parquet"), tmp_path)
    assert found.columns == [item.name for item in fields(kind)]
    back = [dict(zip(found.columns, cells, strict=True)) for cells in found.fetchall()]
    assert [msgspec.convert(cells, kind) for cells in back] == list(rows)


def test_parquet_keeps_types_nulls_and_moments_apart_from_text(tmp_path: Path) -> None:
    found = read_parquet(encode((JUDGEMENT,), Judgement, "parquet"), tmp_path)
    kinds = dict(zip(found.columns, map(str, found.types), strict=True))
    assert kinds["when"] == "TIMESTAMP WITH TIME ZONE"
    cells = dict(zip(found.columns, found.fetchall()[0], strict=True))
    assert (cells["field"], cells["value"], cells["when"]) == (None, "", JUDGEMENT.when)


def test_parquet_gives_numbers_and_truth_values_their_own_types(tmp_path: Path) -> None:
    kinds = read_parquet(encode(made.STATEMENTS, Statement, "parquet"), tmp_path)
    types = dict(zip(kinds.columns, map(str, kinds.types), strict=True))
    assert (types["start"], types["quoted"], types["probability"]) == ("BIGINT", "BOOLEAN", "DOUBLE")


@pytest.mark.parametrize("kind", KINDS, ids=[kind.__name__ for kind in KINDS])
def test_a_table_without_rows_still_names_its_columns(kind: type, tmp_path: Path) -> None:
    names = [item.name for item in fields(kind)]
    plain = list(FLAT_COLUMNS) if kind is Event else []
    assert encode((), kind, "csv").decode("utf-8").strip().split(",") == names + plain
    assert read_parquet(encode((), kind, "parquet"), tmp_path).columns == names
    assert encode((), kind, "jsonl") == b""


def test_csv_writes_truth_values_as_json_does_and_nulls_as_empty_cells() -> None:
    cells = read_csv(encode((made.S_VISIT,), Statement, "csv"))[0]
    assert (cells["quoted"], cells["mode"], cells["content_of"]) == ("false", "", "")


@pytest.mark.parametrize("format_", TABLE_FORMATS)
def test_the_same_rows_give_the_same_bytes(format_: str) -> None:
    assert encode(made.EVENTS, Event, format_) == encode(made.EVENTS, Event, format_)


def test_a_table_longer_than_one_chunk_is_complete_and_in_order(tmp_path: Path) -> None:
    rows = [
        Rejection(id=f"x{i}", stage="ingest", input_id="a", reason="empty", detail="") for i in range(5003)
    ]
    found = read_parquet(encode(rows, Rejection, "parquet"), tmp_path)
    assert [cells[0] for cells in found.fetchall()] == [row.id for row in rows]


def test_polars_and_pandas_look_into_the_lists_of_a_parquet_file(tmp_path: Path) -> None:
    path = tmp_path / "events.parquet"
    write_table(iter(made.EVENTS), Event, "parquet", path)
    frame = polars.read_parquet(path)
    first = polars.col("actors").list.first().struct.field("country")
    assert frame.select(first).to_series().to_list() == [event.actors[0].country for event in made.EVENTS]
    starts = frame.select(polars.col("when").struct.field("start")).to_series()
    assert starts.dtype == polars.Date
    assert list(pandas.read_parquet(path)["id"]) == [event.id for event in made.EVENTS]


def test_the_plain_columns_of_events_need_no_json(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    write_table(iter(made.EVENTS), Event, "csv", path)
    frame = pandas.read_csv(path, parse_dates=["start"])
    assert frame["start"].dtype.kind == "M"
    for event, (_, row) in zip(made.EVENTS, frame.iterrows(), strict=True):
        assert row["actor_names"].split(";") == [actor.name for actor in event.actors]
        assert row["counted_as"] == event.counted_as
        assert row["n_reports"] == len(event.report_ids)
        assert -10 <= row["weight"] <= 10
    assert all(len(name) <= 32 for name in frame.columns)
