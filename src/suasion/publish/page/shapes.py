"""What the page is made of: the rows that the API gives and the mailed dossier carries, in one form.

`tools/page_types.py` writes the same shapes for the page's own language; a test holds the two together. Days are ISO 8601 texts.
Every span is half-open and counts Unicode code points of the sentence that it marks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from suasion.records import Between, EventStatus, Factuality, Framing, LinkTarget, Relation, Tie
from suasion.registers import Ownership

MarkKind = Literal["action", "actor", "recipient", "holder", "damage", "place", "time", "amount"]
Decision = Literal["accept", "reject", "unsure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A side of an event; `key` is a state's code, or the id of an actor that stands for no state."""

    key: str
    name: str
    actor: str
    code: str | None
    """What conditions ask for: a state's code, else PLOVER's for a kind of actor (`IGO`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where: `exact` is false for a centroid, which is not a place where something happened."""

    name: str
    country: str | None
    lat: float | None
    lon: float | None
    precision: str
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """An event in a list. `headline` tells it in words; `quote` is the sentence that tells it best, with the outlet in `quoted`.

    `counted_as` is the column it counts in, `decision` what people decided of it last.
    """

    id: str
    headline: str
    start: str | None
    end: str | None
    """The days that it stands on, which need not be its own (`Event.days`)."""
    precision: str
    """How precisely they are known; `told`: it stands on the day on which it was first told."""
    day: str
    """The day in words, or why there is none."""
    event_type: str
    mode: str | None
    instruments: tuple[str, ...]
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    factuality: Factuality
    counted_as: Factuality
    status: EventStatus
    where: Spot | None
    origins: int
    reports: int
    outlets: tuple[str, ...]
    languages: tuple[str, ...]
    disputes: tuple[str, ...]
    probability: float
    quote: str
    quoted: str
    decision: Decision | None
    dataset: str
    parent: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of a sentence: what it is, and what is said of it (who is meant, what a damaged word meant)."""

    start: int
    end: int
    kind: MarkKind
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """A report in a list. `independent` is false where it goes back to another; `goes_back` says to whom, and why."""

    id: str
    name: str
    outlet: str
    outlet_country: str | None
    outlet_owner: str
    day: str | None
    url: str | None
    language: str | None
    translated_from: str | None
    translation_probability: float
    statements: int
    events: int
    damage: int
    independent: bool
    goes_back: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportText:
    """A whole report: the text that was read, and what the input held before it was translated (null: the same)."""

    text: str
    original: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One statement of an event: its sentence with marks, who says so, and in `original` its report before translation, if held."""

    id: str
    report: ReportRow
    sentence: str
    marks: tuple[Mark, ...]
    chain: str
    factuality: Factuality
    when: str
    quoted: bool
    probability: float
    coder: str
    original: str | None
    decided: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginRow:
    """One independent origin of an event, with its reports."""

    id: str
    name: str
    kind: str
    report_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """One report goes back to another, or to an origin; `evidence` quotes the words that say so."""

    id: str
    from_report: str
    to: LinkTarget
    relation: Relation
    evidence: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeSide:
    """One side of a dispute."""

    value: str
    holders: tuple[str, ...]
    statement_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeRow:
    """A field of an event on which its statements disagree."""

    event: str
    headline: str
    field: str
    sides: tuple[DisputeSide, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A judgement as it is shown."""

    id: str
    action: str
    targets: tuple[str, ...]
    field: str | None
    value: str | None
    who: str
    when: str
    why: str | None
    stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDetail:
    """All that is known of one event. `facts` are pairs of a name and its value, in words."""

    row: EventRow
    facts: tuple[tuple[str, str], ...]
    witnesses: str
    evidence: tuple[Evidence, ...]
    origins: tuple[OriginRow, ...]
    links: tuple[LinkRow, ...]
    disputes: tuple[DisputeRow, ...]
    history: tuple[tuple[str, str], ...]
    content: tuple[str, ...]
    """Ids of the events that this one announces, threatens or asks for."""
    judgements: tuple[Decided, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A key with its name in words."""

    key: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class State(Named):
    """A side that filters offer: a state with its register's point, which is no place of events, or a kind of actor (`IGO`) without one."""

    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """An event type: whether it is cooperation (else conflict), and whether several actors without a recipient act on one another."""

    key: str
    name: str
    cooperative: bool
    mutual: bool
    modes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """The case as the page's head shows it, and the names of what filters offer."""

    title: str
    version: str
    made: str
    corpus: str
    reports: int
    statements: int
    events: int
    origins: int
    first_day: str | None
    last_day: str | None
    types: tuple[Kind, ...]
    contexts: tuple[str, ...]
    instruments: tuple[Named, ...]
    states: tuple[State, ...]
    outlets: tuple[str, ...]
    languages: tuple[str, ...]
    datasets: tuple[str, ...]
    gaps: tuple[str, ...]
    reviewing: bool
    """Whether decisions can be sent, or must be saved as a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many of the events that the other filters leave have this value."""

    value: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """For each filter, its values with their numbers; a filter does not narrow its own counts."""

    source: tuple[Counted, ...]
    target: tuple[Counted, ...]
    type: tuple[Counted, ...]
    instrument: tuple[Counted, ...]
    factuality: tuple[Counted, ...]
    status: tuple[Counted, ...]
    outlet: tuple[Counted, ...]
    language: tuple[Counted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Events of a stretch of days (both inclusive; null: the undated) in one column of factuality, by the middle of their periods."""

    start: str | None
    end: str | None
    label: str
    factuality: Factuality
    cooperative: bool
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCount:
    """Events at a place; the centroid of a country stands for all that name no nearer place, and says so by `exact`."""

    spot: Spot
    n: int
    event_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """What one side did toward another: deeds apart from what is planned, conditional, possible or denied (`…_open`)."""

    source: Named
    target: Named
    cooperative: int
    conflictual: int
    cooperative_open: int
    conflictual_open: int
    instruments: tuple[Counted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRow:
    """An outlet (`""`: none that is known) with what the case has of it, and to whom its reports go back; `country` is a name."""

    name: str
    country: str | None
    owners: tuple[Ownership, ...]
    """Every period that is known, the present one first."""
    reports: int
    events: int
    own: int
    """Reports that go back to nobody."""
    goes_back: tuple[Counted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What the case has of an outlet in a month (`2022-03`; null: its reports without a date). Nothing found is not nothing happened."""

    outlet: str
    month: str | None
    reports: int
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """An event to decide on next: `weight` is how much a decision would change, `reason` says it in words."""

    row: EventRow
    weight: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A day on which a pair's cooperative deeds began to come at another rate, as `Case.changes` gives it; `day` is an ISO 8601 text."""

    source: str
    target: str
    instrument: str
    dataset: str
    day: str
    window: str
    before: float
    after: float
    raw: Between
    corrected: Between
    probability: float
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An event's place in the queue of a mailed page; weight and reason are those of `QueueRow`."""

    event: str
    weight: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailed:
    """The whole record, as a mailed dossier carries it: what the page shows where there is no server to ask.

    Events come in the order of their days; `waiting` puts them in that of the queue; `ties` holds those over the whole time, then those by
    month, without the ids of their events.
    """

    meta: Meta
    events: tuple[EventDetail, ...]
    waiting: tuple[Waiting, ...]
    ties: tuple[Tie, ...]
    framings: tuple[Framing, ...]
    reports: tuple[ReportRow, ...]
    links: tuple[LinkRow, ...]
    outlets: tuple[OutletRow, ...]
    coverage: tuple[Coverage, ...]
    decisions: tuple[Decided, ...]
