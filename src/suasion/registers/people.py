"""People: who they are (`people.csv`), what they were when (`terms.csv`), and what they are called."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from suasion.errors import RegisterError
from suasion.records import Actor
from suasion.registers.entries import Alias, Term
from suasion.registers.keys import key_of
from suasion.registers.tables import Surface, either, period, rows, surface, surfaces

_WORDS = re.compile(r"[^\W_]+")
FAMILY_NAME_FIRST = frozenset({"CHN", "PRK", "KOR", "TWN"})
"""States whose people the English press calls by the first word of their names ("Qin Gang", then "Qin")."""
_BEFORE, _AFTER = timedelta(days=3650), timedelta(days=5480)
"""A surname alone names an office-holder from ten years before the first term to fifteen after the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person as `people.csv` or, without a row there, `terms.csv` knows them."""

    actor: Actor
    variants: tuple[Surface, ...]
    surnames: tuple[Surface, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """All people with their terms (by actor id, and by office and state) and aliases."""

    actors: Mapping[str, Actor]
    terms: Mapping[tuple[str, str], tuple[Term, ...]]
    terms_of: Mapping[str, tuple[Term, ...]]
    aliases: tuple[Alias, ...]


def person_id(name: str) -> str:
    """Give the register's id of a person: 'person:vladimir-putin'."""
    return "person:" + "-".join(
        part for part in "".join(c if c.isalnum() else " " for c in key_of(name)).split()
    )


def read_people(
    people: Path,
    terms: Path,
    *,
    sectors: Mapping[str, str],
    organisations: Mapping[str, Actor],
    common: frozenset[str],
) -> People:
    """Read both files.

    `sectors`: by canonical office. `common`: keys of surnames that many bear, ambiguous as aliases.

    Raises:
        RegisterError: a file contradicts its form.

    """
    known = {person.actor.name: person for person in _people(people)}
    term_rows = rows(terms, "office", "country", "name", "start", "end", "verified", "source")
    for row in term_rows:
        if row["name"] not in known:
            known[row["name"]] = _from_term(row, sectors)
    by_person: dict[str, list[Term]] = defaultdict(list)
    for row in term_rows:
        held = _term(row, known[row["name"]].actor, organisations)
        by_person[held.actor.id].append(held)
    terms_of = {key: tuple(sorted(held, key=_in_time)) for key, held in by_person.items()}
    return People(
        actors={person.actor.id: person.actor for person in known.values()},
        terms=_by_office(term for held in terms_of.values() for term in held),
        terms_of=terms_of,
        aliases=tuple(_all_aliases(known.values(), terms_of, common)),
    )


def _people(path: Path) -> Iterator[Person]:
    for row in rows(path, "name", "country", "code", "sector", "surnames", "variants"):
        country = row["country"] or None
        actor = Actor(
            id=person_id(row["name"]),
            name=row["name"],
            country=country,
            code=row["code"] or country,
            sector=row["sector"] or "GOV",
        )
        names = surfaces(row["surnames"]) if row["surnames"] != "-" else ()
        yield Person(
            actor=actor,
            variants=surfaces(row["variants"]),
            surnames=names or (() if row["surnames"] == "-" else _surname(row["name"], country)),
        )


def _from_term(row: Mapping[str, str], sectors: Mapping[str, str]) -> Person:
    country = None if row["country"].startswith("org:") else row["country"]
    actor = Actor(
        id=person_id(row["name"]),
        name=row["name"],
        country=country,
        code=country,
        sector=sectors.get(row["office"], "GOV"),
    )
    return Person(actor=actor, variants=(), surnames=_surname(row["name"], country))


def _surname(name: str, country: str | None) -> tuple[Surface, ...]:
    words = name.split()
    if len(words) == 1:
        return ()
    return (surface(words[0] if country in FAMILY_NAME_FIRST else words[-1]),)


def _term(row: Mapping[str, str], person: Actor, organisations: Mapping[str, Actor]) -> Term:
    start, end = period(row)
    return Term(
        actor=_as_officer(person, row["country"], organisations),
        office=row["office"],
        country=row["country"],
        start=start,
        end=end,
        verified=either(row["verified"]),
        source=row["source"],
    )


