"""Which of many stretches of a text lie near a given one: found in the same time in a long report as in a short one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, Protocol, TypeVar

BUCKET = 1_000
"""Code points: a sentence and a quotation are seldom longer, so few things lie in more than two buckets."""

ItemT = TypeVar("ItemT")


class HasPlace(Protocol):
    """Something that stands somewhere in a text."""

    @property
    def start(self) -> int:
        """Its first code point."""
        ...

    @property
    def end(self) -> int:
        """The code point behind its last."""
        ...


class Overlaps(Generic[ItemT]):
    """Things with their stretches of one text (half-open, in code points), asked for by place."""

    def __init__(self, items: Iterable[tuple[ItemT, Sequence[HasPlace]]]) -> None:
        self._items: list[ItemT] = []
        self._stretches: list[Sequence[HasPlace]] = []
        self._buckets: dict[int, list[int]] = {}
        for number, (item, stretches) in enumerate(items):
            self._items.append(item)
            self._stretches.append(stretches)
            for bucket in {b for at in stretches for b in _buckets(at.start, at.end)}:
                self._buckets.setdefault(bucket, []).append(number)

    def at(self, start: int, end: int) -> list[ItemT]:
        """Give the things of which some stretch shares a code point with `start..end`, in the order given."""
        near = sorted({number for bucket in _buckets(start, end) for number in self._buckets.get(bucket, ())})
        return [
            self._items[number]
            for number in near
            if any(at.start < end and start < at.end for at in self._stretches[number])
        ]


def _buckets(start: int, end: int) -> range:
    return range(start // BUCKET, max(end - 1, start) // BUCKET + 1)
