"""Factuality is scored on numbers: correlation, distance, and classes of whole numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

import pytest

from suasion.evaluation.gold import FactualityRow
from suasion.evaluation.scoring import score_factuality
from suasion.evaluation.shapes import Prediction
from suasion.records import Factuality

Certainty = Callable[[Sequence[FactualityRow]], Iterable[tuple[float, Factuality | None]]]


def _nowhere(_prediction: Prediction) -> None:
    """Write a prediction nowhere."""


def certain(*answers: tuple[float, Factuality | None]) -> Certainty:
    return lambda rows: answers[: len(rows)]


def predicates(*scores: float) -> list[FactualityRow]:
    return [FactualityRow(sentence="It fell.", start=3, end=7, score=score) for score in scores]


def test_factuality_is_scored_by_correlation_and_distance_of_the_numbers() -> None:
    answers = certain((2.0, "occurred"), (1.0, "possible"), (-3.0, "denied"))
    scores = score_factuality(predicates(3.0, 0.5, -3.0), answers, _nowhere)
    assert scores.mae == pytest.approx(0.5)
    # Deviations from the means 1/6 and 0: (17/6, 1/3, -19/6) and (2, 1, -3). Sum of products 15.5.
    assert scores.pearson == pytest.approx(15.5 / math.sqrt(14 * (289 + 4 + 361) / 36))
    assert scores.n == 3


def test_the_classes_of_factuality_are_scores_rounded_to_whole_numbers() -> None:
    # Rounded, gold is 3 1 0 -3 and the answers 3 0 0 -3. F1: 1 for 3 and -3, 0 for 1, 2/3 for 0.
    answers = certain((2.5, "occurred"), (0.49, None), (-0.49, "conditional"), (-2.5, "denied"))
    scores = score_factuality(predicates(3.0, 0.5, 0.0, -2.6), answers, _nowhere)
    assert scores.macro_f1 == pytest.approx((1 + 0 + 2 / 3 + 1) / 4)


def test_predictions_of_factuality_are_numbers_beside_the_readers_words() -> None:
    written: list[Prediction] = []
    score_factuality(predicates(3.0, 0.0), certain((2.75, "occurred"), (0.2, None)), written.append)
    assert [(getattr(line, "predicted", ""), getattr(line, "label", "")) for line in written] == [
        (2.75, "occurred"),
        (0.2, None),
    ]
