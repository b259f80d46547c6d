"""Which outlets a report says it has its news from, and how much of the report goes back to each.

A relay needs an outlet *and* words that make it the source ("reported", "according to", a dateline in
brackets). The credit of a photograph does not: it says nothing about the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from suasion.reconcile.lexicon import load_lexicon
from suasion.reconcile.sources import Naming, Run, Source, SourceNames, broken_name, runs
from suasion.reconcile.words import compared_spans, sentences_of
from suasion.records import Attribution, Report, Span
from suasion.registers import Registers

WHOLE = "whole report"
"""The reason that marks a link whose origin covers every statement of the report that names no other."""
_OPENING = 0.25
"""A source named twice, first in this part of the text, frames it."""
_NEAR = 500
"""Characters after a source within which "reportedly" means it."""
_SPREAD = 0.5
"""A source that keeps coming back over this share of the text frames it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """A report relays a source: in `evidence`, or as a `whole`.

    `coverage` is the share of the text, 0-1 (1 for a whole).
    """

    source: Source
    whole: bool
    coverage: float
    evidence: Span
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    source: Source
    start: int
    end: int
    reason: str
    frames: bool = False


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


class _Cues:
    """The patterns that the word lists make."""

    def __init__(self) -> None:
        words = load_lexicon()
        media, verbs = _alternatives(words.media_nouns), _alternatives(words.reporting_verbs)
        credits_ = _alternatives(words.credit_words)
        self.credit = re.compile(
            rf"(?:\b(?:{credits_})s?\s*[:/]?\s*(?:by|from|courtesy of|the)?\s*|[/©]\s*)$", re.IGNORECASE
        )
        self.credited = re.compile(r"^\s*(?:/|via\b|\)?\s*$)")
        between = (
            r"(?:the|a|an|its|their|local|state|state-run|official|independent|private"
            rf"|{media}|[A-Z][\w’'-]*)"
        )
        passive = rf"(?:{_alternatives(words.passive_reporting)}) (?:by|in|on)"
        citing = rf"(?i:{_alternatives(words.citing_phrases)}|{passive})"
        self.citing = re.compile(rf"\b{citing}(?:\s+{between}){{0,5}}\s*$")
        self.says = re.compile(rf"^(?:\s+(?:{media}))?(?:\s*,[^,.;]{{1,80}},)?\s+{_ADVERBS}(?:{verbs})\b")
        self.has_report = re.compile(rf"^(?:['’]s)?\s+(?:[a-z]+ )?(?:{_PIECES})s?\b")
        self.negated = re.compile(rf"\b(?:{_alternatives(words.negations)})\b|n['’]t\b")
        self.noun_before = re.compile(rf"\b(?:{media})\s+(?:the\s+)?$", re.IGNORECASE)
        apposed = r"\s*,\s+(?:the|an?|[A-Z]\w+['’]s)\s+(?:[\w-]+\s+){0,3}?"
        self.noun_after = re.compile(rf"^(?:\s+|{apposed})(?:{_OUTLET_NOUNS})\b")
        self.anaphor = re.compile(
            rf"\b[Tt]he (?:news )?(?:{_OUTLET_NOUNS}|paper|outlet|channel|site)\b(?! of\b)"
        )
        self.reportedly = re.compile(r"\b(?:reportedly|(?:was|is|were|are) reported to)\b")
        self.this_news = re.compile(r"(?:This|That|The|These) (?:information|news|details?|figures?)\b")
        own_media = _alternatives(words.state_media)
        self.state_media = re.compile(rf"\b([A-Z][a-z]+(?: [A-Z][a-z]+)?)(?:['’]s)? ({own_media})\b")
        self.dateline = re.compile(r"\(\s*([^()\n]{2,40})\s*\)\s*[-–—:]")
        self.source_line = re.compile(
            r"^[ \t]*(?:source|sources|by|from)\s*:\s*(.{2,40}?)[ \t.]*$", re.IGNORECASE | re.MULTILINE
        )
        self.closing = re.compile(r"[(\[—–-]\s*([A-Z][\w .&'’-]{1,40}?)\s*[)\]]?\s*$")


_ADVERB = "has|have|had|also|later|previously|first|itself|recently|then|further|this week|last week"
_ADVERBS = rf"(?:(?:{_ADVERB}|on \w+day) )*"
_PIECES = "report|article|investigation|account|story|interview|analysis"
_OUTLET_NOUNS = (
    r"news agency|agency|newspaper|daily|weekly|magazine|broadcaster|news site|(?:wire|news) service"
    r"|news channel"
)


