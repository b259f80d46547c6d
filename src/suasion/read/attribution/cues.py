"""The lexicon of attribution: words that say whose words these are (`cues.toml`)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from suasion.records import Stance

CUES = Path(__file__).parent / "cues.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbCue:
    """How one sense of a cue verb takes its content; the words are explained at the top of the data file."""

    stance: Stance
    takes: frozenset[str]
    with_object: bool = False
    object_needs_preposition: bool = False
    infinitive_with_object: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All cues. Verbs with a particle are keyed `rule+out`; of a verb's senses the first that fits counts."""

    verbs: dict[str, tuple[VerbCue, ...]]
    particles: frozenset[str]
    nouns: dict[str, Stance]
    hearsay: frozenset[str]
    carriers: frozenset[str]
    noun_prepositions: frozenset[str]
    source_prepositions: frozenset[str]
    adjectives: dict[str, Stance]
    adjective_prepositions: frozenset[str]
    adverbs: dict[str, Stance]
    views: frozenset[str]
    passive_speech: frozenset[str]
    anonymous: frozenset[str]
    outlets: frozenset[str]
    persons: frozenset[str]
    media: frozenset[str]


@cache
def load_lexicon() -> Lexicon:
    """Read the lexicon, once per process."""
    data = tomllib.loads(CUES.read_text(encoding="utf-8"))
    verbs = _verbs(data["verbs"])
    sources, nominal, adjectives = data["sources"], data["nominal"], data["adjectives"]
    return Lexicon(
        verbs=verbs,
        particles=frozenset(key.partition("+")[2] for key in verbs if "+" in key),
        nouns={lemma: group["stance"] for group in data["nouns"] for lemma in group["lemmas"].split()},
        hearsay=_words(nominal["hearsay"]),
        carriers=_words(nominal["carriers"]),
        noun_prepositions=_words(nominal["prepositions"]),
        source_prepositions=_words(nominal["source_prepositions"]),
        adjectives=_stances(adjectives),
        adjective_prepositions=_words(adjectives["prepositions"]),
        adverbs=_stances(data["adverbs"]),
        views=_words(data["phrases"]["views"]),
        passive_speech=_words(sources["passive_speech"]),
        anonymous=_words(sources["anonymous"]),
        outlets=_words(sources["outlets"]),
        persons=_words(sources["persons"]),
        media=_words(sources["media"]),
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _stances(table: dict[str, str]) -> dict[str, Stance]:
    stances: tuple[Stance, ...] = ("asserts", "denies", "doubts", "suggests")
    return {word: stance for stance in stances for word in table.get(stance, "").split()}


def _verbs(groups: list[dict[str, Any]]) -> dict[str, tuple[VerbCue, ...]]:
    verbs: dict[str, tuple[VerbCue, ...]] = {}
    for group in groups:
        cue = VerbCue(
            stance=group["stance"],
            takes=frozenset(group["takes"]),
            with_object=group.get("with_object", False),
            object_needs_preposition=group.get("object_needs_preposition", False),
            infinitive_with_object=group.get("infinitive_with_object", False),
        )
        for lemma in group["lemmas"].split():
            verbs[lemma] = (*verbs.get(lemma, ()), cue)
    return verbs
