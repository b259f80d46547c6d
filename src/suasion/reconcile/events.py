"""The stage `events`: block → compare → cluster over statements, with judgements replayed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from suasion.codebook import Codebook
from suasion.ids import content_id, digest, files_digest
from suasion.reconcile.anew import Finish, FinishedT, WholeCase, events_anew
from suasion.reconcile.cluster import clustered, joins
from suasion.reconcile.corrections import Known, corrected
from suasion.reconcile.judgements import Decisions, decide, followed, standing_links
from suasion.reconcile.lineage import Lineage
from suasion.reconcile.memory import Mapper
from suasion.reconcile.parts import NO_PAGE, Key, Page, Part, family_of, keys_of, page_of, parts_of, sides_of
from suasion.reconcile.places import Placed, placed_of
from suasion.reconcile.regions import EventCase, EventChange, EventInput, Regions, framing
from suasion.reconcile.sources import SourceNames
from suasion.reconcile.summary import event_id, summarise
from suasion.records import Dated, Event, Judgement, Link, Rejection, Report, Statement
from suasion.registers import Registers, load_registers
from suasion.settings import Settings
from suasion.stage import Outcome

Group = list[Part]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The parts of each event, by its id, and what it takes to sum them up.

    `together` are parts that hang together by likeness; `left_out` what judgements keep out.
    """

    groups: Mapping[str, Group]
    left_out: tuple[Statement, ...]
    together: list[list[Part]]
    lineage: Lineage
    decisions: Decisions


