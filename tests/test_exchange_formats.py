"""Formats of event data: what a format has a place for comes back from it, in the readers that people use."""

from __future__ import annotations

import csv
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec
import pandas
import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import export_world as world
import publish_case as made
from suasion.codebook import Canonical
from suasion.exchange import FORMATS
from suasion.exchange.columns import (
    GDELT_1_COLUMNS,
    GDELT_COLUMNS,
    GDELT_MENTION_COLUMNS,
    ICEWS_COLUMNS,
    PLOVER_FIELDS,
    POLECAT_COLUMNS,
)
from suasion.exchange.deeds import NO_DAY, NO_DEED, day_of, number, pairs_of
from suasion.exchange.plain import one_line
from suasion.exchange.writers.plover import NO_DATE
from suasion.records import Actor, Event

CAMEO_OF_ANOTHER_TYPE = {("RETREAT", "080"), ("SANCTION", "163")}
"""Codes that are true of an act though they are read back as another type: see `Canonical`."""
HELD_EXACTLY = 2**53

RowT = TypeVar("RowT")


def written(
    name: str,
    found: Sequence[Event],
    omitted: Counter[str] | None = None,
) -> list[dict[str, str]]:
    """Write events in a format of columns and read the rows, without any quoting."""
    return read_back(name, found, omitted, COLUMNS[name])


def written_plover(found: Sequence[Event], omitted: Counter[str] | None = None) -> list[dict[str, object]]:
    """Write events as PLOVER and read the objects."""
    return read_back("plover", found, omitted, json_lines)


def read_back(
    name: str, found: Sequence[Event], omitted: Counter[str] | None, read: Callable[[Path], list[RowT]]
) -> list[RowT]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out"
        count = FORMATS[name].write(world.export(found, omitted=omitted), path)
        rows = read(path)
        assert len(rows) == count
        return rows


def tabbed(columns: Sequence[str], *, header: bool) -> Callable[[Path], list[dict[str, str]]]:
    def read(path: Path) -> list[dict[str, str]]:
        lines = path.read_text(encoding="utf-8").removesuffix("\n")
        rows = [line.split("\t") for line in lines.split("\n")] if lines else []
        if header:
            assert rows.pop(0) == list(columns)
        return [dict(zip(columns, row, strict=True)) for row in rows]

    return read


COLUMNS = {
    "polecat": tabbed(POLECAT_COLUMNS, header=True),
    "icews": tabbed(ICEWS_COLUMNS, header=True),
    "gdelt": tabbed(GDELT_COLUMNS, header=False),
    "gdelt-mentions": tabbed(GDELT_MENTION_COLUMNS, header=False),
}


def held(found: Sequence[Event]) -> list[Event]:
    """The events that a format of deeds can take."""
    return [event for event in found if event.counted_as == "occurred" and day_of(event)]


def pairs(found: Sequence[Event]) -> list[tuple[Event, Actor | None, Actor | None]]:
    return [(event, *pair) for event in held(found) for pair in pairs_of(event, world.CODEBOOK)]


@settings(deadline=None)
@given(world.many_events)
def test_polecat_gives_back_each_deed_with_its_type_sides_day_and_place(found: list[Event]) -> None:
    for event, row in zip(held(found), written("polecat", found), strict=True):
        kind = world.CODEBOOK.type(event.event_type)
        assert (row["Event ID"], row["Event Type"], row["Event Mode"]) == (
            event.id,
            event.event_type,
            event.mode or "None",
        )
        assert world.CODEBOOK.polecat_quads[row["Quad Code"]] == kind.quad_class
        assert row["Contexts"] == ("; ".join(event.contexts) or "None")
        assert date.fromisoformat(row["Event Date"]) == day_of(event)
        for side, actors in (("Actor", event.actors), ("Recipient", event.recipients)):
            names = [one_line(actor.name).replace(";", ",") for actor in actors] or ["None"]
            assert row[f"{side} Name"].split("; ") == names
            codes = [actor.code or actor.country or "None" for actor in actors] or ["None"]
            assert row[f"{side} Country"].split("; ") == codes
            cow = [world.REGISTERS.codes.country(code, "cow") for code in row[f"{side} COW"].split("; ")]
            homes = [actor.code for actor in actors] or [None]
            assert all(mine in (None, theirs) for mine, theirs in zip(cow, homes, strict=True))
        place = event.where
        latitude = None if row["Latitude"] == "None" else float(row["Latitude"])
        assert latitude == (place.lat if place else None)
        assert row["Country"] == (place.country if place and place.country else "None")


