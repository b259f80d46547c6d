"""Who does and who suffers what a verb or noun says, as tokens: read off the dependency tree, not yet actors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from suasion.records import Reference, Sentence, Token
from suasion.tree import Tree

OBJECT_CONTROL = frozenset(
    {
        "ask",
        "urge",
        "tell",
        "order",
        "call",
        "invite",
        "force",
        "allow",
        "help",
        "persuade",
        "encourage",
        "permit",
        "enable",
        "press",
        "pressure",
        "push",
        "advise",
        "instruct",
        "require",
        "request",
        "compel",
        "convince",
        "implore",
        "beg",
        "warn",
        "lead",
        "cause",
        "authorize",
        "authorise",
        "train",
        "expect",
        "want",
        "let",
        "challenge",
        "forbid",
        "dare",
        "oblige",
    }
)
"""Verbs whose object is the subject of the infinitive they govern ("asked Kenya to send"); all others share their subject."""

ADDRESSED_NOUNS = frozenset(
    {
        "invitation",
        "request",
        "call",
        "demand",
        "order",
        "appeal",
        "plea",
        "pressure",
        "permission",
        "ultimatum",
    }
)
"""Nouns whose infinitive is for whom they are addressed to ("Peru's request to Chile to extradite")."""

MAX_DEPTH = 6
"""Clauses that a shared subject is looked for upward; deeper chains are parse errors."""

_NAMES = frozenset({"name", "capital", "abbreviation"})
_PARTICLES = frozenset({"aside", "off", "up", "down", "over", "out", "back", "away"})
_TRANSITIVE = frozenset(
    {
        "accuse",
        "thank",
        "recall",
        "criticize",
        "criticise",
        "condemn",
        "praise",
        "attack",
        "support",
        "summon",
        "expel",
        "arrest",
        "detain",
        "visit",
        "denounce",
        "blame",
        "help",
        "congratulate",
        "warn",
        "invite",
    }
)
_RELATIVES = frozenset({"who", "which", "that", "whom"})


class Arguments:
    """The subjects and objects of one sentence's verbs and nouns, coordination spread out."""

    def __init__(self, sentence: Sentence, measures: frozenset[str]) -> None:
        self.sentence, self.tree, self.measures = sentence, Tree(sentence.tokens), measures
        self.by_head: dict[int, Reference] = {reference.head: reference for reference in sentence.references}
        self.inside: dict[int, Reference] = {
            i: reference for reference in sentence.references for i in range(reference.first, reference.last)
        }

    def subjects(self, verb: int, depth: int = 0) -> list[Token]:
        """Who does what the verb says: heads, coordination spread out."""
        if depth > MAX_DEPTH:
            return []
        if self.tree.is_passive(verb):
            return self.agents(verb)
        own = self.tree.child(verb, "nsubj", "csubj")
        if own is not None:
            return self.spread([self._antecedent(own), *self._listed(own)])
        return self._headline_subject(verb) or self._shared_subject(verb, depth)

    def _listed(self, first: Token) -> list[Token]:
        """The rest of a list that is parsed as an apposition ("Fiji, Tonga and Samoa ask")."""
        apposed = self.tree.children(first.i, "appos")
        if first.i not in self.by_head:
            return []
        named = [item for item in apposed if item.i in self.by_head and item.pos == "PROPN"]
        return [item for item in named if self.by_head[item.i].how in _NAMES]

    def is_headline_verb(self, token: Token) -> bool:
        """Whether a headline's verb is parsed as a noun after a name ("Djibouti shuts door on port firm")."""
        return token.pos == "NOUN" and token.dep == "ROOT" and bool(self._headline_subject(token.i))

    def _headline_subject(self, verb: int) -> list[Token]:
        if not self.tree.children(verb, "dobj", "prep", "xcomp", "ccomp", "prt"):
            return []
        return [
            item for item in self.tree.children(verb, "compound", "nmod", "nsubj") if item.i in self.by_head
        ][:1]

    def agents(self, verb: int) -> list[Token]:
        """Who does what a passive says, where "by" names it."""
        return self.spread(target for name, target in self.tree.preps(verb) if name == "by")

    def _shared_subject(self, verb: int, depth: int) -> list[Token]:
        """The subject of a verb that has none of its own: that of the clause it hangs from."""
        token, head = self.tree[verb], self.tree[self.tree[verb].head]
        if token.head == verb:
            return []
        if token.dep == "conj" and head.pos in {"VERB", "AUX"}:
            return self._patient_or_subject(head.i, depth)
        if token.dep in {"xcomp", "ccomp", "advcl", "oprd"}:
            return self._controller(head, depth, token)
        if token.dep in {"relcl", "acl"}:
            return self._described(token, head, depth)
        governor = self.tree[head.head]
        if token.dep == "pcomp" and governor.pos == "NOUN":
            return self._holder_of_noun(governor, depth)
        return self._controller(governor, depth, token) if token.dep == "pcomp" else []

    def _described(self, clause: Token, noun: Token, depth: int) -> list[Token]:
        """The noun that a clause describes, or who it is said to be ("is the state that sold")."""
        copula = self.tree[noun.head]
        if noun.dep == "attr" and noun.i not in self.by_head and copula.lemma in {"be", "become"}:
            return self.subjects(copula.i, depth + 1)
        if clause.tag in {"VBG", "VBD"} or clause.dep == "relcl":
            return self.spread([noun])
        return self._holder_of_noun(noun, depth)

    def _patient_or_subject(self, verb: int, depth: int) -> list[Token]:
        patients = self.objects(verb) if self.tree.is_passive(verb) else []
        return patients or self.subjects(verb, depth + 1)

    def _controller(self, governor: Token, depth: int, content: Token) -> list[Token]:
        if governor.pos in {"NOUN", "PROPN"}:
            return self._holder_of_noun(governor, depth)
        if governor.pos == "ADJ":
            copula = self.tree[governor.head]
            return (
                self.subjects(copula.i, depth + 1) if copula.pos in {"AUX", "VERB"} else self.spread([copula])
            )
        if content.dep == "advcl" and self.tree.is_passive(governor.i):
            return self.objects(governor.i)
        if content.dep != "advcl" and (governor.lemma in OBJECT_CONTROL or content.dep == "pcomp"):
            controlled = self.objects(governor.i) or self.indirect(governor.i)
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
            verb = self.governing_verb(noun.i)
            return self.spread(addressed) or (
                self.subjects(verb.i, depth + 1)
                if verb is not None and self.tree.child(noun.i, "poss") is not None
                else []
            )
        for child in self.tree.children(noun.i, "poss", "amod", "compound"):
            if child.i in self.inside:
                return self.spread([child])
        for name, target in self.tree.preps(noun.i):
            if name in {"by", "of", "from"} and target.i in self.by_head:
                return self.spread([target])
        verb = self.governing_verb(noun.i)
        if verb is None:
            return []
        return self.subjects(verb.i, depth + 1) or (
            self.objects(verb.i) if self.tree.is_passive(verb.i) else []
        )

    def governing_verb(self, noun: int) -> Token | None:
        """The verb that has the noun as object, directly or through one preposition ("engaged in talks")."""
        noun = self.tree.first_conjunct(noun)
        token = self.tree[noun]
        head = self.tree[token.head]
        if token.dep in {"dobj", "nsubjpass", "oprd", "attr"} and head.pos in {"VERB", "AUX"}:
            return head
        if token.dep == "pobj" and head.pos == "ADP":
            above = self.tree[head.head]
            if above.lemma in self.measures and head.text.lower() == "of":
                return self.governing_verb(above.i)
            return above if above.pos in {"VERB", "AUX"} else None
        return None

    def verb_of_subject(self, noun: int) -> Token | None:
        """The verb that has the noun as its subject."""
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
        patients = self._patients(verb) if self.tree.is_passive(verb) else []
        if patients:
            return patients
        found = self.tree.children(verb, "dobj", "obj")
        plain = [item for item in found if self._antecedent(item) is item]
        if len(found) > 1 and plain:
            found = plain
        if found:
            return self.spread([self._antecedent(item) for item in found])
        return self._shared_object(verb) or self._misparsed_object(verb)

    def _patients(self, verb: int) -> list[Token]:
        """What a passive is done to: a second object, its subject, or the noun that it describes."""
        token = self.tree[verb]
        given = self.tree.children(verb, "dobj") or self.tree.children(verb, "nsubjpass", "csubjpass")[:1]
        if given:
            return self.spread([self._antecedent(item) for item in given])
        if token.dep in {"acl", "relcl", "amod"}:
            return self.spread([self.tree[token.head]])
        if token.dep == "conj":
            return self.objects(token.head)
        return self.subjects(token.head) if token.dep in {"xcomp", "advcl"} else []

    def _misparsed_object(self, verb: int) -> list[Token]:
        """The object that a parse hangs below a particle ("brushes aside the plea") or a translation below "to" ("accused to Iran")."""
        names = _PARTICLES | ({"to"} if self.tree[verb].lemma in _TRANSITIVE else frozenset())
        return self.spread(target for name, target in self.tree.preps(verb) if name in names)

    def _shared_object(self, verb: int) -> list[Token]:
        """The object of the last conjunct is that of the first ("arms and trains Chad's army")."""
        for conjunct in self.tree.children(verb, "conj"):
            if (
                conjunct.pos == "VERB"
                and not self.tree.is_passive(conjunct.i)  # which would ask back here
                and self.tree.child(conjunct.i, "nsubj") is None
                and not self.tree.children(verb, "prep", "ccomp", "xcomp")
            ):
                return self.objects(conjunct.i)
        return self._extracted(verb)

    def _extracted(self, verb: int) -> list[Token]:
        """A relative pronoun as the innermost verb's object ("the state that X accused Y of planning to invade")."""
        here = self.tree[verb]
        while here.dep in {"xcomp", "pcomp", "prep", "ccomp"} and here.head != here.i:
            here = self.tree[here.head]
            relatives = [
                item
                for item in self.tree.children(here.i, "dobj", "pobj")
                if self._antecedent(item) is not item
            ]
            if here.i != verb and relatives and len(self.tree.children(here.i, "dobj")) > 1:
                return self.spread([self._antecedent(relatives[0])])
        return []

    def indirect(self, verb: int) -> list[Token]:
        """To whom something is given, where no preposition says so ("gave Chad rice", "Chad was given rice")."""
        direct = self.tree.children(verb, "dobj")
        receiver = self.tree.child(verb, "nsubjpass")
        if direct and receiver is not None:
            return self.spread([self._antecedent(receiver)])
        if len(direct) > 1 and direct[0].i in self.by_head:
            return self.spread(direct[:1])
        given = [child for child in self.tree.children(verb, "dative", "iobj") if child.pos != "ADP"]
        return self.spread(given or self._swallowed(direct))

    def _swallowed(self, direct: Sequence[Token]) -> list[Token]:
        """The receiver that a parse takes for a part of the gift ("sold Niger six drones")."""
        return [
            child
            for gift in direct
            for child in self.tree.children(gift.i, "compound", "nmod", "poss")
            if child.i in self.by_head and self.tree[child.i + 1].pos in {"NUM", "DET"}
        ]

    def spread(self, heads: Iterable[Token]) -> list[Token]:
        """The heads and what is coordinated with each, to the right."""
        return [member for head in heads for member in self.tree.conjuncts(head.i)]
