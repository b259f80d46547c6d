"""A selection of events as a condition in SQL: over a case's own events, whose parts are JSON, and over imported ones."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from suasion.records import Selection

_TOLD = "EXISTS (SELECT 1 FROM statements s{join} WHERE s.id IN (SELECT unnest(statement_ids->>'$[*]')) AND {told})"

_FIRST_TOLD = "CASE WHEN coalesce(\"when\"->>'text', '') = '' THEN list_min(history->>'$[*].told') END"
"""Of an event that names no time: `Event.days` in SQL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How a table of events writes what selections ask about, as SQL expressions.

    `told` has the place `{told}` for a condition on the statements `s` of an event and, with `{join}`, their reports `r`; null
    where events have none.
    """

    actors: str
    recipients: str
    instruments: str
    first_day: str
    last_day: str
    outlets: str | None
    status: str
    origins: str
    told: str | None


OWN = Form(
    actors="actors->>'$[*].code'",
    recipients="recipients->>'$[*].code'",
    instruments="instruments->>'$[*]'",
    first_day=f"coalesce(\"when\"->>'start', \"when\"->>'end', {_FIRST_TOLD})::DATE",
    last_day=f"coalesce(\"when\"->>'end', \"when\"->>'start', {_FIRST_TOLD})::DATE",
    outlets=None,
    status="status",
    origins="independent_origins",
    told=_TOLD,
)
IMPORTED = Form(
    actors="list_transform(actors, lambda a: a.code)",
    recipients="list_transform(recipients, lambda a: a.code)",
    instruments="instruments",
    first_day="first_day",
    last_day="coalesce(last_day, first_day)",
    outlets="outlets",
    status="CASE WHEN len(outlets) > 1 THEN 'corroborated' ELSE 'reported' END",
    origins="greatest(len(outlets), 1)",
    told=None,
)


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL for the part after WHERE, with the values of its places in order."""

    sql: str = "true"
    values: list[object] = field(default_factory=list)


def condition(selection: Selection, form: Form) -> Condition:
    """Write a selection as a condition on a table of events; `dataset` is not looked at."""
    parts, values = [], []
    for sql, given in _conditions(selection, form):
        parts.append(sql)
        values.extend(given)
    return Condition(" AND ".join(parts) or "true", values)


def _conditions(selection: Selection, form: Form) -> Iterator[tuple[str, list[object]]]:
    groups = dict(selection.groups)
    if selection.sources:
        yield _any(form.actors), [_members(selection.sources, groups)]
    if selection.targets:
        # An act done with one another has all sides among its actors and no recipient.
        aimed = f"CASE WHEN len({form.recipients}) > 0 THEN {form.recipients} ELSE {form.actors} END"
        yield _any(aimed), [_members(selection.targets, groups)]
    if selection.types:
        yield _one("event_type"), [list(selection.types)]
    if selection.instruments:
        named = f"list_concat({form.instruments}, list_transform({form.instruments}, lambda i: split_part(i, '/', 1)))"
        yield _any(named), [list(selection.instruments)]
    if selection.factuality:
        yield _one("factuality"), [list(selection.factuality)]
    if selection.status:
        yield _one(form.status), [list(selection.status)]
    if selection.min_origins > 0:
        yield f"{form.origins} >= ?", [selection.min_origins]
    if selection.start:
        yield f"{form.last_day} >= ?", [selection.start]
    if selection.end:
        yield f"{form.first_day} <= ?", [selection.end]
    yield from _told(selection, form)


def _told(selection: Selection, form: Form) -> Iterator[tuple[str, list[object]]]:
    """Conditions on who tells of an event, and in what words."""
    if selection.outlets and form.outlets:
        yield _any(form.outlets), [list(selection.outlets)]
    asked: list[tuple[str, list[object]]] = []
    if selection.outlets and not form.outlets:
        asked.append((_one("r.outlet"), [list(selection.outlets)]))
    if selection.languages:
        asked.append((_one("coalesce(r.translated_from, r.language)"), [list(selection.languages)]))
    if selection.text:
        asked.append(("contains(lower(s.sentence), lower(?))", [selection.text]))
    if asked and form.told is None:
        yield "false", []  # what has no report is told in no words and no language
        return
    for sql, values in asked:
        join = " JOIN reports r ON r.id = s.report_id" if "r." in sql else ""
        yield str(form.told).format(join=join, told=sql), values


def _members(names: Collection[str], groups: Mapping[str, tuple[str, ...]]) -> list[str]:
    return sorted({code for name in names for code in groups.get(name, (name,))})


def _any(expression: str) -> str:
    return f"list_has_any({expression}, ?::VARCHAR[])"


def _one(expression: str) -> str:
    return f"{expression} IN (SELECT unnest(?::VARCHAR[]))"
