"""From shared texts and relays to links: which of two came first, what a retelling inherits, what need not be said twice.

Everything here looks at a report, those that share its text, and those that share theirs: no further. `links_of` is asked
about the reports that a change may reach, and given what lies about them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from suasion.ids import content_id
from suasion.reconcile.memory import Edge, Telling
from suasion.reconcile.relayed import WHOLE, Relay
from suasion.reconcile.reuse import Reuse, translated
from suasion.reconcile.sources import SourceNames
from suasion.records import Link, LinkTarget, Report, Span

Relays = Mapping[str, Sequence[Relay]]
_CLOSEST_FIRST = ("copies", "translates", "rewrites")
_MORE_TRANSLATED = 0.25
"""One report looks like a translation beside the other if its probability is so much higher."""


def edge_of(reuse: Reuse, reports: Mapping[str, Report], relays: Relays, names: SourceNames) -> Edge:
    """Say what is kept of a pair that shares its text: a function of the two reports alone."""
    reuse = _directed(reuse, reports, relays, names)
    earlier, later = reports[reuse.earlier], reports[reuse.later]
    reasons = [*reuse.reasons]
    if not _dated_apart(earlier, later):
        reasons.append("which of the two came first is not shown by their dates")
    return Edge(
        earlier=earlier.id,
        later=later.id,
        relation=reuse.relation,
        share=reuse.share,
        start=reuse.stretch.start,
        end=reuse.stretch.end,
        reasons=tuple(reasons),
    )


class Descent:
    """What lies about some reports: the edges of all whose links are asked for, of those, and of those again."""

    def __init__(self, tellings: Mapping[str, Telling], edges: Iterable[Edge]) -> None:
        self._tellings = tellings
        self._edges: dict[str, list[Edge]] = defaultdict(list)
        self._targets: dict[str, dict[str, Edge]] = defaultdict(dict)
        for edge in edges:
            self._edges[edge.earlier].append(edge)
            self._edges[edge.later].append(edge)
            self._targets[edge.later][edge.earlier] = edge
        self._promoted: dict[str, Sequence[Relay]] = {}

    def relays(self, report_id: str) -> Sequence[Relay]:
        """Give a report's relays: one of the whole if it retells a report that relays the same source throughout."""
        if report_id not in self._promoted:
            self._promoted[report_id] = self._promote(report_id)
        return self._promoted[report_id]

    def kept(self, report_id: str) -> list[Edge]:
        """Give the edges that lead away from a report and are worth a link.

        Not one to a report that both lead to another already, as closely (a wire with fifty copies makes fifty links),
        nor one between two retellings of one third, nor the retelling in what it translates or copies.
        """
        leading = (edge for edge in self._edges.get(report_id, ()) if edge.later == report_id)
        needless = (self._implied, self._both_retell, self._inherited)
        return [edge for edge in leading if not any(test(edge) for test in needless)]

    def _implied(self, edge: Edge) -> bool:
        mine, theirs = self._targets.get(edge.later, {}), self._targets.get(edge.earlier, {})
        return any(
            max(map(_distance, (mine[third], theirs[third]))) <= _distance(edge)
            for third in mine.keys() & theirs.keys()
        )

    def _inherited(self, edge: Edge) -> bool:
        """Whether the later one retells nothing itself: it translates or copies what retells the earlier."""
        mine = self._targets.get(edge.later, {}).values()
        nearer = (step.earlier for step in mine if _distance(step) < _distance(edge))
        return edge.relation == "rewrites" and any(
            edge.earlier in self._targets.get(third, {}) for third in nearer
        )

    def name(self, report_id: str) -> str:
        """Say what a link to a report calls it."""
        return self._tellings[report_id].name

    def _promote(self, report_id: str) -> Sequence[Relay]:
        relays = self._tellings[report_id].relays
        if not relays or _whole(relays):
            return relays
        named = {relay.source.id for relay in relays}
        edges = self._edges.get(report_id, ())
        others = (edge.earlier if edge.later == report_id else edge.later for edge in edges)
        tellings = map(self._tellings.__getitem__, others)
        framed = [
            (one, whole) for one in tellings if (whole := _whole(one.relays)) and whole.source.id in named
        ]
        if not framed:
            return relays
        first, frame = min(framed, key=lambda one: one[0].order)
        same = [relay for relay in relays if relay.source.id == frame.source.id]
        why = f"retells {first.sketch.report_id}, which relays {frame.source.name} throughout"
        widened = replace(same[0], whole=True, coverage=1.0, reasons=(WHOLE, why, *same[0].reasons))
        return [widened, *(relay for relay in relays if relay not in same)]

    def _both_retell(self, edge: Edge) -> bool:
        """Whether two that tell alike, in their own words, go back to the same third, so that neither goes back to the other."""
        if edge.relation != "rewrites":
            return False
        left, right = _whole(self.relays(edge.earlier)), _whole(self.relays(edge.later))
        return left is not None and right is not None and left.source.id == right.source.id


