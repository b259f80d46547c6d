"""Which words of a report stand for which actors: names, phrases built on them, and anaphors.

One pass over the sentences gathers who is named in full and which strangers are introduced ("Turkish lawmaker X"); a second
one resolves, left to right, with the memory of what was spoken of (`discourse.py`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources

from suasion.read.discourse import Discourse, Spoken, is_person
from suasion.read.names import Name, find_names, person_spans, reference_of, stranger
from suasion.records import Actor, Reference, Sentence, Token
from suasion.registers import Registers, key_of
from suasion.tree import Tree

_STATE_MODIFIERS = ("amod", "compound", "nmod", "poss")
_OF = frozenset({"of", "from", "for", "in", "at", "within"})
_FORMER = frozenset({"former", "ex", "late", "then-former"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The word lists of `data/anaphora.toml`."""

    pronouns: Mapping[str, str]
    definite: Mapping[str, frozenset[str]]
    group_heads: frozenset[str]
    numbers: Mapping[str, int]


@cache
def words() -> Words:
    """Read the word lists."""
    raw = tomllib.loads(
        (resources.files("suasion.read") / "data" / "anaphora.toml").read_text(encoding="utf-8")
    )
    return Words(
        pronouns={word: kind for kind, listed in raw["pronouns"].items() for word in listed},
        definite={kind: frozenset(listed) for kind, listed in raw["definite"].items()},
        group_heads=frozenset(raw["groups"]["heads"]),
        numbers=raw["groups"]["numbers"],
    )


def resolve_references(
    sentences: Sequence[Sentence], registers: Registers, on: date | None
) -> tuple[Sentence, ...]:
    """Give each sentence its references. The answer for a sentence depends on the report's other sentences, and on nothing else."""
    names = _all_names(sentences, registers, on)
    people = _introduced(sentences, names, registers, on)
    discourse = Discourse()
    resolved = []
    for number, sentence in enumerate(sentences):
        resolver = _SentenceResolver(sentence, number, names[number], people, discourse, registers, on)
        resolved.append(replace(sentence, references=resolver.resolve()))
    return tuple(resolved)


def _all_names(sentences: Sequence[Sentence], registers: Registers, on: date | None) -> list[list[Name]]:
    first = [find_names(sentence, registers, on, frozenset()) for sentence in sentences]
    known = frozenset(name.alias.actor.id for names in first for name in names if name.alias.kind == "person")
    return [find_names(sentence, registers, on, known) for sentence in sentences] if known else first


