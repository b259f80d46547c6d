"""JSON lines as rows: fields as columns, what is no text as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from suasion.exchange.readers.rows import Row
from suasion.exchange.readers.source import Source

Fields = Mapping[str, object]


def objects(source: Source) -> Iterator[tuple[int, Fields | None]]:
    """Give the object on each line with its number; null where a line is no JSON object. Blank lines are passed over."""
    decoder = msgspec.json.Decoder(dict[str, object])
    for number, text in source.texts():
        if text.strip():
            try:
                yield number, decoder.decode(text)
            except msgspec.MsgspecError:
                yield number, None


def text_of(value: object) -> str | None:
    """Write a field as a cell: a text as it is, anything else as JSON; null for none."""
    if value is None or isinstance(value, str):
        return value
    return msgspec.json.encode(value).decode("utf-8")


def values_of(cell: str | None) -> list[object]:
    """Read a cell's list back; a single value is a list of one."""
    if cell is None:
        return []
    try:
        found = msgspec.json.decode(cell)
    except msgspec.DecodeError:
        return [cell]
    return found if isinstance(found, list) else [cell if not isinstance(found, dict) else found]


def fields_of(value: object) -> Fields:
    """Take an object for its fields; anything else has none."""
    return {str(key): one for key, one in value.items()} if isinstance(value, dict) else {}


def said(fields: Fields, *names: str) -> str | None:
    """Give the first of some fields that holds a text or number."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return None


def no_object(line: int, columns: Sequence[str]) -> Row:
    """Stand for a line that is no JSON object: a row of too few cells."""
    return Row(line=line, cells=[None] * len(columns), width=1)
