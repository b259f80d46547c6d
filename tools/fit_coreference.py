"""Fit the trees that say which documents tell one story and which mentions tell of one event, and write their folder.

    python tools/fit_coreference.py ECBPLUS TEXTS…                          # measures, then writes
    python tools/fit_coreference.py ECBPLUS TEXTS… --encoder 0=DIR --encoder 1=DIR

ECBPLUS is a folder of ECB+'s topics. TEXTS are folders of `.txt` files that only say how rare words are. An encoder is what
`train_coreference.py --fold N` wrote: vectors of a fold's mentions come from an encoder that has not seen them, and a fold without one is
left out of the pairs' fit. Without any encoder, vectors are those of the one that suasion ships. Needs the extra `train`.

Recipe: gradient boosting with logistic loss. Trees on stories learn from all pairs of documents that share enough words; those on mentions
from pairs within what the stories' trees put together when they had not seen it. All pairs of events that are one are kept, and so
are strangers that look alike; of the others a sample, weighed up. The second trees on mentions learn from what the first say of
folds that they have not seen (stacking, Wolpert 1992).
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import numpy as np
import numpy.typing as npt
from coreference_data import FOLDS, Example, examples, fold_of, story_of
from model_folder import write_encoder, write_manifest
from sklearn.ensemble import HistGradientBoostingClassifier

from suasion.evaluation.clusters import ClusterScores, score_clusters
from suasion.evaluation.coreference_gold import GoldDocument, read_coreference
from suasion.models.encoder import HERE, TOKENIZER, TOKENIZER_FOLDER, Encoder
from suasion.models.manifest import read_manifest
from suasion.models.meaning import HIDDEN, Meaning, load_meaning
from suasion.models.trees import Trees
from suasion.reconcile.coreference import support
from suasion.reconcile.coreference.features import NAMES, Told, features
from suasion.reconcile.coreference.grouping import average_link
from suasion.reconcile.coreference.phrases import PhraseWeights
from suasion.reconcile.coreference.scorer import (
    MANIFEST,
    MODEL,
    PAIRS,
    PHRASES,
    STORIES,
    SUPPORTED,
    WORDS,
    Likeness,
    PairScorer,
)
from suasion.reconcile.coreference.stories import SHARED, Rarity, profile, story_features, story_groups
from suasion.reconcile.coreference.support import WORTH, support_features
from suasion.reconcile.words import stem

SEED, STRANGERS = 0, 60_000
"""Pairs of strangers that the fit looks at."""
LIKE = 0.5
"""Cosine of two mentions from which strangers count as alike."""
LEAST_DOCUMENTS = 3
"""Stems of fewer documents are not listed."""
THRESHOLDS = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55)
BAG = 3
"""Fits on pairs that are averaged; each split of each looks at `max_features` of the features, drawn anew."""
FOR_PAIRS = {
    "max_iter": 120,
    "max_leaf_nodes": 15,
    "learning_rate": 0.08,
    "min_samples_leaf": 30,
    "max_features": 0.4,
}
FOR_SUPPORTED = {**FOR_PAIRS, "max_iter": 100}
FOR_STORIES = {"max_iter": 120, "max_leaf_nodes": 8, "learning_rate": 0.06, "min_samples_leaf": 60}
NONE = PhraseWeights(base=0.0, weights={})
"""Stands for the regression on phrases, which nothing here asks."""
_WORD = re.compile(r"[^\W_]+")

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.float64]
Answers = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """Mentions of one fold, grouped as production would, with the features and answers of the pairs within groups."""

    mentions: Sequence[Example]
    groups: Sequence[Sequence[int]]
    pairs: npt.NDArray[np.int32]
    rows: Floats
    same: Answers


def count_words(texts: Iterable[str]) -> Rarity:
    """Count in how many texts each stem occurs."""
    counts: Counter[str] = Counter()
    number = 0
    for text in texts:
        number += 1
        counts.update({stem(word.casefold()) for word in _WORD.findall(text)})
    kept = {word: count for word, count in sorted(counts.items()) if count >= LEAST_DOCUMENTS}
    return Rarity(documents=number, counts=kept)


def fit(
    rows: Floats, same: Answers, weights: Numbers, settings: Mapping[str, float], times: int = 1
) -> Trees:
    """Fit boosted trees, `times` over, and average the scores whose logistic is the probability."""
    models = [
        HistGradientBoostingClassifier(
            l2_regularization=3, early_stopping=False, random_state=SEED + i, **settings
        ).fit(rows, same, sample_weight=weights)
        for i in range(times)
    ]
    return plain(models)


def plain(models: Sequence[HistGradientBoostingClassifier]) -> Trees:
    """Put scikit-learn's nodes into one row of arrays; each model counts the same."""
    each = [trees[0].nodes for model in models for trees in model._predictors]
    roots = np.cumsum([0, *(len(nodes) for nodes in each)])[:-1].astype(np.int32)
    nodes = np.concatenate(each)
    moved = np.repeat(roots, [len(it) for it in each])
    leaf = nodes["is_leaf"].astype(bool)
    return Trees(
        feature=np.where(leaf, -1, nodes["feature_idx"]).astype(np.int16),
        threshold=np.where(leaf, 0, nodes["num_threshold"]).astype(np.float64),
        left=(nodes["left"] + moved).astype(np.int32),
        right=(nodes["right"] + moved).astype(np.int32),
        value=np.where(leaf, nodes["value"] / len(models), 0).astype(np.float32),
        roots=roots,
        base=float(np.mean([model._baseline_prediction.ravel()[0] for model in models])),
    )


