"""How likely a text is a translation, from which language, and why: from what the input states, else from signs in the text.

The sum of signs is a small logistic model whose weights are checked by hand (`data/translation.toml`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, sqrt

from suasion.ingest.translation_signs import Sign, told

STATED = 0.98
"""Probability where the input says so."""

SURE_TRANSLATION = 0.9
"""From which probability a source language may be guessed."""
SURE_LANGUAGE = 2.0
"""Least score of a guessed language, in signs that point to it alone."""
MARGIN = 1.8
"""How many times the score of the next language a guessed one needs."""
_USUAL_WORDS = 300
_SHOWN = 4
_MOST_REASONS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """Probability (0-1), reasons for people (strongest first), and the language (BCP 47) with how it is known, or null."""

    probability: float
    reasons: tuple[str, ...]
    language: str | None
    how: str


def judge_translation(text: str, stated: str | None, how: str, signs: Sequence[Sign]) -> Translation:
    """Weigh what the input states (`stated`: a tag, `und` for a language not named, or null) and the signs in the text."""
    probability, reasons = _weigh(len(re.findall(r"\w+", text)), signs)
    guess = guess_language(signs) if probability >= SURE_TRANSLATION or stated == "und" else None
    if stated is None:
        return Translation(
            probability=probability,
            reasons=reasons,
            language=guess,
            how=f"guessed from its words: {_pointing(signs, guess)}" if guess else how,
        )
    if stated == "und" and guess:
        how = f"{how}; the language is guessed from its words: {_pointing(signs, guess)}"
    return Translation(
        probability=max(STATED, probability),
        reasons=(how, *reasons),
        language=guess if stated == "und" and guess else stated,
        how=how,
    )


def _weigh(words: int, signs: Sequence[Sign]) -> tuple[float, tuple[str, ...]]:
    found: dict[str, list[Sign]] = defaultdict(list)
    for sign in signs:
        found[sign.name].append(sign)
    spread = max(1.0, sqrt(words / _USUAL_WORDS))
    parts: list[tuple[float, str]] = []
    for name, group in found.items():
        weights = told()["weights"][name]
        each = weights["each"] * sum(sign.weight for sign in group) / spread
        parts.append((min(weights["most"], each), _reason(name, group)))
    score = told()["bias"] + sum(part for part, _ in parts)
    ranked = sorted(parts, key=lambda part: (-part[0], part[1]))
    return round(1 / (1 + exp(-score)), 3), tuple(reason for _, reason in ranked[:_MOST_REASONS])


def _reason(name: str, group: Sequence[Sign]) -> str:
    words = list(dict.fromkeys(f"'{sign.words}'" for sign in group if sign.words))
    return str(told()["reasons"][name]).format(words=", ".join(words[:_SHOWN]))


def guess_language(signs: Sequence[Sign]) -> str | None:
    """Give the language to which the signs point, if it is far ahead of the others."""
    scores = _scores(signs)
    ranked = sorted(scores.items(), key=lambda it: (-it[1], it[0]))
    if not ranked or ranked[0][1] < SURE_LANGUAGE:
        return None
    behind = ranked[1][1] if len(ranked) > 1 else 0.0
    return ranked[0][0] if ranked[0][1] >= MARGIN * behind else None


def _scores(signs: Sequence[Sign]) -> dict[str, float]:
    """Add up the signs: one that several languages leave counts less for each, the first named most; the same words count once."""
    scores: dict[str, float] = defaultdict(float)
    for sign in {(it.name, it.words): it for it in signs}.values():
        for rank, tag in enumerate(sign.languages):
            scores[tag] += sign.weight * 0.75**rank / sqrt(len(sign.languages))
    return scores


def _pointing(signs: Sequence[Sign], tag: str | None) -> str:
    named = told()["languages"].get(tag, tag)
    words = dict.fromkeys(f"'{sign.words}'" for sign in signs if tag in sign.languages)
    return f"{named}, by {', '.join(list(words)[:_SHOWN])}"
