"""What the stage `weigh` keeps between runs, so that the next touches only what changed: acts, attention, and what ties were made of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from suasion.records import Window
from suasion.store.acts import Columns, Ledger, tools_sql
from suasion.store.cuts import Fading
from suasion.store.draft import Draft
from suasion.store.snapshot import AMONG

KEPT_BY_WEIGH = ("acts", "attention", "weighed", "sighted", "slots", "drawn")
Pair = tuple[str, str]
"""Source, target."""
Slot = tuple[str, str, str]
"""Source, target, instrument."""
Drawn = tuple[str, str, str, date | None, bytes]
"""Source, target, instrument, the day from which deeds are aged, and what was drawn of them."""
_NUMBERS = ("value", "low95", "low80", "high80", "high95")
_NOT_SEEN = "NOT IN (SELECT report_id FROM withdrawn)"


class Weighed:
    """The weighing side of a run's draft."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._connection = draft._connection

    def changed_events(self) -> tuple[list[str], list[str]]:
        """Give the events that are not weighed as they are now, and those that are weighed as they no longer are."""
        rows = self._connection.execute(
            "SELECT id, event_id FROM events FULL JOIN weighed ON id = event_id WHERE run_id IS DISTINCT FROM made_by "
            "ORDER BY coalesce(id, event_id)"
        ).fetchall()
        return [now for now, _ in rows if now], [before for _, before in rows if before]

    def forget_events(self, event_ids: Sequence[str]) -> set[Pair]:
        """Take events' acts away; give the pairs that had one."""
        query = f"SELECT DISTINCT source, target FROM acts WHERE event_id {AMONG}"
        pairs = self._connection.execute(query, [list(event_ids)]).fetchall() if event_ids else []
        for table in ("acts", "weighed"):
            self._draft.forget(table, "event_id", event_ids)
        return {(source, target) for source, target in pairs}

    def keep_events(
        self, acts: Sequence[Sequence[object]], seen: Sequence[tuple[str, date | None, bool]]
    ) -> None:
        """Keep acts, and of each event its id, its middle day and whether it occurred."""
        self._draft.keep("acts", acts)
        self._connection.execute(
            "INSERT INTO weighed SELECT id, run_id, day, occurred FROM events JOIN "
            "(SELECT unnest(?::VARCHAR[]) AS id, unnest(?::DATE[]) AS day, unnest(?::BOOLEAN[]) AS occurred) USING (id)",
            [list(column) for column in zip(*seen, strict=True)] or [[], [], []],
        )

    def renew_attention(self) -> None:
        """Bring up to date how many reports of a day mention which states, from the reports that changed."""
        changed, gone = self._draft.not_joined("weigh")
        if not changed and not gone:
            return
        self._connection.execute(
            "CREATE OR REPLACE TEMP TABLE now_seen AS SELECT id AS report_id, (published->>'start')::DATE AS \"day\", "
            "coalesce(states, []) AS states FROM reports LEFT JOIN "
            "(SELECT report_id, list_sort(list(DISTINCT actor->>'country')) AS states "
            f"FROM mentions WHERE report_id {AMONG} AND actor->>'country' = actor->>'code' GROUP BY report_id) AS named "
            f"ON named.report_id = id WHERE id {AMONG}",
            [changed, changed],
        )
        self._connection.execute(
            'CREATE OR REPLACE TEMP TABLE moved AS WITH signed AS (SELECT "day", states, -1 AS n FROM sighted '
            f'WHERE report_id {AMONG} UNION ALL SELECT "day", states, 1 FROM now_seen), '
            "looks AS (SELECT '' AS a, '' AS b, \"day\", n FROM signed UNION ALL SELECT unnest(states), '', \"day\", n FROM signed "
            'UNION ALL SELECT a, unnest(list_filter(states, lambda other: other > a)) AS b, "day", n FROM '
            '(SELECT unnest(states) AS a, states, "day", n FROM signed)) '
            'SELECT a, b, "day", sum(n)::BIGINT AS reports FROM looks GROUP BY a, b, "day" HAVING sum(n) <> 0',
            [[*changed, *gone]],
        )
        same = 'attention.a = moved.a AND attention.b = moved.b AND attention."day" IS NOT DISTINCT FROM moved."day"'
        self._connection.execute(
            'CREATE OR REPLACE TEMP TABLE merged AS SELECT a, b, "day", sum(reports)::BIGINT AS reports FROM '
            f"(SELECT * FROM attention SEMI JOIN moved ON {same} UNION ALL SELECT * FROM moved) "
            'GROUP BY a, b, "day" HAVING sum(reports) > 0'
        )
        self._connection.execute(f"DELETE FROM attention USING moved WHERE {same}")
        self._connection.execute("INSERT INTO attention SELECT * FROM merged")
        self._draft.forget("sighted", "report_id", [*changed, *gone])
        self._connection.execute("INSERT INTO sighted SELECT * FROM now_seen")
        self._draft.note_joined("weigh", changed, gone)

    def reference_day(self) -> date | None:
        """Give the latest stated day of publication, else the latest middle day of what occurred."""
        row = self._connection.execute(
            "SELECT coalesce((SELECT max(coalesce(published->>'end', published->>'start')::DATE) FROM reports "
            f'WHERE id {_NOT_SEEN}), (SELECT max("day") FROM weighed WHERE occurred))'
        ).fetchone()
        return row[0] if row else None

    def looks(self, window: Window, fading: Fading | None) -> list[tuple[str, str, float]]:
        """Give how many reports of a window mention two states, one (the second is empty), or are there at all; faded.

        Added up in decimals: large tables are read by several threads, and sums of floats would hang on who comes first.
        """
        weight = fading.sql('"day"') if fading else "1.0"
        return self._connection.execute(
            f"SELECT a, b, sum((reports * {weight})::DECIMAL(38, 12))::DOUBLE FROM attention "
            f"WHERE {_within(window)} GROUP BY a, b ORDER BY a, b"
        ).fetchall()

    def renew_sums(self, window: Window, fading: Fading | None, pairs: Collection[Pair] | None) -> list[Slot]:
        """Add the acts of a window up again, those of some pairs or (null) of all; give the slots that have none any more.

        A slot's grounds stay noted unless its acts are others than they were.
        """
        only = "" if pairs is None else "SEMI JOIN asked USING (source, target)"
        sources, targets = zip(*pairs, strict=True) if pairs else ((), ())
        self._connection.execute(
            "CREATE OR REPLACE TEMP TABLE asked AS SELECT unnest(?::VARCHAR[]) AS source, unnest(?::VARCHAR[]) AS target",
            [list(sources), list(targets)],
        )
        self._connection.execute(
            "CREATE OR REPLACE TEMP TABLE were AS SELECT source, target, instrument, label, acts, grounds FROM slots "
            f"{only} WHERE label = ?",
            [window.label],
        )
        self._connection.execute("DELETE FROM slots USING were WHERE " + _same_slot("slots", "were"))
        self._connection.execute(
            f"INSERT INTO slots SELECT source, target, instrument, ?, effective, courting, total, aged_from, now.acts, grounds "
            f"FROM ({_sums_sql(window, fading, only)}) AS now LEFT JOIN were USING (source, target, instrument, acts)",
            [window.label],
        )
        return self._connection.execute(
            f"SELECT source, target, instrument FROM were ANTI JOIN slots ON {_same_slot('slots', 'were')}"
        ).fetchall()

    def forget_windows(self, kept: Sequence[Window]) -> list[tuple[str, str, str, str]]:
        """Forget the sums of all other windows; give source, target, instrument and label of the slots that they had."""
        labels = [window.label for window in kept]
        where = f"label NOT {AMONG}"
        rows = self._connection.execute(
            f"SELECT source, target, instrument, label FROM slots WHERE {where}", [labels]
        ).fetchall()
        for table in ("slots", "drawn"):
            self._connection.execute(f"DELETE FROM {table} WHERE {where}", [labels])
        return rows

    def forget_drawn(self, window: Window, slots: Collection[Slot]) -> None:
        """Forget what was drawn of some slots of a window."""
        self._ask(slots)
        self._connection.execute(
            "DELETE FROM drawn USING asked WHERE label = ? AND drawn.source = asked.source "
            "AND drawn.target = asked.target AND drawn.instrument = asked.instrument",
            [window.label],
        )

    def keep_drawn(self, rows: Sequence[tuple[Slot, str, bytes]]) -> None:
        """Keep what was drawn of slots, each with the label of its window."""
        self._draft.keep("drawn", [(*slot, label, sums) for slot, label, sums in rows])

    def drawn(self, window: Window, slots: Collection[Slot], at_once: int) -> Iterator[list[Drawn]]:
        """Give what was drawn of some slots of a window, where anything was, some at a time; nothing else can be asked meanwhile."""
        self._ask(slots)
        found = self._connection.execute(
            "SELECT source, target, instrument, aged_from, sums FROM drawn JOIN slots USING (source, target, instrument, label) "
            "SEMI JOIN asked USING (source, target, instrument) WHERE label = ?",
            [window.label],
        )
        while rows := found.fetchmany(at_once):
            yield rows

    def _ask(self, slots: Collection[Slot]) -> None:
        sources, targets, instruments = zip(*slots, strict=True) if slots else ((), (), ())
        self._connection.execute(
            "CREATE OR REPLACE TEMP TABLE asked AS SELECT unnest(?::VARCHAR[]) AS source, unnest(?::VARCHAR[]) AS target, "
            "unnest(?::VARCHAR[]) AS instrument",
            [list(sources), list(targets), list(instruments)],
        )

    def restate(self, tie_ids: Sequence[str], numbers: NDArray[np.float64], run_id: str) -> None:
        """Put other numbers (ties, 5: the value, then its bounds from the lowest to the highest) into ties."""
        columns = dict(zip(_NUMBERS, numbers.T.copy(), strict=True))
        self._connection.register("restated", {"id": np.array(tie_ids, dtype=object), **columns})
        changes = ", ".join(f"{name} = restated.{name}" for name in _NUMBERS)
        self._connection.execute(
            f"UPDATE ties SET {changes}, run_id = ? FROM restated WHERE ties.id = restated.id", [run_id]
        )
        self._connection.unregister("restated")
        self._draft.changed = True

    def move_window(self, window: Window, run_id: str) -> None:
        """Have all ties of a window say when it begins and ends now."""
        self._connection.execute(
            'UPDATE ties SET "window" = $1, run_id = $2 WHERE "window"->>\'label\' = $3 '
            "AND (\"window\"->>'start') IS DISTINCT FROM ($1::JSON->>'start')",
            [msgspec.json.encode(window).decode("utf-8"), run_id, window.label],
        )
        self._draft.changed = True

    def slots(self, window: Window) -> Columns:
        """Give the slots of a window in order: source, target, instrument, faded sums, and the `grounds` noted (empty: none)."""
        return Ledger.of_draft(self._connection).fetch(
            "SELECT source, target, instrument, effective, courting, total, coalesce(grounds, '') AS grounds FROM slots WHERE label = ? "
            "ORDER BY source, target, instrument",
            [window.label],
        )

    def note_grounds(self, window: Window, grounds: Mapping[Slot, str]) -> None:
        """Note on what grounds the ties of some slots of a window are measured."""
        if not grounds:
            return
        rows = [(*slot, window.label, ground) for slot, ground in grounds.items()]
        names = ("source", "target", "instrument", "label", "grounds")
        columns = ", ".join(f"unnest(?::VARCHAR[]) AS {name}" for name in names)
        self._connection.execute(
            f"UPDATE slots SET grounds = noted.grounds FROM (SELECT {columns}) AS noted WHERE "
            + _same_slot("slots", "noted"),
            [list(column) for column in zip(*rows, strict=True)],
        )

    def acts(self, pairs: Sequence[tuple[Pair, date | None]]) -> list[tuple[Any, ...]]:
        """Give the acts of pairs, each from a day on (null: all): source, target and the fields of `weigh.acts.Kept`, by event."""
        values = [
            [source for (source, _), _ in pairs],
            [target for (_, target), _ in pairs],
            [day for _, day in pairs],
        ]
        return self._connection.execute(
            'SELECT source, target, event_id, "day", weight_day, means, counted, deed, cooperative, weight, origin, evidence FROM acts '
            "JOIN (SELECT unnest(?::VARCHAR[]) AS source, unnest(?::VARCHAR[]) AS target, unnest(?::DATE[]) AS since) AS asked "
            'USING (source, target) WHERE since IS NULL OR "day" >= since ORDER BY source, target, event_id',
            values,
        ).fetchall()

    def sources(self) -> int:
        """Count the events that have an act."""
        row = self._connection.execute("SELECT count(DISTINCT event_id) FROM acts").fetchone()
        return int(row[0]) if row else 0


