"""Names of actors in sentences: the register's aliases, longest first, with the company they keep.

The parser's entity *labels* are not trusted (a small model calls presidents organisations); its entity *spans* are, to tell
"Jordan" from "Jordan Peterson".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from suasion.read.namesakes import is_inside_another_name, names_a_product
from suasion.read.shown import straight
from suasion.records import Actor, Reference, Sentence, Token
from suasion.registers import Alias, Registers, key_of

MAX_OTHER_TOKENS = 4
"""Regions and outlets have at most as many words."""

MAX_NAME_TOKENS = 9
"""The longest alias of the registers has as many words."""

_STATE_KINDS = frozenset({"name", "demonym", "people", "capital", "metonym", "abbreviation"})
_PERSON_KINDS = frozenset({"person", "surname"})
_OWNING = frozenset({"name", "demonym"})
_DOERS = frozenset({"nsubj", "nsubjpass", "poss"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """An alias found at tokens `first <= i < last` of a sentence."""

    first: int
    last: int
    head: int
    alias: Alias


def find_names(
    sentence: Sentence,
    registers: Registers,
    on: date | None,
    known: frozenset[str],
    foreign: frozenset[str] = frozenset(),
) -> list[Name]:
    """Find the names in a sentence, left to right, longest first, not overlapping.

    `known` holds ids of actors named in full elsewhere in the report: it settles ambiguous surnames. `foreign` holds ids of
    states whose name means another place in this report.
    """
    found: list[Name] = []
    i = 0
    while i < len(sentence.tokens):
        name = _name_at(sentence, i, registers, on, known)
        if name is None:
            i = _skip_other_name(sentence, i, registers)
        else:
            found.append(name)
            i = name.last
    return [name for name in found if name.alias.actor.id not in foreign]


def _skip_other_name(sentence: Sentence, i: int, registers: Registers) -> int:
    """Step over a region or an outlet as a whole: "American" in "Latin American" is nobody."""
    if (
        sentence.tokens[i].text == "the"
    ):  # a key has no article: "the European" would swallow "the European Union"
        return i + 1
    for last in range(min(i + MAX_OTHER_TOKENS, len(sentence.tokens)), i + 1, -1):
        surface = surface_of(sentence, i, last)
        if key_of(surface) in registers.regions or _is_outlet(surface, registers):
            return last
    return i + 1


def _is_outlet(surface: str, registers: Registers) -> bool:
    return surface[:1].isupper() and registers.outlets.find(surface) is not None


def surface_of(sentence: Sentence, first: int, last: int) -> str:
    """The words of the report at tokens `first <= i < last`; where they are surely damaged, as they were meant."""
    tokens = sentence.tokens[first:last]
    if all(_stands(sentence, token) for token in tokens):
        return _between(sentence, tokens[0].start, tokens[-1].end)
    words = tokens[0].text
    for before, token in pairwise(tokens):
        apart = before.end <= token.start
        words += (_between(sentence, before.end, token.start) if apart else " ") + token.text
    return words


def _stands(sentence: Sentence, token: Token) -> bool:
    """Whether the parser was shown the token as it stands in the report, but for capitals and the form of quotes."""
    there = _between(sentence, token.start, token.end)
    return token.text == there or token.text.lower() == straight(there).lower()


def _between(sentence: Sentence, start: int, end: int) -> str:
    return sentence.text[start - sentence.start : end - sentence.start]


def _name_at(
    sentence: Sentence, i: int, registers: Registers, on: date | None, known: frozenset[str]
) -> Name | None:
    token = sentence.tokens[i]
    if token.pos == "PUNCT" or not any(char.isupper() for char in token.text[:4]):
        return None
    for last in range(min(i + MAX_NAME_TOKENS, len(sentence.tokens)), i, -1):
        surface = surface_of(sentence, i, last)
        key = key_of(surface)
        if key in registers.regions:
            return None
        aliases = _aliases(surface, registers, on) if key in registers.aliases else []
        aliases = [alias for alias in aliases if _fits(alias, sentence, (i, last), known, registers)]
        if aliases:
            first = i + 1 if token.text.lower() == "the" and last > i + 1 else i
            head = _head(sentence.tokens, first, last)
            alias = _seat(aliases, sentence.tokens[head]) or _best(aliases, known)
            return Name(first=first, last=last, head=head, alias=alias)
        if last > i + 1 and _is_outlet(surface, registers):
            return None
    return _foreign_state(sentence, i, registers)


def _seat(aliases: Sequence[Alias], head: Token) -> Alias | None:
    """Give the organisation that sits in a capital and is called by its name, where it acts ("Brussels fined the firm")."""
    if head.dep not in _DOERS or all(alias.kind != "capital" for alias in aliases):
        return None
    return next((alias for alias in aliases if alias.kind == "organisation" and alias.ambiguous), None)


def _foreign_state(sentence: Sentence, i: int, registers: Registers) -> Name | None:
    """A state by a name that only other languages or older maps know, where the parser sees a place."""
    tokens = sentence.tokens
    if tokens[i].entity != "GPE" or (i and tokens[i - 1].entity == "GPE"):
        return None
    last = next((j for j in range(i, len(tokens)) if tokens[j].entity != "GPE"), len(tokens))
    surface = surface_of(sentence, i, last)
    known = any(key_of(surface_of(sentence, j, last)) in registers.aliases for j in range(i, last))
    if known or registers.places.find(surface) is not None:  # refused for its company, or a town or province
        return None
    state = registers.state_called(surface)
    if state is None:
        return None
    return Name(
        first=i,
        last=last,
        head=_head(tokens, i, last),
        alias=Alias(surface=surface, actor=state, kind="name"),
    )


def _aliases(surface: str, registers: Registers, on: date | None) -> list[Alias]:
    """Those that hold on the day; else people, since who left office is still spoken of."""
    found = registers.lookup(surface)
    today = [alias for alias in found if alias.holds(on)]
    if on is not None and len({alias.actor.id for alias in today if alias.kind in _PERSON_KINDS}) > 1:
        first = registers.person_named(surface, on)[0].actor.id  # of two kings of one name, the one in office
        today = [alias for alias in today if alias.kind not in _PERSON_KINDS or alias.actor.id == first]
    return today or [alias for alias in found if alias.kind in _PERSON_KINDS and not alias.ambiguous]


def _best(aliases: Sequence[Alias], known: frozenset[str]) -> Alias:
    """Prefer who was named in full, then states over others, then those whose time it is; ties by id, for determinism."""
    return min(
        aliases,
        key=lambda alias: (
            alias.actor.id not in known,
            alias.kind not in _STATE_KINDS,
            alias.ambiguous,
            alias.kind == "capital",
            alias.actor.id,
        ),
    )


def _head(tokens: Sequence[Token], first: int, last: int) -> int:
    """The token of the span that the rest of the sentence hangs on."""
    for token in tokens[first:last]:
        if not first <= token.head < last or token.head == token.i:
            return token.i
    return last - 1


def _fits(
    alias: Alias, sentence: Sentence, span: tuple[int, int], known: frozenset[str], registers: Registers
) -> bool:
    tokens, (first, last) = sentence.tokens, span
    if (
        alias.case_sensitive
        and surface_of(sentence, first, last) != alias.surface
        and not alias.surface.isupper()
    ):
        return False
    if alias.kind in _PERSON_KINDS:
        return _person_fits(alias, tokens, first, last, known)
    if alias.kind == "organisation":
        return not names_a_product(tokens, last)
    if alias.kind in {"metonym", "ministry"} and _is_of_another(alias, tokens, first, last, registers):
        return False
    return alias.kind not in _STATE_KINDS or not (
        _inside_longer_name(tokens, first, last)
        or is_inside_another_name(alias, tokens, first, last, registers)
    )


def _is_of_another(
    alias: Alias, tokens: Sequence[Token], first: int, last: int, registers: Registers
) -> bool:
    """Whether a seat of power bears another state's name ("the Brazilian Chancellery", "the Senate of Chile", "Fiji's Foreign Office")."""
    before = [token for token in tokens[max(0, first - 2) : first] if token.tag != "POS"]
    beside = before[-1:]
    if last + 1 < len(tokens) and tokens[last].text == "of":
        beside.append(tokens[last + 1])
    owners = [other for token in beside for other in registers.lookup(token.text) if other.kind in _OWNING]
    return bool(owners) and all(owner.actor.country != alias.actor.country for owner in owners)


