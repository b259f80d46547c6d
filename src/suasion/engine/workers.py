"""Applying a function to batches, in this process or in several: the answers are the same, and in the same order."""

from __future__ import annotations

import copyreg
import gc
import multiprocessing
import os
import pickle
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from suasion.reconcile.memory import Mapper

A = TypeVar("A")
B = TypeVar("B")

_AHEAD = 2
"""Batches that each process has before it, so that none idles, also while another is long at one, and few are in memory."""


_SELDOM = (200_000, 50, 100)
"""New objects, and collections of the younger ones, before the next."""


def _view(table: dict[A, B]) -> MappingProxyType[A, B]:
    return MappingProxyType(table)


# Read-only views of tables, as the registers have them, cannot be sent to a process otherwise.
copyreg.pickle(MappingProxyType, lambda view: (_view, (dict(view),)))


class Workers:
    """Some processes that are begun with the first batch and end with the case's work."""

    def __init__(self, pool: Executor, count: int, place: Path) -> None:
        self._pool, self._count, self._place = pool, count, place
        self._functions = 0

    def __call__(self, function: Callable[[A], B], things: Iterable[A], /) -> Iterator[B]:
        """Give the answers in the order of the things; things are taken only as they are needed.

        A function may hold much (the registers), so each process reads it once, from a file.
        """
        self._functions += 1
        path = self._place / str(self._functions)
        path.write_bytes(pickle.dumps(function, protocol=pickle.HIGHEST_PROTOCOL))
        waiting: deque[Future[B]] = deque()
        for thing in things:
            waiting.append(self._pool.submit(_apply, path, thing))
            while len(under_way := [one for one in waiting if not one.done()]) >= self._count * _AHEAD:
                wait(under_way, return_when=FIRST_COMPLETED)
            while waiting and waiting[0].done():
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _apply(path: Path, thing: A) -> Any:  # noqa: ANN401 - what the function in the file gives
    return _function(path)(thing)


@lru_cache(maxsize=1)
def _function(path: Path) -> Callable[[Any], Any]:
    function: Callable[[Any], Any] = pickle.loads(
        path.read_bytes()
    )  # written by the process that began this one
    return function


@contextmanager
def workers(count: int) -> Iterator[Workers]:
    """Hold `count` processes ready. They are spawned afresh: a forked copy of DuckDB's threads is not to be trusted."""
    context = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory(prefix="suasion-") as place,
        ProcessPoolExecutor(max_workers=count, mp_context=context, initializer=_collect_seldom) as pool,
    ):
        yield Workers(pool, count, Path(place))


def _collect_seldom() -> None:
    gc.set_threshold(*_SELDOM)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Have Python look for unused circles seldom: records make none, and to look among a million takes a third of the time."""
    before = gc.get_threshold()
    _collect_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def mapping(count: int, *, many: bool) -> Iterator[Mapper]:
    """Have work done in `count` processes (0: one for each processor); if it is not `many`, it is done sooner than they begin."""
    count = count or os.cpu_count() or 1
    with seldom_collected():
        if count == 1 or not many:
            yield map
            return
        with workers(count) as mapper:
            yield mapper
