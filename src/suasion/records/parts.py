"""The parts that records are made of, and the words that their fields may hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
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
StageName = Literal["ingest", "import", "read", "coding", "origins", "events", "weigh", "forecast", "publish"]


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

    @property
    def state(self) -> str | None:
        """The state that it stands for: itself, or the one whose person, office or group it is; null for any other actor."""
        return self.country if self.code == self.country else None


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
class Speaker:
    """Who is quoted on an event, and by how many: one speech that five outlets carry has one speaker and five witnesses.

    `independent_origins` counts the origins of the reports that carry these words.
    """

    name: str
    country: str | None
    statement_ids: tuple[str, ...]
    report_ids: tuple[str, ...]
    independent_origins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn in the history of an event: what was said of it first on this day (null: no report of it is dated).

    A meeting announced, held and recalled has the turns `planned` and `occurred`.
    """

    told: date | None
    factuality: Factuality
    statement_ids: tuple[str, ...]


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
class Between:
    """An estimate with its 80 % and 95 % bounds."""

    value: float
    low80: float
    high80: float
    low95: float
    high95: float

    @classmethod
    def holding(cls, value: float, bounds: Sequence[float]) -> Between:
        """Take the bounds at 2.5, 10, 90 and 97.5 %, widened where needed to hold the value."""
        low95, low80, high80, high95 = bounds
        return cls(
            value=value,
            low80=min(low80, value),
            high80=max(high80, value),
            low95=min(low95, value),
            high95=max(high95, value),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What an event was when it was judged: its statements, and the codes (else ids) of its sides."""

    event_id: str
    statement_ids: tuple[str, ...]
    sides: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """Where an event of another data set comes from: `line` of `file`, the set's own `key`, and what the row says in the set's own words.

    `native` holds the columns of the `format` (`icews`, …; a user may name the data set otherwise) in its order, by the format's names, as
    they were written; a null is left out.
    """

    dataset: str
    file: str
    line: int
    key: str
    native: tuple[tuple[str, str], ...] = ()
    format: str = ""


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
