"""The quality floors hold on texts of our own."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from suasion.codebook import load_codebook
from suasion.evaluation import StatementScores, evaluate
from suasion.evaluation.gold import StatementRow, read_statements
from suasion.evaluation.triples import CodedStatement, Triple, from_gold, settle, triples

HERE = Path(__file__).parent
GOLD = HERE / "gold" / "sentences.jsonl"
FLOORS = tomllib.loads((HERE / "quality_floors.toml").read_text(encoding="utf-8"))
CODEBOOK = load_codebook()


@pytest.fixture(scope="module")
def predictions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("quality") / "predictions.jsonl"


@pytest.fixture(scope="module")
def scores(predictions: Path) -> StatementScores:
    if not GOLD.exists():
        pytest.skip("there is no tests/gold/sentences.jsonl")
    found = evaluate("statements", GOLD, predictions=predictions)
    assert isinstance(found, StatementScores)
    return found


@pytest.mark.parametrize("measure", ["triple", "event_type"])
def test_statements_of_our_own_sentences_stay_above_their_floor(
    scores: StatementScores, measure: str
) -> None:
    found = getattr(scores, measure)
    assert found.f1 >= FLOORS["statements"][measure], found


@pytest.mark.usefixtures("scores")
def test_statements_that_are_found_carry_the_right_factuality(predictions: Path) -> None:
    lines = predictions.read_text(encoding="utf-8").splitlines()
    pairs = zip(read_statements(GOLD, CODEBOOK), map(json.loads, lines), strict=True)
    judged = [verdict for row, line in pairs for verdict in _verdicts(row, line["predicted"])]
    assert judged
    assert sum(judged) / len(judged) >= FLOORS["statements"]["factuality"], sum(judged) / len(judged)


def _verdicts(row: StatementRow, predicted: list[dict[str, list[str]]]) -> list[bool]:
    """For each gold triple that was found: whether one of its predictions has the gold's factuality."""
    gold = tuple(it for it in row.statements if not it.content)
    answer = tuple(
        CodedStatement(
            event_type=str(it["event_type"]),
            actors=tuple(it["actors"]),
            recipients=tuple(it["recipients"]),
            factuality=str(it["factuality"]),
        )
        for it in predicted
    )
    found: dict[Triple, set[str | None]] = {}
    for statement in settle(gold, answer, CODEBOOK):
        for triple in triples(statement, CODEBOOK):
            found.setdefault(triple, set()).add(statement.factuality)
    expected = [(triple, it.factuality) for it in gold for triple in triples(from_gold(it), CODEBOOK)]
    return [factuality in found[triple] for triple, factuality in expected if triple in found]


def test_floors_are_shares() -> None:
    values = [value for table in FLOORS.values() for value in table.values()]
    assert values
    assert all(0 <= value <= 1 for value in values)
