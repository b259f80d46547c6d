"""Who "we" and "I" are: the speaker of the quotation they stand in, or the speaker's state; outside quotations, the report's home.

"Our" with its noun is one side: "our country", "our soldiers".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from suasion.overlap import Overlaps
from suasion.read.words import anaphors
from suasion.records import Actor, Attribution, Reference, Sentence, Token
from suasion.registers import Registers

_PLURAL = frozenset({"we", "us", "our", "ours"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Voices:
    """Who speaks where: the quotations of a report, and the state that it is at home in."""

    quotations: Overlaps[Attribution]
    home: Actor | None
    registers: Registers


def resolve_speakers(
    sentences: Sequence[Sentence],
    attributions: Sequence[Attribution],
    registers: Registers,
    home: Actor | None = None,
) -> tuple[Sentence, ...]:
    """Add references for the first person within quotations whose speaker's state is known, and for "our country" of the `home`."""
    quotations = Overlaps((a, a.content) for a in attributions if a.quoted)
    voices = _Voices(quotations=quotations, home=home, registers=registers)
    return tuple(_resolve(sentence, voices) for sentence in sentences)


def _resolve(sentence: Sentence, voices: _Voices) -> Sentence:
    speakers = anaphors().pronouns
    taken = {i for reference in sentence.references for i in range(reference.first, reference.last)}
    found = [
        reference
        for token in sentence.tokens
        if token.i not in taken
        and speakers.get(token.text.lower()) == "speaker"
        and (reference := _speaker(token, voices)) is not None
    ]
    found += [
        own for reference in found if (own := _own(reference, sentence, taken, voices.registers)) is not None
    ]
    return (
        replace(
            sentence,
            references=tuple(sorted([*sentence.references, *found], key=lambda r: (r.first, r.last))),
        )
        if found
        else sentence
    )


def _speaker(token: Token, voices: _Voices) -> Reference | None:
    around = [
        quotation
        for quotation in voices.quotations.at(token.start, token.end)
        if any(span.start <= token.start and token.end <= span.end for span in quotation.content)
    ]
    said = next((one for one in around if one.holder.country is not None), None)
    if said is not None:
        actor = _of_quotation(token, said, voices.registers)
    else:
        actor = voices.home if not around and token.text.lower() == "our" else None
    if actor is None:
        return None
    return Reference(first=token.i, last=token.i + 1, head=token.i, actors=(actor,), how="pronoun")


def _of_quotation(token: Token, quotation: Attribution, registers: Registers) -> Actor | None:
    state = registers.actor(f"state:{quotation.holder.country}")
    if state is None or token.text.lower() in _PLURAL:
        return state
    named = registers.person_named(quotation.holder.name)
    return named[0].actor if named else state


def _own(reference: Reference, sentence: Sentence, taken: set[int], registers: Registers) -> Reference | None:
    """The noun of "our": the speaker's state ("our country") or its people ("our soldiers")."""
    our = sentence.tokens[reference.head]
    noun = sentence.tokens[our.head]
    if our.text.lower() != "our" or our.dep != "poss" or noun.i in taken or noun.i < our.i:
        return None
    agent = registers.agents.get(noun.lemma)
    if agent is None and noun.lemma not in anaphors().definite["homelands"]:
        return None
    sector = (
        agent.sector if agent is not None and noun.lemma not in anaphors().definite["homelands"] else None
    )
    actors = tuple(replace(actor, sector=sector or actor.sector) for actor in reference.actors)
    return Reference(first=our.i, last=noun.i + 1, head=noun.i, actors=actors, how="office")
