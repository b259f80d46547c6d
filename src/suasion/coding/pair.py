"""The pair typer: which of PLV's fifteen roots passes from a marked source to a marked target. It never abstains.

Two models answer: the coder's encoder (`heads.py`) and a linear one over the features of `features.py`, which sees the parse and
the trigger lexicon; `tools/train_pair.py` trains it, `docs/models/pair-linear.md` is its card. Their log-probabilities are averaged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from math import log
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

import suasion.models
from suasion.codebook import Codebook, load_codebook
from suasion.codebook.triggers import load_triggers
from suasion.coding.features import MarkedPair, PairView, parse_pairs, read_marks
from suasion.coding.heads import load_heads, softmax
from suasion.errors import ModelError
from suasion.models import check_files, load_spacy, read_manifest

MODEL_FOLDER = Path(suasion.models.__file__).parent / "pair-linear"
WEIGHTS, VOCABULARY, MANIFEST = "weights.npz", "vocabulary.json", "manifest.json"
BATCH = 64
"""Pairs that are parsed at a time; more are no faster."""
ENCODER_SHARE = 0.6
"""Share of the encoder's log-probabilities in the average; chosen on our own held-out sentences and, with the teacher, on a fold of PLV."""
WARMTH = 0.75
"""What the average is divided by before it becomes probabilities."""

