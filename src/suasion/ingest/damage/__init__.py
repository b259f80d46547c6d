"""Damage: what translation, scraping and encoding broke, as an overlay; the text stays as it came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from suasion.ingest.damage.fixed import find_fixed, glossary
from suasion.ingest.damage.forms import find_forms
from suasion.ingest.damage.glued import find_glued
from suasion.ingest.damage.letters import find_letters
from suasion.ingest.damage.marking import mark, settle
from suasion.ingest.damage.namebook import NameBook, name_book
from suasion.ingest.damage.names import find_names
from suasion.ingest.damage.numbers import find_numbers
from suasion.ingest.damage.odd import find_odd
from suasion.ingest.damage.repeats import find_repeats
from suasion.ingest.damage.spaces import find_spaces
from suasion.ingest.damage.terms import Trace, find_traces
from suasion.records import Damage

__all__ = ["DAMAGED", "NameBook", "Trace", "find_damage", "find_traces", "name_book"]

DAMAGED = 0.5
"""From how sure a trace of translation counts as damage (0-1)."""


def find_damage(
    text: str, book: NameBook | None = None, traces: Iterable[Trace] | None = None
) -> tuple[Damage, ...]:
    """Find what is surely or likely broken, in order of position, no two finds overlapping; docs/ingest.md lists the kinds.

    `book`: the names against which near misses are looked for. `traces`: what `find_traces` found, if it was asked before.
    """
    known = find_traces(text) if traces is None else traces
    surer = settle(_surer(text, book, known))
    return settle([*surer, *find_odd(text, surer, book)])


def _surer(text: str, book: NameBook | None, traces: Iterable[Trace]) -> Iterator[Damage]:
    """Find what is damage in whatever passage it stands."""
    yield from find_letters(text)
    yield from find_spaces(text)
    yield from find_glued(text)
    yield from find_repeats(text)
    yield from find_numbers(text)
    yield from find_forms(text)
    yield from find_names(text, book)
    yield from find_fixed(text, glossary(book.long_names if book else frozenset()))
    for trace in traces:
        if trace.sure >= DAMAGED and trace.meant != trace.surface:
            yield mark(text, trace.start, trace.end, trace.meant, trace.kind, trace.sure)
