"""The shapes of what `damage` prints, and of its `--predictions`."""

from __future__ import annotations

from dataclasses import dataclass

from suasion.evaluation.span_shapes import SpanShares
from suasion.records import Damage


@dataclass(frozen=True, slots=True, kw_only=True)
class KindShares:
    """Of `n` gold places of one kind: the share found, and of these the share whose meaning is right (null: none to judge)."""

    recall: float
    meant_accuracy: float | None
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationShares:
    """How well translations are told.

    `auc` is the chance that a translation gets a higher probability than another text (null without both); `accuracy` at one half.
    `language_accuracy` is the share right of the source languages that were given (null: none), `language_recall` that of all in the gold.
    """

    auc: float | None
    accuracy: float
    language_accuracy: float | None
    language_recall: float | None
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DamageScores:
    """What `damage` prints. `found` is by overlap; `meant_accuracy` over what was found and has a meaning in the gold; `n` counts texts."""

    found: SpanShares
    meant_accuracy: float | None
    by_kind: dict[str, KindShares]
    false_alarms_per_1000_words: float | None
    translation: TranslationShares
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DamagePrediction:
    """A line of `damage`'s `--predictions`: positions are those of `text`, which begins with the title."""

    id: str
    text: str
    predicted: tuple[Damage, ...]
    translation_probability: float
    translation_reasons: tuple[str, ...]
    translated_from: str | None
