"""When the name of a state or town is no actor: it stands inside another name, is a language, or another place bears it."""

from __future__ import annotations

from collections.abc import Sequence

from suasion.read.words import anaphors
from suasion.records import Sentence, Token
from suasion.registers import Alias, Registers

INSIDE_REACH = 3
"""How many capitalised words on the name of an institution may end ("London Stock Exchange")."""

_TOWNS = frozenset({"capital", "metonym"})
_PERSON_LIKE = frozenset({"PERSON", "ORG"})
_LINKED_WORDS = frozenset({"VBN", "VBD", "VBG", "JJ"})


def foreign_ids(sentences: Sequence[Sentence]) -> frozenset[str]:
    """Ids of the states whose names mean another place in this report (Georgia next to Atlanta)."""
    said = {token.text for sentence in sentences for token in sentence.tokens}
    return frozenset(
        actor
        for actor, sides in anaphors().namesakes.items()
        if not said.isdisjoint(sides["other"]) and said.isdisjoint(sides["own"])
    )


def is_inside_another_name(
    alias: Alias, tokens: Sequence[Token], first: int, last: int, registers: Registers
) -> bool:
    """Whether the alias of a state at `first <= i < last` is part of something else's name, or a mere quality."""
    return (
        names_an_institution(tokens, first, last)
        or _names_a_treaty(alias, tokens, last)
        or _names_a_person(alias, tokens, first, last, registers)
        or _is_linked(tokens, first, last)
        or (alias.kind in {"demonym", "people"} and _is_tongue(tokens, last))
    )


def names_an_institution(tokens: Sequence[Token], first: int, last: int) -> bool:
    """As in "Moscow Times", "London Stock Exchange", "Air France", "Gulf of Mexico"."""
    names = anaphors().names
    in_prose = any(token.pos in {"VERB", "AUX"} and token.text.islower() for token in tokens)
    for token in tokens[last : last + (INSIDE_REACH if in_prose else 1)]:  # not in "Iran Opens University"
        if token.text in names["inside"]:
            return True
        if not token.text[:1].isupper():
            break
    before = tokens[first - 1].text if first else ""
    if before in names["before"]:
        return True
    return before == "of" and first > 1 and tokens[first - 2].text in names["before_of"]


def names_a_product(tokens: Sequence[Token], last: int) -> bool:
    """As in "Sputnik V": what an organisation's name begins is no organisation."""
    return last < len(tokens) and tokens[last].text in anaphors().names["products"]


def _names_a_treaty(alias: Alias, tokens: Sequence[Token], last: int) -> bool:
    """As in "the Paris accord", "the Geneva talks"; "Paris's talks" are those of Paris."""
    if alias.kind not in _TOWNS or last >= len(tokens):
        return False
    after = tokens[last]
    return after.text.lower() in anaphors().names["treaties"] and tokens[last - 1].head == after.i


def _names_a_person(
    alias: Alias, tokens: Sequence[Token], first: int, last: int, registers: Registers
) -> bool:
    """As in "Michael Jordan", "Israel Adesanya": an unknown name beside it in one compound."""
    if alias.kind == "demonym":
        return False
    before = tokens[first - 1] if first else None
    if before is not None and before.dep == "compound" and first <= before.head < last:
        alike = before.entity == tokens[first].entity and before.entity in _PERSON_LIKE
        if alike and _is_unknown_name(before, registers):
            return True
    after = tokens[last] if last < len(tokens) else None
    if after is None or tokens[first].text not in anaphors().names["given"]:
        return False
    joined = tokens[last - 1].dep == "compound" and tokens[last - 1].head == after.i
    return joined and _is_unknown_name(after, registers)


def _is_unknown_name(token: Token, registers: Registers) -> bool:
    word = token.text.lower()
    return (
        token.tag == "NNP"
        and token.text[:1].isupper()
        and word not in registers.agents
        and word not in registers.titles
        and not registers.lookup(token.text)
    )


def _is_linked(tokens: Sequence[Token], first: int, last: int) -> bool:
    """As in "Russian-backed", "US-led", "pro-Russian": what it describes is not that state."""
    if last + 1 < len(tokens) and tokens[last].text == "-" and tokens[last].start == tokens[last - 1].end:
        linked = tokens[last + 1]
        if linked.text.islower() and linked.tag in _LINKED_WORDS and linked.start == tokens[last].end:
            return True
    return (
        first > 1
        and tokens[first - 1].text == "-"
        and tokens[first - 2].text.lower() in anaphors().names["pro"]
    )


def _is_tongue(tokens: Sequence[Token], last: int) -> bool:
    """As in "spoke Russian and French", "translated into Turkish"."""
    token = tokens[last - 1]
    while token.dep == "conj" and token.head != token.i:
        token = tokens[token.head]
    if token.dep not in {"dobj", "pobj"}:
        return False
    head = tokens[token.head]
    verb = tokens[head.head] if token.dep == "pobj" else head
    return verb.lemma in anaphors().names["tongues"] and (token.dep == "dobj" or head.text in {"in", "into"})
