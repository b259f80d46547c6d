"""The formats that events can be brought from, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from suasion.errors import ChainError, InputError
from suasion.exchange.readers import acled, ftm, gdelt, icews, mapped, plover, polecat, tabbed
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
    mapped: Callable[[Path], Reader] | None = None
    """Makes the reader of a mapping file, for formats that need one."""
    fingerprint: str = ""
    """Hashes the mapping, on which an import's id depends beside the file."""

    def with_mapping(self, mapping: Path | None) -> Reader:
        """Give the reader as a mapping file has it.

        Raises:
            InputError: the format needs a mapping and there is none, or takes none and there is one.
        """
        if (self.mapped is None) != (mapping is None):
            raise InputError(
                f"The format {self.name} {'takes no' if self.mapped is None else 'needs a'} mapping.",
                cause="A mapping says what the columns of a CSV file mean; other formats have columns of their own.",
                remedy="Leave --mapping out."
                if self.mapped is None
                else "Give --mapping FILE.toml: docs/import.md shows one.",
            )
        return self.mapped(mapping) if self.mapped and mapping else self


def _unmapped(words: Words) -> Layout:
    raise ChainError(
        f"A CSV file was read for {words.dataset} without its mapping.",
        cause="`Reader.with_mapping` was not asked.",
        remedy="Report it: this is a mistake in suasion.",
    )


def _by_mapping(path: Path) -> Reader:
    found = mapped.read_mapping(path)
    return Reader(
        name="csv", label="a CSV file", layout=found.layout, rows=found.rows, fingerprint=found.fingerprint
    )


_ALL = (
    Reader(
        name="icews",
        label="ICEWS events (20 tab-separated columns under a header)",
        layout=icews.layout,
        find=tabbed.ICEWS,
    ),
    Reader(
        name="polecat",
        label="POLECAT events (40 tab-separated columns under a header)",
        layout=polecat.layout,
        find=tabbed.POLECAT,
    ),
    Reader(
        name="gdelt",
        label="GDELT events (61, 58 or 57 tab-separated columns, no header)",
        layout=gdelt.layout,
        find=tabbed.GDELT,
    ),
    Reader(name="plover", label="PLOVER events (JSON lines)", layout=plover.layout, rows=plover.rows),
    Reader(
        name="ftm",
        label="FollowTheMoney entities or statements (JSON lines)",
        layout=ftm.layout,
        rows=ftm.rows,
    ),
    Reader(name="acled", label="ACLED events (CSV under a header)", layout=acled.layout, rows=acled.rows),
    Reader(name="csv", label="a CSV file with a mapping", layout=_unmapped, mapped=_by_mapping),
)
READERS: Mapping[str, Reader] = {reader.name: reader for reader in _ALL}
