"""Large blocks are compared by bound first: the answers stay those of comparing every pair."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile_world import day, money, report, says, state, statement
from suasion.codebook import load_codebook
from suasion.reconcile import candidates, near
from suasion.reconcile.cluster import cluster, joins
from suasion.reconcile.compare import TO_JOIN, compare
from suasion.reconcile.near import Neighbours, Row
from suasion.reconcile.parts import Part, page_of, parts_of
from suasion.reconcile.places import blocks_to_search, placed_of
from suasion.reconcile.texts import Text
from suasion.records import Dated, Passage, Place, Report, Statement
from test_reconcile_linkage import best_first

WORDS = [
    "loan",
    "port",
    "ships",
    "grain",
    "treaty",
    "border",
    "talks",
    "pipeline",
    "vaccine",
    "radar",
    "embassy",
    "railway",
]
TYPES = ("AID", "AGREE", "CONSULT", "COOPERATE", "ACCUSE", "ASSAULT")
MEANS = (
    "economic/loan",
    "economic/trade",
    "diplomatic/visit",
    "diplomatic/statement",
    "military/arms-transfer",
)
PEOPLE = ("Adan", "Bako", "Celik")
PLACES = ("Arica", "Bluff", "Corinto", "Dakar", "Esbjerg", "Fuji", "Guiers", "Hama", "Izmir", "Jaffa")
FACTUALITIES = ("occurred", "occurred", "planned", "possible", "denied")
HARBOUR = Place(name="Harbour", country="VEN", lat=None, lon=None, precision="city", text="Harbour")


def world(rng: random.Random, size: int) -> list[Part]:
    """Statements of few sides and words, so that many are nearly alike."""
    parts: list[Part] = []
    for number in range(size // 4):
        sentences = [
            f"State {' '.join(rng.choices(WORDS, k=5))} at {PLACES[number * 3 % 10]} and {PLACES[(number + i) % 10]} 40 dollars {i}."
            for i in range(4)
        ]
        published = date(2030, 1, 1) + timedelta(days=rng.randrange(90))
        source = report(
            "\n".join([f"State moves {number}", *sentences]), f"Outlet {number}", published.isoformat()
        )
        title_end = len(source.title or "")
        passages = (
            Passage(start=0, end=title_end, kind="title"),
            Passage(start=title_end + 1, end=len(source.text), kind="body"),
        )
        source = report(source.text, source.outlet, published.isoformat(), passages=passages)
        for sentence in [f"State moves {number}", *sentences]:
            parts += parts_of(page_of(source), made(rng, source, sentence, published), load_codebook())
    return sorted(parts, key=lambda part: part.order)


def made(rng: random.Random, source: Report, sentence: str, published: date) -> Statement:
    sides = rng.choice([("RUS", "VEN"), ("RUS", "VEN"), ("VEN", "RUS")])
    actors: Sequence[object] = [state(sides[0], rng.choice(PEOPLE)) if rng.random() < 0.3 else sides[0]]
    also = ("CUB", "NIC") if rng.random() < 0.2 else ()
    when = day(
        (published - timedelta(days=rng.randrange(20))).isoformat(), how=rng.choice(["stated", "inferred"])
    )
    return statement(
        source,
        sentence,
        rng.choice(TYPES),
        (*actors, *also),  # type: ignore[arg-type]
        (state(sides[1], rng.choice(PEOPLE)) if rng.random() < 0.3 else sides[1],),
        rng.choice(FACTUALITIES),  # type: ignore[arg-type]
        instruments=tuple(sorted(rng.sample(MEANS, rng.choice([0, 1, 1, 2])))),
        when=when if rng.random() < 0.5 else Dated(),
        holders=(says(PEOPLE[len(sentence) % 3]),),
        where=HARBOUR if rng.random() < 0.3 else None,
        amounts=(money(source, "40", rng.choice([40.0, 400.0])),)
        if "40" in sentence and rng.random() < 0.3
        else (),
    )


def rows_of(parts: Sequence[Part]) -> list[Row]:
    return Neighbours(parts, 3).rows()


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from([0, 10**9]))
def test_a_row_holds_all_of_a_block_but_those_that_days_or_a_veto_keep_apart(
    rng: random.Random, small: int
) -> None:
    parts = world(rng, 24)
    with patch.object(near, "_SMALL", small):
        rows = rows_of(parts)
    for i, j in combinations(range(len(parts)), 2):
        if parts[i].keys.isdisjoint(parts[j].keys):
            assert j not in rows[i].others
        elif compare(parts[i], parts[j], 3).veto is None:
            assert j in rows[i].others and i in rows[j].others
        else:
            assert j not in rows[i].near and i not in rows[j].near


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from([0, 10**9]))
def test_a_sure_score_is_that_of_comparing_the_two_and_any_other_a_bound_below_the_threshold(
    rng: random.Random, small: int
) -> None:
    parts = world(rng, 32)
    with patch.object(near, "_SMALL", small):
        rows = rows_of(parts)
    for i, row in enumerate(rows):
        for j, score, sure in zip(*(column.tolist() for column in row), strict=True):
            found = compare(parts[min(i, j)], parts[max(i, j)], 3)
            if sure:
                assert (score, None) == (found.millionths, found.veto)
            else:
                assert found.millionths <= score < TO_JOIN


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from([0, 8, 10**9]))
def test_what_fresh_parts_join_is_what_all_do_without_their_own_pairs(rng: random.Random, small: int) -> None:
    parts = world(rng, 32)
    fresh = set(rng.sample(range(len(parts)), 9))
    with patch.object(near, "_SMALL", small):
        asked = set(joins(parts, 3, fresh))
    assert asked == {pair for pair in joins(parts, 3) if len(fresh & set(pair)) == 1}


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_events_are_those_of_comparing_every_pair(rng: random.Random) -> None:
    parts = world(rng, 40)
    with patch.object(near, "_SMALL", 0):
        by_bound = cluster(parts, 3)
    with patch.object(near, "_SMALL", 10**9):
        by_pair = cluster(parts, 3)
    assert [[part.id for part in group] for group in by_bound] == [
        [part.id for part in group] for group in by_pair
    ]


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_events_are_those_of_joining_the_best_pair_of_all_again_and_again(rng: random.Random) -> None:
    parts = world(rng, 24)
    scores: dict[tuple[int, int], int | None] = {}
    for i, j in combinations(range(len(parts)), 2):
        if not parts[i].keys.isdisjoint(parts[j].keys):
            found = compare(parts[i], parts[j], 3)
            scores[i, j] = found.millionths if found.veto is None else None
    expected = [[parts[i].id for i in group] for group in best_first(len(parts), scores)]
    assert [[part.id for part in group] for group in cluster(parts, 3)] == expected


@pytest.mark.parametrize("gap", [0, 30])
def test_statements_of_other_days_are_passed_over(gap: int) -> None:
    sources = [report("State moves 1", outlet, "2030-03-01") for outlet in ("Post", "Courier")]
    first, second = (
        parts_of(
            page_of(source),
            statement(
                source, "State moves 1", when=day((date(2030, 1, 1) + timedelta(days=days)).isoformat())
            ),
            load_codebook(),
        )[0]
        for source, days in zip(sources, (0, gap), strict=True)
    )
    assert [row.others.tolist() for row in rows_of([first, second])] == ([[], []] if gap else [[1], [0]])


def told(rng: random.Random, count: int) -> list[Report]:
    """Reports of few words, some of them copies, some without a date."""
    made: list[Report] = []
    for number in range(count):
        lines = [f"State {' '.join(rng.choices(WORDS, k=9))}." for _ in range(4)]
        if made and rng.random() < 0.5:
            lines = rng.choice(made).text.split("\n")[:3]
        when = None if rng.random() < 0.2 else str(date(2030, 1, 1) + timedelta(days=rng.randrange(150)))
        made.append(report("\n".join(lines), f"Outlet {number}", when))
    return made


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from([1, 40, 8_000_000]), st.sampled_from([3, 2000]))
def test_who_meets_depends_on_no_order_and_no_shards(rng: random.Random, chunk: int, most: int) -> None:
    sketches = candidates.sketches_of([Text(one) for one in told(rng, 25)], frozenset())
    whole = candidates.meetings(sketches)
    rng.shuffle(sketches)
    with patch.object(candidates, "_CHUNK", chunk):
        assert candidates.meetings(sketches) == whole
    with patch.object(candidates, "MOST_HOLDERS", most):
        some = {one.report_id for one in rng.sample(sketches, 5)}
        asked = candidates.meetings(sketches, some)
        assert asked == [one for one in candidates.meetings(sketches) if some & set(one[0])]


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_change_sways_all_whom_it_has_meet_or_part(rng: random.Random) -> None:
    after = candidates.sketches_of([Text(one) for one in told(rng, 25)], frozenset())
    before, new = after[:-1], after[-1].report_id
    with patch.object(candidates, "MOST_HOLDERS", 3):
        swayed = candidates.swayed(before, after) | {new}
        then, now = candidates.meetings(before), candidates.meetings(after)
        assert [one for one in then if not swayed & set(one[0])] == [
            one for one in now if not swayed & set(one[0])
        ]


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_sketch_hangs_on_its_report_alone(rng: random.Random) -> None:
    texts = [Text(one) for one in told(rng, 9)]
    together = candidates.sketches_of(texts, frozenset())
    assert together == [sketch for text in texts for sketch in candidates.sketches_of([text], frozenset())]
    assert candidates.sketches_of([], frozenset()) == []


def test_reports_too_long_apart_do_not_meet() -> None:
    text = "State " + " ".join(f"{word} {word}s" for word in WORDS) + "."
    days = ("2030-01-01", "2030-02-01", "2030-06-01", None)
    texts = [Text(report(text, f"Outlet {day_}", day_)) for day_ in days]
    first, near, far, undated = candidates.sketches_of(texts, frozenset())
    met = {frozenset(pair) for pair, _ in candidates.meetings([first, near, far, undated])}
    assert frozenset({first.report_id, far.report_id}) not in met
    assert {
        frozenset({first.report_id, near.report_id}),
        frozenset({far.report_id, undated.report_id}),
    } <= met


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_what_could_join_shares_a_block_that_is_searched(rng: random.Random) -> None:
    parts = world(rng, 32)
    for i, j in joins(parts, 3):
        for one, other in ((parts[i], parts[j]), (parts[j], parts[i])):
            assert blocks_to_search([one]).keys() & set(placed_of(other.statement, [other]).blocks)
