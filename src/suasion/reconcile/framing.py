"""How outlets name the same actor or act: a table to be read, never a score of truth or bias.

A row holds what one outlet calls one actor (or one event's act), in whose words, with every quotation. It is worked out from the
kept records when somebody asks: nothing else depends on it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from suasion.codebook.triggers import load_triggers
from suasion.overlap import Overlaps
from suasion.reconcile.labels import Label, act_label, labels_of, stems
from suasion.reconcile.words import quotations_of, sentences_of, within
from suasion.records import (
    Attribution,
    Event,
    Framing,
    FramingKind,
    Mention,
    Quotation,
    Report,
    Span,
    Statement,
)
from suasion.registers import Registers

_RANK: Mapping[FramingKind, int] = {"description": 0, "act": 0, "title": 1, "name": 2}
What = Literal["actor", "event"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FramingInput:
    """The records that a table of framings is worked out from."""

    reports: Sequence[Report]
    mentions: Sequence[Mention]
    attributions: Sequence[Attribution]
    statements: Sequence[Statement]
    events: Sequence[Event]


class _Thing(NamedTuple):
    """An actor or an event, as a key: there are as many as mentions."""

    what: What
    id: str
    name: str


class _Use(NamedTuple):
    """One place where an outlet names a thing."""

    thing: _Thing
    outlet: str
    label: str
    kind: FramingKind
    holder: str | None
    verbatim: bool
    quotation: Quotation


def framings(given: FramingInput, registers: Registers) -> tuple[Framing, ...]:
    """Give who is called what by whom.

    For each actor, then each event: descriptions and acts before titles before plain names, and among them labels that only some of
    the outlets use before those that all use, the most frequent first.
    """
    uses = [*_of_actors(given, registers), *_of_events(given)]
    outlets: dict[_Thing, set[str]] = defaultdict(set)
    labelled: dict[tuple[_Thing, str], set[str]] = defaultdict(set)
    rows: dict[tuple[_Thing, str, FramingKind, str, str | None], list[_Use]] = defaultdict(list)
    for use in uses:
        outlets[use.thing].add(use.outlet)
        labelled[use.thing, use.label].add(use.outlet)
        rows[use.thing, use.label, use.kind, use.outlet, use.holder].append(use)
    made = [_row(own, len(labelled[own[0].thing, own[0].label])) for own in rows.values()]
    total: dict[tuple[str, str], int] = defaultdict(int)
    for row in made:
        total[row.id, row.label] += row.count

    def order(row: Framing) -> tuple[object, ...]:
        shared = row.outlets == len(outlets[_Thing(row.what, row.id, row.name)])
        frequency = -total[row.id, row.label]
        whose = (row.outlet, row.holder is not None, row.holder or "")
        return (row.what, row.name, row.id, _RANK[row.kind], shared, frequency, row.label, *whose)

    return tuple(sorted(made, key=order))


def _row(uses: Sequence[_Use], outlets: int) -> Framing:
    first = uses[0]
    by_place = {(one.report_id, one.start, one.end): one for one in (use.quotation for use in uses)}
    quotations = [by_place[place] for place in sorted(by_place)]
    return Framing(
        what=first.thing.what,
        id=first.thing.id,
        name=first.thing.name,
        outlet=first.outlet,
        label=first.label,
        kind=first.kind,
        holder=first.holder,
        verbatim=all(use.verbatim for use in uses),
        count=len(quotations),
        outlets=outlets,
        quotations=tuple(quotations),
    )


def outlet_name(report: Report) -> str:
    """Name the outlet of a report; one that is not known is told apart by the report."""
    return report.outlet or f"unknown outlet ({report.id})"


class _Page:
    """One report: its sentences, its quotation marks, and who speaks where."""

    def __init__(self, report: Report, attributions: Iterable[Attribution]) -> None:
        self.report, self.outlet = report, outlet_name(report)
        self._sentences = sentences_of(report)
        self._starts = [one.start for one in self._sentences]
        self._marks = quotations_of(report)
        spoken = [(one, one.content) for one in attributions if not _is_the_outlet(one)]
        self._spoken: Overlaps[Attribution] = Overlaps(spoken)

    def use(self, thing: _Thing, label: Label) -> _Use:
        """Note that a label is used here, and in whose words."""
        return _Use(
            thing=thing,
            outlet=self.outlet,
            label=label.text,
            kind=label.kind,
            holder=self._holder(label.start, label.end),
            verbatim=within(label.start, self._marks),
            quotation=self._quotation(label.start, label.end),
        )

    def _holder(self, start: int, end: int) -> str | None:
        """Give the innermost holder in whose words the stretch stands; null for the outlet's own."""
        covering = [
            (span.end - span.start, one.id, one)
            for one in self._spoken.at(start, end)
            for span in one.content
            if span.start <= start and end <= span.end
        ]
        return min(covering)[2].holder.name if covering else None

    def _quotation(self, start: int, end: int) -> Quotation:
        number = bisect_right(self._starts, start) - 1
        near = self._sentences[number] if number >= 0 else None
        sentence = near if near is not None and end <= near.end else self._line(start, end)
        words = self.report.text[start:end]
        return Quotation(report_id=self.report.id, sentence=sentence.text, text=words, start=start, end=end)

    def _line(self, start: int, end: int) -> Span:
        """Give the line of a stretch that is in no sentence of title or body: a caption's, say."""
        text = self.report.text
        first = text.rfind("\n", 0, start) + 1
        last = text.find("\n", end)
        last = len(text) if last < 0 else last
        return Span(text=text[first:last], start=first, end=last)


