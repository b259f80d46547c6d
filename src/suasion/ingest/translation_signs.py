"""Signs that a text was translated: what another language leaves in English words, names, numbers and punctuation."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from suasion.ingest.damage import Trace
from suasion.ingest.damage.lexicon import lists, load_lexicon
from suasion.ingest.damage.namebook import NameBook
from suasion.ingest.damage.names import foreign_languages
from suasion.records import Damage
from suasion.registers.keys import key_of

SURE_TRACE = 0.7
"""From how sure a phrase is a full sign; the rest are hints."""

_GOES_ON = r"(?=[,.;]| (?:and|in|on|at|of|to|with|for|by|as|has|have|had|is|was|were|will|that|said|announced)(?!\w))"
_AUXILIARY = "has|have|had|will|would"
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_OFFICE = "president|minister|ambassador|chancellor|senator|governor|general|king"
_THE = re.compile(rf"(?<!\w)[Tt]he ([A-Z][a-z]{{3,20}}){_GOES_ON}")
_TITLE = re.compile(rf"(?<!\w)the (?:prime |foreign |defen[cs]e )?(?:{_OFFICE}) (?=[A-Z][a-z])[^\W\d_]+")
_TWICE = re.compile(
    rf"(?<=[a-z] )[A-Z][a-z]{{3,20}},? (?:it|they) (?:[a-z]{{3,20}}ed|{_AUXILIARY})(?!\w)(?<!, it would)(?<!, it will)"
)
_GAP = re.compile(r"(?<=[a-z,])  (?=[a-z])")
_SMALL = re.compile(r"(?<![\w’'.@#/-])[^\W\d_]{2,25}(?![\w’'@/-]|\.\w)")
_BEFORE_COLON = re.compile(r"(?<=\w) [:;?!](?=\s|$)")
_TIMES = re.compile(
    r"(?<![\w.])(?:[01]?\d|2[0-3]) ?h ?(?:[0-5]\d)?(?![\w])|(?<![\w.])(?:[01]?\d|2[0-3])\.[0-5]\d (?:hours|h|o'clock)"
)
_DATES = re.compile(
    rf"(?<!\w)\d{{1,2}} of (?:{_MONTH}) of \d{{4}}|(?<!\w)the (?:past |last |next )?\d{{1,2}} of (?:{_MONTH})(?! \d{{4}})"
    r"|(?<![\w.])\d{1,2}\.\d{1,2}\.(?:19|20)\d\d(?!\w)|(?<!\w)(?:nº|n°|№) ?\d"
)
_DECIMAL = re.compile(
    r"(?<![\w.,])\d{1,3},\d{1,2} ?(?:%|percent|per cent|million|billion)|(?<![\w.,])\d{1,3}(?:\.\d{3}){2,}(?![\w.])"
)
_BEHIND = re.compile(
    rf"(?<!\w)[a-z]{{3,20}}(?:s|ment|tion|nce|ty|ship|my|y) ([A-Z][a-z]{{3,20}}(?:an|ish|ese|i|ean)){_GOES_ON}"
)
_TO = r"accus(?:ed|es) to|thank(?:ed|s) to (?=[A-Z])|request(?:ed|s) to|ask(?:ed|s) to (?:the|[A-Z])"
_OTHER = r"receiv(?:ed|es) of [A-Z]|offered of|depend(?:s|ed)? in|previous to|in (?:his|her|its) turn|any (?:is|was|has)|doubt in"
_NO_NAME = "of|after|before|night|morning|evening|that|when|deadline|meeting|session|summit|talks"
_PREPOSITION = re.compile(
    rf"(?<!\w)(?:{_TO}|{_OTHER}|in the (?:{_DAY})|the (?:{_DAY})(?=[,. ])(?! (?:{_NO_NAME})))(?!\w)"
)
_OF = re.compile(r"(?<!\w)of(?!\w)")
_POSSESSIVE = re.compile(r"[’']s(?!\w)")
_HEAVY_OF = 0.045
"""Share of the words that are "of" from which it is much; English prose of the news has some 0.03."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A sign by its name in `translation.toml`, the words in which it shows, and the languages (BCP 47) that leave it."""

    name: str
    words: str
    languages: tuple[str, ...] = ()
    weight: float = 1.0


@cache
def told() -> Mapping[str, Any]:
    """Read the table."""
    return tomllib.loads(
        files("suasion.ingest").joinpath("data/translation.toml").read_text(encoding="utf-8")
    )


def find_signs(
    text: str, traces: Iterable[Trace], damage: Sequence[Damage], book: NameBook | None
) -> list[Sign]:
    """Collect every sign, in no order that matters."""
    return [
        *_phrases(traces),
        *(Sign(name="names", words=name, languages=tags) for name, tags in foreign_languages(text, book)),
        *_grammar(text, book),
        *_words(text),
        *_punctuation(text),
        *_damaged(damage),
        *_scripts(damage),
        *_chains(text),
    ]


def _phrases(traces: Iterable[Trace]) -> Iterator[Sign]:
    for trace in traces:
        full = "names" if trace.kind == "wrong-name" else "phrases"
        name = full if trace.sure >= SURE_TRACE else "hints"
        yield Sign(name=name, words=trace.surface, languages=trace.languages, weight=trace.sure)


