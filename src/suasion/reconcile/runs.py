"""Capitalised words in a row, of which an outlet's name may be a stretch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from suasion.reconcile.lexicon import load_lexicon

MADE = "based|run|owned|backed|language|controlled|linked|funded"
"""After a name and a hyphen: where or whose an outlet is."""
DESCRIBING = re.compile(rf"\w+-(?:{MADE})")
_CAPITAL = "A-Z" + "".join(filter(str.isupper, map(chr, range(0xC0, 0x250))))
"""Capital letters of alphabets that are written like ours, as a class."""
_TOKEN = re.compile(
    rf"[{_CAPITAL}\ddotlaey](?:"
    rf"(?<=[{_CAPITAL}])(?:(?<=[A-Z])['’][{_CAPITAL}])?[\w&-]*(?:\.[A-Z]\b\.?)*"
    r"|(?<=\d)\d*(?=\s)|(?<=d)['’][A-Z]\w+"
    r"|(?:(?<=o)f|(?<=t)he|(?<=d)[euoai]|(?<=l)[ae]|(?<=[ea])l|(?<=a)nd|(?<=[ye]))(?=\s+[A-Z]))"
)
"""It begins with a set of characters, as those are searched for fast."""
_GAP = re.compile(r"[ \t]+")
JOINING = frozenset({"and", "y", "e"})
ARTICLES = frozenset({"The", "A", "An", "One", "Another"})
_MAX_NAME_TOKENS = 6


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words in a row: `parts` are the (start, end) of each in `Report.text`."""

    text: str
    parts: tuple[tuple[int, int], ...]

    def stretches(self) -> Iterator[tuple[int, int]]:
        """(start, end) of every stretch of up to six words, longest first, then from the left."""
        count = len(self.parts)
        for length in range(min(count, _MAX_NAME_TOKENS), 0, -1):
            for first in range(count - length + 1):
                yield self.parts[first][0], self.parts[first + length - 1][1]

    def named(self, text: str, begin: int) -> Iterator[tuple[int, int]]:
        """(start, end) of what could be one name each: the run without a leading article, parted at "and".

        At the `begin` of a sentence, without what only opens it ("As Marejada reports").
        """
        openings = load_lexicon().leading_words
        group: list[tuple[int, int]] = []
        for part in (*self.parts, None):
            word = text[slice(*part)] if part else "and"
            leads = not group and (word in ARTICLES or DESCRIBING.fullmatch(word))
            leads = leads or (part is not None and part[0] == begin and word.lower() in openings)
            if part and word not in JOINING and not leads:
                group.append(part)
            elif group:
                yield group[0][0], group[-1][1]
                group = []


def runs(text: str, start: int, end: int) -> list[Run]:
    """Find the runs of capitalised words (with `of`, `de`, `the` … inside) between two positions."""
    found: list[list[tuple[int, int]]] = []
    for match in _TOKEN.finditer(text, start, end):
        joins = found and _GAP.fullmatch(text, found[-1][-1][1], match.start())
        if joins:
            found[-1].append(match.span())
        elif text[match.start()].isupper():
            found.append([match.span()])
    return [Run(text[parts[0][0] : parts[-1][1]], tuple(parts)) for parts in found]
