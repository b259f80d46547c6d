"""What a predicate says of itself: tense, modals, negation, conditions, hearsay adverbs, adjectives of an event noun."""

from __future__ import annotations

from suasion.read.words import Class, lexicon
from suasion.records import Factuality, Token
from suasion.tree import SUBJECTS, Tree

JOURNEYS = frozenset(
    {
        "visit",
        "travel",
        "fly",
        "arrive",
        "go",
        "come",
        "meet",
        "gather",
        "convene",
        "tour",
        "contact",
        "phone",
        "telephone",
        "call",
        "write",
    }
)
"""Verbs whose purpose clause is taken to have come true ("flew to Doha to meet the emir")."""

_NO_EVENT_MODIFIERS = frozenset({"next", "certain", "free", "open"})
"""Words of the adjective list that say nothing of a noun that they modify ("the next visit" may be long past)."""

_INCAPABLE = frozenset({"can", "ca", "could", "able"})
_RANKS = frozenset({"first", "second", "third", "last", "latest", "only", "next"})
"""Words after which an infinitive tells what was done ("the first state to recognise it")."""

_OPEN_NEGATIONS = frozenset({"nor", "or"})
_NEVERS = frozenset(
    {"time", "point", "circumstance", "way", "case", "stage", "moment", "account", "condition", "instance"}
)
"""Nouns that negate a clause with "no" ("at no time", "under no circumstances")."""
_ORDER: tuple[Factuality, ...] = ("occurred", "planned", "conditional", "possible")


def weaker(outer: Class, inner: Factuality) -> Factuality:
    """The less certain of two; a denial stays one."""
    if outer in _ORDER and inner in _ORDER:
        return _ORDER[max(_ORDER.index(outer), _ORDER.index(inner))]
    return inner


