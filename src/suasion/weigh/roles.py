"""What the network says of states: brokers, rivals for the same clients, clients of several patrons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from suasion.records import (
    Between,
    Broker,
    BrokeredPair,
    BrokerRole,
    Clientship,
    Patron,
    Rivalry,
    SharedClient,
)
from suasion.weigh.network import Array, Layer, ranged

Flags = NDArray[np.bool_]
INSUFFICIENT, RESAMPLED = "insufficient", "resampled"
LEAST_PATRONS = 2


def brokers(layer: Layer, groups: Mapping[str, str]) -> Iterator[Broker]:
    """Give every state that connects others, the most between first; a null for one whose ties one way are all too thin to say.

    Args:
        layer: one instrument and window.
        groups: state → its group, for the roles; a state without one is a group of its own.

    """
    inner = slice(layer.core)
    friendly: Flags = layer.friendly[inner, inner]
    value = np.zeros(len(layer.states))
    value[inner] = betweenness(friendly)
    drawn = np.stack([betweenness(one) for one in layer.drawn_friendly])
    apart: Flags = ~np.eye(layer.core, dtype=bool)
    known = np.asarray(layer.measured.any(axis=0) & layer.measured.any(axis=1))
    active = (layer.n.sum(axis=0) > 0) & (layer.n.sum(axis=1) > 0)
    for i in sorted(np.flatnonzero(active).tolist(), key=lambda i: (-value[i], layer.states[i])):
        pairs: tuple[BrokeredPair, ...] = ()
        if known[i]:
            through: Flags = np.outer(friendly[:, i], friendly[i]) & ~friendly & apart
            again = layer.drawn_friendly[:, :, i, None] & layer.drawn_friendly[:, i, None, :]
            pairs = _pairs(layer, i, through, (again & ~layer.drawn_friendly).mean(axis=0), groups)
            if not pairs:
                continue
        yield Broker(
            state=layer.states[i],
            instrument=layer.instrument,
            window=layer.window,
            betweenness=ranged(float(value[i]), drawn[:, i]) if known[i] else None,
            value_how=RESAMPLED if known[i] else INSUFFICIENT,
            pairs=pairs,
            n=int(layer.n[i].sum() + layer.n[:, i].sum()),
            effective_n=round(float(layer.effective[i].sum() + layer.effective[:, i].sum()), 6),
            dataset=layer.dataset,
        )


def _pairs(
    layer: Layer, broker: int, through: Flags, stability: Array, groups: Mapping[str, str]
) -> tuple[BrokeredPair, ...]:
    """Name the pairs that a state connects, the strongest first: by the lesser of what comes in and what goes out."""
    states = layer.states
    strength = np.minimum.outer(layer.cooperation[:, broker], layer.cooperation[broker])
    made = [
        BrokeredPair(
            source=states[i],
            target=states[j],
            role=role_of(*(groups.get(states[k], states[k]) for k in (i, broker, j))),
            direct_n=int(layer.n[i, j]),
            stability=round(float(stability[i, j]), 3),
        )
        for i, j in sorted(np.argwhere(through).tolist(), key=lambda at: (-strength[at[0], at[1]], at))
    ]
    return tuple(made)


def role_of(source: str, broker: str, target: str) -> BrokerRole:
    """Name a broker's role by the groups of the three (Gould & Fernandez 1989)."""
    if source == broker == target:
        return "coordinator"
    if source == target:
        return "itinerant"
    if broker == target:
        return "gatekeeper"
    return "representative" if source == broker else "liaison"


def betweenness(friendly: Flags) -> Array:
    """Give each state's share of the shortest paths between others, unweighted and directed (Freeman 1977; Brandes 2001).

    All sources at once: a matrix product counts the paths one step longer. The same as networkx gives.
    """
    size = len(friendly)
    if size <= 2:  # noqa: PLR2004 - between two states lies nobody
        return np.zeros(size)
    step = friendly.astype(float)
    np.fill_diagonal(step, 0.0)
    depth, paths = np.eye(size) - 1.0, np.eye(size)
    front, length = np.eye(size), 0
    while front.any():
        front = (front @ step) * (depth < 0)
        length += 1
        depth[front > 0] = length
        paths += front
    carried = np.zeros((size, size))
    for level in range(length - 1, 0, -1):
        share = np.divide(
            (1.0 + carried) * (depth == level + 1), paths, out=np.zeros_like(paths), where=paths > 0
        )
        carried += (depth == level) * paths * (share @ step.T)
    np.fill_diagonal(carried, 0.0)
    return np.asarray(carried.sum(axis=0) / ((size - 1) * (size - 2)))


def rivalries(layer: Layer, sufficient: float) -> Iterator[Rivalry]:
    """Give every two patrons with a client in common, the most contested first; null where the common ones had too few events.

    The overlap is Finger & Kreinin's (1979) index of export similarity, over clients; the two themselves are left out.
    """
    measured = layer.cooperation > 0
    patrons = np.flatnonzero(measured.any(axis=1) & (layer.effective.sum(axis=1) >= sufficient))
    made = [row for i, j in combinations(patrons, 2) if (row := _rivalry(layer, int(i), int(j)))]
    yield from sorted(made, key=lambda row: (-row.contested, -row.n, row.first, row.second))


