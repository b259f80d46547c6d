"""One sentence while its references are worked out: the parse, what was found so far, and how a reference is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from suasion.read.names import surface_of
from suasion.records import Actor, Reference, Sentence, Token
from suasion.registers import Registers
from suasion.tree import Tree


def _nothing(_: Token) -> Reference | None:
    return None


@dataclass(slots=True, kw_only=True)
class Scene:
    """A sentence, its number in the report, and the references found so far, by the token that is their head."""

    sentence: Sentence
    number: int
    tree: Tree
    registers: Registers
    on: date | None
    foreign: frozenset[str] = frozenset()
    """Ids of states whose names mean another place in this report (`namesakes.py`)."""
    home: Actor | None = None
    """The state whose offices the report may name without its name (`home.py`)."""
    found: dict[int, Reference] = field(default_factory=dict)
    resolve: Callable[[Token], Reference | None] = field(default=_nothing)
    """Works out what one word stands for; asked for words ahead of the one that is being resolved."""
    asked: set[int] = field(default_factory=set)

    @property
    def countries(self) -> frozenset[str]:
        """Codes of the states named so far: they decide between towns of one name."""
        return frozenset(
            actor.country
            for reference in self.found.values()
            for actor in reference.actors
            if actor.country is not None
        )

    def text(self, first: int, last: int) -> str:
        """The words of the report at tokens `first <= i < last`."""
        return surface_of(self.sentence, first, last)

    def at(self, i: int, asker: int) -> Reference | None:
        """The reference at token `i`, resolved ahead where need be ("a minister of the Omani government")."""
        if i in self.found:
            return self.found[i]
        token = self.tree[i]
        if i == asker or i in self.asked or token.pos not in {"NOUN", "PROPN", "PRON", "DET"}:
            return None
        self.asked.add(i)
        return self.resolve(token)

    def state(self, actor: Actor) -> Actor:
        """The state that an actor belongs to, or the actor itself."""
        return self.registers.actor(f"state:{actor.country}") or actor

    def reference(self, token: Token, actors: Sequence[Actor], how: str) -> Reference:
        """A reference whose words are the token and its dependents directly before it."""
        below = set(self.tree.subtree(token.i))
        first = token.i
        while first - 1 in below:
            first -= 1
        unique = tuple({actor.id: actor for actor in actors}.values())
        return Reference(first=first, last=token.i + 1, head=token.i, actors=unique, how=how)

    def is_definite(self, token: Token) -> bool:
        """Whether the noun has "the", "this" or "that"."""
        return any(
            word.text.lower() in {"the", "this", "that"} for word in self.tree.children(token.i, "det")
        )
