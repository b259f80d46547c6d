"""The words and lists that the search for damage knows."""

from __future__ import annotations

import gzip
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_DATA = files("suasion.ingest.damage").joinpath("data")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """English words in lower case with their regular forms, capitalised names, verbs in their base form, and function words.

    Built by `tools/build_words.py`.
    """

    words: frozenset[str]
    names: frozenset[str]
    verbs: frozenset[str]
    little: frozenset[str]

    def knows(self, word: str) -> bool:
        """Whether a word or name is known, in whatever case it stands."""
        lowered = word.lower()
        return lowered in self.words or word.capitalize() in self.names


def bare(word: str) -> str:
    """Give a word without what follows an apostrophe."""
    return re.split("[’']", word, maxsplit=1)[0] or word


@cache
def load_lexicon() -> Lexicon:
    """Read the words: a tenth of a second, once."""
    blocks = gzip.decompress(data_bytes("words.txt.gz")).decode().split("\n\n")
    recent = lists()["recent_words"]
    words, names, verbs, little = (frozenset(block.split("\n")) for block in blocks)
    return Lexicon(words=words | recent, names=names, verbs=verbs, little=little)


@cache
def lists() -> Mapping[str, frozenset[str]]:
    """Give the short lists of `lists.toml` by name."""
    return {name: frozenset(words) for name, words in table("lists.toml").items() if isinstance(words, list)}


@cache
def table(name: str) -> Mapping[str, Any]:
    """Read a TOML file of this package's data."""
    return tomllib.loads(_DATA.joinpath(name).read_text(encoding="utf-8"))


def data_bytes(name: str) -> bytes:
    """Read a file of this package's data as it lies."""
    return _DATA.joinpath(name).read_bytes()


def data_text(name: str) -> str:
    """Read a file of this package's data as text."""
    return _DATA.joinpath(name).read_text(encoding="utf-8")
