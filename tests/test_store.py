"""The case on disk is whole at every moment, and what goes in comes out."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suasion.errors import CaseError, ChainError
from suasion.records import Amount, Dated, Judgement, Record, Report, Run, StageCount
from suasion.settings import Settings, load_settings
from suasion.store import (
    TABLES,
    CaseFolder,
    Draft,
    Snapshot,
    append_judgement,
    read_judgements,
    write_atomically,
)
from toy_rooms import report_from

RUN_ID = "u0"
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def commit(folder: CaseFolder, *records: Record) -> None:
    with folder.writing():
        draft = Draft.begin(folder)
        draft.put(records, RUN_ID)
        draft.commit(RUN_ID)


def reports_of(folder: CaseFolder) -> list[Report]:
    snapshot = Snapshot.open(folder)
    assert snapshot is not None
    with snapshot:
        return list(snapshot.rows(Report))


def judgement(**changes: object) -> Judgement:
    made = Judgement(
        id="j1",
        action="reject",
        targets=("r1",),
        field=None,
        value=None,
        who="me",
        when=datetime(2024, 1, 2, tzinfo=UTC),
        why="a hoax",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY_TEXT, outlet=st.none() | ANY_TEXT, day=st.none() | st.dates())
def test_a_report_comes_out_of_the_store_as_it_went_in(
    tmp_path: Path, text: str, outlet: str | None, day: date | None
) -> None:
    folder = CaseFolder.create(tmp_path / os.urandom(8).hex())
    report = replace(
        report_from("a.txt", f"X\n{text}"),
        outlet=outlet,
        published=Dated(start=day, end=day, precision="day"),
    )
    commit(folder, report)
    assert reports_of(folder) == [report]


@settings(max_examples=25, deadline=None)
@given(value=st.floats(allow_nan=False, allow_infinity=False), score=st.floats(0, 1))
def test_numbers_inside_a_structure_keep_every_digit(value: float, score: float) -> None:
    amount = Amount(value=value, unit="USD", text="x", start=0, end=1)
    connection = duckdb.connect()
    stored = connection.execute("SELECT ?::JSON", [msgspec.json.encode(amount).decode()]).fetchone()
    assert stored is not None
    assert msgspec.json.decode(stored[0], type=Amount) == amount


def test_times_come_out_of_the_store_in_utc_and_counts_whole(tmp_path: Path) -> None:
    count = StageCount(stage="ingest", inputs=3, productive=1, rejected=1, silent=1, outputs=1, reused=0)
    run = Run(
        id="u1",
        started=datetime(2024, 5, 6, 7, 8, 9, 123456, tzinfo=UTC),
        finished=None,
        version="0",
        paths=("a", "b"),
        counts=(count,),
        fingerprints=(("read", "f"),),
    )
    folder = CaseFolder.create(tmp_path / "case")
    commit(folder, run)
    snapshot = Snapshot.open(folder)
    assert snapshot is not None
    with snapshot:
        assert list(snapshot.rows(Run)) == [run]


def test_every_kind_of_record_has_a_table_with_its_fields_and_lineage(
    tmp_path: Path,
) -> None:
    folder = CaseFolder.create(tmp_path / "case")
    commit(folder)
    path = folder.snapshot()
    assert path is not None
    connection = duckdb.connect(str(path), read_only=True)
    for table, kind in TABLES.items():
        described = {row[0] for row in connection.execute(f"DESCRIBE {table}").fetchall()}
        assert described == {*kind.__dataclass_fields__, "run_id", "made_from"}


def test_a_report_longer_than_duckdbs_usual_limit_is_stored(tmp_path: Path) -> None:
    folder = CaseFolder.create(tmp_path / "case")
    report = report_from("a.txt", "X\n" + "word " * 4_000_000)
    commit(folder, report)
    assert [len(row.text) for row in reports_of(folder)] == [len(report.text)]


def test_a_draft_that_is_not_committed_changes_nothing(tmp_path: Path) -> None:
    folder = CaseFolder.create(tmp_path / "case")
    commit(folder, report_from("a.txt", "X\nold"))
    with folder.writing():
        draft = Draft.begin(folder)
        draft.put([report_from("b.txt", "Y\nnew")], "u1")
        draft.discard()
    assert [report.path for report in reports_of(folder)] == ["a.txt"]


def test_two_records_with_one_id_are_never_committed(tmp_path: Path) -> None:
    folder = CaseFolder.create(tmp_path / "case")
    report = report_from("a.txt", "X\nold")
    with folder.writing():
        draft = Draft.begin(folder)
        draft.put([report, replace(report, path="b.txt")], RUN_ID)
        with pytest.raises(ChainError, match=report.id):
            draft.commit(RUN_ID)
    assert folder.snapshot() is None


def test_a_reader_keeps_its_snapshot_while_a_run_commits_the_next(tmp_path: Path) -> None:
    folder = CaseFolder.create(tmp_path / "case")
    commit(folder, report_from("a.txt", "X\nold"))
    snapshot = Snapshot.open(folder)
    assert snapshot is not None
    commit(folder, report_from("b.txt", "Y\nnew"))
    with snapshot:
        assert [report.path for report in snapshot.rows(Report)] == ["a.txt"]
    assert sorted(report.path for report in reports_of(folder)) == ["a.txt", "b.txt"]


def test_what_a_killed_run_left_is_cleared_away_by_the_next(tmp_path: Path) -> None:
    folder = CaseFolder.create(tmp_path / "case")
    commit(folder, report_from("a.txt", "X\nold"))
    kept = folder.snapshot()
    left = (
        "draft-1.duckdb",
        "draft-1.duckdb.wal",
        "draft-1.ndjson",
        "snapshot-2.duckdb",
        ".suasion-current-3",
    )
    for name in left:
        (folder.store / name).write_bytes(b"half")
    (folder.path / ".suasion-dossier.html-4").write_bytes(b"half")
    (folder.path / "notes.txt").write_text("mine")
    with folder.writing():
        pass
    assert kept is not None
    assert {entry.name for entry in folder.store.iterdir()} == {"current", "lock", kept.name}
    assert {entry.name for entry in folder.path.iterdir()} == {"notes.txt", "store", "suasion.toml"}


def test_only_one_process_writes_to_a_case_at_a_time(tmp_path: Path) -> None:
    folder = CaseFolder.create(tmp_path / "case")
    code = (
        "import sys; from pathlib import Path; from suasion.store import CaseFolder\n"
        "with CaseFolder.open(Path(sys.argv[1])).writing(): print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(folder.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(CaseError, match="Another suasion process"), folder.writing():
            pass
        other.stdin.close()
        other.wait()
    with folder.writing():
        assert (folder.store / "lock").exists()


def test_a_folder_of_something_else_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(CaseError, match="not a case"):
        CaseFolder.create(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.tex"]


def test_a_file_in_the_place_of_a_case_is_refused(tmp_path: Path) -> None:
    (tmp_path / "case").write_text("mine")
    with pytest.raises(CaseError, match="not a case"):
        CaseFolder.create(tmp_path / "case")
    assert (tmp_path / "case").read_text() == "mine"


def test_a_case_whose_making_was_cut_short_is_made_again(tmp_path: Path) -> None:
    (tmp_path / ".suasion-suasion.toml-0").write_bytes(b"hal")
    assert CaseFolder.create(tmp_path).toml.is_file()


def test_the_settings_of_a_new_case_are_the_defaults_each_named(tmp_path: Path) -> None:
    folder = CaseFolder.create(tmp_path / "case")
    assert load_settings(folder.toml) == Settings()
    text = folder.toml.read_text()
    assert all(f"# {name} = " in text for name in Settings.__dataclass_fields__)


def test_a_setting_takes_effect_when_its_comment_sign_is_taken_away(tmp_path: Path) -> None:
    folder = CaseFolder.create(tmp_path / "case")
    folder.toml.write_text(folder.toml.read_text().replace("# batch_size = 32", "batch_size = 5"))
    assert load_settings(folder.toml).batch_size == 5


def test_a_store_of_another_version_is_refused_with_what_to_do(tmp_path: Path) -> None:
    folder = CaseFolder.create(tmp_path / "case")
    commit(folder)
    write_atomically(folder.store / "current", b'{"schema": 99, "snapshot": "snapshot-x.duckdb"}')
    with pytest.raises(CaseError, match="another form") as raised:
        Snapshot.open(folder)
    assert f"Delete {folder.store} and run again" in raised.value.remedy


@pytest.mark.parametrize("content", [b"", b"{", b'{"snapshot": 3}', b"\xff\xfe"])
def test_a_damaged_pointer_is_a_plain_error(tmp_path: Path, content: bytes) -> None:
    folder = CaseFolder.create(tmp_path / "case")
    commit(folder)
    (folder.store / "current").write_bytes(content)
    with pytest.raises(CaseError, match="damaged"):
        Snapshot.open(folder)


def test_a_lost_or_damaged_snapshot_is_a_plain_error(tmp_path: Path) -> None:
    folder = CaseFolder.create(tmp_path / "case")
    commit(folder)
    path = folder.snapshot()
    assert path is not None
    path.write_bytes(b"no database")
    with pytest.raises(CaseError, match="cannot be opened"):
        Snapshot.open(folder)
    path.unlink()
    with pytest.raises(CaseError, match="lost its snapshot"):
        Snapshot.open(folder)


def test_an_atomic_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "page.html"
    write_atomically(path, b"old")

    def fail(_handle: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        write_atomically(path, b"new")
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [("page.html", b"old")]


def test_judgements_are_read_in_the_order_they_were_made(tmp_path: Path) -> None:
    path = tmp_path / "judgements.jsonl"
    made = [judgement(id=f"j{number}", why="multi\nline  “é”") for number in range(3)]
    for row in made:
        append_judgement(path, row)
    assert read_judgements(path) == tuple(made)


def test_a_judgement_cut_short_in_writing_is_left_out_and_the_next_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "judgements.jsonl"
    append_judgement(path, judgement())
    with path.open("ab") as log:
        log.write(b'{"id": "j2", "act')
    assert read_judgements(path) == (judgement(),)
    append_judgement(path, judgement(id="j3"))
    assert read_judgements(path) == (judgement(), judgement(id="j3"))


def test_a_judgement_without_its_line_end_is_not_lost_by_the_next(tmp_path: Path) -> None:
    path = tmp_path / "judgements.jsonl"
    path.write_bytes(msgspec.json.encode(judgement()))
    append_judgement(path, judgement(id="j2"))
    assert read_judgements(path) == (judgement(), judgement(id="j2"))


def test_a_line_that_is_no_judgement_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "judgements.jsonl"
    path.write_bytes(b'{"id": "j1"}\n' + msgspec.json.encode(judgement()) + b"\n")
    with pytest.raises(CaseError, match="Line 1"):
        read_judgements(path)
