"""The word lists of this room, read once from `data/lexicon.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

import msgspec


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """What the words of a report mean for reconciling. The data file says what each list is for."""

    stop_words: frozenset[str]
    telling_verbs: tuple[str, ...]
    telling_phrases: tuple[str, ...]
    gathered: tuple[str, ...]
    citing_phrases: tuple[str, ...]
    speaking_verbs: tuple[str, ...]
    words_given: tuple[str, ...]
    pieces_published: tuple[str, ...]
    media_nouns: tuple[str, ...]
    people_and_places: tuple[str, ...]
    pages: tuple[str, ...]
    persons_at_outlets: tuple[str, ...]
    platforms: frozenset[str]
    only_media_do: tuple[str, ...]
    papers: tuple[str, ...]
    papers_are: tuple[str, ...]
    papers_given: tuple[str, ...]
    done_by_parties: tuple[str, ...]
    acts_of_parties: tuple[str, ...]
    getting_verbs: tuple[str, ...]
    sold_space: tuple[str, ...]
    gains_of_parties: tuple[str, ...]
    done_to_parties: tuple[str, ...]
    media_adjectives: tuple[str, ...]
    credit_words: tuple[str, ...]
    negations: tuple[str, ...]
    state_media: tuple[str, ...]
    one_pair_instruments: frozenset[str]
    broad_instruments: frozenset[str]
    kindred_instruments: tuple[frozenset[str], ...]
    plural_acts: frozenset[str]
    name_firsts: tuple[str, ...]
    name_lasts: tuple[str, ...]
    name_words: tuple[str, ...]
    short_names: frozenset[str]
    nameless_credits: frozenset[str]
    leading_words: frozenset[str]
    calendar_words: frozenset[str]
    offices: frozenset[str]
    sign_offs: tuple[tuple[str, str], ...]


@cache
def load_lexicon() -> Lexicon:
    """Read the lists (once per process)."""
    text = (resources.files("suasion.reconcile") / "data" / "lexicon.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Lexicon)
