"""Whether what a predicate names happened, as its innermost holder presents it.

A predicate's factuality is built from the outside in: what governs it (`embedding.py`: a verb, noun, adjective or
preposition) has a factuality of its own, the governor's class says what that means for its content, and the predicate's own
negation and modals (`modality.py`) come last. So "refused to rule out sending troops" is: *refuse* occurred, hence *rule
out* denied, hence *sending* possible. The idea of composing signatures along the tree follows Nairn, Condoravdi and
Karttunen (2006) and FactBank's scope levels (Saurí and Pustejovsky 2009); the word lists are our own
(`data/factuality.toml`).
"""

from __future__ import annotations

from collections.abc import Sequence

from suasion.read.embedding import Embedding
from suasion.read.modality import Modality, as_class, weaker
from suasion.read.words import Class
from suasion.records import Factuality, Token
from suasion.tree import Tree

PREDICATE_TAGS = frozenset({"VERB", "AUX", "NOUN"})


def compose(outer: Class | None, governor: Factuality, inner: Factuality) -> Factuality:
    """What a content is, given its governor's class and factuality and what the content says of itself.

    A denial that is itself denied or open leaves its content possible ("did not deny", "neither confirmed nor denied").
    """
    if outer == "denied":
        affirmed_by_denial: Factuality = "occurred" if inner == "denied" else "denied"
        return affirmed_by_denial if governor == "occurred" else "possible"
    if outer is None or inner == "denied":
        return inner
    if outer == "reported":
        return "possible" if governor == "denied" else inner
    if outer in {"implied", "shared"}:
        settled = {"occurred", "denied"} if outer == "shared" else {"occurred"}
        return inner if governor in settled else governor
    return "denied" if governor == "denied" else weaker(as_class(governor), weaker(outer, inner))


class SentenceFactuality:
    """Works out the factuality of the predicates of one sentence, each at most once."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tree = Tree(tokens)
        self.modality = Modality(self.tree)
        self.embedding = Embedding(self.tree, self.modality)
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
        own = self.modality.of(i)
        governor, kind = self.embedding.of(i)
        if governor is None and kind is None:
            return "possible" if own != "denied" and self._is_question else own
        above = self.of(governor) if governor is not None else "occurred"
        value = compose(kind, above, own)
        if value == "planned" and self._is_exchanged(i, governor):
            return "conditional"
        return value

    def _is_exchanged(self, i: int, governor: int | None) -> bool:
        return self.modality.is_exchanged(i) or (
            governor is not None and self.modality.is_exchanged(governor)
        )
