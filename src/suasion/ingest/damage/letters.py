"""What encoding and mark-up leave in a text: digits and letters of two scripts, bytes read wrongly, entities, tags."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

from suasion.ingest.damage.lexicon import load_lexicon, table
from suasion.ingest.damage.marking import mark
from suasion.records import Damage

_DIGITS = re.compile(r"\d[\d., ]*")
_LETTERS = re.compile(r"[^\W\d_]+")
_ALIKE = re.compile("[\u0370-\u03ff\u0400-\u04ff]")
_LATIN = re.compile(r"[A-Za-z]")
_DIGIT_LETTER = re.compile(
    r"(?<![\w.,-])(?:\d{1,3}[OolI]\d{1,3}|\d{1,2}O{1,3}|[A-Za-z]{1,15}[01]{1,2}[a-z]{2,15})(?![\w-])"
)
_LEADS = re.compile(r"[\u00c2-\u00c5\u00ce-\u00d1\u00d8\u00d9\u00e0\u00e2\u00e3\u00ef\u00f0][^\x00-\x7f]+")
_CYRILLIC_LEAD = re.compile("вЂ[\u0080-\uffff]")
_LONGEST = {0xC: 2, 0xD: 2, 0xE: 3, 0xF: 4}
_CUT_QUOTE = re.compile(r"â€(?=\s|$)")
_LOST_APOSTROPHE = re.compile(
    r"(?<=[a-z]{2})\?(?=(?:s|t|re|ve|ll|d)(?![\w=&]))|(?<=\b[Ii])\?(?=(?:m|ve|ll|d)\b)"
)
_ENTITY = re.compile(
    r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,6}|[a-zA-Z]{2,8});|(?<=[a-z])#0?39;|&(?:amp|nbsp|[lr]squo|[lr]dquo|quot)\b"
)
_NAMES = "p|br|a|div|span|strong|em|b|i|u|img|script|style|h[1-6]|li|ul|ol|figure|figcaption|iframe|blockquote|td|tr|table|font|sup|sub"
_TAG = re.compile(rf"</?(?:{_NAMES})(?:\s[^<>\n]{{0,300}})?/?>|<!--[^\n]{{0,300}}?-->", re.IGNORECASE)
_SHORT_CODES = r"caption|embed|gallery|vc_\w{2,30}|quote|url|img"
_CODE = re.compile(
    rf"\[/(?:{_SHORT_CODES}|video|audio)\]|\[(?:{_SHORT_CODES})\]|\[(?:{_SHORT_CODES}|video|audio)[= ](?=[^\]\n]*[=/])[^\]\n]{{0,300}}\]"
    r"|\{\{[^{}\n]{1,200}\}\}"
    r"|\b(?:googletag|adsbygoogle|document\.(?:write|getElement\w*)|window\.\w{2,30})\b[^\n]{0,80}?[;)]"
    r"|(?<=[a-z,.])%20(?=[a-zA-Z])|\\[nrt](?=[A-Z]|\s)|\\u[0-9a-f]{4}|\\(?=[\"'’])"
)


def find_letters(text: str) -> Iterator[Damage]:
    """Find `mixed-digits`, `mixed-script`, `encoding`, `lost-character` and `markup`."""
    yield from _markup(text)
    yield from _digit_letters(text)
    yield from _lost(text)
    if not text.isascii():
        yield from _digits(text)
        yield from _mixed_script(text)
        yield from _mojibake(text)


def _digits(text: str) -> Iterator[Damage]:
    for found in _DIGITS.finditer(text):
        words = found.group().rstrip("., ")
        if words.isascii():
            continue
        groups = re.findall(r"[0-9]+|[^0-9\W]+", words.replace(",", ""))
        numbers = ["".join(str(unicodedata.digit(char, "")) for char in group) for group in groups]
        meant = one_number(numbers)
        sure = 0.95 if len(numbers) == 1 else 0.88 if meant else 0.6
        yield mark(text, found.start(), found.start() + len(words), meant, "mixed-digits", sure)


def one_number(numbers: list[str]) -> str | None:
    """Choose among the parts: a re-translation leaves the end of a number beside the whole of it."""
    if len(numbers) == 1:
        return numbers[0]
    longer = max(numbers, key=len)
    return longer if len(numbers) == 2 and all(longer.endswith(number) for number in numbers) else None  # noqa: PLR2004


def _mixed_script(text: str) -> Iterator[Damage]:
    """Words of Latin letters and of others that look like them."""
    alike = table("letters.toml")["alike"]
    for found in _LETTERS.finditer(text):
        word = found.group()
        if _ALIKE.search(word) and _LATIN.search(word):
            meant = "".join(alike.get(char, char) for char in word)
            sure = 0.95 if meant.isascii() else 0.7
            yield mark(text, *found.span(), meant if meant.isascii() else None, "mixed-script", sure)


def _digit_letters(text: str) -> Iterator[Damage]:
    """Find letters in numbers and digits in words: "2O22", "P0land"."""
    for found in _DIGIT_LETTER.finditer(text):
        seen = found.group()
        if seen[0].isdigit():
            meant = seen.translate(str.maketrans("OolI", "0011"))
            yield mark(text, *found.span(), meant, "mixed-script", 0.85)
        elif load_lexicon().knows(word := seen.translate(str.maketrans("01", "ol"))):
            yield mark(text, *found.span(), word, "mixed-script", 0.9)


def _mojibake(text: str) -> Iterator[Damage]:
    """UTF-8 that was read as Windows-1252 or 1251, once or several times."""
    for found in _LEADS.finditer(text):
        yield from _reread(text, found.start(), found.end())
    for found in _CYRILLIC_LEAD.finditer(text):
        raw = found.group().encode("cp1251", "ignore")
        meant = raw.decode("utf-8", "ignore")
        yield mark(text, *found.span(), meant or None, "encoding", 0.95)
    for found in _CUT_QUOTE.finditer(text):
        yield mark(text, *found.span(), "”", "encoding", 0.8)


def _reread(text: str, start: int, end: int) -> Iterator[Damage]:
    """Read the bytes of a stretch as UTF-8 again; what is not that is left."""
    raw = [_byte(char) for char in text[start:end]]
    i = 0
    while i < len(raw):
        first, read = i, []
        while (length := _length(raw, i)) and (char := _decoded(raw[i : i + length])):
            read.append(char)
            i += length
        if read:
            meant = "".join(read)
            yield mark(text, start + first, start + i, unscrambled(meant), "encoding", 0.97)
        i += 1


def unscrambled(text: str) -> str:
    """Undo what was scrambled more than once."""
    for found in _LEADS.finditer(text):
        (inner,) = tuple(_reread(text, *found.span()))[:1] or (None,)
        if inner and inner.meant:
            return text[: inner.start] + inner.meant + text[inner.end :]
    return text


def _byte(char: str) -> int:
    try:
        return char.encode("cp1252")[0]
    except UnicodeEncodeError:
        return ord(char) if ord(char) < 256 else 0  # noqa: PLR2004  Windows reads undefined bytes as Latin-1


def _length(raw: list[int], i: int) -> int:
    return _LONGEST.get(raw[i] >> 4, 0) if i < len(raw) else 0


def _decoded(raw: list[int]) -> str | None:
    try:
        char = bytes(raw).decode("utf-8")
    except UnicodeDecodeError:
        return None
    return (
        char if char.isalpha() or char in _PUNCTUATION or unicodedata.category(char) in ("Sc", "Zs") else None
    )


_PUNCTUATION = "‘’‚“”„†•…‹›€™–—«»©®°·¿¡½¼´§№"


def _lost(text: str) -> Iterator[Damage]:
    for found in re.finditer("\ufffd+", text):
        yield mark(text, *found.span(), None, "lost-character", 1.0)
    for found in _LOST_APOSTROPHE.finditer(text):
        yield mark(text, *found.span(), "’", "lost-character", 0.85)


def _markup(text: str) -> Iterator[Damage]:
    if "&" in text or "#" in text:
        for found in _ENTITY.finditer(text):
            meant = "'" if found.group().startswith("#") else html.unescape(found.group())
            if meant != found.group():
                yield mark(text, *found.span(), " " if meant == "\u00a0" else meant, "markup", 0.95)
    for found in _TAG.finditer(text) if "<" in text else ():
        yield mark(text, *found.span(), "", "markup", 0.93)
    for found in _CODE.finditer(text) if any(char in text for char in "[{\\%(") else ():
        yield mark(text, *found.span(), "", "markup", 0.88)
