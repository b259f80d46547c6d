"""The quality floors hold on texts of our own."""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from suasion.codebook import load_codebook
from suasion.coding.heads import load_heads
from suasion.evaluation import StatementScores, evaluate
from suasion.evaluation.gold import StatementRow, read_statements
from suasion.evaluation.scores import pearson
from suasion.evaluation.story_shapes import EventsScores, OriginsScores
from suasion.evaluation.triples import CodedStatement, Triple, from_gold, settle, triples

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "tools"))
from marked import Marked, read_marked  # noqa: E402 - a tool beside the package

HELD = 20
"""As `tools/coder_data.py` has it, which needs torch."""
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


@pytest.mark.parametrize("name", ["stories-a", "stories-b"])
def test_the_events_of_our_own_stories_stay_above_their_floor(name: str) -> None:
    found = evaluate("events", HERE / "gold" / f"{name}.jsonl")
    assert isinstance(found, EventsScores)
    reached = {
        "conll_f1": found.conll_f1,
        "whole": found.whole,
        "disputes_precision": found.disputes.precision,
        "speakers_precision": found.speakers.precision,
    }
    assert {key: value for key, value in reached.items() if value < FLOORS["events"][key]} == {}


@pytest.mark.parametrize("measure", ["triple", "event_type"])
def test_statements_of_our_own_sentences_stay_above_their_floor(
    scores: StatementScores, measure: str
) -> None:
    found = getattr(scores, measure)
    assert found.f1 >= FLOORS["statements"][measure], found


def test_statements_of_the_sets_that_nobody_else_has_stay_above_their_floor(tmp_path: Path) -> None:
    rows = (HERE / "gold" / "special.jsonl").read_text(encoding="utf-8").splitlines()
    path = tmp_path / "open.jsonl"
    path.write_text("\n".join(row for row in rows if not json.loads(row).get("sealed")), encoding="utf-8")
    found = evaluate("statements", path)
    assert isinstance(found, StatementScores)
    assert found.triple.f1 >= FLOORS["special"]["triple"], found


def test_links_and_origins_of_our_own_stories_stay_above_their_floor(tmp_path: Path) -> None:
    path = tmp_path / "stories.jsonl"
    path.write_bytes(b"".join((HERE / "gold" / f"stories-{part}.jsonl").read_bytes() for part in "ab"))
    found = evaluate("origins", path)
    assert isinstance(found, OriginsScores)
    floors = FLOORS["origins"]
    for relation in ("copies", "translates", "relays"):
        assert found.links[relation].f1 >= floors[relation], (relation, found.links)
    assert found.any_text.f1 >= floors["any_text"], found.any_text
    assert found.counts.exact >= floors["counts"], found.counts


def test_outlets_are_seen_as_sources_in_many_wordings() -> None:
    found = evaluate("origins", HERE / "gold" / "relays.jsonl")
    assert isinstance(found, OriginsScores)
    assert found.links["relays"].precision >= FLOORS["origins"]["wordings_precision"], found.links
    assert found.links["relays"].recall >= FLOORS["origins"]["wordings_recall"], found.links


def test_the_encoder_types_pairs_and_grades_predicates_of_sentences_that_it_was_not_trained_on() -> None:
    encoder, heads = load_heads()
    typed: list[bool] = []
    scores: list[tuple[float, float]] = []
    for marked in held_out():
        encoded = encoder.run([marked.text])[0]
        for predicate in marked.predicates:
            answer = heads.certainty(encoded, (predicate.start, predicate.end))
            scores.append((predicate.score, answer.score))
        places = {m.actor: (m.start, m.end) for m in reversed(marked.mentions)}
        for statement in marked.statements:
            if statement.parent is None and len(statement.actors) == len(statement.recipients) == 1:
                pair = places[statement.actors[0]], places[statement.recipients[0]]
                likely = heads.pairs(encoded, [pair])[0].types
                typed.append(heads.labels.types[int(likely.argmax())] == statement.event_type)
    assert len(typed) > 200
    assert sum(typed) / len(typed) >= FLOORS["held_out"]["types"], sum(typed) / len(typed)
    gold, answers = zip(*scores, strict=True)
    assert (pearson(gold, answers) or 0.0) >= FLOORS["held_out"]["factuality"], pearson(gold, answers)


def held_out() -> Iterator[Marked]:
    """The sentences of our own that `tools/coder_data.py` keeps from training."""
    for path in sorted((HERE.parent / "tools" / "data" / "sentences").glob("*.txt")):
        yield from (it for it in read_marked(path) if sha256(it.text.encode()).digest()[0] < HELD)


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
