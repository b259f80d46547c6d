"""From an act, whoever saw it, to the statement that tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from suasion.codebook import Codebook
from suasion.coding.circumstances import Circumstances
from suasion.coding.found import participant
from suasion.coding.sides import OWN_PEOPLE
from suasion.ids import content_id
from suasion.overlap import Overlaps
from suasion.records import (
    Attribution,
    Factuality,
    Participant,
    Reading,
    Reference,
    Sentence,
    Span,
    Statement,
)

CONTENT, SEEN = "content", "seen"
"""Labels of the acts that only the encoder saw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An act as its statement tells it. `i` is the token that tells it; `label` keeps acts at one token apart."""

    type: str
    i: int
    label: str
    factuality: Factuality
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    recipients_how: str
    mode: str | None
    instruments: tuple[str, ...]
    probability: float
    factuality_probability: float


class Teller:
    """Makes the statements of one sentence."""

    def __init__(
        self,
        reading: Reading,
        sentence: Sentence,
        codebook: Codebook,
        *,
        coder: str,
        held: Overlaps[Attribution],
    ) -> None:
        self.reading, self.sentence, self.codebook, self.coder = reading, sentence, codebook, coder
        self.circumstances = Circumstances(reading, sentence, held)

    def tell(self, told: Told, parent: Statement | None) -> Statement:
        """Give the statement; `parent` is that whose content it is."""
        report, sentence, circumstances = self.reading.report, self.sentence, self.circumstances
        token = sentence.tokens[told.i]
        where = circumstances.where(told.i)
        named = (context for name in told.instruments for context in self.codebook.instruments[name].contexts)
        return Statement(
            id=content_id(
                "s",
                report.id,
                str(token.start),
                told.type,
                told.label,
                *sorted(side.id for side in told.actors),
                "|",
                *sorted(side.id for side in told.recipients),
            ),
            report_id=report.id,
            sentence=sentence.text,
            start=sentence.start,
            end=sentence.end,
            action=Span(text=report.text[token.start : token.end], start=token.start, end=token.end),
            event_type=told.type,
            mode=told.mode,
            contexts=tuple(dict.fromkeys(named)),
            instruments=told.instruments,
            actors=told.actors,
            recipients=told.recipients,
            factuality=told.factuality,
            content_of=parent.id if parent is not None else None,
            when=circumstances.when(told.i),
            where=where,
            where_how="stated" if where is not None else "not stated in the clause",
            amounts=circumstances.amounts(told.i),
            holders=circumstances.holders(told.i),
            quoted=circumstances.quoted(told.i),
            probability=round(told.probability, 3),
            coder=self.coder,
            codebook=self.codebook.version,
            recipients_how=told.recipients_how,
            factuality_probability=round(told.factuality_probability, 3),
        )

    def is_source(self, references: Sequence[Reference], i: int) -> bool:
        """Whether one of the references is who says what token `i` tells: a side of the saying, not of the act."""
        tokens = self.sentence.tokens
        return any(
            holder.start is not None
            and holder.end is not None
            and holder.start <= tokens[reference.head].start < holder.end
            for holder in self.circumstances.holders(i)
            for reference in references
        )

    def tells_again(self, told: Told, made: Sequence[Statement]) -> bool:
        """Whether a statement tells the act already: its type between sides that it covers, or any type by the same word."""
        return any(self._covers(statement, told) for statement in made)

    def _covers(self, statement: Statement, told: Told) -> bool:
        actors, recipients = _codes(statement.actors), _codes(statement.recipients)
        by, towards = _codes(told.actors), _codes(told.recipients)
        here = statement.action.start == self.sentence.tokens[told.i].start
        if here and by & actors and (not towards or towards & recipients):
            return (statement.content_of is not None) == (
                told.label == CONTENT
            ) or statement.event_type == told.type
        if statement.event_type != told.type:
            return False
        if self.codebook.type(told.type).mutual:
            return by | towards <= actors | recipients
        return by <= actors and towards <= recipients

    def frame_of(self, told: Told, made: Sequence[Statement]) -> Statement | None:
        """The statement whose content an act is: the nearest one of its sentence that has a side of the act for its actor."""
        start = self.sentence.tokens[told.i].start
        sides = _codes(told.actors) | _codes(told.recipients)
        frames = [
            statement
            for statement in made
            if statement.content_of is None
            and self.codebook.is_verbal(statement.event_type)
            and _codes(statement.actors) & sides
        ]
        return min(frames, key=lambda statement: abs(statement.action.start - start), default=None)


def participants(
    sentence: Sentence, references: Sequence[Reference], taken: frozenset[str] = frozenset()
) -> tuple[Participant, ...]:
    """The actors that references stand for, each once, those `taken` (ids) left out."""
    found: dict[str, Participant] = {}
    for reference in references:
        for actor in reference.actors:
            if actor.id not in taken or reference.how == OWN_PEOPLE:
                found.setdefault(actor.id, participant(sentence, reference, actor))
    return tuple(found.values())


def _codes(sides: Sequence[Participant]) -> frozenset[str]:
    return frozenset(side.code for side in sides if side.code)