def fit_stories(documents: Sequence[GoldDocument], rows: Floats, kept: Sequence[int]) -> Trees:
    """Fit on the pairs of some documents."""
    stories = np.array([story_of(documents[i].id) for i in kept])
    first, second = np.triu_indices(len(kept), 1)
    inside = rows[np.ix_(kept, kept)][first, second]
    near = inside[:, 0] > SHARED
    same = stories[first] == stories[second]
    return fit(inside[near], same[near], np.ones(int(near.sum())), FOR_STORIES)


def likeness_out_of_fold(documents: Sequence[GoldDocument], rows: Floats) -> Likeness:
    """Give the likeness of documents of one fold by trees that have seen none of it; across folds it is none."""
    folds = np.array([fold_of(story_of(it.id)) for it in documents])
    story = np.zeros(rows.shape[:2])
    for fold in range(FOLDS):
        trees = fit_stories(documents, rows, np.flatnonzero(folds != fold).tolist())
        held = np.flatnonzero(folds == fold)
        inside = rows[np.ix_(held, held)]
        found = trees.probabilities(inside.reshape(-1, inside.shape[-1])).reshape(inside.shape[:2])
        story[np.ix_(held, held)] = (found + found.T) / 2 * (inside[..., 0] > SHARED)
    places = {document.id: i for i, document in enumerate(documents)}
    return Likeness(places=places, story=story, texts=rows[..., 0].astype(np.float64))


def make_fold(number: int, found: Sequence[Example], teller: PairScorer, likeness: Likeness) -> Fold:
    """Group and compare the mentions of a fold."""
    held = [it for it in found if fold_of(it.story) == number]
    told = teller.tell([it.telling for it in held])
    names = sorted({it.telling.place.document for it in held})
    inside = [likeness.places[name] for name in names]
    groups = [
        [i for i, it in enumerate(held) if it.telling.place.document in {names[n] for n in group}]
        for group in story_groups(likeness.story[np.ix_(inside, inside)])
    ]
    pairs = np.array([(i, j) for group in groups for i in group for j in group if i < j], dtype=np.int32)
    rows = np.array([_row(told[i], told[j], likeness, teller) for i, j in pairs], dtype=np.float32)
    same = np.array([held[i].cluster == held[j].cluster for i, j in pairs])
    print(f"fold {number}: {len(held)} mentions, {len(pairs)} pairs, {same.mean():.3f} are one", flush=True)
    return Fold(mentions=held, groups=groups, pairs=pairs, rows=rows, same=same)


def _row(left: Told, right: Told, likeness: Likeness, teller: PairScorer) -> list[float]:
    near = likeness.near(left.telling.place.document, right.telling.place.document)
    return features(left, right, near, teller.rarity.of)


