"""What coding finds in a sentence: the sides in a slot, and a trigger that fits with its sides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from suasion.codebook.triggers import Trigger
from suasion.records import Actor, Factuality, Participant, Reference, Sentence

TELLERS = frozenset({"JRN"})
"""PLOVER's sector of outlets and journalists, who tell and seldom act."""


@dataclass(frozen=True, slots=True)
class Found:
    """A side found in a slot: the references of one or more heads, and whether they were only the owners of what stands there."""

    references: tuple[Reference, ...]
    owner: bool = False

    def __bool__(self) -> bool:
        return bool(self.references)

    def codes(self) -> frozenset[str]:
        """The codes of the actors that are meant; who has no code stands under the register's id."""
        return frozenset(
            actor.code or actor.id for reference in self.references for actor in reference.actors
        )

    def countries(self) -> frozenset[str | None]:
        """The states of the actors that are meant."""
        return frozenset(actor.country for reference in self.references for actor in reference.actors)


NOTHING = Found(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A trigger that fits at token `i`, and its sides. `content` is the head of what is promised, asked for or threatened."""

    trigger: Trigger
    type: str
    i: int
    actors: tuple[Reference, ...]
    recipients: tuple[Reference, ...]
    content: int | None
    lemmas: tuple[str, ...]
    factuality: Factuality
    score: float
    actor_is_subject_of_light_verb: bool = False
    open: bool = False
    """No recipient is stated where the type wants one: stands only as the content of a frame that gives it."""
    covers: tuple[int, ...] = ()
    """Nouns that the trigger's object condition has used up: they state no act of their own."""

    def codes(self) -> frozenset[str]:
        """The codes of the actors."""
        return codes(self.actors)


def codes(references: Iterable[Reference]) -> frozenset[str]:
    """The codes of the actors that references stand for."""
    return frozenset(actor.code for reference in references for actor in reference.actors if actor.code)


def participant(sentence: Sentence, reference: Reference, actor: Actor) -> Participant:
    """An actor with the words of the sentence that stand for it."""
    start, end = sentence.tokens[reference.first].start, sentence.tokens[reference.last - 1].end
    return Participant(
        text=sentence.text[start - sentence.start : end - sentence.start],
        start=start,
        end=end,
        id=actor.id,
        name=actor.name,
        country=actor.country,
        code=actor.code,
        sector=actor.sector,
    )
