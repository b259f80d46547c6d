"""Settings: one table, read once into a frozen object.

A case's `suasion.toml` may set any of them under `[settings]`; the defaults hold for the rest. Each field's metadata
carries the `unit` and `help` that `docs/settings.md` is generated from.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TypeVar

import msgspec

from suasion.errors import InputError

ValueT = TypeVar("ValueT", int, float)


def _setting(default: ValueT, unit: str, text: str) -> ValueT:
    """Declare a setting; what `field` gives stands for its default."""
    made: ValueT = field(default=default, metadata={"unit": unit, "help": text})
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set."""

    max_report_bytes: int = _setting(
        2_000_000,
        "bytes",
        "A file, or a line of a .jsonl file, longer than this is rejected as too large; a .jsonl file may be longer.",
    )
    max_report_characters: int = _setting(
        200_000,
        "characters",
        "A report whose text is longer than this is rejected as too large; reading takes at most 200,000.",
    )
    min_report_words: int = _setting(
        8, "words", "A text with fewer words than this is rejected as too short."
    )
    workers: int = _setting(
        0,
        "processes",
        "How many processes compare the texts of many reports; 0: as many as there are processors. The answers are the same.",
    )
    batch_size: int = _setting(32, "reports", "How many reports go through reading and coding at a time.")
    copy_similarity: float = _setting(
        0.5,
        "share, 0-1",
        "Two reports that share at least this much of the shorter one's five-word shingles are copies.",
    )
    retelling_sentences: int = _setting(
        20,
        "sentences",
        "So many of a report, from its head, are compared by meaning where words leave open whether it retells another;"
        " 0: words alone decide.",
    )
    same_event_days: int = _setting(
        3, "days", "Two dated statements further apart than this are different events."
    )
    half_life_days: float = _setting(
        90.0, "days", "After this long an event counts half in a tie's forgetting-weighted measures."
    )
    sufficient_events: float = _setting(10.0, "effective events", "Below this a tie's value is null.")
    resamples: int = _setting(200, "draws", "How many joint resamples the intervals of a tie come from.")
    seed: int = _setting(20221, "", "Seed of every random draw.")


def load_settings(path: Path) -> Settings:
    """Read the `[settings]` table of a `suasion.toml`; a missing file means all defaults.

    Raises:
        InputError: the file is not TOML, names an unknown setting, or a value has the wrong type.
    """
    if not path.exists():
        return Settings()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("settings", {})
        unknown = sorted(set(table) - {item.name for item in fields(Settings)})
        if unknown:
            raise InputError(
                f"{path} sets {', '.join(unknown)}, which suasion does not know.",
                cause="A misspelt name, or a file for another version.",
                remedy="See docs/settings.md for the names.",
            )
        return msgspec.convert(table, Settings)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise InputError(
            f"{path} cannot be read as settings: {error}.",
            cause="Not valid TOML, or a value of the wrong type.",
            remedy="Correct the file, or delete it to use the defaults.",
        ) from error
