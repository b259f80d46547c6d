"""Do two reports tell one story, and do two statements stand where it tells one act?

Reports of one story name the same people, places and figures within days. In such reports the same kind of act
between the same sides is mostly the same act, however it is worded: told in the opening of both, or about as
far down.
"""

from __future__ import annotations

import re
from calendar import month_name
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from suasion.reconcile.lexicon import load_lexicon
from suasion.reconcile.words import sentences_of
from suasion.records import Report

if TYPE_CHECKING:
    from suasion.reconcile.parts import Part

Array = NDArray[Any]

SAME_STORY, BOTH_OPEN, FARTHER_DOWN = 0.40, 0.15, -0.25
"""What is added in one story: at all; where both statements open their reports; where one stands a whole report farther down."""
SHORT = 2000
"""Characters from a report's beginning that are taken to tell one story; farther down stand other acts of the same sides as well."""
STORY_DAYS = 10
"""Days that two reports of one story may be published apart."""
_LEAST, _FULL = 0.05, 0.2
"""Share of the smaller report's names and figures from which two may tell one story, and from which surely."""
_ENOUGH_NAMES = 4
"""Names and figures in common from which two reports surely tell one story."""
_LEAST_NAMES = 4
"""Names and figures of a report below which it is too short to tell."""
_NAME = re.compile(r"(?<=[ (“\"-])(?:[A-Z][\w-]{2,}|\d[\d.,]*\d)")
_MOST_NAMES = 60
_MONTHS = frozenset(name.casefold() for name in month_name if name)


@lru_cache(maxsize=65536)
def names_in(sentence: str) -> frozenset[str]:
    """Give the names and figures of a sentence: what is capitalised behind its first word, without titles, days and months."""
    found = (match.group().casefold() for match in _NAME.finditer(sentence, 1))
    return frozenset(found) - load_lexicon().stop_words - _MONTHS


def names_of(report: Report) -> frozenset[str]:
    """Give the names and figures of a report's title and body.

    Of a long report the first `_MOST_NAMES` count, as news tells its story first and its background last.
    """
    found: set[str] = set()
    for sentence in sentences_of(report):
        found |= names_in(sentence.text)
        if len(found) >= _MOST_NAMES:
            break
    return frozenset(found)


def in_one_story(left: Part, right: Part) -> float:
    """Score two statements for where they stand in reports of one story; 0 if theirs are none, or are one report."""
    share = one_story(left, right)
    if not share:
        return 0.0
    opens = BOTH_OPEN if left.opening and right.opening else 0.0
    return (
        min(left.focus, right.focus)
        * share
        * (SAME_STORY + opens + FARTHER_DOWN * abs(left.depth - right.depth))
    )


def one_story(left: Part, right: Part) -> float:
    """How surely two other reports tell one story, 0-1: names of the two sides are in all news of them and do not count."""
    if left.statement.report_id == right.statement.report_id:
        return 0.0
    if left.told is not None and right.told is not None and abs(left.told - right.told) > STORY_DAYS:
        return 0.0
    sides = left.own | right.own
    smaller = min(len(left.story) - len(sides & left.story), len(right.story) - len(sides & right.story))
    if smaller < _LEAST_NAMES:
        return 0.0
    shared = len((left.story & right.story) - sides)
    share = (shared / smaller - _LEAST) / (_FULL - _LEAST)
    return max(0.0, min(1.0, share, shared / _ENOUGH_NAMES))


def surely(shared: Array, smaller: Array, names: Array) -> Array:
    """Give at most how surely reports tell one story, 0-1, if they share so many names and figures.

    Args:
        shared: how many they share at most.
        smaller: how many that one has at least that has fewer, one or more.
        names: how many it has at most.

    """
    share = (shared / smaller - _LEAST) / (_FULL - _LEAST)
    sure = np.minimum(np.minimum(share, shared / _ENOUGH_NAMES), 1.0)
    return np.asarray(np.where(names < _LEAST_NAMES, 0.0, np.maximum(sure, 0.0)), dtype=float)
