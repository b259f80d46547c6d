"""Where a statement stands among the others: in which blocks, and in which region.

A *block* is a family of types, two sides and a stretch of time; two statements that share none, nor have two that lie next to
each other in time, are never one event. A *region* is all statements that hang together by likeness, or by being of one
statement: what becomes of its statements hangs on the region alone (and on what judgements and links say of it).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from suasion.reconcile.near import cells
from suasion.reconcile.parts import Key, Part
from suasion.reconcile.summary import event_id
from suasion.records import Statement

_ANY, _ALL = "any", "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What is kept of a statement. `begins` are the ids of the events that it would be the first statement of."""

    statement_id: str
    report_id: str
    region: str
    """The smallest id of a statement of its region."""
    content_of: str | None
    blocks: tuple[int, ...]
    begins: tuple[str, ...]


def placed_of(statement: Statement, parts: Sequence[Part]) -> Placed:
    """Place a statement in its blocks; in a region of its own, as long as no other is known."""
    return Placed(
        statement_id=statement.id,
        report_id=statement.report_id,
        region=statement.id,
        content_of=statement.content_of,
        blocks=tuple(sorted({key for part in parts for key in _own(part)})),
        begins=tuple(sorted(event_id([part]) for part in parts)),
    )


def _own(part: Part) -> Iterable[int]:
    """A part stands in a block for each of its stretches of time (one of its own where it has none), and in one without time."""
    times = [str(cell) for cell in cells(part)] or [_ANY]
    return (_block(key, time) for key in part.keys for time in (*times, _ALL))


def blocks_to_search(parts: Iterable[Part]) -> dict[int, Key]:
    """Give the blocks that hold all statements which could be one event with one of these parts, each with its key."""
    wanted = set()
    for part in parts:
        near = {str(cell + step) for cell in cells(part) for step in (-1, 0, 1)}
        times = {*near, _ANY} if near else {_ALL}
        wanted |= {(key, time) for key in part.keys for time in times}
    return {_block(key, time): key for key, time in wanted}


@lru_cache(maxsize=1 << 16)
def _block(key: Key, time: str) -> int:
    """Name a block by 63 bits."""
    text = "\x1f".join((*key, time)).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big") >> 1