def _is_the_outlet(attribution: Attribution) -> bool:
    return attribution.holder.kind == "outlet" and attribution.holder.start is None


def _pages(given: FramingInput) -> Callable[[str], _Page | None]:
    """Make the pages, each when it is asked for first."""
    reports = {report.id: report for report in given.reports}
    said: dict[str, list[Attribution]] = defaultdict(list)
    for one in given.attributions:
        said[one.report_id].append(one)
    pages: dict[str, _Page] = {}

    def page(report_id: str) -> _Page | None:
        if report_id not in pages and report_id in reports:
            pages[report_id] = _Page(reports[report_id], said[report_id])
        return pages.get(report_id)

    return page


def _of_actors(given: FramingInput, registers: Registers) -> Iterator[_Use]:
    page_of = _pages(given)
    for mention in given.mentions:
        page = page_of(mention.report_id)
        thing = _Thing("actor", mention.actor.id, mention.actor.name)
        if page is not None:
            yield from (page.use(thing, label) for label in labels_of(mention, registers))


def _of_events(given: FramingInput) -> Iterator[_Use]:
    """Give what acts are called; labels that differ by an ending only take the shortest form that some outlet uses."""
    page_of = _pages(given)
    nouns = frozenset(load_triggers().nouns)
    statements = {one.id: one for one in given.statements}
    for event in given.events:
        thing = _Thing("event", event.id, _event_name(event))
        told = [statements[key] for key in event.statement_ids if key in statements]
        labels = [(one, act_label(one, nouns)) for one in told]
        forms: dict[tuple[str, ...], str] = {}
        for _, label in labels:
            key = stems(label.text)
            forms[key] = min(forms.get(key, label.text), label.text, key=lambda form: (len(form), form))
        for one, label in labels:
            page = page_of(one.report_id)
            if page is not None:
                form = forms[stems(label.text)]
                yield page.use(thing, Label(text=form, kind="act", start=label.start, end=label.end))


def _event_name(event: Event) -> str:
    """Name an event by its sides and type."""
    sides = [", ".join(actor.name for actor in side) for side in (event.actors, event.recipients)]
    return f"{sides[0] or '?'} {event.event_type}{f' → {sides[1]}' if sides[1] else ''}"
