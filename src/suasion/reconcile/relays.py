"""Which outlets a report says it has its news from, and how much of the report goes back to each.

A relay needs an outlet *and* words that make it the source ("reported", "according to", a dateline in
brackets). The credit of a photograph does not: it says nothing about the text. An outlet that is a party to the story
(raided, banned, speaking of itself) is no source of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from suasion.reconcile.credits import credits_of
from suasion.reconcile.cues import COINED_NAME, load_cues
from suasion.reconcile.lexicon import load_lexicon
from suasion.reconcile.naming import Naming
from suasion.reconcile.relayed import Place, Relay, summed
from suasion.reconcile.runs import DESCRIBING, Run, runs
from suasion.reconcile.sources import Source, SourceNames, is_address
from suasion.reconcile.words import sentences_of
from suasion.records import Attribution, Report, Span
from suasion.registers import Registers

_NEAR = 500
"""Characters after a source within which "reportedly" means it."""
_REACH = 160
"""Characters between a name and what makes it a source."""
_POSSESSIVE = re.compile(r"(\S+)['’]s\s+$")
_USUAL = dict(zip("«»„‟\xa0\u202f", "“”““  ", strict=True))
"""Quotation marks and spaces by those that the patterns know, one for one."""
_PLURAL = re.compile(r"\b(?:agencies|outlets|newspapers|channels|stations|websites|sites)$")
"""At the end of who says so: outlets without a name ("Aid agencies")."""
_SHORT = 4
"""Letters of a word that is no outlet's name by itself."""
_CHAIN = 60
"""Characters between an outlet and the one it cites."""


@dataclass(frozen=True, slots=True)
class _Cue:
    """Words that make an outlet a source. `before`: they stand before its name, as "citing" does."""

    words: str
    before: bool


