"""Words that stand for actors named elsewhere: pronouns, "the country", "the two governments", "these states"."""

from __future__ import annotations

from suasion.read.discourse import GROUP_MEMORY_SENTENCES, PAIR, Discourse, Fits, Spoken, is_person
from suasion.read.phrases import Phrases
from suasion.read.scene import Scene
from suasion.read.words import anaphors
from suasion.records import Actor, Reference, Token

_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})
_FREE = frozenset({"poss", "nsubj", "nsubjpass"})
"""A pronoun here may mean what its clause already names ("Iran said that it …"); as an object it may not."""

_TOWARDS = frozenset({"to", "on", "upon", "with"})
"""Prepositions before whom an act is towards; "between the two countries" may be said by one of them."""

_LIKE = ("forces", "diplomats")
"""Lists of words any of which goes back to whom another of them spoke of ("the Chinese warships … the ships")."""

_RAISING = frozenset({"be", "seem", "appear", "take"})


class Anaphora:
    """The anaphors of one sentence, looked up in the memory of the report."""

    def __init__(self, scene: Scene, discourse: Discourse, phrases: Phrases) -> None:
        self.scene, self.tree, self.discourse, self.phrases = scene, scene.tree, discourse, phrases
        self.words = anaphors()

    # ---- pronouns

    def pronoun(self, token: Token) -> Reference | None:
        """He, she, it, they and their genitives."""
        word = token.text.lower()
        kind = self.words.pronouns.get(word)
        if kind is None or kind == "speaker":
            return self.bare_number(token) if word == "both" else None
        if kind == "thing" and self._is_pleonastic(token):
            return None
        clause = None if token.dep in _FREE else token.head
        fits = {"person": _one_person, "thing": _one_thing, "many": _several}[kind]
        spoken = self.discourse.latest(fits, self.scene.number, token.i, clause)
        if spoken is None and kind == "many":
            spoken = self.discourse.latest(_one_thing, self.scene.number, token.i, clause)
        return self.scene.reference(token, spoken.actors, "pronoun") if spoken else None

    def _is_pleonastic(self, token: Token) -> bool:
        head = self.tree[token.head]
        clause = self.tree.child(head.i, "ccomp", "xcomp", "advcl")
        return token.dep == "expl" or (token.dep == "nsubj" and head.lemma in _RAISING and clause is not None)

    def bare_number(self, token: Token) -> Reference | None:
        """As in "the two", "both", "the pair" as a whole phrase."""
        size = self.words.numbers.get(token.lemma)
        if size is None or token.dep not in _ARGUMENTS:
            return None
        definite = token.lemma == "both" or self.tree.child(token.i, "det") is not None
        actors = self._group(size, token, people=False) if definite else ()
        return self.scene.reference(token, actors, "group") if actors else None

    # ---- nouns

    def noun(self, token: Token) -> Reference | None:
        """A noun that no name is part of."""
        definite = self.words.definite
        like = next((listed for listed in _LIKE if token.lemma in definite[listed]), None)
        if like is not None and self._is_bare(token):
            return self._spoken_of(token, definite[like])
        if token.tag in {"NNS", "NNPS"}:
            ranges = token.lemma in definite["states"] or token.lemma in definite["people"]
            return self._plural(token) if ranges else None
        return self._singular(token) if self.scene.is_definite(token) else None

    def _singular(self, token: Token) -> Reference | None:
        """One state, or its government, by a noun with "the"."""
        definite = self.words.definite
        if token.lemma in definite["state"] and (lying := self._region_before(token)):
            return self._latest(
                token, lambda spoken: _one_state(spoken) and spoken.actors[0].country in lying
            )
        if self._is_named_otherwise(token):
            return None
        if token.pos == "PROPN":  # "the Ministry"
            bodies = definite["governments"] | definite["bodies"]
            return self._bare_government(token) if token.text.lower() in bodies else None
        if token.lemma in definite["regions"]:
            return self._latest(token, _one_region)
        if token.lemma in definite["state"]:
            return self._state_of_kind(token) or self._latest(token, _one_state, token.head)
        return self._bare_government(token) if token.lemma in definite["governments"] else None

    def _is_bare(self, token: Token) -> bool:
        """Whether "the" stands before the noun and nothing more is said of it ("the ships", "the task force", "the envoy")."""
        beside = self.tree.children(token.i, "compound", "poss", "nmod", "amod", "nummod", "prep", "appos")
        return self.scene.is_definite(token) and all(child.text.lower() == "task" for child in beside)

    def _spoken_of(self, token: Token, heads: frozenset[str]) -> Reference | None:
        """What was last spoken of by one of some words, if it is of one state."""
        here = self.scene.number, token.i
        spoken = self.discourse.latest(
            lambda one: one.head.lower() in heads and _has_country(one), *here, reach=GROUP_MEMORY_SENTENCES
        )
        return self.scene.reference(token, spoken.actors, "definite") if spoken is not None else None

    def _region_before(self, token: Token) -> frozenset[str] | None:
        """The states of the region that the words before a noun name ("the East African nation")."""
        words = [word.text.lower() for word in self.tree.tokens[max(0, token.i - 2) : token.i]]
        return self.words.regions.get(" ".join(words)) or self.words.regions.get(words[-1] if words else "")

    def _is_named_otherwise(self, token: Token) -> bool:
        """As in "the Smith government": a name that nobody knows is no anaphor."""
        matters = self.words.definite["matters"]
        beside = self.tree.children(token.i, "compound", "poss", "nmod", "amod")
        return any(child.pos == "PROPN" and child.text.lower() not in matters for child in beside)

    def _state_of_kind(self, token: Token) -> Reference | None:
        """As in "the kingdom": the one state that the report spoke of that is one."""
        codes = self.words.kinds.get(token.lemma, frozenset())
        states = [state for code, state in self.discourse.states.items() if code in codes]
        return self.scene.reference(token, states, "definite") if len(states) == 1 else None

    def _latest(self, token: Token, fits: Fits, clause: int | None = None) -> Reference | None:
        spoken = self.discourse.latest(fits, self.scene.number, token.i, clause)
        if spoken is None:
            return None
        actors = [self.scene.state(actor) for actor in spoken.actors]
        return self.scene.reference(token, actors, "definite")

    def _bare_government(self, token: Token) -> Reference | None:
        """As in "the president", "the ministry": of the state last spoken of; "the leader of the party" is not."""
        agents = self.scene.registers.agents
        lemma, matters = token.lemma.lower(), self.words.definite["matters"]
        below = [target for name, target in self.tree.preps(token.i) if name == "of"]
        others = [
            target for target in below if target.lemma.lower() not in matters and not self._is_matter(target)
        ]
        if any(target.pos == "PROPN" or target.lemma in agents for target in others):
            return None
        state = self._state_of_office(lemma, token)
        if state is None:
            return None
        agent = agents.get(lemma)
        holder = self.phrases.holder(token, state, agent.sector if agent else "GOV")
        return self.scene.reference(token, [holder], "definite")

    def _is_matter(self, target: Token) -> bool:
        """As "Affairs" in "the Ministry of Foreign Affairs"."""
        beside = self.tree.children(target.i, "compound", "amod", "nmod")
        return any(child.text.lower() in self.words.definite["matters"] for child in beside)

    def _state_of_office(self, lemma: str, token: Token) -> Actor | None:
        """The state of the office last spoken of by that word, else the report's home, else the state last spoken of."""
        here = self.scene.number, token.i
        spoken = self.discourse.latest(lambda one: one.head.lower() == lemma and _has_country(one), *here)
        if spoken is None and self.scene.home is not None:
            return self.scene.home
        spoken = spoken or self.discourse.latest(_has_country, *here)
        return self.scene.state(spoken.actors[0]) if spoken is not None else None

    def _plural(self, token: Token) -> Reference | None:
        beside = self.tree.children(token.i, "det", "predet", "nummod", "amod", "poss", "quantmod")
        said = {child.text.lower() for child in beside}
        size = next((self.words.numbers[word] for word in said if word in self.words.numbers), None)
        people = token.lemma in self.words.definite["people"]
        if size is None and "the" in said and self._is_the_pair(token, said):
            size = PAIR
        if said & {"these", "those"} or (size is not None and said & {"the", "both"}):
            actors = self._group(size, token, people=people)
            if actors:
                return self.scene.reference(token, actors, "group")
        return self.phrases.unnamed_group(token)

    def _is_the_pair(self, token: Token, said: set[str]) -> bool:
        """As in "the sides agreed", "the parties": the two whom the report is about, unless more is said of them."""
        listed = self.words.definite["parties"]
        return (
            token.lemma in listed and said == {"the"} and not self.tree.children(token.i, "prep", "compound")
        )

    def _group(self, size: int | None, token: Token, *, people: bool) -> tuple[Actor, ...]:
        sides = token.lemma in self.words.definite["sides"]
        here, apart = (self.scene.number, token.i), self._who_acts_on(token)
        return self.discourse.group(size, here, people=people, sides=sides, apart=apart)

    def _who_acts_on(self, token: Token) -> frozenset[str]:
        """The states of a subject that acts on the group: "China urged both sides" is about two others."""
        head = self.tree[token.head]
        above = self.tree[head.head] if head.text.lower() in _TOWARDS else head
        if token.dep not in {"dobj", "pobj", "dative"} or (token.dep == "pobj" and above is head):
            return frozenset()
        subject = self.tree.child(above.i, "nsubj")
        named = self.scene.found.get(subject.i) if subject is not None else None
        actors = named.actors if named is not None and len(named.actors) == 1 else ()
        return frozenset(actor.country for actor in actors if actor.country is not None)


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
