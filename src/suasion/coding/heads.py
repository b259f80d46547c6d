"""The heads of the coder's encoder: from what it says of each word piece to types, triggers and factuality.

A sentence is encoded once. A pair of mentions is read off it: the opening piece, the mean of all pieces, the means of source,
target and of what lies between, and a mean weighted by an attention that the pair itself asks for (Vaswani et al. 2017), which
is also where the trigger stands. Two softmaxes answer: which type the source does to the target, and which type is only the
content of such an act; both may answer that there is none. Each piece has a factuality from -3 to 3 and a word for it.
`tools/train_coder.py` trains encoder and heads together; `docs/models/coder-minilm.md` is the card.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import msgspec
import numpy as np
import numpy.typing as npt

from suasion.errors import ModelError
from suasion.ids import digest
from suasion.models.encoder import HERE, Encoded, Encoder, encoder_manifests, load_encoder
from suasion.records import Factuality

MODEL = "coder-minilm"
HEADS, LABELS = "heads.npz", "labels.json"
HIDDEN = "hidden"
"""The encoder's output: one vector a word piece."""

Floats = npt.NDArray[np.float32]
Place = tuple[int, int]
"""A half-open span of a text, in code points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What the columns of the answers mean. The softmaxes have one more column: nothing passes.

    `temperature` divides the scores before they become probabilities (Guo et al. 2017).
    """

    types: tuple[str, ...]
    words: tuple[Factuality, ...]
    temperature: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PairScores:
    """What is said of one pair: probabilities by type (the rest to 1 is that nothing passes), and the trigger's place.

    `scores` are those of `types` before they became probabilities.
    """

    types: Floats
    contents: Floats
    scores: Floats
    trigger: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Certainty:
    """How certain a predicate is presented: `score` from -3 to 3, and the probability of each word for it."""

    score: float
    words: Floats


class Heads:
    """The heads with their weights."""

    def __init__(self, labels: Labels, weights: Mapping[str, Floats]) -> None:
        self.labels, self.weights = labels, weights

    def pairs(self, encoded: Encoded, spans: Sequence[tuple[Place, Place | None]]) -> list[PairScores]:
        """Score each (source, target) of one sentence; a target of null stands for none."""
        if not spans or not len(encoded.offsets):
            return []
        hidden = encoded.outputs[HIDDEN]
        sources = np.stack([self._mean(encoded, source) for source, _ in spans])
        targets = np.stack([self._target(encoded, target) for _, target in spans])
        between = np.stack([self._between(encoded, source, target) for source, target in spans])
        asked = self._linear("q", np.concatenate([sources, targets, sources * targets], axis=1))
        attention = asked @ self._linear("k", hidden).T / np.sqrt(asked.shape[1])
        weighted = softmax(attention) @ hidden
        whole = np.broadcast_to(
            np.concatenate([encoded.first[HIDDEN], hidden.mean(axis=0)]), (len(spans), 2 * hidden.shape[1])
        )
        state = gelu(
            self._linear("hid", np.concatenate([whole, sources, targets, between, weighted], axis=1))
        )
        scores, contents = self._linear("main", state), self._linear("cont", state)
        warmth = self.labels.temperature
        likely, inside = softmax(scores / warmth), softmax(contents / warmth)
        return [
            PairScores(
                types=likely[i, :-1],
                contents=inside[i, :-1],
                scores=scores[i, :-1],
                trigger=_place(encoded, int(attention[i].argmax())),
            )
            for i in range(len(spans))
        ]

    def certainty(self, encoded: Encoded, span: Place) -> Certainty:
        """Say how certain the predicate at a place is presented."""
        state = self._mean(encoded, span)[None]
        return Certainty(
            score=float(self._linear("fs", state)[0, 0]), words=softmax(self._linear("fw", state))[0]
        )

    def _linear(self, name: str, values: Floats) -> Floats:
        return np.asarray(
            values @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"], dtype=np.float32
        )

    def _target(self, encoded: Encoded, target: Place | None) -> Floats:
        return self.weights["notarget"] if target is None else self._mean(encoded, target)

    def _mean(self, encoded: Encoded, span: Place) -> Floats:
        """The mean of the pieces that lie in a span, zeros where there are none."""
        inside = (encoded.offsets[:, 0] < span[1]) & (span[0] < encoded.offsets[:, 1])
        hidden = encoded.outputs[HIDDEN]
        return np.asarray(
            hidden[inside].mean(axis=0) if inside.any() else np.zeros(hidden.shape[1]), dtype=np.float32
        )

    def _between(self, encoded: Encoded, source: Place, target: Place | None) -> Floats:
        if target is None:
            return np.zeros(encoded.outputs[HIDDEN].shape[1], dtype=np.float32)
        return self._mean(encoded, (min(source[1], target[1]), max(source[0], target[0])))


def _place(encoded: Encoded, piece: int) -> Place:
    start, end = encoded.offsets[piece].tolist()
    return start, end


def softmax(scores: Floats) -> Floats:
    """Turn scores (last axis: classes) into probabilities."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)


def gelu(values: Floats) -> Floats:
    """Gaussian error linear unit (Hendrycks and Gimpel 2016), with the error function of Abramowitz and Stegun 7.1.26."""
    x = np.abs(values) / np.sqrt(2)
    t = 1 / (1 + 0.3275911 * x)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(values) * (1 - series * np.exp(-x * x))
    return np.asarray(0.5 * values * (1 + erf), dtype=np.float32)


@cache
def load_heads(name: str = MODEL) -> tuple[Encoder, Heads]:
    """Load encoder and heads, once, from files with the recorded hashes.

    Raises:
        ModelError: a file is missing, differs from its hash, or is not of the form.
    """
    encoder, folder = load_encoder(name), HERE / name
    try:
        labels = msgspec.json.decode((folder / LABELS).read_bytes(), type=Labels)
        with np.load(folder / HEADS, allow_pickle=False) as stored:
            weights = {name: stored[name].astype(np.float32) for name in stored.files}
    except (OSError, ValueError, KeyError, msgspec.MsgspecError) as error:
        raise ModelError(
            f"The heads of the model {name} cannot be read: {error}.",
            cause="They were made by another version of suasion.",
            remedy=f"Install it again: {encoder_manifests(name)[0].install}",
        ) from error
    return encoder, Heads(labels, weights)


def model_fingerprint(name: str = MODEL) -> str:
    """Hash encoder, heads and tokenizer: changes whenever they could answer differently."""
    return digest([manifest.fingerprint for manifest in encoder_manifests(name)])
