"""Events, statements and reports with everything in them that could break a format, for the tests of `exchange`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

import publish_case as case
from suasion.codebook import load_codebook
from suasion.exchange import Export
from suasion.ids import content_id
from suasion.records import (
    FACTUALITIES,
    Actor,
    Dated,
    Dispute,
    DisputedValue,
    Event,
    Imported,
    Place,
    Precision,
    Report,
    Selection,
    Statement,
)
from suasion.registers import load_registers

MADE = datetime(2031, 3, 9, 12, 30, 15, tzinfo=UTC)

NASTY = (
    "\"'`{}[]()<>&%$#_^~\\|/,;:=+-@\n\r\t\x00\x07\x0b\x0c\x1f\x7f\x85\xa0\u200f\u202e\u2028\u2029\u2066\ufeff\ufffe"
    "\U0001f6a2\U0001f1f9\U00020000é"
)
"""Quotes, braces, TeX's and mark-up's signs, line ends, controls, bidi marks, a non-character, emoji and other astral letters."""

hostile = st.text(
    st.one_of(st.sampled_from(NASTY), st.sampled_from("abcXYZ  "), st.characters(exclude_categories=["Cs"])),
    max_size=24,
)
WRAPPED = ("]]>", "<!-- ", "<b>x</b>", "@article{x,", "ER  - ", '"}]', "\\end{document}", "=1+1")


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What an export can look up."""

    events: tuple[Event, ...]
    statements: Mapping[str, Statement]
    reports: Mapping[str, Report]

    def export(self, **given: Any) -> Export:
        """Give it as an export; fields given by name replace its own."""

        def found(table: Mapping[str, Any]) -> Any:
            return lambda ids: {key: table[key] for key in ids if key in table}

        made = Export(
            title="Drones for the steppe",
            selection=Selection(sources=("TUR",)),
            events=lambda: iter(self.events),
            statements=found(self.statements),
            reports=found(self.reports),
            codebook=load_codebook(),
            registers=load_registers(),
            version="0.1.0",
            made=MADE,
            corpus="0123456789abcdef",
        )
        return replace(made, **given)


def world_of(
    events: Iterable[Event], statements: Collection[Statement], reports: Collection[Report]
) -> World:
    """Make a world of its records."""
    return World(
        events=tuple(events),
        statements={one.id: one for one in statements},
        reports={one.id: one for one in reports},
    )


STEPPE = world_of(case.EVENTS, case.STATEMENTS, (case.R1, case.R2, case.R3, case.R4, case.R5, case.R6))
"""The made-up case of the dossier's tests."""


def _named(actor: Actor, name: str) -> Actor:
    return replace(actor, name=name)


words = st.builds(str.__add__, hostile, st.sampled_from(("", *WRAPPED)))
states = st.sampled_from(["GHA", "TGO", "BEN", "XKX", "SUN"])
actors = st.one_of(
    st.builds(lambda c: Actor(id=f"state:{c}", name=c, country=c, code=c, sector="GOV"), states),
    st.builds(
        lambda c, n: Actor(id=f"person:{c.lower()}:{len(n)}", name=n, country=c, code=c, sector="GOV"),
        states,
        words,
    ),
    st.builds(
        lambda key, n, code: Actor(id=f"org:{key}", name=n, country=None, code=code, sector=None),
        words,
        words,
        st.sampled_from(["IGO", "NGO", "MNC"]),
    ),
    st.builds(lambda n: Actor(id="group:west", name=n, country=None, code=None, sector=None), words),
)
days = st.dates(date(1815, 1, 1), date(2100, 1, 1))
PRECISIONS: st.SearchStrategy[Precision] = st.sampled_from(["day", "month", "year", "week"])
degrees = st.sampled_from([None, 0.0, -12.5, 90.0, 180.0, 200.0, float("nan")])
places = st.builds(
    Place,
    name=words,
    country=st.none() | states,
    lat=degrees,
    lon=degrees,
    precision=st.sampled_from(["city", "country", "sea"]),
    text=words,
)


@st.composite
def periods(draw: st.DrawFn) -> Dated:
    """A period with either, both or no end known."""
    start, end = sorted((draw(days), draw(days)))
    first, last = draw(
        st.sampled_from([(start, end), (start, start), (start, None), (None, end), (None, None)])
    )
    precision: Precision = draw(PRECISIONS) if first else "unknown"
    return Dated(start=first, end=last, precision=precision, how="stated")


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A report whose every word is hostile."""
    made = case.report(f"x{draw(words)}", draw(words) + draw(words), outlet=draw(st.none() | words))
    url = draw(
        st.none() | st.builds("https://outlet.example/{}".format, words) | st.just("javascript:alert(1)")
    )
    return replace(
        made,
        url=url,
        byline=draw(st.none() | words),
        published=draw(periods()),
        language=draw(st.sampled_from([None, "en", "pt-BR", "xx"])),
        title=draw(st.none() | words),
    )


@st.composite
def statements(draw: st.DrawFn, report: Report) -> Statement:
    """A statement at any place of a report's text."""
    start, end = sorted(draw(st.integers(0, len(report.text))) for _ in range(2))
    parties = [case.person(draw(words), "KEN") for _ in range(draw(st.integers(0, 1)))]
    made = case.statement(report, "", "", "AID", [], [])
    action = replace(made.action, text=report.text[start:end], start=start, end=end)
    taken = tuple(
        replace(
            case.statement(case.R1, "", "Turkey", "AID", [case.TURKEY], []).actors[0],
            text=name,
            name=actor.name,
            id=actor.id,
            country=actor.country,
            code=actor.code,
        )
        for name, actor in parties
    )
    return replace(
        made,
        id=content_id("s", report.id, str(start), str(end)),
        sentence=report.text[start:end],
        start=start,
        end=end,
        action=action,
        actors=taken,
    )


@st.composite
def events(draw: st.DrawFn, told: tuple[Statement, ...] = ()) -> Event:
    """An event of any shape; one without statements may be imported."""
    base = replace(
        case.E_DRONES,
        id=content_id("e", draw(st.uuids()).hex),
        event_type=draw(st.sampled_from(["AID", "CONSULT", "SANCTION", "COERCE"])),
        actors=tuple(draw(st.lists(actors, max_size=3))),
        recipients=tuple(draw(st.lists(actors, max_size=2))),
        factuality=draw(st.sampled_from(FACTUALITIES)),
        when=draw(periods()),
        where=draw(st.none() | places),
        statement_ids=tuple(dict.fromkeys(one.id for one in told)),
        report_ids=tuple(dict.fromkeys(one.report_id for one in told)),
        disputes=(
            Dispute(field="amount", values=(DisputedValue(value=draw(words), statement_ids=(), holders=()),)),
        ),
        probability=draw(st.floats(0, 1)),
    )
    own = bool(draw(st.booleans()))
    if told or own:
        return base
    key = draw(words)
    native = Imported(
        dataset="icews", file="events.tsv", line=7, key=key, native=(("Event Text", draw(words)),)
    )
    return replace(base, id=f"icews:{key}", imported=native)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A few reports, their statements, and events of some of them."""
    told = draw(st.lists(reports(), max_size=3, unique_by=lambda report: report.id))
    said = [draw(st.lists(statements(report), max_size=2)) for report in told]
    groups = [tuple(group) for group in said if group]
    made = [draw(events(group)) for group in groups] + draw(st.lists(events(), max_size=2))
    unique = {event.id: event for event in made}
    return world_of(unique.values(), [one for group in groups for one in group], told)
