"""`sample`, `evaluate sample` and `diff` on the command line: data on stdout, talk on stderr, status as promised."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import suasion
from suasion.cli import main
from suasion.engine import run_case
from suasion.settings import Settings
from suasion.store import CaseFolder
from toy_rooms import ToyHouse, write_reports

Answer = tuple[int, str, str]
Ask = Callable[..., Answer]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Ask:
    """Call the command line with toy rooms behind it."""
    monkeypatch.setattr("suasion.engine.default_rooms", lambda _settings: ToyHouse().rooms())

    def call(*words: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["suasion", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            main()
        return int(stopped.value.code or 0), *capfd.readouterr()

    return call


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two cases of which the second has a report more; tests only look at them."""
    folder = tmp_path_factory.mktemp("cases")
    write_reports(folder / "in", a="Herald | RUS AID VEN | RUS THREATEN USA", b="Courier | CHN AID CUB")
    write_reports(folder / "more", c="Gazette | IRN AID SYR")
    for name, inputs in (("one", ["in"]), ("two", ["in", "more"])):
        made = CaseFolder.create(folder / name)
        run_case(made, ToyHouse().rooms(), Settings(), [str(folder / part) for part in inputs])
    return folder / "one", folder / "two"


def test_a_sheet_is_on_stdout_and_what_to_do_with_it_on_stderr(ask: Ask, cases: tuple[Path, Path]) -> None:
    status, out, err = ask("sample", "--case", cases[0], "-n", 2, "--seed", 3)
    assert status == 0
    assert len(list(csv.DictReader(io.StringIO(out)))) == 2
    assert "Drew 2 statements" in err
    assert ask("sample", "--case", cases[0], "-n", 2, "--seed", 3)[1] == out


def test_with_json_the_items_are_lines_or_the_file_is_told_of(
    ask: Ask, cases: tuple[Path, Path], tmp_path: Path
) -> None:
    lines = ask("sample", "--case", cases[0], "--json")[1].splitlines()
    assert {json.loads(line)["kind"] for line in lines} == {"statement"}
    sheet = tmp_path / "sheet.csv"
    told = json.loads(ask("sample", "--case", cases[0], "-o", sheet, "--format", "excel", "--json")[1])
    assert (told["items"], told["statements"], told["sentences"]) == (3, 3, 0)
    assert sheet.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_sheet_filled_in_is_scored_as_a_table_and_as_json(
    ask: Ask, cases: tuple[Path, Path], tmp_path: Path
) -> None:
    sheet = tmp_path / "ada.csv"
    ask("sample", "--case", cases[0], "-o", sheet)
    rows = list(csv.DictReader(io.StringIO(sheet.read_text(encoding="utf-8"))))
    for row in rows:
        row["right"] = "yes"
    rows[0].update(right="no", recipients="USA")
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    status, out, _ = ask("evaluate", "sample", sheet, "--json")
    scores = json.loads(out)
    assert status == 0
    assert scores["precision"]["type"]["value"] == 1
    assert scores["precision"]["recipients"]["value"] == pytest.approx(2 / 3)
    assert scores["coders"] == {"ada": 3}
    shown = ask("evaluate", "sample", sheet)[1]
    for words in ("0.667", "3 of 3 statements answered; 0 left empty", "Coders: ada (3)"):
        assert words in shown


def test_a_diff_ends_well_whether_or_not_the_cases_differ(ask: Ask, cases: tuple[Path, Path]) -> None:
    status, out, _ = ask("diff", *cases, "--json")
    found = json.loads(out)
    assert status == 0
    assert found["reports"] == {"both": 2, "only1": 0, "only2": 1}
    assert found["statements"] == {"same": 3, "changed": 0, "added": 0, "removed": 0}
    assert found["events"]["total"] == {"before": 3, "after": 4}
    status, out, _ = ask("diff", cases[0], cases[0])
    assert status == 0
    assert "3 same, 0 changed, 0 added, 0 removed" in out


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("sample", "--case", "one", "-n", 0), 2),
        (("sample", "--case", "one", "--format", "xml"), 2),
        (("sample", "--case", "one", "-o", "no/such/folder.csv"), 2),
        (("sample", "--case", "nowhere"), 1),
        (("evaluate", "sample", "nowhere.csv"), 2),
        (("evaluate", "statements", "a.jsonl", "b.jsonl"), 2),
        (("diff", "one"), 2),
        (("diff", "one", "nowhere"), 1),
    ],
)
def test_a_mistake_is_answered_by_a_plain_message_and_a_status(
    ask: Ask,
    cases: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[object, ...],
    status: int,
) -> None:
    monkeypatch.chdir(cases[0].parent)
    found, out, err = ask(*words)
    assert (found, out) == (status, "")
    assert err and "Traceback" not in err


def test_python_and_the_command_line_draw_the_same(
    ask: Ask, cases: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ask("sample", "--case", cases[1], "-n", 3, "--json")[1].splitlines()
    assert [json.loads(line)["item"] for line in lines] == [
        row.item for row in suasion.open(cases[1]).sample(3)
    ]
