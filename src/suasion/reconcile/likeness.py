"""How two texts are alike, in numbers that tell a copy, a translation, a retelling and an independent account apart.

Two accounts of one event share names, figures and quotations; what they do not share is the order in which a text
goes through its words. So the measures are of order: content words and names in common that stand in one order.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from itertools import pairwise

import msgspec
from rapidfuzz.distance import LCSseq

from suasion.reconcile.texts import Text

_PAIRED = 8
"""Details of a sentence that are paired: a list of names would make many pairs that say little."""
_MIN_CONTENT = 25
"""Content words below which a text is too short for its order to say anything."""
_NEVER = 0.001


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Measures of a pair, each a share of the shorter text, 0-1.

    `verbatim`: five-word sequences in both; `unquoted`: those that begin outside quotations; `order`: content words
    in one order in both (longest common subsequence); `words`: distinct content words in both; `names`: names and figures
    in one order in both; `length`: content words of the shorter by those of the longer.

    Details are names and figures without those of states: `details` in one order in both; `detailed`: distinct
    ones in both; `alike`: distinct ones in both by those in either.
    """

    verbatim: float
    unquoted: float
    order: float
    words: float
    names: float
    length: float
    details: float
    detailed: float
    alike: float


class TextWeights(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A logistic regression that tells texts with one origin: copies and translations."""

    intercept: float
    unquoted: float
    order: float
    words: float
    names: float
    length: float

    def probability(self, likeness: Likeness) -> float:
        """Give the probability (0-1) that the two are one text, perhaps cut, reworded or translated."""
        return _logistic(
            self.intercept
            + self.unquoted * math.sqrt(likeness.unquoted)
            + self.order * likeness.order
            + self.words * likeness.words
            + self.names * likeness.names
            + self.length * math.log(likeness.length)
        )


class TellingWeights(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A logistic regression that tells a text retold in other words, with nothing of its own, from another account."""

    intercept: float
    details: float
    detailed: float
    alike: float
    length: float
    threshold: float
    """Probability from which a pair is held for a retelling."""

    def probability(self, likeness: Likeness) -> float:
        """Give the probability (0-1) that one of the two retells the other."""
        return _logistic(
            self.intercept
            + self.details * likeness.details
            + self.detailed * likeness.detailed
            + self.alike * likeness.alike
            + self.length * math.log(likeness.length)
        )


class MeaningWeights(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A logistic regression that decides, by what sentences mean, where words leave a retelling open."""

    intercept: float
    telling: float
    ordered: float
    contrast: float
    least: float
    """Probability by words below which a pair is not looked at: most such pairs have one subject and nothing else."""
    most: float
    """Probability by words from which they are enough."""
    threshold: float
    """Probability from which a pair is held for a retelling."""
    ordered_to: float
    """Probability by words below which only a pair whose sentences follow one order is looked at (see also `reuse`)."""

    def probability(self, telling: float, ordered: float, contrast: float) -> float:
        """Give the probability (0-1) that one of the two retells the other.

        Args:
            telling: the probability by words (`TellingWeights`).
            ordered: see `retelling.Correspondence`.
            contrast: likewise.

        """
        return _logistic(
            self.intercept
            + self.telling * log_odds(telling)
            + self.ordered * ordered
            + self.contrast * contrast
        )


class Weights(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `tools/fit_likeness.py` fits and `data/likeness.toml` holds."""

    text: TextWeights
    telling: TellingWeights
    meaning: MeaningWeights


def log_odds(probability: float) -> float:
    """Give the logarithm of the odds; nothing is held for surer than a thousand to one."""
    bounded = min(max(probability, _NEVER), 1.0 - _NEVER)
    return math.log(bounded / (1.0 - bounded))


def _logistic(score: float) -> float:
    return 1.0 / (1.0 + math.exp(-score))


@cache
def load_weights() -> Weights:
    """Read the weights (once per process)."""
    text = (resources.files("suasion.reconcile") / "data" / "likeness.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Weights)


class Outline:
    """What of a text is compared in order: its content words as stems, and its names and figures.

    `common`: folded words that are no detail, as names of states.
    """

    def __init__(self, text: Text, common: frozenset[str]) -> None:
        self.text, self._common = text, common

    @cached_property
    def content(self) -> list[str]:
        """Stems of the content words, in order."""
        return [word.content for word in self.text.words if word.content is not None]

    @cached_property
    def named(self) -> list[list[str]]:
        """Names and figures of each sentence in order, folded; the word that begins a sentence may be none and is left out."""
        text, found = self.text.report.text, []
        for span, words in zip(self.text.spans, self.text.by_sentence, strict=True):
            begins = text[span.start].isalnum() or text[span.start] == "_"
            found.append([word.named for word in (words[1:] if begins else words) if word.named is not None])
        return found

    @cached_property
    def names(self) -> list[str]:
        """Names and figures in order."""
        return [name for names in self.named for name in names]

    @cached_property
    def details(self) -> list[str]:
        """Names and figures without those of states, in order."""
        return [name for name in self.names if name not in self._common]

    @cached_property
    def detail_groups(self) -> list[list[str]]:
        """What a retelling keeps together: the distinct details of each sentence, and of each two sentences in a row.

        In order of spelling, at most `_PAIRED` of each group.
        """
        alone = [{name for name in names if name not in self._common} for names in self.named]
        joined = [one | other for one, other in pairwise(alone)]
        return [sorted(group)[:_PAIRED] for group in (*alone, *joined) if group]


def likeness_of(left: Outline, right: Outline) -> Likeness | None:
    """Measure a pair; null if one of the two is too short. Whichever comes first, the answer is the same."""
    shorter, longer = sorted((left, right), key=lambda one: len(one.content))
    if len(shorter.content) < _MIN_CONTENT:
        return None
    words = set(shorter.content), set(longer.content)
    mine, theirs = set(left.details), set(right.details)
    return Likeness(
        verbatim=contained(left.text.shingle_set, right.text.shingle_set),
        unquoted=contained(left.text.unquoted, right.text.unquoted),
        order=_ordered(shorter.content, longer.content),
        words=len(words[0] & words[1]) / min(map(len, words)),
        names=_ordered(left.names, right.names),
        length=len(shorter.content) / len(longer.content),
        details=_ordered(left.details, right.details),
        detailed=len(mine & theirs) / max(min(len(mine), len(theirs)), 1),
        alike=len(mine & theirs) / max(len(mine | theirs), 1),
    )


def contained(left: frozenset[int], right: frozenset[int]) -> float:
    """Give the share of the smaller set that is in both, 0-1; 1 if it is empty."""
    smaller = min(len(left), len(right))
    return len(left & right) / smaller if smaller else 1.0


def _ordered(left: Sequence[str], right: Sequence[str]) -> float:
    smaller = min(len(left), len(right))
    return LCSseq.similarity(left, right) / smaller if smaller else 0.0
