"""A cheap look, before a costly pattern, for whether a text holds one of many phrases."""

from __future__ import annotations

from collections.abc import Iterable

from suasion.reconcile.remembering import Remembering

_FEW = 8
"""First words of phrases that are sooner looked for one after another than by every word of a text."""
_FIRST = 3
"""Letters by which phrases are looked up, or fewer if a phrase has no word of so many."""


class Needles:
    """Tells whether a text holds one of some phrases, in any case: a cheap look before a costly pattern."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = _shortest(phrases)
        self._openings = _shortest(phrase.split()[0] for phrase in self._phrases)
        longest = [max(phrase.split(), key=len) for phrase in self._phrases]
        self._first = min([_FIRST, *map(len, longest)])
        self._begun: dict[str, list[tuple[str, str]]] = {}
        """By the first letters of its longest word: that word, and the phrase."""
        for word, phrase in zip(longest, self._phrases, strict=True):
            self._begun.setdefault(word[: self._first], []).append((word, phrase))
        self._near = Remembering(self._phrases_near)
        """By words of texts: none for most."""

    def __call__(self, text: str) -> bool:
        """Whether the text holds one."""
        if len(self._openings) <= _FEW:
            folded = text.casefold()
            return any(map(folded.__contains__, self._openings)) and any(
                map(folded.__contains__, self._phrases)
            )
        near = [*filter(None, map(self._near.__getitem__, text.split()))]
        if not near:
            return False
        folded = text.casefold()
        return any(phrase in folded for phrases in near for phrase in phrases)

    def __reduce__(self) -> tuple[type[Needles], tuple[tuple[str, ...]]]:
        """Send it to another process without what it remembers."""
        return Needles, (self._phrases,)

    def _phrases_near(self, word: str) -> list[str]:
        """Give the phrases whose longest word stands within a word."""
        folded, begun, first = word.casefold(), self._begun.get, self._first
        places = [(at, begun(folded[at : at + first])) for at in range(len(folded) - first + 1)]
        return [
            phrase
            for at, begins in places
            for longest, phrase in begins or ()
            if folded.startswith(longest, at)
        ]


def _shortest(phrases: Iterable[str]) -> tuple[str, ...]:
    """Leave out the phrases that hold another."""
    found: list[str] = []
    for phrase in sorted(phrases, key=lambda one: (len(one), one)):
        if not any(one in phrase for one in found):
            found.append(phrase)
    return tuple(found)