def _grammar(text: str, book: NameBook | None) -> Iterator[Sign]:
    for found in _THE.finditer(text):
        key = key_of(found.group(1))
        if (
            book
            and key in book.states
            and key not in lists()["article_places"]
            and not _is_adjective(book, key)
        ):
            yield Sign(name="articles", words=found.group(), languages=("es", "fr", "pt", "it", "ca"))
    for found in _TITLE.finditer(text):
        yield Sign(name="titles", words=found.group(), languages=("es", "fr", "pt", "it", "ca"))
    for name, pattern, tags in (
        ("pronouns", _TWICE, ("fr", "pt", "es", "it", "ca")),
        ("gaps", _GAP, ("es", "ca", "pt")),
        ("prepositions", _PREPOSITION, ("es", "pt", "ca", "fr")),
    ):
        for found in pattern.finditer(text):
            words = found.group().strip() or text[max(0, found.start() - 12) : found.end() + 12].strip()
            yield Sign(name=name, words=words, languages=tags)
    for found in _BEHIND.finditer(text):
        if book and key_of(found.group(1)) in book.states and _is_adjective(book, key_of(found.group(1))):
            yield Sign(name="order", words=found.group(), languages=("es", "fr", "pt", "it", "ca"))


def _is_adjective(book: NameBook, key: str) -> bool:
    return any(alias.kind in ("demonym", "people") for alias in book.registers.aliases.get(key, ()))


def _words(text: str) -> Iterator[Sign]:
    """Words in small letters that are not English: another language's, or nobody's."""
    small = {word: tag for tag, words in told()["small_words"].items() for word in words}
    lexicon = load_lexicon()
    for found in _SMALL.finditer(text):
        word = found.group()
        if not word.islower() or word in lexicon.words or word in lexicon.little or _in_name(text, found):
            continue
        if word in small:
            yield Sign(name="untranslated", words=word, languages=(small[word],))
        elif (
            not word.isascii()
            and key_of(word) not in lexicon.words
            and unicodedata.name(word[0], "").startswith("LATIN")
        ):
            yield Sign(name="untranslated", words=word, languages=_by_letters(word))
        elif word.isascii() and len(word) > 3 and word.capitalize() not in lexicon.names:  # noqa: PLR2004  shorter ones are often abbreviations
            yield Sign(name="unknown", words=word)


def _in_name(text: str, found: re.Match[str]) -> bool:
    """Whether a capitalised word or a quotation mark stands beside it: "Casa de la Moneda"."""
    before = re.search(r"([^\s]+)\s$", text[max(0, found.start() - 30) : found.start()])
    after = re.match(r"\s([^\s]+)", text[found.end() : found.end() + 30])
    beside = [it.group(1) for it in (before, after) if it]
    return any(word[0].isupper() or word[0] in "“\"‘'(«" or word[-1] in '”"’»' for word in beside) or any(
        word.lower() in _PARTICLES for word in beside
    )


_PARTICLES = frozenset({"de", "la", "du", "von", "van", "al", "bin", "ibn", "di", "da", "le"})


def _by_letters(word: str) -> tuple[str, ...]:
    if set(word) & set("ñ"):
        return ("es",)
    if set(word) & set("ãõ"):
        return ("pt",)
    if set(word) & set("èêëîïôœùû"):
        return ("fr", "ca")
    if set(word) & set("äöüß"):
        return ("de",)
    if set(word) & set("ıışğ"):
        return ("tr",)
    return ("es", "pt", "ca") if set(word) & set("áíóú") else ()


def _punctuation(text: str) -> Iterator[Sign]:
    for sign, tags in told()["punctuation"].items():
        if sign in text:
            yield Sign(name="punctuation", words=sign, languages=tuple(tags))
    spaced = len(_BEFORE_COLON.findall(text))
    if spaced > 1:
        yield Sign(name="punctuation", words="a space before : ; ? !", languages=("fr",))
    for pattern, tags in (
        (_TIMES, ("fr", "pt", "es")),
        (_DATES, ("es", "pt", "de", "ru")),
        (_DECIMAL, ("es", "fr", "pt", "de", "ru")),
    ):
        for found in pattern.finditer(text):
            yield Sign(name="formats", words=found.group().strip(), languages=tags)


def _damaged(damage: Sequence[Damage]) -> Iterator[Sign]:
    for item in damage:
        if item.kind in ("wrong-form", "broken-sentence"):
            yield Sign(name="forms", words=item.surface)
        elif item.kind == "lost-space" and "." in item.surface:
            yield Sign(name="spaces", words=item.surface, languages=("zh", "ja"))
        elif item.kind == "wrong-name" and item.confidence >= SURE_TRACE:
            yield Sign(name="names", words=item.surface, weight=0.3)


def _scripts(damage: Sequence[Damage]) -> Iterator[Sign]:
    for item in damage:
        digit = next((char for char in item.surface if char.isdigit() and not char.isascii()), None)
        if item.kind == "mixed-digits" and digit:
            zero = chr(ord(digit) - unicodedata.digit(digit, 0))
            yield Sign(name="scripts", words=item.surface, languages=tuple(told()["scripts"].get(zero, ())))


def _chains(text: str) -> Iterator[Sign]:
    words, chained = len(_WORD.findall(text)), len(_OF.findall(text))
    if words and chained / words > _HEAVY_OF and chained > 3 * len(_POSSESSIVE.findall(text)):
        yield Sign(name="heavy_of", words="", weight=min(2.0, chained / words / _HEAVY_OF))
