"""Mark what translation and scraping visibly broke: an overlay for the reader, the text stays as it came."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from suasion.ingest.captions import credit_start
from suasion.ingest.lines import split_lines
from suasion.records import Damage

_MIXED = re.compile(r"\d[\d., ]*")
_LOST_SPACE = re.compile(
    r"(?<![\w/@.:#-])([^\W\d_][\w’'-]*[a-zà-ÿ]{1}[a-zà-ÿ0-9]|[a-z][a-z])([.!?][”\"’)]?)([A-ZÀ-Þ][a-zà-ÿ]+|I|A)(?![\w]*[./@:]\w)(?=[\s,.’'-]|$)"
)
_DOUBLED = re.compile(r"(?<![\w-])([a-z]{2,})([.,]?[ \n]+)\1(?![\w-])")
_RIGHTLY_DOUBLED = frozenset(
    {
        "had",
        "that",
        "very",
        "many",
        "much",
        "long",
        "far",
        "really",
        "is",
        "bye",
        "no",
        "ha",
        "so",
        "her",
        "in",
        "on",
        "tut",
        "win",
    }
)
_NEARLY_NEVER = frozenset(
    {
        "the",
        "of",
        "to",
        "and",
        "with",
        "for",
        "from",
        "by",
        "at",
        "said",
        "was",
        "were",
        "are",
        "has",
        "have",
        "will",
        "be",
        "this",
        "it",
    }
)


_Place = tuple[int, int]


def find_damage(text: str) -> tuple[Damage, ...]:
    """Find what is surely or likely broken, in order of position.

    Kinds:
    - `mixed-digits`: digits of two scripts, or of a script that is not the text's; meant: the number.
    - `lost-space`: after a full stop; meant: with the space.
    - `glued-caption`: meant: with a line end.
    - `doubled-word`: meant: the word once.
    - `lost-character`: U+FFFD; what was meant is unknown.
    """
    found = [*_digits(text), *_lost_spaces(text), *_glued(text), *_doubled(text), *_lost(text)]
    return tuple(sorted(found, key=lambda item: (item.start, item.end, item.kind)))


def _damage(text: str, place: _Place, meant: str | None, kind: str, confidence: float) -> Damage:
    start, end = place
    return Damage(
        start=start, end=end, surface=text[start:end], meant=meant, kind=kind, confidence=confidence
    )


def _digits(text: str) -> Iterator[Damage]:
    for found in _MIXED.finditer(text):
        words = found.group().rstrip("., ")
        if words.isascii():
            continue
        groups = re.findall(r"[0-9]+|[^0-9\W]+", words.replace(",", ""))
        numbers = ["".join(str(unicodedata.digit(mark, "")) for mark in group) for group in groups]
        meant = _one_number(numbers)
        place = found.start(), found.start() + len(words)
        yield _damage(text, place, meant, "mixed-digits", 0.95 if len(numbers) == 1 else 0.6)


def _one_number(numbers: list[str]) -> str | None:
    """Choose among the parts: a re-translation leaves the end of a number beside the whole of it."""
    if len(numbers) == 1:
        return numbers[0]
    longer = max(numbers, key=len)
    return longer if len(numbers) == 2 and all(longer.endswith(number) for number in numbers) else None  # noqa: PLR2004


def _lost_spaces(text: str) -> Iterator[Damage]:
    for found in _LOST_SPACE.finditer(text):
        first, stop, second = found.groups()
        yield _damage(text, found.span(), f"{first}{stop} {second}", "lost-space", 0.95)


def _glued(text: str) -> Iterator[Damage]:
    for line in split_lines(text):
        credit = credit_start(line.text)
        if (
            not credit
            or line.text[credit - 1].isspace()
            or not line.text[credit].isalpha()
            or line.text[credit - 1] in "([|/–—-"
        ):
            continue
        before = re.search(r"\S+$", line.text[:credit])
        after = re.match(r"\w+", line.text[credit:])
        if before and after:
            start, end = line.start + before.start(), line.start + credit + after.end()
            yield _damage(text, (start, end), f"{before.group()}\n{after.group()}", "glued-caption", 0.9)


def _doubled(text: str) -> Iterator[Damage]:
    for found in _DOUBLED.finditer(text):
        word, between = found.group(1), found.group(2)
        if word in _RIGHTLY_DOUBLED or "\n" in between:
            continue
        sure = word in _NEARLY_NEVER or between[0] in ".,"
        yield _damage(text, found.span(), word, "doubled-word", 0.9 if sure else 0.6)


def _lost(text: str) -> Iterator[Damage]:
    for found in re.finditer("\ufffd+", text):
        yield _damage(text, found.span(), None, "lost-character", 1.0)
