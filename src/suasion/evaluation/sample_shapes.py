"""The shape of what `suasion evaluate sample` prints."""

from __future__ import annotations

from dataclasses import dataclass

from suasion.evaluation.intervals import Estimate, Ranged


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Krippendorff's alpha on nominal values with its interval of 95 %, over `units` items that two or more coders judged.

    1 is perfect agreement, 0 what chance would give; null where nothing varies.
    """

    alpha: float | None
    low95: float | None
    high95: float | None
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """How many items a sheet holds, how many were answered, and how many of those drawn are in no sheet."""

    items: int
    answered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What the sample says of the whole case: how many statements, how many of them of acts that the text states, how many acts missed.

    Null where too little was answered.
    """

    statements: float
    statements_of_acts: float | None
    sentences_uncoded: float
    acts_missed: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleScores:
    """What `sample` prints.

    `precision`: share of the statements whose fields are right: each field, `all` together, and `act` (the sentence
    states an act there at all). `recall`: share of the acts stated that are coded, with the field right. `by_stratum`:
    the precision of `all`, by event type, factuality, reach and probability, and under `sentences` the share of uncoded
    sentences that do state an act. `agreement` is null with a single coder.
    """

    sample: str
    statements: Answered
    sentences: Answered
    items_lost: int
    missed_left_empty: int
    coders: dict[str, int]
    precision: dict[str, Estimate]
    recall: dict[str, Ranged]
    by_stratum: dict[str, dict[str, Estimate]]
    totals: Totals
    agreement: dict[str, Agreement] | None