def _same_slot(left: str, right: str) -> str:
    names = ("source", "target", "instrument", "label")
    return " AND ".join(f"{left}.{name} = {right}.{name}" for name in names)


def _sums_sql(window: Window, fading: Fading | None, only: str) -> str:
    """Write the query for a window's slots: faded sums, and a hash of the `acts` and of the day from which deeds are aged."""
    weight = fading.sql("weight_day") if fading else "1.0"
    day = f"least(weight_day, DATE '{fading.last}')" if fading else "NULL::DATE"
    return (
        "SELECT *, acts_hash || coalesce(aged_from::VARCHAR, '') AS acts FROM "
        "(SELECT source, target, instrument, sum(q) AS effective, sum(w * q * c) AS courting, sum(w * q * g) AS total, "
        f"max({day}) FILTER (deed AND weight_day IS NOT NULL) AS aged_from, "
        'bit_xor(hash(event_id, "day", counted, deed, cooperative, weight, evidence, weight_day))::VARCHAR || count(*) AS acts_hash FROM '
        "(SELECT *, CASE WHEN deed THEN chance::DOUBLE ELSE 0.0 END AS q, weight::DOUBLE AS g, cooperative::INT AS c, "
        f"{weight} AS w FROM acts {only} WHERE {_within(window)}) JOIN ({tools_sql('acts')}) AS tools USING (means) "
        "WHERE instrument = 'all' OR contains(instrument, '/') GROUP BY source, target, instrument)"
    )


def _within(window: Window) -> str:
    if window.start is None or window.end is None:
        return "true"
    return f"\"day\" BETWEEN DATE '{window.start}' AND DATE '{window.end}'"
