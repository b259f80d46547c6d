"""Which triggers fit at the words of a sentence, with the sides they find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from suasion.codebook import Codebook
from suasion.codebook.triggers import Trigger, TriggerLexicon
from suasion.coding.clause import Clauses
from suasion.coding.conditions import Conditions
from suasion.coding.contents import Contents
from suasion.coding.found import Found, Match
from suasion.coding.sides import Sides
from suasion.records import Factuality, Token

__all__ = ["Match", "Matcher"]


class Matcher:
    """Matches the triggers of one sentence, innermost words first, so that a promise can ask what was promised."""

    def __init__(
        self,
        clauses: Clauses,
        factuality: Sequence[Factuality | None],
        lexicon: TriggerLexicon,
        codebook: Codebook,
    ) -> None:
        self.clauses, self.tree, self.factuality, self.lexicon = clauses, clauses.tree, factuality, lexicon
        self.found: dict[int, Match] = {}
        self.conditions = Conditions(clauses, lexicon)
        self.contents = Contents(clauses, lexicon, codebook, self.found)
        self.sides = Sides(clauses, self.contents, lexicon)

    def run(self) -> Mapping[int, Match]:
        """All matches by token, at most one each."""
        depth = {token.i: sum(1 for _ in self.tree.ancestors(token.i)) for token in self.tree.tokens}
        for i in sorted(depth, key=lambda i: (-depth[i], i)):
            best = max(self._candidates(i), key=lambda match: match.score, default=None)
            if best is not None:
                self.found[i] = best
        covered = {i for match in self.found.values() for i in match.covers}
        return {i: match for i, match in sorted(self.found.items()) if i not in covered}

    def _candidates(self, i: int) -> Iterator[Match]:
        token = self.tree[i]
        for table in self._tables(token):
            for trigger in table.get(token.lemma, ()):
                match = self._match(trigger, token)
                if match is not None:
                    yield match

    def _tables(self, token: Token) -> Iterator[Mapping[str, tuple[Trigger, ...]]]:
        if token.pos == "VERB" or self.clauses.is_headline_verb(token):
            yield self.lexicon.verbs
        if token.pos in {"NOUN", "PROPN"}:
            yield self.lexicon.nouns
        if token.pos == "ADJ":
            yield self.lexicon.adjectives

    def _match(self, trigger: Trigger, token: Token) -> Match | None:
        company = self.conditions.score(trigger, token)
        if company is None:
            return None
        content = self.contents.head(trigger, token)
        if not self.contents.fits(trigger, token, content):
            return None
        actors = self.sides.actors(trigger, token, content)
        if not actors and (trigger.swap_light or trigger.recipient_is):
            return None
        recipients = self.sides.recipients(trigger, token, content, actors)
        fits = self.sides.fit(trigger, actors, recipients, content)
        if not fits and (not actors or _stands_alone(trigger)):
            return None
        return self._made(trigger, token, actors, recipients, content, company=company, lacks_side=not fits)

    def _made(
        self,
        trigger: Trigger,
        token: Token,
        actors: Found,
        recipients: Found,
        content: int | None,
        *,
        company: float,
        lacks_side: bool,
    ) -> Match:
        score = (
            company + (0.4 if recipients or trigger.joint else 0.0) + (0.3 if content is not None else 0.0)
        )
        return Match(
            trigger=trigger,
            type=trigger.type,
            i=token.i,
            actors=actors.references,
            recipients=recipients.references,
            content=content,
            lemmas=tuple(self.about(token)),
            factuality="occurred" if trigger.negated else self.factuality[token.i] or "occurred",
            score=score - (0.2 if recipients.owner else 0.0),
            actor_is_subject_of_light_verb=token.pos == "NOUN"
            and "subj" in trigger.actor
            and self._is_light_subject(token, actors),
            open=lacks_side,
            covers=() if lacks_side else self._covers(trigger, token),
        )

    def _is_light_subject(self, token: Token, actors: Found) -> bool:
        verb = self.clauses.governing_verb(token.i)
        return verb is not None and self.clauses.slot("subj", token.i, owner=False) == actors

    def _covers(self, trigger: Trigger, token: Token) -> tuple[int, ...]:
        if token.pos != "VERB" or not (trigger.object or trigger.object_any):
            return ()
        heads = self.clauses.objects(token.i)
        below = [target for head in heads for name, target in self.tree.preps(head.i) if name == "of"]
        return tuple(item.i for item in [*heads, *below] if item.i != token.i)

    def about(self, token: Token) -> list[str]:
        """Lemmas that say with what the act is done: the object's, or for a noun its own phrase's, then the clause's."""
        if token.pos != "VERB":
            return self.clauses.thing(token.i)
        near = [lemma for item in self.clauses.objects(token.i) for lemma in self.clauses.thing(item.i)]
        near += [
            lemma
            for name, target in self.tree.preps(token.i)
            if name in {"with", "of", "on"}
            for lemma in self.clauses.thing(target.i)
        ]
        return near


def _stands_alone(trigger: Trigger) -> bool:
    """Whether a trigger without its other side cannot be completed by a frame."""
    return bool(
        trigger.joint_only or trigger.alone or trigger.recipient_is or trigger.content or trigger.needs_other
    )
