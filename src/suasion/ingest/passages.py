"""Label the passages of a working text by kind: what is coded (title, body, captions), and what pages put around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from suasion.ingest.captions import caption_start, credit_start, is_caption, is_caption_label, is_credit_only
from suasion.ingest.dates import is_date_label, labelled_date, segments
from suasion.ingest.lines import LONG_LINE, Line, is_open, key, sentences, split_lines
from suasion.ingest.outlet import Dateline, find_dateline
from suasion.ingest.phrases import load_phrases, plain
from suasion.ingest.titles import IsOutlet, Title, byline_of, is_above_title
from suasion.records import Passage, PassageKind

_COPY_WORDS = 4
_HEAD_LINES = 3
_TAIL_LINES = 6
_MAX_NOTE = 1200
_MAX_LINK = 250
"""Characters."""
_HEAD_PROSE = 2
_RELATED_MAX = 12
_TRAILER = re.compile(
    r"^\(?(?:(?:additional )?(?:reporting|writing|editing|compiled|written|edited|translated) by [A-Z])",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"^(?:the (?:author|writer) |(?P<name>[A-ZÀ-Þ][\w.’'-]+(?: [A-ZÀ-Þ][\w.’'-]*){1,4}),? )(?:is|was|works|writes|covers|reports|has (?:covered|reported|written))\b"
)
_FOLLOW = re.compile(
    r"\b(?:[Ff]ollow|[Cc]ontact|[Ee]mail) (?P<name>[A-ZÀ-Þ][\w.’'-]+(?: [A-ZÀ-Þ][\w.’'-]+){1,3}) (?:on|at|via)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """The passages, in order and without overlap, and what was read on the way."""

    passages: tuple[Passage, ...]
    dateline: Dateline | None
    byline: str | None

    def texts(self, text: str, *kinds: PassageKind) -> tuple[str, ...]:
        """Give the words of the passages of some kinds."""
        return tuple(text[item.start : item.end] for item in self.passages if item.kind in kinds)


def label(text: str, title: Title | None, byline: str | None, is_outlet: IsOutlet) -> Labelled:
    """Label every word of `text`; `byline` is the stated one, by which an author's note is known."""
    lines = split_lines(text)
    kinds: dict[int, PassageKind] = {}
    for rule in (_copies_of_title, _captions, _related, _notes):
        rule(lines, kinds, title)
    _head(lines, kinds, title, is_outlet)
    _repeats(lines, kinds, title)
    byline = byline or _first_byline(lines, kinds)
    _author_notes(lines, kinds, byline)
    dateline, dateline_line = _find_dateline(lines, kinds, title)
    pieces: list[Passage] = []
    for index, line in enumerate(lines):
        at = dateline.length if dateline and index == dateline_line else 0
        pieces.extend(_pieces(line, kinds.get(index), title, at, _is_edge(lines, index)))
    return Labelled(passages=_merged(text, pieces), dateline=dateline, byline=byline or _followed(text))


# --------------------------------------------------------------------------- rules that label whole lines; the first one wins

_Kinds = dict[int, PassageKind]


def _has_title(line: Line, title: Title | None) -> bool:
    return title is not None and line.start <= title.start < line.end


def _copies_of_title(lines: Sequence[Line], kinds: _Kinds, title: Title | None) -> None:
    own = next((line for line in lines if _has_title(line, title)), None)
    if own is None or title is None:
        return
    wanted = key(own.text[title.start - own.start : title.end - own.start])
    for index, line in enumerate(lines):
        if line is not own and wanted and key(line.text) == wanted:
            kinds[index] = "boilerplate"


def _captions(lines: Sequence[Line], kinds: _Kinds, title: Title | None) -> None:
    for index, line in enumerate(lines):
        if index in kinds or _has_title(line, title):
            continue
        credit = credit_start(line.text)
        if is_caption_label(line.text):
            kinds[index] = "boilerplate"
        elif credit is None:
            if is_caption(line) or (index and is_caption_label(lines[index - 1].text)):
                kinds[index] = "caption"
        elif is_credit_only(line.text):
            _credit_line(lines, kinds, title, index)
        elif caption_start(line.text, credit) == 0:
            kinds[index] = "caption" if not _caption_above(lines, kinds, index, credit) else "boilerplate"


