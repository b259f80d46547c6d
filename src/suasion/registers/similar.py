"""Whom a misspelt or transliterated name means: by spelling, sound and company.

A wrong link is worse than none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.fuzz import ratio

from suasion.registers.entries import Alias, Term
from suasion.registers.keys import key_of, sound_key

_NEAR = 62.0
"""rapidfuzz ratio (0-100) below which a name is not compared further: one letter in three may differ."""
_MARGIN = 0.03
"""A second person this close makes the first no sure one."""
_STRANGER = 0.94
"""Likeness that a full name needs where the report does not name its bearer's state."""
_SHORTEST = 4
_LONG = 7
"""Letters from which a surname may be misspelt otherwise than by transliteration."""
_ALONE = 8
"""Letters from which the surname of somebody in office is known without company, if one letter is amiss."""
_FAR_FROM_TERM_YEARS = 12
_SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"[^a-z ]", ""),
        (r"shch|schtsch", "sch"),
        (r"(?<=.)sch|tch", "ch"),
        (r"(?:ow|off|ov|ew|eff)\b", "ov"),
        (r"(?:[iy]y|ij|ii|ey|ei|y|j|i)\b", "i"),
        (r"ya|ja|ia", "a"),
        (r"yu|ju|iu", "u"),
        (r"ye|je|ie", "e"),
        (r"kh|gh", "h"),
        (r"ph", "f"),
        (r"tz|ts|z\b", "c"),
        (r"ck|q", "k"),
        (r"w", "v"),
        (r"y|j", "i"),
        (r"(.)\1+", r"\1"),
    )
)


def respell(name: str) -> str:
    """Give a spelling in which the usual transliterations agree: 'Ryabkov' and 'Riabkow' are 'rabkov'."""
    text = key_of(name)
    for pattern, replacement in _SPELLINGS:
        text = pattern.sub(replacement, text)
    return text.strip()


@dataclass(frozen=True, kw_only=True)  # not slotted: `aliases` is made when first asked for
class SimilarNames:
    """People's names and surnames, to be compared.

    `common`: keys of names that many bear; they are nobody's misspelling.
    """

    people: tuple[Alias, ...]
    terms_of: Mapping[str, tuple[Term, ...]]
    common: frozenset[str]

    @cached_property
    def aliases(self) -> Mapping[str, tuple[Alias, ...]]:
        """People's aliases by `respell`."""
        found: dict[str, list[Alias]] = defaultdict(list)
        for alias in self.people:
            found[respell(alias.surface)].append(alias)
        return MappingProxyType({key: tuple(held) for key, held in found.items()})

    def find(self, name: str, on: date | None, countries: frozenset[str], cutoff: float) -> Alias | None:
        """Give the person most likely meant, or null; see `Registers.similar_person`."""
        key = key_of(name)
        words = key.split()
        if len(key) < _SHORTEST or not words or key in self.common:
            return None
        spelling = respell(name)
        near = process.extract(spelling, self.aliases.keys(), scorer=ratio, score_cutoff=_NEAR, limit=25)
        scored = [
            (score, alias)
            for match, _, _ in near
            for alias in self.aliases[match]
            if len(key_of(alias.surface).split()) == len(words) or alias.kind == "person"
            if (score := self._score(key, alias, on, countries)) >= cutoff
        ]
        if not scored and len(words) == 1:
            scored = [
                (1.0, a) for match, _, _ in near for a in self.aliases[match] if self._alone(key, a, on)
            ]
        return self._sure(scored, on)

    def _score(self, key: str, alias: Alias, on: date | None, countries: frozenset[str]) -> float:
        company = alias.actor.country in countries or (alias.actor.code in countries)
        if not self._plausible(alias, on, company):
            return 0.0
        other = key_of(alias.surface)
        likeness = likeness_of(key, other)
        if len(other.split()) > 1:
            return likeness if company or likeness >= _STRANGER else 0.0
        if not company and (alias.actor.country or likeness < _STRANGER):
            return 0.0
        return likeness if other not in self.common and _one_surname(key, other) else 0.0

    def _sure(self, scored: Iterable[tuple[float, Alias]], on: date | None) -> Alias | None:
        """Give the best; of people who are as good as each other the one in office, if there is one."""
        ranked = sorted(scored, key=lambda pair: (-pair[0], pair[1].surface))
        close = [alias for score, alias in ranked if score > ranked[0][0] - _MARGIN]
        if len({alias.actor.id for alias in close}) > 1:
            close = [alias for alias in close if self._in_office(alias, on)]
        return close[0] if len({alias.actor.id for alias in close}) == 1 else None

    def _alone(self, key: str, alias: Alias, on: date | None) -> bool:
        """Whether a surname needs no company: a long one, a letter amiss, of somebody in office on the day."""
        other = key_of(alias.surface)
        return (
            on is not None
            and len(key) >= _ALONE
            and key[0] == other[0]
            and other not in self.common
            and alias.actor.country is not None
            and self._in_office(alias, on)
            and DamerauLevenshtein.distance(key, other) <= 1
        )

    def _in_office(self, alias: Alias, on: date | None) -> bool:
        return any(term.holds(on) for term in self.terms_of.get(alias.actor.id, ()))

    def _plausible(self, alias: Alias, on: date | None, company: bool) -> bool:
        if on is None or not (terms := self.terms_of.get(alias.actor.id)):
            return alias.holds(on)
        years = [abs(on.year - moment.year) for t in terms for moment in (t.start, t.end) if moment]
        return self._in_office(alias, on) or (company and (not years or min(years) <= _FAR_FROM_TERM_YEARS))


def _one_surname(mine: str, theirs: str) -> bool:
    """Tell whether two spellings can be one surname's.

    A short one may differ only as transliterations do, or by a silent first letter; a longer one by a letter in four.
    """
    if respell(mine) == respell(theirs) or (theirs[1:] == mine and sound_key(mine) == sound_key(theirs)):
        return len(mine) >= _SHORTEST
    shorter = min(len(mine), len(theirs))
    if shorter < _LONG or mine[0] != theirs[0]:
        return False
    return DamerauLevenshtein.distance(mine, theirs) <= shorter // 4


def likeness_of(key: str, other: str) -> float:
    """Tell how alike two names are, 0 to 1: the mean over their words, 0 if one is nothing like its pair."""
    mine, theirs = key.split(), other.split()
    if len(mine) != len(theirs):
        return 0.0
    scores = [_word(a, b) for a, b in zip(mine, theirs, strict=True)]
    return 0.0 if min(scores) < _FLOOR else sum(scores) / len(scores)


_FLOOR = 0.74


def _word(mine: str, theirs: str) -> float:
    if mine == theirs:
        return 1.0
    if {mine, theirs} in ({mine, mine + "a"}, {theirs, theirs + "a"}):
        return 0.0  # a Slavic feminine is another person's name
    by_letters = DamerauLevenshtein.normalized_similarity(mine, theirs)
    by_spelling = DamerauLevenshtein.normalized_similarity(respell(mine), respell(theirs))
    likeness = max(by_letters, by_spelling)
    if sound_key(mine) == sound_key(theirs):
        return min(0.99, likeness + 0.12)
    return likeness if mine[0] == theirs[0] else 0.0
