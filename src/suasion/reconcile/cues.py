"""The words that make an outlet the source of a sentence. Which words, `data/lexicon.toml` says; how they stand, this."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from suasion.reconcile.lexicon import load_lexicon

_ADVERB = (
    r"has|have|had|also|later|previously|first|itself|recently|then|further|this week|last week|yesterday|today|earlier"
    r"|reportedly|exclusively"
)
_ADVERBS = rf"(?:(?:{_ADVERB}|on \w+day) )*"
_PIECES = "report|article|investigation|account|story|interview|analysis|dispatch|scoop|column|editorial"
_SPEAKING = "said|says|explained|confirmed|admitted|declared|added|spoke|complained|wrote"
OUTLET_NOUNS = (
    r"(?:(?:online |state |official |private |party |government )?(?:news(?:paper)?|media|press|information) )?"
    r"(?:agency|outlet|site|website|portal|service|channel)|newspaper|(?:wire|news) service|daily|weekly|monthly|magazine"
    r"|broadcaster|tabloid|radio station|television(?: channel| station)?"
)


def alternatives(words: Iterable[str]) -> str:
    """Make a pattern of words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


class Needles:
    """Tells whether a text holds one of some phrases, in any case: a cheap look before a costly pattern."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = _shortest(phrases)
        self._words = _shortest(max(phrase.split(), key=len) for phrase in self._phrases)
        self._holds = lru_cache(maxsize=1 << 16)(self._word_holds)

    def __call__(self, text: str) -> bool:
        """Whether the text may hold one: surely if this is false, it does not."""
        if not any(map(self._holds, text.split())):
            return False
        folded = text.casefold()
        return any(phrase in folded for phrase in self._phrases)

    def __reduce__(self) -> tuple[type[Needles], tuple[tuple[str, ...]]]:
        """Send it to another process without what it remembers."""
        return Needles, (self._phrases,)

    def _word_holds(self, word: str) -> bool:
        folded = word.casefold()
        return any(needle in folded for needle in self._words)


def _shortest(phrases: Iterable[str]) -> tuple[str, ...]:
    """Leave out the phrases that hold another."""
    found: list[str] = []
    for phrase in sorted(phrases, key=lambda one: (len(one), one)):
        if not any(one in phrase for one in found):
            found.append(phrase)
    return tuple(found)


class Cues:
    """The patterns that the word lists make."""

    def __init__(self) -> None:
        words = load_lexicon()
        self.may_cue = Needles(
            [
                *words.reporting_verbs,
                *words.passive_reporting,
                *words.citing_phrases,
                *words.inverted_verbs,
                *_PIECES.split("|"),
                *_SPEAKING.split("|"),
            ]
        )
        """Of a sentence: nothing makes an outlet its source unless it holds one of these."""
        self.may_name_state_media = Needles(words.state_media)
        self._media_ends = tuple(words.media_nouns)
        media, verbs = alternatives(words.media_nouns), alternatives(words.reporting_verbs)
        credits_ = alternatives(words.credit_words)
        self.credit = re.compile(
            rf"(?:\b(?:{credits_})s?\s*[:/]?\s*(?:by|from|courtesy of|the)?\s*|[/©]\s*)$", re.IGNORECASE
        )
        self.credited = re.compile(r"^\s*(?:/|via\b|\)?\s*$)")
        between = (
            r"(?:the|a|an|its|their|local|state|state-run|state-owned|official|independent|private|leading|respected|influential"
            rf"|pro-government|opposition|government|{media}|[A-Z][\w’'-]*)"
        )
        passive = rf"(?:{alternatives(words.passive_reporting)}) (?:by|in|on)"
        citing = rf"(?i:{alternatives(words.citing_phrases)}|{passive})"
        self.citing = re.compile(rf"\b{citing}(?:\s+{between}){{0,5}}[\s“\"‘']*$")
        """Before an outlet."""
        self.inverted = re.compile(
            rf"(?:^|[,;”\"’'])\s*(?:(?:as|so|thus)\s+)?(?:{alternatives(words.inverted_verbs)})\s+(?:{between}\s+){{0,3}}$"
        )
        """Before an outlet that ends its clause: "…, writes the Courier."."""
        self.said = re.compile(rf"\b(?:{alternatives(words.inverted_verbs)})\s+(?:{between}\s+){{0,3}}$")
        """The same before a name that is known to be an outlet's, wherever it stands."""
        self.clause_end = re.compile(r"^[”\"’']?\s*(?:[,.;:)]|$|which\b|on \w+day\b|in (?:its|an?)\b)")
        self.says = re.compile(
            rf"^[”\"’']?(?:\s+(?:{media}))?(?:\s*\([^()]{{1,30}}\))?(?:\s*,[^,.;]{{1,80}},|\s*,)?\s+{_ADVERBS}(?P<verb>{verbs})\b"
        )
        itself = "channel|network|company|agency|newspaper|outlet|broadcaster"
        self.own_words = re.compile(
            rf"\b(?:said|says|confirmed|warned|added|insisted|insists|denied|stated)\s+(?:that\s+)?(?:it|its|the (?:{itself}))\b"
            r"(?!\s+(?:has|had|have)\s+(?:seen|obtained|learn|reviewed|spoken))"
        )
        """The outlet speaks of itself, as a party to the story."""
        self.has_report = re.compile(rf"^(?:['’]s)?\s+(?:[a-z]+ )?(?:{_PIECES})s?\b")
        self.writer = re.compile(
            rf"^(?:['’]s)?\s+(?:[a-z-]+ )?(?:correspondent|reporter|journalist|columnist|editor)s?\b[^.;]{{0,60}}?\b(?:{verbs})\b"
        )
        self.negated = re.compile(rf"\b(?:{alternatives(words.negations)})\b|n['’]t\b")
        self.noun_before = re.compile(rf"\b(?:{media})\s+(?:the\s+)?[“\"‘']?$", re.IGNORECASE)
        apposed = r"[”\"’']?\s*,\s+(?:the|an?|[A-Z]\w+['’]s)\s+(?:[\w-]+\s+){0,3}?"
        self.noun_after = re.compile(rf"^(?:[”\"’']?\s+|{apposed})(?:{OUTLET_NOUNS})\b(?!['’]s\b)")
        self.indefinite = re.compile(r"\b[Aa]n?\s+$")
        """Before one word: it says what the outlet is like ("an Atlanta newspaper")."""
        self.anaphor = re.compile(
            rf"\b[Tt]he (?:[A-Z]\w+ )?(?:{OUTLET_NOUNS}|paper|outlet|channel|site)\b(?! of\b)"
        )
        self.said_to = re.compile(rf"\b(?:{_SPEAKING})\b[^.;:“”\"]{{0,60}}\bto\s+(?:the\s+)?$")
        """Before a known outlet: "said a fisherman to"."""
        self.told_it = re.compile(r"\b(?:told|interview with|according to|citing|quoted by|said to)\s*$")
        """Before "the agency" and the like."""
        self.reportedly = re.compile(r"\b(?:reportedly|(?:was|is|were|are) reported to)\b")
        self.this_news = re.compile(r"(?:This|That|The|These) (?:information|news|details?|figures?)\b")
        own_media = alternatives(words.state_media)
        self.state_media = re.compile(rf"\b([A-Z][a-z]+(?: [A-Z][a-z]+)?)(?:['’]s)? (?:{own_media})\b")
        told = rf"{_ADVERBS}(?:{verbs})\b"
        self.state_media_in = re.compile(
            rf"\b(?i:{own_media})(?: in ([A-Z][a-z]+) {told}| {told}[^.,;]{{0,12}}? in ([A-Z][a-z]+))"
        )
        """State media known by the capital they sit in."""
        media_like = rf"(?:(?:{alternatives(words.name_firsts)})\s+\S.*|.*\S\s+(?:{alternatives(words.name_lasts)})(?:\s+Online)?)"
        self.media_name = re.compile(media_like)

    def calls_outlet(self, before: str) -> bool:
        """Whether a media noun stands before a name: what `noun_before` finds."""
        bare = before.rstrip("“\"‘'").rstrip().casefold()
        bare = bare.removesuffix("the").rstrip()
        return bare.endswith(self._media_ends) and self.noun_before.search(before) is not None


@cache
def load_cues() -> Cues:
    """Compile the patterns (once per process)."""
    return Cues()