class RelayFinder:
    """Finds the relays of a report. One object serves all reports."""

    def __init__(self, registers: Registers) -> None:
        self.names = SourceNames(registers)
        self._outlets = self.names.outlets()
        self._cues = _Cues()

    def relays(self, report: Report, attributions: Sequence[Attribution]) -> list[Relay]:
        """Give the relays of a report in order of position; a source that covers the whole report has one.

        Args:
            report: the report.
            attributions: its own attributions, in any order.

        """
        own = self.names.of_report(report)
        sentences = sentences_of(report)
        naming = Naming(self.names)
        places = [
            *self._framed(report),
            *(place for one in sentences for place in self._in_sentence(report, one, naming)),
        ]
        places += self._attributed(attributions, sentences, naming)
        places = [place for place in places if own is None or place.source.id != own.id]
        return _summed(report, sentences, places)

    def _framed(self, report: Report) -> Iterator[_Place]:
        """Datelines, source lines and bylines that name an outlet: the whole text is its."""
        text = report.text
        bodies = compared_spans(report)
        starts = [(start, min(end, start + 160)) for start, end in bodies[:3]]
        spots = [
            (match, "dateline")
            for start, end in starts
            for match in self._cues.dateline.finditer(text, start, end)
        ]
        spots += [(match, "source line") for match in self._cues.source_line.finditer(text)]
        last = bodies[-1][1]
        spots += [
            (match, "closing credit") for match in self._cues.closing.finditer(text, max(0, last - 60), last)
        ]
        for match, reason in spots:
            source = self.names.find(match.group(1)) or _agency(match.group(1), self.names)
            if source:
                yield _Place(source, match.start(), match.end(), reason, frames=True)
        byline = self.names.find(report.byline) if report.byline else None
        if byline and report.byline:
            at = max(text.find(report.byline), 0)
            yield _Place(byline, at, min(at + len(report.byline), len(text)), "byline", frames=True)

    def _in_sentence(self, report: Report, sentence: Span, naming: Naming) -> Iterator[_Place]:
        taken: list[tuple[int, int]] = []
        for run in runs(report.text, sentence.start, sentence.end):
            for start, end, source in self._sources(report.text, sentence, run, naming):
                if any(start < other_end and other_start < end for other_start, other_end in taken):
                    continue
                taken.append((start, end))
                cue = self._cue(report.text, sentence, start, end)
                if cue:
                    naming.note(report.text[start:end], source, sentence.end)
                    yield _Place(source, self._begin(report, sentence), sentence.end, cue)
        if not taken:
            yield from self._unnamed(sentence, naming)

    def _begin(self, report: Report, sentence: Span) -> int:
        """Where the sentence before begins if the sentence only says whence its news came.

        Else its own start.
        """
        if not self._cues.this_news.match(sentence.text):
            return sentence.start
        before = [one.start for one in sentences_of(report) if one.end <= sentence.start]
        return before[-1] if before else sentence.start

    def _sources(
        self, text: str, sentence: Span, run: Run, naming: Naming
    ) -> Iterator[tuple[int, int, Source]]:
        """Outlets in a run of capitalised words, longest name first.

        If none is known, one that the text calls an outlet.
        """
        found = False
        for start, end in run.stretches():
            source = naming.find(text[start:end])
            if source:
                found = True
                yield start, end, source
        if found:
            return
        parts = run.parts[1:] if text[slice(*run.parts[0])] in {"The", "A", "An"} else run.parts
        if parts and self._called_outlet(text, sentence, parts[0][0], parts[-1][1]):
            start, end = parts[0][0], parts[-1][1]
            name = text[start:end]
            yield start, end, broken_name(name, self._outlets) or self.names.named(name)

    def _called_outlet(self, text: str, sentence: Span, start: int, end: int) -> bool:
        """Whether a media noun stands beside the name.

        A word that only says whose media they are is no name.
        """
        before, after = text[sentence.start : start], text[end : sentence.end]
        if self._cues.noun_before.search(before):
            return True
        return bool(self._cues.noun_after.match(after)) and not self.names.names_actor(text[start:end])

    def _cue(self, text: str, sentence: Span, start: int, end: int) -> str | None:
        """Words of the sentence that make the outlet between two positions its source, or null."""
        before, after = text[sentence.start : start], text[end : sentence.end]
        if self._cues.credit.search(before) or (self._cues.credited.match(after) and len(before) < 3):  # noqa: PLR2004  an opening bracket
            return None
        citing = self._cues.citing.search(before)
        if citing:
            return f"'{citing.group().strip()} {text[start:end]}'"
        for pattern in (self._cues.says, self._cues.has_report):
            says = pattern.match(after)
            if says and not self._cues.negated.search(says.group()):
                return f"'{text[start:end]}{says.group()}'"
        return None

    def _unnamed(self, sentence: Span, naming: Naming) -> Iterator[_Place]:
        """Resolve 'the newspaper noted': the source named last.

        'Venezuelan state media reported': a source without a name.
        """
        for match in self._cues.anaphor.finditer(sentence.text):
            if naming.last and self._cues.says.match(sentence.text[match.end() :]):
                yield _Place(
                    naming.last, sentence.start, sentence.end, f"'{match.group()}' for {naming.last.name}"
                )
        near = sentence.start - naming.last_end < _NEAR
        if naming.last and near and self._cues.reportedly.search(sentence.text):
            yield _Place(naming.last, sentence.start, sentence.end, f"'reportedly' after {naming.last.name}")
        for match in self._cues.state_media.finditer(sentence.text):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            cue = self._cue(" " * sentence.start + sentence.text, sentence, start, end)
            if cue:
                yield _Place(
                    self.names.named(f"{match.group(1)} state media"), sentence.start, sentence.end, cue
                )

    def _attributed(
        self, attributions: Sequence[Attribution], sentences: Sequence[Span], naming: Naming
    ) -> Iterator[_Place]:
        """Attributions whose holder is an outlet that the text names."""
        for attribution in sorted(attributions, key=lambda row: row.id):
            if attribution.holder.kind != "outlet" or attribution.source is None:
                continue
            source = naming.find(attribution.holder.name) or self.names.called(attribution.holder.name)
            if source is None:
                continue
            spans = [span for span in (attribution.source, attribution.cue, *attribution.content) if span]
            start, end = min(span.start for span in spans), max(span.end for span in spans)
            around = [one for one in sentences if one.start < end and start < one.end]
            start, end = (
                min([start, *(one.start for one in around)]),
                max([end, *(one.end for one in around)]),
            )
            cue = attribution.cue.text if attribution.cue else "quotation"
            yield _Place(source, start, end, f"'{cue}' attributed to {attribution.holder.name}")


