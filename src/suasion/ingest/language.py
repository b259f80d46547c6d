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
"""Of the words of English prose about a fifth are in our list, of other languages' hardly any."""
_FOREIGN_CHUNKS = 0.8
_ENGLISH_PROBABILITY = 0.02
_MIN_LETTERS = 30
_MIN_COMMON = 15
_TRANSLATED = re.compile(
    r"\b(?:(?:machine[- ]|auto)?translat(?:ed|es?|ion|ing)|traducci[oó]n|traducid[oa]|traduction|traduit|tradu[cç][aã]o|traduzid[oa]"
    r"|traduzione|tradotto|übersetzung|übersetzt|vertaling|vertaald|перевод|çeviri)\b"
)
_ORIGINAL = re.compile(
    r"\b(?:originally|first) (?:published|written|appeared|posted|released|broadcast|reported) in\b|\boriginal\b"
)
_NAMED = re.compile(
    r"\b(?:from|of|in|del|de|du|do|dal|aus dem|van het)(?: (?:the|an?|original|its|l'))* (?P<name>[^\W\d]+)\b"
    r"|\b(?P<before>[a-z]+)(?:-language)? (?:original|version|text)\b"
    r"|\boriginal(?:ly)?(?: language| text| version)? ?[:(] ?(?P<after>[a-z]+)\b"
)
_CODE = re.compile(r"^[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A BCP 47 tag, or null, and how it is known. `foreign`: surely not English, so not coded yet."""

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
    tags = [tag for tag in map(_foreign_tag, chunks) if tag != ""]
    foreign = [tag for tag in tags if tag]
    if foreign and len(foreign) >= _FOREIGN_CHUNKS * len(tags):
        tag = max(sorted(set(foreign)), key=foreign.count)
        return Language(tag=tag, how="identified by py3langid", foreign=True)
    return Language(tag="en", how="identified by py3langid")


def _foreign_tag(chunk: str) -> str | None:
    """Give the language of a chunk that is surely not English, else none; the empty string for no words.

    Names are left out where other words remain: they follow their own language.
    """
    words = re.findall(r"[^\W\d_]+", chunk)
    common = " ".join(word for word in words if not word[0].isupper())
    told = common if len(common) >= _MIN_COMMON else " ".join(words)
    if not told:
        return ""
    ranked = _identifier().rank(told)
    return str(ranked[0][0]) if dict(ranked)["en"] < _ENGLISH_PROBABILITY else None


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
    """Find what the text was translated from, and how that is known: metadata or a note of the page.

    `und` is the tag for a note that names no language. `original`: the language that metadata states
    of a text that is English now.
    """
    if stated and stated.strip():
        return stated_tag(stated) or "und", "metadata"
    if original and original.split("-")[0] != "en":
        return original, "metadata states this language and the text is English"
    tags = [tag for tag in map(_by_note, notes) if tag]
    named = next((tag for tag in tags if tag != "und"), tags[0] if tags else None)
    return (named, "stated in a note") if named else (None, "not stated")


def _by_note(note: str) -> str | None:
    """Read the language that a note says the text was translated from; `und` where it names none."""
    folded = plain(note)
    if re.search(r"\binto (?:the )?(?!english\b)[a-z]+", folded) and "from" not in folded:
        return None  # the English was translated, not the text that is English now
    if _ORIGINAL.search(folded) or _TRANSLATED.search(folded):
        named = _named_in(folded)
        return named or ("und" if _TRANSLATED.search(folded) else None)
    return None


def _named_in(note: str) -> str | None:
    for found in _NAMED.finditer(note):
        tag = load_phrases().languages.get(next(name for name in found.groups() if name))
        if tag and tag != "en":
            return tag
    return None
