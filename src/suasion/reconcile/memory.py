"""What the two stages keep between runs, and whom they ask for it.

The room knows no store. It gives what it wants kept as plain records, and asks for them, and for the records of the case,
through the protocols here. With an empty memory every run is a first run; the answers are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from suasion.reconcile.candidates import Sketch
from suasion.reconcile.relayed import Relay
from suasion.records import Attribution, Relation, Report

A = TypeVar("A")
B = TypeVar("B")


class Mapper(Protocol):
    """Applies a function to many things, perhaps in other processes; the answers come in the order of the things."""

    def __call__(self, function: Callable[[A], B], things: Iterable[A], /) -> Iterator[B]:
        """Give the answers."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What is kept of a report: enough to find whose text it may share, and to say whence its news comes."""

    sketch: Sketch
    length: int
    """Code points of its text."""
    name: str
    """What a link to it calls it."""
    relays: tuple[Relay, ...]

    @property
    def order(self) -> tuple[bool, int, int, str]:
        """Who came first, as `texts.order_key` has it."""
        day = self.sketch.day
        return (day is None, day or 0, -self.length, self.sketch.report_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Two reports share their text. `start` and `end` of the longest stretch that both have are those in `later`."""

    earlier: str
    later: str
    relation: Relation
    share: float
    start: int
    end: int
    reasons: tuple[str, ...]


class ReportBatch(Protocol):
    """Some reports with their attributions. It may have to be sent to another process."""

    def __iter__(self) -> Iterator[tuple[Report, Sequence[Attribution]]]:
        """Give each report once."""
        ...


class OriginCase(Protocol):
    """The reports of a case and what an earlier run kept of them."""

    def reports(self, report_ids: Sequence[str]) -> Iterable[Report]:
        """Give these reports. What gives them may have to be sent to another process."""
        ...

    def batch(self, report_ids: Sequence[str]) -> ReportBatch:
        """Give these reports with their attributions."""
        ...

    def in_order(self, report_ids: Collection[str]) -> Sequence[str]:
        """Put these reports in the order in which they are best asked for."""
        ...

    def sketches(self, first: int | None, last: int | None) -> Iterable[Sketch]:
        """Give the kept sketches of reports published from one day to another (ordinals; null: all), and of the undated."""
        ...

    def tellings(self, report_ids: Collection[str]) -> Iterable[Telling]:
        """Give what was kept of these reports."""
        ...

    def edges(self, report_ids: Collection[str]) -> Iterable[Edge]:
        """Give the kept edges with one of these reports at either end."""
        ...
