"""The attribution tagger: which characters of a text belong to a source, to a cue, to a content.

A MiniLM with three outputs per word piece; `tools/train_attribution.py` trains it, `docs/models/attribution-minilm.md`
is its card.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import numpy as np
import numpy.typing as npt

from suasion.models.encoder import Encoder, load_encoder
from suasion.models.windows import mark, one_break, pack

NAME = "attribution-minilm"
OUTPUT = "roles"
ROLES = ("source", "cue", "content")
"""The model's outputs, in order. Above 0 a piece is in the role: the best thresholds are part of the weights."""
SIZE = 230
"""Word pieces of a window, as in training."""
_WORD = re.compile(r"\w+(?:['’]\w+)?|[^\w\s]")

Floats = npt.NDArray[np.float32]
Stretch = tuple[int, int]


class AttributionTagger:
    """Tags texts, window by window."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder

    def scores(self, text: str) -> Floats:
        """Give (character, role) scores; a word has the mean of its pieces, and what is between words has -inf."""
        shown, marks = one_break(text), mark(text)
        windows = pack(shown, SIZE, self.encoder.lengths)
        answers = self.encoder.run(
            [shown[start:end] for start, end in windows], [marks[start:end] for start, end in windows]
        )
        sums = np.zeros((len(text), len(ROLES)), dtype=np.float32)
        pieces = np.zeros(len(text) + 1, dtype=np.float32)
        for (start, _), answer in zip(windows, answers, strict=True):
            places = answer.offsets[:, 0] + start
            np.add.at(sums, places, answer.outputs[OUTPUT])
            np.add.at(pieces, places, 1)
        found = np.full_like(sums, -np.inf)
        for word in _WORD.finditer(text):
            first, last = word.span()
            number = pieces[first:last].sum()
            if number:
                found[first:last] = sums[first:last].sum(axis=0) / number
        return found

    def spans(self, text: str) -> dict[str, tuple[Stretch, ...]]:
        """Give the stretches of each role: runs of words in it, within a paragraph, the spaces between included."""
        scores = self.scores(text)
        return {role: tuple(_runs(text, scores[:, i] > 0)) for i, role in enumerate(ROLES)}


def _runs(text: str, inside: npt.NDArray[np.bool_]) -> Iterator[Stretch]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], inside.astype(np.int8), [0]))))
    start: int | None = None
    end = 0
    for first, last in edges.reshape(-1, 2).tolist():
        if start is not None and (text[end:first].strip() or "\n" in text[end:first]):
            yield start, end
            start = None
        start, end = first if start is None else start, last
    if start is not None:
        yield start, end


@cache
def load_attribution_tagger() -> AttributionTagger:
    """Load the tagger that suasion ships.

    Raises:
        ModelError: its files are missing or not those recorded.
    """
    return AttributionTagger(load_encoder(NAME))
