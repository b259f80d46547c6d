"""What a measure needs beside a cell's own sums, asked of a ledger: how much looks at the pair, the way back, the past, the poles.

The tables `cells`, `looks` and `took` are temporary ones of the ledger's connection.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from suasion.store.acts import Columns, Grain, Ledger, tools_of
from suasion.store.cuts import Cut, Which, text

PAST_DAYS = 730
"""A pair is held against its own two years before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question: how acts are cut, which pairs, and which instruments (null: each)."""

    cut: Cut
    which: Which
    instruments: Sequence[str] | None = None


def gather_sums(ledger: Ledger, asked: Asked) -> None:
    """Make the tables that the other questions of this module read."""
    ledger.add_up("cells", asked.cut, asked.which, asked.instruments)
    query = _reports(asked) if ledger.own else _mentions()
    ledger.connection.execute(f"CREATE OR REPLACE TEMP TABLE looks AS {query}")
    ledger.connection.execute(f"CREATE OR REPLACE TEMP TABLE took AS {_received(ledger, asked)}")


def _mentions() -> str:
    """Count the rows that mention both, uncoded ones too; faded."""
    seen = "FROM cells WHERE instrument = 'all'"
    return (
        f"SELECT source, target, start, sum(seen) AS seen FROM (SELECT source, target, start, seen {seen} "
        f"UNION ALL SELECT target, source, start, seen {seen}) GROUP BY ALL"
    )


def _reports(asked: Asked) -> str:
    """Count the reports that mention both; where none does, those that mention the source, else all; faded."""
    cut, which = asked.cut, asked.which
    first, weight = cut.first("day"), cut.weight("day")
    windows, days = cut.joined("day"), cut.where("day")
    labels = which.labels("SELECT DISTINCT a FROM attention WHERE a <> ''")
    joins = f"JOIN {labels} AS la ON la.state = a JOIN {labels} AS lb ON lb.state = b" if which.groups else ""
    left, right = ("la.label", "lb.label") if which.groups else ("a", "b")
    apart = (
        f"AND (la.label, b) NOT IN {which.inside} AND (lb.label, a) NOT IN {which.inside} AND la.label <> lb.label"
        if which.groups
        else ""
    )
    single = f"JOIN {labels} AS la ON la.state = a" if which.groups else ""
    return (
        f"WITH both_ AS MATERIALIZED (SELECT {left} AS source, {right} AS target, {first} AS start, sum(reports * {weight}) AS seen "
        f"FROM attention {joins} {windows} WHERE b <> '' AND {days} {apart} GROUP BY ALL), "
        f"alone AS (SELECT {left} AS source, {first} AS start, sum(reports * {weight}) AS seen FROM attention {single} {windows} "
        f"WHERE a <> '' AND b = '' AND {days} GROUP BY ALL), "
        f"every AS (SELECT {first} AS start, sum(reports * {weight}) AS seen FROM attention {windows} "
        f"WHERE a = '' AND {days} GROUP BY ALL), "
        "known AS (SELECT source, target, start, sum(seen) AS seen FROM (SELECT * FROM both_ UNION ALL "
        "SELECT target, source, start, seen FROM both_) GROUP BY ALL) "
        "SELECT * FROM known UNION ALL SELECT source, target, start, coalesce(alone.seen, every.seen, 0) FROM "
        "(SELECT DISTINCT source, target, start FROM cells) AS needed ANTI JOIN known ON (needed.source, needed.target) = "
        "(known.source, known.target) AND needed.start IS NOT DISTINCT FROM known.start "
        "LEFT JOIN alone ON alone.source = needed.source AND alone.start IS NOT DISTINCT FROM needed.start "
        "LEFT JOIN every ON every.start IS NOT DISTINCT FROM needed.start"
    ).replace(
        "SELECT source, target, start, coalesce",
        "SELECT needed.source, needed.target, needed.start, coalesce",
    )


def _received(ledger: Ledger, asked: Asked) -> str:
    """Sum the cooperative deeds of all sources to each target."""
    cut, which, grain = asked.cut, asked.which, ledger.grain(asked.cut)
    label, where, relation = "target", cut.where(grain.day), grain.taken
    if which.one is not None and which.other is not None:
        where += " AND target IN ({})".format(", ".join(map(text, which.states([*which.one, *which.other]))))
    if which.groups:
        label = "takers.label"
        takers = which.labels("SELECT DISTINCT target FROM ever")
        relation = f"({_given(ledger, grain)}) AS given JOIN {takers} AS takers ON takers.state = target"
        where += f" AND (takers.label, source) NOT IN {which.inside}"
    weight = cut.weight("aged") if grain.aged else "1.0"
    return (
        f"WITH summed AS MATERIALIZED (SELECT {label} AS target, {cut.first(grain.day)} AS start, means, sum({weight} * q) AS q, "
        f"sum({weight} ** 2 * q2) AS q2 FROM {relation} {cut.joined('day')} WHERE {where} GROUP BY ALL) "
        "SELECT target, start, instrument, sum(q) AS q, sum(q2) AS q2 FROM summed "
        f"JOIN {tools_of(asked.instruments)} USING (means) GROUP BY ALL"
    )


def _given(ledger: Ledger, grain: Grain) -> str:
    """Write cooperative deeds by source and target, as `taken_...` has them by target alone."""
    if not grain.aged:
        return f"SELECT *, courting AS q, courting2 AS q2 FROM {grain.acts}"
    chance = "round(chance::DOUBLE, 6)"
    return (
        f"SELECT source, target, day, {grain.aged} AS aged, means, {chance} AS q, {chance} ** 2 AS q2 "
        f"FROM {ledger.acts} WHERE deed AND cooperative"
    )


def measurable(ledger: Ledger, chosen: str, least: float, *, past: bool) -> Columns:
    """Give the cells that suffice, with what their measures need; `chosen` is a condition on cells.

    `id` is the row of the table `cells`. With `past`, the sums of the two years before are given too.
    """
    same = "one.start IS NOT DISTINCT FROM {0}.start"
    query = (
        f"SELECT one.*, looks.seen AS exposure, took.q AS received, took.q2 AS received2, back.courting AS back, "
        "back.courting2 AS back2, took_back.q AS back_received, took_back.q2 AS back_received2 FROM enough AS one "
        f"LEFT JOIN looks ON (looks.source, looks.target) = (one.source, one.target) AND {same.format('looks')} "
        f"LEFT JOIN took ON (took.target, took.instrument) = (one.target, one.instrument) AND {same.format('took')} "
        "LEFT JOIN cells AS back ON (back.source, back.target, back.instrument) = (one.target, one.source, one.instrument) "
        f"AND {same.format('back')} "
        "LEFT JOIN took AS took_back ON (took_back.target, took_back.instrument) = (one.source, one.instrument) "
        f"AND {same.format('took_back')}"
    )
    if past:
        between = f"past.start < one.start AND past.start >= one.start - {PAST_DAYS}"
        query = (
            f"WITH past_acts AS (SELECT one.id, sum(past.courting) AS courting FROM enough AS one JOIN cells AS past ON "
            f"(past.source, past.target, past.instrument) = (one.source, one.target, one.instrument) AND {between} GROUP BY one.id), "
            "past_looks AS (SELECT one.id, sum(past.seen) AS seen FROM enough AS one JOIN looks AS past ON "
            f"(past.source, past.target) = (one.source, one.target) AND {between} GROUP BY one.id) "
            "SELECT base.*, past_acts.courting AS past_courting, past_looks.seen AS past_exposure "
            f"FROM ({query}) AS base LEFT JOIN past_acts USING (id) LEFT JOIN past_looks USING (id)"
        )
    ledger.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE enough AS SELECT rowid AS id, * FROM cells WHERE {chosen} AND effective >= {least}"
    )
    return ledger.fetch(f"{query} ORDER BY id")


def parts_of_all(ledger: Ledger, groups: Sequence[str]) -> Columns:
    """Give, of each cell of `all` among those that suffice, the sums of each group of instruments; `id` is the cell's."""
    return ledger.fetch(
        "SELECT one.id, cells.instrument, cells.source, cells.target, cells.cooperation + cells.conflict AS weight, cells.courting, "
        "took.q AS received, took.q2 AS received2 FROM enough AS one JOIN cells ON (cells.source, cells.target) = "
        "(one.source, one.target) AND cells.start IS NOT DISTINCT FROM one.start "
        "LEFT JOIN took ON (took.target, took.instrument) = (cells.target, cells.instrument) AND "
        "took.start IS NOT DISTINCT FROM cells.start "
        f"WHERE one.instrument = 'all' AND cells.instrument IN ({', '.join(map(text, groups))}) ORDER BY one.id, cells.instrument"
    )


