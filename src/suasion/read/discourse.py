"""What a report has spoken of so far: the memory that pronouns and "the three countries" are looked up in.

A salience list in the manner of Lappin and Leass (1994), cut down to recency and grammatical role: no training, a few lines,
and every answer can be explained.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from suasion.records import Actor

MEMORY_SENTENCES = 4
"""A pronoun looks back at most this many sentences."""

GROUP_MEMORY_SENTENCES = 8
"""A group is remembered longer than one actor: it takes more to name it again."""

PAIR = 2

CLEAR = 0.7
"""A third state that is named this often, to the second's once, leaves the pair open: it may be the mediator."""

LEAST_SAID = 2
"""Two states are what a report is about once the second was spoken of so often."""


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
    head: str = ""
    """The lemma of the phrase's head: "the minister" is the minister last spoken of, if one was."""


def is_person(actor: Actor) -> bool:
    """Whether the actor is one person."""
    return actor.id.startswith("person:")


Fits = Callable[[Spoken], bool]


@dataclass(slots=True)
class Discourse:
    """The memory of one report, filled sentence by sentence, left to right."""

    spoken: deque[Spoken] = field(default_factory=deque)
    said: Counter[str] = field(default_factory=Counter)
    """How often each state was spoken of, by name or otherwise, by its code."""
    states: dict[str | None, Actor] = field(default_factory=dict)
    """The states spoken of, by their code."""

    def add(self, spoken: Spoken) -> None:
        """Remember, and forget what is too far back for any anaphor: a long report costs no more a line than a short one."""
        while self.spoken and self.spoken[0].sentence < spoken.sentence - GROUP_MEMORY_SENTENCES:
            self.spoken.popleft()
        self.spoken.append(spoken)
        for actor in spoken.actors:
            if actor.id.startswith("state:"):
                self.states.setdefault(actor.country, actor)

    def latest(
        self,
        fits: Fits,
        sentence: int,
        token: int,
        clause: int | None = None,
        reach: int = MEMORY_SENTENCES,
    ) -> Spoken | None:
        """The most salient thing that fits, looking back from a token: near sentences first, then subjects, then the nearer.

        With `clause`, what that clause's verb already has as its argument is left out. `reach` is in sentences.
        """
        best: tuple[tuple[int, int, int], Spoken] | None = None
        for entry in self.spoken:
            before = entry.sentence < sentence or (entry.sentence == sentence and entry.token < token)
            if not before or sentence - entry.sentence > reach or not fits(entry):
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

    def count(self, actors: Sequence[Actor]) -> None:
        """Note that the states of these actors were spoken of once more."""
        self.said.update({actor.country for actor in actors if actor.country is not None})

    def group(
        self,
        size: int | None,
        here: tuple[int, int],
        *,
        people: bool,
        sides: bool,
        apart: frozenset[str] = frozenset(),
    ) -> tuple[Actor, ...]:
        """Who "the two presidents" or "these countries" are, seen from `here` (sentence, token).

        The last group of that size, else the last so many distinct actors; but two states that the report is about are
        "the two sides" at any time, and "the two countries" unless another pair was just the subject. None is of the
        states `apart`.
        """
        coordinated = self._coordinated(size, people, here, apart)
        if size == PAIR and not people:
            dyad = self._dyad(apart)
            fresh = coordinated is not None and coordinated.subject > 0 and here[0] - coordinated.sentence < 1
            if dyad and (sides or not fresh):
                return dyad
        if coordinated is not None:
            return coordinated.actors
        return self._last_distinct(size, people, here, apart) if size is not None else ()

    def _dyad(self, apart: frozenset[str]) -> tuple[Actor, ...]:
        """The two states most spoken of so far, if none other is spoken of as much."""
        ranked = [one for one in self.said.most_common() if one[0] not in apart][: PAIR + 1]
        if len(ranked) < PAIR or ranked[PAIR - 1][1] < LEAST_SAID:
            return ()
        if len(ranked) > PAIR and ranked[PAIR][1] >= CLEAR * ranked[PAIR - 1][1]:
            return ()
        codes = [code for code, _ in ranked[:PAIR]]
        return (
            tuple(self.states[code] for code in codes) if all(code in self.states for code in codes) else ()
        )

    def _coordinated(
        self, size: int | None, people: bool, here: tuple[int, int], apart: frozenset[str]
    ) -> Spoken | None:
        for entry in reversed(self.spoken):
            count = len(entry.actors)
            fits = count > 1 and (size is None or count == size) and all(actor.code for actor in entry.actors)
            near = (entry.sentence, entry.token) < here and here[0] - entry.sentence <= GROUP_MEMORY_SENTENCES
            fits = fits and all(actor.country not in apart for actor in entry.actors)
            if near and fits and (people or not _all_people(entry.actors) or size is not None):
                return entry
        return None

    def _last_distinct(
        self, size: int, people: bool, here: tuple[int, int], apart: frozenset[str]
    ) -> tuple[Actor, ...]:
        found: dict[str | None, Actor] = {}
        for entry in reversed(self.spoken):
            near = (entry.sentence, entry.token) < here and here[0] - entry.sentence <= MEMORY_SENTENCES
            if not near or not entry.named:
                continue
            for actor in entry.actors:
                fits = actor.country is not None and actor.country not in apart
                if fits and (not people or is_person(actor)):
                    found.setdefault(actor.country, actor)
            if len(found) == size:
                return tuple(found.values())
        return ()


def _all_people(actors: Sequence[Actor]) -> bool:
    return all(is_person(actor) for actor in actors)
