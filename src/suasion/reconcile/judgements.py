"""A person's decisions, replayed.

Applied here: `reject` of a statement, report, link or event; `merge` and `split` of statements and events;
`correct` of a type, mode or factuality; `mark-copy` and `mark-independent` of two reports, or of a report and
an origin; `undo` of a judgement.
`accept` and `unsure` take an earlier `reject` back and else change nothing. A judgement whose targets are not
(or no longer) there is stale.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from suasion.codebook import Codebook
from suasion.records import Event, Factuality, Judgement, Statement

_PAIR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """The judgements that stand, sorted by what they do."""

    rejected: frozenset[str]
    merged: tuple[frozenset[str], ...]
    split: tuple[frozenset[str], ...]
    corrected: Mapping[str, tuple[Judgement, ...]]
    copied: frozenset[frozenset[str]]
    independent: frozenset[frozenset[str]]


def standing(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Leave out what was undone, in order of time. An undo may itself be undone."""
    ordered = sorted(judgements, key=lambda one: (one.when.isoformat(), one.id))
    undone: set[str] = set()
    for judgement in reversed(ordered):
        if judgement.action == "undo" and judgement.id not in undone:
            undone.update(judgement.targets)
    return [one for one in ordered if one.id not in undone and one.action != "undo"]


def decide(judgements: Iterable[Judgement]) -> Decisions:
    """Sort the standing judgements; of two that contradict each other, the later one stands."""
    kept = standing(judgements)
    rejected: set[str] = set()
    pairs: dict[frozenset[str], str] = {}
    corrected: dict[str, list[Judgement]] = {}
    for judgement in kept:
        if judgement.action == "reject":
            rejected.update(judgement.targets)
        elif judgement.action in {"accept", "unsure"}:
            rejected.difference_update(judgement.targets)
        elif judgement.action in {"mark-copy", "mark-independent"} and len(set(judgement.targets)) == _PAIR:
            pairs[frozenset(judgement.targets)] = judgement.action
        elif judgement.action == "correct":
            for target in judgement.targets:
                corrected.setdefault(target, []).append(judgement)
    return Decisions(
        rejected=frozenset(rejected),
        merged=_targets(kept, "merge"),
        split=_targets(kept, "split"),
        corrected={target: tuple(found) for target, found in corrected.items()},
        copied=frozenset(pair for pair, action in pairs.items() if action == "mark-copy"),
        independent=frozenset(pair for pair, action in pairs.items() if action == "mark-independent"),
    )


def _targets(judgements: Iterable[Judgement], action: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(one.targets) for one in judgements if one.action == action)


def corrected_statement(
    statement: Statement, corrections: Sequence[Judgement], codebook: Codebook
) -> Statement:
    """Apply corrections of a statement's type, mode or factuality.

    What the codebook does not know changes nothing.
    """
    for one in corrections:
        if one.field == "event_type" and one.value is not None and one.value in codebook.types:
            statement = replace(statement, event_type=one.value)
        elif one.field == "mode":
            statement = replace(statement, mode=one.value)
        elif one.field == "factuality" and _factuality(one.value):
            statement = replace(statement, factuality=_factuality(one.value) or statement.factuality)
    return statement


def corrected_event(event: Event, corrections: Sequence[Judgement], codebook: Codebook) -> Event:
    """Apply corrections of an event's type, mode or factuality.

    What the codebook does not know changes nothing.
    """
    for one in corrections:
        if one.field == "event_type" and one.value is not None and one.value in codebook.types:
            event = replace(event, event_type=one.value)
        elif one.field == "mode":
            event = replace(event, mode=one.value)
        elif one.field == "factuality" and _factuality(one.value):
            event = replace(event, factuality=_factuality(one.value) or event.factuality)
    return event


def _factuality(value: str | None) -> Factuality | None:
    known: tuple[Factuality, ...] = get_args(Factuality)
    return next((one for one in known if one == value), None)


def stale_judgements(judgements: Iterable[Judgement], known_ids: Collection[str]) -> tuple[Judgement, ...]:
    """List the standing judgements that name something unknown, in order of time.

    They are neither applied nor dropped.

    Args:
        judgements: the whole log.
        known_ids: ids of all records of the case (reports, statements, events, ties, links, origins), and
            those that a rejection of the same log keeps out.

    """
    return tuple(
        one for one in standing(judgements) if any(target not in known_ids for target in one.targets)
    )
