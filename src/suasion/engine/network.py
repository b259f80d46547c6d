"""The network of a data set: its ties as a graph, and what they say of states among others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import networkx as nx

from suasion.engine.ledgers import Opened
from suasion.engine.measuring import Question
from suasion.engine.ties import ties_of
from suasion.records import (
    Activity,
    Broker,
    Clientship,
    Following,
    Group,
    MeasureName,
    Rivalry,
    TieQuery,
)
from suasion.store.cuts import text
from suasion.weigh.calendar import ALL, start_of
from suasion.weigh.following import followings
from suasion.weigh.network import bonds_of, graph_of, layers_of
from suasion.weigh.roles import brokers, clientships, rivalries

MEASURES: tuple[MeasureName, ...] = ("courtship-raw", "affinity")
STEP, STEPS = "week", 156
"""The windows in which one state's turns are held against another's, and how many of the latest are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The ties of a data set as a directed multigraph, and what they say of states among others; docs/network.md.

    The graph has an edge for every instrument and window asked for, the rows are of `all` instruments together unless some
    were named. Rows without a value had too few events, or (`followings`) were no more than chance.
    """

    graph: nx.MultiDiGraph[str]
    brokers: tuple[Broker, ...]
    rivalries: tuple[Rivalry, ...]
    clientships: tuple[Clientship, ...]
    followings: tuple[Following, ...]


def network_of(opened: Opened, query: TieQuery, groups: Sequence[Group] = ()) -> Network:
    """Work out the network of the ties that a query asks for; its measures are not looked at.

    Args:
        opened: the data set.
        query: which ties. Groups in it are nodes of the network, in the place of their members.
        groups: to which group a state belongs, for the roles of brokers.

    Raises:
        InputError: there is no such window.

    """
    settings = opened.settings
    bonds = bonds_of(ties_of(opened, replace(query, measures=MEASURES)))
    asked = query.instruments or (ALL,)
    of_group = {state: name for name, members in groups for state in members}
    layers = layers_of(
        (bond for bond in bonds if bond.instrument in asked), draws=settings.resamples, seed=settings.seed
    )
    found: tuple[list[Broker], list[Rivalry], list[Clientship]] = ([], [], [])
    for layer in layers:
        found[0].extend(brokers(layer, of_group))
        found[1].extend(rivalries(layer, settings.sufficient_events))
        found[2].extend(clientships(layer, settings.sufficient_events))
    return Network(
        graph=graph_of(bonds),
        brokers=tuple(found[0]),
        rivalries=tuple(found[1]),
        clientships=tuple(found[2]),
        followings=tuple(row for name in asked for row in _followings(opened, query, name)),
    )


def _followings(opened: Opened, query: TieQuery, instrument: str) -> Iterator[Following]:
    """Ask for cooperative deeds by week, and hold them against each other."""
    question = Question(opened, replace(query, window=STEP, instruments=(instrument,), measures=MEASURES))
    question.gather()
    rows = opened.ledger.fetch(
        f"SELECT source, target, start, courting, occurred FROM cells WHERE {question.chosen()} AND courting > 0 "
        f"AND instrument = {text(instrument)} ORDER BY source, target, start"
    )
    rows = {**rows, "start": rows["start"].astype("datetime64[D]")}
    columns = (rows[name].tolist() for name in ("source", "target", "start", "courting", "occurred"))
    activities = [
        Activity(source=source, target=target, start=start, cooperation=courting, n=n)
        for source, target, start, courting, n in zip(*columns, strict=True)
    ]
    return followings(
        activities,
        _weeks(question),
        instrument=instrument,
        sufficient=opened.settings.sufficient_events,
        dataset=opened.dataset,
    )


def _weeks(question: Question) -> tuple[date, ...]:
    """Give the first days of the weeks that the data cover, within what was asked for."""
    fitted, query = question.opened.fitted, question.query
    if fitted.first is None or fitted.last is None:
        return ()
    first, last = max(query.start or fitted.first, fitted.first), min(query.end or fitted.last, fitted.last)
    start = start_of(STEP, max(first, last - timedelta(weeks=STEPS)))
    return tuple(start + timedelta(days=7 * i) for i in range(max((last - start).days // 7 + 1, 0)))
