"""Bringing events up to date: find what a change may reach, and answer for that as if there were nothing else.

`Events.gather` on a set of statements is right for each of them if the set is *closed*: with a statement it holds its region
(`places`), and the reports and links that its lineage hangs on; with what a judgement names, all that judgements name. What a
change reaches is such a set; the statements around that acts and their contents lie in are looked at, not answered for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from suasion.reconcile.lineage import SAME_TEXT, UnionFind
from suasion.reconcile.parts import Key, Part
from suasion.reconcile.places import Placed, blocks_to_search
from suasion.records import Event, Judgement, Link, Report, Statement
from suasion.stage import Outcome

if TYPE_CHECKING:
    from suasion.reconcile.events import Events

_AT_ONCE = 20_000
"""Statements that fresh ones are compared with at a time."""

By = Literal["statement_id", "report_id", "region", "content_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventInput:
    """All reports, statements and links of a case, and the judgements in force."""

    reports: Sequence[Report]
    statements: Sequence[Statement]
    links: Sequence[Link] = ()
    judgements: Sequence[Judgement] = ()


class EventCase(Protocol):
    """The records of a case as they are now, and where the last run placed its statements."""

    def statements(self, statement_ids: Collection[str]) -> Iterable[Statement]:
        """Give these statements; unknown ones are left out."""
        ...

    def statements_of(self, report_ids: Collection[str]) -> Iterable[Statement]:
        """Give the statements of these reports."""
        ...

    def reports(self, report_ids: Collection[str]) -> Iterable[Report]:
        """Give these reports; unknown ones are left out."""
        ...

    def links(self, ids: Collection[str]) -> Iterable[Link]:
        """Give the links with one of these ids, and those that lead from or to one of these reports."""
        ...

    def placed(self, by: By, values: Collection[str]) -> Iterable[Placed]:
        """Give the statements placed by the last run that have one of these values."""
        ...

    def placed_in(self, blocks: Collection[int]) -> Iterable[Placed]:
        """Give those that stand in one of these blocks."""
        ...

    def placed_as(self, event_ids: Collection[str]) -> Iterable[Placed]:
        """Give those that one of these events would begin with."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class EventChange:
    """What to put in the place of what was there.

    Events and rejections of the statements `renewed` go, `outcomes` come; where the statements `replaced` were placed is
    forgotten, `placed` come.
    """

    renewed: frozenset[str]
    replaced: frozenset[str]
    placed: Sequence[Placed]
    outcomes: Sequence[Outcome[Event]]


