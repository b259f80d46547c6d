"""What the name of a medium looks like: known to the register, or of a known form; no place and no headline."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, Protocol

from suasion.ids import digest
from suasion.ingest.phrases import load_phrases, plain

Look = Literal["known", "formed", "loose"]
"""In the register or the list of agencies; formed like a medium's name; perhaps one ("Le Fanal")."""

_MAX_NAME = 60
_MAX_WORDS = 6
_MAX_LOOSE_WORDS = 4
_ARTICLE = re.compile(r"^(?:the|le|la|el|al|l')[ -]?", re.IGNORECASE)
_CAPITAL_WORD = re.compile(r"^[A-ZÀ-Þ0-9][\w’'.-]*$")
_SITE = re.compile(r"^(?:www\.)?[A-Z]?[\w-]{2,30}\.(?:com|net|org|info|news|co|media|press|[a-z]{2})$")
_JOINED = re.compile(
    r"^[A-Z][a-z]+(?:News|Times|Post|Press|Today|Daily|Wire|TV|Radio|Herald|Tribune|Observer)$"
)
_ACRONYM = re.compile(r"^[A-Z]{2,8}$")
_NAME = re.compile(r"^[A-ZÀ-Þ][^\n.!?:;|/\"“”]{1,40}$")


class KnownOutlet(Protocol):
    """An outlet of the register."""

    @property
    def name(self) -> str:
        """The name that the register prefers."""
        ...


class Outlets(Protocol):
    """What this room needs of the register of outlets."""

    def by_domain(self, domain: str, /) -> KnownOutlet | None:
        """Find the outlet of a web address's domain."""
        ...

    def find(self, name: str, /) -> KnownOutlet | None:
        """Find the outlet that the text names, and names nothing else."""
        ...


class Places(Protocol):
    """What this room needs of the register of places."""

    def find(self, name: str, /) -> object | None:
        """Find a place by its name."""
        ...


class RegistersWithOutlets(Protocol):
    """What this room needs of the registers."""

    @property
    def outlets(self) -> Outlets:
        """The register of outlets."""
        ...

    @property
    def places(self) -> Places:
        """The register of places."""
        ...

    @property
    def fingerprint(self) -> str:
        """Changes whenever a register does."""
        ...

    def lookup(self, surface: str, /) -> Sequence[object]:
        """Give the states, people and organisations of this name."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The lists of `data/media.toml`."""

    ends: frozenset[str]
    loose_ends: frozenset[str]
    common_ends: frozenset[str]
    begins: frozenset[str]
    articles: frozenset[str]
    particles: frozenset[str]
    generic: frozenset[str]
    phrases: re.Pattern[str]
    verbs: frozenset[str]
    past_names: frozenset[str]
    desks: frozenset[str]
    offices: frozenset[str]
    legal: frozenset[str]
    dateline_words: frozenset[str]
    fingerprint: str


@cache
def load_words() -> Words:
    """Read the lists."""
    source = files("suasion.ingest").joinpath("data/media.toml").read_text(encoding="utf-8")
    table = tomllib.loads(source)
    phrases = re.compile(r"(?:^|.* )(?:" + "|".join(table.pop("phrases")) + r")$")
    lists = {name: frozenset(words) for name, words in table.items()}
    return Words(phrases=phrases, fingerprint=digest([source]), **lists)


def names_site(words: str) -> bool:
    """Whether they are a site's address without its path."""
    return _SITE.match(words) is not None


