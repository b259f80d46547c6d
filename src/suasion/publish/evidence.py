"""The section of events: each with its sentences, the words marked that carry it, and who says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from suasion.publish.index import Index, event_order
from suasion.publish.judged import judged_lines
from suasion.publish.marking import Run, marked
from suasion.publish.naming import called
from suasion.publish.prose import Line, text
from suasion.publish.roots import origin_pieces
from suasion.publish.sourcing import DisputeView, dispute_view, holder_chain
from suasion.publish.words import amount, counted, day, limited, listing, load_words, period
from suasion.records import Event, Place, Statement

NAMES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementView:
    """One statement as it is shown: the sentence in runs, and where and by whom it is said."""

    id: str
    also: tuple[str, ...]
    runs: tuple[Run, ...]
    report_id: str
    report: str
    outlet: str
    url: str | None
    chain: str
    factuality: str
    quoted: bool
    when: str
    inexact: bool
    judged: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """One event as it is shown.

    `facts` are pairs of a name and its value; `parent` is the event whose content it is.
    """

    id: str
    headline: str
    factuality: str
    factuality_word: str
    status: str
    when: str
    dated: bool
    order: tuple[bool, str, str]
    sources: str
    witnesses: str
    domestic: bool
    facts: tuple[tuple[str, str], ...]
    origins: Line
    disputes: tuple[DisputeView, ...]
    judged: tuple[str, ...]
    parent: Event | None
    parent_headline: str
    statements: tuple[StatementView, ...]


def event_views(index: Index) -> tuple[EventView, ...]:
    """Show all events by day, each followed by the events that are its content."""
    return tuple(event_view(index, event) for event in in_order(index))


def in_order(index: Index) -> Iterator[Event]:
    """Give the events by day; what an event announces, threatens or asks for comes right after it."""
    done: set[str] = set()
    roots = [event for event in index.events.values() if index.parent(event) is None]
    for event in (*roots, *index.events.values()):
        stack = [event]
        while stack:
            here = stack.pop()
            if here.id not in done:
                done.add(here.id)
                yield here
                stack.extend(sorted(index.children.get(here.id, ()), key=event_order, reverse=True))


def event_view(index: Index, event: Event) -> EventView:
    """Show one event."""
    words = load_words()
    parent = index.parent(event)
    statements = [index.statements[key] for key in event.statement_ids if key in index.statements]
    statements.sort(key=lambda row: (index.place.get(row.report_id, 0), row.start, row.id))
    return EventView(
        id=event.id,
        headline=index.headline(event),
        factuality=event.counted_as,
        factuality_word=words.factuality[event.counted_as].word,
        status=words.status[event.status],
        when=index.when(event),
        dated=event.days is not None,
        order=event_order(event),
        sources=index.sources(event),
        witnesses=index.witnesses(event),
        domestic=bool(event.recipients) and not index.pairs(event),
        facts=(*facts(index, event), ("Probability (coder)", f"{event.probability:.2f}")),
        origins=origin_pieces(event.origins, len(event.report_ids)) or text("no known origin"),
        disputes=tuple(dispute_view(index, dispute) for dispute in event.disputes),
        judged=judged_lines(index, event.id),
        parent=parent,
        parent_headline=index.headline(parent) if parent else "",
        statements=tuple(statement_view(index, rows) for rows in told_alike(statements)),
    )


def facts(index: Index, event: Event) -> Iterator[tuple[str, str]]:
    """Name what is known of an event beside its headline."""
    yield "Type", type_text(index, event)
    named = [
        actor.name
        for actor in (*event.actors, *event.recipients)
        if actor.name not in side_names(index, event)
    ]
    if named:
        yield "Named", limited(list(dict.fromkeys(named)), NAMES)
    if event.where is not None:
        yield "Where", where_text(event.where)
    if event.amounts:
        yield "How much", listing([amount(value) for value in event.amounts])
    if not event.dated and event.when.text:
        yield "When, in the text", f"“{event.when.text}” ({event.when.how})"
    if event.speakers:
        yield "Quoted" if len(event.speakers) > 1 else "Speaker", speakers_text(event)
    if len({turn.told for turn in event.history}) > 1:
        yield "History", history_text(event)
    if names := called(index, event.id):
        yield "Called", names


def speakers_text(event: Event) -> str:
    """Name who is quoted on an event, and by how many: one speech in five outlets has one speaker and five witnesses."""
    shown = [
        f"{one.name} ({counted(len(one.report_ids), 'report')}, {counted(one.independent_origins, 'origin')})"
        for one in event.speakers
    ]
    return limited(shown, NAMES)


def history_text(event: Event) -> str:
    """Tell what was said of an event, in the order in which it was first told: `planned (3 May 2030) → occurred (9 May 2030)`."""
    words = load_words().factuality
    return " → ".join(
        f"{words[turn.factuality].word} ({f'told {day(turn.told)}' if turn.told else 'told on an unknown day'})"
        for turn in event.history
    )


def side_names(index: Index, event: Event) -> set[str]:
    """Give the names that the headline has already said."""
    return {side.name for side in index.sides((*event.actors, *event.recipients))}


def type_text(index: Index, event: Event) -> str:
    """Name type, mode and kind of act."""
    kind = index.given.codebook.type(event.event_type)
    mode = f", {event.mode.replace('_', ' ').replace('-', ' ')}" if event.mode else ""
    return f"{event.event_type}{mode} ({kind.label.lower()}; {kind.quad_name})"


def where_text(place: Place) -> str:
    """Name a place; a country's centroid is called that."""
    return (
        f"{place.name} (the country, not a place in it)"
        if place.precision == "country"
        else f"{place.name} ({place.precision})"
    )


def told_alike(statements: Iterable[Statement]) -> Iterator[tuple[Statement, ...]]:
    """Put together what one sentence says twice of an event ("visited and met"): it is quoted once."""
    groups: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for row in statements:
        groups[row.report_id, row.start, row.end, row.holders, row.factuality, row.quoted].append(row)
    yield from map(tuple, groups.values())


def statement_view(index: Index, statements: Sequence[Statement]) -> StatementView:
    """Show the statements that one sentence makes."""
    statement = statements[0]
    report = index.reports.get(statement.report_id)
    damage = report.damage if report else ()
    runs, exact = marked(*statements, damage=damage)
    return StatementView(
        id=statement.id,
        also=tuple(row.id for row in statements[1:]),
        runs=runs,
        report_id=statement.report_id,
        report=index.report_name(report) if report else statement.report_id,
        outlet=index.outlet(report) if report else "report not in the case",
        url=safe_url(report.url) if report else None,
        chain=holder_chain(index, statement.holders),
        factuality=load_words().factuality[statement.factuality].word,
        quoted=statement.quoted,
        when=period(statement.when),
        inexact=not exact,
        judged=judged_lines(index, *(row.id for row in statements)),
    )


def safe_url(url: str | None) -> str | None:
    """Let only web addresses become links."""
    return url if url and url.lower().startswith(("https://", "http://")) else None
