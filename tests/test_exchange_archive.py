"""The zip: everything somebody needs who gets it by mail, and the same bytes from the same case."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from zipfile import ZipFile

from hypothesis import HealthCheck, given, settings
from typer.main import get_command

import publish_case as case
from hostile_world import STEPPE, World, worlds
from suasion.cli.app import app
from suasion.exchange.flat import FLAT_COLUMNS
from suasion.exchange.rows import ActorRow, EvidenceRow, ReportRow, column_meanings
from suasion.exchange.writers import archive
from suasion.records import Event, Selection, Tie

WITHOUT_TIES = [
    *("README.txt", "codebook.md", "events.csv", "evidence.csv", "reports.csv", "actors.csv"),
    *("reports.bib", "events.geojson", "SHA256SUMS"),
]


def rows(path: Path, name: str) -> list[dict[str, str]]:
    with ZipFile(path) as made:
        return list(csv.DictReader(io.StringIO(made.read(name).decode("utf-8"), newline=""), strict=True))


def text(path: Path, name: str) -> str:
    with ZipFile(path) as made:
        return made.read(name).decode("utf-8")


def test_the_zip_holds_tables_codebook_citations_map_and_hashes(tmp_path: Path) -> None:
    path = tmp_path / "case.zip"
    assert archive.write(STEPPE.export(), path) == len(case.EVENTS)
    with ZipFile(path) as made:
        assert made.testzip() is None
        assert made.namelist() == WITHOUT_TIES


def test_ties_are_a_table_where_there_are_some(tmp_path: Path) -> None:
    path = tmp_path / "case.zip"
    archive.write(STEPPE.export(ties=lambda: iter(case.TIES)), path)
    assert [row["id"] for row in rows(path, "ties.csv")] == [tie.id for tie in case.TIES]
    assert "## ties.csv" in text(path, "codebook.md")


def test_every_hash_is_that_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "case.zip"
    archive.write(STEPPE.export(), path)
    lines = (line.split("  ") for line in text(path, "SHA256SUMS").splitlines())
    said = {name: value for value, name in lines}
    with ZipFile(path) as made:
        found = {name: hashlib.sha256(made.read(name)).hexdigest() for name in made.namelist()}
    del found["SHA256SUMS"]
    assert said == found


def test_each_sentence_of_evidence_stands_where_it_says(tmp_path: Path) -> None:
    path = tmp_path / "case.zip"
    archive.write(STEPPE.export(), path)
    found = rows(path, "evidence.csv")
    assert len(found) == sum(len(event.statement_ids) for event in case.EVENTS)
    for row in found:
        words = STEPPE.reports[row["report_id"]].text
        assert words[int(row["start"]) : int(row["end"])] == row["sentence"]
        assert words[int(row["action_start"]) : int(row["action_end"])] == row["action"]


def test_actors_come_with_how_often_they_act_and_are_acted_on(tmp_path: Path) -> None:
    path = tmp_path / "case.zip"
    archive.write(STEPPE.export(), path)
    counts = {row["id"]: (row["acting"], row["receiving"]) for row in rows(path, "actors.csv")}
    assert counts["NLD"] == ("2", "0")
    assert counts["KAZ"] == ("0", "5")


def test_the_readme_says_the_filter_in_words_and_how_the_file_is_made_again(tmp_path: Path) -> None:
    asked = Selection(
        sources=("TUR",), text="drones & 'more'", groups=(("Steppe", ("KAZ", "KGZ")),), min_origins=2
    )
    path = tmp_path / "case.zip"
    archive.write(STEPPE.export(selection=asked), path)
    said = text(path, "README.txt")
    assert asked.in_words() in said
    assert "--source TUR --group Steppe=KAZ,KGZ --min-origins 2 --text " in said
    assert "12 entries" in said
    assert "0123456789abcdef" in said
    assert "2031-03-09T12:30:15Z" in said
    assert STEPPE.export().licence in said


def test_every_condition_of_a_selection_is_an_option_of_the_command_line() -> None:
    everything = Selection(
        sources=("TUR",),
        targets=("Steppe",),
        types=("AID",),
        instruments=("military",),
        factuality=("planned",),
        status=("reported",),
        outlets=("Gulf Mail",),
        languages=("en",),
        min_origins=1,
        start=date(2031, 1, 1),
        end=date(2031, 2, 1),
        text="drones",
        dataset="suasion",
        groups=(("Steppe", ("KAZ", "KGZ")),),
    )
    words = everything.in_options()
    known = {option for item in get_command(app).commands["export"].params for option in item.opts}  # type: ignore[attr-defined]
    assert len(words) == 2 * len(fields(Selection))
    assert known >= set(words[::2])
    assert Selection().in_options() == ()


def test_the_codebook_says_what_every_column_means() -> None:
    meant = {table: list(columns) for table, columns in column_meanings().items()}
    assert meant["events"] == [*(field.name for field in fields(Event)), *FLAT_COLUMNS]
    for table, kind in (
        ("evidence", EvidenceRow),
        ("reports", ReportRow),
        ("actors", ActorRow),
        ("ties", Tie),
    ):
        assert meant[table] == [field.name for field in fields(kind)]


def test_the_same_case_gives_the_same_zip(tmp_path: Path) -> None:
    for name in ("one", "other"):
        archive.write(STEPPE.export(), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_a_case_that_never_ran_has_a_zip_too(tmp_path: Path) -> None:
    path = tmp_path / "case.zip"
    archive.write(STEPPE.export(made=datetime(1970, 1, 1, tzinfo=UTC)), path)
    with ZipFile(path) as made:
        assert {member.date_time for member in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@given(world=worlds())
@settings(
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_whatever_words_hold_all_tables_are_read_back(world: World, tmp_path: Path) -> None:
    path = tmp_path / "case.zip"
    archive.write(world.export(), path)
    assert [row["id"] for row in rows(path, "events.csv")] == [event.id for event in world.events]
    sentences = [row["sentence"] for row in rows(path, "evidence.csv")]
    assert sentences == [
        world.statements[key].sentence for event in world.events for key in event.statement_ids
    ]
    assert {row["title"] for row in rows(path, "reports.csv")} == {
        world.reports[key].title or "" for event in world.events for key in event.report_ids
    }
    json.loads(text(path, "events.geojson"))


def test_nobodys_disk_and_no_whole_text_is_passed_on(tmp_path: Path) -> None:
    path = tmp_path / "case.zip"
    archive.write(STEPPE.export(), path)
    for name in each_name(path):
        assert "/home/somebody" not in text(path, name)
        assert not any(report.text in text(path, name) for report in STEPPE.reports.values())
    assert any("texts" in loss for loss in archive.FORMAT.loses)
    assert any("disk" in loss for loss in archive.FORMAT.loses)


def each_name(path: Path) -> Iterator[str]:
    with ZipFile(path) as made:
        yield from made.namelist()
