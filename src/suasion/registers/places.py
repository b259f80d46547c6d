"""Toponyms to coordinates: towns and provinces from a trimmed GeoNames, states, regions, islands and seas of our own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import asin, cos, log10, radians, sin, sqrt
from pathlib import Path
from types import MappingProxyType
from typing import cast

from suasion.errors import RegisterError
from suasion.records import Place
from suasion.registers.entries import PlaceEntry, PlaceKind
from suasion.registers.gazetteer import Gazetteer
from suasion.registers.keys import key_of
from suasion.registers.tables import cells, rows

_KINDS = frozenset({"continent", "country", "capital", "city", "region", "island", "sea", "point"})
_PRECISIONS = {"capital": "city", "island": "region"}
EARTH_KM = 6371.0
WELL_KNOWN = 100_000
"""Inhabitants from which a town or province is known without company."""
_PRIORS = {
    "continent": 9.0,
    "country": 8.8,
    "sea": 6.5,
    "region": 6.5,
    "island": 6.5,
    "point": 6.0,
    "city": 6.0,
    "capital": 7.0,
}
"""How likely a name means such a place, as a power of ten, where no inhabitants are given."""


@dataclass(frozen=True, kw_only=True)  # not slotted: `names` is read when first asked for
class PlaceRegister:
    """Places by name, read from the tables in `paths` and the `gazetteer` at the first look-up."""

    paths: tuple[Path, ...]
    gazetteer: Gazetteer | None = None

    @cached_property
    def names(self) -> Mapping[str, tuple[PlaceEntry, ...]]:
        """The places of the tables, by `key_of` name.

        Raises:
            RegisterError: a file has an unknown kind, or coordinates outside the globe.

        """
        names: dict[str, list[PlaceEntry]] = {}
        for path in self.paths:
            for row in rows(path, "name", "aliases", "country", "kind", "lat", "lon", "population"):
                place = _place(row, path)
                for key in dict.fromkeys(key_of(name) for name in (place.name, *cells(row["aliases"]))):
                    names.setdefault(key, []).append(place)
        return MappingProxyType({key: tuple(found) for key, found in names.items()})

    @cached_property
    def _countries(self) -> Mapping[str, PlaceEntry]:
        entries = (place for found in self.names.values() for place in found if place.kind == "country")
        return {place.country: place for place in entries if place.country is not None}

    def country(self, code: str) -> PlaceEntry | None:
        """Give a state's point by its code (alpha-3)."""
        return self._countries.get(code)

    def candidates(self, name: str) -> tuple[PlaceEntry, ...]:
        """Give every place with this name, the likeliest first."""
        key = key_of(name)
        own = self.names.get(key, ())
        known = {place.country for place in own if place.kind != "country"}
        towns = self.gazetteer.named(key) if self.gazetteer is not None else ()
        others = (place for place in towns if place.kind != "region" or place.country not in known)
        return tuple(sorted((*own, *others), key=lambda place: -prior(place)))

    def find(self, name: str, countries: frozenset[str] = frozenset()) -> Place | None:
        """Give the place with this name: in `countries` (alpha-3) if it can be, else the best known.

        A small town is given only in one of the countries, a province only if the tables have it.
        """
        found = [
            place for place in self.candidates(name) if not (place.kind == "region" and place.population)
        ]
        near = (place for place in found if place.country in countries)
        entry = next(near, None) or next(filter(is_well_known, found), None)
        return place_of(entry, name) if entry is not None else None


def place_of(entry: PlaceEntry, text: str) -> Place:
    """Give an entry as the place that a text names."""
    return Place(
        name=entry.name,
        country=entry.country,
        lat=entry.lat,
        lon=entry.lon,
        precision=_PRECISIONS.get(entry.kind, entry.kind),
        text=text,
    )


def prior(place: PlaceEntry) -> float:
    """How likely the name means this place before anything else is known: a logarithm (base 10) that grows with inhabitants."""
    if place.kind in {"continent", "country"} or not place.population:
        return _PRIORS[place.kind]
    return log10(place.population) + {"capital": 1.0, "region": 0.2}.get(place.kind, 0.0)


def is_well_known(place: PlaceEntry) -> bool:
    """Whether the place needs no company: a state, a capital, a row of our own, or large."""
    return (
        place.kind in {"continent", "country", "capital"}
        or not place.population
        or place.population >= WELL_KNOWN
    )


def distance_km(one: PlaceEntry, other: PlaceEntry) -> float:
    """Tell how far two places lie apart on a sphere, in km (haversine)."""
    lat, other_lat = radians(one.lat), radians(other.lat)
    half = sin((lat - other_lat) / 2) ** 2
    half += cos(lat) * cos(other_lat) * sin(radians(one.lon - other.lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def _place(row: dict[str, str], path: Path) -> PlaceEntry:
    try:
        lat, lon, population = float(row["lat"]), float(row["lon"]), int(row["population"] or 0)
    except ValueError as error:
        raise _broken(row, path) from error
    if row["kind"] not in _KINDS or abs(lat) > 90 or abs(lon) > 180:  # noqa: PLR2004
        raise _broken(row, path)
    return PlaceEntry(
        name=row["name"],
        country=row["country"] or None,
        lat=lat,
        lon=lon,
        kind=cast(PlaceKind, row["kind"]),
        population=population,
    )


def _broken(row: dict[str, str], path: Path) -> RegisterError:
    return RegisterError(
        f"{path.name}: '{row['name']}' has an unknown kind, no coordinates or ones outside the globe.",
        cause="A misspelling or a shifted cell.",
        remedy=f"Kinds are {', '.join(sorted(_KINDS))}; degrees are decimal.",
    )
