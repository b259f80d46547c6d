"""Groups of parts are those of joining the best pair of all, again and again."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.reconcile.compare import TO_JOIN
from suasion.reconcile.linkage import average_link
from suasion.reconcile.near import Row

Table = Mapping[tuple[int, int], int | None]
"""Scores in millionths by places, the smaller first; null for a veto. Who has none is a stranger."""


def table(rng: random.Random, size: int) -> Table:
    """Few different scores, so that many are equal."""
    scores = rng.choice(
        [(TO_JOIN, TO_JOIN, 0), (None, 500_000, 600_000, 700_000), (None, 0, 590_000, 610_001)]
    )
    pairs = combinations(range(size), 2)
    return {pair: rng.choice(scores) for pair in pairs if rng.random() < 0.8}


def best_first(size: int, scores: Table) -> list[list[int]]:
    """Join the pair of groups with the highest average; of equals the first; never across a veto."""
    groups = [[i] for i in range(size)]

    def total(pair: tuple[list[int], list[int]]) -> int | None:
        found = [scores.get((min(i, j), max(i, j)), 0) for i, j in product(*pair)]
        return None if None in found else sum(one for one in found if one)

    while True:
        able = []
        for one, other in combinations(groups, 2):
            sum_, pairs = total((one, other)), len(one) * len(other)
            if sum_ is not None and sum_ >= TO_JOIN * pairs:
                able.append((-sum_ / pairs, one, other))
        if not able:
            return groups
        _, one, other = min(able)
        groups = sorted([*(group for group in groups if group not in (one, other)), sorted(one + other)])


def rows_of(size: int, scores: Table) -> dict[int, Row]:
    """Give the rows that `average_link` takes."""
    rows = {}
    for i in range(size):
        known = [j for j in range(size) if scores.get((min(i, j), max(i, j))) is not None]
        values = [scores[min(i, j), max(i, j)] for j in known]
        sure = np.ones(len(known), dtype=np.bool_)
        rows[i] = Row(np.array(known, dtype=np.int32), np.array(values, dtype=np.int32), sure)
    return rows


def strangers(scores: Table, left: Sequence[int], right: Sequence[int]) -> int:
    return sum((min(i, j), max(i, j)) not in scores for i, j in product(left, right))


@settings(max_examples=120, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 14))
def test_chains_of_nearest_neighbours_give_what_joining_the_best_pair_first_gives(
    rng: random.Random, size: int
) -> None:
    scores = table(rng, size)
    found = average_link(size, rows_of(size, scores), lambda left, right: strangers(scores, left, right))
    assert sorted(found) == best_first(size, scores)


@pytest.mark.parametrize(
    ("score", "groups"), [(TO_JOIN, [[0, 1, 2]]), (TO_JOIN - 1, [[0, 1], [2]]), (None, [[0, 1], [2]])]
)
def test_an_average_that_reaches_the_threshold_exactly_is_enough(
    score: int | None, groups: list[list[int]]
) -> None:
    scores = {(0, 1): 900_000, (0, 2): TO_JOIN, (1, 2): score}
    assert average_link(3, rows_of(3, scores), lambda _left, _right: 0) == groups
