"""What the statements of an event disagree on, each value with who holds it.

`factuality`: some say that it happened, is planned or possible, others deny it. `whether`: some say that it
happened, others, from another origin, only that it may or would. `when`, `amount`, `event_type`: different
values that are no mere difference of precision. A plan and its later fulfilment are no dispute.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from suasion.reconcile.amounts import amount_groups, shown
from suasion.reconcile.parts import HARD_DATES
from suasion.records import Dispute, DisputedValue, Statement

_SLACK_DAYS = 1
"""Days that reports of one event may differ by time zone and hour of going to press."""
_UNSURE = frozenset({"possible"})
"""Who ties an act to a condition ("if the drills go ahead") does not doubt that it comes about."""

OriginsOf = Callable[[Statement], frozenset[str]]


def find_disputes(
    statements: Sequence[Statement], claims: Mapping[str, str], origins_of: OriginsOf
) -> tuple[Dispute, ...]:
    """Find the disputes of one event, in order of field.

    Args:
        statements: the event's statements.
        claims: statement id → factuality as it counts for this event.
        origins_of: ids of a statement's origins.

    """
    found = [
        _whether(statements, claims, origins_of),
        _factuality(statements, claims),
        _when(statements),
        _event_type(statements),
        *_amounts(statements),
    ]
    return tuple(
        sorted((dispute for dispute in found if dispute), key=lambda one: (one.field, one.values[0].value))
    )


def holders_of(statements: Iterable[Statement]) -> tuple[str, ...]:
    """Who says so: the innermost holder of each statement, without repetition, in order of name."""
    return tuple(sorted({statement.holders[0].name for statement in statements if statement.holders}))


def _dispute(field: str, sides: Mapping[str, Sequence[Statement]]) -> Dispute | None:
    if len(sides) < 2:  # noqa: PLR2004  a dispute has two sides
        return None
    values = tuple(
        DisputedValue(
            value=value,
            statement_ids=tuple(sorted({one.id for one in statements})),
            holders=holders_of(statements),
        )
        for value, statements in sorted(sides.items())
    )
    return Dispute(field=field, values=values)


def _by(statements: Sequence[Statement], value_of: Callable[[Statement], str]) -> dict[str, list[Statement]]:
    sides: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        sides[value_of(statement)].append(statement)
    return dict(sides)


def _factuality(statements: Sequence[Statement], claims: Mapping[str, str]) -> Dispute | None:
    sides = _by(statements, lambda one: claims[one.id])
    return _dispute("factuality", sides) if "denied" in sides else None


def _whether(
    statements: Sequence[Statement], claims: Mapping[str, str], origins_of: OriginsOf
) -> Dispute | None:
    sides = _by(statements, lambda one: claims[one.id])
    sure = sides.get("occurred", [])
    unsure = {value: found for value, found in sides.items() if value in _UNSURE}
    surely = {origin for one in sure for origin in origins_of(one)}
    others = {
        value: [one for one in found if not origins_of(one) <= surely] for value, found in unsure.items()
    }
    others = {value: found for value, found in others.items() if found}
    return _dispute("whether", {"occurred": sure, **others}) if sure else None


def _when(statements: Sequence[Statement]) -> Dispute | None:
    """Stated dates of which one is outside the other by more than a day; a date that is only inferred disputes nothing."""
    stated = (one for one in statements if one.when.start and one.when.how in HARD_DATES)
    dated = sorted(stated, key=lambda one: one.id)
    apart = [one for one in dated if any(_days_apart(one, other) > _SLACK_DAYS for other in dated)]
    return _dispute("when", _by(apart, _day))


def _days_apart(left: Statement, right: Statement) -> int:
    first, second = left.when, right.when
    if first.start is None or second.start is None:
        return 0
    return (max(first.start, second.start) - min(first.end or first.start, second.end or second.start)).days


def _day(statement: Statement) -> str:
    when = statement.when
    start = when.start.isoformat() if when.start else ""
    return start if when.end in {None, when.start} else f"{start}/{when.end.isoformat() if when.end else ''}"


def _event_type(statements: Sequence[Statement]) -> Dispute | None:
    """Different types count only between reports.

    What one report's sentences were coded as is the coder's affair.
    """
    sides = _by(statements, lambda one: one.event_type)
    reports = [{one.report_id for one in found} for found in sides.values()]
    return _dispute("event_type", sides) if len(reports) > 1 and not set.intersection(*reports) else None


def _amounts(statements: Sequence[Statement]) -> list[Dispute | None]:
    by_id = {one.id: one for one in statements}
    found = []
    for groups in amount_groups(statements).values():
        sides: dict[str, list[Statement]] = {}
        for group in groups:
            value = shown(group[min(group)])
            sides.setdefault(value, []).extend(by_id[member] for member in group)
        found.append(_dispute("amount", sides))
    return found
