"""How certain a predicate is presented to be, from -3 (certainly not) over 0 (open) to 3 (certainly).

The scale is that of FactBank's successors (Lee and others 2015; Stanovsky and others 2017). The word that the tree gives
(`suasion.read.factuality`) and the score that the encoder gives are two opinions: the one knows scope, the other wordings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from suasion.coding.heads import load_heads
from suasion.records import Factuality

WORD_SCORES: dict[Factuality, float] = {
    "occurred": 3.0,
    "planned": 1.5,
    "possible": 1.0,
    "conditional": 0.3,
    "denied": -3.0,
}
"""Our words on the scale. A plan that is announced counts as likely, a condition as open."""
LEARNED_SHARE = 0.75
"""Share of the encoder's score; the rest is the word's. Chosen on our own held-out sentences."""
REPORTED = 0.3
"""What it takes off that somebody else than the author says so: author and crowd commit themselves less to it."""
LEAST, MOST = -3.0, 3.0

Asked = tuple[str, tuple[int, int], Factuality | None, bool]
"""A sentence, the predicate's half-open place in it, its word if it has one, and whether another than the author says it."""


def certainties(asked: Sequence[Asked]) -> Iterator[float]:
    """Score predicates, each in its sentence."""
    encoder, heads = load_heads()
    encoded = encoder.run([sentence for sentence, _, _, _ in asked])
    for answer, (_, place, word, reported) in zip(encoded, asked, strict=True):
        learned = heads.certainty(answer, place).score if len(answer.offsets) else MOST
        yield blend(word, learned, reported=reported)


def blend(word: Factuality | None, learned: float, *, reported: bool) -> float:
    """Put both opinions together."""
    score = learned if word is None else LEARNED_SHARE * learned + (1 - LEARNED_SHARE) * WORD_SCORES[word]
    return min(MOST, max(LEAST, score - (REPORTED if reported and score > 0 else 0.0)))
