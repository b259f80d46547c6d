"""The registers' one face: look-ups by surface, office and misspelt name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from suasion.records import Actor
from suasion.registers.codes import CountryCodes
from suasion.registers.entries import Agent, Alias, Group, SectorWord, Term, Title
from suasion.registers.keys import key_of, plain
from suasion.registers.offices import LEADER, resolve_office
from suasion.registers.outlets import OutletRegister
from suasion.registers.places import PlaceRegister
from suasion.registers.similar import SimilarNames

CUTOFF = 0.86
"""Default likeness (0-1) from which a misspelt name is taken for a person; see `similar`."""

_WORDS = frozenset({"turkey", "china", "japan", "lima", "swede", "finn", "chile", "cologne", "panama"})
"""Words that are no names in lower case; the same holds for every ambiguous surface."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    """States, people, organisations, agents, groups, outlets and places. Made by `load_registers`.

    Every mapping is keyed by `key_of(surface)`.
    """

    fingerprint: str
    aliases: Mapping[str, tuple[Alias, ...]]
    actors: Mapping[str, Actor]
    terms: Mapping[tuple[str, str], tuple[Term, ...]]
    """By office and state (or organisation), in order of time."""
    titles: Mapping[str, Title]
    agents: Mapping[str, Agent]
    groups: Mapping[str, tuple[Group, ...]]
    regions: Mapping[str, str]
    """Regions and their demonyms, to the region's name: they block a state's reading ('Latin American')."""
    executives: Mapping[str, str]
    """The office that leads a state where it is not the president."""
    codes: CountryCodes
    sector_words: Mapping[tuple[str, str], SectorWord]
    """By scheme (`icews`, `cameo`, `acled`, ...) and key."""
    outlets: OutletRegister
    places: PlaceRegister
    similar: SimilarNames

    def lookup(self, surface: str, on: date | None = None) -> tuple[Alias, ...]:
        """Give the aliases with exactly this surface that hold on that day.

        Case-sensitive ones come only if the case fits, ambiguous ones not for lower case ('turkey').
        """
        spelling = plain(surface)
        found = self.aliases.get(key_of(surface), ())
        return tuple(alias for alias in found if alias.holds(on) and _case_fits(alias, spelling))

    def actor(self, actor_id: str) -> Actor | None:
        """Give the actor with this id."""
        return self.actors.get(actor_id)

    def office_holder(self, office: str, country: str, on: date | None = None) -> Term | None:
        """Give who held the office of a state (alpha-3) or organisation (`org:…`) on that day.

        A null day asks for a holder whose term is open.
        The office may be any title ('Defense Secretary',
        'premier', 'leader'). On a day of change the newcomer is given.
        """
        title = self.titles.get(key_of(office))
        for name in resolve_office(title.office if title else key_of(office), country, self.executives):
            held = [term for term in self.terms.get((name, country), ()) if term.holds(on)]
            if held:
                return held[-1]
        return None

    def state_called(self, name: str) -> Actor | None:
        """Give the state with this name, in any of the languages and spellings that countrynames knows ('Allemagne')."""
        key = key_of(name)
        for actor in self.actors.values():
            if actor.id.startswith("state:") and key_of(actor.name) == key:
                return actor
        import countrynames  # noqa: PLC0415 - slow to import, and asked only of names that the registers do not give a state

        try:
            code = countrynames.to_code_3(name)
        except KeyError:  # a former state without a three-letter code in countrynames
            return None
        return self.actors.get(f"state:{code}") if code else None

    def leader(self, country: str, on: date | None = None) -> Term | None:
        """Give who led a state on that day, whatever the office."""
        return self.office_holder(LEADER, country, on)

    def person_named(self, surname_or_name: str, on: date | None = None) -> tuple[Alias, ...]:
        """Give the aliases of people alone; on a day, those in office on it come first."""
        found = [a for a in self.lookup(surname_or_name, on) if a.kind in {"person", "surname"}]
        return tuple(sorted(found, key=lambda alias: not self._in_office(alias.actor.id, on)))

    def similar_person(
        self,
        name: str,
        on: date | None = None,
        countries: frozenset[str] = frozenset(),
        cutoff: float = CUTOFF,
    ) -> Alias | None:
        """Give the person that a misspelt or otherwise transliterated name most likely means, or null.

        `countries`: those that the report names (alpha-3); a surname alone is linked only to one of theirs.
        `cutoff`: likeness, 0 to 1.
        """
        return self.similar.find(name, on, countries, cutoff)

    def group(self, surface: str, on: date | None = None) -> Group | None:
        """Give the group of states with this name, as it was on that day (its latest for a null day)."""
        held = [g for g in self.groups.get(key_of(surface), ()) if _holds_group(g, on)]
        return held[-1] if held else None

    def _in_office(self, actor_id: str, on: date | None) -> bool:
        return any(term.holds(on) for term in self.similar.terms_of.get(actor_id, ()))


def _case_fits(alias: Alias, spelling: str) -> bool:
    if alias.case_sensitive:
        return plain(alias.surface) == spelling
    wordlike = alias.ambiguous or alias.kind == "surname" or spelling in _WORDS
    return not (wordlike and spelling.islower() and not alias.surface.islower())


def _holds_group(group: Group, on: date | None) -> bool:
    return on is None or (
        (group.start is None or group.start <= on) and (group.end is None or on <= group.end)
    )