class Regions:
    """One update of a case's events."""

    def __init__(
        self, stage: Events, case: EventCase, judgements: Sequence[Judgement], before: Sequence[Judgement]
    ) -> None:
        """Begin.

        Args:
            stage: clusters and sums up.
            case: the records and what the last run kept.
            judgements: those in force now.
            before: those that were in force at the last run.

        """
        self._stage, self._case, self._judgements = stage, case, judgements
        self._copied = [frozenset(one.targets) for one in judgements if one.action == "mark-copy"]
        known, now = set(before), set(judgements)
        self._new = named_by(known ^ now)
        self._held = named_by(now)
        self._statements: dict[str, Statement] = {}
        self._parts: dict[str, list[Part]] = {}
        self._in_region: dict[str, list[Placed]] = {}

    def update(
        self, changed: Collection[str], gone: Collection[str], relinked: Collection[str]
    ) -> EventChange:
        """Bring the events up to date.

        Args:
            changed: reports that are new, or that have other statements than they had.
            gone: reports that are no more.
            relinked: reports of which a link changed, at either end, as it was and as it is.

        """
        case = self._case
        judged = {one.report_id for one in case.statements(self._new)} | self._judged_reports()
        changed = {*changed, *judged}
        old = list(case.placed("report_id", {*changed, *gone}))
        fresh = self._placed(case.statements_of(changed))
        touched = {one.region for one in old} | self._joining(fresh, {*changed, *gone})
        texts = self._same_text({*changed, *relinked, *self._new})
        touched |= {one.region for one in case.placed("report_id", texts)} | self._regions_of(self._new)
        own = {one.statement_id: one for one, _ in fresh}
        lost = {one.statement_id for one in old}
        inner = self._closed(touched, own, lost)
        contents = case.placed("content_of", {*inner, *lost})
        outer = self._closed({*touched, *(one.region for one in contents)}, own, lost)
        frames = {one.content_of for one in outer.values() if one.content_of}
        around = case.placed("statement_id", frames - outer.keys())
        context = self._closed(
            {*(one.region for one in outer.values()), *(one.region for one in around)}, own, lost
        )
        found, together = self._stage.answer(self._given(context), self._parts)
        region = regions_of(context, together)
        return EventChange(
            renewed=frozenset({*outer, *lost}),
            replaced=frozenset({*inner, *lost}),
            placed=[replace(one, region=region[key]) for key, one in inner.items()],
            outcomes=[only for one in found if (only := _only(one, outer.keys()))],
        )

    def _judged_reports(self) -> set[str]:
        """Reports that a changed judgement names itself."""
        return {report.id for report in self._case.reports(self._new)}

    def _placed(self, statements: Iterable[Statement]) -> list[tuple[Placed, list[Part]]]:
        """Place fresh statements, and keep them and their parts at hand."""
        made = self._made(statements)
        self._statements |= made.statements
        self._parts |= {one.statement_id: parts for one, parts in made.placed}
        return made.placed

    def _made(self, statements: Iterable[Statement]) -> _Made:
        listed = list(statements)
        reports = list(self._case.reports({one.report_id for one in listed}))
        given = EventInput(reports=reports, statements=listed, judgements=self._judgements)
        return _Made({one.id: one for one in listed}, self._stage.placed(given))

    def _joining(self, fresh: Sequence[tuple[Placed, Sequence[Part]]], passed: Collection[str]) -> set[str]:
        """Give the regions that fresh statements join; few of the others are in memory at a time."""
        parts = [part for _, some in fresh for part in some]
        blocks = blocks_to_search(parts)
        near = [one for one in self._case.placed_in(blocks) if one.report_id not in passed]
        region = {one.statement_id: one.region for one in near}
        found: set[str] = set()
        for keys, ids in _by_key(near, blocks):
            own = [part for part in parts if not keys.isdisjoint(part.keys)]
            made = self._made(self._case.statements(ids)).placed
            others = [part for _, some in made for part in some]
            pairs = self._stage.joined([*own, *others], range(len(own)))
            found |= {region[key] for pair in pairs for key in pair if key in region}
        return found

    def _closed(
        self, regions: Collection[str], fresh: dict[str, Placed], lost: Collection[str]
    ) -> dict[str, Placed]:
        """Give the statements of these regions and the fresh ones, and with what judgements name all that they name."""

        def holding(wanted: Collection[str]) -> dict[str, Placed]:
            kept = self._standing_in(wanted)
            return {one.statement_id: one for one in kept if one.statement_id not in lost} | fresh

        found = holding(regions)
        named = {key for one in found.values() for key in (one.statement_id, one.report_id, *one.begins)}
        if self._held.isdisjoint(named):
            return found
        return holding({*regions, *self._regions_of(self._held)})

    def _standing_in(self, regions: Collection[str]) -> Iterator[Placed]:
        """Give the statements of some regions; the case is asked for each region once."""
        unknown = set(regions) - self._in_region.keys()
        self._in_region |= {region: [] for region in unknown}
        for one in self._case.placed("region", unknown):
            self._in_region[one.region].append(one)
        return (one for region in sorted(regions) for one in self._in_region[region])

    def _regions_of(self, targets: Collection[str]) -> set[str]:
        case = self._case
        found = (
            case.placed("statement_id", targets),
            case.placed("report_id", targets),
            case.placed_as(targets),
        )
        return {one.region for some in found for one in some}

    def _same_text(self, ids: Collection[str]) -> set[str]:
        """Give the reports that share a text with one of these, or with one that does, and so on."""
        found, open_ends = set(ids), set(ids)
        while open_ends:
            pairs = [
                {link.from_report, link.to.id}
                for link in self._case.links(open_ends)
                if link.relation in SAME_TEXT or link.id in open_ends
            ]
            pairs += [set(pair) for pair in self._copied if pair & open_ends]
            open_ends = {key for pair in pairs for key in pair} - found
            found |= open_ends
        return found

    def _given(self, placed: dict[str, Placed]) -> EventInput:
        """Give statements with all that their events hang on."""
        read = self._statements.keys() & placed.keys()
        statements = (
            *(self._statements[key] for key in sorted(read)),
            *self._case.statements(placed.keys() - read),
        )
        texts = self._same_text({one.report_id for one in statements})
        return EventInput(
            reports=tuple(self._case.reports(texts)),
            statements=statements,
            links=tuple(self._case.links(texts)),
            judgements=self._judgements,
        )


