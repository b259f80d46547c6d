"""GeoJSON: geojson-pydantic takes it, and it says which coordinates are only the middle of a country."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from geojson_pydantic import Feature, FeatureCollection
from hypothesis import HealthCheck, given, settings

import publish_case as case
from hostile_world import STEPPE, World, world_of, worlds
from suasion.exchange.writers import geojson
from suasion.records import Place

SLOW = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
SEA = Place(name="Black Sea", country=None, lat=43.0, lon=34.0, precision="sea", text="the Black Sea")
COUNTRY = Place(name="Kazakhstan", country="KAZ", lat=48.0, lon=68.0, precision="country", text="Kazakhstan")


def features(world: World, path: Path) -> list[dict[str, Any]]:
    """Write a world and read its features back, through a validator."""
    written = geojson.write(world.export(), path)
    document = json.loads(path.read_bytes())
    valid: FeatureCollection[Feature[Any, Any]] = FeatureCollection.model_validate(document)
    assert written == len(valid.features) == document["suasion"]["features"]
    made: list[dict[str, Any]] = document["features"]
    return made


def test_an_act_of_one_state_on_another_is_a_line_between_the_middles_of_both(tmp_path: Path) -> None:
    (line,) = features(world_of([case.E_DRONES], [], []), tmp_path / "map")
    assert line["geometry"] == {"type": "LineString", "coordinates": [[35.0, 39.0], [68.0, 48.0]]}
    assert line["properties"]["coordinates_are"] == "country centroid"
    assert (line["properties"]["source"], line["properties"]["target"]) == ("TUR", "KAZ")


def test_the_place_of_an_act_is_a_point_with_longitude_first(tmp_path: Path) -> None:
    point, line = features(world_of([case.E_VISIT], [], []), tmp_path / "map")
    assert point["geometry"] == {"type": "Point", "coordinates": [71.4, 51.1]}
    assert (point["properties"]["place"], point["properties"]["coordinates_are"]) == ("Astana", "city")
    assert line["geometry"]["type"] == "LineString"


def test_a_place_that_is_a_country_is_said_to_be_its_middle(tmp_path: Path) -> None:
    point, _ = features(world_of([replace(case.E_VISIT, where=COUNTRY)], [], []), tmp_path / "map")
    assert point["properties"]["coordinates_are"] == "country centroid"
    assert point["properties"]["place_precision"] == "country"


def test_an_act_inside_a_state_has_its_place_alone(tmp_path: Path) -> None:
    (point,) = features(world_of([replace(case.E_ARRESTS, where=SEA)], [], []), tmp_path / "map")
    assert point["properties"]["coordinates_are"] == "sea"


def test_an_event_that_lies_nowhere_is_kept_without_a_geometry(tmp_path: Path) -> None:
    (feature,) = features(world_of([case.E_PRAISE], [], []), tmp_path / "map")
    assert feature["geometry"] is None
    assert feature["properties"]["headline"].endswith("Ring Council → India")


def test_coordinates_off_the_globe_make_no_point(tmp_path: Path) -> None:
    off = [replace(SEA, lat=91.0), replace(SEA, lon=float("nan")), replace(SEA, lon=None)]
    events = [replace(case.E_ARRESTS, id=f"e{n}", where=place) for n, place in enumerate(off)]
    assert [one["geometry"] for one in features(world_of(events, [], []), tmp_path / "map")] == [None] * 3


@SLOW
@given(world=worlds())
def test_whatever_words_hold_a_validator_takes_the_file_and_no_event_is_missing(
    world: World, tmp_path: Path
) -> None:
    made = features(world, tmp_path / "map")
    assert {one["properties"]["event"] for one in made} == {event.id for event in world.events}
    assert len({one["id"] for one in made}) == len(made)


def test_the_file_says_which_events_it_holds_and_from_what(tmp_path: Path) -> None:
    geojson.write(STEPPE.export(), tmp_path / "map")
    said = json.loads((tmp_path / "map").read_bytes())["suasion"]
    assert (said["filter"], said["corpus"]) == ("Events from TUR.", "0123456789abcdef")


def test_the_same_case_gives_the_same_map(tmp_path: Path) -> None:
    for name in ("one", "other"):
        geojson.write(STEPPE.export(), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_what_a_map_says_to_lose_is_not_in_it(tmp_path: Path) -> None:
    geojson.write(STEPPE.export(), tmp_path / "map")
    text = (tmp_path / "map").read_text(encoding="utf-8")
    assert "Turkey delivered" not in text
    assert "$300 million" not in text
    assert "Harbour Courier" not in text
    assert case.S_PROMISE.id not in text
    assert all(
        any(word in loss for loss in geojson.FORMAT.loses) for word in ("sentences", "amounts", "origins")
    )
