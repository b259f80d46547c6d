"""Fixed expressions in which a neighbour stands where a word should ("conflict armed", "nuclear trial", "Nations United").

A fixed expression is known (`fixed_terms.toml`, and the long names of the registers); so is what a dictionary offers beside each
of its words (`neighbours.toml`). A run of words that becomes a fixed expression when its neighbours are put right, and that
English does not use as it stands (`attested.py`), is damage.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import combinations

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from suasion.ingest.damage.attested import sound_pairs
from suasion.ingest.damage.lexicon import lists, load_lexicon, table
from suasion.ingest.damage.marking import mark
from suasion.records import Damage

LONGEST = 5
"""Words of the longest fixed expression, those between them not counted."""

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_OWNER = re.compile(r"[’'](?:s|S)?$")
_BETWEEN = frozenset({"of", "the", "for", "and", "in", "to"})
_ADJECTIVE = re.compile(r"(?:al|ic|ary|ive|ous|ian|ed|can|ean|ish|ese|ar|less|free|long|short|[a-z]-range)$")
_SPACE = re.compile(r"[ \u00a0]+$")
_PAIR = 2
_SHORTEST_MISSPELT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A fixed expression: its words in base form, and how it is written. `named`: it is a name; `common`: small letters fit."""

    words: tuple[str, ...]
    surface: str
    named: bool
    common: bool
    little: frozenset[str]
    """The little words between its words."""

    def is_plural_of(self, last: str) -> bool:
        """Whether it ends in the plural of a word ("United Nations" of "Nation")."""
        return self.surface.lower().endswith(f" {last.lower()}s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary:
    """The fixed expressions by their words in alphabetical order, and what leads to them."""

    terms: Mapping[tuple[str, ...], Term]
    beside: Mapping[str, frozenset[str]]
    """The words that stand with a word in some expression."""
    meant: Mapping[str, tuple[str, ...]]
    """The words in whose place a word may stand."""
    names: tuple[str, ...]
    """The words of names, for comparison with words that are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    start: int
    end: int
    word: str
    base: str
    joined: bool
    """Whether nothing but spaces and little words stands between it and the token before, and that owns nothing."""
    little: frozenset[str]
    """These little words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What a run of tokens may have been: `changed` are the places in the run where another word stood."""

    first: int
    words: tuple[str, ...]
    changed: tuple[int, ...]
    term: Term

    @property
    def end(self) -> int:
        return self.first + len(self.words)

    @property
    def reversed(self) -> bool:
        return self.words != self.term.words


def find_fixed(text: str, glossary: Glossary) -> Iterator[Damage]:
    """Find `wrong-term` and, for names, `wrong-name`."""
    tokens = list(_tokens(text))
    glossary = replace(glossary, meant={**glossary.meant, **_misspelt(tokens, glossary)})
    readings = [it for first in range(len(tokens)) for it in _readings(tokens, first, glossary)]
    judged = [(it, _is_amiss(it, tokens[it.first : it.end])) for it in readings]
    amiss = [it for it, is_amiss in judged if is_amiss]
    sound = {place for it, is_amiss in judged if not is_amiss for place in range(it.first, it.end)}
    taken: set[int] = set()
    for it in sorted(amiss, key=lambda it: (-len(it.words), len(it.changed), it.first)):
        run, places = tokens[it.first : it.end], set(range(it.first, it.end))
        touched = {it.first + n for n in it.changed} or places
        if sound.isdisjoint(touched) and taken.isdisjoint(places) and _is_damage(text, it, run):
            taken |= places
            kind = "wrong-name" if it.term.named and not it.term.common else "wrong-term"
            yield mark(text, run[0].start, run[-1].end, _as_written(it.term, run), kind, _sureness(it, run))


def _is_damage(text: str, it: _Reading, run: Sequence[_Token]) -> bool:
    return (
        _is_in_order(it, run)
        and _is_written_so(it, run)
        and not _is_listed(run)
        and not (it.changed and _is_english(run))
        and _stands_alone(text, it, run)
    )


def base_form(word: str) -> str:
    """Give the singular of a noun, by its ending, in lower case and British spelling."""
    base = _singular(word.lower())
    return str(table("lists.toml")["spellings"].get(base, base))


def _singular(word: str) -> str:
    if word in lists()["singular_s"] or len(word) <= len("gas"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _tokens(text: str) -> Iterator[_Token]:
    last, joined = 0, False
    little: set[str] = set()
    for found in _WORD.finditer(text):
        joined = joined and _SPACE.match(text[last : found.start()]) is not None
        last = found.end()
        if found.group().lower() in _BETWEEN:
            little.add(found.group().lower())
            continue
        word = _OWNER.sub("", found.group())
        yield _Token(
            start=found.start(),
            end=found.start() + len(word),
            word=word,
            base=base_form(word),
            joined=joined,
            little=frozenset(little),
        )
        joined = word == found.group()
        little.clear()


def _misspelt(tokens: Sequence[_Token], glossary: Glossary) -> dict[str, tuple[str, ...]]:
    """Give the words of names from which capitalised words that are none differ by a letter."""
    strange = {
        token.base
        for token in tokens
        if token.word[0].isupper()
        and len(token.base) >= _SHORTEST_MISSPELT
        and token.base not in glossary.beside
        and not load_lexicon().knows(token.word)
    }
    return {word: tuple(_one_off(word, glossary.names)) for word in strange}


def _one_off(word: str, names: Sequence[str]) -> Iterator[str]:
    """Give the words that differ by a letter and not by an ending."""
    found = process.extract(word, names, scorer=DamerauLevenshtein.distance, score_cutoff=1, limit=3)
    return (name for name, _, _ in found if not word.startswith(name))


def _readings(tokens: Sequence[_Token], first: int, glossary: Glossary) -> Iterator[_Reading]:
    """Give what the runs from a token on may have been, itself included."""
    partial: list[tuple[tuple[str, ...], tuple[int, ...]]] = [((), ())]
    for n, token in enumerate(tokens[first : first + LONGEST]):
        if n and not token.joined:
            return
        right = glossary.meant.get(token.base, ())
        partial = [
            ((*words, word), changed if word == token.base else (*changed, n))
            for words, changed in partial
            for word in (token.base, *right)
            if word in glossary.beside and all(word in glossary.beside[one] for one in words)
        ]
        if not partial:
            return
        for words, changed in partial:
            term = glossary.terms.get(tuple(sorted(words))) if len(changed) <= n else None
            if term:
                yield _Reading(first=first, words=words, changed=changed, term=term)


def _is_amiss(it: _Reading, run: Sequence[_Token]) -> bool:
    """Whether a word is changed, or a name has lost its order, number or articles ("Nations United", "House of the Lords")."""
    if it.changed:
        return True
    little = _little(run)
    if not it.term.named or it.term.common:
        return it.reversed and it.term.named and not little and not it.term.little
    if it.reversed:
        return not little and not it.term.little
    return ("the" in little and "the" not in it.term.little) or it.term.is_plural_of(run[-1].word)


def _little(run: Sequence[_Token]) -> frozenset[str]:
    return frozenset[str]().union(*(token.little for token in run[1:]))


def _is_in_order(it: _Reading, run: Sequence[_Token]) -> bool:
    """Whether the words stand as in the expression, or as another language would put them ("reform tributary", "tax of interest")."""
    little = _little(run)
    if len(run) > _PAIR:
        return little - {"of", "the"} <= it.term.little
    if not it.reversed:
        return little <= it.term.little | ({"the"} if "of" in it.term.little else set())
    if it.term.little:
        return not little
    inverted = not little and (not it.changed or _ADJECTIVE.search(run[1].word.lower()) is not None)
    return inverted or little == {"of"}


def _is_written_so(it: _Reading, run: Sequence[_Token]) -> bool:
    """Whether the letters are those of a name where only a name is meant."""
    return (it.term.common and bool(it.changed)) or all(token.word[0].isupper() for token in run)


def _is_listed(run: Sequence[_Token]) -> bool:
    """Whether two words are known to be right as they stand, or the other way round where "of" is between them."""
    if len(run) != _PAIR or "the" in run[1].little:
        return False
    listed, (one, other) = table("sound_pairs.toml"), run
    behind = "of" in other.little and one.base in listed.get(other.base, ())
    return behind or other.base in listed.get(one.base, ())


def _is_english(run: Sequence[_Token]) -> bool:
    """Whether English puts two words side by side, in either number, or the other way round where "of" is between them."""
    if len(run) != _PAIR:
        return False
    first, last = (_numbers(token.word) for token in run)
    if "of" in run[1].little:
        first, last = last, first
    elif run[1].little:
        return False
    sound = sound_pairs()
    return any(sound.holds(one, other) for one in first for other in last)


def _numbers(word: str) -> tuple[str, ...]:
    """Give a word with its singular or regular plural; what has a capital has one number, as names do."""
    singular = _singular(word)
    if not word.islower():
        return (word.lower(),)
    return (word, singular if singular != word else f"{word}s")


def _stands_alone(text: str, it: _Reading, run: Sequence[_Token]) -> bool:
    """Whether it is not part of a longer name or hyphenated word, nor its last word one of the next noun's ("of political life")."""
    before, after = text[max(0, run[0].start - 30) : run[0].start], text[run[-1].end : run[-1].end + 30]
    if before.endswith(("-", "’", "'")) or after.startswith("-"):
        return False
    follows = re.match(r" ([A-Za-z]+)", after)
    bound = it.reversed and _ADJECTIVE.search(run[-1].word.lower())
    if bound and follows and follows[1].lower() not in load_lexicon().little:
        return False
    return len(run) > _PAIR or not (run[-1].word[0].isupper() and follows and follows[1][0].isupper())


def _as_written(term: Term, run: Sequence[_Token]) -> str:
    """Write the expression as the run is: plural, with a capital."""
    last, meant = run[-1].word.lower(), term.surface
    if last != base_form(last) and not meant.endswith("s") and not term.named:
        meant = meant[:-1] + "ies" if re.search("[^aeiou]y$", meant) else meant + "s"
    return meant[:1].upper() + meant[1:] if run[0].word[0].isupper() else meant


def _sureness(it: _Reading, run: Sequence[_Token]) -> float:
    if it.term.named and all(token.word[0].isupper() for token in run):
        return 0.87
    if len(run) > _PAIR:
        return 0.86
    return 0.7 if it.reversed else 0.8


@lru_cache(maxsize=4)
def glossary(names: frozenset[str] = frozenset()) -> Glossary:
    """Arrange the fixed expressions; `names`: further names of several words."""
    terms: dict[tuple[str, ...], Term] = {}
    told = table("fixed_terms.toml")
    common = [surface for field, held in told.items() if field != "names" for surface in held]
    known = {*told["names"], *names}
    for surface in (*common, *sorted(known)):
        words = tuple(content(surface))
        if 1 < len(words) <= LONGEST:
            key = tuple(sorted(words))
            before = terms.get(key)
            named = surface in known
            terms[key] = Term(
                words=before.words if before else words,
                surface=before.surface if before else surface,
                named=named or (before.named if before else False),
                common=not named or (before.common if before else False),
                little=frozenset(surface.lower().split()) & _BETWEEN,
            )
    long = {
        word for key, term in terms.items() if term.named for word in key if len(word) >= _SHORTEST_MISSPELT
    }
    return Glossary(terms=terms, beside=_beside(terms), meant=_meant(), names=tuple(sorted(long)))


def content(surface: str) -> Iterator[str]:
    """Give the words of an expression in base form, without the little ones between them."""
    for found in _WORD.finditer(surface):
        if found.group() not in _BETWEEN:
            yield base_form(_OWNER.sub("", found.group()))


def _beside(terms: Iterable[tuple[str, ...]]) -> Mapping[str, frozenset[str]]:
    held: dict[str, set[str]] = defaultdict(set)
    for words in terms:
        for one, other in combinations(words, 2):
            held[one].add(other)
            held[other].add(one)
    return {word: frozenset(others) for word, others in held.items()}


@cache
def _meant() -> Mapping[str, tuple[str, ...]]:
    held: dict[str, dict[str, None]] = defaultdict(dict)
    for right, neighbours in table("neighbours.toml").items():
        for word in map(base_form, neighbours):
            if word != base_form(right):
                held[word][base_form(right)] = None
    return {word: tuple(right) for word, right in held.items()}
