"""The section of ties: counts and measures by pair and means, and the events behind each number."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from suasion.publish.index import Index, Pair, Side, anchor, event_order
from suasion.publish.tally import PairTally, pair_anchor, tally
from suasion.publish.words import day, load_words, small
from suasion.records import FACTUALITIES, Event, FactualityCounts, Tie

ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A count of one factuality; zero is no link."""

    number: int
    factuality: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TieRow:
    """One row of the table: a pair's acts by one means, and where its events are listed (`anchor`)."""

    label: str
    anchor: str
    cells: tuple[Cell, ...]
    n: int
    effective: str
    measures: tuple[str, ...]
    events: tuple[Event, ...]
    numbers: tuple[tuple[int, Event], ...] = ()
    """The row's events with their numbers in the pair's list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairView:
    """One ordered pair of different sides: its rows, and all its events."""

    source: Side
    target: Side
    anchor: str
    rows: tuple[TieRow, ...]
    events: tuple[Event, ...]


def pair_views(index: Index) -> tuple[PairView, ...]:
    """Make the table: pairs ordered by their counts, each pair's rows by theirs.

    A tie whose pair has no event on the page (an organisation under another key) is shown too.
    """
    by_pair: dict[Pair, list[Tie]] = defaultdict(list)
    for tie in index.given.ties:
        by_pair[index.state(tie.source), index.state(tie.target)].append(tie)
    rows = {(row.source, row.target): row for row in tally(index)}
    alone = [PairTally(source=a, target=b, events=()) for a, b in sorted(by_pair) if (a, b) not in rows]
    return tuple(pair_view(index, row, by_pair[row.source, row.target]) for row in (*rows.values(), *alone))


def pair_view(index: Index, row: PairTally, ties: Sequence[Tie]) -> PairView:
    """Make one pair's rows: all means together, then each kind of means."""
    name = pair_anchor(row.source, row.target)
    by_means: dict[str, list[Tie]] = defaultdict(list)
    for tie in ties:
        by_means[tie.instrument].append(tie)
    told = {event.id: event for tie in ties for i in tie.event_ids if (event := index.events.get(i))}
    whole = tie_row(index, "all means", name, by_means.pop(ALL, []), (*row.events, *told.values()))
    rest = [
        tie_row(index, means_label(index, key), anchor(name, key), own, ())
        for key, own in sorted(by_means.items())
    ]
    place = {event.id: number for number, event in enumerate(whole.events, start=1)}
    rest = [numbered(item, place) for item in rest]
    rest.sort(key=lambda item: ([-cell.number for cell in item.cells], item.label))
    return PairView(source=row.source, target=row.target, anchor=name, rows=(whole, *rest), events=row.events)


def tie_row(index: Index, label: str, name: str, ties: Sequence[Tie], events: Sequence[Event]) -> TieRow:
    """Make a row from the ties of one pair and means; without a tie, from the events alone."""
    ids = dict.fromkeys(event_id for tie in ties for event_id in tie.event_ids)
    told = {event.id: event for event in events} | {i: index.events[i] for i in ids if i in index.events}
    own = tuple(sorted(told.values(), key=event_order))
    widest = max(ties, key=lambda tie: (tie.window.label == ALL, tie.n), default=None)
    counts = widest.counts if widest else tally_counts(own)
    return TieRow(
        label=label,
        anchor=name,
        cells=cells(counts),
        n=widest.n if widest else len(own),
        effective=f"{widest.effective_n:.1f}" if widest else "–",
        measures=measures(ties),
        events=own,
    )


def numbered(row: TieRow, place: Mapping[str, int]) -> TieRow:
    """Point a row's events to their places in the pair's list."""
    return replace(row, numbers=tuple((place[event.id], event) for event in row.events))


def cells(counts: FactualityCounts) -> tuple[Cell, ...]:
    """Put counts in the order of the columns."""
    return tuple(Cell(number=getattr(counts, word), factuality=word) for word in FACTUALITIES)


def tally_counts(events: Iterable[Event]) -> FactualityCounts:
    """Count events that no tie counts (those of organisations and groups), as `weigh` counts."""
    counts = Counter(event.counted_as for event in events)
    return FactualityCounts(**{word: counts[word] for word in FACTUALITIES})


def measure_order(tie: Tie) -> tuple[str, bool, str, str]:
    """Sort key: by measure, the whole time first, then by window."""
    return (tie.measure, tie.window.label != ALL, tie.window.label, tie.id)


def measures(ties: Sequence[Tie]) -> tuple[str, ...]:
    """Write the measures that have a value; where none has, why."""
    known = [tie for tie in sorted(ties, key=measure_order) if tie.value is not None]
    if known:
        return tuple(measure_text(tie) for tie in known)
    return tuple(sorted({tie.value_how for tie in ties})) or ("none",)


def measure_text(tie: Tie) -> str:
    """Write a measure with its window and intervals; its unit stands below the table."""
    window = "" if tie.window.label == ALL else f", {window_text(tie)}"
    intervals = interval(80, tie.low80, tie.high80) + interval(95, tie.low95, tie.high95)
    return f"{measure_name(tie)}{window}: {tie.value:.3g}{intervals}"


def interval(percent: int, low: float | None, high: float | None) -> str:
    """Write an interval, if there is one."""
    return "" if low is None or high is None else f" ({percent} %: {low:.3g} to {high:.3g})"


def measure_name(tie: Tie) -> str:
    """Name a measure."""
    return load_words().measure.get(tie.measure, tie.measure)


def units(index: Index) -> tuple[tuple[str, str], ...]:
    """Give each measure that has a value somewhere with its unit."""
    return tuple(sorted({(measure_name(tie), tie.unit) for tie in index.given.ties if tie.value is not None}))


def window_text(tie: Tie) -> str:
    """Name a window: its label with its days."""
    window = tie.window
    if window.start and window.end:
        return f"{window.label} ({day(window.start)} to {day(window.end)})"
    return window.label


def means_label(index: Index, key: str) -> str:
    """Name an instrument or a group of instruments."""
    book = index.given.codebook
    return small(book.instruments[key].label) if key in book.instruments else key.replace("-", " ")


def no_measure(index: Index) -> bool:
    """Whether no tie has a value: one sentence then stands for a column of "insufficient"."""
    return all(tie.value is None for tie in index.given.ties)
