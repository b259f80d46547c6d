"""Loading the registers: the bundled files and the user's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import cast, get_args

from suasion.errors import RegisterError
from suasion.records import Actor
from suasion.registers.entries import Agent, Alias, AliasKind, Group, Title
from suasion.registers.keys import key_of
from suasion.registers.outlets import read_outlets
from suasion.registers.people import read_people
from suasion.registers.places import PlaceRegister
from suasion.registers.register import Registers
from suasion.registers.similar import SimilarNames
from suasion.registers.tables import (
    DATA,
    SECTORS,
    SUPRANATIONAL,
    Row,
    either,
    period,
    rows,
    surface,
    surfaces,
)

_PLACES = ("countries.csv", "cities.csv", "regions_and_seas.csv")
_BUNDLED: tuple[AliasKind, ...] = ("name", "demonym", "people", "capital")


def load_registers(extra: Sequence[Path] = ()) -> Registers:
    """Load the bundled registers and the user's `extra` CSV files (columns surface,id,name,country,code,sector,kind,start,end).

    Cached: the same files give the same object.

    Raises:
        RegisterError: a file contradicts its form.
    """
    return _load(tuple(Path(path).resolve() for path in extra))


@lru_cache(maxsize=4)
def _load(extra: tuple[Path, ...]) -> Registers:
    states = {
        row["code"]: row for row in rows(DATA / "states.csv", "code", "name", "names", "demonyms", "people")
    }
    actors = {f"state:{code}": _state(code, surface(row["name"]).text) for code, row in states.items()}
    organisations, own_aliases = _organisations(DATA / "organisations.csv", frozenset(states))
    actors |= organisations
    titles = _titles(DATA / "titles.csv")
    common = frozenset(key_of(row["name"]) for row in rows(DATA / "common_names.csv", "name"))
    people = read_people(
        DATA / "people.csv",
        DATA / "terms.csv",
        sectors=_office_sectors(titles.values()),
        organisations=organisations,
        common=common,
    )
    actors |= people.actors
    _check_codes(actors.values(), frozenset(states))
    brought = [alias for path in extra for alias in _brought(path, frozenset(states), actors)]
    found = [
        *_state_aliases(states.values()),
        *_seats(DATA / "seats.csv", actors),
        *own_aliases,
        *people.aliases,
        *brought,
    ]
    actors |= {alias.actor.id: alias.actor for alias in brought if alias.actor.id not in actors}
    return Registers(
        fingerprint=_fingerprint(extra),
        aliases=_by_key(found),
        actors=MappingProxyType(actors),
        terms=MappingProxyType(people.terms),
        titles=titles,
        agents=_agents(DATA / "agents.csv"),
        groups=_groups(DATA / "groups.csv", frozenset(states)),
        regions=MappingProxyType(
            {key_of(r["surface"]): r["name"] for r in rows(DATA / "regions.csv", "surface", "name")}
        ),
        executives=MappingProxyType(
            {r["country"]: r["office"] for r in rows(DATA / "executives.csv", "country", "office")}
        ),
        outlets=read_outlets(DATA / "outlets.csv"),
        places=PlaceRegister(paths=tuple(DATA / name for name in _PLACES)),
        similar=SimilarNames(
            people=tuple(a for a in (*people.aliases, *brought) if a.kind in {"person", "surname"}),
            terms_of=MappingProxyType(people.terms_of),
            common=common,
        ),
    )


def _state(code: str, name: str, sector: str | None = "GOV") -> Actor:
    return Actor(id=f"state:{code}", name=name, country=code, code=code, sector=sector)


def _state_aliases(states: Iterable[Row]) -> Iterator[Alias]:
    for row in states:
        start, end = period(row)
        for kind, column in zip(_BUNDLED, ("names", "demonyms", "people", "capitals"), strict=True):
            sector = "GOV" if kind in {"name", "capital"} else None
            actor = _state(row["code"], surface(row["name"]).text, sector)
            marks = surfaces(row[column])
            if kind == "name":
                marks = (surface(row["name"]), *marks)
            for mark in marks:
                yield Alias(
                    surface=mark.text,
                    actor=actor,
                    kind="abbreviation" if kind == "name" and mark.case_sensitive else kind,
                    start=start,
                    end=end,
                    case_sensitive=mark.case_sensitive,
                    ambiguous=mark.ambiguous,
                )


def _seats(path: Path, actors: Mapping[str, Actor]) -> Iterator[Alias]:
    for row in rows(path, "surface", "code", "sector", "kind"):
        mark = surface(row["surface"])
        owner = actors[f"state:{row['code']}"]
        yield Alias(
            surface=mark.text,
            actor=_state(row["code"], owner.name, row["sector"]),
            kind=_kind(row["kind"]),
            case_sensitive=mark.case_sensitive,
            ambiguous=mark.ambiguous,
        )


def _organisations(path: Path, states: frozenset[str]) -> tuple[dict[str, Actor], list[Alias]]:
    actors: dict[str, Actor] = {}
    aliases: list[Alias] = []
    for row in rows(path, "id", "name", "aliases", "country", "code", "sector"):
        name = surface(row["name"])
        actor = Actor(
            id=row["id"],
            name=name.text,
            country=row["country"] or None,
            code=row["code"] or None,
            sector=row["sector"] or None,
        )
        if actors.setdefault(actor.id, actor) is not actor:
            raise RegisterError(
                f"{path.name} has {actor.id} twice.", cause="A copied row.", remedy="Keep one."
            )
        start, end = period(row)
        for mark in (name, *surfaces(row["aliases"])):
            aliases.append(
                Alias(
                    surface=mark.text,
                    actor=actor,
                    kind="abbreviation" if mark.case_sensitive else "organisation",
                    start=start,
                    end=end,
                    case_sensitive=mark.case_sensitive,
                    ambiguous=mark.ambiguous,
                )
            )
    _check_codes(actors.values(), states)
    return actors, aliases


def _kind(text: str) -> AliasKind:
    if text not in get_args(AliasKind):
        raise RegisterError(
            f"'{text}' is no kind of alias.",
            cause="A misspelling.",
            remedy=f"Use one of {', '.join(get_args(AliasKind))}.",
        )
    return cast(AliasKind, text)


def _brought(path: Path, states: frozenset[str], known: Mapping[str, Actor]) -> Iterator[Alias]:
    """The user's own actors; an id that the register knows may leave name, country, code and sector empty."""
    for row in rows(path, "surface", "id", "name", "country", "code", "sector", "kind", "start", "end"):
        mark = surface(row["surface"])
        base = known.get(row["id"])
        country = row["country"] or (base.country if base else None)
        actor = Actor(
            id=row["id"],
            name=row["name"] or (base.name if base else mark.text),
            country=country,
            code=row["code"] or (base.code if base else country),
            sector=row["sector"] or (base.sector if base else None),
        )
        _check_codes((actor,), states)
        start, end = period(row)
        yield Alias(
            surface=mark.text,
            actor=actor,
            kind=_kind(row["kind"] or "organisation"),
            start=start,
            end=end,
            case_sensitive=mark.case_sensitive,
            ambiguous=mark.ambiguous,
        )


