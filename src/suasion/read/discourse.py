"""What a report has spoken of so far: the memory that pronouns and "the three countries" are looked up in.

A salience list in the manner of Lappin and Leass (1994), cut down to recency and grammatical role: no training, a few lines,
and every answer can be explained.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from suasion.records import Actor

MEMORY_SENTENCES = 4
"""A pronoun looks back at most this many sentences."""

GROUP_MEMORY_SENTENCES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Something spoken of: `clause` is the token that governs it, to keep "Iran … told it" from meaning Iran."""

    sentence: int
    token: int
    clause: int
    actors: tuple[Actor, ...]
    subject: int
    """0 no subject, 1 a subject, 2 the subject of the sentence's main clause."""
    named: bool


def is_person(actor: Actor) -> bool:
    """Whether the actor is one person."""
    return actor.id.startswith("person:")


@dataclass(slots=True)
class Discourse:
    """The memory of one report, filled sentence by sentence, left to right."""

    spoken: list[Spoken] = field(default_factory=list)

    def add(self, spoken: Spoken) -> None:
        """Remember."""
        self.spoken.append(spoken)

    def latest(
        self, fits: Callable[[Spoken], bool], sentence: int, token: int, clause: int | None = None
    ) -> Spoken | None:
        """The most salient thing that fits, looking back from a token: near sentences first, then subjects, then the nearer.

        With `clause`, what that clause's verb already has as its argument is left out.
        """
        best: tuple[tuple[int, int, int], Spoken] | None = None
        for entry in self.spoken:
            before = entry.sentence < sentence or (entry.sentence == sentence and entry.token < token)
            if not before or sentence - entry.sentence > MEMORY_SENTENCES or not fits(entry):
                continue
            if clause is not None and entry.sentence == sentence and entry.clause == clause:
                continue
            rank = (
                entry.sentence,
                entry.subject,
                entry.token if entry.sentence == sentence else -entry.token,
            )
            if best is None or rank > best[0]:
                best = (rank, entry)
        return best[1] if best else None

    def group(self, size: int | None, people: bool, sentence: int, token: int) -> tuple[Actor, ...]:
        """Who "the two presidents" or "these countries" are: the last group of that size, else the last so many distinct actors."""
        coordinated = self._coordinated(size, people, sentence, token)
        if coordinated:
            return coordinated
        if size is None:
            return ()
        return self._last_distinct(size, people, sentence, token)

    def _coordinated(self, size: int | None, people: bool, sentence: int, token: int) -> tuple[Actor, ...]:
        for entry in reversed(self.spoken):
            before = entry.sentence < sentence or (entry.sentence == sentence and entry.token < token)
            count = len(entry.actors)
            fits = (
                count >= 2 and (size is None or count == size) and all(actor.code for actor in entry.actors)
            )
            if (
                before
                and fits
                and sentence - entry.sentence <= GROUP_MEMORY_SENTENCES
                and (people or not _all_people(entry.actors) or size is not None)
            ):
                return entry.actors
        return ()

    def _last_distinct(self, size: int, people: bool, sentence: int, token: int) -> tuple[Actor, ...]:
        found: dict[str | None, Actor] = {}
        for entry in reversed(self.spoken):
            before = entry.sentence < sentence or (entry.sentence == sentence and entry.token < token)
            if not before or not entry.named or sentence - entry.sentence > MEMORY_SENTENCES:
                continue
            for actor in entry.actors:
                if actor.country is not None and (not people or is_person(actor)):
                    found.setdefault(actor.country, actor)
            if len(found) == size:
                return tuple(found.values())
        return ()


def _all_people(actors: Sequence[Actor]) -> bool:
    return all(is_person(actor) for actor in actors)
