"""A draft to a report: title, passages, outlet, dates, languages, damage."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from suasion.ids import content_id
from suasion.ingest.damage import NameBook, find_damage, find_traces
from suasion.ingest.dates import labelled_date, leading_date, parse_metadata
from suasion.ingest.drafts import Draft, Refusal
from suasion.ingest.language import Language, find_source_language, identify, stated_tag
from suasion.ingest.lines import key, split_lines
from suasion.ingest.mastheads import byline_of, outlet_tail, read_facts, split_byline
from suasion.ingest.media import Names
from suasion.ingest.outlet import Around, canonical_url, find_outlet
from suasion.ingest.passages import Labelled, label
from suasion.ingest.titles import Title, find_title
from suasion.ingest.translation import judge_translation
from suasion.ingest.translation_signs import find_signs
from suasion.records import Dated, Report

MAX_LINES = 5_000
"""A text with more lines is a list or a book, and rules that look at neighbours are slow on it."""
MOST_MARKS = 30
"""Combining marks on one character: the Stream-Safe Text Format's limit (Unicode Standard Annex 15, 13)."""
_MAX_TITLE_LINE = 300
"""Characters."""
_GAP = re.compile(r"[^\S\n]{100,}")
"""White space that no report has; on it patterns take time that grows with its square."""
_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """What was made of a draft's text."""

    text: str
    title: Title | None
    labelled: Labelled
    language: Language


def assemble(
    draft: Draft, path: str, min_words: int, names: Names, book: NameBook | None
) -> Report | Refusal:
    """Make the report of a draft, or say why there is none. `book`: names for finding misspelt ones."""
    body = working_text(draft.text)
    language = identify(body)
    refusal = _endless(body) or _unusable(body, language, min_words)
    if refusal:
        return refusal
    stated_title = _squeezed(draft.title)
    text, title = _with_title(body, stated_title, names)
    labelled = label(text, title, _squeezed(draft.byline), names)
    made = _Made(text=text, title=title, labelled=labelled, language=language)
    return _report(draft, path, made, names, book)


def working_text(text: str) -> str:
    r"""Give the working form: NFC, `\n` line ends, no white space around it, no endless gaps in it."""
    composed = _composed(_LINE_ENDS.sub("\n", text)).strip(" \t\n\ufeff\u00a0")
    return _GAP.sub(" ", composed)


def _endless(body: str) -> Refusal | None:
    if body.count("\n") < MAX_LINES:
        return None
    return Refusal(
        reason="too-large",
        detail=f"It has more than {MAX_LINES:,} lines; no report has. Split it: one report a file, or a .jsonl file.",
    )


def _squeezed(words: str | None) -> str | None:
    return _composed(" ".join(words.split())) or None if words else None


def _composed(text: str) -> str:
    """Give NFC. Of more than `MOST_MARKS` combining marks in a row the rest is dropped: sorting them takes time with their square."""
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= MOST_MARKS:
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


def _unusable(body: str, language: Language, min_words: int) -> Refusal | None:
    if not any(mark.isalpha() for mark in body[:100_000]):
        return Refusal(
            reason="no-text",
            detail="It holds no words. Check that it is a report and not a table of numbers.",
        )
    if language.foreign:
        return Refusal(
            reason="untranslated",
            detail=f"Its language looks like '{language.tag}', not English; translation is not installed. "
            "Translate it first.",
        )
    words = len(re.findall(r"\w+", body[:100_000]))
    if words < min_words:
        return Refusal(
            reason="too-short",
            detail=f"It has {words} words, fewer than {min_words}. If it is a report all the same, "
            "lower min_report_words in suasion.toml.",
        )
    return None


def _with_title(body: str, stated: str | None, names: Names) -> tuple[str, Title | None]:
    """Put a stated title that the text lacks in front of it, and say where the title stands."""
    lines = split_lines(body)
    found = find_title(lines, stated, names)
    if found or stated is None:
        return body, found
    tail = outlet_tail(stated, names)
    shorter = stated[: tail[0]] if tail else stated
    found = find_title(lines, shorter, names) if tail else None
    return (body, found) if found else (f"{shorter}\n\n{body}", Title(start=0, end=len(shorter)))


