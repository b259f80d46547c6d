"""Time expressions: found by patterns, resolved against the publication date and the date spoken of before.

Own rules do the finding and the relative expressions, whose precision must be kept; dateparser reads dates in
digits. Durations ("in the past eight years"), ages and numbers in names ("S-400") are no dates. The day on
which this program runs plays no part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from suasion.read.time_patterns import PREFILTER, patterns_for
from suasion.read.time_rules import Clock, Resolved, kind_of
from suasion.records import Dated, Span, TimeExpression


def find_times(
    text: str, start: int = 0, *, anchor: Dated | None, previous: Dated | None = None
) -> tuple[TimeExpression, ...]:
    """Find the time expressions of a sentence that begins at `start` of the report's text.

    `anchor` is the publication date, `previous` the period that the text spoke of last ("a year later").
    `how` is `stated`, `relative`, or, with a null `start`, the reason why it could not be resolved.
    "Since 2014" is the open period from then to the publication date, with precision `unknown`.
    """
    if not PREFILTER.search(text):
        return ()
    found: list[TimeExpression] = []
    clock = Clock(text, anchor, previous)
    for match, rule in _matches(text):
        resolved = clock.resolve(match, rule)
        if resolved is None:
            continue
        when = _dated(resolved, match.group(), kind_of(rule) in _STATED_RULES and _has_year(match))
        found.append(
            TimeExpression(
                span=Span(text=match.group(), start=start + match.start(), end=start + match.end()), when=when
            )
        )
        if when.start is not None:
            clock.previous = when
    return tuple(found)


def _matches(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Give matches left to right, not overlapping; at one place the longest, then the earlier rule."""
    every = [
        (match.start(), -match.end(), order, match, rule)
        for order, (rule, pattern) in enumerate(patterns_for(text))
        for match in pattern.finditer(text)
        if match.end() > match.start()
    ]
    at = 0
    for first, _, _, match, rule in sorted(every, key=lambda item: item[:3]):
        if first >= at:
            at = match.end()
            yield match, rule


def _dated(resolved: Resolved, text: str, stated: bool) -> Dated:
    if isinstance(resolved, str):
        return Dated(how=resolved, text=text)
    return Dated(
        start=resolved.start,
        end=resolved.end,
        precision=resolved.precision,
        how="stated" if stated else "relative",
        text=text,
    )


_STATED_RULES = frozenset(
    {"range", "date", "month", "season", "year", "decade", "iso", "since", "fraction", "week_of"}
)


def _has_year(match: re.Match[str]) -> bool:
    return bool(re.search(r"[0-9]{4}|[0-9]0s", match.group()))
