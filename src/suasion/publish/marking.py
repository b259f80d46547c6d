"""A sentence with marks: the act, who takes part, and what is damaged in it, with what was probably meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from suasion.records import Damage, Participant, Span, Statement

SURE = 0.5
"""Confidence from which a reading of damaged words is printed beside them."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a sentence.

    `mark` holds `act` or `who`, and `damage` where the words are damaged; `note` says at the end of these what was meant, and
    `title` all that is known of the damage.
    """

    text: str
    mark: str
    note: str = ""
    title: str = ""


def marked(
    statement: Statement, *others: Statement, damage: Sequence[Damage] = ()
) -> tuple[tuple[Run, ...], bool]:
    """Cut a sentence into runs at the actions and participants of the statements that it makes, and at its damage.

    The second value is false where a span does not hold its quoted text: that one is not marked.
    A participant named in another sentence (one that a pronoun stands for) is simply not marked here.
    """
    sentence, offset = statement.sentence, statement.start
    kinds = [""] * len(sentence)
    exact = True
    rows = (statement, *others)
    spans: list[tuple[Span | Participant, str]] = [
        (span, "who") for row in rows for span in (*row.actors, *row.recipients)
    ]
    spans += [(row.action, "act") for row in rows]
    for span, kind in spans:
        start, end = span.start - offset, span.end - offset
        if start < 0 or end > len(sentence):
            continue
        if sentence[start:end] != span.text:
            exact = False
            continue
        kinds[start:end] = [kind] * (end - start)
    inside = [
        one
        for one in damage
        if offset <= one.start < one.end <= offset + len(sentence)
        and sentence[one.start - offset : one.end - offset] == one.surface
    ]
    for one in inside:
        for i in range(one.start - offset, one.end - offset):
            kinds[i] = f"{kinds[i]} damage".strip() if "damage" not in kinds[i] else kinds[i]
    starts = {span.start - offset for span, _ in spans} | {
        at - offset for one in inside for at in (one.start, one.end)
    }
    return tuple(_noted(cut(sentence, kinds, starts), inside, offset)), exact


def cut(sentence: str, kinds: Sequence[str], starts: set[int]) -> Iterator[Run]:
    """Give the runs of one kind in order; together they are the sentence."""
    begin = 0
    for i in range(1, len(sentence) + 1):
        if i == len(sentence) or kinds[i] != kinds[begin] or (kinds[i] and i in starts):
            yield Run(sentence[begin:i], kinds[begin])
            begin = i


def _noted(runs: Iterator[Run], damage: Sequence[Damage], offset: int) -> Iterator[Run]:
    """Say at the runs of each damage what it is, and at the last of them what was meant."""
    at = offset
    for run in runs:
        at += len(run.text)
        here = next((one for one in damage if one.start < at <= one.end), None)
        if here is None:
            yield run
            continue
        said = here.end == at and here.confidence >= SURE and not _same_letters(here)
        yield Run(run.text, run.mark, note=(here.meant or "") if said else "", title=damage_text(here))


def _same_letters(damage: Damage) -> bool:
    """Whether only spaces are wrong: the reader needs no help with these."""
    return "".join((damage.meant or "").split()) == "".join(damage.surface.split())


def damage_text(damage: Damage) -> str:
    """Tell a damage: what stands there, what was probably meant, of what kind it is and how sure that is."""
    meant = f"probably “{damage.meant}”" if damage.meant else "what was meant is not known"
    return f"{meant} ({damage.kind.replace('-', ' ').replace('_', ' ')}, {damage.confidence:.0%} sure)"
