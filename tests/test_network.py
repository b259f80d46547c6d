"""The network of ties: brokers, rivals, clients of several patrons, and who follows whom, on ties made up in sight."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from plot_ties import month, tie
from suasion.records import Activity, Tie
from suasion.weigh.following import followings
from suasion.weigh.network import Layer, bonds_of, graph_of, layers_of
from suasion.weigh.roles import betweenness, brokers, clientships, rivalries, role_of


def bond(
    source: str, target: str, cooperation: float | None, affinity: float = 0.5, n: int = 20
) -> list[Tie]:
    """The two ties that a bond is made of."""
    return [
        tie(source, target, "courtship-raw", cooperation, n=n),
        tie(source, target, "affinity", None if cooperation is None else affinity, n=n),
    ]


def layer(*bonds: list[Tie], draws: int = 60) -> Layer:
    """The one layer of some bonds."""
    (made,) = layers_of(bonds_of([one for ties in bonds for one in ties]), draws=draws, seed=1)
    return made


def test_the_graph_has_an_edge_for_each_pair_instrument_and_window_with_its_counts() -> None:
    ties = [
        *bond("AAA", "BBB", 2.0),
        *(replace(one, id=one.id + "m", instrument="military") for one in bond("AAA", "BBB", 1.0)),
        *(replace(one, id=one.id + "w", window=month(3)) for one in bond("AAA", "BBB", None, n=4)),
    ]
    graph = graph_of(bonds_of(ties))
    assert isinstance(graph, nx.MultiDiGraph)
    edges = {key: data for _, _, key, data in graph.edges(keys=True, data=True)}
    assert set(edges) == {("all", "all"), ("military", "all"), ("all", "2023-03")}
    assert edges["all", "2023-03"]["cooperation"] is None
    assert (edges["all", "2023-03"]["n"], edges["all", "2023-03"]["effective_n"]) == (4, 3.2)
    assert edges["military", "all"]["cooperation"] == 1.0


def test_a_state_that_one_courts_and_that_courts_another_lies_between_them() -> None:
    found = list(
        brokers(layer(bond("AAA", "BBB", 2.0), bond("BBB", "CCC", 3.0), bond("AAA", "CCC", None, n=4)), {})
    )
    (broker,) = [one for one in found if one.betweenness]
    assert broker.state == "BBB"
    assert broker.betweenness is not None
    assert broker.betweenness.value == 0.5, "the one path of the two possible pairs of others"
    (pair,) = broker.pairs
    assert (pair.source, pair.target, pair.role, pair.direct_n) == ("AAA", "CCC", "liaison", 4)
    assert pair.stability == 1.0
    assert (broker.n, broker.effective_n) == (40, 32.0)


def test_a_direct_or_a_hostile_tie_leaves_nothing_to_connect() -> None:
    two = [bond("AAA", "BBB", 2.0), bond("BBB", "CCC", 3.0)]
    assert list(brokers(layer(*two, bond("AAA", "CCC", 1.0)), {})) == []
    assert list(brokers(layer(bond("AAA", "BBB", 2.0), bond("BBB", "CCC", 3.0, affinity=-0.5)), {})) == []


def test_a_pair_that_may_be_hostile_is_connected_in_some_resamples_only() -> None:
    found = list(
        brokers(layer(bond("AAA", "BBB", 2.0), bond("BBB", "CCC", 3.0, affinity=0.02), draws=400), {})
    )
    assert 0.5 < found[0].pairs[0].stability < 0.85


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        ("xxx", "coordinator"),
        ("xyx", "itinerant"),
        ("xyy", "gatekeeper"),
        ("xxy", "representative"),
        ("xyz", "liaison"),
    ],
)
def test_the_groups_of_the_three_name_the_role(groups: str, role: str) -> None:
    assert role_of(*groups) == role


@given(st.integers(3, 9).flatmap(lambda n: st.lists(st.booleans(), min_size=n * n, max_size=n * n)))
def test_betweenness_is_what_networkx_gives(cells: list[bool]) -> None:
    size = round(len(cells) ** 0.5)
    friendly: NDArray[np.bool_] = np.array(cells).reshape(size, size) & ~np.eye(size, dtype=bool)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(size))
    graph.add_edges_from(np.argwhere(friendly).tolist())
    expected = nx.betweenness_centrality(graph)
    assert betweenness(friendly) == pytest.approx([expected[i] for i in range(size)])


def test_rivals_are_as_alike_as_the_smaller_shares_of_their_portfolios_sum_to() -> None:
    one = layer(
        bond("AAA", "CCC", 6.0),
        bond("AAA", "DDD", 2.0),
        bond("BBB", "CCC", 1.0),
        bond("BBB", "EEE", 1.0),
        bond("AAA", "BBB", 5.0, affinity=-0.4),
    )
    (rivalry,) = rivalries(one, 10)
    assert (rivalry.first, rivalry.second) == ("AAA", "BBB")
    assert rivalry.overlap is not None
    assert rivalry.overlap.value == 0.5, (
        "CCC is .75 of one's portfolio and .5 of the other's; what they do for each other is none"
    )
    assert rivalry.overlap.low95 < 0.5 <= rivalry.overlap.high95
    assert rivalry.contested == 1.0
    assert rivalry.affinity == -0.4
    (client,) = rivalry.clients
    assert (client.state, client.of_first, client.of_second) == ("CCC", 0.75, 0.5)
    assert client.from_first == pytest.approx(6 / 7, abs=1e-6)


def test_rivals_whose_common_clients_had_too_few_events_have_counts_and_no_overlap() -> None:
    one = layer(bond("AAA", "CCC", 6.0), bond("BBB", "DDD", 2.0), bond("BBB", "CCC", None, n=4))
    (rivalry,) = rivalries(one, 10)
    assert (rivalry.overlap, rivalry.value_how, rivalry.clients) == (None, "insufficient", ())
    assert (rivalry.n, rivalry.effective_n) == (24, 19.2)


def test_a_client_of_two_like_patrons_hedges_wholly_and_of_one_main_patron_little() -> None:
    even = next(clientships(layer(bond("AAA", "CCC", 2.0), bond("BBB", "CCC", 2.0)), 10))
    assert even.hedging is not None and even.concentration is not None
    assert (even.hedging.value, even.concentration.value) == (1.0, 0.5)
    uneven = next(clientships(layer(bond("AAA", "CCC", 9.0), bond("BBB", "CCC", 1.0)), 10))
    assert uneven.hedging is not None
    assert uneven.hedging.value == pytest.approx(0.36)
    assert [patron.state for patron in uneven.patrons] == ["AAA", "BBB"]
    assert uneven.stability == 1.0
    assert uneven.patrons[0].share.value == 0.9


def test_patrons_with_too_few_events_are_counted_and_not_given_a_share() -> None:
    some = next(
        clientships(
            layer(bond("AAA", "CCC", 2.0), bond("BBB", "CCC", 2.0), bond("DDD", "CCC", None, n=7)), 10
        )
    )
    assert [patron.state for patron in some.patrons] == ["AAA", "BBB"]
    assert (some.unmeasured, some.n) == (7, 47)
    thin = next(clientships(layer(bond("AAA", "CCC", 2.0), bond("DDD", "CCC", None, n=7)), 10))
    assert (thin.hedging, thin.value_how, thin.n) == (None, "insufficient", 27)


def test_a_layer_without_any_measured_tie_has_rows_without_values_or_none() -> None:
    thin = layer(bond("AAA", "BBB", None, n=6), bond("CCC", "BBB", None, n=9), bond("BBB", "CCC", None, n=9))
    assert {row.value_how for row in brokers(thin, {})} == {"insufficient"}
    assert list(rivalries(thin, 10)) == []
    assert [(row.client, row.hedging) for row in clientships(thin, 10)] == [("BBB", None)]


def test_findings_depend_neither_on_the_order_of_ties_nor_on_ties_of_others() -> None:
    bonds = [
        bond("AAA", "CCC", 6.0),
        bond("BBB", "CCC", 2.0),
        bond("CCC", "DDD", 2.0),
        bond("AAA", "BBB", 1.0),
    ]
    forward, backward = layer(*bonds), layer(*bonds[::-1])
    assert list(brokers(forward, {})) == list(brokers(backward, {}))
    assert list(rivalries(forward, 10)) == list(rivalries(backward, 10))
    before = next(row for row in clientships(forward, 10) if row.client == "CCC")
    after = next(
        row for row in clientships(layer(*bonds, bond("EEE", "FFF", 3.0)), 10) if row.client == "CCC"
    )
    assert before == after


def test_without_raw_courtship_the_friendly_part_of_the_volume_counts() -> None:
    ties = [tie("AAA", "BBB", "volume", float(np.log1p(8.0))), tie("AAA", "BBB", "affinity", 0.5)]
    (made,) = bonds_of(ties)
    assert made.cooperation is not None
    assert made.cooperation.value == pytest.approx(6.0)


WEEKS = [date(2022, 1, 3) + timedelta(weeks=i) for i in range(104)]
THIRDS = ("PPP", "QQQ", "RRR", "SSS")


def activities(counts: dict[str, NDArray[np.int64]]) -> list[Activity]:
    """What states did for the thirds, by week."""
    return [
        Activity(source=state, target=third, start=week, cooperation=float(n), n=int(n))
        for state, done in counts.items()
        for third, row in zip(THIRDS, done, strict=True)
        for week, n in zip(WEEKS, row, strict=True)
        if n
    ]


def world(seed: int, follow: float) -> list[Activity]:
    """Two states and the rest of the world, all moved by the same news; BBB does again what AAA did a week before."""
    rng = np.random.default_rng(seed)
    news = rng.gamma(1.5, 0.7, (len(THIRDS), len(WEEKS)))
    lead = rng.poisson(0.7 * news)
    after = rng.poisson(0.4 * news + follow * np.roll(lead, 1, axis=1))
    return activities({"AAA": lead, "BBB": after, "XXX": rng.poisson(4 * news)})


def test_a_state_that_turns_where_another_turned_a_week_before_is_found_to_follow_it() -> None:
    rows = list(followings(world(1, 0.6), WEEKS, instrument="all", sufficient=10))
    first = rows[0]
    assert (first.leader, first.follower, first.value_how) == ("AAA", "BBB", "cross-lagged")
    assert first.value is not None and first.placebo95 is not None and first.chance is not None
    assert first.value > first.placebo95
    assert first.chance < 0.001
    assert first.thirds == THIRDS
    backward = next(row for row in rows if (row.leader, row.follower) == ("BBB", "AAA"))
    assert (backward.value, backward.value_how) == (None, "not above placebo")


def test_common_news_alone_is_hardly_ever_taken_for_following() -> None:
    found = [
        row
        for seed in range(60)
        for row in followings(world(seed, 0.0), WEEKS, instrument="all", sufficient=10)
        if {row.leader, row.follower} == {"AAA", "BBB"}
    ]
    assert len(found) == 120
    assert sum(row.value is not None for row in found) <= 6, "at most one in twenty"


def test_too_few_deeds_or_weeks_are_said_to_be_insufficient() -> None:
    few = [one for one in world(1, 0.6) if one.start < WEEKS[12]]
    assert {row.value_how for row in followings(few, WEEKS[:12], instrument="all", sufficient=10)} == {
        "insufficient"
    }
    rows = followings(world(1, 0.6), WEEKS, instrument="all", sufficient=1e6)
    assert {row.value_how for row in rows} == {"insufficient"}
