"""Which statement of one coding of a report is which of another, and what differs between the two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from suasion.records import Dated, Participant, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A field that differs, with both values as words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Pairing:
    """One report's statements in two codings: those that are of the same act, and those that only one has."""

    pairs: tuple[tuple[Statement, Statement], ...]
    removed: tuple[Statement, ...]
    added: tuple[Statement, ...]


def pair_statements(before: Sequence[Statement], after: Sequence[Statement]) -> Pairing:
    """Pair statements of one report, the surest first: by id, then by the words of the action, then by the sentence.

    Two whose actions do not overlap are of one act only if the sentence is the same and the type or both sides are too.
    """
    graded = [
        (grade, one.id, other.id)
        for one in before
        for other in after
        if (_near(one, other) and (grade := _grade(one, other)) is not None)
    ]
    olds, news = {it.id: it for it in before}, {it.id: it for it in after}
    pairs = []
    for _, old, new in sorted(graded, key=lambda row: (tuple(-part for part in row[0]), row[1], row[2])):
        if old in olds and new in news:
            pairs.append((olds.pop(old), news.pop(new)))
    return Pairing(tuple(pairs), tuple(olds.values()), tuple(news.values()))


def _near(one: Statement, other: Statement) -> bool:
    """Say whether both are of one sentence, also where the report's text was cleaned otherwise and places moved."""
    return (one.start < other.end and other.start < one.end) or one.sentence == other.sentence


def _grade(one: Statement, other: Statement) -> tuple[int, ...] | None:
    """Grade how surely two statements are of one act, the weightiest sign first; null if they are not."""
    same_words = (one.action.start, one.action.end) == (other.action.start, other.action.end)
    overlap = one.action.start < other.action.end and other.action.start < one.action.end
    same_type = one.event_type == other.event_type
    same_sides = _sides(one) == _sides(other)
    if not (overlap or same_type or same_sides or one.id == other.id):
        return None
    signs = (
        one.id == other.id,
        overlap,
        same_words,
        same_type,
        bool(one.content_of) == bool(other.content_of),
        same_sides,
        one.factuality == other.factuality,
        one.instruments == other.instruments,
    )
    return tuple(map(int, signs))


def _sides(statement: Statement) -> tuple[str, str]:
    return participants(statement.actors), participants(statement.recipients)


def participants(side: Iterable[Participant]) -> str:
    """Write a side as its codes in order; who has no code stands by name."""
    return ", ".join(sorted({actor.code or actor.name for actor in side}))


def changes(
    before: Statement, after: Statement, befores: Mapping[str, str], afters: Mapping[str, str]
) -> tuple[FieldChange, ...]:
    """Give the fields that differ. The mappings name the types of all statements of the report, by id, in each coding.

    Probability, ids and fingerprints do not count: another coder changes them everywhere.
    """
    old, new = _values(before, befores), _values(after, afters)
    return tuple(
        FieldChange(field=name, before=value, after=new[name])
        for name, value in old.items()
        if new[name] != value
    )


def _values(statement: Statement, types: Mapping[str, str]) -> dict[str, str]:
    where = statement.where
    return {
        "event_type": statement.event_type,
        "mode": statement.mode or "",
        "contexts": ", ".join(sorted(statement.contexts)),
        "instruments": ", ".join(sorted(statement.instruments)),
        "actors": participants(statement.actors),
        "recipients": participants(statement.recipients),
        "factuality": statement.factuality,
        "content_of": types.get(statement.content_of, "?") if statement.content_of else "",
        "when": _when(statement.when),
        "where": f"{where.name} ({where.precision})" if where else "",
        "amounts": ", ".join(sorted(f"{amount.value:g} {amount.unit}" for amount in statement.amounts)),
        "holders": " < ".join(f"{holder.name} {holder.stance}" for holder in statement.holders),
        "quoted": "yes" if statement.quoted else "no",
    }


def _when(when: Dated) -> str:
    if when.start is None:
        return ""
    return str(when.start) if when.end in (None, when.start) else f"{when.start} to {when.end}"
