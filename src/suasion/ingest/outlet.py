"""Which outlet a report is from.

What its metadata, address, masthead, date line, byline, footer or dateline state counts; a mention in its
body never does. `docs/ingest.md` gives the order of the slots and why it is so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from suasion.ingest.dates import day_pattern, parse_date
from suasion.ingest.drafts import Draft
from suasion.ingest.mastheads import (
    Stated,
    byline_of,
    credit_outlet,
    lone_outlet,
    outlet_tail,
    page_outlet,
    read_facts,
    split_byline,
)
from suasion.ingest.media import Names
from suasion.records import Dated

_TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|mc_[ce]id|igshid|ref|ref_src|cmpid|ocid|spm|s_cid|yclid)$", re.IGNORECASE
)


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
        re.compile(rf"(?-i:{place})[,.]?\s*(?-i:{agency}),?\s+{day}(?:{dash}|[.,]?\s+)", flags),
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What stands around a report's body, by the kind that the passages give it.

    `heads` are lines of names and days in order, each with whether it stands above the title, `notes` footers and
    prompts; `behind_title` is the title's line from its title on, and `furniture` what a page keeps outside its text.
    """

    title: str | None
    heads: tuple[tuple[str, bool], ...]
    notes: tuple[str, ...]
    behind_title: str
    furniture: tuple[str, ...]
    byline: str | None
    dateline: Dateline | None


def find_outlet(draft: Draft, around: Around, names: Names) -> Found:
    """Find the outlet, by the surest statement first."""
    if draft.outlet and draft.outlet.strip():
        return Found(name=draft.outlet.strip(), how=f"metadata: {draft.source}")
    domain = domain_of(draft.url) if draft.url else None
    known = names.by_domain(domain) if domain else None
    if known:
        return Found(name=known, how=f"address: {domain}")
    stated = sorted(_stated(draft, around, names), key=lambda found: _rank(found, names))
    if domain and not (stated and stated[0].slot in _OF_THE_SITE):
        return Found(name=domain, how="address, not in the register")
    if not stated:
        return Found(name=None, how=_why_none(draft))
    best = stated[0]
    origin = " (the text's origin; who printed it is not stated)" if best.slot == "source line" else ""
    return Found(name=best.name, how=f"stated: {best.slot}{origin}")


_OF_THE_SITE = ("page title", "masthead", "copyright line", "outlet line", "behind the title")
_ORDER = (
    *("outlet line", "page title", "masthead", "behind the title", "line under the title", "date line"),
    *("byline", "feed note", "copyright line", "last line", "dateline", "credit line", "source line"),
)


def _rank(found: Stated, names: Names) -> int:
    """Put a news agency's name no higher than a dateline: others print its reports."""
    rank = _ORDER.index(found.slot)
    return max(rank, _ORDER.index("dateline")) if names.is_agency(found.name) else rank


def _stated(draft: Draft, around: Around, names: Names) -> Iterator[Stated]:
    page = page_outlet(draft.page_title or "", around.title or "", names)
    if page:
        yield page
    tail = outlet_tail(around.behind_title, names)
    if tail and tail[0] >= len(around.title or ""):
        yield Stated(name=tail[1], slot="behind the title")
    for line, above in around.heads:
        yield from _by_head(line, above, names)
    for line in around.furniture:
        yield from _by_head(line, False, names)
    if around.byline:
        yield from _maybe(split_byline(around.byline, names)[1], "byline")
    yield from _by_dateline(around.dateline, names)
    footers = (credit_outlet(note, names) for note in (*around.notes, *around.furniture))
    yield from (stated for stated in footers if stated)


def _by_head(line: str, above: bool, names: Names) -> Iterator[Stated]:
    signed = byline_of(line)
    if signed:
        yield from _maybe(split_byline(signed, names)[1], "byline")
        return
    alone = lone_outlet(line, names)
    yield from _maybe(alone, "masthead" if above else "line under the title")
    facts = read_facts(line, names) if not alone else None
    yield from _maybe(facts.outlet if facts else None, "date line")


def _by_dateline(dateline: Dateline | None, names: Names) -> Iterator[Stated]:
    if dateline and dateline.agency and names.signs_dateline(dateline.agency):
        yield Stated(name=names.preferred(dateline.agency), slot="dateline")


def _maybe(name: str | None, slot: str) -> Iterator[Stated]:
    if name:
        yield Stated(name=name, slot=slot)


def _why_none(draft: Draft) -> str:
    told = "no metadata" if not draft.source else f"none in {draft.source}"
    return f"not stated: {told}, no address, masthead, date line, byline, footer or dateline names it"
