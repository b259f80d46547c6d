"""How a name is spelt as a key, and how it sounds: the two ways in which the registers compare surfaces."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_PLAIN = str.maketrans(
    {
        "‘": "'", "’": "'", "ʻ": "'", "ʼ": "'", "`": "'", "´": "'", "′": "'", "ʿ": "'", "ʾ": "'",
        "“": '"', "”": '"', "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "\u00ad": "",
        **dict.fromkeys((*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF), ""),
        "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D",
        "ı": "i", "ə": "e", "Ə": "E", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th",
    }
)  # fmt: skip
_ARTICLE = re.compile(r"^the (?=\S)", re.IGNORECASE)
_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"[^a-z]", ""),
        (r"^(?:p(?=s)|k(?=n)|g(?=n)|m(?=n)|w(?=r))", ""),
        (r"(?:shch|sch|tch|tsch|tj|cz|ch)", "C"),
        (r"(?:sh|zh|ts|tz|tc|x)", "S"),
        (r"ph|w|ff?|v", "V"),
        (r"(?:kh|gh|ck|q|k|g|h|c(?![eiy])|c(?=$))", "K"),
        (r"c|s|z|j(?=$)", "S"),
        (r"d|t", "T"),
        (r"b|p", "P"),
        (r"m|n", "N"),
        (r"l", "L"),
        (r"r", "R"),
        (r"[aeiouyj]", ""),
        (r"(.)\1+", r"\1"),
    )
)


def plain(surface: str) -> str:
    """Give the surface in NFKC, without diacritics, curly apostrophes, long hyphens and a leading 'the'.

    Case is kept: `key_of` folds it.
    """
    if surface.isascii():
        spaced = " ".join(surface.replace("`", "'").split())
        if spaced[:4].lower() != "the ":
            return spaced
    else:
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", surface.translate(_PLAIN)))
        bare = "".join(char for char in decomposed if not unicodedata.combining(char)).translate(_PLAIN)
        spaced = " ".join(unicodedata.normalize("NFKC", bare).split())
    return _ARTICLE.sub("", spaced)


@lru_cache(maxsize=65536)
def key_of(surface: str) -> str:
    """Give the key under which the registers file a surface: `plain`, casefolded. Idempotent."""
    return plain(plain(surface).casefold())


def sound_key(name: str) -> str:
    """Give a rough consonant skeleton that spellings of one name in different transliterations share.

    Our own rules in the manner of Soundex (Russell, 1918), tuned to the transliteration of Slavic, Arabic and
    Romance names: 'Ryabkov' = 'Riabkov' = 'Rjabkow'; a silent first letter is dropped ('Psaki' = 'Saki').
    """
    sound = key_of(name)
    for pattern, replacement in _SOUNDS:
        sound = pattern.sub(replacement, sound)
    return sound
