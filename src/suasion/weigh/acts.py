"""Our own events as acts: one row for each ordered pair of states, as an imported data set has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import msgspec

from suasion.records import Factuality
from suasion.weigh.bearing import Bearing, Beta

ActRow = tuple[str, str, str, date | None, str, str, str, bool, bool, float, float, str, date | None, str]
"""Event, source, target, day, type, means, counted, deed, cooperative, weight, chance, origin, weight day, evidence (JSON)."""


class _Evidence(msgspec.Struct, frozen=True, array_like=True):
    """What the resample draws from."""

    probability: float
    origins: tuple[tuple[str, Beta], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An act as it was kept, whose event need not be read again."""

    event_id: str
    day: date | None
    weight_day: date | None
    means: str
    counted: Factuality
    deed: bool
    cooperative: bool
    weight: float
    origin: str
    evidence: str


def act_rows(bearing: Bearing) -> Iterator[ActRow]:
    """Give a row for each ordered pair that an event counts for."""
    evidence = msgspec.json.encode(_Evidence(bearing.probability, bearing.origins)).decode("utf-8")
    for source, target in bearing.pairs:
        yield (
            bearing.event_id,
            source,
            target,
            bearing.day,
            bearing.event_type,
            ";".join(bearing.instruments),
            bearing.column,
            bearing.deed,
            bearing.cooperative,
            bearing.goldstein,
            bearing.chance,
            bearing.lead,
            bearing.weight_day,
            evidence,
        )


def bearings_of(kept: Iterable[Kept]) -> list[Bearing]:
    """Make events ready from what was kept of their acts."""
    decoder = msgspec.json.Decoder(_Evidence)
    made = []
    for act in kept:
        evidence = decoder.decode(act.evidence)
        made.append(
            Bearing(
                event_id=act.event_id,
                event_type="",
                instruments=tuple(act.means.split(";")) if act.means else (),
                probability=evidence.probability,
                pairs=(),
                day=act.day,
                weight_day=act.weight_day,
                column=act.counted,
                deed=act.deed,
                cooperative=act.cooperative,
                goldstein=round(act.weight, 6),
                origins=evidence.origins,
                lead=act.origin,
            )
        )
    return made


def looks(states: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give what a report that mentions these states counts for: itself, each state, and each two of them in order."""
    mentioned = sorted(states)
    yield "", ""
    yield from ((state, "") for state in mentioned)
    yield from combinations(mentioned, 2)
