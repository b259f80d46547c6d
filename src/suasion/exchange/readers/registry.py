"""The formats that events can be brought from, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from suasion.exchange.readers import icews, tabbed
from suasion.exchange.readers.layout import Layout
from suasion.exchange.readers.rows import Row
from suasion.exchange.readers.source import Source
from suasion.exchange.readers.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """How to read one format: `layout` says what its columns mean.

    Lines parted at tabs have a `find` for their columns; others are read row by row by `rows`.
    """

    name: str
    label: str
    layout: Callable[[Words], Layout]
    find: tabbed.Finder | None = None
    rows: Callable[[Source, Words], Iterator[Row]] | None = None


_ALL = (
    Reader(
        name="icews",
        label="ICEWS events (20 tab-separated columns under a header)",
        layout=icews.layout,
        find=tabbed.ICEWS,
    ),
)
READERS: Mapping[str, Reader] = {reader.name: reader for reader in _ALL}
