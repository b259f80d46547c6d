"""The shapes of what `coreference` prints, and of its `--predictions`."""

from __future__ import annotations

from dataclasses import dataclass

from suasion.evaluation.span_shapes import SpanShares


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreferenceScores:
    """What `coreference` prints: the three measures over all mentions (singletons count), and the mean of their F1.

    `n` counts mentions, `clusters` those of the gold, `answered` those that suasion made, `documents` the pool.
    """

    muc: SpanShares
    b3: SpanShares
    ceafe: SpanShares
    conll_f1: float
    clusters: int
    answered: int
    documents: int
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreferencePrediction:
    """A line of `coreference`'s `--predictions`: a mention by its document, sentence and tokens' ids, and its cluster."""

    document: str
    sentence: int
    tokens: tuple[str, ...]
    cluster: str
