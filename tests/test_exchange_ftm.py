"""FollowTheMoney: the followthemoney package takes every entity as it is written, and finds who organised what."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from followthemoney import model, registry
from hypothesis import HealthCheck, given, settings

import publish_case as case
from hostile_world import STEPPE, World, world_of, worlds
from suasion.exchange.writers import ftm
from suasion.records import Actor, Place
from suasion.registers import load_registers

BOLIVIA = Actor(id="state:BOL", name="Bolivia", country="BOL", code="BOL", sector="GOV")
PERSON = Actor(id="person:ozan-demir", name="Ozan Demir", country="TUR", code="TUR", sector="GOV")
FIRM = Actor(id="org:hill-steel", name="Hill Steel", country="TUR", code="MNC", sector="BUS")
GROUP = Actor(id="group:neighbours", name="the neighbours", country=None, code=None, sector=None)


def entities(world: World, path: Path) -> list[dict[str, Any]]:
    """Write a world and read its entities back, each through the package's model."""
    written = ftm.write(world.export(), path)
    rows: list[dict[str, Any]] = [json.loads(line) for line in path.read_bytes().splitlines()]
    assert written == len(rows) == len({row["id"] for row in rows})
    for row in rows:
        schema = model.get(row["schema"])
        assert schema is not None
        schema.validate(cast(Any, row))
        proxy = model.get_proxy(row, cleaned=False)
        assert set(proxy.to_dict()["properties"]) <= set(row["properties"])
    return rows


def of(schema: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["schema"] == schema]


def test_the_source_organises_and_both_sides_are_involved(tmp_path: Path) -> None:
    rows = entities(world_of([case.E_DRONES], [], []), tmp_path / "ftm")
    (event,) = of("Event", rows)
    assert event["id"] == case.E_DRONES.id
    assert event["properties"]["organizer"] == ["state.TUR"]
    assert event["properties"]["involved"] == ["state.TUR", "state.KAZ"]
    assert event["properties"]["name"] == ["Give aid (occurred): Turkey → Kazakhstan"]
    assert {"AID", "military/arms-transfer", "occurred"} <= set(event["properties"]["keywords"])
    assert {row["properties"]["name"][0] for row in of("PublicBody", rows)} == {"Turkey", "Kazakhstan"}


def test_every_value_is_as_the_package_would_clean_it(tmp_path: Path) -> None:
    for row in entities(STEPPE, tmp_path / "ftm"):
        proxy = model.get_proxy(row, cleaned=False)
        assert {name: sorted(values) for name, values in proxy.to_dict()["properties"].items()} == {
            name: sorted(values) for name, values in row["properties"].items()
        }


def assert_closed(rows: list[dict[str, Any]]) -> None:
    """Check that every entity that another one names is there."""
    ids = {row["id"] for row in rows}
    for row in rows:
        schema = model.get(row["schema"])
        assert schema is not None
        for name, values in row["properties"].items():
            if schema.properties[name].type == registry.entity:
                assert ids >= set(values), (row, name)


def test_every_entity_that_is_named_is_in_the_file(tmp_path: Path) -> None:
    rows = entities(STEPPE, tmp_path / "ftm")
    assert {"Article", "Documentation", "Event", "Mention"} <= {row["schema"] for row in rows}
    assert_closed(rows)


def test_a_party_that_only_a_sentence_names_is_in_the_file_too(tmp_path: Path) -> None:
    without = replace(case.E_PRAISE, actors=())
    rows = entities(world_of([without], [case.S_PRAISE], [case.R4]), tmp_path / "ftm")
    assert [row["id"] for row in of("Organization", rows)] == ["org-ring"]
    assert_closed(rows)


def test_dates_are_no_more_precise_than_they_are_known(tmp_path: Path) -> None:
    rows = entities(world_of([case.E_AMBULANCES, case.E_EXERCISE, case.E_VISIT], [], []), tmp_path / "ftm")
    dates = {row["id"]: row["properties"] for row in of("Event", rows)}
    year = dates[case.E_AMBULANCES.id]
    assert (year["date"], year["startDate"], year["endDate"]) == (["2030"], ["2030-01-01"], ["2030-12-31"])
    assert dates[case.E_EXERCISE.id]["date"] == ["2031-02"]
    assert dates[case.E_VISIT.id]["date"] == ["2031-03-05"]
    assert dates[case.E_VISIT.id]["location"] == ["Astana"]


