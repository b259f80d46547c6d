"""Walking the dependency tree of a sentence.

Labels are those of spaCy's English models (ClearNLP style): `nsubj`, `dobj`, `pobj`, `ccomp`, … The rooms that read
parses share these few steps, so that a clause means the same to each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from suasion.records import Token

SUBJECTS = frozenset({"nsubj", "csubj", "expl"})


class Tree:
    """The tokens of one sentence with their children at hand. Tokens are named by their position `i`."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self._children: list[list[int]] = [[] for _ in tokens]
        for token in tokens:
            if token.head != token.i:
                self._children[token.head].append(token.i)

    def __getitem__(self, i: int) -> Token:
        return self.tokens[i]

    def __len__(self) -> int:
        return len(self.tokens)

    def children(self, i: int, *labels: str) -> list[Token]:
        """The direct dependents of token `i` in order of position, all or those with one of the labels."""
        tokens = self.tokens
        if not labels:
            return [tokens[child] for child in self._children[i]]
        return [tokens[child] for child in self._children[i] if tokens[child].dep in labels]

    def child(self, i: int, *labels: str) -> Token | None:
        """The first direct dependent with one of the labels."""
        tokens = self.tokens
        for child in self._children[i]:
            if not labels or tokens[child].dep in labels:
                return tokens[child]
        return None

    def preps(self, i: int) -> Iterator[tuple[str, Token]]:
        """The prepositional objects of token `i`: (preposition in lower case, head of its object).

        Chains ("out of Mali", "because of the attack") give the last preposition; the joined form ("out of") is not made here.
        """
        for prep in self.children(i, "prep", "agent", "dative", "prt"):
            yield from self._objects_of(prep, prep.text.lower())

    def _objects_of(self, prep: Token, name: str) -> Iterator[tuple[str, Token]]:
        if prep.pos not in {"ADP", "SCONJ", "PART", "ADV", "VERB", "ADJ"}:
            if prep.dep == "dative":
                yield "to", prep
            return
        for child in self.children(prep.i, "pobj", "pcomp", "prep", "conj"):
            if child.dep == "prep" or (child.dep == "conj" and child.pos == "ADP"):
                yield from self._objects_of(child, child.text.lower())
            elif child.dep in {"pobj", "pcomp"}:
                yield name, child

    def conjuncts(self, i: int) -> list[Token]:
        """Token `i` and what is coordinated with it, to the right ("Cuba, Venezuela and Nicaragua" from "Cuba")."""
        found, queue = [self.tokens[i]], [i]
        while queue:
            for child in self.children(queue.pop(0), "conj"):
                found.append(child)
                queue.append(child.i)
        return found

    def first_conjunct(self, i: int) -> int:
        """The head of the coordination that token `i` belongs to."""
        while self.tokens[i].dep == "conj" and self.tokens[i].head != i:
            i = self.tokens[i].head
        return i

    def subtree(self, i: int) -> list[int]:
        """Positions of token `i` and all below it, in order."""
        found, queue = [], [i]
        while queue:
            here = queue.pop()
            found.append(here)
            queue.extend(self._children[here])
        return sorted(found)

    def ancestors(self, i: int) -> Iterator[Token]:
        """The governors of token `i`, nearest first."""
        while self.tokens[i].head != i:
            i = self.tokens[i].head
            yield self.tokens[i]

    def is_passive(self, verb: int) -> bool:
        """Whether the verb is in the passive: an auxiliary says so, or it is a participle after its noun ("ships bought by Iran")."""
        if self.child(verb, "auxpass", "nsubjpass") is not None:
            return True
        token = self.tokens[verb]
        if token.tag == "VBN" and token.dep in {"acl", "amod", "relcl", "advcl"}:
            return self.child(verb, "aux", "nsubj", "dobj") is None
        return (
            token.dep == "conj"
            and token.tag == "VBN"
            and self.child(verb, "aux", "nsubj") is None
            and self.is_passive(token.head)
        )

    def is_negated(self, i: int) -> bool:
        """Whether token `i` itself is negated ("did not send", "no troops", "never")."""
        return self.child(i, "neg") is not None or any(
            token.text.lower() in {"no", "neither"}
            for token in self.children(i, "det", "preconj", "cc:preconj")
        )