@settings(deadline=None)
@given(world.many_events)
def test_icews_has_a_row_for_each_ordered_pair_of_each_deed_under_a_key_of_its_own(
    found: list[Event],
) -> None:
    rows = written("icews", found)
    for (event, source, target), row in zip(pairs(found), rows, strict=True):
        assert date.fromisoformat(row["Event Date"]) == day_of(event)
        back = world.CODEBOOK.from_cameo(row["CAMEO Code"])
        assert back is not None
        assert not back.swap
        assert (
            back.event_type == event.event_type
            or (event.event_type, row["CAMEO Code"]) in CAMEO_OF_ANOTHER_TYPE
        )
        assert -10 <= float(row["Intensity"]) <= 10
        for side, actor in (("Source", source), ("Target", target)):
            name = one_line(actor.name) if actor else "NULL"
            assert row[f"{side} Name"] == name
            state = world.REGISTERS.state_called(row[f"{side} Country"])
            assert (state.country if state else None) == (actor.country if actor else None)
    assert len({(row["Event ID"], row["Event Date"]) for row in rows}) == len(rows)


@settings(deadline=None)
@given(world.many_events)
def test_gdelt_gives_back_codes_that_mean_the_same_states_day_and_place(found: list[Event]) -> None:
    for (event, source, target), row in zip(pairs(found), written("gdelt", found), strict=True):
        day = day_of(event)
        assert day is not None
        assert row["SQLDATE"] == f"{day:%Y%m%d}"
        assert (row["MonthYear"], row["Year"]) == (row["SQLDATE"][:6], row["SQLDATE"][:4])
        assert day.year <= float(row["FractionDate"]) <= day.year + 1
        assert (row["EventRootCode"], row["EventBaseCode"]) == (row["EventCode"][:2], row["EventCode"][:3])
        for side, actor in (("Actor1", source), ("Actor2", target)):
            codes = world.REGISTERS.codes
            assert codes.country(row[f"{side}CountryCode"], "cameo") == (actor.country if actor else None)
        place = event.where
        fips = world.REGISTERS.codes.country(row["ActionGeo_CountryCode"], "fips")
        assert fips == (place.country if place else None)
        assert int(row["GLOBALEVENTID"]) < HELD_EXACTLY


@pytest.mark.parametrize("name", ["polecat", "icews", "gdelt"])
@settings(deadline=None)
@given(found=world.many_events)
def test_what_is_no_deed_or_has_no_day_is_left_out_and_counted(name: str, found: list[Event]) -> None:
    omitted: Counter[str] = Counter()
    written(name, found, omitted)
    assert omitted[NO_DEED] == sum(event.counted_as != "occurred" for event in found)
    assert sum(omitted.values()) == len(found) - len(held(found))
    assert set(omitted) <= {NO_DEED, NO_DAY}


@settings(deadline=None)
@given(world.many_events)
def test_plover_gives_back_every_dated_event_with_what_it_counts_as(found: list[Event]) -> None:
    omitted: Counter[str] = Counter()
    rows = written_plover(found, omitted)
    kept = [event for event in found if event.when.start]
    assert omitted[NO_DATE] == len(found) - len(kept)
    for event, row in zip(kept, rows, strict=True):
        assert row["event"] == [event.event_type]
        assert (row["date"], row.get("enddate", row["date"])) == (str(event.when.start), str(event.when.end))
        sides = msgspec.convert(row.get("actor", []), list[dict[str, str]])
        assert [side.get("code") for side in sides] == [actor.code for actor in event.actors]
        assert row.get("context", []) == list(event.contexts)
        assert row.get("instrument", []) == list(event.instruments)
        assert row["factuality"] == event.counted_as
        auxiliary = {"occurred": [], "planned": ["future"], "denied": ["negation"]}
        modes = ([event.mode] if event.mode else []) + auxiliary.get(event.counted_as, ["hypothetical"])
        assert row.get("mode", []) == modes
        assert set(row) <= set(PLOVER_FIELDS)


def json_lines(path: Path) -> list[dict[str, object]]:
    return [msgspec.json.decode(line) for line in path.read_bytes().splitlines()]


