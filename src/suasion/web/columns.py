"""Events as columns: which of them meet a selection, and how many have which value, in a millisecond for 50,000 events.

A condition is a mask over all events; masks are joined by `and`. A list of values (the states that act, say) is held as two
arrays, so that an event may have any number of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from suasion.publish.index import Index
from suasion.publish.page.rows import languages_of, outlets_of
from suasion.records import OURS, Event, Selection

Mask = NDArray[np.bool_]
Places = NDArray[np.intp]

SORTS = ("day", "-day", "origins", "-origins", "probability", "-probability")
"""The orders in which events can be asked for; a minus turns the order, and the undated come last in both."""
FACETS = ("source", "target", "type", "instrument", "factuality", "status", "outlet", "language")
"""The conditions whose values are counted, by the words of the command line."""

_NO_DAY = np.iinfo(np.int32).max


@dataclass(frozen=True, slots=True)
class Values:
    """Words that events have, any number each: `code[i]` is the place in `words` of a word of the event at `place[i]`."""

    words: tuple[str, ...]
    place: Places
    code: Places
    size: int

    @classmethod
    def of(cls, rows: Sequence[Iterable[str]]) -> Values:
        """Take the words of each event, each word once."""
        held = [tuple(dict.fromkeys(row)) for row in rows]
        words = tuple(sorted({word for row in held for word in row}))
        number = {word: at for at, word in enumerate(words)}
        place = np.repeat(np.arange(len(held)), [len(row) for row in held])
        code = np.array([number[word] for row in held for word in row], dtype=np.intp)
        return cls(words, place, code, len(held))

    def having(self, wanted: Collection[str]) -> Mask:
        """Give the events that have one or more of some words."""
        asked = np.fromiter((word in wanted for word in self.words), dtype=bool, count=len(self.words))
        mask = np.zeros(self.size, dtype=bool)
        mask[self.place[asked[self.code]]] = True
        return mask

    def count(self, mask: Mask) -> list[tuple[str, int]]:
        """Count the events of a mask by word, the most frequent first; words without any are left out."""
        counts = np.bincount(self.code[mask[self.place]], minlength=len(self.words)).tolist()
        found = [(word, n) for word, n in zip(self.words, counts, strict=True) if n]
        return sorted(found, key=lambda one: (-one[1], one[0]))


class Columns:
    """The columns of a case's events."""

    def __init__(self, events: Sequence[Event], index: Index) -> None:
        """Lay out events, of which the index knows all."""
        self.size = len(events)
        days = [event.days or (None, None) for event in events]
        self.start = np.array([_day(first) for first, _ in days], dtype=np.int32)
        self.end = np.array([_day(last) for _, last in days], dtype=np.int32)
        self.origins = np.array([event.independent_origins for event in events], dtype=np.int32)
        self.probability = np.array([event.probability for event in events], dtype=np.float64)
        self.values: Mapping[str, Values] = {
            "source": Values.of([[one.code for one in event.actors if one.code] for event in events]),
            "target": Values.of(
                [[one.code for one in event.recipients or event.actors if one.code] for event in events]
            ),
            "type": Values.of([[event.event_type] for event in events]),
            "instrument": Values.of([_kinds(event.instruments) for event in events]),
            "factuality": Values.of([[event.factuality] for event in events]),
            "status": Values.of([[event.status] for event in events]),
            "outlet": Values.of([outlets_of(index, event) for event in events]),
            "language": Values.of([languages_of(index, event) for event in events]),
            "dataset": Values.of([[event.imported.dataset if event.imported else OURS] for event in events]),
        }
        self._orders = {name: self._order(name) for name in SORTS}

    def masks(self, selection: Selection) -> dict[str, Mask]:
        """Give a mask for each condition that is asked, but for the free text, by its word."""
        groups = dict(selection.groups)
        asked: dict[str, Collection[str]] = {
            "source": _members(selection.sources, groups),
            "target": _members(selection.targets, groups),
            "type": selection.types,
            "instrument": selection.instruments,
            "factuality": selection.factuality,
            "status": selection.status,
            "outlet": selection.outlets,
            "language": selection.languages,
            "dataset": (selection.dataset,) if selection.dataset else (),
        }
        found = {name: self.values[name].having(words) for name, words in asked.items() if words}
        if selection.min_origins > 0:
            found["min_origins"] = self.origins >= selection.min_origins
        if selection.start:
            found["from"] = (self.end >= _day(selection.start)) & (self.end != _NO_DAY)
        if selection.end:
            found["to"] = (self.start <= _day(selection.end)) & (self.start != _NO_DAY)
        return found

    def joined(self, masks: Iterable[Mask]) -> Mask:
        """Give the events that all masks have."""
        result = np.ones(self.size, dtype=bool)
        for mask in masks:
            result &= mask
        return result

    def ordered(self, mask: Mask, sort: str) -> list[int]:
        """Give the places of a mask's events in an order of `SORTS`."""
        order = self._orders[sort]
        places: list[int] = order[mask[order]].tolist()
        return places

    def _order(self, name: str) -> Places:
        keys: Mapping[str, NDArray[np.int32 | np.float64]] = {
            "day": self.start,
            "origins": self.origins,
            "probability": self.probability,
        }
        key = keys[name.removeprefix("-")]
        turned = -key.astype(np.float64) if name.startswith("-") else key.astype(np.float64)
        if name == "-day":
            turned[self.start == _NO_DAY] = np.inf
        return np.argsort(turned, kind="stable")


def _members(names: Collection[str], groups: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    return frozenset(code for name in names for code in groups.get(name, (name,)))


def _kinds(instruments: Iterable[str]) -> list[str]:
    """Give instruments with the groups that they belong to: either can be asked for."""
    return [word for name in instruments for word in (name, name.partition("/")[0])]


def _day(day: date | None) -> int:
    return day.toordinal() if day else int(_NO_DAY)
