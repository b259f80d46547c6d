"""Lost and stray spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from suasion.ingest.damage.lexicon import Lexicon, lists, load_lexicon
from suasion.ingest.damage.marking import mark
from suasion.records import Damage

_AFTER_STOP = re.compile(
    r"(?<![\w/@.:#-])([^\W\d_][\w’'-]{0,40}[a-zà-ÿ][a-zà-ÿ0-9]|[a-z][a-z])([.!?][”\"’)]?)([A-ZÀ-Þ][a-zà-ÿ]{1,40}|I|A)"
    r"(?!\w*[./@:]\w)(?=[\s,.’'-]|$)"
)
_AFTER_MARK = re.compile(r"(?<=[a-z]{2})([,;])([A-Za-z]{2,})|(?<=[A-Z]{4})(,)([A-Z][a-z]{2,})")
_STOP_QUOTE = re.compile(r"(?<=[a-z]{2})([.!?])(“)(?=[A-Z])")
_AT_QUOTE = re.compile(r"(?<=[a-z,.!?])(”)([a-z]{2,})(?!\w)|(?<=[a-z]{2})(“)(?=[A-Za-z])")
_BRACKETS = re.compile(r"(?<=[a-z]{2}\))([a-z]{2,})(?!\w)|(?<=[a-z]{3})\((?=[A-Za-z]{4})")
_IN_BRACKETS = re.compile(r"[A-Za-z]*\(([a-z]{1,20})\)[a-z]*")
_AFTER_CLOSE = re.compile(
    r"(?<![\w/@.:#-])((?:19|20)\d\d|\d[\d,.]{0,14} ?%|[A-Z]{2,6}|[\w’'&/-]{1,30}\))([.!?])([A-Z][a-z]{1,40})(?![\w]|[./@:]\w)"
)
_AFTER_INITIALS = re.compile(r"(?<![\w.])((?:[A-Z]\.){2,3})([a-z]{2,20})(?![\w.@])")
_AFTER_COLON = re.compile(r"(?<![\w/@.:#-])([a-z]{3,20}):([A-Z][a-z]{1,20})(?![\w:/@.])")
_AFTER_OWNER = re.compile(r"(?<=[a-z][’'])s(?=[A-Z][A-Za-z])")
_AFTER_PERCENT = re.compile(r"(?<=\d%)([a-z]{2,12})(?!\w)")
_INSIDE = re.compile(r"(?<=[( ]\() (?=\w)|(?<= \() (?=\w)|(?<=[\w.]) (?=\)[ ,.;])|(?<=[ \n]“) (?=\w)")
_BEFORE_S = re.compile(r"(?<=[a-z]{2})( )(?=’s (?!\w*’))")
_BOTH = re.compile(r"(?<![\w-])([A-Z][a-z]{3,20})(and|of)([A-Z][a-z]{3,20})(?![\w.@])")
_BROKEN = re.compile(r"(?<![\w-])([A-Za-z][a-z]{1,12})(-[ \n])([a-z]{2,12})(?![\w-])")
_APART = re.compile(r"(?<![\w.@#/’'-])([A-Z][a-z]{1,9}) ([a-z]{2,12})(?![\w@/’'-]|\.\w)")
_CAMEL = re.compile(r"(?<![\w.@#/'’-])([A-Za-z][a-z]{2,30})([A-Z][a-z]{1,20})(?![\w@]|\.\w)")
_LITTLE_CAPITAL = re.compile(
    r"(?<![\w.@#/'’-])(on|in|of|at|to|by|the|and|for|from|with)([A-Z][a-z]{3,20})(?![\w@]|\.\w)"
)
_SMALL_WORD = re.compile(r"(?<![\w.@#/’'-])[a-z]{3,40}(?![\w@/’'-]|\.\w)")
_AND_NUMBER = re.compile(
    r"(?<![\w-])(in|of|to|the|and|on|from|by|since|until|than|about|with|at)(\d{1,4})(?![\w-]|[.,]\d)"
)
_NUMBER_AND = re.compile(r"(?<![\w.,:/-])(\d{1,3}(?:,\d{3})*)([a-z]{4,15})(?![\w-])")
_BEFORE_MARK = re.compile(r"(?<=[^\W\d_])( {1,3})([,;]|\.(?=\s|$|[A-Z][a-z]))(?! ?\.)")
_IN_NUMBER = re.compile(r"(?<![\w.,])(\d{1,3}) ,(\d{3})(?![\w,])")
_BEFORE_QUOTE = re.compile(r"(?<=[.!?,])( )(?=”(?:\s|$))")
_HYPHEN = re.compile(r"(?<![\w-])([A-Za-z]{2,8})( -)(?=[A-Za-z]{3})")
_APART_HYPHEN = re.compile(
    r"(?<![\w-])((?i:anti|pro|non|pre|semi|neo|quasi|multi|counter)) - (?=[A-Za-z]{3})"
)
_TOKENIZED = 0.2
"""Share of commas and stops with a space before them from which that is the text's style, not damage."""
_STYLE = 6
"""From how many spaces within brackets and quotation marks they are the text's style."""
_SHORTEST_PART = 4
_SHORTEST_JOIN = 6
_LONGEST_AFFIX = 5
"""Letters in brackets up to which they are a prefix or ending, whatever word they make."""


