"""States, seats of government, organisations and the user's own actors, with the surfaces that name them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast, get_args

from suasion.errors import RegisterError
from suasion.records import Actor
from suasion.registers.entries import Alias, AliasKind
from suasion.registers.keys import key_of
from suasion.registers.tables import SECTORS, SUPRANATIONAL, Row, Surface, period, rows, surface, surfaces

_COLUMNS: Mapping[AliasKind, str] = {
    "name": "names",
    "demonym": "demonyms",
    "people": "people",
    "capital": "capitals",
}


def state(code: str, name: str, sector: str | None = "GOV") -> Actor:
    """Make a state's actor; a ministry is its state's actor with another sector."""
    return Actor(id=f"state:{code}", name=name, country=code, code=code, sector=sector)


def read_states(path: Path) -> tuple[dict[str, Actor], list[Alias]]:
    """Read the states: their actors by id, and their names, demonyms, peoples and capitals.

    A demonym or people has no sector: 'the Russians' need not be the government.
    """
    table = rows(path, "code", "name", *_COLUMNS.values(), "start", "end")
    actors = {f"state:{row['code']}": state(row["code"], surface(row["name"]).text) for row in table}
    return actors, [alias for row in table for alias in _state_aliases(row, actors)]


def _state_aliases(row: Row, actors: Mapping[str, Actor]) -> Iterator[Alias]:
    government = actors[f"state:{row['code']}"]
    nation = state(row["code"], government.name, None)
    yield _alias(surface(row["name"]), government, "name", row)
    for kind, column in _COLUMNS.items():
        actor = government if kind in {"name", "capital"} else nation
        for mark in surfaces(row[column]):
            yield _alias(mark, actor, kind, row)


def read_foreign(path: Path, states: Mapping[str, Actor], taken: Container[str]) -> Iterator[Alias]:
    """Read the states' names in other languages, but for those whose key is `taken`.

    One in Latin script is ambiguous: in an English text 'Francia' may be somebody.
    """
    for row in rows(path, "surface", "code"):
        key = key_of(row["surface"])
        if key not in taken:
            mark = Surface(text=row["surface"], case_sensitive=False, ambiguous=key.isascii())
            yield _alias(mark, states[f"state:{row['code']}"], "name", row)


def read_seats(path: Path, states: Mapping[str, Actor]) -> Iterator[Alias]:
    """Read seats of government, parliaments and ministries: metonyms for their states, with a sector."""
    for row in rows(path, "surface", "code", "sector", "kind"):
        owner = states[f"state:{row['code']}"]
        actor = state(row["code"], owner.name, row["sector"])
        yield _alias(surface(row["surface"]), actor, kind_of(row["kind"]), row)


def read_organisations(path: Path) -> tuple[dict[str, Actor], list[Alias]]:
    """Read the organisations: their actors by id, and their names.

    Raises:
        RegisterError: an id comes twice.

    """
    actors: dict[str, Actor] = {}
    aliases: list[Alias] = []
    for row in rows(path, "id", "name", "aliases", "country", "code", "sector", "start", "end"):
        name = surface(row["name"])
        actor = _actor(row, name.text)
        if actors.setdefault(actor.id, actor) is not actor:
            raise RegisterError(
                f"{path.name} has {actor.id} twice.", cause="A copied row.", remedy="Keep one."
            )
        aliases += [_alias(mark, actor, "organisation", row) for mark in (name, *surfaces(row["aliases"]))]
    return actors, aliases


def read_brought(path: Path, known: Mapping[str, Actor]) -> Iterator[Alias]:
    """Read a user's own actors.

    A row with a known id may leave name, country, code and sector empty. Surfaces may carry the
    marks of the bundled files (see `tables`).

    Raises:
        RegisterError: the file contradicts its form, or has an unknown code.

    """
    for row in rows(path, "surface", "id", "name", "country", "code", "sector", "kind", "start", "end"):
        mark = surface(row["surface"])
        actor = _actor(row, mark.text, known.get(row["id"]))
        check_codes((actor,), known)
        yield _alias(mark, actor, kind_of(row["kind"] or "organisation"), row)


def _actor(row: Row, name: str, base: Actor | None = None) -> Actor:
    country = row["country"] or (base.country if base else None)
    return Actor(
        id=row["id"],
        name=row["name"].rstrip("!*") or (base.name if base else name),
        country=country,
        code=row["code"] or (base.code if base else country),
        sector=row["sector"] or (base.sector if base else None),
    )


def _alias(mark: Surface, actor: Actor, kind: AliasKind, row: Row) -> Alias:
    start, end = period(row)
    short = mark.case_sensitive and kind in {"name", "organisation"}
    return Alias(
        surface=mark.text,
        actor=actor,
        kind="abbreviation" if short else kind,
        start=start,
        end=end,
        case_sensitive=mark.case_sensitive,
        ambiguous=mark.ambiguous,
    )


def kind_of(text: str) -> AliasKind:
    """Take a cell for a kind of alias.

    Raises:
        RegisterError: it is none.

    """
    if text not in get_args(AliasKind):
        raise RegisterError(
            f"'{text}' is no kind of alias.",
            cause="A misspelling.",
            remedy=f"Use one of {', '.join(get_args(AliasKind))}.",
        )
    return cast(AliasKind, text)


def check_codes(actors: Iterable[Actor], known: Mapping[str, Actor]) -> None:
    """Hold every actor's country, code and sector against the states of `known` and PLOVER's lists.

    Raises:
        RegisterError: one is in none of them.

    """
    for actor in actors:
        country = actor.country is None or f"state:{actor.country}" in known
        code = actor.code is None or f"state:{actor.code}" in known or actor.code in SUPRANATIONAL
        if not (country and code and (actor.sector is None or actor.sector in SECTORS)):
            raise RegisterError(
                f"{actor.id} has an unknown code among {actor.country}, {actor.code}, {actor.sector}.",
                cause="A misspelling, or a two-letter code.",
                remedy="Countries are ISO 3166-1 alpha-3; codes and sectors are PLOVER's.",
            )
