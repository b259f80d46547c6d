"""Names that are nearly somebody's: persons and states misspelt, and states' names left in another language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TypeVar

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from suasion.ingest.damage.bearers import find_bearers
from suasion.ingest.damage.lexicon import lists, load_lexicon
from suasion.ingest.damage.marking import mark
from suasion.ingest.damage.namebook import Bearer, NameBook, NamePlace
from suasion.records import Damage
from suasion.registers.keys import key_of, sound_key
from suasion.registers.similar import respell

_NAME = re.compile(r"(?<![@#])[A-ZÀ-ÞĀĂĄĆČĎĐĒĘĚĢĪĶĽŁŃŇŐŘŚŞŠŤŪŮŹŻŽİ][^\W\d_]+(?:[-’'][A-Z][^\W\d_]+)?")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"[’']s?$")
_SHORTEST = 4
_LONG = 7
_AMISS = 2
_SHORTEST_STATE = 6
_SHORTEST_TOWN = 6
_ENDINGS = re.compile(
    r"^(?:s|es|a|on|ism|ist|ists|ian|ians|an|ite|ites|ov|ev|ova|son|sen|z|er|ers|o|i|y|e|esque|mania)$"
)
_BY_OFFICE = 0.93
_AT = frozenset({"in", "In", "at", "to", "from", "near", "into", "around", "outside", "towards", "toward"})
_TITLE_WORDS = 5
_BEFORE = 60
_ARTICLES = frozenset(
    {"de", "do", "da", "del", "la", "el", "le", "du", "von", "van", "di", "e", "y", "et", "und", "dos", "das"}
)


_Named = TypeVar("_Named")


def find_names(text: str, book: NameBook | None) -> Iterator[Damage]:
    """Find `wrong-name`: what is no name that the registers know and nearly one that the report speaks of."""
    if book is None:
        return
    yield from _foreign_states(text, book)
    words = Counter(key_of(without_owner(word.group())) for word in _NAME.finditer(text))
    strange = {key for key in words if not book.knows(key.title())}
    countries = {code for key in words if (code := book.country(key.capitalize()))}
    named = [_place(text, it, book) for it in _NAME.finditer(text)]
    yield from find_bearers(text, named, book, strange)
    vague = {key for key in words if key not in strange and not book.knows_well(key.title())}
    places = [
        it
        for it in named
        if it.key in strange
        or (it.office and not book.is_name(it.word))
        or (it.key in vague and (_is_full_name(it, book) or _holder(it, book)))
    ]
    strangers = {it.key for it in places if it.before and _is_anothers(it, book) and not _holder(it, book)}
    sure: dict[str, tuple[str, float]] = {}
    for place in places:
        is_given = place.followed and not place.office
        if len(place.key) >= _SHORTEST and place.key not in strangers and not is_given:
            meant = _person(place, book, words, countries, strange) or (
                place.key in strange and (_state(place, book) or _town(place, book, countries))
            )
            if meant and meant[1] > sure.get(place.key, ("", 0.0))[1]:
                sure[place.key] = meant
    for place in places:
        if place.key in sure and (place.key in strange or place.office or place.key in vague):
            name, confidence = sure[place.key]
            yield mark(text, place.start, place.start + len(place.word), name, "wrong-name", confidence)


def without_owner(word: str) -> str:
    """Give a name without the ending of the possessive ("Chile's")."""
    return _POSSESSIVE.sub("", word)


def _place(text: str, found: re.Match[str], book: NameBook) -> NamePlace:
    head = text[max(0, found.start() - _BEFORE) : found.start()]
    line = head[head.rfind("\n") + 1 :]
    before = [word.group() for word in _WORD.finditer(re.split(r"[.,;:!?()“”\"]", line)[-1])][
        -_TITLE_WORDS - 2 :
    ]
    direct = before[-1] if before and before[-1][0].isupper() else ""
    office, country = _role(before, book) if before else (None, None)
    if office is None and direct and len(before) > 1:
        office, country = _role(before[:-1], book)
    word = without_owner(found.group())
    little = direct.lower() in load_lexicon().little
    named = "" if not direct or little or book.office(direct) or book.country(direct) else key_of(direct)
    return NamePlace(
        start=found.start(),
        word=word,
        key=key_of(word),
        before=named,
        followed=re.match(r" [A-Z](?:\.|[^\W\d_])", text[found.end() : found.end() + 3]) is not None,
        preposition=bool(before) and before[-1] in _AT,
        office=office,
        country=country,
    )


def _role(before: list[str], book: NameBook) -> tuple[str | None, str | None]:
    """Read an office, and the state before it, from the words before a name: "Brazilian President"."""
    for size in range(min(_TITLE_WORDS, len(before)), 0, -1):
        words = " ".join(before[-size:])
        if office := book.office(words):
            country = next((c for n in (1, 2, 3) if (c := _named(before[:-size][-n:], n, book))), None)
            return office, country or next(
                (c for n in (1, 2) if (c := book.country(" ".join(before[-size:][:n])))), None
            )
    return None, None


def _named(words: list[str], size: int, book: NameBook) -> str | None:
    return (
        book.country(without_owner(" ".join(words))) if len(words) == size and words[0][0].isupper() else None
    )


def _is_anothers(place: NamePlace, book: NameBook) -> bool:
    """Whether a given name before it belongs to none of the people whose name it nearly is."""
    return not any(_given_fits(place.before, bearer) for bearer in _near(place.key, book))


def _is_full_name(place: NamePlace, book: NameBook) -> bool:
    """Whether the word before it is the given name of somebody whose surname it nearly is."""
    return bool(place.before) and any(place.before in bearer.given for bearer in _near(place.key, book))


def _given_fits(given: str, bearer: Bearer) -> bool:
    return (
        not given
        or any(
            given == own or sound_key(given) == sound_key(own) or DamerauLevenshtein.distance(given, own) <= 1
            for own in bearer.given
        )
        or given in lists()["honorifics"]
    )


def _near(key: str, book: NameBook) -> list[Bearer]:
    found = process.extract(
        key, book.people.keys(), scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=0.7, limit=8
    )
    return [bearer for surname, _, _ in found if _is_near(key, surname) for bearer in book.people[surname]]


def _is_near(key: str, surname: str) -> bool:
    """Whether one may be the other, broken: a letter or two amiss, and neither the other with an ending."""
    if key == surname or len(surname) < _SHORTEST or " " in surname:
        return False
    short, long = sorted((key, surname), key=len)
    if long.startswith(short) and _ENDINGS.match(long[len(short) :]):
        return False
    distance = DamerauLevenshtein.distance(key, surname)
    if (
        distance <= _AMISS
        and min(len(key), len(surname)) > _AMISS * 2
        and sound_key(key) == sound_key(surname)
    ):
        return True
    if distance == 1 and surname.endswith(key) and sound_key(key) == sound_key(surname):
        return True  # a silent first letter: "Saki"
    if min(len(key), len(surname)) <= _SHORTEST:
        return False
    return distance <= (2 if min(len(key), len(surname)) > _LONG else 1)


def _person(
    place: NamePlace, book: NameBook, words: Counter[str], countries: set[str], strange: set[str]
) -> tuple[str, float] | None:
    """Give whose name was meant, and how sure that is. A word of the language can only be a name where an office says so."""
    found: dict[str, float] = {}
    for bearer in _near(place.key, book):
        if not _given_fits(place.before, bearer) or _is_spelling(place.key, bearer):
            continue
        sure = _sureness(place, bearer, book, words, countries)
        if place.key not in strange and sure < _BY_OFFICE and place.before not in bearer.given:
            continue
        if sure:
            found[bearer.shown] = max(found.get(bearer.shown, 0.0), sure)
    if not found:
        return _holder(place, book) if place.before or place.key in strange else None
    ranked = sorted(found.items(), key=lambda it: (-it[1], it[0]))
    return None if len(ranked) > 1 and ranked[1][1] == ranked[0][1] else ranked[0]


def _holder(place: NamePlace, book: NameBook) -> tuple[str, float] | None:
    """Give who held the office, if a name too short for other grounds is a letter off ("Polish President Duba")."""
    held = book.holders.get((str(place.office), str(place.country)), frozenset())
    near = {
        bearer.shown
        for surname in held
        if len(surname) >= _SHORTEST and DamerauLevenshtein.distance(surname, place.key) == 1
        for bearer in book.people.get(surname, ())
        if _given_fits(place.before, bearer) and not _is_spelling(place.key, bearer)
    }
    return (near.pop(), 0.86) if len(near) == 1 else None


def _sureness(
    place: NamePlace, bearer: Bearer, book: NameBook, words: Counter[str], countries: set[str]
) -> float:
    """Tell how much speaks for a bearer: the office, the other spelling in the report, the given name with the state."""
    if place.office and any(
        bearer.surname in book.holders.get((place.office, code), ())
        for code in ({place.country} if place.country else bearer.countries & countries)
    ):
        return 0.93 if place.country else 0.88
    silent = len(place.key) <= _SHORTEST
    if not silent and words[bearer.surname] >= 1:
        return 0.92 if words[bearer.surname] >= words[place.key] else 0.86
    if place.before and place.before in bearer.given:
        if bearer.countries & countries:
            return 0.86
        return 0.0 if place.before in book.registers.similar.common else 0.72
    if place.office and place.country and place.country in bearer.countries and not silent:
        return 0.8
    return 0.0


def _is_spelling(key: str, bearer: Bearer) -> bool:
    """Whether it is another transliteration: names from other scripts have several right spellings."""
    translated = bearer.countries & lists()["transliterated"]
    return bool(translated) and respell(key) == respell(bearer.surname)


def _state(place: NamePlace, book: NameBook) -> tuple[str, float] | None:
    """Give the state or demonym that a long word is one letter off."""
    near = _one_off(place, book.states, _SHORTEST_STATE)
    return (near, 0.86) if near else None


def _town(place: NamePlace, book: NameBook, countries: set[str]) -> tuple[str, float] | None:
    """Give the great town that a word is one letter off, where it is said to be one or the report speaks of its state."""
    near = _one_off(place, book.towns, _SHORTEST_TOWN)
    if near is None or (near[1] in lists()["transliterated"] and respell(near[0]) == respell(place.key)):
        return None
    spoken = near[1] in countries
    return (near[0], 0.85 if spoken else 0.75) if place.preposition or spoken else None


def _one_off(place: NamePlace, names: Mapping[str, _Named], shortest: int) -> _Named | None:
    """Give what the one name stands for from which a word without a given name differs by a letter; an ending makes another word."""
    if len(place.key) < shortest or place.before or not place.key.isalpha():
        return None
    found = process.extract(
        place.key, names.keys(), scorer=DamerauLevenshtein.distance, score_cutoff=1, limit=5
    )
    near = {
        names[key]
        for key, _, _ in found
        if (key[-1] == place.key[-1] or key == f"{place.key}{key[-1]}") and not place.key.startswith(key)
    }
    return near.pop() if len(near) == 1 else None


def _foreign_states(text: str, book: NameBook) -> Iterator[Damage]:
    for found in _NAME.finditer(text):
        known = book.foreign.get(without_owner(found.group()))
        if known and _stands_in_english(text, found, book):
            end = found.start() + len(without_owner(found.group()))
            yield mark(text, found.start(), end, known[0], "wrong-name", 0.87)


def _stands_in_english(text: str, found: re.Match[str], book: NameBook) -> bool:
    """Whether the words on both sides are English ones: "Banco do Brasil" and "La Rusia de hoy" are names of their own."""
    before = _WORD.findall(text[max(0, found.start() - 30) : found.start()])[-1:]
    after = _WORD.findall(text[found.end() : found.end() + 30].split("\n", maxsplit=1)[0])[:1]
    quoted = text[found.start() - 1 : found.start()] in ("“", '"', "‘", "-") or text[
        found.end() : found.end() + 1
    ] in ("-", "”", '"')
    sides = [word for word in (*before, *after) if word]
    english = all(
        word.lower() not in _ARTICLES and (word.islower() or book.office(word) or book.country(word))
        for word in sides
    )
    return english and not quoted and bool(sides)


def foreign_languages(text: str, book: NameBook | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give each state's name that stands in another language, with the languages that write it so."""
    for found in _NAME.finditer(text) if book else ():
        known = book.foreign.get(without_owner(found.group())) if book else None
        if known and book and _stands_in_english(text, found, book):
            yield found.group(), known[1]
