"""What the statements of an event disagree on, each value with who holds it.

`factuality`: some say that it happened, is planned or possible, others deny it. `whether`: some say that it
happened, others, from another origin, only that it may or would. `when`, `amount`, `who`, `event_type`: different
values from different origins that are no mere difference of precision. A plan and its later fulfilment are no dispute.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations

from suasion.reconcile.amounts import amount_groups, shown
from suasion.reconcile.disagreeing import callings_in, load_disagreeing
from suasion.reconcile.parts import HARD_DATES, Part
from suasion.records import Amount, Dated, Dispute, DisputedValue, Statement

_SLACK_DAYS = 1
"""Days that reports of one event may differ by time zone and hour of going to press."""
_LASTING_DAYS = 4
"""Days within which reports may date an act that lasts, such as a visit."""
_VAGUE_DAYS = {"day": 0, "week": 7, "month": 3}
"""Days by which an expression of a precision may miss ("two weeks later", "in early May")."""
_UNSURE = frozenset({"possible"})
"""Who ties an act to a condition ("if the drills go ahead") does not doubt that it comes about."""

Sides = Mapping[str, Sequence[Statement]]


@dataclass(frozen=True, kw_only=True)
class Testimony:
    """What is said of an event: its parts, what each statement claims of it, and where each has it from.

    `claims`: statement id → factuality as it counts for this event. `origins_of` gives the ids of a statement's origins.
    """

    parts: Sequence[Part]
    claims: Mapping[str, str]
    origins_of: Callable[[Statement], frozenset[str]]

    @cached_property
    def statements(self) -> Sequence[Statement]:
        """Each statement once."""
        return list({part.statement.id: part.statement for part in self.parts}.values())

    @cached_property
    def amounts(self) -> Mapping[str, Sequence[Mapping[str, Amount]]]:
        """Unit → groups of amounts that agree, each statement id → its amount."""
        return amount_groups(self.statements, {part.statement.id: part.amounts for part in self.parts})

    def first_told(self, statements: Iterable[Statement]) -> int:
        """Give the day on which the first of some statements was published, as an ordinal; where one has no day, nobody knows: 0."""
        return min((self._days.get(one.id, 0) for one in statements), default=0)

    @cached_property
    def _days(self) -> Mapping[str, int]:
        return {part.statement.id: part.told or 0 for part in self.parts}

    def from_apart(self, sides: Sides) -> Sides:
        """Give the sides if two of them have no origin in common, else none: a copy that errs disagrees with nobody."""
        if len(sides) < 2:  # noqa: PLR2004  nobody to disagree with
            return {}
        origins = [frozenset().union(*map(self.origins_of, found)) for found in sides.values()]
        return sides if any(not one & other for one, other in combinations(origins, 2)) else {}


def find_disputes(told: Testimony) -> tuple[Dispute, ...]:
    """Find the disputes of one event, in order of field; one statement disputes nothing.

    Where all statements have the same origins, nothing is disputed but what that origin itself denies.
    """
    if len(told.statements) == 1:
        return ()
    found = [_factuality(told)]
    if len(set(map(told.origins_of, told.statements))) > 1:
        found += [_whether(told), _when(told), _who(told), _calling(told), *_amounts(told)]
    return tuple(
        sorted((dispute for dispute in found if dispute), key=lambda one: (one.field, one.values[0].value))
    )


def holders_of(statements: Iterable[Statement]) -> tuple[str, ...]:
    """Who says so: the innermost holder of each statement, without repetition, in order of name."""
    return tuple(sorted({statement.holders[0].name for statement in statements if statement.holders}))


def _dispute(field: str, sides: Sides) -> Dispute | None:
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


def _by(statements: Iterable[Statement], value_of: Callable[[Statement], str]) -> dict[str, list[Statement]]:
    sides: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        sides[value_of(statement)].append(statement)
    return dict(sides)


def _factuality(told: Testimony) -> Dispute | None:
    sides = _by(told.statements, lambda one: told.claims[one.id])
    return _dispute("factuality", sides) if "denied" in sides else None


def _whether(told: Testimony) -> Dispute | None:
    """A fact here, only possible there; a doubt from before anybody told the fact is overtaken by it."""
    sides = _by(told.statements, lambda one: told.claims[one.id])
    sure = sides.get("occurred", [])
    if not sure or _UNSURE.isdisjoint(sides):
        return None
    surely = frozenset().union(*map(told.origins_of, sure))
    first = told.first_told(sure)
    others = {
        value: [
            one
            for one in found
            if not told.origins_of(one) <= surely and not 0 < told.first_told([one]) < first
        ]
        for value, found in sides.items()
        if value in _UNSURE
    }
    others = {value: found for value, found in others.items() if found}
    return _dispute("whether", {"occurred": sure, **others})


def _when(told: Testimony) -> Dispute | None:
    """Stated dates of deeds, or of plans, of which one is outside the other by more than a day; an inferred one disputes nothing."""
    lasting = any(set(one.instruments) & load_disagreeing().lasting for one in told.statements)
    slack = _LASTING_DAYS if lasting else _SLACK_DAYS
    dated = [one for one in told.statements if one.when.start and one.when.how in HARD_DATES]
    apart: list[Statement] = []
    for stage in _by(dated, lambda one: told.claims[one.id]).values():
        days = {_days_of(one): one.when for one in stage}
        far = {
            key
            for key, when in days.items()
            if any(_days_apart(when, other) > slack for other in days.values())
        }
        apart += (one for one in stage if _days_of(one) in far)
    return _dispute("when", told.from_apart(_by(apart, _day)))


def _days_of(statement: Statement) -> tuple[date | None, date | None, str]:
    """Give what tells dates apart: many statements of an event have the same."""
    return statement.when.start, statement.when.end, statement.when.precision


def _days_apart(first: Dated, second: Dated) -> int:
    """Give the days between two dates, less those by which their words may miss."""
    if first.start is None or second.start is None:
        return 0
    gap = (max(first.start, second.start) - min(first.end or first.start, second.end or second.start)).days
    return gap - max(_VAGUE_DAYS.get(when.precision, gap) for when in (first, second))


def _day(statement: Statement) -> str:
    when = statement.when
    start = when.start.isoformat() if when.start else ""
    return start if when.end in {None, when.start} else f"{start}/{when.end.isoformat() if when.end else ''}"


def _who(told: Testimony) -> Dispute | None:
    """Actors of whom one report has the one, another the other, act on each other; what is exchanged has two givers anyway."""
    directed = [
        part
        for part in told.parts
        if part.receiving and not part.symmetric and told.claims[part.statement.id] != "denied"
    ]
    sides = {(part.acting, part.receiving) for part in directed}
    if not any(
        acting <= theirs and others <= receiving for acting, receiving in sides for others, theirs in sides
    ):
        return None
    crossed: dict[str, list[Statement]] = defaultdict(list)
    for left, right in combinations(directed, 2):
        if left.acting <= right.receiving and right.acting <= left.receiving and not _exchanged(left, right):
            for part in (left, right):
                crossed[", ".join(sorted(part.acting))].append(part.statement)
    return _dispute("who", told.from_apart(crossed)) if crossed else None


def _exchanged(left: Part, right: Part) -> bool:
    return bool((left.instruments | right.instruments) & load_disagreeing().exchanged)


def _calling(told: Testimony) -> Dispute | None:
    """A gift here, a sale there: what the words call it, not how a sentence happened to be coded."""
    asserted = [one for one in told.statements if told.claims[one.id] != "denied"]
    called = [(callings_in(one.sentence), one) for one in asserted]
    sides = _by((one for names, one in called if len(names) == 1), lambda one: min(callings_in(one.sentence)))
    return _dispute("event_type", told.from_apart(sides))


def _amounts(told: Testimony) -> Iterator[Dispute | None]:
    by_id = {one.id: one for one in told.statements}
    for groups in told.amounts.values():
        sides: dict[str, list[Statement]] = {}
        for group in groups:
            value = shown(group[min(group)])
            sides.setdefault(value, []).extend(by_id[member] for member in group)
        yield _dispute("amount", told.from_apart(sides))
