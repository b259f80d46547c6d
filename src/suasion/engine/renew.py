"""Bringing links and events up to date: only what a change may reach is done again, the rest stays as it is.

A stage that can say what a change reaches has an `update`; one that cannot is run on everything (`gather`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Protocol, TypeVar, runtime_checkable

import msgspec

from suasion.engine.conserve import check_count, count_outcomes
from suasion.engine.job import Job
from suasion.engine.kept import KeptEvents, KeptOrigins, WholeEvents
from suasion.engine.redirects import note_redirects
from suasion.engine.replay import JUDGED_LINKS
from suasion.engine.shelf import shelf_beside
from suasion.engine.workers import mapping
from suasion.errors import ChainError
from suasion.records import Event, Judgement, Link, Rejection, Report, StageCount, StageName, Statement
from suasion.stage import Outcome
from suasion.store import Encoded

if TYPE_CHECKING:
    from suasion.reconcile.anew import WholeCase
    from suasion.reconcile.memory import Mapper, OriginCase
    from suasion.reconcile.origins import OriginChange
    from suasion.reconcile.regions import EventCase, EventChange

OutT = TypeVar("OutT")

KEPT_BY: dict[StageName, tuple[str, ...]] = {"origins": ("tellings", "edges"), "events": ("places",)}
_WORTH_PROCESSES = 3000
"""Reports. A process takes a second or two to begin, a report some 4 ms."""
_SLICE = 10_000
"""Reports whose statements are joined at a time: some 80 kB of memory each."""
_AT_ONCE = 5000
"""Records that are written at a time."""


@runtime_checkable
class RenewsLinks(Protocol):
    """A stage that can bring links up to date."""

    name: StageName
    fingerprint: str

    def update(
        self, case: OriginCase, changed: Collection[str], gone: Collection[str], mapper: Mapper, /
    ) -> OriginChange:
        """Say what to put in the place of what was there; `mapper` applies a function to batches of reports."""
        ...


@runtime_checkable
class RenewsEvents(Protocol):
    """A stage that can bring events up to date."""

    name: StageName
    fingerprint: str

    def anew(
        self,
        case: WholeCase,
        judgements: tuple[Judgement, ...],
        mapper: Mapper,
        finish: Callable[[EventChange], OutT],
        /,
    ) -> Iterator[OutT]:
        """Make all events, some at a time; `mapper` applies a function to batches, and with it `finish` to each change."""
        ...

    def renew(
        self,
        case: EventCase,
        judgements: tuple[Sequence[Judgement], Sequence[Judgement]],
        changed: Collection[str],
        gone: Collection[str],
        relinked: Collection[str],
    ) -> EventChange:
        """Say what to put in the place of what was there. `judgements`: those in force now, and those at the last run."""
        ...


def renew_links(job: Job, stage: RenewsLinks) -> tuple[StageCount, frozenset[str] | None]:
    """Bring the links up to date; give the count, and the reports at the ends of links that changed (null: all)."""
    draft = job.draft
    anew = _begin_anew(job, stage.name, stage.fingerprint)
    if anew:
        draft.replace_all(Link, [], job.run_id)
    changed, gone = draft.not_joined(stage.name)
    kept = KeptOrigins(draft, len(changed))
    with mapping(job.settings.workers, many=len(changed) >= _WORTH_PROCESSES) as mapper:
        change = stage.update(kept, changed, gone, mapper)
    relinked: set[str] = set()
    answered: set[str] = set()
    for outcomes in _lots(change.outcomes):
        ids = [key for outcome in outcomes for key in outcome.input_ids]
        count_outcomes(stage.name, ids, outcomes)
        answered.update(ids)
        relinked |= _replace_links(job, ids, outcomes, anew=anew)
    relinked |= _replace_links(job, gone, (), anew=anew)
    kept.renew({*change.told, *gone}, change.tellings, change.edges)
    draft.note_joined(stage.name, changed, gone)
    _require(stage.name, set(changed) <= answered)
    return _count_links(job, stage.name, len(answered)), None if anew else frozenset(relinked)


def _replace_links(
    job: Job, ids: Sequence[str], outcomes: Sequence[Outcome[Link]], *, anew: bool
) -> set[str]:
    made = [link for outcome in outcomes for link in outcome.outputs]
    if anew:
        job.draft.put(made, job.run_id)
        return set()
    judged = _judged_links(job)
    old = {link.id: link for link in job.draft.having(Link, "from_report", ids) if link.id not in judged}
    new = {link.id: link for link in made}
    gone = [key for key, link in old.items() if new.get(key) != link]
    fresh = [link for key, link in new.items() if old.get(key) != link]
    if gone:
        job.draft.drop(Link, "id", gone)
    job.draft.put(fresh, job.run_id)
    moved = [*(old[key] for key in gone), *fresh]
    return {key for link in moved for key in (link.from_report, link.to.id)}


def renew_events(
    job: Job, stage: RenewsEvents, judgements: tuple[Judgement, ...], relinked: frozenset[str] | None
) -> StageCount:
    """Bring the events up to date, after the links."""
    draft, name = job.draft, stage.name
    if _begin_anew(job, name, stage.fingerprint) or relinked is None:
        _all_anew(job, stage, judgements)
        answered, fates = draft.count(Statement), None
    else:
        answered, fates = _renew_some(job, stage, judgements, relinked)
    draft.put_meta(f"{name} judgements", msgspec.json.encode(judgements).decode("utf-8"))
    return _count_events(job, answered, fates)


def _all_anew(job: Job, stage: RenewsEvents, judgements: tuple[Judgement, ...]) -> None:
    """Make all events."""
    draft, name = job.draft, stage.name
    draft.forget_stage(name, KEPT_BY[name])
    draft.set_aside(Event)
    draft.drop_stage_rejections((name,))
    changed, gone = draft.not_joined(name)
    many = len(changed) >= _WORTH_PROCESSES
    with mapping(job.settings.workers, many=many) as mapper, shelf_beside(draft.path) as shelf:
        for rows in stage.anew(
            WholeEvents(draft, shelf), judgements, mapper, partial(_anew_rows, job.run_id)
        ):
            _put_events(job, rows)
    draft.note_joined(name, changed, gone)
    lost = list(draft.lost(Event))
    held = {key for event in lost for key in event.statement_ids}
    note_redirects(draft, lost, list(draft.find(Event, draft.made_of(Event, held)).values()))


def _renew_some(
    job: Job, stage: RenewsEvents, judgements: tuple[Judgement, ...], relinked: frozenset[str]
) -> tuple[int, _Fates]:
    """Make the events again that a change may reach; give how many statements were looked at, and how their fates moved."""
    draft, name = job.draft, stage.name
    old: dict[str, Event] = {}
    before = msgspec.json.decode(draft.meta(f"{name} judgements") or "[]", type=tuple[Judgement, ...])
    changed, gone = draft.not_joined(name)
    made: set[str] = set()
    answered: set[str] = set()
    moved: Collection[str] = relinked
    fates = _Fates()
    for some in _slices(draft.by_day(changed)):
        change = stage.renew(KeptEvents(draft), (judgements, before), some, gone, moved)
        dropped, declined = _drop_events(job, change.renewed)
        old |= {event.id: event for event in dropped if event.id not in made}
        known = draft.known(Statement, change.renewed, withdrawn=False)
        rows = EventRows.of(job.run_id, change, known)
        made.update(_put_events(job, rows))
        fates += rows.fates - _Fates.of(dropped, declined)
        answered |= known
        draft.note_joined(name, some, gone)
        before, gone, moved = judgements, [], ()
    held = {key for event in old.values() for key in event.statement_ids}
    fresh = draft.find(Event, sorted(made)).values()
    note_redirects(
        draft, old.values(), [event for event in fresh if not held.isdisjoint(event.statement_ids)]
    )
    return len(answered), fates


def _slices(report_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Part many reports, which are in order of publication, so that few are in memory; there is one slice at least."""
    return (report_ids[at : at + _SLICE] for at in range(0, max(len(report_ids), 1), _SLICE))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fates:
    """How many statements are in an event, and how many others were declined; or how many more than there were."""

    productive: int = 0
    rejected: int = 0

    @classmethod
    def of(cls, events: Iterable[Event], rejections: Iterable[Rejection]) -> _Fates:
        """Count the statements of all events and rejections that there are of some."""
        held = {key for event in events for key in event.statement_ids}
        declined = {one.input_id for one in rejections}
        return cls(productive=len(held), rejected=len(declined - held))

    def __add__(self, other: _Fates) -> _Fates:
        return _Fates(productive=self.productive + other.productive, rejected=self.rejected + other.rejected)

    def __sub__(self, other: _Fates) -> _Fates:
        return _Fates(productive=self.productive - other.productive, rejected=self.rejected - other.rejected)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRows:
    """What came of a change, as it is stored."""

    events: Encoded
    rejections: Encoded
    replaced: frozenset[str]
    places: Sequence[bytes]
    fates: _Fates

    @classmethod
    def of(cls, run_id: str, change: EventChange, known: Collection[str]) -> EventRows:
        """Encode a change, which answers for the `known` statements.

        Raises:
            ChainError: it answers for others.
        """
        count_outcomes("events", known, change.outcomes)
        events = [event for outcome in change.outcomes for event in outcome.outputs]
        rejections = [one for outcome in change.outcomes for one in outcome.rejections]
        return cls(
            events=Encoded.of(Event, events, run_id),
            rejections=Encoded.of(Rejection, rejections, run_id),
            replaced=change.replaced,
            places=[msgspec.json.encode(one) for one in change.placed],
            fates=_Fates.of(events, rejections),
        )


