"""Verbs as cues: "Lavrov said that …", "Peru urged Chile to …", "the claim was dismissed by …"."""

from __future__ import annotations

from collections.abc import Iterator

from suasion.read.attribution.cues import VerbCue
from suasion.read.attribution.grammar import REFUSING, RELATIVES, Draft, Grammar
from suasion.records import Token


class VerbCues:
    """Finds the attributions of a sentence whose cue is a verb."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar, self.tree, self.lexicon = grammar, grammar.tree, grammar.lexicon

    def at(self, verb: Token) -> Iterator[Draft]:
        """Give the attribution whose cue is this verb; one without content waits for a quotation."""
        key = self._key(verb)
        cues = self.lexicon.verbs.get(key, ())
        if not cues:
            return
        for cue in cues:
            content, preposition = self._content(verb, cue)
            if content:
                draft = self._verb_draft(verb, cue, content, preposition)
                if draft is not None:
                    yield draft
                return
        quoting = next((cue for cue in cues if "quote" in cue.takes), None)
        if quoting is not None:
            source = self.grammar.subject(verb.i)
            yield Draft(
                head=verb.i,
                cue=self._verb_group(verb, None),
                source_head=source,
                source=self.grammar.source(source, verb.i),
                content=(),
                stance=self.grammar.stance(verb, quoting.stance),
                takes_quote=True,
            )

    def _verb_draft(
        self, verb: Token, cue: VerbCue, content: tuple[int, ...], preposition: Token | None
    ) -> Draft | None:
        source = self.grammar.subject(verb.i)
        unnamed = source is None and (not self.tree.is_passive(verb.i) or verb.lemma == "ask")
        only_refused = verb.lemma in REFUSING and any(
            self._key(token) in self.lexicon.verbs for token in self.tree.children(verb.i, "xcomp")
        )
        if unnamed or only_refused or source in content:
            return None
        return Draft(
            head=verb.i,
            cue=self._verb_group(verb, preposition),
            source_head=source,
            source=self.grammar.source(source, verb.i),
            content=content,
            stance=self.grammar.stance(verb, cue.stance),
            takes_quote="quote" in cue.takes,
        )

    def _key(self, verb: Token) -> str:
        particle = self.tree.child(verb.i, "prt")
        if particle is not None:
            return f"{verb.lemma}+{particle.text.lower()}"
        following = verb.i + 1
        if following < len(self.tree):
            joined = f"{verb.lemma}+{self.tree[following].text.lower()}"
            if joined in self.lexicon.verbs and self.tree[following].head == verb.i:
                return joined
        return verb.lemma

    def _content(self, verb: Token, cue: VerbCue) -> tuple[tuple[int, ...], Token | None]:
        """Positions of the content, and the preposition that belongs to the cue if there is one."""
        parts = self._clauses(verb, cue)
        preposition = None
        if not parts:
            preposition, parts = self._by_preposition(verb, cue)
        if not parts and "+" in self._key(verb):
            parts = self._of_particle(verb)
        if not parts and "object" in cue.takes:
            parts = [token for token in self.tree.children(verb.i, "dobj") if self._is_matter(verb, token)]
        elif parts and cue.with_object:
            parts = [*self.tree.children(verb.i, "dobj", "oprd"), *parts]
        positions = self.grammar.below(part for part in parts if part.tag not in RELATIVES)
        if verb.dep == "parataxis" or (not positions and self._is_aside(verb)):
            positions |= self._around(verb)
        return tuple(sorted(positions)), preposition

    def _clauses(self, verb: Token, cue: VerbCue) -> list[Token]:
        labels = []
        if "clause" in cue.takes or "quote" in cue.takes:
            labels += ["ccomp", "parataxis"]
        if "infinitive" in cue.takes or cue.infinitive_with_object:
            labels += ["xcomp"]
            if cue.with_object:
                labels += ["ccomp"]
        if "complement" in cue.takes:
            labels += ["oprd", "ccomp", "xcomp"]
        found = self.tree.children(verb.i, *labels) if labels else []
        if not found and "clause" in cue.takes and self.tree.is_passive(verb.i):
            found = self.tree.children(verb.i, "xcomp")
            return [*self.tree.children(verb.i, "nsubjpass"), *found] if found else []
        return [token for token in found if not self._is_apart(verb, token)]

    def _is_apart(self, verb: Token, token: Token) -> bool:
        """Whether a semicolon parts the clause from the verb, or it is a mere aside right after it."""
        first, last = sorted((verb.i, token.i))
        if any(self.tree[i].text == ";" for i in range(first, last)):
            return True
        return token.dep == "parataxis" and verb.i < token.i <= verb.i + 1

    def _by_preposition(self, verb: Token, cue: VerbCue) -> tuple[Token | None, list[Token]]:
        objects = self.tree.children(verb.i, "dobj")
        if cue.object_needs_preposition and not objects and not self.tree.is_passive(verb.i):
            return None, []
        nearby = [verb.i, *(token.i for token in objects)]
        for prep in (prep for head in nearby for prep in self.tree.children(head, "prep")):
            if prep.text.lower() not in cue.takes:
                continue
            inner = self.tree.children(prep.i, "pobj", "pcomp", "prep")
            if inner:
                return (None, [prep]) if cue.with_object and objects else (prep, inner)
        return None, []

    def _of_particle(self, verb: Token) -> list[Token]:
        """Find the content of "rule out sending …", which the parser hangs on the particle."""
        particles = (token for token in self.tree.children(verb.i) if token.i == verb.i + 1)
        return [
            inner for token in particles for inner in self.tree.children(token.i, "pobj", "pcomp", "ccomp")
        ]

    def _is_aside(self, verb: Token) -> bool:
        """Whether the verb's clause is thrown in: "as Lavrov said", "…, Lavrov said"."""
        if verb.dep != "advcl":
            return False
        mark = self.tree.child(verb.i, "mark", "advmod")
        return mark is not None and mark.text.lower() == "as"

    def _around(self, verb: Token) -> set[int]:
        return set(self.tree.subtree(verb.head)) - set(self.tree.subtree(verb.i))

    def _verb_group(self, verb: Token, preposition: Token | None) -> tuple[int, ...]:
        """Give the cue with its auxiliaries, negation and particle, and a following "in a statement"."""
        own = {"aux", "auxpass", "neg", "advmod"}
        group = [verb.i]
        while group[0] > 0 and self.tree[group[0] - 1].head == verb.i and self.tree[group[0] - 1].dep in own:
            group.insert(0, group[0] - 1)
        group += [token.i for token in self.tree.children(verb.i, "prt", "acomp") if token.i == group[-1] + 1]
        if preposition is not None and preposition.i == group[-1] + 1:
            group.append(preposition.i)
        elif group[-1] + 1 < len(self.tree):
            after = self.tree[group[-1] + 1]
            medium = (
                self.tree.child(after.i, "pobj") if after.head == verb.i and after.dep == "prep" else None
            )
            if medium is not None and medium.lemma in self.lexicon.media:
                group += list(range(after.i, medium.i + 1))
        return tuple(group)

    def _is_matter(self, verb: Token, token: Token) -> bool:
        """Whether an object can be content: a thing said or done, not a name, nor somebody cited."""
        lexicon = self.lexicon
        cited = (
            verb.lemma in lexicon.passive_speech and token.text.lower() in lexicon.anonymous | lexicon.outlets
        )
        return token.pos in {"NOUN", "VERB"} and token.entity != "PERSON" and not cited
