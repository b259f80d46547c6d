"""`origins`: which reports go back to whom, and are independent origins counted right?"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from suasion.evaluation.scores import Counts
from suasion.evaluation.spans import span_shares
from suasion.evaluation.stories import Key, Pool, Story, StoryEvent, StoryMention, Told
from suasion.evaluation.story_shapes import (
    FoundLink,
    FoundOrigins,
    OriginCounts,
    OriginsPrediction,
    OriginsScores,
)
from suasion.records import Link, Origin, Relation

TEXT_RELATIONS: tuple[Relation, ...] = ("copies", "rewrites", "translates")
"""From the closest to the farthest: a chain of links is as close as its farthest."""
Pair = frozenset[Key]
OriginsOf = Callable[[Sequence[Told]], Sequence[Origin]]
"""The independent origins of the mentions of one event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """What suasion found in a pool: all links, the origins of given mentions, and the id by which it knows an outlet."""

    links: Sequence[Link]
    origins_of: OriginsOf
    outlet_id: Callable[[str], str]


def score_origins(pool: Pool, found: Origins, write: Callable[[OriginsPrediction], None]) -> OriginsScores:
    """Compare links and counts of origins; counts add over stories."""
    keys = pool.keys
    expected, direct = gold_pairs(pool), _gold_direct(pool)
    answered = _closed((_key_pair(link, keys), link.relation) for link in _between_reports(found.links))
    ways = [(keys[link.from_report], keys[link.to.id]) for link in _between_reports(found.links)]
    met = [way for way in ways if frozenset(way) in {frozenset(one) for one in direct}]
    counted: list[tuple[StoryEvent, int]] = []
    for story in pool.stories:
        answers = [
            (event, tuple(found.origins_of(_asserting(pool.told(story, event))))) for event in story.events
        ]
        counted += [(event, len(origins)) for event, origins in answers]
        write(_prediction(story, found, keys, answers))
    return OriginsScores(
        links={
            **{name: span_shares(_of_relation(expected, answered, name)) for name in TEXT_RELATIONS},
            "relays": span_shares(Counts.of_sets(_gold_relays(pool, found), _found_relays(found, keys))),
        },
        any_text=span_shares(Counts.of_sets(expected.keys(), answered.keys())),
        direction=sum(way in direct for way in met) / len(met) if met else 0.0,
        counts=origin_counts(counted),
        n=len(pool.stories),
    )


def origin_counts(counted: Iterable[tuple[StoryEvent, int]]) -> OriginCounts:
    """Sum up how often the number of origins is right."""
    rows = list(counted)
    size = max(len(rows), 1)
    return OriginCounts(
        exact=sum(event.origins == number for event, number in rows) / size,
        reports=sum(
            event.origins == len({one.report for one in asserting(event.mentions)}) for event, _ in rows
        )
        / size,
        merged=sum(number < event.origins for event, number in rows) / size,
        parted=sum(number > event.origins for event, number in rows) / size,
        n=len(rows),
    )


def asserting(mentions: Sequence[StoryMention]) -> list[StoryMention]:
    """Give the mentions that say it is so or will be; where there are none those that hold it possible, else all."""
    sure = [one for one in mentions if one.factuality not in {"denied", "possible"}]
    return sure or [one for one in mentions if one.factuality == "possible"] or list(mentions)


def _asserting(told: Sequence[Told]) -> list[Told]:
    kept = asserting([one.mention for one in told])
    return [one for one in told if one.mention in kept]


def _gold_direct(pool: Pool) -> set[tuple[Key, Key]]:
    return {
        ((story.id, link.source), (story.id, link.to))
        for story in pool.stories
        for link in story.links
        if (story.id, link.to) in pool.reports
    }


def gold_pairs(pool: Pool) -> dict[Pair, Relation]:
    """Give every pair of reports that one text binds, transitive ones too, with how."""
    return _closed(
        (frozenset({(story.id, link.source), (story.id, link.to)}), link.relation)
        for story in pool.stories
        for link in story.links
        if (story.id, link.to) in pool.reports and link.relation in TEXT_RELATIONS
    )


def _between_reports(links: Iterable[Link]) -> Iterator[Link]:
    return (link for link in links if link.to.kind == "report" and link.relation in TEXT_RELATIONS)


def _key_pair(link: Link, keys: Mapping[str, Key]) -> Pair:
    return frozenset({keys[link.from_report], keys[link.to.id]})


def _closed(direct: Iterable[tuple[Pair, Relation]]) -> dict[Pair, Relation]:
    """Add the transitive links: a pair that hangs together by others is as far apart as the farthest of them."""
    edges: dict[Pair, Relation] = dict(direct)
    near: dict[Key, set[Key]] = defaultdict(set)
    for pair in edges:
        left, right = sorted(pair)
        near[left].add(right)
        near[right].add(left)
    closed: dict[Pair, Relation] = {}
    for start in near:
        distance: dict[Key, int] = {start: -1}
        queue = deque([start])
        while queue:
            here = queue.popleft()
            for other in sorted(near[here] - distance.keys()):
                step = TEXT_RELATIONS.index(edges[frozenset({here, other})])
                distance[other] = max(distance[here], step)
                queue.append(other)
                closed.setdefault(frozenset({start, other}), TEXT_RELATIONS[distance[other]])
    return closed | edges


def _of_relation(
    expected: Mapping[Pair, Relation], answered: Mapping[Pair, Relation], name: Relation
) -> Counts:
    return Counts.of_sets(
        {pair for pair, relation in expected.items() if relation == name},
        {pair for pair, relation in answered.items() if relation == name},
    )


def _gold_relays(pool: Pool, found: Origins) -> set[tuple[Key, str]]:
    """Leave out a report that names its own outlet: an agency's dateline relays nobody."""
    named = (
        ((story.id, link.source), found.outlet_id(link.to))
        for story in pool.stories
        for link in story.links
        if link.relation == "relays"
    )
    own = {key: report.outlet and found.outlet_id(report.outlet) for key, report in pool.reports.items()}
    return {(key, outlet) for key, outlet in named if outlet != own[key]}


def _found_relays(found: Origins, keys: Mapping[str, Key]) -> set[tuple[Key, str]]:
    return {
        (keys[link.from_report], link.to.id if link.to.kind == "origin" else found.outlet_id(link.to.name))
        for link in found.links
        if link.relation == "relays"
    }


def _prediction(
    story: Story,
    found: Origins,
    keys: Mapping[str, Key],
    answers: Sequence[tuple[StoryEvent, tuple[Origin, ...]]],
) -> OriginsPrediction:
    """Say what was found in one story, under the gold's names."""
    links = [link for link in found.links if keys[link.from_report][0] == story.id]
    return OriginsPrediction(
        story=story.id,
        links=tuple(
            FoundLink(
                report=keys[link.from_report][1],
                to_story=keys[link.to.id][0] if link.to.id in keys else None,
                to=keys[link.to.id][1] if link.to.id in keys else link.to.name,
                relation=link.relation,
                score=link.score,
                reasons=link.reasons,
            )
            for link in links
        ),
        predicted=tuple(
            FoundOrigins(event=event.id, expected=event.origins, origins=origins)
            for event, origins in answers
        ),
    )