def _anew_rows(run_id: str, change: EventChange) -> EventRows:
    return EventRows.of(run_id, change, change.renewed)


def _put_events(job: Job, rows: EventRows) -> Sequence[str]:
    """Write what came of a change; give the ids of its events."""
    job.draft.put_encoded(rows.events)
    job.draft.put_encoded(rows.rejections)
    job.draft.forget("places", "statement_id", rows.replaced)
    job.draft.keep_encoded("places", rows.places)
    return rows.events.ids


def _drop_events(job: Job, statement_ids: Collection[str]) -> tuple[list[Event], list[Rejection]]:
    """Take away the events of these statements, and what was declined of them; give both."""
    ids = job.draft.made_of(Event, statement_ids)
    old = list(job.draft.find(Event, ids).values())
    declined = [
        one for one in job.draft.having(Rejection, "input_id", statement_ids) if one.stage == "events"
    ]
    job.draft.drop(Event, "id", ids)
    job.draft.drop_stage_rejections(("events",), statement_ids)
    return old, declined


def _begin_anew(job: Job, name: StageName, fingerprint: str) -> bool:
    """Whether the stage has to do everything again: it is another than it was, or has never run."""
    if job.draft.meta(f"{name} fingerprint") == fingerprint:
        return False
    job.draft.forget_stage(name, KEPT_BY[name])
    job.draft.put_meta(f"{name} fingerprint", fingerprint)
    return True


