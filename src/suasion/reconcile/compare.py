"""Do two parts tell of one happening? A score with reasons, 0-1, or a veto.

The weights are set by hand, on the reports that we wrote for the tests; `docs/reconcile.md` lists them. No
weight depends on the rest of the corpus (no inverse document frequencies), so that a report that comes or
goes changes only what it touches.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from suasion.reconcile.disagreeing import is_contesting, is_doubted, load_disagreeing
from suasion.reconcile.lexicon import load_lexicon
from suasion.reconcile.parts import Part
from suasion.reconcile.stories import in_one_story, one_story
from suasion.reconcile.words import overlap

JOIN = 0.6
"""Average score from which parts are one event."""
WHOLE = 1_000_000
"""Scores are added up in whole millionths: such sums hang on no order."""
TO_JOIN = round(JOIN * WHOLE)

SAME_TYPE, SAME_FAMILY = 0.2, 0.1
SAME_SIDES, OTHER_SIDES, MANY_SIDES, TURNED_ROUND = 0.2, -0.15, 0.1, -0.1
SAME_INSTRUMENT, BROAD_INSTRUMENT, KINDRED_INSTRUMENT, OTHER_INSTRUMENT = 0.2, 0.05, 0.05, -0.25
SAME_DAYS, SAME_PERIOD, GUESSED_APART, TOLD_APART, OTHER_OCCASION = 0.15, 0.1, -0.2, -0.1, -0.2
WORDING, SAME_TRIGGER = 0.4, 0.1
SAME_PEOPLE, OTHER_PERSON = 0.15, -0.25
SAME_PLACE, OTHER_PLACE = 0.05, -0.15
SAME_AMOUNT, OTHER_AMOUNT, FAR_AMOUNT = 0.15, -0.05, -0.25
PLAN_AND_DEED = -0.3
TITLE_AND_LEAD = 0.15
SAME_REPORT = -0.15
SAME_NAME, SAME_NAMES, OTHER_NAMES = 0.05, 0.1, -0.05
DENIAL_OF_CLAIM = 0.15
SAME_HOLDER = 0.05
LONG_DAYS = 45
"""Days from which two statements are never of one happening, unless stated dates say otherwise: blocks need no more."""
NEWS_DAYS = 10
"""Days for which one act is news: told again later without a date, it is another unless words, names or amounts speak for it."""
SHORT_DAYS = 10
"""Days that a period may last whose statements count as dated alike."""
TOUCHING_DAYS = 1
"""Days between two dates that may come from time zones and hours of going to press."""
FAR_RATIO = 3.0
SAME_RATIO = 1.12
NEAR_WORDS = 0.75
TOLD_ALIKE = 0.25
"""Share of words from which a denial denies what another statement claims, where other words tell the act."""
MANY = 3
_ONE_SIDE_UNNAMED = 0.4
_JOINT_AND_DIRECTED = 0.8
_SURE_STORY = 0.5
_ONE_SENTENCE = 8
"""Content stems that two sentences share if one is the other's copy or translation."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two parts are. `veto` says why they can never be one event, or is null."""

    score: float
    veto: str | None = None

    @property
    def millionths(self) -> int:
        """The score in whole millionths."""
        return round(self.score * WHOLE)


APART = Likeness(0.0)
DAYS_APART = Likeness(0.0, "their days lie apart")


def compare(left: Part, right: Part, same_event_days: int) -> Likeness:
    """Compare two parts; symmetric in its arguments.

    Args:
        left: one part.
        right: another.
        same_event_days: days that stated dates of one event may lie apart.

    """
    gap = _gap(left.period, right.period) if left.period and right.period else None
    since = _since(left, right) if gap is None else None
    if _days_apart(left, right, gap, since, same_event_days):
        return DAYS_APART
    veto = _veto(left, right)
    if veto:
        return Likeness(0.0, veto)
    sides = _sides(left, right)
    if sides is None or left.family != right.family:
        return APART
    wording = overlap(left.words, right.words) if min(len(left.words), len(right.words)) > 1 else 0.0
    same_trigger = not left.trigger.isdisjoint(right.trigger)
    score = (
        (SAME_TYPE if left.statement.event_type == right.statement.event_type else SAME_FAMILY)
        + sides
        + _instruments(left, right)
        + _dates(left, right, gap, since, same_event_days)
        + _other_occasion(left, right, gap, wording)
        + WORDING * wording
        + (SAME_TRIGGER if same_trigger else 0.0)
        + _people(left, right)
        + _places(left, right)
        + _amounts(left, right)
        + _stages(left, right, gap, wording, same_trigger)
        + _opening(left, right)
        + _names(left, right)
        + _holders(left, right)
        + in_one_story(left, right)
    )
    return Likeness(bounded(score))


