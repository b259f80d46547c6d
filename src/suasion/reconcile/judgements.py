"""A person's decisions, replayed over what the machine found.

Given are the judgements in force: none that was undone, and of several verdicts on one record the last. `reject` leaves a
statement, report, link or event out (`accept` and `unsure` change nothing); `merge` and `split` regroup events; `mark-copy`
and `mark-independent` join and part the origins of two reports, or of a report and an origin; `correct` is in `corrections.py`.

A target is found by its id. Ids of reports, statements and links hash what these say, so one that says something else has another
id, and the judgement is stale. An event's id hangs on its first statement; a judgement keeps the statements that the event had
(`Anchor`), so that an event whose id has changed is found again: if they are all in one event, that is meant; if they are in several,
the judgement is stale.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from suasion.ids import content_id
from suasion.reconcile.relayed import WHOLE
from suasion.reconcile.texts import order_key
from suasion.records import Anchor, Judgement, Link, LinkTarget, Report

A_JUDGEMENT = "a judgement"
"""The reason of a link that a person made."""

_PAIR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """The judgements in force, sorted by what they do."""

    rejected: frozenset[str]
    merged: tuple[frozenset[str], ...]
    split: tuple[frozenset[str], ...]
    corrected: Mapping[str, tuple[Judgement, ...]]
    copied: frozenset[frozenset[str]]
    independent: frozenset[frozenset[str]]
    anchors: Mapping[str, Anchor]


def decide(judgements: Iterable[Judgement]) -> Decisions:
    """Sort judgements; of two that contradict each other, the later one stands."""
    kept = sorted(judgements, key=lambda one: (one.when.isoformat(), one.id))
    rejected: set[str] = set()
    pairs: dict[frozenset[str], str] = {}
    corrected: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in kept:
        if judgement.action == "reject":
            rejected.update(judgement.targets)
        elif judgement.action in {"accept", "unsure"}:
            rejected.difference_update(judgement.targets)
        elif judgement.action in {"mark-copy", "mark-independent"} and len(set(judgement.targets)) == _PAIR:
            pairs[frozenset(judgement.targets)] = judgement.action
        elif judgement.action == "correct":
            for target in judgement.targets:
                corrected[target].append(judgement)
    return Decisions(
        rejected=frozenset(rejected),
        merged=_targets(kept, "merge"),
        split=_targets(kept, "split"),
        corrected={target: tuple(found) for target, found in corrected.items()},
        copied=frozenset(pair for pair, action in pairs.items() if action == "mark-copy"),
        independent=frozenset(pair for pair, action in pairs.items() if action == "mark-independent"),
        anchors={anchor.event_id: anchor for one in kept for anchor in one.anchors},
    )


def _targets(judgements: Iterable[Judgement], action: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(one.targets) for one in judgements if one.action == action)


# ---- events whose id has changed


class Grouped(Protocol):
    """What is known of a group of statements that is an event now."""

    @property
    def statement_ids(self) -> Collection[str]:
        """Its statements."""
        ...

    @property
    def sides(self) -> Collection[str]:
        """Codes (else ids) of its sides."""
        ...


def followed(decisions: Decisions, events: Mapping[str, Grouped]) -> Decisions:
    """Have the judgements on events that are no more mean the events that hold their statements now.

    One that could mean several keeps the lost id, and so has no effect.
    """
    lost = {key: anchor for key, anchor in decisions.anchors.items() if key not in events}
    if not lost:
        return decisions
    heirs = _heirs(lost, events)

    def now(ids: frozenset[str]) -> frozenset[str]:
        return frozenset(heirs.get(one, one) for one in ids)

    corrected: dict[str, tuple[Judgement, ...]] = {}
    for target, found in decisions.corrected.items():
        key = heirs.get(target, target)
        corrected[key] = (*corrected.get(key, ()), *found)
    ordered = {
        key: tuple(sorted(found, key=lambda one: (one.when.isoformat(), one.id)))
        for key, found in corrected.items()
    }
    return replace(
        decisions,
        rejected=now(decisions.rejected),
        merged=tuple(map(now, decisions.merged)),
        split=tuple(map(now, decisions.split)),
        corrected=ordered,
    )


def _heirs(lost: Mapping[str, Anchor], events: Mapping[str, Grouped]) -> dict[str, str]:
    wanted = {key for anchor in lost.values() for key in anchor.statement_ids}
    holding: dict[str, list[str]] = defaultdict(list)
    for identity, event in events.items():
        for key in wanted.intersection(event.statement_ids):
            holding[key].append(identity)
    found = {key: heirs_of(anchor, holding, events) for key, anchor in lost.items()}
    return {key: heirs[0] for key, heirs in found.items() if len(heirs) == 1}


def heirs_of(
    anchor: Anchor, holding: Mapping[str, Sequence[str]], events: Mapping[str, Grouped]
) -> tuple[str, ...]:
    """Give the events that hold the statements of one that is no more; those between the same sides, if there are any.

    `holding` names, for a statement, the events that it is in.
    """
    heirs = {heir for key in anchor.statement_ids for heir in holding.get(key, ())}
    same = {heir for heir in heirs if set(events[heir].sides) == set(anchor.sides)}
    return tuple(sorted(same or heirs))


# ---- links


def judged_links(
    reports: Mapping[str, Report], names: Mapping[str, str], decisions: Decisions
) -> Iterator[Link]:
    """Give the links that people made with `mark-copy`: between two reports the later goes back to the earlier.

    `names` are those of origins; one that it lacks is named by its id.
    """
    for pair in sorted(decisions.copied, key=sorted):
        ours = sorted((reports[key] for key in pair if key in reports), key=order_key)
        if len(ours) == _PAIR:
            earlier, later = ours
            name = earlier.outlet or earlier.title or earlier.path
            yield _judged_link(later.id, LinkTarget(kind="report", id=earlier.id, name=name), (A_JUDGEMENT,))
        elif ours and not any(key.startswith("r") and key not in reports for key in pair):
            (other,) = pair - {ours[0].id}
            target = LinkTarget(kind="origin", id=other, name=names.get(other, other))
            yield _judged_link(ours[0].id, target, (WHOLE, A_JUDGEMENT))


def _judged_link(report_id: str, target: LinkTarget, reasons: tuple[str, ...]) -> Link:
    return Link(
        id=content_id("l", report_id, target.id, "copies", "judged"),
        from_report=report_id,
        to=target,
        relation="copies",
        evidence=None,
        score=1.0,
        reasons=reasons,
    )


def standing_links(reports: Mapping[str, Report], links: Sequence[Link], decisions: Decisions) -> list[Link]:
    """Leave out the links that people rejected and those between a pair that they marked as independent; add those that they made."""
    found = [link for link in links if A_JUDGEMENT not in link.reasons]
    names = {link.to.id: link.to.name for link in found}
    return [
        link
        for link in (*found, *judged_links(reports, names, decisions))
        if link.id not in decisions.rejected and {link.from_report, link.to.id} not in decisions.independent
    ]
