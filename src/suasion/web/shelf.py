"""One run's records as the page shows them. A shelf never changes; another run has another shelf."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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


class Shelf:
    """The events of one run, in the order of their days, with all that is known of them."""

    def __init__(self, left: Left, index: Index) -> None:
        """Lay out the columns; `index` knows no judgements. Rows are made when they are first shown."""
        self.left, self.index = left, index
        self.events: Sequence[Event] = tuple(index.events.values())
        self.place = {event.id: place for place, event in enumerate(self.events)}
        self.columns = Columns(self.events, index)
        paired = list(_paired(index, self.events))
        self.figures = Figures(index, paired)
        self.queue = self._order(weights(paired))
        """The places of our own events, and what a decision on each would change, the most first."""
        self.meta: Meta = head(index, version=__version__, corpus=left.corpus, reviewing=True)
        self._rows: dict[int, EventRow] = {}
        self._telling = lru_cache(maxsize=_REMEMBERED)(self._tell)

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

    def facets(self, selection: Selection) -> Facets:
        """Count the values of each condition among the events that the other conditions leave."""
        masks = self._masks(selection)
        counted: dict[str, tuple[Counted, ...]] = {}
        for name in FACETS:
            left = self.columns.joined(mask for word, mask in masks.items() if word != name)
            found = self.columns.values[name].count(left)
            counted[name] = tuple(Counted(value=value, n=n) for value, n in found)
        return Facets(**counted)

    def _order(self, found: Mapping[str, float]) -> tuple[Places, NDArray[np.float64]]:
        places = np.array([self.place[key] for key in found], dtype=np.intp)
        gains = np.array(list(found.values()), dtype=np.float64)
        order = np.lexsort((places, -gains))
        return places[order], gains[order]

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
    def _sentences(self) -> Sequence[tuple[int, str]]:
        """Every sentence that tells of an event, in small letters, with the event's place."""
        told = self.index.statements
        return [
            (place, told[key].sentence.lower())
            for place, event in enumerate(self.events)
            for key in event.statement_ids
            if key in told
        ]


def _paired(index: Index, events: Sequence[Event]) -> Iterator[tuple[Event, tuple[Pair, ...]]]:
    """Give events with their pairs; many events have the same sides, whose pairs are worked out once."""
    known: dict[object, tuple[Pair, ...]] = {}
    for event in events:
        sides = (event.event_type, event.actors, event.recipients)
        if sides not in known:
            known[sides] = index.pairs(event)
        yield event, known[sides]
