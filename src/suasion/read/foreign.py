"""Sentences in another language within an English report: what the parser makes of them is no reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from suasion.read.hidden import is_latin
from suasion.read.words import small_words

MOST_PARTICLES = 2
"""As in "de la", "von der"."""


def is_foreign(words: Sequence[str]) -> bool:
    """Whether the words of a sentence are another script's, or its small words another language's rather than English.

    Particles between capitalised words are parts of names ("Rio de la Plata") and say nothing.
    """
    if _is_other_script(words):
        return True
    lists = small_words()
    said = [word.lower() for word in _outside_names(words)]
    return sum(word in lists["foreign"] for word in said) > sum(word in lists["english"] for word in said)


def _is_other_script(words: Sequence[str]) -> bool:
    letters = [char for word in words for char in word if char.isalpha()]
    return sum(map(is_latin, letters)) * 2 < len(letters)


def _outside_names(words: Sequence[str]) -> Iterator[str]:
    """The words in lower case, without runs of particles between capitalised words."""
    run: list[str] = []
    after_name = False
    for word in words:
        if word[:1].islower():
            run.append(word)
            continue
        is_name = word[:1].isupper()
        if not (after_name and is_name and _are_particles(run)):
            yield from run
        run, after_name = [], is_name
    yield from run


def _are_particles(run: Sequence[str]) -> bool:
    return len(run) <= MOST_PARTICLES and all(word in small_words()["foreign"] for word in run)
