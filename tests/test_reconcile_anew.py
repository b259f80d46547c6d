"""All events of a case, made share by share, are those of looking at everything together."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from unittest.mock import patch

import msgspec
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from reconcile_world import judgement
from suasion.codebook import load_codebook
from suasion.engine.shelf import shelf_beside
from suasion.reconcile import EventInput, Events, Origins, shares
from suasion.reconcile.origins import OriginInput
from suasion.reconcile.regions import EventChange
from suasion.records import Event, Judgement, Link, Report, Statement
from suasion.registers import load_registers
from suasion.settings import Settings
from suasion.stage import Outcome
from test_reconcile_incremental import Told, telling


class Shelf:
    """Holds things in a list."""

    def __init__(self) -> None:
        self.things: list[bytes] = []

    def put(self, things: Iterable[bytes]) -> list[int]:
        before = len(self.things)
        self.things += things
        return list(range(before, len(self.things)))

    def get(self, numbers: Iterable[int]) -> Iterator[bytes]:
        return (self.things[number] for number in numbers)


class Whole:
    """A case that is all at hand, given a few records at a time."""

    def __init__(self, given: EventInput) -> None:
        self._given, self.shelf = given, Shelf()

    def reports(self) -> Iterator[Sequence[Report]]:
        return (self._given.reports[at : at + 3] for at in range(0, len(self._given.reports), 3))

    def statements(self) -> Iterator[Sequence[Statement]]:
        return (self._given.statements[at : at + 5] for at in range(0, len(self._given.statements), 5))

    def links(self) -> Sequence[Link]:
        return self._given.links


@cache
def stages() -> tuple[Origins, Events]:
    registers = load_registers()
    return Origins(Settings(), registers), Events(Settings(), load_codebook(), registers)


def world(rng: random.Random, size: int) -> EventInput:
    told: list[Told] = []
    while len(told) < size:
        told.append(telling(rng, told))
    told = list({one.id: (one, made) for one, made in told}.values())
    reports = tuple(report for report, _ in told)
    links = [link for outcome in stages()[0].gather(OriginInput(reports=reports)) for link in outcome.outputs]
    statements = tuple(one for _, made in told for one in made)
    return EventInput(reports=reports, statements=statements, links=links, judgements=judged(rng, statements))


def judged(rng: random.Random, statements: Sequence[Statement]) -> tuple[Judgement, ...]:
    """None, or what people said of some statements and reports."""
    if rng.random() < 0.5:
        return ()
    some = rng.sample(statements, 4)
    return (
        judgement("reject", some[0].id),
        judgement("merge", some[1].id, some[2].id),
        judgement("mark-copy", some[2].report_id, some[3].report_id),
    )


def answers(outcomes: Iterable[Outcome[Event]]) -> list[bytes]:
    """What is said of events and of what is declined, in an order of its own."""
    rows = (row for outcome in outcomes for row in (*outcome.outputs, *outcome.rejections))
    return sorted(msgspec.json.encode(row) for row in rows)


def as_it_is(change: EventChange) -> EventChange:
    return change


@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.randoms(use_true_random=False), st.sampled_from([1, 6, 25, 10**6]))
def test_however_the_blocks_are_dealt_out_the_events_are_the_same(rng: random.Random, share: int) -> None:
    given_ = world(rng, 12)
    with patch.object(shares, "_SHARE", share):
        changes = list(stages()[1].anew(Whole(given_), given_.judgements, map, as_it_is))
    assert answers(outcome for change in changes for outcome in change.outcomes) == answers(
        stages()[1].gather(given_)
    )
    answered = [key for change in changes for key in change.renewed]
    assert sorted(answered) == sorted(one.id for one in given_.statements)
    assert sorted(one.statement_id for change in changes for one in change.placed) == sorted(answered)


@pytest.mark.parametrize("things", [[], [b""], [b"one", b"", b"three" * 100]])
def test_what_is_put_on_a_shelf_comes_back_by_its_numbers(
    things: list[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = tmp_path_factory.mktemp("shelf") / "draft.duckdb"
    with shelf_beside(place) as shelf:
        numbers = shelf.put(things) + shelf.put([b"more"])
        assert list(shelf.get(numbers)) == [*things, b"more"]
    assert not list(place.parent.iterdir())
