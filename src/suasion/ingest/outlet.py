"""Which outlet a report is from.

What its metadata, address, dateline, byline or credit line state counts; a mention in its body never does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from suasion.ingest.dates import day_pattern, parse_date
from suasion.ingest.drafts import Draft
from suasion.ingest.phrases import load_phrases
from suasion.records import Dated

_TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|mc_[ce]id|igshid|ref|ref_src|cmpid|ocid|spm|s_cid|yclid)$", re.IGNORECASE
)
_AGENCY_TAIL = re.compile(r"(?:^|[,|/–—-]|\bfor\b|\bof\b|\()\s*(?P<name>[A-Z][\w.&’' -]{1,40}?)\)?\s*$")
_CREDIT_LINE = re.compile(
    r"^(?:source|agency|via|outlet|publisher|courtesy(?: of)?|©(?: ?\d{4})?)\s*[:©]?\s*"
    r"(?P<name>[A-Z][\w.&’' -]{1,40}?)\.?$",
    re.IGNORECASE,
)
_DESK = re.compile(
    r"\s+(?:staff|desk|web desk|news desk|bureau|correspondents?|reporters?|agencies)$", re.IGNORECASE
)
_MAX_NAME = 60
_SIGNED = re.compile(r"[(\[](?P<name>[A-Z][\w.&’' -]{1,30})[)\]]\.?$")


class KnownOutlet(Protocol):
    """An outlet of the register."""

    @property
    def name(self) -> str:
        """The name that the register prefers."""
        ...


class Outlets(Protocol):
    """What this room needs of the register of outlets."""

    def by_domain(self, domain: str) -> KnownOutlet | None:
        """Find the outlet of a web address's domain."""
        ...

    def find(self, text: str) -> KnownOutlet | None:
        """Find the outlet that the text names, and names nothing else."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A name, or null, and how it was found or why not."""

    name: str | None
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """The place, day and agency before a report's first sentence; `length` takes in the dash behind them."""

    length: int
    agency: str | None
    published: Dated | None


def canonical_url(url: str) -> str:
    """Give one form to the addresses of one page: no fragment, tracking word, default port or final slash."""
    try:
        parts = urlsplit(url.strip())
        host = _host(parts)
        if not host:
            return url.strip()
        query = urlencode(
            [(name, value) for name, value in parse_qsl(parts.query, True) if not _TRACKING.match(name)]
        )
        path = parts.path.rstrip("/")
        return urlunsplit(
            ("https" if parts.scheme.lower() == "http" else parts.scheme.lower(), host, path, query, "")
        )
    except ValueError:  # not an address: keep what was stated
        return url.strip()


def _host(parts: SplitResult) -> str:
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    return (parts.hostname or "").rstrip(".") + port


def domain_of(url: str) -> str | None:
    """Give an address's host without "www." and the like, or none."""
    try:
        host = (urlsplit(url if "//" in url else "//" + url).hostname or "").rstrip(".")
    except ValueError:
        return None
    host = re.sub(r"^(?:www\d?|m|mobile|amp)\.", "", host)
    return host if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", host) else None


@cache
def _datelines() -> tuple[re.Pattern[str], ...]:
    day = rf"(?P<date>{day_pattern()})"
    cap = r"[A-ZÀ-ÖØ-Þ][\w.’'-]*"
    place = rf"(?:{cap}(?:[ /](?:(?:de|del|la|of|and|the|al) )?{cap}){{0,3}})(?:, {cap}(?: {cap}){{0,2}})?"
    upper = r"(?:[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.’'-]{3,}(?:[ /][A-ZÀ-ÖØ-Þ.’'-]{2,}){0,3})"
    upper += r"(?:, [A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,2})?"
    agency = r"[(\[/](?P<agency>[A-Z][\w .’'&/-]{1,38}?)[)\]/]"
    dash = r"\s*[.:]?\s*(?:-{1,2}|–|—|:)\s*"
    flags = re.IGNORECASE
    return (
        re.compile(rf"(?-i:{place})[,.]?\s+{day}[,.]?\s*(?-i:{agency})(?:{dash}|\.?\s+)", flags),
        re.compile(rf"(?-i:{place})[,.]?\s*(?-i:{agency}){dash}", flags),
        re.compile(rf"{day}[,.]?\s*(?-i:{agency})(?:{dash}|\.?\s+)", flags),
        re.compile(rf"(?-i:{place}), {day}(?:{dash})", flags),
        re.compile(rf"(?-i:{upper})(?: {day})?\s*(?:-{{2}}|–|—|(?<= )-(?= )|:)\s*", flags),
        re.compile(rf"(?-i:{agency}){dash}", flags),
    )


