"""Web Annotation: positions and quotations find the sentence again, also in texts with letters outside the basic plane."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings

import publish_case as case
from hostile_world import STEPPE, World, world_of, worlds
from suasion.exchange.writers import annotation

SHIP = case.report(
    "Ships 🚢🚢 leave", "Ghana 🇬🇭 gave Togo 𠀀 ten boats. Nobody objected.", outlet="Gulf Mail"
)
GAVE = case.statement(
    SHIP,
    "Ghana 🇬🇭 gave Togo 𠀀 ten boats.",
    "gave",
    "AID",
    [case.person("Ghana", "KEN")],
    [case.person("Togo", "ETH")],
)
GIFT = case.event(GAVE, origins=("Gulf Mail",))


def collection(world: World, path: Path) -> dict[str, Any]:
    """Write a world and read the collection back."""
    written = annotation.write(world.export(), path)
    made: dict[str, Any] = json.loads(path.read_bytes())
    assert written == made["total"] == len(made["first"]["items"])
    return made


def selectors(item: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    position, quotation = item["target"]["selector"]
    assert (position["type"], quotation["type"]) == ("TextPositionSelector", "TextQuoteSelector")
    return position, quotation


def test_each_statement_of_each_event_is_one_annotation(tmp_path: Path) -> None:
    made = collection(STEPPE, tmp_path / "notes")
    assert made["type"] == "AnnotationCollection"
    assert made["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert made["first"]["type"] == "AnnotationPage"
    assert len({item["id"] for item in made["first"]["items"]}) == len(case.STATEMENTS)
    assert {item["type"] for item in made["first"]["items"]} == {"Annotation"}


def test_positions_count_code_points_so_astral_letters_shift_nothing(tmp_path: Path) -> None:
    (item,) = collection(world_of([GIFT], [GAVE], [SHIP]), tmp_path / "notes")["first"]["items"]
    position, quotation = selectors(item)
    assert SHIP.text[position["start"] : position["end"]] == quotation["exact"] == GAVE.sentence
    assert quotation["prefix"] == "Ships 🚢🚢 leave\n\n"
    assert quotation["suffix"] == " Nobody objected."


def test_the_body_says_what_was_coded_and_leads_to_the_event(tmp_path: Path) -> None:
    world = world_of([case.E_DRONES], case.S_DRONES, [case.R1, case.R2, case.R3])
    kind, link, coding = collection(world, tmp_path / "notes")["first"]["items"][0]["body"]
    assert (kind["purpose"], kind["value"]) == ("classifying", "AID")
    assert (link["purpose"], link["source"]) == ("linking", f"#event={case.E_DRONES.id}")
    assert (coding["event_type"], coding["factuality"]) == ("AID", "occurred")
    assert [party["country"] for party in (*coding["actors"], *coding["recipients"])] == ["TUR", "KAZ"]


def test_the_target_is_the_reports_address_or_else_its_own_name(tmp_path: Path) -> None:
    world = world_of([case.E_DRONES], case.S_DRONES, [case.R1, case.R2, case.R3])
    sources = [item["target"]["source"] for item in collection(world, tmp_path / "notes")["first"]["items"]]
    assert sources == [case.R1.url, f"urn:suasion:report:{case.R2.id}", f"urn:suasion:report:{case.R3.id}"]


def test_an_event_without_statements_is_said_to_be_left_out(tmp_path: Path) -> None:
    left_out: list[tuple[str, str]] = []
    export = world_of([case.E_DRONES], [], []).export(
        omit=lambda event, why: left_out.append((event.id, why))
    )
    assert annotation.write(export, tmp_path / "notes") == 0
    assert left_out == [(case.E_DRONES.id, "has no statements")]


@given(world=worlds())
@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_in_any_text_position_and_quotation_name_the_same_words(world: World, tmp_path: Path) -> None:
    items = collection(world, tmp_path / "notes")["first"]["items"]
    found = {item["id"].split(":")[3]: selectors(item) for item in items}
    assert set(found) == {key for event in world.events for key in event.statement_ids}
    for key, (position, quotation) in found.items():
        text = world.reports[world.statements[key].report_id].text
        start, end = position["start"], position["end"]
        assert text[start:end] == quotation["exact"]
        assert text[:start].endswith(quotation["prefix"])
        assert text[end:].startswith(quotation["suffix"])
        assert len(quotation["prefix"]) == min(32, start)
        assert len(quotation["suffix"]) == min(32, len(text) - end)


def test_the_same_case_gives_the_same_annotations(tmp_path: Path) -> None:
    for name in ("one", "other"):
        annotation.write(STEPPE.export(), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_what_annotations_are_said_to_lose_is_not_in_them(tmp_path: Path) -> None:
    world = world_of([case.E_VISIT, case.E_LOAN], [case.S_VISIT, *case.S_LOAN], [case.R1, case.R2])
    for item in collection(world, tmp_path / "notes")["first"]["items"]:
        text = json.dumps(item["body"])
        assert not any(word in text for word in ("corroborated", "disputed", "2031", 'Astana", "lat', "USD"))
    assert case.R1.text not in (tmp_path / "notes").read_text(encoding="utf-8")
