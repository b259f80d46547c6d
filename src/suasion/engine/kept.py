"""What the joining stages ask of a case, answered by a run's draft: records, and what the last run kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

import msgspec

from suasion.engine.replay import JUDGED_LINKS
from suasion.engine.shelf import FileShelf
from suasion.records import Attribution, Link, Record, Report, Statement
from suasion.store import AMONG, Draft, Packed

if TYPE_CHECKING:
    from suasion.reconcile.candidates import Sketch
    from suasion.reconcile.memory import Edge, Telling
    from suasion.reconcile.places import Placed
    from suasion.reconcile.regions import By

RecordT = TypeVar("RecordT", bound=Record)

_WORTH_LAYING_OUT = 3000
"""Reports: to lay 200,000 out takes a few seconds, to look 500 up among them half a second."""


_REPORTS, _STATEMENTS = 500, 2500
"""How many are read at a time for all events to be made: some 2 MB."""


class _Batch:
    """Some reports with their attributions."""

    def __init__(
        self, report_ids: Sequence[str], reports: Iterable[Report], attributions: Iterable[Attribution]
    ) -> None:
        self._ids, self._reports, self._attributions = report_ids, reports, attributions

    def __iter__(self) -> Iterator[tuple[Report, Sequence[Attribution]]]:
        """Give each report once, in order of asking."""
        own: dict[str, list[Attribution]] = {}
        for attribution in self._attributions:
            own.setdefault(attribution.report_id, []).append(attribution)
        found = {report.id: report for report in self._reports}
        return ((found[key], own.get(key, [])) for key in self._ids)


class KeptOrigins:
    """The reports of a draft, with the tellings and edges kept of them."""

    def __init__(self, draft: Draft, changed: int) -> None:
        """Look at a draft of which `changed` reports are to be joined: where these are many, all are laid out by day."""
        self._draft = draft
        self._places: dict[str, int] = {}
        if changed >= _WORTH_LAYING_OUT:
            ids = draft.by_day(None)
            draft.lay_out(Report, "id", ids)
            draft.lay_out(Attribution, "report_id", ids)
            self._places = {key: place for place, key in enumerate(ids)}

    def in_order(self, report_ids: Collection[str]) -> list[str]:
        """Put reports in order of publication, in which they are read fast and those that may meet are near."""
        if not self._places:
            return self._draft.by_day(list(report_ids))
        return sorted(report_ids, key=self._places.__getitem__)

    def reports(self, report_ids: Sequence[str]) -> Iterable[Report]:
        """Give these reports, in any order."""
        return self._of(Report, "id", report_ids)

    def batch(self, report_ids: Sequence[str]) -> _Batch:
        """Give these reports with their attributions."""
        attributions = self._of(Attribution, "report_id", report_ids)
        return _Batch(report_ids, self.reports(report_ids), attributions)

    def _of(self, kind: type[RecordT], column: str, report_ids: Sequence[str]) -> Iterable[RecordT]:
        """Give the records of a kind that these reports have; where they are many, they are read where they are needed."""
        if not report_ids:
            return []
        if not self._places:
            return list(self._draft.having(kind, column, report_ids))
        return self._draft.laid_out(kind, [self._places[key] for key in report_ids])

    def sketches(self, first: int | None, last: int | None) -> Iterator[Sketch]:
        """Give the kept sketches of reports published from one day to another (null: all), and of the undated."""
        from suasion.reconcile.candidates import Sketch  # noqa: PLC0415 - slow to import, and only needed here

        where = "true" if first is None else "day IS NULL OR day BETWEEN ? AND ?"
        values = [] if first is None else [first, last]
        for report_id, day, _length, _name, _relays, copy_keys, retell_keys in self._draft.kept(
            "tellings", where, values
        ):
            yield Sketch(report_id, day, copy_keys, retell_keys)

    def tellings(self, report_ids: Collection[str]) -> Iterator[Telling]:
        """Give what was kept of these reports."""
        from suasion.reconcile.candidates import Sketch  # noqa: PLC0415
        from suasion.reconcile.memory import Telling  # noqa: PLC0415
        from suasion.reconcile.relayed import Relay  # noqa: PLC0415

        rows = self._draft.kept("tellings", f"report_id {AMONG}", [list(report_ids)])
        for report_id, day, length, name, relays, copy_keys, retell_keys in rows:
            yield Telling(
                sketch=Sketch(report_id, day, copy_keys, retell_keys),
                length=length,
                name=name,
                relays=msgspec.json.decode(relays, type=tuple[Relay, ...]),
            )

    def edges(self, report_ids: Collection[str]) -> Iterator[Edge]:
        """Give the kept edges with one of these reports at either end."""
        from suasion.reconcile.memory import Edge  # noqa: PLC0415

        ids = list(report_ids)
        # a first run asks for all reports where nothing is kept: handing over their ids alone takes seconds
        some = ids and self._draft.kept("edges", "true LIMIT 1", [])
        rows = self._draft.kept("edges", f"earlier {AMONG} OR later {AMONG}", [ids, ids]) if some else []
        return (msgspec.json.decode(edge, type=Edge) for _, _, edge in rows)

    def renew(self, told: Collection[str], tellings: Iterable[Telling], edges: Iterable[Edge]) -> None:
        """Put what was told anew in the place of what was kept of these reports."""
        draft = self._draft
        draft.forget("tellings", "report_id", told)
        draft.forget("edges", "earlier", told)
        draft.forget("edges", "later", told)
        draft.keep("tellings", [_row_of(one) for one in tellings])
        draft.keep("edges", [(one.earlier, one.later, _json(one)) for one in edges])


def _row_of(telling: Telling) -> tuple[object, ...]:
    sketch = telling.sketch
    relays = _json(telling.relays)
    return (
        sketch.report_id,
        sketch.day,
        telling.length,
        telling.name,
        relays,
        sketch.copy_keys,
        sketch.retell_keys,
    )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode("utf-8")


class KeptEvents:
    """The statements, reports and links of a draft, with the places kept of them. What is withdrawn is left out."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._withdrawn = draft.withdrawn()
        self._judged_links = frozenset(msgspec.json.decode(draft.meta(JUDGED_LINKS) or "[]", type=list[str]))

    def statements(self, statement_ids: Collection[str]) -> Iterator[Statement]:
        """Give these statements; unknown ones are left out."""
        found = self._draft.having(Statement, "id", statement_ids)
        return (one for one in found if one.report_id not in self._withdrawn)

    def statements_of(self, report_ids: Collection[str]) -> Iterator[Statement]:
        """Give the statements of these reports."""
        return self._draft.having(Statement, "report_id", set(report_ids) - self._withdrawn)

    def reports(self, report_ids: Collection[str]) -> Iterator[Report]:
        """Give these reports; unknown ones are left out."""
        return self._draft.having(Report, "id", set(report_ids) - self._withdrawn)

    def links(self, ids: Collection[str]) -> list[Link]:
        """Give the links with one of these ids, and those that lead from or to one of these reports."""
        return [link for link in self._draft.made_from(Link, ids) if link.id not in self._judged_links]

    def placed(self, by: By, values: Collection[str]) -> list[Placed]:
        """Give the statements placed by the last run that have one of these values."""
        return self._rows(f"{by} {AMONG}", values)

    def placed_in(self, blocks: Collection[int]) -> list[Placed]:
        """Give those that stand in one of these blocks."""
        return self._rows(_listing("blocks", "BIGINT"), blocks)

    def placed_as(self, event_ids: Collection[str]) -> list[Placed]:
        """Give those that one of these events would begin with."""
        return self._rows(_listing("begins", "VARCHAR"), event_ids)

    def _rows(self, where: str, values: Collection[object]) -> list[Placed]:
        from suasion.reconcile.places import Placed  # noqa: PLC0415 - slow to import, and only needed here

        if not values:
            return []
        return [
            Placed(
                statement_id=row[0],
                report_id=row[1],
                region=row[2],
                content_of=row[3],
                blocks=tuple(row[4]),
                begins=tuple(row[5]),
            )
            for row in self._draft.kept("places", where, [list(values)])
        ]


def _listing(column: str, kind: str) -> str:
    """Write that a list of a row of `places` holds one of some values: nine times as fast as to ask it of each list."""
    listed = f"SELECT row, unnest({column}) AS value FROM (SELECT rowid AS row, {column} FROM places)"
    return f"rowid IN (SELECT row FROM ({listed}) WHERE value IN (SELECT unnest(?::{kind}[])))"


class WholeEvents:
    """All that a draft holds for events to be made of."""

    def __init__(self, draft: Draft, shelf: FileShelf) -> None:
        self._draft, self.shelf = draft, shelf

    def reports(self) -> Iterator[Packed[Report]]:
        """Give all reports, some at a time."""
        return self._draft.packed(Report, _REPORTS)

    def statements(self) -> Iterator[Packed[Statement]]:
        """Give all statements, some at a time."""
        return self._draft.packed(Statement, _STATEMENTS)

    def links(self) -> Iterator[Link]:
        """Give all links but those that people made."""
        judged = frozenset(msgspec.json.decode(self._draft.meta(JUDGED_LINKS) or "[]", type=list[str]))
        return (link for link in self._draft.rows(Link) if link.id not in judged)
