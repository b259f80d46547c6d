"""The whole record inside a mailed page, and how much of it a mail can take."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import msgspec
from markupsafe import Markup

from suasion import __version__
from suasion.ids import digest
from suasion.publish.index import Index
from suasion.publish.page.head import head
from suasion.publish.page.outlets import coverage, outlet_rows
from suasion.publish.page.packed import pack
from suasion.publish.page.queue import reason, weights
from suasion.publish.page.rows import decided, event_detail, link_row, report_row
from suasion.publish.page.shapes import EventDetail, Mailed, Waiting
from suasion.publish.ties import ALL
from suasion.publish.words import counted, verb
from suasion.records import Event, Tie

MOST_BYTES = 7_000_000
"""What a record in a page holds at most. With the page around it, in brief, it stays under the 10 MB of a usual mail."""

MOST_TIES = 5_000
"""Ties up to which a record also holds all of those that have no measure."""
_ESCAPES = (("<", "\\u003c"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))
"""Characters that would end the element, or a line in it; inside the texts of JSON they can be written so."""


def mailed(index: Index, *, full_text: bool) -> Mailed:
    """Gather all that the workbench shows. Without `full_text` the reports' originals are left out: quotes and links remain."""
    given = index.given
    ties, left = _ties(index)
    meta = head(index, version=__version__, corpus=digest(sorted(index.reports))[:16], reviewing=False)
    return Mailed(
        meta=replace(meta, gaps=(*meta.gaps, left)) if left else meta,
        events=tuple(_detail(index, event, full_text=full_text) for event in index.events.values()),
        waiting=_waiting(index),
        ties=ties,
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


def _ties(index: Index) -> tuple[tuple[Tie, ...], str]:
    """Give the ties that are carried, the whole time first; of very many, those without a measure are left out, which is said.

    One of each pair stays: it counts the pair's acts.
    """
    given = index.given
    ties = sorted((*given.ties, *given.series), key=lambda tie: (tie.window.label != ALL, tie.id))
    kept = ties if len(ties) <= MOST_TIES else [tie for tie in ties if tie.value is not None or _counts(tie)]
    left = len(ties) - len(kept)
    said = f"{counted(left, 'tie')} with too few events for a measure {verb(left, 'is', 'are')} not in this file."
    return tuple(replace(tie, event_ids=()) for tie in kept), said if left else ""


def _counts(tie: Tie) -> bool:
    """Whether a tie counts all acts of its pair."""
    return (tie.instrument, tie.window.label, tie.measure) == (ALL, ALL, "volume")


def _waiting(index: Index) -> tuple[Waiting, ...]:
    """Put events in the order in which they are to be decided on, whether or not they already were."""
    found = weights([(event, index.pairs(event)) for event in index.events.values()])
    ordered = sorted(found, key=lambda key: -found[key])
    return tuple(
        Waiting(event=key, weight=round(found[key], 4), reason=reason(index.events[key])) for key in ordered
    )


def written(record: Mailed, shown: Sequence[str] = ()) -> Markup:
    """Write a record as JSON that stands inside a `script` element: nothing in it can end the element. `shown` are texts of the page."""
    text = json.dumps(msgspec.to_builtins(pack(record, shown)), ensure_ascii=False, separators=(",", ":"))
    for plain, escaped in _ESCAPES:
        text = text.replace(plain, escaped)
    return Markup(text)
