"""Reading a file into a folder: its rows, what they mean, what becomes of each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from suasion.codebook import Codebook
from suasion.errors import InputError
from suasion.exchange.readers.guess import refuse
from suasion.exchange.readers.layout import Layout
from suasion.exchange.readers.meanings import Meanings
from suasion.exchange.readers.registry import Reader
from suasion.exchange.readers.rows import LINE, literal, write_rows
from suasion.exchange.readers.settle import Settling, Tally
from suasion.exchange.readers.source import Source, file_hash, prepare
from suasion.exchange.readers.tabbed import write_tabbed
from suasion.exchange.readers.words import Words
from suasion.registers import Registers

__all__ = ["Shard", "file_hash", "memory_base", "prepare", "read_into", "words_for"]

MEMORY = "3GB"
"""What DuckDB may hold at a time; the rest waits in the import's own folder."""


MOST_UNPLACED = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """What was made of a file. `unplaced` are words for states that no register knows: their actors have no state."""

    tally: Tally
    columns: tuple[str, ...]
    nulls: tuple[str, ...]
    first_day: date | None
    last_day: date | None
    unplaced: tuple[str, ...]


def read_into(
    reader: Reader,
    path: Path,
    sha256: str,
    *,
    dataset: str,
    folder: Path,
    before: Sequence[Path],
    codebook: Codebook,
    registers: Registers,
) -> Shard:
    """Read a file of a format into `folder`, which is empty; `before` are Parquet files with the keys that are there already.

    Raises:
        InputError: the file is empty, cannot be unpacked, or is no file of this format.
    """
    words = words_for(codebook, registers, dataset)
    layout = reader.layout(words)
    scratch = folder / "scratch"
    scratch.mkdir()
    source = prepare(path, sha256, scratch)
    with memory_base(scratch) as base:
        first = _write_rows(base, reader, source, words, layout=layout, out=folder / "rows.parquet")
        rows = literal(str(folder / "rows.parquet"))
        line = "" if first is None else f", file_row_number + {first} AS {LINE}"
        base.execute(
            f"CREATE VIEW rows AS SELECT *, file_row_number AS _row{line} FROM read_parquet({rows}, file_row_number = true)"
        )
        Meanings(base, layout, words, scratch).fill()
        settling = Settling(base, layout, dataset, folder)
        tally = settling.settle(before)
        first_day, last_day = settling.days()
    shutil.rmtree(scratch)
    if tally.rows == 0:
        raise InputError(
            f"{path} holds no rows.",
            cause="It has a header alone, or blank lines.",
            remedy="Get the file again.",
        )
    return Shard(
        tally=tally,
        columns=tuple(name for name in layout.columns if not name.startswith("_")),
        nulls=tuple(sorted(layout.nulls)),
        first_day=first_day,
        last_day=last_day,
        unplaced=tuple(sorted(words.unplaced))[:MOST_UNPLACED],
    )


def words_for(codebook: Codebook, registers: Registers, dataset: str) -> Words:
    """Give what a reader asks for the meaning of words."""
    return Words(codebook=codebook, registers=registers, dataset=dataset)


def _write_rows(
    base: duckdb.DuckDBPyConnection,
    reader: Reader,
    source: Source,
    words: Words,
    *,
    layout: Layout,
    out: Path,
) -> int | None:
    """Write the rows; give the number of the line that the first one stands on, or null where rows carry their own."""
    if reader.rows is not None:
        write_rows(base, reader.rows(source, words), layout.columns, out)
        return None
    head = source.head(1)[0].split("\t")
    found = reader.find(head) if reader.find else None
    if found is None:
        raise refuse(source, reader.name, reader.label)
    write_tabbed(base, source, found, layout.columns, out)
    return found.header + 1


@contextmanager
def memory_base(scratch: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database in memory that keeps what does not fit in a folder."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": 2,
        "memory_limit": MEMORY,
        "temp_directory": str(scratch),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    with duckdb.connect(":memory:", config=config) as base:
        base.execute("SET enable_progress_bar = false")
        yield base
