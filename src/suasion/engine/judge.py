"""Judgements: which are in force, what they withdraw, which have lost their target."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import msgspec

from suasion.errors import InputError
from suasion.ids import content_id, digest
from suasion.records import Actor, Anchor, Event, Judgement, Link, Origin, Report, Statement

_VERDICTS = frozenset({"accept", "reject", "unsure"})
_REMOVES = frozenset({"reject"})
_MOVES = frozenset({"merge", "split"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A record that a judgement is about."""

    id: str
    kind: type[Any]
    anchor: Anchor | None = None
    """What an event was when it was judged."""


def anchor_of(event: Event) -> Anchor:
    """Give what finds an event again when its id has changed."""
    sides = {_side(actor) for actor in (*event.actors, *event.recipients)}
    return Anchor(event_id=event.id, statement_ids=event.statement_ids, sides=tuple(sorted(sides)))


def _side(actor: Actor) -> str:
    """Give what an actor counts as when events are joined: its state, for a state and its people, else itself."""
    return actor.state or actor.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Which kinds of record an action is about, and at least and at most how many of them."""

    kinds: tuple[type[Any], ...]
    least: int = 1
    most: int | None = None


_JUDGED = (Report, Statement, Event, Link)

RULES: Mapping[str, Rule] = {
    "accept": Rule(kinds=_JUDGED),
    "reject": Rule(kinds=_JUDGED),
    "unsure": Rule(kinds=_JUDGED),
    "merge": Rule(kinds=(Event, Statement), least=2),
    "split": Rule(kinds=(Event, Statement)),
    "correct": Rule(kinds=(Report, Statement, Event)),
    "mark-copy": Rule(kinds=(Report, Origin), least=2, most=2),
    "mark-independent": Rule(kinds=(Report, Origin), least=2, most=2),
    "undo": Rule(kinds=(Judgement,)),
}


def in_force(judgements: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """Give the judgements that hold, oldest first: none that was undone, and no `undo` itself.

    Of several verdicts (accept, reject, unsure) on one record the last holds. An undo can itself be undone.
    """
    undone: set[str] = set()
    judged: set[str] = set()
    holding: list[Judgement] = []
    for judgement in reversed(judgements):
        if judgement.id in undone:
            continue
        if judgement.action == "undo":
            undone.update(judgement.targets)
        elif judgement.action not in _VERDICTS:
            holding.append(judgement)
        elif not judged.issuperset(judgement.targets):
            holding.append(_narrowed(judgement, judged))
            judged.update(judgement.targets)
    return tuple(reversed(holding))


def _narrowed(judgement: Judgement, judged: set[str]) -> Judgement:
    """Leave out the targets on which a later verdict was given."""
    if judged.isdisjoint(judgement.targets):
        return judgement
    left = tuple(target for target in judgement.targets if target not in judged)
    return replace(judgement, targets=left)


def withdrawn_reports(judgements: Iterable[Judgement]) -> frozenset[str]:
    """Give the ids of the reports that judgements in force reject."""
    rejected = (
        target for judgement in judgements if judgement.action == "reject" for target in judgement.targets
    )
    return frozenset(target for target in rejected if target.startswith("r"))


def judgements_key(judgements: Sequence[Judgement]) -> str:
    """Hash judgements, in order."""
    return digest(msgspec.json.encode(judgement).decode("utf-8") for judgement in judgements)


def stale(
    judgements: Iterable[Judgement], known: Container[str], redirects: Mapping[str, tuple[str, ...]]
) -> tuple[Judgement, ...]:
    """Give the judgements with a target that is no longer there: listed, neither applied nor dropped.

    An event that is gone because of the judgement itself (rejected, merged, split) does not make it stale; nor does one whose
    statements are all in one other event, which then is meant.
    """

    def gone(judgement: Judgement, target: str) -> bool:
        if target in known or target not in redirects:
            return target not in known
        if len(redirects[target]) == 1 and any(one.event_id == target for one in judgement.anchors):
            return False
        return judgement.action not in (_MOVES if redirects[target] else _REMOVES)

    return tuple(row for row in judgements if any(gone(row, target) for target in row.targets))


def new_judgement(
    action: str, targets: Sequence[Target], *, field: str | None, value: str | None, who: str, why: str | None
) -> Judgement:
    """Write down a decision made now.

    Raises:
        InputError: the action is unknown, or does not fit the records or the other arguments.
    """
    check_judgement(action, targets, field, value)
    when = datetime.now(UTC)
    ids = tuple(target.id for target in targets)
    made = content_id("j", action, *ids, field, value, who, when.isoformat(), why)
    row = {
        "anchors": tuple(target.anchor for target in targets if target.anchor is not None),
        "id": made,
        "action": action,
        "targets": ids,
        "field": field,
        "value": value,
        "who": who,
        "when": when,
        "why": why,
    }
    return msgspec.convert(row, type=Judgement)


def check_judgement(action: str, targets: Sequence[Target], field: str | None, value: str | None) -> None:
    """Check that a decision fits the records that it is about.

    Raises:
        InputError: the action is unknown, or does not fit the records or the other arguments.
    """
    rule = RULES.get(action)
    if rule is None:
        raise InputError(
            f"'{action}' is no judgement.",
            cause="A misspelt word.",
            remedy=f"Use one of: {', '.join(RULES)}.",
        )
    if len(targets) < rule.least or (rule.most is not None and len(targets) > rule.most):
        most = "" if rule.most is None else f" and at most {rule.most}"
        raise InputError(
            f"'{action}' needs at least {rule.least}{most} records, {len(targets)} were given.",
            cause="An id is missing, or there is one too many.",
            remedy="Give the ids of exactly those records that it is about.",
        )
    for target in targets:
        if target.kind not in rule.kinds:
            names = ", ".join(kind.__name__.lower() for kind in rule.kinds)
            raise InputError(
                f"'{action}' is about {names}; {target.id} is a {target.kind.__name__.lower()}.",
                cause="The id is of another kind of record.",
                remedy=f"Give the id of a {names.replace(', ', ' or a ')}.",
            )
    _check_correction(action, targets, field, value)


def _check_correction(action: str, targets: Sequence[Target], field: str | None, value: str | None) -> None:
    if action != "correct":
        if field is not None or value is not None:
            raise InputError(
                f"'{action}' takes no field and no value.",
                cause="Only 'correct' changes a field.",
                remedy="Leave them out, or use 'correct'.",
            )
        return
    if field is None or value is None:
        raise InputError(
            "'correct' needs a field and a value.",
            cause="One of them is missing.",
            remedy="For example: suasion judge correct ID --field factuality --value planned --case CASE",
        )
    from suasion.codebook import load_codebook  # noqa: PLC0415 - slow to import, and only needed here
    from suasion.reconcile.corrections import Known, check_correction  # noqa: PLC0415
    from suasion.registers import load_registers  # noqa: PLC0415

    known = Known(codebook=load_codebook(), registers=load_registers())
    for target in targets:
        check_correction(target.kind, field, value, known)