def test_a_report_is_an_article_and_its_sentence_documents_the_event(tmp_path: Path) -> None:
    rows = entities(world_of([case.E_DRONES], case.S_DRONES, [case.R1, case.R2, case.R3]), tmp_path / "ftm")
    article = next(row for row in of("Article", rows) if row["id"] == case.R1.id)
    assert article["properties"]["sourceUrl"] == ["https://courier.example/steppe?a=1&b=2"]
    assert (article["properties"]["language"], article["properties"]["publishedAt"]) == (
        ["eng"],
        ["2031-03-07"],
    )
    said = {row["properties"]["document"][0]: row["properties"] for row in of("Documentation", rows)}
    assert said[case.R1.id]["summary"] == ["Turkey delivered 20 drones to Kazakhstan on 4 March."]
    assert said[case.R1.id]["entity"] == [case.E_DRONES.id]


def test_a_mention_says_with_which_words_a_report_names_a_party(tmp_path: Path) -> None:
    rows = entities(world_of([case.E_PRAISE], [case.S_PRAISE], [case.R4]), tmp_path / "ftm")
    found = {row["properties"]["resolved"][0]: row["properties"]["name"] for row in of("Mention", rows)}
    assert found == {"org-ring": ["Ring Council"], "state.IND": ["India"]}


@pytest.mark.parametrize(
    ("actor", "schemata"),
    [
        (BOLIVIA, ["PublicBody"]),
        (PERSON, ["PublicBody", "Person"]),
        (FIRM, ["Company"]),
        (case.BLOC, ["Organization"]),
        (GROUP, []),
    ],
    ids=lambda value: value.name if isinstance(value, Actor) else "",
)
def test_an_actor_has_the_schema_of_what_it_is(actor: Actor, schemata: list[str], tmp_path: Path) -> None:
    event = replace(case.E_PRAISE, actors=(actor,), recipients=())
    rows = entities(world_of([event], [], []), tmp_path / "ftm")
    assert [row["schema"] for row in rows if row["schema"] != "Event"] == schemata


def test_states_have_the_packages_own_code_of_their_country() -> None:
    registers = load_registers()
    states = [key.removeprefix("state:") for key in registers.actors if key.startswith("state:")]
    without = []
    for state in states:
        (entity,) = ftm.parties(registers.actors[f"state:{state}"], registers)
        codes = entity["properties"].get("country", [])  # type: ignore[attr-defined]
        assert all(registry.country.clean(code) == code for code in codes)
        without += [state] if not codes else []
    assert set(without) <= {"YMD", "TMP"}


@given(world=worlds())
@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_whatever_words_hold_the_package_takes_every_entity(world: World, tmp_path: Path) -> None:
    rows = entities(world, tmp_path / "ftm")
    assert len(of("Event", rows)) == len(world.events)
    assert_closed(rows)
    assert all(registry.entity.clean(row["id"]) == row["id"] for row in rows)


def test_the_same_case_gives_the_same_entities(tmp_path: Path) -> None:
    for name in ("one", "other"):
        ftm.write(STEPPE.export(), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_what_the_entities_are_said_to_lose_is_not_in_them(tmp_path: Path) -> None:
    place = Place(name="Astana", country="KAZ", lat=51.1234, lon=71.4, precision="city", text="Astana")
    world = world_of([replace(case.E_LOAN, where=place)], case.S_LOAN, [case.R1, case.R2])
    properties = of("Event", entities(world, tmp_path / "ftm"))[0]["properties"]
    text = (tmp_path / "ftm").read_text(encoding="utf-8")
    assert "51.1234" not in text
    assert case.E_PROMISE.id not in text
    assert case.R1.text not in text
    assert set(properties) <= {
        *("name", "summary", "startDate", "endDate", "date", "location", "country", "organizer", "involved"),
        *("keywords", "recordId", "sourceUrl", "proof", "publisher"),
    }
