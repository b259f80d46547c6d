"""Joining and weighing: stages that need all records, run again only if what they take has changed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from suasion.engine.conserve import check_count, count_outcomes
from suasion.engine.job import Job
from suasion.engine.redirects import note_redirects
from suasion.engine.renew import RenewsEvents, RenewsLinks, renew_events, renew_links
from suasion.ids import digest
from suasion.records import (
    Attribution,
    Event,
    Judgement,
    Link,
    Mention,
    Record,
    Report,
    StageCount,
    StageName,
    Statement,
    Tie,
)
from suasion.stage import Gather
from suasion.store import Gathered

if TYPE_CHECKING:
    from suasion.reconcile import EventInput, OriginInput
    from suasion.weigh import TieInput

GivenT = TypeVar("GivenT")
OutT = TypeVar("OutT", bound=Record)


def gather_all(job: Job, judgements: tuple[Judgement, ...], made: str, judged: str) -> tuple[StageCount, ...]:
    """Run origins, events and weigh where needed.

    `made` and `judged` are keys to what reading and coding made and to what people judged.
    """
    from suasion.reconcile import EventInput, OriginInput  # noqa: PLC0415 - slow to import, and only needed here
    from suasion.weigh import TieInput  # noqa: PLC0415

    draft, rooms = job.draft, job.rooms

    def origin_input() -> tuple[OriginInput, Collection[str]]:
        reports = tuple(draft.rows(Report))
        given = OriginInput(reports=reports, attributions=tuple(draft.rows(Attribution)))
        return given, [report.id for report in reports]

    def event_input() -> tuple[EventInput, Collection[str]]:
        statements = tuple(draft.rows(Statement))
        given = EventInput(
            reports=tuple(draft.rows(Report)),
            statements=statements,
            links=tuple(draft.rows(Link)),
            judgements=judgements,
        )
        return given, [statement.id for statement in statements]

    def tie_input() -> tuple[TieInput, Collection[str]]:
        events = tuple(draft.rows(Event))
        given = TieInput(
            events=events, reports=tuple(draft.rows(Report)), mentions=tuple(draft.rows(Mention))
        )
        return given, [event.id for event in events]

    links_key = digest([rooms.origins.fingerprint, made])
    events_key = digest([rooms.events.fingerprint, links_key, judged])
    ties_key = digest([rooms.weigh.fingerprint, events_key])
    relinked: frozenset[str] | None = frozenset()

    def links() -> StageCount:
        nonlocal relinked
        if not isinstance(rooms.origins, RenewsLinks):
            relinked = None
            return _gather(job, rooms.origins, Link, origin_input)
        count, relinked = renew_links(job, rooms.origins)
        return count

    def events() -> StageCount:
        if isinstance(rooms.events, RenewsEvents):
            return renew_events(job, rooms.events, judgements, relinked)
        old = tuple(draft.rows(Event))
        count = _gather(job, rooms.events, Event, event_input)
        note_redirects(draft, old, tuple(draft.rows(Event)))
        return count

    def ties() -> StageCount:
        from suasion.engine.weighing import RenewsTies, renew_ties  # noqa: PLC0415 - as above

        if isinstance(rooms.weigh, RenewsTies):
            return renew_ties(job, rooms.weigh)
        return _gather(job, rooms.weigh, Tie, tie_input)

    return (
        _unless_same(job, "origins", links_key, links),
        _unless_same(job, "events", events_key, events),
        _unless_same(job, "weigh", ties_key, ties),
    )


def _unless_same(job: Job, name: StageName, key: str, run: Callable[[], StageCount]) -> StageCount:
    """Run a stage unless it last ran on the same input."""
    last = job.draft.gathered(name)
    if last is not None and last.key == key:
        return replace(last.count, reused=last.count.inputs)
    job.progress(name, 0, None)
    count = run()
    job.draft.put_gathered(Gathered(stage=name, key=key, count=count))
    job.progress(name, 1, 1)
    return count


def _gather(
    job: Job,
    stage: Gather[GivenT, OutT],
    kind: type[Record],
    given: Callable[[], tuple[GivenT, Collection[str]]],
) -> StageCount:
    """Run a stage on everything; `given` reads the input and names the ids that count."""
    taken, ids = given()
    outcomes = list(stage.gather(taken))
    count = count_outcomes(stage.name, ids, outcomes)
    check_count(count)
    made = [output for outcome in outcomes for output in outcome.outputs]
    job.draft.replace_all(kind, made, job.run_id)
    job.draft.drop_stage_rejections((stage.name,))
    job.draft.put([rejection for outcome in outcomes for rejection in outcome.rejections], job.run_id)
    return count
