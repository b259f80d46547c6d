"""Amounts that agree and amounts that do not: rounding is no disagreement, other units are not compared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Literal

from suasion.reconcile.disagreeing import any_of, load_disagreeing
from suasion.reconcile.lineage import UnionFind
from suasion.records import Amount, Damage, Statement

_EXACT, _ROUNDED = 0.05, 0.15
"""Relative differences that are none.

Between bare figures, and where a word such as "about" stands before one.
"""
_BOUND_RATIO = 1.5
"""How far a figure may lie beyond a bound ("at least 12") that it keeps."""
_LOOK_BACK = 24
Bound = Literal["lower", "upper"]


@cache
def _rounding() -> re.Pattern[str]:
    words = load_disagreeing()
    verbs = "".join(rf"(?<!\b{verb} )" for verb in words.over_verbs)
    others = any_of(word for word in words.rounding if word != "over")
    return re.compile(rf"\b(?:{others}|{verbs}over)\W*$", re.IGNORECASE)


@cache
def _bounds() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = load_disagreeing()
    lower, upper = (rf"\b{any_of(listed)}\W*$" for listed in (words.lower_bounds, words.upper_bounds))
    return re.compile(lower, re.IGNORECASE), re.compile(upper, re.IGNORECASE)


@cache
def _partial() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = load_disagreeing()
    before = re.compile(rf"\b{any_of(words.part_before)}\W*$", re.IGNORECASE)
    return before, re.compile(rf"\W*{any_of(words.part_behind)}\b", re.IGNORECASE)


def telling_amounts(statement: Statement, damage: Iterable[Damage] = ()) -> tuple[Amount, ...]:
    """Give the amounts of a statement that say how much the act was of.

    Not those in the words that name a source ("three people with knowledge of the talks"), parts of another amount ("of
    which 860"), prices of a piece, nor what is damaged.

    Args:
        statement: the statement.
        damage: what is damaged in its report.

    """
    spans = [(one.start, one.end) for one in damage]
    spans += [
        (one.start, one.end) for one in statement.holders if one.start is not None and one.end is not None
    ]
    apart = [
        one
        for one in statement.amounts
        if not any(one.start < end and start < one.end for start, end in spans)
    ]
    return tuple(one for one in apart if not _is_part(statement, one))


def _is_part(statement: Statement, amount: Amount) -> bool:
    before, behind = _partial()
    start, end = (max(0, at - statement.start) for at in (amount.start, amount.end))
    return bool(
        before.search(statement.sentence[max(0, start - _LOOK_BACK) : start])
        or behind.match(statement.sentence[end : end + _LOOK_BACK])
    )


def is_rounded(statement: Statement, amount: Amount) -> bool:
    """Whether a word such as "about" or "more than" stands in or before the amount."""
    before, first = _words_before(statement, amount)
    return bool(_rounding().search(before) or _rounding().search(first))


def _words_before(statement: Statement, amount: Amount) -> tuple[str, str]:
    """Give what stands before an amount, and before the figure within it."""
    at = amount.start - statement.start
    within = re.match(r"[^\d]*", amount.text)
    return statement.sentence[max(0, at - _LOOK_BACK) : max(0, at)], within.group() if within else ""


def _bound_of(statement: Statement, amount: Amount) -> Bound | None:
    """Say which bound ("at least 12", "up to 500") the words before an amount make of it."""
    lower, upper = _bounds()
    words = "".join(_words_before(statement, amount))
    if lower.search(words):
        return "lower"
    return "upper" if upper.search(words) else None


def _keeps(bound: Bound | None, amount: Amount, other: Amount) -> bool:
    """Whether an amount is only a bound that another keeps."""
    if bound == "lower":
        return amount.value <= other.value <= _BOUND_RATIO * amount.value
    return bound == "upper" and other.value <= amount.value <= _BOUND_RATIO * other.value


def agree(left: Amount, right: Amount, *, rounded: bool) -> bool:
    """Whether two amounts of one unit differ only in precision.

    Args:
        left: one amount.
        right: another of the same unit.
        rounded: a word at either says that it is no exact figure.

    """
    larger = max(abs(left.value), abs(right.value))
    if larger == 0:
        return True
    if abs(left.value - right.value) / larger <= (_ROUNDED if rounded else _EXACT):
        return True
    return any(
        _round_to(value, digits) == other and digits > 0
        for value, other, digits in _roundings(left.value, right.value)
    )


def _roundings(left: float, right: float) -> Iterable[tuple[float, float, int]]:
    """Give each value with the other and the other's significant digits, if the other is the rounder."""
    digits_left, digits_right = _significant(left), _significant(right)
    if digits_left > digits_right > 1:
        yield left, right, digits_right
    if digits_right > digits_left > 1:
        yield right, left, digits_left


def _significant(value: float) -> int:
    return len(f"{abs(value):.12g}".replace(".", "").split("e")[0].strip("0"))


def _round_to(value: float, digits: int) -> float:
    return float(f"{value:.{digits}g}")


def amount_groups(
    statements: Sequence[Statement], amounts: Mapping[str, Sequence[Amount]]
) -> dict[str, list[dict[str, Amount]]]:
    """Group the statements of an event, unit by unit, by amounts that agree.

    Args:
        statements: the event's statements.
        amounts: statement id → its telling amounts.

    Returns:
        For each unit groups of statement id → its amount, in order of the groups' smallest statement id. A
        statement with several amounts of a unit stands for each that another statement shares, and is in no
        dispute with itself.

    """
    by_unit: dict[str, list[tuple[Statement, Amount]]] = defaultdict(list)
    for statement in sorted(statements, key=lambda one: one.id):
        for amount in amounts[statement.id]:
            by_unit[amount.unit].append((statement, amount))
    return {unit: _grouped(pairs) for unit, pairs in sorted(by_unit.items())}


def _grouped(pairs: Sequence[tuple[Statement, Amount]]) -> list[dict[str, Amount]]:
    first: dict[str, Amount] = {}
    groups = UnionFind(statement.id for statement, _ in pairs)
    # Equal amounts agree, whatever the words before them say.
    differ = len({amount.value for _, amount in pairs}) > 1
    about = [differ and is_rounded(*pair) for pair in pairs]
    bounds = [_bound_of(*pair) if differ else None for pair in pairs]
    for i, (statement, amount) in enumerate(pairs):
        first.setdefault(statement.id, amount)
        for j, (other, theirs) in enumerate(pairs[:i]):
            rounded = about[i] or about[j]
            alike = agree(amount, theirs, rounded=rounded)
            kept = _keeps(bounds[i], amount, theirs) or _keeps(bounds[j], theirs, amount)
            if other.id != statement.id and (alike or kept):
                groups.join(statement.id, other.id)
                first[statement.id] = amount
                first[other.id] = theirs
    return [{member: first[member] for member in members} for members in groups.groups().values()]


def shown(amount: Amount) -> str:
    """Write an amount as disputes do: the plain number and its unit."""
    number = f"{amount.value:.0f}" if amount.value == int(amount.value) else f"{amount.value:.12g}"
    return f"{number} {amount.unit}"
