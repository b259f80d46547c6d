"""The shapes of what `times`, `places`, `actors` and `gold` print, and of their `--predictions`."""

from __future__ import annotations

from dataclasses import dataclass

from suasion.evaluation.triples import CodedStatement
from suasion.records import Amount, Dated


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanShares:
    """Precision, recall and F1, each 0 to 1; `n` is the number of gold spans."""

    precision: float
    recall: float
    f1: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTime:
    """An expression that was found, without its leading preposition; days are inclusive, null if unresolved."""

    start: int
    end: int
    text: str
    when: Dated


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesPrediction:
    """A line of `times`' `--predictions`."""

    document: str
    text: str
    predicted: tuple[FoundTime, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesShares:
    """One kind of expression.

    `strict`: same first and last character; `overlap`: any in common, one to one. `value`: both overlap and
    value right. `value_accuracy` is the share of the overlapping pairs whose value is right, `values` their number.
    """

    strict: SpanShares
    overlap: SpanShares
    value: SpanShares
    value_accuracy: float
    values: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeRecall:
    """Share of one TIMEX3 type's `n` gold expressions that something found overlaps."""

    recall: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesScores:
    """What `times` prints.

    `calendar`: gold DATE and TIME with a value on the calendar; `date_time`: all gold DATE and TIME; `all`: DURATION and SET
    too. `n` counts documents.
    """

    calendar: TimesShares
    date_time: TimesShares
    all: TimesShares
    recall_by_type: dict[str, TypeRecall]
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPlace:
    """A toponym that was found: its span, and where it was taken to be (degrees; country as alpha-3 or null)."""

    start: int
    end: int
    text: str
    name: str
    country: str | None
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesPrediction:
    """A line of `places`' `--predictions`."""

    text: str
    predicted: tuple[FoundPlace, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesScores:
    """What `places` prints.

    `strict` and `overlap` score the finding. Of the gold toponyms, those found count as resolved if they lie within
    161 km (100 miles) of the gold's point: `acc_161` over all, `acc_161_found` over those that were found (overlapping).
    `median_km` is the median error of those found, null without any; `country_accuracy` the share of them whose
    country is right where the gold's can be told (`countries` of them). `n` counts texts.
    """

    strict: SpanShares
    overlap: SpanShares
    acc_161: float
    acc_161_found: float
    median_km: float | None
    country_accuracy: float
    countries: int
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundActor:
    """A mention that was found, with the actor's code and how it was read (`name`, `demonym`, `office` …)."""

    start: int
    end: int
    text: str
    code: str
    name: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorsPrediction:
    """A line of `actors`' `--predictions`."""

    text: str
    predicted: tuple[FoundActor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorsScores:
    """What `actors` prints.

    `mentions`: a found mention is right if it overlaps a gold one with its code, a gold one found if a found one
    with its code overlaps it. `code_accuracy` is the share of the `overlapped` gold mentions of which that is true.
    `n` counts texts.
    """

    mentions: SpanShares
    code_accuracy: float
    overlapped: int
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OurAnswer:
    """A statement as coded, with its innermost holder (`outlet`, or the name), its day and its amounts."""

    statement: CodedStatement
    holder: str
    holder_country: str | None
    when: Dated
    amounts: tuple[Amount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldPrediction:
    """A line of `gold`'s `--predictions`."""

    subset: str
    id: str
    text: str
    predicted: tuple[OurAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldScores:
    """One set of our own gold.

    `triple` and `event_type` as `statements` prints them. The rest on the `found` statements, contents too: shares
    whose factuality, holder (not of contents) and day are right; `undated`: of those without a day, the share that got
    none or one marked as inferred; a share is null where no row has the field. `n` counts texts.
    """

    triple: SpanShares
    event_type: SpanShares
    factuality: float | None
    instruments: SpanShares
    holder: float | None
    when: float | None
    undated: float | None
    amounts: SpanShares
    found: int
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldScores:
    """What `gold` prints: a row for each set, and `all`."""

    sets: dict[str, FieldScores]
