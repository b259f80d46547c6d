"""Where the sides of an act stand: slots of a verb or an event noun, read off the dependency tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from suasion.records import Reference, Sentence, Token
from suasion.tree import Tree

OBJECT_CONTROL = frozenset(
    "ask urge tell order call invite force allow help persuade encourage permit enable press pressure push advise instruct require "
    "request compel convince implore beg warn lead cause authorize authorise train expect want let challenge forbid dare oblige".split()
)
"""Verbs whose object is the subject of the infinitive they govern ("asked Kenya to send"); all others share their subject."""

ADDRESSED_NOUNS = frozenset(
    "invitation request call demand order appeal plea pressure permission ultimatum".split()
)
"""Nouns whose infinitive is for whom they are addressed to ("Peru's request to Chile to extradite")."""

_STATE_MODIFIERS = ("poss", "amod", "compound", "nmod")
_OWNER_PREPS = ("of", "in", "from", "for", "inside", "within", "near", "across", "by")
_BORDERS = frozenset({"border", "frontier", "boundary", "line", "crossing"})
_STATES = frozenset({"name", "abbreviation", "capital", "definite"})
_RELATIVES = frozenset({"who", "which", "that", "whom"})


@dataclass(frozen=True, slots=True)
class Found:
    """A side found in a slot: the references of one or more heads, and whether they were only the owners of what stands there."""

    references: tuple[Reference, ...]
    owner: bool = False

    def __bool__(self) -> bool:
        return bool(self.references)


NOTHING = Found(())


class Clauses:
    """The slots of one sentence's verbs and nouns."""

    def __init__(self, sentence: Sentence, light_verbs: frozenset[str], measures: frozenset[str]) -> None:
        self.sentence, self.light_verbs, self.measures = sentence, light_verbs, measures
        self.tree = Tree(sentence.tokens)
        self.by_head: dict[int, Reference] = {reference.head: reference for reference in sentence.references}
        self.inside: dict[int, Reference] = {
            i: reference for reference in sentence.references for i in range(reference.first, reference.last)
        }

    # ---- arguments as tokens

    def subjects(self, verb: int, depth: int = 0) -> list[Token]:
        """Who does what the verb says: heads, coordination spread out."""
        if depth > 6:
            return []
        if self.tree.is_passive(verb):
            return self._agents(verb)
        own = self.tree.child(verb, "nsubj", "csubj")
        if own is not None:
            return self._spread([self._antecedent(own)])
        return self._shared_subject(verb, depth)

    def _agents(self, verb: int) -> list[Token]:
        return self._spread(target for name, target in self.tree.preps(verb) if name == "by")

    def _shared_subject(self, verb: int, depth: int) -> list[Token]:
        token, head = self.tree[verb], self.tree[self.tree[verb].head]
        if token.head == verb:
            return []
        if token.dep == "conj" and head.pos in {"VERB", "AUX"}:
            return (
                self._patient_or_subject(head.i, depth)
                if self.tree.is_passive(head.i)
                else self.subjects(head.i, depth + 1)
            )
        if token.dep in {"xcomp", "ccomp", "advcl", "oprd"}:
            return self._controller(head, depth, token)
        if token.dep in {"relcl", "acl"}:
            copula = self.tree[head.head]
            if head.dep == "attr" and head.i not in self.by_head and copula.lemma in {"be", "become"}:
                return self.subjects(copula.i, depth + 1)
            if token.tag == "VBG" or token.dep == "relcl":
                return self._spread([head])
            return self._holder_of_noun(head, depth)
        if token.dep == "pcomp":
            governor = self.tree[head.head]
            return (
                self._holder_of_noun(governor, depth)
                if governor.pos == "NOUN"
                else self._controller(governor, depth, token)
            )
        return []

    def _patient_or_subject(self, verb: int, depth: int) -> list[Token]:
        return self.objects(verb) or self.subjects(verb, depth + 1)

    def _controller(self, governor: Token, depth: int, content: Token) -> list[Token]:
        if governor.pos in {"NOUN", "PROPN"}:
            return self._holder_of_noun(governor, depth)
        if governor.pos == "ADJ":
            copula = self.tree[governor.head]
            return (
                self.subjects(copula.i, depth + 1)
                if copula.pos in {"AUX", "VERB"}
                else self._spread([copula])
            )
        if content.dep == "advcl" and self.tree.is_passive(governor.i):
            return self.objects(governor.i)
        if content.dep != "advcl" and (governor.lemma in OBJECT_CONTROL or content.dep == "pcomp"):
            controlled = self.objects(governor.i) or self._indirect(governor.i)
            if governor.lemma in {"call", "appeal"} and not controlled:
                controlled = [
                    target for name, target in self.tree.preps(governor.i) if name in {"on", "upon", "to"}
                ]
            if controlled:
                return controlled
        if self.tree.is_passive(governor.i):
            return self.objects(governor.i)
        return self.subjects(governor.i, depth + 1)

    def _holder_of_noun(self, noun: Token, depth: int) -> list[Token]:
        """Who holds a plan, threat or offer: its genitive, "by"/"of" phrase, adjective, or the subject of the verb it is the object of."""
        if noun.lemma in ADDRESSED_NOUNS:
            addressed = [target for name, target in self.tree.preps(noun.i) if name in {"to", "on", "for"}]
            verb = self._governing_verb(noun.i)
            return self._spread(addressed) or (
                self.subjects(verb.i, depth + 1)
                if verb is not None and self.tree.child(noun.i, "poss") is not None
                else []
            )
        for child in self.tree.children(noun.i, "poss", "amod", "compound"):
            if child.i in self.inside:
                return self._spread([child])
        for name, target in self.tree.preps(noun.i):
            if name in {"by", "of", "from"} and target.i in self.by_head:
                return self._spread([target])
        verb = self._governing_verb(noun.i)
        if verb is None:
            return []
        return self.subjects(verb.i, depth + 1) or (
            self.objects(verb.i) if self.tree.is_passive(verb.i) else []
        )

    def _governing_verb(self, noun: int) -> Token | None:
        """The verb that has the noun as object, directly or through one preposition ("engaged in talks")."""
        noun = self.tree.first_conjunct(noun)
        token = self.tree[noun]
        head = self.tree[token.head]
        if token.dep in {"dobj", "nsubjpass", "oprd", "attr"} and head.pos in {"VERB", "AUX"}:
            return head
        if token.dep == "pobj" and head.pos == "ADP":
            above = self.tree[head.head]
            return above if above.pos in {"VERB", "AUX"} else None
        return None

    def _verb_of_subject(self, noun: int) -> Token | None:
        token = self.tree[self.tree.first_conjunct(noun)]
        head = self.tree[token.head]
        return head if token.dep == "nsubj" and head.pos in {"VERB", "AUX"} else None

    def _antecedent(self, token: Token) -> Token:
        """What a relative pronoun stands for."""
        if token.text.lower() not in _RELATIVES or token.pos not in {"PRON", "DET", "SCONJ"}:
            return token
        clause = self.tree[token.head]
        while clause.dep == "conj":
            clause = self.tree[clause.head]
        return self.tree[clause.head] if clause.dep == "relcl" else token

    def objects(self, verb: int) -> list[Token]:
        """What the verb is done to: heads, coordination spread out."""
        token = self.tree[verb]
        if self.tree.is_passive(verb):
            given = self.tree.children(verb, "dobj")
            if given:
                return self._spread(given)
            patient = self.tree.child(verb, "nsubjpass", "csubjpass")
            if patient is not None:
                return self._spread([self._antecedent(patient)])
            if token.dep in {"acl", "relcl", "amod"}:
                return self._spread([self.tree[token.head]])
            if token.dep == "conj":
                return self.objects(token.head)
            if token.dep in {"xcomp", "advcl"}:
                return self.subjects(token.head)
        found = self.tree.children(verb, "dobj", "obj")
        plain = [item for item in found if self._antecedent(item) is item]
        if len(found) > 1 and plain:
            found = plain
        if found:
            return self._spread([self._antecedent(item) for item in found])
        return self._shared_object(verb)

    def _shared_object(self, verb: int) -> list[Token]:
        """ "Arms and trains Chad's army": the object of the last conjunct is that of the first; "the ships that Iran seized"."""
        for conjunct in self.tree.children(verb, "conj"):
            if (
                conjunct.pos == "VERB"
                and self.tree.child(conjunct.i, "nsubj") is None
                and not self.tree.children(verb, "prep", "ccomp", "xcomp")
            ):
                return self.objects(conjunct.i)
        return self._extracted(verb)

    def _extracted(self, verb: int) -> list[Token]:
        """ "The state that X accused Y of planning to invade": the relative pronoun is the innermost verb's object."""
        here = self.tree[verb]
        while here.dep in {"xcomp", "pcomp", "prep", "ccomp"} and here.head != here.i:
            here = self.tree[here.head]
            relatives = [
                item
                for item in self.tree.children(here.i, "dobj", "pobj")
                if self._antecedent(item) is not item
            ]
            if here.i != verb and relatives and len(self.tree.children(here.i, "dobj")) > 1:
                return self._spread([self._antecedent(relatives[0])])
        return []

    def _indirect(self, verb: int) -> list[Token]:
        direct = self.tree.children(verb, "dobj")
        receiver = self.tree.child(verb, "nsubjpass")
        if direct and receiver is not None:
            return self._spread([self._antecedent(receiver)])
        if len(direct) > 1 and direct[0].i in self.by_head:
            return self._spread(direct[:1])
        return self._spread(
            child for child in self.tree.children(verb, "dative", "iobj") if child.pos != "ADP"
        )

    def _spread(self, heads: Iterable[Token]) -> list[Token]:
        return [member for head in heads for member in self.tree.conjuncts(head.i)]

    # ---- slots

    def slot(self, name: str, i: int, *, owner: bool) -> Found:
        """The side in slot `name` of token `i`. With `owner`, what stands there may also name its owner ("Iran's nuclear sites")."""
        first, _, rest = name.partition(".")
        if first in {"obj", "verb", "of"} and rest:
            return self._slot_of(first, rest, i, owner)
        return self._resolve(self.slot_tokens(name, i), owner)

    def _slot_of(self, first: str, rest: str, i: int, owner: bool) -> Found:
        if first == "verb":
            verb = self._governing_verb(i) or self._verb_of_subject(i)
            anchors = [verb.i] if verb is not None else []
        elif first == "of":
            anchors = [target.i for prep, target in self.tree.preps(i) if prep == "of"]
        else:
            anchors = [token.i for token in self.objects(i)]
        for anchor in anchors:
            found = (
                self._owners([self.tree[anchor]])
                if rest == "owner"
                else self.slot("subj" if rest == "subj" else rest, anchor, owner=owner)
            )
            if found:
                return found
        return NOTHING

    def slot_tokens(self, name: str, i: int) -> list[Token]:
        """The heads in a plain slot."""
        token = self.tree[i]
        if name == "subj":
            return self._subject_slot(token)
        if name == "obj":
            return self.objects(i)
        if name == "there":
            return self._there(i)
        if name == "owned":
            return self._owned(i)
        if name == "iobj":
            return self._indirect(i)
        if name == "poss":
            return self._spread(self.tree.children(i, "poss"))
        if name == "mod":
            return [
                child for child in self.tree.children(i, "amod", "compound", "nmod") if child.i in self.inside
            ]
        if name == "clause.subject":
            return self._clause_subjects(i)
        if name == "if.subject":
            return self._condition_subjects(i)
        return self._spread(target for prep, target in self.preps(i) if prep == name)

    def _subject_slot(self, token: Token) -> list[Token]:
        if token.pos in {"VERB", "AUX"}:
            return self.subjects(token.i)
        if token.pos == "ADJ":
            above = self.tree[token.head]
            return self.subjects(above.i) if above.pos in {"VERB", "AUX"} else self._spread([above])
        verb = self._governing_verb(token.i)
        return self.subjects(verb.i) if verb is not None and verb.lemma in self.light_verbs else []

    def _there(self, i: int) -> list[Token]:
        """The state where a passive without an agent puts the act ("were arrested in China")."""
        if not self.tree.is_passive(i) or self._agents(i):
            return []
        return [
            target
            for name, target in self.tree.preps(i)
            if name == "in" and target.i in self.by_head and self.by_head[target.i].how in _STATES
        ]

    def _owned(self, i: int) -> list[Token]:
        """Whose things a passive without an agent speaks of ("two Chilean frigates were sold")."""
        if not self.tree.is_passive(i) or self._agents(i):
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
        return self._spread([subject]) if subject is not None else []

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
        """Prepositional objects, those of the object noun's trailing phrases included ("sent aid | to Chad" parses either way)."""
        yield from self.tree.preps(i)
        for particle in self.tree.children(i, "prt", "advmod"):
            for name, target in self.tree.preps(particle.i):
                yield name, target
                yield f"{particle.text.lower()} {name}", target

    # ---- from heads to actors

    def _resolve(self, heads: list[Token], owner: bool) -> Found:
        direct = [reference for head in heads if (reference := self.reference_at(head)) is not None]
        if direct:
            return Found(tuple(direct))
        return self._owners(heads) if owner else NOTHING

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

    def _owners(self, heads: Iterable[Token]) -> Found:
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
                    r for agent in self._agents(clause.i) if (r := self.reference_at(agent)) is not None
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
            if depth < 2 and name in {"of", "in", "against", "on"}:
                deeper = self._owner_of(target, depth + 1)
                if deeper:
                    return deeper
        return ()

    # ---- company

    def governing_verb(self, i: int) -> Token | None:
        """The verb that has noun `i` as its object, directly or through a preposition."""
        return self._governing_verb(i)

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
