"""Joining what the trigger lexicon and the encoder see: how likely an act is to be right, and which acts are kept.

Logistic regressions over a few named features of an act give its probability: one for acts that the lexicon found, one for those that
only the encoder saw, and one for whether the act's factuality is right. `tools/fit_join.py` fits them on sentences that neither coder was
made from, and writes `data/join.toml`; an act below its threshold there is not stated.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log
from pathlib import Path
from typing import Literal

import msgspec

from suasion.coding.found import codes
from suasion.coding.frames import Act
from suasion.coding.learned import LearnedAct, SentenceScores
from suasion.records import Factuality, Reference

WEIGHTS = Path(__file__).parent / "data" / "join.toml"
FLOOR = 0.005
"""Probabilities are kept this far from 0 and 1 before their log-odds are taken."""

DOUBT = 0.15
"""Below this probability of the encoder the tree's word for factuality gives way; chosen on our held-out sentences."""

Origin = Literal["lexicon", "encoder", "factuality"]
_GUESSED = frozenset({"pronoun", "group", "definite", "unnamed group", "unnamed"})


@dataclass(frozen=True, kw_only=True)
class Weights:
    """One logistic regression, and the probability from which an act is stated."""

    bias: float
    threshold: float
    features: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Join:
    """The regressions by where an act was seen."""

    lexicon: Weights
    encoder: Weights
    factuality: Weights

    def probability(self, origin: Origin, features: Mapping[str, float]) -> float:
        """Give the probability that an act's type and sides are right."""
        weights: Weights = getattr(self, origin)
        score = weights.bias + sum(
            weights.features.get(name, 0.0) * value for name, value in features.items()
        )
        return 1 / (1 + exp(-score))

    def keeps(self, origin: Origin, probability: float) -> bool:
        """Whether an act of this probability is stated."""
        weights: Weights = getattr(self, origin)
        return probability >= weights.threshold


@cache
def load_join(path: Path = WEIGHTS) -> Join:
    """Read the weights, once."""
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Join)


def lexicon_features(act: Act, scores: SentenceScores, inferred: bool) -> dict[str, float]:
    """What is known of an act that the lexicon found."""
    match = act.match
    as_act, as_content = scores.support(act.type, match.actors, match.recipients)
    back = max(scores.support(act.type, match.recipients, match.actors)) if match.recipients else 0.0
    return {
        "score": min(match.score, 2.0),
        "act": log_odds(as_act),
        "best": log_odds(max(as_act, as_content)),
        "rival": log_odds(scores.rival(act.type, match.actors, match.recipients)),
        "back": log_odds(back),
        "is_content": float(act.parent is not None),
        "announced": float(act.label == "announced"),
        "implied": float(act.label == "implied"),
        "alone": float(not match.recipients and not match.trigger.joint),
        "inferred": float(inferred),
        "noun": float(bool(match.trigger.nouns)),
        "guessed": float(guessed((*match.actors, *match.recipients))),
    }


def encoder_features(
    act: LearnedAct,
    *,
    is_predicate: bool,
    is_source: bool,
    lexicon: Sequence[Act],
    others: Sequence[LearnedAct],
) -> dict[str, float]:
    """What is known of an act that only the encoder saw, beside the others of its sentence.

    `is_source`: one of its sides is who says what the act is told in.
    """
    actors, recipients = codes(act.actors), codes(act.recipients)
    beside = [
        it for it in lexicon if codes(it.match.actors) | codes(it.match.recipients) == actors | recipients
    ]
    back = [
        it.probability
        for it in others
        if it.type == act.type and codes(it.actors) & recipients and codes(it.recipients) & actors
    ]
    return {
        "likely": log_odds(act.probability),
        "is_content": float(act.content),
        "alone": float(not recipients and len(act.actors) < 2),  # noqa: PLR2004 - one actor and nobody else
        "predicate": float(is_predicate),
        "source": float(is_source),
        "beside": float(bool(beside)),
        "beside_back": float(
            any(it.type == act.type and codes(it.match.actors) & recipients for it in beside)
        ),
        "back": log_odds(max(back, default=0.0)),
        "same_type": float(any(it.type == act.type for it in lexicon)),
        "guessed": float(guessed((*act.actors, *act.recipients))),
    }


def settle(
    stated: Factuality | None, words: Mapping[Factuality, float]
) -> tuple[Factuality, dict[str, float]]:
    """Choose between the tree's word and the encoder's, and say what is known of the choice.

    The tree's word stands unless the encoder holds it for unlikely.
    """
    likeliest = max(words, key=lambda word: words[word])
    word = stated if stated is not None and words[stated] >= DOUBT else likeliest
    return word, {"likely": log_odds(words[word]), "agrees": float(word == stated == likeliest)}


def log_odds(probability: float) -> float:
    """Turn a probability into its log-odds, within bounds."""
    inside = min(1 - FLOOR, max(FLOOR, probability))
    return log(inside / (1 - inside))


def guessed(references: tuple[Reference, ...]) -> int:
    """How many sides are named by words that need a guess."""
    return sum(reference.how in _GUESSED for reference in references)
