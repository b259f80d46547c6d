"""Odd turns of phrase, where a passage is known to be broken ("debt pitfall", "Security Gathering", "flying apparatus").

One such pair of words in three stands in no list of pairs though the prose is sound, so that alone tells nothing. In a passage that
has surer damage, and more odd pairs than a third, the rest are what translation broke.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from suasion.ingest.damage.attested import sound_pairs
from suasion.ingest.damage.lexicon import Lexicon, bare, lists, load_lexicon
from suasion.ingest.damage.marking import mark
from suasion.ingest.damage.namebook import NameBook
from suasion.ingest.damage.names import without_owner
from suasion.records import Damage
from suasion.registers.keys import key_of
from suasion.registers.similar import respell

NEAR = 60
"""Words on either side of a place that make its passage."""
LEAST_SURE = 2
"""Surer finds, told apart by their words, that a passage needs."""
LEAST_LIKELY = 0.6
"""From which probability an odd pair is marked."""
SOUND = 0.33
"""Share of odd pairs in sound prose: news of several outlets."""

_KINDS = frozenset({"wrong-term", "wrong-name", "wrong-form", "wrong-number", "mixed-digits"})
"""The kinds of damage that translation leaves."""
_BEFORE, _WEIGHT = 0.5, 4
"""Share of odd pairs that a passage with surer damage is held to have before they are counted, and for how many pairs that stands."""

_MOST = 0.8
"""No odd pair is surer damage."""
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_OPEN = re.compile(r"(?:ing|ly)$")
"""Endings of words that stand beside many others."""
_BESIDE = re.compile(
    r"(?<![\w’'-])(?:(?P<before>the|an?|to|will|has|have|was|were|be|its|their|his|in|of|by) )?(?P<word>(?!(?:the|and)\b)[a-z]{3,20})"
    r"(?= (?P<after>to|of|in|at|by|with|about|from|on|for|against|into|over|that)(?![\w’'-]))?(?![\w’'-])"
)
"""A word with the function words on its sides."""
_SHORTEST_UNKNOWN = 4
_SHORTEST_NAME = 5
_LONG_NAME = 6
_NAME = re.compile(r"(?<![\w’'-])[A-ZÀ-Þ][^\W\d_]+(?:[-’'][^\W\d_]+)*(?! [A-Z])")
"""The last of the capitalised words of a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """Two words with nothing but a space between them."""

    start: int
    end: int
    odd: bool
    named: bool
    """Whether both have capitals."""


def find_odd(text: str, found: Sequence[Damage], book: NameBook | None) -> Iterator[Damage]:
    """Find `wrong-term`, `wrong-name` and `wrong-form` in passages that `found`, the surer damage, shows to be broken."""
    sure = {(it.kind, it.surface): it.start for it in found if it.kind in _KINDS}
    if len(sure) < LEAST_SURE:
        return
    pairs = list(_pairs(text, load_lexicon(), book))
    passages = _Passages(text, sorted(sure.values()), pairs)
    for start, end, kind in (
        *_runs(pairs),
        *_governed(text, load_lexicon()),
        *_unknown(text, load_lexicon()),
    ):
        if (likely := passages.damaged(start)) >= LEAST_LIKELY:
            yield mark(text, start, end, None, kind, likely)
    if book is None:
        return
    for word in _NAME.finditer(text):
        likely, name = passages.damaged(word.start()), without_owner(word.group())
        if likely >= LEAST_LIKELY and (meant := _nearly(name, book)):
            yield mark(text, word.start(), word.start() + len(name), meant, "wrong-name", likely)


def _runs(pairs: Sequence[_Pair]) -> Iterator[tuple[int, int, str]]:
    """Give the odd pairs with their kind of damage, those that share a word together."""
    run: list[_Pair] = []
    for pair in (*(pair for pair in pairs if pair.odd), None):
        if run and (pair is None or pair.start >= run[-1].end):
            named = all(it.named for it in run)
            yield run[0].start, run[-1].end, "wrong-name" if named else "wrong-term"
            run = []
        if pair:
            run.append(pair)


def _governed(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, str]]:
    """Give words with a function word that never stands beside them ("refused from", "will sentence")."""
    for found in _BESIDE.finditer(text):
        for one, other in (("before", "word"), ("word", "after")):
            known = found["word"] in lexicon.words and found[one] and found[other]
            if known and not sound_pairs().holds(found[one], found[other]):
                yield found.start(one), found.end(other), "wrong-form"


