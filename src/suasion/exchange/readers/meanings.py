"""The second step of an import: every combination of words in the rows is asked for once, and its meaning kept in a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import msgspec

from suasion.exchange.readers.layout import Answer_co, Day, Kind, Layout, Look, Where
from suasion.exchange.readers.rows import literal, quoted
from suasion.exchange.readers.words import Words
from suasion.exchange.shard import ACTOR
from suasion.records import Actor

_FETCH = 50_000

DAY = {"first_day": "DATE", "last_day": "DATE", "precision": "VARCHAR"}
KIND = {
    "event_type": "VARCHAR",
    "mode": "VARCHAR",
    "contexts": "VARCHAR[]",
    "instruments": "VARCHAR[]",
    "factuality": "VARCHAR",
    "swap": "BOOLEAN",
    "unknown": "VARCHAR",
    "means": "VARCHAR",
    "mutual": "BOOLEAN",
    "cooperative": "BOOLEAN",
    "weight": "FLOAT",
}
PARTY = {"actors": f"{ACTOR}[]", "states": "VARCHAR[]"}
TELLER = {"outlets": "VARCHAR[]", "owners": "VARCHAR[]"}
WHERE = {"country": "VARCHAR", "placed": "VARCHAR"}


def key_sql(look: Look[object], rows: str) -> str:
    """Give the SQL of what joins a row to the meaning of its words: a 64-bit hash of them.

    Of ten million combinations two share one with a chance of 3e-6.
    """
    return f"hash({', '.join(f'{rows}.{quoted(name)}' for name in look.columns)})"


@dataclass(frozen=True, slots=True)
class Meanings:
    """Fills the tables `days`, `kinds`, `actors`, `recipients`, `tellers` and `spots` for the rows of the view `rows`."""

    base: duckdb.DuckDBPyConnection
    layout: Layout
    words: Words
    scratch: Path

    def fill(self) -> None:
        """Ask for all meanings."""
        layout = self.layout
        self._ask("days", layout.day, DAY, _day)
        self._ask("kinds", layout.kind, KIND, self._kind)
        self._ask("actors", layout.actors, PARTY, _party)
        self._ask("recipients", layout.recipients, PARTY, _party)
        self._ask("tellers", layout.outlets, TELLER, self._teller)
        self._ask("spots", layout.place.where, WHERE, _where)

    def _ask(
        self,
        table: str,
        look: Look[Answer_co],
        columns: dict[str, str],
        told: Callable[[Answer_co], dict[str, object]],
    ) -> None:
        scratch = self.scratch / f"{table}.ndjson"
        encoder = msgspec.json.Encoder()
        with scratch.open("wb") as out:
            for values in self._distinct(look.columns):
                cells = [self._cell(value) for value in values]
                out.write(encoder.encode({"_key": values, **told(look.read(*cells))}) + b"\n")
        key = ", ".join(f"_key[{i + 1}]" for i in range(len(look.columns)))
        types = ", ".join(f"{name}: {literal(kind)}" for name, kind in columns.items())
        self.base.execute(
            f"CREATE TABLE {table} AS SELECT hash({key}) AS h, {', '.join(columns)} FROM read_json("
            f"{literal(str(scratch))}, format = 'newline_delimited', columns = {{_key: 'VARCHAR[]', {types}}})"
        )
        scratch.unlink()

    def _distinct(self, columns: tuple[str, ...]) -> Iterator[tuple[str | None, ...]]:
        found = self.base.execute(f"SELECT DISTINCT {', '.join(map(quoted, columns))} FROM rows")
        while lot := found.fetchmany(_FETCH):
            yield from lot

    def _cell(self, value: str | None) -> str | None:
        plain = (value or "").strip()
        return None if plain in self.layout.nulls else plain

    def _kind(self, kind: Kind) -> dict[str, object]:
        home = self.words.codebook.types.get(kind.event_type or "")
        return {
            **msgspec.to_builtins(kind),
            "means": ";".join(sorted(kind.instruments)),
            "mutual": bool(home and home.mutual),
            "cooperative": bool(home and home.cooperative),
            "weight": abs(home.weight) if home else 0.0,
        }

    def _teller(self, outlets: tuple[str, ...]) -> dict[str, object]:
        named = sorted(set(outlets))
        return {"outlets": named, "owners": [owner for one in named if (owner := self.words.owner(one))]}


def _day(day: Day) -> dict[str, object]:
    return {"first_day": _iso(day.first), "last_day": _iso(day.last), "precision": day.precision}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _party(actors: tuple[Actor, ...]) -> dict[str, object]:
    states = sorted({actor.state for actor in actors if actor.state})
    return {"actors": actors, "states": states}


def _where(where: Where) -> dict[str, object]:
    return {"country": where.country, "placed": where.precision}
