"""The first page: one page of plain words that says who courted whom, with what, and how sure that is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from suasion.publish.gaps import gap_items
from suasion.publish.index import Index, Side, event_order
from suasion.publish.prose import Block, Line, Piece, text
from suasion.publish.sourcing import dispute_block, origin_block
from suasion.publish.tally import PairTally, apart, event_line, folded, means, pair_item, tally
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

PAIRS, UNREALISED, PRESSURE, NAMES = 6, 2, 3, 6
"""How many items a block shows, so that the judgement prints on one A4 page."""


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
    origins = {origin.id for event in index.events.values() for origin in event.origins}
    parts = [
        counted(len(index.reports), "report"),
        outlets_text([report.outlet for report in reports]),
        dates_text([report.published.start for report in reports]),
        f"{counted(len(index.events), 'event')} from {counted(len(origins), 'independent origin')}",
    ]
    return "; ".join(part for part in parts if part) + "."


def outlets_text(outlets: Sequence[str | None]) -> str:
    """Count the outlets: `4 known outlets, 1 report of an unknown one`."""
    known, unknown = len({name for name in outlets if name}), sum(name is None for name in outlets)
    if not known:
        return "no outlet is known" if unknown else ""
    return counted(known, "known outlet") + (
        f", {counted(unknown, 'report of an unknown one', 'reports of unknown ones')}" if unknown else ""
    )


def dates_text(days: Sequence[date | None]) -> str:
    """Say what days the reports bear: `published 1 to 8 March 2031 (3 undated)`."""
    known, undated = sorted(day for day in days if day), sum(day is None for day in days)
    if not known:
        return "no date of publication is known" if undated else ""
    return f"published {between(known[0], known[-1])}" + (f" ({undated} undated)" if undated else "")


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
        if row.source.key not in index.groups:
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
    named = [row.target for row in own if row.target.key not in index.groups] or [row.target for row in own]
    targets = limited([with_article(target.name, target.key) for target in named], NAMES)
    return text(
        Piece(f"{capital(with_article(side.name, side.key))} {does}", href, strong=True),
        ": ",
        done,
        f"{also}, towards {targets}{equals(by_source, side, len(occurred))}.",
    )


def equals(by_source: Mapping[Side, Sequence[PairTally]], first: Side, deeds: int) -> str:
    """Name the sources with as many deeds as the one named first."""
    counts = {
        side: len({event.id for row in own for event in row.of("occurred")})
        for side, own in by_source.items()
    }
    same = sorted(side for side, count in counts.items() if count == deeds and side != first)
    if not same or not deeds:
        return ""
    names = limited([with_article(side.name, side.key) for side in same], NAMES)
    return f"; {names} {verb(len(same), 'has', 'have')} as many deeds"


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
        f"{origins_text(list(events.values()))} ",
        not_happened(list(events.values())),
    )


def origins_text(events: Sequence[Event]) -> str:
    """Say in a sentence how many events are corroborated, and how many are disputed."""
    strong = sum(event.independent_origins > 1 for event in events)
    disputed = sum(bool(event.disputes) for event in events)
    contested = f" {disputed} {verb(disputed, 'is', 'are')} disputed." if disputed else ""
    if not strong:
        return f"Every one rests on a single origin.{contested}"
    rest = "" if strong == len(events) else "; each of the others rests on one"
    return (
        f"{strong} of them {verb(strong, 'is', 'are')} corroborated, that is, asserted by two or more "
        f"independent origins{rest}.{contested}"
    )


def not_happened(events: Sequence[Event]) -> str:
    """Say how many events are not known to have happened, by factuality."""
    counts = [
        (sum(event.counted_as == factuality for event in events), load_words().factuality[factuality].word)
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
    """List the busiest pairs, each with its sentence.

    Two sides that only met among others (a summit of many, a joint letter), and groups without a name, stand in
    the table of ties alone.
    """
    every = folded(rows)
    own = [
        row
        for row in every
        if apart(index, row).events and not {row.source.key, row.target.key} & index.groups
    ]
    told = sorted(own, key=lambda row: apart(index, row).order)[:most]
    left = len(every) - len(told)
    more = text(Piece(f"{counted(left, 'more pair')} in the table of ties", "#ties")) if left > 0 else ()
    return Block(
        title=title,
        anchor=anchor,
        empty=empty,
        more=more,
        items=tuple(pair_item(index, row) for row in told),
    )


def unrealised_blocks(index: Index) -> tuple[Block, ...]:
    """List what is only planned, conditional, guessed or denied, the best supported first."""
    events = [event for event in index.events.values() if index.pairs(event) and event.status != "retracted"]
    blocks = []
    for factuality in FACTUALITIES[1:]:
        own = sorted((event for event in events if event.counted_as == factuality), key=support_order)
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
