"""A long case in brief: each event in a line with the sentence that tells it best, and what was left out, counted.

A page that holds every sentence of thousands of events is too large to mail and too slow to open, and nobody reads it from the first
line to the last. The rest stands in the record that the page carries, and in the tables; `suasion dossier --pdf` prints it all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from suasion.publish.corpus import RejectionView, rejection_views
from suasion.publish.evidence import in_order, safe_url
from suasion.publish.index import Index
from suasion.publish.judged import judged_lines
from suasion.publish.page.rows import best_told
from suasion.publish.roots import RootView, root_views
from suasion.publish.words import load_words, period
from suasion.records import Event, Report

MOST_QUOTED = 3_000
"""Sentences up to which a page holds all evidence: it then stays under 9 MB, the workbench with its record included."""
PAIRS, ROOTS, REJECTIONS, CELLS = 30, 50, 200, 100
"""Rows that a brief page shows of ties by means, of origins with more than one report, of refusals, and of the tables of pictures."""
LOT = 100
"""Lines that a browser lays out together, when they come in sight."""
RowT = TypeVar("RowT")


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefEvent:
    """An event in a line: what it is, and the sentence that tells it best, with its report; `more` counts its other sentences."""

    id: str
    headline: str
    said: str
    content: bool
    quote: str
    outlet: str
    report_id: str
    more: int
    judged: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefReport:
    """A report in a line."""

    id: str
    name: str
    url: str | None
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What a brief page shows instead of all evidence, and how much it leaves out of each kind."""

    lots: tuple[tuple[BriefEvent, ...], ...]
    number: dict[str, int]
    """Event id to its number on the page, from 1."""
    sentences_left: int
    reports: tuple[tuple[BriefReport, ...], ...]
    roots: tuple[RootView, ...]
    roots_left: int
    rejections: tuple[RejectionView, ...]
    rejections_left: tuple[tuple[str, int], ...]
    """By reason, how many refusals are not shown."""

    def shown(self) -> Iterator[str]:
        """Give the texts that the page's script reads from it, three a line, in order (`shownTexts` in `web/src/mailed.tsx`)."""
        for event in chain.from_iterable(self.lots):
            yield from (event.id, event.headline, event.quote)
        for report in chain.from_iterable(self.reports):
            yield from (report.id, report.name, report.url or "")


def quoted(index: Index) -> int:
    """Count the sentences that a page with all evidence holds: those of every event."""
    return sum(key in index.statements for event in index.events.values() for key in event.statement_ids)


def brief(index: Index) -> Brief:
    """Show a case in brief."""
    events = list(in_order(index))
    shown = [_event(index, event) for event in events]
    roots = [root for root in root_views(index) if root.links]
    refused = rejection_views(index)
    return Brief(
        lots=_lots(shown),
        number={event.id: number for number, event in enumerate(events, start=1)},
        sentences_left=sum(one.more for one in shown),
        reports=_lots([_report(index, report) for report in index.reports.values()]),
        roots=tuple(roots[:ROOTS]),
        roots_left=max(len(roots) - ROOTS, 0),
        rejections=refused[:REJECTIONS],
        rejections_left=tuple(sorted(Counter(row.reason for row in refused[REJECTIONS:]).items())),
    )


def _lots(rows: Sequence[RowT]) -> tuple[tuple[RowT, ...], ...]:
    return tuple(tuple(rows[at : at + LOT]) for at in range(0, len(rows), LOT))


def _event(index: Index, event: Event) -> BriefEvent:
    words = load_words()
    told = best_told(index, event)
    report = index.reports.get(told.report_id) if told else None
    parts = (
        words.factuality[event.counted_as].word,
        index.when(event),
        index.sources(event),
        words.status[event.status],
    )
    sentences = sum(key in index.statements for key in event.statement_ids)
    return BriefEvent(
        id=event.id,
        headline=index.headline(event),
        said=" · ".join(parts),
        content=index.parent(event) is not None,
        quote=told.sentence if told else "",
        outlet=index.outlet(report) if report else "",
        report_id=report.id if report else "",
        more=max(sentences - 1, 0),
        judged=judged_lines(index, event.id),
    )


def _report(index: Index, report: Report) -> BriefReport:
    day = "undated" if report.published.start is None else period(report.published)
    return BriefReport(
        id=report.id,
        name=index.report_name(report),
        url=safe_url(report.url),
        said=f"{index.outlet(report)}, {day}",
    )
