"""How well clusters of mentions agree with the gold: MUC, B-cubed, CEAF-e and their mean, as the CoNLL tasks score them.

All mentions are given (gold mentions), singletons count, and both clusterings hold the same mentions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from math import fsum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from suasion.evaluation.span_shapes import SpanShares

Mention = TypeVar("Mention", bound=Hashable)
Naming = Mapping[Hashable, Hashable]
"""Mention → cluster."""
Clusters = dict[Hashable, set[Hashable]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterScores:
    """The three measures and the mean of their F1, each 0 to 1. `n` of a measure counts mentions."""

    muc: SpanShares
    b3: SpanShares
    ceafe: SpanShares
    conll_f1: float


def score_clusters(gold: Mapping[Mention, str], answered: Mapping[Mention, str]) -> ClusterScores:
    """Score one clustering of mentions (mention → cluster) against another of the same mentions.

    Raises:
        ValueError: the two hold different mentions.
    """
    if gold.keys() != answered.keys():
        raise ValueError("both clusterings must hold the same mentions")
    in_key, in_response = _plain(gold), _plain(answered)
    key, response = _clusters(in_key), _clusters(in_response)
    muc = _shares(_links_kept(response, in_key), _links_kept(key, in_response), len(gold))
    b3 = _shares(_overlap(response, in_key), _overlap(key, in_response), len(gold))
    same = _aligned(key, response, in_response)
    ceafe = _shares(same / max(len(response), 1), same / max(len(key), 1), len(gold))
    return ClusterScores(muc=muc, b3=b3, ceafe=ceafe, conll_f1=fsum((muc.f1, b3.f1, ceafe.f1)) / 3)


def _plain(naming: Mapping[Mention, str]) -> Naming:
    return {mention: cluster for mention, cluster in naming.items()}  # noqa: C416  dict() would keep the narrower type


def _clusters(naming: Naming) -> Clusters:
    clusters: Clusters = defaultdict(set)
    for mention, name in naming.items():
        clusters[name].add(mention)
    return dict(clusters)


def _shares(precision: float, recall: float, mentions: int) -> SpanShares:
    total = precision + recall
    return SpanShares(
        precision=precision, recall=recall, f1=2 * precision * recall / total if total else 0.0, n=mentions
    )


def _links_kept(clusters: Clusters, other: Naming) -> float:
    """Share of the links of `clusters` that the other clustering keeps (Vilain et al. 1995)."""
    links = sum(len(members) - 1 for members in clusters.values())
    lost = sum(len({other[one] for one in members}) - 1 for members in clusters.values())
    return (links - lost) / links if links else 0.0


def _overlap(clusters: Clusters, other: Naming) -> float:
    """Mean over mentions of the share of its cluster that is with it in the other one too (Bagga and Baldwin 1998)."""
    kept = 0.0
    for members in clusters.values():
        counts = Counter(other[one] for one in members)
        kept += sum(count * count for count in counts.values()) / len(members)
    return kept / max(len(other), 1)


def _aligned(key: Clusters, response: Clusters, answered: Naming) -> float:
    """Similarity phi-4 (Luo 2005) summed over the best one-to-one pairing of clusters."""
    shared: dict[Hashable, Counter[Hashable]] = {
        name: Counter(answered[one] for one in members) for name, members in key.items()
    }
    total = 0.0
    for rows, columns in _connected(shared):
        likeness = np.array(
            [
                [2 * shared[row][column] / (len(key[row]) + len(response[column])) for column in columns]
                for row in rows
            ]
        )
        total += best_assignment(likeness)
    return total


def _connected(
    shared: Mapping[Hashable, Collection[Hashable]],
) -> Iterator[tuple[list[Hashable], list[Hashable]]]:
    """Part the clusters into groups that share no mention: each is paired by itself."""
    holding: dict[Hashable, list[Hashable]] = defaultdict(list)
    for row, columns in shared.items():
        for column in columns:
            holding[column].append(row)
    seen: set[Hashable] = set()
    for first in shared:
        if first in seen:
            continue
        seen.add(first)
        rows, columns, reached = [first], dict.fromkeys(shared[first]), 0
        while reached < len(columns):
            for row in holding[list(columns)[reached]]:
                if row not in seen:
                    seen.add(row)
                    rows.append(row)
                    columns |= dict.fromkeys(shared[row])
            reached += 1
        yield rows, list(columns)


def best_assignment(likeness: NDArray[np.float64]) -> float:
    """Give the greatest sum of a one-to-one pairing of rows and columns (Kuhn 1955, with Jonker and Volgenant's potentials).

    Args:
        likeness: rows by columns, not negative.

    """
    cost = -(likeness if likeness.shape[0] <= likeness.shape[1] else likeness.T)
    rows, columns = cost.shape
    of_row, of_column = np.zeros(rows + 1), np.zeros(columns + 1)
    taken = np.zeros(columns + 1, dtype=int)  # the row (from 1) that holds a column (from 1)
    for row in range(1, rows + 1):
        taken[0] = row
        _augment(cost, of_row, of_column, taken)
    return float(
        -fsum(cost[taken[column] - 1, column - 1] for column in range(1, columns + 1) if taken[column])
    )


def _augment(
    cost: NDArray[np.float64],
    of_row: NDArray[np.float64],
    of_column: NDArray[np.float64],
    taken: NDArray[np.int_],
) -> None:
    """Find a column for the row in `taken[0]` along the cheapest path, and move the rows on it."""
    columns = cost.shape[1]
    least, way = np.full(columns + 1, np.inf), np.zeros(columns + 1, dtype=int)
    used = np.zeros(columns + 1, dtype=bool)
    column = 0
    while True:
        used[column] = True
        row = taken[column]
        reduced = cost[row - 1] - of_row[row] - of_column[1:]
        better = ~used[1:] & (reduced < least[1:])
        least[1:][better], way[1:][better] = reduced[better], column
        following = 1 + int(np.argmin(np.where(used[1:], np.inf, least[1:])))
        step = least[following]
        of_row[taken[used]] += step
        of_column[used] -= step
        least[~used] -= step
        column = following
        if taken[column] == 0:
            break
    while column:
        taken[column] = taken[way[column]]
        column = int(way[column])
