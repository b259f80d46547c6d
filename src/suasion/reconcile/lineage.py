"""Which independent origins a statement goes back to.

The origin of a statement is (a) the outlet that its sentence relays, by a link's span or by a named holder;
else (b) the outlet that the whole report, or a report of the same text, relays; else (c) the outlet of the
report that the text began with. One text counts once, wherever it is printed; so does one outlet, however
often it writes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from suasion.reconcile.disagreeing import takes_back
from suasion.reconcile.relayed import VIA, WHOLE
from suasion.reconcile.sources import Source, SourceNames
from suasion.reconcile.texts import order_key
from suasion.reconcile.words import content_stems, fold_name, overlap
from suasion.records import Holder, Link, Origin, Relation, Report, Statement

SAME_TEXT: frozenset[Relation] = frozenset({"copies", "translates", "rewrites"})
_LESS = 0.15
"""Of a score: a text that is so much less of a report's than another is not the one that it carries."""
_OURSELVES = (
    r"this (?:newspaper|paper|agency|website|channel|reporter)|our (?:correspondent|reporter|newspaper)"
)
_HELD = 0.6
"""Of a sentence's words in threes: a report that has so many has the sentence."""
_ECHO, _ECHO_WORDS = 0.75, 5
"""Two sentences that share so many content words of the shorter, if it has so many at least, say it in nearly the same words."""
OriginKind = Literal["report", "outlet", "agency", "speaker", "origin"]


@dataclass(frozen=True, slots=True, order=True)
class Root:
    """Where a statement's news begins, as `Origin` names it."""

    id: str
    name: str
    kind: OriginKind


