"""What another coder, codebook or corpus changed: two cases compared, statement by statement, in the reports that both have."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TypedDict

from suasion.engine.pairing import FieldChange, changes, pair_statements, participants
from suasion.engine.run import open_snapshot
from suasion.engine.strata import dyads
from suasion.records import Event, Run, Statement
from suasion.store import CaseFolder, Snapshot

EXAMPLES = 5
"""Examples shown of each kind."""

TOP = 10
"""Pairs of states shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSide:
    """One of the two cases. `coders` and `codebooks` are the fingerprints and versions in its statements; `rooms` those of its last run."""

    case: Path
    reports: int
    statements: int
    events: int
    suasion: str | None
    coders: tuple[str, ...]
    codebooks: tuple[str, ...]
    rooms: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """How many reports both cases have, and how many only one."""

    both: int
    only1: int
    only2: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementCounts:
    """The statements of the reports that both cases have: unchanged, changed, only in the second, only in the first."""

    same: int
    changed: int
    added: int
    removed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A number in the first case and in the second."""

    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """How many statements went from one event type to another."""

    before: str
    after: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DyadChange:
    """A directed pair of states: its statements in both cases, and how many it gained and lost."""

    source: str
    target: str
    before: int
    after: int
    gained: int
    lost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A statement that differs: its id in each case (null where it is not there), and what changed."""

    report: str
    before: str | None
    after: str | None
    sentence: str
    coded: str
    """As the second case codes it, or the first where the second does not."""
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventChanges:
    """All events of both cases, also those of reports that only one has. `same` counts the ids that both have."""

    total: Change
    same: int
    by_type: dict[str, Change]
    by_factuality: dict[str, Change]
    by_status: dict[str, Change]


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """What differs between two cases. All but `events` is over the reports that both have."""

    case1: CaseSide
    case2: CaseSide
    reports: Shared
    statements: StatementCounts
    changed_fields: dict[str, int]
    by_type: dict[str, Change]
    by_factuality: dict[str, Change]
    by_instrument: dict[str, Change]
    retyped: tuple[Move, ...]
    dyads: tuple[DyadChange, ...]
    events: EventChanges
    examples: dict[str, tuple[Example, ...]]
    """Under `changed`, `added` and `removed`."""


def diff_cases(first: CaseFolder, second: CaseFolder) -> Diff:
    """Compare what the last runs of two cases left; neither is written to, and either may be running.

    Raises:
        CaseError: one of them has no finished run, is damaged or of another version.
    """
    with open_snapshot(first) as one, open_snapshot(second) as two:
        found = _Found()
        mine, theirs = _report_ids(one), _report_ids(two)
        both = mine & theirs
        sides = (_Seen(), _Seen())
        for report_id, before, after in _together(sides[0].noting(one), sides[1].noting(two)):
            if report_id in both:
                found.take(before, after)
        return Diff(
            case1=sides[0].side(first.path, one, len(mine)),
            case2=sides[1].side(second.path, two, len(theirs)),
            reports=Shared(both=len(both), only1=len(mine - theirs), only2=len(theirs - mine)),
            statements=StatementCounts(
                same=found.same, changed=found.changed, added=found.added, removed=found.removed
            ),
            changed_fields=dict(found.fields.most_common()),
            by_type=both_counts(found.types),
            by_factuality=both_counts(found.factualities),
            by_instrument=both_counts(found.instruments),
            retyped=tuple(Move(before=old, after=new, n=n) for (old, new), n in found.moves.most_common()),
            dyads=found.top_dyads(),
            events=_events(one, two),
            examples={name: tuple(rows) for name, rows in found.examples.items()},
        )


def _report_ids(snapshot: Snapshot) -> frozenset[str]:
    return snapshot.taken_ids() - snapshot.withdrawn()


@dataclass
class _Seen:
    """What passes by of one case."""

    coders: set[str] = field(default_factory=set)
    codebooks: set[str] = field(default_factory=set)
    statements: int = 0

    def noting(self, snapshot: Snapshot) -> Iterator[tuple[str, list[Statement]]]:
        """Give the statements of each report, in the order of report ids."""
        for report_id, rows in groupby(snapshot.rows(Statement), key=lambda row: row.report_id):
            group = list(rows)
            self.statements += len(group)
            self.coders.update(row.coder for row in group)
            self.codebooks.update(row.codebook for row in group)
            yield report_id, group

    def side(self, path: Path, snapshot: Snapshot, reports: int) -> CaseSide:
        runs = tuple(snapshot.rows(Run))
        return CaseSide(
            case=path,
            reports=reports,
            statements=self.statements,
            events=snapshot.count(Event),
            suasion=runs[-1].version if runs else None,
            coders=tuple(sorted(self.coders)),
            codebooks=tuple(sorted(self.codebooks)),
            rooms=runs[-1].fingerprints if runs else (),
        )


Group = tuple[str, list[Statement]]