def poles_of(ledger: Ledger, poles: Sequence[str], chosen: str) -> Columns:
    """Give what passed both ways between each state and each pole, a row for each state, instrument and window.

    Columns are numbered by pole: `effective0`, `cooperation0`, ... `chosen` is a condition on `target`, `start` and `instrument`.
    """
    names = ("n", "effective", "cooperation", "cooperation2", "conflict", "conflict2", *_COUNTS)
    columns = ", ".join(
        f"coalesce(sum({name}) FILTER (pole = {text(pole)}), 0) AS {name}{place}"
        for place, pole in enumerate(poles)
        for name in names
    )
    listed = ", ".join(map(text, poles))
    every = f"{' + '.join(_COUNTS)} AS n"
    return ledger.fetch(
        f"SELECT target, start, instrument, {columns} FROM (SELECT source AS pole, *, {every} FROM cells WHERE source IN ({listed}) "
        f"UNION ALL SELECT target AS pole, * REPLACE (source AS target, target AS source), {every} FROM cells "
        f"WHERE target IN ({listed})) AS cells "
        f"WHERE n > 0 AND target NOT IN ({listed}) AND {chosen} GROUP BY target, start, instrument ORDER BY target, instrument, start"
    )


_COUNTS = ("occurred", "planned", "conditional", "possible", "denied")


def event_ids(
    ledger: Ledger, cut: Cut, chosen: str, dataset: str
) -> dict[tuple[str, str, str, date | None], tuple[str, ...]]:
    """Name the events of cells by source, target, instrument and first day of the window; `uncoded` rows are no events."""
    named = "event_id" if ledger.own else f"{text(dataset + ':')} || key"
    pairs = f"SELECT DISTINCT source, target FROM cells WHERE {chosen}"
    states = " AND ".join(f"{side} IN (SELECT {side} FROM ({pairs}))" for side in ("source", "target"))
    rows = ledger.connection.execute(
        f"WITH picked AS MATERIALIZED (SELECT {named} AS event_id, source, target, {cut.first('day')} AS start, means "
        f"FROM {ledger.acts} SEMI JOIN ({pairs}) USING (source, target) {cut.joined('day')} "
        f"WHERE counted <> 'uncoded' AND {states} AND {cut.where('day')}) "
        "SELECT source, target, instrument, start, list(event_id ORDER BY event_id) FROM picked JOIN tools USING (means) GROUP BY ALL"
    ).fetchall()
    return {row[:4]: tuple(row[4]) for row in rows}
