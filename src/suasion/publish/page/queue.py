"""Which events to decide on first: those whose acceptance or rejection would change the counts of their sides most.

An event counts in its pair's deeds by its probability p. Accepting it changes that by 1 - p, rejecting it by p, so that a decision
changes it by 2 p (1 - p) on average. What this means to the pair is measured by the spread of its count, the square root of the
pair's expected deeds (as of a Poisson count): `weight` sums it over the event's pairs.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from suasion.publish.index import Pair
from suasion.publish.words import counted, load_words
from suasion.records import Event

_UNSURE = 0.5
"""The probability of an event of which its sources disagree whether it happened."""
_WHETHER = frozenset({"factuality", "whether"})


def weights(paired: Sequence[tuple[Event, Sequence[Pair]]]) -> Mapping[str, float]:
    """Give how much a decision on each of our own events would change, by id; each event comes with its pairs."""
    expected: dict[Pair, float] = defaultdict(float)
    for event, pairs in paired:
        for pair in pairs:
            expected[pair] += event.probability
    return {
        event.id: _gain(event) * sum(1 / math.sqrt(max(expected[pair], 1.0)) for pair in pairs)
        for event, pairs in paired
        if event.imported is None
    }


def reason(event: Event) -> str:
    """Say in a sentence why a decision would change much."""
    words = load_words()
    said = [f"It is read rightly with a probability of {event.probability:.0%}"]
    if event.disputes:
        fields = dict.fromkeys(words.field.get(one.field, one.field) for one in event.disputes)
        said.append(f"its sources disagree on {', '.join(fields)}")
    said.append(f"it rests on {counted(event.independent_origins, 'independent origin')}")
    return "; ".join(said) + "."


def _gain(event: Event) -> float:
    """Give the mean change of a count by a decision: 0 to 0.5."""
    disputed = any(one.field in _WHETHER for one in event.disputes)
    p = _UNSURE if disputed else event.probability
    return 2 * p * (1 - p)
