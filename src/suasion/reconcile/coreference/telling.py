"""What a sentence says of an event: the word that tells it, who takes part, when and how many, read off the sentence's tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from suasion.models import load_spacy

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_CORE = frozenset({"compound", "prt", "nmod"})
"""Children of a head that make one term with it: "trade talks", "broke out"."""
_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})
_NAMED = frozenset({"PROPN"})
_WHEN = frozenset({"DATE", "TIME"})
_LIGHT = frozenset({"be", "do", "get", "give", "go", "have", "hold", "make", "put", "take", "set", "come"})
"""Verbs that say little themselves; in a phrase with a noun the noun tells the event."""
_VERBAL = frozenset({"VERB", "AUX"})
_SUBJECT = frozenset({"nsubj", "csubj", "agent", "poss"})
_OBJECT = frozenset({"dobj", "nsubjpass", "csubjpass", "dative", "attr", "oprd"})

_INSIDE = _OBJECT | {"pobj", "pcomp"}
SHORT = 4
"""Words of a phrase up to which it is taken as a whole; of a longer one the head's term stands for it."""

Words = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an event is told: a text (a sentence, best), and the half-open span of the words that tell it.

    `document` names what the text is from, `number` counts its sentences from the top; both may be left out.
    """

    text: str
    start: int
    end: int
    document: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What was read at a place. All words are lemmas in lower case.

    `start` and `end` are a short phrase, or the head's term of a long one ("trade talks" of "the trade talks that both sides
    praised"); `head` is its lemma, `phrase`
    the words with content of the whole span. `subjects`, `objects` and `others` are what hangs on the head; `governor` is what the head
    hangs on. `names`, `numbers`, `days` and `words` are those of the sentence around the span.
    """

    place: Place
    start: int
    end: int
    head: str
    surface: str
    tag: str
    phrase: Words
    subjects: Words
    objects: Words
    others: Words
    governor: str
    names: Words
    numbers: Words
    days: Words
    words: Words
    negated: bool


def read_tellings(places: Sequence[Place]) -> tuple[Telling, ...]:
    """Read each place; a text with several is parsed once.

    Raises:
        ModelError: the pipeline is missing or not the recorded one.
    """
    texts = tuple(dict.fromkeys(place.text for place in places))
    parsed: Mapping[str, Doc] = dict(zip(texts, load_spacy().pipe(texts, batch_size=64), strict=True))
    return tuple(_telling(place, parsed[place.text]) for place in places)


def _telling(place: Place, parsed: Doc) -> Telling:
    inside = [token for token in parsed if token.idx < place.end and token.idx + len(token) > place.start]
    if not inside:
        return _bare(place)
    head = head_of(inside)
    core = inside
    if len(inside) > SHORT:
        core = [it for it in inside if it == head or (it.head == head and it.dep_ in _CORE)]
    around = [token for token in parsed if token not in inside]
    roles = dict(_arguments(head, inside))
    return Telling(
        place=place,
        start=min(it.idx for it in core),
        end=max(it.idx + len(it) for it in core),
        head=_lemma(head),
        surface=head.lower_,
        tag=head.pos_,
        phrase=_content(inside),
        subjects=_of(roles, _SUBJECT),
        objects=_of(roles, _OBJECT),
        others=frozenset(_lemma(it) for it, role in roles.items() if role not in _SUBJECT | _OBJECT),
        governor=_lemma(head.head) if head.head != head else "",
        names=frozenset(it.lower_ for it in around if it.pos_ in _NAMED),
        numbers=frozenset(it.lower_ for it in parsed if it.like_num),
        days=frozenset(
            it.lower_ for it in parsed if it.ent_type_ in _WHEN and it.is_alpha and not it.is_stop
        ),
        words=_content(around),
        negated=any(it.dep_ == "neg" for it in head.children),
    )


def _bare(place: Place) -> Telling:
    """Tell what can be told without a word in the span."""
    none: Words = frozenset()
    return Telling(
        place=place, start=place.start, end=place.end, head="", surface="", tag="", phrase=none, subjects=none, objects=none,
        others=none, governor="", names=none, numbers=none, days=none, words=none, negated=False,
    )  # fmt: skip


def head_of(tokens: Sequence[Token]) -> Token:
    """Give the token that the others of a phrase hang on; below a preposition or a light verb, the noun in the phrase."""
    within = set(tokens)
    tops = [token for token in tokens if token.head == token or token.head not in within]
    head = next((token for token in tops if token.pos_ in _CONTENT), tops[0])
    while (below := _below(head, within)) is not None:
        head = below
    return head


def _below(head: Token, within: Set[Token]) -> Token | None:
    """Give the noun that says more than its preposition or light verb does, if it is in the phrase."""
    if head.pos_ in _CONTENT and head.lemma_.lower() not in _LIGHT:
        return None
    children = [it for it in head.children if it in within]
    nouns = [it for it in children if it.dep_ in _INSIDE and it.pos_ in _CONTENT]
    steps = [
        it
        for it in children
        if it.dep_ in ("prep", "agent") and any(below in within for below in it.children)
    ]
    return next(iter([*nouns, *steps]), None)


def _arguments(head: Token, inside: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    """Give the content words that hang on the head, with the role that they play."""
    top = _clause(head)
    for token in {top, head}:
        for child in token.children:
            if child in inside and child.pos_ not in _CONTENT:
                continue
            if child.dep_ in ("prep", "agent"):
                role = "agent" if child.dep_ == "agent" or child.lower_ == "by" else child.lower_
                role = "dobj" if role == "of" and head.pos_ == "NOUN" else role
                yield from ((it, role) for obj in child.children for it in _term(obj))
            elif child.dep_ not in ("punct", "det", "aux", "auxpass", "cc", "mark", "conj", "advcl", "relcl"):
                yield from ((it, child.dep_) for it in _term(child))
    if head.dep_ in ("acl", "relcl"):
        yield from ((it, "dobj" if head.tag_ == "VBN" else "nsubj") for it in _term(head.head))
    if head.dep_ == "xcomp" or (head.dep_ == "conj" and head.pos_ in _VERBAL):
        yield from (
            (it, c.dep_) for c in head.head.children if c.dep_ in ("nsubj", "nsubjpass") for it in _term(c)
        )


def _clause(head: Token) -> Token:
    """Give the light verb that a noun is the object of, else the head."""
    above = head.head
    return above if head.dep_ in _OBJECT and above.lemma_.lower() in _LIGHT else head


def _term(token: Token) -> list[Token]:
    """Give a word with those that make one term or name with it, and its conjuncts."""
    found = [token, *token.conjuncts]
    return [it for head in found for it in (head, *head.lefts) if it.pos_ in _CONTENT]


def _of(roles: Mapping[Token, str], wanted: frozenset[str]) -> Words:
    return frozenset(_lemma(token) for token, role in roles.items() if role in wanted)


def _content(tokens: Sequence[Token]) -> Words:
    return frozenset(_lemma(it) for it in tokens if it.pos_ in _CONTENT and not it.is_stop)


def _lemma(token: Token) -> str:
    return token.lemma_.lower()
