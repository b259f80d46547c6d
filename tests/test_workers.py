"""Work in several processes: order, and how far it runs ahead. Threads stand for the processes where a test has to hold one up."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Timer

from suasion.engine.workers import Workers, workers

_PATIENCE = 60
"""Seconds until a test that is held up for ever fails."""
gate = Event()


def through(number: int) -> int:
    """Let everything but zero through; that waits until the gate is open."""
    assert number or gate.wait(_PATIENCE)
    return number


def held(number: int) -> int:
    """Let nothing through before the gate is open."""
    assert gate.wait(_PATIENCE)
    return number


def test_answers_come_in_the_order_of_the_things() -> None:
    with workers(2) as mapper:
        assert list(mapper(abs, range(-30, 0))) == list(range(30, 0, -1))


def test_what_takes_long_keeps_no_other_process_idle(tmp_path: Path) -> None:
    gate.clear()

    def things() -> Iterator[int]:
        yield from range(20)
        gate.set()  # only when all others have been taken may the first end

    with ThreadPoolExecutor(2) as pool:
        assert list(Workers(pool, 2, tmp_path)(through, things())) == list(range(20))


def test_few_things_are_taken_before_one_is_done(tmp_path: Path) -> None:
    gate.clear()
    taken: list[int] = []
    before: list[int] = []

    def things() -> Iterator[int]:
        for number in range(20):
            taken.append(number)
            yield number

    def open_gate() -> None:
        before.extend(taken)
        gate.set()

    Timer(0.2, open_gate).start()
    with ThreadPoolExecutor(2) as pool:
        list(Workers(pool, 2, tmp_path)(held, things()))
    assert len(before) <= 4
    assert len(taken) == 20
