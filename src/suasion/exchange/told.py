"""Events with the statements and reports that tell of them, looked up some hundred at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from suasion.exchange.given import Export
from suasion.records import Event, Report, Statement

BATCH = 500
"""Events looked up at once: their texts are the only ones in memory."""

ItemT = TypeVar("ItemT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event, its statements in its own order, and its reports in theirs. What the case no longer has is left out."""

    event: Event
    statements: tuple[Statement, ...]
    reports: tuple[Report, ...]

    def report_of(self, statement: Statement) -> Report | None:
        """Give the report that a statement of the event stands in."""
        return next((report for report in self.reports if report.id == statement.report_id), None)


def told(export: Export) -> Iterator[Told]:
    """Give every event of an export with what tells of it, in the export's order."""
    for batch in batches(export.events(), BATCH):
        statements = export.statements({key for event in batch for key in event.statement_ids})
        reports = export.reports({key for event in batch for key in event.report_ids})
        for event in batch:
            yield Told(
                event=event,
                statements=tuple(statements[key] for key in event.statement_ids if key in statements),
                reports=tuple(reports[key] for key in event.report_ids if key in reports),
            )


def reports_behind(export: Export) -> Iterator[Report]:
    """Give each report that tells of some event of the export once, in the order of the events."""
    seen: set[str] = set()
    for batch in batches(export.events(), BATCH):
        asked = dict.fromkeys(key for event in batch for key in event.report_ids if key not in seen)
        seen.update(asked)
        found = export.reports(asked.keys())
        yield from (found[key] for key in asked if key in found)


def batches(items: Iterable[ItemT], size: int) -> Iterator[list[ItemT]]:
    """Cut a stream into lists of at most `size`."""
    stream = iter(items)
    while batch := list(islice(stream, size)):
        yield batch