def _agency(name: str, names: SourceNames) -> Source | None:
    """Take a bracketed name that the register lacks for an agency if it says that it is one."""
    return (
        names.named(name) if re.search(r"\b(?:Wire|News Agency|Press|News Service|Agency)$", name) else None
    )


def _summed(report: Report, sentences: Sequence[Span], places: Sequence[_Place]) -> list[Relay]:
    by_source: dict[str, list[_Place]] = defaultdict(list)
    for place in sorted(places, key=lambda one: (one.start, one.end, one.reason)):
        by_source[place.source.id].append(place)
    counts = {source_id: len(_merged(found)) for source_id, found in by_source.items()}
    most = max(counts.values(), default=0)
    relays: list[Relay] = []
    for source_id, found in by_source.items():
        why = _frames(report, sentences, found, leads=counts[source_id] == most)
        relays += [_whole(report, found, why)] if why else _parts(report, sentences, found)
    wholes = [relay for relay in relays if relay.whole]
    if len(wholes) > 1:  # two frames: the first stands, as one text has one frame
        first = min(wholes, key=lambda relay: (relay.evidence.start, relay.source.id))
        relays = [relay for relay in relays if not relay.whole or relay is first]
        others = (relay.source.id for relay in wholes if relay is not first)
        relays += [part for other in others for part in _parts(report, sentences, by_source[other])]
    return sorted(relays, key=lambda relay: (relay.evidence.start, relay.evidence.end, relay.source.id))


def _merged(places: Sequence[_Place]) -> list[tuple[int, int, tuple[str, ...]]]:
    """Places in order of position with the overlapping ones put together."""
    merged: list[tuple[int, int, tuple[str, ...]]] = []
    for place in places:
        if merged and place.start < merged[-1][1]:
            start, end, reasons = merged[-1]
            merged[-1] = (start, max(end, place.end), tuple(dict.fromkeys((*reasons, place.reason))))
        else:
            merged.append((place.start, place.end, (place.reason,)))
    return merged


def _frames(
    report: Report, sentences: Sequence[Span], places: Sequence[_Place], *, leads: bool
) -> str | None:
    """Why the source covers the whole report, or null."""
    framing = next((place.reason for place in places if place.frames), None)
    if framing:
        return framing
    if not leads or not sentences:
        return None
    titled = len(report.title) if report.title and report.text.startswith(report.title) else 0
    title_end = max((part.end for part in report.passages if part.kind == "title"), default=titled)
    first_body = next((one for one in sentences if one.start >= title_end), sentences[0])
    if places[0].start <= first_body.start:
        return "named in the opening"
    merged = _merged(places)
    length = max(sentences[-1].end - sentences[0].start, 1)
    first, last = (merged[0][0] - sentences[0].start) / length, (merged[-1][0] - sentences[0].start) / length
    if len(merged) > 1 and (first <= _OPENING or last - first >= _SPREAD):
        return f"named in {len(merged)} places"
    return None


def _whole(report: Report, places: Sequence[_Place], why: str) -> Relay:
    first = places[0]
    reasons = (WHOLE, why, *dict.fromkeys(place.reason for place in places if place.reason != why))
    evidence = Span(text=report.text[first.start : first.end], start=first.start, end=first.end)
    return Relay(source=first.source, whole=True, coverage=1.0, evidence=evidence, reasons=reasons)


def _parts(report: Report, sentences: Sequence[Span], places: Sequence[_Place]) -> list[Relay]:
    length = max(sum(one.end - one.start for one in sentences), 1)
    return [
        Relay(
            source=places[0].source,
            whole=False,
            coverage=min(round((end - start) / length, 4), 0.99),
            evidence=Span(text=report.text[start:end], start=start, end=end),
            reasons=reasons,
        )
        for start, end, reasons in _merged(places)
    ]
