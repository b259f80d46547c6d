"""Who "we" and "I" are: the speaker of the quotation they stand in, or the speaker's state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from suasion.overlap import Overlaps
from suasion.read.words import anaphors
from suasion.records import Attribution, Reference, Sentence, Token
from suasion.registers import Registers

_PLURAL = frozenset({"we", "us", "our", "ours"})


def resolve_speakers(
    sentences: Sequence[Sentence], attributions: Sequence[Attribution], registers: Registers
) -> tuple[Sentence, ...]:
    """Add references for the first person within quotations whose speaker's state is known."""
    quotations = Overlaps((a, a.content) for a in attributions if a.quoted and a.holder.country is not None)
    return tuple(_resolve(sentence, quotations, registers) for sentence in sentences)


def _resolve(sentence: Sentence, quotations: Overlaps[Attribution], registers: Registers) -> Sentence:
    speakers = anaphors().pronouns
    taken = {i for reference in sentence.references for i in range(reference.first, reference.last)}
    found = [
        reference
        for token in sentence.tokens
        if token.i not in taken
        and speakers.get(token.text.lower()) == "speaker"
        and (reference := _speaker(token, quotations, registers)) is not None
    ]
    return (
        replace(
            sentence,
            references=tuple(sorted([*sentence.references, *found], key=lambda r: (r.first, r.last))),
        )
        if found
        else sentence
    )


def _speaker(token: Token, quotations: Overlaps[Attribution], registers: Registers) -> Reference | None:
    for quotation in quotations.at(token.start, token.end):
        if any(span.start <= token.start and token.end <= span.end for span in quotation.content):
            state = registers.actor(f"state:{quotation.holder.country}")
            if state is None:
                return None
            actor = state
            if token.text.lower() not in _PLURAL:
                named = registers.person_named(quotation.holder.name)
                actor = named[0].actor if named else state
            return Reference(first=token.i, last=token.i + 1, head=token.i, actors=(actor,), how="pronoun")
    return None
