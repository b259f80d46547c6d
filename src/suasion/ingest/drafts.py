"""What the readers of the formats hand on: a draft of a report, or why there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from suasion.ids import content_id
from suasion.records import Rejection

Reason = Literal[
    "missing",
    "unreadable",
    "unsupported",
    "empty",
    "too-large",
    "binary",
    "encoding",
    "malformed",
    "no-text",
    "too-short",
    "untranslated",
    "duplicate",
]


MAX_FIELD = 2_000
"""Characters of what an input states about itself; browsers take addresses of about as many, and the rest is cut."""
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why an input yields no report. `detail` says plainly what happened, the likely cause and what to do."""

    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an input states about itself, as it states it, and its text.

    `text` is readable (no markup, no metadata lines), `original_text` is all that came. `source` names what
    stated the rest ("the JSON line", …), and is empty where nothing did.
    """

    original_text: str
    text: str
    source: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    byline: str | None = None
    language: str | None = None
    translated_from: str | None = None
    page_title: str | None = None
    """A page's `<title>`: the headline, and often the outlet behind it."""
    furniture: tuple[str, ...] = ()
    """Short lines that a page shows beside its text: byline, day, footer."""

    def tidy(self) -> Draft:
        """Give the draft with the stated fields cut at `MAX_FIELD`, and half characters, which no file can hold, made U+FFFD."""
        return replace(
            self,
            title=_tidy(self.title),
            outlet=_tidy(self.outlet),
            url=_tidy(self.url),
            published=_tidy(self.published),
            byline=_tidy(self.byline),
            language=_tidy(self.language),
            translated_from=_tidy(self.translated_from),
            page_title=_tidy(self.page_title),
        )


def _tidy(field: str | None) -> str | None:
    return _LONE_SURROGATE.sub("\ufffd", field[:MAX_FIELD]) if field is not None else None


def reject(input_id: str, refusal: Refusal) -> Rejection:
    """Make the row that says so."""
    return Rejection(
        id=content_id("x", "ingest", input_id, refusal.reason),
        stage="ingest",
        input_id=input_id,
        reason=refusal.reason,
        detail=refusal.detail,
    )