def _as_officer(person: Actor, country: str, organisations: Mapping[str, Actor]) -> Actor:
    """Let an international officer act for the organisation, not for the state they come from."""
    if not country.startswith("org:"):
        return person if person.country == country else replace(person, country=country, code=country)
    if country not in organisations:
        raise RegisterError(
            f"A term of {person.name} names the unknown organisation {country}.",
            cause="A misspelt id, or no row in organisations.csv.",
            remedy="Correct the row.",
        )
    organisation = organisations[country]
    return replace(
        person,
        country=organisation.country,
        code=organisation.code,
        sector=organisation.sector or person.sector,
    )


def _by_office(terms: Iterable[Term]) -> dict[tuple[str, str], tuple[Term, ...]]:
    found: dict[tuple[str, str], list[Term]] = defaultdict(list)
    for term in terms:
        found[term.office, term.country].append(term)
    return {key: tuple(sorted(held, key=_in_time)) for key, held in found.items()}


def _in_time(term: Term) -> tuple[date, date, str]:
    return (term.start or date.min, term.end or date.max, term.actor.id)


def _all_aliases(
    people: Iterable[Person], terms_of: Mapping[str, tuple[Term, ...]], common: frozenset[str]
) -> Iterator[Alias]:
    bearers: dict[str, set[str]] = defaultdict(set)
    everybody = list(people)
    for person in everybody:
        for name in person.surnames:
            bearers[key_of(name.text)].add(person.actor.id)
    for person in everybody:
        held = terms_of.get(person.actor.id, ())
        for name in _distinct((surface(person.actor.name), *person.variants)):
            yield from _aliases(person, name, "person", held, name.ambiguous or _bare(name, person))
        for name in _distinct(person.surnames):
            key = key_of(name.text)
            shared = name.ambiguous or key in common or len(bearers[key]) > 1
            yield from _aliases(person, name, "surname", held, shared)


def _bare(name: Surface, person: Person) -> bool:
    """Tell whether a full name is one word, as monarchs' and popes' are: 'Francis' may be anybody."""
    return name.text == person.actor.name and " " not in name.text


def _distinct(names: Iterable[Surface]) -> Iterable[Surface]:
    return {key_of(name.text): name for name in reversed(tuple(names))}.values()


def _aliases(
    person: Person, name: Surface, kind: str, held: tuple[Term, ...], ambiguous: bool
) -> Iterator[Alias]:
    first, last = _span(held) if kind == "surname" else (None, None)
    for actor, start, end in _roles(person.actor, held):
        opens, closes = _later(first, start), _earlier(last, end)
        if opens is None or closes is None or opens <= closes:
            yield Alias(
                surface=name.text,
                actor=actor,
                kind="surname" if kind == "surname" else "person",
                start=opens,
                end=closes,
                case_sensitive=name.case_sensitive,
                ambiguous=ambiguous,
            )


def _span(held: tuple[Term, ...]) -> tuple[date | None, date | None]:
    starts = [term.start for term in held if term.start]
    ends = [term.end for term in held]
    first = min(starts) - _BEFORE if starts else None
    known = [end for end in ends if end]
    last = None if len(known) < len(ends) or not known else min(date.max - _AFTER, max(known)) + _AFTER
    return first, last


def _roles(actor: Actor, held: tuple[Term, ...]) -> Iterator[tuple[Actor, date | None, date | None]]:
    """Cut a life into roles: an organisation's officer during such a term, the state's actor otherwise."""
    abroad = [term for term in held if term.actor.code != actor.code]
    start: date | None = None
    for term in abroad:
        if term.start and (start is None or start < term.start):
            yield actor, start, term.start - timedelta(days=1)
        yield term.actor, term.start, term.end
        if term.end is None:
            return
        start = term.end + timedelta(days=1)
    yield actor, start, None


def _later(one: date | None, other: date | None) -> date | None:
    return max(one, other) if one and other else one or other


def _earlier(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else one or other
