"""How the commands speak: data on stdout, talk on stderr, JSON where asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from rich.cells import cell_len
from rich.console import Console

from suasion.errors import SuasionError
from suasion.records import StageName

if TYPE_CHECKING:
    from rich.table import Table

    from suasion.engine import Progress

DONE, FAILED, WRONG_USE, REFUSED = 0, 1, 2, 3
"""Exit codes: 3 means done, but ingest refused some inputs."""
INTERRUPTED = 130

_UNBROKEN = 100_000
"""Columns where the output is no terminal: lines are neither wrapped nor cut."""

STAGE_WORDS: dict[StageName, str] = {
    "ingest": "Taking reports in",
    "import": "Importing rows",
    "read": "Reading and coding",
    "origins": "Finding origins",
    "events": "Joining events",
    "weigh": "Weighing ties",
}


def data_console() -> Console:
    """Give the console for data that people read (stdout)."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else _UNBROKEN)


def put_table(table: Table) -> None:
    """Print a table of texts on stdout.

    Into a file or a pipe, where nothing is wrapped, it is written line by line: `rich` takes a millisecond a cell to lay it out.
    """
    if sys.stdout.isatty():
        data_console().print(table)
        return
    columns = [[str(column.header), *map(str, column.cells)] for column in table.columns]
    widths = [max(map(cell_len, column)) for column in columns]
    lines = [
        "".join(f" {cell}{' ' * (width - cell_len(cell))} " for cell, width in zip(row, widths, strict=True))
        for row in zip(*columns, strict=True)
    ]
    lines += [str(table.caption)] if table.caption else []
    put_bytes("".join(f"{line}\n" for line in lines).encode())


def talk_console() -> Console:
    """Give the console for everything else (stderr)."""
    return Console(stderr=True, highlight=False, width=None if sys.stderr.isatty() else _UNBROKEN)


def say(text: str) -> None:
    """Say something on stderr, as it is."""
    talk_console().print(text, markup=False)


def put_json(value: object) -> None:
    """Write a value as one JSON document, indented, on stdout."""
    encoded = msgspec.json.encode(value, enc_hook=_plain)
    put_bytes(msgspec.json.format(encoded, indent=2) + b"\n")


def put_bytes(content: bytes) -> None:
    """Write bytes on stdout as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _plain(value: object) -> object:
    if isinstance(value, Path):
        return str(value)
    raise NotImplementedError(f"no JSON form of {type(value).__name__}")


def complain(error: SuasionError) -> None:
    """Say on stderr what happened, the likely cause and what to do."""
    console = talk_console()
    console.print("Error:", style="bold red", end=" ")
    console.print(error.what or str(error), markup=False)
    for label, text in (("Cause:", error.cause), ("Remedy:", error.remedy)):
        if text:
            console.print(label, style="bold", end=" ")
            console.print(text, markup=False)


def _hear_nothing(stage: StageName, done: int, total: int | None) -> None:
    """Show nothing: nobody is looking."""


@contextmanager
def progress_bars() -> Iterator[Progress]:
    """Show how far each stage has come, on stderr and only if that is a terminal."""
    console = talk_console()
    if not console.is_terminal:
        yield _hear_nothing
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        tasks = {}

        def note(stage: StageName, done: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(STAGE_WORDS.get(stage, stage), total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield note
