"""Names that disagree with themselves or their bearer: a given name misspelt, a surname translated, one stranger spelt twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations, zip_longest

from rapidfuzz.distance import DamerauLevenshtein

from suasion.ingest.damage.lexicon import lists, load_lexicon
from suasion.ingest.damage.marking import mark
from suasion.ingest.damage.namebook import Bearer, NameBook, NamePlace
from suasion.records import Damage
from suasion.registers.keys import sound_key
from suasion.registers.similar import respell

_SHORTEST = 5
_SHORTEST_STRANGER = 6
_SHORTEST_WORD = 4
_AMISS = 2
_WRITTEN = re.compile("d(?=[jz])|(?<=[kgcsztdp])h")
"""Letters that some transliterations write and others do not."""
_OFTEN = 2
"""How often a stranger's name must stand as it is right, if it once stands otherwise."""
_IN_SENTENCE = re.compile(r"(?:’s|'s)? [a-z]|[.,;]? ?(?:$|\n)|[,;.)] ?")


def find_bearers(
    text: str, places: Sequence[NamePlace], book: NameBook, strange: Collection[str]
) -> Iterator[Damage]:
    """Find `wrong-name` among the capitalised words of a text; `strange` are the keys that no register knows."""
    countries = {code for place in places if (code := book.country(place.word))}
    for place, following in zip_longest(places, places[1:]):
        if following and following.before == place.key:
            yield from _given(text, place, following, book, strange=place.key in strange)
            yield from _surname(text, place, following, book, countries)
        if place.office and place.key not in strange:
            yield from _translated(text, place, book)
    yield from _twice(text, places, strange)


def _given(
    text: str, place: NamePlace, surname: NamePlace, book: NameBook, *, strange: bool
) -> Iterator[Damage]:
    """The given name before a known surname, nearly that of its bearer ("Emanuel Macron")."""
    bearers = book.people.get(surname.key, ())
    if any(place.key in bearer.given for bearer in bearers):
        return
    near = {
        given
        for bearer in bearers
        for given in bearer.given
        if min(len(given), len(place.key)) >= _SHORTEST and _is_misspelt(place.key, given, bearer)
    }
    if len(near) == 1:
        meant, sure = near.pop().title(), 0.8 if strange else 0.7
        yield mark(text, place.start, place.start + len(place.word), meant, "wrong-name", sure)


def _surname(
    text: str, given: NamePlace, surname: NamePlace, book: NameBook, countries: Collection[str]
) -> Iterator[Damage]:
    """A word of the language behind a given name that one person of the report's states has ("Xiomara Chestnut")."""
    common = given.key in book.registers.similar.common or given.key in load_lexicon().words
    rare = len(given.key) >= _SHORTEST and not common
    if not rare or not _is_word(surname, book) or not _is_prose(text, surname.start):
        return
    named = book.by_given.get(given.key, ())
    if len(named) == 1 and named[0].countries & set(countries) and not _is_english(named[0]):
        end = surname.start + len(surname.word)
        yield mark(text, surname.start, end, named[0].shown, "wrong-name", 0.8)


def _is_english(bearer: Bearer) -> bool:
    """Whether a word of the language may well be a surname among the bearer's people."""
    return not bearer.countries.isdisjoint(lists()["english_speaking"])


def _is_word(place: NamePlace, book: NameBook) -> bool:
    """Whether a capitalised word is one of the language, and no name, state or office."""
    lexicon, word = load_lexicon(), place.word.lower()
    plain = (
        word in lexicon.words
        and place.word not in lexicon.names
        and word not in lexicon.little
        and len(word) >= _SHORTEST_WORD
    )
    return (
        plain
        and not place.followed
        and not (book.is_name(word) or book.country(place.word) or book.office(place.word))
    )


def _is_misspelt(key: str, given: str, bearer: Bearer) -> bool:
    """Whether a letter is amiss; names from other scripts have several right vowels, but are not shorter by one."""
    distance: int = DamerauLevenshtein.distance(key, given)
    if bearer.countries & lists()["transliterated"]:
        return distance == 1 and len(key) != len(given) and respell(key) != respell(given)
    return distance == 1 or (distance == _AMISS and sound_key(key) == sound_key(given))


def _translated(text: str, place: NamePlace, book: NameBook) -> Iterator[Damage]:
    """A word of the language where an office and its state ask for a name ("Egyptian President Sicily")."""
    if not _is_word(place, book):
        return
    if not _IN_SENTENCE.match(text, place.start + len(place.word)) or not _is_prose(text, place.start):
        return
    held = {
        surname
        for (office, country), surnames in book.holders.items()
        if office == place.office and place.country in (None, country)
        for surname in surnames
    }
    meant = {
        bearer.shown
        for surname in held
        for bearer in book.people.get(surname, ())
        if place.before and place.before in bearer.given and not _is_english(bearer)
    }
    if meant or (held and place.country and not place.before):
        name = meant.pop() if len(meant) == 1 else None
        yield mark(
            text, place.start, place.start + len(place.word), name, "wrong-name", 0.85 if name else 0.6
        )


def _is_prose(text: str, place: int) -> bool:
    """Whether the line is a sentence and no headline: most of its words begin with a small letter."""
    start, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
    near = text[max(start, place - 200) : end if 0 <= end < place + 200 else place + 200]
    words: list[str] = re.findall(r"[A-Za-z]+", near)
    return sum(word[0].islower() for word in words) * 2 > len(words)


def _twice(text: str, places: Sequence[NamePlace], strange: Collection[str]) -> Iterator[Damage]:
    """A long name that no register knows, once spelt otherwise than the report spells it elsewhere."""
    times = Counter(place.key for place in places if place.key in strange and _is_long(place))
    shown = {place.key: place.word for place in places}
    meant: dict[str, str] = {}
    for one, other in combinations(sorted(times), 2):
        rare, often = sorted((one, other), key=lambda key: times[key])
        if times[rare] == 1 and times[often] >= _OFTEN and _is_slip(rare, often):
            meant[rare] = shown[often]
    for place in places:
        if place.key in meant:
            end = place.start + len(place.word)
            yield mark(text, place.start, end, meant[place.key], "wrong-name", 0.7)


def _is_long(place: NamePlace) -> bool:
    """Whether it is a name long enough to be spelt twice by mistake, and no abbreviation."""
    return len(place.key) >= _SHORTEST_STRANGER and place.key.isalpha() and not place.word.isupper()


def _is_slip(rare: str, often: str) -> bool:
    """Whether one letter within the word is amiss: what differs at the end is a form of the name, or of a kinswoman's."""
    distance: int = DamerauLevenshtein.distance(rare, often)
    return distance == 1 and _one_way(rare) != _one_way(often) and rare[-2:] == often[-2:]


def _one_way(key: str) -> str:
    """Write the sounds of other scripts in one way ("Khojaev", "Khodjaev")."""
    return respell(_WRITTEN.sub("", key))
