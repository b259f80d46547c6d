"""Statements made ready for comparing: who with whom, when, with which words.

A statement that names three sides of a call or a visit tells of three acts, as such an act passes between two
sides; it becomes three parts, one for each; so does "Lee and three colleagues held calls", the first named
with each other. Every other statement is one part, however many it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from suasion.codebook import Codebook, EventType
from suasion.reconcile.amounts import telling_amounts
from suasion.reconcile.lexicon import load_lexicon
from suasion.reconcile.stories import names_in, names_of
from suasion.reconcile.words import content_stems
from suasion.records import Amount, Participant, Report, Statement

Opening = Literal["title", "lead"]
_WORD = re.compile(r"[\w-]+")

HARD_DATES = frozenset({"stated", "relative", "judged"})
"""How a date is known if it may keep statements apart; others are guesses."""


@dataclass(frozen=True, slots=True)
class Part:
    """A statement, or what it says of one pair.

    `unit` names the pair where a statement was parted, else it is null. `own` are the words that name its sides, `names`
    the other names of its sentence, `story` all of its report; `amounts` say how much the act was of; `spoken`: its
    actor speaks in it; `depth` is how far down in the report it stands, 0-1.
    """

    statement: Statement
    unit: str | None
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    acting: frozenset[str]
    receiving: frozenset[str]
    persons: Mapping[str, frozenset[str]]
    family: str
    symmetric: bool
    spoken: bool
    words: frozenset[str]
    trigger: frozenset[str]
    instruments: frozenset[str]
    amounts: tuple[Amount, ...]
    period: tuple[date, date] | None
    dated: bool
    published: date | None
    opening: Opening | None
    depth: float
    own: frozenset[str]
    names: frozenset[str]
    story: frozenset[str]
    order: tuple[bool, str, str, int, str, str]

    @property
    def id(self) -> tuple[str, str]:
        """What tells parts apart."""
        return (self.statement.id, self.unit or "")

    @property
    def parties(self) -> frozenset[str]:
        """Both sides."""
        return self.acting | self.receiving


def side_key(participant: Participant) -> str:
    """Say what a participant counts as: its state, for a state and its people, else itself."""
    state = participant.country if participant.country and participant.code == participant.country else None
    return state or participant.id


def parts_of(statement: Statement, report: Report | None, codebook: Codebook) -> list[Part]:
    """Make the parts of a statement.

    Args:
        statement: the statement.
        report: its report, or null if it is not at hand.
        codebook: says which types are symmetric and which may be of one happening.

    """
    words, trigger = _words(statement)
    amounts = telling_amounts(statement, report.damage if report else ())
    own = _own_names((*statement.actors, *statement.recipients))
    names = names_in(statement.sentence) - own
    event_type = codebook.types.get(statement.event_type)
    made = []
    for unit, actors, recipients in _pairs(statement):
        made.append(
            Part(
                statement=statement,
                unit=unit,
                actors=actors,
                recipients=recipients,
                acting=frozenset(side_key(one) for one in actors),
                receiving=frozenset(side_key(one) for one in recipients),
                persons=_persons((*actors, *recipients)),
                family=event_type.family if event_type else statement.event_type,
                symmetric=bool(event_type and event_type.symmetric),
                spoken=event_type is not None and _is_spoken(event_type, codebook),
                words=words,
                trigger=trigger,
                instruments=frozenset(statement.instruments),
                amounts=amounts,
                period=_period(statement),
                dated=statement.when.how in HARD_DATES,
                published=report.published.start if report else None,
                opening=_opening(statement, report),
                depth=statement.start / max(len(report.text), 1) if report else 0.0,
                own=own,
                names=names,
                story=names_of(report) if report else frozenset(),
                order=(
                    *_report_order(report, statement.report_id),
                    statement.start,
                    statement.id,
                    unit or "",
                ),
            )
        )
    return made


def _is_spoken(event_type: EventType, codebook: Codebook) -> bool:
    """Whether the actor does the act by speaking: a promise, a demand, thanks; no meeting."""
    doing = codebook.announced_as(event_type.name) == event_type.name
    return event_type.verbal and (doing or not event_type.symmetric)


def _opening(statement: Statement, report: Report | None) -> Opening | None:
    """Say whether a statement stands in a report's title or in the first sentence of its body."""
    at = (
        {kind: [one for one in report.passages if one.kind == kind] for kind in ("title", "body")}
        if report
        else {}
    )
    if report is None or not at["title"] or not at["body"]:
        return None
    if any(one.start <= statement.start < one.end for one in at["title"]):
        return "title"
    first = at["body"][0].start
    return "lead" if first <= statement.start and not report.text[first : statement.start].strip() else None


def _report_order(report: Report | None, report_id: str) -> tuple[bool, str, str]:
    start = report.published.start if report else None
    return (start is None, start.isoformat() if start else "", report_id)


Sides = tuple[str | None, tuple[Participant, ...], tuple[Participant, ...]]


def _pairs(statement: Statement) -> Iterator[Sides]:
    """Part a statement of an act between two sides by pair; a single pair, or any other act, stays whole."""
    one_pair = load_lexicon().one_pair_instruments & set(statement.instruments)
    acting, receiving = _by_side(statement.actors), _by_side(statement.recipients)
    if one_pair and not receiving and _several_acts(statement) and len(acting) > 2:  # noqa: PLR2004  more than a pair
        first, *others = acting
        acting, receiving = {first: acting[first]}, {key: acting[key] for key in others}
    if not one_pair or not receiving or len(acting) * len(receiving) == 1:
        yield None, statement.actors, statement.recipients
        return
    crossed = [(actor, recipient) for actor in acting for recipient in receiving if actor != recipient]
    for actor, recipient in crossed:
        yield f"{actor}>{recipient}", acting[actor], receiving[recipient]
    if not crossed:
        yield None, statement.actors, statement.recipients


def _several_acts(statement: Statement) -> bool:
    """Whether a plural trigger makes a joint subject the first named with each of the others."""
    return any(word in load_lexicon().plural_acts for word in statement.action.text.casefold().split())


def _by_side(participants: Iterable[Participant]) -> dict[str, tuple[Participant, ...]]:
    sides: dict[str, tuple[Participant, ...]] = {}
    for participant in participants:
        key = side_key(participant)
        sides[key] = (*sides.get(key, ()), participant)
    return sides


def _persons(participants: Iterable[Participant]) -> dict[str, frozenset[str]]:
    """Find the people named for each side. Register ids of people begin with `person:`."""
    named: dict[str, frozenset[str]] = {}
    for one in participants:
        if one.id.startswith("person:"):
            key = side_key(one)
            named[key] = named.get(key, frozenset()) | {one.id}
    return named


def _words(statement: Statement) -> tuple[frozenset[str], frozenset[str]]:
    """Content stems of the sentence without the names of the sides, and of the trigger."""
    named = frozenset(
        stem for one in (*statement.actors, *statement.recipients) for stem in content_stems(one.text)
    )
    return content_stems(statement.sentence) - named, content_stems(statement.action.text)


def _own_names(sides: Iterable[Participant]) -> frozenset[str]:
    """Words that name the sides, in the text and in the register."""
    return frozenset(word for one in sides for word in _WORD.findall(f"{one.text} {one.name}".casefold()))


def _period(statement: Statement) -> tuple[date, date] | None:
    start, end = statement.when.start, statement.when.end
    first, last = start or end, end or start
    return (min(first, last), max(first, last)) if first and last else None
