"""People whom no register has under that spelling: introduced by the report itself, or misspelt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from suasion.read.names import Name, person_spans, stranger, surface_of
from suasion.read.words import anaphors, lexicon
from suasion.records import Actor, Sentence, Token
from suasion.registers import Registers, key_of
from suasion.registers.people import FAMILY_NAME_FIRST
from suasion.tree import Tree

OWNERS = ("amod", "compound", "nmod", "poss")
"""Dependents of a noun that may name the state it belongs to."""

OF = frozenset({"of", "from", "for", "in", "at", "within"})
"""Prepositions after which a noun's state may stand ("president of Chad", "officials in Doha")."""

OFFICE_REACH = 9
"""Words between an office and the state that it is of ("Minister of Health of the Republic of Peru")."""

SHORTEST_NAME = 3
"""Letters of the last word of a name; shorter ones are initials and particles."""

_BY_FIRST_WORD = FAMILY_NAME_FIRST | {"HKG", "MAC"}
"""Where whoever is no better known has a Chinese or Korean name."""

OFFICIAL = frozenset({"GOV", "MIL", "COP", "SPY", "LEG", "JUD", "OPP", "PTY"})
"""Sectors of people who are of some state, whether or not it is named beside them."""


def introduced(
    sentences: Sequence[Sentence],
    names: Sequence[Sequence[Name]],
    registers: Registers,
    on: date | None,
    home: str | None = None,
) -> Mapping[str, Actor]:
    """People whom no register has under that spelling: by key of full name and of surname.

    `home` is the state whose officials the report may leave without a state's name.
    """
    countries = frozenset(
        name.alias.actor.country for found in names for name in found if name.alias.actor.country
    )
    people: dict[str, Actor] = {}
    offices = _Offices(home=home)
    for sentence, found in zip(sentences, names, strict=True):
        tree = Tree(sentence.tokens)
        heads = {name.head: name.alias.actor for name in found}
        ends = {name.last: country for name in found if (country := name.alias.actor.country)}
        introduction = _Introduction(sentence, tree, heads, registers, on, offices, ends)
        introduction.note_offices()
        for first, last in person_spans(sentence, found):
            person = introduction.person(first, last, countries)
            if person is not None:
                surface = surface_of(sentence, *_person_tokens(sentence.tokens, registers, first, last))
                people.setdefault(key_of(surface), person)
                people.setdefault(key_of(_family_name(surface, person.country)), person)
    return people


def _family_name(name: str, country: str | None) -> str:
    """The word of a name by which a report goes on calling its bearer."""
    words = name.split()
    return words[0] if country in _BY_FIRST_WORD else words[-1]


def _person_tokens(tokens: Sequence[Token], registers: Registers, first: int, last: int) -> tuple[int, int]:
    """Leave out a title at the front of a name ("Defence Minister X")."""
    for i in range(last - 1, first - 1, -1):
        if tokens[i].text.lower() in registers.agents or key_of(tokens[i].text) in registers.titles:
            return (i + 1, last) if i + 1 < last else (first, last)
    return first, last


@dataclass(slots=True)
class _Offices:
    """Whose an official is who bears no state's name: the state of that office before, the home, or the state that spoke last."""

    home: str | None
    by_title: dict[str, str] = field(default_factory=dict)
    spoke: str | None = None

    def state(self, title: str) -> str | None:
        return self.by_title.get(title) or self.home or self.spoke


