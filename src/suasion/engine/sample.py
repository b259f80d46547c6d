"""A sample of a case to check by hand: statements, and sentences of which nothing was coded, with their weights.

Statements are drawn from all of the case. Sentences are not stored, so reports are drawn first, in proportion to
their length, read again, and sentences drawn from these (two phases: Särndal, Swensson and Wretman 1992, chapter 9). A
weight is one over the product of both probabilities.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from suasion.engine.job import Progress, no_progress
from suasion.engine.sheet import SheetRow
from suasion.engine.strata import allocate, draw, draw_by_cell, shuffled, stratum_of
from suasion.errors import CaseError, InputError
from suasion.ids import content_id
from suasion.records import CODED_PASSAGES, Participant, Reading, Rejection, Report, Sentence, Statement
from suasion.stage import Each
from suasion.store import Snapshot

STATEMENTS_SHARE = 0.6
"""The share of a sample that is statements; the rest is sentences."""

SENTENCE_SHARES: Mapping[str, float] = {"two actors": 0.5, "one actor": 0.3, "no actor": 0.2}
"""How the sentences are split among strata: an act needs two sides, so it is missed most where two are named."""

READ_AT_ONCE = 50
"""Reports held in memory while they are read again."""

CONTEXT = 400
"""At most so many characters before and after a sentence are shown."""

NO_CODE = "none"
"""Stands for the code of an actor that has none."""

_NO_PART = re.compile(r"[();,\s]+")
_BREAK = re.compile(r"(?<=[.!?…])\s+|(?<=[.!?…][\"”’)\]])\s+|\n+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncoded:
    """A sentence of which nothing was coded; half-open span in the report's text. `weight` is its report's."""

    id: str
    report_id: str
    start: int
    end: int
    stratum: str
    weight: float


def draw_sample(
    snapshot: Snapshot,
    reader: Each[Report, Reading],
    n: int,
    seed: int = 0,
    progress: Progress = no_progress,
) -> tuple[SheetRow, ...]:
    """Draw `n` items (fewer if the case has fewer) in random order; the same case and seed give the same sheet.

    Raises:
        InputError: `n` is not positive.
        CaseError: the case holds no reports.
    """
    if n < 1:
        raise InputError(f"A sample of {n} is none.", remedy="Give -n a number of 1 or more.")
    lengths = _lengths(snapshot)
    if not lengths:
        raise CaseError(
            "The case holds no reports to draw from.",
            cause="All inputs were refused or withdrawn.",
            remedy="Add reports with: suasion run PATH... --case CASE",
        )
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    cells: dict[str, str] = {}
    for statement in snapshot.rows(Statement):
        spans[statement.report_id].append((statement.start, statement.end))
        cells[statement.id] = stratum_of(statement)
    name = f"{content_id('q', str(seed), str(n), *sorted(lengths), *sorted(cells))}-"
    first = min(len(cells), round(n * STATEMENTS_SHARE))
    uncoded = _uncoded(snapshot, reader, _Draw(n - first, str(seed), progress), lengths, spans)
    weights = {item.id: item.weight for item in draw_by_cell(cells, n - len(uncoded), f"{seed} statements")}
    size = len(weights) + len(uncoded)
    rows = {
        row.item: row
        for row in (
            *_statement_rows(snapshot, weights, f"{name}{size}"),
            *_sentence_rows(snapshot, uncoded, f"{name}{size}"),
        )
    }
    return tuple(rows[item] for item in shuffled(rows, f"{seed} sheet"))


@dataclass(frozen=True, slots=True)
class _Draw:
    n: int
    seed: str
    progress: Progress


def _lengths(snapshot: Snapshot) -> dict[str, float]:
    """Give the number of characters that are coded of each report; those that reading declined are left out."""
    declined = {row.input_id for row in snapshot.rows(Rejection) if row.stage == "read"}
    found = {
        report.id: sum(part.end - part.start for part in report.passages if part.kind in CODED_PASSAGES)
        for report in snapshot.rows(Report)
        if report.id not in declined
    }
    return {report_id: float(length) for report_id, length in found.items() if length}


def _uncoded(
    snapshot: Snapshot,
    reader: Each[Report, Reading],
    given: _Draw,
    lengths: Mapping[str, float],
    spans: Mapping[str, Sequence[tuple[int, int]]],
) -> list[Uncoded]:
    """Draw sentences of which nothing was coded: as many reports as sentences are asked for, then the sentences."""
    weights = {item.id: item.weight for item in draw(lengths, given.n, f"{given.seed} reports")}
    ids, frame = sorted(weights), []
    for first in range(0, len(ids), READ_AT_ONCE):
        reports = snapshot.find(Report, ids[first : first + READ_AT_ONCE])
        for done, report_id in enumerate(sorted(reports), start=first + 1):
            for outcome in reader.batch([reports[report_id]]):
                for reading in outcome.outputs:
                    frame.extend(uncoded_of(reading, spans.get(report_id, ()), weights[report_id]))
            given.progress("read", done, len(ids))
    return draw_uncoded(frame, given.n, given.seed)


def uncoded_of(reading: Reading, coded: Sequence[tuple[int, int]], weight: float) -> list[Uncoded]:
    """Give the sentences of a reading that overlap no coded span, with the stratum by how many actors they name."""
    report_id = reading.report.id
    free = [
        sentence
        for sentence in reading.sentences
        if not any(start < sentence.end and sentence.start < end for start, end in coded)
    ]
    return [
        Uncoded(
            id=content_id("q", report_id, str(sentence.start), str(sentence.end)),
            report_id=report_id,
            start=sentence.start,
            end=sentence.end,
            stratum=_actors_named(reading, sentence),
            weight=weight,
        )
        for sentence in free
    ]


def _actors_named(reading: Reading, sentence: Sentence) -> str:
    named = {m.actor.id for m in reading.mentions if sentence.start <= m.start < sentence.end}
    return "two actors" if len(named) > 1 else "one actor" if named else "no actor"


def draw_uncoded(frame: Sequence[Uncoded], n: int, seed: str) -> list[Uncoded]:
    """Draw `n` sentences (all, if there are fewer) from those of the drawn reports; both weights are multiplied."""
    strata: dict[str, dict[str, Uncoded]] = {name: {} for name in SENTENCE_SHARES}
    for item in frame:
        strata[item.stratum][item.id] = item
    shares = allocate(n, {name: len(items) for name, items in strata.items()}, SENTENCE_SHARES)
    found = []
    for name, items in strata.items():
        for drawn in draw(dict.fromkeys(items, 1.0), shares[name], f"{seed} {name}"):
            item = items[drawn.id]
            found.append(replace(item, weight=item.weight * drawn.weight))
    return found


def _sentence_rows(snapshot: Snapshot, drawn: Sequence[Uncoded], sample: str) -> list[SheetRow]:
    reports = snapshot.find(Report, sorted({item.report_id for item in drawn}))
    return [
        replace(
            _place(reports[item.report_id], item.start, item.end),
            item=item.id,
            kind="sentence",
            sample=sample,
            stratum=f"sentence/{item.stratum}",
            weight=item.weight,
        )
        for item in drawn
    ]


def _statement_rows(snapshot: Snapshot, weights: Mapping[str, float], sample: str) -> list[SheetRow]:
    chosen = snapshot.find(Statement, sorted(weights))
    wanted = sorted({statement.report_id for statement in chosen.values()})
    reports = snapshot.find(Report, wanted)
    near: dict[tuple[str, int, int], list[Statement]] = defaultdict(list)
    for other in snapshot.rows(Statement):
        if other.report_id in reports:
            near[other.report_id, other.start, other.end].append(other)
    return [
        replace(
            _place(reports[statement.report_id], statement.start, statement.end),
            item=statement.id,
            sample=sample,
            stratum=f"statement/{stratum_of(statement)}",
            weight=weights[statement.id],
            **_coded(statement, near[statement.report_id, statement.start, statement.end]),
        )
        for statement in chosen.values()
    ]


def _place(report: Report, start: int, end: int) -> SheetRow:
    """Make a row of a stretch of a report, with what stands before and after it."""
    before, after = (
        _BREAK.split(report.text[max(0, start - CONTEXT) : start].strip()),
        _BREAK.split(report.text[end : end + CONTEXT].strip()),
    )
    return SheetRow(
        item="",
        kind="statement",
        sample="",
        stratum="",
        weight=1.0,
        report=report.id,
        outlet=report.outlet or "",
        date=str(report.published.start or ""),
        title=report.title or "",
        before=before[-1],
        sentence=report.text[start:end],
        after=after[0],
    )


class _Coded(TypedDict):
    """The columns of what was coded."""

    statements_here: int
    also_coded: str
    action: str
    coded_type: str
    coded_actors: str
    coded_recipients: str
    coded_factuality: str
    coded_holder: str
    coded_content_of: str


def _coded(statement: Statement, near: Sequence[Statement]) -> _Coded:
    others = {other.id: other for other in near if other.id != statement.id}
    parent = others.get(statement.content_of or "")
    return _Coded(
        statements_here=len(others) + 1,
        also_coded="; ".join(in_short(other) for other in others.values()),
        action=statement.action.text,
        coded_type=statement.event_type,
        coded_actors=side(statement.actors),
        coded_recipients=side(statement.recipients),
        coded_factuality=statement.factuality,
        coded_holder=statement.holders[0].name if statement.holders else "",
        coded_content_of=in_short(parent) if parent else (statement.content_of or ""),
    )


def side(participants: Iterable[Participant]) -> str:
    """Write a side as `RUS (Moscow); VEN (Caracas)`; who has no code stands as `none (the words)`."""
    words = ((actor.code or NO_CODE, _NO_PART.sub(" ", actor.text)) for actor in participants)
    return "; ".join(f"{code} ({text})" for code, text in words)


def in_short(statement: Statement) -> str:
    """Write a statement as `RUS AID VEN, occurred`."""
    sides = (
        " ".join(actor.code or actor.name for actor in part)
        for part in (statement.actors, statement.recipients)
    )
    actors, recipients = sides
    return f"{actors} {statement.event_type} {recipients}".strip() + f", {statement.factuality}"
