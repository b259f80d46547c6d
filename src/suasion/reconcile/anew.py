"""The events of a whole case, made in several processes that share no memory.

Only statements that share a block are compared, so the blocks are dealt out in *shares*, each with all statements of its
blocks. Whoever works on a share finds which of them hang together. Where these stand in no block of another share, that is all
there is to know of them, and their events are made at once; the others (statements of several sides, and what judgements name) are
left open, put together from all shares, and answered last. Each report is read once, each pair compared once, and the answers
are those of looking at everything together, however the blocks are dealt.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

import msgspec

from suasion.reconcile.judgements import decide
from suasion.reconcile.memory import Mapper
from suasion.reconcile.parts import Page, page_of
from suasion.reconcile.regions import EventChange, EventInput, framing, named_by, regions_of
from suasion.reconcile.shares import Filed, Row, Share, Shelf, Whole
from suasion.records import Event, Judgement, Link, Report, Statement
from suasion.stage import Outcome

if TYPE_CHECKING:
    from suasion.reconcile.events import Events, Joined

A = TypeVar("A")
FinishedT = TypeVar("FinishedT")
Finish = Callable[[EventChange], FinishedT]


class WholeCase(Protocol):
    """All records of a case."""

    @property
    def shelf(self) -> Shelf:
        """An empty shelf."""
        ...

    def reports(self) -> Iterable[Iterable[Report]]:
        """Give all reports, some at a time, in any order. They may have to be sent to another process."""
        ...

    def statements(self) -> Iterable[Iterable[Statement]]:
        """Give all statements, likewise."""
        ...

    def links(self) -> Iterable[Link]:
        """Give all links but those that people made."""
        ...


def events_anew(
    stage: Events,
    case: WholeCase,
    judgements: Sequence[Judgement],
    mapper: Mapper,
    finish: Finish[FinishedT],
) -> Iterator[FinishedT]:
    """Make the events of a whole case: each change stands for statements of its own, and together they stand for all.

    Args:
        stage: clusters and sums up.
        case: the records.
        judgements: those in force.
        mapper: applies a function to batches, perhaps in other processes.
        finish: makes of a change what is wanted of it, in the process where its events were made: records cost much to send.

    """
    shelf = case.shelf
    whole = Whole(shelf, judgements)
    for pages in mapper(_read, case.reports()):
        whole.add_reports(pages)
    for rows in mapper(partial(_sorted, stage, tuple(judgements)), case.statements()):
        whole.add_statements(rows)
    whole.link(case.links())
    answer: Callable[[Share], _Answered[FinishedT]] = partial(_answer, stage, tuple(judgements), finish)
    framed = _Framed(whole.content_of)
    for found in mapper(answer, whole.shares()):
        whole.left_open(found.open)
        framed.take(found)
        yield found.finished
    for found in mapper(answer, whole.rest()):
        framed.take(found)
        yield found.finished
    yield from mapper(partial(_framed, finish), framed.held())


def _read(reports: Iterable[Report]) -> list[Filed]:
    encode = msgspec.msgpack.encode
    return [(report.id, encode(_lean(report)), encode(page_of(report))) for report in reports]


def _lean(report: Report) -> Report:
    """Leave out what nobody asks of a report whose page is made: lineage reads its text and who published it when."""
    return replace(report, original_text="", passages=(), damage=())


def _sorted(stage: Events, judgements: Sequence[Judgement], statements: Iterable[Statement]) -> list[Row]:
    decisions, held = decide(judgements), named_by(judgements)
    rows = []
    for one in statements:
        begins = stage.placed(EventInput(reports=(), statements=(one,)))[0][0].begins if held else ()
        rows.append(
            Row(
                id=one.id,
                report_id=one.report_id,
                blocks=tuple(sorted(stage.blocks(one, decisions))),
                content_of=one.content_of,
                named=not held.isdisjoint((one.report_id, one.id, *begins)),
                statement=msgspec.msgpack.encode(one),
            )
        )
    return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """Outcomes whose events are only contents, or share statements with such, as bytes; `event_ids` are those events."""

    event_ids: tuple[str, ...]
    outcomes: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answered(Generic[FinishedT]):
    """What became of a share; `groups` are the statements of each event of acts and contents, by its id."""

    finished: FinishedT
    held: _Held
    groups: Mapping[str, tuple[str, ...]]
    open: Sequence[Sequence[str]]


def _answer(
    stage: Events, judgements: Sequence[Judgement], finish: Finish[FinishedT], share: Share
) -> _Answered[FinishedT]:
    def taken(kind: type[A], numbers: Iterable[int]) -> list[A]:
        decode = msgspec.msgpack.Decoder(kind).decode
        return [decode(thing) for thing in share.shelf.get(numbers)]

    given = EventInput(
        reports=taken(Report, share.reports),
        statements=taken(Statement, share.statements),
        links=taken(Link, share.links),
        judgements=judgements,
    )
    pages = dict(zip(share.pages, taken(Page, share.pages.values()), strict=True))
    placed = stage.placed(given, pages)
    joined = stage.join(given, {one.statement_id: parts for one, parts in placed})
    region = regions_of([one.statement_id for one, _ in placed], joined.together)
    left_open: dict[str, list[str]] = {region[key]: [] for key in share.foreign}
    for key, name in region.items():
        if name in left_open:
            left_open[name].append(key)
    closed = frozenset(key for key, name in region.items() if name not in left_open)
    joined = _closed(joined, closed)
    contents = {one.id for one in given.statements if one.content_of}
    waiting, done = _waiting(list(stage.outcomes(joined, {})), contents)
    change = EventChange(
        renewed=closed.difference(*(one.input_ids for one in waiting)),
        replaced=frozenset(),
        placed=[
            replace(one, region=region[one.statement_id]) for one, _ in placed if one.statement_id in closed
        ],
        outcomes=done,
    )
    groups = {key: tuple({part.statement.id for part in group}) for key, group in joined.groups.items()}
    framing_ids = share.acts | contents
    return _Answered(
        finished=finish(change),
        held=_Held(
            event_ids=tuple(event.id for one in waiting for event in one.outputs),
            outcomes=msgspec.msgpack.encode(waiting),
        ),
        groups={key: ids for key, ids in groups.items() if not framing_ids.isdisjoint(ids)},
        open=list(left_open.values()),
    )


def _waiting(
    outcomes: Sequence[Outcome[Event]], contents: Collection[str]
) -> tuple[list[Outcome[Event]], list[Outcome[Event]]]:
    """Part the events that are only contents, and those that share statements with them, from the others."""
    waiting: list[Outcome[Event]] = []
    left, ids = list(outcomes), set[str]()
    more = [one for one in left if one.outputs and all(key in contents for key in one.input_ids)]
    while more:
        waiting += more
        taken = {id(one) for one in more}
        left = [one for one in left if id(one) not in taken]
        ids.update(key for one in more for key in one.input_ids)
        more = [one for one in left if not ids.isdisjoint(one.input_ids)]
    return waiting, left


def _closed(joined: Joined, closed: Collection[str]) -> Joined:
    """Leave out what hangs together with statements that are left open."""
    groups = {key: group for key, group in joined.groups.items() if group[0].statement.id in closed}
    left_out = tuple(one for one in joined.left_out if one.id in closed)
    return replace(joined, groups=groups, left_out=left_out)


class _Framed:
    """Holds events that are only contents back until it is known which event they are the content of."""

    def __init__(self, content_of: Mapping[str, str]) -> None:
        self._content_of = content_of
        self._groups: dict[str, tuple[str, ...]] = {}
        self._held: list[_Held] = []

    def take(self, found: _Answered[FinishedT]) -> None:
        """Note what an answer left unfinished, and the events that may be whose contents it is."""
        self._groups |= found.groups
        if found.held.event_ids:
            self._held.append(found.held)

    def held(self) -> Iterator[tuple[bytes, dict[str, str]]]:
        """Give what was held back, with the events whose contents its events are."""
        frames = framing(self._groups, self._content_of)
        for one in self._held:
            yield one.outcomes, {key: frames[key] for key in one.event_ids if key in frames}


_OUTCOMES = msgspec.msgpack.Decoder(list[Outcome[Event]])


def _framed(finish: Finish[FinishedT], held: tuple[bytes, Mapping[str, str]]) -> FinishedT:
    """Finish events that were held back."""
    outcomes = [
        replace(one, outputs=tuple(replace(event, content_of=held[1].get(event.id)) for event in one.outputs))
        for one in _OUTCOMES.decode(held[0])
    ]
    ids = frozenset(key for one in outcomes for key in one.input_ids)
    return finish(EventChange(renewed=ids, replaced=frozenset(), placed=(), outcomes=outcomes))
