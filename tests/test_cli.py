"""The command line: data on stdout, talk on stderr, exit status as promised, no traceback."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import duckdb
import pytest

import suasion
from suasion.cli import main
from suasion.cli.app import app
from suasion.engine import run_case
from suasion.errors import SuasionError
from suasion.settings import Settings
from suasion.store import CaseFolder
from toy_rooms import ToyHouse, ToyReader, report_from, write_reports

COMMANDS = (
    *("run", "import", "serve", "status", "why", "export", "ties", "judge"),
    *("dossier", "sample", "evaluate", "diff", "models"),
)


@dataclass(frozen=True)
class Answer:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def rows(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Ask = Callable[..., Answer]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Ask:
    """Call the command line with toy rooms behind it."""
    monkeypatch.setattr("suasion.engine.default_rooms", lambda _settings: ToyHouse().rooms())
    monkeypatch.setenv("COLUMNS", "200")

    def call(*words: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["suasion", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            main()
        out, err = capfd.readouterr()
        return Answer(int(stopped.value.code or 0), out, err)

    return call


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    return write_inputs(tmp_path / "in")


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case after one run of the inputs and an empty file, with one judgement; tests that use it only look."""
    folder = tmp_path_factory.mktemp("finished")
    paths = [write_inputs(folder / "in"), folder / "in" / "empty.txt"]
    paths[1].touch()
    run_case(CaseFolder.create(folder / "case"), ToyHouse().rooms(), Settings(), [str(paths[0])])
    suasion.open(folder / "case").judge("accept", report_from("", "Gazette\nCHN AID CUB").id, who="me")
    return folder / "case"


def write_inputs(folder: Path) -> Path:
    return write_reports(
        folder,
        a="Herald | RUS AID VEN | RUS THREATEN USA",
        b="Courier | RUS AID VEN",
        c="Gazette | CHN AID CUB",
    )


def test_run_tells_on_stderr_what_came_of_it_and_keeps_stdout_clean(
    ask: Ask, inputs: Path, tmp_path: Path
) -> None:
    answer = ask("run", inputs, "--case", tmp_path / "case")
    assert (answer.status, answer.out) == (0, "")
    for words in (
        "3 reports (3 new",
        "4 statements",
        "3 events",
        "origins",
        f"Dossier: {tmp_path}/case/dossier.html",
    ):
        assert words in " ".join(answer.err.split())
    assert "Traceback" not in answer.err


def test_run_with_json_puts_one_object_on_stdout(ask: Ask, inputs: Path, tmp_path: Path) -> None:
    (inputs / "empty.txt").touch()
    answer = ask("run", inputs, "--case", tmp_path / "case", "--json")
    found = answer.json
    assert answer.status == 3
    assert (found["reports"], found["statements"], found["events"]) == (3, 4, 3)
    assert found["dossier"] == str(tmp_path / "case" / "dossier.html")
    assert found["rejections"] == [{"stage": "ingest", "reason": "empty", "n": 1}]
    assert [count["stage"] for count in found["counts"]] == [
        "ingest",
        "read",
        "coding",
        "origins",
        "events",
        "weigh",
    ]


def test_refused_inputs_give_status_three_each_time_and_are_named(
    ask: Ask, inputs: Path, tmp_path: Path
) -> None:
    (inputs / "empty.txt").touch()
    for _ in range(2):
        answer = ask("run", inputs, "--case", tmp_path / "case")
        assert answer.status == 3
        assert f"Refused {inputs}/empty.txt" in answer.err


def test_a_second_run_says_that_nothing_has_changed(ask: Ask, inputs: Path, tmp_path: Path) -> None:
    ask("run", inputs, "--case", tmp_path / "case")
    answer = ask("run", inputs, "--case", tmp_path / "case")
    assert answer.status == 0
    assert "Nothing has changed" in answer.err
    assert "0 new, 3 known already" in answer.err


