"""The lines and rough sentences of a working text, with their places in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SENTENCE_END = re.compile(r"""[.!?…]["'”’)\]]*(?:\s+|(?=["“‘]?[A-Z]))""")
_INITIAL = re.compile(
    r"(?:^|[\s(“\"‘'.-])(?:[A-Za-z]|Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Capt|Maj|Sgt|Sen|Rep|Gov|Prof|Rev|Hon|Jr|Sr|vs|No"
    r"|Jan|Feb|Aug|Sept|Oct|Nov|Dec)$"
)
_FINAL_STOP = re.compile(r"""[.!?…:;,]["'”’)\]]*$|[.!?…]["'”’)\]]*\s*[(\[][^()]{1,40}[)\]]$""")
_ABBREVIATION = re.compile(r"(?:\b[A-Za-z]\.(?:[A-Za-z]\.)+|\b[A-Z]{1,3}\.(?:[A-Z]{1,3}\.)+)[\"'”’]?$")
_WORD = re.compile(r"\w+")
_TAIL = 80
_PARAGRAPH = 3
_MEASURED = 2000
LONG_LINE = 35
"""Words; headlines, captions and list entries are shorter (headlines in our samples had up to 20)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line that is not blank, without white space around it: `text[start:end]` of the working text."""

    start: int
    end: int
    text: str
    after_blank: bool

    @property
    def words(self) -> int:
        """How many words it has (of a very long line, of its beginning)."""
        return len(_WORD.findall(self.text[:_MEASURED]))

    @property
    def is_prose(self) -> bool:
        """Whether it reads like a paragraph: it is long, ends with a full stop, or has three sentences."""
        if self.words > LONG_LINE or closes_sentence(self.text):
            return True
        return len(sentences(self.text[:_MEASURED])) >= _PARAGRAPH


def closes_sentence(text: str) -> bool:
    """Whether it ends with a full stop that is neither an ellipsis nor an abbreviation's."""
    bare = text[-_TAIL:].rstrip("\"'”’)] ")
    return bare.endswith(".") and not bare.endswith("..") and not _ABBREVIATION.search(bare)


def is_open(text: str) -> bool:
    """Whether no mark closes it: captions, headlines and list entries are open."""
    tail = text[-_TAIL:]
    return not _FINAL_STOP.search(tail) or bool(_ABBREVIATION.search(tail))


def split_lines(text: str) -> tuple[Line, ...]:
    """Give the lines that are not blank."""
    lines: list[Line] = []
    position, blank = 0, True
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = position + raw.index(stripped)
            lines.append(Line(start=start, end=start + len(stripped), text=stripped, after_blank=blank))
        blank = not stripped
        position += len(raw) + 1
    return tuple(lines)


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Cut a line at its sentence ends, glued ones too; roughly: initials and common titles do not end one."""
    spans: list[tuple[int, int]] = []
    start = 0
    for found in _SENTENCE_END.finditer(text):
        if found.group()[0] == "." and _INITIAL.search(text, max(0, found.start() - 8), found.start()):
            continue
        spans.append((start, found.start() + len(found.group().rstrip())))
        start = found.end()
    if start < len(text):
        spans.append((start, len(text)))
    return tuple(spans)


def key(text: str) -> str:
    """Fold a line to its letters and digits, for telling copies."""
    return " ".join(_WORD.findall(text.casefold()))
