"""Whom an act is towards where its sentence does not say: the state that the report sets beside the actor.

"Guyana put its army on alert" in a report about Guyana and Venezuela is towards Venezuela. A report has such a counterpart for an
actor if it names only one other state, or if one shares most of the sentences that name the actor and some other state.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

from suasion.coding.found import TELLERS, participant
from suasion.records import Actor, Participant, Reading, Reference, Sentence

SHARE = 0.6
"""Share of the actor's shared sentences that the counterpart must be in."""
SHARED_SENTENCES = 2
"""And at least so many of them."""

_NAMING = frozenset(
    {
        "name",
        "abbreviation",
        "capital",
        "metonym",
        "office",
        "person",
        "surname",
        "demonym",
        "organisation",
        "ministry",
        "people",
    }
)

_Naming = tuple[Sentence, Reference]


class Counterparts:
    """The counterparts within one report."""

    def __init__(self, reading: Reading) -> None:
        self._beside: dict[str, Counter[str]] = {}
        self._shared: Counter[str] = Counter()
        self._all: set[str] = set()
        self._alone: dict[str, list[_Naming]] = {}
        for sentence in reading.sentences:
            named = list(_named(sentence))
            for code, reference in named:
                if len(reference.actors) == 1:
                    self._alone.setdefault(code, []).append((sentence, reference))
            codes = {code for code, _ in named}
            self._all |= codes
            for code in codes if len(codes) > 1 else ():
                self._shared[code] += 1
                self._beside.setdefault(code, Counter()).update(codes - {code})

    def of(self, code: str, before: int) -> Participant | None:
        """The counterpart of the actor with this code, as last named before (else first after) a position of the text."""
        others = self._all - {code}
        if len(others) == 1:
            return self._participant(next(iter(others)), before)
        beside = self._beside.get(code)
        if not beside:
            return None
        other, count = min(beside.items(), key=lambda item: (-item[1], item[0]))
        if count < max(SHARED_SENTENCES, SHARE * self._shared[code]):
            return None
        return self._participant(other, before)

    def state_beside(self, code: str, before: int) -> Actor | None:
        """The counterpart as an actor, or null."""
        found = self.of(code, before)
        if found is None:
            return None
        return Actor(
            id=found.id, name=found.name, country=found.country, code=found.code, sector=found.sector
        )

    def pair(self, before: int) -> tuple[Actor, ...]:
        """The two whom the report is about: each is the other's counterpart, and of no third; else nobody."""
        shared = sorted(self._beside, key=lambda code: (-self._shared[code], code))[:2]
        if len(shared) < 2:  # noqa: PLR2004 - a pair
            return ()
        first, second = shared
        both = self.state_beside(second, before), self.state_beside(first, before)
        found = tuple(one for one in both if one is not None)
        return found if {one.code for one in found} == {first, second} else ()

    def _participant(self, code: str, before: int) -> Participant | None:
        found = self._alone.get(code)
        if not found:
            return None
        earlier = bisect_left(found, before, key=lambda item: item[0].start)
        sentence, reference = found[max(earlier - 1, 0)]
        return participant(sentence, reference, reference.actors[0])


def _named(sentence: Sentence) -> Iterator[tuple[str, Reference]]:
    for reference in sentence.references:
        if reference.how in _NAMING:
            for actor in reference.actors:
                if actor.code is not None and actor.sector not in TELLERS:
                    yield actor.code, reference
