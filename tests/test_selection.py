"""Selections: from the words of a person to the events that meet them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from suasion.codebook import load_codebook
from suasion.engine.selecting import Conditions, select
from suasion.errors import InputError
from suasion.records import Actor, Dated, Event, Selection, Turn
from suasion.registers import load_registers
from suasion.store import CaseFolder, Draft, Snapshot


def state(code: str) -> Actor:
    return Actor(id=f"state:{code}", name=code, country=code, code=code, sector="GOV")


def event(event_id: str, actors: str, recipients: str = "", **changes: object) -> Event:
    made = Event(
        id=event_id,
        event_type="AID",
        mode=None,
        contexts=(),
        instruments=("military/arms-transfer",),
        actors=tuple(map(state, actors.split())),
        recipients=tuple(map(state, recipients.split())),
        factuality="occurred",
        status="reported",
        content_of=None,
        when=Dated(start=date(2022, 3, 1), end=date(2022, 3, 5), precision="week", how="stated"),
        where=None,
        where_how="not stated",
        amounts=(),
        statement_ids=(),
        report_ids=(),
        origins=(),
        independent_origins=1,
        disputes=(),
        probability=0.9,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


EVENTS = (
    event("e1", "RUS", "VEN"),
    event("e2", "RUS CUB", "", event_type="CONSULT", instruments=("diplomatic/summit",)),
    event("e3", "CHN", "ARG", status="disputed", independent_origins=3, when=Dated()),
    event("e4", "USA", "VEN", factuality="planned", instruments=()),
)


def picked(tmp_path: Path, asked: Mapping[str, object], events: Sequence[Event] = EVENTS) -> Collection[str]:
    """Give the ids of those events that meet the conditions."""
    folder = CaseFolder.create(tmp_path / "case")
    with folder.writing():
        draft = Draft.begin(folder)
        draft.put(events, "u1")
        draft.commit("u1")
    selection = select(Conditions(**asked), load_codebook(), load_registers())  # type: ignore[typeddict-item]
    with Snapshot.open(folder) as snapshot:  # type: ignore[union-attr]
        return {found.id for found in snapshot.events(selection)}


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({}, "e1 e2 e3 e4"),
        ({"source": "Russia"}, "e1 e2"),
        ({"source": ["rus", "CHN"], "target": "VEN,ARG"}, "e1 e3"),
        ({"type": "aid", "factuality": "occurred"}, "e1 e3"),
        ({"instrument": "military"}, "e1 e3"),
        ({"instrument": "diplomatic/summit"}, "e2"),
        ({"status": "disputed"}, "e3"),
        ({"min_origins": 2}, "e3"),
        ({"start": "2022-03-05", "end": "2022-03-05"}, "e1 e2 e4"),
        ({"start": date(2022, 3, 6)}, ""),
        ({"target": "LATAM", "groups": {"LATAM": ["Argentina", "VEN"]}}, "e1 e3 e4"),
        ({"source": "BRICS"}, "e1 e2 e3"),
        ({"dataset": "icews"}, ""),
        ({"dataset": "suasion", "source": "USA"}, "e4"),
    ],
)
def test_a_selection_gives_the_events_that_meet_every_condition(
    tmp_path: Path, asked: dict[str, object], ids: str
) -> None:
    assert picked(tmp_path, asked) == set(ids.split())


def turn(told: date | None) -> Turn:
    return Turn(told=told, factuality="occurred", statement_ids=())


FIRST, LAST = date(2022, 3, 7), date(2022, 5, 1)
TOLD = (turn(LAST), turn(FIRST), turn(None))
PERIODS = [
    (Dated(start=FIRST, end=LAST), TOLD, (FIRST, LAST)),
    (Dated(start=LAST), TOLD, (LAST, LAST)),
    (Dated(end=LAST), TOLD, (LAST, LAST)),
    (Dated(), TOLD, (FIRST, FIRST)),
    (Dated(text="in those years"), TOLD, None),
    (Dated(), (turn(None),), None),
    (Dated(), (), None),
]


@pytest.mark.parametrize(("when", "history", "days"), PERIODS)
def test_news_that_names_no_time_stands_on_the_day_on_which_it_was_first_told(
    when: Dated, history: tuple[Turn, ...], days: tuple[date, date] | None
) -> None:
    assert event("e1", "RUS", when=when, history=history).days == days


@pytest.mark.parametrize(
    "day", [FIRST - timedelta(1), FIRST, FIRST + timedelta(1), LAST, LAST + timedelta(1)]
)
def test_a_filter_by_days_asks_for_those_that_an_event_stands_on(tmp_path: Path, day: date) -> None:
    events = [
        event(f"e{i}", "RUS", when=when, history=history) for i, (when, history, _) in enumerate(PERIODS)
    ]
    assert picked(tmp_path, {"start": day, "end": day}, events) == {
        one.id for one in events if one.days and one.days[0] <= day <= one.days[1]
    }


@pytest.mark.parametrize(("source", "target"), [("RUS", "CUB"), ("CUB", "RUS")])
def test_an_act_done_with_one_another_is_aimed_at_each_of_its_sides(
    tmp_path: Path, source: str, target: str
) -> None:
    assert picked(tmp_path, {"source": source, "target": target}) == {"e2"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"source": "Rusia Federal"}, "no state"),
        ({"type": "GIFT"}, "no event type"),
        ({"instrument": "militry"}, "military"),
        ({"start": "March"}, "no day"),
        ({"factuality": "happened"}, "occurred"),
    ],
)
def test_a_word_that_is_not_known_is_named_with_what_to_do(asked: dict[str, str], said: str) -> None:
    with pytest.raises(InputError) as caught:
        select(Conditions(**asked), load_codebook(), load_registers())  # type: ignore[typeddict-item]
    assert said in str(caught.value)


def test_a_selection_says_itself_in_words() -> None:
    asked = Selection(
        sources=("RUS",),
        targets=("LATAM",),
        min_origins=2,
        start=date(2022, 1, 1),
        groups=(("LATAM", ("ARG", "CUB")),),
    )
    assert asked.in_words() == (
        "Events from RUS to LATAM with 2 or more independent origins not before 2022-01-01. LATAM is ARG, CUB."
    )
    assert Selection().in_words() == "Events: all."
