"""The quality floors hold on texts of our own."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from suasion.evaluation import StatementScores, evaluate

HERE = Path(__file__).parent
GOLD = HERE / "gold" / "sentences.jsonl"
FLOORS = tomllib.loads((HERE / "quality_floors.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def scores() -> StatementScores:
    if not GOLD.exists():
        pytest.skip("there is no tests/gold/sentences.jsonl")
    found = evaluate("statements", GOLD)
    assert isinstance(found, StatementScores)
    return found


@pytest.mark.parametrize("measure", ["triple", "event_type"])
def test_statements_of_our_own_sentences_stay_above_their_floor(
    scores: StatementScores, measure: str
) -> None:
    found = getattr(scores, measure)
    assert found.f1 >= FLOORS["statements"][measure], found


def test_floors_are_shares() -> None:
    values = [value for table in FLOORS.values() for value in table.values()]
    assert values
    assert all(0 <= value <= 1 for value in values)
