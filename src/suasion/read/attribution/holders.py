"""Who a source is: an actor, an outlet, or somebody unnamed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from suasion.read.attribution.cues import Lexicon
from suasion.read.attribution.grammar import Draft
from suasion.records import Actor, HolderKind, Reference, Sentence, Token
from suasion.tree import Tree

UNNAMED = "unnamed source"
DEFINITE = frozenset({"the", "this", "that"})
HE_OR_SHE = frozenset({"he", "she"})
FIRST_PERSON = frozenset({"i", "we"})
_BEFORE_NAME = {"compound", "amod", "nmod", "poss", "det", "nummod", "punct", "case"}


class OutletLike(Protocol):
    """What is needed of an outlet's row."""

    @property
    def name(self) -> str:
        """Canonical name."""
        ...

    @property
    def country(self) -> str | None:
        """Alpha-3 code."""
        ...


class OutletFinder(Protocol):
    """The register of outlets."""

    def find(self, name: str, /) -> OutletLike | None:
        """Find an outlet by its name or an alias."""
        ...


class HasOutlets(Protocol):
    """Registers, as far as attribution needs them."""

    @property
    def outlets(self) -> OutletFinder:
        """The register of outlets."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A source's identity, before cue and stance are added."""

    name: str
    kind: HolderKind
    country: str | None


NOBODY = Who(name=UNNAMED, kind="anonymous", country=None)


@dataclass(slots=True)
class Speakers:
    """Who has been named so far, for "he said", "the newspaper wrote" and surnames alone."""

    people: dict[str, Who] = field(default_factory=dict)
    last_person: Who | None = None
    last_outlet: Who | None = None
    last_source: Who | None = None

    def hear(self, who: Who, head: Token) -> None:
        """Remember a source that has spoken."""
        self.last_source = who
        if who.kind == "outlet":
            self.last_outlet = who
        elif head.entity == "PERSON":
            self.meet(who)

    def meet(self, who: Who) -> None:
        """Remember a person; "Ned Stark" is found again as "Stark"."""
        self.last_person = who
        self.people.setdefault(who.name.split()[-1], who)


class Namer:
    """Names the sources of one report, left to right."""

    def __init__(self, registers: HasOutlets, lexicon: Lexicon) -> None:
        self.outlets, self.lexicon, self.speakers = registers.outlets, lexicon, Speakers()

    def name(self, sentence: Sentence, tree: Tree, draft: Draft) -> Who:
        """Say who the source of a draft is, and remember it."""
        if draft.source_head is None:
            return NOBODY
        head = sentence.tokens[draft.source_head]
        if head.text.lower() in FIRST_PERSON:
            return NOBODY
        who = self._who(sentence, tree, draft, head)
        self.speakers.hear(who, head)
        return who

    def read(self, sentence: Sentence, tree: Tree) -> None:
        """Remember the people that a sentence names as subjects, once its own sources are named."""
        for token in sentence.tokens:
            if token.entity == "PERSON" and token.dep in {"nsubj", "nsubjpass", "appos"}:
                actor = _actor(_covering(sentence, token.i))
                self.speakers.meet(
                    _of_actors([actor])
                    if actor
                    else Who(name=_name_run(tree, token), kind="actor", country=None)
                )

    def _who(self, sentence: Sentence, tree: Tree, draft: Draft, head: Token) -> Who:
        outlet = self._outlet(sentence, tree, draft, head)
        if outlet is not None:
            return outlet
        if head.pos == "PRON" and head.text.lower() not in self.lexicon.anonymous:
            return self._pronoun(sentence, head)
        person = _apposed_person(tree, head, self.lexicon.persons)
        if person is not None:
            actor = _actor(_covering(sentence, person.i))
            return _of_actors([actor]) if actor else self._stranger(sentence, draft, _name_run(tree, person))
        spokes = head.lemma.startswith("spokes") or head.lemma == "representative"
        if head.pos == "NOUN" and head.text.lower() in self.lexicon.anonymous and not spokes:
            return self._phrase(sentence, tree, draft, head, "anonymous")
        reference = _covering(sentence, head.i)
        if reference is not None and reference.actors:
            return _of_actors(reference.actors)
        return self._unresolved(sentence, tree, draft, head, spokes)

    def _unresolved(self, sentence: Sentence, tree: Tree, draft: Draft, head: Token, spokes: bool) -> Who:
        """Name a source that no register knows."""
        if spokes:
            inside = next(_inside(sentence, draft.source), None)
            if inside is not None:
                return _of_actors(inside.actors)
        if head.pos == "PROPN":
            return self.speakers.people.get(head.text) or self._stranger(
                sentence, draft, _name_run(tree, head)
            )
        definite = any(child.text.lower() in DEFINITE for child in tree.children(head.i, "det"))
        if (
            definite
            and head.lemma in self.lexicon.persons
            and len(draft.source) <= len(("the", "minister"))
            and self.speakers.last_person
        ):
            return self.speakers.last_person
        return self._phrase(sentence, tree, draft, head, "actor")

    def _outlet(self, sentence: Sentence, tree: Tree, draft: Draft, head: Token) -> Who | None:
        if head.entity == "PERSON" and _name_run(tree, head) != head.text:
            return None
        for run in _name_candidates(tree, head, head.lemma in self.lexicon.outlets):
            found = self.outlets.find(run)
            if found is not None:
                return Who(name=found.name, kind="outlet", country=found.country)
        if head.lemma not in self.lexicon.outlets or head.pos != "NOUN":
            return None
        bare = all(tree[i].pos in {"DET", "PUNCT"} for i in draft.source if i != head.i)
        if bare and self.speakers.last_outlet is not None:
            return self.speakers.last_outlet
        return self._phrase(sentence, tree, draft, head, "outlet")

    def _pronoun(self, sentence: Sentence, head: Token) -> Who:
        reference = _covering(sentence, head.i)
        if reference is not None and reference.actors:
            return _of_actors(reference.actors)
        known = self.speakers.last_person if head.text.lower() in HE_OR_SHE else self.speakers.last_source
        return known or Who(name=head.text.lower(), kind="anonymous", country=None)

    def _stranger(self, sentence: Sentence, draft: Draft, name: str) -> Who:
        return Who(name=name, kind="actor", country=_country(sentence, draft.source))

    def _phrase(self, sentence: Sentence, tree: Tree, draft: Draft, head: Token, kind: HolderKind) -> Who:
        """Name a source by its own words: the head with what stands before it."""
        first = head.i
        while first - 1 in draft.source and tree[first - 1].dep in _BEFORE_NAME | {"advmod", "quantmod"}:
            first -= 1
        while first < head.i and tree[first].text.lower() in DEFINITE | {",", '"'}:
            first += 1
        text = sentence.text[tree[first].start - sentence.start : head.end - sentence.start]
        return Who(name=text, kind=kind, country=_country(sentence, draft.source))