def _together(
    one: Iterable[Group], two: Iterable[Group]
) -> Iterator[tuple[str, list[Statement], list[Statement]]]:
    """Walk two lists in the order of report ids at once, so that neither case need be held in memory."""
    merged = heapq.merge(_tagged(one, 0), _tagged(two, 1), key=lambda row: row[:2])
    for report_id, rows in groupby(merged, key=lambda row: row[0]):
        found: tuple[list[Statement], list[Statement]] = ([], [])
        for _, place, statements in rows:
            found[place].extend(statements)
        yield report_id, *found


def _tagged(groups: Iterable[Group], place: int) -> Iterator[tuple[str, int, list[Statement]]]:
    return ((report_id, place, rows) for report_id, rows in groups)


Tally = tuple[Counter[str], Counter[str]]


def _tally() -> Tally:
    return Counter(), Counter()


@dataclass
class _Found:
    """What has been found to differ so far."""

    same: int = 0
    changed: int = 0
    added: int = 0
    removed: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    types: Tally = field(default_factory=_tally)
    factualities: Tally = field(default_factory=_tally)
    instruments: Tally = field(default_factory=_tally)
    pairs: tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]] = field(
        default_factory=lambda: (Counter(), Counter())
    )
    gained: Counter[tuple[str, str]] = field(default_factory=Counter)
    lost: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[str, list[Example]] = field(
        default_factory=lambda: {"changed": [], "added": [], "removed": []}
    )

    def take(self, before: Sequence[Statement], after: Sequence[Statement]) -> None:
        """Compare the two codings of one report."""
        for place, rows in enumerate((before, after)):
            self._count(place, rows)
        paired = pair_statements(before, after)
        types = tuple({row.id: row.event_type for row in rows} for rows in (before, after))
        for old, new in paired.pairs:
            self._changed(old, new, changes(old, new, types[0], types[1]))
        for old in paired.removed:
            self.removed += 1
            self.lost.update(dyads(old))
            self._show("removed", Example(before=old.id, after=None, changes=(), **_about(old)))
        for new in paired.added:
            self.added += 1
            self.gained.update(dyads(new))
            self._show("added", Example(before=None, after=new.id, changes=(), **_about(new)))

    def _count(self, place: int, rows: Sequence[Statement]) -> None:
        for row in rows:
            self.types[place][row.event_type] += 1
            self.factualities[place][row.factuality] += 1
            self.instruments[place].update(row.instruments)
            self.pairs[place].update(dyads(row))

    def _changed(self, old: Statement, new: Statement, found: tuple[FieldChange, ...]) -> None:
        if not found:
            self.same += 1
            return
        self.changed += 1
        self.fields.update(change.field for change in found)
        if old.event_type != new.event_type:
            self.moves[old.event_type, new.event_type] += 1
        self.lost.update(dyads(old) - dyads(new))
        self.gained.update(dyads(new) - dyads(old))
        self._show("changed", Example(before=old.id, after=new.id, changes=found, **_about(new)))

    def _show(self, name: str, example: Example) -> None:
        if len(self.examples[name]) < EXAMPLES:
            self.examples[name].append(example)

    def top_dyads(self) -> tuple[DyadChange, ...]:
        """Give the pairs of states that gained and lost most statements, together."""
        touched = self.gained + self.lost
        chosen = sorted(touched, key=lambda pair: (-touched[pair], pair))[:TOP]
        return tuple(
            DyadChange(
                source=pair[0],
                target=pair[1],
                before=self.pairs[0][pair],
                after=self.pairs[1][pair],
                gained=self.gained[pair],
                lost=self.lost[pair],
            )
            for pair in chosen
        )


class _About(TypedDict):
    """What an example says of its statement."""

    report: str
    sentence: str
    coded: str


def _about(statement: Statement) -> _About:
    sides = participants(statement.actors), participants(statement.recipients)
    coded = f"{sides[0] or '?'} {statement.event_type} {sides[1]}".strip() + f", {statement.factuality}"
    return _About(report=statement.report_id, sentence=statement.sentence, coded=coded)


def both_counts(tally: Tally) -> dict[str, Change]:
    """Join two counts by name, in alphabetical order."""
    before, after = tally
    return {name: Change(before=before[name], after=after[name]) for name in sorted({*before, *after})}


def _events(one: Snapshot, two: Snapshot) -> EventChanges:
    types, factualities, statuses = _tally(), _tally(), _tally()
    ids: tuple[set[str], set[str]] = (set(), set())
    for place, snapshot in enumerate((one, two)):
        for event in snapshot.rows(Event):
            ids[place].add(event.id)
            types[place][event.event_type] += 1
            factualities[place][event.factuality] += 1
            statuses[place][event.status] += 1
    return EventChanges(
        total=Change(before=len(ids[0]), after=len(ids[1])),
        same=len(ids[0] & ids[1]),
        by_type=both_counts(types),
        by_factuality=both_counts(factualities),
        by_status=both_counts(statuses),
    )
