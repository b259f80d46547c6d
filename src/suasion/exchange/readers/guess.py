"""What a file looks like that is not of the format that was said."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from suasion.errors import InputError
from suasion.exchange.columns import GDELT_MENTION_COLUMNS
from suasion.exchange.readers import tabbed
from suasion.exchange.readers.source import Source

_LONGEST = 60


def refuse(source: Source, name: str, label: str) -> InputError:
    """Say that a file is not of the format that was said, and what it looks like."""
    head = source.head(1)
    line = head[0] if head else ""
    looks = next((other for other, fits in _LOOKS.items() if fits(line)), None)
    what = f"It looks like {looks}." if looks else f"Its first line begins '{line[:_LONGEST].strip()}'."
    known = looks.split(":")[0] if looks else None
    return InputError(
        f"{source.path} is no file of {label}.",
        cause=what,
        remedy=f"Import it with: suasion import {known} ..."
        if known
        else f"Give a file of {name}, or another format.",
    )


def _tabs(line: str) -> list[str]:
    return line.split("\t")


_LOOKS: Mapping[str, Callable[[str], bool]] = {
    "icews: 20 tab-separated columns under ICEWS's header": lambda line: (
        tabbed.ICEWS(_tabs(line)) is not None
    ),
    "polecat: tab-separated columns under POLECAT's header": lambda line: (
        tabbed.POLECAT(_tabs(line)) is not None
    ),
    "gdelt: 57, 58 or 61 tab-separated columns and no header": lambda line: (
        tabbed.GDELT(_tabs(line)) is not None
    ),
    "gdelt-mentions: 16 tab-separated columns and no header": lambda line: (
        len(_tabs(line)) == len(GDELT_MENTION_COLUMNS)
    ),
    "acled: ACLED's header in CSV": lambda line: "event_id_cnty" in line,
    "ftm: JSON lines with a schema": lambda line: line.startswith("{") and '"schema"' in line,
    "plover: JSON lines with an event": lambda line: line.startswith("{") and '"event"' in line,
}
"""By what a file looks like, whose name comes first: whether its first line does."""
