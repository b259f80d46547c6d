"""The gazetteer of towns and provinces: a compressed, sorted table, searched by bisection."""

from __future__ import annotations

import gzip
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from suasion.errors import RegisterError
from suasion.registers.entries import PlaceEntry, PlaceKind

_KINDS: dict[str, PlaceKind] = {"c": "city", "C": "capital", "r": "region"}


@dataclass(frozen=True, kw_only=True)  # not slotted: `lines` is read when first asked for
class Gazetteer:
    """Some 180,000 places by key. A line is made into places only when it is asked for: loading costs a tenth of a second."""

    path: Path

    @cached_property
    def lines(self) -> list[str]:
        """The table's lines, in order of their bytes as text.

        Raises:
            RegisterError: the file cannot be read.

        """
        try:
            return gzip.decompress(self.path.read_bytes()).decode("utf-8").split("\n")[:-1]
        except (OSError, EOFError, UnicodeDecodeError) as error:
            raise RegisterError(
                f"{self.path.name} cannot be read as a gazetteer: {error}.",
                cause="The file is missing or broken.",
                remedy="Install suasion again, or build the file with tools/build_gazetteer.py.",
            ) from error

    def named(self, key: str) -> tuple[PlaceEntry, ...]:
        """Give the places with this key, in the table's order."""
        start = f"{key}\t"
        i = bisect_left(self.lines, start)
        found = []
        while i < len(self.lines) and self.lines[i].startswith(start):
            found.append(_entry(self.lines[i]))
            i += 1
        return tuple(found)


def _entry(line: str) -> PlaceEntry:
    key, name, country, kind, lat, lon, population = line.split("\t")
    return PlaceEntry(
        name=name or key.title(),
        country=country,
        lat=float(lat),
        lon=float(lon),
        kind=_KINDS[kind],
        population=int(population),
    )
