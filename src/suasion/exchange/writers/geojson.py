"""GeoJSON (RFC 7946): where an event took place as a point, who acts on whom as a line between two states.

A line joins the middles of two states and is no route; it is not cut where it passes the 180th meridian.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from suasion.exchange.colophon import colophon, permalink
from suasion.exchange.given import Export, Format
from suasion.exchange.jsonlist import ITEMS, write_list
from suasion.exchange.plain import one_line
from suasion.exchange.sides import Side, headline, pairs_of
from suasion.records import OURS, Event, Place
from suasion.registers import Registers

CENTROID = "country centroid"
MOST_LON, MOST_LAT = 180.0, 90.0

Position = tuple[float, float]
"""Longitude and latitude (WGS 84, degrees)."""


def write(export: Export, path: Path) -> int:
    """Write one feature for each place and each line; an event with neither has one without geometry. Give their number."""

    def frame(number: int) -> object:
        return {
            "type": "FeatureCollection",
            "features": ITEMS,
            "suasion": {**colophon(export), "features": number},
        }

    return write_list(path, frame, (one for event in export.events() for one in features(event, export)))


def features(event: Event, export: Export) -> Iterator[Mapping[str, object]]:
    """Give the features of an event: its place first, then its lines."""
    about = _properties(event, export)
    found = False
    if (place := event.where) and (position := position_of(place.lon, place.lat)):
        found = True
        yield _feature(f"{event.id}.place", "Point", position, {**about, **_place_properties(place)})
    for source, target in pairs_of(event, export.codebook, export.registers):
        ends = centroid(source, export.registers), centroid(target, export.registers)
        if None not in ends:
            found = True
            line = {"shows": "tie", "coordinates_are": CENTROID, **_sides(source, target)}
            yield _feature(f"{event.id}.{source.key}.{target.key}", "LineString", ends, {**about, **line})
    if not found:
        nowhere = {"shows": "nothing", "coordinates_are": None, "source": None, "target": None}
        yield _feature(event.id, None, None, {**about, **nowhere})


def position_of(lon: float | None, lat: float | None) -> Position | None:
    """Give a position on the globe; null where one is missing or outside (NaN too)."""
    if lon is None or lat is None or not (abs(lon) <= MOST_LON and abs(lat) <= MOST_LAT):
        return None
    return (lon, lat)


def centroid(side: Side, registers: Registers) -> Position | None:
    """Give the point of a state; organisations have none."""
    place = registers.places.country(side.key) if side.kind == "state" else None
    return position_of(place.lon, place.lat) if place else None


def _feature(key: str, kind: str | None, coordinates: object, properties: object) -> Mapping[str, object]:
    geometry = {"type": kind, "coordinates": coordinates} if kind else None
    return {"type": "Feature", "id": key, "geometry": geometry, "properties": properties}


def _sides(source: Side, target: Side) -> Mapping[str, object]:
    return {
        "source": source.key,
        "source_name": one_line(source.name),
        "target": target.key,
        "target_name": one_line(target.name),
    }


def _place_properties(place: Place) -> Mapping[str, object]:
    return {
        "shows": "place",
        "coordinates_are": CENTROID if place.precision == "country" else place.precision,
        "source": None,
        "target": None,
    }


def _properties(event: Event, export: Export) -> Mapping[str, object]:
    place = event.where
    first, last = event.days or (None, None)
    return {
        "event": event.id,
        "headline": one_line(headline(event, export.codebook)),
        "event_type": event.event_type,
        "mode": event.mode,
        "instruments": list(event.instruments),
        "factuality": event.factuality,
        "counted_as": event.counted_as,
        "status": event.status,
        "start": first,
        "end": last,
        "date_precision": event.date_precision,
        "place": one_line(place.name) if place else None,
        "place_country": place.country if place else None,
        "place_precision": place.precision if place else None,
        "independent_origins": event.independent_origins,
        "probability": event.probability,
        "dataset": event.imported.dataset if event.imported else OURS,
        "permalink": permalink(export, event.id),
    }


FORMAT = Format(
    name="geojson",
    label="GeoJSON: places as points, ties as lines between states",
    suffix=".geojson",
    media_type="application/geo+json",
    binary=False,
    write=write,
    loses=(
        "actors that are no state: organisations and unnamed groups have no point (the headline names them)",
        "single people and offices: lines join their states",
        "statements, sentences, holders, reports, origins and speakers: only the number of independent origins",
        "contexts, amounts, disputes, the history of an event and the event whose content it is",
        "the columns that an imported row had in its own data set",
    ),
)
