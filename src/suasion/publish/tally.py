"""Events counted by pair and factuality, and the sentences that tell the counts, linked to the events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from suasion.publish.index import Index, Pair, Side, anchor
from suasion.publish.prose import Item, Line, Piece, join, text
from suasion.publish.words import capital, counted, load_words
from suasion.records import FACTUALITIES, Event, Factuality

MEANS_SHOWN, PAIR = 5, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PairTally:
    """The events of one ordered pair, in the order of the page; `mutual` when all were done together."""

    source: Side
    target: Side
    events: tuple[Event, ...]
    mutual: bool = False

    def of(self, factuality: Factuality) -> tuple[Event, ...]:
        """Give those of one factuality."""
        return tuple(event for event in self.events if event.counted_as == factuality)

    @property
    def order(self) -> tuple[int | str, ...]:
        """Sort key: deeds first, then plans, then the rest, then the names."""
        counts = [-len(self.of(factuality)) for factuality in FACTUALITIES]
        return (*counts, self.source.name, self.target.name)


def every(event: Event) -> bool:  # noqa: ARG001  keeps all
    """Keep every event."""
    return True


def tally(index: Index, keep: Callable[[Event], bool] = every) -> tuple[PairTally, ...]:
    """Count the kept events by ordered pair, the busiest pair first. Retracted events are left out."""
    rows: dict[Pair, list[Event]] = defaultdict(list)
    for event in index.events.values():
        if event.status != "retracted" and keep(event):
            for pair in index.pairs(event):
                rows[pair].append(event)
    made = [PairTally(source=a, target=b, events=tuple(events)) for (a, b), events in rows.items()]
    return tuple(sorted(made, key=lambda row: row.order))


def folded(rows: Sequence[PairTally]) -> tuple[PairTally, ...]:
    """Leave out a direction whose events are all told by the other one: acts done together need one line."""
    seen: dict[Pair, PairTally] = {}
    for row in rows:
        other = seen.get((row.target, row.source))
        own = {event.id for event in row.events}
        if other is None:
            seen[row.source, row.target] = row
            continue
        told = {event.id for event in other.events}
        if own == told:
            seen[row.target, row.source] = PairTally(
                source=other.source, target=other.target, events=other.events, mutual=True
            )
        elif not own <= told:
            seen[row.source, row.target] = row
    return tuple(seen.values())


def crowded(index: Index, event: Event) -> bool:
    """Whether an act was done together by more than two sides: it says little about any two of them."""
    return not event.recipients and len(index.sides(event.actors)) > PAIR


def apart(index: Index, row: PairTally) -> PairTally:
    """Leave out of a pair's events those done together by many."""
    return replace(row, events=tuple(event for event in row.events if not crowded(index, event)))


def pair_anchor(source: Side, target: Side) -> str:
    """Give the anchor of the list of a pair's events."""
    return anchor("p", source.key, target.key)


def pair_item(index: Index, row: PairTally) -> Item:
    """Tell a pair's counts in one sentence, with what the acts were and how well they are supported."""
    href = "#" + pair_anchor(row.source, row.target)
    name = (
        f"{row.source.name} and {row.target.name}" if row.mutual else f"{row.source.name} → {row.target.name}"
    )
    parts = [deeds(index, row.of("occurred"), href)] if row.of("occurred") else []
    parts += [
        others(index, row.of(factuality), factuality, href)
        for factuality in FACTUALITIES[1:]
        if row.of(factuality)
    ]
    together = text(" (together)") if row.mutual else ()
    return Item(
        head=text(Piece(name, href, strong=True), together),
        line=text(join(parts, "; "), "."),
        note=text(capital(support(row.events)), among(index, row), "."),
    )


def among(index: Index, row: PairTally) -> str:
    """Say how many of a pair's events were done together by many."""
    number = len(row.events) - len(apart(index, row).events)
    return f"; {number} of {len(row.events)} among several sides" if number else ""


def deeds(index: Index, events: Sequence[Event], href: str) -> Line:
    """Tell the deeds of a pair: those in matter apart from those in words."""
    words = load_words().factuality["occurred"]
    matter = [event for event in events if index.material(event)]
    spoken = [event for event in events if not index.material(event)]
    head = Piece(counted(len(events), words.one, words.many), href)
    if not matter or not spoken:
        how = " in words" if spoken else ""
        return text(head, f"{how} (", means(index, events, href), ")")
    return text(
        head,
        f": {len(matter)} in matter (",
        means(index, matter, href),
        f") and {len(spoken)} in words (",
        means(index, spoken, href),
        ")",
    )


def others(index: Index, events: Sequence[Event], factuality: Factuality, href: str) -> Line:
    """Tell the acts of a pair that are not known to have happened."""
    words = load_words().factuality[factuality]
    return text(
        Piece(counted(len(events), words.one, words.many), href), " (", means(index, events, href), ")"
    )


def means(index: Index, events: Sequence[Event], href: str) -> Line:
    """Name what the acts were, the most frequent first; each leads to its event, or to the pair's list."""
    by_label: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_label[index.label(event)].append(event)
    ranked = sorted(by_label.items(), key=lambda item: (-len(item[1]), item[0]))
    shown = [
        text(Piece(label, f"#{group[0].id}") if len(group) == 1 else Piece(f"{len(group)} × {label}", href))
        for label, group in ranked[:MEANS_SHOWN]
    ]
    if len(ranked) > MEANS_SHOWN:
        shown.append(text(counted(len(ranked) - MEANS_SHOWN, "more kind")))
    return join(shown)


def support(events: Iterable[Event]) -> str:
    """Say how many events are corroborated (two or more independent origins each), how many disputed."""
    events = tuple(events)
    strong = sum(event.independent_origins > 1 for event in events)
    disputed = sum(bool(event.disputes) for event in events)
    if len(events) == 1:
        said = "corroborated" if strong else "a single origin"
    elif strong == 0:
        said = f"a single origin for each of the {len(events)}"
    else:
        said = f"{strong} of {len(events)} corroborated"
    return f"{said}, {disputed} disputed" if disputed else said


def event_line(index: Index, event: Event) -> Item:
    """Tell one event with a link, how many sources it has, and what it is said in."""
    parent = index.parent(event)
    when = f"{index.when(event)} · " if event.days else ""
    framed = text(" · part of: ", Piece(index.headline(parent), f"#{parent.id}")) if parent else ()
    return Item(
        line=text(Piece(index.headline(event), f"#{event.id}")),
        note=text(when, index.sources(event), framed),
    )
