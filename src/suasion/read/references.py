"""Which words of a report stand for which actors: names, phrases built on them, and anaphors.

One pass over the sentences gathers who is named in full (`names.py`) and which strangers are introduced (`strangers.py`:
"Turkish lawmaker X"); a second one resolves, left to right, nouns by their own phrase (`phrases.py`) and anaphors
(`anaphora.py`) with the memory of what was spoken of (`discourse.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from suasion.read.anaphora import Anaphora
from suasion.read.discourse import Discourse, Spoken, is_person
from suasion.read.home import home_state
from suasion.read.names import Name, find_names, reference_of
from suasion.read.namesakes import foreign_ids
from suasion.read.phrases import Phrases
from suasion.read.scene import Scene
from suasion.read.strangers import introduced
from suasion.records import Actor, Reference, Sentence, Token
from suasion.registers import Registers, key_of
from suasion.tree import Tree

LONGEST_STRANGER = 4
"""Words in the name of a person whom the report introduces."""

_UNNAMED = frozenset({"pronoun", "group", "office", "definite"})
"""Kinds of reference that no later "the country" goes back to."""

_MEETING = frozenset({"meet", "call", "host", "phone", "visit", "receive", "telephone", "greet"})


def resolve_references(
    sentences: Sequence[Sentence],
    registers: Registers,
    on: date | None,
    outlet: str | None = None,
    dateline: str | None = None,
) -> tuple[Sentence, ...]:
    """Give each sentence its references. The answer depends on the report's other sentences, outlet and dateline, and on nothing else."""
    foreign = foreign_ids(sentences)
    names = _all_names(sentences, registers, on, foreign)
    named = [_with_names(*one) for one in zip(sentences, names, strict=True)]
    home = home_state(outlet, named, registers, dateline)
    names = [[name for name in found if not _is_of_home(name, home)] for found in names]
    people = introduced(sentences, names, registers, on, home.country if home is not None else None)
    discourse = Discourse()
    resolved = []
    for number, sentence in enumerate(sentences):
        scene = Scene(
            sentence=sentence,
            number=number,
            tree=Tree(sentence.tokens),
            registers=registers,
            on=on,
            foreign=foreign,
            home=home,
        )
        scene.found.update({name.head: reference_of(name) for name in names[number]})
        _add_people(scene, people)
        resolved.append(replace(sentence, references=_Resolver(scene, discourse).all()))
    return tuple(resolved)


def _is_of_home(name: Name, home: Actor | None) -> bool:
    """Whether the ministry that one state's press calls so is another's in the report of a third ("the Foreign Office")."""
    alias = name.alias
    elsewhere = home is not None and alias.actor.country != home.country
    return alias.kind == "ministry" and alias.ambiguous and elsewhere


def _with_names(sentence: Sentence, names: Sequence[Name]) -> Sentence:
    return replace(sentence, references=tuple(map(reference_of, names)))


def _all_names(
    sentences: Sequence[Sentence], registers: Registers, on: date | None, foreign: frozenset[str]
) -> list[list[Name]]:
    first = [find_names(sentence, registers, on, frozenset(), foreign) for sentence in sentences]
    known = frozenset(name.alias.actor.id for names in first for name in names if name.alias.kind == "person")
    return [find_names(sentence, registers, on, known, foreign) for sentence in sentences] if known else first


def _add_people(scene: Scene, people: Mapping[str, Actor]) -> None:
    """Find the strangers that some sentence of the report introduces."""
    taken = {i for reference in scene.found.values() for i in range(reference.first, reference.last)}
    for first, token in enumerate(scene.tree.tokens):
        if not people or first in taken or not token.text[:1].isupper():
            continue
        for last in range(min(first + LONGEST_STRANGER, len(scene.tree)), first, -1):
            person = people.get(key_of(scene.text(first, last)))
            if person is not None and taken.isdisjoint(range(first, last)):
                outside = (i for i in range(first, last) if not first <= scene.tree[i].head < last)
                head = next(outside, last - 1)
                scene.found[head] = Reference(
                    first=first, last=last, head=head, actors=(person,), how="fuzzy"
                )
                taken.update(range(first, last))
                break


