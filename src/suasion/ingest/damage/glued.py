"""Photo credits and links that ran into the text where a line end was lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from suasion.ingest.captions import credit_start
from suasion.ingest.damage.marking import mark
from suasion.ingest.lines import split_lines
from suasion.ingest.phrases import load_phrases
from suasion.records import Damage

_CITED = (
    r"(?:Case|Article|Annex|Appendix|Box|Chapter|Figure|Note|Resolution|Section|Table|[Pp]ara|[Nn]o|pp?)\b"
)
"""What a reference names, and no link."""
_LINK = re.compile(
    rf"(?<=[a-z.,!?”\"’)])(?P<space> ?)(?:(?:READ|Read|SEE|See|WATCH|Watch) (?:ALSO|also|MORE|more|NEXT|next)(?!: {_CITED})"
    r"|ALSO READ|Also read"
    r"|ADVERTISEMENT|Advertisement(?=[A-Z]| [A-Z])|Story continues below|Article continues (?:below|after)|Click here to"
    r"|RELATED(?= ?:)|Related (?:news|stories|articles|story))"
    r"(?P<rest>(?: ?[:|-]+ ?| )?[^.!?\n]{0,120}[.!?]?)"
)


_LABEL = (
    r"(?:(?:File |Stock |FILE )?(?:Photo|PHOTO|Image|Picture|Credit|Source|Video|Caption)"
    r"(?: (?:credit|caption|source))?(?:[:/©|]| by (?=[A-Z])))"
)
_GLUED_LABEL = re.compile(rf"(?<![\w-])([^\W\d_]{{0,30}}[a-z])({_LABEL}|©)")


def find_glued(text: str) -> Iterator[Damage]:
    """Find `glued-caption` and `glued-link`."""
    yield from _credits(text)
    yield from _labels(text)
    yield from _links(text)


@cache
def _within() -> re.Pattern[str]:
    """A credit in the midst of a line, with the text going on behind it."""
    return re.compile(rf"(?<=[.!?”\"')] ){_LABEL} ?(?:{load_phrases().credited.pattern})(?= [A-Z“][a-z])")


def _labels(text: str) -> Iterator[Damage]:
    for found in _GLUED_LABEL.finditer(text):
        yield mark(text, *found.span(), f"{found.group(1)}\n{found.group(2)}", "glued-caption", 0.93)
    for found in _within().finditer(text):
        yield mark(text, *found.span(), "", "glued-caption", 0.85)


def _credits(text: str) -> Iterator[Damage]:
    for line in split_lines(text):
        credit = credit_start(line.text)
        if (
            not credit
            or line.text[credit - 1].isspace()
            or not line.text[credit].isalpha()
            or line.text[credit - 1] in "([|/–—-"
        ):
            continue
        before = re.search(r"\S+$", line.text[max(0, credit - 60) : credit])
        after = re.match(r"\w+", line.text[credit:])
        if before and after:
            shift = line.start + max(0, credit - 60)
            start, end = shift + before.start(), line.start + credit + after.end()
            yield mark(text, start, end, f"{before.group()}\n{after.group()}", "glued-caption", 0.95)


def _links(text: str) -> Iterator[Damage]:
    """Links to other reports within a line; one that stands behind a space must be behind a sentence."""
    for found in _LINK.finditer(text):
        before = text[found.start() - 1]
        if found.group("space") and before not in '.!?”"’)':
            continue
        if not found.group("space") or ":" in found.group("rest")[:3]:
            start = found.start() + len(found.group("space"))
            yield mark(text, start, found.end(), "", "glued-link", 0.96 if ":" in found.group() else 0.7)