def test_a_stage_that_breaks_on_a_report_is_told_of_but_does_not_change_the_status(
    ask: Ask, inputs: Path, tmp_path: Path
) -> None:
    write_reports(inputs, x="Herald | BREAK AID VEN")
    answer = ask("run", inputs, "--case", tmp_path / "case")
    assert answer.status == 0
    assert "KeyError" in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("run", "in"), 2),
        (("run", "in", "--case", "in"), 1),
        (("run", "--case", "nowhere"), 1),
        (("export", "events", "--case", "nowhere"), 1),
        (("export", "poems", "--case", "case"), 2),
        (("export", "events", "--format", "xml", "--case", "case"), 2),
        (("export", "events", "--json", "--format", "csv", "--case", "case"), 2),
        (("export", "events", "-o", "no/such/folder.csv", "--case", "case"), 2),
        (("why", "e0", "--case", "case"), 1),
        (("judge", "reject", "r0", "--case", "case"), 1),
        (("judge", "applaud", "r", "--case", "case"), 2),
        (("evaluate", "poetry", "gold.tsv"), 2),
        (("dance",), 2),
    ],
)
def test_a_mistake_is_answered_by_a_plain_message_and_a_status(
    ask: Ask, finished: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], status: int
) -> None:
    monkeypatch.chdir(finished.parent)
    answer = ask(*words)
    assert (answer.status, answer.out) == (status, "")
    assert answer.err
    assert "Traceback" not in answer.err