def _of_actors(actors: Sequence[Actor]) -> Who:
    countries = {actor.country for actor in actors}
    return Who(
        name=", ".join(actor.name for actor in actors),
        kind="actor",
        country=countries.pop() if len(countries) == 1 else None,
    )


def _actor(reference: Reference | None) -> Actor | None:
    return reference.actors[0] if reference is not None and len(reference.actors) == 1 else None


def _covering(sentence: Sentence, i: int) -> Reference | None:
    """Find the reference that the token heads, else the shortest that covers it."""
    found = [item for item in sentence.references if item.first <= i < item.last]
    return min(found, key=lambda item: (item.head != i, item.last - item.first), default=None)


def _inside(sentence: Sentence, positions: Sequence[int]) -> Iterator[Reference]:
    return (item for item in sentence.references if item.first in positions and item.actors)


def _country(sentence: Sentence, positions: Sequence[int]) -> str | None:
    """Give the country that the words of a source name, if they name just one."""
    found = {actor.country for item in _inside(sentence, positions) for actor in item.actors}
    return found.pop() if len(found) == 1 else None


def _apposed_person(tree: Tree, head: Token, persons: frozenset[str]) -> Token | None:
    """Find "Ned Price" in "a spokesman for the department, Ned Price" (its head is the spokesman)."""
    if head.entity == "PERSON":
        return None
    titled = head.lemma in persons
    apposed = tree.children(head.i, "appos")
    return next(
        (token for token in apposed if token.entity == "PERSON" or (titled and token.pos == "PROPN")), None
    )


def _name_run(tree: Tree, head: Token) -> str:
    """Give the unbroken run of proper names that ends with the head, as far as one entity goes."""
    first = head.i
    while first > 0 and tree[first - 1].pos == "PROPN" and tree[first - 1].entity == head.entity:
        if tree[first - 1].head not in {head.i, first}:
            break
        first -= 1
    return " ".join(tree[i].text for i in range(first, head.i + 1))


def _name_candidates(tree: Tree, head: Token, generic: bool) -> Iterator[str]:
    """List what an outlet may be called: the phrase without its owner, then the proper names in it."""
    before = [token for token in tree.children(head.i, "compound", "nmod", "amod") if token.i < head.i]
    first = min((i for token in before for i in tree.subtree(token.i)), default=head.i)
    while first > 0 and tree[first - 1].text in {"The", "El", "La", "Le", "Der", "Die"}:
        first -= 1
    words = [tree[i] for i in range(first, head.i + 1)]
    yield " ".join(token.text for token in words)
    if words[0].text == "The":
        yield " ".join(token.text for token in words[1:])
    if generic:
        named = [token.text for token in words if token.pos == "PROPN"]
        yield " ".join(named)
        for token in tree.children(head.i, "appos"):
            yield _name_run(tree, token)
    elif head.pos == "PROPN":
        yield head.text
