"""GraphML and GEXF: networkx reads back who did what to whom, whatever the words of the reports are."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings

import publish_case as case
from hostile_world import STEPPE, World, world_of, worlds
from suasion.exchange.given import Export, Format
from suasion.exchange.plain import xml_token
from suasion.exchange.sides import pairs_of
from suasion.exchange.writers import gexf, graphml
from suasion.records import Event

BOTH = pytest.mark.parametrize("form", [graphml.FORMAT, gexf.FORMAT], ids=lambda one: one.name)


def read_back(form: Format, path: Path) -> Any:
    """Let networkx read a graph, as a multigraph also where no two edges are parallel."""
    read = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}[form.name]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return nx.MultiDiGraph(read(path))


def edges_by_event(graph: Any) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for source, target, data in graph.edges(data=True):
        found.setdefault(data["event"], []).append((source, target))
    return {event: sorted(pairs) for event, pairs in found.items()}


@BOTH
def test_networkx_reads_an_edge_for_each_event_and_ordered_pair(form: Format, tmp_path: Path) -> None:
    path = tmp_path / "graph"
    written = form.write(STEPPE.export(), path)
    graph = read_back(form, path)
    assert written == graph.number_of_edges() == 12
    assert edges_by_event(graph)[case.E_DRONES.id] == [("TUR", "KAZ")]
    assert edges_by_event(graph)[case.E_EXERCISE.id] == [("IND", "NPL"), ("NPL", "IND")]
    assert graph.nodes["KAZ"]["label"] == "Kazakhstan"
    assert graph.nodes["org-ring"]["kind"] == "IGO"


@BOTH
def test_an_edge_says_what_was_done_and_how_well_that_is_known(form: Format, tmp_path: Path) -> None:
    path = tmp_path / "graph"
    form.write(STEPPE.export(address="https://case.example/e/{id}"), path)
    data = next(
        data for _, _, data in read_back(form, path).edges(data=True) if data["event"] == case.E_DRONES.id
    )
    assert data["type"] == "AID"
    assert data["instruments"] == "military/arms-transfer"
    assert (data["factuality"], data["counted_as"], data["status"]) == (
        "occurred",
        "occurred",
        "corroborated",
    )
    assert (data["independent_origins"], data["reports"], data["probability"]) == (2, 3, 0.8)
    assert (data["cooperative"], data["verbal"]) == (True, False)
    assert data["permalink"] == f"https://case.example/e/{case.E_DRONES.id}"


def test_graphml_says_the_first_and_last_day_of_an_edge(tmp_path: Path) -> None:
    path = tmp_path / "graph.graphml"
    graphml.write(STEPPE.export(), path)
    days = {
        data["event"]: (data.get("start"), data.get("end"))
        for *_, data in nx.read_graphml(path).edges(data=True)
    }
    assert days[case.E_AMBULANCES.id] == ("2030-01-01", "2030-12-31")
    assert days[case.E_THREAT.id] == (None, None)


def test_gexf_says_the_days_of_an_edge_as_a_spell(tmp_path: Path) -> None:
    path = tmp_path / "graph.gexf"
    gexf.write(STEPPE.export(), path)
    graph = nx.read_gexf(path)
    spells = {data["event"]: data.get("spells") for *_, data in graph.edges(data=True)}
    assert graph.graph["mode"] == "dynamic"
    assert spells[case.E_AMBULANCES.id] == [("2030-01-01", "2030-12-31")]
    assert spells[case.E_THREAT.id] is None


def test_graphml_carries_the_filter_in_words_and_the_hash_of_the_corpus(tmp_path: Path) -> None:
    path = tmp_path / "graph.graphml"
    graphml.write(STEPPE.export(), path)
    about = nx.read_graphml(path).graph
    assert about["filter"] == "Events from TUR."
    assert (about["corpus"], about["made"], about["edges"]) == (
        "0123456789abcdef",
        "2031-03-09T12:30:15Z",
        "12",
    )


def test_gexf_carries_the_filter_in_words_and_the_hash_of_the_corpus(tmp_path: Path) -> None:
    path = tmp_path / "graph.gexf"
    gexf.write(STEPPE.export(), path)
    said = ElementTree.parse(path).find(".//{*}description")
    assert said is not None
    assert said.text is not None
    assert {"filter: Events from TUR.", "corpus: 0123456789abcdef", "edges: 12"} <= set(
        said.text.splitlines()
    )


@BOTH
def test_an_event_inside_one_state_has_no_edge_and_is_said_to_be_left_out(
    form: Format, tmp_path: Path
) -> None:
    left_out: list[tuple[str, str]] = []
    world = world_of([case.E_ARRESTS], [case.S_ARRESTS], [case.R5])
    export = world.export(omit=lambda event, why: left_out.append((event.id, why)))
    assert form.write(export, tmp_path / "graph") == 0
    assert read_back(form, tmp_path / "graph").number_of_nodes() == 0
    assert left_out == [(case.E_ARRESTS.id, "not between two sides")]


@BOTH
@given(world=worlds())
@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_whatever_names_hold_networkx_reads_each_pair_back(
    form: Format, world: World, tmp_path: Path
) -> None:
    path = tmp_path / "graph"
    export = world.export()
    written = form.write(export, path)
    graph = read_back(form, path)
    assert written == graph.number_of_edges()
    assert edges_by_event(graph) == {
        cleaned(event): pairs for event in world.events if (pairs := pairs_as_read(event, export))
    }


def pairs_as_read(event: Event, export: Export) -> list[tuple[str, str]]:
    pairs = pairs_of(event, export.codebook, export.registers)
    return sorted((xml_token(one.key), xml_token(other.key)) for one, other in pairs)


def cleaned(event: Event) -> str:
    return " ".join("".join(each_kept(event.id)).split())


def each_kept(words: str) -> Iterator[str]:
    for sign in words:
        code = ord(sign)
        if code not in (0xFFFE, 0xFFFF):
            yield " " if code < 0x20 or 0x7F <= code <= 0x9F else sign


@BOTH
def test_the_same_case_gives_the_same_bytes(form: Format, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    form.write(STEPPE.export(), one)
    form.write(STEPPE.export(), other)
    assert one.read_bytes() == other.read_bytes()


def test_different_ids_are_different_xml_tokens() -> None:
    keys = ["a b", "a_20_b", "a_b", "ab", "é", "e", "org:a", "org_a"]
    assert len({xml_token(key) for key in keys}) == len(keys)


@BOTH
def test_what_a_graph_says_to_lose_is_not_in_it(form: Format, tmp_path: Path) -> None:
    path = tmp_path / "graph"
    form.write(STEPPE.export(), path)
    text = path.read_text(encoding="utf-8")
    assert "Turkey delivered 20 drones" not in text
    assert "$300 million" not in text
    assert "amount" in text  # the disputed field is named, its values are not
    assert case.E_ARRESTS.id not in text
    assert any("amounts" in loss for loss in form.loses)
    assert any("inside one state" in loss for loss in form.loses)


def test_two_names_of_one_organisation_are_one_node(tmp_path: Path) -> None:
    ring = [replace(case.BLOC, name=name) for name in ("Ring Council", "Council of the Ring")]
    shared = [replace(case.E_PRAISE, id=f"e{n}", actors=(actor,)) for n, actor in enumerate(ring)]
    graphs = []
    for order in (shared, shared[::-1]):
        graphml.write(world_of(order, [], []).export(), tmp_path / "graph")
        graphs.append(nx.read_graphml(tmp_path / "graph"))
    assert [graph.nodes["org-ring"]["label"] for graph in graphs] == ["Council of the Ring"] * 2