def _caption_above(lines: Sequence[Line], kinds: _Kinds, index: int, credit: int) -> bool:
    """Whether the caption already stands, without its credit, in one of the three lines above; it is then one, too."""
    said = key(lines[index].text[:credit])
    for above in range(index - 1, max(-1, index - 4), -1):
        if said and key(lines[above].text) == said:
            kinds[above] = "caption"
            return True
    return False


def _credit_line(lines: Sequence[Line], kinds: _Kinds, title: Title | None, index: int) -> None:
    """Label a credit on its own line, and the open line above it, as a caption."""
    kinds[index] = "caption"
    above = lines[index - 1] if index else None
    if above and not lines[index].after_blank and index - 1 not in kinds and not _has_title(above, title):
        if above.words <= LONG_LINE * 2 and len(sentences(above.text)) <= 2:  # noqa: PLR2004
            kinds[index - 1] = "caption"


def _related(lines: Sequence[Line], kinds: _Kinds, title: Title | None) -> None:
    """Label lists of other reports: the line that opens one, and the open, short or doubled lines behind it."""
    left, spaced = 0, False
    for index, line in enumerate(lines):
        opener = None if index in kinds or _has_title(line, title) else _opener(line)
        if opener and (line.words <= LONG_LINE) and (title is None or line.start > title.start):
            kinds[index] = "related"
            left, spaced = (
                (0, False) if opener.group("rest") else (_RELATED_MAX, _next_is_spaced(lines, index))
            )
        elif (
            left
            and _is_listed(line, lines, index)
            and (spaced or not line.after_blank)
            and index not in kinds
        ):
            kinds[index] = "related"
            left -= 1
        else:
            left = 0


def _opener(line: Line) -> re.Match[str] | None:
    return load_phrases().related.fullmatch(plain(line.text)) if len(line.text) < _MAX_LINK else None


def _next_is_spaced(lines: Sequence[Line], index: int) -> bool:
    return index + 1 < len(lines) and lines[index + 1].after_blank


def _is_listed(line: Line, lines: Sequence[Line], index: int) -> bool:
    doubled = any(
        key(lines[near].text) == key(line.text) for near in (index - 1, index + 1) if 0 <= near < len(lines)
    )
    return doubled or (not line.is_prose and line.words <= LONG_LINE - 10)


def _notes(lines: Sequence[Line], kinds: _Kinds, title: Title | None) -> None:
    for index, line in enumerate(lines):
        if index not in kinds and not _has_title(line, title):
            kind = note_kind(line.text, _is_edge(lines, index))
            if kind and (line.words <= LONG_LINE or kind == "disclaimer"):
                kinds[index] = kind
            elif _TRAILER.match(line.text) and line.words <= LONG_LINE * 2:
                kinds[index] = "byline"


def _is_edge(lines: Sequence[Line], index: int) -> bool:
    return index < _HEAD_LINES or index >= len(lines) - _TAIL_LINES


def note_kind(sentence: str, edge: bool) -> PassageKind | None:
    """Tell a prompt, a notice or a note on the text's making by how it begins; `edge`: among the first or last lines."""
    if len(sentence) > _MAX_NOTE:
        return None
    phrases = load_phrases()
    folded = plain(sentence)
    if phrases.disclaimer.match(folded) or (edge and phrases.edge_disclaimer.match(folded)):
        return "disclaimer"
    return "boilerplate" if phrases.boilerplate.match(folded) else None


def _head(lines: Sequence[Line], kinds: _Kinds, title: Title | None, is_outlet: IsOutlet) -> None:
    """Label the bylines, dates and sections that stand before the second paragraph, and labelled dates and names at the end."""
    prose = 0
    for index, line in enumerate(lines):
        prose += line.is_prose
        near_end = index >= len(lines) - _TAIL_LINES
        if index in kinds or _has_title(line, title) or not (prose < _HEAD_PROSE or near_end):
            continue
        dated = labelled_date(line.text)
        if dated and (prose < _HEAD_PROSE or not line.text[:1].isdigit()):
            kinds[index] = "date"
        elif is_date_label(line.text) and index + 1 < len(lines) and labelled_date(lines[index + 1].text):
            kinds[index] = "date"
        elif byline_of(line.text) or is_outlet(line.text):
            kinds[index] = "byline"
        elif title and line.start < title.start and is_above_title(line, is_outlet):
            kinds[index] = "boilerplate"