class Events:
    """Joins the statements of one happening, over all reports, into an event."""

    name: Literal["events"] = "events"
    takes: tuple[type, ...] = (Report, Statement, Link)
    gives: tuple[type, ...] = (Event,)

    def __init__(self, settings: Settings, codebook: Codebook, registers: Registers | None = None) -> None:
        """Make the stage; `registers` (default: those that ship) say which names are one outlet's."""
        registers = registers or load_registers()
        self._settings, self._codebook = settings, codebook
        self._names = SourceNames(registers)
        self._known = Known(codebook=codebook, registers=registers)
        self.fingerprint = digest(
            [
                "events",
                files_digest("suasion.reconcile"),
                str(settings.same_event_days),
                codebook.fingerprint,
                registers.fingerprint,
            ]
        )[:16]

    def gather(self, given: EventInput) -> Iterator[Outcome[Event]]:
        """Give one outcome for every event, in order of id, with its statements as `input_ids`.

        Then what judgements keep out.

        A statement of a call or visit among three sides is in the outcomes of two events.
        """
        yield from self.answer(given)[0]

    def answer(
        self, given: EventInput, known: Mapping[str, list[Part]] | None = None
    ) -> tuple[Iterator[Outcome[Event]], list[list[Part]]]:
        """Give what `gather` gives, and which parts hang together by likeness.

        Args:
            given: what to answer for.
            known: parts that have been made already, by statement.

        """
        joined = self.join(given, known or {})
        content_of = {one.id: one.content_of for one in given.statements if one.content_of}
        frames = framing({key: _ids(group) for key, group in joined.groups.items()}, content_of)
        return self.outcomes(joined, frames), joined.together

    def join(self, given: EventInput, known: Mapping[str, list[Part]]) -> Joined:
        """Join the statements of each event, as likeness and judgements have it."""
        decisions = decide(given.judgements)
        reports = {report.id: report for report in given.reports}
        statements = {one.id: self.correct(one, decisions) for one in given.statements}
        kept = {key: one for key, one in statements.items() if not {key, one.report_id} & decisions.rejected}
        made = self._parts(kept.values(), reports, known)
        parts = [part for some in made.values() for part in some]
        found, together = clustered(parts, self._settings.same_event_days)
        groups = _judged(found, decisions)
        decisions = followed(decisions, _AsFound(groups))
        return Joined(
            groups=groups,
            left_out=tuple(one for key, one in statements.items() if key not in kept),
            together=together,
            lineage=self._lineage(given, reports, kept.values(), decisions),
            decisions=decisions,
        )

    def outcomes(self, joined: Joined, frames: Mapping[str, str]) -> Iterator[Outcome[Event]]:
        """Sum up what was joined, in order of id; `frames` are the events whose contents some events are."""
        decisions = joined.decisions
        for identity, group in sorted(joined.groups.items()):
            if identity in decisions.rejected:
                yield _rejected([part.statement for part in group], f"A judgement rejects event {identity}.")
                continue
            event = summarise(group, joined.lineage, frames.get(identity))
            event = corrected(event, decisions.corrected.get(identity, ()), self._known)
            yield Outcome(input_ids=event.statement_ids, outputs=(event,))
        if joined.left_out:
            yield _rejected(joined.left_out, "A judgement rejects the statement or its report.")

    def renew(
        self,
        case: EventCase,
        judgements: tuple[Sequence[Judgement], Sequence[Judgement]],
        changed: Collection[str],
        gone: Collection[str],
        relinked: Collection[str],
    ) -> EventChange:
        """Bring the events up to date: the answer is that of `gather`, for the statements that a change may reach.

        Args:
            case: the records as they are now, and what the last run kept.
            judgements: those in force now, and those that were at the last run.
            changed: reports that are new, or that have other statements than they had.
            gone: reports that are no more.
            relinked: reports of which a link changed, at either end, as it was and as it is.

        """
        return Regions(self, case, *judgements).update(changed, gone, relinked)

    def anew(
        self,
        case: WholeCase,
        judgements: Sequence[Judgement],
        mapper: Mapper,
        finish: Finish[FinishedT],
    ) -> Iterator[FinishedT]:
        """Make the events of a whole case, some at a time: together the answer is that of `gather`.

        Args:
            case: all records.
            judgements: those in force.
            mapper: applies a function to batches, perhaps in other processes.
            finish: makes of a change what is wanted of it, where its events were made.

        """
        return events_anew(self, case, judgements, mapper, finish)

    def placed(
        self, given: EventInput, pages: Mapping[str, Page] | None = None
    ) -> list[tuple[Placed, list[Part]]]:
        """Say what is kept of each statement to find its like, with its parts (none if a judgement leaves it out).

        Args:
            given: statements, with their reports, or without if there are `pages`.
            pages: what parts need of the reports.

        """
        decisions = decide(given.judgements)
        reports = {report.id: report for report in given.reports}
        statements = [self.correct(one, decisions) for one in given.statements]
        kept = [one for one in statements if not {one.id, one.report_id} & decisions.rejected]
        made = self._parts(kept, reports, {}, pages)
        return [(placed_of(one, made.get(one.id, [])), made.get(one.id, [])) for one in statements]

    def blocks(self, statement: Statement, decisions: Decisions) -> frozenset[Key]:
        """Give the blocks of a statement; none if a judgement leaves it out."""
        if not decisions.rejected.isdisjoint((statement.id, statement.report_id)):
            return frozenset()
        one = self.correct(statement, decisions)
        family = family_of(one, self._codebook)
        found = (keys_of(family, sides.acting, sides.receiving) for sides in sides_of(one))
        return frozenset().union(*found)

    def joined(self, parts: Sequence[Part], asked: Collection[int] | None = None) -> list[tuple[str, str]]:
        """Give the pairs of statements that are alike enough to be one event; if some are `asked`, of one of these with another."""
        pairs = joins(parts, self._settings.same_event_days, asked)
        return [(parts[i].statement.id, parts[j].statement.id) for i, j in pairs]

    def _parts(
        self,
        statements: Iterable[Statement],
        reports: Mapping[str, Report],
        known: Mapping[str, list[Part]],
        turned: Mapping[str, Page] | None = None,
    ) -> dict[str, list[Part]]:
        """Give the parts of statements, by id; what is known of them, and pages that were turned to, are not made again."""
        pages: dict[str, Page] = defaultdict(lambda: NO_PAGE, turned or {})
        made = {}
        for one in statements:
            if one.id in known:
                made[one.id] = known[one.id]
                continue
            if one.report_id in reports and one.report_id not in pages:
                pages[one.report_id] = page_of(reports[one.report_id])
            made[one.id] = parts_of(pages[one.report_id], one, self._codebook)
        return made

    def correct(self, statement: Statement, decisions: Decisions) -> Statement:
        """Give a statement as judgements correct it."""
        changes = decisions.corrected.get(statement.id)
        return corrected(statement, changes, self._known) if changes else statement

    def _lineage(
        self,
        given: EventInput,
        reports: Mapping[str, Report],
        statements: Iterable[Statement],
        decisions: Decisions,
    ) -> Lineage:
        """Lineage without the reports that a judgement withdraws."""
        present = {key: report for key, report in reports.items() if key not in decisions.rejected}
        orphans = {one.report_id for one in statements} - present.keys()
        present |= {key: _unknown_report(key) for key in orphans}
        return Lineage(present, standing_links(present, given.links, decisions), self._names)


