"""The lines around a report that state its outlet, day and author, read slot by slot.

A name that no register knows counts only in such a slot, and there only when it looks like a medium's
(`media.Names`); the slot is part of the answer (`Report.outlet_how`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from suasion.ingest.dates import TIME, WEEKDAY, day_pattern, parse_date
from suasion.ingest.media import Names, load_words, names_site
from suasion.ingest.phrases import load_phrases, plain
from suasion.records import Dated

_MAX_LINE = 160
"""Characters."""
_MAX_PIECE_WORDS = 6
_CUT = re.compile(r"\s*[|•·]\s*|\s+[–—/-]+\s+|,\s+|\s*[()\[\]]\s*|\s+/|/\s+")
_BAR = re.compile(r"\s*[|•·:]\s*|\s+[–—/-]+\s+|\s+::\s+|\s*»\s*")
_NAME = r"[A-ZÀ-Þ][\w.’'-]*,?"
_BYLINE = re.compile(
    r"^(?:[Bb]y|BY|(?:Written|Reported|Text|Story|Words|Report) by|(?:Author|Correspondent|Reporter|Writer|Byline):?"
    r"|(?:Posted|Published|Submitted|Uploaded|Filed|Written|Reported) by)\s*:?\s+"
    rf"(?P<name>{_NAME}"
    rf"(?:\s+(?:{_NAME}|and|&|de|van|von|bin|al|del|la|in|of|for|the|with)){{0,12}}"
    r"(?:\s*[|/–—(-]\s*[A-ZÀ-Þ@][\w .,’'@&/|-]{1,60}\)?)?"
    r"(?:,? (?:correspondents?|reporters?|staff|contributor|columnist|editor))?)\s*$"
)
_WITH_AGENCIES = re.compile(r",?\s+(?:and|with|&) (?:news )?agencies$", re.IGNORECASE)
_PERSON_WORDS = 2
"""A byline of two words is a person's name even if the second is Post or Herald."""
_LEFT_WORDS = re.compile(r"^(?:on|at|posted|published|updated|by|in|from|and|the|:|-)*$", re.IGNORECASE)
_OF_A_STAFF = re.compile(r"^by (?:our|a|an|the|staff)\b.{0,40}$", re.IGNORECASE)
_COPYRIGHT = re.compile(
    r"^(?:copyright\s*)?(?:©|\(c\)|copyright\b)\s*(?:copyright\s*)?[:,]?\s*(?:\d{4}(?:\s*[–-]\s*\d{2,4})?)?[,\s]*(?:by\s+)?"
    r"(?P<name>[^\W\d][^|\d\n]{1,60}?)(?:[,\s]+\d{4}(?:\s*[–-]\s*\d{2,4})?)?(?:\s*[|]|\.(?:\s|$)|,|\s+[–—-]\s|\s+all rights\b|$)",
    re.IGNORECASE,
)
_RESERVED = re.compile(
    r"^(?P<name>[^\W\d][^|\d\n.]{1,60}?)\s*(?:(?:©|\(c\))\s*)?,?\s*\d{4}(?:\s*[–-]\s*\d{2,4})?[.,|]?"
    r"(?:\s*all rights reserved|\s*$)|^(?P<also>[^\W\d][^|\d\n.]{1,60}?)\s*(?:©|\(c\))\s*\d{4}",
    re.IGNORECASE,
)
_CLAIMED = re.compile(r"\d{4}|\bcopyright\b|\brights\b|\(c\)", re.IGNORECASE)
"""What tells a footer from a picture's credit."""
_SOURCE = re.compile(
    r"^\(?(?:sources?|via|agency|courtesy(?: of)?|with thanks to|origin|fuente|fonte|quelle)\s*[:–-]\s*(?P<name>[^\n|;()]{2,60}?)[.)]*$"
    r"|^\(?(?:this|the) (?:article|report|story|text|piece|post) (?:was |has been )?(?:originally |first )*"
    r"(?:published|appeared|posted)(?: originally| first)?(?: in \w+)? "
    r"(?:in|on|by|at) (?P<also>[^\n|;()]{2,60}?)(?:[.,)]|\s+on \w|\s+under\b|$)"
    r"|^\(?(?:republished|reprinted|reproduced|syndicated|taken)(?: here)?(?: with (?:the )?permission)? "
    r"(?:from|of|by permission of) (?P<third>[^\n|;()]{2,60}?)"
    r"(?:[.,)]|\s+with\b|$)",
    re.IGNORECASE,
)
_OUTLET_LINE = re.compile(
    r"^(?:outlet|publisher|newspaper|publication|published (?:by|in)|media)\s*:\s*(?P<name>[^\n|]{2,50})$",
    re.IGNORECASE,
)
_FEED = re.compile(r"\b(?:appeared first on|first appeared on)\s+(?P<name>[^\n|]{2,50}?)\.?$", re.IGNORECASE)
_SIGNED = re.compile(r"[(\[](?P<name>[A-Z][\w.&’' -]{1,30})[)\]]\.?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """An outlet that a slot states."""

    name: str
    slot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a line states that is nothing but facts: its days, each with whether it is an update's, and names."""

    days: tuple[tuple[Dated, bool], ...]
    byline: str | None = None
    outlet: str | None = None


def byline_of(line: str) -> str | None:
    """Read "By Name", "By Name and Name, Outlet": what follows the "By"."""
    found = _BYLINE.match(line)
    return found.group("name").strip() if found else None


def split_byline(byline: str, names: Names) -> tuple[str | None, str | None]:
    """Part a byline into its people and the outlet that they write for; either may be missing."""
    person = len(byline.split()) == _PERSON_WORDS and not byline.lower().startswith("the ")
    if names.is_known(byline) or (names.look(byline) == "formed" and not person):
        return None, names.preferred(byline)
    found = re.match(r"^(?P<who>.{3,60}?),? for (?:the )?(?P<name>[^,|]{2,40})$", byline)
    if found and names.fills_slot(found.group("name")):
        return found.group("who").strip(" ,"), names.preferred(found.group("name"))
    pieces = [part.strip(" ,()") for part in re.split(r"\s*[|/(]\s*|\s+[–—-]\s+|,\s+|\s+of\s+", byline)]
    for index, piece in enumerate(pieces[1:], 1):
        tail = without_desk(piece)
        if names.look(tail):
            return byline[: byline.index(pieces[index])].rstrip(" ,|/–—-(") or None, names.preferred(tail)
    first = without_desk(re.split(r"\s+(?:and|with|&)\s+", byline, maxsplit=1, flags=re.IGNORECASE)[0])
    return (None, names.preferred(first)) if names.is_known(first) else (byline, None)


def without_desk(name: str) -> str:
    """Take "staff", "Web Desk", "correspondent" off the end of a name."""
    parts = name.split()
    while len(parts) > 1 and plain(parts[-1]) in load_words().desks:
        parts.pop()
        if len(parts) > 1 and plain(parts[-1]) in ("web", "news", "staff", "foreign"):
            parts.pop()
    return " ".join(parts)


def lone_outlet(line: str, names: Names) -> str | None:
    """Read a line that is an outlet's name, alone or with a section: "Lake Herald", "Lake Herald - Business"."""
    if len(line) > _MAX_LINE // 2:
        return None
    pieces = [piece for piece in _BAR.split(line) if piece]
    name = _WITH_AGENCIES.sub("", pieces[0].strip(" *_")) if pieces else ""
    sections = all(_is_section(piece) for piece in pieces[1:])
    return names.preferred(name) if sections and names.stands_alone(name) else None


def _is_section(words: str) -> bool:
    folded = plain(words)
    parts = folded.split()
    return load_phrases().kicker.fullmatch(folded) is not None or (
        0 < len(parts) <= 3 and all(part in load_words().generic for part in parts)  # noqa: PLR2004
    )


def outlet_tail(title: str, names: Names) -> tuple[int, str] | None:
    """Find the outlet's name behind a title ("Title | Outlet", "Title - Outlet"): where it begins, and itself."""
    found = re.search(r"\s+(?:[|–—-]|::)\s+(?P<name>[^|–—]{2,40})$", title)
    if not found:
        return None
    name = found.group("name").strip()
    formed = len(title[: found.start()].split()) >= 4 and names.stands_alone(name)  # noqa: PLR2004
    return (found.start(), names.preferred(name)) if formed or names.is_known(name) else None


def page_outlet(page_title: str, title: str, names: Names) -> Stated | None:
    """Read the outlet behind the heading in a page's `<title>`: the last part, unless a section or a place."""
    words, heading = " ".join(page_title.split()), " ".join(title.split())
    if (
        not heading
        or heading.casefold() not in words.casefold()
        or len(words) - len(heading) > _MAX_LINE // 2
    ):
        return None
    at = words.casefold().index(heading.casefold())
    rest = [*_BAR.split(words[:at]), *reversed(_BAR.split(words[at + len(heading) :]))]
    name = next((piece.strip() for piece in rest if piece and piece.strip() and not _is_section(piece)), None)
    return Stated(name=names.preferred(name), slot="page title") if name and names.look(name) else None


def credit_outlet(note: str, names: Names) -> Stated | None:
    """Read a footer: "© 2024 Outlet", "Source: Outlet", "appeared first on Outlet", "(Outlet)"."""
    feed = _FEED.search(note)
    if feed and names.fills_slot(feed.group("name")):
        return Stated(name=names.preferred(feed.group("name").strip()), slot="feed note")
    readings = (
        (_OUTLET_LINE, "outlet line"),
        (_COPYRIGHT, "copyright line"),
        (_RESERVED, "copyright line"),
        (_SOURCE, "source line"),
    )
    for pattern, slot in readings:
        found = pattern.match(note)
        name = _owner(next((part for part in found.groups() if part), "")) if found else ""
        if slot == "copyright line" and not _CLAIMED.search(note):
            continue
        named = names.fills_slot(name) if slot == "outlet line" else names.look(name) is not None
        if found and named:
            return Stated(name=names.preferred(name), slot=slot)
    signed = _SIGNED.search(note) if len(note) <= _MAX_LINE // 2 else None
    name = signed.group("name").strip() if signed else note.strip(" .")
    return Stated(name=names.preferred(name), slot="credit line") if names.is_known(name) else None


def _owner(name: str) -> str:
    """Take the legal form off a rights holder's name."""
    parts = _WITH_AGENCIES.sub("", name.strip(" .,")).split()
    while len(parts) > 1 and plain(parts[-1]).strip(".,") in load_words().legal:
        parts.pop()
    return " ".join(parts).strip(" .,")


@cache
def _days() -> re.Pattern[str]:
    phrases = load_phrases()
    labels = rf"(?:{phrases.published_label.pattern}|{phrases.updated_label.pattern})?"
    return re.compile(
        rf"(?<![\w/-])(?P<label>{labels})(?P<day>{WEEKDAY}{day_pattern()}{TIME})(?![\w/-])", re.IGNORECASE
    )


def read_facts(line: str, names: Names) -> Facts | None:
    """Read a line that is a date with names beside it, and nothing else; none for a sentence.

    "Lake Herald, 8 June 2024", "Posted by Ana Lima on May 3, 2021", "By Ana Lima - Updated 3 May 2021, 10:15".
    """
    if len(line) > _MAX_LINE or not any(mark.isdigit() for mark in line):
        return None
    days: list[tuple[Dated, bool]] = []
    rest, position = [], 0
    for found in _days().finditer(line):
        update = load_phrases().updated_label.match(found.group("label")) is not None
        how = "stated: date of update" if update else "stated: date line"
        dated = parse_date(found.group("day").strip(), how)
        if dated and (dated.start or dated.how != "stated without a year"):
            days.append((dated, update))
            rest.append(line[position : found.start()])
            position = found.end()
    rest.append(line[position:])
    return _with_names(tuple(days), rest, names) if days else None


def _with_names(days: tuple[tuple[Dated, bool], ...], rest: list[str], names: Names) -> Facts | None:
    byline = outlet = None
    for part in rest:
        bare = part.strip(" ,|-–—/.·•()[]*_")
        bare = re.sub(r"(?i)(?:^|[\s,(])(?:on|at|posted|published|updated)$", "", bare).strip(" ,|-–—")
        whole = byline_of(bare)
        person, employer = split_byline(whole, names) if whole else (None, None)
        if whole and bare.lower().startswith("published by") and names.look(whole):
            person, employer = None, names.preferred(whole)
        byline, outlet = byline or person, outlet or employer
        pieces = [] if whole else [piece.strip(" ,.:-–—*_") for piece in _CUT.split(bare)]
        for piece in pieces:
            signed = byline_of(piece)
            if signed:
                person, employer = split_byline(signed, names)
                byline, outlet = byline or person, outlet or employer
            elif not _is_piece(piece):
                return None
        outlet = _best(pieces, names) or outlet
    return Facts(days=days, byline=byline, outlet=outlet)


def _best(pieces: list[str], names: Names) -> str | None:
    """Choose the outlet among a line's names: one that is no news agency, the last of them."""
    media = [name for name in map(without_desk, pieces) if names.look(name)]
    own = [name for name in media if not names.is_agency(name)] or media
    return names.preferred(own[-1]) if own else None


def _is_piece(words: str) -> bool:
    """Whether some words beside a date are a name, a section or a word that leads to the date."""
    parts = words.split()
    if not parts or _LEFT_WORDS.match(words.replace(" ", "")) or _OF_A_STAFF.match(words):
        return True
    small = {"in", "for", "by", *load_words().particles}
    if names_site(words) or load_phrases().boilerplate.match(plain(words)):
        return True
    titled = all(part[0].isupper() or part[0].isdigit() or part in small for part in parts)
    return titled and len(parts) <= _MAX_PIECE_WORDS and not words.endswith(("?", "!"))
