"""GDELT 2.0's event files: 61 tab-separated columns without a header, one row an event and ordered pair of actors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from suasion.exchange.columns import CAMEO_SECTORS, GDELT_COLUMNS
from suasion.exchange.deeds import (
    TOLD_DAY,
    Deed,
    actor_id,
    cameo_of,
    deeds,
    degrees,
    first_told,
    intensity_of,
    native_cells,
    number,
    pairs_of,
    write_cells,
)
from suasion.exchange.deeds import cells as in_order
from suasion.exchange.given import Export, Format
from suasion.exchange.sides import state_name
from suasion.records import Actor, Place, Report

Cells = Mapping[str, str | None]

NULL = ""
QUADS: tuple[tuple[str, int], ...] = (("05", 1), ("08", 2), ("13", 3), ("20", 4))
"""The last CAMEO root of each quad class (GDELT event codebook 2.0, `QuadClass`)."""
DAY_ONLY = len("20150218")
END_OF_DAY, START_OF_DAY = "235959", "000000"


def write(export: Export, path: Path) -> int:
    """Write the deeds of an export; give the number of rows."""

    def lines() -> Iterator[list[str]]:
        for deed in deeds(export, FORMAT.name):
            if isinstance(deed, Deed):
                yield from (in_order(row, GDELT_COLUMNS, NULL) for row in _rows(deed, export))
            else:
                yield native_cells(_as_of_2(deed), GDELT_COLUMNS, NULL)

    return write_cells(path, lines())


def event_number(deed: Deed, source: Actor | None, target: Actor | None) -> str:
    """Give the `GLOBALEVENTID` of the row of a pair; mentions refer to it."""
    return number(deed.event.id, actor_id(source), actor_id(target))


def known_at(report: Report | None, export: Export) -> str:
    """Give when a report could be known, as YYYYMMDDHHMMSS: the end of its day of publication, else when the run ended."""
    if report is None or report.published.end is None:
        return export.made.strftime("%Y%m%d%H%M%S")
    return f"{report.published.end:%Y%m%d}{END_OF_DAY}"


def quad_class(code: str) -> int:
    """Give GDELT's class of a CAMEO code, by its root: 1 verbal, 2 material cooperation, 3 verbal, 4 material conflict."""
    return next(quad for last, quad in QUADS if code[:2] <= last)


def _as_of_2(own: Mapping[str, str]) -> Mapping[str, str]:
    """Give a row of version 1.0 the time that version 2.0 has beside the day."""
    added = own.get("DATEADDED", "")
    return {**own, "DATEADDED": added + START_OF_DAY} if len(added) == DAY_ONLY else own


def _rows(deed: Deed, export: Export) -> Iterator[Cells]:
    shared = {
        **_day(deed.day),
        **_act(deed, export),
        **_counts(deed, export),
        **_place(deed.event.where, export),
    }
    for source, target in pairs_of(deed.event, export.codebook):
        yield {
            "GLOBALEVENTID": event_number(deed, source, target),
            **shared,
            **_actor("Actor1", source, export),
            **_actor("Actor2", target, export),
        }


def _day(day: date) -> Cells:
    """Write a day in GDELT's four ways; its fraction of a year counts months of 30 days."""
    return {
        "SQLDATE": f"{day:%Y%m%d}",
        "MonthYear": f"{day:%Y%m}",
        "Year": f"{day:%Y}",
        "FractionDate": f"{day.year + ((day.month - 1) * 30 + day.day) / 365:.4f}",
    }


def _actor(side: str, actor: Actor | None, export: Export) -> Cells:
    if actor is None:
        return {}
    country = export.registers.codes.cameo(actor.country) or ""
    kind = actor.code if actor.code and actor.code != actor.country else ""
    sector = CAMEO_SECTORS.get(actor.sector or "", actor.sector or "")
    types = [part for part in (kind, sector) if part]
    return {
        f"{side}Code": country + "".join(types),
        f"{side}Name": actor.name.upper(),
        f"{side}CountryCode": country,
        **{f"{side}Type{place}Code": part for place, part in enumerate(types, 1)},
    }


def _act(deed: Deed, export: Export) -> Cells:
    event = deed.event
    code = cameo_of(event, export.codebook)
    return {
        "IsRootEvent": "1",
        "EventCode": code,
        "EventBaseCode": code[:3],
        "EventRootCode": code[:2],
        "QuadClass": str(quad_class(code)),
        "GoldsteinScale": intensity_of(event, export.codebook),
    }


def _counts(deed: Deed, export: Export) -> Cells:
    reports = deed.told.reports
    _, report = first_told(deed.told)
    return {
        "NumMentions": str(len(deed.told.statements) or 1),
        "NumSources": str(len({one.outlet or one.id for one in reports}) or len(deed.event.origins) or 1),
        "NumArticles": str(len(reports) or 1),
        "DATEADDED": known_at(report, export),
        "SOURCEURL": report.url if report else None,
    }


def _place(place: Place | None, export: Export) -> Cells:
    if place is None:
        return {}
    return {
        "ActionGeo_Type": _place_type(place),
        "ActionGeo_FullName": _full_name(place, export),
        "ActionGeo_CountryCode": export.registers.codes.fips(place.country),
        "ActionGeo_Lat": degrees(place.lat, NULL),
        "ActionGeo_Long": degrees(place.lon, NULL),
    }


def _place_type(place: Place) -> str:
    """Give GDELT's type of a place: 1 a country, 2 and 3 a state and city of the United States, 4 and 5 elsewhere."""
    american = place.country == "USA"
    if place.precision == "country":
        return "1"
    if place.precision == "region":
        return "2" if american else "5"
    return "3" if american else "4"


def _full_name(place: Place, export: Export) -> str:
    if place.country is None or place.precision == "country":
        return place.name
    return f"{place.name}, {state_name(place.country, export.registers)}"


FORMAT = Format(
    name="gdelt",
    label="GDELT 2.0 events: 61 columns, tab-separated, no header, CAMEO codes",
    suffix=".export.CSV",
    media_type="text/tab-separated-values",
    binary=False,
    write=write,
    loses=(
        "plans, conditions, possibilities and denials: only what happened is written, and only with a date known to the month or better",
        TOLD_DAY,
        "that several actors did one act: there is a row for each ordered pair, with a number of its own derived from the event's id",
        "type, mode, contexts and instruments beyond the CAMEO code that stands for them",
        "the period of an event: a day in its middle stands for it",
        "independence: GDELT counts mentions, outlets and articles, never origins",
        "sentences, holders, speakers, all reports but the first, status, disputes, amounts; probability (see gdelt-mentions)",
        "ids of actors; where actors are, tone, ethnic and religious codes are left empty, as we do not code them",
        "rows imported from GDELT 1.0 get the empty columns and the midnight that version 2.0 has more",
    ),
)
