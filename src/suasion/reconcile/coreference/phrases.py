"""How likely two phrases tell of one event, where events are told in phrases rather than words.

Who marks the word that tells an event ("withdrew") joins strictly, and most of what is joined shares a word. Who marks phrases ("tore
up a deal that worked", "the walkout") joins what outlets of every colour call by other names; trees that learned from words leave
nearly all of these alone. A few numbers, weighed by logistic regression, tell more then.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from suasion.reconcile.coreference.features import NAMES, Floats
from suasion.reconcile.coreference.telling import Place

Numbers = npt.NDArray[np.float64]

PHRASED = 1.5
"""Words of a mention, on average, from which a group of documents is told in phrases.

Groups of ECB+ have 1.0 to 1.4, the stories of `tools/data/phrases` 3.4 to 3.9.
"""
DOUBT, LONGEST = 10, 5
"""Mentions of one word that are thought beside those of a group; words of a mention that are counted at most."""
LEAST = 1e-4
"""First answers below this count as this, so that their log-odds stay finite."""
SHARED = ("sentence_cosine", "phrases", "arguments_around", "rare_words", "arguments", "head_letters")
"""Features of pairs of words that are looked at here as well."""
PHRASE_NAMES = ("first", "in_sentence", "alone", *SHARED)
"""The features in order: the log-odds of the trees' first answer, cosines of the whole phrases in their sentences and alone, `SHARED`."""
_SHARED = [NAMES.index(name) for name in SHARED]


class PhraseWeights(msgspec.Struct, frozen=True):
    """A logistic regression: what each feature of `PHRASE_NAMES` adds to the log-odds, which begin at `base`."""

    base: float
    weights: dict[str, float]

    def probabilities(self, rows: Floats) -> Numbers:
        """Give a probability for each row of features."""
        total = rows @ np.array([self.weights[name] for name in PHRASE_NAMES]) + self.base
        return np.asarray(1 / (1 + np.exp(-total)), dtype=np.float64)


def told_in_phrases(places: Sequence[Place]) -> bool:
    """Say whether mentions of a group of documents are phrases, by the words that they have on average."""
    words = sum(min(len(it.text[it.start : it.end].split()), LONGEST) for it in places)
    return (words + DOUBT) / (len(places) + DOUBT) >= PHRASED


def phrase_features(rows: Floats, first: Numbers, in_sentence: Numbers, alone: Numbers) -> Floats:
    """Give the features of pairs in the order of `PHRASE_NAMES`; what cannot be compared counts as nothing in common.

    Args:
        rows: what `features` gives for the pairs.
        first: the trees' first answers.
        in_sentence: cosines of the phrases as their sentences use them.
        alone: cosines of the phrases by themselves.

    """
    sure = np.clip(first, LEAST, 1 - LEAST)
    own = np.stack([np.log(sure / (1 - sure)), in_sentence, alone], axis=1)
    return np.concatenate([own, np.maximum(rows[:, _SHARED], 0)], axis=1).astype(np.float32)
