"""Fit the regression that says which phrases tell of one event, and write it beside the trees of `fit_coreference.py`.

    python tools/fit_phrases.py            # measures, then writes

Learns from the stories of `tools/data/phrases`, each pair of phrases once as a strict and once as a loose reader joins them.
Measured on each story by a regression on the others, and on the stories of `tests/gold/phrases` by one on all. Needs the extra `train`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
from fit_coreference import write_card
from marked_phrases import read_story
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from suasion.evaluation.clusters import score_clusters
from suasion.evaluation.coreference import mentions_of, places_of, pool_of
from suasion.evaluation.coreference_gold import GoldDocument
from suasion.models.encoder import HERE
from suasion.reconcile.coreference import load_scorer
from suasion.reconcile.coreference.features import Floats
from suasion.reconcile.coreference.grouping import average_link
from suasion.reconcile.coreference.phrases import PHRASE_NAMES, PhraseWeights
from suasion.reconcile.coreference.scorer import JOIN_PHRASES, MODEL, PHRASES, PairScorer
from suasion.reconcile.coreference.telling import read_tellings

ROOT = Path(__file__).resolve().parents[1]
LEARNED, APART = ROOT / "tools" / "data" / "phrases", ROOT / "tests" / "gold" / "phrases"
THRESHOLDS = (0.1, 0.12, 0.14, 0.16, 0.18, 0.2)

Answers = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story's pairs of phrases: their places in its mentions, their features, and the clusters of a strict and a loose reader."""

    name: str
    left: npt.NDArray[np.intp]
    right: npt.NDArray[np.intp]
    rows: Floats
    clusters: tuple[Sequence[str], Sequence[str]]

    @property
    def same(self) -> tuple[Answers, Answers]:
        """Say of each pair whether it is one."""
        strict, loose = (np.array(it) for it in self.clusters)
        return strict[self.left] == strict[self.right], loose[self.left] == loose[self.right]


def make_story(path: Path, scorer: PairScorer) -> Story:
    """Read a story and compare all its phrases."""
    strict, loose = (read_story(path, loose=it) for it in (False, True))
    likeness = scorer.likeness(pool_of(strict))
    told = scorer.tell(read_tellings(places_of(strict)))
    parts = list(scorer.phrase_rows(told, likeness))
    return Story(
        name=path.stem,
        left=np.concatenate([left for left, _, _ in parts]),
        right=np.concatenate([right for _, right, _ in parts]),
        rows=np.concatenate([rows for _, _, rows in parts]),
        clusters=(_clusters(strict), _clusters(loose)),
    )


def _clusters(documents: Sequence[GoldDocument]) -> list[str]:
    return [it.cluster for it in mentions_of(documents)]


def fit(stories: Sequence[Story]) -> PhraseWeights:
    """Fit on all pairs of some stories."""
    rows = np.concatenate([it.rows for it in stories for _ in it.same])
    same = np.concatenate([answers for it in stories for answers in it.same])
    scale = StandardScaler().fit(rows)
    model = LogisticRegression(max_iter=2000, tol=1e-8).fit(scale.transform(rows), same)
    weights = model.coef_[0] / scale.scale_
    return PhraseWeights(
        base=round(float(model.intercept_[0] - weights @ scale.mean_), 3),
        weights=dict(zip(PHRASE_NAMES, (round(float(it), 3) for it in weights), strict=True)),
    )


def measure(name: str, stories: Sequence[Story], fitted: Sequence[PhraseWeights]) -> float:
    """Print CoNLL F1 of stories as one pool whose stories are told apart; give that at the threshold used."""
    found = {}
    for least in THRESHOLDS:
        scores = []
        for reader in (0, 1):
            gold = {(it.name, i): c for it in stories for i, c in enumerate(it.clusters[reader])}
            scores.append(score_clusters(gold, _answered(stories, fitted, least)).conll_f1)
        found[least] = float(np.mean(scores))
        print(f"{name} {least}: strict {scores[0]:.3f} loose {scores[1]:.3f} mean {found[least]:.3f}")
    return found[JOIN_PHRASES]


def _answered(
    stories: Sequence[Story], fitted: Sequence[PhraseWeights], least: float
) -> dict[tuple[str, int], str]:
    answered = {}
    for story, weights in zip(stories, fitted, strict=True):
        size = len(story.clusters[0])
        table = np.zeros((size, size))
        answers = weights.probabilities(story.rows)
        table[story.left, story.right] = table[story.right, story.left] = answers
        for number, group in enumerate(average_link(table, least)):
            answered.update({(story.name, i): f"{story.name}/{number}" for i in group})
    return answered


def main() -> None:
    """Measure, fit on all stories learned from, and write."""
    scorer = load_scorer()
    learned = [make_story(path, scorer) for path in sorted(LEARNED.glob("*.txt"))]
    apart = [make_story(path, scorer) for path in sorted(APART.glob("*.txt"))]
    measure("left out", learned, [fit([one for one in learned if one is not it]) for it in learned])
    weights = fit(learned)
    score = measure("apart", apart, [weights] * len(apart))
    (HERE / MODEL / PHRASES).write_bytes(msgspec.json.format(msgspec.json.encode(weights), indent=1) + b"\n")
    write_card(conll_f1_phrases=round(score, 3))


if __name__ == "__main__":
    main()