def bounded(score: float) -> float:
    """Give a sum of terms as a score."""
    return max(0.0, min(1.0, round(score * WHOLE) / WHOLE))


def millionths(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """Give sums of terms as scores in whole millionths."""
    return np.rint(np.clip(scores, 0.0, 1.0) * WHOLE).astype(np.int64)


def _veto(left: Part, right: Part) -> str | None:
    if left.statement.id == right.statement.id:
        return "parts of one statement"
    if left.statement.content_of == right.statement.id or right.statement.content_of == left.statement.id:
        return "one is the content of the other"
    if left.refused != right.refused:
        return "what is refused is no other act denied"
    if not (left.symmetric and right.symmetric) and _reversed(left, right) and not _turned(left, right):
        return "the sides are reversed"
    return None


def _days_apart(left: Part, right: Part, gap: int | None, since: int | None, days: int) -> bool:
    """Whether stated dates lie more than `days` apart, or two statements more than `LONG_DAYS`."""
    if gap is not None:
        return gap > LONG_DAYS or (gap > days and left.dated and right.dated)
    return since is not None and since > LONG_DAYS


def _since(left: Part, right: Part) -> int | None:
    """Give the days between two parts of which one has no date: its day of publication counts, for news is about what is new.

    A denial is as old as the claim in the news, not as the deed that is claimed. Null where nothing is known.
    """
    denial = left.denied or right.denied
    first = left.period[1] if left.period and not denial else left.told
    second = right.period[1] if right.period and not denial else right.told
    return None if first is None or second is None else abs(first - second)


def _reversed(left: Part, right: Part) -> bool:
    if left.acting.isdisjoint(right.receiving) and right.acting.isdisjoint(left.receiving):
        return False
    return left.acting.isdisjoint(right.acting) and left.receiving.isdisjoint(right.receiving)


def _turned(left: Part, right: Part) -> bool:
    """Whether one act may be told from either side, in one story.

    One lends and the other borrows; two outlets differ on who did it; or it is one sentence, of which coding missed who did what.
    """
    if one_story(left, right) < _SURE_STORY:
        return False
    if left.instruments & right.instruments & load_disagreeing().exchanged:
        return True
    contested = is_contesting(left.statement.sentence) or is_contesting(right.statement.sentence)
    if contested and left.statement.event_type == right.statement.event_type and left.trigger & right.trigger:
        return True
    shared = len(left.words & right.words)
    return shared >= _ONE_SENTENCE and shared >= NEAR_WORDS * min(len(left.words), len(right.words))


def _gap(left: tuple[int, int], right: tuple[int, int]) -> int:
    """Days between two periods, 0 if they touch."""
    if left[0] > right[1]:
        return left[0] - right[1]
    return max(right[0] - left[1], 0)


def _sides(left: Part, right: Part) -> float | None:
    """Score the sides in common; null if they have none in common that could act on each other.

    Three and more shared sides are a list that seldom comes about twice.
    """
    if left.acting == right.acting and left.receiving == right.receiving and left.acting:
        return SAME_SIDES + (MANY_SIDES if len(left.parties) >= MANY else 0.0)
    alike = _alike_sides(left, right)
    if alike == 0.0:
        return None
    many = MANY_SIDES if len(left.parties & right.parties) >= MANY else 0.0
    turned = TURNED_ROUND if _reversed(left, right) else 0.0
    return SAME_SIDES * alike + OTHER_SIDES * (1.0 - alike) + many + turned


def _alike_sides(left: Part, right: Part) -> float:
    """Give the share of the sides in common, 0-1; directed unless both acts are symmetric."""
    if left.symmetric and right.symmetric:
        enough = len(left.parties & right.parties) > 1 or left.parties == right.parties
        return _jaccard(left.parties, right.parties) if enough else 0.0
    if _joint(left) != _joint(right):
        return _JOINT_AND_DIRECTED * _jaccard(left.parties, right.parties)
    if _reversed(left, right) and _turned(left, right):
        return _JOINT_AND_DIRECTED * _jaccard(left.parties, right.parties)
    acting, receiving = _jaccard(left.acting, right.acting), _jaccard(left.receiving, right.receiving)
    if not left.receiving or not right.receiving:
        receiving = 1.0 if left.receiving == right.receiving else _ONE_SIDE_UNNAMED
    return acting * receiving


def _joint(part: Part) -> bool:
    """Whether the sides act together or on each other ("the two armies exchanged fire")."""
    return len(part.acting) > 1 and not part.receiving


def _jaccard(left: frozenset[str], right: frozenset[str]) -> float:
    if left == right:
        return 1.0 if left else 0.0
    shared = len(left & right)
    return shared / (len(left) + len(right) - shared) if shared else 0.0


def _instruments(left: Part, right: Part) -> float:
    shared = left.instruments & right.instruments
    if shared:
        return SAME_INSTRUMENT if shared - load_lexicon().broad_instruments else BROAD_INSTRUMENT
    if not left.instruments or not right.instruments:
        return 0.0
    kindred = any(
        left.instruments & kin and right.instruments & kin for kin in load_lexicon().kindred_instruments
    )
    return KINDRED_INSTRUMENT if kindred else OTHER_INSTRUMENT


def _dates(left: Part, right: Part, gap: int | None, since: int | None, days: int) -> float:
    if gap is None or left.period is None or right.period is None:
        return TOLD_APART if since is not None and since > NEWS_DAYS else 0.0
    if gap > days:
        return GUESSED_APART
    if gap > TOUCHING_DAYS:
        return 0.0
    longest = max(left.period[1] - left.period[0], right.period[1] - right.period[0])
    return SAME_DAYS if longest <= SHORT_DAYS else SAME_PERIOD


def _other_occasion(left: Part, right: Part, gap: int | None, wording: float) -> float:
    """Hold apart what has other days, means and names in other words: the envoy's visit, the frigate's call days after it."""
    if gap is None or gap <= TOUCHING_DAYS:
        return 0.0
    alike = left.names & right.names or left.instruments & right.instruments or wording >= NEAR_WORDS
    return 0.0 if alike else OTHER_OCCASION


def _people(left: Part, right: Part) -> float:
    """Score the people named: two of one side make two acts likelier, the same on two sides one act."""
    if not left.persons or not right.persons:
        return 0.0
    same = [
        bool(left.persons[key] & right.persons[key]) for key in left.persons.keys() & right.persons.keys()
    ]
    if not all(same):
        return OTHER_PERSON
    return SAME_PEOPLE if len(same) > 1 else 0.0


def _places(left: Part, right: Part) -> float:
    here, there = left.statement.where, right.statement.where
    if here is None or there is None:
        return 0.0
    if here.country and there.country and here.country != there.country:
        return OTHER_PLACE
    return SAME_PLACE if here.name == there.name else 0.0


def _amounts(left: Part, right: Part) -> float:
    if not left.amounts or not right.amounts:
        return 0.0
    theirs = {(amount.unit, amount.value) for amount in right.amounts if amount.value > 0}
    ratios = [
        max(value / amount.value, amount.value / value)
        for amount in left.amounts
        for unit, value in theirs
        if unit == amount.unit and amount.value > 0
    ]
    if not ratios:
        return 0.0
    best = min(ratios)
    return SAME_AMOUNT if best <= SAME_RATIO else OTHER_AMOUNT if best <= FAR_RATIO else FAR_AMOUNT


def _stages(left: Part, right: Part, gap: int | None, wording: float, same_trigger: bool) -> float:
    """Hold a deed and what is only planned, possible or asked for apart, unless on strong grounds; a denial denies a claim told alike."""
    if left.denied or right.denied:
        alike = left.denied != right.denied and (same_trigger or wording >= TOLD_ALIKE)
        return DENIAL_OF_CLAIM if alike else 0.0
    if is_deed(left) == is_deed(right):
        return 0.0
    alike = gap == 0 or wording >= NEAR_WORDS
    return 0.0 if alike else PLAN_AND_DEED


def is_deed(part: Part) -> bool:
    """Whether a statement tells of what was done, outright (also as what another act is about), or in doubt ("may have sold")."""
    statement = part.statement
    if statement.factuality != "possible" or statement.content_of is not None:
        return statement.factuality == "occurred"
    return is_doubted(statement.sentence, statement.action.start - statement.start)


def _opening(left: Part, right: Part) -> float:
    """Expect the first sentence of a report to tell what its title says in other words, and others to tell something else."""
    if left.statement.report_id != right.statement.report_id:
        return 0.0
    return TITLE_AND_LEAD if {left.opening, right.opening} == {"title", "lead"} else SAME_REPORT


def _names(left: Part, right: Part) -> float:
    """Score the names beside those of the sides: the envoy, the port, the ship."""
    shared = len(left.names & right.names)
    if shared:
        return SAME_NAMES if shared > 1 else SAME_NAME
    return OTHER_NAMES if left.names and right.names else 0.0


def _holders(left: Part, right: Part) -> float:
    """Score one person named as who says so."""
    first, second = left.statement.holders, right.statement.holders
    same = bool(first and second) and first[0].kind == "actor" and first[0].name == second[0].name
    return SAME_HOLDER if same else 0.0
