"""The language of a text, and what it was translated from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from suasion.ingest.phrases import load_phrases, plain

_CHUNK = 400
"""Characters; long texts saturate a naive Bayes classifier, so they are judged in pieces."""
_CHUNKS = 12
_ENGLISH_WORD_SHARE = 0.05
"""English prose has a quarter or so of its words from our list; a twentieth is far above other languages (about zero)."""
_FOREIGN_CHUNKS = 0.8
_SURE = 0.9
_MIN_LETTERS = 30
_CODE = re.compile(r"^[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A BCP 47 tag, or null, and how it is known. `foreign`: it is surely not English, so it cannot be coded yet."""

    tag: str | None
    how: str
    foreign: bool = False


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identify(text: str) -> Language:
    """Tell the language of a text. In doubt it is English: short or broken English must pass."""
    letters = [mark for mark in text[: _CHUNK * _CHUNKS] if mark.isalpha()]
    if len(letters) < _MIN_LETTERS:
        return Language(tag=None, how="too short to tell")
    words = re.findall(r"[^\W\d_]+", text[: _CHUNK * _CHUNKS].lower())
    english = sum(word in load_phrases().english_words for word in words) / max(1, len(words))
    if english >= _ENGLISH_WORD_SHARE:
        return Language(tag="en", how="identified by its words")
    return _by_model(text)


def _by_model(text: str) -> Language:
    step = max(_CHUNK, len(text) // _CHUNKS)
    chunks = [text[start : start + _CHUNK] for start in range(0, len(text), step)][:_CHUNKS]
    ranked = [_identifier().classify(" ".join(chunk.split())) for chunk in chunks if chunk.strip()]
    foreign = [tag for tag, share in ranked if tag != "en" and share >= _SURE]
    if len(foreign) >= _FOREIGN_CHUNKS * len(ranked) and foreign:
        tag = max(sorted(set(foreign)), key=foreign.count)
        return Language(tag=tag, how="identified by py3langid", foreign=True)
    return Language(tag="en", how="identified by py3langid")


def stated_tag(stated: str | None) -> str | None:
    """Read a stated language: a BCP 47 tag ("pt_BR") or an English name ("Spanish"); else none."""
    if not stated or not stated.strip():
        return None
    folded = stated.strip()
    named = load_phrases().languages.get(folded.lower())
    if named:
        return named
    if not _CODE.match(folded[:3].lower() + folded[3:]):
        return None
    main, *rest = folded.replace("_", "-").split("-")
    return "-".join([main.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])  # noqa: PLR2004


def find_source_language(
    stated: str | None, original: str | None, notes: Sequence[str]
) -> tuple[str | None, str]:
    """Find what the text was translated from and how that is known: metadata, or a note of the page (`und`: it names none).

    `original` is the language that metadata states of a text that is English now.
    """
    if stated and stated.strip():
        return stated_tag(stated) or "und", "metadata"
    if original and original.split("-")[0] != "en":
        return original, "metadata states this language and the text is English"
    for note in notes:
        folded = plain(note)
        if re.search(r"\b(?:machine[- ])?translat(?:ed|es?|ion|ing)\b", folded):
            return _named_in(folded) or "und", "stated in a note"
        if found := re.search(
            r"\b(?:originally|first) (?:published|written|appeared|posted) in (?P<name>[a-z]+)\b", folded
        ):
            tag = load_phrases().languages.get(found.group("name"))
            if tag and tag != "en":
                return tag, "stated in a note"
    return None, "not stated"


def _named_in(note: str) -> str | None:
    for found in re.finditer(r"\b(?:from|of|in)(?: (?:the|an?|original|its))* (?P<name>[a-z]+)\b", note):
        tag = load_phrases().languages.get(found.group("name"))
        if tag and tag != "en":
            return tag
    return None
