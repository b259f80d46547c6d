"""`times`: are time expressions found, and is it the right day, month or year?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from suasion.evaluation.answers import report_of
from suasion.evaluation.meantime import GoldTime, TimesDocument
from suasion.evaluation.span_shapes import (
    FoundTime,
    TimesPrediction,
    TimesScores,
    TimesShares,
    TypeRecall,
)
from suasion.evaluation.spans import counted, overlap, paired, span_shares
from suasion.evaluation.timex import days_of, lead, same_value
from suasion.read import Reader
from suasion.records import TimeExpression
from suasion.registers import load_registers

POINTS = frozenset({"DATE", "TIME"})
"""The TIMEX3 types that name a when; DURATION and SET tell how long and how often."""

Timing = Callable[[TimesDocument], Sequence[TimeExpression]]


def make_timing() -> Timing:
    """Give a function that reads a document as `run` would."""
    reader = Reader(load_registers())

    def find(document: TimesDocument) -> list[TimeExpression]:
        reading = reader.read(report_of(document.text, document.created))
        return [time for sentence in reading.sentences for time in sentence.times]

    return find


def score_times(
    documents: Iterable[TimesDocument], find: Timing, write: Callable[[TimesPrediction], None]
) -> TimesScores:
    """Compare what is found with the gold, in the annotated part of each document."""
    tallies = {name: _Tally() for name in ("calendar", "date_time", "all")}
    gold_types: Counter[str] = Counter()
    found_types: Counter[str] = Counter()
    number = 0
    for document in documents:
        found = tuple(_found(document, find(document)))
        write(TimesPrediction(document=document.id, text=document.text[: document.end], predicted=found))
        for name, tally in tallies.items():
            tally.add([time for time in document.times if _counts(name, time)], document.times, found)
        gold_types.update(time.type for time in document.times)
        found_types.update(gold.type for gold, _ in paired(document.times, found))
        number += 1
    by_type = {
        name: TypeRecall(recall=found_types[name] / number_of, n=number_of)
        for name, number_of in sorted(gold_types.items())
    }
    return TimesScores(
        calendar=tallies["calendar"].shares(),
        date_time=tallies["date_time"].shares(),
        all=tallies["all"].shares(),
        recall_by_type=by_type,
        n=number,
    )


def _counts(group: str, time: GoldTime) -> bool:
    if group == "all":
        return True
    return time.type in POINTS and (group == "date_time" or days_of(time.value) is not None)


def _found(document: TimesDocument, times: Iterable[TimeExpression]) -> Iterator[FoundTime]:
    """Leave out what lies in the date line or behind the annotated part, and leading prepositions."""
    for time in times:
        skip = lead(time.span.text)
        found = FoundTime(
            start=time.span.start + skip, end=time.span.end, text=time.span.text[skip:], when=time.when
        )
        inside_date_line = any(overlap(creation, found) for creation in document.creation)
        if time.span.start < document.end and not inside_date_line:
            yield found


@dataclass(slots=True)
class _Tally:
    gold: int = 0
    found: int = 0
    strict: int = 0
    overlapping: int = 0
    right: int = 0
    values: int = 0

    def add(self, wanted: Sequence[GoldTime], every: Sequence[GoldTime], found: Sequence[FoundTime]) -> None:
        """Count a document; what overlaps gold of other kinds alone is neither right nor surplus."""
        pairs = list(paired(wanted, found))
        answered = {id(answer) for _, answer in pairs}
        others = [time for time in every if time not in wanted]
        ignored = [
            answer
            for answer in found
            if id(answer) not in answered and any(overlap(time, answer) for time in others)
        ]
        self.gold += len(wanted)
        self.found += len(found) - len(ignored)
        for gold, answer in pairs:
            self.overlapping += 1
            self.strict += (gold.start, gold.end) == (answer.start, answer.end)
            if (days := days_of(gold.value)) is not None:
                self.values += 1
                self.right += same_value(days, answer.when)

    def shares(self) -> TimesShares:
        return TimesShares(
            strict=span_shares(counted(self.strict, self.gold, self.found)),
            overlap=span_shares(counted(self.overlapping, self.gold, self.found)),
            value=span_shares(counted(self.right, self.gold, self.found)),
            value_accuracy=self.right / self.values if self.values else 0.0,
            values=self.values,
        )
