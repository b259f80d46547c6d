"""`origins` and `events` score what they say they score; clusters are scored as the CoNLL tasks do."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.errors import InputError
from suasion.evaluation import evaluate
from suasion.evaluation.clusters import best_assignment, score_clusters
from suasion.evaluation.story_shapes import EventsScores, OriginsScores

WIRE = (
    "VALLETTA, March 1 (Reuters) - Norway has given Malta six tugs, the port authority said on Thursday. "
    "The boats will work in the Grand Harbour from May.\n\nIn Oslo the trade minister called the gift a sign of friendship."
)
STORY = {
    "id": "tugs",
    "reports": [
        {
            "id": "a",
            "outlet": "Reuters",
            "published": "2012-03-01",
            "title": "Malta gets six tugs",
            "text": WIRE,
        },
        {
            "id": "b",
            "outlet": "The Harbour Post",
            "published": "2012-03-02",
            "title": "Tugs for Malta",
            "text": WIRE,
        },
        {
            "id": "c",
            "outlet": "Fjord Weekly",
            "published": "2012-03-03",
            "title": "Where our old boats went",
            "text": "Norway gave six tugs to Malta on Thursday. I watched the crews carry their plates and curtains ashore "
            "in Bergen, and an old engineer wept.",
        },
    ],
    "links": [
        {"from": "b", "to": "a", "relation": "copies"},
        {"from": "b", "to": "Reuters", "relation": "relays"},
    ],
    "events": [
        {
            "id": "gift",
            "event_type": "AID",
            "actors": ["NOR"],
            "recipients": ["MLT"],
            "factuality": "occurred",
            "mentions": [
                {
                    "report": "a",
                    "anchor": "Norway has given Malta",
                    "origin": "Reuters",
                    "factuality": "occurred",
                },
                {
                    "report": "b",
                    "anchor": "Norway has given Malta",
                    "origin": "Reuters",
                    "factuality": "occurred",
                },
                {"report": "c", "anchor": "Norway gave six tugs", "origin": "c", "factuality": "occurred"},
            ],
            "origins": 2,
            "status": "corroborated",
        }
    ],
}


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "stories.jsonl"
    path.write_text(json.dumps(STORY) + "\n", encoding="utf-8")
    return path


def test_a_copied_wire_and_a_witness_are_two_origins_and_counting_reports_would_say_three(
    story: Path,
) -> None:
    scores = evaluate("origins", story)
    assert isinstance(scores, OriginsScores)
    assert scores.links["copies"].f1 == scores.links["relays"].f1 == scores.direction == 1.0
    assert (scores.counts.exact, scores.counts.reports) == (1.0, 0.0)


def test_three_tellings_of_one_gift_are_one_event(story: Path, tmp_path: Path) -> None:
    out = tmp_path / "predicted.jsonl"
    scores = evaluate("events", story, predictions=out)
    assert isinstance(scores, EventsScores)
    assert (scores.mentions, scores.conll_f1, scores.whole, scores.origins.exact) == (1.0, 1.0, 1.0, 1.0)
    line = json.loads(out.read_text(encoding="utf-8"))
    assert set(line["mentions"].values()) == {line["predicted"]["id"]}


def test_an_anchor_that_the_report_lacks_is_refused_with_its_story(tmp_path: Path) -> None:
    broken = json.loads(json.dumps(STORY))
    broken["events"][0]["mentions"][0]["anchor"] = "words that nobody wrote"
    path = tmp_path / "stories.jsonl"
    path.write_text(json.dumps(broken), encoding="utf-8")
    with pytest.raises(InputError, match=r"tugs.*words that nobody wrote"):
        evaluate("origins", path)


# ------------------------------------------------------------------ clusters


def test_a_cluster_too_many_joined_costs_what_the_three_measures_say() -> None:
    gold = dict(zip("abcdefg", "1112233", strict=True))
    answered = dict(zip("abcdefg", "1122222", strict=True))
    scores = score_clusters(gold, answered)
    assert scores.muc.precision == pytest.approx(3 / 5)
    assert scores.muc.recall == pytest.approx(3 / 4)
    assert scores.b3.precision == pytest.approx((4 / 2 + (1 + 4 + 4) / 5) / 7)
    assert scores.b3.recall == pytest.approx(((4 + 1) / 3 + 4 / 2 + 4 / 2) / 7)
    assert scores.ceafe.precision == pytest.approx((2 * 2 / 5 + 2 * 2 / 7) / 2)
    assert scores.ceafe.recall == pytest.approx((2 * 2 / 5 + 2 * 2 / 7) / 3)
    assert scores.conll_f1 == pytest.approx((scores.muc.f1 + scores.b3.f1 + scores.ceafe.f1) / 3)


def test_two_clusterings_of_different_mentions_are_refused() -> None:
    with pytest.raises(ValueError, match="same mentions"):
        score_clusters({"a": "1"}, {"b": "1"})


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=12))
def test_every_measure_lies_between_none_and_all_and_is_all_for_the_gold_itself(
    pairs: list[tuple[int, int]],
) -> None:
    gold = {i: str(pair[0]) for i, pair in enumerate(pairs)}
    answered = {i: str(pair[1]) for i, pair in enumerate(pairs)}
    scores = score_clusters(gold, answered)
    assert 0.0 <= scores.conll_f1 <= 1.0 + 1e-9
    same = score_clusters(gold, gold)
    assert same.b3.f1 == pytest.approx(1.0)
    assert same.ceafe.f1 == pytest.approx(1.0)


@given(
    st.integers(1, 4).flatmap(
        lambda rows: st.lists(
            st.lists(st.integers(0, 9), min_size=rows, max_size=rows), min_size=1, max_size=4
        )
    )
)
def test_the_best_assignment_is_the_best_of_all(rows: list[list[int]]) -> None:
    likeness = np.array(rows, dtype=float)
    assert best_assignment(likeness) == pytest.approx(_best(rows))


def _best(rows: list[list[int]], taken: frozenset[int] = frozenset()) -> float:
    """Try every pairing; a row may stay alone."""
    if not rows:
        return 0.0
    first, *rest = rows
    tried = [first[i] + _best(rest, taken | {i}) for i in range(len(first)) if i not in taken]
    return max([_best(rest, taken), *tried])