def find_spaces(text: str) -> Iterator[Damage]:
    """Find `lost-space` and `stray-space`."""
    yield from _after_stops(text)
    yield from _at_marks(text)
    yield from _in_words(text, load_lexicon())
    yield from _at_numbers(text, load_lexicon())
    yield from _after_others(text, load_lexicon())
    yield from _apart_words(text, load_lexicon())
    yield from _stray(text)
    yield from _hyphens(text)


def _after_stops(text: str) -> Iterator[Damage]:
    for found in _AFTER_STOP.finditer(text):
        first, stop, second = found.groups()
        yield mark(text, *found.span(), f"{first}{stop} {second}", "lost-space", 0.95)


def _at_marks(text: str) -> Iterator[Damage]:
    for found in _AFTER_MARK.finditer(text):
        if not _in_address(text, found.start()):
            yield mark(text, *found.span(), f"{found.group()[0]} {found.group()[1:]}", "lost-space", 0.9)
    for found in _STOP_QUOTE.finditer(text):
        yield mark(text, *found.span(), f"{found.group(1)} “", "lost-space", 0.9)
    for found in _AT_QUOTE.finditer(text):
        meant = " “" if found.group(3) else f"” {found.group(2)}"
        yield mark(text, *found.span(), meant, "lost-space", 0.88)
    for found in _BRACKETS.finditer(text):
        if not (_in_address(text, found.start()) or _is_part_of_word(text, found.start())):
            yield mark(text, *found.span(), f" {found.group()}", "lost-space", 0.85)


def _is_part_of_word(text: str, place: int) -> bool:
    """Whether what stands in brackets at a place is a part of the word around them ("(re)elected", "leader(ship)")."""
    held = next((it for it in _IN_BRACKETS.finditer(text, max(0, place - 40)) if it.end() > place), None)
    if held is None or held.start() > place:
        return False
    return len(held[1]) <= _LONGEST_AFFIX or load_lexicon().knows(re.sub("[()]", "", held[0]))


def _after_others(text: str, lexicon: Lexicon) -> Iterator[Damage]:
    """Behind years, percentages, abbreviations, brackets and colons: "in 2019.The", "U.S.and", "said:The"."""
    for found in _AFTER_CLOSE.finditer(text):
        first, stop, second = found.groups()
        if first.endswith(")") or second.lower() in lexicon.little or second in lists()["openers"]:
            yield mark(text, found.start(2), found.end(), f"{stop} {second}", "lost-space", 0.9)
    for found in _AFTER_INITIALS.finditer(text):
        if found.group(2) in lexicon.words:
            yield mark(text, *found.span(), f"{found.group(1)} {found.group(2)}", "lost-space", 0.88)
    for found in _AFTER_COLON.finditer(text):
        if found.group(1) in lexicon.words and not _in_address(text, found.start()):
            yield mark(text, found.end(1), found.end(), f": {found.group(2)}", "lost-space", 0.7)
    for found in _AFTER_PERCENT.finditer(text):
        if found.group(1) in lexicon.words:
            yield mark(text, *found.span(), f" {found.group(1)}", "lost-space", 0.85)
    for found in _AFTER_OWNER.finditer(text):
        yield mark(text, *found.span(), "s ", "lost-space", 0.9)
    for found in _BOTH.finditer(text):
        first, between, second = found.groups()
        if lexicon.knows(first) and lexicon.knows(second) and not lexicon.knows(first + between):
            yield mark(text, *found.span(), f"{first} {between} {second}", "lost-space", 0.85)


def _apart_words(text: str, lexicon: Lexicon) -> Iterator[Damage]:
    """Words that fell apart at a line's end or behind a capital: "govern- ment", "Presi dent"."""
    for found in _BROKEN.finditer(text):
        first, _, second = found.groups()
        joined = first.lower() + second
        if (
            joined in lexicon.words
            and second not in lexicon.little
            and not (first.lower() in lexicon.words and second in lexicon.words)
        ):
            yield mark(text, *found.span(), first + second, "stray-space", 0.88)
    for found in _APART.finditer(text):
        first, second = found.groups()
        joined = first.lower() + second
        whole = joined in lexicon.words and len(joined) >= _SHORTEST_JOIN
        if whole and not lexicon.knows(first) and second not in lexicon.little:
            yield mark(text, *found.span(), first + second, "stray-space", 0.85)


