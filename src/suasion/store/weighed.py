"""What the stage `weigh` keeps between runs, so that the next touches only what changed: acts, attention, and what ties were made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from suasion.records import Window
from suasion.store.acts import Columns, Fading, Ledger, tools_sql
from suasion.store.draft import Draft
from suasion.store.snapshot import AMONG

KEPT_BY_WEIGH = ("acts", "attention", "weighed", "sighted", "slots")
_NOT_SEEN = "NOT IN (SELECT report_id FROM withdrawn)"


class Weighed:
    """The weighing side of a run's draft."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._connection = draft._connection

    def changed_events(self) -> tuple[list[str], list[str]]:
        """Give the events that are not weighed as they are now, and those that are weighed and gone."""
        now, before = "SELECT id, run_id FROM events", "SELECT event_id, made_by FROM weighed"
        changed = self._connection.execute(f"SELECT id FROM ({now} EXCEPT {before}) ORDER BY id").fetchall()
        gone = self._connection.execute(
            "SELECT event_id FROM weighed WHERE event_id NOT IN (SELECT id FROM events) ORDER BY event_id"
        ).fetchall()
        return [row[0] for row in changed], [row[0] for row in gone]

    def forget_events(self, event_ids: Sequence[str]) -> None:
        """Take events' acts away."""
        for table in ("acts", "weighed"):
            self._draft.forget(table, "event_id", event_ids)

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

    def published(self, report_ids: Sequence[str]) -> dict[str, date]:
        """Give the first day of publication of reports that have one."""
        rows = self._connection.execute(
            f"SELECT id, (published->>'start')::DATE FROM reports WHERE id {AMONG} AND published->>'start' IS NOT NULL",
            [list(report_ids)],
        ).fetchall()
        return dict(rows)

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
        """Give how many reports of a window mention two states, one (the second is empty), or are there at all; faded."""
        weight = fading.sql('"day"') if fading else "1.0"
        return self._connection.execute(
            f"SELECT a, b, sum(reports * {weight}) FROM attention WHERE {_within(window)} GROUP BY a, b ORDER BY a, b"
        ).fetchall()

    def slots(self, window: Window, fading: Fading | None) -> Columns:
        """Give the slots of a window, by source, target and instrument: faded sums, `effective`, and a `digest` of the acts."""
        weight = fading.sql("weight_day") if fading else "1.0"
        return Ledger.of_draft(self._connection).fetch(
            "SELECT source, target, instrument, sum(q) AS effective, sum(w * q * c) AS courting, sum(w * q * g) AS total, "
            'bit_xor(hash(event_id, "day", counted, deed, cooperative, weight, evidence, weight_day))::VARCHAR || count(*) AS digest FROM '
            "(SELECT *, CASE WHEN deed THEN chance::DOUBLE ELSE 0.0 END AS q, weight::DOUBLE AS g, cooperative::INT AS c, "
            f"{weight} AS w FROM acts WHERE {_within(window)}) JOIN ({tools_sql('acts')}) AS tools USING (means) "
            "WHERE instrument = 'all' OR contains(instrument, '/') GROUP BY source, target, instrument "
            "ORDER BY source, target, instrument"
        )

    def keys(self) -> dict[tuple[str, str, str, str], str]:
        """Give what each slot's ties were made of, by source, target, instrument and label of the window."""
        rows = self._connection.execute("SELECT * FROM slots").fetchall()
        return {row[:4]: row[4] for row in rows}

    def put_keys(self, keys: dict[tuple[str, str, str, str], str]) -> None:
        """Keep what each slot's ties are made of, in the place of all that was kept."""
        self._connection.execute("DELETE FROM slots")
        self._draft.keep("slots", [(*slot, key) for slot, key in keys.items()])

    def acts(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[Any, ...]]:
        """Give the acts of some pairs: source, target and the fields of `weigh.acts.Kept`, in order of event."""
        sources, targets = zip(*pairs, strict=True)
        return self._connection.execute(
            'SELECT source, target, event_id, "day", weight_day, means, counted, deed, cooperative, weight, origin, evidence FROM acts '
            "SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS source, unnest(?::VARCHAR[]) AS target) USING (source, target) "
            "ORDER BY source, target, event_id",
            [list(sources), list(targets)],
        ).fetchall()

    def sources(self) -> int:
        """Count the events that have an act."""
        row = self._connection.execute("SELECT count(DISTINCT event_id) FROM acts").fetchone()
        return int(row[0]) if row else 0


def _within(window: Window) -> str:
    if window.start is None or window.end is None:
        return "true"
    return f"\"day\" BETWEEN DATE '{window.start}' AND DATE '{window.end}'"
