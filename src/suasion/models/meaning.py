"""Vectors of meaning: of sentences, and of the words in them that tell of an event.

One MiniLM answers both. The mean over the word pieces of a sentence lies near that of sentences which say the same; the
mean over the pieces of a trigger lies near that of triggers, in other sentences, which tell of the same event.
`tools/train_coreference.py` trains it; `docs/models/meaning-minilm.md` is its card.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from suasion.ids import digest
from suasion.models.encoder import Encoded, Encoder, encoder_manifests, load_encoder

NAME = "meaning-minilm"
HIDDEN = "hidden"
"""The encoder's output: one vector a word piece."""
WIDTH = 384
"""Numbers of a vector."""

Floats = npt.NDArray[np.float32]
Span = tuple[int, int]
"""Half-open, in code points of a text."""


class Meaning:
    """Gives vectors of unit length (zeros where a text has no word), so that their dot product is a cosine.

    A vector depends on its own text alone. `fingerprint` changes with the weights and with the tokenizer, and belongs
    into that of every stage which asks for vectors.
    """

    def __init__(self, encoder: Encoder, fingerprint: str) -> None:
        self.encoder, self.fingerprint = encoder, fingerprint

    def sentences(self, texts: Sequence[str]) -> Floats:
        """Give one row a text: (texts, 384). Same text, same row; a text given twice is encoded once."""
        known = {text: _unit(_mean(encoded, None)) for text, encoded in self._encoded(texts)}
        return _stacked([known[text] for text in texts])

    def mentions(self, texts: Sequence[str], spans: Sequence[Span]) -> Floats:
        """Give one row a (text, span): (texts, 384), the vector of the words in the span as this text uses them.

        A span that holds no word piece has the vector of the whole text.
        """
        wanted: dict[str, dict[Span, Floats]] = {}
        for text, span in zip(texts, spans, strict=True):
            wanted.setdefault(text, {})[span] = np.zeros(WIDTH, dtype=np.float32)
        for text, encoded in self._encoded(tuple(wanted)):
            for span in wanted[text]:
                wanted[text][span] = _unit(_mean(encoded, span))
        return _stacked([wanted[text][span] for text, span in zip(texts, spans, strict=True)])

    def _encoded(self, texts: Sequence[str]) -> Iterator[tuple[str, Encoded]]:
        """Encode each distinct text, one at a time: the numbers of all pieces together need not fit into memory."""
        for text in dict.fromkeys(texts):
            yield text, self.encoder.run([text])[0]


def _mean(encoded: Encoded, span: Span | None) -> Floats:
    """The mean of the pieces that lie in a span, or of all."""
    hidden = encoded.outputs[HIDDEN]
    if span is not None:
        inside = (encoded.offsets[:, 0] < span[1]) & (encoded.offsets[:, 1] > span[0])
        hidden = hidden[inside] if inside.any() else hidden
    return hidden.mean(axis=0) if len(hidden) else np.zeros(WIDTH, dtype=np.float32)


def _unit(vector: Floats) -> Floats:
    length = np.linalg.norm(vector)
    return np.asarray(vector / length if length else vector, dtype=np.float32)


def _stacked(rows: Sequence[Floats]) -> Floats:
    return np.stack(rows) if rows else np.zeros((0, WIDTH), dtype=np.float32)


@cache
def load_meaning() -> Meaning:
    """Load the encoder that suasion ships.

    Raises:
        ModelError: its files are missing or not those recorded.
    """
    model, words = encoder_manifests(NAME)
    return Meaning(load_encoder(NAME), digest([model.fingerprint, words.fingerprint]))
