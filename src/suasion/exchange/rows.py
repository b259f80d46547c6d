"""Tables that only exports have, as rows: the sentences behind events, their reports without the texts, the actors with their counts.

What each column means is in `data/columns.toml`, for people.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

import msgspec

from suasion.exchange.given import Export
from suasion.exchange.told import reports_behind, told
from suasion.records import Actor, Factuality, Report, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """A sentence that an event rests on: one row a statement."""

    event_id: str
    statement_id: str
    report_id: str
    outlet: str | None
    published: date | None
    url: str | None
    sentence: str
    start: int
    end: int
    action: str
    action_start: int
    action_end: int
    event_type: str
    mode: str | None
    instruments: tuple[str, ...]
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    factuality: Factuality
    said_by: tuple[str, ...]
    quoted: bool
    probability: float
    coder: str
    codebook: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """A report as it can be passed on: without its text, and without where it lay on somebody's disk."""

    id: str
    outlet: str | None
    outlet_how: str
    title: str | None
    byline: str | None
    url: str | None
    published_start: date | None
    published_end: date | None
    published_precision: str
    published_how: str
    language: str | None
    translated_from: str | None
    translated_from_how: str
    characters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRow:
    """An actor, with how many of the events it is on either side of."""

    id: str
    name: str
    country: str | None
    code: str | None
    sector: str | None
    acting: int
    receiving: int


def evidence_rows(export: Export) -> Iterator[EvidenceRow]:
    """Give the sentences behind the events, in the order of the events."""
    for item in told(export):
        for statement in item.statements:
            yield _evidence(item.event.id, statement, item.report_of(statement))


def _evidence(event_id: str, statement: Statement, report: Report | None) -> EvidenceRow:
    return EvidenceRow(
        event_id=event_id,
        statement_id=statement.id,
        report_id=statement.report_id,
        outlet=report.outlet if report else None,
        published=report.published.start if report else None,
        url=report.url if report else None,
        sentence=statement.sentence,
        start=statement.start,
        end=statement.end,
        action=statement.action.text,
        action_start=statement.action.start,
        action_end=statement.action.end,
        event_type=statement.event_type,
        mode=statement.mode,
        instruments=statement.instruments,
        actors=tuple(party.name for party in statement.actors),
        recipients=tuple(party.name for party in statement.recipients),
        factuality=statement.factuality,
        said_by=tuple(holder.name for holder in statement.holders),
        quoted=statement.quoted,
        probability=statement.probability,
        coder=statement.coder,
        codebook=statement.codebook,
    )


def report_rows(export: Export) -> Iterator[ReportRow]:
    """Give the reports behind the events, in the order of the events."""
    for report in reports_behind(export):
        yield ReportRow(
            id=report.id,
            outlet=report.outlet,
            outlet_how=report.outlet_how,
            title=report.title,
            byline=report.byline,
            url=report.url,
            published_start=report.published.start,
            published_end=report.published.end,
            published_precision=report.published.precision,
            published_how=report.published.how,
            language=report.language,
            translated_from=report.translated_from,
            translated_from_how=report.translated_from_how,
            characters=len(report.text),
        )


def actor_rows(export: Export) -> Iterator[ActorRow]:
    """Give the actors of the events in order of id; the same id under two names has two rows."""
    acting: Counter[Actor] = Counter()
    receiving: Counter[Actor] = Counter()
    for event in export.events():
        acting.update(set(event.actors))
        receiving.update(set(event.recipients))
    for actor in sorted({*acting, *receiving}, key=lambda actor: (actor.id, actor.name, repr(actor))):
        yield ActorRow(
            id=actor.id,
            name=actor.name,
            country=actor.country,
            code=actor.code,
            sector=actor.sector,
            acting=acting[actor],
            receiving=receiving[actor],
        )


@cache
def column_meanings() -> Mapping[str, Mapping[str, str]]:
    """Give what each column means, by table (`events`, `evidence`, …) and column, in order."""
    text = (resources.files("suasion.exchange") / "data" / "columns.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, dict[str, str]])
