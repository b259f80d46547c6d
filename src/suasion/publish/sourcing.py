"""Who says so: disputes with their sides, and which reports go back to one source."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from suasion.publish.index import Index, shortened
from suasion.publish.prose import Block, Item, Line, Piece, join, text
from suasion.publish.words import between, counted, limited, load_words, quantity, with_article
from suasion.records import Dispute, Holder, Link

_AMOUNT = re.compile(r"(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?) (.+)")
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)(?:/(\d{4}-\d\d-\d\d))?")
DISPUTES, ORIGINS, HOLDERS, TOLD, NAME_LENGTH = 3, 4, 4, 4, 48


@dataclass(frozen=True, slots=True, kw_only=True)
class SideView:
    """One side of a dispute: the value, who holds it, and the statements that say so."""

    value: str
    holders: str
    told: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeView:
    """A dispute as it is shown, its sides beside each other."""

    field: str
    sides: tuple[SideView, ...]


def dispute_view(index: Index, dispute: Dispute) -> DisputeView:
    """Show a dispute."""
    return DisputeView(
        field=load_words().field.get(dispute.field, dispute.field),
        sides=tuple(
            SideView(
                value=disputed(dispute.field, side.value),
                holders=limited(side.holders, HOLDERS) or "holder unknown",
                told=told_by(index, side.statement_ids),
            )
            for side in dispute.values
        ),
    )


def told_by(index: Index, statement_ids: Sequence[str]) -> Line:
    """Name the reports of some statements, each once, as links to the first statement."""
    first: dict[str, str] = {}
    for key in statement_ids:
        if key in index.statements:
            first.setdefault(index.statements[key].report_id, key)
    reports = sorted(first, key=lambda report_id: index.place.get(report_id, 0))
    pieces = [text(Piece(_brief(index, report_id), f"#{first[report_id]}")) for report_id in reports[:TOLD]]
    more = text(f" and {counted(len(reports) - TOLD, 'more report')}") if len(reports) > TOLD else ()
    return text(join(pieces), more)


def _brief(index: Index, report_id: str) -> str:
    report = index.reports.get(report_id)
    if report is None:
        return report_id
    return report.outlet or f"“{shortened(index.report_name(report), NAME_LENGTH)}”"


def dispute_text(dispute: Dispute) -> str:
    """Tell a dispute: the field, then each value with who holds it."""
    sides = [
        f"“{disputed(dispute.field, side.value)}” ({limited(side.holders, HOLDERS) or 'holder unknown'})"
        for side in dispute.values
    ]
    return f"{load_words().field.get(dispute.field, dispute.field)}: {' against '.join(sides)}"


def disputed(field: str, value: str) -> str:
    """Write a disputed value for people: `3 billion USD` for the record's `3000000000 USD`, a day in words."""
    plain, days = _AMOUNT.fullmatch(value), _DAYS.fullmatch(value)
    if field == "amount" and plain:
        return f"{quantity(float(plain[1]))} {plain[2]}"
    if field == "when" and days:
        return between(date.fromisoformat(days[1]), date.fromisoformat(days[2] or days[1]))
    return value


def dispute_block(index: Index) -> Block:
    """List what outlets disagree on, with who holds which side."""
    items = [
        Item(line=text(Piece(index.headline(event), f"#{event.id}")), note=text(dispute_text(dispute)))
        for event in index.events.values()
        for dispute in event.disputes
    ]
    left = len(items) - DISPUTES
    return Block(
        title="Where outlets disagree",
        anchor="disputes",
        items=tuple(items[:DISPUTES]),
        empty="No two statements of one event contradict each other.",
        more=text(Piece(f"{counted(left, 'more dispute')} with the events", "#events")) if left > 0 else (),
    )


def origin_block(index: Index) -> Block:
    """List the sources that reports go back to, the most used first."""
    by_target: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for links in index.links_from.values():
        for link in links:
            by_target[link.to.kind, link.to.id].append(link)
    ranked = sorted(by_target.items(), key=lambda item: (-len(users(item[1])), item[1][0].to.name, item[0]))
    left = len(ranked) - ORIGINS
    return Block(
        title="One source or many",
        anchor="origins",
        items=tuple(origin_item(index, links) for _, links in ranked[:ORIGINS]),
        empty="No report says, or shows by its wording, that it goes back to another one. "
        "Each counts as its own origin.",
        more=text(Piece(f"{counted(left, 'more source')} with the reports", "#reports")) if left > 0 else (),
    )


def users(links: Sequence[Link]) -> set[str]:
    """Give the reports that some links come from."""
    return {link.from_report for link in links}


def origin_item(index: Index, links: Sequence[Link]) -> Item:
    """Tell one source, how many reports go back to it, and which report does so in which way."""
    by_relation: Mapping[str, dict[str, None]] = defaultdict(dict)
    for link in links:
        by_relation[link.relation][link.from_report] = None
    number = len(users(links))
    other = "other report" if links[0].to.id in index.reports else "report"
    ways = [
        text(
            f"{load_words().relation_by.get(relation, relation)} ",
            join([report_piece(index, r) for r in reports], ", ", " and "),
        )
        for relation, reports in by_relation.items()
    ]
    return Item(
        line=text(target_piece(index, links[0]), f", source of {counted(number, other)}"),
        note=join(ways, "; "),
    )


def target_piece(index: Index, link: Link) -> Line:
    """Name what a link leads to; a report of the corpus is a link on the page."""
    report = index.reports.get(link.to.id)
    if report is None:
        return text(Piece(link.to.name, strong=True))
    return text(
        Piece(f"“{index.report_name(report)}” ({index.outlet(report)})", f"#{report.id}", strong=True)
    )


def report_piece(index: Index, report_id: str) -> Line:
    """Name a report briefly, with a link to it."""
    report = index.reports.get(report_id)
    if report is None:
        return text(report_id)
    title = f"“{shortened(index.report_name(report), NAME_LENGTH)}”"
    name = f"{report.outlet}: {title}" if report.outlet else title
    return text(Piece(name, f"#{report_id}"))


def holder_chain(index: Index, holders: Sequence[Holder]) -> str:
    """Tell who says so, innermost holder first: `said by A, as relayed by B`; without the outlet."""
    inner = holders[:-1] if holders and holders[-1].kind == "outlet" else holders
    if not inner:
        stance = holders[-1].stance if holders else "asserts"
        return "the outlet’s own words" if stance == "asserts" else f"the outlet itself {stance} it"
    first, *relays = inner
    said = f"{load_words().stance[first.stance]} {holder_name(index, first)}{cue(first)}"
    return said + "".join(f", as relayed by {holder_name(index, holder)}{cue(holder)}" for holder in relays)


def holder_name(index: Index, holder: Holder) -> str:
    """Name a holder as it stands in a sentence; words of the text that are no name are quoted."""
    if holder.kind == "anonymous" and not holder.name:
        return "an unnamed source"
    if holder.name[:1].islower():
        return f"“{holder.name}”"
    is_state = holder.country is not None and index.given.country_names.get(holder.country) == holder.name
    return with_article(holder.name, holder.country if holder.country and is_state else "")


def cue(holder: Holder) -> str:
    """Quote the word that a holder says it with."""
    return f" (“{holder.cue}”)" if holder.cue and holder.cue.lower() not in load_words().plain_cues else ""
