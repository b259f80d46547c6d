"""The stage `origins`: which reports copy, translate, rewrite or relay whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from suasion.ids import content_id, digest, files_digest
from suasion.reconcile.relays import WHOLE, Relay, RelayFinder
from suasion.reconcile.reuse import Reuse, find_reuse
from suasion.reconcile.sources import SourceNames
from suasion.records import Attribution, Link, LinkTarget, Relation, Report, Span
from suasion.registers import Registers
from suasion.settings import Settings
from suasion.stage import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginInput:
    """All reports of a case and the attributions read in them."""

    reports: Sequence[Report]
    attributions: Sequence[Attribution] = ()


class Origins:
    """Finds the links between reports, and from reports to outlets that need not be in the corpus."""

    name: Literal["origins"] = "origins"
    takes: tuple[type, ...] = (Report, Attribution)
    gives: tuple[type, ...] = (Link,)

    def __init__(self, settings: Settings, registers: Registers) -> None:
        self._settings = settings
        self._finder = RelayFinder(registers)
        self.fingerprint = digest(
            [
                "origins",
                files_digest("suasion.reconcile"),
                str(settings.copy_similarity),
                registers.fingerprint,
            ]
        )[:16]

    def gather(self, given: OriginInput) -> Iterator[Outcome[Link]]:
        """Give one outcome for every report, in order of id, with the links that lead away from it.

        The attributions are evidence, not inputs of their own: only report ids are in `input_ids`.
        """
        reports = {report.id: report for report in given.reports}
        attributions: dict[str, list[Attribution]] = defaultdict(list)
        for attribution in given.attributions:
            attributions[attribution.report_id].append(attribution)
        relays = {key: self._finder.relays(report, attributions[key]) for key, report in reports.items()}
        found = find_reuse(list(reports.values()), self._settings.copy_similarity)
        reuses = [_directed(reuse, reports, relays, self._finder.names) for reuse in found]
        relays = _promoted(relays, reuses)
        links: dict[str, list[Link]] = defaultdict(list)
        for key, relayed in relays.items():
            links[key] += [_relay_link(key, relay) for relay in relayed]
        for reuse in _spanning(reuses):
            if not _both_retell(reuse, relays):
                links[reuse.later].append(_reuse_link(reuse, reports))
        for key in sorted(reports):
            yield Outcome(input_ids=(key,), outputs=tuple(sorted(links[key], key=_link_order)))


def _link_order(link: Link) -> tuple[str, int, str]:
    return (link.relation, link.evidence.start if link.evidence else -1, link.id)


def _whole(relays: Iterable[Relay]) -> Relay | None:
    return next((relay for relay in relays if relay.whole), None)


def _directed(
    reuse: Reuse, reports: Mapping[str, Report], relays: Mapping[str, Sequence[Relay]], names: SourceNames
) -> Reuse:
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


def _leads_back(
    this: Report, other: Report, relays: Mapping[str, Sequence[Relay]], names: SourceNames
) -> bool:
    """Whether `this` has its text from `other`: it is a translation and the other is none.

    It credits the other's outlet; or only the other still carries the credit of an agency, which copies tend
    to lose.
    """
    if bool(this.translated_from) != bool(other.translated_from):
        return bool(this.translated_from)
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


def _promoted(relays: Mapping[str, Sequence[Relay]], reuses: Sequence[Reuse]) -> dict[str, list[Relay]]:
    """Widen a relay to the whole report if the report retells one that relays the same source throughout."""
    promoted = {key: list(found) for key, found in relays.items()}
    for reuse in reuses:
        for this, other in ((reuse.earlier, reuse.later), (reuse.later, reuse.earlier)):
            frame = _whole(relays[other])
            if frame is None or _whole(promoted[this]):
                continue
            same = [relay for relay in promoted[this] if relay.source.id == frame.source.id]
            if same:
                reasons = (
                    WHOLE,
                    f"retells {other}, which relays {frame.source.name} throughout",
                    *same[0].reasons,
                )
                widened = replace(same[0], whole=True, coverage=1.0, reasons=reasons)
                promoted[this] = [widened, *(relay for relay in promoted[this] if relay not in same)]
    return promoted


def _both_retell(reuse: Reuse, relays: Mapping[str, Sequence[Relay]]) -> bool:
    """Whether two tellings go back to the same third, so that neither goes back to the other."""
    left, right = _whole(relays[reuse.earlier]), _whole(relays[reuse.later])
    return (
        not reuse.near_identical
        and left is not None
        and right is not None
        and left.source.id == right.source.id
    )


def _spanning(reuses: Sequence[Reuse]) -> Iterator[Reuse]:
    """Leave out a pair whose reports both lead to one earlier report already.

    A wire with fifty copies makes fifty links.
    """
    targets: dict[str, set[str]] = defaultdict(set)
    for reuse in sorted(reuses, key=lambda one: (one.earlier, one.later)):
        targets[reuse.later].add(reuse.earlier)
    for reuse in reuses:
        if not targets[reuse.later] & targets[reuse.earlier]:
            yield reuse


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


def _reuse_link(reuse: Reuse, reports: Mapping[str, Report]) -> Link:
    earlier, later = reports[reuse.earlier], reports[reuse.later]
    relation = _relation(reuse, earlier, later)
    reasons = [reuse.reason]
    if not _dated_apart(earlier, later):
        reasons.append("which of the two came first is not shown by their dates")
    return Link(
        id=content_id("l", later.id, earlier.id, relation),
        from_report=later.id,
        to=LinkTarget(kind="report", id=earlier.id, name=earlier.outlet or earlier.title or earlier.path),
        relation=relation,
        evidence=reuse.stretch,
        score=reuse.share,
        reasons=tuple(reasons),
    )


def _relation(reuse: Reuse, earlier: Report, later: Report) -> Relation:
    if reuse.near_identical:
        return "copies"
    return (
        "translates"
        if later.translated_from and later.translated_from != earlier.translated_from
        else "rewrites"
    )
