"""The records: the only vocabulary that the rooms share.

Conventions, everywhere:

- A *span* is half-open (`start <= i < end`) and counts Unicode code points of `Report.text`; the quoted
  text is stored with the position, so that a mismatch can be seen.
- A *period* of days is closed: `start` and `end` are its first and last day.
- Nulls are written, not left out; what could not be found has a `..._how` beside it that says why.
- Records are frozen. Ids are content-derived (`ids.content_id`) and begin with a letter for the kind:
  `r` report, `s` statement, `l` link, `e` event, `t` tie, `m` mention, `a` attribution, `j` judgement,
  `x` rejection, `u` run.

*statement* = what one report says, with who says it. *event* = what we conclude happened, from all its
statements. *tie* = what passed between two states in a window. The words are never swapped.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Factuality = Literal["occurred", "planned", "conditional", "possible", "denied"]
FACTUALITIES: tuple[Factuality, ...] = ("occurred", "planned", "conditional", "possible", "denied")

PassageKind = Literal["title", "body", "caption", "byline", "date", "related", "boilerplate", "disclaimer"]
CODED_PASSAGES: frozenset[PassageKind] = frozenset({"title", "body", "caption"})

Precision = Literal["day", "week", "month", "season", "year", "decade", "unknown"]
Stance = Literal["asserts", "denies", "doubts", "suggests"]
HolderKind = Literal["actor", "anonymous", "outlet"]
Relation = Literal["copies", "translates", "rewrites", "relays", "quotes"]
EventStatus = Literal["reported", "corroborated", "disputed", "retracted"]
StageName = Literal["ingest", "read", "coding", "origins", "events", "weigh", "forecast", "publish"]


# --------------------------------------------------------------------------- parts of records


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A quoted stretch of `Report.text`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A period of days with how it is known.

    `start` and `end` are the first and last day (inclusive) or null; `how` is `stated`, `metadata`, `relative`,
    `inferred: <evidence>` … or, for a null, why there is none. `text` is the expression it was read from.
    """

    start: date | None = None
    end: date | None = None
    precision: Precision = "unknown"
    how: str = "not stated"
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A labelled stretch of a report. The passages of a report do not overlap and are in order of position."""

    start: int
    end: int
    kind: PassageKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """Something that translation, scraping or encoding broke: an overlay, the text stays as it came."""

    start: int
    end: int
    surface: str
    meant: str | None
    kind: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A resolved actor.

    `country` is ISO 3166-1 alpha-3 (XKX for Kosovo, withdrawn codes such as SUN for former states) or null.
    `code` equals `country` for states and their people, else it is one of PLOVER's IGO UNO EUR NGO ISM IMG MNC, or null
    for an unnamed group. `sector` is a PLOVER sector (GOV, MIL, PTY, MED, …) or null. `id` is the register's.
    """

    id: str
    name: str
    country: str | None
    code: str | None
    sector: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """An actor in a statement, with the words that name it."""

    text: str
    start: int
    end: int
    id: str
    name: str
    country: str | None
    code: str | None
    sector: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who says so: a named actor, an anonymous source or the outlet. `start`/`end` are null for an outlet that the text does not name."""

    name: str
    kind: HolderKind
    country: str | None
    cue: str | None
    stance: Stance
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where: `precision` is `point`, `city`, `region`, `country` (a country's centroid is not an event's place) or `sea`."""

    name: str
    country: str | None
    lat: float | None
    lon: float | None
    precision: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A quantity: `unit` is an ISO 4217 currency or a plural noun (`people`, `troops`, `doses`, `aircraft`, …)."""

    value: float
    unit: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTarget:
    """What a report goes back to: another report, or an origin that need not be in the corpus."""

    kind: Literal["report", "origin"]
    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One independent source of an event: the reports that go back to it."""

    id: str
    name: str
    kind: Literal["report", "outlet", "agency", "speaker", "origin"]
    report_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputedValue:
    """One side of a dispute: who holds which value."""

    value: str
    statement_ids: tuple[str, ...]
    holders: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A field on which the statements of an event disagree (`factuality`, `when`, `amount`, …)."""

    field: str
    values: tuple[DisputedValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactualityCounts:
    """Events by factuality: deeds, plans, threats, guesses and denials are never added up."""

    occurred: int = 0
    planned: int = 0
    conditional: int = 0
    possible: int = 0
    denied: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCount:
    """What one stage did in one run. `inputs == productive + rejected + silent`: nothing is lost.

    `reused` of the inputs were unchanged since an earlier run and not computed again.
    """

    stage: StageName
    inputs: int
    productive: int
    rejected: int
    silent: int
    outputs: int
    reused: int


# --------------------------------------------------------------------------- the records


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One outlet's report. `id` hashes what the input states (outlet, canonical URL, publication date, original text), never what was inferred.

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
    `probability` is the coder's that type, both sides and direction are right; what it was calibrated on is in the model card.
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
    """The days that a tie covers, both inclusive and null where open; `all` holds undated events too."""

    start: date | None
    end: date | None
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One measure of what passed from one state to another, by one instrument (or `all`), in a window.

    `value` is null with `value_how` = `insufficient` below ten effective events. The intervals bound `value`.
    `n` counts events, `effective_n` sums the probability that each happened as coded, `counts` splits them by factuality.
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


# --------------------------------------------------------------------------- a reading (recomputed, not stored)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token of a sentence. `i` and `head` are positions in the sentence's `tokens`; the root is its own head."""

    i: int
    text: str
    start: int
    end: int
    lemma: str
    pos: str
    """Universal part of speech."""
    tag: str
    """Penn Treebank tag."""
    dep: str
    """spaCy's English (ClearNLP) dependency label."""
    head: int
    entity: str
    """OntoNotes entity label or the empty string."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Some tokens of a sentence (`first <= i < last`) that stand for one or more actors.

    A group named by its members, and an anaphor for it ("the three countries"), has several `actors`.
    """

    first: int
    last: int
    head: int
    actors: tuple[Actor, ...]
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """A time expression of a sentence, resolved against the report's publication date where that is known."""

    span: Span
    when: Dated


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceExpression:
    """A toponym of a sentence, resolved."""

    span: Span
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence with its parse and what was found in it.

    `factuality[i]` is that of the predicate whose head is token `i`, as its innermost holder presents it (null for tokens
    that are no predicate).
    """

    start: int
    end: int
    text: str
    passage: PassageKind
    tokens: tuple[Token, ...]
    references: tuple[Reference, ...] = ()
    factuality: tuple[Factuality | None, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    places: tuple[PlaceExpression, ...] = ()
    amounts: tuple[Amount, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A report, read: its sentences in order, and the rows that other rooms need (`mentions`, `attributions`)."""

    id: str
    report: Report
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    attributions: tuple[Attribution, ...]


Record = Report | Mention | Attribution | Statement | Link | Event | Tie | Judgement | Rejection | Run