class _Made(NamedTuple):
    """Statements by id, and where they stand, with their parts."""

    statements: dict[str, Statement]
    placed: list[tuple[Placed, list[Part]]]


def _by_key(near: Iterable[Placed], blocks: Mapping[int, Key]) -> Iterator[tuple[set[Key], set[str]]]:
    """Part the statements of some blocks by their keys, into lots of a size: keys, and the statements that stand there."""
    standing: dict[Key, set[str]] = defaultdict(set)
    for one in near:
        for block in one.blocks:
            if block in blocks:
                standing[blocks[block]].add(one.statement_id)
    keys: set[Key] = set()
    ids: set[str] = set()
    for key in sorted(standing):
        keys.add(key)
        ids |= standing[key]
        if len(ids) >= _AT_ONCE:
            yield keys, ids
            keys, ids = set(), set()
    if keys:
        yield keys, ids


def regions_of(statement_ids: Iterable[str], together: Iterable[Sequence[Part]]) -> dict[str, str]:
    """Name the region of each statement, which are closed: parts of one statement, and parts that hang together, share it."""
    groups = UnionFind(statement_ids)
    for parts in together:
        for part in parts[1:]:
            groups.join(parts[0].statement.id, part.statement.id)
    return {key: groups.find(key) for key in statement_ids}


def framing(groups: Mapping[str, Collection[str]], content_of: Mapping[str, str]) -> dict[str, str]:
    """Find, for events that are only contents of another act, that act's event (the smallest id).

    Args:
        groups: event id → its statements.
        content_of: statement that is a content → the statement whose content it is.

    """
    contents = {
        key: {content_of[one] for one in ids}
        for key, ids in groups.items()
        if all(one in content_of for one in ids)
    }
    wanted = frozenset().union(*contents.values())
    events_of: dict[str, set[str]] = defaultdict(set)
    for key, ids in groups.items():
        for one in wanted.intersection(ids):
            events_of[one].add(key)
    frames = {}
    for key, acts in contents.items():
        candidates = set().union(*(events_of[act] for act in acts)) - {key}
        if candidates:
            frames[key] = min(candidates)
    return frames


def named_by(judgements: Iterable[Judgement]) -> frozenset[str]:
    """Give all ids that judgements name: their targets, and the statements that judged events had."""
    found: set[str] = set()
    for one in judgements:
        found.update(one.targets)
        found.update(key for anchor in one.anchors for key in (anchor.event_id, *anchor.statement_ids))
    return frozenset(found)


def _only(outcome: Outcome[Event], asked: Collection[str]) -> Outcome[Event] | None:
    """Leave out of an outcome what was not asked; null if nothing is left. An event is asked for whole or not at all."""
    ids = tuple(key for key in outcome.input_ids if key in asked)
    if not ids:
        return None
    if outcome.outputs:
        return outcome
    return replace(
        outcome, input_ids=ids, rejections=tuple(one for one in outcome.rejections if one.input_id in asked)
    )
