"""Many pairs asked for at once: from a file, from Python, and on the command line."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from import_world import write_import
from suasion.case import Case
from suasion.cli.app import app
from suasion.engine.dyads import read_pairs
from suasion.errors import InputError
from suasion.store import CaseFolder

STATES = ("RUS", "USA", "VEN")
PAIRS = [(one, other) for one, other in product(STATES, STATES) if one != other]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    path = CaseFolder.create(tmp_path_factory.mktemp("dyads") / "case").path
    acts = [{"source": source, "target": target} for source, target in PAIRS for _ in range(12)]
    write_import(path, acts=acts)
    return Case(path)


@pytest.mark.parametrize(
    "text",
    [
        "source,target\nRUS,VEN\nUSA,RUS\n",
        "\ufeffTarget;note;Source\r\nVEN;first;RUS\r\n;;\r\nRUS;second;USA\r\n",
        "source\ttarget\n RUS \tVEN\nUSA\tRUS",
    ],
    ids=["commas", "semicolons of a spreadsheet", "tabs"],
)
def test_pairs_are_read_whatever_parts_their_columns(tmp_path: Path, text: str) -> None:
    file = tmp_path / "pairs.csv"
    file.write_text(text, encoding="utf-8")
    assert read_pairs(file) == (("RUS", "VEN"), ("USA", "RUS"))


@pytest.mark.parametrize(
    "content",
    [
        b"from,to\nRUS,VEN\n",
        b"source,target\nRUS,\n",
        b"source,target\n",
        b"\xff\xfe",
        b'source,target\n"RUS',
    ],
    ids=["other columns", "one side only", "no pair", "no text", "a quote that never ends"],
)
def test_a_file_that_holds_no_pairs_is_refused_with_a_remedy(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "pairs.csv"
    file.write_bytes(content)
    with pytest.raises(InputError) as told:
        read_pairs(file)
    assert told.value.remedy


@settings(max_examples=15, deadline=None)
@given(chosen=st.lists(st.sampled_from(PAIRS), min_size=1, max_size=6))
def test_pairs_give_exactly_their_own_ties_each_as_it_is_alone(
    case: Case, chosen: list[tuple[str, str]]
) -> None:
    found = list(case.ties(pairs=chosen, measure="courtship-raw"))
    alone = [
        tie
        for source, target in sorted(set(chosen))
        for tie in case.ties(source=source, target=target, measure="courtship-raw")
    ]
    assert [(tie.source, tie.target, tie.value) for tie in found] == [
        (tie.source, tie.target, tie.value) for tie in alone
    ]


def test_a_group_in_a_pair_is_one_side(case: Case) -> None:
    found = list(case.ties(pairs=[("AMERICAS", "RUS")], groups={"AMERICAS": "USA,VEN"}))
    assert {(tie.source, tie.target) for tie in found} == {("AMERICAS", "RUS")}


def test_pairs_beside_sources_are_refused(case: Case) -> None:
    with pytest.raises(InputError):
        case.ties(pairs=[("RUS", "VEN")], source="USA")


def test_the_command_line_asks_for_the_pairs_of_a_file(case: Case, tmp_path: Path) -> None:
    file = tmp_path / "pairs.csv"
    file.write_text("source,target\nRussia,VEN\nVEN,United States\n", encoding="utf-8")
    asked = ["ties", "--pairs", str(file), "--json", "--case", str(case.path)]
    told = CliRunner().invoke(app, asked)
    assert told.exit_code == 0, told.stderr
    rows = json.loads(told.stdout)
    assert {(row["source"], row["target"]) for row in rows} == {("RUS", "VEN"), ("VEN", "USA")}