def links_of(report_id: str, edges: Iterable[Edge], text: str, descent: Descent) -> tuple[Link, ...]:
    """Give the links that lead away from a report, in order.

    Args:
        report_id: the report.
        edges: those that `descent.kept` gives of it.
        text: of the report; any if there are no edges.
        descent: what lies about it.

    """
    links = [_relay_link(report_id, relay) for relay in descent.relays(report_id)]
    links += [_reuse_link(edge, text, descent.name(edge.earlier)) for edge in edges]
    return tuple(sorted(links, key=_link_order))


def neighbours(edges: Iterable[Edge], report_ids: Collection[str]) -> set[str]:
    """Give these reports and those that share an edge with one of them."""
    found = set(report_ids)
    for edge in edges:
        if edge.earlier in report_ids or edge.later in report_ids:
            found |= {edge.earlier, edge.later}
    return found


def _distance(edge: Edge) -> int:
    return _CLOSEST_FIRST.index(edge.relation)


def _link_order(link: Link) -> tuple[str, int, str]:
    return (link.relation, link.evidence.start if link.evidence else -1, link.id)


def _whole(relays: Iterable[Relay]) -> Relay | None:
    return next((relay for relay in relays if relay.whole), None)


def _directed(reuse: Reuse, reports: Mapping[str, Report], relays: Relays, names: SourceNames) -> Reuse:
    """Turn a pair round where its dates do not say who came first and its words do."""
    earlier, later = reports[reuse.earlier], reports[reuse.later]
    if _dated_apart(earlier, later) or not _leads_back(earlier, later, relays, names):
        return reuse
    begin, end = _same_stretch(earlier.text, reuse.stretch.text)
    stretch = Span(text=earlier.text[begin:end], start=begin, end=end)
    return replace(reuse, earlier=later.id, later=earlier.id, stretch=stretch)


def _dated_apart(earlier: Report, later: Report) -> bool:
    first, second = earlier.published.start, later.published.start
    return first is not None and second is not None and first < second


def _leads_back(this: Report, other: Report, relays: Relays, names: SourceNames) -> bool:
    """Whether `this` has its text from `other`: it looks like a translation and the other does not.

    It credits the other's outlet; or only the other still carries the credit of an agency, which copies tend
    to lose.
    """
    more = translated(this) - translated(other)
    if abs(more) >= _MORE_TRANSLATED:
        return more > 0.0
    credit, others = _whole(relays[this.id]), _whole(relays[other.id])
    if credit and not others:
        source = names.of_report(other)
        return source is not None and source.id == credit.source.id
    source = names.of_report(this)
    return others is not None and credit is None and (source is None or source.id != others.source.id)


def _same_stretch(text: str, stretch: str) -> tuple[int, int]:
    """Where a stretch of one report stands in another.

    The text's first line if it stands there in other words.
    """
    begin = text.find(stretch)
    if begin >= 0:
        return begin, begin + len(stretch)
    first_line = text.find("\n")
    return 0, first_line if first_line > 0 else len(text)


def _relay_link(report_id: str, relay: Relay) -> Link:
    target = relay.source.target
    return Link(
        id=content_id(
            "l", report_id, target.id, "relays", str(relay.evidence.start), str(relay.evidence.end)
        ),
        from_report=report_id,
        to=target,
        relation="relays",
        evidence=relay.evidence,
        score=relay.coverage,
        reasons=relay.reasons,
    )


def _reuse_link(edge: Edge, later: str, name: str) -> Link:
    return Link(
        id=content_id("l", edge.later, edge.earlier, edge.relation),
        from_report=edge.later,
        to=LinkTarget(kind="report", id=edge.earlier, name=name),
        relation=edge.relation,
        evidence=Span(text=later[edge.start : edge.end], start=edge.start, end=edge.end),
        score=edge.share,
        reasons=edge.reasons,
    )
