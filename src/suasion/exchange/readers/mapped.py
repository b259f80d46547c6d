"""Any CSV file, by a mapping file that says what its columns mean."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from suasion.errors import InputError
from suasion.exchange.readers.layout import Cell, Day, Kind, Layout, Look, Spot, Where
from suasion.exchange.readers.rows import Row
from suasion.exchange.readers.source import Source
from suasion.exchange.readers.words import AMERICAN, ISO, Words, day, factuality_in, listed, one_day
from suasion.records import Actor
from suasion.registers import SectorWord

StateScheme = Literal["iso3", "iso2", "cow", "cameo", "fips", "name"]
_NUMBER = "_number"
"""The column that this reader adds: the number of the row's line, for files whose rows have no id."""
_NONE = "_none"
"""A column that this reader adds, always null: what a mapping leaves out."""


class When(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`column` has the (first) day, `end` the last; `format` is `strptime`'s (default: ISO, then m/d/Y)."""

    column: str
    end: str | None = None
    format: str | None = None


class What(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`column` has a CAMEO code or a PLOVER type; `mode`, `contexts` (a list parted at `;`) and `factuality` may stand beside it."""

    column: str
    scheme: Literal["cameo", "plover"]
    mode: str | None = None
    contexts: str | None = None
    factuality: str | None = None


class Side(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`country` has a state by the codes (or names) of `scheme`; `name` and PLOVER's `sector` may stand beside it."""

    country: str
    scheme: StateScheme = "iso3"
    name: str | None = None
    sector: str | None = None


class Stood(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where it happened: columns of a name, a country by `scheme`, and degrees."""

    name: str | None = None
    country: str | None = None
    scheme: StateScheme = "iso3"
    latitude: str | None = None
    longitude: str | None = None


class Mapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mapping file: `docs/import.md` shows one."""

    date: When
    type: What
    source: Side
    target: Side
    place: Stood = Stood()
    key: str | None = None
    outlet: str | None = None
    probability: str | None = None
    delimiter: str = ","
    nulls: tuple[str, ...] = ("",)

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns of the file that the mapping names."""
        what, place = self.type, self.place
        sides = (
            name for side in (self.source, self.target) for name in (side.country, side.name, side.sector)
        )
        named = (
            *(
                self.key,
                self.date.column,
                self.date.end,
                what.column,
                what.mode,
                what.contexts,
                what.factuality,
            ),
            *sides,
            *(place.name, place.country, place.latitude, place.longitude, self.outlet, self.probability),
        )
        return tuple(dict.fromkeys(name for name in named if name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """A mapping, ready to read files by. `fingerprint` hashes it."""

    mapping: Mapping
    fingerprint: str

    def rows(self, source: Source, words: Words) -> Iterator[Row]:  # noqa: ARG002  one shape for all readers
        """Give each row, all of its columns that the mapping names.

        Raises:
            InputError: the file lacks one of them.
        """
        columns = self.mapping.columns
        with source.lines.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, delimiter=self.mapping.delimiter)
            header = [name.strip() for name in next(reader, [])]
            places = self._places(source.path, header)
            start = reader.line_num + 1
            for cells in reader:
                if any(cells):
                    whole = len(cells) == len(header)
                    held = [cells[place] if whole else None for place in places]
                    width = len(columns) if whole else 1 if len(columns) != 1 else 0
                    yield Row(line=start, cells=[*held, str(start), None], width=width)
                start = reader.line_num + 1

    def _places(self, path: Path, header: Sequence[str]) -> list[int]:
        missing = [name for name in self.mapping.columns if name not in header]
        if missing:
            raise InputError(
                f"{path} has no column {', '.join(missing)}.",
                cause=f"Its header is: {self.mapping.delimiter.join(header)}",
                remedy="Correct the mapping, or its delimiter.",
            )
        return [header.index(name) for name in self.mapping.columns]

    def layout(self, words: Words) -> Layout:
        """Say how to read files of this mapping."""
        mapping = self.mapping
        forms = (mapping.date.format,) if mapping.date.format else (ISO, AMERICAN)

        def period(first: Cell, last: Cell) -> Day:
            start, end = one_day(first, forms), day(last, forms)
            longer = start.first is not None and end is not None and end > start.first
            return Day(first=start.first, last=end, precision="day") if longer else start

        def kind(code: Cell, mode: Cell, contexts: Cell, factuality: Cell) -> Kind:
            said = factuality_in([factuality or ""])
            if mapping.type.scheme == "cameo":
                return words.cameo(code, said)
            return words.plover(code, listed(mode, ";"), listed(contexts, ";"), said)

        def where(country: Cell) -> Where:
            return Where(country=words.state(country, mapping.place.scheme))

        return Layout(
            name="csv",
            columns=(*mapping.columns, _NUMBER, _NONE),
            widths=frozenset({len(mapping.columns)}),
            nulls=frozenset(mapping.nulls) | {""},
            key=(mapping.key or _NUMBER,),
            day=Look(columns=_or_none(mapping.date.column, mapping.date.end), read=period),
            kind=Look(
                columns=_or_none(
                    mapping.type.column, mapping.type.mode, mapping.type.contexts, mapping.type.factuality
                ),
                read=kind,
            ),
            actors=_side(words, mapping.source),
            recipients=_side(words, mapping.target),
            outlets=Look(columns=_or_none(mapping.outlet), read=words.outlet),
            place=Spot(
                names=tuple((name, "point") for name in (mapping.place.name,) if name),
                where=Look(columns=_or_none(mapping.place.country), read=where),
                latitude=mapping.place.latitude or _NONE,
                longitude=mapping.place.longitude or _NONE,
            ),
            probability=mapping.probability,
        )


def _side(words: Words, side: Side) -> Look[tuple[Actor, ...]]:
    def party(country: Cell, name: Cell, sector: Cell) -> tuple[Actor, ...]:
        group = words.sector("plover", country)
        state = None if group and group.code else words.state(country, side.scheme)
        known: SectorWord | None = group if group and group.code else words.sector("plover", sector)
        actor = words.actor(name or (None if state else country), state, known)
        return (actor,) if actor else ()

    return Look(columns=_or_none(side.country, side.name, side.sector), read=party)


def _or_none(*names: str | None) -> tuple[str, ...]:
    return tuple(name or _NONE for name in names)


def read_mapping(path: Path) -> Mapped:
    """Read a mapping file.

    Raises:
        InputError: it cannot be read, is no TOML, or says something that a mapping does not.
    """
    try:
        content = path.read_bytes()
        mapping = msgspec.convert(tomllib.loads(content.decode("utf-8")), Mapping)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise InputError(
            f"{path} cannot be read as a mapping: {error}.",
            cause="The path is misspelt, or the file is not the TOML that a mapping is.",
            remedy="docs/import.md shows a mapping with every key.",
        ) from error
    return Mapped(mapping=mapping, fingerprint=hashlib.sha256(content).hexdigest())