def _person_fits(alias: Alias, tokens: Sequence[Token], first: int, last: int, known: frozenset[str]) -> bool:
    if alias.kind == "surname":
        before = tokens[first - 1] if first else None
        if (
            before is not None
            and before.pos == "PROPN"
            and before.entity == "PERSON"
            and before.dep == "compound"
            and before.head == tokens[last - 1].i
        ):
            return False
        if _goes_on(tokens, last):
            return False
        if alias.ambiguous and alias.actor.id not in known:
            return False
    return tokens[last - 1].pos in {"PROPN", "NOUN", "ADJ", "X", "VERB", "INTJ"}


def _goes_on(tokens: Sequence[Token], last: int) -> bool:
    """Whether what looks like a surname is a given name: another person's name follows ("Petro Sahaidak")."""
    own, after = tokens[last - 1], tokens[last] if last < len(tokens) else None
    return (
        after is not None
        and after.tag == "NNP"
        and after.text[:1].isupper()
        and own.dep == "compound"
        and own.head >= last
        and own.entity == after.entity
    )


def _inside_longer_name(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a country's name is part of a person's ("Jordan Peterson") or a product's name."""
    after = tokens[last] if last < len(tokens) else None
    if after is None or after.pos != "PROPN":
        return False
    return (
        after.entity == "PERSON" and tokens[last - 1].entity == "PERSON" and tokens[first].dep == "compound"
    )


_TITLE_WORDS = re.compile(r"^(Mr|Mrs|Ms|Dr|Sir|Gen|Lt|Col|Adm|Sen|Rep)\.?$")


def person_spans(sentence: Sentence, taken: Sequence[Name]) -> Iterator[tuple[int, int]]:
    """Spans that look like a person's name and are no known name: where a spelling may be broken, or a stranger is introduced."""
    covered = {i for name in taken for i in range(name.first, name.last)}
    i = 0
    tokens = sentence.tokens
    while i < len(tokens):
        if not _is_name_token(tokens[i]) or i in covered:
            i += 1
            continue
        first = i
        while (
            i < len(tokens)
            and i not in covered
            and (_is_name_token(tokens[i]) or (tokens[i].text == "-" and i + 1 < len(tokens)))
        ):
            i += 1
        while first < i and _TITLE_WORDS.match(tokens[first].text):
            first += 1
        if first < i:
            yield first, i


def _is_name_token(token: Token) -> bool:
    return (
        token.pos in {"PROPN", "ADJ", "NOUN", "X"}
        and token.entity in {"PERSON", "ORG", "GPE", "NORP", "WORK_OF_ART", "PRODUCT", "FAC", ""}
        and token.text[:1].isupper()
        and token.tag in {"NNP", "NNPS"}
    )


def reference_of(name: Name) -> Reference:
    """The reference that a found name is."""
    return Reference(
        first=name.first, last=name.last, head=name.head, actors=(name.alias.actor,), how=name.alias.kind
    )


def stranger(name: str, country: str, sector: str | None) -> Actor:
    """An actor whom no register knows, introduced by the report itself ("Turkish lawmaker X")."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return Actor(
        id=f"person:{country.lower()}:{slug}", name=name, country=country, code=country, sector=sector
    )
