"""From any record down to the sentences and reports that it was made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from suasion.engine.judge import in_force
from suasion.errors import UnknownIdError
from suasion.records import (
    Attribution,
    Event,
    Judgement,
    Link,
    Mention,
    Origin,
    Record,
    Rejection,
    Report,
    Run,
    Statement,
    Tie,
)
from suasion.store import CaseFolder, Lineage, Snapshot
from suasion.store.imports import committed_imports, imported_events

_FEW = 6


_KINDS: Mapping[str, type[Any]] = {
    "r": Report,
    "m": Mention,
    "a": Attribution,
    "s": Statement,
    "l": Link,
    "e": Event,
    "t": Tie,
    "x": Rejection,
    "u": Run,
}
"""The kind of a record by the first letter of its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """A record, the run that made its row, and the records that it was made from, each with its own.

    `links` say what a report goes back to; `judged` are the judgements in force on the record.
    """

    id: str
    kind: str
    """`report`, `statement`, `event` …; `origin` for a source that is no report of the case."""
    record: Record | Origin
    run_id: str | None
    made_from: tuple[Why, ...]
    links: tuple[Link, ...] = ()
    judged: tuple[Judgement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    kind: type[Any]
    record: Record
    lineage: Lineage


class _Found:
    """The records that an answer is made of: those asked for with all below them, and what stands beside these."""

    def __init__(self, snapshot: Snapshot, judgements: tuple[Judgement, ...], ids: set[str]) -> None:
        self.rows = _rows_below(snapshot, ids)
        self._links: dict[str, list[Link]] = defaultdict(list)
        reports = [key for key, row in self.rows.items() if row.kind is Report]
        for link in sorted(
            snapshot.having(Link, "from_report", reports), key=lambda one: (-one.score, one.id)
        ):
            self._links[link.from_report].append(link)
        self._judged: dict[str, list[Judgement]] = defaultdict(list)
        for judgement in in_force(judgements):
            for target in judgement.targets:
                self._judged[target].append(judgement)

    def trees(self, ids: Iterable[str]) -> tuple[Why, ...]:
        """Give the trees of those of the records that are there."""
        return tuple(self.tree(record_id) for record_id in ids if record_id in self.rows)

    def tree(self, record_id: str, above: frozenset[str] = frozenset()) -> Why:
        """Give a record with all that it was made from."""
        row = self.rows[record_id]
        sources = [source for source in row.lineage.made_from if source in self.rows and source not in above]
        return Why(
            id=record_id,
            kind=row.kind.__name__.lower(),
            record=row.record,
            run_id=row.lineage.run_id,
            made_from=tuple(self.tree(source, above | {record_id}) for source in sources),
            links=tuple(self._links.get(record_id, ())),
            judged=tuple(self._judged.get(record_id, ())),
        )


def resolve(snapshot: Snapshot, judgements: tuple[Judgement, ...], given: str) -> tuple[str, type[Any]]:
    """Give the full id and the kind of the one record whose id is, or begins with, `given`.

    The id of an event that was joined to another gives that other.

    Raises:
        UnknownIdError: no record has it, or several begin with it.
    """
    found = snapshot.find_prefix(given, _FEW) if given else []
    found += [(row.id, Judgement) for row in judgements if given and row.id.startswith(given)]
    exact = [pair for pair in found if pair[0] == given]
    if len(exact) == 1 or len(found) == 1:
        return (exact or found)[0]
    if found:
        raise _several(given, [record_id for record_id, _ in found])
    heirs = snapshot.redirects().get(given)
    if heirs is not None and len(heirs) == 1:
        return heirs[0], Event
    if heirs is not None:
        raise UnknownIdError(
            f"The event {given} is no more; its statements are in {', '.join(heirs) or 'none'}.",
            cause="It was split, or a judgement keeps its statements out.",
            remedy="Use one of these ids." if heirs else "Undo the judgement to have it back.",
        )
    raise UnknownIdError(
        f"No record of this case has the id '{given}'.",
        cause="A misspelt id, an id of another case, or one that an earlier run had.",
        remedy="List the ids with: suasion export events --case CASE",
    )


def explain(snapshot: Snapshot, judgements: tuple[Judgement, ...], given: str) -> Why:
    """Walk from a record down to reports.

    Raises:
        UnknownIdError: no record has this id, or several begin with it.
    """
    origin = _origin(snapshot, judgements, given)
    if origin:
        return origin
    record_id, kind = resolve(snapshot, judgements, given)
    if kind is not Judgement:
        return _Found(snapshot, judgements, {record_id}).tree(record_id)
    judgement = next(row for row in judgements if row.id == record_id)
    targets = _Found(snapshot, judgements, set(judgement.targets)).trees(judgement.targets)
    return Why(id=record_id, kind="judgement", record=judgement, run_id=None, made_from=targets)


def explain_imported(folder: CaseFolder, given: str) -> Why | None:
    """Give the imported event that has an id such as `icews:20718170-2014-03-01`, or alone begins with it; null if none does.

    What it was made from is a line of the file, which the event names itself.

    Raises:
        UnknownIdError: several begin with it.
    """
    dataset, colon, _ = given.partition(":")
    found: list[Event] = []
    for manifest in committed_imports(folder) if colon else ():
        if manifest.dataset == dataset:
            exact = list(imported_events(manifest, "id = ?", [given]))
            found += exact or list(islice(imported_events(manifest, "starts_with(id, ?)", [given]), _FEW))
    exactly = [event for event in found if event.id == given]
    if len(exactly or found) > 1:
        raise _several(given, [event.id for event in found])
    return next(
        (Why(id=one.id, kind="event", record=one, run_id=None, made_from=()) for one in exactly or found),
        None,
    )


def _several(given: str, ids: Iterable[str]) -> UnknownIdError:
    some = ", ".join(sorted(ids)[: _FEW - 1])
    return UnknownIdError(
        f"Several records have an id that begins with '{given}': {some} …",
        cause="The beginning is too short to tell them apart.",
        remedy="Give more of the id.",
    )


def _origin(snapshot: Snapshot, judgements: tuple[Judgement, ...], given: str) -> Why | None:
    """Walk from an origin that is no report to the events that go back to it; null if `given` names none."""
    if given not in snapshot.event_origins() or given in snapshot.ids():
        return None
    events = [event for event in snapshot.rows(Event) if given in {origin.id for origin in event.origins}]
    ids = [event.id for event in events]
    first = next(origin for origin in events[0].origins if origin.id == given)
    made_from = _Found(snapshot, judgements, set(ids)).trees(ids)
    return Why(id=given, kind="origin", record=first, run_id=None, made_from=made_from)


def _rows_below(snapshot: Snapshot, ids: set[str]) -> dict[str, _Row]:
    """Read the records with these ids and all that they were made from, a level at a time."""
    rows: dict[str, _Row] = {}
    wanted = ids
    while wanted:
        level: dict[str, _Row] = {}
        for kind in {_KINDS[record_id[0]] for record_id in wanted if record_id[:1] in _KINDS}:
            chosen = sorted(record_id for record_id in wanted if _KINDS.get(record_id[:1]) is kind)
            lineage = snapshot.lineage(kind, chosen)
            for record_id, record in snapshot.find(kind, chosen).items():
                level[record_id] = _Row(kind=kind, record=record, lineage=lineage[record_id])
        rows.update(level)
        wanted = {source for row in level.values() for source in row.lineage.made_from} - set(rows)
    return rows
