"""What embeds a predicate, and how that presents it: verbs, nouns, adjectives and prepositions with their classes."""

from __future__ import annotations

from suasion.read.modality import Modality
from suasion.read.words import Class, lexicon
from suasion.records import Token
from suasion.tree import SUBJECTS, Tree

Governor = tuple[int | None, Class | None]
"""The token that embeds a predicate, and the class of the embedding; two nulls where nothing does."""

NOTHING: Governor = (None, None)

_CLAUSAL = frozenset({"xcomp", "ccomp", "pcomp", "advcl", "acl", "csubj", "csubjpass", "oprd"})
_VERBAL = frozenset({"VERB", "AUX"})
_FINITE_COMPLEMENTS = frozenset(
    {"say", "tell", "warn", "agree", "announce", "signal", "indicate", "order", "offer", "mean"}
)
"""Verbs that report a finite clause ("agreed that it was late") though they plan or ask with an infinitive."""

_HEARSAY_PASSIVES = frozenset({"report", "say", "claim", "rumour", "rumor"})
"""Verbs whose passive with an infinitive is hearsay ("is said to have sold")."""

_GOING_ON = frozenset(
    {
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
        "materialise",
        "materialize",
    }
)
"""Verbs that say of an event that it happens, whenever they say it themselves."""

_TRUTHS = frozenset({"truth", "reality", "fact", "facts", "basis", "foundation"})
"""What a false report does not reflect, or has nothing to do with."""

_GERUND_PREPS = frozenset({"for", "of", "from", "against", "about", "on", "at", "to"})
_OBJECT_PREPS = frozenset({"for", "about", "to", "of", "against", "from", "at", "over"})
_SHARING_PREPS = _OBJECT_PREPS | {"with", "out", "in", "on"}
_NOUN_PREPS = frozenset({"of", "for", "about", "over", "on", "to", "that", "in"})
_TALKS = frozenset({"talk", "agreement", "deal", "pact", "accord"})
"""Nouns before which the name of an event says what they are about ("the arms deal")."""