def _rivalry(layer: Layer, i: int, j: int) -> Rivalry | None:
    others = np.ones(len(layer.states), dtype=bool)
    others[[i, j]] = False
    told = others & (layer.n[i] > 0) & (layer.n[j] > 0)
    if not told.any():
        return None
    smaller = np.minimum(layer.cooperation[i], layer.cooperation[j]) * others
    shared = smaller > 0
    inner = others[: layer.core]
    first, second = (_portfolio(layer.cooperation[k] * others) for k in (i, j))
    overlap = None
    if shared.any():
        drawn = np.minimum(*(_portfolio(layer.drawn_cooperation[:, k] * inner) for k in (i, j))).sum(axis=-1)
        overlap = ranged(float(np.minimum(first, second).sum()), drawn)
    between = [value for value in (layer.affinity[i, j], layer.affinity[j, i]) if not np.isnan(value)]
    return Rivalry(
        first=layer.states[i],
        second=layer.states[j],
        instrument=layer.instrument,
        window=layer.window,
        overlap=overlap,
        value_how=RESAMPLED if overlap else INSUFFICIENT,
        contested=round(float(smaller.sum()), 6),
        affinity=round(float(np.mean(between)), 6) if between else None,
        clients=_shared(layer, (i, j), (first, second), shared),
        n=int(layer.n[i, told].sum() + layer.n[j, told].sum()),
        effective_n=round(float(layer.effective[i, told].sum() + layer.effective[j, told].sum()), 6),
        dataset=layer.dataset,
    )


def _portfolio(given: Array) -> Array:
    """Divide what a patron gives by its sum."""
    total = given.sum(axis=-1, keepdims=True)
    return np.asarray(np.divide(given, total, out=np.zeros_like(given), where=total > 0))


def _shared(
    layer: Layer, pair: tuple[int, int], portfolios: tuple[Array, Array], shared: Flags
) -> tuple[SharedClient, ...]:
    received = layer.cooperation.sum(axis=0)
    made = [
        SharedClient(
            state=layer.states[k],
            of_first=round(float(portfolios[0][k]), 6),
            of_second=round(float(portfolios[1][k]), 6),
            from_first=round(float(layer.cooperation[pair[0], k] / received[k]), 6),
            from_second=round(float(layer.cooperation[pair[1], k] / received[k]), 6),
        )
        for k in np.flatnonzero(shared)
    ]
    return tuple(sorted(made, key=lambda client: (-min(client.of_first, client.of_second), client.state)))


def clientships(layer: Layer, sufficient: float) -> Iterator[Clientship]:
    """Give every client that two patrons or more do something for, the best told first; null where fewer than two were measured."""
    told = layer.effective.sum(axis=0)
    for j in sorted(range(len(layer.states)), key=lambda j: (-told[j], layer.states[j])):
        active = np.flatnonzero(layer.n[:, j])
        if len(active) >= LEAST_PATRONS and told[j] >= sufficient:
            yield _clientship(layer, j, active)


def _clientship(layer: Layer, client: int, active: NDArray[np.intp]) -> Clientship:
    measured = np.flatnonzero(layer.cooperation[:, client] > 0)
    row = Clientship(
        client=layer.states[client],
        instrument=layer.instrument,
        window=layer.window,
        patrons=(),
        concentration=None,
        hedging=None,
        value_how=INSUFFICIENT,
        stability=None,
        unmeasured=int(layer.n[np.setdiff1d(active, measured), client].sum()),
        n=int(layer.n[:, client].sum()),
        effective_n=round(float(layer.effective[:, client].sum()), 6),
        dataset=layer.dataset,
    )
    if len(measured) < LEAST_PATRONS:
        return row
    order = np.array(sorted(measured, key=lambda i: (-layer.cooperation[i, client], layer.states[i])))
    share = _portfolio(layer.cooperation[order, client])
    drawn = _portfolio(layer.drawn_cooperation[:, order, client])
    herfindahl, again = float((share**2).sum()), (drawn**2).sum(axis=1)
    even = 1.0 - 1.0 / len(order)
    return replace(
        row,
        patrons=tuple(
            _patron(layer, int(i), client, ranged(float(share[k]), drawn[:, k])) for k, i in enumerate(order)
        ),
        concentration=ranged(herfindahl, again),
        hedging=ranged((1.0 - herfindahl) / even, (1.0 - again) / even),
        value_how=RESAMPLED,
        stability=round(float((drawn.argmax(axis=1) == 0).mean()), 3),
    )


def _patron(layer: Layer, patron: int, client: int, share: Between) -> Patron:
    return Patron(
        state=layer.states[patron],
        share=share,
        n=int(layer.n[patron, client]),
        effective_n=round(float(layer.effective[patron, client]), 6),
    )
