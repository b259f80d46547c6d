"""Rules that label whole lines of a report by kind; the first rule that fits a line wins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from suasion.ingest.captions import caption_start, credit_start, is_caption, is_caption_label, is_credit_only
from suasion.ingest.dates import is_date_label, labelled_date, segments
from suasion.ingest.lines import LONG_LINE, Line, key, sentences, split_lines
from suasion.ingest.mastheads import byline_of, credit_outlet, lone_outlet, read_facts
from suasion.ingest.media import Names
from suasion.ingest.phrases import load_phrases, plain
from suasion.ingest.titles import Title, is_above_title
from suasion.records import PassageKind

_COPY_WORDS = 4
_HEAD_LINES = 3
_MASTHEAD_LINES = 6
_FOOTER_SLOTS = ("copyright line", "source line", "outlet line", "feed note")
_TAIL_LINES = 6
_MAX_NOTE = 1200
_MAX_LINK = 250
"""Characters."""
_HEAD_PROSE = 2
_RELATED_MAX = 12
_TIME_ALONE = re.compile(r"^\d{1,2}[:.]\d{2}(?: ?[apAP]\.?[mM]\.?)?(?: \(?[A-Z]{2,5}\)?)?$")
_TRAILER = re.compile(
    r"^\(?(?:(?:additional )?(?:reporting|writing|editing|compiled|written|edited|translated) by [A-Z])",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"^(?:the (?:author|writer) |(?P<name>[A-ZÀ-Þ][\w.’'-]+(?: [A-ZÀ-Þ][\w.’'-]*){1,4}),? )"
    r"(?:is|was|works|writes|covers|reports|has (?:covered|reported|written))\b"
)
_FOLLOW = re.compile(
    r"\b(?:[Ff]ollow|[Cc]ontact|[Ee]mail) "
    r"(?P<name>[A-ZÀ-Þ][\w.’'-]+(?: [A-ZÀ-Þ][\w.’'-]+){1,3}) (?:on|at|via)\b"
)


Kinds = dict[int, PassageKind]


def label_lines(
    text: str, lines: Sequence[Line], title: Title | None, byline: str | None, names: Names
) -> tuple[Kinds, str | None]:
    """Give the kinds of lines that are neither title nor body, by index, and the byline, if not stated."""
    kinds: Kinds = {}
    _footers(lines, kinds, title, names)
    for rule in (_copies_of_title, _captions, _related, _notes):
        rule(lines, kinds, title)
    _head(lines, kinds, title, names)
    _repeats(lines, kinds, title)
    byline = byline or _first_byline(lines, kinds, names)
    _author_notes(lines, kinds, byline)
    return kinds, byline or _followed(text)


def has_title(line: Line, title: Title | None) -> bool:
    """Whether the title stands on this line."""
    return title is not None and line.start <= title.start < line.end


def _copies_of_title(lines: Sequence[Line], kinds: Kinds, title: Title | None) -> None:
    own = next((line for line in lines if has_title(line, title)), None)
    if own is None or title is None:
        return
    wanted = key(own.text[title.start - own.start : title.end - own.start])
    for index, line in enumerate(lines):
        if line is not own and wanted and key(line.text) == wanted:
            kinds[index] = "boilerplate"


def _footers(lines: Sequence[Line], kinds: Kinds, title: Title | None, names: Names) -> None:
    """Label the last lines that state who owns or first printed the text, before a © makes them captions."""
    for index in range(max(1, len(lines) - _TAIL_LINES), len(lines)):
        line = lines[index]
        if line.words <= LONG_LINE and not has_title(line, title):
            stated = credit_outlet(line.text, names)
            if stated and stated.slot in _FOOTER_SLOTS:
                kinds[index] = "boilerplate"


def _captions(lines: Sequence[Line], kinds: Kinds, title: Title | None) -> None:
    for index, line in enumerate(lines):
        if index in kinds or has_title(line, title):
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


def _caption_above(lines: Sequence[Line], kinds: Kinds, index: int, credit: int) -> bool:
    """Whether the caption also stands, without its credit, in the three lines above; label that one."""
    said = key(lines[index].text[:credit])
    for above in range(index - 1, max(-1, index - 4), -1):
        if said and key(lines[above].text) == said:
            kinds[above] = "caption"
            return True
    return False


def _credit_line(lines: Sequence[Line], kinds: Kinds, title: Title | None, index: int) -> None:
    """Label a credit on its own line, and the short line right above it, as a caption."""
    kinds[index] = "caption"
    if index == 0 or index - 1 in kinds or lines[index].after_blank:
        return
    above = lines[index - 1]
    short = above.words <= LONG_LINE * 2 and len(sentences(above.text)) <= 2  # noqa: PLR2004
    if short and not has_title(above, title):
        kinds[index - 1] = "caption"


def _related(lines: Sequence[Line], kinds: Kinds, title: Title | None) -> None:
    """Label lists of other reports: the line that opens one, and short, open or doubled lines behind it."""
    left, spaced = 0, False
    for index, line in enumerate(lines):
        opener = None if index in kinds or has_title(line, title) else _opener(line)
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


def _notes(lines: Sequence[Line], kinds: Kinds, title: Title | None) -> None:
    for index, line in enumerate(lines):
        if index not in kinds and not has_title(line, title):
            kind = note_kind(line.text, is_edge(lines, index))
            if kind and (line.words <= LONG_LINE or kind == "disclaimer"):
                kinds[index] = kind
            elif _TRAILER.match(line.text) and line.words <= LONG_LINE * 2:
                kinds[index] = "byline"


def is_edge(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is among the first or last ones."""
    return index < _HEAD_LINES or index >= len(lines) - _TAIL_LINES


