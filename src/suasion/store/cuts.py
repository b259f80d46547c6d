"""What a question asks of a data set's acts, as SQL: which days, in which windows, between whom, and how they fade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


def text(value: str) -> str:
    """Write a text in SQL."""
    return "'{}'".format(value.replace("'", "''"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fading:
    """Half the weight for every `half_life` days before `last`."""

    last: date
    half_life: float

    def sql(self, day: str) -> str:
        """Write the weight of what happened on a day; 1 for what is later or has none."""
        age = f"greatest(DATE '{self.last}' - {day}, 0)"
        return f"coalesce(pow(0.5, {age} / {self.half_life:.6f}), 1.0)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """How acts are cut into windows, and which acts.

    `period` is a word of DuckDB's `date_trunc`, or null for one window; `windows` are first and last days that may overlap, instead.
    Acts before `start` or after `end` are left out, undated ones too if either is given or there are several windows.
    """

    period: str | None = None
    windows: Sequence[tuple[date, date]] = ()
    start: date | None = None
    end: date | None = None
    fading: Fading | None = None

    def first(self, day: str) -> str:
        """Write the first day of a day's window."""
        if self.windows:
            return "first_day"
        return f"date_trunc('{self.period}', {day})::DATE" if self.period else "NULL::DATE"

    def joined(self, day: str) -> str:
        """Write a join with windows that may overlap."""
        if not self.windows:
            return ""
        rows = ", ".join(f"(DATE '{first}', DATE '{last}')" for first, last in self.windows)
        return f"JOIN (VALUES {rows}) AS windows(first_day, last_day) ON {day} BETWEEN first_day AND last_day"

    def where(self, day: str) -> str:
        """Write the condition on days."""
        parts = [f"{day} >= DATE '{self.start}'"] if self.start else []
        parts += [f"{day} <= DATE '{self.end}'"] if self.end else []
        if self.period or self.windows:
            parts.append(f"{day} IS NOT NULL")
        return " AND ".join(parts) or "true"

    def weight(self, day: str) -> str:
        """Write the fading of a day."""
        return self.fading.sql(day) if self.fading else "1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """Which pairs: those with a label in `one` and a label in `other`, either way; null: all.

    A label is a state, or the name of a group in `groups`, whose members' acts among themselves are left out.
    """

    one: Sequence[str] | None = None
    other: Sequence[str] | None = None
    groups: Sequence[tuple[str, Sequence[str]]] = ()

    def states(self, labels: Sequence[str]) -> list[str]:
        """Give the states that labels stand for."""
        members = dict(self.groups)
        return sorted({state for label in labels for state in members.get(label, (label,))})

    def sql(self) -> tuple[str, list[object]]:
        """Write the condition on states; Parquet files skip what cannot hold."""
        sides = [None if labels is None else self.states(labels) for labels in (self.one, self.other)]
        parts: list[str] = []
        values: list[object] = []
        for left, right in (sides, sides[::-1]):
            tests = [(name, side) for name, side in (("source", left), ("target", right)) if side is not None]
            parts.append(" AND ".join(f"{name} {_listed(side)}" for name, side in tests) or "true")
            values += [state for _, side in tests for state in side]
        either = f"(({parts[0]}) OR ({parts[1]}))"
        if sides[0] is None or sides[1] is None:
            return either, values
        both = ", ".join(map(text, sorted({*sides[0], *sides[1]})))
        return f"{either} AND source IN ({both}) AND target IN ({both})", values

    @property
    def inside(self) -> str:
        """Write the rows of group and member."""
        rows = [(name, state) for name, members in self.groups for state in sorted(set(members))]
        return "(VALUES {})".format(", ".join(f"({text(name)}, {text(state)})" for name, state in rows))

    def labels(self, states: str) -> str:
        """Write a table of labels and the states they stand for; `states` is a query for all states."""
        return f"(SELECT * FROM {self.inside} AS named(label, state) UNION ALL SELECT *, * FROM ({states}))"


ALL_PAIRS = Which()


def _listed(states: Sequence[str]) -> str:
    if not states:
        return "IN (NULL)"
    return "= ?" if len(states) == 1 else f"IN ({', '.join('?' * len(states))})"
