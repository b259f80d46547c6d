"""The first page: one page of plain words that says who courted whom, with what, and how sure that is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from suasion.publish.gaps import gap_items
from suasion.publish.index import Index, Side, event_order
from suasion.publish.prose import Block, Line, Piece, text
from suasion.publish.sourcing import dispute_block, origin_block
from suasion.publish.tally import PairTally, event_line, folded, means, pair_item, support, tally
from suasion.publish.words import (
    between,
    capital,
    counted,
    limited,
    listing,
    load_words,
    verb,
    with_article,
)
from suasion.records import FACTUALITIES, Event

PAIRS, UNREALISED, PRESSURE, NAMES = 8, 4, 5, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPage:
    """What the first page says, in its order."""

    corpus: str
    lead: tuple[Line, ...]
    courting: Block
    unrealised: tuple[Block, ...]
    pressure: Block
    disputes: Block
    origins: Block
    gaps: Block


def first_page(index: Index) -> FirstPage:
    """Write the first page. Acts inside one state are left out; they stand with the events below."""
    book = index.given.codebook
    courting = tally(index, lambda event: book.is_cooperative(event.event_type))
    pressing = tally(index, lambda event: not book.is_cooperative(event.event_type))
    return FirstPage(
        corpus=corpus_line(index),
        lead=lead_lines(index, courting, pressing),
        courting=pair_block(
            index,
            courting,
            most=PAIRS,
            title="Who courts whom, with what",
            anchor="courting",
            empty="No report here tells of one state courting another.",
        ),
        unrealised=unrealised_blocks(index),
        pressure=pair_block(
            index,
            pressing,
            most=PRESSURE,
            title="Pressure",
            anchor="pressure",
            empty="No report here tells of threats, demands, sanctions or force between states.",
        ),
        disputes=dispute_block(index),
        origins=origin_block(index),
        gaps=Block(title="What the corpus does not cover", anchor="gaps", items=gap_items(index)),
    )


def corpus_line(index: Index) -> str:
    """Describe the corpus in a line: how many reports, outlets, origins, and the days it covers."""
    reports = index.reports.values()
    known = {report.outlet for report in reports if report.outlet}
    unknown = sum(report.outlet is None for report in reports)
    outlets = counted(len(known), "known outlet") + (f" ({unknown} of unknown outlet)" if unknown else "")
    days = sorted(report.published.start for report in reports if report.published.start)
    dated = f"{len(days)} dated" + (f", {between(days[0], days[-1])}" if days else "")
    undated = len(index.reports) - len(days)
    origins = {origin.id for event in index.events.values() for origin in event.origins}
    return (
        f"{counted(len(index.reports), 'report')} from {outlets}; {dated}"
        f"{f'; {undated} undated' if undated else ''}; "
        f"{counted(len(index.events), 'event')} from {counted(len(origins), 'independent origin')}."
    )


def lead_lines(
    index: Index, courting: Sequence[PairTally], pressing: Sequence[PairTally]
) -> tuple[Line, ...]:
    """Say the main thing first: who courts most, who presses most, and how sure that is."""
    lines = [
        most_active(index, courting, "courts most", "#courting"),
        most_active(index, pressing, "presses most", "#pressure"),
        sureness(courting, pressing),
    ]
    return tuple(line for line in lines if line)


def most_active(index: Index, rows: Sequence[PairTally], does: str, href: str) -> Line:
    """Name the most active source with its deeds, what else it has in view, and its targets."""
    by_source: dict[Side, list[PairTally]] = defaultdict(list)
    for row in rows:
        by_source[row.source].append(row)
    if not by_source:
        return ()
    side, own = min(by_source.items(), key=lambda item: activity(item[1]))
    occurred = {event.id for row in own for event in row.of("occurred")}
    rest = {event.id for row in own for event in row.events} - occurred
    words = load_words().factuality["occurred"]
    also = f" and {counted(len(rest), 'act')} not known to have happened" if rest else ""
    what = means(index, [event for event in index.events.values() if event.id in occurred], href)
    done = text(counted(len(occurred), words.one, words.many), *(text(" (", what, ")") if what else ()))
    targets = limited([with_article(row.target.name, row.target.key) for row in own], NAMES)
    return text(
        Piece(f"{capital(with_article(side.name, side.key))} {does}", href, strong=True),
        ": ",
        done,
        f"{also}, towards {targets}.",
    )


def activity(rows: Sequence[PairTally]) -> tuple[int, int, int, str]:
    """Sort key of a source: most deeds, then most events, then most targets, then the name."""
    occurred = {event.id for row in rows for event in row.of("occurred")}
    every = {event.id for row in rows for event in row.events}
    return (-len(occurred), -len(every), -len(rows), rows[0].source.name)


def sureness(courting: Sequence[PairTally], pressing: Sequence[PairTally]) -> Line:
    """Say how many of the events between states more than one independent origin asserts."""
    events = {event.id: event for row in (*courting, *pressing) for event in row.events}
    if not events:
        return text("The reports tell of no act between two states.")
    return text(
        Piece("How sure", "#events", strong=True),
        f": {counted(len(events), 'event')} between different sides. ",
        support(events.values()),
        ". ",
        not_happened(list(events.values())),
    )


def not_happened(events: Sequence[Event]) -> str:
    """Say how many events are not known to have happened, by factuality."""
    counts = [
        (sum(event.factuality == factuality for event in events), load_words().factuality[factuality].word)
        for factuality in FACTUALITIES[1:]
    ]
    total = sum(number for number, _ in counts)
    if not total:
        return ""
    parts = listing([f"{number} {word}" for number, word in counts if number])
    return f"{counted(total, 'event')} {verb(total, 'is', 'are')} not known to have happened: {parts}."


def pair_block(
    index: Index, rows: Sequence[PairTally], *, most: int, title: str, anchor: str, empty: str
) -> Block:
    """List the busiest pairs, each with its sentence."""
    told = folded(rows)
    left = len(told) - most
    more = text(Piece(f"{counted(left, 'more pair')} in the table of ties", "#ties")) if left > 0 else ()
    return Block(
        title=title,
        anchor=anchor,
        empty=empty,
        more=more,
        items=tuple(pair_item(index, row) for row in told[:most]),
    )


def unrealised_blocks(index: Index) -> tuple[Block, ...]:
    """List what is only planned, conditional, guessed or denied, the best supported first."""
    events = [event for event in index.events.values() if index.pairs(event) and event.status != "retracted"]
    blocks = []
    for factuality in FACTUALITIES[1:]:
        own = sorted((event for event in events if event.factuality == factuality), key=support_order)
        if own:
            left = len(own) - UNREALISED
            blocks.append(
                Block(
                    title=load_words().factuality[factuality].heading,
                    anchor=factuality,
                    items=tuple(event_line(index, event) for event in own[:UNREALISED]),
                    more=text(Piece(f"{left} more in the timeline’s table", "#timeline")) if left > 0 else (),
                )
            )
    return tuple(blocks)


def support_order(event: Event) -> tuple[object, ...]:
    """Sort key: most origins, then reports, then the coder's probability, then the page's order."""
    return (-event.independent_origins, -len(event.report_ids), -event.probability, *event_order(event))