def _repeats(lines: Sequence[Line], kinds: _Kinds, title: Title | None) -> None:
    """Label the second copy of a line; what a page says twice is said once."""
    seen: set[str] = set()
    for index, line in enumerate(lines):
        said = key(line.text)
        if said in seen and kinds.get(index, "body") in ("body", "caption") and line.words >= _COPY_WORDS:
            kinds[index] = "boilerplate"
        if not _has_title(line, title) and kinds.get(index, "body") in ("body", "caption"):
            seen.add(said)


def _author_notes(lines: Sequence[Line], kinds: _Kinds, byline: str | None) -> None:
    """Label a note on the author among the last lines: its subject signs the report, or it says where to follow them."""
    for index in range(max(0, len(lines) - _TAIL_LINES), len(lines)):
        line = lines[index]
        found = None if index in kinds else _AUTHOR.match(line.text)
        if not found or line.words > LONG_LINE * 2:
            continue
        name = found.group("name")
        signs = name is None or (byline is not None and key(name) in key(byline))
        later = any(note_kind(line.text[start:end], True) for start, end in sentences(line.text)[1:])
        alone = name is not None and not any(
            name.split()[-1] in other.text for other in lines if other is not line
        )
        role = load_phrases().author_role.search(line.text) is not None
        if (signs and role) or later or (alone and role and index >= len(lines) - 2):
            kinds[index] = "boilerplate"


def _first_byline(lines: Sequence[Line], kinds: _Kinds) -> str | None:
    for index, kind in sorted(kinds.items()):
        if kind in ("byline", "date"):
            names = (byline_of(part) for part in (lines[index].text, *segments(lines[index].text)))
            if name := next((name for name in names if name), None):
                return name
    return None


def _followed(text: str) -> str | None:
    """Read the author's name from "Follow Name on …" or "Name is a … writer. You can follow …" near the end."""
    tail = text[-800:]
    found = _FOLLOW.search(tail)
    if found:
        return found.group("name")
    for line in split_lines(tail):
        author = _AUTHOR.match(line.text)
        if author and author.group("name") and "follow" in line.text.lower():
            return author.group("name")
    return None


def _find_dateline(lines: Sequence[Line], kinds: _Kinds, title: Title | None) -> tuple[Dateline | None, int]:
    """Seek a dateline at the beginning of the first three lines of body."""
    body = [
        index
        for index, line in enumerate(lines)
        if index not in kinds and not (_has_title(line, title) and _fills(line, title))
    ]
    for index in body[:3]:
        line = lines[index]
        behind = title.end - line.start if title is not None and _has_title(line, title) else 0
        lead = len(line.text[behind:]) - len(line.text[behind:].lstrip())
        dateline = find_dateline(line.text[behind + lead :])
        if dateline and (line.words >= 8 or dateline.agency):  # noqa: PLR2004
            return Dateline(
                length=behind + lead + dateline.length, agency=dateline.agency, published=dateline.published
            ), index
    return None, -1


def _fills(line: Line, title: Title | None) -> bool:
    return title is not None and title.end >= line.end


# --------------------------------------------------------------------------- cutting lines into passages


def _pieces(
    line: Line, kind: PassageKind | None, title: Title | None, dateline: int, edge: bool
) -> Iterator[Passage]:
    """Cut a line: date and title, dateline, body, glued caption or notes."""
    position = line.start
    if title is not None and _has_title(line, title):
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
    if (
        title is not None
        and _has_title(line, title)
        and position < line.end
        and is_open(line.text[position - line.start :])
    ):
        if len(line.text[position - line.start :].split()) <= 6:  # noqa: PLR2004
            yield Passage(
                start=position, end=line.end, kind="boilerplate"
            )  # the outlet's name behind the title
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
    """Trim white space, drop what is empty, and join neighbours of one kind on one line (lists and notes over lines, too)."""
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
