"""The shapes of what `suasion evaluate` prints and of the lines of `--predictions`."""

from __future__ import annotations

from dataclasses import dataclass

from suasion.evaluation.coreference_shapes import CoreferencePrediction, CoreferenceScores
from suasion.evaluation.damage_shapes import DamagePrediction, DamageScores
from suasion.evaluation.sample_shapes import SampleScores
from suasion.evaluation.span_shapes import (
    ActorsPrediction,
    ActorsScores,
    GoldPrediction,
    GoldScores,
    PlacesPrediction,
    PlacesScores,
    TimesPrediction,
    TimesScores,
)
from suasion.evaluation.story_shapes import EventsPrediction, EventsScores, OriginsPrediction, OriginsScores
from suasion.evaluation.triples import CodedStatement


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Precision, recall and F1, each 0 to 1."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassShares(Shares):
    """One class's scores, and how many gold items it has."""

    support: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RootScores:
    """How well the fifteen roots are told apart."""

    macro_f1: float
    accuracy: float
    per_class: dict[str, ClassShares]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuadScores:
    """How well the four classes (verbal or material, cooperation or conflict) are told apart."""

    macro_f1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTypeScores:
    """What `event-type` prints."""

    root: RootScores
    quad: QuadScores
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementScores:
    """What `statements` prints: `n` counts texts."""

    triple: Shares
    event_type: Shares
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FactualityScores:
    """What `factuality` prints. `pearson` is null where it is undefined."""

    pearson: float | None
    mae: float | None
    macro_f1: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionScores:
    """What `attribution` prints: shares of words, by role."""

    source: Shares
    cue: Shares
    content: Shares


@dataclass(frozen=True, slots=True, kw_only=True)
class PairPrediction:
    """A line of `event-type`'s `--predictions`."""

    sentence: str
    gold: str
    predicted: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPrediction:
    """A line of `statements`' `--predictions`: `predicted` has the form of the gold's `statements`."""

    text: str
    predicted: tuple[CodedStatement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactualityPrediction:
    """A line of `factuality`'s `--predictions`: `predicted` is -3 to 3, `label` the word that the tree gives (null: none)."""

    sentence: str
    start: int
    end: int
    predicted: float
    label: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionPrediction:
    """A line of `attribution`'s `--predictions`: half-open spans in code points of the document, by role."""

    document: str
    predicted: dict[str, tuple[tuple[int, int], ...]]


SpanScores = TimesScores | PlacesScores | ActorsScores | GoldScores
SpanPrediction = TimesPrediction | PlacesPrediction | ActorsPrediction | GoldPrediction
StoryScores = OriginsScores | EventsScores | CoreferenceScores
StoryPrediction = OriginsPrediction | EventsPrediction | CoreferencePrediction
Scores = (
    AttributionScores
    | DamageScores
    | EventTypeScores
    | StatementScores
    | FactualityScores
    | SampleScores
    | SpanScores
    | StoryScores
)
Prediction = (
    AttributionPrediction
    | DamagePrediction
    | PairPrediction
    | TextPrediction
    | FactualityPrediction
    | SpanPrediction
    | StoryPrediction
)