class Modality:
    """What the predicates of one sentence say of themselves."""

    def __init__(self, tree: Tree) -> None:
        self.tree, self.words = tree, lexicon()

    def of(self, i: int) -> Factuality:
        """The factuality of predicate `i`, leaving out what governs it."""
        if self.tree[i].pos == "NOUN":
            return self._of_noun(i)
        value = self._affirmed(i)
        if self._has_condition(i) and value in {"occurred", "planned"}:
            value = "conditional"
        mark = self._mark(i)
        if mark is not None:
            value = weaker(mark, value)
        if self._is_negated(i):
            incapable = self._modal_of(i) in _INCAPABLE
            return "denied" if incapable or value in {"occurred", "planned", "conditional"} else "possible"
        return "denied" if self._has_adverb(i, "denied") and value == "occurred" else value

    def is_infinitive(self, i: int) -> bool:
        """Whether the verb has "to"."""
        return any(aux.text.lower() == "to" for aux in self.tree.children(i, "aux"))

    def is_exchanged(self, i: int) -> bool:
        """Whether the act has a price ("in exchange for oil"): until it happened, it hangs on that."""
        return any(
            name == "in" and target.lemma in {"exchange", "return"} and self.tree.child(target.i, "prep")
            for name, target in self.tree.preps(i)
        )

    def ends_a_journey(self, token: Token) -> bool:
        """As in "Flew to Doha to meet the emir": who went is taken to have done what for."""
        return token.tag == "VB" and self.tree[token.head].lemma in JOURNEYS

    def starts_anew(self, token: Token) -> bool:
        """As in "Promised to deliver tanks and delivered them": a finite verb is no part of the infinitive before it."""
        return token.tag == "VBD" and self.is_infinitive(token.head)

    # ---- negation

    def _is_negated(self, i: int) -> bool:
        return (
            self.tree.is_negated(i)
            or self._negative_subject(i)
            or self._negative_object(i)
            or self._negative_company(i)
            or self._negative_phrase(i)
        )

    def _negative_phrase(self, i: int) -> bool:
        """As in "at no time", "under no circumstances"."""
        return any(
            target.lemma in _NEVERS
            and any(word.text.lower() == "no" for word in self.tree.children(target.i, "det"))
            for _, target in self.tree.preps(i)
        )

    def _negative_object(self, i: int) -> bool:
        """As in "Will buy no more oil", but not "no fewer than ten ships"."""
        noun = self.tree.child(i, "dobj")
        if noun is None or noun.i < i:
            return False
        return any(
            word.text.lower() == "no" and self.tree[min(word.i + 1, noun.i)].lemma not in {"few", "less"}
            for word in self.tree.children(noun.i, "det")
        )

    def _negative_subject(self, i: int) -> bool:
        subject = self.tree.child(i, "nsubj", "nsubjpass")
        if subject is None:
            return False
        if subject.pos == "PROPN":  # "No 10 said" is none, "neither Laos nor Cambodia" is
            return any(word.text.lower() == "neither" for word in self.tree.children(subject.i))
        if subject.lemma in {"nobody", "none", "neither"} or self.tree.is_negated(subject.i):
            return True
        return any(word.text.lower() == "not" and word.i < subject.i for word in self._before(subject.i))

    def _before(self, i: int) -> list[Token]:
        """The words before a noun in its phrase, and those that hang on its number ("not one soldier", "not a single ship")."""
        own = self.tree.children(i, "neg", "preconj", "advmod", "predet", "det", "nummod", "quantmod")
        return own + [below for word in own for below in self.tree.children(word.i)]

    def _negative_company(self, i: int) -> bool:
        """As in "Neither confirmed nor denied", "did not send or sell": the negation of the first verb holds for the next."""
        token = self.tree[i]
        if token.dep != "conj" or self.tree[token.head].pos not in {"VERB", "AUX"}:
            return False
        joined = {word.text.lower() for word in self.tree.children(token.head, "cc") if word.i < i}
        later = self.tree.children(i, "conj")
        if later and not joined:  # "did not sell, lend or give": the list goes on
            joined = {word.text.lower() for word in self.tree.children(i, "cc") if word.i < later[0].i}
        own_clause = self.tree.child(i, *SUBJECTS, "nsubjpass", "aux") is not None
        return not own_clause and not joined.isdisjoint(_OPEN_NEGATIONS) and self._is_negated(token.head)

    # ---- tense, modals, adverbs

    def _affirmed(self, i: int) -> Factuality:
        modal = self._modal_of(i)
        if modal is not None:
            return self._of_modal(i, modal)
        if self._has_adverb(i, "possible") or self._is_after_hearsay(i):
            return "possible"
        ahead = (
            self._going_to,
            self._headline_infinitive,
            self._is_infinitive_of_noun,
            self._is_futurate,
        )
        if any(check(i) for check in ahead):
            return "planned"
        token = self.tree[i]
        shares = (
            token.dep == "conj"
            and not self.starts_anew(token)
            and self.tree.child(i, *SUBJECTS, "nsubjpass", "aux", "auxpass") is None
            and self.tree[token.head].pos in {"VERB", "AUX"}
        )
        return self._affirmed(token.head) if shares else "occurred"

    def _of_modal(self, i: int, modal: str) -> Factuality:
        kind = self.words["modals"][modal]
        if kind == "conditional" and not self._has_condition(i):
            if self._inside_report(i):
                return "planned"  # "said it would send": the future in the past
            if any(aux.lemma == "have" for aux in self.tree.children(i, "aux")):
                return (
                    "possible"  # "would have granted" without a condition: hearsay, in much translated prose
                )
        return as_factuality(kind)

    def _is_futurate(self, i: int) -> bool:
        """As in "Is sending troops next month", "arrives tomorrow": a present with a time to come."""
        if self.tree[i].tag not in {"VBG", "VBZ", "VBP"}:
            return False
        ahead = [*self.tree.children(i, "advmod")]
        for noun in self.tree.children(i, "npadvmod"):
            ahead += self.tree.children(noun.i, "amod")
        return any(self.words["adverbs"].get(word.text.lower()) == "planned" for word in ahead)

    def _has_adverb(self, i: int, kind: Class) -> bool:
        return any(
            self.words["adverbs"].get(adverb.lemma) == kind
            for adverb in self.tree.children(i, "advmod")
            if kind != "denied" or adverb.i < i
        )

    def _is_after_hearsay(self, i: int) -> bool:
        """As in "According to unconfirmed reports"."""
        said = [word for word in self.tree.children(i, "prep") if word.text.lower() == "according"]
        return any(
            self._of_noun(noun.i) == "possible"
            for word in said
            for to in self.tree.children(word.i, "prep")
            for noun in self.tree.children(to.i, "pobj")
        )

    def _modal_of(self, i: int) -> str | None:
        modals = self.words["modals"]
        found = (aux.text.lower() for aux in self.tree.children(i, "aux"))
        return next((word for word in found if word in modals), None)

    def _inside_report(self, i: int) -> bool:
        token = self.tree[i]
        if token.dep == "conj":
            return self._inside_report(token.head)
        head = self.tree[token.head]
        return (token.dep == "ccomp" and head.tag in {"VBD", "VBN"}) or (
            token.dep in {"acl", "ccomp"} and head.pos == "NOUN"
        )

    def _has_condition(self, i: int) -> bool:
        return any(
            any(mark.text.lower() in {"if", "unless"} for mark in self.tree.children(clause.i, "mark"))
            for clause in self.tree.children(i, "advcl")
        )

    def _mark(self, i: int) -> Class | None:
        token = self.tree[i]
        for mark in self.tree.children(i, "mark"):
            kind = self.words["marks"].get(mark.text.lower())
            if kind is not None:
                return kind
        purpose = token.dep == "advcl" and self.is_infinitive(i) and not self.ends_a_journey(token)
        return "planned" if purpose else None

    def _going_to(self, i: int) -> bool:
        token = self.tree[i]
        head = self.tree[token.head]
        return token.dep == "xcomp" and head.lemma == "go" and head.tag == "VBG"

    def _headline_infinitive(self, i: int) -> bool:
        """As in "Ankara to send drones": an infinitive that is the root is a plan; so is "is to visit"."""
        token = self.tree[i]
        if not self.is_infinitive(i) or token.tag != "VB":
            return False
        head = self.tree[token.head]
        is_to = head.lemma == "be" and not self.tree.children(head.i, "attr", "acomp", "prep")
        return (
            token.head == i
            or (token.dep in {"xcomp", "relcl"} and is_to)
            or (token.dep in {"acl", "relcl"} and head.pos == "PROPN")
        )

    def _is_infinitive_of_noun(self, i: int) -> bool:
        """As in "the railway to be built", "ways to deepen ties", but not "the first state to recognise it"."""
        token = self.tree[i]
        head = self.tree[token.head]
        if token.dep not in {"acl", "relcl"} or head.pos != "NOUN" or not self.is_infinitive(i):
            return False
        done = any(aux.lemma == "have" for aux in self.tree.children(i, "aux"))
        ranked = any(word.lemma in _RANKS for word in self.tree.children(head.i, "amod"))
        return not (done or ranked or head.lemma in _RANKS)

    # ---- event nouns

    def _of_noun(self, i: int) -> Factuality:
        adjectives = self.words["adjectives"]
        value: Factuality = "occurred"
        for modifier in self.tree.children(i, "amod", "compound", "advmod"):
            if modifier.lemma in _NO_EVENT_MODIFIERS:
                continue
            kind = adjectives.get(modifier.lemma) or adjectives.get(modifier.text.lower())
            if kind == "denied":
                value = "denied"
            elif kind is not None:
                value = weaker(kind, value)
        return "denied" if self.tree.is_negated(i) else value


def as_class(value: Factuality) -> Class:
    """A governor's own factuality as what it adds to its content's: a guess at a plan is a guess."""
    return "reported" if value == "occurred" else value


def as_factuality(kind: Class) -> Factuality:
    """A class as the factuality of what it governs; those that leave it as it is say that it occurred."""
    said: dict[Class, Factuality] = {
        "planned": "planned",
        "possible": "possible",
        "denied": "denied",
        "conditional": "conditional",
    }
    return said.get(kind, "occurred")
