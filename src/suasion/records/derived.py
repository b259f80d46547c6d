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
