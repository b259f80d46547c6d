"""Spans found against spans expected: how they are paired, and the shapes of what such tasks print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol, TypeVar
from xml.etree import ElementTree

from suasion.errors import InputError
from suasion.evaluation.gold import unreadable
from suasion.evaluation.scores import Counts
from suasion.evaluation.span_shapes import SpanShares


class HasSpan(Protocol):
    """Something at `start <= position < end` of a text."""

    @property
    def start(self) -> int:
        """The first code point."""
        ...

    @property
    def end(self) -> int:
        """The first code point behind it."""
        ...


Gold = TypeVar("Gold", bound=HasSpan)
Found = TypeVar("Found", bound=HasSpan)


def overlap(gold: HasSpan, found: HasSpan) -> int:
    """How many code points two spans share."""
    return max(0, min(gold.end, found.end) - max(gold.start, found.start))


def paired(gold: Sequence[Gold], found: Sequence[Found]) -> Iterator[tuple[Gold, Found]]:
    """Pair overlapping spans one to one: those that are the same first, then those that share most."""
    pairs = [(a, b) for a in range(len(gold)) for b in range(len(found)) if overlap(gold[a], found[b])]
    pairs.sort(key=lambda pair: _distance(gold[pair[0]], found[pair[1]]))
    used_gold: set[int] = set()
    used_found: set[int] = set()
    for a, b in pairs:
        if a not in used_gold and b not in used_found:
            used_gold.add(a)
            used_found.add(b)
            yield gold[a], found[b]


def _distance(gold: HasSpan, found: HasSpan) -> tuple[bool, int, int]:
    same = (gold.start, gold.end) == (found.start, found.end)
    return (not same, -overlap(gold, found), gold.start)


def span_shares(counts: Counts) -> SpanShares:
    """Give the shares of counts whose right and missed ones are the gold."""
    return SpanShares(
        precision=counts.precision,
        recall=counts.recall,
        f1=counts.f1,
        n=counts.right + counts.missed,
    )


def counted(right: int, gold: int, found: int) -> Counts:
    """Counts from how many spans are right, expected and found."""
    return Counts(right=right, surplus=found - right, missed=gold - right)


def read_xml(path: Path) -> ElementTree.Element:
    """Read an XML file; gold files are trusted to be no bombs, entities are not expanded from outside.

    Raises:
        InputError: the file cannot be read or is not XML.
    """
    try:
        return ElementTree.parse(path).getroot()
    except OSError as error:
        raise unreadable(path, error.strerror or error) from error
    except (ElementTree.ParseError, LookupError, ValueError) as error:  # the last two: an unknown encoding
        raise bad_gold(path, str(error)) from error


def bad_gold(path: Path, detail: str) -> InputError:
    """The error for a gold file that is not of its task's form."""
    return InputError(
        f"{path}: {detail}.",
        cause="The file is not in the form of this task's gold files.",
        remedy="Correct the file; docs/evaluation.md describes the formats.",
    )