class RelayFinder:
    """Finds the relays of a report. One object serves all reports."""

    def __init__(self, registers: Registers) -> None:
        self.names = SourceNames(registers)
        self._cues = load_cues()
        self._adjectives = frozenset(load_lexicon().media_adjectives)
        self._platforms = load_lexicon().platforms
        self._short = load_lexicon().short_names

    def relays(
        self, report: Report, attributions: Sequence[Attribution], sentences: Sequence[Span] | None = None
    ) -> list[Relay]:
        """Give the relays of a report in order of position; a source that covers the whole report has one.

        Args:
            report: the report.
            attributions: its own attributions, in any order.
            sentences: those of the report, if they are known.

        """
        if sentences is None:
            sentences = sentences_of(report)
        text = _usual(report.text)
        if text is not report.text:
            sentences = [
                Span(text=text[one.start : one.end], start=one.start, end=one.end) for one in sentences
            ]
        nameless = self._cues.may_name_state_media(text)
        naming = Naming(self.names, text, self.names.of_report(report))
        places = [
            Place(source, start, end, reason, frames=True)
            for source, start, end, reason in credits_of(report, self.names)
        ]
        places += [
            place
            for i, one in enumerate(sentences)
            for place in self._in_sentence(text, one, sentences[max(i - 1, 0)], naming, nameless=nameless)
        ]
        places += self._attributed(attributions, sentences, naming)
        places = [place for place in places if not self.names.is_own(report, place.source)]
        return summed(report, sentences, places)

    def _in_sentence(
        self, text: str, sentence: Span, before: Span, naming: Naming, *, nameless: bool
    ) -> Iterator[Place]:
        """Give what a sentence says of its sources; one that only says whence its news came speaks of that `before` it.

        `nameless`: the text may name state media without their name.
        """
        begin = before.start if self._cues.this_news.match(sentence.text) else sentence.start
        taken = self._taken(text, sentence, naming) if self._cues.may_cue(sentence.text) else []
        for i, (_, end, source, cue) in enumerate(taken):
            following = taken[i + 1] if i + 1 < len(taken) else None
            via = following is not None and following[3].before and following[0] - end <= _CHAIN
            other = via and following is not None and following[2].id != source.id
            yield Place(source, begin, sentence.end, cue.words, via=other)
        if taken:
            return
        if naming.last:
            yield from self._of_the_last(naming.last, sentence, near=sentence.start - naming.last_end < _NEAR)
        if nameless and self._cues.may_name_state_media(sentence.text):
            yield from self._unnamed(text, sentence)

    def _taken(self, text: str, sentence: Span, naming: Naming) -> list[tuple[int, int, Source, _Cue]]:
        """Give (start, end) of the outlets that words of the sentence make its sources, in order of position."""
        taken: list[tuple[int, int, Source, _Cue]] = []
        others: list[tuple[int, int, Source]] = []
        named: list[tuple[int, int]] = []
        for start, end, source in self._outlets(text, sentence, naming):
            if any(start < right and left < end for left, right in named):
                continue
            named.append((start, end))
            cue = self._cue(text, sentence, start, end, known=source.registered)
            if cue:
                naming.note(text[start:end], source, sentence.end)
                taken.append((start, end, source, cue))
            else:
                others.append((start, end, source))
        taken += self._joined(text, taken, others) if taken else []
        return sorted(taken, key=lambda one: one[0])

    def _joined(
        self,
        text: str,
        taken: Sequence[tuple[int, int, Source, _Cue]],
        others: Sequence[tuple[int, int, Source]],
    ) -> Iterator[tuple[int, int, Source, _Cue]]:
        """Outlets beside one that is a source: "AFP and Reuters reported", "told El País and La Nación"."""
        sources = list(taken)
        for start, end, source in sorted(others, key=lambda one: one[0]):
            for left, right, _, cue in sources:
                between = text[right:start] if right <= start else text[end:left]
                if (
                    self.names.find(text[start:end])
                    and len(between) <= _CHAIN
                    and self._cues.joined.match(between)
                ):
                    sources.append((start, end, source, cue))
                    yield sources[-1]
                    break

    def _outlets(self, text: str, sentence: Span, naming: Naming) -> Iterator[tuple[int, int, Source]]:
        """(start, end) of what may name an outlet; names may overlap, the likelier before."""
        for start, end in self.names.spelled_out(text, sentence.start, sentence.end):
            yield start, end, self.names.named(text[start:end])
        for run in runs(text, sentence.start, sentence.end):
            yield from self._sources(text, sentence, run, naming)

    def _sources(
        self, text: str, sentence: Span, run: Run, naming: Naming
    ) -> Iterator[tuple[int, int, Source]]:
        """Outlets in a run of capitalised words, longest name first.

        If none is known, one that the text calls an outlet, or whose name says that it is one.
        """
        found = False
        for start, end in run.stretches():
            source = naming.find(text[start:end])
            if source and self.names.stands_alone(text, run, start, end, sentence.start):
                found = True
                after = text[end : sentence.end]
                if not (
                    text[start:end].casefold() in self._adjectives and self._cues.any_media.match(after)
                ):  # "local media"
                    yield start, end, source
        if found:
            return
        for part in run.named(text, sentence.start):
            start, end = part
            if self._called_outlet(text, sentence, start, end):
                name, lead = text[start:end], text[sentence.start : start]
                yield start, end, self.names.called_by(name, lead, text)

    def _called_outlet(self, text: str, sentence: Span, start: int, end: int) -> bool:
        """Whether a media noun stands beside the name, or in it.

        A word that only says whose media they are is no name.
        """
        name = text[start:end]
        if self._is_no_outlet(name):
            return False
        before, after = _around(text, sentence, start, end)
        cues = self._cues
        whose = _POSSESSIVE.search(before)  # "the BBC's Great Lakes service" is the BBC
        if whose and self.names.find(whose.group(1)):
            return False
        if not (
            cues.calls_outlet(before)
            or cues.media_name.fullmatch(name)
            or cues.noun_after.match(after)
            or (after.startswith(",") and cues.noun_apposed.search(before))
            or (cues.wires.match(after) and " " not in name)
            or (
                cues.interviewed.search(before)
                and self._told_alone(name, after, article=before.endswith("the "))
            )
            or (name in self._short and before.endswith("the ") and cues.citing.search(before))
            or (cues.only_media.search(before) and not self._names_somebody(name, after))
            or self.names.is_branch(name)
        ):
            return False
        like = DESCRIBING.fullmatch(name) or name.casefold() in self._adjectives
        described = " " not in name and (
            like or cues.indefinite.search(before) or before.endswith("official ")
        )
        return not described

    def _is_no_outlet(self, name: str) -> bool:
        """Whether a name is that of an actor, of a day or month, or of a platform that others write on."""
        return (
            self.names.names_actor(name) or self.names.is_calendar(name) or name.casefold() in self._platforms
        )

    def _told_alone(self, name: str, after: str, *, article: bool) -> bool:
        """Whether who is told something is an outlet by the look of its name, with or without an `article`.

        An acronym, or a word with a capital inside, that is no actor's; with an article any longer word in the singular that
        nobody is known by.
        """
        if article and not self._cues.what_is_told.match(after):
            return False
        first = name.split(" ", 1)[0]
        coined = COINED_NAME.fullmatch(first) is not None and not self.names.names_actor(first)
        alone = article and name.isalpha() and len(name) > _SHORT and not name.endswith("s")
        return coined or (alone and not self._names_somebody(name, after))

    def _names_somebody(self, name: str, after: str) -> bool:
        """Whether a name is that of somebody known, or of whom the words `after` it call a person."""
        return self.names.names_anybody(name) or self._cues.person_after.match(after) is not None

    def _cue(self, text: str, sentence: Span, start: int, end: int, *, known: bool = False) -> _Cue | None:
        """Words of the sentence that make the outlet between two positions its source, or null; `known`: it is registered."""
        before, after = _around(text, sentence, start, end)
        cues = self._cues
        if cues.credit.search(before) or (cues.credited.match(after) and len(before) < 3):  # noqa: PLR2004  an opening bracket
            return None
        name = text[start:end]
        citing = cues.citing.search(before)
        if citing and not cues.bygone.search(before):
            return _Cue(f"'{citing.group().strip()} {name}'", before=True)
        if (cues.of_a_person.search(before) and cues.who.match(after)) or cues.bygone.search(before):
            return None
        if is_address(name) and not cues.elsewhere.search(sentence.text):
            return _Cue(f"a link to {name}", before=False)
        told = self._tells(name, after, known=known)
        if told:
            return _Cue(told, before=False)
        return self._stands(name, before, after, known=known)

    def _tells(self, name: str, after: str, *, known: bool) -> str | None:
        """Words after an outlet that make it the source."""
        cues = self._cues
        for pattern in (cues.says, cues.has_report, cues.writer, *([cues.acts] if known else [])):
            says = pattern.match(after)
            if says and not cues.negated.search(says.group()) and not _as_party(after, says):
                return f"'{name}{says.group()}'"
        wires = cues.wires.match(after)
        return f"'{name}{wires.group()}'" if wires else None

    def _stands(self, name: str, before: str, after: str, *, known: bool) -> _Cue | None:
        """Words before an outlet that make it the source only if nothing else could be meant."""
        cues = self._cues
        told = cues.said_to.search(before) if known else None
        like = known or cues.calls_outlet(before) or cues.media_name.fullmatch(name)
        if not told and like and not self.names.is_agency(name):
            told = cues.at_outlet.search(before)
        if told:
            return _Cue(f"'{told.group().strip()} {name}'", before=True)
        listed = cues.list_ends.match(after) if cues.listed.search(before) else None
        if listed:
            ends = cues.ends_item.match(after, listed.end())
            closing = known and ends and not cues.spelled_before.search(before)
            return _Cue(f"'({name})'", before=False) if closing or self.names.is_agency(name) else None
        if known and cues.addressed.match(before) and after.startswith(","):
            return _Cue(f"'To {name},'", before=False)
        inverted = (known and cues.said.search(before)) or cues.inverted.search(before)
        if inverted and cues.clause_end.match(after):
            return _Cue(f"'{inverted.group().strip(' ,')} {name}'", before=False)
        return None

    def _unnamed(self, text: str, sentence: Span) -> Iterator[Place]:
        """Resolve 'Venezuelan state media reported': a source without a name."""
        for match in self._cues.state_media.finditer(sentence.text):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            cue = self._cue(text, sentence, start, end)
            source = self.names.state_media(match.group(1))
            if cue and source:
                yield Place(source, sentence.start, sentence.end, cue.words)
        for match in self._cues.state_media_bare.finditer(sentence.text):
            yield from self._media_at_home(text, sentence, match)
        for match in self._cues.state_media_in.finditer(sentence.text):
            source = self.names.state_media(match.group(1) or match.group(2))
            if source:
                yield Place(source, sentence.start, sentence.end, f"'{match.group()}'")

    def _media_at_home(self, text: str, sentence: Span, match: re.Match[str]) -> Iterator[Place]:
        """Resolve "told state television": that of the one state that the sentence names before it."""
        named = self.names.states_in(text, sentence.start, sentence.start + match.start())
        source = self.names.state_media(named[0]) if len(named) == 1 else None
        if source:
            yield Place(source, sentence.start, sentence.end, f"'{match.group()}'")

    def _of_the_last(self, last: Source, sentence: Span, *, near: bool) -> Iterator[Place]:
        """Resolve 'the newspaper noted': what a sentence says of the source named last; `near`: not far before."""
        for match in self._cues.anaphor.finditer(sentence.text):
            told = self._cues.told_it.search(sentence.text[: match.start()])
            if told or self._cues.says.match(sentence.text[match.end() :]):
                yield Place(last, sentence.start, sentence.end, f"'{match.group()}' for {last.name}")
        if near and "report" in sentence.text and self._cues.reportedly.search(sentence.text):
            yield Place(last, sentence.start, sentence.end, f"'reportedly' after {last.name}")

    def _attributed(
        self, attributions: Sequence[Attribution], sentences: Sequence[Span], naming: Naming
    ) -> Iterator[Place]:
        """Attributions whose holder is an outlet that the text names."""
        for attribution in sorted(attributions, key=lambda row: row.id):
            if attribution.holder.kind != "outlet" or attribution.source is None:
                continue
            if not self.names.writes(attribution.source.text, attribution.holder.name):
                continue
            if _PLURAL.search(attribution.source.text):
                continue
            if attribution.cue and self._cues.no_telling.search(attribution.cue.text):
                continue
            name = attribution.holder.name
            source = naming.find(attribution.source.text) or naming.find(name) or self.names.called(name)
            if source is None:
                continue
            spans = [span for span in (attribution.source, attribution.cue, *attribution.content) if span]
            start, end = min(span.start for span in spans), max(span.end for span in spans)
            around = [one for one in sentences if one.start < end and start < one.end]
            start = min([start, *(one.start for one in around)])
            end = max([end, *(one.end for one in around)])
            cue = attribution.cue.text if attribution.cue else "quotation"
            yield Place(source, start, end, f"'{cue}' attributed to {attribution.holder.name}")


def _usual(text: str) -> str:
    """Put the marks that the patterns know in the place of others: the same text if it has none of these."""
    for mark, usual in _USUAL.items():
        text = text.replace(mark, usual)  # `translate` is slow where marks are not ASCII
    return text


def _around(text: str, sentence: Span, start: int, end: int) -> tuple[str, str]:
    """Give what stands before and after a name in its sentence, as far as a cue may reach."""
    return text[max(sentence.start, start - _REACH) : start], text[end : min(sentence.end, end + _REACH)]


def _as_party(after: str, says: re.Match[str]) -> bool:
    """Whether the outlet, by the verb that was found, speaks of itself, or gets a prize or sells space."""
    cues = load_cues()
    verb = says.start("verb") if "verb" in says.re.groupindex else says.end()
    return bool(
        cues.own_words.match(after, verb)
        or cues.gains.match(after, verb)
        or cues.when_asked.search(after[:verb])
    )
