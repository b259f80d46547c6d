"""Cues that are no verbs: nouns, adjectives, adverbs, and phrases such as "according to"."""

from __future__ import annotations

from collections.abc import Iterator

from suasion.read.attribution.grammar import CLAUSE_VERBS, Draft, Grammar
from suasion.records import Token
from suasion.tree import SUBJECTS, Tree

AGENT_ENTITIES = frozenset({"PERSON", "NORP", "ORG", "GPE"})
NOUN_TO_THAT = 9
"""At most so many tokens from a noun cue to the "that" of its clause."""
CARRIER_TO_NOUN = 5
"""At most so many tokens from "issued" to "warning" for both to be shown as the cue."""


class PhraseCues:
    """Finds the attributions of a sentence whose cue is no verb."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar, self.tree, self.lexicon = grammar, grammar.tree, grammar.lexicon

    def at(self, token: Token) -> Iterator[Draft]:
        """Give the attributions whose cue is this token."""
        if token.pos == "NOUN":
            yield from self._noun(token)
            yield from self._view(token)
        elif token.pos == "ADJ" and token.dep == "acomp":
            yield from self._adjective(token)
        elif token.text.lower() in self.lexicon.adverbs:
            yield from self._adverb(token)
        if token.text.lower() == "according":
            yield from self._according(token)

    def _noun(self, noun: Token) -> Iterator[Draft]:
        stance = self.lexicon.nouns.get(noun.lemma)
        if stance is None:
            return
        source, carrier = self._noun_source(noun)
        content = self._noun_content(noun, source)
        if not content or (source is None and noun.lemma not in self.lexicon.hearsay):
            return
        cue = (
            tuple(range(carrier, noun.i + 1))
            if carrier is not None and noun.i - carrier < CARRIER_TO_NOUN
            else (noun.i,)
        )
        yield Draft(
            head=noun.i,
            cue=cue,
            source_head=source,
            source=self.grammar.source(source, noun.i),
            content=content,
            stance=self.grammar.stance(noun, stance),
        )

    def _noun_content(self, noun: Token, source: int | None) -> tuple[int, ...]:
        parts = [
            token
            for token in self.tree.children(noun.i, "acl", "ccomp", "relcl")
            if self._is_nearest_noun(noun, token) or _is_infinitive(self.tree, token)
        ] or self._strayed_clause(noun)
        head = self.tree[noun.head]
        if not parts and noun.dep in SUBJECTS and head.lemma == "be":
            parts = self.tree.children(head.i, "ccomp")
        if not parts:
            parts = [
                inner
                for prep in self.tree.children(noun.i, "prep")
                if prep.text.lower() in self.lexicon.noun_prepositions
                for inner in self.tree.children(prep.i, "pobj", "pcomp")
                if inner.i != source and inner.pos in {"NOUN", "VERB"}
            ]
        return tuple(sorted(self.grammar.below(parts)))

    def _is_nearest_noun(self, noun: Token, clause: Token) -> bool:
        mark = self.tree.child(clause.i, "mark")
        if mark is None:
            return False
        return not any(self.grammar.is_noun_cue(self.tree[i]) for i in range(noun.i + 1, mark.i))

    def _strayed_clause(self, noun: Token) -> list[Token]:
        """Find a that-clause after the noun that the parser hung on an earlier word."""
        for i in range(noun.i + 1, min(noun.i + NOUN_TO_THAT, len(self.tree))):
            token = self.tree[i]
            if token.pos in CLAUSE_VERBS or self.grammar.is_noun_cue(token):
                return []
            if token.text.lower() == "that" and token.dep == "mark":
                clause = self.tree[token.head]
                governor = self.tree[clause.head]
                governed = governor.pos in CLAUSE_VERBS and governor.lemma in self.lexicon.verbs
                stray = governor.i < noun.i and not governed and clause.i != governor.i
                return [clause] if stray else []
        return []

    def _strayed_source(self, noun: Token) -> int | None:
        """Find "from X" after a noun whose that-clause the parser hung on an earlier word."""
        clauses = self._strayed_clause(noun)
        mark = self.tree.child(clauses[0].i, "mark") if clauses else None
        for i in range(noun.i + 1, mark.i if mark is not None else 0):
            inner = self.tree.child(i, "pobj")
            if inner is not None and self.tree[i].text.lower() in {"from", "by"}:
                return inner.i
        return None

    def _noun_source(self, noun: Token) -> tuple[int | None, int | None]:
        """Who holds the noun cue, and the verb that carries it ("issued" in "issued a warning")."""
        for token in self.tree.children(noun.i, "poss", "compound", "amod", "nmod"):
            if token.dep == "poss" or token.entity in AGENT_ENTITIES:
                return token.i, None
        for name, inner in self.tree.preps(noun.i):
            agent = inner.entity in AGENT_ENTITIES or inner.lemma in self.lexicon.outlets
            if name in {"from", "by"} or (name in self.lexicon.source_prepositions and agent):
                return inner.i, None
        strayed = self._strayed_source(noun)
        if strayed is not None:
            return strayed, None
        verb = self.tree[noun.head]
        if noun.dep == "dobj" and verb.lemma in self.lexicon.carriers:
            return self.grammar.subject(verb.i), verb.i
        return None, None

    def _adjective(self, adjective: Token) -> Iterator[Draft]:
        stance = self.lexicon.adjectives.get(adjective.lemma)
        verb = self.tree[adjective.head]
        source = self.grammar.subject(verb.i) if verb.lemma in {"be", "remain", "feel", "seem"} else None
        if stance is None or source is None:
            return
        parts = self.tree.children(adjective.i, "ccomp", "xcomp")
        for prep in self.tree.children(adjective.i, "prep"):
            if prep.text.lower() in self.lexicon.adjective_prepositions:
                parts += self.tree.children(prep.i, "pobj", "pcomp")
        if parts:
            yield Draft(
                head=adjective.i,
                cue=tuple(range(verb.i, adjective.i + 1)),
                source_head=source,
                source=self.grammar.source(source, verb.i),
                content=tuple(sorted(self.grammar.below(parts))),
                stance=self.grammar.stance(verb, stance),
            )

    def _adverb(self, adverb: Token) -> Iterator[Draft]:
        content = tuple(self.tree.subtree(adverb.head))
        if adverb.head != adverb.i:
            stance = self.lexicon.adverbs[adverb.text.lower()]
            yield Draft(
                head=adverb.i, cue=(adverb.i,), source_head=None, source=(), content=content, stance=stance
            )

    def _according(self, according: Token) -> Iterator[Draft]:
        to = self.tree.child(according.i, "prep")
        source = self.tree.child(to.i, "pobj", "pcomp") if to is not None else None
        if source is not None and to is not None:
            yield self._phrase(according, (according.i, to.i), source)

    def _view(self, noun: Token) -> Iterator[Draft]:
        prep = self.tree[noun.head]
        holder = self.tree.child(noun.i, "poss")
        if noun.lemma in self.lexicon.views and holder is not None and prep.text.lower() in {"in", "by"}:
            yield self._phrase(prep, (noun.i,), holder)

    def _phrase(self, top: Token, cue: tuple[int, ...], source: Token) -> Draft:
        """Draft a phrase that attributes the clause it hangs on, or the sentence when it hangs on a noun."""
        governor = self.tree[top.head]
        if governor.pos not in CLAUSE_VERBS:
            verbs = [token for token in self.tree.ancestors(top.i) if token.pos in CLAUSE_VERBS]
            governor = verbs[0] if verbs else governor
        phrase = (
            set(self.tree.subtree(top.i)) if governor.i != top.i else {*cue, *self.tree.subtree(source.i)}
        )
        content = set(self.tree.subtree(governor.i)) - phrase
        return Draft(
            head=cue[0],
            cue=cue,
            source_head=source.i,
            source=self.grammar.source(source.i, cue[0]),
            content=tuple(sorted(content)),
            stance="asserts",
            takes_quote=True,
        )


def _is_infinitive(tree: Tree, token: Token) -> bool:
    return token.tag == "VB" and any(child.tag == "TO" for child in tree.children(token.i, "aux"))
