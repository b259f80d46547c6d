"""One run's records as the page shows them. A shelf never changes; another run has another shelf."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache

import numpy as np

from suasion import __version__
from suasion.publish.index import Index
from suasion.publish.page.head import head
from suasion.publish.page.rows import event_row
from suasion.publish.page.shapes import Counted, EventRow, Facets, Meta
from suasion.records import Event, Selection
from suasion.web.columns import FACETS, Columns, Mask

_REMEMBERED = 64
"""Texts whose answers are kept: a filter is asked again for each view."""


class Shelf:
    """The events of one run, in the order of their days, with all that is known of them."""

    def __init__(
        self, name: str, corpus: str, index: Index, redirects: Mapping[str, tuple[str, ...]]
    ) -> None:
        """Lay out the columns; rows are made when they are first shown.

        Args:
            name: names the run; another run has another name.
            corpus: hash of what the case was made from.
            index: the records of the case, without judgements.
            redirects: the event ids that are no more, each with the events that now hold its statements.
        """
        self.name, self.corpus, self.index, self.redirects = name, corpus, index, redirects
        self.events: Sequence[Event] = tuple(index.events.values())
        self.place = {event.id: place for place, event in enumerate(self.events)}
        self.columns = Columns(self.events, index)
        self._rows: dict[int, EventRow] = {}
        self._telling = lru_cache(maxsize=_REMEMBERED)(self._tell)

    @cached_property
    def meta(self) -> Meta:
        """Say what the case is."""
        return head(self.index, version=__version__, corpus=self.corpus, reviewing=True)

    def row(self, place: int) -> EventRow:
        """Show the event at a place, as if nobody had judged it."""
        made = self._rows.get(place)
        if made is None:  # two threads may make the same row: it is the same row
            made = self._rows[place] = event_row(self.index, self.events[place])
        return made

    def now_called(self, record_id: str) -> tuple[str, ...]:
        """Give the ids by which a record is known now: its own, or those of the events that hold its statements."""
        return (record_id,) if record_id in self.place else self.redirects.get(record_id, (record_id,))

    def chosen(self, selection: Selection) -> Mask:
        """Give the events that meet a selection."""
        return self.columns.joined(self._masks(selection).values())

    def ordered(self, selection: Selection, sort: str) -> list[int]:
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

    def _masks(self, selection: Selection) -> Mapping[str, Mask]:
        masks = self.columns.masks(selection)
        return {**masks, "text": self._telling(selection.text)} if selection.text else masks

    def _tell(self, text: str) -> Mask:
        """Find the events one of whose sentences has a text, in small or capital letters."""
        wanted = text.lower()
        mask = np.zeros(len(self.events), dtype=bool)
        places = [place for place, sentence in self._sentences if wanted in sentence]
        mask[places] = True
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
