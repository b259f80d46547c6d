"""Applying a function to batches, in this process or in several: the answers are the same, and in the same order."""

from __future__ import annotations

import copyreg
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from types import MappingProxyType
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")

_AHEAD = 2
"""Batches that wait for each process, so that none idles and few are in memory."""


def _view(table: dict[A, B]) -> MappingProxyType[A, B]:
    return MappingProxyType(table)


# Read-only views of tables, as the registers have them, cannot be sent to a process otherwise.
copyreg.pickle(MappingProxyType, lambda view: (_view, (dict(view),)))


class Workers:
    """Some processes that are begun with the first batch and end with the case's work."""

    def __init__(self, pool: ProcessPoolExecutor, count: int) -> None:
        self._pool, self._count = pool, count

    def __call__(self, function: Callable[[A], B], things: Iterable[A], /) -> Iterator[B]:
        """Give the answers in the order of the things; things are taken only as they are needed."""
        waiting: deque[Future[B]] = deque()
        for thing in things:
            waiting.append(self._pool.submit(function, thing))
            if len(waiting) >= self._count * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


@contextmanager
def workers(count: int) -> Iterator[Workers]:
    """Hold `count` processes ready. They are spawned afresh: a forked copy of DuckDB's threads is not to be trusted."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=count, mp_context=context) as pool:
        yield Workers(pool, count)
