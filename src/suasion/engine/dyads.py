"""A file of pairs of states to be asked about: many questions at once."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from suasion.errors import InputError

COLUMNS = ("source", "target")
MOST_PAIRS = 10_000
_SEPARATORS = ",;\t"


def read_pairs(path: Path) -> tuple[tuple[str, str], ...]:
    """Read pairs from a CSV file with the columns `source` and `target`; other columns, and rows that have neither, are left alone.

    Commas, semicolons or tabs part the columns, as spreadsheets do. The words are those of `--source` and `--target`.

    Raises:
        InputError: the file cannot be read, has no such columns, or a row names one side only.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path} cannot be read as UTF-8 text: {error}.",
            cause="The path is wrong, or the file is a workbook (.xlsx, .ods).",
            remedy="Save it as 'CSV UTF-8', with the columns source and target.",
        ) from error
    separator = max(_SEPARATORS, key=text.partition("\n")[0].count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    names = {(name or "").strip().lower(): name for name in reader.fieldnames or ()}
    if not names.keys() >= set(COLUMNS):
        raise _bad(path, "it has no columns source and target")
    pairs: list[tuple[str, str]] = []
    try:
        for row in reader:
            source, target = ((row[names[name]] or "").strip() for name in COLUMNS)
            if bool(source) != bool(target):
                raise _bad(path, f"row {reader.line_num} names one side only")
            pairs += [(source, target)] if source else []
    except csv.Error as error:
        raise _bad(path, f"it is broken after row {reader.line_num}: {error}") from error
    if not 0 < len(pairs) <= MOST_PAIRS:
        raise _bad(path, f"it has {len(pairs):,} pairs; 1 to {MOST_PAIRS:,} can be asked for at once")
    return tuple(pairs)


def _bad(path: Path, detail: str) -> InputError:
    return InputError(
        f"{path} is no file of pairs: {detail}.",
        cause="It is another file, or a row was cut.",
        remedy="Give a CSV file with a first line source,target and a pair a line, such as RUS,VEN.",
    )
