"""The section of states among others: brokers, rivals, clients of several patrons, who follows whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from suasion.publish.given import Among
from suasion.publish.plots import Table
from suasion.publish.plots.scale import figure
from suasion.publish.words import limited
from suasion.records import Between, Broker, Clientship, Following, Rivalry

MOST, NAMED = 10, 4
"""Rows of a table, and names in a cell; the export of the network has all."""


Name = Callable[[str], str]
"""Gives what names a state, by its code."""


def among_tables(among: Among | None, name: Name) -> tuple[Table, ...]:
    """Make a table of each kind of finding that has a value somewhere; none where the ties are too thin."""
    if among is None:
        return ()
    made = (
        broker_table(among.brokers, name),
        rivalry_table(among.rivalries, name),
        client_table(among.clientships, name),
        following_table(among.followings, name),
    )
    return tuple(table for table in made if table.rows)


def broker_table(rows: Sequence[Broker], name: Name) -> Table:
    """Tabulate who lies between others."""
    return Table(
        caption="States between others: courted by one and courting another, which have no friendly tie of their own",
        head=("State", "Pairs connected", "Share of shortest paths", "80 %", "95 %", "Effective / events"),
        rows=tuple(
            (
                name(row.state),
                limited([f"{name(p.source)} → {name(p.target)}" for p in row.pairs], NAMED, "more", "more"),
                *estimate(row.betweenness, percent=True),
                events(row.effective_n, row.n),
            )
            for row in [row for row in rows if row.betweenness][:MOST]
            if row.betweenness
        ),
    )


def rivalry_table(rows: Sequence[Rivalry], name: Name) -> Table:
    """Tabulate who courts the same clients."""
    return Table(
        caption="Two patrons, the same clients: how far their portfolios overlap, the most contested first",
        head=(
            "Patrons",
            "Clients: share of each patron’s cooperation",
            "Overlap",
            "80 %",
            "95 %",
            "Net affinity between them",
            "Effective / events",
        ),
        rows=tuple(
            (
                f"{name(row.first)} and {name(row.second)}",
                limited(
                    [f"{name(c.state)} {percent(c.of_first)} / {percent(c.of_second)}" for c in row.clients],
                    NAMED,
                    "more",
                    "more",
                ),
                *estimate(row.overlap, percent=True),
                "too few events" if row.affinity is None else figure(row.affinity),
                events(row.effective_n, row.n),
            )
            for row in rows[:MOST]
            if row.overlap
        ),
    )


def client_table(rows: Sequence[Clientship], name: Name) -> Table:
    """Tabulate who is courted by several."""
    return Table(
        caption="Clients of several patrons: from 0 (one patron) to 1 (all alike)",
        head=(
            "Client",
            "Patrons: share of what it gets",
            "Hedging",
            "80 %",
            "95 %",
            "First patron holds",
            "Effective / events",
        ),
        rows=tuple(
            (
                name(row.client),
                limited(
                    [f"{name(p.state)} {percent(p.share.value)}" for p in row.patrons], NAMED, "more", "more"
                ),
                *estimate(row.hedging),
                "–" if row.stability is None else f"in {percent(row.stability)} of resamples",
                events(row.effective_n, row.n),
            )
            for row in [row for row in rows if row.hedging][:MOST]
        ),
    )


def following_table(rows: Sequence[Following], name: Name) -> Table:
    """Tabulate who is followed by whom."""
    return Table(
        caption="Followed by, which is not caused: turns toward third states that another state takes a week later",
        head=(
            "State, followed by",
            "Thirds",
            "Correlation",
            "Its placebo (95 %)",
            "By chance",
            "Effective / events",
        ),
        rows=tuple(
            (
                f"{name(row.leader)}, followed by {name(row.follower)}",
                limited([name(third) for third in row.thirds], NAMED, "more", "more"),
                figure(row.value),
                "–" if row.placebo95 is None else figure(row.placebo95),
                "–" if row.chance is None else percent(row.chance),
                events(row.effective_n, row.n),
            )
            for row in rows[:MOST]
            if row.value is not None
        ),
    )


def estimate(value: Between | None, *, percent: bool = False) -> tuple[str, str, str]:
    """Write a value and its two intervals."""
    if value is None:
        return ("insufficient", "–", "–")
    scale = 100.0 if percent else 1.0
    unit = " %" if percent else ""
    return (
        f"{figure(value.value * scale)}{unit}",
        f"{figure(value.low80 * scale)} to {figure(value.high80 * scale)}{unit}",
        f"{figure(value.low95 * scale)} to {figure(value.high95 * scale)}{unit}",
    )


def percent(share: float) -> str:
    """Write a share."""
    return f"{figure(round(100.0 * share, 1))} %"


def events(effective: float, n: int) -> str:
    """Write what a row rests on."""
    return f"{effective:,.1f} / {n:,}"
