"""Toponyms to coordinates: cities from a trimmed GeoNames, regions, islands and seas of our own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
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


@dataclass(frozen=True, kw_only=True)  # not slotted: `names` is read when first asked for
class PlaceRegister:
    """Places by name, read from `paths` at the first look-up."""

    paths: tuple[Path, ...]

    @cached_property
    def names(self) -> Mapping[str, tuple[PlaceEntry, ...]]:
        """All places by `key_of` name; namesakes ordered by kind (states, capitals, seas …), then population.

        Raises:
            RegisterError: a file has an unknown kind, or coordinates outside the globe.

        """
        names: dict[str, list[PlaceEntry]] = {}
        for path in self.paths:
            for row in rows(path, "name", "aliases", "country", "kind", "lat", "lon", "population"):
                place = _place(row, path)
                for key in dict.fromkeys(key_of(name) for name in (place.name, *cells(row["aliases"]))):
                    names.setdefault(key, []).append(place)
        return MappingProxyType({key: tuple(sorted(found, key=_rank)) for key, found in names.items()})

    def find(self, name: str, countries: frozenset[str] = frozenset()) -> Place | None:
        """Give the place with this name: in `countries` (alpha-3) if it can be, else the best known."""
        found = self.names.get(key_of(name), ())
        if not found:
            return None
        entry = next((place for place in found if place.country in countries), found[0])
        return Place(
            name=entry.name,
            country=entry.country,
            lat=entry.lat,
            lon=entry.lon,
            precision=_PRECISIONS.get(entry.kind, entry.kind),
            text=name,
        )


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
