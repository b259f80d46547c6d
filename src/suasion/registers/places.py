"""Toponyms to coordinates: cities from a trimmed GeoNames, regions, islands and seas of our own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import cast

from suasion.errors import RegisterError
from suasion.records import Place
from suasion.registers.entries import PlaceEntry, PlaceKind
from suasion.registers.keys import key_of
from suasion.registers.tables import cells, rows

_KINDS = frozenset({"country", "capital", "city", "region", "island", "sea", "point"})
_PRECISIONS = {"capital": "city", "island": "region"}
_RANK = {
    kind: rank for rank, kind in enumerate(("country", "capital", "sea", "region", "island", "point", "city"))
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRegister:
    """Places by `key_of` name; namesakes ordered by kind (states and capitals first), then population."""

    names: Mapping[str, tuple[PlaceEntry, ...]]

    def find(self, name: str, countries: frozenset[str] = frozenset()) -> Place | None:
        """Give the place with this name: one in `countries` (alpha-3) if there is one, else the best known."""
        found = self.names.get(key_of(name), ())
        entry = next((place for place in found if place.country in countries), found[0] if found else None)
        return entry and Place(
            name=entry.name,
            country=entry.country,
            lat=entry.lat,
            lon=entry.lon,
            precision=_PRECISIONS.get(entry.kind, entry.kind),
            text=name,
        )


def read_places(paths: Sequence[Path]) -> PlaceRegister:
    """Read files of places.

    Raises:
        RegisterError: an unknown kind, or coordinates outside the globe.
    """
    names: dict[str, list[PlaceEntry]] = {}
    for path in paths:
        for row in rows(path, "name", "aliases", "country", "kind", "lat", "lon", "population"):
            place = _place(row, path)
            for key in dict.fromkeys(key_of(name) for name in (place.name, *cells(row["aliases"]))):
                names.setdefault(key, []).append(place)
    ordered = {key: tuple(sorted(found, key=_rank)) for key, found in names.items()}
    return PlaceRegister(names=MappingProxyType(ordered))


def _rank(place: PlaceEntry) -> tuple[int, int]:
    return (_RANK[place.kind], -place.population)


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
