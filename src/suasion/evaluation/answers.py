"""The answers that are scored: suasion's own reader and coder, fed with the texts of gold rows."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from suasion.codebook import Codebook
from suasion.coding import Coder
from suasion.evaluation.attribution import Attributing
from suasion.evaluation.gold import FactualityRow, StatementRow
from suasion.evaluation.scoring import Coding, PairTyping
from suasion.evaluation.triples import CodedStatement, from_statement
from suasion.ids import content_id
from suasion.read import Reader
from suasion.records import Dated, Factuality, Passage, Reading, Report
from suasion.registers import load_registers


def make_pair_typer(codebook: Codebook) -> PairTyping:
    """Give the forced choice among the fifteen roots."""
    from suasion.coding.pair import PairTyper  # noqa: PLC0415  its model is of no use to the other tasks

    return PairTyper(codebook)


def make_coding(codebook: Codebook) -> Coding:
    """Give a function that reads and codes texts as `run` would, each on its own."""
    registers = load_registers()
    reader, coder = Reader(registers), Coder(codebook, registers)

    def code(rows: Sequence[StatementRow]) -> Iterator[tuple[CodedStatement, ...]]:
        reports = [report_of(row.text, row.date) for row in rows]
        for outcome in reader.batch(reports):
            coded = [it for answer in coder.batch(outcome.outputs) for it in answer.outputs]
            yield tuple(from_statement(statement) for statement in coded)

    return code


def make_attributing() -> Attributing:
    """Give a function that marks the words of source, cue and content in a text."""
    reader = Reader(load_registers())
    return lambda text: reader.roles(_raw_report(text))


def make_certainty() -> Callable[[Sequence[FactualityRow]], Iterable[tuple[float, Factuality | None]]]:
    """Give a function that scores the predicate that each row marks, with its word.

    The word is null where the reader sees no predicate.
    """
    from suasion.coding.certainty import certainties  # noqa: PLC0415  its model is of no use to some tasks

    reader = Reader(load_registers())

    def score(rows: Sequence[FactualityRow]) -> Iterator[tuple[float, Factuality | None]]:
        readings = [
            outcome.outputs[0] for outcome in reader.batch([_raw_report(row.sentence) for row in rows])
        ]
        words = [_word_at(reading, row.start, row.end) for reading, row in zip(readings, rows, strict=True)]
        said = [_is_said(reading, row.start, row.end) for reading, row in zip(readings, rows, strict=True)]
        asked = [
            (row.sentence, (row.start, row.end), word, reported)
            for row, word, reported in zip(rows, words, said, strict=True)
        ]
        yield from zip(certainties(asked), words, strict=True)

    return score


def _word_at(reading: Reading, start: int, end: int) -> Factuality | None:
    for sentence in reading.sentences:
        for token, factuality in zip(sentence.tokens, sentence.factuality, strict=False):
            if token.start < end and start < token.end and factuality:
                return factuality
    return None


def _is_said(reading: Reading, start: int, end: int) -> bool:
    """Whether the place lies in what somebody else than the author says."""
    return any(
        span.start <= start and end <= span.end
        for attribution in reading.attributions
        for span in attribution.content
        if attribution.cue is None or not (attribution.cue.start <= start < attribution.cue.end)
    )


def report_of(text: str, published: date | None) -> Report:
    """Make a report of a gold row's text: all of it body, in the form that ingest gives."""
    clean = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return _raw_report(clean, published)


def _raw_report(text: str, published: date | None = None) -> Report:
    day = published.isoformat() if published else None
    return Report(
        id=content_id("r", None, None, day, text),
        outlet=None,
        outlet_how="not stated in the gold row",
        url=None,
        path="gold",
        title=None,
        byline=None,
        published=_dated(published),
        language="en",
        language_how="gold rows are English",
        translated_from=None,
        translated_from_how="not stated",
        original_text=text,
        text=text,
        passages=tuple(_lines(text)),
    )


def _dated(published: date | None) -> Dated:
    if published is None:
        return Dated()
    return Dated(start=published, end=published, precision="day", how="metadata")


def _lines(text: str) -> Iterator[Passage]:
    """Give each line its own passage, so that a headline does not run into the text below it."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield Passage(start=start, end=start + len(line), kind="body")
        start += len(line) + 1
