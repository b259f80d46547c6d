"""The events of a whole case, made in several processes that share no memory.

Only statements that share a block are compared, so the blocks are dealt out in *shares*, each with all statements of its
blocks. Whoever works on a share finds which of them hang together. Where these stand in no block of another share, that is all
there is to know of them, and their events are made at once; the others (statements of several sides, and what judgements name) are
left open, put together from all shares, and answered last. Each report is read once, each pair compared once, and the answers
are those of looking at everything together, however the blocks are dealt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

import msgspec

from suasion.reconcile.judgements import decide
from suasion.reconcile.lineage import SAME_TEXT, UnionFind
from suasion.reconcile.memory import Mapper
from suasion.reconcile.near import Key
from suasion.reconcile.parts import Page, page_of
from suasion.reconcile.regions import EventChange, EventInput, framing, named_by, regions_of
from suasion.records import Event, Judgement, Link, Report, Statement
from suasion.stage import Outcome

if TYPE_CHECKING:
    from suasion.reconcile.events import Events, Joined
    from suasion.reconcile.places import Placed

_SHARE = 12_000
"""Statements that are joined at a time: some 15 kB of memory each."""
A = TypeVar("A")


class Shelf(Protocol):
    """Holds what was read, for all processes. It may have to be sent to another process, to be read there."""

    def put(self, things: Iterable[bytes]) -> list[int]:
        """Put things away, and give the number of each."""
        ...

    def get(self, numbers: Iterable[int]) -> Iterator[bytes]:
        """Give things by their numbers."""
        ...


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
    stage: Events, case: WholeCase, judgements: Sequence[Judgement], mapper: Mapper
) -> Iterator[EventChange]:
    """Make the events of a whole case: each change stands for statements of its own, and together they stand for all.

    Args:
        stage: clusters and sums up.
        case: the records.
        judgements: those in force.
        mapper: applies a function to batches, perhaps in other processes.

    """
    shelf = case.shelf
    whole = _Whole(shelf, judgements)
    for pages in mapper(_read, case.reports()):
        whole.add_reports(pages)
    for rows in mapper(partial(_sorted, stage, tuple(judgements)), case.statements()):
        whole.add_statements(rows)
    whole.link(case.links())
    answer = partial(_answer, stage, tuple(judgements))
    framed = _Framed(whole.content_of)
    for found in mapper(answer, whole.shares()):
        whole.left_open(found.open)
        yield from framed.take(found)
    for found in mapper(answer, whole.rest()):
        yield from framed.take(found)
    yield from framed.held()


_Page = tuple[str, bytes, bytes]
"""Id of a report, itself, and what parts need of it."""


def _read(reports: Iterable[Report]) -> list[_Page]:
    encode = msgspec.msgpack.encode
    return [(report.id, encode(report), encode(page_of(report))) for report in reports]


class _Row(msgspec.Struct, frozen=True):
    """A statement, itself as bytes; `named`: whether a judgement names it."""

    id: str
    report_id: str
    blocks: tuple[Key, ...]
    content_of: str | None
    named: bool
    statement: bytes


def _sorted(stage: Events, judgements: Sequence[Judgement], statements: Iterable[Statement]) -> list[_Row]:
    decisions, held = decide(judgements), named_by(judgements)
    rows = []
    for one in statements:
        begins = stage.placed(EventInput(reports=(), statements=(one,)))[0][0].begins if held else ()
        rows.append(
            _Row(
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
class _Share:
    """Numbers on the shelf of what is to be joined. The regions of what is in `foreign` are left open."""

    shelf: Shelf
    statements: list[int]
    pages: dict[str, int]
    reports: list[int]
    links: list[int]
    foreign: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answered:
    """What became of a share; `groups` are the statements of each event by its id."""

    statement_ids: frozenset[str]
    placed: Sequence[Placed]
    outcomes: Sequence[Outcome[Event]]
    groups: Mapping[str, tuple[str, ...]]
    open: Sequence[Sequence[str]]


def _answer(stage: Events, judgements: Sequence[Judgement], share: _Share) -> _Answered:
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
    return _Answered(
        statement_ids=closed,
        placed=[
            replace(one, region=region[one.statement_id]) for one, _ in placed if one.statement_id in closed
        ],
        outcomes=list(stage.outcomes(_closed(joined, closed), {})),
        groups={
            key: tuple({part.statement.id for part in group})
            for key, group in joined.groups.items()
            if group[0].statement.id in closed
        },
        open=list(left_open.values()),
    )


def _closed(joined: Joined, closed: Collection[str]) -> Joined:
    """Leave out what hangs together with statements that are left open."""
    groups = {key: group for key, group in joined.groups.items() if group[0].statement.id in closed}
    left_out = tuple(one for one in joined.left_out if one.id in closed)
    return replace(joined, groups=groups, left_out=left_out)


@dataclass(slots=True)
class _Filing:
    """Where a report and what belongs to it lie."""

    report: int
    page: int
    links: list[int] = field(default_factory=list)


class _Whole:
    """Where everything lies, and what stands in which block."""

    def __init__(self, shelf: Shelf, judgements: Iterable[Judgement]) -> None:
        self._shelf = shelf
        self._reports: dict[str, _Filing] = {}
        self._statements: dict[str, tuple[str, int]] = {}
        self._in_block: dict[Key, list[str]] = defaultdict(list)
        self._in_several: dict[str, tuple[Key, ...]] = {}
        self._in_none: list[str] = []
        self._named: list[str] = []
        self._texts = UnionFind(())
        self._of_text: dict[str, list[str]] = {}
        self._open = UnionFind(())
        self._copied = [sorted(one.targets) for one in judgements if one.action == "mark-copy"]
        self.content_of: dict[str, str] = {}

    def add_reports(self, pages: Sequence[_Page]) -> None:
        """Take in reports that were read."""
        numbers = self._shelf.put(thing for _, report, page in pages for thing in (report, page))
        for i, (key, _, _) in enumerate(pages):
            self._reports[key] = _Filing(numbers[2 * i], numbers[2 * i + 1])

    def add_statements(self, rows: Sequence[_Row]) -> None:
        """Take in statements, after all reports."""
        numbers = self._shelf.put(row.statement for row in rows)
        for number, row in zip(numbers, rows, strict=True):
            self._statements[row.id] = (row.report_id, number)
            if row.content_of:
                self.content_of[row.id] = row.content_of
            if row.named:
                self._named.append(row.id)
            if len(row.blocks) > 1:
                self._in_several[row.id] = row.blocks
            if not row.blocks:
                self._in_none.append(row.id)
            for block in row.blocks:
                self._in_block[block].append(row.id)

    def link(self, links: Iterable[Link]) -> None:
        """Take in the links."""
        self._texts = UnionFind(self._reports)
        for link in links:
            (number,) = self._shelf.put([msgspec.msgpack.encode(link)])
            ends = [key for key in dict.fromkeys((link.from_report, link.to.id)) if key in self._reports]
            for key in ends:
                self._reports[key].links.append(number)
            if link.relation in SAME_TEXT and ends:
                self._texts.join(ends[0], ends[-1])
        for targets in self._copied:
            known = [key for key in targets if key in self._reports]
            for key in known[1:]:
                self._texts.join(known[0], key)
        self._of_text = self._texts.groups()

    def shares(self) -> Iterator[_Share]:
        """Deal the blocks out."""
        named = frozenset(self._named)
        for blocks in _dealt(self._in_block, self._in_several):
            ids = {key for block in blocks for key in self._in_block[block]}
            beyond = {
                key for key in ids & self._in_several.keys() if not blocks.issuperset(self._in_several[key])
            }
            yield self._share(sorted(ids), frozenset(beyond | (ids & named)))
        for at in range(0, len(self._in_none), _SHARE):
            some = self._in_none[at : at + _SHARE]
            yield self._share(sorted(some), named.intersection(some))

    def left_open(self, regions: Iterable[Sequence[str]]) -> None:
        """Take in what a share could not answer for."""
        for region in regions:
            for key in region:
                self._open.add(key)
                self._open.join(region[0], key)

    def rest(self) -> Iterator[_Share]:
        """Give what was left open: all that judgements name together."""
        named = frozenset(self._named)
        judged: list[str] = []
        lot: list[str] = []
        for region in self._open.groups().values():
            (lot if named.isdisjoint(region) else judged).extend(region)
            if len(lot) >= _SHARE:
                yield self._share(lot)
                lot = []
        for some in (lot, judged):
            if some:
                yield self._share(some)

    def _share(self, ids: Sequence[str], foreign: frozenset[str] = frozenset()) -> _Share:
        own = dict.fromkeys(self._statements[key][0] for key in ids)
        texts = dict.fromkeys(self._texts.find(key) for key in own)
        around = [self._reports[key] for text in texts for key in self._of_text[text]]
        return _Share(
            shelf=self._shelf,
            statements=[self._statements[key][1] for key in ids],
            pages={key: self._reports[key].page for key in own},
            reports=[one.report for one in around],
            links=list(dict.fromkeys(number for one in around for number in one.links)),
            foreign=foreign,
        )


def _dealt(
    in_block: Mapping[Key, Collection[str]], in_several: Mapping[str, Sequence[Key]]
) -> Iterator[frozenset[Key]]:
    """Deal blocks out in shares of like size, the largest first; those that share statements together, as far as they fit."""
    groups: dict[Key, list[Key]] = {block: [block] for block in in_block}
    sizes = {block: len(ids) for block, ids in in_block.items()}
    for blocks in in_several.values():
        for block in blocks[1:]:
            one, other = groups[blocks[0]], groups[block]
            if one is not other and sizes[one[0]] + sizes[other[0]] <= _SHARE:
                sizes[one[0]] += sizes[other[0]]
                one += other
                groups.update(dict.fromkeys(other, one))
    distinct = {id(group): group for group in groups.values()}.values()
    share: list[Key] = []
    held = 0
    for group in sorted(distinct, key=lambda group: (-sizes[group[0]], group[0])):
        if share and held + sizes[group[0]] > _SHARE:
            yield frozenset(share)
            share, held = [], 0
        share += group
        held += sizes[group[0]]
    if share:
        yield frozenset(share)


class _Framed:
    """Holds events that are only contents back until it is known which event they are the content of."""

    def __init__(self, content_of: Mapping[str, str]) -> None:
        self._content_of = content_of
        self._acts = frozenset(content_of.values())
        self._groups: dict[str, tuple[str, ...]] = {}
        self._held: list[Outcome[Event]] = []
        self._ids: set[str] = set()

    def take(self, found: _Answered) -> Iterator[EventChange]:
        """Pass on what is finished of an answer."""
        self._groups |= {
            key: ids
            for key, ids in found.groups.items()
            if any(one in self._acts or one in self._content_of for one in ids)
        }
        waiting, done = self._waiting(found.outcomes)
        ids = {key for one in waiting for key in one.input_ids}
        self._held += waiting
        self._ids |= ids
        yield EventChange(
            renewed=found.statement_ids - ids, replaced=frozenset(), placed=found.placed, outcomes=done
        )

    def _waiting(
        self, outcomes: Sequence[Outcome[Event]]
    ) -> tuple[list[Outcome[Event]], list[Outcome[Event]]]:
        """Part the events that are only contents, and those that share statements with them, from the others."""
        waiting: list[Outcome[Event]] = []
        left, ids = list(outcomes), set[str]()
        more = [one for one in left if one.outputs and all(key in self._content_of for key in one.input_ids)]
        while more:
            waiting += more
            taken = {id(one) for one in more}
            left = [one for one in left if id(one) not in taken]
            ids.update(key for one in more for key in one.input_ids)
            more = [one for one in left if not ids.isdisjoint(one.input_ids)]
        return waiting, left

    def held(self) -> Iterator[EventChange]:
        """Pass on what was held back."""
        frames = framing(self._groups, self._content_of)
        outcomes = [
            replace(
                outcome,
                outputs=tuple(replace(one, content_of=frames.get(one.id)) for one in outcome.outputs),
            )
            for outcome in self._held
        ]
        yield EventChange(renewed=frozenset(self._ids), replaced=frozenset(), placed=(), outcomes=outcomes)
