"""Who stands behind an event: which statements assert it, whose words they carry, and what was said of it when.

A quotation of one speech by five outlets has one speaker and as many witnesses as these outlets have origins.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from suasion.reconcile.lineage import Lineage
from suasion.reconcile.parts import Part
from suasion.reconcile.persons import full_name, is_office, is_person, name_of_actor
from suasion.reconcile.spelling import is_form_of
from suasion.reconcile.words import fold_name
from suasion.records import FACTUALITIES, Factuality, Holder, Participant, Speaker, Statement, Turn

_SURE: frozenset[Factuality] = frozenset({"occurred", "planned", "conditional"})


def asserting(statements: Sequence[Statement], claims: Mapping[str, Factuality]) -> list[Statement]:
    """Give the statements that say it is so or will be; where there are none those that hold it possible, else all.

    Args:
        statements: an event's statements.
        claims: statement id → factuality as it counts for this event.

    """
    sure = [one for one in statements if claims[one.id] in _SURE]
    open_ = [one for one in statements if claims[one.id] == "possible"]
    return sure or open_ or list(statements)


def speakers(parts: Sequence[Part], lineage: Lineage) -> tuple[Speaker, ...]:
    """Give the people whose words the statements are, those that most reports carry first.

    That is who is quoted or reported as saying so, and who does an act of words (promises, asks, thanks) in person. An office
    stands for a person whom nobody names. States, outlets and papers do not speak. One person is named in full, by surname,
    or with a letter broken by translation; the fullest name is given.
    """
    # By its id, as a statement's own hash is that of all that it holds.
    said = {(pair[0], pair[1].id): pair for part in parts for pair in _speaking(part, lineage)}.values()
    people = [pair for pair in said if is_person(pair[0].name)]
    offices = [pair for pair in said if is_office(pair[0].name)]
    groups: dict[str, list[tuple[Holder, Statement]]] = defaultdict(list)
    for holder, statement in sorted(
        people or offices, key=lambda pair: (-len(fold_name(pair[0].name).split()), pair[0].name, pair[1].id)
    ):
        name = next((known for known in groups if _same_speaker(holder, groups[known][0][0])), holder.name)
        groups[name].append((holder, statement))
    found = [_speaker(members, lineage) for members in groups.values()]
    return tuple(sorted(found, key=lambda one: (-len(one.report_ids), one.name)))


def _speaking(part: Part, lineage: Lineage) -> Iterator[tuple[Holder, Statement]]:
    """Who says so, or is reported as saying so, and in whose person an act of words is done."""
    statement, text = part.statement, lineage.report_text(part.statement.report_id)
    for holder in statement.holders:
        if holder.kind == "actor" and not lineage.is_body(holder, statement.report_id):
            yield replace(holder, name=full_name(holder.name, text)), statement
    if part.spoken and statement.factuality == "occurred":
        for actor in part.actors:
            name = name_of_actor(actor, statement, text)
            if name:
                yield _in_person(name, actor), statement


def _in_person(name: str, actor: Participant) -> Holder:
    return Holder(
        name=name, kind="actor", country=None, cue=None, stance="asserts", start=actor.start, end=actor.end
    )


def _same_speaker(shorter: Holder, fuller: Holder) -> bool:
    if shorter.country and fuller.country and shorter.country != fuller.country:
        return False
    return is_form_of(fold_name(shorter.name).split(), fold_name(fuller.name).split())


def _speaker(members: Sequence[tuple[Holder, Statement]], lineage: Lineage) -> Speaker:
    statements = [statement for _, statement in members]
    names = Counter(holder.name for holder, _ in members)
    countries = Counter(holder.country for holder, _ in members if holder.country)
    return Speaker(
        name=min(names, key=lambda name: (-len(name.split()), -names[name], name)),
        country=min(countries, key=lambda code: (-countries[code], code), default=None),
        statement_ids=tuple(sorted(one.id for one in statements)),
        report_ids=tuple(sorted({one.report_id for one in statements})),
        independent_origins=len(lineage.origins(statements)),
    )


def history(
    statements: Sequence[Statement], claims: Mapping[str, Factuality], told: Mapping[str, date | None]
) -> tuple[Turn, ...]:
    """Give what was said of an event (planned, occurred, denied …) in the order in which it was first said.

    Args:
        statements: the event's statements.
        claims: statement id → factuality as it counts for this event.
        told: statement id → day of its report's publication, null where it is not stated.

    Returns:
        One turn for each factuality, undated ones last.

    """
    groups: dict[Factuality, list[Statement]] = defaultdict(list)
    for statement in statements:
        groups[claims[statement.id]].append(statement)
    turns = [
        Turn(
            told=min((day for one in members if (day := told[one.id])), default=None),
            factuality=factuality,
            statement_ids=tuple(sorted(one.id for one in members)),
        )
        for factuality, members in groups.items()
    ]
    return tuple(
        sorted(
            turns, key=lambda turn: (turn.told is None, str(turn.told), -FACTUALITIES.index(turn.factuality))
        )
    )
