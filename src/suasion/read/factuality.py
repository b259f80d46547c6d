"""Whether what a predicate names happened, as its innermost holder presents it.

A predicate's factuality is built from the outside in: what governs it (an embedding verb, noun, adjective or mark) has a
factuality of its own, the governor's class says what that means for its content, and the predicate's own negation and modals
come last. So "refused to rule out sending troops" is: *refuse* occurred, hence *rule out* denied, hence *sending* possible.
The idea of composing signatures along the tree follows Nairn, Condoravdi and Karttunen (2006) and FactBank's scope levels
(Saurí and Pustejovsky 2009); the word lists are our own (`data/factuality.toml`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Literal

from suasion.records import Factuality, Token
from suasion.tree import SUBJECTS, Tree

Class = Literal["planned", "possible", "denied", "reported", "implied", "conditional"]
Lexicon = Mapping[str, Mapping[str, Class]]

PREDICATE_TAGS = frozenset({"VERB", "AUX", "NOUN"})
_CLAUSAL = frozenset({"xcomp", "ccomp", "pcomp", "advcl", "acl", "csubj", "csubjpass", "oprd"})
_FINITE_COMPLEMENTS = frozenset(
    {"say", "tell", "warn", "agree", "announce", "fear", "signal", "indicate", "order", "offer", "mean"}
)
_JOURNEYS = frozenset({"visit", "travel", "fly", "arrive", "go", "come", "meet", "gather", "convene", "tour"})


@cache
def lexicon() -> Lexicon:
    """Read the word lists: section → lemma → class."""
    raw = tomllib.loads(
        (resources.files("suasion.read") / "data" / "factuality.toml").read_text(encoding="utf-8")
    )
    return {
        section: {lemma: name for name, lemmas in classes.items() for lemma in lemmas}
        for section, classes in raw.items()
    }


def compose(outer: Class | None, governor: Factuality, inner: Factuality) -> Factuality:
    """What a content is, given its governor's class and factuality and what the content says of itself.

    A denial that is itself denied or open leaves its content possible ("did not deny", "neither confirmed nor denied").
    """
    if outer is None:
        return inner
    if outer == "denied":
        if governor != "occurred":
            return "possible"
        return "occurred" if inner == "denied" else "denied"
    if inner == "denied":
        return "denied"
    if outer == "reported":
        return "possible" if governor == "denied" else inner
    if outer == "implied":
        return inner if governor == "occurred" else governor
    if governor == "denied":
        return "denied"
    return _weaker(outer, inner)


def _weaker(outer: Class, inner: Factuality) -> Factuality:
    order: tuple[Factuality, ...] = ("occurred", "planned", "conditional", "possible")
    if outer in order and inner in order:
        return order[max(order.index(outer), order.index(inner))]
    return inner


class SentenceFactuality:
    """Works out the factuality of the predicates of one sentence, each at most once."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tree = Tree(tokens)
        self.words = lexicon()
        self._known: dict[int, Factuality] = {}
        self._is_question = bool(tokens) and tokens[-1].text == "?"

    def all(self) -> tuple[Factuality | None, ...]:
        """One value per token: null for tokens that are no predicate."""
        return tuple(self.of(token.i) if token.pos in PREDICATE_TAGS else None for token in self.tree.tokens)

    def of(self, i: int) -> Factuality:
        """The factuality of the predicate whose head is token `i`."""
        if i not in self._known:
            self._known[i] = "occurred"  # stands while a damaged parse runs in a circle
            self._known[i] = self._work_out(i)
        return self._known[i]

    def _work_out(self, i: int) -> Factuality:
        own = self._own(i)
        governor, name = self._governor(i)
        if governor is None:
            return "possible" if own == "occurred" and self._is_question else own
        return compose(name, self.of(governor), own)

    # ---- what the predicate says of itself

    def _own(self, i: int) -> Factuality:
        token = self.tree[i]
        if token.pos == "NOUN":
            return self._own_of_noun(i)
        value = self._modality(i)
        if self._has_condition(i):
            value = "conditional" if value in {"occurred", "planned"} and self._modal_of(i) is None else value
        mark = self._mark(i)
        if mark is not None:
            value = _weaker(mark, value)
        if self.tree.is_negated(i) or self._negative_subject(i):
            return "denied" if value in {"occurred", "planned", "conditional"} else "possible"
        return value

    def _negative_subject(self, i: int) -> bool:
        subject = self.tree.child(i, "nsubj", "nsubjpass")
        return (
            subject is not None
            and (subject.lemma in {"nobody", "none", "neither"} or self.tree.is_negated(subject.i))
            and subject.pos != "PROPN"
        )

    def _modality(self, i: int) -> Factuality:
        modal = self._modal_of(i)
        if modal is not None:
            kind = self.words["modals"][modal]
            if kind == "conditional" and self._future_in_the_past(i):
                return "planned"
            if kind == "conditional" and not self._has_condition(i) and self._is_perfect(i):
                return "possible"
            return _as_factuality(kind)
        for adverb in self.tree.children(i, "advmod"):
            kind = self.words["adverbs"].get(adverb.lemma)
            if kind == "possible":
                return "possible"
        if self._going_to(i) or self._headline_infinitive(i):
            return "planned"
        token = self.tree[i]
        if (
            token.dep == "conj"
            and self.tree.child(i, *SUBJECTS, "nsubjpass", "aux", "auxpass") is None
            and self.tree[token.head].pos in {"VERB", "AUX"}
        ):
            return self._modality(token.head)
        return "occurred"

    def _is_perfect(self, i: int) -> bool:
        """ "Would have granted" without a condition: hearsay, in much translated prose."""
        return any(aux.lemma == "have" for aux in self.tree.children(i, "aux"))

    def _modal_of(self, i: int) -> str | None:
        return next(
            (
                aux.text.lower()
                for aux in self.tree.children(i, "aux")
                if aux.text.lower() in self.words["modals"]
            ),
            None,
        )

    def _future_in_the_past(self, i: int) -> bool:
        """ "Said it would send" is a plan; "would send if" is not."""
        return self._inside_report(i) and not self._has_condition(i)

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
        infinitive = any(aux.text.lower() == "to" for aux in self.tree.children(i, "aux"))
        return (
            "planned"
            if token.dep == "advcl" and infinitive and not self._ends_a_journey(token, self.tree[token.head])
            else None
        )

    def _ends_a_journey(self, token: Token, head: Token) -> bool:
        """ "Flew to Doha to meet the emir": who went is taken to have done what for."""
        return token.tag == "VB" and head.lemma in _JOURNEYS

    def _going_to(self, i: int) -> bool:
        token = self.tree[i]
        head = self.tree[token.head]
        return token.dep == "xcomp" and head.lemma == "go" and head.tag == "VBG"

    def _headline_infinitive(self, i: int) -> bool:
        """ "Ankara to send drones": an infinitive that is the root is a plan; so is "is to visit"."""
        token = self.tree[i]
        infinitive = any(aux.text.lower() == "to" for aux in self.tree.children(i, "aux"))
        if not infinitive or token.tag != "VB":
            return False
        head = self.tree[token.head]
        return (
            token.head == i
            or (token.dep in {"xcomp", "relcl"} and head.lemma == "be")
            or (token.dep == "acl" and head.pos == "PROPN")
        )

    def _own_of_noun(self, i: int) -> Factuality:
        value: Factuality = "occurred"
        for modifier in self.tree.children(i, "amod", "compound", "advmod"):
            kind = self.words["adjectives"].get(modifier.lemma) or self.words["adjectives"].get(
                modifier.text.lower()
            )
            if kind in {"planned", "possible", "denied"} and modifier.lemma not in {
                "next",
                "certain",
                "free",
                "open",
            }:
                value = "denied" if kind == "denied" else _weaker(kind, value)
        return "denied" if self.tree.is_negated(i) else value

    # ---- what governs it

    def _governor(self, i: int) -> tuple[int | None, Class | None]:
        """The token that embeds predicate `i` and the class of the embedding, or nothing."""
        token = self.tree[i]
        if token.head == i:
            return None, None
        if token.dep == "conj":
            return self._governor(token.head)
        head = self.tree[token.head]
        if token.pos == "NOUN":
            return self._governor_of_noun(token, head)
        if token.dep in _CLAUSAL:
            return self._governor_of_clause(token, head)
        return None, None

    def _governor_of_clause(self, token: Token, head: Token) -> tuple[int | None, Class | None]:
        if token.dep == "advcl":
            if self._ends_a_journey(token, head):
                return head.i, "implied"
            if head.pos == "ADJ":
                return head.i, self.words["adjectives"].get(head.lemma)
            depictive = self._is_depictive(token) and self.of(head.i) not in {"occurred", "denied"}
            return (head.i, "implied") if depictive else (None, None)
        if token.dep == "pcomp" or head.pos == "ADP":
            return self._through_preposition(head)
        if head.pos == "ADJ":
            return head.i, self.words["adjectives"].get(head.lemma)
        if head.pos in {"NOUN", "PROPN"}:
            if token.tag in {"VBN", "VBG"} and token.dep == "acl" and self.tree.child(token.i, "aux") is None:
                return None, None
            return head.i, self.words["nouns"].get(head.lemma)
        return head.i, self._verb_class(head, token)

    def _verb_class(self, verb: Token, content: Token) -> Class | None:
        finite = content.dep == "ccomp" and self.tree.child(content.i, *SUBJECTS, "nsubjpass") is not None
        infinitive = any(aux.text.lower() == "to" for aux in self.tree.children(content.i, "aux"))
        if finite and not infinitive and verb.lemma in _FINITE_COMPLEMENTS:
            return "reported"
        if infinitive and verb.lemma in {"tell", "warn"}:
            return "possible"
        if verb.lemma == "be":
            adjective = self.tree.child(verb.i, "acomp", "attr")
            if adjective is not None:
                return (
                    self.words["adjectives"].get(adjective.lemma)
                    or self.words["nouns"].get(adjective.lemma)
                    or "implied"
                )
        if infinitive and verb.tag == "VBN" and verb.lemma in {"report", "say", "claim", "rumour", "rumor"}:
            return "possible"
        return self.words["verbs"].get(verb.lemma)

    def _is_depictive(self, token: Token) -> bool:
        """A participle clause that shares its governor's fate ("would respond by sending …", "may act, closing …")."""
        return token.tag == "VBG" and self.tree.child(token.i, "mark") is None

    def _through_preposition(self, prep: Token) -> tuple[int | None, Class | None]:
        kind = self.words["preps"].get(prep.text.lower())
        governor = self.tree[prep.head]
        if kind == "denied":
            return governor.i, _DENIES_ANYWAY
        if governor.pos == "NOUN":
            return governor.i, self.words["nouns"].get(governor.lemma)
        if governor.pos == "ADJ":
            return governor.i, self.words["adjectives"].get(governor.lemma)
        if governor.pos in {"VERB", "AUX"}:
            if prep.text.lower() in {"for", "of", "from", "against", "about", "on", "at", "to"}:
                return governor.i, self.words["verbs"].get(
                    governor.lemma
                ) if governor.lemma != "use" else None
            return (governor.i, "implied") if prep.text.lower() == "by" else (None, None)
        return None, None

    def _governor_of_noun(self, token: Token, head: Token) -> tuple[int | None, Class | None]:
        if token.dep in {"dobj", "nsubjpass", "attr", "oprd"} and head.pos in {"VERB", "AUX"}:
            if head.lemma == "be":
                return None, None
            return head.i, self.words["verb_objects"].get(head.lemma)
        if token.dep == "nsubj" and head.pos in {"VERB", "AUX"}:
            return self._subject_noun(head)
        if token.dep == "pobj" and head.pos in {"ADP", "SCONJ"}:
            return self._noun_in_phrase(head)
        if token.dep == "compound" and head.pos == "NOUN":
            kind = self.words["nouns"].get(head.lemma)
            return (
                (head.i, kind)
                if kind in {"planned", "possible", "denied"}
                and head.lemma not in {"talk", "agreement", "deal", "pact", "accord"}
                else (None, None)
            )
        return None, None

    def _subject_noun(self, verb: Token) -> tuple[int | None, Class | None]:
        if verb.lemma == "be":
            adjective = self.tree.child(verb.i, "acomp", "attr")
            kind = self.words["adjectives"].get(adjective.lemma) if adjective is not None else None
            return (verb.i, kind) if kind else (None, None)
        implied = verb.lemma in {
            "take",
            "happen",
            "occur",
            "begin",
            "start",
            "go",
            "proceed",
            "continue",
            "resume",
            "come",
            "follow",
        }
        return (verb.i, "implied") if implied else (None, None)

    def _noun_in_phrase(self, prep: Token) -> tuple[int | None, Class | None]:
        governor = self.tree[prep.head]
        kind = self.words["preps"].get(prep.text.lower())
        if kind == "denied":
            return governor.i, _DENIES_ANYWAY
        if governor.pos == "NOUN" and prep.text.lower() in {"of", "for", "about", "over", "on", "to", "that"}:
            kind = self.words["nouns"].get(governor.lemma, "implied" if prep.text.lower() == "of" else None)
            return governor.i, kind if governor.lemma not in {"agreement", "deal"} else None
        if governor.pos in {"VERB", "AUX"} and prep.text.lower() in {
            "for",
            "to",
            "about",
            "of",
            "with",
            "against",
            "out",
            "in",
            "from",
            "on",
        }:
            wants_object = prep.text.lower() in {"for", "about", "to", "of", "against", "from"}
            kind = self.words["verb_objects"].get(governor.lemma)
            if not wants_object and not (kind == "planned" and prep.text.lower() == "on"):
                kind = None
            return governor.i, kind or (
                "implied" if governor.lemma in {"engage", "participate", "take", "go"} else None
            )
        return None, None


_DENIES_ANYWAY: Class = "denied"


def _as_factuality(kind: Class) -> Factuality:
    return kind if kind in {"planned", "possible", "denied", "conditional"} else "occurred"  # type: ignore[return-value]
