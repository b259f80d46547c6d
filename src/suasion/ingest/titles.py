"""The title of a plain text: on the first line, doubled, or behind what pages put above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from suasion.ingest.captions import credit_start
from suasion.ingest.dates import is_date_label, labelled_date, leading_date, trailing_date
from suasion.ingest.lines import LONG_LINE, Line, key
from suasion.ingest.mastheads import byline_of, lone_outlet, outlet_tail, read_facts
from suasion.ingest.media import Names
from suasion.ingest.outlet import find_dateline
from suasion.ingest.phrases import load_phrases, plain

_HEAD_LINES = 6
_MIN_TITLE = 2
_HEADLINE = 3
"""Words; what stands under a masthead is a title from this many on."""
_MAX_OPENER = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """Where the title stands. `copy` is a second copy glued behind it on the same line."""

    start: int
    end: int
    copy: tuple[int, int] | None = None


def _opens_list(folded: str) -> bool:
    opener = load_phrases().related.fullmatch(folded) if len(folded) < _MAX_OPENER else None
    return opener is not None and not opener.group("rest")


def is_above_title(line: Line, names: Names) -> bool:
    """Whether a line is what pages put above a title: a section, links, a date, a byline, a prompt."""
    folded = plain(line.text)
    phrases = load_phrases()
    return bool(
        phrases.kicker.fullmatch(folded)
        or phrases.boilerplate.match(folded)
        or _opens_list(folded)
        or labelled_date(line.text)
        or is_date_label(line.text)
        or byline_of(line.text)
        or names.is_known(line.text)
    )


def find_title(lines: Sequence[Line], stated: str | None, names: Names) -> Title | None:
    """Find the title, by the `stated` one where there is one."""
    if stated:
        return _stated_title(lines, stated)
    for index, line in enumerate(lines[:_HEAD_LINES]):
        above = is_above_title(line, names) or _is_masthead(lines, index, names)
        if above and len(lines) > 1 and not _is_doubled(lines, index):
            continue
        return _title_in(line, lines, index, names)
    return None


def _is_masthead(lines: Sequence[Line], index: int, names: Names) -> bool:
    """Whether a line is an outlet's name, perhaps with a section or the day, and a title still follows."""
    facts = read_facts(lines[index].text, names)
    if not lone_outlet(lines[index].text, names) and not (facts and facts.outlet):
        return False
    for line in lines[index + 1 : index + _HEAD_LINES]:
        if line.is_prose:
            return False
        if not is_above_title(line, names) and not read_facts(line.text, names):
            return line.words >= _HEADLINE
    return False


def _without_tail(words: str, names: Names) -> str:
    """Cut the outlet's name and the date off the end of a title."""
    for _ in range(2):
        found = outlet_tail(words, names)
        day = trailing_date(words)
        words = words[: found[0] if found else day]
    return words


def _stated_title(lines: Sequence[Line], stated: str) -> Title | None:
    wanted = key(stated)
    for line in lines[:_HEAD_LINES]:
        if wanted and _same_title(key(line.text), wanted):
            return Title(start=line.start, end=line.end)
        if line.text.startswith(stated) and not line.text[len(stated) : len(stated) + 1].isalnum():
            return Title(start=line.start, end=line.start + len(stated))
    return None


def _same_title(one: str, wanted: str) -> bool:
    """Equal, or the wanted one has the outlet's name behind it ("Title | Outlet")."""
    return one == wanted or (len(one) > 20 and wanted.startswith(one + " ") and len(wanted) - len(one) <= 40)  # noqa: PLR2004


def _is_doubled(lines: Sequence[Line], index: int) -> bool:
    following = lines[index + 1 : index + 3]
    return any(key(line.text) == key(lines[index].text) != "" for line in following)


def _title_in(line: Line, lines: Sequence[Line], index: int, names: Names) -> Title | None:
    dated = leading_date(line.text)
    start = line.start + (dated[0] if dated else 0)
    words = line.text[start - line.start :]
    words = _without_tail(words, names)
    twice = _doubled_on_line(words)
    if twice:
        return Title(start=start, end=start + twice[0], copy=(start + twice[1], start + twice[1] + twice[0]))
    before_dateline = _before_dateline(words)
    if before_dateline:
        return Title(start=start, end=start + before_dateline)
    rest = any(other.words >= 8 for other in lines[index + 1 :])  # noqa: PLR2004
    if not rest or line.words < _MIN_TITLE:
        return None
    doubled = _is_doubled(lines, index) and line.words <= LONG_LINE
    if doubled or not (line.is_prose or find_dateline(words) or credit_start(words) is not None):
        return Title(start=start, end=start + len(words))
    return None


def _doubled_on_line(words: str) -> tuple[int, int] | None:
    """Find a title that stands twice at the beginning of a line: its length and where the copy begins."""
    head = words[:14]
    again = words.find(head, len(head), 260) if len(words) > 2 * len(head) else -1
    while again != -1:
        one = words[:again].rstrip()
        if len(one.split()) >= 3 and words[again : again + len(one)] == one:  # noqa: PLR2004
            return len(one), again
        again = words.find(head, again + 1, 260)
    return None


def _before_dateline(words: str) -> int | None:
    """Find a title in front of a dateline with an agency on the same line: its length."""
    for found in re.finditer(r"(?<=\w)\s+(?=[A-ZÀ-Þ]{4,}[ ,(])", words[:220]):
        dateline = find_dateline(words[found.end() :])
        title = words[: found.start()]
        if dateline and dateline.agency and len(title.split()) >= 4 and not re.search(r"[a-z]\.\s", title):  # noqa: PLR2004
            return found.start()
    return None
