"""GDELT's mentions: which outlets carry an event that was imported, so that it rests on each of them.

Outlets of one owner are one origin. The number of mentions, of articles and of sentences is never used.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from suasion.exchange.columns import GDELT_MENTION_COLUMNS
from suasion.exchange.readers.guess import refuse
from suasion.exchange.readers.rows import CELLS, held_sql, literal, write_lines
from suasion.exchange.readers.source import Source
from suasion.exchange.readers.words import Words

LABEL = "GDELT mentions (16 tab-separated columns, no header)"
_WIDTHS = (len(GDELT_MENTION_COLUMNS) - 1, len(GDELT_MENTION_COLUMNS))
"""`Extras`, the last column, is empty; some files leave it out."""
_FAMILY = "STRUCT(name VARCHAR, outlet VARCHAR, family VARCHAR, owner VARCHAR)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """What became of the mentions: `rows == attached + elsewhere + len(broken)`; `elsewhere` are of events that are not here.

    `broken` lines have too few columns or no event.
    """

    rows: int
    attached: int
    elsewhere: int
    broken: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Mentions:
    """Attaches the mentions of a file to the events of an import."""

    base: duckdb.DuckDBPyConnection
    words: Words

    def load(self, source: Source, scratch: Path) -> None:
        """Read the file.

        Raises:
            InputError: it is none of mentions.
        """
        head = source.head(1)[0].split("\t")
        if len(head) not in _WIDTHS or not head[0].strip().isdigit():
            raise refuse(source, "gdelt-mentions", LABEL)
        rows = scratch / "mentions.parquet"
        places = {name: place for place, name in enumerate(GDELT_MENTION_COLUMNS)}
        write_lines(self.base, source, places, skip=0, out=rows)
        self.base.execute(
            f"""
            CREATE VIEW mentions AS SELECT file_row_number + 1 AS line, trim(GLOBALEVENTID) AS key,
                trim(MentionSourceName) AS name, {CELLS} NOT IN {_WIDTHS} OR trim(GLOBALEVENTID) = '' AS broken
            FROM read_parquet({literal(str(rows))}, file_row_number = true) WHERE {CELLS} > 0
            """
        )
        self._families(self._names("SELECT DISTINCT name FROM mentions WHERE NOT broken AND name <> ''"))

    def attach(self, events: Path, acts: Path, folder: Path) -> None:
        """Write an import's events and acts anew into `folder`, with the outlets of both file and mentions."""
        old, done = literal(str(events)), literal(str(acts))
        self._families(self._names(f"SELECT DISTINCT unnest(outlets) FROM read_parquet({old})"))
        self.base.execute(
            f"""
            CREATE OR REPLACE TABLE told AS SELECT key, list_sort(list(outlet)) AS outlets,
                coalesce(list(owner) FILTER (owner IS NOT NULL), []) AS owners FROM (
                SELECT key, family, min(outlet) AS outlet, min(owner) AS owner FROM (
                    SELECT key, name FROM mentions SEMI JOIN read_parquet({old}) AS here USING (key) WHERE NOT broken
                    UNION ALL SELECT key, unnest(outlets) FROM read_parquet({old}) SEMI JOIN mentions USING (key))
                JOIN families USING (name) GROUP BY key, family) GROUP BY key
            """
        )
        self.base.execute(
            f"COPY (SELECT e.* REPLACE (coalesce(told.outlets, e.outlets) AS outlets) FROM read_parquet({old}) AS e "
            f"LEFT JOIN told USING (key)) TO {literal(str(folder / 'events.parquet'))} (FORMAT parquet)"
        )
        held = held_sql("told.outlets", "told.owners")
        self.base.execute(
            f"""
            COPY (SELECT a.* REPLACE (if(told.key IS NULL, a.chance, e.probability * ({held}))::FLOAT AS chance,
                    coalesce(told.outlets[1], a.origin) AS origin)
                FROM read_parquet({done}) AS a LEFT JOIN read_parquet({old}) AS e USING (line)
                LEFT JOIN told ON told.key = e.key ORDER BY a.source, a.target, a.day, a.line)
            TO {literal(str(folder / "acts.parquet"))} (FORMAT parquet)
            """
        )

    def tally(self, events: Iterable[Path]) -> Attached:
        """Say what became of the mentions, for the events of all imports that they were attached to."""
        paths = ", ".join(literal(str(path)) for path in events)
        row = self.base.execute(
            f"SELECT count(*), count(*) FILTER (NOT broken AND key IN (SELECT key FROM read_parquet([{paths}]))) FROM mentions"
        ).fetchone()
        rows, attached = row or (0, 0)
        broken = self.base.execute("SELECT line FROM mentions WHERE broken ORDER BY line").fetchall()
        return Attached(
            rows=rows,
            attached=attached,
            elsewhere=rows - attached - len(broken),
            broken=tuple(line for (line,) in broken),
        )

    def _names(self, query: str) -> list[str]:
        return [name for (name,) in self.base.execute(query).fetchall()]

    def _families(self, names: Iterable[str]) -> None:
        """Note whose outlets are, by the names that the file has for them."""
        self.base.execute(
            "CREATE TABLE IF NOT EXISTS families (name VARCHAR, outlet VARCHAR, family VARCHAR, owner VARCHAR)"
        )
        found = []
        for name in names:
            outlet = next(iter(self.words.outlet(name)), name)
            found.append(
                {
                    "name": name,
                    "outlet": outlet,
                    "family": self.words.family(outlet),
                    "owner": self.words.owner(outlet),
                }
            )
        self.base.execute(
            f"INSERT INTO families SELECT one.name, one.outlet, one.family, one.owner FROM (SELECT unnest(?::{_FAMILY}[]) AS one) "
            "WHERE one.name NOT IN (SELECT name FROM families)",
            [found],
        )