native_cells = st.text(st.characters(codec="utf-8", exclude_characters="\t\r\n"), min_size=1)


@pytest.mark.parametrize(
    ("name", "columns", "null"),
    [
        ("polecat", POLECAT_COLUMNS, "None"),
        ("icews", ICEWS_COLUMNS, "NULL"),
        ("gdelt", GDELT_COLUMNS, ""),
    ],
)
@settings(deadline=None)
@given(data=st.data())
def test_a_row_imported_from_a_format_leaves_in_it_as_it_came(
    name: str, columns: Sequence[str], null: str, data: st.DataObject
) -> None:
    known = {column: native_cells for column in columns if column != "DATEADDED"}
    native = data.draw(st.fixed_dictionaries({}, optional=known))
    own = world.imported(name, native, factuality="denied", when=world.dated(None))
    (row,) = written(name, [own])
    assert row == {column: native.get(column, null) for column in columns}


def test_a_row_of_gdelt_1_gets_the_columns_and_the_midnight_of_gdelt_2() -> None:
    native = dict.fromkeys(GDELT_1_COLUMNS, "7") | {"DATEADDED": "20140301"}
    (row,) = written("gdelt", [world.imported("gdelt", native)])
    assert (row["DATEADDED"], row["Actor1Geo_ADM2Code"], row["AvgTone"]) == ("20140301000000", "", "7")


def test_a_plover_line_leaves_as_it_came() -> None:
    native = {"id": "12", "date": "2014-03-01", "event": '["AID"]', "has_event": "true", "quad_code": "2"}
    (row,) = written_plover([world.imported("plover", native)])
    expected: Mapping[str, object] = {**native, "event": ["AID"], "has_event": True, "quad_code": 2}
    assert row == expected


def test_a_plover_line_with_two_types_becomes_a_line_for_each() -> None:
    native = {"id": "p", "event": '["AID","CONSULT"]'}
    both = [
        world.imported("plover", native, key="p", event_type="AID"),
        world.imported("plover", native, key="p.2", event_type="CONSULT"),
    ]
    assert [(row["id"], row["event"]) for row in written_plover(both)] == [
        ("p", ["AID"]),
        ("p.2", ["CONSULT"]),
    ]


def test_a_code_and_score_given_by_one_cameo_set_go_to_the_other() -> None:
    native = {"CAMEO Code": "0233", "Intensity": "3.4"}
    (row,) = written("gdelt", [world.imported("icews", native, event_type="REQUEST", mode="assist")])
    assert (row["EventCode"], row["EventRootCode"], row["GoldsteinScale"], row["QuadClass"]) == (
        "0233",
        "02",
        "3.4",
        "1",
    )


def test_a_meeting_of_several_goes_from_each_to_each() -> None:
    meeting = world.event("e1", mode=None, actors=world.ACTORS[:3], recipients=())
    names = [(row["Source Name"], row["Target Name"]) for row in written("icews", [meeting])]
    assert len(names) == len(set(names)) == 6


def test_numbers_are_the_same_in_every_export_and_differ_by_pair() -> None:
    assert number("e1", "a", "b") == number("e1", "a", "b") != number("e1", "b", "a")


REPORTS = (made.R1, made.R2, made.R3, made.R4, made.R5, made.R6)
CASE = world.export(made.EVENTS, made.STATEMENTS, REPORTS)


def test_mentions_refer_to_rows_of_gdelt_and_to_places_in_the_texts(tmp_path: Path) -> None:
    FORMATS["gdelt"].write(CASE, tmp_path / "events")
    FORMATS["gdelt-mentions"].write(CASE, tmp_path / "mentions")
    rows = COLUMNS["gdelt"](tmp_path / "events")
    mentions = COLUMNS["gdelt-mentions"](tmp_path / "mentions")
    assert mentions
    assert {row["GLOBALEVENTID"] for row in mentions} == {row["GLOBALEVENTID"] for row in rows}
    assert Counter(row["GLOBALEVENTID"] for row in mentions) == {
        row["GLOBALEVENTID"]: int(row["NumMentions"]) for row in rows
    }
    starts = {str(statement.action.start) for statement in made.STATEMENTS}
    assert {row["ActionCharOffset"] for row in mentions} <= starts
    assert {row["Confidence"].isdigit() for row in mentions} == {True}