def _report(draft: Draft, path: str, made: _Made, names: Names, book: NameBook | None) -> Report:
    text, title, labelled = made.text, made.title, made.labelled
    url = canonical_url(draft.url) if draft.url and draft.url.strip() else None
    published = draft.published if draft.published and draft.published.strip() else None
    stated = parse_metadata(published, draft.source) if published else None
    notes = labelled.texts(text, "disclaimer", "boilerplate", "byline")
    around = _around(draft, made)
    outlet = find_outlet(draft, around, names)
    source, source_how = find_source_language(draft.translated_from, stated_tag(draft.language), notes)
    traces = find_traces(text)
    damage = find_damage(text, book, traces)
    translation = judge_translation(text, source, source_how, find_signs(text, traces, damage, book))
    return Report(
        id=content_id("r", draft.outlet, url, _iso(stated), draft.original_text),
        outlet=outlet.name,
        outlet_how=outlet.how,
        url=url,
        path=path,
        title=text[title.start : title.end] if title else None,
        byline=_person(draft, around, names),
        published=_published(stated, made, _furniture_days(draft, names) + _head_days(around, names)),
        language=made.language.tag,
        language_how=made.language.how,
        translated_from=translation.language,
        translated_from_how=translation.how,
        translation_probability=translation.probability,
        translation_reasons=translation.reasons,
        original_text=draft.original_text,
        text=text,
        passages=labelled.passages,
        damage=damage,
    )


def _iso(stated: Dated | None) -> str | None:
    """Give the stated date for the id: its period, or, where it could not be read, its words."""
    if stated is None:
        return None
    return f"{stated.start.isoformat()}/{stated.end}" if stated.start else stated.text


def _around(draft: Draft, made: _Made) -> Around:
    text, title, labelled = made.text, made.title, made.labelled
    whole = [item for item in labelled.passages if text[item.end : item.end + 1] in ("", "\n")]
    spans = [item for item in whole if item.kind in ("date", "byline")]
    line_end = text.find("\n", title.end) if title else -1
    behind = text[title.start : None if line_end == -1 else line_end] if title else ""
    return Around(
        title=text[title.start : title.end] if title else None,
        heads=tuple((text[s.start : s.end], title is not None and s.end <= title.start) for s in spans),
        notes=labelled.texts(text, "disclaimer", "boilerplate", "byline"),
        behind_title=behind[:_MAX_TITLE_LINE] if len(behind) <= _MAX_TITLE_LINE else "",
        furniture=draft.furniture,
        byline=labelled.byline,
        dateline=labelled.dateline,
    )


def _person(draft: Draft, around: Around, names: Names) -> str | None:
    """Give the author without the outlet behind the name; metadata stays as it is."""
    if draft.byline and draft.byline.strip():
        return around.byline
    signed = around.byline or next(iter(_furniture_bylines(draft, names)), None)
    return signed and (split_byline(signed, names)[0] or signed)


def _furniture_bylines(draft: Draft, names: Names) -> list[str]:
    read = [read_facts(line, names) for line in draft.furniture]
    whole = [byline_of(line) for line in draft.furniture]
    return [name for name in (*(facts.byline for facts in read if facts), *whole) if name]


def _furniture_days(draft: Draft, names: Names) -> list[Dated]:
    return _ordered([labelled_date(line) for line in draft.furniture], draft.furniture, names)


def _head_days(around: Around, names: Names) -> list[Dated]:
    lines = tuple(line for line, above in around.heads)
    return _ordered([labelled_date(line) for line in lines], lines, names)


def _ordered(read: Sequence[tuple[Dated, bool] | None], lines: Sequence[str], names: Names) -> list[Dated]:
    """Give the days that some lines state, those of updates last."""
    found = [day for day in read if day]
    for line, day in zip(lines, read, strict=True):
        facts = None if day else read_facts(line, names)
        found.extend(facts.days if facts else ())
    return [dated for dated, update in sorted(found, key=lambda day: day[1])]


def _published(stated: Dated | None, made: _Made, days: Sequence[Dated]) -> Dated:
    """Choose the date of publication: metadata, date lines (updates last), glued dates, dateline."""
    if stated and stated.start:
        return stated
    text, title, labelled = made.text, made.title, made.labelled
    found = [*days, *_before_title(text, title)]
    if labelled.dateline and labelled.dateline.published:
        found.append(labelled.dateline.published)
    full = next((dated for dated in found if dated.start), None)
    silent = Dated(how="not stated: no metadata, date line or dateline with a year")
    return full or stated or next(iter(found), silent)


def _before_title(text: str, title: Title | None) -> list[Dated]:
    line_start = text.rfind("\n", 0, title.start) + 1 if title else 0
    found = leading_date(text[line_start : line_start + 300]) if title and title.start > line_start else None
    return [found[1]] if found and key(text[line_start : title.start] if title else "") else []
