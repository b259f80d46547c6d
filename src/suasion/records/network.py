"""Rows about states among others, worked out from ties when somebody asks: who lies between, who courts the same, who is courted.

Every row is of one data set, instrument and window. `n` counts the events that it rests on and `effective_n` sums their
probabilities. Below the setting `sufficient_events` its value is null, with `value_how` = `insufficient`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from suasion.records.kept import OURS, Window
from suasion.records.parts import Between

BrokerRole = Literal["coordinator", "itinerant", "gatekeeper", "representative", "liaison"]
"""Gould & Fernandez 1989, by the groups of source, broker and target: all one (coordinator); the outer two one (itinerant);
the broker with the target (gatekeeper) or with the source (representative); no two (liaison)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokeredPair:
    """Two states that a third connects: it is courted by `source` and courts `target`, while `source` does not court `target`.

    `direct_n` counts the events from source to target that there are all the same: too few, or more hostile than friendly.
    `stability` is the share of resamples in which the pair is connected in this way, 0-1.
    """

    source: str
    target: str
    role: BrokerRole
    direct_n: int
    stability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Broker:
    """A state that lies between others in the network of friendly ties.

    `betweenness` is the share, 0-1, of shortest paths between other states that lead through it (Freeman 1977).
    """

    state: str
    instrument: str
    window: Window
    betweenness: Between | None
    value_how: str
    pairs: tuple[BrokeredPair, ...]
    n: int
    effective_n: float
    dataset: str = OURS


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedClient:
    """A client of two patrons: its share in the cooperation that each of them gives, and theirs in what it gets (0-1)."""

    state: str
    of_first: float
    of_second: float
    from_first: float
    from_second: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rivalry:
    """Two patrons with the same clients.

    `overlap` sums, over the clients, the smaller of the two patrons' portfolio shares: 0 no client in common, 1 the same
    portfolio. `contested` sums the smaller of what the two do for each client, as ties measure cooperation. `affinity` is the
    mean net affinity between the two, both ways: allies court the same clients too.
    """

    first: str
    second: str
    instrument: str
    window: Window
    overlap: Between | None
    value_how: str
    contested: float
    affinity: float | None
    clients: tuple[SharedClient, ...]
    n: int
    effective_n: float
    dataset: str = OURS


@dataclass(frozen=True, slots=True, kw_only=True)
class Patron:
    """A patron of a client, with its share (0-1) in the cooperation that the client gets from all patrons measured."""

    state: str
    share: Between
    n: int
    effective_n: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Clientship:
    """A client of several patrons.

    `concentration` is the Herfindahl index of the shares: 1 for one patron, 1/k for k alike. `hedging` puts it on 0 (one patron)
    to 1 (all alike). `unmeasured` counts the events of patrons that had too few each. `stability` is the share of resamples in
    which the first patron is the same, 0-1.
    """

    client: str
    instrument: str
    window: Window
    patrons: tuple[Patron, ...]
    concentration: Between | None
    hedging: Between | None
    value_how: str
    stability: float | None
    unmeasured: int
    n: int
    effective_n: float
    dataset: str = OURS


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """What a state did for another in one window: `cooperation` sums the probabilities of its cooperative deeds."""

    source: str
    target: str
    start: date
    cooperation: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """A state whose turns toward third states are followed by another's: followed by, never caused.

    `value` is the correlation (-1 to 1) between the leader's courting of third states and the follower's courting of them one
    window later, net of the follower's own past and of what all others do toward them. `placebo95` is the 95 % quantile of the
    same figure with the leader's windows turned round. `chance` is how likely such a turning does as well, corrected for the number
    of pairs looked at (Benjamini & Hochberg 1995); the value is given only where that is at most 5 %.
    """

    leader: str
    follower: str
    instrument: str
    value: float | None
    value_how: str
    placebo95: float | None
    chance: float | None
    windows: int
    thirds: tuple[str, ...]
    n: int
    effective_n: float
    dataset: str = OURS
