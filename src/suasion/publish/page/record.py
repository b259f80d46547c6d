"""The whole record inside a mailed page, and how much of it a mail can take."""

from __future__ import annotations

import json
from dataclasses import replace

import msgspec
from markupsafe import Markup

from suasion import __version__
from suasion.ids import digest
from suasion.publish.index import Index
from suasion.publish.page.head import head
from suasion.publish.page.outlets import coverage, outlet_rows
from suasion.publish.page.rows import decided, event_detail, link_row, report_row
from suasion.publish.page.shapes import EventDetail, Mailed
from suasion.records import Event

MOST_EVENTS, MOST_BYTES = 5_000, 6_000_000
"""What a record in a page holds at most. The page around it is two thirds as long: together they stay near the 10 MB of a usual mail."""

_ESCAPES = (("<", "\\u003c"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))
"""Characters that would end the element, or a line in it; inside the texts of JSON they can be written so."""


def mailed(index: Index, *, full_text: bool) -> Mailed:
    """Gather all that the workbench shows. Without `full_text` the reports' originals are left out: quotes and links remain."""
    given = index.given
    return Mailed(
        meta=head(index, version=__version__, corpus=digest(sorted(index.reports))[:16], reviewing=False),
        events=tuple(_detail(index, event, full_text=full_text) for event in index.events.values()),
        ties=tuple(sorted((*given.ties, *given.series), key=lambda tie: (tie.window.label != "all", tie.id))),
        framings=given.framings or (),
        reports=tuple(report_row(index, report) for report in index.reports.values()),
        links=tuple(link_row(link) for links in index.links_from.values() for link in links),
        outlets=outlet_rows(index),
        coverage=coverage(index),
        decisions=tuple(decided(one) for one in sorted(given.judgements, key=lambda one: (one.when, one.id))),
    )


def _detail(index: Index, event: Event, *, full_text: bool) -> EventDetail:
    detail = event_detail(index, event)
    if full_text:
        return detail
    return replace(detail, evidence=tuple(replace(one, original=None) for one in detail.evidence))


def written(record: Mailed) -> Markup:
    """Write a record as JSON that stands inside a `script` element: nothing in it can end the element."""
    text = json.dumps(msgspec.to_builtins(record), ensure_ascii=False, separators=(",", ":"))
    for plain, escaped in _ESCAPES:
        text = text.replace(plain, escaped)
    return Markup(text)
