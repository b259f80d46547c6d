"""The head of the page: what the case is, and the names of what its filters offer."""

from __future__ import annotations

from suasion.publish.gaps import gap_items
from suasion.publish.index import Index
from suasion.publish.page.rows import kinds, outlets_of
from suasion.publish.page.shapes import Meta, Named, State
from suasion.records import OURS


def head(index: Index, *, version: str, corpus: str, reviewing: bool) -> Meta:
    """Say what the case is; `corpus` hashes what it was made from, `reviewing` says whether decisions can be sent."""
    events, reports = index.events.values(), index.reports.values()
    imported = [outlets_of(index, event) for event in events if event.imported]
    days = sorted(day for event in events for day in event.days or ())
    book, run = index.given.codebook, index.given.run
    return Meta(
        title=index.given.title,
        version=version,
        made=run.finished.isoformat() if run and run.finished else "",
        corpus=corpus,
        reports=len(index.reports),
        statements=len(index.statements),
        events=len(index.events),
        origins=len({origin.id for event in events for origin in event.origins}),
        first_day=days[0].isoformat() if days else None,
        last_day=days[-1].isoformat() if days else None,
        types=kinds(book),
        contexts=tuple(book.contexts),
        instruments=tuple(Named(key=name, name=one.label) for name, one in book.instruments.items()),
        states=_states(index),
        outlets=tuple(sorted({one.outlet for one in reports if one.outlet}.union(*imported))),
        languages=tuple(sorted({code for one in reports if (code := one.translated_from or one.language)})),
        datasets=tuple(sorted({event.imported.dataset if event.imported else OURS for event in events})),
        gaps=tuple("".join(piece.text for piece in item.line) for item in gap_items(index)),
        reviewing=reviewing,
    )


def _states(index: Index) -> tuple[State, ...]:
    """Name the sides that conditions can ask for, in the order of their names, each with its register's point."""
    actors = [actor for event in index.events.values() for actor in (*event.actors, *event.recipients)]
    codes = {actor.code for actor in actors if actor.code}
    return tuple(sorted((_state(index, code) for code in codes), key=lambda one: (one.name, one.key)))


def _state(index: Index, code: str) -> State:
    registers = index.given.registers
    place = registers.places.country(code) if registers else None
    name = index.state(code).name
    return State(key=code, name=name, lat=place.lat if place else None, lon=place.lon if place else None)
