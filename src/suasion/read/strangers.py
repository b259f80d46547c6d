"""People whom no register has under that spelling: introduced by the report itself, or misspelt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from suasion.read.names import Name, person_spans, stranger, surface_of
from suasion.records import Actor, Sentence, Token
from suasion.registers import Registers, key_of
from suasion.tree import Tree

OWNERS = ("amod", "compound", "nmod", "poss")
"""Dependents of a noun that may name the state it belongs to."""

OF = frozenset({"of", "from", "for", "in", "at", "within"})
"""Prepositions after which a noun's state may stand ("president of Chad", "officials in Doha")."""

SHORTEST_NAME = 3
"""Letters of the last word of a name; shorter ones are initials and particles."""


def introduced(
    sentences: Sequence[Sentence], names: Sequence[Sequence[Name]], registers: Registers, on: date | None
) -> Mapping[str, Actor]:
    """People whom no register has under that spelling: by key of full name and of surname."""
    countries = frozenset(
        name.alias.actor.country for found in names for name in found if name.alias.actor.country
    )
    people: dict[str, Actor] = {}
    for sentence, found in zip(sentences, names, strict=True):
        tree = Tree(sentence.tokens)
        heads = {name.head: name.alias.actor for name in found}
        for first, last in person_spans(sentence, found):
            person = _Introduction(sentence, tree, heads, registers, on).person(first, last, countries)
            if person is not None:
                surface = surface_of(sentence, *_person_tokens(sentence.tokens, registers, first, last))
                people.setdefault(key_of(surface), person)
                people.setdefault(key_of(surface.split()[-1]), person)
    return people


def _person_tokens(tokens: Sequence[Token], registers: Registers, first: int, last: int) -> tuple[int, int]:
    """Leave out a title at the front of a name ("Defence Minister X")."""
    for i in range(last - 1, first - 1, -1):
        if tokens[i].text.lower() in registers.agents or key_of(tokens[i].text) in registers.titles:
            return (i + 1, last) if i + 1 < last else (first, last)
    return first, last


@dataclass(frozen=True, slots=True)
class _Introduction:
    """How a sentence introduces a person: by title and state, by apposition, or as a misspelling of somebody known."""

    sentence: Sentence
    tree: Tree
    heads: Mapping[int, Actor]
    registers: Registers
    on: date | None

    def person(self, first: int, last: int, countries: frozenset[str]) -> Actor | None:
        start, end = _person_tokens(self.sentence.tokens, self.registers, first, last)
        if end <= start or len(self.sentence.tokens[end - 1].text) < SHORTEST_NAME:
            return None
        name = surface_of(self.sentence, start, end)
        titled = start > first
        last_token = self.sentence.tokens[end - 1]
        if last_token.entity == "PERSON" or titled or last_token.dep == "nsubj":
            similar = self.registers.similar_person(name, self.on, countries)
            if similar is not None:
                return similar.actor
        return self._by_company(name, start, end, titled)

    def _in_office(self, name: str, title: str, country: str) -> Actor | None:
        """The holder of the office on the day, if the name is theirs ("Argentine President X" needs no first name)."""
        if self.on is None:
            return None
        term = self.registers.office_holder(title, country, self.on)
        shared = term is not None and not set(key_of(name).split()).isdisjoint(
            key_of(term.actor.name).split()
        )
        return term.actor if term is not None and shared else None

    def _by_company(self, name: str, start: int, end: int, titled: bool) -> Actor | None:
        head = next(
            (i for i in range(start, end) if not start <= self.sentence.tokens[i].head < end), end - 1
        )
        agent = self._title_of(head)
        state = self._state_beside(head)
        if state is None or not (agent or titled):
            for apposed in self.tree.children(head, "appos"):
                word = self.registers.agents.get(apposed.lemma)
                beside = self._state_beside(apposed.i)
                if word is not None and beside is not None:
                    return stranger(name, beside, word.sector)
            return None
        titles = [
            child.text
            for child in self.tree.children(head, "compound", "nmod")
            if child.i < start or self.registers.agents.get(child.text.lower())
        ]
        known = next(
            (
                actor
                for title in (" ".join(titles), *titles)
                if (actor := self._in_office(name, title, state)) is not None
            ),
            None,
        )
        return known or stranger(name, state, agent)

    def _title_of(self, head: int) -> str | None:
        for child in self.tree.children(head, "compound", "amod", "nmod"):
            word = self.registers.agents.get(child.text.lower())
            if word is not None:
                return word.sector
        return None

    def _state_beside(self, head: int) -> str | None:
        near = [child.i for child in self.tree.children(head, *OWNERS)]
        near += [
            child.i
            for title in self.tree.children(head, "compound")
            for child in self.tree.children(title.i, *OWNERS)
        ]
        near += [target.i for name, target in self.tree.preps(head) if name in OF]
        return next((self.heads[i].country for i in near if i in self.heads and self.heads[i].country), None)
