"""The records that a case keeps: one row each, with an id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from suasion.records.parts import (
    Actor,
    Amount,
    Anchor,
    Damage,
    Dated,
    Dispute,
    EventStatus,
    Factuality,
    FactualityCounts,
    Holder,
    Imported,
    LinkTarget,
    Origin,
    Participant,
    Passage,
    Place,
    Relation,
    Span,
    Speaker,
    StageCount,
    StageName,
    Stance,
    Turn,
)

OURS = "suasion"
"""The data set of what suasion coded itself, beside the names of imported ones (`icews`, `gdelt`, ...)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One outlet's report. `id` hashes what the input states, never what was inferred: outlet, canonical URL, day, original text.

    `text` is the English working text: NFC, newline line ends, beginning with the title; never changed after ingest.
    """

    id: str
    outlet: str | None
    outlet_how: str
    url: str | None
    path: str
    title: str | None
    byline: str | None
    published: Dated
    language: str | None
    language_how: str
    translated_from: str | None
    translated_from_how: str
    original_text: str
    text: str
    passages: tuple[Passage, ...]
    damage: tuple[Damage, ...] = ()
    translation_probability: float = 0.0
    """That the text is a translation, 0-1, by its words alone or by what the input states."""
    translation_reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A stretch of a report that names, or stands for, an actor. A group of several actors gives one row an actor."""

    id: str
    report_id: str
    actor: Actor
    start: int
    end: int
    text: str
    how: str
    """`name`, `demonym`, `metonym`, `office`, `fuzzy`, `pronoun`, `group` …"""
    phrase: Span | None = None
    """The whole noun phrase that names the actor, with the words that describe it ("the ailing strongman Lee"); null where it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who says what: source, cue and content spans, and the cue's stance. A quotation mark alone can be the cue."""

    id: str
    report_id: str
    holder: Holder
    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    stance: Stance
    quoted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one report says that somebody did (or will, may, did not do) to somebody, and who says so.

    `start`/`end` are the sentence's; `action` is the trigger. `content_of` is the id of the statement whose content
    this is: the act that is offered, threatened, asked for. `holders` run from the innermost outwards, the outlet last.
    `probability` is the coder's that type, both sides and direction are right, `factuality_probability` that the factuality is;
    docs/coding.md says what they were calibrated on.
    """

    id: str
    report_id: str
    sentence: str
    start: int
    end: int
    action: Span
    event_type: str
    mode: str | None
    contexts: tuple[str, ...]
    instruments: tuple[str, ...]
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    factuality: Factuality
    content_of: str | None
    when: Dated
    where: Place | None
    where_how: str
    amounts: tuple[Amount, ...]
    holders: tuple[Holder, ...]
    quoted: bool
    probability: float
    coder: str
    codebook: str
    recipients_how: str = "stated"
    """`stated`, `none stated`, or `inferred: ...` where the report's other state was taken for the recipient."""
    factuality_probability: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A report goes back to another report or to an origin."""

    id: str
    from_report: str
    to: LinkTarget
    relation: Relation
    evidence: Span | None
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What we conclude from all statements of one happening. `factuality` is a summary; what disagrees is in `disputes`."""

    id: str
    event_type: str
    mode: str | None
    contexts: tuple[str, ...]
    instruments: tuple[str, ...]
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    factuality: Factuality
    status: EventStatus
    content_of: str | None
    when: Dated
    where: Place | None
    where_how: str
    amounts: tuple[Amount, ...]
    statement_ids: tuple[str, ...]
    report_ids: tuple[str, ...]
    origins: tuple[Origin, ...]
    independent_origins: int
    disputes: tuple[Dispute, ...]
    probability: float
    speakers: tuple[Speaker, ...] = ()
    history: tuple[Turn, ...] = ()
    imported: Imported | None = None
    """Null for what suasion concluded itself; an imported event has no statements and no reports."""

    @property
    def dated(self) -> bool:
        """Whether its reports say when it was."""
        return self.when.start is not None or self.when.end is not None

    @property
    def told(self) -> date | None:
        """Give the first day on which a report told of it; null where none is dated."""
        return min((turn.told for turn in self.history if turn.told), default=None)

    @property
    def days(self) -> tuple[date, date] | None:
        """Give the first and the last day that it stands on in windows, filters and on timelines; null if it stands on none.

        They are those of its period. News that names no time at all stands on the day on which it was first told, as in the data sets
        of the field; news of an unknown time ("in those years") on none.
        """
        first, last = self.when.start or self.when.end, self.when.end or self.when.start
        if first and last:
            return first, last
        return (self.told, self.told) if self.told and not self.when.text else None

    @property
    def day(self) -> date | None:
        """Give the middle of its `days`: the one that it counts on."""
        if self.days is None:
            return None
        first, last = self.days
        return first + (last - first) // 2

    @property
    def date_precision(self) -> str:
        """Say how precisely its `days` are known: as `when` has it, or `told` for the day of the first telling."""
        return "told" if self.days and not self.dated else self.when.precision

    @property
    def counted_as(self) -> Factuality:
        """Give the factuality that counts go by.

        What is only the content of another act is claimed, so `possible`; what its outlet took back is `denied`.
        """
        if self.status == "retracted":
            return "denied"
        if self.content_of is not None and self.factuality == "occurred":
            return "possible"
        return self.factuality


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The days that a tie covers, both inclusive and null where open; `all` also holds events that stand on no day."""

    start: date | None
    end: date | None
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One measure of what passed from one state to another, by one instrument (or `all`), in a window.

    `value` is null with `value_how` = `insufficient` below ten effective events. The intervals bound `value`.
    `n` counts events, `effective_n` sums the probability that each happened as coded, `counts` splits them by factuality.
    `source` and `target` are states, or groups of states by their names; `dataset` is whose events they are (ours, or one imported).
    """

    id: str
    source: str
    target: str
    instrument: str
    window: Window
    measure: str
    value: float | None
    value_how: str
    unit: str
    low80: float | None
    high80: float | None
    low95: float | None
    high95: float | None
    n: int
    effective_n: float
    counts: FactualityCounts
    event_ids: tuple[str, ...]
    dataset: str = OURS
    note: str | None = None
    """What a reader must know beside the value: that the raw and the attention-corrected figure disagree, say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A person's decision. Append-only; replayed on every run; one whose target changed is *stale*: listed, neither applied nor dropped."""

    id: str
    action: Literal[
        "accept", "reject", "unsure", "merge", "split", "correct", "mark-copy", "mark-independent", "undo"
    ]
    targets: tuple[str, ...]
    field: str | None
    value: str | None
    who: str
    when: datetime
    why: str | None
    anchors: tuple[Anchor, ...] = ()
    """For targets that are events: what they were. An event whose id has changed since is found again by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """What a stage declined, and why. `input_id` is a path (with `:line`) for ingest, else a record's id."""

    id: str
    stage: StageName
    input_id: str
    reason: str
    """One word of a small vocabulary (`empty`, `binary`, `duplicate`, …)."""
    detail: str
    """A plain sentence: what happened, the likely cause, what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run over some inputs. `fingerprints` names the code, models and data each stage ran with."""

    id: str
    started: datetime
    finished: datetime | None
    version: str
    paths: tuple[str, ...]
    counts: tuple[StageCount, ...]
    fingerprints: tuple[tuple[str, str], ...]


Record = Report | Mention | Attribution | Statement | Link | Event | Tie | Judgement | Rejection | Run
