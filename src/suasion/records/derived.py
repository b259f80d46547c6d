"""Rows that are worked out from the kept records when somebody asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FramingKind = Literal["description", "act", "title", "name"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A sentence that uses certain words: `start`/`end` are those of the words in the report's text."""

    report_id: str
    sentence: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Framing:
    """What an outlet calls an actor or an act, with every quotation. Descriptive: it scores neither truth nor bias.

    `label` is the describing words without articles and case. `holder` is whoever the outlet quotes or reports with these words,
    null where they are its own; `verbatim` says that all quotations stand in quotation marks. `outlets` counts the outlets that
    use the label for `id`, in whosever words.
    """

    what: Literal["actor", "event"]
    id: str
    name: str
    outlet: str
    label: str
    kind: FramingKind
    holder: str | None
    verbatim: bool
    count: int
    outlets: int
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """How many more acts of a kind a state does toward another within `days` after one more act by that other: followed by, not caused.

    `source` does acts of the kind `given`, `target` answers with `followed_by`. `value` is null where the data do not suffice, or where
    the panel's answers are not above those of the placebo; `placebo95` is the response that answers just at that bound would
    make. `n` counts the acts given, `answers` those of the second kind from `target` to `source`. `effective_n` sums the chance that
    those given happened.
    """

    source: str
    target: str
    given: str
    followed_by: str
    days: int
    value: float | None
    value_how: Literal["estimated", "insufficient", "too short", "unstable", "not above placebo"]
    low80: float | None
    high80: float | None
    low95: float | None
    high95: float | None
    placebo95: float | None
    reported: bool
    n: int
    effective_n: float
    answers: int
    dataset: str
    note: str | None = None