def _check_codes(actors: Iterable[Actor], states: frozenset[str]) -> None:
    for actor in actors:
        country = actor.country is None or actor.country in states
        code = actor.code is None or actor.code in states or actor.code in SUPRANATIONAL
        if not (country and code and (actor.sector is None or actor.sector in SECTORS)):
            raise RegisterError(
                f"{actor.id} has an unknown country, code or sector: {actor.country}, {actor.code}, {actor.sector}.",
                cause="A misspelling, or a two-letter code.",
                remedy="Countries are ISO 3166-1 alpha-3; codes and sectors are PLOVER's.",
            )


def _titles(path: Path) -> Mapping[str, Title]:
    found = (Title(**row) for row in rows(path, "surface", "office", "sector"))
    return MappingProxyType({key_of(title.surface): title for title in found})


def _office_sectors(titles: Iterable[Title]) -> dict[str, str]:
    return {title.office: title.sector for title in titles}


def _agents(path: Path) -> Mapping[str, Agent]:
    agents: dict[str, Agent] = {}
    for row in rows(path, "singular", "plural", "sector", "stands_for_state"):
        for plural, noun in ((True, row["plural"]), (False, row["singular"])):
            if noun:
                agents[noun] = Agent(
                    noun=noun,
                    sector=row["sector"],
                    plural=plural,
                    stands_for_state=either(row["stands_for_state"]),
                )
    return MappingProxyType(agents)


def _groups(path: Path, states: frozenset[str]) -> Mapping[str, tuple[Group, ...]]:
    groups: dict[str, list[Group]] = defaultdict(list)
    for row in rows(path, "name", "aliases", "members", "actor", "start", "end"):
        members = tuple(row["members"].split())
        if unknown := set(members) - states:
            raise RegisterError(
                f"{row['name']} has unknown members {unknown}.", cause="A misspelling.", remedy="Correct it."
            )
        start, end = period(row)
        name = surface(row["name"])
        actor = (
            Actor(id=row["actor"], name=name.text, country=None, code="IGO", sector="GOV")
            if row["actor"]
            else None
        )
        for mark in (name, *surfaces(row["aliases"])):
            groups[key_of(mark.text)].append(
                Group(
                    name=name.text,
                    members=members,
                    actor=actor,
                    start=start,
                    end=end,
                    ambiguous=mark.ambiguous,
                )
            )
    return MappingProxyType({key: tuple(found) for key, found in groups.items()})


def _by_key(aliases: Iterable[Alias]) -> Mapping[str, tuple[Alias, ...]]:
    found: dict[str, list[Alias]] = defaultdict(list)
    for alias in aliases:
        held = found[key_of(alias.surface)]
        if alias not in held:
            held.append(alias)
    return MappingProxyType({key: tuple(held) for key, held in found.items()})


def _fingerprint(extra: Sequence[Path]) -> str:
    """Hash the data, the code that reads them and the user's files."""
    here = Path(__file__).parent
    hasher = sha256()
    for path in (*sorted(DATA.glob("*.csv")), *sorted(here.glob("*.py")), *extra):
        hasher.update(sha256(path.read_bytes()).digest())
    return "registers-" + hasher.hexdigest()[:12]
