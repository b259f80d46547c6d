"""What somebody cites who uses exported events: the reports behind them, and the data themselves. BibTeX, CSL-JSON and RIS write it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Literal

from suasion.exchange.colophon import dataset_id
from suasion.exchange.given import Export
from suasion.exchange.plain import one_line, web_address
from suasion.exchange.told import reports_behind
from suasion.records import Dated, Report

PUBLISHER = "suasion"

LOSES = (
    "the events themselves: this lists the reports behind them, and the data set with its filter",
    "statements, passages, damage, links between reports, and their texts",
    "how outlet, language and day are known, and the original language of a translation",
    "imported events: they have no reports, their data set is named in the filter",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One entry. `key` is unique and the same in every export; all text stands on one line, null where nothing is known.

    `day` has a year, a month where that is known and a day where that is: `(2031, 3)`.
    """

    key: str
    kind: Literal["report", "dataset"]
    title: str
    author: str | None
    container: str | None
    day: tuple[int, ...]
    url: str | None
    language: str | None
    version: str | None
    note: str | None


def citations(export: Export) -> Iterator[Citation]:
    """Give the data set first, then the reports in the order of the events."""
    yield dataset_citation(export)
    for report in reports_behind(export):
        yield report_citation(report)


def dataset_citation(export: Export) -> Citation:
    """Cite the exported data: version of the software, hash of the corpus, filter in words."""
    day = export.made.astimezone(UTC).date()
    return Citation(
        key=dataset_id(export),
        kind="dataset",
        title=one_line(export.title) or "Untitled case",
        author=None,
        container=PUBLISHER,
        day=(day.year, day.month, day.day),
        url=web_address(export.address.replace("{id}", "")),
        language=None,
        version=f"suasion {export.version}, corpus {export.corpus}",
        note=one_line(f"{export.selection.in_words()} {export.licence}"),
    )


def report_citation(report: Report) -> Citation:
    """Cite a report as its outlet states it; one without a title by its first words."""
    words = one_line(report.title or "") or one_line(report.text[:120]) or "Untitled report"
    return Citation(
        key=report.id,
        kind="report",
        title=words,
        author=one_line(report.byline or "") or None,
        container=one_line(report.outlet or "") or None,
        day=cited_day(report.published),
        url=web_address(report.url),
        language=one_line(report.language or "") or None,
        version=None,
        note=None,
    )


def cited_day(when: Dated) -> tuple[int, ...]:
    """Give the first day of a period no more precisely than the period is known."""
    if when.start is None:
        return ()
    start, end = when.start, when.end or when.start
    if start == end:
        return (start.year, start.month, start.day)
    if (start.year, start.month) == (end.year, end.month):
        return (start.year, start.month)
    return (start.year,) if start.year == end.year else ()
