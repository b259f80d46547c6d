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
from functools import lru_cache
from itertools import combinations, product
from typing import Literal, NamedTuple, TypeAlias

from suasion.codebook import Codebook, EventType
from suasion.reconcile.amounts import telling_amounts
from suasion.reconcile.disagreeing import is_deal
from suasion.reconcile.lexicon import load_lexicon
from suasion.reconcile.stories import SHORT, names_in, names_of
from suasion.reconcile.words import content_stems
from suasion.records import Amount, Damage, Participant, Report, Statement

Key: TypeAlias = tuple[str, str, str]
"""Family and two sides of a block: only parts that share one are compared."""
Opening = Literal["title", "lead"]
_WORD = re.compile(r"[\w-]+")

HARD_DATES = frozenset({"stated", "relative", "judged"})
"""How a date is known if it may keep statements apart; others are guesses."""


@dataclass(frozen=True, slots=True)
class Part:
    """A statement, or what it says of one pair.

    `unit` names the pair where a statement was parted, else it is null. `keys` are its blocks. `own` are the words that name its
    sides, `names` the other names of its sentence, `story` all of its report; `amounts` say how much the act was of; `spoken`:
    its actor speaks in it; `symmetric`: both sides act, whichever is the subject, as in a meeting or the signing of a treaty;
    `depth` is how far down in the report it stands, `focus` how much of the report down to it one story fills, both 0-1.
    `period` and `told` (the day of publication) are ordinals of days. `refused`: it is the content of a refusal,
    not done, but nobody says that it was.
    """

    statement: Statement
    unit: str | None
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    acting: frozenset[str]
    receiving: frozenset[str]
    parties: frozenset[str]
    persons: Mapping[str, frozenset[str]]
    family: str
    keys: frozenset[Key]
    symmetric: bool
    spoken: bool
    words: frozenset[str]
    trigger: frozenset[str]
    instruments: frozenset[str]
    amounts: tuple[Amount, ...]
    period: tuple[int, int] | None
    dated: bool
    denied: bool
    refused: bool
    published: date | None
    told: int | None
    opening: Opening | None
    depth: float
    own: frozenset[str]
    names: frozenset[str]
    story: frozenset[str]
    focus: float
    order: tuple[bool, str, str, int, str, str]

    @property
    def id(self) -> tuple[str, str]:
        """What tells parts apart."""
        return (self.statement.id, self.unit or "")


def side_key(participant: Participant) -> str:
    """Say what a participant counts as: its state, for a state and its people, else itself."""
    state = participant.country if participant.country and participant.code == participant.country else None
    return state or participant.id


@dataclass(frozen=True, slots=True)
class Page:
    """What the parts of a report's statements need of it, found once for all of them; of a report that is not at hand nothing.

    `titles` and `lead` say where its opening stands, if it has both; `names` are those of its story.
    """

    published: date | None = None
    length: int = 1
    titles: tuple[tuple[int, int], ...] = ()
    lead: tuple[int, int] | None = None
    names: frozenset[str] = frozenset()
    damage: tuple[Damage, ...] = ()


NO_PAGE = Page()


def page_of(report: Report) -> Page:
    """Find what parts need of a report. Its lead is where its body's first sentence may begin."""
    titles = tuple((one.start, one.end) for one in report.passages if one.kind == "title")
    first = next((one.start for one in report.passages if one.kind == "body"), None)
    lead = None
    if titles and first is not None:
        lead = (first, first + len(report.text) - first - len(report.text[first:].lstrip()))
    return Page(
        published=report.published.start,
        length=max(len(report.text), 1),
        titles=titles,
        lead=lead,
        names=names_of(report),
        damage=report.damage,
    )