def fit_pairs(folds: Sequence[Fold]) -> Trees:
    """Fit on all pairs that are one, strangers that look alike, and a sample of the other strangers."""
    rows, same = np.concatenate([it.rows for it in folds]), np.concatenate([it.same for it in folds])
    alike = (rows[:, NAMES.index("same_head")] > 0) | (rows[:, NAMES.index("mention_cosine")] > LIKE)
    sure, others = np.flatnonzero(same | alike), np.flatnonzero(~same & ~alike)
    size = min(len(others), max(STRANGERS - int((alike & ~same).sum()), STRANGERS // 4))
    drawn = np.random.default_rng(SEED).choice(others, size, replace=False)
    weights = np.concatenate([np.ones(len(sure)), np.full(size, len(others) / size)])
    chosen = np.concatenate([sure, drawn])
    return fit(rows[chosen], same[chosen], weights, FOR_PAIRS, BAG)


def fit_supported(folds: Sequence[Fold], first: Sequence[Numbers]) -> Trees:
    """Fit on all pairs that the first answers of other folds' trees leave open."""
    rows = np.concatenate([supported(it, p)[p >= WORTH] for it, p in zip(folds, first, strict=True)])
    same = np.concatenate([it.same[p >= WORTH] for it, p in zip(folds, first, strict=True)])
    return fit(rows, same, np.ones(len(rows)), FOR_SUPPORTED, BAG)


def supported(fold: Fold, first: Numbers) -> Floats:
    """Put what the mentions around say beside the features of each pair."""
    table = tabled(fold, first)
    places = [it.telling.place for it in fold.mentions]
    around = np.zeros((len(fold.pairs), len(support.NAMES)), dtype=np.float32)
    number = np.zeros(table.shape, dtype=np.int32)
    number[tuple(fold.pairs.T)] = np.arange(len(fold.pairs))
    for group in fold.groups:
        names = [places[i].document for i in group]
        found = support_features(
            table[np.ix_(group, group)],
            [(it, places[i].number) for it, i in zip(names, group, strict=True)],
            names,
        )
        left, right = np.triu_indices(len(group), 1)
        around[number[np.ix_(group, group)][left, right]] = found[left, right]
    return np.concatenate([fold.rows, around], axis=1)


def tabled(fold: Fold, answers: Numbers) -> Numbers:
    """Put the answers for pairs into a square."""
    table = np.zeros((len(fold.mentions), len(fold.mentions)))
    left, right = fold.pairs.T
    table[left, right] = table[right, left] = answers
    return table


def cluster(fold: Fold, answers: Numbers, least: float) -> ClusterScores:
    """Cluster a fold's mentions and score them."""
    table = tabled(fold, answers)
    answered = {
        group[i]: f"{number}/{part}"
        for number, group in enumerate(fold.groups)
        for part, members in enumerate(average_link(table[np.ix_(group, group)], least))
        for i in members
    }
    return score_clusters({i: it.cluster for i, it in enumerate(fold.mentions)}, answered)


def answer_twice(folds: Sequence[Fold]) -> tuple[list[Numbers], list[Numbers]]:
    """Give the first and the second answers for each fold, both by trees that were not fitted on it.

    First answers for the other folds, which the second trees learn from, come from trees that were.
    """
    first = [fit_pairs([it for it in folds if it is not held]).probabilities(held.rows) for held in folds]
    second = []
    for number, (held, given) in enumerate(zip(folds, first, strict=True)):
        others = [i for i in range(len(folds)) if i != number]
        trees = fit_supported([folds[i] for i in others], [first[i] for i in others])
        second.append(np.where(given >= WORTH, trees.probabilities(supported(held, given)), given))
    return first, second


def measure(folds: Sequence[Fold], answers: Sequence[Numbers]) -> float:
    """Print the scores of each fold; give the best mean."""
    table = []
    for held, given in zip(folds, answers, strict=True):
        scores = [cluster(held, given, least) for least in THRESHOLDS]
        best = max(scores, key=lambda it: it.conll_f1)
        print(
            [round(it.conll_f1, 3) for it in scores],
            f"MUC {best.muc.f1:.3f} B3 {best.b3.f1:.3f} CEAFe {best.ceafe.f1:.3f}",
            flush=True,
        )
        table.append([it.conll_f1 for it in scores])
    means, spread = np.mean(table, axis=0), np.std(table, axis=0)
    for at, mean, sd in zip(THRESHOLDS, means, spread, strict=True):
        print(f"{at}: CoNLL {mean:.4f} ± {sd:.4f}")
    return float(means.max())


def meaning_of(encoder: Path) -> Meaning:
    """Load a tuned encoder as it would ship: with 8 bits."""
    import onnxruntime  # noqa: PLC0415 - only with tuned encoders
    from tokenizers import Tokenizer  # noqa: PLC0415 - likewise
    from transformers import AutoModel  # noqa: PLC0415 - likewise

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.onnx"
        write_encoder(AutoModel.from_pretrained(encoder, add_pooling_layer=False), path, HIDDEN)
        session = onnxruntime.InferenceSession(path, options)
    words = Tokenizer.from_file(str(HERE / TOKENIZER_FOLDER / TOKENIZER))
    return Meaning(Encoder(session, words), str(encoder))


def fit_all(ecbplus: Path, texts: Sequence[Path], encoders: Mapping[int, Path]) -> None:
    """Measure, fit on everything, and write the folder."""
    documents = read_coreference(ecbplus)
    rarity = count_words(
        [
            *(" ".join(it.sentences.values()) for it in documents),
            *(path.read_text(encoding="utf-8") for folder in texts for path in sorted(folder.rglob("*.txt"))),
        ]
    )
    rows = story_features([profile(tuple(it.sentences.values()), rarity) for it in documents])
    likeness = likeness_out_of_fold(documents, rows)
    stories = fit_stories(documents, rows, range(len(documents)))
    found = examples(ecbplus)
    meanings = {fold: meaning_of(path) for fold, path in encoders.items()} or dict.fromkeys(
        range(FOLDS), load_meaning()
    )
    folds = [
        make_fold(
            fold,
            found,
            PairScorer(
                meaning=it,
                pairs=stories,
                supported=stories,
                stories=stories,
                phrases=NONE,
                rarity=rarity,
                fingerprint="",
            ),
            likeness,
        )
        for fold, it in sorted(meanings.items())
    ]
    first, second = answer_twice(folds)
    measure(folds, first)
    best = measure(folds, second)
    folder = HERE / MODEL
    folder.mkdir(exist_ok=True)
    fit_pairs(folds).save(folder / PAIRS)
    fit_supported(folds, first).save(folder / SUPPORTED)
    stories.save(folder / STORIES)
    (folder / WORDS).write_bytes(msgspec.json.encode(rarity))
    write_card(conll_f1=round(best, 3))


def write_card(**scores: float) -> None:
    """Write the manifest anew, with these scores in place of the ones of the same name."""
    folder = HERE / MODEL
    known = read_manifest(folder / MANIFEST).scores
    files = [PAIRS, SUPPORTED, STORIES, WORDS, PHRASES]
    write_manifest(folder, files, {**CARD, "scores": {**known, **scores}})


CARD: dict[str, object] = {
    "version": "2",
    "role": "Event coreference: which documents tell one story, which mentions tell of one event",
    "author": "The suasion developers (tools/fit_coreference.py, tools/fit_phrases.py)",
    "url": "docs/models/coreference-trees.md",
    "licence": "CC BY 3.0 (Cybulska and Vossen) for what was learned from ECB+'s annotation; no line of its texts is shipped",
    "trained_on": [
        "ECB+ 1.0, topics 1-35 (annotation CC BY 3.0)",
        "counts of words in PolNeAR's training and development texts (no licence stated)",
        "tools/data/phrases, seven stories of our own",
    ],
    "tested_on": (
        f"CoNLL F1 on ECB+ topics 1-35, mean of {FOLDS} folds of topics left out in turn; "
        "on four stories of our own that tell events in phrases (tests/gold/phrases)"
    ),
}


def _numbered(given: str) -> tuple[int, Path]:
    number, _, folder = given.partition("=")
    return int(number), Path(folder)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("ecbplus", type=Path, help="folder of ECB+")
    parser.add_argument("texts", type=Path, nargs="*", help="folders of texts")
    parser.add_argument("--encoder", type=_numbered, action="append", default=[], help="N=DIR, for each fold")
    asked = parser.parse_args()
    fit_all(asked.ecbplus, asked.texts, dict(asked.encoder))


if __name__ == "__main__":
    main()
