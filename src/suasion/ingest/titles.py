"""The title of a plain text: on the first line, doubled, or behind what pages put above it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from suasion.ingest.captions import credit_start
from suasion.ingest.dates import is_date_label, labelled_date, leading_date
from suasion.ingest.lines import LONG_LINE, Line, key
from suasion.ingest.outlet import find_dateline
from suasion.ingest.phrases import load_phrases, plain

_HEAD_LINES = 6
_MIN_TITLE = 2
_MAX_OPENER = 80
_TAIL = re.compile(r"\s+(?:[|–—-]|::)\s+(?P<name>[^|–—-]{2,40})$")
_BYLINE = re.compile(
    r"^(?:[Bb]y|BY|(?:Written|Reported|Text|Story) by|Author:?)\s+"
    r"(?P<name>[A-ZÀ-Þ][\w.’'-]*,?"
    r"(?:\s+(?:[A-ZÀ-Þ][\w.’'-]*,?|and|&|de|van|von|bin|al|del|la|in|of|for|the|with)){0,12}"
    r"(?:\s*[|/–—-]\s*[A-ZÀ-Þ@][\w .,’'@&/|-]{1,60})?)\s*$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """Where the title stands. `copy` is a second copy glued behind it on the same line."""

    start: int
    end: int
    copy: tuple[int, int] | None = None


def _opens_list(folded: str) -> bool:
    opener = load_phrases().related.fullmatch(folded) if len(folded) < _MAX_OPENER else None
    return opener is not None and not opener.group("rest")


def byline_of(line: str) -> str | None:
    """Read "By Name", "By Name and Name, Outlet": what follows the "By"."""
    found = _BYLINE.match(line)
    return found.group("name").strip() if found else None


IsOutlet = Callable[[str], bool]
"""Whether some words are the name of an outlet and nothing else."""


def is_above_title(line: Line, is_outlet: IsOutlet) -> bool:
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
        or is_outlet(line.text)
    )


def find_title(lines: Sequence[Line], stated: str | None, is_outlet: IsOutlet) -> Title | None:
    """Find the title, by the `stated` one where there is one."""
    if stated:
        return _stated_title(lines, stated)
    for index, line in enumerate(lines[:_HEAD_LINES]):
        if is_above_title(line, is_outlet) and len(lines) > 1 and not _is_doubled(lines, index):
            continue
        return _title_in(line, lines, index, is_outlet)
    return None


def outlet_tail(title: str, is_outlet: IsOutlet) -> int | None:
    """Find where the outlet's name behind a title begins ("Title | Outlet", "Title - Outlet")."""
    found = _TAIL.search(title)
    return found.start() if found and is_outlet(found.group("name")) else None


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


def _title_in(line: Line, lines: Sequence[Line], index: int, is_outlet: IsOutlet) -> Title | None:
    dated = leading_date(line.text)
    start = line.start + (dated[0] if dated else 0)
    words = line.text[start - line.start :]
    words = words[: outlet_tail(words, is_outlet)]
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
