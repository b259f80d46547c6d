"""How much of a report goes back to each of its sources: all of it, or the sentences that say so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from suasion.reconcile.sources import Source
from suasion.records import Report, Span

WHOLE = "whole report"
"""The reason that marks a link whose origin covers every statement of the report that names no other."""
VIA = "cites another outlet for it"
"""The reason that marks a link to an outlet which only passes on: in "A, citing B" A is no origin."""
_OPENING = 0.25
"""A source named twice, first in this part of the text, frames it."""
_SPREAD = 0.5
"""A source that keeps coming back over this share of the text frames it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """A report relays a source: in `evidence`, or as a `whole`.

    `coverage` is the share of the text, 0-1 (1 for a whole).
    """

    source: Source
    whole: bool
    coverage: float
    evidence: Span
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where words make an outlet the source. `frames`: of the whole report; `via`: it only passes on."""

    source: Source
    start: int
    end: int
    reason: str
    frames: bool = False
    via: bool = False


def summed(report: Report, sentences: Sequence[Span], places: Sequence[Place]) -> list[Relay]:
    """Give the relays that places of a report make, in order of position; of several that cover the whole, one does."""
    by_source: dict[str, list[Place]] = defaultdict(list)
    for place in sorted(places, key=lambda one: (one.start, one.end, one.reason)):
        by_source[place.source.id].append(place)
    counts = {source_id: len(_merged(found)) for source_id, found in by_source.items()}
    most = max(counts.values(), default=0)
    relays: list[Relay] = []
    for source_id, found in by_source.items():
        why = _frames(report, sentences, found, leads=counts[source_id] == most)
        relays += [_whole(report, found, why)] if why else _parts(report, sentences, found)
    wholes = [relay for relay in relays if relay.whole]
    if len(wholes) > 1:
        # one text has one frame: a credit before words in the text, what is cited before who cites it
        first = min(
            wholes,
            key=lambda one: (*_frame_rank(by_source[one.source.id]), one.evidence.start, one.source.id),
        )
        relays = [relay for relay in relays if not relay.whole or relay is first]
        others = (relay.source.id for relay in wholes if relay is not first)
        relays += [part for other in others for part in _parts(report, sentences, by_source[other])]
    return sorted(relays, key=lambda relay: (relay.evidence.start, relay.evidence.end, relay.source.id))


def _merged(places: Sequence[Place]) -> list[tuple[int, int, tuple[str, ...]]]:
    """Places in order of position with the overlapping ones put together."""
    merged: list[tuple[int, int, tuple[str, ...]]] = []
    for place in places:
        if merged and place.start < merged[-1][1]:
            start, end, reasons = merged[-1]
            merged[-1] = (start, max(end, place.end), tuple(dict.fromkeys((*reasons, *_reasons(place)))))
        else:
            merged.append((place.start, place.end, _reasons(place)))
    return merged


def _reasons(place: Place) -> tuple[str, ...]:
    return (place.reason, VIA) if place.via else (place.reason,)


def _frame_rank(places: Sequence[Place]) -> tuple[bool, bool]:
    return (all(place.via for place in places), not any(place.frames for place in places))


def _frames(report: Report, sentences: Sequence[Span], places: Sequence[Place], *, leads: bool) -> str | None:
    """Why the source covers the whole report, or null."""
    framing = next((place.reason for place in places if place.frames), None)
    if framing:
        return framing
    if not leads or not sentences:
        return None
    titled = len(report.title) if report.title and report.text.startswith(report.title) else 0
    title_end = max((part.end for part in report.passages if part.kind == "title"), default=titled)
    first_body = next((one for one in sentences if one.start >= title_end), sentences[0])
    if places[0].start <= first_body.start:
        return "named in the opening"
    merged = _merged(places)
    length = max(sentences[-1].end - sentences[0].start, 1)
    first, last = (merged[0][0] - sentences[0].start) / length, (merged[-1][0] - sentences[0].start) / length
    if len(merged) > 1 and (first <= _OPENING or last - first >= _SPREAD):
        return f"named in {len(merged)} places"
    return None


def _whole(report: Report, places: Sequence[Place], why: str) -> Relay:
    first = places[0]
    reasons = (WHOLE, why, *dict.fromkeys(place.reason for place in places if place.reason != why))
    if all(place.via for place in places):
        reasons = (*reasons, VIA)
    evidence = Span(text=report.text[first.start : first.end], start=first.start, end=first.end)
    return Relay(source=first.source, whole=True, coverage=1.0, evidence=evidence, reasons=reasons)


def _parts(report: Report, sentences: Sequence[Span], places: Sequence[Place]) -> list[Relay]:
    length = max(sum(one.end - one.start for one in sentences), 1)
    return [
        Relay(
            source=places[0].source,
            whole=False,
            coverage=min(round((end - start) / length, 4), 0.99),
            evidence=Span(text=report.text[start:end], start=start, end=end),
            reasons=reasons,
        )
        for start, end, reasons in _merged(places)
    ]
