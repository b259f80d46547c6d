"""Train the pair typer, or cross-validate it.

    python tools/train_pair.py PLV_train.tsv                      # writes the model's folder
    python tools/train_pair.py PLV_train.tsv --cross-validate     # prints scores as JSON, writes nothing

The file has the columns of `suasion evaluate event-type`. The sentences of `tools/data/pair_sentences.tsv` are added.
Needs scikit-learn (`pip install suasion[train]`). The same input and versions give the same files.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
import scipy.sparse
from model_folder import write_manifest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import StratifiedGroupKFold

from suasion.codebook import load_codebook
from suasion.codebook.triggers import load_triggers
from suasion.coding.features import PairView, parse_pairs, read_marks
from suasion.coding.heads import softmax
from suasion.coding.pair import (
    MODEL_FOLDER,
    VOCABULARY,
    WEIGHTS,
    Floats,
    Scales,
    Vocabulary,
)
from suasion.evaluation.gold import read_pairs
from suasion.models import Manifest, load_spacy

OWN = Path(__file__).parent / "data" / "pair_sentences.tsv"
VERSION = "1"
GROUPS = {"d": 2.0, "w": 1.0, "c": 1.0}
"""Weights of the groups of features; with `C`, `OWN_WEIGHT` chosen by cross-validation among few values."""
C = 5.0
OWN_WEIGHT = 0.7
"""Weight of a sentence of our own; one of the given file weighs 1."""
CLASS_POWER = -0.5
"""Rows are weighted by the size of their class to this power."""
LEAST_ROWS = 2
"""Features of fewer rows are left out."""
FOLDS, GRAM, BINS = 5, 5, 15
SHARED = 0.2
"""Two sentences with this share of their 5-grams of words in common (of the shorter one's) are near-duplicates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Training rows side by side: texts, roots, counts of features, weights."""

    texts: tuple[str, ...]
    roots: tuple[str, ...]
    counts: tuple[Counter[str], ...]
    weights: tuple[float, ...]

    def __len__(self) -> int:
        return len(self.roots)

    def __add__(self, other: Rows) -> Rows:
        return Rows(
            texts=self.texts + other.texts,
            roots=self.roots + other.roots,
            counts=self.counts + other.counts,
            weights=self.weights + other.weights,
        )

    def at(self, positions: Sequence[int]) -> Rows:
        """Give some of the rows."""
        return Rows(
            texts=tuple(self.texts[i] for i in positions),
            roots=tuple(self.roots[i] for i in positions),
            counts=tuple(self.counts[i] for i in positions),
            weights=tuple(self.weights[i] for i in positions),
        )


NOTHING = Rows(texts=(), roots=(), counts=(), weights=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A trained model in full precision."""

    vocabulary: Vocabulary
    weights: Floats
    bias: Floats
    idf: Floats

    def scores(self, rows: Rows) -> Floats:
        """Give the scores (rows × roots) before temperature and softmax."""
        return np.asarray(
            _matrix(self.vocabulary, self.idf, rows) @ self.weights + self.bias, dtype=np.float32
        )


def read_rows(path: Path, weight: float) -> Rows:
    """Read, parse and look at each marked sentence."""
    codebook, lexicon = load_codebook(), load_triggers()
    given = list(read_pairs(path, codebook))
    pairs = [read_marks(row.sentence, row.marked_sentence) for row in given]
    docs = parse_pairs(pairs, load_spacy())
    views = (PairView(pair, doc, lexicon, codebook) for pair, doc in zip(pairs, docs, strict=True))
    return Rows(
        texts=tuple(pair.text for pair in pairs),
        roots=tuple(row.root for row in given),
        counts=tuple(view.features() for view in views),
        weights=(weight,) * len(given),
    )


def train(rows: Rows) -> Trained:
    """Fit the multinomial logistic regression."""
    seen = Counter(name for counts in rows.counts for name in counts)
    names = tuple(sorted(name for name, number in seen.items() if number >= LEAST_ROWS))
    idf = np.array([np.log((1 + len(rows)) / (1 + seen[name])) + 1 for name in names], dtype=np.float16)
    vocabulary = Vocabulary(roots=load_codebook().root15s, groups=GROUPS, temperature=1.0, names=names)
    matrix = _matrix(vocabulary, idf.astype(np.float32), rows)
    sizes = Counter(rows.roots)
    weights = np.array(
        [w * sizes[root] ** CLASS_POWER for w, root in zip(rows.weights, rows.roots, strict=True)]
    )
    fitted = LogisticRegression(C=C, max_iter=500).fit(
        matrix, rows.roots, sample_weight=weights / weights.mean()
    )
    if tuple(fitted.classes_) != vocabulary.roots:
        sys.exit("The rows do not cover all fifteen roots.")
    return Trained(
        vocabulary=vocabulary,
        weights=fitted.coef_.T.astype(np.float32),
        bias=fitted.intercept_.astype(np.float32),
        idf=idf.astype(np.float32),
    )


def _matrix(vocabulary: Vocabulary, idf: Floats, rows: Rows) -> scipy.sparse.csr_matrix:
    scales = Scales(vocabulary, idf)
    indptr, indices, data = [0], [], []
    for counts in rows.counts:
        columns, values = scales.vector(counts)
        indices += columns
        data += values
        indptr.append(len(indices))
    return scipy.sparse.csr_matrix((data, indices, indptr), shape=(len(rows), len(vocabulary.names)))


# ---- which rows must stay together


def near_duplicates(texts: Sequence[str]) -> list[int]:
    """Number the clusters of sentences that share many 5-grams of words."""
    grams = [_grams(text) for text in texts]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, found in enumerate(grams):
        for gram in found:
            holders[gram].append(i)
    shared = Counter(pair for listed in holders.values() for pair in combinations(listed, 2))
    cluster = list(range(len(texts)))
    for (a, b), number in sorted(shared.items()):
        if number >= SHARED * min(len(grams[a]), len(grams[b])):
            cluster = [cluster[a] if it == cluster[b] else it for it in cluster]
    return cluster


def _grams(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[k : k + GRAM]) for k in range(max(1, len(words) - GRAM + 1))}


def main_words(rows: Rows) -> list[int]:
    """Number the rows by the source's predicate: folds by it show how the model does on verbs it never saw."""
    words = [
        min((name for name in counts if name.startswith("d:main=") and "|" not in name), default="")
        for counts in rows.counts
    ]
    return [sorted(set(words)).index(word) for word in words]


# ---- cross-validation


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Mean and standard deviation over folds."""

    mean: float
    sd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Scores of out-of-fold answers, from 0 to 1: over all rows at once, and by fold."""

    root_macro_f1: float
    root_macro_f1_by_fold: Spread
    accuracy: float
    accuracy_by_fold: Spread
    quad_macro_f1: float
    f1_by_root: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Expected calibration error before and after a temperature found on the other folds; that of all folds."""

    ece_before: float
    ece: float
    temperature: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What the cross-validation found. `unseen_…`: folds cut by the source's predicate."""

    rows: int
    own_rows: int
    clusters: int
    both: Report
    calibration: Calibration
    given_file_alone: Report
    own_sentences_alone: Report
    unseen_predicates_both: Report
    unseen_predicates_given_file_alone: Report


def out_of_fold(rows: Rows, extra: Rows, clusters: Sequence[int]) -> tuple[Floats, list[list[int]]]:
    """Give each row's scores by a model that saw nothing of its cluster, and the folds."""
    scores = np.zeros((len(rows), len(load_codebook().root15s)), dtype=np.float32)
    folds = []
    splitter = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0)
    for seen, held in splitter.split(rows.texts, rows.roots, clusters):
        scores[held] = train(rows.at(seen.tolist()) + extra).scores(rows.at(held.tolist()))
        folds.append(held.tolist())
    return scores, folds


def report(rows: Rows, scores: Floats, folds: Sequence[Sequence[int]]) -> Report:
    """Score out-of-fold answers."""
    book = load_codebook()
    gold, said = np.array(rows.roots), np.array(book.root15s)[scores.argmax(axis=1)]
    quads = [[book.root_quads[root] for root in roots] for roots in (gold, said)]
    by_root = f1_score(gold, said, average=None, labels=list(book.root15s))
    return Report(
        root_macro_f1=_round(f1_score(gold, said, average="macro")),
        root_macro_f1_by_fold=_spread(
            [f1_score(gold[f], said[f], average="macro", zero_division=0) for f in folds]
        ),
        accuracy=_round(accuracy_score(gold, said)),
        accuracy_by_fold=_spread([float(np.mean(gold[f] == said[f])) for f in folds]),
        quad_macro_f1=_round(f1_score(*quads, average="macro")),
        f1_by_root=dict(zip(book.root15s, map(_round, by_root), strict=True)),
    )


def best_temperature(rows: Rows, scores: Floats) -> float:
    """Find the temperature with the least log loss among values 2 % apart."""
    roots = load_codebook().root15s
    gold = [roots.index(root) for root in rows.roots]
    steps = 0.1 * 1.02 ** np.arange(180)
    losses = [-np.log(softmax(scores / t)[np.arange(len(gold)), gold] + 1e-9).mean() for t in steps]
    return _round(steps[int(np.argmin(losses))])


def calibration(rows: Rows, scores: Floats, folds: Sequence[Sequence[int]]) -> Calibration:
    """Measure how far confidence is from accuracy, each fold by a temperature that was found on the others."""
    roots = np.array(load_codebook().root15s)
    right = roots[scores.argmax(axis=1)] == np.array(rows.roots)
    scaled = np.zeros_like(scores)
    for fold in folds:
        others = sorted(set(range(len(rows))) - set(fold))
        scaled[fold] = scores[fold] / best_temperature(rows.at(others), scores[others])
    return Calibration(
        ece_before=_ece(softmax(scores).max(axis=1), right),
        ece=_ece(softmax(scaled).max(axis=1), right),
        temperature=best_temperature(rows, scores),
    )


def _ece(sure: Floats, right: npt.NDArray[np.bool_]) -> float:
    """Mean gap between confidence and accuracy over bins of equal width, weighted by their rows (Guo et al. 2017)."""
    places = np.minimum((sure * BINS).astype(int), BINS - 1)
    bins = [places == b for b in range(BINS) if (places == b).any()]
    return _round(sum(abs(sure[b].mean() - right[b].mean()) * b.sum() for b in bins) / len(sure))


def _spread(values: Sequence[float]) -> Spread:
    return Spread(mean=_round(np.mean(values)), sd=_round(np.std(values, ddof=1)))


def _round(value: float | np.floating) -> float:
    return round(float(value), 3)


def cross_validate(rows: Rows, own: Rows) -> Measured:
    """Measure the model, what its parts bring, and how it does on predicates that it never saw."""
    clusters, words = near_duplicates(rows.texts), main_words(rows)
    scores, folds = out_of_fold(rows, own, clusters)
    return Measured(
        rows=len(rows),
        own_rows=len(own),
        clusters=len(set(clusters)),
        both=report(rows, scores, folds),
        calibration=calibration(rows, scores, folds),
        given_file_alone=report(rows, *out_of_fold(rows, NOTHING, clusters)),
        own_sentences_alone=report(rows, train(own).scores(rows), folds),
        unseen_predicates_both=report(rows, *out_of_fold(rows, own, words)),
        unseen_predicates_given_file_alone=report(rows, *out_of_fold(rows, NOTHING, words)),
    )


# ---- writing


def write_model(trained: Trained, temperature: float, folder: Path, card: Mapping[str, object]) -> Manifest:
    """Write weights as whole numbers with one scale a root, the vocabulary, and the manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    scale = np.abs(trained.weights).max(axis=0) / 127
    small = np.round(trained.weights / scale).astype(np.int8)
    np.savez_compressed(
        folder / WEIGHTS,
        weights=small,
        scale=scale.astype(np.float32),
        bias=trained.bias,
        idf=trained.idf.astype(np.float16),
    )
    written = replace(trained.vocabulary, temperature=temperature)
    (folder / VOCABULARY).write_bytes(msgspec.json.encode(written))
    return write_manifest(folder, [VOCABULARY, WEIGHTS], card)


def card(found: Measured) -> dict[str, object]:
    """Say what the model is; the scores are those of the cross-validation."""
    return {
        "version": VERSION,
        "role": "Pair typer: one of fifteen roots for a sentence with a marked source and target",
        "author": "The suasion developers (tools/train_pair.py)",
        "url": "docs/models/pair-linear.md",
        "licence": "Apache-2.0 for the weights; the PLV training file states no licence, and no line of it is shipped",
        "trained_on": [
            f"PLV training file, {found.rows} rows (no licence stated)",
            f"tools/data/pair_sentences.tsv, {found.own_rows} sentences of our own",
        ],
        "tested_on": f"{FOLDS}-fold cross-validation on the PLV training file, near-duplicates kept together",
        "scores": {
            "root_macro_f1": found.both.root_macro_f1,
            "accuracy": found.both.accuracy,
            "quad_macro_f1": found.both.quad_macro_f1,
            "root_macro_f1_unseen_predicates": found.unseen_predicates_both.root_macro_f1,
            "expected_calibration_error": found.calibration.ece,
        },
    }


def main() -> None:
    """Read the command line and train or cross-validate."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, help="a file in PLV's format")
    parser.add_argument("--cross-validate", action="store_true", help="print scores and write nothing")
    parser.add_argument("--own", type=Path, default=OWN, help="sentences of our own, in the same format")
    parser.add_argument("--out", type=Path, default=MODEL_FOLDER, help="folder of the model")
    asked = parser.parse_args()
    rows, own = read_rows(asked.file, 1.0), read_rows(asked.own, OWN_WEIGHT)
    found = cross_validate(rows, own)
    if not asked.cross_validate:
        write_model(train(rows + own), found.calibration.temperature, asked.out, card(found))
    print(msgspec.json.format(msgspec.json.encode(found), indent=1).decode())


if __name__ == "__main__":
    main()
