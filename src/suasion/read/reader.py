"""The read room: from a report to a reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from suasion.ids import content_id, digest, files_digest
from suasion.models import load_spacy, spacy_manifest
from suasion.models.attribution import NAME as ATTRIBUTION_TAGGER
from suasion.models.attribution import load_attribution_tagger
from suasion.models.encoder import encoder_manifests
from suasion.read.amounts import find_amounts
from suasion.read.attribution import RoleSpans, coded_text, find_attributions
from suasion.read.factuality import SentenceFactuality
from suasion.read.home import dateline_of, home_state
from suasion.read.naming import naming_phrases
from suasion.read.parse import parse_report
from suasion.read.places import find_places
from suasion.read.references import resolve_references
from suasion.read.speakers import resolve_speakers
from suasion.read.times import find_times
from suasion.read.toponyms import find_toponyms
from suasion.records import Dated, Mention, Reading, Reference, Report, Sentence, Span, StageName
from suasion.registers import Registers
from suasion.stage import Outcome


class Reader:
    """Reads reports: `Each[Report, Reading]`. The parser is loaded on first use."""

    name: StageName = "read"
    takes = (Report,)
    gives = (Reading,)

    def __init__(self, registers: Registers) -> None:
        self.registers = registers
        self.fingerprint = digest(
            [
                "read",
                files_digest("suasion.read"),
                spacy_manifest().fingerprint,
                *(manifest.fingerprint for manifest in encoder_manifests(ATTRIBUTION_TAGGER)),
                registers.fingerprint,
            ]
        )[:16]

    def batch(self, records: Sequence[Report]) -> Iterator[Outcome[Reading]]:
        """Read each report."""
        for report in records:
            yield Outcome(input_ids=(report.id,), outputs=(self.read(report),))

    def read(self, report: Report) -> Reading:
        """Read one report."""
        outlet, dateline = report.outlet, dateline_of(report)
        parsed = parse_report(report, load_spacy())
        sentences = resolve_references(parsed, self.registers, report.published.start, outlet, dateline)
        attributions = find_attributions(report, sentences, self.registers, load_attribution_tagger().spans)
        home = home_state(outlet, sentences, self.registers, dateline)
        sentences = resolve_speakers(sentences, attributions, self.registers, home)
        sentences = tuple(self._circumstances(report, sentences))
        return Reading(
            id=report.id,
            report=report,
            sentences=sentences,
            mentions=tuple(_mentions(report, sentences)),
            attributions=attributions,
        )

    def roles(self, report: Report) -> RoleSpans:
        """Say which words of a report are a source, a cue or a content, without saying which belong together."""
        return load_attribution_tagger().spans(coded_text(report))

    def _circumstances(self, report: Report, sentences: Sequence[Sentence]) -> Iterator[Sentence]:
        """Add factuality, times, places and amounts; "that year" needs the last time spoken of."""
        previous: Dated | None = None
        for sentence, toponyms in zip(sentences, find_toponyms(sentences, self.registers), strict=True):
            times = find_times(sentence.text, sentence.start, anchor=report.published, previous=previous)
            previous = times[-1].when if times else previous
            yield replace(
                sentence,
                factuality=SentenceFactuality(sentence.tokens).all(),
                times=times,
                places=find_places(sentence, toponyms),
                amounts=find_amounts(sentence.text, sentence.start),
            )


def _mentions(report: Report, sentences: Sequence[Sentence]) -> Iterator[Mention]:
    for sentence in sentences:
        phrases = naming_phrases(sentence)
        for reference in sentence.references:
            first, last = phrases.get(reference, (0, 0))
            phrase = _words(report, sentence, first, last) if last else None
            yield from _rows(report, sentence, reference, phrase)


def _rows(report: Report, sentence: Sentence, reference: Reference, phrase: Span | None) -> Iterator[Mention]:
    words = _words(report, sentence, reference.first, reference.last)
    for actor in reference.actors:
        yield Mention(
            id=content_id("m", report.id, str(words.start), str(words.end), actor.id),
            report_id=report.id,
            actor=actor,
            start=words.start,
            end=words.end,
            text=words.text,
            how=reference.how,
            phrase=phrase,
        )


def _words(report: Report, sentence: Sentence, first: int, last: int) -> Span:
    start, end = sentence.tokens[first].start, sentence.tokens[last - 1].end
    return Span(text=report.text[start:end], start=start, end=end)
