"""Exports made by hand and events drawn over the whole vocabulary, for tests of the formats; nothing in them happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from hypothesis import strategies as st

from suasion.codebook import load_codebook
from suasion.exchange import Export
from suasion.records import (
    FACTUALITIES,
    Actor,
    Dated,
    Event,
    Imported,
    Link,
    Origin,
    Place,
    Report,
    Selection,
    Statement,
    Tie,
)
from suasion.registers import load_registers

CODEBOOK = load_codebook()
REGISTERS = load_registers()
MADE = datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC)

ItemT = TypeVar("ItemT", Statement, Report)

ACTORS = (
    Actor(id="state:NOR", name="Norway", country="NOR", code="NOR", sector="GOV"),
    Actor(id="state:KEN", name="Kenya", country="KEN", code="KEN", sector="GOV"),
    Actor(id="mil:PER", name="Peruvian army", country="PER", code="PER", sector="MIL"),
    Actor(id="state:XKX", name="Kosovo", country="XKX", code="XKX", sector=None),
    Actor(id="org:ring", name="Ring Council; its “upper”\thouse", country=None, code="IGO", sector=None),
    Actor(id="org:well", name="Well Diggers", country="KEN", code="NGO", sector="MED"),
    Actor(id="group:some", name="unnamed rebels", country=None, code=None, sector="REB"),
    Actor(id="press:JPN", name="Paper\nof Osaka", country="JPN", code="JPN", sector="JRN"),
)
PLACES = (
    Place(name="Nakuru", country="KEN", lat=-0.30309, lon=36.080026, precision="city", text="Nakuru"),
    Place(name="Peru", country="PER", lat=-10.0, lon=-76.0, precision="country", text="Peru"),
    Place(name="Troms", country="NOR", lat=69.0, lon=19.0, precision="region", text="Troms"),
    Place(name="Norwegian Sea", country=None, lat=68.0, lon=0.0, precision="sea", text="the sea"),
    Place(name="Iowa", country="USA", lat=None, lon=None, precision="region", text="Iowa"),
)


def dated(start: date | None, days: int = 0) -> Dated:
    """A stated period of so many days more than one."""
    end = start + timedelta(days=days) if start else None
    return Dated(start=start, end=end, precision="day" if start else "unknown", how="stated")


def event(key: str, **given: object) -> Event:
    """An event: a visit of Norway to Kenya unless said otherwise."""
    values: dict[str, object] = {
        "id": key,
        "event_type": "CONSULT",
        "mode": "visit",
        "contexts": ("diplomatic",),
        "instruments": ("diplomatic/visit",),
        "actors": ACTORS[:1],
        "recipients": ACTORS[1:2],
        "factuality": "occurred",
        "status": "reported",
        "content_of": None,
        "when": dated(date(2031, 4, 5)),
        "where": PLACES[0],
        "where_how": "stated",
        "amounts": (),
        "statement_ids": (),
        "report_ids": (),
        "origins": (Origin(id="o1", name="Fjord News", kind="outlet", report_ids=()),),
        "independent_origins": 1,
        "disputes": (),
        "probability": 0.75,
    }
    return Event(**{**values, **given})  # type: ignore[arg-type]


def imported(format: str, native: Mapping[str, str], key: str = "k1", **given: object) -> Event:  # noqa: A002
    """An event that came from a file of a format with these columns; those that are null there are left out."""
    own = Imported(
        dataset="theirs", file="their.tab", line=2, key=key, native=tuple(native.items()), format=format
    )
    return event(f"theirs:{key}", imported=own, **given)


def export(
    events: Sequence[Event],
    statements: Sequence[Statement] = (),
    reports: Sequence[Report] = (),
    *,
    links: Sequence[Link] = (),
    ties: Sequence[Tie] = (),
    omitted: Counter[str] | None = None,
) -> Export:
    """An export of these records; `omitted` counts why events were left out."""
    told = omitted if omitted is not None else Counter()
    return Export(
        title="made up",
        selection=Selection(),
        events=lambda: iter(events),
        statements=lambda ids: _some(statements, ids),
        reports=lambda ids: _some(reports, ids),
        codebook=CODEBOOK,
        registers=REGISTERS,
        version="9.8.7",
        made=MADE,
        corpus="c0ffee",
        links=lambda: iter(links),
        ties=lambda: iter(ties),
        omit=lambda _, why: told.update([why]),
    )


def _some(records: Sequence[ItemT], ids: Collection[str]) -> Mapping[str, ItemT]:
    return {record.id: record for record in records if record.id in ids}


def _act(name: str) -> st.SearchStrategy[dict[str, object]]:
    modes = [mode.id for mode in CODEBOOK.types[name].modes]
    return st.fixed_dictionaries(
        {
            "event_type": st.just(name),
            "mode": st.sampled_from([None, *modes]),
            "contexts": _few(sorted(CODEBOOK.contexts)),
            "instruments": _few(sorted(CODEBOOK.instruments)),
        }
    )


def _few(values: Sequence[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(st.sampled_from(values), max_size=3, unique=True).map(tuple)


dates = st.none() | st.dates(date(1979, 1, 1), date(2040, 12, 31))

events = st.builds(
    lambda act, rest, start, days: event("", **act, **rest, when=dated(start, days)),
    st.sampled_from(sorted(CODEBOOK.types)).flatmap(_act),
    st.fixed_dictionaries(
        {
            "actors": st.lists(st.sampled_from(ACTORS), max_size=3, unique=True).map(tuple),
            "recipients": st.lists(st.sampled_from(ACTORS), max_size=3, unique=True).map(tuple),
            "factuality": st.sampled_from(FACTUALITIES) | st.just("occurred"),
            "status": st.sampled_from(["reported", "corroborated", "disputed", "retracted"]),
            "content_of": st.none() | st.just("e-other"),
            "where": st.none() | st.sampled_from(PLACES),
            "probability": st.floats(0, 1),
        }
    ),
    dates,
    st.sampled_from([0, 0, 0, 6, 30, 31, 200]),
)
"""Events over the whole vocabulary, with an empty id."""


def numbered(found: Sequence[Event]) -> list[Event]:
    """Give events ids of their own."""
    return [replace(one, id=f"e{place}") for place, one in enumerate(found)]


many_events = st.lists(events, max_size=6).map(numbered)
"""Some events over the whole vocabulary, each with its id."""
