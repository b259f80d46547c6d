"""The describing words of a phrase, normalised so that outlets can be laid side by side: "Socialist dictator", "President".

Nothing here weighs words. A label is a *title* where every word names an office, a state or a person, else a *description*.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

import msgspec

from suasion.reconcile.words import stem
from suasion.records import FramingKind, Mention, Span, Statement
from suasion.registers import Registers, key_of

_WORD = re.compile(r"(?:\w\.){2,}|\w+(?:[-'’.]\w+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_LONGEST_KEY = 5
_MOST_MODIFIERS = 4
"""Words between an article and the noun that names an act; a longer stretch is a clause."""
_PARTICLES = frozenset({"out", "up"})
_DESCRIBED = frozenset({"office", "definite"})
_UNNAMING = frozenset({"pronoun", "demonym", "group", "unnamed group", "region", "place"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FramingWords:
    """The table `data/framing.toml`; the file says what each list is for."""

    powers: frozenset[str]
    no_office: frozenset[str]
    plain: frozenset[str]
    beside: frozenset[str]
    articles: frozenset[str]
    joints: frozenset[str]
    breaks: frozenset[str]
    light: frozenset[str]


@cache
def load_framing_words() -> FramingWords:
    """Read the lists (once per process)."""
    text = (resources.files("suasion.reconcile") / "data" / "framing.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), FramingWords)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Describing words with their place in the report (`start`/`end`: the whole phrase)."""

    text: str
    kind: FramingKind
    start: int
    end: int


def labels_of(mention: Mention, registers: Registers) -> Iterator[Label]:
    """Give what a mention calls its actor: the words around the name, one label for each side, or else the bare name."""
    if mention.how in _UNNAMING or not _names_the_actor(mention):
        return
    phrase = mention.phrase or Span(text=mention.text, start=mention.start, end=mention.end)
    if mention.how in _DESCRIBED:
        if mention.phrase is None:  # its words are in the phrase of the name beside it
            return
        sides = [phrase.text]
    else:
        sides = [phrase.text[: mention.start - phrase.start], phrase.text[mention.end - phrase.start :]]
    found = [words for side in sides if (words := _bare(side))]
    for words in found:
        yield Label(text=_joined(words), kind=_kind(words, registers), start=phrase.start, end=phrase.end)
    if not found and (name := _bare(mention.text)):
        yield Label(text=_joined(name), kind="name", start=mention.start, end=mention.end)


def act_label(statement: Statement, nouns: frozenset[str]) -> Label:
    """Give what a statement calls its act: the trigger, with the adjectives before a noun ("full-scale invasion").

    `nouns` are those that the trigger lexicon knows. A verb that says no more than that something takes place gives its object
    ("launched a special operation").
    """
    trigger = statement.action.text.casefold()
    start, end = statement.action.start, statement.action.end
    if nouns & {trigger, trigger.removesuffix("s")}:
        start = _noun_phrase_start(statement)
    elif trigger in load_framing_words().light:
        start, end = _object(statement) or (start, end)
    words = _bare(statement.sentence[start - statement.start : end - statement.start])
    return Label(text=_joined(words) or trigger, kind="act", start=start, end=end)


def stems(label: str) -> tuple[str, ...]:
    """Give what labels that differ by an ending only have in common."""
    return tuple(stem(word) for word in label.split())


def _noun_phrase_start(statement: Statement) -> int:
    """Where the adjectives of a noun begin: behind an article or a possessive not far before it, in the text's own words."""
    lists = load_framing_words()
    at = statement.action.start - statement.start
    start = at
    for match in reversed(list(_WORD.finditer(statement.sentence, 0, at))[-_MOST_MODIFIERS - 1 :]):
        if statement.sentence[match.end() : start].strip(" \"“‘'"):
            break
        folded = match[0].casefold()
        if folded in lists.articles or _POSSESSIVE.search(folded):
            return statement.start + start
        if not _modifies(match, statement):
            break
        start = match.start()
    return statement.action.start


def _object(statement: Statement) -> tuple[int, int] | None:
    """Where the object of a verb stands, as far as its first preposition, clause or name."""
    lists = load_framing_words()
    at = statement.action.end - statement.start
    taken: list[re.Match[str]] = []
    for match in _WORD.finditer(statement.sentence, at):
        folded = match[0].casefold()
        if statement.sentence[at : match.start()].strip(" \"“‘'"):
            break
        at = match.end()
        if not taken and folded in lists.articles | _PARTICLES:
            continue
        if len(taken) > _MOST_MODIFIERS or not _modifies(match, statement):
            break
        taken.append(match)
    return (statement.start + taken[0].start(), statement.start + taken[-1].end()) if taken else None


def _modifies(match: re.Match[str], statement: Statement) -> bool:
    """Whether a word may be part of what an act is called: no function word, and no participant's name."""
    start, end = match.start() + statement.start, match.end() + statement.start
    named = any(one.start < end and start < one.end for one in (*statement.actors, *statement.recipients))
    return not named and match[0][0].isalpha() and match[0].casefold() not in load_framing_words().breaks


def _names_the_actor(mention: Mention) -> bool:
    """Whether a described mention stands for the actor itself, not for one of a state's many servants."""
    if mention.how not in _DESCRIBED or mention.actor.id.startswith("person:"):
        return True
    last = _WORD.findall(mention.text.casefold())[-1:]
    return bool(last) and last[0] in load_framing_words().powers


@lru_cache(maxsize=1 << 16)
def _bare(text: str) -> tuple[str, ...]:
    """Give the words without articles in front, and joints and possessives at the end."""
    lists = load_framing_words()
    words = [word.replace("’", "'") for word in _WORD.findall(text)]
    while words and words[0].casefold() in lists.articles | {"s"}:
        words = words[1:]
    while words and words[-1].casefold() in lists.joints | {"and"}:
        words = words[:-1]
    if words:
        words[-1] = _POSSESSIVE.sub("", words[-1])
    return tuple(word for word in words if word)


def _joined(words: Sequence[str]) -> str:
    return " ".join(words).casefold()


def _kind(words: Sequence[str], registers: Registers) -> FramingKind:
    at = 0
    while at < len(words):
        step = next(
            (
                n
                for n in range(min(_LONGEST_KEY, len(words) - at), 0, -1)
                if _is_known(words[at : at + n], registers)
            ),
            0,
        )
        if not step:
            return "description"
        at += step
    return "title"


def _is_known(words: Sequence[str], registers: Registers) -> bool:
    """Whether the words name an office, an institution, a state or a person, or add nothing to such a name."""
    lists = load_framing_words()
    surface = _POSSESSIVE.sub("", " ".join(words))
    key = key_of(surface)
    if key in lists.no_office:
        return key in lists.plain
    bare = key.removeprefix("then-").removeprefix("ex-").rstrip(".")
    return (
        key in lists.beside
        or bare in registers.titles
        or bare in registers.agents
        or bool(registers.lookup(surface))
        or bare in registers.regions
        or bare in lists.plain
    )
