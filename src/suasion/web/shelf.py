"""One run's records as the page shows them. A shelf never changes; another run has another shelf."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from suasion import __version__
from suasion.publish.index import Index, Pair
from suasion.publish.page.head import head
from suasion.publish.page.queue import weights
from suasion.publish.page.rows import event_row
from suasion.publish.page.shapes import Counted, EventRow, Facets, Meta
from suasion.records import Event, Selection
from suasion.web.columns import FACETS, Columns, Mask, Places
from suasion.web.figures import Figures

_REMEMBERED = 64
"""Texts whose answers are kept: a filter is asked again for each view."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What a run left beside its records: which one it was, and what became of what people had decided.

    `name` names the run's snapshot, `corpus` hashes what the case was made from; `redirects` has the event ids that are no more, each
    with the events that now hold its statements. The first `taken` judgements are in the records; `stale` are the ids of those whose
    target was no more.
    """

    name: str
    corpus: str
    redirects: Mapping[str, tuple[str, ...]]
    taken: int
    stale: frozenset[str]
    note: str = ""
    """What is not shown here, in a sentence."""


class Shelf:
    """The events of one run, in the order of their days, with all that is known of them."""

    def __init__(self, left: Left, index: Index) -> None:
        """Lay out the columns; `index` knows no judgements. Rows are made when they are first shown."""
        self.left, self.index = left, index
        self.events: Sequence[Event] = tuple(index.events.values())
        self.place = {event.id: place for place, event in enumerate(self.events)}
        self.columns = Columns(self.events, index)
        self.meta: Meta = _told(
            head(index, version=__version__, corpus=left.corpus, reviewing=True), left.note
        )
        self._rows: dict[int, EventRow] = {}
        self._telling = lru_cache(maxsize=_REMEMBERED)(self._tell)

    def prepare(self) -> None:
        """Lay out what is otherwise laid out when it is asked for first."""
        self.figures, self.queue, self.disputed, self._told_by, self._sentences  # noqa: B018 - they are kept

    @cached_property
    def figures(self) -> Figures:
        """What counts of events are made of."""
        return Figures(self.index, self._paired)

    @cached_property
    def queue(self) -> tuple[Places, NDArray[np.float64]]:
        """The places of our own events, and what a decision on each would change, the most first."""
        found = weights(self._paired)
        places = np.array([self.place[key] for key in found], dtype=np.intp)
        gains = np.array(list(found.values()), dtype=np.float64)
        order = np.lexsort((places, -gains))
        return places[order], gains[order]

    def now_called(self, record_id: str) -> tuple[str, ...]:
        """Give the ids by which a record is known now: its own, or those of the events that hold its statements."""
        known = record_id in self.place
        return (record_id,) if known else self.left.redirects.get(record_id, (record_id,))

    def row(self, place: int) -> EventRow:
        """Show the event at a place, as if nobody had judged it."""
        made = self._rows.get(place)
        if made is None:  # two threads may make the same row: it is the same row
            made = self._rows[place] = event_row(self.index, self.events[place])
        return made

    def chosen(self, selection: Selection) -> Mask:
        """Give the events that meet a selection."""
        return self.columns.joined(self._masks(selection).values())

    def ordered(self, selection: Selection, sort: str = "day") -> list[int]:
        """Give the places of the events that meet a selection, in an order of `columns.SORTS`."""
        return self.columns.ordered(self.chosen(selection), sort)

    def reports(self, selection: Selection) -> list[int]:
        """Give the places of the reports that tell of the events that meet a selection; of all events, of all reports."""
        if selection == Selection():
            return list(range(len(self.index.reports)))
        told, by = self._told_by
        places: list[int] = np.unique(by[self.chosen(selection)[told]]).tolist()
        return places

    @cached_property
    def disputed(self) -> Mask:
        """Which events have sources that disagree."""
        return np.array([bool(event.disputes) for event in self.events], dtype=bool)

    def facets(self, selection: Selection) -> Facets:
        """Count the values of each condition among the events that the other conditions leave."""
        masks = self._masks(selection)
        counted: dict[str, tuple[Counted, ...]] = {}
        for name in FACETS:
            left = self.columns.joined(mask for word, mask in masks.items() if word != name)
            found = self.columns.values[name].count(left)
            counted[name] = tuple(Counted(value=value, n=n) for value, n in found)
        return Facets(**counted)

    def _masks(self, selection: Selection) -> Mapping[str, Mask]:
        masks = self.columns.masks(selection)
        return {**masks, "text": self._telling(selection.text)} if selection.text else masks

    def _tell(self, text: str) -> Mask:
        """Find the events one of whose sentences has a text, in small or capital letters."""
        wanted = text.lower()
        mask = np.zeros(len(self.events), dtype=bool)
        mask[[place for place, sentence in self._sentences if wanted in sentence]] = True
        return mask

    @cached_property
    def _paired(self) -> Sequence[tuple[Event, tuple[Pair, ...]]]:
        """Events with their pairs; many events have the same sides, whose pairs are worked out once."""
        known: dict[object, tuple[Pair, ...]] = {}
        paired: list[tuple[Event, tuple[Pair, ...]]] = []
        for event in self.events:
            sides = (event.event_type, event.actors, event.recipients)
            if sides not in known:
                known[sides] = self.index.pairs(event)
            paired.append((event, known[sides]))
        return paired

    @cached_property
    def _told_by(self) -> tuple[Places, Places]:
        """The places of events, and of the reports that tell of them: an entry for each of both."""
        known = self.index.place
        pairs = [
            (place, known[key])
            for place, event in enumerate(self.events)
            for key in event.report_ids
            if key in known
        ]
        told, by = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
        return told, by

    @cached_property
    def _sentences(self) -> Sequence[tuple[int, str]]:
        """Every sentence that tells of an event, in small letters, with the event's place."""
        told = self.index.statements
        return [
            (place, told[key].sentence.lower())
            for place, event in enumerate(self.events)
            for key in event.statement_ids
            if key in told
        ]


def _told(meta: Meta, note: str) -> Meta:
    return replace(meta, gaps=(note, *meta.gaps)) if note else meta