def _judged_links(job: Job) -> frozenset[str]:
    return frozenset(msgspec.json.decode(job.draft.meta(JUDGED_LINKS) or "[]", type=list[str]))


def _count_links(job: Job, name: StageName, answered: int) -> StageCount:
    """Count all links but those that people made."""
    inputs = job.draft.count(Report)
    listed, linking = job.draft.tally(Link, "from_report", without=_judged_links(job))
    count = StageCount(
        stage=name,
        inputs=inputs,
        productive=linking,
        rejected=0,
        silent=inputs - linking,
        outputs=listed,
        reused=inputs - answered,
    )
    check_count(count)
    return count


def _count_events(job: Job, answered: int, moved: _Fates | None) -> StageCount:
    """Count all statements: those of the last run and what `moved` since; one by one if it is null, or if these do not add up."""
    draft = job.draft
    inputs, last = draft.count(Statement), draft.gathered("events")
    fates = _Fates()
    if moved is not None and last is not None:
        fates = moved + _Fates(productive=last.count.productive, rejected=last.count.rejected)
    if fates.productive + fates.rejected != inputs:
        fates = _Fates(
            productive=draft.sources(Event),
            rejected=draft.sources(Rejection, but_of=Event, stage="events"),
        )
    count = StageCount(
        stage="events",
        inputs=inputs,
        productive=fates.productive,
        rejected=fates.rejected,
        silent=inputs - fates.productive - fates.rejected,
        outputs=draft.count(Event),
        reused=max(inputs - answered, 0),
    )
    check_count(count)
    _require("events", count.silent == 0)
    return count


def _require(name: StageName, holds: bool) -> None:
    if not holds:
        raise ChainError(
            f"Stage '{name}' lost some of its inputs.",
            cause="What a change may reach was not found whole.",
            remedy="Report it: this is a mistake in suasion. Deleting the folder 'store' makes the case anew.",
        )


def _lots(things: Iterable[OutT]) -> Iterator[list[OutT]]:
    left = iter(things)
    while some := list(islice(left, _AT_ONCE)):
        yield some