class UnionFind:
    """Groups of ids; a group's name is its smallest id, so that the order of joining does not matter."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._parent = {one: one for one in ids}

    def add(self, one: str) -> None:
        """Take an id in, as a group of its own, unless it is known."""
        self._parent.setdefault(one, one)

    def find(self, one: str) -> str:
        """Give the name of the group of `one`."""
        while self._parent[one] != one:
            self._parent[one] = self._parent[self._parent[one]]
            one = self._parent[one]
        return one

    def join(self, left: str, right: str) -> None:
        """Put two groups together."""
        first, second = sorted((self.find(left), self.find(right)))
        self._parent[second] = first

    def groups(self) -> dict[str, list[str]]:
        """Members in order, by group."""
        groups: dict[str, list[str]] = defaultdict(list)
        for one in sorted(self._parent):
            groups[self.find(one)].append(one)
        return dict(groups)


class Lineage:
    """Answers, for a corpus and its links, where each statement comes from."""

    def __init__(
        self,
        reports: Mapping[str, Report],
        links: Iterable[Link],
        names: SourceNames,
    ) -> None:
        """Read the links.

        Args:
            reports: all reports by id.
            links: all links that stand; one that names an unknown report is passed over.
            names: resolves names of outlets.

        """
        self._reports, self._names = reports, names
        self._shingles: dict[str, frozenset[tuple[str, ...]]] = {}
        self._bonds: dict[tuple[str, str], str | None] = {}
        self._found: dict[str, tuple[str, set[Root]]] = {}
        self._answers: dict[tuple[str, ...], tuple[Origin, ...]] = {}
        self._alone: dict[str, frozenset[str]] = {}
        kept = [link for link in links if link.from_report in reports]
        self._group = UnionFind(reports)
        leading, self._further = _leading(
            link for link in kept if link.relation in SAME_TEXT and link.to.id in reports
        )
        for link in leading:
            self._group.join(link.from_report, link.to.id)
        self._relays: dict[str, list[Link]] = defaultdict(list)
        for link in sorted(kept, key=lambda one: one.id):
            if link.to.kind == "origin":
                self._relays[link.from_report].append(link)
        groups = self._group.groups()
        goes_back = _going_back(kept)
        self._frames = {name: self._frame(members) for name, members in groups.items()}
        self._own = {name: self._begin(members, goes_back) for name, members in groups.items()}

    def group(self, report_id: str) -> str:
        """Give the group of reports that share a text with this one."""
        return self._group.find(report_id)

    def report_text(self, report_id: str) -> str:
        """Give the working text of a report."""
        return self._reports[report_id].text

    def is_body(self, holder: Holder, report_id: str) -> bool:
        """Whether somebody who says so is an outlet (by the register, or because the report relays it) or a state."""
        name = fold_name(holder.name)
        relayed = any(fold_name(link.to.name) == name for link in self._relays[report_id])
        state = set(name.split()) <= self._names.state_words
        return holder.kind == "outlet" or relayed or state or self._names.find(holder.name) is not None

    def takes_back(self, statement: Statement) -> bool:
        """Whether an outlet takes back what a statement of its report denies: in the sentence, or anywhere in its own words."""
        own = not statement.holders or statement.holders[0].kind == "outlet"
        return own and (takes_back(statement.sentence) or takes_back(self.report_text(statement.report_id)))

    def origins(self, statements: Sequence[Statement]) -> tuple[Origin, ...]:
        """Give the independent origins of one event's statements, in order of id.

        A text that says of one of the statements whence it has it is no origin of the others: its headline
        need not repeat it.
        """
        ids = tuple(statement.id for statement in statements)
        if ids not in self._answers:
            self._answers[ids] = self._origins(statements)
        return self._answers[ids]

    def origin_ids(self, statement: Statement) -> frozenset[str]:
        """Give the ids of the origins of one statement, taken by itself."""
        if statement.id not in self._alone:
            group, roots = self._whence(statement)
            one_only = len(roots) <= 1
            of = (roots or {self._framed(group)}) if one_only else self.origins([statement])
            self._alone[statement.id] = frozenset(origin.id for origin in of)
        return self._alone[statement.id]

    def _origins(self, statements: Sequence[Statement]) -> tuple[Origin, ...]:
        carried: dict[str, list[Statement]] = defaultdict(list)
        named: dict[str, Root] = {}
        by_group: dict[str, list[tuple[Statement, set[Root]]]] = defaultdict(list)
        for statement in statements:
            group, roots = self._whence(statement)
            by_group[group].append((statement, roots))
        for group, stated in by_group.items():
            told = {root for _, roots in stated for root in roots}
            for statement, roots in stated:
                for root in roots or told or {self._framed(group)}:
                    carried[root.id].append(statement)
                    named[root.id] = min(root, named.get(root.id, root), key=_best_named)
        return tuple(
            Origin(id=key, name=name, kind=named[key].kind, report_ids=tuple(sorted(report_ids)))
            for key, name, report_ids in self._of_one_house(carried, named)
        )

    def _whence(self, statement: Statement) -> tuple[str, set[Root]]:
        """Give the group of the text that a statement stands in, and the outlets that its own words relay; found once."""
        if statement.id not in self._found:
            group = self._text_of(statement)
            self._found[statement.id] = group, self._stated(statement, group)
        return self._found[statement.id]

    def _text_of(self, statement: Statement) -> str:
        """Give the group of the text that a statement stands in.

        Of a report put together from several texts, it is that which has its sentence.
        """
        further = self._further.get(statement.report_id)
        if further:
            sentence = frozenset(_shingles(statement.sentence))
            shared = {one: len(sentence & self._shingles_of(one)) for one in further}
            most = max(further, key=lambda one: (shared[one], one))
            if shared[most] >= len(sentence) * _HELD > 0:
                return self.group(most)
        return self.group(statement.report_id)

    def _shingles_of(self, report_id: str) -> frozenset[tuple[str, ...]]:
        if report_id not in self._shingles:
            self._shingles[report_id] = frozenset(_shingles(self._reports[report_id].text))
        return self._shingles[report_id]

    def _of_one_house(
        self, carried: Mapping[str, Sequence[Statement]], named: Mapping[str, Root]
    ) -> Iterator[tuple[str, str, set[str]]]:
        """Give each origin's id, name and reports; two outlets of one house that say it in nearly the same words are one.

        That they are of one house alone makes two accounts no less independent.
        """
        if len(carried) == 1:
            ((key, statements),) = carried.items()
            yield key, named[key].name, {statement.report_id for statement in statements}
            return
        joined: dict[str, list[str]] = {}
        for key in sorted(carried):
            host = next(
                (one for one in joined if self._echoes(carried[one], carried[key], named[one], named[key])),
                key,
            )
            joined.setdefault(host, []).append(key)
        for host, keys in joined.items():
            bonds = (self._bond(named[host].name, named[key].name) for key in keys[1:])
            with_others = "; ".join(
                f"with {named[key].name}, {bond}" for key, bond in zip(keys[1:], bonds, strict=True)
            )
            name = f"{named[host].name} ({with_others})" if with_others else named[host].name
            yield host, name, {statement.report_id for key in keys for statement in carried[key]}

    def _echoes(self, one: Sequence[Statement], other: Sequence[Statement], host: Root, guest: Root) -> bool:
        if not self._bond(host.name, guest.name):
            return False
        pairs = (
            (content_stems(left.sentence), content_stems(right.sentence)) for left in one for right in other
        )
        return any(
            min(len(left), len(right)) >= _ECHO_WORDS and overlap(left, right) >= _ECHO
            for left, right in pairs
        )

    def _bond(self, one: str, other: str) -> str | None:
        """Say what binds two outlets, by their names; each pair is looked up once."""
        if (one, other) not in self._bonds:
            self._bonds[one, other] = self._names.bond(one, other, None)
        return self._bonds[one, other]

    def _stated(self, statement: Statement, group: str) -> set[Root]:
        """Outlets that the statement's own words relay: of those that cite one another for it, the one cited.

        What somebody "told" the report's own outlet it has from nobody else.
        """
        own = self._reports[statement.report_id].outlet
        if own and "told " in statement.sentence and _told_to(own).search(statement.sentence):
            return {_root_of(self._names.named(own))}
        at = statement.action.start
        here = [
            link
            for link in self._relays[statement.report_id]
            if WHOLE not in link.reasons and link.evidence and link.evidence.start <= at < link.evidence.end
        ]
        passing = {link.to.id for link in here if VIA in link.reasons}
        begun = {link.to.id for link in here} - passing
        roots = {self._root(link.to.id, link.to.name) for link in here if link.to.id in (begun or passing)}
        held = (root for root in self._holding(statement) if root.id not in passing)
        return roots | {root for root in held if root != self._framed(group)}

    def _holding(self, statement: Statement) -> set[Root]:
        report = self._reports[statement.report_id]
        own = fold_name(report.outlet) if report.outlet else None
        held = [
            h.name
            for h in statement.holders
            if h.kind == "outlet"
            and h.start is not None
            and fold_name(h.name) != own
            and (h.end == h.start or self._names.writes(report.text[h.start : h.end], h.name))
        ]
        if not held:
            return set()
        linked = {fold_name(link.to.name): link.to for link in self._relays[report.id]}
        roots = set()
        for name in held:
            target = linked.get(fold_name(name))
            source = self._names.called(name)
            if target:
                roots.add(self._root(target.id, target.name))
            elif source:
                roots.add(_root_of(source))
        return roots

    def _framed(self, group: str) -> Root:
        return self._frames[group] or self._own[group]

    def _frame(self, members: Sequence[str]) -> Root | None:
        """Give the outlet that the first member with one relays as a whole."""
        for report_id in sorted(members, key=lambda one: order_key(self._reports[one])):
            for link in self._relays[report_id]:
                if WHOLE in link.reasons:
                    return self._root(link.to.id, link.to.name)
        return None

    def _begin(self, members: Sequence[str], goes_back: Mapping[str, frozenset[str]]) -> Root:
        """Give the outlet of the report that its group leads back to, or that report if it has none."""
        group = frozenset(members)
        leading = {one for one in members if one in goes_back and goes_back[one] & group}
        first = min(members, key=lambda one: (one in leading, order_key(self._reports[one])))
        source = self._names.of_report(self._reports[first])
        if source:
            return _root_of(source)
        report = self._reports[first]
        return Root(first, report.title or report.path, "report")

    def _root(self, target_id: str, name: str) -> Root:
        source = self._names.find(name)
        return _root_of(source) if source and source.id == target_id else Root(target_id, name, "outlet")


def _best_named(root: Root) -> tuple[bool, Root]:
    """Sort key: an origin that only a judgement names, by its id, takes the name that a text gives it."""
    return (root.name == root.id, root)


def _going_back(links: Iterable[Link]) -> dict[str, frozenset[str]]:
    """Give, by report, those of whose text it is."""
    found: dict[str, set[str]] = defaultdict(set)
    for link in links:
        if link.relation in SAME_TEXT:
            found[link.from_report].add(link.to.id)
    return {report_id: frozenset(to) for report_id, to in found.items()}


@lru_cache(maxsize=4096)
def _told_to(outlet: str) -> re.Pattern[str]:
    """Give the pattern of what is told to a report's own outlet."""
    name = re.escape(outlet.removeprefix("The "))
    return re.compile(rf"\btold (?:(?:the )?{name}|{_OURSELVES})\b")


def _leading(links: Iterable[Link]) -> tuple[list[Link], dict[str, list[str]]]:
    """Give the links that make one text of two reports, and by report those that a part of it goes back to.

    A report put together from two wires goes back to both, but does not make one of them: of its copies only those
    count that hold nearly as much of it as the fullest.
    """
    by_report: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        by_report[link.from_report].append(link)
    leading, further = [], defaultdict(list)
    for report_id, found in by_report.items():
        most = max(link.score for link in found)
        for link in found:
            if link.score >= most - _LESS:
                leading.append(link)
            else:
                further[report_id].append(link.to.id)
    return leading, dict(further)


def _shingles(text: str) -> Iterator[tuple[str, ...]]:
    """Give the words of a text in threes: of a sentence there are few enough."""
    words = re.findall(r"\w+", text.casefold())
    return zip(words, words[1:], words[2:], strict=False)


def _root_of(source: Source) -> Root:
    return Root(source.id, source.name, "agency" if source.agency else "outlet")