TINY = 1e-6
"""What is added to a probability before its logarithm is taken."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairPrediction:
    """The answer for one pair. `ranking` holds all roots with their probabilities (sum 1), the likeliest first."""

    root: str
    probability: float
    ranking: tuple[tuple[str, float], ...]


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """The features that the model knows, and how their counts become numbers.

    `groups` weighs each group of features after it was scaled to length 1; `temperature` divides the scores
    before they become probabilities (Guo et al. 2017, "On calibration of modern neural networks").
    """

    roots: tuple[str, ...]
    groups: Mapping[str, float]
    temperature: float
    names: tuple[str, ...]

    def positions(self) -> dict[str, int]:
        """Give the row of each feature in the weights."""
        return {name: row for row, name in enumerate(self.names)}


class Scales:
    """Turns counts of features into a sparse vector: (1 + log count) × idf, each group scaled to its weight."""

    def __init__(self, vocabulary: Vocabulary, idf: Floats) -> None:
        self.groups, self.rows, self.idf = vocabulary.groups, vocabulary.positions(), idf.tolist()

    def vector(self, counts: Mapping[str, int]) -> tuple[list[int], list[float]]:
        """Give rows and values; features that the model does not know are left out."""
        known = [
            (name[0], self.rows[name], count) for name, count in sorted(counts.items()) if name in self.rows
        ]
        values = [(1 + log(count)) * self.idf[row] for _, row, count in known]
        squares = dict.fromkeys(self.groups, 0.0)
        for (group, _, _), value in zip(known, values, strict=True):
            squares[group] += value * value
        factors = {g: self.groups[g] / square**0.5 for g, square in squares.items() if square > 0}
        return [row for _, row, _ in known], [
            value * factors[group] for (group, _, _), value in zip(known, values, strict=True)
        ]


class LinearModel:
    """The weights, one row a feature and one column a root."""

    def __init__(self, vocabulary: Vocabulary, weights: Floats, bias: Floats, idf: Floats) -> None:
        self.vocabulary, self.weights, self.bias = vocabulary, weights, bias
        self.scales = Scales(vocabulary, idf)

    def probabilities(self, counts: Mapping[str, int]) -> Floats:
        """Give the calibrated probability of each root, in the order of `vocabulary.roots`."""
        rows, values = self.scales.vector(counts)
        scores = np.asarray(values, dtype=np.float32) @ self.weights[rows] + self.bias
        return softmax(scores / self.vocabulary.temperature)


@cache
def load_pair_model(folder: Path = MODEL_FOLDER) -> LinearModel:
    """Read the model, once, from files with the recorded hashes.

    Weights are stored as whole numbers from -127 to 127 with one scale a root.

    Raises:
        ModelError: a file is missing, differs from its hash, or is not of the form.
    """
    manifest = read_manifest(folder / MANIFEST)
    check_files(manifest, folder.parent)
    try:
        vocabulary = msgspec.json.decode((folder / VOCABULARY).read_bytes(), type=Vocabulary)
        with np.load(folder / WEIGHTS, allow_pickle=False) as stored:
            weights = stored["weights"].astype(np.float32) * stored["scale"]
            bias, idf = stored["bias"], stored["idf"].astype(np.float32)
    except (OSError, ValueError, KeyError, msgspec.MsgspecError) as error:
        raise ModelError(
            f"The model {manifest.name} {manifest.version} cannot be read: {error}.",
            cause="It was made by another version of suasion.",
            remedy=f"Install it again: {manifest.install}",
        ) from error
    return LinearModel(vocabulary, weights, bias, idf)


class PairTyper:
    """Types marked pairs: a forced choice among the codebook's fifteen roots. Without `encoder` the linear model answers alone."""

    def __init__(
        self, codebook: Codebook | None = None, folder: Path = MODEL_FOLDER, *, encoder: bool = True
    ) -> None:
        """Load the models.

        Raises:
            ModelError: the model's files are damaged, or its roots are not the codebook's.
        """
        self.codebook, self.lexicon = codebook or load_codebook(), load_triggers()
        self.model = load_pair_model(folder)
        self.encoder = load_heads() if encoder else None
        if self.model.vocabulary.roots != self.codebook.root15s:
            raise ModelError(
                "The pair typer answers with other roots than the codebook has.",
                cause="Model and codebook are of different versions.",
                remedy="Install suasion again, or train the model again: tools/train_pair.py",
            )

    def predict(self, sentence: str, marked: str) -> PairPrediction:
        """Answer for one sentence and its copy with `<s>source</s>` and `<t>target</t>`.

        A pair without marks, or without text, is answered too.
        """
        return next(self.predict_many([(sentence, marked)]))

    def predict_many(self, pairs: Iterable[tuple[str, str]]) -> Iterator[PairPrediction]:
        """Answer for each (sentence, marked copy) in order, parsing many at a time: faster than one by one."""
        waiting = iter(pairs)
        while batch := list(islice(waiting, BATCH)):
            yield from self._of_batch(batch)

    def _of_batch(self, batch: Sequence[tuple[str, str]]) -> Iterator[PairPrediction]:
        pairs = [read_marks(sentence, marked) for sentence, marked in batch]
        linear = np.stack(
            [
                self.model.probabilities(PairView(pair, doc, self.lexicon, self.codebook).features())
                for pair, doc in zip(pairs, parse_pairs(pairs, load_spacy()), strict=True)
            ]
        )
        learned = self._learned(pairs)
        if learned is None:
            yield from map(self._ranked, linear)
            return
        average = ENCODER_SHARE * learned + (1 - ENCODER_SHARE) * np.log(linear + TINY)
        yield from map(self._ranked, softmax(np.asarray(average / WARMTH, dtype=np.float32)))

    def _learned(self, pairs: Sequence[MarkedPair]) -> Floats | None:
        """The encoder's log-probabilities of the roots (pairs × roots); of a side with several marks the first counts."""
        if self.encoder is None:
            return None
        encoder, heads = self.encoder
        roots = [self.codebook.type(name).root15 for name in heads.labels.types]
        table = np.zeros((len(pairs), len(self.codebook.root15s)), dtype=np.float32)
        for row, (pair, encoded) in enumerate(
            zip(pairs, encoder.run([it.text for it in pairs]), strict=True)
        ):
            source = pair.source[0] if pair.source else (0, 0)
            scored = heads.pairs(encoded, [(source, pair.target[0] if pair.target else None)])
            likely = softmax(scored[0].scores) if scored else np.ones(len(roots), dtype=np.float32)
            for name, value in zip(roots, likely.tolist(), strict=True):
                table[row, self.codebook.root15s.index(name)] += value
        return np.asarray(np.log(table + TINY), dtype=np.float32)

    def _ranked(self, probabilities: Floats) -> PairPrediction:
        named = zip(self.model.vocabulary.roots, probabilities.tolist(), strict=True)
        ranking = tuple(sorted(named, key=lambda entry: (-entry[1], entry[0])))
        return PairPrediction(root=ranking[0][0], probability=ranking[0][1], ranking=ranking)
