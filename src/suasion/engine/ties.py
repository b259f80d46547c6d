"""Ties of any pair, group, instrument and window, measured when they are asked for (measures 1 to 4, in closed form)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np

from suasion.engine.ledgers import Opened
from suasion.engine.measuring import COUNTED, UNITS, PoleResult, Question, Result
from suasion.ids import content_id
from suasion.records import OURS, FactualityCounts, MeasureName, Tie, TieQuery, Window
from suasion.store.acts import Columns
from suasion.store.asking import event_ids

FEW = 5_000
"""Acts of a question up to which every tie names its events."""
CLOSED_FORM = "closed form"
INSUFFICIENT = "insufficient"


def ties_of(opened: Opened, query: TieQuery) -> Iterator[Tie]:
    """Give the ties that were asked for, by source, target, instrument, window and measure.

    There is a row for every pair, instrument and window with an act, and every measure; where effective events do not suffice, its
    value is null and its counts stand.

    Raises:
        InputError: there is no such window.
    """
    question = Question(opened, query)
    question.gather()
    yield from _of_pairs(question) if question.of_pairs else ()
    if question.of_poles:
        columns = question.pole_columns()
        for result in question.pole_results(columns):
            yield from _of_poles(question, columns, result)


def _of_pairs(question: Question) -> Iterator[Tie]:
    ledger = question.opened.ledger
    cells = ledger.fetch(
        f"SELECT rowid AS id, * FROM cells WHERE {question.chosen()} ORDER BY source, target, instrument, start"
    )
    held = question.query.groups or sum(cells[name].sum() for name in COUNTED) > FEW
    names = {} if held else event_ids(ledger, question.cut, question.chosen())
    found = {result.measure: _by_cell(result) for result in question.pair_results()}
    for row, key in enumerate(cells["id"].tolist()):
        start = _date(cells["start"][row])
        which = (cells["source"][row], cells["target"][row], cells["instrument"][row])
        for measure in question.of_pairs:
            if measure == "intensity" and which[2] != "all":
                continue
            yield make_tie(
                question,
                which,
                start,
                measure,
                numbers=found.get(measure, {}).get(key),
                effective=float(cells["effective"][row]),
                counts=tuple(int(cells[name][row]) for name in COUNTED),
                events=names.get((*which, start), ()),
            )


Numbers = tuple[float, float, float, float, float, str | None]
"""Value, the bounds at 2.5, 10, 90 and 97.5 %, and a note."""


def _by_cell(result: Result) -> Mapping[int, Numbers]:
    notes = result.notes if result.notes is not None else [None] * len(result.ids)
    rows = zip(result.measured.value.tolist(), *result.measured.bounds.tolist(), notes, strict=True)
    return dict(zip(result.ids.tolist(), rows, strict=True))


def _of_poles(question: Question, columns: Columns, result: PoleResult) -> Iterator[Tie]:
    places = dict(zip(result.rows.tolist(), range(len(result.rows)), strict=True))
    for row in np.flatnonzero(result.n > 0).tolist():
        numbers = None
        if row in places:
            at = places[row]
            numbers = (float(result.measured.value[at]), *result.measured.bounds[:, at].tolist(), None)
        yield make_tie(
            question,
            (result.source, columns["target"][row], columns["instrument"][row]),
            _date(columns["start"][row]),
            result.measure,
            numbers=numbers,
            effective=float(result.effective[row]),
            counts=tuple(int(count[row]) for count in result.counts),
        )


def make_tie(
    question: Question,
    which: tuple[str, str, str],
    start: date | None,
    measure: MeasureName,
    *,
    numbers: Numbers | None,
    effective: float,
    counts: tuple[int, ...],
    events: tuple[str, ...] = (),
) -> Tie:
    """Make a tie of one cell's numbers; null ones are insufficient."""
    window = question.window(start)
    value, low95, low80, high80, high95, note = numbers or (None,) * 6
    source, target, instrument = which
    return Tie(
        id=_id(question, which, window, measure),
        source=source,
        target=target,
        instrument=instrument,
        window=window,
        measure=measure,
        value=_rounded(value),
        value_how=CLOSED_FORM if numbers else INSUFFICIENT,
        unit=UNITS[measure],
        low80=_rounded(low80),
        high80=_rounded(high80),
        low95=_rounded(low95),
        high95=_rounded(high95),
        n=sum(counts),
        effective_n=round(effective, 6),
        counts=FactualityCounts(**dict(zip(COUNTED, counts, strict=True))),
        event_ids=events,
        dataset=question.opened.dataset,
        note=note,
    )


def _id(question: Question, which: tuple[str, str, str], window: Window, measure: MeasureName) -> str:
    dataset = question.opened.dataset
    own = () if dataset == OURS else (dataset,)
    return content_id("t", *which, window.label, measure, CLOSED_FORM, *own)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _date(value: np.datetime64) -> date | None:
    day = value.astype("datetime64[D]").astype(object)
    return day if isinstance(day, date) else None
