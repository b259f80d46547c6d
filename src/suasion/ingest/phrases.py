"""The patterns of `data/phrases.toml`, compiled once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from suasion.ids import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """What pages put around a report. The patterns of sentences and lines want `plain` text."""

    boilerplate: re.Pattern[str]
    disclaimer: re.Pattern[str]
    edge_disclaimer: re.Pattern[str]
    """Only among the first and last lines."""
    related: re.Pattern[str]
    """The opener alone; `rest` is what follows a colon, a bar or a dash."""
    kicker: re.Pattern[str]
    published_label: re.Pattern[str]
    updated_label: re.Pattern[str]
    caption_cue: re.Pattern[str]
    caption_verb: re.Pattern[str]
    author_role: re.Pattern[str]
    agency: re.Pattern[str]
    """A news agency's name, as written."""
    credited: re.Pattern[str]
    """A news agency or a picture desk, as written."""
    months: Mapping[str, int]
    english_words: frozenset[str]
    languages: Mapping[str, str]
    fingerprint: str


_STRAIGHT = str.maketrans("’‘“”\u00a0", "''\"\" ")


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Fold a line for the patterns: lower case, straight quotes, single spaces, no list mark in front."""
    return " ".join(text.translate(_STRAIGHT).split()).lstrip("-•*·▪►» ").lower()


def _any(parts: Sequence[str]) -> str:
    return "(?:" + "|".join(f"(?:{part})" for part in parts) + ")"


def _names(parts: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(parts, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(re.escape(part) for part in longest_first) + r")(?![\w-])")


@cache
def load_phrases() -> Phrases:
    """Read and compile the patterns."""
    source = files("suasion.ingest").joinpath("data/phrases.toml").read_text(encoding="utf-8")
    table = tomllib.loads(source)
    related = _any(table["related"])
    return Phrases(
        boilerplate=re.compile(_any(table["boilerplate"])),
        disclaimer=re.compile(_any(table["disclaimer"])),
        edge_disclaimer=re.compile(_any(table["edge_disclaimer"])),
        related=re.compile(rf"{related}(?:(?: ?[:|>»]+ ?| [–—-]+ )(?P<rest>.*))?$"),
        kicker=re.compile(_any(table["kicker"]) + r"[:.]?$"),
        published_label=re.compile(_any(table["date_labels"]) + r"\b ?[:|-]? ?", re.IGNORECASE),
        updated_label=re.compile(_any(table["update_labels"]) + r"\b ?[:|-]? ?", re.IGNORECASE),
        caption_cue=re.compile(_any(table["caption_cues"])),
        caption_verb=re.compile(r"\b" + _any(table["caption_verbs"]) + r"\b"),
        author_role=re.compile(r"\b" + _any(table["author_roles"]) + r"\b"),
        agency=_names(table["agencies"]),
        credited=_names(table["agencies"] + table["picture_desks"]),
        months=table["months"],
        english_words=frozenset(table["english_words"]),
        languages=table["languages"],
        fingerprint=digest([source]),
    )