class _Resolver:
    """Resolves one sentence, token by token, and remembers what it spoke of."""

    def __init__(self, scene: Scene, discourse: Discourse) -> None:
        self.scene, self.tree, self.discourse = scene, scene.tree, discourse
        self.phrases = Phrases(scene)
        self.anaphora = Anaphora(scene, discourse, self.phrases)
        scene.resolve = self._resolve

    def all(self) -> tuple[Reference, ...]:
        """The references of the sentence, in order of position."""
        found = self.scene.found
        for token in self.tree.tokens:
            reference = found.get(token.i) or self._resolve(token)
            if reference is not None:
                found[token.i] = reference
                self._remember(token, reference)
        return tuple(sorted(found.values(), key=lambda reference: (reference.first, reference.last)))

    def _resolve(self, token: Token) -> Reference | None:
        if token.pos in {"PRON", "DET"} or token.tag == "PRP$":
            return self.anaphora.pronoun(token)
        if token.pos == "NUM" or token.lemma in {"pair", "duo", "trio"}:
            return self.anaphora.bare_number(token)
        if token.pos not in {"NOUN", "PROPN"}:
            return None
        return self.phrases.of(token) or self.anaphora.noun(token) or self.phrases.place(token)

    # ---- memory

    def _remember(self, token: Token, reference: Reference) -> None:
        if reference.how == "place":
            return
        if reference.how == "demonym" and token.dep in {"amod", "compound"}:
            teller = self.scene.registers.agents.get(self.tree[token.head].lemma)
            if teller is None or teller.sector != "JRN":  # "the British newspaper" is no side of the story
                self.discourse.count(reference.actors)
            return
        group = self._coordination(token.i)
        rank = self._rank(token)
        named = reference.how not in _UNNAMED
        company = self._company(token, group or reference.actors)
        if named:
            self.discourse.count(reference.actors)
        for actors, weight in ((company, 1), (group, rank), (reference.actors, rank)):
            if len(actors) > 1 or actors is reference.actors:
                self.discourse.add(
                    Spoken(
                        sentence=self.scene.number,
                        token=token.i,
                        clause=token.head,
                        actors=actors,
                        subject=weight,
                        named=named,
                        head=token.lemma,
                    )
                )

    def _rank(self, token: Token) -> int:
        first = self.tree[self.tree.first_conjunct(token.i)]
        if first.dep not in {"nsubj", "nsubjpass"}:
            return 0
        return 2 if self.tree[first.head].dep == "ROOT" else 1

    def _company(self, token: Token, actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Who acts with whom ("X met with Y and Z", "X hosted Y"): later "they" are all of them."""
        first = self.tree[self.tree.first_conjunct(token.i)]
        above = self.tree[first.head]
        if first.dep == "dobj" and above.lemma in _MEETING:
            verb = above
        elif above.text.lower() == "with":
            verb = self.tree[above.head]
            verb = self.tree[verb.head] if verb.pos == "NOUN" else verb
        else:
            return ()
        subject = self.tree.child(verb.i, "nsubj")
        if subject is None or subject.i not in self.scene.found:
            return ()
        both = (*self.scene.found[subject.i].actors, *actors)
        return tuple({actor.id: actor for actor in both}.values())

    def _coordination(self, i: int) -> tuple[Actor, ...]:
        """The actors coordinated up to token `i`, once the last of them is reached."""
        members = self.tree.conjuncts(self.tree.first_conjunct(i))
        if len(members) == 1 or members[-1].i != i:
            return ()
        found = [self.scene.found[member.i] for member in members if member.i in self.scene.found]
        actors = [actor for reference in found for actor in reference.actors]
        alike = len({is_person(actor) for actor in actors}) == 1
        return tuple({actor.id: actor for actor in actors}.values()) if alike else ()
