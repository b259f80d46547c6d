"""The third step of an import: what becomes of each row, written as the Parquet files of `exchange.shard`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from suasion.exchange.readers.layout import Layout, Look
from suasion.exchange.readers.meanings import key_sql
from suasion.exchange.readers.rows import CELLS, LINE, held_sql, literal, quoted
from suasion.exchange.shard import ACT_COLUMNS, EVENT_COLUMNS, REJECTION_COLUMNS

_FORMS = {8: "%Y%m%d", 10: "%Y-%m-%d"}
"""Forms of the day from which a set knew of an event, by how many of its characters tell the day."""
DUPLICATE, KNOWN = "duplicate", "known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What became of the rows: `rows == accepted + uncoded + known + rejected`."""

    rows: int
    accepted: int
    uncoded: int
    known: int
    rejected: int
    acts: int


@dataclass(frozen=True, slots=True)
class Settling:
    """Writes the files of an import from the view `rows` and the tables of `Meanings`."""

    base: duckdb.DuckDBPyConnection
    layout: Layout
    dataset: str
    folder: Path

    def settle(self, before: Sequence[Path]) -> Tally:
        """Write the files; `before` are earlier imports' that hold keys, in a column `key`."""
        self._join()
        self._set_aside(before)
        rejected = self._copy("rejections", REJECTION_COLUMNS, self._rejections(), "line")
        accepted = self._copy("events", EVENT_COLUMNS, self._events(), "line, key")
        uncoded = self._copy(
            "seen", {"key": "VARCHAR"}, "SELECT key FROM sound WHERE event_type IS NULL", None
        )
        acts = self._copy("acts", ACT_COLUMNS, self._acts(), "source, target, day, line")
        return Tally(
            rows=self._count(f"FROM rows WHERE {CELLS} > 0"),
            accepted=accepted,
            uncoded=uncoded,
            known=self._count(f"FROM aside WHERE reason = '{KNOWN}'"),
            rejected=rejected,
            acts=acts,
        )

    def days(self) -> tuple[date | None, date | None]:
        """Give the first and the last day of the acts that were written."""
        path = literal(str(self.folder / "acts.parquet"))
        row = self.base.execute(f"SELECT min(day), max(day) FROM read_parquet({path})").fetchone()
        return (row[0], row[1]) if row else (None, None)

    def _join(self) -> None:
        """Put rows beside their days and kinds: that is what a row is judged by."""
        layout = self.layout
        key = " || '-' || ".join(f"trim(r.{quoted(name)})" for name in layout.key)
        key += " || '-' || d.first_day" if layout.dated_key else ""
        given = " AND ".join(f"trim(r.{quoted(name)}) NOT IN ({_all(layout.nulls)})" for name in layout.key)
        known = (
            f"try_strptime(left(r.{quoted(layout.known[0])}, {layout.known[1]:d}), {literal(_FORMS[layout.known[1]])})::DATE"
            if layout.known
            else "NULL::DATE"
        )
        chance = (
            f"coalesce(try_cast(r.{quoted(layout.probability)} AS DOUBLE), 1.0)"
            if layout.probability
            else "1.0::DOUBLE"
        )
        self.base.execute(
            f"""
            CREATE VIEW judged AS
            SELECT r._row AS row, r.{LINE} AS line, r.{CELLS} AS cells, if({given}, {key}, NULL) AS key,
                d.first_day, d.last_day, d.precision, {known} AS known, greatest(0.0, least(1.0, {chance})) AS probability,
                k.* EXCLUDE (h), {self._hashes()}, {self._place()},
                CASE WHEN r.{CELLS} NOT IN ({", ".join(map(str, sorted(layout.widths)))}) THEN 'columns'
                    WHEN NOT coalesce({given}, false) THEN 'key' WHEN d.first_day IS NULL THEN 'date'
                    WHEN k.unknown IS NOT NULL THEN 'code' END AS reason,
                concat_ws(', ', {", ".join(f"r.{quoted(name)}" for name in layout.day.columns)}) AS day_text
            FROM rows AS r JOIN days AS d ON d.h = {key_sql(layout.day, "r")}
            JOIN kinds AS k ON k.h = {key_sql(layout.kind, "r")}
            WHERE r.{CELLS} > 0
            """
        )

    def _hashes(self) -> str:
        looks: dict[str, Look[object]] = {
            "actors_h": self.layout.actors,
            "recipients_h": self.layout.recipients,
            "teller_h": self.layout.outlets,
            "spot_h": self.layout.place.where,
        }
        return ", ".join(f"{key_sql(look, 'r')} AS {name}" for name, look in looks.items())

    def _place(self) -> str:
        """Name a place by its nearest name; a point that is none on the globe is left out."""
        spot = self.layout.place
        nulls = _all(self.layout.nulls)
        named = [(f"trim(r.{quoted(name)})", kind) for name, kind in spot.names]
        names = ", ".join(f"if({name} IN ({nulls}), NULL, {name})" for name, _ in named) or "NULL"
        kinds = " ".join(f"WHEN {name} NOT IN ({nulls}) THEN {literal(kind)}" for name, kind in named)
        lat, lon = (f"try_cast(r.{quoted(name)} AS DOUBLE)" for name in (spot.latitude, spot.longitude))
        on_globe = f"abs({lat}) <= 90 AND abs({lon}) <= 180"
        return (
            f"coalesce({names}) AS place_name, CASE {kinds or 'WHEN false THEN NULL'} END AS place_kind, "
            f"if({on_globe}, {lat}, NULL) AS lat, if({on_globe}, {lon}, NULL) AS lon"
        )

    def _set_aside(self, before: Sequence[Path]) -> None:
        """Find the rows whose key an earlier row of the file has, and those that an earlier import has.

        Keys are counted by their hashes first, which takes a tenth of the memory; the few that come twice are compared whole.
        """
        self.base.execute(
            "CREATE TABLE twice AS SELECT hash(key) AS h FROM judged WHERE reason IS NULL GROUP BY h HAVING count(*) > 1"
        )
        self.base.execute(
            f"""
            CREATE TABLE aside AS SELECT row, '{DUPLICATE}' AS reason FROM (
                SELECT row, row_number() OVER (PARTITION BY key ORDER BY row) AS nth FROM judged
                WHERE reason IS NULL AND hash(key) IN (SELECT h FROM twice)) WHERE nth > 1
            """
        )
        if before:
            keys = ", ".join(literal(str(path)) for path in before)
            self.base.execute(
                f"INSERT INTO aside SELECT row, '{KNOWN}' FROM judged SEMI JOIN read_parquet([{keys}]) AS old "
                "ON old.key = judged.key WHERE reason IS NULL AND row NOT IN (SELECT row FROM aside)"
            )
        aside = "AND row NOT IN (SELECT row FROM aside)" if self._count("FROM aside") else ""
        self.base.execute(f"CREATE VIEW sound AS SELECT * FROM judged WHERE reason IS NULL {aside}")

    def _rejections(self) -> str:
        """Say of each declined row why, in a plain sentence."""
        widths = " or ".join(map(str, sorted(self.layout.widths)))
        name = self.layout.name
        return f"""
            SELECT line, reason, CASE reason
                WHEN 'columns' THEN 'The line has ' || cells || ' columns where {name} has {widths}.'
                WHEN 'key' THEN 'The row has no id.'
                WHEN 'date' THEN 'The row has no date, or none that is one: ''' || day_text || '''.'
                ELSE unknown END AS detail FROM judged WHERE reason IS NOT NULL
            UNION ALL
            SELECT line, '{DUPLICATE}', 'An earlier row of the file has the key ' || key || '.' FROM judged
            WHERE row IN (SELECT row FROM aside WHERE reason = '{DUPLICATE}')
            """

    def _events(self) -> str:
        return f"""
            SELECT {literal(self.dataset + ":")} || key AS id, key, line, first_day, last_day, precision, known, event_type, mode,
                contexts, instruments, factuality, probability,
                if(swap, b.actors, a.actors) AS actors, if(swap, a.actors, b.actors) AS recipients,
                if(place_name IS NULL AND lat IS NULL, NULL, {{'name': coalesce(place_name, country, ''), 'country': country, 'lat': lat,
                    'lon': lon, 'precision': coalesce(placed, place_kind, 'point'), 'text': coalesce(place_name, '')}}) AS place,
                outlets, row
            FROM sound JOIN actors AS a ON a.h = actors_h JOIN recipients AS b ON b.h = recipients_h
            JOIN tellers AS t ON t.h = teller_h JOIN spots AS p ON p.h = spot_h WHERE event_type IS NOT NULL
            """

    def _acts(self) -> str:
        """Give a row for each ordered pair of different states.

        Actor to recipient; where sides act with one another and no recipient is named, each to each; where the set does not say
        who acts on whom, both ways.
        """
        paired = """
            SELECT line, key, if(swap, b.states, a.states) AS froms,
                CASE WHEN swap THEN a.states WHEN mutual AND len(b.actors) = 0 THEN a.states ELSE b.states END AS tos,
                first_day + ((last_day - first_day) // 2)::INTEGER AS day, event_type, means,
                if(event_type IS NULL, 'uncoded', factuality) AS counted, event_type IS NOT NULL AND factuality = 'occurred' AS deed,
                cooperative, weight, probability, outlets, owners, coalesce(outlets[1], DATASET) AS origin
            FROM sound JOIN actors AS a ON a.h = actors_h JOIN recipients AS b ON b.h = recipients_h
            JOIN tellers AS t ON t.h = teller_h WHERE len(a.states) > 0
            """.replace("DATASET", literal(self.dataset))
        unfolded = (
            "SELECT * EXCLUDE (froms, tos), source, unnest(tos) AS target FROM "
            f"(SELECT *, unnest(froms) AS source FROM ({paired}))"
        )
        chance = f"(probability * ({held_sql('outlets', 'owners')}))::FLOAT AS chance"
        one_way = f"SELECT * EXCLUDE (probability, outlets, owners), {chance} FROM ({unfolded}) WHERE source <> target"
        if self.layout.directed:
            return one_way
        back = "SELECT * REPLACE (target AS source, source AS target) FROM"
        return f"SELECT * FROM ({one_way}) UNION {back} ({one_way})"

    def _copy(self, name: str, columns: Mapping[str, str], query: str, order: str | None) -> int:
        """Write a table as a Parquet file and give the number of its rows."""
        picked = ", ".join(
            f"{quoted(column)}::{kind} AS {quoted(column)}" for column, kind in columns.items()
        )
        ordered = f" ORDER BY {order}" if order else ""
        out = literal(str(self.folder / f"{name}.parquet"))
        row = self.base.execute(
            f"COPY (SELECT {picked} FROM ({query}){ordered}) TO {out} (FORMAT parquet)"
        ).fetchone()
        return int(row[0]) if row else 0

    def _count(self, of: str) -> int:
        row = self.base.execute(f"SELECT count(*) {of}").fetchone()
        return int(row[0]) if row else 0


def _all(nulls: frozenset[str]) -> str:
    return ", ".join(literal(one) for one in sorted(nulls | {""}))
