"""The notation of the tables of broken phrases: a phrase as a pattern, and what was meant with its inflection carried over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

NUMBER = "#"
"""The slot that takes any number; also the key of phrases that begin with one."""

_NUMBER_WORDS = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "several",
    "dozens",
    "hundreds",
]
_NUMBER = r"(?:\d[\d.,]{0,14}\d|\d|" + "|".join(_NUMBER_WORDS) + ")"
_GAP = r"[ \u00a0]+"
_FIRST_WORD = re.compile(r"\w+")
_SLOT = re.compile(r"\$(\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """The classes of words (`@name`) and the irregular verbs (base to its four forms) that phrases refer to."""

    classes: Mapping[str, Sequence[str]]
    irregular: Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True)  # not slotted: `pattern` is compiled when first asked for
class Phrase:
    """A phrase that may be looked for where one of its `keys` (lower case) begins a word."""

    expression: str
    keys: frozenset[str]
    meant: str
    forms: Mapping[str, int]
    """Which form (0 base, 1 third person, 2 past, 3 -ing) an inflected word of the phrase has."""
    grammar: Grammar

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The phrase, where no letter or hyphen goes on before or behind it."""
        return re.compile(self.expression)

    def replacement(self, found: re.Match[str]) -> str | None:
        """Give what was meant.

        `$n` is the n-th word found; a verb marked `~` takes the form of the verb found, a noun marked `+` is plural
        where the words found are.
        """
        if not self.meant:
            return None
        form = next((self.forms[w] for w in map(_lowered, found.groups()) if w in self.forms), 0)
        filled = _SLOT.sub(lambda slot: found.group(int(slot.group(1))) or "", self.meant)
        words = [self._inflected(word, form, found.group()) for word in filled.split()]
        meant = " ".join(words)
        return meant[:1].upper() + meant[1:] if found.group()[:1].isupper() else meant

    def _inflected(self, word: str, form: int, found: str) -> str:
        if word.endswith("~"):
            return inflect(word[:-1], self.grammar)[form]
        return word[:-1] + ("s" if found.endswith("s") else "") if word.endswith("+") else word


def _lowered(word: str | None) -> str:
    return (word or "").lower()


def inflect(base: str, grammar: Grammar) -> Sequence[str]:
    """Give a verb's forms: base, third person, past, -ing."""
    if base in grammar.irregular:
        return grammar.irregular[base]
    if base.endswith("e"):
        return base, base + "s", base + "d", base[:-1] + "ing"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"
    return base, base + ("es" if base.endswith(("s", "x", "ch", "sh")) else "s"), base + "ed", base + "ing"


def compile_phrase(notation: str, meant: str, grammar: Grammar) -> Phrase:
    """Read a phrase.

    Words stand apart by one space; `a|b` are alternatives, `?` behind a word makes it optional (never the first), `~` stands for any
    form of a verb, `@name` for any word of a class, `#` for a number. A word with a capital fits only as it is written.
    """
    forms: dict[str, int] = {}
    slots: list[tuple[list[str], bool]] = []
    for word in notation.split():
        bare = word.removesuffix("?")
        slots.append((list(_alternatives(bare, grammar, forms)), bare != word))
    parts = [_group(slots[0][0])]
    for words, optional in slots[1:]:
        parts.append(f"(?:{_GAP}{_group(words)})?" if optional else _GAP + _group(words))
    return Phrase(
        expression=r"(?<![\w-])" + "".join(parts) + r"(?!\w|-\w)",
        keys=frozenset(key for word in slots[0][0] for key in _keys(word)),
        meant=meant,
        forms=forms,
        grammar=grammar,
    )


def _alternatives(slot: str, grammar: Grammar, forms: dict[str, int]) -> Iterator[str]:
    for word in slot.split("|"):
        if word.startswith("@"):
            yield from grammar.classes[word[1:]]
        elif word.endswith("~"):
            for form, inflected in enumerate(inflect(word[:-1], grammar)):
                forms.setdefault(inflected, form)
                yield inflected
        else:
            yield word


def _keys(word: str) -> Iterator[str]:
    first = _FIRST_WORD.match(word.lower())
    yield from (first.group(),) if first else (NUMBER, *_NUMBER_WORDS)


def _group(words: Sequence[str]) -> str:
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "(" + "|".join(map(_word, longest_first)) + ")"


def _word(word: str) -> str:
    if word == NUMBER:
        return _NUMBER
    spelled = re.escape(word).replace("'", "['’]").replace(r"\ ", _GAP)
    return spelled if word != word.lower() else f"(?i:{spelled})"
