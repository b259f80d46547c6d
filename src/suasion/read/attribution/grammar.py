"""What all cues share: the draft of an attribution, and how grammar says who speaks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from suasion.read.attribution.cues import Lexicon
from suasion.records import Stance, Token
from suasion.tree import SUBJECTS, Tree

REFUSING = frozenset({"refuse", "decline", "fail"})
CLAUSE_VERBS = frozenset({"VERB", "AUX"})
RELATIVES = frozenset({"WDT", "WP", "WP$"})
MAX_CONTROL = 8
"""How many governors up a subject is looked for: parses of broken text are deep, control chains short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An attribution in token positions of one sentence. `head` is the cue's main token.

    `source` is null where nobody is named; `content` is empty where only a quotation can fill it.
    """

    head: int
    cue: tuple[int, ...]
    source_head: int | None
    source: tuple[int, ...]
    content: tuple[int, ...]
    stance: Stance
    takes_quote: bool = False


def runs(positions: Iterable[int]) -> list[tuple[int, int]]:
    """Give the unbroken runs of positions that are in order, each as its first and last."""
    found: list[tuple[int, int]] = []
    for i in positions:
        if found and i == found[-1][1] + 1:
            found[-1] = (found[-1][0], i)
        else:
            found.append((i, i))
    return found


class Grammar:
    """The parse of one sentence and the questions that cues ask of it. Tokens are named by their position."""

    def __init__(self, tree: Tree, lexicon: Lexicon) -> None:
        self.tree, self.lexicon = tree, lexicon

    def below(self, tokens: Iterable[Token]) -> set[int]:
        """Give the positions of the tokens and all that hangs on them."""
        return {i for token in tokens for i in self.tree.subtree(token.i)}

    def stance(self, verb: Token, stance: Stance) -> Stance:
        """Say what negation makes of the stance: "did not deny" leaves it open, "does not believe" doubts."""
        head = self.tree[verb.head]
        refused = verb.dep == "xcomp" and head.lemma in REFUSING
        neither = verb.dep == "conj" and any(
            child.text.lower() in {"neither", "nor"}
            for child in self.tree.children(head.i, "preconj", "cc", "det")
        )
        if not (refused or neither or self.tree.is_negated(verb.i)):
            return stance
        return "doubts" if stance in {"asserts", "suggests"} else "suggests"

    def subject(self, i: int, depth: int = 0) -> int | None:
        """Find who speaks: the subject, the agent of a passive, or whom a clause without a subject takes."""
        verb = self.tree[i]
        if depth > MAX_CONTROL:
            return None
        if self.tree.is_passive(i):
            return self._passive_source(verb)
        subject = self.tree.child(i, *SUBJECTS)
        if subject is not None and subject.tag in RELATIVES and verb.dep == "relcl":
            return verb.head
        if subject is not None:
            return None if subject.dep == "expl" else subject.i
        return self._inherited(verb, depth)

    def _passive_source(self, verb: Token) -> int | None:
        agent = self.tree.child(verb.i, "agent")
        by = self.tree.child(agent.i, "pobj") if agent is not None else None
        if by is not None:
            return by.i
        if verb.lemma in self.lexicon.passive_speech:
            spoken = self.tree.child(verb.i, "nsubjpass")
            return spoken.i if spoken is not None else None
        return None

    def _inherited(self, verb: Token, depth: int) -> int | None:
        head = self.tree[verb.head]
        if head.i == verb.i:
            return None
        if verb.dep in {"acl", "relcl"}:
            return head.i if head.pos in {"NOUN", "PROPN", "PRON"} else None
        if verb.dep == "pcomp":
            return self._of_preposition(head, depth)
        urges = any(
            cue.with_object or cue.infinitive_with_object for cue in self.lexicon.verbs.get(head.lemma, ())
        )
        urged = self.tree.child(head.i, "dobj") if verb.dep == "xcomp" and urges else None
        if urged is not None and head.i < urged.i < verb.i:
            return urged.i
        if head.pos in CLAUSE_VERBS and verb.dep in {"conj", "xcomp", "advcl", "ccomp", "dep"}:
            return self.subject(head.i, depth + 1)
        return None

    def _of_preposition(self, prep: Token, depth: int) -> int | None:
        """Find the subject of "by saying …", "after warning …", "quoted her as saying …"."""
        verb = self.tree[prep.head]
        if prep.text.lower() in {"as", "of", "for"} and verb.pos in CLAUSE_VERBS:
            spoken_of = self.tree.child(verb.i, "dobj", "nsubjpass")
            if spoken_of is not None:
                return spoken_of.i
        return self.subject(verb.i, depth + 1) if verb.pos in CLAUSE_VERBS else None

    def is_noun_cue(self, token: Token) -> bool:
        """Whether the token is a noun such as "claim" or "warning"."""
        return token.pos == "NOUN" and token.lemma in self.lexicon.nouns

    def source(self, head: int | None, cue: int) -> tuple[int, ...]:
        """Give the positions of the source's words, the clause of the cue left out."""
        if head is None:
            return ()
        below = set(self.tree.subtree(head))
        if cue in below:
            below -= set(self.tree.subtree(cue))
        return tuple(sorted(below))
