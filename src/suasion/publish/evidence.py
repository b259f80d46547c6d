"""The section of events: each with its sentences, the words marked that carry it, and who says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from suasion.publish.index import Index, event_order
from suasion.publish.sourcing import dispute_text, holder_chain
from suasion.publish.words import amount, limited, listing, load_words, period
from suasion.records import Event, Origin, Participant, Place, Span, Statement

NAMES = 6


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a sentence; `mark` is `act`, `who` or empty."""

    text: str
    mark: str


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
    domestic: bool
    facts: tuple[tuple[str, str], ...]
    disputes: tuple[str, ...]
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
        dated=event.when.start is not None or event.when.end is not None,
        order=event_order(event),
        sources=index.sources(event),
        domestic=bool(event.recipients) and not index.pairs(event),
        facts=tuple(facts(index, event)),
        disputes=tuple(dispute_text(dispute) for dispute in event.disputes),
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
    if event.when.start is None and event.when.end is None and event.when.text:
        yield "When, in the text", f"“{event.when.text}” ({event.when.how})"
    yield (
        "Goes back to",
        limited(list(dict.fromkeys(map(origin_name, event.origins))), NAMES) or "no known origin",
    )
    yield "Probability (coder)", f"{event.probability:.2f}"


def origin_name(origin: Origin) -> str:
    """Name an origin; a report, which only has a title, is quoted."""
    return f"“{origin.name}”" if origin.kind == "report" else origin.name


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
    runs, exact = marked(*statements)
    return StatementView(
        id=statement.id,
        also=tuple(row.id for row in statements[1:]),
        runs=runs,
        report_id=statement.report_id,
        report=index.report_name(report) if report else statement.report_id,
        outlet=index.outlet(report) if report else "report not in the case",
        url=safe_url(report.url) if report else None,
        chain=holder_chain(statement.holders),
        factuality=load_words().factuality[statement.factuality].word,
        quoted=statement.quoted,
        when=period(statement.when),
        inexact=not exact,
    )


def safe_url(url: str | None) -> str | None:
    """Let only web addresses become links."""
    return url if url and url.lower().startswith(("https://", "http://")) else None


def marked(statement: Statement, *others: Statement) -> tuple[tuple[Run, ...], bool]:
    """Cut a sentence into runs at the actions and the participants of the statements that it makes.

    The second value is false where a span does not hold its quoted text: that one is not marked.
    A participant named in another sentence (one that a pronoun stands for) is simply not marked here.
    """
    sentence, offset = statement.sentence, statement.start
    kinds = [""] * len(sentence)
    exact = True
    rows = (statement, *others)
    spans: list[tuple[Span | Participant, str]] = [
        (span, "who") for row in rows for span in (*row.actors, *row.recipients)
    ]
    spans += [(row.action, "act") for row in rows]
    for span, kind in spans:
        start, end = span.start - offset, span.end - offset
        if start < 0 or end > len(sentence):
            continue
        if sentence[start:end] != span.text:
            exact = False
            continue
        kinds[start:end] = [kind] * (end - start)
    return tuple(cut(sentence, kinds, borders(spans, offset))), exact


def borders(spans: Sequence[tuple[Span | Participant, str]], offset: int) -> set[int]:
    """Give the positions at which a new mark begins, so that two marks side by side stay two."""
    return {span.start - offset for span, _ in spans}


def cut(sentence: str, kinds: Sequence[str], starts: set[int]) -> Iterator[Run]:
    """Give the runs of one kind in order; together they are the sentence."""
    begin = 0
    for i in range(1, len(sentence) + 1):
        if i == len(sentence) or kinds[i] != kinds[begin] or (kinds[i] and i in starts):
            yield Run(sentence[begin:i], kinds[begin])
            begin = i
