"""How outlets name actors and acts, worked out from what a run left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from suasion.errors import InputError
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


def framings_about(
    snapshot: Snapshot, *, actor: str | None = None, event: str | None = None, most: int | None = None
) -> tuple[Framing, ...]:
    """Work out the rows about an actor and an event, from the reports that speak of them alone; without either, all rows.

    Raises:
        InputError: these are more reports than `most`.
    """
    from suasion.reconcile.framing import FramingInput, framings  # noqa: PLC0415 - as in `framings_of`
    from suasion.registers import load_registers  # noqa: PLC0415

    if actor is None and event is None:
        _require_few(snapshot.count(Report), most)
        return framings_of(snapshot)
    hidden = snapshot.withdrawn()
    named = {key for key, name in snapshot.mentioned() if _is_actor(actor, key, name)} if actor else set()
    spoken = snapshot.having(Mention, "json_extract_string(actor, '$.id')", named)
    mentions = [one for one in spoken if one.report_id not in hidden]
    events = tuple(snapshot.find(Event, [event] if event else []).values())
    told = snapshot.find(Statement, [key for one in events for key in one.statement_ids]).values()
    statements = [one for one in told if one.report_id not in hidden]
    ids = sorted({one.report_id for one in mentions} | {one.report_id for one in statements})
    _require_few(len(ids), most)
    given = FramingInput(
        reports=tuple(snapshot.find(Report, ids).values()),
        mentions=mentions,
        attributions=tuple(snapshot.having(Attribution, "report_id", ids)),
        statements=statements,
        events=events,
    )
    return framings(given, load_registers())


def _require_few(reports: int, most: int | None) -> None:
    if most is not None and reports > most:
        raise InputError(
            f"Framings from {reports:,} reports take too long to be asked for here.",
            cause=f"They are worked out from every sentence, in some 10 ms a report: at most {most:,} at a time.",
            remedy="Ask for an actor or an event that fewer reports tell of, or export them once: suasion export framings --case CASE",
        )


def select(
    rows: Iterable[Framing], *, actor: str | None = None, event: str | None = None, outlet: str | None = None
) -> Iterator[Framing]:
    """Give the rows about an actor (its id, name, or a state's three-letter code), about an event's act, and of an outlet."""
    for row in rows:
        about_actor = row.what == "actor" and actor is not None and _is_actor(actor, row.id, row.name)
        about_event = row.what == "event" and _is(event, row.id)
        asked = about_actor or about_event or (actor is None and event is None)
        if asked and (outlet is None or _is(outlet, row.outlet)):
            yield row


def _is_actor(asked: str, actor_id: str, name: str) -> bool:
    return _is(asked, actor_id, name, actor_id.removeprefix("state:"))


def _is(asked: str | None, *names: str) -> bool:
    return asked is not None and asked.casefold() in {name.casefold() for name in names}
