"""A draft to a report: title, passages, outlet, dates, languages, damage."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from suasion.ids import content_id
from suasion.ingest.damage import find_damage
from suasion.ingest.dates import labelled_date, leading_date, parse_metadata, segments
from suasion.ingest.drafts import Draft, Refusal
from suasion.ingest.language import Language, find_source_language, identify, stated_tag
from suasion.ingest.lines import key, split_lines
from suasion.ingest.outlet import Outlets, canonical_url, find_outlet, names_outlet
from suasion.ingest.passages import Labelled, label
from suasion.ingest.titles import IsOutlet, Title, find_title, outlet_tail
from suasion.records import Dated, Report

_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """What was made of a draft's text."""

    text: str
    title: Title | None
    labelled: Labelled
    language: Language


def assemble(draft: Draft, path: str, min_words: int, outlets: Outlets) -> Report | Refusal:
    """Make the report of a draft, or say why there is none."""
    body = working_text(draft.text)
    language = identify(body)
    refusal = _unusable(body, language, min_words)
    if refusal:
        return refusal
    stated_title = _squeezed(draft.title)
    is_outlet = partial(names_outlet, outlets)
    text, title = _with_title(body, stated_title, is_outlet)
    labelled = label(text, title, _squeezed(draft.byline), is_outlet)
    return _report(draft, path, _Made(text=text, title=title, labelled=labelled, language=language), outlets)


def working_text(text: str) -> str:
    r"""Give the working form: NFC, `\n` line ends, no white space around it. Nothing else changes."""
    return unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text)).strip(" \t\n\ufeff\u00a0")


def _squeezed(words: str | None) -> str | None:
    return unicodedata.normalize("NFC", " ".join(words.split())) or None if words else None


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


def _with_title(body: str, stated: str | None, is_outlet: IsOutlet) -> tuple[str, Title | None]:
    """Put a stated title that the text lacks in front of it, and say where the title stands."""
    lines = split_lines(body)
    found = find_title(lines, stated, is_outlet)
    if found or stated is None:
        return body, found
    tail = outlet_tail(stated, is_outlet)
    shorter = stated[:tail]
    found = find_title(lines, shorter, is_outlet) if tail is not None else None
    return (body, found) if found else (f"{shorter}\n\n{body}", Title(start=0, end=len(shorter)))


def _report(draft: Draft, path: str, made: _Made, outlets: Outlets) -> Report:
    text, title, labelled = made.text, made.title, made.labelled
    url = canonical_url(draft.url) if draft.url and draft.url.strip() else None
    published = draft.published if draft.published and draft.published.strip() else None
    stated = parse_metadata(published, draft.source) if published else None
    notes = labelled.texts(text, "disclaimer", "boilerplate", "byline")
    facts = [part for line in labelled.texts(text, "date") for part in segments(line)]
    outlet = find_outlet(draft, labelled.dateline, labelled.byline, [*notes, *facts], outlets)
    source, source_how = find_source_language(draft.translated_from, stated_tag(draft.language), notes)
    return Report(
        id=content_id("r", draft.outlet, url, _iso(stated), draft.original_text),
        outlet=outlet.name,
        outlet_how=outlet.how,
        url=url,
        path=path,
        title=text[title.start : title.end] if title else None,
        byline=labelled.byline,
        published=_published(stated, labelled, text, title),
        language=made.language.tag,
        language_how=made.language.how,
        translated_from=source,
        translated_from_how=source_how,
        original_text=draft.original_text,
        text=text,
        passages=labelled.passages,
        damage=find_damage(text),
    )


def _iso(stated: Dated | None) -> str | None:
    """Give the stated date for the id: its period, or, where it could not be read, its words."""
    if stated is None:
        return None
    return f"{stated.start.isoformat()}/{stated.end}" if stated.start else stated.text


def _published(stated: Dated | None, labelled: Labelled, text: str, title: Title | None) -> Dated:
    """Choose the date of publication: metadata, date lines (updates last), glued dates, dateline."""
    if stated and stated.start:
        return stated
    found = [*_date_lines(labelled.texts(text, "date")), *_before_title(text, title)]
    if labelled.dateline and labelled.dateline.published:
        found.append(labelled.dateline.published)
    full = next((dated for dated in found if dated.start), None)
    silent = Dated(how="not stated: no metadata, date line or dateline with a year")
    return full or stated or next(iter(found), silent)


def _date_lines(lines: Sequence[str]) -> list[Dated]:
    read = [found for found in map(labelled_date, lines) if found]
    return [dated for dated, update in sorted(read, key=lambda found: found[1])]


def _before_title(text: str, title: Title | None) -> list[Dated]:
    line_start = text.rfind("\n", 0, title.start) + 1 if title else 0
    found = leading_date(text[line_start : line_start + 300]) if title and title.start > line_start else None
    return [found[1]] if found and key(text[line_start : title.start] if title else "") else []