def _unknown_report(report_id: str) -> Report:
    """Stands for a report that was not given with its statements: an origin of its own."""
    how = "report not given"
    return Report(
        id=report_id,
        outlet=None,
        outlet_how=how,
        url=None,
        path=report_id,
        title=None,
        byline=None,
        published=Dated(how=how),
        language=None,
        language_how=how,
        translated_from=None,
        translated_from_how=how,
        original_text="",
        text="",
        passages=(),
    )


def _rejected(statements: Iterable[Statement], detail: str) -> Outcome[Event]:
    ids = tuple(sorted({one.id for one in statements}))
    rejections = tuple(
        Rejection(
            id=content_id("x", "events", one, "judged", detail),
            stage="events",
            input_id=one,
            reason="judged",
            detail=f"{detail} Undo the judgement to have it back.",
        )
        for one in ids
    )
    return Outcome(input_ids=ids, rejections=rejections)


def _judged(groups: Sequence[Group], decisions: Decisions) -> dict[str, Group]:
    """Name groups by event id, after what a person merged and split."""
    named = {event_id(group): group for group in groups}
    decisions = followed(decisions, _AsFound(named))
    for targets in decisions.merged:
        named = _merged(named, targets)
    for targets in decisions.split:
        named = _split(named, targets)
    return named


@dataclass(frozen=True, slots=True)
class _Found:
    """A group as judgements know it."""

    statement_ids: frozenset[str]
    sides: frozenset[str]


class _AsFound(Mapping[str, _Found]):
    """Groups, looked at when they are asked for."""

    def __init__(self, named: Mapping[str, Group]) -> None:
        self._named = named

    def __getitem__(self, key: str) -> _Found:
        parts = self._named[key]
        statements = frozenset(part.statement.id for part in parts)
        return _Found(statements, frozenset(side for part in parts for side in part.parties))

    def __iter__(self) -> Iterator[str]:
        return iter(self._named)

    def __len__(self) -> int:
        return len(self._named)


def _holding(named: Mapping[str, Group], targets: frozenset[str]) -> list[str]:
    """Events that a judgement means: by their own id or by a statement's."""
    return [
        key
        for key, group in named.items()
        if key in targets or any(part.statement.id in targets for part in group)
    ]


def _merged(named: Mapping[str, Group], targets: frozenset[str]) -> dict[str, Group]:
    """Join the events meant; nothing happens unless every target is there."""
    known = set(named) | {part.statement.id for group in named.values() for part in group}
    meant = _holding(named, targets) if targets <= known else []
    if len(meant) < 2:  # noqa: PLR2004  one event has nothing to be joined to
        return dict(named)
    joined = sorted((part for key in meant for part in named[key]), key=lambda part: part.order)
    rest = {key: group for key, group in named.items() if key not in meant}
    return {**rest, event_id(joined): joined}


def _split(named: Mapping[str, Group], targets: frozenset[str]) -> dict[str, Group]:
    """Take the statements meant out of their event, together.

    With an event's id alone, every statement becomes its own event.
    """
    result: dict[str, Group] = {}
    for key, group in named.items():
        out = [part for part in group if part.statement.id in targets]
        stay = [part for part in group if part.statement.id not in targets]
        alone = key in targets and not any(target != key for target in targets)
        pieces = [[part] for part in group] if alone else [out, stay]
        result |= {event_id(piece): piece for piece in pieces if piece}
    return result


def _ids(group: Group) -> frozenset[str]:
    return frozenset(part.statement.id for part in group)
