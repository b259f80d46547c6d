"""Where the records of a whole case lie while its events are made, and the shares in which they are dealt out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import msgspec

from suasion.reconcile.lineage import SAME_TEXT, UnionFind
from suasion.reconcile.parts import Key
from suasion.records import Judgement, Link

_SHARE = 12_000
"""Statements that are joined at a time: some 15 kB of memory each."""


class Shelf(Protocol):
    """Holds what was read, for all processes. It may have to be sent to another process, to be read there."""

    def put(self, things: Iterable[bytes]) -> list[int]:
        """Put things away, and give the number of each."""
        ...

    def get(self, numbers: Iterable[int]) -> Iterator[bytes]:
        """Give things by their numbers."""
        ...


Filed = tuple[str, bytes, bytes]
"""Id of a report, itself, and what parts need of it."""


class Row(msgspec.Struct, frozen=True):
    """A statement, itself as bytes; `named`: whether a judgement names it."""

    id: str
    report_id: str
    blocks: tuple[Key, ...]
    content_of: str | None
    named: bool
    statement: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Numbers on the shelf of what is to be joined. The regions of what is in `foreign` are left open; `acts` have contents."""

    shelf: Shelf
    statements: list[int]
    pages: dict[str, int]
    reports: list[int]
    links: list[int]
    acts: frozenset[str]
    foreign: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Filing:
    """Where a report and what belongs to it lie."""

    report: int
    page: int
    links: list[int] = field(default_factory=list)


class Whole:
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
        self._acts: set[str] = set()
        self.content_of: dict[str, str] = {}

    def add_reports(self, pages: Sequence[Filed]) -> None:
        """Take in reports that were read."""
        numbers = self._shelf.put(thing for _, report, page in pages for thing in (report, page))
        for i, (key, _, _) in enumerate(pages):
            self._reports[key] = _Filing(numbers[2 * i], numbers[2 * i + 1])

    def add_statements(self, rows: Sequence[Row]) -> None:
        """Take in statements, after all reports."""
        numbers = self._shelf.put(row.statement for row in rows)
        for number, row in zip(numbers, rows, strict=True):
            self._statements[row.id] = (row.report_id, number)
            if row.content_of:
                self.content_of[row.id] = row.content_of
                self._acts.add(row.content_of)
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

    def shares(self) -> Iterator[Share]:
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

    def rest(self) -> Iterator[Share]:
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

    def _share(self, ids: Sequence[str], foreign: frozenset[str] = frozenset()) -> Share:
        own = dict.fromkeys(self._statements[key][0] for key in ids)
        texts = dict.fromkeys(self._texts.find(key) for key in own)
        around = [self._reports[key] for text in texts for key in self._of_text[text]]
        return Share(
            shelf=self._shelf,
            statements=[self._statements[key][1] for key in ids],
            pages={key: self._reports[key].page for key in own},
            reports=[one.report for one in around],
            links=list(dict.fromkeys(number for one in around for number in one.links)),
            acts=frozenset(self._acts.intersection(ids)),
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
