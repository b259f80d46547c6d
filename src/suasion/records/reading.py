"""A reading: what the read room makes of a report. It is recomputed, not stored; its mentions and attributions are."""

from __future__ import annotations

from dataclasses import dataclass

from suasion.records.kept import Attribution, Mention, Report
from suasion.records.parts import Actor, Amount, Dated, Factuality, PassageKind, Place, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token of a sentence. `i` and `head` are positions in the sentence's `tokens`; the root is its own head."""

    i: int
    text: str
    start: int
    end: int
    lemma: str
    pos: str
    """Universal part of speech."""
    tag: str
    """Penn Treebank tag."""
    dep: str
    """spaCy's English (ClearNLP) dependency label."""
    head: int
    entity: str
    """OntoNotes entity label or the empty string."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Some tokens of a sentence (`first <= i < last`) that stand for one or more actors.

    A group named by its members, and an anaphor for it ("the three countries"), has several `actors`.
    """

    first: int
    last: int
    head: int
    actors: tuple[Actor, ...]
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """A time expression of a sentence, resolved against the report's publication date where that is known."""

    span: Span
    when: Dated


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceExpression:
    """A toponym of a sentence, resolved."""

    span: Span
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence with its parse and what was found in it.

    `factuality[i]` is that of the predicate whose head is token `i`, as its innermost holder presents it (null for tokens
    that are no predicate).
    """

    start: int
    end: int
    text: str
    passage: PassageKind
    tokens: tuple[Token, ...]
    references: tuple[Reference, ...] = ()
    factuality: tuple[Factuality | None, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    places: tuple[PlaceExpression, ...] = ()
    amounts: tuple[Amount, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A report, read: its sentences in order, and the rows that other rooms need (`mentions`, `attributions`)."""

    id: str
    report: Report
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    attributions: tuple[Attribution, ...]
