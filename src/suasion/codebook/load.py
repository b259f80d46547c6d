"""Read the codebook's data files and check that they keep their own form."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import TypeVar

import msgspec

from suasion.codebook.model import Canonical, Codebook, Conflict, Context, Crosswalk, EventType, Instrument
from suasion.errors import CodebookError

Entry = TypeVar("Entry")


@cache
def load_codebook() -> Codebook:
    """Read, check and return the codebook (once per process).

    Raises:
        CodebookError: a data file is missing or breaks its form.
    """
    data = resources.files("suasion.codebook") / "data"
    main = _toml(data / "codebook.toml")
    names = msgspec.convert(main["types"], tuple[str, ...])
    types = {name: _entry(data / "types" / f"{name.lower()}.toml", EventType) for name in names}
    book = Codebook(
        version=msgspec.convert(main["version"], str),
        fingerprint=_fingerprint(data),
        types=MappingProxyType(types),
        instruments=_by_id(data / "instruments.toml", "instrument", Instrument),
        contexts=_by_id(data / "contexts.toml", "context", Context),
        cameo=MappingProxyType({row.code: row for row in _cameo(data / "cameo.csv")}),
        canonical=tuple(_canonical(data / "cameo_canonical.csv")),
        acled=MappingProxyType({row.sub_event.casefold(): row for row in _acled(data / "acled.csv")}),
        polecat_types=_mapping(main, "polecat_types", str),
        polecat_quads=_mapping(main, "polecat_quads", int),
        announces=_mapping(main, "announces", str),
        root_quads=_mapping(main, "root_quads", int),
    )
    check_codebook(book)
    return book


def check_codebook(book: Codebook) -> None:
    """Check that every name that the codebook uses is one that it defines.

    Raises:
        CodebookError: with all names that lead nowhere.
    """
    problems = list(_problems(book))
    if problems:
        raise _broken("the codebook", "; ".join(problems))


def _fingerprint(data: Traversable) -> str:
    hasher = hashlib.sha256()
    for name, path in sorted(_walk(data, "")):
        content = path.read_bytes()
        hasher.update(f"{name}\0{len(content)}\0".encode() + content)
    return hasher.hexdigest()[:16]


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for item in folder.iterdir():
        if item.is_dir():
            yield from _walk(item, f"{prefix}{item.name}/")
        elif item.name.endswith((".toml", ".csv", ".json")):
            yield prefix + item.name, item


def _toml(path: Traversable) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise _broken(path.name, str(error)) from error


def _broken(what: str, detail: str) -> CodebookError:
    return CodebookError(
        f"Codebook data in {what} is broken: {detail}.",
        cause="A data file was edited by hand, or the installation is incomplete.",
        remedy="Undo the edit or reinstall suasion.",
    )


def _entry(path: Traversable, kind: type[Entry]) -> Entry:
    return _convert(_toml(path), kind, path.name)


def _convert(table: object, kind: type[Entry], where: str) -> Entry:
    """Convert, refusing unknown keys, which msgspec lets pass in dataclasses."""
    try:
        entry = msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        raise _broken(where, str(error)) from error
    unknown = set(table if isinstance(table, dict) else ()) - {item.name for item in fields(kind)}  # type: ignore[arg-type]
    if unknown:
        raise _broken(where, f"unknown keys {sorted(unknown)}")
    return entry


def _by_id(path: Traversable, key: str, kind: type[Entry]) -> Mapping[str, Entry]:
    rows = msgspec.convert(_toml(path).get(key, []), list[dict[str, object]])
    entries = {str(row.get("id")): _convert(row, kind, path.name) for row in rows}
    if len(entries) != len(rows):
        raise _broken(path.name, f"an id of a {key} is used twice")
    return MappingProxyType(entries)


def _mapping(main: Mapping[str, object], key: str, kind: type[Entry]) -> Mapping[str, Entry]:
    try:
        return MappingProxyType(msgspec.convert(main.get(key), dict[str, kind]))  # type: ignore[valid-type]
    except msgspec.ValidationError as error:
        raise _broken(f"codebook.toml, table {key}", str(error)) from error


def _cameo(path: Traversable) -> Iterator[Crosswalk]:
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        yield Crosswalk(
            code=row["code"],
            event_type=row["type"] or None,
            mode=row["mode"] or None,
            contexts=tuple(row["contexts"].split()),
            instrument=row["instrument"] or None,
            swap=row["swap"] == "yes",
            origin=row["origin"],
            note=row["note"],
        )


def _canonical(path: Traversable) -> Iterator[Canonical]:
    """Read the way back from our types to CAMEO: the code whose meaning in the CAMEO codebook (1.1b3) is nearest, by our choice."""
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        yield Canonical(
            event_type=row["type"],
            mode=row["mode"] or None,
            about=row["about"] or None,
            code=row["code"],
            label=row["label"],
        )


def _acled(path: Traversable) -> Iterator[Conflict]:
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        yield Conflict(
            event=row["event"],
            sub_event=row["sub_event"],
            event_type=row["type"] or None,
            mode=row["mode"] or None,
            contexts=tuple(row["contexts"].split()),
        )


def _problems(book: Codebook) -> Iterator[str]:
    for name, entry in book.types.items():
        if entry.name != name:
            yield f"the file of {name} holds {entry.name}"
        if entry.root15 not in book.root_quads:
            yield f"{name}: unknown root {entry.root15}"
        yield from _unknown(
            f"near-misses of {name}", (miss.is_type for miss in entry.near_misses), book.types
        )
    for table in (book.announces, book.polecat_types):
        yield from _unknown("codebook.toml", table.values(), book.types)
    yield from _unknown("codebook.toml", book.announces, book.types)
    for row in book.cameo.values():
        yield from _unknown(f"CAMEO {row.code}", (row.event_type,), book.types)
        yield from _unknown(f"CAMEO {row.code}", (row.instrument,), book.instruments)
        yield from _unknown(f"CAMEO {row.code}", row.contexts, book.contexts)
        yield from _unknown(f"CAMEO {row.code}", (row.mode,), _modes(book, row.event_type))
    for back in book.canonical:
        where = f"the way back to CAMEO {back.code}"
        yield from _unknown(where, (back.event_type,), book.types)
        yield from _unknown(where, (back.mode,), _modes(book, back.event_type))
        yield from _unknown(where, (back.about,), {*book.contexts, *book.instruments})
        yield from _unknown(where, (back.code,), book.cameo)
    always = {back.event_type for back in book.canonical if back.mode is None and back.about is None}
    yield from (f"{name}: no way back to CAMEO" for name in book.types if name not in always)
    for conflict in book.acled.values():
        yield from _unknown(f"ACLED {conflict.sub_event}", (conflict.event_type,), book.types)
        yield from _unknown(f"ACLED {conflict.sub_event}", conflict.contexts, book.contexts)
        owner = book.types.get(conflict.event_type or "")
        own = [mode.id for mode in owner.modes] if owner else []
        yield from _unknown(f"ACLED {conflict.sub_event}", (conflict.mode,), own)
    for item in book.instruments.values():
        yield from _unknown(item.id, (example.event_type for example in item.examples), book.types)
        yield from _unknown(item.id, item.contexts, book.contexts)


def _modes(book: Codebook, name: str | None) -> list[str]:
    home = book.types.get(name or "")
    return [mode.id for mode in home.modes] if home else []


def _unknown(where: str, names: Iterable[str | None], known: Iterable[str]) -> Iterator[str]:
    known = set(known)
    yield from (f"{where}: unknown name {name}" for name in names if name is not None and name not in known)