def note_kind(sentence: str, edge: bool) -> PassageKind | None:
    """Tell a prompt or a note on the text's making by its beginning; `edge`: in the first or last lines."""
    if len(sentence) > _MAX_NOTE:
        return None
    phrases = load_phrases()
    folded = plain(sentence)
    if phrases.disclaimer.match(folded) or (edge and phrases.edge_disclaimer.match(folded)):
        return "disclaimer"
    return "boilerplate" if phrases.boilerplate.match(folded) else None


def _head(lines: Sequence[Line], kinds: Kinds, title: Title | None, names: Names) -> None:
    """Label bylines, dates and sections before the second paragraph, bylines and labelled dates later."""
    prose = 0
    for index, line in enumerate(lines):
        prose += line.is_prose
        near_end = index >= len(lines) - _TAIL_LINES
        if index in kinds or has_title(line, title) or not (prose < _HEAD_PROSE or near_end):
            continue
        if _is_date_line(lines, index, prose < _HEAD_PROSE) or _states_day(line, prose, names):
            kinds[index] = "date"
        elif byline_of(line.text) or _names_outlet(lines, index, prose, names):
            kinds[index] = "byline"
        elif title and line.start < title.start and is_above_title(line, names):
            kinds[index] = "boilerplate"


def _states_day(line: Line, prose: int, names: Names) -> bool:
    """Whether a line is a day with names beside it; behind the first paragraph only if one is an outlet or author."""
    facts = read_facts(line.text, names) if not line.is_prose or byline_of(line.text[:40]) else None
    return facts is not None and (not prose or bool(facts.outlet or facts.byline))


def _names_outlet(lines: Sequence[Line], index: int, prose: int, names: Names) -> bool:
    """Whether a line is an outlet's name: a known one, or one of the right form above the body or as the last line."""
    line = lines[index]
    if _signs(line) and names.is_known(line.text):
        return True
    last = index == len(lines) - 1 and lines[index - 1].is_prose
    return (last or (not prose and index < _MASTHEAD_LINES)) and lone_outlet(line.text, names) is not None


def _signs(line: Line) -> bool:
    """Whether every word has a capital: a page's topics can be called like outlets ("Foreign policy")."""
    return all(word[0].isupper() or word in ("the", "of", "and") for word in line.text.split())


def _is_date_line(lines: Sequence[Line], index: int, head: bool) -> bool:
    """Whether a line is a date (at the end only with a label), or the label of the date on the next line."""
    text = lines[index].text
    if head and _TIME_ALONE.match(text):
        return True
    if labelled_date(text):
        return head or not text[:1].isdigit()
    return is_date_label(text) and index + 1 < len(lines) and labelled_date(lines[index + 1].text) is not None


def _repeats(lines: Sequence[Line], kinds: Kinds, title: Title | None) -> None:
    """Label the second copy of a line; what a page says twice is said once."""
    seen: set[str] = set()
    for index, line in enumerate(lines):
        said = key(line.text)
        if said in seen and kinds.get(index, "body") in ("body", "caption") and line.words >= _COPY_WORDS:
            kinds[index] = "boilerplate"
        if not has_title(line, title) and kinds.get(index, "body") in ("body", "caption"):
            seen.add(said)


def _author_notes(lines: Sequence[Line], kinds: Kinds, byline: str | None) -> None:
    """Label a note on the author among the last lines: its subject signs the report or can be followed."""
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


def _first_byline(lines: Sequence[Line], kinds: Kinds, names: Names) -> str | None:
    for index, kind in sorted(kinds.items()):
        if kind in ("byline", "date"):
            facts = read_facts(lines[index].text, names)
            parts = (lines[index].text, *segments(lines[index].text))
            signed = (byline_of(part) for part in parts)
            name = (facts and facts.byline) or next((name for name in signed if name), None)
            if name:
                return name
    return None


def _followed(text: str) -> str | None:
    """Read the author's name near the end: "Follow Name on …", "Name is a … writer. You can follow …"."""
    tail = text[-800:]
    found = _FOLLOW.search(tail)
    if found:
        return found.group("name")
    for line in split_lines(tail):
        author = _AUTHOR.match(line.text)
        if author and author.group("name") and "follow" in line.text.lower():
            return author.group("name")
    return None
