"""How outlets name actors and acts, worked out from what a run left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from suasion.records import Attribution, Event, Framing, Mention, Report, Statement
from suasion.store import Snapshot

if TYPE_CHECKING:
    from suasion.engine.rooms import Contents


def framings_of(source: Snapshot | Contents) -> tuple[Framing, ...]:
    """Work out the table of framings; nothing withdrawn is in it."""
    from suasion.reconcile.framing import FramingInput, framings  # noqa: PLC0415 - slow to import, and only needed here
    from suasion.registers import load_registers  # noqa: PLC0415

    if isinstance(source, Snapshot):
        given = FramingInput(
            reports=tuple(source.rows(Report)),
            mentions=tuple(source.rows(Mention)),
            attributions=tuple(source.rows(Attribution)),
            statements=tuple(source.rows(Statement)),
            events=tuple(source.rows(Event)),
        )
    else:
        given = FramingInput(
            reports=source.reports,
            mentions=source.mentions,
            attributions=source.attributions,
            statements=source.statements,
            events=source.events,
        )
    return framings(given, load_registers())


def select(
    rows: Iterable[Framing], *, actor: str | None = None, event: str | None = None, outlet: str | None = None
) -> Iterator[Framing]:
    """Give the rows about an actor (its id, name, or a state's three-letter code), about an event's act, and of an outlet."""
    for row in rows:
        about_actor = row.what == "actor" and _is(actor, row.id, row.name, row.id.removeprefix("state:"))
        about_event = row.what == "event" and _is(event, row.id)
        asked = about_actor or about_event or (actor is None and event is None)
        if asked and (outlet is None or _is(outlet, row.outlet)):
            yield row


def _is(asked: str | None, *names: str) -> bool:
    return asked is not None and asked.casefold() in {name.casefold() for name in names}