def test_an_imported_event_has_no_mentions() -> None:
    omitted: Counter[str] = Counter()
    assert written("gdelt-mentions", [world.imported("icews", {})], omitted) == []
    assert sum(omitted.values()) == 1


def test_a_polecat_row_names_outlet_day_and_language_of_the_first_report(tmp_path: Path) -> None:
    FORMATS["polecat"].write(CASE, tmp_path / "out")
    rows = COLUMNS["polecat"](tmp_path / "out")
    outlets = {report.outlet for report in REPORTS} | {"None"}
    assert {row["Source"] for row in rows} <= outlets
    assert any(row["Actor Name Raw"] != "None" for row in rows)
    assert {row["Version"] for row in rows} == {"suasion 9.8.7"}


@pytest.mark.parametrize("name", ["polecat", "icews"])
def test_pandas_and_polars_read_tables_with_a_header(name: str, tmp_path: Path) -> None:
    path = tmp_path / "out"
    count = FORMATS[name].write(CASE, path)
    frame = pandas.read_csv(path, sep="\t", quoting=csv.QUOTE_NONE, dtype=str, keep_default_na=False)
    lazy = polars.read_csv(path, separator="\t", quote_char=None, infer_schema=False)
    assert len(frame) == len(lazy) == count > 0
    assert list(frame.columns) == lazy.columns


@pytest.mark.parametrize(
    ("name", "columns"), [("gdelt", GDELT_COLUMNS), ("gdelt-mentions", GDELT_MENTION_COLUMNS)]
)
def test_pandas_and_polars_read_tables_without_a_header(
    name: str, columns: Sequence[str], tmp_path: Path
) -> None:
    path = tmp_path / "out"
    count = FORMATS[name].write(CASE, path)
    frame = pandas.read_csv(path, sep="\t", header=None, names=list(columns), dtype={"EventCode": str})
    lazy = polars.read_csv(
        path,
        separator="\t",
        has_header=False,
        new_columns=list(columns),
        quote_char=None,
        infer_schema=False,
    )
    assert len(frame) == len(lazy) == count > 0
    assert frame["GLOBALEVENTID"].dtype.kind == "i"


@pytest.mark.parametrize("name", ["polecat", "icews", "gdelt", "gdelt-mentions", "plover", "csv-actors"])
def test_the_same_events_give_the_same_bytes_and_none_give_a_file(name: str, tmp_path: Path) -> None:
    first, again, empty = (tmp_path / part for part in ("first", "again", "empty"))
    FORMATS[name].write(CASE, first)
    FORMATS[name].write(CASE, again)
    assert first.read_bytes() == again.read_bytes()
    assert FORMATS[name].write(world.export(()), empty) == 0


@pytest.mark.parametrize("name", list(FORMATS))
def test_every_format_says_its_name_and_what_it_loses(name: str) -> None:
    chosen = FORMATS[name]
    assert chosen.name == name
    assert chosen.loses
    assert chosen.suffix.startswith(".")


def test_a_csv_by_actor_has_a_row_for_each_side(tmp_path: Path) -> None:
    event = replace(world.event("e1"), actors=world.ACTORS[:2], recipients=world.ACTORS[2:5])
    count = FORMATS["csv-actors"].write(world.export([event]), tmp_path / "out.csv")
    frame = pandas.read_csv(tmp_path / "out.csv")
    assert len(frame) == count == 5
    assert list(frame["side"]) == ["actor"] * 2 + ["recipient"] * 3
    assert list(frame["name"]) == [actor.name for actor in world.ACTORS[:5]]


@pytest.mark.parametrize("row", world.CODEBOOK.canonical, ids=lambda row: f"{row.event_type}-{row.code}")
def test_a_cameo_code_chosen_for_an_act_is_read_back_as_its_type(row: Canonical) -> None:
    chosen = world.CODEBOOK.to_cameo(row.event_type, row.mode, filter(None, [row.about]), ())
    back = world.CODEBOOK.cameo[chosen.code]
    assert chosen == row
    assert not back.swap
    assert back.event_type == chosen.event_type or (chosen.event_type, chosen.code) in CAMEO_OF_ANOTHER_TYPE


def test_a_cameo_code_has_one_label() -> None:
    labels = {(row.code, row.label) for row in world.CODEBOOK.canonical}
    assert len(labels) == len({code for code, _ in labels})
