"""Loading the registers: the bundled files and the user's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from suasion.records import Actor
from suasion.registers.actors import (
    check_codes,
    read_brought,
    read_foreign,
    read_organisations,
    read_seats,
    read_states,
)
from suasion.registers.codes import read_codes
from suasion.registers.entries import Agent, Alias
from suasion.registers.gazetteer import Gazetteer
from suasion.registers.keys import key_of
from suasion.registers.outlets import is_outlets, read_outlets
from suasion.registers.people import read_people
from suasion.registers.petrarch import is_agents, read_actor_dictionary, read_agent_dictionary
from suasion.registers.places import PlaceRegister
from suasion.registers.register import Registers
from suasion.registers.similar import SimilarNames
from suasion.registers.tables import DATA, rows
from suasion.registers.vocabulary import read_agents, read_groups, read_pairs, read_sector_words, read_titles

_PLACES = ("countries.csv", "regions_and_seas.csv")
_GAZETTEER = "gazetteer.tsv.gz"


def load_registers(extra: Sequence[Path] = ()) -> Registers:
    """Load the bundled registers and the user's `extra` files.

    A CSV file has the columns surface,id,name,country,code,sector,kind,start,end (actors), or
    id,name,country,kind,family,state,start,end,domains,aliases (outlets); a `.txt` file is a PETRARCH dictionary of
    actors or of agents. Cached: the same files give the same object.

    Raises:
        RegisterError: a file contradicts its form.

    """
    return _load(tuple(Path(path).resolve() for path in extra))


@lru_cache(maxsize=4)
def _load(extra: tuple[Path, ...]) -> Registers:
    own_outlets = [path for path in extra if path.suffix != ".txt" and is_outlets(path)]
    states, state_aliases = read_states(DATA / "states.csv")
    organisations, organisation_aliases = read_organisations(DATA / "organisations.csv")
    titles = read_titles(DATA / "titles.csv")
    common = frozenset(key_of(row["name"]) for row in rows(DATA / "common_names.csv", "name"))
    people = read_people(
        DATA / "people.csv",
        DATA / "terms.csv",
        sectors={title.office: title.sector for title in titles.values()},
        organisations=organisations,
        common=common,
    )
    known = states | organisations | dict(people.actors)
    check_codes(known.values(), known)
    agents, brought = _brought([path for path in extra if path not in own_outlets], known)
    seats = read_seats(DATA / "seats.csv", states)
    english = (*state_aliases, *seats, *organisation_aliases, *people.aliases, *brought)
    taken = common | {key_of(alias.surface) for alias in english}
    foreign = read_foreign(DATA / "foreign_names.csv", states, taken)
    regions = read_pairs(DATA / "regions.csv", "surface", "name")
    return Registers(
        fingerprint=_fingerprint(extra),
        aliases=_by_key((*english, *foreign)),
        actors=MappingProxyType({alias.actor.id: alias.actor for alias in brought} | known),
        terms=MappingProxyType(people.terms),
        titles=titles,
        agents=MappingProxyType(read_agents(DATA / "agents.csv") | agents),
        groups=read_groups(DATA / "groups.csv", known),
        regions=MappingProxyType({key_of(region): name for region, name in regions.items()}),
        executives=read_pairs(DATA / "executives.csv", "country", "office"),
        codes=read_codes(DATA / "country_codes.csv", DATA / "cameo_codes.csv", states),
        sector_words=read_sector_words(DATA / "sector_words.csv"),
        outlets=read_outlets(DATA / "outlets.csv", own_outlets),
        places=PlaceRegister(
            paths=tuple(DATA / name for name in _PLACES), gazetteer=Gazetteer(path=DATA / _GAZETTEER)
        ),
        similar=SimilarNames(
            people=tuple(
                alias for alias in (*people.aliases, *brought) if alias.kind in {"person", "surname"}
            ),
            terms_of=MappingProxyType(people.terms_of),
            common=common,
        ),
    )


def _brought(extra: Iterable[Path], known: Mapping[str, Actor]) -> tuple[dict[str, Agent], list[Alias]]:
    agents: dict[str, Agent] = {}
    aliases: list[Alias] = []
    for path in extra:
        if path.suffix != ".txt":
            aliases += read_brought(path, known)
        elif is_agents(path):
            agents |= read_agent_dictionary(path)
        else:
            aliases += read_actor_dictionary(path, known)
    return agents, aliases


def _by_key(aliases: Iterable[Alias]) -> Mapping[str, tuple[Alias, ...]]:
    found: dict[str, list[Alias]] = defaultdict(list)
    for alias in aliases:
        held = found[key_of(alias.surface)]
        if alias not in held:
            held.append(alias)
    return MappingProxyType({key: tuple(held) for key, held in found.items()})


def _fingerprint(extra: Sequence[Path]) -> str:
    """Hash the data, the code that reads them and the user's files."""
    hasher = sha256()
    for path in (
        *sorted(DATA.glob("*.csv")),
        *sorted(DATA.glob("*.gz")),
        *sorted(Path(__file__).parent.glob("*.py")),
        *extra,
    ):
        hasher.update(sha256(path.read_bytes()).digest())
    return "registers-" + hasher.hexdigest()[:12]
