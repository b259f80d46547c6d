"""Score answers against gold rows. What answers is passed in, so any coder can be scored, a person too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Protocol, TypeVar

from suasion.codebook import Codebook
from suasion.evaluation.gold import FactualityRow, PairRow, StatementRow
from suasion.evaluation.scores import (
    Confusion,
    Counts,
    accuracy,
    by_class,
    macro_f1,
    mean_absolute_error,
    pearson,
)
from suasion.evaluation.shapes import (
    ClassShares,
    EventTypeScores,
    FactualityPrediction,
    FactualityScores,
    PairPrediction,
    Prediction,
    QuadScores,
    RootScores,
    Shares,
    StatementScores,
    TextPrediction,
)
from suasion.evaluation.triples import CodedStatement, from_gold, settle, triples
from suasion.records import Factuality

Item = TypeVar("Item")
Writer = Callable[[Prediction], None]
"""Takes one prediction, in input order."""

BATCH = 32
"""Rows that are read and coded at a time."""


class PairAnswer(Protocol):
    """What a pair typer answers."""

    @property
    def root(self) -> str:
        """One of the fifteen roots."""
        ...

    @property
    def probability(self) -> float:
        """How sure the typer is of it, 0 to 1."""
        ...


class PairTyping(Protocol):
    """Something that says what passes from a marked source to a marked target; it never abstains."""

    def predict(self, sentence: str, marked: str) -> PairAnswer:
        """Answer for one sentence and its marked copy."""
        ...


Coding = Callable[[Sequence[StatementRow]], Iterable[tuple[CodedStatement, ...]]]
"""Answers each text of a batch with its statements, in order."""


def score_pairs(
    rows: Iterable[PairRow], typer: PairTyping, codebook: Codebook, write: Writer
) -> EventTypeScores:
    """Type every row and score roots and classes. The predicted class is that of the predicted root."""
    roots, quads, number = Confusion(), Confusion(), 0
    for row in rows:
        answer = typer.predict(row.sentence, row.marked_sentence)
        roots[row.root, answer.root] += 1
        quads[str(row.quad), str(codebook.root_quads[answer.root])] += 1
        number += 1
        write(
            PairPrediction(
                sentence=row.sentence, gold=row.root, predicted=answer.root, probability=answer.probability
            )
        )
    per_class = {name: _class_shares(counts) for name, counts in by_class(roots).items()}
    return EventTypeScores(
        root=RootScores(macro_f1=macro_f1(roots), accuracy=accuracy(roots), per_class=per_class),
        quad=QuadScores(macro_f1=macro_f1(quads)),
        n=number,
    )


def score_statements(
    rows: Iterable[StatementRow], code: Coding, codebook: Codebook, write: Writer, *, content: bool
) -> StatementScores:
    """Code every text and score triples and types as sets per text, counts added over texts (micro-average).

    Without `content`, statements that are the content of another (offered, threatened …) are left out on both
    sides.
    """
    of_triples, of_types, number = Counts(), Counts(), 0
    for batch in batched(rows, BATCH):
        for row, coded in zip(batch, code(batch), strict=True):
            gold = tuple(it for it in row.statements if content or not it.content)
            answer = tuple(it for it in coded if content or not it.content)
            write(TextPrediction(text=row.text, predicted=answer))
            settled = settle(gold, answer, codebook)
            expected = tuple(from_gold(it) for it in gold)
            of_triples += Counts.of_sets(_triples(expected, codebook), _triples(settled, codebook))
            of_types += Counts.of_sets(_types(expected), _types(settled))
            number += 1
    return StatementScores(triple=_shares(of_triples), event_type=_shares(of_types), n=number)


def _triples(statements: Iterable[CodedStatement], codebook: Codebook) -> frozenset[object]:
    return frozenset(triple for statement in statements for triple in triples(statement, codebook))


def _types(statements: Iterable[CodedStatement]) -> frozenset[object]:
    return frozenset(statement.event_type for statement in statements)


def _shares(counts: Counts) -> Shares:
    return Shares(precision=counts.precision, recall=counts.recall, f1=counts.f1)


def _class_shares(counts: Counts) -> ClassShares:
    support = counts.right + counts.missed
    return ClassShares(precision=counts.precision, recall=counts.recall, f1=counts.f1, support=support)


def batched(items: Iterable[Item], size: int) -> Iterator[tuple[Item, ...]]:
    """Cut a stream into tuples of `size`, the last one shorter."""
    source = iter(items)
    while batch := tuple(islice(source, size)):
        yield batch


def score_factuality(
    rows: Iterable[FactualityRow],
    certainty: Callable[[Sequence[FactualityRow]], Iterable[tuple[float, Factuality | None]]],
    write: Writer,
) -> FactualityScores:
    """Compare scores by correlation and distance, and by F1 over scores rounded to whole numbers."""
    gold: list[float] = []
    answers: list[float] = []
    classes = Confusion()
    for batch in batched(rows, BATCH):
        for row, (answer, word) in zip(batch, certainty(batch), strict=True):
            write(
                FactualityPrediction(
                    sentence=row.sentence, start=row.start, end=row.end, predicted=answer, label=word
                )
            )
            gold.append(row.score)
            answers.append(answer)
            classes[_whole(row.score), _whole(answer)] += 1
    return FactualityScores(
        pearson=pearson(gold, answers),
        mae=mean_absolute_error(gold, answers),
        macro_f1=macro_f1(classes),
        n=len(gold),
    )


def _whole(score: float) -> str:
    """The nearest whole number; halves go away from 0."""
    return str(int(score + 0.5) if score >= 0 else -int(0.5 - score))