def test_an_error_says_what_happened_why_and_what_to_do(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").touch()
    lines = ask("run", "x.txt", "--case", tmp_path).err.splitlines()
    assert [line.split(":")[0] for line in lines] == ["Error", "Cause", "Remedy"]


def test_a_mistake_of_our_own_is_a_plain_message_too(
    ask: Ask, inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_settings: object) -> None:
        raise ZeroDivisionError("nobody thought of it")

    monkeypatch.setattr("suasion.engine.default_rooms", fail)
    answer = ask("run", inputs, "--case", tmp_path / "case")
    assert answer.status == 1
    assert "ZeroDivisionError: nobody thought of it" in answer.err
    assert "Traceback" not in answer.err


def test_an_interrupt_ends_with_status_130_and_no_traceback(
    ask: Ask, inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted(ToyReader):
        def batch(self, records: object) -> Any:
            raise KeyboardInterrupt

    monkeypatch.setattr(
        "suasion.engine.default_rooms", lambda _settings: ToyHouse(read=Interrupted()).rooms()
    )
    answer = ask("run", inputs, "--case", tmp_path / "case")
    assert answer.status == 130
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_an_example_in_its_help_and_takes_json(ask: Ask, command: str) -> None:
    answer = ask(command, "--help")
    assert answer.status == 0
    assert f"Example: suasion {command}" in answer.out
    assert "--json" in answer.out


def test_the_help_lists_exactly_the_commands_that_work(ask: Ask) -> None:
    registered = {info.name or getattr(info.callback, "__name__", "") for info in app.registered_commands}
    assert registered == set(COMMANDS)
    assert "Example: suasion run" in ask("--help").out


def test_the_version_is_on_stdout(ask: Ask) -> None:
    assert ask("--version").out == f"suasion {suasion.__version__}\n"


@pytest.mark.parametrize(
    ("table", "count"),
    [
        ("reports", 3),
        ("mentions", 4),
        ("attributions", 3),
        ("statements", 4),
        ("links", 0),
        ("events", 3),
        ("ties", 3),
        ("rejections", 1),
        ("framings", 7),
        ("judgements", 1),
        ("runs", 1),
    ],
)
def test_every_table_comes_out_in_every_format(
    ask: Ask, finished: Path, tmp_path: Path, table: str, count: int
) -> None:
    assert len(ask("export", table, "--case", finished).rows) == count
    cells = list(csv.DictReader(io.StringIO(ask("export", table, "--case", finished, "--format", "csv").out)))
    assert len(cells) == count
    target = tmp_path / "out.parquet"
    told = ask("export", table, "--case", finished, "--format", "parquet", "-o", target, "--json")
    assert told.json["bytes"] == target.stat().st_size
    assert duckdb.execute("SELECT count(*) FROM read_parquet(?)", [str(target)]).fetchall() == [(count,)]


def test_parquet_is_not_written_to_a_terminal(
    ask: Ask, finished: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    answer = ask("export", "events", "--case", finished, "--format", "parquet")
    assert (answer.status, answer.out) == (2, "")


def test_why_walks_from_an_origin_to_the_events_that_go_back_to_it(ask: Ask, finished: Path) -> None:
    event = ask("export", "events", "--case", finished).rows[0]
    origin = event["origins"][0]
    node = ask("why", origin["id"], "--case", finished, "--json").json
    if node["kind"] == "origin":
        assert event["id"] in [row["id"] for row in node["made_from"]]
    assert origin["name"] in ask("why", origin["id"], "--case", finished).out


def test_why_shows_the_sentence_the_outlet_and_how_sure_it_is(ask: Ask, finished: Path) -> None:
    ties = ask("export", "ties", "--case", finished).rows
    tie = next(row for row in ties if row["target"] == "VEN")
    shown = ask("why", tie["id"][:9], "--case", finished).out
    for words in ("“RUS AID VEN”", "Herald", "Courier", "occurred", "2 independent / 2 reports"):
        assert words in shown
    node = ask("why", tie["id"], "--case", finished, "--json").json
    while node["made_from"]:
        node = node["made_from"][0]
    assert node["kind"] == "report"
    assert node["record"]["text"].startswith(node["record"]["outlet"])


def test_a_judgement_is_kept_with_who_and_why_and_applied_by_the_next_run(
    ask: Ask, inputs: Path, tmp_path: Path
) -> None:
    case, report = tmp_path / "case", report_from("", "Gazette\nCHN AID CUB")
    ask("run", inputs, "--case", case)
    made = ask(
        "judge", "reject", report.id[:10], "--who", "Ada", "--why", "a hoax", "--case", case, "--json"
    ).json
    assert (made["action"], made["targets"], made["who"], made["why"]) == (
        "reject",
        [report.id],
        "Ada",
        "a hoax",
    )
    assert "judgements were made since" in ask("status", "--case", case).out
    assert ask("run", "--case", case, "--json").json["events"] == 2
    status = ask("status", "--case", case, "--json").json
    assert (status["withdrawn"], status["out_of_date"]) == ([report.id], [])
    ask("judge", "undo", made["id"], "--case", case)
    assert ask("run", "--case", case, "--json").json["events"] == 3


def test_a_correction_of_another_form_is_wrong_use_and_says_the_form(ask: Ask, finished: Path) -> None:
    event = ask("export", "events", "--case", finished).rows[0]["id"]
    answer = ask("judge", "correct", event, "--field", "when", "--value", "last week", "--case", finished)
    assert (answer.status, answer.out) == (2, "")
    assert "2022-02-16/2022-02-18" in answer.err


def test_why_tells_what_a_report_goes_back_to_and_what_was_judged_of_it(
    ask: Ask, inputs: Path, tmp_path: Path
) -> None:
    case = tmp_path / "case"
    ask("run", inputs, "--case", case)
    one, other = [row["id"] for row in ask("export", "reports", "--case", case).rows][:2]
    ask("judge", "mark-copy", one, other, "--who", "Ada", "--why", "same desk", "--case", case)
    ask("run", "--case", case)
    link = ask("export", "links", "--case", case).rows[0]
    shown = ask("why", link["from_report"], "--case", case).out
    assert f"copies {link['to']['name']}, score 1.00 (a judgement)" in shown
    assert "judged: mark-copy, Ada on " in shown
    assert shown.rstrip().endswith("same desk")
    node = ask("why", link["from_report"], "--case", case, "--json").json
    assert [row["id"] for row in node["links"]] == [link["id"]]


def test_python_gives_the_framings_of_one_actor_or_one_outlet(finished: Path) -> None:
    case = suasion.open(finished)
    outlets = {row.outlet for row in case.framings()}
    assert {"Herald", "Courier", "Gazette"} == outlets
    assert {row.outlet for row in case.framings(outlet="herald")} == {"Herald"}
    assert {(row.what, row.id) for row in case.framings(actor="CHN")} == {("actor", "state:CHN")}
    event = next(row.id for row in case.framings() if row.what == "event")
    assert {row.id for row in case.framings(event=event)} == {event}


def test_a_judgement_whose_record_is_gone_is_listed_as_stale(ask: Ask, inputs: Path, tmp_path: Path) -> None:
    case = tmp_path / "case"
    ask("run", inputs, "--case", case)
    event = next(
        row for row in ask("export", "events", "--case", case).rows if row["event_type"] == "THREATEN"
    )
    made = ask("judge", "unsure", event["id"], "--case", case, "--json").json
    ask("judge", "reject", event["report_ids"][0], "--case", case)
    ask("run", "--case", case)
    assert [row["id"] for row in ask("status", "--case", case, "--json").json["stale"]] == [made["id"]]


def test_decisions_of_a_mailed_dossier_are_taken_in_and_those_that_do_not_fit_are_told(
    ask: Ask, inputs: Path, tmp_path: Path
) -> None:
    case, file = tmp_path / "case", tmp_path / "decisions.jsonl"
    ask("run", inputs, "--case", case)
    made = {
        "action": "accept",
        "field": None,
        "value": None,
        "who": "Ana",
        "when": "2031-03-09T10:00:00Z",
        "why": None,
    }
    event = ask("export", "events", "--case", case).rows[0]["id"]
    lines = ({**made, "id": "j1", "targets": [event]}, {**made, "id": "j2", "targets": ["e0"]})
    file.write_text("".join(f"{json.dumps(one)}\n" for one in lines), encoding="utf-8")
    answer = ask("judge", "apply", file, "--case", case)
    assert answer.status == 3
    assert "Line 2 is unknown" in answer.err
    assert "Decisions: 1 kept, 1 refused." in answer.err
    assert ask("judge", "apply", file, "--why", "because", "--case", case).status == 2


def test_a_dossier_is_sent_as_a_zip_with_its_tables_and_with_one_form_at_a_time(
    ask: Ask, inputs: Path, tmp_path: Path
) -> None:
    case, sent = tmp_path / "case", tmp_path / "sent.zip"
    ask("run", inputs, "--case", case)
    before = (case / "dossier.html").read_bytes()
    assert ask("dossier", "--case", case, "--zip", "-o", sent).status == 0
    with ZipFile(sent) as archive:
        names = set(archive.namelist())
        assert archive.read("dossier.html") == before
    assert {"dossier.html", "events.csv", "codebook.md", "reports.bib", "SHA256SUMS"} <= names
    assert ask("dossier", "--case", case, "--zip", "--pdf").status == 2


def test_without_a_browser_a_pdf_is_refused_and_the_reader_told_how_to_print(
    ask: Ask, inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = tmp_path / "case"
    ask("run", inputs, "--case", case)
    monkeypatch.setattr("suasion.engine.printing.BROWSERS", ())
    answer = ask("dossier", "--case", case, "--pdf")
    assert answer.status == 2
    assert "print it to a PDF" in answer.err
    assert not (case / "dossier.pdf").exists()


def test_status_counts_every_table(ask: Ask, finished: Path) -> None:
    records = ask("status", "--case", finished, "--json").json["records"]
    assert (records["reports"], records["statements"], records["events"], records["runs"]) == (3, 4, 3, 1)


def test_the_dossier_is_written_again_where_it_was_deleted(ask: Ask, inputs: Path, tmp_path: Path) -> None:
    page = tmp_path / "case" / "dossier.html"
    ask("run", inputs, "--case", page.parent)
    before = page.read_bytes()
    page.unlink()
    assert ask("dossier", "--case", page.parent, "--json").json == {"dossier": str(page), "written": True}
    assert page.read_bytes() == before
    assert ask("dossier", "--case", page.parent, "--json").json["written"] is False


def test_python_and_the_command_line_give_the_same(ask: Ask, inputs: Path, tmp_path: Path) -> None:
    case = suasion.open(tmp_path / "case")
    case.run([inputs])
    assert ask("export", "events", "--case", case.path).out.encode() == case.export("events")
    assert [event.id for event in case.events()] == [
        row["id"] for row in ask("export", "events", "--case", case.path).rows
    ]
    assert case.why(next(case.ties()).id).kind == "tie"
    with pytest.raises(SuasionError):
        case.export("poems")


def test_the_help_loads_none_of_the_heavy_libraries() -> None:
    code = (
        "import sys; sys.argv = ['suasion', '--help']\n"
        "from suasion.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'spacy', 'duckdb', 'numpy', 'trafilatura', 'jinja2', 'dateparser'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stderr == "[]\n"


def test_no_color_means_no_colour_even_where_it_would_be_forced(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").touch()
    environment = {**os.environ, "NO_COLOR": "1", "FORCE_COLOR": "1"}
    command = [sys.executable, "-m", "suasion", "run", "x", "--case", str(tmp_path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    assert done.returncode == 1
    assert "\x1b[3" not in done.stderr


def test_output_into_a_closed_pipe_leaves_no_traceback(inputs: Path, tmp_path: Path) -> None:
    folder = CaseFolder.create(tmp_path / "case")
    from suasion.engine import run_case  # noqa: PLC0415
    from suasion.settings import Settings  # noqa: PLC0415

    write_reports(inputs, long="Herald | RUS AID VEN | " + "word " * 100_000)
    run_case(folder, ToyHouse().rooms(), Settings(), [str(inputs)])
    command = f"{sys.executable} -m suasion export reports --case {folder.path} | head -c 10"
    done = subprocess.run(["/bin/sh", "-c", command], check=True, capture_output=True, text=True)
    assert done.stdout
    assert done.stderr == ""
