"""Tables as frames of polars and pandas."""

from __future__ import annotations

from pathlib import Path

import pytest

import suasion
from suasion.case import Case
from suasion.errors import InputError
from suasion.frames import polars_frame
from suasion.store import CaseFolder, Draft
from test_selection import EVENTS


@pytest.fixture
def case(tmp_path: Path) -> Case:
    folder = CaseFolder.create(tmp_path / "case")
    with folder.writing():
        draft = Draft.begin(folder)
        draft.put(EVENTS, "u1")
        draft.commit("u1")
    return suasion.open(tmp_path / "case")


def test_a_frame_of_polars_has_a_row_for_each_event_and_its_lists(case: Case) -> None:
    frame = case.polars("events")
    assert frame["id"].to_list() == [event.id for event in EVENTS]
    assert frame["actors"].list.len().to_list() == [len(event.actors) for event in EVENTS]


def test_a_frame_of_pandas_has_the_chosen_events_alone(case: Case) -> None:
    frame = case.pandas("events", source="Russia")
    assert sorted(frame["id"]) == ["e1", "e2"]


@pytest.mark.parametrize("table", ["statements", "ties", "rejections"])
def test_a_table_without_rows_is_a_frame_with_columns(case: Case, table: str) -> None:
    frame = case.polars(table)
    assert frame.height == 0
    assert "id" in frame.columns


def test_a_library_that_is_missing_is_named_with_its_install_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("suasion.frames.import_module", absent)
    with pytest.raises(InputError, match=r"suasion\[frames\]"):
        polars_frame(lambda _: None)