def parts_of(page: Page, statement: Statement, codebook: Codebook) -> list[Part]:
    """Make the parts of a statement.

    Args:
        page: what its report's parts need of it; `NO_PAGE` if the report is not at hand.
        statement: the statement.
        codebook: says which types are symmetric and which may be of one happening.

    """
    words, trigger = _words(statement)
    amounts = telling_amounts(statement, page.damage) if statement.amounts else ()
    own = _own_names((*statement.actors, *statement.recipients))
    names = names_in(statement.sentence) - own
    event_type = codebook.types.get(statement.event_type)
    denied = statement.factuality == "denied"
    symmetric = event_type is not None and event_type.symmetric
    deal = is_deal(statement.action.text, statement.sentence)
    published = page.published
    family = family_of(statement, codebook)
    made = []
    for unit, actors, recipients, acting, receiving in sides_of(statement):
        made.append(
            Part(
                statement=statement,
                unit=unit,
                actors=actors,
                recipients=recipients,
                acting=acting,
                receiving=receiving,
                parties=acting | receiving,
                persons=_persons((*actors, *recipients)),
                family=family,
                keys=keys_of(family, acting, receiving),
                symmetric=symmetric or (deal and bool(receiving)),
                spoken=event_type is not None and _is_spoken(event_type, codebook),
                words=words,
                trigger=trigger,
                instruments=frozenset(statement.instruments),
                amounts=amounts,
                period=_period(statement),
                dated=statement.when.how in HARD_DATES,
                denied=denied,
                refused=denied and statement.content_of is not None,
                published=published,
                told=published.toordinal() if published else None,
                opening=_opening(statement, page),
                depth=statement.start / page.length if page is not NO_PAGE else 0.0,
                own=own,
                names=names,
                story=page.names,
                focus=min(1.0, SHORT / max(statement.end, 1)),
                order=(
                    published is None,
                    published.isoformat() if published else "",
                    statement.report_id,
                    statement.start,
                    statement.id,
                    unit or "",
                ),
            )
        )
    return made


def family_of(statement: Statement, codebook: Codebook) -> str:
    """Give the family of a statement's type: statements of two families are never of one event."""
    event_type = codebook.types.get(statement.event_type)
    return event_type.family if event_type else statement.event_type


@lru_cache(maxsize=1 << 16)
def keys_of(family: str, acting: frozenset[str], receiving: frozenset[str]) -> frozenset[Key]:
    """Give the blocks of an act between sides: its family with each pair of them."""
    crossed = product(acting, receiving) if receiving else combinations(acting, 2)
    pairs = {tuple(sorted(pair)) for pair in crossed} or {(side, "") for side in acting | receiving}
    return frozenset((family, pair[0], pair[-1]) for pair in pairs)


class Sides(NamedTuple):
    """Who acts on whom in a statement, or in what it says of the pair `unit`, and what they count as."""

    unit: str | None
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    acting: frozenset[str]
    receiving: frozenset[str]


def sides_of(statement: Statement) -> Iterator[Sides]:
    """Give the sides of each part of a statement."""
    for unit, actors, recipients in _pairs(statement):
        yield Sides(
            unit, actors, recipients, frozenset(map(side_key, actors)), frozenset(map(side_key, recipients))
        )


def _is_spoken(event_type: EventType, codebook: Codebook) -> bool:
    """Whether the actor does the act by speaking: a promise, a demand, thanks; no meeting."""
    if not event_type.verbal or not event_type.symmetric:
        return event_type.verbal
    return codebook.announced_as(event_type.name) == event_type.name


def _opening(statement: Statement, page: Page) -> Opening | None:
    """Say whether a statement stands in a report's title or in the first sentence of its body."""
    if page.lead is None:
        return None
    if any(start <= statement.start < end for start, end in page.titles):
        return "title"
    return "lead" if page.lead[0] <= statement.start <= page.lead[1] else None


def _pairs(
    statement: Statement,
) -> Iterator[tuple[str | None, tuple[Participant, ...], tuple[Participant, ...]]]:
    """Part a statement of an act between two sides by pair; a single pair, or any other act, stays whole."""
    several = len(statement.actors) + len(statement.recipients) > 2  # noqa: PLR2004  more than a pair
    if not several or load_lexicon().one_pair_instruments.isdisjoint(statement.instruments):
        yield None, statement.actors, statement.recipients
        return
    acting, receiving = _by_side(statement.actors), _by_side(statement.recipients)
    if not receiving and _several_acts(statement) and len(acting) > 2:  # noqa: PLR2004  more than a pair
        first, *others = acting
        acting, receiving = {first: acting[first]}, {key: acting[key] for key in others}
    if not receiving or len(acting) * len(receiving) == 1:
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
    named = (content_stems(one.text) for one in (*statement.actors, *statement.recipients))
    return content_stems(statement.sentence).difference(*named), content_stems(statement.action.text)


def _own_names(sides: Iterable[Participant]) -> frozenset[str]:
    """Words that name the sides, in the text and in the register."""
    return frozenset().union(*(_words_of(f"{one.text} {one.name}") for one in sides))


@lru_cache(maxsize=1 << 16)
def _words_of(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(name.casefold()))


def _period(statement: Statement) -> tuple[int, int] | None:
    start, end = statement.when.start, statement.when.end
    days = [one.toordinal() for one in (start, end) if one]
    return (min(days), max(days)) if days else None
