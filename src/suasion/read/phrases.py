"""Nouns that stand for actors by what they are built of: offices of named states, lists, groups, regions, towns.

Nothing here remembers other sentences; that is `anaphora.py`.
"""

from __future__ import annotations

from dataclasses import replace

from suasion.read.namesakes import names_an_institution
from suasion.read.scene import Scene
from suasion.read.strangers import OF, OWNERS
from suasion.read.words import anaphors
from suasion.records import Actor, Reference, Token
from suasion.registers import key_of

LIST_REACH = 7
"""A list begins at most so many words after the noun that it spells out ("its allies in the region: A, B and C")."""

_FORMER = frozenset({"former", "ex", "late", "then-former"})
_DEPUTIES = frozenset({"deputy", "vice", "assistant"})
_OPENINGS = frozenset({"-", ":", "(", "--"})
_CLOSINGS = frozenset({"-", ")", ".", ";", "--"})


class Phrases:
    """The nouns of one sentence."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.tree, self.registers, self.words = scene, scene.tree, scene.registers, anaphors()

    def of(self, token: Token) -> Reference | None:
        """What the noun stands for by its own phrase, or null."""
        members = self._members(token)
        if members:
            return self.scene.reference(token, members, "group")
        return self._region(token) or self._named_group(token) or self._office(token)

    # ---- offices and other agents of states

    def _office(self, token: Token) -> Reference | None:
        agents = self.registers.agents
        agent = (
            agents.get(token.lemma)
            or agents.get(token.text.lower())
            or agents.get(self._with_compound(token))
        )
        if token.lemma in self.words.definite["counterparts"]:
            agent = self.registers.agents.get("leader")
        states = self._states_of(token) if agent is not None else []
        if agent is None or not states:
            return None
        return self.scene.reference(
            token, [self.holder(token, state, agent.sector) for state in states], "office"
        )

    def _with_compound(self, token: Token) -> str:
        """The noun with the one before it ("task force")."""
        before = self.tree.child(token.i, "compound")
        return f"{before.text.lower()} {token.lemma}" if before is not None else token.lemma

    def _states_of(self, token: Token) -> list[Actor]:
        """The states that a phrase names by adjective, genitive or "of": "Brazil's", "Russian", "of Cuba and Peru".

        Where a diplomat stands is no owner ("the embassy in Tehran"); nor is any place, once an owner is named.
        """
        like = token.lemma in self.words.definite["counterparts"]
        diplomat = token.lemma in self.words.definite["diplomats"]
        children = self.tree.children(token.i, *OWNERS)
        owners = [child.i for child in children if not (like and child.dep == "poss")]
        owners += [member.i for i in list(owners) for member in self.tree.conjuncts(i)[1:]]
        states = self._states_at(owners, token)
        if states:
            return states
        below = [
            member.i
            for name, target in self.tree.preps(token.i)
            if name in OF and not (diplomat and name != "of")
            for member in self.tree.conjuncts(target.i)
        ]
        return self._states_at(below, token)

    def _states_at(self, heads: list[int], token: Token) -> list[Actor]:
        found = [self.scene.at(i, token.i) for i in heads]
        return [
            self.scene.state(actor)
            for reference in found
            if reference is not None and reference.how != "place"
            for actor in reference.actors
            if actor.country is not None or actor.code is not None
        ]

    def holder(self, token: Token, state: Actor, sector: str | None) -> Actor:
        """Who holds the office that the phrase names, or the state with the sector of the word."""
        modifiers = {child.lemma for child in self.tree.children(token.i, "amod", "compound", "advmod")}
        if modifiers & _FORMER:
            return replace(state, sector="ELI")
        known = self._office_holder(token, state, deputy=bool(modifiers & _DEPUTIES))
        return known or replace(state, sector=sector or state.sector)

    def _office_holder(self, token: Token, state: Actor, *, deputy: bool) -> Actor | None:
        on = self.scene.on
        if on is None or state.country is None or token.tag in {"NNS", "NNPS"}:
            return None
        beside = self.tree.children(token.i, "compound", "amod")
        words = [child.text.lower() for child in beside if child.i not in self.scene.found]
        title = " ".join([*words, token.lemma])
        term = self.registers.office_holder(title, state.country, on)
        term = term or self.registers.office_holder(token.lemma, state.country, on)
        if term is None:
            return None
        plain = title == token.lemma and not deputy
        return term.actor if plain or title.endswith(term.office) else None

    # ---- groups that are spelt out or known by name

    def _members(self, token: Token) -> list[Actor]:
        """As in "five countries: A, B and C"; "allies such as A"."""
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
        found = [self.scene.found[i] for i in below if i in self.scene.found]
        return [actor for reference in found if reference.how != "demonym" for actor in reference.actors]

    def _listed_after(self, token: Token) -> list[Actor]:
        """As in "its allies in the region - A, B and C -": names after a dash, colon or bracket, and nothing else."""
        tokens = self.tree.tokens
        ahead = range(token.i + 1, min(token.i + LIST_REACH, len(tokens)))
        opening = next((j for j in ahead if tokens[j].text in _OPENINGS), None)
        if opening is None:
            return []
        found: list[Actor] = []
        j = opening + 1
        while j < len(tokens):
            reference = next((r for r in self.scene.found.values() if r.first <= j < r.last), None)
            if reference is not None and reference.how != "demonym":
                found += reference.actors
                j = reference.last
            elif tokens[j].text in {",", "and", "or", "the"}:
                j += 1
            else:
                break
        closed = j >= len(tokens) or tokens[j].text in _CLOSINGS
        return found if len(found) > 1 and closed else []

    def _named_group(self, token: Token) -> Reference | None:
        """As in "the Baltic states": a group that the register knows by name."""
        for first in range(max(0, token.i - 3), token.i + 1):
            if not self.tree[first].text[:1].isupper():
                continue
            group = self.registers.group(self.scene.text(first, token.i + 1), self.scene.on)
            if group is None or group.ambiguous:
                continue
            members = [self.registers.actor(f"state:{code}") for code in group.members]
            states = tuple(state for state in members if state is not None)
            actors = (group.actor,) if group.actor is not None else states
            return Reference(first=first, last=token.i + 1, head=token.i, actors=actors, how="group")
        return None

    def unnamed_group(self, token: Token) -> Reference | None:
        """As in "Western countries", "its allies": somebody, but nobody in particular."""
        if token.lemma not in self.words.group_heads:
            return None
        beside = self.tree.children(token.i, "amod", "compound", "poss")
        modifiers = [child.i for child in beside if child.text.lower() != "other"]
        if not modifiers and token.lemma != "ally":
            return None
        first = min([*modifiers, token.i])
        while first and key_of(self.scene.text(first - 1, first + 1)) in self.registers.regions:
            first -= 1
        name = self.scene.text(first, token.i + 1)
        return self.scene.reference(token, [_nobody("group", name)], "unnamed group")

    # ---- regions and towns

    def _region(self, token: Token) -> Reference | None:
        """A region of the world: an actor or a recipient without a code."""
        if token.tag != "NNP" or token.dep in {"compound", "amod"}:
            return None
        for first in range(max(0, token.i - 2), token.i + 1):
            name = self.registers.regions.get(key_of(self.scene.text(first, token.i + 1)))
            if name is not None:
                actors = (_nobody("region", name),)
                return Reference(first=first, last=token.i + 1, head=token.i, actors=actors, how="region")
        return None

    def place(self, token: Token) -> Reference | None:
        """A town or region stands for its state where something is done to it; never as the doer."""
        if token.pos != "PROPN" or token.entity not in {"GPE", "LOC", "FAC"}:
            return None
        if token.dep in {"compound", "amod"}:
            return None
        first = token.i
        while (
            first > 0 and self.tree[first - 1].entity == token.entity and self.tree[first - 1].head == token.i
        ):
            first -= 1
        place = self.registers.places.find(self.scene.text(first, token.i + 1), self.scene.countries)
        country = place.country if place is not None else None
        state = self.registers.actor(f"state:{country}") if country is not None else None
        inside = names_an_institution(self.tree.tokens, first, token.i + 1)
        if state is None or inside or state.id in self.scene.foreign:
            return None
        return Reference(first=first, last=token.i + 1, head=token.i, actors=(state,), how="place")


def _nobody(kind: str, name: str) -> Actor:
    """An actor without country and code: a region, or a group of unnamed states."""
    slug = "-".join(key_of(name).split())
    return Actor(id=f"{kind}:{slug}", name=name, country=None, code=None, sector=None)