class Embedding:
    """What embeds the predicates of one sentence."""

    def __init__(self, tree: Tree, modality: Modality) -> None:
        self.tree, self.modality, self.words = tree, modality, lexicon()

    def of(self, i: int) -> Governor:
        """The token that embeds predicate `i` and the class of the embedding, or nothing."""
        token = self.tree[i]
        if token.head == i:
            return NOTHING
        if token.dep == "conj":
            return NOTHING if self.modality.starts_anew(token) else self.of(token.head)
        head = self.tree[token.head]
        if token.pos == "NOUN" or token.dep in {"pobj", "dobj"}:
            return self._of_noun(token, head)
        return self._of_clause(token, head) if token.dep in _CLAUSAL or self._is_told(token) else NOTHING

    # ---- clauses

    def _is_told(self, clause: Token) -> bool:
        """Whether what is parsed as a relative clause says what a report or claim is ("the report that X has signed it")."""
        if clause.dep != "relcl" or self.tree[clause.head].lemma not in self.words["nouns"]:
            return False
        own = self.tree.child(clause.i, *SUBJECTS, "nsubjpass")
        that = next((word for word in self.tree.children(clause.i) if word.text.lower() == "that"), None)
        if own is None or that is None or that.i == own.i:
            return False
        return that.dep == "mark" or len(self.tree.children(clause.i, "dobj")) > 1

    def _of_clause(self, token: Token, head: Token) -> Governor:
        if token.dep == "advcl":
            return self._of_adverbial(token, head)
        if token.dep == "pcomp" or head.pos == "ADP":
            return self._through_preposition(head)
        if head.pos == "ADJ":
            return head.i, self.words["adjectives"].get(head.lemma)
        if head.pos in {"NOUN", "PROPN"}:
            participle = token.tag in {"VBN", "VBG"} and token.dep == "acl"
            if participle and self.tree.child(token.i, "aux") is None:
                return NOTHING
            return head.i, self.words["nouns"].get(head.lemma)
        return head.i, self._verb_class(head, token)

    def _of_adverbial(self, token: Token, head: Token) -> Governor:
        if self.modality.ends_a_journey(token):
            return head.i, "implied"
        if head.pos == "ADJ":
            return head.i, self.words["adjectives"].get(head.lemma)
        participle = token.tag == "VBG" and self.tree.child(token.i, "mark") is None
        return (head.i, "shared") if participle else NOTHING

    def _verb_class(self, verb: Token, content: Token) -> Class | None:
        infinitive = self.modality.is_infinitive(content.i)
        if any(mark.text.lower() == "whether" for mark in self.tree.children(content.i, "mark")):
            return "reported"  # the mark itself leaves it open; "has not decided whether" does not deny it
        if infinitive:
            return self._class_over_infinitive(verb)
        finite = content.dep == "ccomp" and self.tree.child(content.i, *SUBJECTS, "nsubjpass") is not None
        return "reported" if finite and verb.lemma in _FINITE_COMPLEMENTS else self._class_of(verb)

    def _class_over_infinitive(self, verb: Token) -> Class | None:
        if any(word.lemma == "yet" for word in self.tree.children(verb.i, "advmod")):
            return "denied"  # "has yet to deliver"
        hearsay = verb.tag == "VBN" and verb.lemma in _HEARSAY_PASSIVES
        if hearsay or verb.lemma in {"tell", "warn"}:
            return "possible"
        kind = self._class_of(verb)
        return "planned" if kind == "implied" and self._is_of_paper(verb) else kind

    def _class_of(self, verb: Token) -> Class | None:
        return self._copula_class(verb) if verb.lemma == "be" else self._listed("verbs", verb)

    def _is_of_paper(self, verb: Token) -> bool:
        """As in "the deal allows Oman to build": what plans and agreements do is still to come."""
        subject = self.tree.child(verb.i, "nsubj")
        return subject is not None and self.words["nouns"].get(subject.lemma) == "planned"

    def _copula_class(self, verb: Token) -> Class | None:
        told = self.tree.child(verb.i, "acomp", "attr")
        if told is None:
            return self.words["verbs"].get("be")
        return self.words["adjectives"].get(told.lemma) or self.words["nouns"].get(told.lemma) or "implied"

    def _listed(self, section: str, verb: Token, prep: str = "") -> Class | None:
        """The class of a verb, with its particle or preposition where that makes it another ("call off", "warn against")."""
        listed = self.words[section]
        particles = [word.text.lower() for word in self.tree.children(verb.i, "prt", "advmod")]
        for particle in (prep, *particles):
            kind = listed.get(f"{verb.lemma} {particle}")
            if kind is not None:
                return kind
        return listed.get(verb.lemma)

    def _preposition_class(self, prep: Token) -> Class | None:
        """The class of a preposition, with the word before it where both are one ("short of", "instead of")."""
        listed, word = self.words["preps"], prep.text.lower()
        before = self.tree[prep.i - 1].text.lower() if prep.i else ""
        return listed.get(f"{before} {word}") or listed.get(word)

    def _above(self, prep: Token) -> Token:
        """What a preposition hangs on: the verb, where it hangs on the verb's adverb ("stopped short of").

        A small parser hangs "in" of "denied any part in" on the verb; nouns that share their content's fate keep it.
        """
        governor, before = self.tree[prep.head], self.tree[max(prep.i - 1, 0)]
        if before.head == governor.i and self.words["nouns"].get(before.lemma) == "implied":
            return before
        return self.tree[governor.head] if governor.pos in {"ADV", "ADP"} else governor

    def _through_preposition(self, prep: Token) -> Governor:
        """What embeds a gerund after a preposition ("accused of sending", "plans for sending", "without sending")."""
        kind, governor = self._preposition_class(prep), self._above(prep)
        if kind is not None:
            return None, kind
        if governor.pos in {"NOUN", "ADJ"}:
            section = "nouns" if governor.pos == "NOUN" else "adjectives"
            return governor.i, self.words[section].get(governor.lemma)
        return self._verb_with_gerund(governor, prep.text.lower()) if governor.pos in _VERBAL else NOTHING

    def _verb_with_gerund(self, verb: Token, word: str) -> Governor:
        joined = self.words["verbs"].get(f"{verb.lemma} {word}")
        if joined is not None:
            return verb.i, joined
        if word in _GERUND_PREPS:
            return verb.i, self._listed("verbs", verb) if verb.lemma != "use" else None
        return (verb.i, "implied") if word == "by" else NOTHING

    # ---- event nouns

    def _of_noun(self, token: Token, head: Token) -> Governor:
        if token.dep in {"dobj", "nsubjpass", "attr", "oprd"}:
            return self._of_object(token, head)
        if token.dep == "nsubj" and head.pos in _VERBAL:
            return self._of_subject(head)
        if token.dep == "pobj" and head.pos in {"ADP", "SCONJ"}:
            return self._noun_in_phrase(head)
        if token.dep == "compound" and head.pos == "NOUN" and head.lemma not in _TALKS:
            kind = self.words["nouns"].get(head.lemma)
            return (head.i, kind) if kind in {"planned", "possible", "denied"} else NOTHING
        return NOTHING

    def _of_object(self, token: Token, head: Token) -> Governor:
        if head.pos == "ADJ" and token.dep == "dobj":  # "dismissed as baseless the claim"
            return head.i, self.words["adjectives"].get(head.lemma)
        if head.pos not in _VERBAL:
            return NOTHING
        if head.lemma == "be":  # "that there is any boycott"
            return (head.i, "implied") if self.tree.child(head.i, "expl") is not None else NOTHING
        return head.i, "denied" if self._is_called_false(head) else self._listed("verb_objects", head)

    def _is_called_false(self, verb: Token) -> bool:
        """As in "Called the report false", "described it as a lie"."""
        beside = self.tree.children(verb.i, "oprd", "acomp", "advmod")
        for prep in self.tree.children(verb.i, "prep"):
            if prep.text.lower() == "as":
                beside += self.tree.children(prep.i)
        return any(self._verdict(word) == "denied" for word in beside if word.pos in {"ADJ", "NOUN"})

    def _verdict(self, word: Token) -> Class | None:
        """What "is baseless", "is a lie" say of their subject."""
        kind = self.words["adjectives"].get(word.lemma)
        return kind or ("denied" if self.words["nouns"].get(word.lemma) == "denied" else None)

    def _of_subject(self, verb: Token) -> Governor:
        if verb.lemma == "be":
            told = self.tree.child(verb.i, "acomp", "attr")
            kind = self._verdict(told) if told is not None else None
            return (verb.i, kind) if kind else NOTHING
        if self._misses_the_truth(verb):
            return None, "denied"
        return (verb.i, "implied") if verb.lemma in _GOING_ON else NOTHING

    def _misses_the_truth(self, verb: Token) -> bool:
        """As in "does not reflect the truth", "has nothing to do with reality", "has no basis"."""
        told = self.tree.children(verb.i, "dobj", "prep")
        below = {self.tree[j].text.lower() for word in told for j in self.tree.subtree(word.i)}
        return not below.isdisjoint(_TRUTHS) and (
            self.tree.is_negated(verb.i) or not below.isdisjoint({"nothing", "no", "little"})
        )

    def _noun_in_phrase(self, prep: Token) -> Governor:
        kind, word, governor = self._preposition_class(prep), prep.text.lower(), self._above(prep)
        if kind is not None:
            return None, kind
        if governor.pos == "NOUN" and word in _NOUN_PREPS:
            default: Class | None = "implied" if word == "of" else None
            kind = self.words["nouns"].get(governor.lemma, default)
            return governor.i, kind if governor.lemma not in {"agreement", "deal"} else None
        if governor.pos in _VERBAL and word in _SHARING_PREPS:
            kind = self._listed("verb_objects", governor, word)
            if word not in _OBJECT_PREPS and not (kind == "planned" and word == "on"):
                kind = None
            shares = governor.lemma in {"engage", "participate", "take", "go"}
            return governor.i, kind or ("implied" if shares else None)
        return NOTHING
