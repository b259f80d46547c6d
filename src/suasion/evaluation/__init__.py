"""Evaluation: scores on gold files, from counts that add."""

from __future__ import annotations

from suasion.evaluation.sample_shapes import SampleScores
from suasion.evaluation.shapes import (
    AttributionScores,
    EventTypeScores,
    FactualityScores,
    Scores,
    StatementScores,
)
from suasion.evaluation.tasks import TASKS, Evaluation, Task, evaluate

__all__ = [
    "TASKS",
    "AttributionScores",
    "Evaluation",
    "EventTypeScores",
    "FactualityScores",
    "SampleScores",
    "Scores",
    "StatementScores",
    "Task",
    "evaluate",
]
