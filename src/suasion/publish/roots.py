"""The section of origins: each group of reports that go back to one source, with what shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from suasion.publish.index import TITLE_LENGTH, Index, shortened
from suasion.publish.judged import judged_lines
from suasion.publish.prose import Line, Piece, join, text
from suasion.publish.sourcing import report_piece, target_piece
from suasion.publish.words import counted, listing, load_words
from suasion.records import Link, Origin

EVIDENCE_LENGTH, NAME_LENGTH = 160, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """One link as it is shown: what goes back to what, and the words and reasons that show it."""

    id: str
    line: Line
    score: str
    evidence: str
    reasons: str
    judged: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RootView:
    """One origin: `own` are reports that go back to nobody else, `links` those that do."""

    anchor: str
    name: str
    href: str | None
    kind: str
    count: str
    own: tuple[Line, ...]
    links: tuple[LinkView, ...]


def root_views(index: Index) -> tuple[RootView, ...]:
    """Show the origins of all events, those with most reports first."""
    groups: dict[str, Origin] = {}
    reports: dict[str, set[str]] = defaultdict(set)
    events: dict[str, set[str]] = defaultdict(set)
    for event in index.events.values():
        for origin in event.origins:
            groups.setdefault(origin.id, origin)
            reports[origin.id].update(origin.report_ids)
            events[origin.id].add(event.id)
    ranked = sorted(
        groups.values(), key=lambda one: (-len(reports[one.id]), -len(events[one.id]), one.name, one.id)
    )
    return tuple(_root_view(index, one, reports[one.id], len(events[one.id])) for one in ranked)


def _root_view(index: Index, origin: Origin, report_ids: Iterable[str], events: int) -> RootView:
    members = sorted(report_ids, key=lambda key: index.place.get(key, 0))
    links = {key: _leading(index, key, origin.id, members) for key in members}
    return RootView(
        anchor=root_anchor(origin),
        name=shortened(origin.name, TITLE_LENGTH),
        href=f"#{origin.id}" if origin.id in index.reports else None,
        kind=load_words().origin.get(origin.kind, origin.kind),
        count=f"{counted(len(members), 'report')}, {counted(events, 'event')}",
        own=tuple(report_piece(index, key) for key in members if not links[key] and key != origin.id),
        links=tuple(link_view(index, link, told=True) for key in members for link in links[key]),
    )


def _leading(index: Index, report_id: str, origin_id: str, members: Iterable[str]) -> list[Link]:
    """Give the links of a report that lead to an origin: straight, or by another report of the group."""
    near = {origin_id, *members}
    return [link for link in index.links_from.get(report_id, ()) if link.to.id in near]


def root_anchor(origin: Origin) -> str:
    """Name the place of an origin on the page; an origin that is a report has its own place there too."""
    return f"root-{origin.id}"


def link_view(index: Index, link: Link, *, told: bool) -> LinkView:
    """Show one link; `told` also names the report that it comes from."""
    verb = load_words().relation.get(link.relation, link.relation)
    start: tuple[Line | str, ...] = (
        (report_piece(index, link.from_report), f" {verb} ") if told else (f"{verb} ",)
    )
    return LinkView(
        id=link.id,
        line=text(*start, target_piece(index, link)),
        score=f"{link.score:.2f}",
        evidence=shortened(link.evidence.text, EVIDENCE_LENGTH) if link.evidence else "",
        reasons=listing([_readable(index, reason) for reason in link.reasons]),
        judged=judged_lines(index, link.id),
    )


def _readable(index: Index, reason: str) -> str:
    """Name reports in a reason by their outlet where the reason names them by id."""
    named: Mapping[str, str] = {
        word.strip(",.;"): index.outlet(index.reports[word.strip(",.;")])
        for word in reason.split()
        if word.strip(",.;") in index.reports
    }
    for report_id, name in named.items():
        reason = reason.replace(report_id, name)
    return reason


def origin_pieces(origins: Iterable[Origin], reports: int) -> Line:
    """Name the origins of an event that has so many reports, each a link to its place."""
    return join([_origin_piece(origin, alone=reports == 1) for origin in origins], "; ")


def _origin_piece(origin: Origin, *, alone: bool) -> Line:
    name = f"“{shortened(origin.name, NAME_LENGTH)}”" if origin.kind == "report" else origin.name
    count = "" if alone else f" ({counted(len(origin.report_ids), 'report')})"
    return text(Piece(name, f"#{root_anchor(origin)}"), count)
