"""`events`: are the tellings of one happening joined, and is what is concluded from them right?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from suasion.codebook import Codebook
from suasion.evaluation.clusters import score_clusters
from suasion.evaluation.origins import origin_counts
from suasion.evaluation.scores import Counts
from suasion.evaluation.spans import span_shares
from suasion.evaluation.stories import Key, Pool, Story, StoryDispute, StoryEvent, StorySpeaker, Told
from suasion.evaluation.story_shapes import EventsPrediction, EventsScores
from suasion.records import Actor, Dispute, Event, Participant, Speaker, Statement

_DOUBTED = frozenset({"factuality", "whether"})
"""Fields of a dispute on whether something happened: a denial and a doubt are told apart in words that shade into each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """All statements of a pool, and the events that they were joined to."""

    statements: Mapping[str, Statement]
    events: Sequence[Event]


@dataclass(frozen=True, slots=True)
class _Matched:
    """A gold event, the predicted event of each of its mentions by report, and the one that holds most."""

    story: Story
    event: StoryEvent
    mentions: Mapping[str, str | None]
    predicted: Event | None


def score_events(
    pool: Pool, found: Reconciled, codebook: Codebook, write: Callable[[EventsPrediction], None]
) -> EventsScores:
    """Compare the events of a pool with the gold; counts add over stories."""
    matched = list(_matched(pool, found, codebook))
    for one in matched:
        write(
            EventsPrediction(
                story=one.story.id,
                event=one.event.id,
                mentions=dict(one.mentions),
                predicted=one.predicted,
            )
        )
    kept = [(one, one.predicted) for one in matched if one.predicted is not None]
    clusters = score_clusters(*_clusterings(matched))
    size = max(len(kept), 1)
    told = [event for one in matched for event in one.mentions.values()]
    return EventsScores(
        mentions=sum(event is not None for event in told) / max(len(told), 1),
        muc=clusters.muc,
        b3=clusters.b3,
        ceafe=clusters.ceafe,
        conll_f1=clusters.conll_f1,
        whole=_whole(matched),
        origins=origin_counts((one.event, event.independent_origins) for one, event in kept),
        status=sum(one.event.status == event.status for one, event in kept) / size,
        factuality=sum(one.event.factuality == event.factuality for one, event in kept) / size,
        disputes=span_shares(
            sum(
                (Counts.of_sets(_fields(one.event.disputes), _fields(event.disputes)) for one, event in kept),
                Counts(),
            )
        ),
        speakers=span_shares(
            sum(
                (
                    Counts.of_sets(_surnames(one.event.speakers), _surnames(event.speakers))
                    for one, event in kept
                ),
                Counts(),
            )
        ),
        n=len(matched),
        found=len(kept),
    )


def _matched(pool: Pool, found: Reconciled, codebook: Codebook) -> Iterator[_Matched]:
    by_report: dict[str, list[tuple[Statement, Event]]] = defaultdict(list)
    for event in found.events:
        for statement_id in event.statement_ids:
            statement = found.statements[statement_id]
            by_report[statement.report_id].append((statement, event))
    events = {event.id: event for event in found.events}
    for story in pool.stories:
        for gold in story.events:
            told = pool.told(story, gold)
            candidates = {
                one.mention.report: _candidates(gold, one, by_report[one.report.id], codebook) for one in told
            }
            chosen = _chosen(candidates)
            held = Counter(event for event in chosen.values() if event)
            most = min(held, key=lambda event: (-held[event], event), default=None)
            yield _Matched(story, gold, chosen, events[most] if most else None)


def _candidates(
    gold: StoryEvent, told: Told, coded: Sequence[tuple[Statement, Event]], codebook: Codebook
) -> dict[str, int]:
    """Give the events of statements in the mention's sentence that fit its type and sides, with how well (less is better)."""
    found: dict[str, int] = {}
    for statement, event in coded:
        if not (statement.start < told.end and told.start < statement.end):
            continue
        kinds = (gold.event_type, *gold.accept)
        family = {codebook.types[kind].family for kind in kinds}
        exact = statement.event_type in kinds
        if not exact and codebook.types[statement.event_type].family not in family:
            continue
        if not _sides_fit(gold, event):
            continue
        fit = (not exact) * 2 + (statement.factuality != told.mention.factuality)
        found[event.id] = min(fit, found.get(event.id, fit))
    return found


def _sides_fit(gold: StoryEvent, event: Event) -> bool:
    """Whether all gold sides are among the event's, or all of the event's among the gold's, and the actor agrees."""
    wanted = {*gold.actors, *gold.recipients}
    codes = {code for one in (*event.actors, *event.recipients) if (code := _code(one))}
    return bool(codes) and (wanted <= codes or codes <= wanted)


def _code(one: Actor | Participant) -> str | None:
    return one.code or one.country


def _chosen(candidates: Mapping[str, Mapping[str, int]]) -> dict[str, str | None]:
    """Choose one event for each mention: of those that fit best, the one that most other mentions may be too."""
    common = Counter(event for found in candidates.values() for event in found)
    return {
        report: min(found, key=lambda event: (found[event], -common[event], event), default=None)
        for report, found in candidates.items()
    }


def _clusterings(matched: Sequence[_Matched]) -> tuple[dict[Key, str], dict[Key, str]]:
    """Name each mention's gold event and predicted event, of those that were coded."""
    gold: dict[Key, str] = {}
    answered: dict[Key, str] = {}
    for one in matched:
        for report, event in one.mentions.items():
            if event is not None:
                key = (f"{one.story.id}/{one.event.id}", report)
                gold[key], answered[key] = key[0], event
    return gold, answered


def _whole(matched: Sequence[_Matched]) -> float:
    """Share of the events with several coded mentions that are one event, and no other gold event's."""
    owners: Counter[str] = Counter()
    for one in matched:
        owners.update({event for event in one.mentions.values() if event})
    several = [
        found for one in matched if len(found := [event for event in one.mentions.values() if event]) > 1
    ]
    return sum(len(set(found)) == 1 and owners[found[0]] == 1 for found in several) / max(len(several), 1)


def _fields(disputes: Iterable[StoryDispute | Dispute]) -> set[str]:
    return {"whether" if one.field in _DOUBTED else one.field for one in disputes}


def _surnames(speakers: Iterable[StorySpeaker | Speaker]) -> set[str]:
    return {one.name.split()[-1].casefold() for one in speakers}
