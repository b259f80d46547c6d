"""Label a text's passages by kind: what is coded (title, body, captions), and what pages put around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from suasion.ingest.captions import caption_start, credit_start
from suasion.ingest.dates import labelled_date
from suasion.ingest.lines import Line, is_open, sentences, split_lines
from suasion.ingest.media import Names
from suasion.ingest.outlet import Dateline, find_dateline
from suasion.ingest.phrases import load_phrases, plain
from suasion.ingest.rules import Kinds, has_title, is_edge, label_lines, note_kind
from suasion.ingest.titles import Title
from suasion.records import Passage, PassageKind

_OUTLET_WORDS = 6
_MAX_LINK = 250
"""Characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """The passages, in order and without overlap, and what was read on the way."""

    passages: tuple[Passage, ...]
    dateline: Dateline | None
    byline: str | None

    def texts(self, text: str, *kinds: PassageKind) -> tuple[str, ...]:
        """Give the words of the passages of some kinds."""
        return tuple(text[item.start : item.end] for item in self.passages if item.kind in kinds)


def label(text: str, title: Title | None, byline: str | None, names: Names) -> Labelled:
    """Label every word of `text`; `byline` is the stated one, by which an author's note is known."""
    lines = split_lines(text)
    kinds, byline = label_lines(text, lines, title, byline, names)
    dateline, dateline_line = _find_dateline(lines, kinds, title)
    pieces: list[Passage] = []
    for index, line in enumerate(lines):
        at = dateline.length if dateline and index == dateline_line else 0
        pieces.extend(_pieces(line, kinds.get(index), title, at, is_edge(lines, index)))
    return Labelled(passages=_merged(text, pieces), dateline=dateline, byline=byline)


def _find_dateline(lines: Sequence[Line], kinds: Kinds, title: Title | None) -> tuple[Dateline | None, int]:
    """Seek a dateline at the beginning of the first three lines of body."""
    body = [
        index
        for index, line in enumerate(lines)
        if index not in kinds and not (has_title(line, title) and _fills(line, title))
    ]
    for index in body[:3]:
        line = lines[index]
        behind = _title_end(title) - line.start if title is not None and has_title(line, title) else 0
        lead = len(line.text[behind:]) - len(line.text[behind:].lstrip())
        dateline = find_dateline(line.text[behind + lead :])
        if dateline and (line.words >= 8 or dateline.agency):  # noqa: PLR2004
            return Dateline(
                length=behind + lead + dateline.length, agency=dateline.agency, published=dateline.published
            ), index
    return None, -1


def _title_end(title: Title) -> int:
    return title.copy[1] if title.copy else title.end


def _fills(line: Line, title: Title | None) -> bool:
    return title is not None and _title_end(title) >= line.end


# ------------------------------------------------------------- cutting lines into passages


def _pieces(
    line: Line, kind: PassageKind | None, title: Title | None, dateline: int, edge: bool
) -> Iterator[Passage]:
    """Cut a line: date and title, dateline, body, glued caption or notes."""
    position = line.start
    if title is not None and has_title(line, title):
        if title.start > line.start:
            yield Passage(start=line.start, end=title.start, kind="date")
        yield Passage(start=title.start, end=title.end, kind="title")
        position = title.end
        if title.copy:
            yield Passage(start=title.copy[0], end=title.copy[1], kind="boilerplate")
            position = title.copy[1]
    elif kind:
        yield Passage(start=line.start, end=line.end, kind=kind)
        return
    if dateline and line.start + dateline > position:
        yield Passage(start=position, end=line.start + dateline, kind="date")
        position = line.start + dateline
    rest = line.text[position - line.start :]
    if has_title(line, title) and labelled_date(rest.strip(" |–—-•·")):
        yield Passage(start=position, end=line.end, kind="date")
        return
    if has_title(line, title) and rest and is_open(rest) and len(rest.split()) <= _OUTLET_WORDS:
        yield Passage(start=position, end=line.end, kind="boilerplate")  # the outlet's name behind the title
        return
    yield from _body(line, position, edge)


def _body(line: Line, position: int, edge: bool) -> Iterator[Passage]:
    text = line.text[position - line.start :]
    credit = credit_start(text)
    stop = caption_start(text, credit) if credit is not None else len(text)
    for start, end in sentences(text[:stop]):
        sentence = text[start:end]
        kind = note_kind(sentence, edge) or ("related" if _is_inline_link(sentence) else None)
        yield Passage(start=position + start, end=position + end, kind=kind or "body")
    if stop < len(text):
        yield Passage(start=position + stop, end=line.end, kind="caption")


def _is_inline_link(sentence: str) -> bool:
    found = load_phrases().related.fullmatch(plain(sentence)) if len(sentence) < _MAX_LINK else None
    return found is not None and bool(found.group("rest")) and is_open(sentence)


def _merged(text: str, pieces: Sequence[Passage]) -> tuple[Passage, ...]:
    """Trim white space, drop what is empty, and join neighbours of one kind on one line."""
    merged: list[Passage] = []
    for piece in pieces:
        words = text[piece.start : piece.end]
        if not words.strip():
            continue
        start = piece.start + len(words) - len(words.lstrip())
        end = piece.start + len(words.rstrip())
        last = merged[-1] if merged else None
        if last and last.kind == piece.kind and "\n" not in text[last.end : start]:
            merged[-1] = Passage(start=last.start, end=end, kind=last.kind)
        else:
            merged.append(Passage(start=start, end=end, kind=piece.kind))
    return tuple(merged)
