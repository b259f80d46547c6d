"""Statements as triples: who did what to whom, in codes, ready to be compared as sets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

from suasion.codebook import Codebook
from suasion.evaluation.gold import GoldStatement
from suasion.records import Statement


@dataclass(frozen=True, slots=True, order=True)
class Triple:
    """A type, an actor's code and a recipient's (empty: none); in a symmetric type the lesser code first."""

    event_type: str
    actor: str
    recipient: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedStatement:
    """A statement as evaluation compares and `--predictions` writes it; those without a code are left out."""

    event_type: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    factuality: str | None = None
    instruments: tuple[str, ...] = ()
    content: bool = False


def from_statement(statement: Statement) -> CodedStatement:
    """Reduce a coder's statement to its codes."""
    return CodedStatement(
        event_type=statement.event_type,
        actors=_codes(side.code for side in statement.actors),
        recipients=_codes(side.code for side in statement.recipients),
        factuality=statement.factuality,
        instruments=statement.instruments,
        content=statement.content_of is not None,
    )


def from_gold(gold: GoldStatement) -> CodedStatement:
    """Reduce a gold statement to its codes."""
    return CodedStatement(
        event_type=gold.event_type,
        actors=_codes(gold.actors),
        recipients=_codes(gold.recipients),
        factuality=gold.factuality,
        instruments=gold.instruments,
        content=gold.content,
    )


def _codes(codes: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({code for code in codes if code}))


def triples(statement: CodedStatement, codebook: Codebook) -> frozenset[Triple]:
    """Give every actor with every recipient, or with none.

    Of a symmetric type, each pair counts once whichever side is named first; a joint subject ("A and B met")
    stands for every pair of its members.
    """
    symmetric = codebook.is_symmetric(statement.event_type)
    pairs: Iterable[tuple[str, str]]
    if symmetric and not statement.recipients and len(statement.actors) > 1:
        pairs = combinations(statement.actors, 2)
    else:
        pairs = product(statement.actors, statement.recipients or ("",))
    return frozenset(_triple(statement.event_type, *pair, symmetric=symmetric) for pair in pairs)


def _triple(event_type: str, actor: str, recipient: str, *, symmetric: bool) -> Triple:
    if symmetric and recipient:
        actor, recipient = sorted((actor, recipient))
    return Triple(event_type, actor, recipient)


def settle(
    gold: Sequence[GoldStatement], predicted: Sequence[CodedStatement], codebook: Codebook
) -> tuple[CodedStatement, ...]:
    """Rename predictions of a type that a gold statement accepts to that statement's own type.

    Only where both sides are the same, and never a prediction that is right as it stands. Without `accept` in
    the gold nothing changes.
    """
    exact = {triple for statement in gold for triple in triples(from_gold(statement), codebook)}
    return tuple(_settled(statement, gold, exact, codebook) for statement in predicted)


def _settled(
    statement: CodedStatement, gold: Sequence[GoldStatement], exact: set[Triple], codebook: Codebook
) -> CodedStatement:
    if triples(statement, codebook) & exact:
        return statement
    for other in gold:
        if statement.event_type in other.accept:
            renamed = replace(statement, event_type=other.event_type)
            if triples(renamed, codebook) & triples(from_gold(other), codebook):
                return renamed
    return statement
