"""What stands about a text and says whose it is: datelines, source lines, credits at the end, bylines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from suasion.reconcile.lexicon import load_lexicon
from suasion.reconcile.needles import Needles
from suasion.reconcile.sources import Source, SourceNames
from suasion.reconcile.words import compared_spans
from suasion.records import Report

_HEAD = 200
"""Characters of the body in which a dateline may stand."""
_FOOT = 300
"""Characters at the end of a text in which a paragraph may close with a credit."""
_CREDIT_WORDS = 8
_LONGEST = 90
"""Characters of a line that may be a credit."""
_DATELINE = re.compile(r"[(\[]\s*([^()\[\]\n]{2,40})\s*[)\]]\s*([-–—:])?")
_BARE_DATELINE = re.compile(r"(?m)^[^\n]{2,60}?,\s*([A-Z][\w .&'’-]{1,30}?)\s*[-–—]{1,2}\s")
_DAY_AND_NAME = re.compile(r"(?m)^[^\n]{2,40}?\d[^\n\d]{0,12}[-–—]{1,2}\s*/?([A-Z][\w &'’-]{1,30})/?\.\s")
"""As agencies of the former Soviet Union begin ("TBILISI, 3 May - Batinform.")."""
_LABEL = r"(?:sources?|by|from|via|with|text|written by|reporting by|report|credit|fuente|fonte|quelle)"
_SOURCE = re.compile(rf"(?i)[(\[]?\s*(?:{_LABEL})\s*[:/]\s*(.{{2,60}}?)[\s.)\]]*$")
_WITH = re.compile(
    r"(?i)\b(?:with (?:the )?(?:reporting|information|inputs?|material|files?|contributions?|text|help|participation"
    r"|assistance|collaboration|cooperation|support)\s+(?:by|from|of)"
    r"|includes (?:reporting|material) (?:by|from)|source|compiled from"
    r"|(?:this|the) (?:story|article|report|text|piece|dispatch)[^.\n]{0,60}?\b(?:by|from|in|on))"
    r"\s*:?\s+(.{2,60}?)\s*[.)\]]*$"
)
_CONTRIBUTED = re.compile(
    r"(?:^|[.)]\s)(?:The )?([^.]{2,60}?) (?:contributed|helped) (?:to|with) (?:this|the) \w+\W*$"
)
_CLOSING = re.compile(r"[(\[]([^()\[\]]{2,50})[)\]]\s*\.?\s*$|\s[-–—]{1,2}\s*([A-Z][\w .&'’-]{1,40})\s*$")
_PARTS = re.compile(r"\s*(?:[,/;&|+·•]|\band\b|\bwith\b|\b(?:y|e|et|und)\b)\s*")
_EDGES = " \t([{)]}-–—*•|.:/"
_WHOSE = re.compile(r"(?i)^(?:the )?([^'’]+)['’]s [A-Z]")
"""Before the name of a person in a credit: the outlet ("the CBC's Ashley Bourque")."""
_HAT_TIP = re.compile(r"(?i)^\W*(?:h/t|hat[ -]tip)(?: to)?:?\s+")
_SCRAP = re.compile(
    r"(?i)^(?:(?:the |our |its |a )?(?:special )?correspondents? (?:of|from|for) (?:the )?)"
    r"|^(?:(?:additional )?(?:reporting|writing|editing|text|inputs?)(?: by| from)?:?|by|from|with|source|via)\s+"
    r"|\s+(?:no\.?|nº|issue)\s*\d+.*$|\s+(?:staff|correspondent|reporters?|writers?)$"
)
_PICTURES = "photo|image|picture|foto|getty|video|graphic|illustration"
_LINK = re.compile(r"\(?(?:https?://|www\.)[^\s()]*\)?")
_PHOTO = re.compile(rf"(?i)\b(?:file |archive )?(?:{_PICTURES})")
"""From here on a line speaks of a picture."""
_MAY_BE_PHOTO = Needles(_PICTURES.split("|"))


def credits_of(report: Report, names: SourceNames) -> Iterator[tuple[Source, int, int, str]]:
    """Give each outlet that the report is credited to, with the place of the credit and what kind it is."""
    yield from _datelines(report, names)
    yield from _credit_lines(report, names)
    yield from _sign_offs(report, names)
    if report.byline:
        at = max(report.text.find(report.byline), 0)
        end = min(at + len(report.byline), len(report.text))
        for source in _named(report.byline, names):
            yield source, at, end, "byline"


def _datelines(report: Report, names: SourceNames) -> Iterator[tuple[Source, int, int, str]]:
    text = report.text
    parts = [(part.start, part.end) for part in report.passages if part.kind == "date"]
    parts += [(start, min(end, start + _HEAD)) for start, end in compared_spans(report)[:3]]
    for start, end in parts:
        for match in _DATELINE.finditer(text, start, end):
            leads = len(text[text.rfind("\n", 0, match.start()) + 1 : match.start()]) <= _LONGEST
            closed = match.group(2) or match.end() >= end - 1
            clean = leads and closed and not _PHOTO.search(match.group(1))
            for source in _named(match.group(1), names) if clean else ():
                yield source, match.start(), match.end(), "dateline"
        line = text.rfind("\n", 0, start) + 1
        for match in (*_BARE_DATELINE.finditer(text, line, end), *_DAY_AND_NAME.finditer(text, line, end)):
            agency = names.find(match.group(1)) or _agency(match.group(1), names)
            if agency:
                yield agency, match.start(), match.end(), "dateline"


def _credit_lines(report: Report, names: SourceNames) -> Iterator[tuple[Source, int, int, str]]:
    """Give lines that do nothing but name where the text comes from: "(AFP, Kyodo)", "- Reuters", "Source: EFE"."""
    related = [(part.start, part.end) for part in report.passages if part.kind in {"related", "title"}]
    last = len(report.text.rstrip()) - _FOOT
    start, lines = 0, 0
    for line in report.text.split("\n"):
        end = start + len(line)
        if line.strip() and not any(left <= start < right for left, right in related):
            lines += len(line) > _LONGEST
            tail, reason = _credit(line, head=not lines, foot=end >= last)
            for source in _named(tail, names) if tail else ():
                yield source, start, end, reason
        start = end + 1


def _sign_offs(report: Report, names: SourceNames) -> Iterator[tuple[Source, int, int, str]]:
    """Give the outlets whose way of signing stands at the end of the text."""
    foot = max(len(report.text) - _FOOT, 0)
    for name, pattern in load_lexicon().sign_offs:
        for match in re.finditer(pattern, report.text[foot:]):
            yield names.named(name), foot + match.start(), foot + match.end(), "its way of signing"


def _credit(line: str, *, head: bool, foot: bool) -> tuple[str | None, str]:
    """Give what of a line may name its sources, and what kind of credit it is; where it stands: before the text, or at its end.

    A bare name between two paragraphs is the credit of a picture.
    """
    photo = _PHOTO.search(line) if _MAY_BE_PHOTO(line) else None
    line = line[: photo.start()].rstrip() if photo else line
    if photo and not line.rstrip(_EDGES):
        return None, ""
    match = _SOURCE.search(line) if len(line) <= _LONGEST else None
    match = match or (_at_the_foot(line) if foot else None)
    if match:
        return match.group(1), "source line"
    closing = _CLOSING.search(line, max(len(line) - 2 * _LONGEST, 0)) if foot else None
    if closing:
        return closing.group(1) or closing.group(2), "closing credit"
    bare = (
        not photo
        and (head or foot or line.strip().startswith(("(", "[")))
        and len(line) <= _LONGEST
        and len(line.split()) <= _CREDIT_WORDS
        and not line.rstrip().endswith(("?", "!", ":", '"', "”"))
    )
    return (line, "credit line") if bare else (None, "")


def _at_the_foot(line: str) -> re.Match[str] | None:
    tail = max(len(line) - 2 * _LONGEST, 0)
    return _WITH.search(line, tail) or _CONTRIBUTED.search(line, tail)


def _named(credit: str, names: SourceNames) -> list[Source]:
    """Give the outlets of a credit if it names nothing else but people, places and days; agencies known by their name too."""
    links = (names.find(match.group().strip("()")) for match in _LINK.finditer(credit))
    found = [source for source in links if source]
    pieces = [
        _SCRAP.sub("", piece.strip(_EDGES)).strip(_EDGES)
        for piece in _PARTS.split(_LINK.sub("", _HAT_TIP.sub("", credit)))
    ]
    for piece in (piece for piece in pieces if piece):
        whose = _WHOSE.match(piece)
        source = names.find(whose.group(1) if whose else piece)
        source = source or _first_words(piece, names) or _agency(piece, names)
        if source:
            found.append(source)
        elif piece.casefold() not in load_lexicon().nameless_credits and not (
            _personal(piece) or (found and _initials(piece))
        ):
            return []
    return found


def _first_words(piece: str, names: SourceNames) -> Source | None:
    """Give the outlet before words that say where or which of it ("Reuters in Lima")."""
    words = piece.split()
    tail = 1 < len(words) <= 4 and (words[1] == "in" or words[1][0].isdigit())  # noqa: PLR2004  "AFP in San Salvador"
    return names.find(words[0]) if tail else None


def _personal(piece: str) -> bool:
    """Whether a piece may be a person, a place or a day: few words, and a capital or a figure on each."""
    words = piece.split()
    return len(words) <= 4 and all(word[0].isupper() or word[0].isdigit() for word in words)  # noqa: PLR2004  "Akua Afi Darkwa Mensah"


def _initials(piece: str) -> bool:
    """Whether a piece after an outlet may be an editor's initials ("AFP/ec")."""
    return len(piece) <= 3 and piece.isalpha()  # noqa: PLR2004  as many as are given


def _agency(name: str, names: SourceNames) -> Source | None:
    """Take a name that the register lacks for an agency's if it says that it is one."""
    agency = re.search(
        r"(?:\b(?:Wire|Press|Inform|(?:News |Press )?Agency|News Service)|inform|press)$", name
    )
    office = load_lexicon().offices.intersection(name.casefold().split())
    return names.named(name) if agency and name[0].isupper() and not office else None
