"""The registers' names, arranged for finding near misses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from suasion.ingest.damage.lexicon import lists, load_lexicon
from suasion.registers import Registers
from suasion.registers.entries import Alias
from suasion.registers.keys import key_of
from suasion.registers.tables import DATA, rows

_STATE_KINDS = frozenset({"name", "demonym"})
_COUNTRY_KINDS = frozenset({"name", "demonym", "people", "capital", "metonym", "ministry"})
_LONG_KINDS = frozenset({"name", "organisation"})
_SHORTEST_STATE = 6
_GREAT = 700_000
"""Inhabitants of a town whose misspelt name is recognised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """A person: full name, surname and given names as keys, and the states (alpha-3) they act for."""

    name: str
    surname: str
    shown: str
    """The surname as it is written."""
    given: frozenset[str]
    countries: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePlace:
    """A capitalised word in a text with what stands around it."""

    start: int
    word: str
    key: str
    before: str
    """The capitalised word directly before it, as a key; empty without one."""
    followed: bool
    """Whether another capitalised word or initial stands directly behind it."""
    preposition: bool
    """Whether a word of place stands directly before it ("in", "from")."""
    office: str | None
    country: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NameBook:
    """People by surname, states by name, and states' names in other languages with these languages."""

    registers: Registers
    people: Mapping[str, tuple[Bearer, ...]]
    by_given: Mapping[str, tuple[Bearer, ...]]
    """People by given name, each once."""
    holders: Mapping[tuple[str, str], frozenset[str]]
    """Surnames of who ever held an office (canonical name) of a state."""
    states: Mapping[str, str]
    """English names and demonyms, by key, as they are written."""
    towns: Mapping[str, tuple[str, str]]
    """Great towns by key: as they are written, and their state (alpha-3)."""
    long_names: frozenset[str]
    """Names of states and organisations of several words, as they are written."""
    foreign: Mapping[str, tuple[str, tuple[str, ...]]]
    """A state's name in other languages (as written, accents included) to its English name and the languages."""

    def knows(self, name: str) -> bool:
        """Whether a name or word is somebody's, a place's, or English."""
        return self.knows_well(name) or bool(self.registers.places.candidates(name))

    def knows_well(self, name: str) -> bool:
        """Whether it is known, and not as a place only: there is a village of nearly every name."""
        key = key_of(name)
        return (
            load_lexicon().knows(name)
            or key in self.registers.aliases
            or key in self.registers.similar.common
            or self.registers.outlets.find(name) is not None
        )

    def is_name(self, name: str) -> bool:
        """Whether it is somebody's or something's name in the registers."""
        key = key_of(name)
        return key in self.registers.aliases or key in self.registers.similar.common or key in self.people

    def country(self, words: str) -> str | None:
        """Give the state (alpha-3) that some words name, or stand for."""
        found = self.registers.lookup(words)
        return next((a.actor.country for a in found if a.kind in _COUNTRY_KINDS and a.actor.country), None)

    def office(self, words: str) -> str | None:
        """Give the canonical name of an office by its title."""
        title = self.registers.titles.get(key_of(words))
        return title.office if title else None


@lru_cache(maxsize=2)
def _arranged(registers: _Held) -> NameBook:
    return _arrange(registers.registers)


@dataclass(frozen=True, slots=True)
class _Held:
    """Registers, equal by their fingerprint."""

    registers: Registers

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.registers.fingerprint == self.registers.fingerprint

    def __hash__(self) -> int:
        return hash(self.registers.fingerprint)


def name_book(registers: object) -> NameBook | None:
    """Arrange the names of the registers, once for each; none for what holds no people."""
    return _arranged(_Held(registers)) if isinstance(registers, Registers) else None


def _arrange(registers: Registers) -> NameBook:
    people: dict[str, list[Bearer]] = defaultdict(list)
    for bearer in _bearers(registers.similar.people):
        people[bearer.surname].append(bearer)
    holders = {
        place: frozenset(key_of(term.actor.name).split()[-1] for term in terms)
        for place, terms in registers.terms.items()
    }
    return NameBook(
        registers=registers,
        people={key: tuple(held) for key, held in people.items()},
        by_given=_by_given(people.values()),
        holders=holders,
        states=dict(_states(registers)),
        towns=dict(_towns(registers)),
        long_names=frozenset(_long_names(registers)),
        foreign=dict(_foreign(registers)),
    )


def _bearers(aliases: Sequence[Alias]) -> Iterator[Bearer]:
    """Make of each person's names one bearer; a monarch's single name is nobody's surname."""
    names: dict[str, list[Alias]] = defaultdict(list)
    for alias in aliases:
        names[alias.actor.id].append(alias)
    for held in names.values():
        full = [key_of(a.surface).split() for a in held if a.kind == "person" and " " in a.surface]
        shown = {key_of(a.surface): a.surface for a in held if a.kind == "surname"}
        countries = frozenset(a.actor.country for a in held if a.actor.country)
        for key, surface in shown.items():
            yield Bearer(
                name=held[0].actor.name,
                surname=key,
                shown=surface,
                given=frozenset(word for words in full for word in words if word not in key.split()),
                countries=countries,
            )


def _by_given(people: Iterable[Sequence[Bearer]]) -> Mapping[str, tuple[Bearer, ...]]:
    found: dict[str, dict[str, Bearer]] = defaultdict(dict)
    for bearer in (bearer for held in people for bearer in held):
        for given in bearer.given:
            found[given].setdefault(bearer.name, bearer)
    return {given: tuple(held.values()) for given, held in found.items()}


def _states(registers: Registers) -> Iterator[tuple[str, str]]:
    for key, aliases in registers.aliases.items():
        for alias in aliases:
            plain = key.isalpha() and len(key) >= _SHORTEST_STATE and not alias.ambiguous
            plain = plain and not alias.surface.startswith("The ")
            if alias.kind in _STATE_KINDS and plain and alias.actor.sector == "GOV":
                yield key, alias.surface


def _towns(registers: Registers) -> Iterator[tuple[str, tuple[str, str]]]:
    gazetteer = registers.places.gazetteer
    for line in gazetteer.lines if gazetteer else ():
        if int(line[line.rindex("\t") :]) < _GREAT:
            continue
        key, name, country, kind, *_ = line.split("\t")
        if kind != "r" and key.isalpha() and len(key) >= _SHORTEST_STATE:
            yield key, (name or key.title(), country)
    for key, seat in registers.aliases.items():
        for alias in seat:
            if alias.kind == "capital" and key.isalpha() and len(key) >= _SHORTEST_STATE:
                yield key, (alias.surface, alias.actor.country or "")


def _long_names(registers: Registers) -> Iterator[str]:
    for aliases in registers.aliases.values():
        for alias in aliases:
            words = alias.surface.split()
            if alias.kind in _LONG_KINDS and len(words) > 1 and all(word[0].isalpha() for word in words):
                yield alias.surface


def _foreign(registers: Registers) -> Iterator[tuple[str, tuple[str, tuple[str, ...]]]]:
    """Names in other languages that no English name, word or place shares."""
    english = {key_of(place) for place in lists()["english_places"]}
    for row in rows(DATA / "foreign_names.csv", "surface", "code", "languages"):
        name, key = row["surface"], key_of(row["surface"])
        actor = registers.actors.get(f"state:{row['code']}")
        own = any(a.kind != "name" or not a.ambiguous for a in registers.aliases.get(key, ()))
        if actor is None or own or key in english or load_lexicon().knows(key) or key == key_of(actor.name):
            continue
        yield name, (actor.name, tuple(row["languages"].split()))
