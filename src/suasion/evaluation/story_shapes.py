"""The shapes of what `origins` and `events` print, and of their `--predictions`."""

from __future__ import annotations

from dataclasses import dataclass

from suasion.evaluation.span_shapes import SpanShares
from suasion.records import Event, Origin, Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginCounts:
    """How many independent origins an event has: shares of `n` events, 0 to 1.

    `exact`: counted right. `reports`: right if every report counted as one, which is what counting feeds gives.
    `merged` and `parted`: too few and too many origins were counted.
    """

    exact: float
    reports: float
    merged: float
    parted: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginsScores:
    """What `origins` prints.

    `links`: pairs of reports by relation (transitive ones included), and reports with the outlets that they relay.
    `any_text`: the three relations of text taken together. `direction`: share of the direct links found between two
    reports that lead the right way. `counts`: on the events whose mentions the gold gives. `n` counts stories.
    """

    links: dict[str, SpanShares]
    any_text: SpanShares
    direction: float
    counts: OriginCounts
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLink:
    """A link by the names that the gold gives to reports; `to_story` is null for an outlet."""

    report: str
    to_story: str | None
    to: str
    relation: Relation
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundOrigins:
    """The origins of one gold event."""

    event: str
    expected: int
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginsPrediction:
    """A line of `origins`' `--predictions`: one story."""

    story: str
    links: tuple[FoundLink, ...]
    predicted: tuple[FoundOrigins, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsScores:
    """What `events` prints, on reports that suasion has read and coded itself.

    `mentions`: share of the gold mentions for which a statement of that sentence, type and sides was coded; the rest
    is scored on those. `muc`, `b3`, `ceafe`, `conll_f1`: how they are joined. `whole`: share of the events with two
    mentions or more that are one event without mentions of another. `origins`, `status`, `factuality`: of the events
    found. `disputes`: by event and field, a claim denied or doubted being one field. `speakers`: of an event, by
    surname. `n` counts gold events, `found` those of which a mention was coded.
    """

    mentions: float
    muc: SpanShares
    b3: SpanShares
    ceafe: SpanShares
    conll_f1: float
    whole: float
    origins: OriginCounts
    status: float
    factuality: float
    disputes: SpanShares
    speakers: SpanShares
    n: int
    found: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsPrediction:
    """A line of `events`' `--predictions`: what became of one gold event.

    `mentions` names for each report the event that its telling was joined to, null where none was coded; `predicted` is the
    event that holds most of them.
    """

    story: str
    event: str
    mentions: dict[str, str | None]
    predicted: Event | None
