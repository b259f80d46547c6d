"""What is fitted to all pairs of a data set, asked of its acts."""

from __future__ import annotations

from suasion.store.acts import Columns, Ledger
from suasion.store.cuts import Cut, Which
from suasion.store.summing import CODED

_SAMPLE = "sample"


def pairs(ledger: Ledger) -> tuple[Columns, Columns]:
    """Give all pairs of the data set, over all days.

    First `seen`, how much mentions both, of all pairs that are mentioned or have acts; then `place` (the row of the first), `source`,
    `target`, `instrument` and `courting` (the sum of chances of cooperative deeds) of those that have acts.
    """
    ledger.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE seen AS WITH looks AS ({_looks(ledger)}), both_ways AS (SELECT source, target, seen FROM looks "
        "UNION ALL SELECT target, source, seen FROM looks UNION ALL SELECT DISTINCT source, target, 0 FROM ever) "
        "SELECT (row_number() OVER (ORDER BY source, target) - 1)::BIGINT AS place, source, target, greatest(sum(seen), 1)::DOUBLE AS seen "
        "FROM both_ways GROUP BY source, target"
    )
    active = ledger.fetch(
        "SELECT place, source, target, instrument, sum(courted) AS courting "
        f"FROM ever JOIN tools USING (means) JOIN seen USING (source, target) WHERE {CODED} > 0 "
        "GROUP BY ALL ORDER BY source, target, instrument"
    )
    return ledger.fetch("SELECT seen FROM seen ORDER BY place"), active


def _looks(ledger: Ledger) -> str:
    """Write a query for how much mentions both of two states, one row a pair."""
    if ledger.own:
        return "SELECT a AS source, b AS target, sum(reports) AS seen FROM attention WHERE a <> '' AND b <> '' GROUP BY a, b"
    return (
        "SELECT least(source, target) AS source, greatest(source, target) AS target, sum(acts) AS seen FROM ever "
        "GROUP BY ALL"
    )


def take_sample(ledger: Ledger, most: int) -> None:
    """Lay the acts of some whole pairs aside, both ways, about so many; `pairs` comes first."""
    every = max(1, round(ledger.count() / most))
    pair = "least(source, target) || greatest(source, target)"
    chosen = (
        ""
        if every == 1
        else f"SEMI JOIN (SELECT source, target FROM seen WHERE md5_number_lower({pair}) % {every} = 0) "
    )
    ledger.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_SAMPLE} AS SELECT * FROM {ledger.acts} AS acts {chosen}"
        f"{'USING (source, target)' if chosen else ''}"
    )


def totals(ledger: Ledger, cut: Cut) -> Columns:
    """Give, of each cell of the sample, its instrument and the four sums of weights."""
    query = ledger.cells_sql(cut, Which(), "true", _SAMPLE)
    return ledger.fetch(f"SELECT instrument, courting, opposing, cooperation, conflict FROM ({query})")


def neighbours(ledger: Ledger) -> Columns:
    """Give the courting of every two neighbouring weeks of the sample, of which one has any, by instrument."""
    query = ledger.cells_sql(Cut(period="week"), Which(), "true", _SAMPLE)
    same = "(one.source, one.target, one.instrument, one.start + 7) = (two.source, two.target, two.instrument, two.start)"
    return ledger.fetch(
        f"WITH weeks AS MATERIALIZED (SELECT source, target, instrument, start, courting FROM ({query}) WHERE courting > 0) "
        "SELECT coalesce(one.instrument, two.instrument) AS instrument, coalesce(one.courting, 0) AS before, "
        f"coalesce(two.courting, 0) AS after FROM weeks AS one FULL JOIN weeks AS two ON {same}"
    )
