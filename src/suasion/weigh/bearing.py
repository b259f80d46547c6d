"""Events as ties need them: who to whom, when, how surely, from which origins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from suasion.codebook import Codebook
from suasion.records import Event, Factuality
from suasion.registers import Registers

Beta = tuple[float, float]
RELIABLE: Beta = (8.0, 2.0)
"""Beta prior of an origin's reliability, mean .8 (forecasting notes, §1.2: no audited sample yet)."""
OWN_STATE_MEDIA: Beta = (3.0, 3.0)
"""The same for media that a state owns or steers, on what that state does or suffers: mean .5."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """An event, made ready.

    `day` is the one that it counts on in windows, `weight_day` the day that it is aged from.
    """

    event_id: str
    event_type: str
    instruments: tuple[str, ...]
    probability: float
    pairs: tuple[tuple[str, str], ...]
    day: date | None
    weight_day: date | None
    column: Factuality
    deed: bool
    cooperative: bool
    goldstein: float
    origins: tuple[tuple[str, Beta], ...]
    lead: str
    """The origin that carries the event in most reports; empty for none."""

    @property
    def chance(self) -> float:
        """How probable it is that the event happened as coded.

        `p * (1 - prod(1 - r))` over its origins, 0-1.
        """
        missed = 1.0
        for _, (alpha, beta) in self.origins:
            missed *= beta / (alpha + beta)
        return self.probability * (1.0 - missed)


def pairs_of(event: Event, codebook: Codebook) -> tuple[tuple[str, str], ...]:
    """Give the ordered pairs of different states that an event counts for, in order.

    Actor to recipient; where an act that sides do with one another has a joint subject and no recipient, every
    ordered pair of its actors.
    """
    actors = {actor.state for actor in event.actors if actor.state}
    recipients = {actor.state for actor in event.recipients if actor.state}
    return tuple(sorted(codebook.pairs(event.event_type, actors, recipients, aimed=bool(event.recipients))))


def bearings(events: Iterable[Event], codebook: Codebook, registers: Registers) -> Iterator[Bearing]:
    """Make events ready, in order of id; those that bear on no pair of states have no `pairs`."""
    for event in sorted(events, key=lambda one: one.id):
        event_type = codebook.types.get(event.event_type)
        yield Bearing(
            event_id=event.id,
            event_type=event.event_type,
            instruments=tuple(sorted(set(event.instruments))),
            probability=event.probability,
            pairs=pairs_of(event, codebook),
            day=event.day,
            weight_day=event.day or event.told,
            column=event.counted_as,
            deed=event.factuality == "occurred" and event.content_of is None and event.status != "retracted",
            cooperative=bool(event_type and event_type.cooperative),
            goldstein=abs(event_type.weight) if event_type else 0.0,
            origins=tuple(
                (origin.id, _reliability(origin.name, event, registers)) for origin in event.origins
            ),
            lead=_lead(event),
        )


def _lead(event: Event) -> str:
    lead = min(event.origins, key=lambda origin: (-len(origin.report_ids), origin.id), default=None)
    return lead.id if lead else ""


def _reliability(name: str, event: Event, registers: Registers) -> Beta:
    outlet = registers.outlets.find(name)
    if outlet is None or not outlet.state or outlet.country is None:
        return RELIABLE
    involved = {actor.country for actor in (*event.actors, *event.recipients)}
    return OWN_STATE_MEDIA if outlet.country in involved else RELIABLE
