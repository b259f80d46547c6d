"""Outlets on the page: what the case has of each, whose it is, and to whom its reports go back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from suasion.publish.index import Index
from suasion.publish.page.rows import outlet_of
from suasion.publish.page.shapes import Counted, Coverage, OutletRow
from suasion.records import Report


def outlet_rows(index: Index) -> tuple[OutletRow, ...]:
    """Show every outlet, that with most reports first."""
    rows = [_outlet_row(index, name, reports) for name, reports in _by_outlet(index).items()]
    return tuple(sorted(rows, key=lambda row: (-row.reports, row.name)))


def coverage(index: Index) -> tuple[Coverage, ...]:
    """Count reports, and the events that they tell of, by outlet and month of publication."""
    held: dict[tuple[str, str | None], list[Report]] = defaultdict(list)
    for name, reports in _by_outlet(index).items():
        for report in reports:
            day = report.published.start
            held[name, f"{day:%Y-%m}" if day else None].append(report)
    ordered = sorted(held.items(), key=lambda item: (item[0][0], item[0][1] or "~"))
    return tuple(
        Coverage(outlet=name, month=month, reports=len(reports), events=_events(index, reports))
        for (name, month), reports in ordered
    )


def _by_outlet(index: Index) -> Mapping[str, list[Report]]:
    held: dict[str, list[Report]] = defaultdict(list)
    for report in index.reports.values():
        held[report.outlet or ""].append(report)
    return held


def _outlet_row(index: Index, name: str, reports: list[Report]) -> OutletRow:
    outlet = outlet_of(index, name)
    targets = Counter(
        target for one in reports for target in {link.to.name for link in index.links_from.get(one.id, ())}
    )
    return OutletRow(
        name=name,
        country=index.state(outlet.country).name if outlet and outlet.country else None,
        owners=outlet.owners if outlet else (),
        reports=len(reports),
        events=_events(index, reports),
        own=sum(one.id not in index.links_from for one in reports),
        goes_back=tuple(
            Counted(value=target, n=n)
            for target, n in sorted(targets.items(), key=lambda item: (-item[1], item[0]))
        ),
    )


def _events(index: Index, reports: list[Report]) -> int:
    """Count the events that some reports tell of."""
    told = (key for report in reports for key in index.made_in.get(report.id, ()))
    return len({index.event_of[key] for key in told if key in index.event_of})
