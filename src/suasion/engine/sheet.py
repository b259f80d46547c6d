"""A sample as a sheet that people code by hand: one row an item, as CSV for spreadsheets or as JSON lines, and read back.

A cell that a spreadsheet would take for a formula gets an apostrophe before it, and loses it when it is read back.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Literal

import msgspec

from suasion.errors import InputError

Kind = Literal["statement", "sentence"]

FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""First characters that a spreadsheet may take for a formula (OWASP, CSV injection)."""

_BOM = b"\xef\xbb\xbf"
_DELIMITERS = ",;\t"


class SheetFormat(StrEnum):
    """What `suasion sample` can write."""

    CSV = "csv"
    EXCEL = "excel"
    """CSV with a byte order mark, without which Excel shows "é" as "Ã©"."""
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One item to code: a statement, or a sentence of which nothing was coded. The fields are the sheet's columns, in order.

    `weight` is how many items of the case this one stands for; `statements_here` counts the statements of the same
    sentence. The last fields, from `coder` on, are the coder's; what they may hold stands in docs/sampling.md.
    """

    item: str
    kind: Kind
    sample: str
    stratum: str
    weight: float
    report: str
    outlet: str
    date: str
    title: str
    before: str
    sentence: str
    after: str
    statements_here: int = 0
    also_coded: str = ""
    action: str = ""
    coded_type: str = ""
    coded_actors: str = ""
    coded_recipients: str = ""
    coded_factuality: str = ""
    coded_holder: str = ""
    coded_content_of: str = ""
    coder: str = ""
    right: str = ""
    type: str = ""
    actors: str = ""
    recipients: str = ""
    factuality: str = ""
    holder: str = ""
    missed: str = ""
    note: str = ""


COLUMNS = tuple(item.name for item in fields(SheetRow))
ANSWERS = ("right", "type", "actors", "recipients", "factuality", "holder", "missed")
"""The columns of a coder's verdict."""

_GIVEN = frozenset(COLUMNS[: COLUMNS.index("coder")])
_CODED = ("coded_type", "coded_actors", "coded_recipients", "coded_factuality", "coded_holder")
_NEEDED = frozenset(
    ("item", "kind", "sample", "stratum", "weight", "report", "statements_here", *_CODED, *ANSWERS)
)
"""Columns without which a sheet cannot be evaluated; coders may delete the others."""


def encode_sheet(rows: Sequence[SheetRow], format: SheetFormat = SheetFormat.CSV) -> bytes:  # noqa: A002  the CLI's word
    """Write a sheet."""
    if format is SheetFormat.JSONL:
        encoder = msgspec.json.Encoder()
        return b"".join(encoder.encode(row) + b"\n" for row in rows)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(getattr(row, name)) for name in COLUMNS] for row in rows)
    return (_BOM if format is SheetFormat.EXCEL else b"") + out.getvalue().encode("utf-8")


def _cell(value: str | float) -> str:
    if isinstance(value, float):
        return f"{value:.6f}"  # so many places that no spreadsheet takes it for a day of the year
    return defuse(str(value))


def defuse(text: str) -> str:
    """Put an apostrophe before what a spreadsheet may take for a formula, and before what would read as so defused."""
    risky = text[:1] in FORMULA or (text[:1] == "'" and (text[1:2] in FORMULA or text[1:2] == "'"))
    return f"'{text}" if text and risky else text


def fuse(text: str) -> str:
    """Undo `defuse`."""
    marked = text[:1] == "'" and len(text) > 1 and (text[1] in FORMULA or text[1] == "'")
    return text[1:] if marked else text


def read_sheet(path: Path) -> Iterator[tuple[int, SheetRow]]:
    """Read a sheet back, whatever separator the spreadsheet saved it with, each row with its number (the header is row 1).

    Raises:
        InputError: the file cannot be read, is no sheet, or a row lost what suasion needs of it.
    """
    text = _read_text(path)
    if text.lstrip()[:1] == "{":
        yield from _json_rows(path, text)
        return
    header = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = tuple(rows.fieldnames or ())
    _check_columns(path, names)
    try:
        for number, row in enumerate(rows, start=2):
            cells = {name: fuse(row[name] or "") for name in COLUMNS if name in names}
            if any(cells.values()):
                yield number, _row(path, number, cells)
    except csv.Error as error:
        raise bad_sheet(path, f"it is broken after row {rows.line_num}: {error}") from error


def _read_text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror or error}.",
            cause="The path is wrong, or the file is not yours to read.",
            remedy="Give the sheet that `suasion sample` wrote and a coder filled in.",
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path} is not UTF-8 text.",
            cause="It is a workbook (.xlsx, .ods), or the spreadsheet saved it in an old encoding.",
            remedy="Save it again as 'CSV UTF-8'.",
        ) from error


def _check_columns(path: Path, names: Sequence[str]) -> None:
    missing = [name for name in COLUMNS if name in _NEEDED and name not in names]
    if missing:
        raise bad_sheet(path, f"it has no column {', '.join(missing)}")
    double = sorted({name for name in names if name and names.count(name) > 1})
    if double:
        raise bad_sheet(path, f"it has the column {', '.join(double)} twice")


def _row(path: Path, number: int, cells: Mapping[str, str]) -> SheetRow:
    kept = {name: text if name in _GIVEN else text.strip() for name, text in cells.items()}
    if kept["kind"] not in ("statement", "sentence"):
        raise bad_cell(path, number, "kind", kept["kind"], "statement, sentence")
    weight = _number(path, number, "weight", kept["weight"], float)
    if not 1 - 1e-6 <= weight < float("inf"):
        raise bad_cell(path, number, "weight", kept["weight"], "a number of 1 or more, as the sample had it")
    here = _number(path, number, "statements_here", kept["statements_here"] or "0", int)
    filled = {**dict.fromkeys(COLUMNS, ""), **kept, "weight": weight, "statements_here": here}
    return msgspec.convert(filled, type=SheetRow)


def _number(path: Path, number: int, column: str, text: str, kind: Callable[[str], float]) -> float:
    """Read a number; a spreadsheet may have put a comma for the point."""
    try:
        return kind(text.strip().replace(",", "."))
    except ValueError as error:
        raise bad_cell(path, number, column, text, "a number, as the sample had it") from error


def _json_rows(path: Path, text: str) -> Iterator[tuple[int, SheetRow]]:
    decoder = msgspec.json.Decoder(SheetRow)
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, decoder.decode(line)
        except (msgspec.DecodeError, RecursionError) as error:
            raise bad_sheet(path, f"line {number}: {error}") from error


def bad_sheet(path: Path, detail: str) -> InputError:
    """Give the error of a file that is no sheet."""
    return InputError(
        f"{path} is no sheet of a sample: {detail}.",
        cause="It is another file, or columns were renamed or deleted.",
        remedy="Fill in the sheet that `suasion sample` wrote; docs/sampling.md names its columns.",
    )


def bad_cell(path: Path, number: int, column: str, value: str, allowed: str) -> InputError:
    """Give the error of one cell; rows are numbered as a spreadsheet does."""
    return InputError(
        f"{path}, row {number}: {column} is '{value}'. Allowed: {allowed}.",
        cause="A slip of the hand, or the spreadsheet changed the cell.",
        remedy="Correct the cell; docs/sampling.md says what each column may hold.",
    )
