"""A case asked for its network and its pictures, from Python and by the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import suasion
from import_world import write_import
from suasion.case import Case
from suasion.errors import InputError
from suasion.publish.plots import render_svg
from suasion.store import CaseFolder

MONTHS = 14
FIRST = date(2021, 1, 4)
BONDS = (("RUS", "VEN", 14), ("CHN", "VEN", 12), ("VEN", "BRA", 13), ("RUS", "BRA", 1))
"""Source, target, and how many cooperative deeds a month."""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp("network") / "case"
    CaseFolder.create(folder)
    acts: list[dict[str, object]] = [
        {
            "source": source,
            "target": target,
            "day": FIRST + timedelta(days=30 * month + day),
            "means": "military/exercise",
            "chance": 1.0,
        }
        for source, target, often in BONDS
        for month in range(MONTHS)
        for day in range(often if often > 1 or month == 3 else 0)
    ]
    write_import(folder, acts=acts, dataset="icews")
    yield suasion.open(folder)


def command(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "suasion", *map(str, words)], capture_output=True, text=True, check=False
    )


def test_the_network_of_a_case_names_its_broker_its_rivals_and_their_client(case: Case) -> None:
    network = case.network()
    assert {(a, b) for a, b in network.graph.edges()} == {(a, b) for a, b, _ in BONDS}
    assert {data["instrument"] for _, _, data in network.graph.edges(data=True)} == {
        "all",
        "military",
        "military/exercise",
    }
    (broker,) = [row for row in network.brokers if row.betweenness]
    assert broker.state == "VEN"
    pairs = {(pair.source, pair.target): pair.direct_n for pair in broker.pairs}
    assert pairs == {("RUS", "BRA"): 1, ("CHN", "BRA"): 0}, "one act is too few for a tie"
    rivalry, thin = network.rivalries
    assert (rivalry.first, rivalry.second, [client.state for client in rivalry.clients]) == (
        "CHN",
        "RUS",
        ["VEN"],
    )
    assert (thin.first, thin.second, thin.overlap) == ("RUS", "VEN", None), (
        "what they do for Brazil is too little in one case"
    )
    client = next(row for row in network.clientships if row.client == "VEN")
    assert [patron.state for patron in client.patrons] == ["RUS", "CHN"]
    assert client.dataset == "icews"
    assert {row.value for row in network.followings} <= {None}, "nobody turns anywhere"


def test_the_network_is_of_the_instrument_and_windows_that_are_asked_for(case: Case) -> None:
    network = case.network(instrument="military", window="year")
    assert {row.instrument for row in network.clientships} == {"military"}
    assert {row.window.label for row in network.clientships} == {"2021", "2022"}


def test_brokers_have_roles_by_the_groups_that_are_named(case: Case) -> None:
    network = case.network(roles=(("SOUTH", ("VEN", "BRA")),))
    (broker,) = [row for row in network.brokers if row.betweenness]
    assert {pair.role for pair in broker.pairs} == {"gatekeeper"}


def test_a_case_draws_its_ties_in_each_of_the_three_ways(case: Case) -> None:
    over_time = case.picture(source="RUS", target="VEN")
    assert len(over_time.rows) == 1
    assert over_time.table.head[0] == "Pair"
    assert case.picture("alignment").drawings
    shared = case.picture("patrons", target="VEN")
    assert b"Russia" in render_svg(shared)
    with pytest.raises(InputError, match="no kind of picture 'pie'"):
        case.picture("pie")


def test_the_command_writes_a_picture_or_says_why_it_cannot(case: Case, tmp_path: Path) -> None:
    drawn = tmp_path / "ties.svg"
    done = command("ties", "--case", case.path, "--source", "RUS", "--plot", drawn)
    assert (done.returncode, done.stdout) == (0, "")
    assert ET.fromstring(drawn.read_bytes()).get("role") == "img"
    piped = command("ties", "--case", case.path, "--kind", "patrons", "--target", "VEN", "--plot", "-")
    assert piped.stdout.startswith("<svg ")
    thin = command("ties", "--case", case.path, "--window", "day", "--plot", drawn)
    assert thin.returncode != 0
    assert "too few events" in thin.stderr


def test_the_command_tells_of_the_network_in_tables_and_in_json(case: Case) -> None:
    told = command("ties", "--case", case.path, "--network")
    assert told.returncode == 0
    assert "Venezuela" in told.stdout
    whole = json.loads(command("ties", "--case", case.path, "--network", "--json").stdout)
    assert whole["nodes"] == ["BRA", "CHN", "RUS", "VEN"]
    assert {edge["source"] for edge in whole["edges"]} == {"RUS", "CHN", "VEN"}
    assert whole["brokers"][0]["state"] == "VEN"
