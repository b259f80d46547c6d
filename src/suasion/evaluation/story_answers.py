"""What suasion answers to the gold of stories: reports read and coded as `run` would, then reconciled as one pool."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from suasion.codebook import Codebook
from suasion.coding import Coder
from suasion.evaluation.events import Reconciled
from suasion.evaluation.origins import Origins as FoundOrigins
from suasion.evaluation.stories import Pool, Told
from suasion.ids import content_id
from suasion.read import Reader
from suasion.reconcile import EventInput, Events, OriginInput, Origins
from suasion.reconcile.lineage import Lineage
from suasion.reconcile.sources import SourceNames
from suasion.records import (
    Attribution,
    Dated,
    Holder,
    Link,
    Origin,
    Reading,
    Report,
    Span,
    Statement,
)
from suasion.registers import Registers
from suasion.settings import Settings


def find_origins(pool: Pool, registers: Registers) -> FoundOrigins:
    """Find the links of a pool, and give a function that counts the origins of mentions that the gold has joined."""
    readings = _read(pool.reports.values(), registers)
    links = _links(pool, readings, registers)
    names = SourceNames(registers)
    lineage = Lineage({report.id: report for report in pool.reports.values()}, links, names)
    attributions = {reading.report.id: reading.attributions for reading in readings}

    def origins_of(told: Sequence[Told]) -> tuple[Origin, ...]:
        return lineage.origins([_mentioning(one, attributions[one.report.id]) for one in told])

    return FoundOrigins(links=links, origins_of=origins_of, outlet_id=lambda name: names.named(name).id)


def find_events(pool: Pool, codebook: Codebook, registers: Registers) -> Reconciled:
    """Read, code and reconcile a pool."""
    readings = _read(pool.reports.values(), registers)
    coder = Coder(codebook, registers)
    statements = [one for outcome in coder.batch(readings) for one in outcome.outputs]
    given = EventInput(
        reports=tuple(pool.reports.values()),
        statements=statements,
        links=_links(pool, readings, registers),
    )
    stage = Events(Settings(), codebook, registers)
    events = [event for outcome in stage.gather(given) for event in outcome.outputs]
    return Reconciled(statements={one.id: one for one in statements}, events=events)


def _read(reports: Iterable[Report], registers: Registers) -> list[Reading]:
    outcomes = Reader(registers).batch(list(reports))
    return [reading for outcome in outcomes for reading in outcome.outputs]


def _links(pool: Pool, readings: Sequence[Reading], registers: Registers) -> list[Link]:
    given = OriginInput(
        reports=tuple(pool.reports.values()),
        attributions=tuple(row for reading in readings for row in reading.attributions),
    )
    stage = Origins(Settings(), registers)
    return [link for outcome in stage.gather(given) for link in outcome.outputs]


def _mentioning(told: Told, attributions: Sequence[Attribution]) -> Statement:
    """Make the statement that a coder would find at a gold mention, as far as counting origins reads it."""
    text = told.report.text
    anchor = Span(text=text[told.start : told.end], start=told.start, end=told.end)
    first = text.rfind("\n", 0, told.start) + 1
    last = text.find("\n", told.end)
    last = len(text) if last < 0 else last
    return Statement(
        id=content_id("s", told.report.id, str(told.start), str(told.end)),
        report_id=told.report.id,
        sentence=text[first:last],
        start=first,
        end=last,
        action=anchor,
        event_type="",
        mode=None,
        contexts=(),
        instruments=(),
        actors=(),
        recipients=(),
        factuality=told.mention.factuality,
        content_of=None,
        when=Dated(),
        where=None,
        where_how="not asked",
        amounts=(),
        holders=_holders(anchor, attributions),
        quoted=False,
        probability=1.0,
        coder="gold",
        codebook="gold",
    )


def _holders(anchor: Span, attributions: Sequence[Attribution]) -> tuple[Holder, ...]:
    """Who says what stands at the anchor, innermost first."""
    sizes: dict[int, list[Holder]] = defaultdict(list)
    for row in attributions:
        for content in row.content:
            if content.start <= anchor.start < content.end:
                sizes[content.end - content.start].append(row.holder)
    return tuple(holder for size in sorted(sizes) for holder in sizes[size])
