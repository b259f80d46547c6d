"""Ties of any pair, group, instrument and window, measured when they are asked for (measures 1 to 4, in closed form)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from suasion.engine.ledgers import Opened
from suasion.engine.measuring import COUNTED, UNITS, PoleResult, Question, Result
from suasion.errors import InputError
from suasion.ids import content_id
from suasion.records import OURS, FactualityCounts, MeasureName, Tie, TieQuery, Window
from suasion.store.acts import Columns
from suasion.store.asking import event_ids
from suasion.weigh.calendar import ALL

FEW = 5_000
"""Acts of a question up to which every tie names its events."""
FEW_IMPORTED = 500
"""The same of an imported set, whose events are looked up in its file of acts."""
CLOSED_FORM = "closed form"
BY_TABLE = "by a table"
"""How a share is known that is not of recorded deeds: docs/measures.md."""
INSUFFICIENT = "insufficient"


def ties_of(opened: Opened, query: TieQuery, most: int | None = None) -> Iterator[Tie]:
    """Give the ties that were asked for, by source, target, instrument, window and measure.

    There is a row for every pair, instrument and window with an act, and every measure; where effective events do not suffice, its
    value is null and its counts stand.

    Raises:
        InputError: there is no such window, or there would be more ties of pairs than `most`.
    """
    question = Question(opened, query)
    question.gather()
    if most is not None:
        _require_few(question, most)
    yield from _of_pairs(question) if question.of_pairs else ()
    if question.of_poles:
        columns = question.pole_columns()
        for result in question.pole_results(columns):
            yield from _of_poles(question, columns, result)


def _require_few(question: Question, most: int) -> None:
    row = question.opened.ledger.connection.execute(
        f"SELECT count(*) FROM cells WHERE {question.chosen()}"
    ).fetchone()
    ties = (row[0] if row else 0) * len(question.of_pairs)
    if ties > most:
        raise InputError(
            f"These are {ties:,} ties, more than the {most:,} that can be given at once.",
            cause="Each pair, instrument and window has one of every measure.",
            remedy="Choose sources, targets, instruments, measures or a longer window, or write them into a file: "
            "suasion ties --format parquet -o FILE",
        )


def _of_pairs(question: Question) -> Iterator[Tie]:
    ledger = question.opened.ledger
    cells = ledger.fetch(
        f"SELECT rowid AS id, * FROM cells WHERE {question.chosen()} ORDER BY source, target, instrument, start"
    )
    few = FEW if ledger.own else FEW_IMPORTED
    acts = sum(int(cells[name].sum()) for name in COUNTED)
    held = question.query.groups or not 0 < acts <= few
    names = {} if held else event_ids(ledger, question.cut, question.chosen(), question.opened.dataset)
    found = {result.measure: _by_cell(result) for result in question.pair_results()}
    columns = [cells[name].tolist() for name in ("source", "target", "instrument", "effective", *COUNTED)]
    starts = [_date(start) for start in cells["start"]]
    for key, start, source, target, instrument, effective, *counts in zip(
        cells["id"].tolist(), starts, *columns, strict=True
    ):
        cell = _Cell.of(question, (source, target, instrument), start, effective, counts)
        events = names.get((source, target, instrument, start), ())
        for measure in question.of_pairs:
            if measure != "intensity" or instrument == ALL:
                yield cell.tie(measure, found.get(measure, {}).get(key), events)


Numbers = tuple[float, float, float, float, float, str | None, str]
"""Value, the bounds at 2.5, 10, 90 and 97.5 %, a note, and how the value is known."""


def _by_cell(result: Result) -> Mapping[int, Numbers]:
    notes = result.notes if result.notes is not None else [None] * len(result.ids)
    by_table = result.by_table if result.by_table is not None else np.zeros(len(result.ids), dtype=bool)
    hows = np.where(by_table, BY_TABLE, CLOSED_FORM).tolist()
    rows = zip(result.measured.value.tolist(), *result.measured.bounds.tolist(), notes, hows, strict=True)
    return dict(zip(result.ids.tolist(), rows, strict=True))


def _of_poles(question: Question, columns: Columns, result: PoleResult) -> Iterator[Tie]:
    places = dict(zip(result.rows.tolist(), range(len(result.rows)), strict=True))
    for row in np.flatnonzero(result.n > 0).tolist():
        numbers = None
        if row in places:
            at = places[row]
            bounds = result.measured.bounds[:, at].tolist()
            numbers = (float(result.measured.value[at]), *bounds, None, CLOSED_FORM)
        cell = _Cell.of(
            question,
            (result.source, columns["target"][row], columns["instrument"][row]),
            _date(columns["start"][row]),
            float(result.effective[row]),
            [int(count[row]) for count in result.counts],
        )
        yield cell.tie(result.measure, numbers, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """What all ties of a cell have in common."""

    which: tuple[str, str, str]
    window: Window
    counts: FactualityCounts
    n: int
    effective: float
    dataset: str

    @classmethod
    def of(
        cls,
        question: Question,
        which: tuple[str, str, str],
        start: date | None,
        effective: float,
        counts: Sequence[int],
    ) -> _Cell:
        return cls(
            which=which,
            window=question.window(start),
            counts=FactualityCounts(**dict(zip(COUNTED, counts, strict=True))),
            n=sum(counts),
            effective=round(effective, 6),
            dataset=question.opened.dataset,
        )

    def tie(self, measure: MeasureName, numbers: Numbers | None, events: tuple[str, ...]) -> Tie:
        """Make a tie of one measure's numbers; null ones are insufficient."""
        value, low95, low80, high80, high95, note, how = numbers or (*(None,) * 6, INSUFFICIENT)
        source, target, instrument = self.which
        own = () if self.dataset == OURS else (self.dataset,)
        return Tie(
            id=content_id("t", *self.which, self.window.label, measure, CLOSED_FORM, *own),
            source=source,
            target=target,
            instrument=instrument,
            window=self.window,
            measure=measure,
            value=_rounded(value),
            value_how=how,
            unit=UNITS[measure],
            low80=_rounded(low80),
            high80=_rounded(high80),
            low95=_rounded(low95),
            high95=_rounded(high95),
            n=self.n,
            effective_n=self.effective,
            counts=self.counts,
            event_ids=events,
            dataset=self.dataset,
            note=note,
        )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _date(value: np.datetime64) -> date | None:
    day = value.astype("datetime64[D]").astype(object)
    return day if isinstance(day, date) else None
