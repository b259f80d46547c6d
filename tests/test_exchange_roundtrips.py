"""What we write in a format of event data, we read as the same events, and write again as the same file."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import export_world as world
from suasion.engine.importing import ImportSummary, import_file
from suasion.exchange import FORMATS
from suasion.exchange.deeds import actor_id, day_of, number, pairs_of
from suasion.records import Actor, Event
from suasion.store import CaseFolder
from suasion.store.imports import committed_imports, imported_events

SLOW = settings(
    deadline=None,
    max_examples=2,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
"""An import takes a second; what fails is not made smaller, which takes hundreds."""

CHANGED = {"RETREAT": "CONCEDE", "SANCTION": "COERCE"}
"""Types that a CAMEO code may turn into: see `Canonical`."""

batches = st.lists(
    world.events.filter(lambda event: bool(event.actors)),
    min_size=15,
    max_size=25,
).map(world.numbered)


@dataclass(frozen=True, kw_only=True)
class Trip:
    """A file written, what an import made of it, and the file written from that."""

    written: str
    summary: ImportSummary
    events: Sequence[Event]
    again: str


def travel(name: str, events: Sequence[Event]) -> Trip:
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder) / "first", Path(folder) / "second"
        FORMATS[name].write(world.export(events), first)
        if len(first.read_text(encoding="utf-8").splitlines()) < 2:
            return Trip(written="", summary=None, events=(), again="")  # type: ignore[arg-type]
        case = CaseFolder.create(Path(folder) / "case")
        summary = import_file(case, name, first, name="theirs")
        (manifest,) = committed_imports(case)
        found = tuple(imported_events(manifest))
        FORMATS[name].write(world.export(found), second)
        return Trip(
            written=first.read_text(encoding="utf-8"),
            summary=summary,
            events=found,
            again=second.read_text(encoding="utf-8"),
        )


def key_of(found: Event) -> str:
    assert found.imported is not None
    return found.imported.key


def states(actors: Sequence[Actor]) -> list[str | None]:
    return [actor.country if actor.code == actor.country else None for actor in actors]


@pytest.mark.parametrize("name", ["polecat", "icews", "gdelt", "plover"])
@SLOW
@given(found=batches)
def test_a_file_of_ours_is_imported_whole_and_leaves_as_it_came(name: str, found: list[Event]) -> None:
    trip = travel(name, found)
    if trip.written:
        assert trip.summary.counts.rejected == 0
        assert trip.summary.unplaced == ()
        assert trip.again == trip.written


@pytest.mark.parametrize("name", ["polecat", "plover"])
@SLOW
@given(found=batches)
def test_formats_with_lists_give_back_type_mode_contexts_sides_and_day(name: str, found: list[Event]) -> None:
    sent = {event.id: event for event in found}
    for event in travel(name, found).events:
        was = sent[key_of(event)]
        assert (event.event_type, event.mode, set(event.contexts)) == (
            was.event_type,
            was.mode,
            set(was.contexts),
        )
        assert states(event.actors) == states(was.actors)
        assert states(event.recipients) == states(was.recipients)
        assert day_of(event) == day_of(was)


@pytest.mark.parametrize("name", ["icews", "gdelt"])
@SLOW
@given(found=batches)
def test_formats_of_pairs_give_back_type_sides_and_day(name: str, found: list[Event]) -> None:
    sent = {
        number(event.id, *map(actor_id, pair)): (event, *pair)
        for event in found
        for pair in pairs_of(event, world.CODEBOOK)
    }
    for event in travel(name, found).events:
        was, source, target = sent[key_of(event).partition("-")[0]]
        assert event.event_type in (was.event_type, CHANGED.get(was.event_type))
        assert [actor.country for actor in event.actors] == ([source.country] if source else [])
        assert [actor.country for actor in event.recipients] == ([target.country] if target else [])
        assert day_of(event) == day_of(was)
