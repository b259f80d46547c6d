"""Writing decisions down: a judgement is checked against the case before it joins the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from suasion.engine.judge import RULES, Target, anchor_of, new_judgement
from suasion.engine.run import open_snapshot
from suasion.engine.selecting import check_choice
from suasion.engine.why import resolve
from suasion.errors import UnknownIdError
from suasion.records import Event, Judgement, Origin
from suasion.store import CaseFolder, Snapshot, append_judgement, read_judgements

Known = Callable[[str], Target | None]
"""Gives the record that has exactly this id, as far as the caller holds the case's records; null for any other."""


def write_judgement(
    folder: CaseFolder,
    action: str,
    record_ids: Sequence[str],
    *,
    field: str | None,
    value: str | None,
    who: str,
    why: str | None,
    known: Known | None = None,
) -> Judgement:
    """Append a decision about records to the log; the beginning of an id will do.

    The store is looked at for what is not `known` alone: opening it takes longer than all the rest.

    Raises:
        UnknownIdError: a record is not in the case.
        InputError: the action is unknown or does not fit the records.
    """
    check_choice("action", action, RULES)
    held = [known(record_id) if known else None for record_id in record_ids]
    looked = iter(_targets(folder, [key for key, one in zip(record_ids, held, strict=True) if one is None]))
    targets = [one or next(looked) for one in held]
    judgement = new_judgement(action, targets, field=field, value=value, who=who, why=why)
    append_judgement(folder.judgements, judgement)
    return judgement


def _targets(folder: CaseFolder, record_ids: Sequence[str]) -> list[Target]:
    if not record_ids:
        return []
    known = read_judgements(folder.judgements)
    with open_snapshot(folder) as snapshot:
        found = [_found(snapshot, known, record_id) for record_id in record_ids]
        events = snapshot.find(Event, [record_id for record_id, kind in found if kind is Event])
    anchors = {key: anchor_of(event) for key, event in events.items()}
    return [Target(id=record_id, kind=kind, anchor=anchors.get(record_id)) for record_id, kind in found]


def _found(snapshot: Snapshot, known: tuple[Judgement, ...], record_id: str) -> tuple[str, type[Any]]:
    """Give the id and the kind of what is meant; an origin that is a report is judged as one."""
    try:
        return resolve(snapshot, known, record_id)
    except UnknownIdError:
        if record_id in snapshot.origin_ids():  # looked for last, as it takes longest
            return record_id, Origin
        raise