def _introduced(
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
                surface = _text(sentence, *_person_tokens(sentence.tokens, registers, first, last))
                people.setdefault(key_of(surface), person)
                people.setdefault(key_of(surface.split()[-1]), person)
    return people


def _text(sentence: Sentence, first: int, last: int) -> str:
    return sentence.text[
        sentence.tokens[first].start - sentence.start : sentence.tokens[last - 1].end - sentence.start
    ]


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
        if end <= start or len(self.sentence.tokens[end - 1].text) < 3:
            return None
        name = _text(self.sentence, start, end)
        titled = start > first
        if self.sentence.tokens[end - 1].entity == "PERSON" or titled:
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
        near = [child.i for child in self.tree.children(head, *_STATE_MODIFIERS)]
        near += [
            child.i
            for title in self.tree.children(head, "compound")
            for child in self.tree.children(title.i, *_STATE_MODIFIERS)
        ]
        near += [target.i for name, target in self.tree.preps(head) if name in _OF]
        return next((self.heads[i].country for i in near if i in self.heads and self.heads[i].country), None)


class _SentenceResolver:
    """Resolves one sentence, token by token, and remembers what it spoke of."""

    def __init__(
        self,
        sentence: Sentence,
        number: int,
        names: Sequence[Name],
        people: Mapping[str, Actor],
        discourse: Discourse,
        registers: Registers,
        on: date | None,
    ) -> None:
        self.sentence, self.number, self.tree = sentence, number, Tree(sentence.tokens)
        self.people, self.discourse, self.registers, self.on = people, discourse, registers, on
        self.found: dict[int, Reference] = {name.head: reference_of(name) for name in names}
        self.words = words()
        self.countries = frozenset(
            actor.country for reference in self.found.values() for actor in reference.actors if actor.country
        )
        self._asked: set[int] = set()

    def resolve(self) -> tuple[Reference, ...]:
        self._add_people()
        for token in self.sentence.tokens:
            reference = self.found.get(token.i) or self._resolve(token)
            if reference is not None:
                self.found[token.i] = reference
                self._remember(token, reference)
        return tuple(sorted(self.found.values(), key=lambda reference: (reference.first, reference.last)))

    def _add_people(self) -> None:
        taken = {i for reference in self.found.values() for i in range(reference.first, reference.last)}
        for first in range(len(self.sentence.tokens)):
            if first in taken or not self.sentence.tokens[first].text[:1].isupper():
                continue
            for last in range(min(first + 4, len(self.sentence.tokens)), first, -1):
                person = self.people.get(key_of(_text(self.sentence, first, last)))
                if person is not None and taken.isdisjoint(range(first, last)):
                    head = next(
                        (i for i in range(first, last) if not first <= self.tree[i].head < last), last - 1
                    )
                    self.found[head] = Reference(
                        first=first, last=last, head=head, actors=(person,), how="fuzzy"
                    )
                    taken.update(range(first, last))
                    break

    def _remember(self, token: Token, reference: Reference) -> None:
        if reference.how == "demonym" and token.dep in {"amod", "compound"}:
            return
        group = self._coordination(token.i)
        rank = self._rank(token)
        if reference.how == "place":
            return
        named = reference.how not in {"pronoun", "group", "office", "definite"}
        company = self._company(token, group or reference.actors)
        for actors, weight in ((company, 1), (group, rank), (reference.actors, rank)):
            if len(actors) > 1 or actors is reference.actors:
                self.discourse.add(
                    Spoken(
                        sentence=self.number,
                        token=token.i,
                        clause=token.head,
                        actors=actors,
                        subject=weight,
                        named=named,
                    )
                )

    def _rank(self, token: Token) -> int:
        first = self.tree[self.tree.first_conjunct(token.i)]
        if first.dep not in {"nsubj", "nsubjpass"}:
            return 0
        return 2 if self.tree[first.head].dep == "ROOT" else 1

    def _company(self, token: Token, actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Who acts with whom ("X met with Y and Z"): later "they" are all of them."""
        prep = self.tree[self.tree[self.tree.first_conjunct(token.i)].head]
        if prep.text.lower() != "with":
            return ()
        verb = self.tree[prep.head]
        verb = self.tree[verb.head] if verb.pos == "NOUN" else verb
        subject = self.tree.child(verb.i, "nsubj")
        if subject is None or subject.i not in self.found:
            return ()
        return tuple({actor.id: actor for actor in (*self.found[subject.i].actors, *actors)}.values())

    def _coordination(self, i: int) -> tuple[Actor, ...]:
        """The actors coordinated up to token `i`, once the last of them is reached."""
        first = self.tree.first_conjunct(i)
        members = self.tree.conjuncts(first)
        if len(members) < 2 or members[-1].i != i:
            return ()
        actors = [
            actor for member in members if member.i in self.found for actor in self.found[member.i].actors
        ]
        alike = len({is_person(actor) for actor in actors}) == 1
        return tuple({actor.id: actor for actor in actors}.values()) if alike else ()

    # ---- one token

    def _resolve(self, token: Token) -> Reference | None:
        if token.pos in {"PRON", "DET"} or token.tag == "PRP$":
            return self._pronoun(token)
        if token.pos == "NUM" or token.lemma in {"pair", "duo", "trio"}:
            return self._bare_number(token)
        if token.pos in {"NOUN", "PROPN"}:
            return self._noun(token)
        return None

    def _reference(self, token: Token, actors: Sequence[Actor], how: str, whole: bool = True) -> Reference:
        first, last = token.i, token.i + 1
        if whole:
            members = [i for i in self.tree.subtree(token.i) if i <= token.i] or [token.i]
            first = next(
                i for i in range(members[0], token.i + 1) if all(j in members for j in range(i, token.i + 1))
            )
        return Reference(
            first=first,
            last=last,
            head=token.i,
            actors=tuple({actor.id: actor for actor in actors}.values()),
            how=how,
        )

    def _pronoun(self, token: Token) -> Reference | None:
        kind = self.words.pronouns.get(token.text.lower())
        if kind in {None, "speaker"}:
            return (
                self._bare_number(token)
                if token.text.lower() == "both" and token.dep in {"nsubj", "dobj", "pobj"}
                else None
            )
        if kind == "thing" and self._is_pleonastic(token):
            return None
        clause = None if token.dep in {"poss", "nsubj", "nsubjpass"} else token.head
        fits = {"person": _one_person, "thing": _one_thing, "many": _several}[kind or ""]
        spoken = self.discourse.latest(fits, self.number, token.i, clause)
        if spoken is None and kind == "many":
            spoken = self.discourse.latest(_one_thing, self.number, token.i, clause)
        return self._reference(token, spoken.actors, "pronoun") if spoken else None

    def _is_pleonastic(self, token: Token) -> bool:
        head = self.tree[token.head]
        clause = self.tree.child(head.i, "ccomp", "xcomp", "advcl")
        return token.dep == "expl" or (
            token.dep == "nsubj" and head.lemma in {"be", "seem", "appear", "take"} and clause is not None
        )

    def _bare_number(self, token: Token) -> Reference | None:
        """ "The two", "both", "the pair" as a whole phrase."""
        size = self.words.numbers.get(token.lemma)
        if size is None or token.dep not in {"nsubj", "nsubjpass", "dobj", "pobj"}:
            return None
        definite = token.lemma == "both" or self.tree.child(token.i, "det") is not None
        actors = self.discourse.group(size, False, self.number, token.i) if definite else ()
        return self._reference(token, actors, "group") if actors else None

    def _noun(self, token: Token) -> Reference | None:
        members = self._members(token)
        if members:
            return self._reference(token, members, "group")
        region = self._region(token)
        if region is not None:
            return region
        named = self._named_group(token)
        if named is not None:
            return named
        agent = self.registers.agents.get(token.lemma) or self.registers.agents.get(token.text.lower())
        if token.lemma in self.words.definite["counterparts"]:
            agent = self.registers.agents.get("leader")
        states = self._states_of(token)
        if agent is not None and states:
            return self._reference(
                token, [self._office(token, state, agent.sector) for state in states], "office"
            )
        plural = token.tag in {"NNS", "NNPS"}
        if plural and (
            token.lemma in self.words.definite["states"] or token.lemma in self.words.definite["people"]
        ):
            return self._plural(token)
        if (
            not plural
            and token.pos == "NOUN"
            and self._is_definite(token)
            and not self._named_otherwise(token)
        ):
            return self._definite(token)
        return self._place(token)

    def _named_otherwise(self, token: Token) -> bool:
        """ "The Smith government": a name that nobody knows is no anaphor."""
        return any(child.pos == "PROPN" for child in self.tree.children(token.i, "compound", "poss", "nmod"))

    def _members(self, token: Token) -> list[Actor]:
        """ "Five countries: A, B and C"; "allies such as A"."""
        if token.tag not in {"NNS", "NNPS"} or not (
            token.lemma in self.words.group_heads or token.lemma in self.registers.agents
        ):
            return []
        listed = self._listed_after(token)
        if listed:
            return listed
        below = [i for apposed in self.tree.children(token.i, "appos") for i in self.tree.subtree(apposed.i)]
        for prep in self.tree.children(token.i, "prep"):
            if prep.text.lower() in {"like", "including", "as", "namely"}:
                below += self.tree.subtree(prep.i)
        return [
            actor
            for i in below
            if i in self.found and self.found[i].how != "demonym"
            for actor in self.found[i].actors
        ]

    def _listed_after(self, token: Token) -> list[Actor]:
        """ "Its allies in the region - A, B and C -": names that follow a dash, colon or bracket, and nothing else."""
        tokens = self.sentence.tokens
        opening = next(
            (
                j
                for j in range(token.i + 1, min(token.i + 7, len(tokens)))
                if tokens[j].text in {"-", ":", "(", "--"}
            ),
            None,
        )
        if opening is None:
            return []
        found: list[Actor] = []
        j = opening + 1
        while j < len(tokens):
            reference = next((r for r in self.found.values() if r.first <= j < r.last), None)
            if reference is not None and reference.how != "demonym":
                found += reference.actors
                j = reference.last
            elif tokens[j].text in {",", "and", "or", "the"}:
                j += 1
            else:
                break
        closed = j >= len(tokens) or tokens[j].text in {"-", ")", ".", ";", "--"}
        return found if len(found) > 1 and closed else []

    def _states_of(self, token: Token) -> list[Actor]:
        """The states that a phrase names by adjective, genitive or "of": "Brazil's", "Russian", "of Cuba and Peru"."""
        like = token.lemma in self.words.definite["counterparts"]
        heads = [
            child.i
            for child in self.tree.children(token.i, *_STATE_MODIFIERS)
            if not (like and child.dep == "poss")
        ]
        heads += [member.i for i in list(heads) for member in self.tree.conjuncts(i)[1:]]
        for name, target in self.tree.preps(token.i):
            if name in _OF:
                heads += [member.i for member in self.tree.conjuncts(target.i)]
        states = []
        for i in heads:
            reference = self.found.get(i) or self._ahead(i, token.i)
            for actor in reference.actors if reference is not None else ():
                state = self.registers.actor(f"state:{actor.country}") if actor.country else None
                if state is not None or actor.code is not None:
                    states.append(state or actor)
        return states

    def _ahead(self, i: int, asker: int) -> Reference | None:
        """Resolve a later word that an earlier one needs ("a minister of the Omani government")."""
        token = self.tree[i]
        if i == asker or i in self._asked or token.pos not in {"NOUN", "PROPN", "PRON", "DET"}:
            return None
        self._asked.add(i)
        return self._resolve(token)

    def _office(self, token: Token, state: Actor, sector: str | None) -> Actor:
        modifiers = {child.lemma for child in self.tree.children(token.i, "amod", "compound", "advmod")}
        if modifiers & _FORMER:
            return replace(state, sector="ELI")
        if self.on is not None and state.country is not None and token.tag not in {"NNS", "NNPS"}:
            title = " ".join(
                [
                    child.text.lower()
                    for child in self.tree.children(token.i, "compound", "amod")
                    if child.i not in self.found
                ]
                + [token.lemma]
            )
            term = self.registers.office_holder(
                title, state.country, self.on
            ) or self.registers.office_holder(token.lemma, state.country, self.on)
            if (
                term is not None
                and not modifiers & {"deputy", "vice", "assistant"}
                and title == token.lemma
                or (term is not None and title.endswith(term.office))
            ):
                return term.actor
        return replace(state, sector=sector or state.sector)

    def _region(self, token: Token) -> Reference | None:
        """A region of the world: an actor or a recipient without a code."""
        for first in range(max(0, token.i - 2), token.i + 1):
            name = self.registers.regions.get(key_of(_text(self.sentence, first, token.i + 1)))
            if (
                name is not None
                and token.pos == "PROPN"
                and token.tag == "NNP"
                and self.tree[token.i].dep not in {"compound", "amod"}
            ):
                actor = Actor(
                    id="region:" + "-".join(key_of(name).split()),
                    name=name,
                    country=None,
                    code=None,
                    sector=None,
                )
                return Reference(first=first, last=token.i + 1, head=token.i, actors=(actor,), how="region")
        if token.lemma in self.words.definite["regions"] and self._is_definite(token):
            spoken = self.discourse.latest(_one_region, self.number, token.i)
            return self._reference(token, spoken.actors, "definite") if spoken else None
        return None

    def _named_group(self, token: Token) -> Reference | None:
        """ "The Baltic states": a group that the register knows by name."""
        for first in range(max(0, token.i - 3), token.i + 1):
            if not self.sentence.tokens[first].text[:1].isupper():
                continue
            group = self.registers.group(_text(self.sentence, first, token.i + 1), self.on)
            if group is not None and not group.ambiguous:
                states = [
                    state
                    for code in group.members
                    if (state := self.registers.actor(f"state:{code}")) is not None
                ]
                actors = [group.actor] if group.actor is not None else states
                return Reference(
                    first=first, last=token.i + 1, head=token.i, actors=tuple(actors), how="group"
                )
        return None

    def _place(self, token: Token) -> Reference | None:
        """A town or region stands for its state where something is done to it; never as the doer."""
        if (
            token.pos != "PROPN"
            or token.entity not in {"GPE", "LOC", "FAC"}
            or token.dep in {"compound", "amod"}
        ):
            return None
        first = token.i
        while (
            first > 0 and self.tree[first - 1].entity == token.entity and self.tree[first - 1].head == token.i
        ):
            first -= 1
        place = self.registers.places.find(_text(self.sentence, first, token.i + 1), self.countries)
        state = (
            self.registers.actor(f"state:{place.country}") if place is not None and place.country else None
        )
        return (
            Reference(first=first, last=token.i + 1, head=token.i, actors=(state,), how="place")
            if state is not None
            else None
        )

    def _is_definite(self, token: Token) -> bool:
        return any(
            child.text.lower() in {"the", "this", "that"} for child in self.tree.children(token.i, "det")
        )

    def _plural(self, token: Token) -> Reference | None:
        determiners = {
            child.text.lower()
            for child in self.tree.children(token.i, "det", "predet", "nummod", "amod", "poss", "quantmod")
        }
        size = next((self.words.numbers[word] for word in determiners if word in self.words.numbers), None)
        people = token.lemma in self.words.definite["people"]
        if determiners & {"these", "those"} or (
            size is not None and (determiners & {"the", "both", "these"})
        ):
            actors = self.discourse.group(size, people, self.number, token.i)
            if actors:
                return self._reference(token, actors, "group")
        return self._unnamed_group(token)

    def _unnamed_group(self, token: Token) -> Reference | None:
        if token.lemma not in self.words.group_heads:
            return None
        modifiers = [
            child
            for child in self.tree.children(token.i, "amod", "compound", "poss")
            if child.text.lower() != "other"
        ]
        if not modifiers and token.lemma != "ally":
            return None
        first = min([child.i for child in modifiers] + [token.i])
        name = _text(self.sentence, first, token.i + 1)
        slug = "-".join(key_of(name).split())
        return self._reference(
            token,
            [Actor(id=f"group:{slug}", name=name, country=None, code=None, sector=None)],
            "unnamed group",
        )

    def _definite(self, token: Token) -> Reference | None:
        if token.lemma in self.words.definite["state"]:
            spoken = self.discourse.latest(_one_state, self.number, token.i, token.head)
            return self._reference(token, [self._state(spoken.actors[0])], "definite") if spoken else None
        if token.lemma in self.words.definite["governments"]:
            return self._bare_government(token)
        return None

    def _state(self, actor: Actor) -> Actor:
        return self.registers.actor(f"state:{actor.country}") or actor

    def _bare_government(self, token: Token) -> Reference | None:
        spoken = self.discourse.latest(_has_country, self.number, token.i)
        if spoken is None:
            return None
        agent = self.registers.agents.get(token.lemma)
        state = self._state(spoken.actors[0])
        return self._reference(
            token, [self._office(token, state, agent.sector if agent else "GOV")], "definite"
        )


def _one_region(spoken: Spoken) -> bool:
    return len(spoken.actors) == 1 and spoken.actors[0].id.startswith("region:")


def _one_person(spoken: Spoken) -> bool:
    return len(spoken.actors) == 1 and is_person(spoken.actors[0])


def _one_thing(spoken: Spoken) -> bool:
    return len(spoken.actors) == 1 and not is_person(spoken.actors[0]) and not _one_region(spoken)


def _one_state(spoken: Spoken) -> bool:
    return spoken.named and len(spoken.actors) == 1 and spoken.actors[0].id.startswith("state:")


def _has_country(spoken: Spoken) -> bool:
    return len(spoken.actors) == 1 and spoken.actors[0].country is not None


def _several(spoken: Spoken) -> bool:
    return len(spoken.actors) > 1
