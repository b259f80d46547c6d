"""An event in plain columns, beside those that hold lists and structures: for R, Stata and spreadsheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from suasion.codebook import Codebook
from suasion.records import OURS, Actor, Event

Value = str | int | float | bool | None

SEPARATOR = ";"
"""Between the members of a list in one cell; one inside a name becomes a comma."""


def flat_values(event: Event, codebook: Codebook) -> tuple[Value, ...]:
    """Give the values of `FLAT_COLUMNS`, in their order."""
    return tuple(value(event, codebook) for value in FLAT_COLUMNS.values())


def _joined(values: Iterable[str | None]) -> str:
    return SEPARATOR.join((value or "").replace(SEPARATOR, ",") for value in values)


def _states(actors: Iterable[Actor]) -> str:
    """Give the states that actors stand for, each once; organisations and unnamed groups stand for none."""
    return SEPARATOR.join(sorted({actor.state for actor in actors if actor.state}))


FLAT_COLUMNS: Final[Mapping[str, Callable[[Event, Codebook], Value]]] = {
    "dataset": lambda event, _: event.imported.dataset if event.imported else OURS,
    "start": lambda event, _: str(event.days[0]) if event.days else None,
    "end": lambda event, _: str(event.days[1]) if event.days else None,
    "date_precision": lambda event, _: event.date_precision,
    "counted_as": lambda event, _: event.counted_as,
    "source_states": lambda event, _: _states(event.actors),
    "target_states": lambda event, _: _states(event.recipients),
    "actor_names": lambda event, _: _joined(actor.name for actor in event.actors),
    "actor_codes": lambda event, _: _joined(actor.code for actor in event.actors),
    "actor_sectors": lambda event, _: _joined(actor.sector for actor in event.actors),
    "recipient_names": lambda event, _: _joined(actor.name for actor in event.recipients),
    "recipient_codes": lambda event, _: _joined(actor.code for actor in event.recipients),
    "recipient_sectors": lambda event, _: _joined(actor.sector for actor in event.recipients),
    "instrument_ids": lambda event, _: _joined(event.instruments),
    "context_ids": lambda event, _: _joined(event.contexts),
    "quad_class": lambda event, codebook: codebook.type(event.event_type).quad_class,
    "weight": lambda event, codebook: codebook.type(event.event_type).weight,
    "place_name": lambda event, _: event.where.name if event.where else None,
    "place_country": lambda event, _: event.where.country if event.where else None,
    "place_precision": lambda event, _: event.where.precision if event.where else None,
    "latitude": lambda event, _: event.where.lat if event.where else None,
    "longitude": lambda event, _: event.where.lon if event.where else None,
    "n_reports": lambda event, _: len(event.report_ids),
    "n_statements": lambda event, _: len(event.statement_ids),
    "disputed": lambda event, _: _joined(dispute.field for dispute in event.disputes),
}
"""The plain columns by name, in order, with how each is read from an event. Names fit Stata (32 letters at most)."""
