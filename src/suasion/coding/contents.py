"""Contents: what is promised, asked for or threatened, and whether it is what the frame wants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from suasion.codebook import Codebook
from suasion.codebook.triggers import ThingClass, Trigger, TriggerLexicon
from suasion.coding.clause import Clauses
from suasion.coding.found import Match
from suasion.records import Token

_CLAUSES: Mapping[str, Sequence[str]] = {"ADJ": ("ccomp", "xcomp", "acl", "advcl"), "NOUN": ("acl", "ccomp")}
"""Where a clause that says what is promised or asked for hangs, by the word class of the frame; else as of a verb."""


class Contents:
    """The contents of a sentence's frames. `matches` grows from the innermost words outward while the sentence is matched."""

    def __init__(
        self, clauses: Clauses, lexicon: TriggerLexicon, codebook: Codebook, matches: Mapping[int, Match]
    ) -> None:
        self.clauses, self.tree, self.lexicon, self.codebook = clauses, clauses.tree, lexicon, codebook
        self.matches = matches

    def head(self, trigger: Trigger, token: Token) -> int | None:
        """The head of the content, in the first place of `trigger.content` that holds one."""
        for spec in filter(None, trigger.content.split("|")):
            found = self._head_at(spec, token)
            if found is not None:
                return found.i
        return None

    def _head_at(self, spec: str, token: Token) -> Token | None:
        first, _, rest = spec.partition(".")
        if rest:
            found = (self._head_at(rest, item) for item in self.clauses.objects(token.i))
            return next((head for head in found if head is not None), None)
        if first == "clause":
            return self._clause(
                token, _CLAUSES.get(token.pos, ("ccomp", "xcomp")), ("VERB", "AUX", "ADJ", "NOUN")
            )
        if first == "infinitive":
            clauses = self.tree.children(token.i, "ccomp", "xcomp", "advcl", "acl")
            return next((c for c in clauses if c.i > token.i and self._has_to(c)), None)
        if first == "object":
            return next((item for item in self.clauses.objects(token.i) if item.pos == "NOUN"), None)
        found_at = (target for name, target in self.clauses.preps(token.i) if name == first)
        return next((target for target in found_at if target.pos in {"NOUN", "VERB"}), None)

    def _clause(self, token: Token, labels: Sequence[str], kinds: Sequence[str]) -> Token | None:
        clauses = self.tree.children(token.i, *labels)
        return next((clause for clause in clauses if clause.i > token.i and clause.pos in kinds), None)

    def _has_to(self, clause: Token) -> bool:
        return any(aux.text.lower() == "to" for aux in self.tree.children(clause.i, "aux"))

    def acts_in(self, content: int) -> list[Match]:
        """The acts stated within a content, outermost first."""
        region = self.tree.subtree(content)
        return [
            self.matches[i]
            for i in sorted(region, key=lambda i: (sum(1 for _ in self.tree.ancestors(i)), i))
            if i in self.matches
        ]

    def implied(self, content: int) -> ThingClass | None:
        """The act that a bare thing implies ("an offer of weapons"), where the content is a noun."""
        return self.lexicon.implied(self.clauses.thing(content)) if self.tree[content].pos == "NOUN" else None

    def fits(self, trigger: Trigger, token: Token, content: int | None) -> bool:
        """Whether the content is what the trigger wants of it: there, the actor's own, a menace, of the right class."""
        lacking = trigger.needs_content and content is None
        foreign = trigger.clause_subject == "own" and self._has_subject(content)
        if lacking or foreign or (trigger.menace and not self._is_menace(token, content)):
            return False
        return not trigger.content_must or self._of_class(trigger, content)

    def _of_class(self, trigger: Trigger, content: int | None) -> bool:
        if content is not None and self._done_already(content):
            return False
        kind = self._content_type(content)
        if kind is None:
            return trigger.content_must.endswith("?")
        return self.codebook.is_cooperative(kind) == trigger.content_must.startswith("cooperative")

    def _has_subject(self, content: int | None) -> bool:
        return content is not None and self.tree.child(content, "nsubj", "nsubjpass") is not None

    def _is_menace(self, token: Token, content: int | None) -> bool:
        """Whether what is warned of is the warner's own doing, or a consequence: a warning of floods threatens nobody."""
        if content is None:
            return False
        skip = {i for clause in self.tree.children(content, "advcl") for i in self.tree.subtree(clause.i)}
        lemmas = [self.tree[i].lemma for i in self.tree.subtree(content) if i not in skip]
        if not self.lexicon.classes["menaces"].among(lemmas):
            return False
        own = self.clauses.slot("subj", token.i, owner=True).countries()
        doer = self.clauses.slot("subj", content, owner=True).countries()
        return self.tree[content].pos == "NOUN" or not doer or bool(own & doer) or "consequence" in lemmas

    def _done_already(self, content: int) -> bool:
        """What is done ("announced that it had sent") is reported, not promised."""
        acts = self.acts_in(content)
        return bool(acts) and acts[0].factuality == "occurred" and self.tree[content].dep == "ccomp"

    def _content_type(self, content: int | None) -> str | None:
        if content is None:
            return None
        acts = self.acts_in(content)
        if acts:
            return acts[0].type
        implied = self.implied(content)
        return implied.implies if implied else None