class _Passages:
    """How likely the odd pairs of a text's passages are damage."""

    def __init__(self, text: str, sure: Sequence[int], pairs: Sequence[_Pair]) -> None:
        self._words = [word.start() for word in _WORD.finditer(text)]
        self._sure = sure
        self._odd = [pair.start for pair in pairs if pair.odd]
        self._pairs = [pair.start for pair in pairs]

    def damaged(self, place: int) -> float:
        """Give the probability (0-0.8) for those around a place: the share of them that sound prose would not have."""
        number = bisect_left(self._words, place)
        start = self._words[max(0, number - NEAR)]
        end = self._words[min(len(self._words) - 1, number + NEAR)] + 1
        sure, odd, every = (
            bisect_left(places, end) - bisect_left(places, start)
            for places in (self._sure, self._odd, self._pairs)
        )
        share = (odd + _WEIGHT * _BEFORE) / (every + _WEIGHT)
        if sure < LEAST_SURE or share <= SOUND:
            return 0.0
        return round(min(_MOST, 1 - SOUND / (1 - SOUND) * (1 - share) / share), 2)


def _pairs(text: str, lexicon: Lexicon, book: NameBook | None) -> Iterator[_Pair]:
    """Give the pairs of common words that may be a noun with what stands before it."""
    sound, last = sound_pairs(), None
    for found in _WORD.finditer(text):
        word = found.group()
        common = _is_common(word, lexicon, book)
        if last and common and text[last.end() : found.start()] == " ":
            one, other = _plain(last.group()), _plain(word)
            if not (_OPEN.search(one) or _OPEN.search(other) or _is_verb(one) or _is_verb(other)):
                named = last.group()[0].isupper() and word[0].isupper()
                odd = not sound.holds(one, other)
                yield _Pair(start=last.start(), end=found.end(), odd=odd, named=named)
        last = found if common else None


def _is_verb(word: str) -> bool:
    """Whether a word is likely the verb of its sentence and no noun, told by what it stands behind."""
    if word.endswith("ed") or word in lists()["pasts"]:
        return True
    sound = sound_pairs()
    third = word.endswith("s") and sound.holds("he", word) and word[:-1] in load_lexicon().verbs
    noun = sound.holds("the", word) or sound.holds("a", word)
    return third or (sound.holds("to", word) and not noun)


def _is_common(word: str, lexicon: Lexicon, book: NameBook | None) -> bool:
    """Whether it is an English word with a meaning of its own, and nobody's name."""
    plain = bare(word).lower()
    vague = plain in lexicon.little or plain in lists()["number_words"] or len(plain) == 1
    if vague or plain not in lexicon.words:
        return False
    return word[0].islower() or book is None or not (book.is_name(word) or book.country(word))


def _unknown(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, str]]:
    """Give the words in small letters that English does not know, compounds left out."""
    for found in _WORD.finditer(text):
        word = found.group()
        beside = text[found.start() - 1 : found.start()] + text[found.end() : found.end() + 1]
        strange = word.islower() and len(word) >= _SHORTEST_UNKNOWN and not lexicon.knows(bare(word))
        if strange and not set(beside) & set("-/.@#_"):
            yield *found.span(), "wrong-term"


def _nearly(name: str, book: NameBook) -> str | None:
    """Give the one surname, state or town that a name unknown to the registers is a letter or two off."""
    key = key_of(name)
    if len(key) < _SHORTEST_NAME or name.isupper() or book.knows(key.title()):
        return None
    off = 2 if len(key) > _LONG_NAME else 1
    held = (book.people, book.states, book.towns)
    near = {
        found: distance
        for names in held
        for found, distance, _ in process.extract(
            key, names.keys(), scorer=DamerauLevenshtein.distance, score_cutoff=off, limit=3
        )
        if len(found) >= _SHORTEST_NAME and respell(found) != respell(key)
    }
    nearest = [found for found, distance in near.items() if distance == min(near.values())]
    return _shown(nearest[0], book) if len(nearest) == 1 else None


def _shown(key: str, book: NameBook) -> str:
    if key in book.people:
        return book.people[key][0].shown
    return book.states[key] if key in book.states else book.towns[key][0]


def _plain(word: str) -> str:
    return word.lower().replace("’", "'")
