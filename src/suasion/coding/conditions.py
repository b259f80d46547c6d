"""Conditions on the company of a trigger's word: its object, particle, prepositions and the words beside it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from suasion.codebook.triggers import Trigger, TriggerLexicon
from suasion.coding.clause import Clauses
from suasion.records import Token

_MODALS = frozenset({"will", "would", "shall", "'ll", "'d", "could", "may", "might", "wo", "must", "going"})
_PEOPLE_HOWS = frozenset({"people", "person", "surname"})
PEOPLE = "people"
"""The class of things that named persons and peoples belong to without being listed in it."""
_PARTICLES = frozenset({"on", "for", "off", "upon", "out", "up", "in"})


class Conditions:
    """Tells whether a trigger's conditions on its company hold at a word, and how specific they were."""

    def __init__(self, clauses: Clauses, lexicon: TriggerLexicon) -> None:
        self.clauses, self.tree, self.lexicon = clauses, clauses.tree, lexicon

    def score(self, trigger: Trigger, token: Token) -> float | None:
        """How much of a trigger's conditions on its company hold here (more is more specific), or nothing if one fails."""
        checks = (
            self._object_score,
            self._subject_score,
            self._beside_score,
            self._prep_score,
            self._above_score,
        )
        total = 0.0
        for check in checks:
            score = check(trigger, token)
            if score is None:
                return None
            total += score
        if (trigger.modal and not self._is_modal(token.i)) or (trigger.bare and not self._is_bare(token.i)):
            return None
        if (trigger.negated and not self.tree.is_negated(token.i)) or (
            trigger.passive and not self.tree.is_passive(token.i)
        ):
            return None
        return total + (0.5 if trigger.negated else 0.0)

    def _object_score(self, trigger: Trigger, token: Token) -> float | None:
        verbal = token.pos != "NOUN" or self.clauses.is_headline_verb(token)
        heads = self.clauses.objects(token.i) if verbal else [token]
        lemmas = [lemma for head in heads for lemma in self.clauses.thing(head.i)]
        if self._forbidden(trigger, lemmas, [head.lemma for head in heads]):
            return None
        if isinstance(trigger.object, str):
            return 1.0 if self._in_class(trigger.object, lemmas, heads) else None
        if trigger.object:
            return 1.0 if _any_of(trigger.object, lemmas) else None
        if trigger.object_any:
            fits = any(self.lexicon.classes[name].among(lemmas) for name in trigger.object_any)
            return 0.9 if fits else None
        return 0.0

    def _in_class(self, name: str, lemmas: list[str], heads: list[Token]) -> bool:
        """Whether the heads are of the class; who is named as a person or people is of the class of people."""
        if self.lexicon.classes[name].among(lemmas):
            return True
        named = [self.clauses.by_head[head.i] for head in heads if head.i in self.clauses.by_head]
        return name == PEOPLE and any(reference.how in _PEOPLE_HOWS for reference in named)

    def _forbidden(self, trigger: Trigger, lemmas: list[str], nearest: list[str]) -> bool:
        if trigger.not_object_class and self.lexicon.classes[trigger.not_object_class].among(nearest):
            return True
        return _any_of(trigger.not_object, nearest) or _any_of(trigger.not_in_object, lemmas)

    def _subject_score(self, trigger: Trigger, token: Token) -> float | None:
        if not (trigger.subject_is or trigger.subject_any or trigger.not_subject):
            return 0.0
        heads = self.clauses.subjects(token.i)
        if _any_of(trigger.not_subject, [head.lemma for head in heads]):
            return None
        lemmas = [lemma for head in heads for lemma in self.clauses.thing(head.i)]
        if trigger.subject_is:
            return 0.8 if _any_of(trigger.subject_is, [head.lemma for head in heads]) else None
        if trigger.subject_any:
            fits = any(self.lexicon.classes[name].among(lemmas) for name in trigger.subject_any)
            return 0.8 if fits else None
        return 0.0

    def _beside_score(self, trigger: Trigger, token: Token) -> float | None:
        if not (trigger.words_beside or trigger.not_words_beside):
            return 0.0
        company = self.clauses.company(token.i)
        if token.pos == "NOUN":
            company += [above.lemma for above in islice(self.clauses.tree.ancestors(token.i), 3)]
        if _any_of(trigger.not_words_beside, company):
            return None
        if trigger.words_beside:
            return 0.6 if _any_of(trigger.words_beside, company) else None
        return 0.0

    def _prep_score(self, trigger: Trigger, token: Token) -> float | None:
        preps = {
            child.text.lower()
            for child in self.tree.children(token.i, "prep", "agent", "dative", "prt", "advmod", "mark")
        }
        if trigger.needs and preps.isdisjoint(trigger.needs):
            return None
        if not preps.isdisjoint(trigger.not_prep):
            return None
        wanted = trigger.particle_if.get(token.lemma)
        particles = {child.text.lower() for child in self.tree.children(token.i, "prt", "advmod", "prep")}
        if wanted is not None and particles.isdisjoint(wanted.split("|")):
            return None
        if trigger.particle and particles.isdisjoint(trigger.particle):
            return None
        return (0.3 if trigger.needs else 0.0) + (0.3 if wanted or trigger.particle else 0.0)

    def _above_score(self, trigger: Trigger, token: Token) -> float | None:
        """What governs a noun: its preposition ("under pressure") or its verb ("hold talks")."""
        if trigger.under:
            governor = self.tree[self.tree.first_conjunct(token.i)].head
            return 0.7 if self.tree[governor].text.lower() in trigger.under else None
        if not (trigger.light_only or trigger.not_light):
            return 0.0
        verb = self.clauses.governing_verb(token.i)
        if trigger.light_only:
            return 0.5 if verb is not None and verb.lemma in trigger.light_only else None
        verb = verb or self.clauses.verb_of_subject(token.i)
        return None if verb is not None and verb.lemma in trigger.not_light else 0.0

    def _is_modal(self, i: int) -> bool:
        return any(aux.text.lower() in _MODALS for aux in self.tree.children(i, "aux"))

    def _is_bare(self, i: int) -> bool:
        extra = {child.text.lower() for child in self.tree.children(i, "prep", "prt")} & _PARTICLES
        return not extra and self.tree.child(i, "oprd", "ccomp", "xcomp", "acomp") is None


def _any_of(wanted: Sequence[str], lemmas: Sequence[str]) -> bool:
    return not set(wanted).isdisjoint(lemmas)