def _in_address(text: str, place: int) -> bool:
    """Whether the place is in a web address or a line of code."""
    word = text[max(text.rfind(" ", 0, place), text.rfind("\n", 0, place), place - 200) + 1 : place + 20]
    return any(sign in word for sign in ("://", "www.", "@", "=", "{", "_"))


def _in_words(text: str, lexicon: Lexicon) -> Iterator[Damage]:
    """Two words that ran together ("planesand", "soldiersThe"), and one that fell apart ("gov ernment")."""
    for found in _CAMEL.finditer(text):
        first, second = found.groups()
        opener = second in lists()["openers"] or second.lower() in lexicon.little
        name = first.islower() and second in lexicon.names and len(first) > _SHORTEST_PART
        if first.lower() in lexicon.words and len(first) >= _SHORTEST_PART and (opener or name):
            yield mark(text, *found.span(), f"{first} {second}", "lost-space", 0.9)
    for found in _LITTLE_CAPITAL.finditer(text):
        if lexicon.knows(found.group(2)):
            yield mark(text, *found.span(), f"{found.group(1)} {found.group(2)}", "lost-space", 0.9)
    last: re.Match[str] | None = None
    for found in _SMALL_WORD.finditer(text):
        word = found.group()
        known = word in lexicon.words
        if not known and (parts := _apart(word, lexicon)):
            yield mark(text, *found.span(), parts, "lost-space", 0.88)
        elif (
            last and text[last.end() : found.start()] == " " and not (known and last.group() in lexicon.words)
        ):
            joined = last.group() + word
            own = lexicon.little | lists()["prefixes"]
            whole = own.isdisjoint((word, last.group())) and joined in lexicon.words
            if whole and len(joined) >= _SHORTEST_JOIN:
                yield mark(text, last.start(), found.end(), joined, "stray-space", 0.85)
        last = found


def _apart(word: str, lexicon: Lexicon) -> str | None:
    """Split what is a function word and another word."""
    told = lists()
    if word in told["glue_pairs"]:
        cut = next(i for i in range(1, len(word)) if word[i:] in _LITTLE or word[:i] in _LITTLE)
        return f"{word[:cut]} {word[cut:]}"
    for tail in sorted(told["glue_tails"], key=len, reverse=True):
        if word.endswith(tail) and _is_part(word[: -len(tail)], lexicon):
            return f"{word[: -len(tail)]} {tail}"
    for head in sorted(told["glue_heads"], key=len, reverse=True):
        if word.startswith(head) and _is_part(word[len(head) :], lexicon):
            return f"{head} {word[len(head) :]}"
    return None


_LITTLE = frozenset({"the", "a", "be", "been", "its", "his", "own", "it"})


def _is_part(word: str, lexicon: Lexicon) -> bool:
    return len(word) >= _SHORTEST_PART and word in lexicon.words


def _at_numbers(text: str, lexicon: Lexicon) -> Iterator[Damage]:
    for found in _AND_NUMBER.finditer(text):
        yield mark(text, *found.span(), f"{found.group(1)} {found.group(2)}", "lost-space", 0.9)
    for found in _NUMBER_AND.finditer(text):
        number, word = found.groups()
        if word in lexicon.words and word not in lists()["units"]:
            yield mark(text, *found.span(), f"{number} {word}", "lost-space", 0.7)


def _stray(text: str) -> Iterator[Damage]:
    """Spaces before a comma or stop, unless the whole text is written so."""
    found = list(_BEFORE_MARK.finditer(text))
    if found and len(found) <= max(2, _TOKENIZED * sum(text.count(sign) for sign in ",;.")):
        for it in found:
            meant = it.group(2) + (" " if text[it.end() : it.end() + 1].isalpha() else "")
            yield mark(text, it.start(), it.end(), meant, "stray-space", 0.75)
    for it in _IN_NUMBER.finditer(text):
        yield mark(text, *it.span(), f"{it.group(1)},{it.group(2)}", "stray-space", 0.8)
    for it in _BEFORE_QUOTE.finditer(text):
        yield mark(text, it.start(), it.end() + 1, "”", "stray-space", 0.6)
    inside = list(_INSIDE.finditer(text)) + list(_BEFORE_S.finditer(text))
    for it in inside if len(inside) <= _STYLE else ():
        yield mark(text, *it.span(), "", "stray-space", 0.7)


def _hyphens(text: str) -> Iterator[Damage]:
    for found in _HYPHEN.finditer(text):
        if found.group(1).lower() in lists()["prefixes"]:
            yield mark(text, found.start(), found.end(), f"{found.group(1)}-", "stray-space", 0.88)
    for found in _APART_HYPHEN.finditer(text):
        yield mark(text, *found.span(), f"{found.group(1)}-", "stray-space", 0.85)
