"""The slots that triggers name: where the sides of an act stand, from tokens to the actors that they refer to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from suasion.coding.arguments import Arguments
from suasion.coding.counterpart import Counterparts
from suasion.coding.found import NOTHING, Found
from suasion.records import Actor, Reference, Sentence, Token

UNNAMED = "unnamed"
"""`Reference.how` of a side that the sentence leaves out and the report gives."""

MAX_OWNER_STEPS = 2
"""Nouns between a thing and its owner ("sites in the suburbs of Kyiv")."""

_STATE_MODIFIERS = ("poss", "amod", "compound", "nmod")
_OWNER_PREPS = ("of", "in", "from", "for", "inside", "within", "near", "across", "by")
_BORDERS = frozenset({"border", "frontier", "boundary", "line", "crossing"})
_STATES = frozenset({"name", "abbreviation", "capital", "definite"})


class Clauses(Arguments):
    """The slots of one sentence's verbs and nouns, and the words in their company.

    `light_verbs` are verbs whose subject takes part in what their object names, `measures` nouns that only measure what
    follows them; `home` is the state that the report is about, where it is plainly one; `beside` gives who else it is about.
    """

    def __init__(
        self,
        sentence: Sentence,
        light_verbs: frozenset[str],
        measures: frozenset[str] = frozenset(),
        home: Actor | None = None,
        beside: Counterparts | None = None,
    ) -> None:
        super().__init__(sentence, measures)
        self.light_verbs, self.home, self.beside = light_verbs, home, beside
        self._finders: Mapping[str, Callable[[int], list[Token]]] = {
            "subj": self._subject_slot,
            "obj": self.objects,
            "iobj": self.indirect,
            "poss": self._possessors,
            "mod": self._modifiers,
            "there": self._there,
            "owned": self._owned,
            "holder": self._sayers,
            "denier": self._deniers,
            "clause.subject": self._clause_subjects,
            "if.subject": self._condition_subjects,
        }

    def at_home(self, head: Token) -> Found:
        """The state that the report is about, as the one that the bare word `head` ("police", "lawmakers") belongs to."""
        if self.home is None:
            return NOTHING
        return Found(
            (Reference(first=head.i, last=head.i + 1, head=head.i, actors=(self.home,), how="home"),)
        )

    # ---- slots

    def slot(self, name: str, i: int, *, owner: bool) -> Found:
        """The side in slot `name` of token `i`. With `owner`, what stands there may also name its owner ("Iran's nuclear sites")."""
        first, _, rest = name.partition(".")
        if rest and not name.endswith((".subject", ".recipient", ".any", ".actor")):
            return self._slot_of(first, rest, i, owner)
        if name == "home":
            return self._home(i)
        if name == "opposite":
            return self._opposite(i)
        if name == "pair":
            return self._pair(i)
        return self._resolve(self.slot_tokens(name, i), owner)

    def _opposite(self, i: int) -> Found:
        """The counterpart of whom a passive without agent is done to ("the Omani envoy was summoned")."""
        if self.beside is None or self.tree.child(i, "auxpass") is None or self.agents(i):
            return NOTHING
        suffering = self._resolve(self.objects(i), owner=True).codes()
        code = next(iter(suffering)) if len(suffering) == 1 else None
        actor = self.beside.state_beside(code, self.sentence.end) if code is not None else None
        return Found((self._unnamed(i, (actor,)),)) if actor is not None else NOTHING

    def _pair(self, i: int) -> Found:
        """The two whom the report is about, as those who do together what names nobody ("a memorandum was signed")."""
        spoken_of = self.tree[i].dep in {"nsubj", "nsubjpass"} and self.tree.child(i, "prep", "poss") is None
        lone = spoken_of if self.tree[i].pos == "NOUN" else self.tree.is_passive(i) and not self.agents(i)
        actors = self.beside.pair(self.sentence.end) if self.beside is not None and lone else ()
        return Found((self._unnamed(i, actors),)) if actors else NOTHING

    def _unnamed(self, i: int, actors: tuple[Actor, ...]) -> Reference:
        return Reference(first=i, last=i + 1, head=i, actors=actors, how=UNNAMED)

    def _home(self, i: int) -> Found:
        """The state that the report is about, as the doer of a passive without an agent ("four were arrested")."""
        told = self.tree.child(i, "auxpass") is not None
        return self.at_home(self.tree[i]) if told and not self.agents(i) else NOTHING

    def _slot_of(self, first: str, rest: str, i: int, owner: bool) -> Found:
        """The side in slot `rest` of what stands in slot `first`."""
        if rest == "own":
            return self._resolve(self._owned_directly(self.slot_tokens(first, i)), owner=False)
        for anchor in self._anchors(first, i):
            found = self.owners([anchor]) if rest == "owner" else self.slot(rest, anchor.i, owner=owner)
            if found:
                return found
        return NOTHING

    def _owned_directly(self, heads: list[Token]) -> list[Token]:
        """Whose genitive or adjective stands before a head itself, and not within its "of" phrase ("Iran's violation of …")."""
        return [token for head in heads for token in (*self._possessors(head.i), *self._modifiers(head.i))]

    def _anchors(self, first: str, i: int) -> Iterable[Token]:
        if first == "verb":
            verb = self.governing_verb(i) or self.verb_of_subject(i)
            return [verb] if verb is not None else []
        if first == "deep":
            return [self.tree[j] for item in self.objects(i) for j in self.tree.subtree(item.i)]
        if first == "obj":
            return self._with_parts(self.objects(i))
        return self._with_parts(self.slot_tokens(first, i))

    def _with_parts(self, heads: list[Token]) -> Iterator[Token]:
        """The heads, and what they are amounts or kinds of ("$300 million in loans for Peru")."""
        for head in heads:
            yield head
            for name, target in self.tree.preps(head.i):
                if name in {"of", "in"} and target.i not in self.by_head:
                    yield target

    def slot_tokens(self, name: str, i: int) -> list[Token]:
        """The heads in a plain slot: one of those below, else the objects of the preposition of that name."""
        find = self._finders.get(name)
        if find is not None:
            return find(i)
        return self.spread(target for prep, target in self.preps(i) if prep == name)

    def _modifiers(self, i: int) -> list[Token]:
        return [
            child for child in self.tree.children(i, "amod", "compound", "nmod") if child.i in self.inside
        ]

    def _possessors(self, i: int) -> list[Token]:
        return self.spread(self.tree.children(i, "poss"))

    def _sayers(self, i: int) -> list[Token]:
        """Who says so: the subject of the verb that the clause of token `i` is the content of."""
        above = [self.tree[i], *self.tree.ancestors(i)]
        said = next((token for token in above if token.dep in {"ccomp", "parataxis"}), None)
        return self.subjects(said.head) if said is not None else []

    def _deniers(self, i: int) -> list[Token]:
        """Who denies what a passive without an agent says: the one it would be the deed of ("denied that tanks had been sold to Chad")."""
        token = self.tree[self.tree.first_conjunct(i)]
        verb = self.tree[token.head]
        if (
            token.dep != "ccomp"
            or verb.lemma != "deny"
            or not self.tree.is_passive(token.i)
            or self.agents(i)
        ):
            return []
        return self.subjects(verb.i)

    def _subject_slot(self, i: int) -> list[Token]:
        token = self.tree[i]
        if token.pos in {"VERB", "AUX"} or self.is_headline_verb(token):
            return self.subjects(token.i)
        if token.pos == "ADJ":
            above = self.tree[token.head]
            return self.subjects(above.i) if above.pos in {"VERB", "AUX"} else self.spread([above])
        verb = self.governing_verb(token.i)
        return self.subjects(verb.i) if verb is not None and verb.lemma in self.light_verbs else []

    def _there(self, i: int) -> list[Token]:
        """The state where a passive without an agent puts the act ("were arrested in China")."""
        if not self.tree.is_passive(i) or self.agents(i):
            return []
        return [
            target
            for name, target in self.tree.preps(i)
            if name == "in" and target.i in self.by_head and self.by_head[target.i].how in _STATES
        ]

    def _owned(self, i: int) -> list[Token]:
        """Whose things a passive without an agent speaks of ("two Chilean frigates were sold")."""
        if not self.tree.is_passive(i) or self.agents(i):
            return []
        return [
            child
            for item in self.objects(i)
            for child in self.tree.children(item.i, "poss", "amod", "compound")
            if child.i in self.inside
        ]

    def _clause_subjects(self, i: int) -> list[Token]:
        clause = self.tree.child(i, "ccomp", "xcomp")
        subject = self.tree.child(clause.i, "nsubj", "nsubjpass") if clause is not None else None
        return self.spread([subject]) if subject is not None else []

    def _condition_subjects(self, i: int) -> list[Token]:
        """Whom a threat is for: the subject of its condition ("if Serbia closes the bridge")."""
        for verb in [i, *(clause.i for clause in self.tree.children(i, "xcomp", "ccomp"))]:
            for clause in self.tree.children(verb, "advcl"):
                if any(
                    mark.text.lower() in {"if", "unless", "should"}
                    for mark in self.tree.children(clause.i, "mark")
                ):
                    return self.subjects(clause.i)
        return []

    def preps(self, i: int) -> Iterator[tuple[str, Token]]:
        """Prepositional objects, those below a particle or below a noun's own object included ("delivery of rice | to Chad")."""
        yield from self.tree.preps(i)
        if self.tree[i].pos == "NOUN":
            things = [t for name, t in self.tree.preps(i) if name == "of" and t.i not in self.by_head]
            for thing in things:
                yield from ((name, t) for name, t in self.tree.preps(thing.i) if name != "of")
        for particle in self.tree.children(i, "prt", "advmod"):
            for name, target in self.tree.preps(particle.i):
                yield name, target
                yield f"{particle.text.lower()} {name}", target

    # ---- from heads to actors

    def _resolve(self, heads: list[Token], owner: bool) -> Found:
        direct = [reference for head in heads if (reference := self.reference_at(head)) is not None]
        if direct:
            return Found(tuple(direct))
        return self.owners(heads) if owner else NOTHING

    def reference_at(self, head: Token) -> Reference | None:
        """The reference that a phrase is, by its head or by an apposition to it."""
        found = self.by_head.get(head.i)
        if found is not None:
            return found
        if head.lemma in self.measures:
            for name, target in self.tree.preps(head.i):
                if name == "of" and target.i in self.by_head:
                    return self.by_head[target.i]
        for apposed in self.tree.children(head.i, "appos"):
            if apposed.i in self.by_head:
                return self.by_head[apposed.i]
        inside = self.inside.get(head.i)
        return inside if inside is not None and inside.head == head.i else None

    def owners(self, heads: Iterable[Token]) -> Found:
        """Whose thing stands here: by genitive, adjective or preposition, up to two steps deep."""
        for head in heads:
            found = self._owner_of(head, 0)
            if found:
                return Found(found, owner=True)
        return NOTHING

    def _owner_of(self, head: Token, depth: int) -> tuple[Reference, ...]:
        for child in self.tree.children(head.i, *_STATE_MODIFIERS):
            reference = self.by_head.get(child.i) or self.inside.get(child.i)
            if reference is not None:
                return tuple(
                    r
                    for member in self.tree.conjuncts(child.i)
                    if (r := self.by_head.get(member.i)) is not None
                ) or (reference,)
        for clause in self.tree.children(head.i, "acl"):
            if clause.tag == "VBN":
                by = tuple(
                    r for agent in self.agents(clause.i) if (r := self.reference_at(agent)) is not None
                )
                if by:
                    return by
        for name, target in self.tree.preps(head.i):
            if name not in _OWNER_PREPS and not (name in {"with", "between"} and head.lemma in _BORDERS):
                continue
            found = tuple(
                r for member in self.tree.conjuncts(target.i) if (r := self.reference_at(member)) is not None
            )
            if found:
                return found
            if depth < MAX_OWNER_STEPS and name in {"of", "in", "against", "on"}:
                deeper = self._owner_of(target, depth + 1)
                if deeper:
                    return deeper
        return ()

    # ---- company

    def phrase(self, i: int) -> list[str]:
        """Lemmas of the noun phrase at `i` in order, its relative clauses left out."""
        skip: set[int] = set()
        for clause in self.tree.children(i, "relcl", "acl", "appos", "conj", "cc"):
            skip.update(self.tree.subtree(clause.i))
        return [self.tree[j].lemma for j in self.tree.subtree(i) if j not in skip]

    def company(self, i: int) -> list[str]:
        """Lemmas and words of the clause at `i`, embedded finite clauses left out."""
        skip: set[int] = set()
        for clause in self.tree.children(i, "ccomp", "advcl", "relcl", "parataxis"):
            purpose = any(aux.text.lower() == "to" for aux in self.tree.children(clause.i, "aux"))
            if not (clause.dep == "advcl" and purpose):
                skip.update(self.tree.subtree(clause.i))
        if self.tree[i].pos == "VERB":
            for clause in self.tree.children(i, "conj"):
                skip.update(self.tree.subtree(clause.i))
        return [self.tree[j].lemma for j in self.tree.subtree(i) if j not in skip]

    def thing(self, i: int) -> list[str]:
        """The head, its modifiers, and the head and modifiers of its "of" phrase."""
        found = [child.lemma for child in self.tree.children(i, "amod", "compound", "nmod", "npadvmod")] + [
            self.tree[i].lemma
        ]
        for name, target in self.tree.preps(i):
            if (
                name == "of"
                and (self.tree[i].lemma in self.measures or target.lemma in self.measures)
                and target.i > i
            ):
                found += self.thing(target.i)
            elif name in {"of", "for", "in"}:
                found += [child.lemma for child in self.tree.children(target.i, "amod", "compound")] + [
                    target.lemma
                ]
        for other in self.tree.children(i, "conj"):
            found += [child.lemma for child in self.tree.children(other.i, "amod", "compound")] + [
                other.lemma
            ]
        return found