@dataclass(frozen=True, slots=True)
class _Introduction:
    """How a sentence introduces a person: by title and state, by apposition, or as a misspelling of somebody known."""

    sentence: Sentence
    tree: Tree
    heads: Mapping[int, Actor]
    registers: Registers
    on: date | None
    offices: _Offices
    ends: Mapping[int, str]
    """The state that a name speaks of, by the token after the name."""

    def note_offices(self) -> None:
        """Remember whose offices this sentence names, and which of them says something."""
        for token in self.tree.tokens:
            word = self.registers.agents.get(token.lemma.lower())
            if word is None or word.sector not in OFFICIAL:
                continue
            state = self._state_beside(token.i)
            if state is None:
                continue
            self.offices.by_title[token.lemma.lower()] = state
            verb = self.tree[token.head]
            if token.dep == "nsubj" and lexicon()["verbs"].get(verb.lemma) == "reported":
                self.offices.spoke = state

    def person(self, first: int, last: int, countries: frozenset[str]) -> Actor | None:
        start, end = _person_tokens(self.sentence.tokens, self.registers, first, last)
        if end <= start or len(self.sentence.tokens[end - 1].text) < SHORTEST_NAME:
            return None
        name = surface_of(self.sentence, start, end)
        if key_of(name) in self.registers.titles or name.lower() in self.registers.agents:
            return None
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
        after = self._after_office(name, start)
        if after is not None:
            return after
        if state is None or not (agent or titled):
            return self._by_apposition(name, head) or self._untold(name, start, head)
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

    def _by_apposition(self, name: str, head: int) -> Actor | None:
        """As in "X, the Omani minister of trade" and "the Omani minister of trade, X"."""
        beside = self.tree.children(head, "appos")
        if self.tree[head].dep == "appos" and self._may_be_person(name, head):
            beside = [*beside, *self._above(head)]
        for noun in beside:
            word = self.registers.agents.get(noun.lemma.lower())
            if word is None:
                continue
            state = self._state_beside(noun.i)
            if state is None and word.sector in OFFICIAL and self._may_be_person(name, head):
                state = self._bare(noun)
            if state is not None:
                return stranger(name, state, word.sector)
        return None

    def _above(self, head: int) -> list[Token]:
        """What an apposition stands by: its noun, or the one that this stands below ("the Omani envoy to Lima, X")."""
        noun = self.tree[self.tree[head].head]
        above = self.tree[self.tree[noun.head].head]
        return [noun, above] if noun.dep == "pobj" else [noun]

    def _may_be_person(self, name: str, head: int) -> bool:
        """Small parsers take foreign people for places and firms; of one word, only the parser's own people are believed."""
        kind = self.tree[head].entity
        return kind == "PERSON" or (" " in name and kind not in {"GPE", "LOC", "FAC", "NORP"})

    def _after_office(self, name: str, start: int) -> Actor | None:
        """As in "President of the Republic of Peru X": the state stands between the office and the name."""
        tokens = self.sentence.tokens
        state = self.ends.get(start)
        if state is None:
            return None
        for i in range(start - 2, max(start - OFFICE_REACH, -1), -1):
            if tokens[i].pos in {"VERB", "AUX", "PUNCT"}:
                return None
            word = self.registers.agents.get(tokens[i].lemma.lower())
            if word is not None and tokens[i + 1].text.lower() == "of":
                return stranger(name, state, word.sector)
        return None

    def _untold(self, name: str, start: int, head: int) -> Actor | None:
        """An official whose state is not named beside the name ("Trade Minister X told reporters")."""
        title = self.tree[start - 1].text.lower() if start else ""
        word = self.registers.agents.get(title)
        if word is None or word.sector not in OFFICIAL or self._of_others(head):
            return None
        state = self._bare(self.tree[start - 1])
        return stranger(name, state, word.sector) if state is not None else None

    def _bare(self, title: Token) -> str | None:
        """The state of an office that is named without one; "our minister" is the home's."""
        if self._of_others(title.i):
            return None
        if any(child.text.lower() == "our" for child in self.tree.children(title.i, "poss")):
            return self.offices.home
        # an ambassador may be one to the home as soon as one of it
        if title.lemma.lower() in anaphors().definite["diplomats"]:
            return self.offices.by_title.get(title.lemma.lower())
        return self.offices.state(title.lemma.lower())

    def _of_others(self, head: int) -> bool:
        """Whether an organisation is named beside the word: "the EU commissioner" is no state's."""
        below = [child.i for child in self.tree.children(head, *OWNERS)]
        below += [target.i for name, target in self.tree.preps(head) if name in OF]
        return any(i in self.heads for i in below)

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
