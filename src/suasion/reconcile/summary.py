"""One event from its parts: the summary of what its statements say, by rules that can be read off them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from suasion.ids import content_id
from suasion.reconcile.disagreeing import takes_back
from suasion.reconcile.disputes import Testimony, find_disputes
from suasion.reconcile.lineage import Lineage
from suasion.reconcile.parts import HARD_DATES, Part, side_key
from suasion.reconcile.witnesses import asserting, history, speakers
from suasion.reconcile.words import fold_name
from suasion.records import (
    FACTUALITIES,
    Actor,
    Amount,
    Dated,
    Dispute,
    Event,
    EventStatus,
    Factuality,
    Origin,
    Participant,
    Place,
    Statement,
)

MOST_SURE = 0.99
"""However many origins agree, an event is never certain."""
_PRECISIONS = ("day", "week", "month", "season", "year", "decade", "unknown")
_PLACES = ("point", "city", "region", "sea", "country")
Value = TypeVar("Value")


def event_id(parts: Sequence[Part]) -> str:
    """Give the id of the event of these parts, which are in canonical order: it hangs on the first alone."""
    return _begun_by(parts[0].statement.id, parts[0].unit)


@lru_cache(maxsize=1 << 16)
def _begun_by(statement_id: str, unit: str | None) -> str:
    return content_id("e", statement_id, *([unit] if unit else []))


def summarise(parts: Sequence[Part], lineage: Lineage, content_of: str | None) -> Event:
    """Sum parts up.

    Args:
        parts: the parts of one event in canonical order.
        lineage: says where statements come from.
        content_of: the event whose content this one is.

    """
    claims = {part.statement.id: part.statement.factuality for part in parts}
    told = Testimony(parts=parts, claims=claims, origins_of=lineage.origin_ids)
    statements = told.statements
    asserted = asserting(statements, claims)
    origins = lineage.origins(asserted)
    disputes = find_disputes(told)
    factuality = _factuality(statements)
    when = _when(statements)
    where, where_how = _where(statements)
    return Event(
        id=event_id(parts),
        event_type=_commonest(statements, lambda one: one.event_type),
        mode=_commonest([one for one in statements if one.mode], lambda one: one.mode, None),
        contexts=tuple(sorted({context for one in statements for context in one.contexts})),
        instruments=tuple(sorted({instrument for one in statements for instrument in one.instruments})),
        actors=_actors(one for part in parts for one in part.actors),
        recipients=_recipients(parts),
        factuality=factuality,
        status=_status(statements, factuality, disputes, lineage),
        content_of=content_of,
        when=when,
        where=where,
        where_how=where_how,
        amounts=_amounts(told),
        statement_ids=tuple(sorted(claims)),
        report_ids=tuple(sorted({one.report_id for one in statements})),
        origins=origins,
        independent_origins=len(origins),
        disputes=disputes,
        probability=_probability(asserted, origins, lineage),
        speakers=speakers(parts, lineage),
        history=history(statements, claims, {part.statement.id: part.published for part in parts}),
    )


def _commonest(
    statements: Sequence[Statement], value_of: Callable[[Statement], Value], default: Value | None = None
) -> Value:
    """Give the value of most statements.

    Of equals the one with the most probability, then the first in order of spelling.
    """
    if not statements:
        return default  # type: ignore[return-value]  # only asked with a null default where null is a value
    if len(statements) == 1:
        return value_of(statements[0])
    counts: Counter[Value] = Counter(value_of(one) for one in statements)
    sure: dict[Value, float] = defaultdict(float)
    for one in sorted(statements, key=lambda statement: statement.id):
        sure[value_of(one)] += one.probability
    return min(counts, key=lambda value: (-counts[value], -round(sure[value], 9), str(value)))


def _actors(participants: Iterable[Participant]) -> tuple[Actor, ...]:
    """One actor for each side.

    Where several ids stand for a side, the one named most often, then the smallest.
    """
    by_side: dict[str, list[Participant]] = defaultdict(list)
    for one in participants:
        by_side[side_key(one)].append(one)
    return tuple(_named_most(by_side[side]) for side in sorted(by_side))


def _named_most(participants: Sequence[Participant]) -> Actor:
    if len({one.id for one in participants}) > 1:
        counts = Counter(one.id for one in participants)
        chosen = min(counts, key=lambda actor_id: (-counts[actor_id], actor_id))
        participants = [one for one in participants if one.id == chosen]
    one = min(participants, key=lambda p: (p.name, p.sector or "", p.country or ""))
    return Actor(id=one.id, name=one.name, country=one.country, code=one.code, sector=one.sector)


def _recipients(parts: Sequence[Part]) -> tuple[Actor, ...]:
    """Recipients that are not also actors, as where one report has a joint subject and another has not."""
    acting = {side for part in parts for side in part.acting}
    return _actors(one for part in parts for one in part.recipients if side_key(one) not in acting)


def _factuality(statements: Sequence[Statement]) -> Factuality:
    """Give the most assured among statements whose holders assert; denied only if all deny.

    What is only the content of another act (an accusation) makes no deed of what nobody states outright.
    """
    asserted = [one for one in statements if not one.holders or one.holders[0].stance == "asserts"]
    mixed = any(one.content_of is None for one in statements)
    claims = {_claim(one, mixed) for one in asserted or statements}
    if claims == {"denied"}:
        claims = {_claim(one, mixed) for one in statements}
    return next(value for value in FACTUALITIES if value in claims)


def _claim(statement: Statement, mixed: bool) -> Factuality:
    outright = statement.content_of is None or not mixed
    return statement.factuality if outright or statement.factuality != "occurred" else "possible"


def _status(
    statements: Sequence[Statement], factuality: Factuality, disputes: Sequence[Dispute], lineage: Lineage
) -> EventStatus:
    """How well the event stands: see `docs/reconcile.md`."""
    if _retracted(statements, lineage):
        return "retracted"
    values = {
        value.value for dispute in disputes if dispute.field == "factuality" for value in dispute.values
    }
    if "denied" in values and values & {"occurred", "planned"}:
        return "disputed"
    if any(dispute.field == "who" for dispute in disputes):
        return "disputed"
    told_so = [one for one in statements if one.factuality == factuality]
    return "corroborated" if len(lineage.origins(told_so)) > 1 else "reported"


def _retracted(statements: Sequence[Statement], lineage: Lineage) -> bool:
    """Whether every outlet that asserts it takes its claim back, in words of its own or as others report."""
    denials = [one for one in statements if one.factuality == "denied"]
    if not denials:
        return False
    claims = [one for one in statements if one.factuality != "denied"]
    if not claims:
        return False
    claiming = lineage.origins(claims)
    own = [one for one in denials if lineage.takes_back(one)]
    back = {origin.id for origin in lineage.origins(own)}
    named = {
        origin.id
        for origin in claiming
        for one in denials
        if takes_back(one.sentence) and fold_name(origin.name) in fold_name(one.sentence)
    }
    return {origin.id for origin in claiming} <= back | named


def _when(statements: Sequence[Statement]) -> Dated:
    """Give the most precise date.

    Of equals one that is stated, then the one that most statements give, then the earliest.
    """
    dated = [one.when for one in statements if one.when.start]
    if not dated:
        texts = [one.when for one in sorted(statements, key=lambda one: (one.when.text is None, one.id))]
        return texts[0]
    counts = Counter((when.start, when.end) for when in dated)
    return min(
        dated,
        key=lambda when: (
            _PRECISIONS.index(when.precision),
            when.how not in HARD_DATES,
            -counts[when.start, when.end],
            str(when.start),
            when.how,
            when.text or "",
        ),
    )


def _where(statements: Sequence[Statement]) -> tuple[Place | None, str]:
    """Give the most precise place; of equals the one that most statements give, then the first by name."""
    placed = [(one.where, one.where_how) for one in statements if one.where]
    if not placed:
        return None, min((one.where_how for one in statements), default="not stated")
    counts = Counter((place.name, place.country) for place, _ in placed)
    return min(
        placed,
        key=lambda pair: (
            _PLACES.index(pair[0].precision) if pair[0].precision in _PLACES else len(_PLACES),
            -counts[pair[0].name, pair[0].country],
            pair[0].name,
            pair[0].text,
            pair[1],
        ),
    )


def _amounts(told: Testimony) -> tuple[Amount, ...]:
    """For each unit on which no two statements disagree, the amount of the first.

    Disputed ones stand in `disputes`.

    `start` and `end` of an amount are places in that statement's report.
    """
    undisputed = [groups[0] for groups in told.amounts.values() if len(groups) == 1]
    return tuple(group[min(group)] for group in undisputed)


def _probability(statements: Sequence[Statement], origins: Sequence[Origin], lineage: Lineage) -> float:
    """Noisy-or over origins of the best statement of each: texts that share an origin add no evidence."""
    best: Mapping[str, float] = _best_by_origin(statements, lineage)
    missed = 1.0
    for origin in origins:
        missed *= 1.0 - best.get(origin.id, 0.0)
    return round(min(1.0 - missed, MOST_SURE), 6)


def _best_by_origin(statements: Sequence[Statement], lineage: Lineage) -> dict[str, float]:
    """Give the best probability for each origin of the whole event.

    A statement counts for the first of its origins only.
    """
    best: dict[str, float] = defaultdict(float)
    for statement in statements:
        first = min(lineage.origin_ids(statement))
        best[first] = max(best[first], statement.probability)
    return best
