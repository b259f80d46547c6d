"""Read gold files line by line. A bad line stops the reading with its number, never with a traceback."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TextIO, TypeVar

import msgspec

from suasion.codebook import Codebook
from suasion.errors import InputError
from suasion.records import Factuality

Row = TypeVar("Row")

EVENT_TYPE_COLUMNS = ("sentence", "marked_sentence", "gold_root", "gold_penta")
QUADS = ("1", "2", "3", "4")


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """A sentence, its copy with `<s>source</s>` and `<t>target</t>`, and what passes. `quad` is 1 to 4."""

    sentence: str
    marked_sentence: str
    root: str
    quad: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldStatement:
    """One statement that a text makes.

    `accept` lists types that are as right as `event_type`; `content`: it has a `content_of`. A null among the
    sides is one that no code stands for.
    """

    event_type: str
    actors: tuple[str | None, ...]
    recipients: tuple[str | None, ...] = ()
    accept: tuple[str, ...] = ()
    factuality: Factuality | None = None
    instruments: tuple[str, ...] = ()
    content: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """A text and all statements it makes; `date` is its day of publication, null if unknown."""

    text: str
    date: date | None = None
    statements: tuple[GoldStatement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FactualityRow:
    """A predicate in a sentence (half-open span of code points) and its certainty, -3 (not) to 3 (fact)."""

    sentence: str
    start: int
    end: int
    score: float


def read_pairs(path: Path, codebook: Codebook) -> Iterator[PairRow]:
    """Read a tab-separated file with the columns of `EVENT_TYPE_COLUMNS`, in any order, others ignored.

    Raises:
        InputError: the file cannot be read, lacks a column, or a row is not of the form.
    """
    roots = {name: entry.root15 for name, entry in codebook.types.items()} | {r: r for r in codebook.root15s}
    with _opened(path) as file:
        rows = csv.DictReader(file, delimiter="\t")
        try:
            _check_columns(path, rows.fieldnames or ())
            for row in rows:
                yield _pair(path, rows.line_num, row, roots)
        except csv.Error as error:
            # The reader counts a line only once it is through with it.
            raise _bad_line(path, rows.line_num + 1, str(error)) from error


def _check_columns(path: Path, names: Sequence[str]) -> None:
    missing = [name for name in EVENT_TYPE_COLUMNS if name not in names]
    if missing:
        raise _bad_line(path, 1, f"the columns {', '.join(missing)} are missing")


def _pair(path: Path, line: int, row: dict[str, str | None], roots: dict[str, str]) -> PairRow:
    sentence, marked, root, quad = ((row[name] or "").strip() for name in EVENT_TYPE_COLUMNS)
    if root not in roots:
        raise _bad_line(path, line, f"gold_root is '{root}', not one of {', '.join(sorted(set(roots)))}")
    if quad not in QUADS:
        raise _bad_line(path, line, f"gold_penta is '{quad}', not 1, 2, 3 or 4")
    return PairRow(sentence=sentence, marked_sentence=marked, root=roots[root], quad=int(quad))


def read_statements(path: Path, codebook: Codebook) -> Iterator[StatementRow]:
    """Read a file with one JSON object a line: `text`, `date`, `statements`.

    Raises:
        InputError: the file cannot be read or a line is not of the form.
    """
    for line, row in json_rows(path, StatementRow):
        if not row.text.strip():
            raise _bad_line(path, line, "text is empty")
        for statement in row.statements:
            unknown = [n for n in (statement.event_type, *statement.accept) if n not in codebook.types]
            if unknown:
                raise _bad_line(path, line, f"'{unknown[0]}' is no event type")
        yield row


def read_factuality(path: Path) -> Iterator[FactualityRow]:
    """Read a file with one JSON object a line: `sentence`, `start`, `end`, `score`.

    Raises:
        InputError: the file cannot be read or a line is not of the form.
    """
    for line, row in json_rows(path, FactualityRow):
        if not 0 <= row.start < row.end <= len(row.sentence):
            raise _bad_line(path, line, f"the span {row.start}-{row.end} lies outside the sentence")
        yield row


def json_rows(path: Path, kind: type[Row]) -> Iterator[tuple[int, Row]]:
    """Read a file with one JSON object a line, each with its line's number.

    Raises:
        InputError: the file cannot be read or a line is not of the form.
    """
    decoder = msgspec.json.Decoder(kind)
    with _opened(path) as file:
        for line, content in enumerate(file, start=1):
            if not content.strip():
                continue
            try:
                row = decoder.decode(content)
            except (msgspec.DecodeError, RecursionError) as error:
                raise _bad_line(path, line, str(error)) from error
            yield line, row


def check_file(path: Path) -> None:
    """Open the file and close it again.

    Raises:
        InputError: it cannot be opened, or is a folder.
    """
    with _opened(path):
        pass


def check_folder(path: Path) -> None:
    """See that there is such a folder.

    Raises:
        InputError: there is none, or it is a file.
    """
    if not path.is_dir():
        raise unreadable(path, "Not a folder" if path.exists() else "No such folder")


def check_either(path: Path) -> None:
    """See that there is such a file or folder.

    Raises:
        InputError: there is neither.
    """
    if not path.is_dir():
        check_file(path)


def unreadable(path: Path, detail: object) -> InputError:
    """The error for what is not there, is a folder where a file is needed, or is not ours to read."""
    return InputError(
        f"{path} cannot be read: {detail}.",
        cause="The path is wrong, or what is there is not yours to read.",
        remedy="Give the path of a gold file or folder; docs/evaluation.md describes the formats.",
    )


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    """Open a text file; lines end as they stand, a byte order mark is skipped."""
    try:
        with path.open("rb") as raw, io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as file:
            yield file
    except OSError as error:
        raise unreadable(path, error.strerror or error) from error
    except UnicodeDecodeError as error:
        raise _bad_line(path, _first_undecodable_line(path), "it is not UTF-8") from error


def _first_undecodable_line(path: Path) -> int:
    """Find the line anew: the error's own position counts from the start of a buffer, not of the file."""
    with path.open("rb") as file:
        for line, content in enumerate(file, start=1):
            try:
                content.decode("utf-8")
            except UnicodeDecodeError:
                return line
    return 0


def _bad_line(path: Path, line: int, detail: str) -> InputError:
    return InputError(
        f"{path}, line {line}: {detail}.",
        cause="The line is not in the form of this task's gold files.",
        remedy="Correct the line; docs/evaluation.md describes the formats.",
    )