class Names:
    """Tells outlets' names from other words, by the registers and by their form."""

    def __init__(self, registers: RegistersWithOutlets) -> None:
        self._registers = registers

    def by_domain(self, domain: str) -> str | None:
        """Give the name of the outlet at a domain."""
        known = self._registers.outlets.by_domain(domain)
        return known.name if known else None

    def preferred(self, name: str) -> str:
        """Give the register's name of an outlet, or the name as it stands."""
        known = self._registers.outlets.find(name)
        return known.name if known else name.strip()

    def is_known(self, words: str) -> bool:
        """Whether some words are a known outlet's name and nothing else."""
        if len(words) > _MAX_NAME:
            return False
        return self.is_agency(words) or self._registers.outlets.find(words) is not None

    def is_agency(self, words: str) -> bool:
        """Whether they are a news agency's name, whose reports others print."""
        return load_phrases().agency.fullmatch(words) is not None

    def look(self, words: str) -> Look | None:
        """Say how far some words look like an outlet's name; none for a place, a section, a headline."""
        words = words.strip(" ,.*_")
        if self.is_known(words):
            return "known"
        look = _form(words)
        return None if look is None or self._names_other(words) else look

    def stands_alone(self, words: str) -> bool:
        """Whether they may be an outlet's name on a line of their own, where a headline could stand as well."""
        if self.is_known(words):
            return True
        return self.look(words) == "formed" and not _like_headline(words)

    def fills_slot(self, words: str) -> bool:
        """Whether they can be a name at all, where only an outlet's stands: no place, no office, no date."""
        words = words.strip(" ,.")
        if self.look(words):
            return True
        folded = plain(words).split()
        spoiled = {*load_words().dateline_words, *load_words().desks, *load_words().offices} & {
            *folded,
            plain(words),
        }
        capitals = all(_CAPITAL_WORD.match(word) for word in words.split())
        named = _NAME.match(words) is not None and capitals and not _all_generic(folded)
        return named and not spoiled and not self._names_other(words)

    def signs_dateline(self, words: str) -> bool:
        """Whether the words in a dateline's brackets are an agency: two plain names may be the reporter's."""
        alone = _ACRONYM.match(words) or len(words.split()) == 1
        return self.look(words) is not None or (bool(alone) and self.fills_slot(words))

    def _names_other(self, words: str) -> bool:
        """Whether they name a place, a state, a person or an organisation, with or without their article."""
        bare = _ARTICLE.sub("", words)
        return any(
            self._registers.places.find(name) or self._registers.lookup(name) for name in (words, bare)
        )


def _form(words: str) -> Look | None:
    """Tell a medium's name by its form alone."""
    parts = words.split()
    if _SITE.match(words) or _JOINED.match(words):
        return "formed"
    if not 2 <= len(parts) <= _MAX_WORDS or len(words) > _MAX_NAME or not _is_titled(parts):  # noqa: PLR2004
        return None
    folded = [plain(part) for part in parts]
    return None if _is_phrase(folded) else _by_words(folded, parts[0][0].isupper())


def _is_phrase(folded: Sequence[str]) -> bool:
    """Whether the words are a section, a phrase, a headline or a desk."""
    lists = load_words()
    words = " ".join(folded)
    return (
        _all_generic(folded)
        or lists.phrases.match(words) is not None
        or bool(lists.verbs & set(folded))
        or folded[-1] in lists.desks | lists.offices
        or load_phrases().kicker.fullmatch(words) is not None
    )


def _by_words(folded: Sequence[str], capital: bool) -> Look | None:
    """Tell a medium's name by its first words and its last one."""
    lists = load_words()
    short = len(folded) <= _MAX_LOOSE_WORDS
    if folded[-1] in lists.ends or (folded[0] in lists.begins and short) or folded[:2] == ["voice", "of"]:
        return "formed"
    return "loose" if folded[0] in lists.articles and short and capital else None


def _is_titled(parts: Sequence[str]) -> bool:
    """Whether every word has a capital but particles, and no sign stands that names lack."""
    return all(
        _CAPITAL_WORD.match(part) or (index and part in load_words().particles)
        for index, part in enumerate(parts)
    )


def _all_generic(folded: Sequence[str]) -> bool:
    lists = load_words()
    common = lists.generic | lists.common_ends | lists.particles
    return all(word in common for word in folded)


def _like_headline(words: str) -> bool:
    """Whether a word before the last could be a verb or a plural: "Envoy Leaves Post", "Rebels Man Border Post"."""
    lists = load_words()
    *before, last = [plain(part) for part in words.split()]
    doubtful = last in lists.loose_ends and len(before) > 2  # noqa: PLR2004
    names = [word for word in before if word not in lists.ends and word not in lists.generic]
    plural = re.compile(r"[^su'i]s$")
    first_alone = len(before) == 1
    verbs = [word for word in names if plural.search(word) and not first_alone]
    past = [word for word in names if word.endswith("ed") and word not in lists.past_names]
    phrase = len(before) > 1 and (before[0] in ("a", "an") or before[-1] in ("the", "of", "and", "a"))
    return doubtful or phrase or bool(verbs) or bool(past)