def find_dateline(line: str) -> Dateline | None:
    """Read a dateline at a line's beginning: "CAIRO, May 3 (Reuters) - ", "Hanoi, 3 May /VNA/", "LIMA — "."""
    head = line[:160]
    for pattern in _datelines():
        found = pattern.match(head)
        if found and line[found.end() : found.end() + 3].strip():
            groups = found.groupdict()
            dated = parse_date(groups["date"].strip(), "stated: dateline") if groups.get("date") else None
            agency = groups.get("agency")
            if agency and parse_date(agency, ""):
                agency = None
            return Dateline(length=found.end(), agency=agency.strip() if agency else None, published=dated)
    return None


def find_outlet(
    draft: Draft, dateline: Dateline | None, byline: str | None, notes: Sequence[str], outlets: Outlets
) -> Found:
    """Find the outlet, by the surest statement first; `notes` are lines around the body, no captions."""
    if draft.outlet and draft.outlet.strip():
        return Found(name=draft.outlet.strip(), how=f"metadata: {draft.source}")
    domain = domain_of(draft.url) if draft.url else None
    if domain:
        known = outlets.by_domain(domain)
        return (
            Found(name=known.name, how=f"address: {domain}")
            if known
            else Found(name=domain, how="address, not in the register")
        )
    if dateline and dateline.agency:
        return Found(name=_known_name(dateline.agency, outlets), how="stated: dateline")
    return _by_line(byline, outlets) or _by_note(notes, outlets) or Found(name=None, how=_why_none(draft))


def _known_name(name: str, outlets: Outlets) -> str:
    known = outlets.find(name)
    return known.name if known else name


def names_outlet(outlets: Outlets, words: str) -> bool:
    """Whether some words are the name of an outlet and nothing else."""
    if len(words) > _MAX_NAME:
        return False
    return load_phrases().agency.fullmatch(words) is not None or outlets.find(words) is not None


def _by_line(byline: str | None, outlets: Outlets) -> Found | None:
    names = [byline, *(found.group("name") for found in _AGENCY_TAIL.finditer(byline))] if byline else []
    for name in (part for whole in names for part in _parts(whole)):
        if names_outlet(outlets, name):
            return Found(name=_known_name(name, outlets), how="stated: byline")
    return None


def _parts(name: str) -> tuple[str, ...]:
    """Give a name as it stands, and what is left of it without "and agencies" or "Staff"."""
    first = re.split(r"\s+(?:and|with|&)\s+", name, maxsplit=1, flags=re.IGNORECASE)[0]
    return name, first, _DESK.sub("", first)


def _by_note(notes: Sequence[str], outlets: Outlets) -> Found | None:
    for note in notes:
        found = _CREDIT_LINE.match(note) or (_SIGNED.search(note) if len(note) <= 60 else None)  # noqa: PLR2004
        for name in _parts(found.group("name").strip() if found else note):
            if names_outlet(outlets, name):
                return Found(name=_known_name(name, outlets), how="stated: credit line")
    return None


def _why_none(draft: Draft) -> str:
    told = "no metadata" if not draft.source else f"none in {draft.source}"
    return f"not stated: {told}, no address, dateline, byline or credit line names it"
