"""The stage `origins`: which reports copy, translate, rewrite or relay whom.

A report is *told* (its sketch and relays), meets others (`candidates`), each pair is decided (`reuse`), and links follow
from what lies about a report (`descent`). The first three are functions of one report or of two, so that when reports come
or go only theirs are computed again; a link looks two edges far.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Literal

from suasion.ids import digest, files_digest
from suasion.models.encoder import encoder_manifests
from suasion.models.meaning import NAME as MEANING
from suasion.reconcile.candidates import COPY_DAYS, MONTH, Sketch, meetings, sketches_of, swayed
from suasion.reconcile.descent import Descent, edge_of, links_of, neighbours
from suasion.reconcile.memory import Edge, Mapper, OriginCase, ReportBatch, Telling
from suasion.reconcile.relayed import Relay
from suasion.reconcile.relays import RelayFinder
from suasion.reconcile.reuse import Comparer
from suasion.reconcile.sources import SourceNames
from suasion.reconcile.texts import Text
from suasion.records import Attribution, Link, Report
from suasion.registers import Registers
from suasion.settings import Settings
from suasion.stage import Outcome

_BATCH = 500
"""Reports that are read and told at a time."""
_LOT = 2000
"""Reports that are compared at a time: so many that most of those that met stand in one lot, and few are read again."""
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginInput:
    """All reports of a case and the attributions read in them."""

    reports: Sequence[Report]
    attributions: Sequence[Attribution] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginChange:
    """What to put in the place of what was there.

    `tellings` and `edges` stand for all those of the reports `told` anew and of those that are gone; `outcomes` has
    one for every report whose links may be others than before.
    """

    told: frozenset[str]
    tellings: Sequence[Telling]
    edges: Sequence[Edge]
    outcomes: Iterator[Outcome[Link]]


class Origins:
    """Finds the links between reports, and from reports to outlets that need not be in the corpus."""

    name: Literal["origins"] = "origins"
    takes: tuple[type, ...] = (Report, Attribution)
    gives: tuple[type, ...] = (Link,)

    def __init__(self, settings: Settings, registers: Registers) -> None:
        self._settings = settings
        self._finder = RelayFinder(registers)
        self.fingerprint = digest(
            [
                "origins",
                files_digest("suasion.reconcile"),
                str(settings.copy_similarity),
                str(settings.retelling_sentences),
                *(manifest.fingerprint for manifest in encoder_manifests(MEANING)),
                registers.fingerprint,
            ]
        )[:16]

    def gather(self, given: OriginInput) -> Iterator[Outcome[Link]]:
        """Give one outcome for every report, in order of id, with the links that lead away from it.

        The attributions are evidence, not inputs of their own: only report ids are in `input_ids`.
        """
        case = _Given(given)
        yield from self.update(case, case.ids, ()).outcomes

    def update(
        self, case: OriginCase, changed: Collection[str], gone: Collection[str], mapper: Mapper = map
    ) -> OriginChange:
        """Bring the links up to date: the answer is that of `gather`, for the reports that a change may reach.

        Args:
            case: the reports as they are now, and what the last run kept.
            changed: reports that are new or not as they were.
            gone: reports that are no more.
            mapper: applies a function to batches, perhaps in other processes.

        """
        told, tellings, sketches = self._told(case, changed, gone, mapper)
        edges = self._decided(case, meetings(sketches, told), tellings, mapper)
        outcomes = self._outcomes(case, told | set(gone), tellings, edges)
        return OriginChange(told=told, tellings=list(tellings.values()), edges=edges, outcomes=outcomes)

    def _told(
        self, case: OriginCase, changed: Collection[str], gone: Collection[str], mapper: Mapper
    ) -> tuple[frozenset[str], dict[str, Telling], list[Sketch]]:
        """Tell what changed, and what that sways; give the sketches of all that these may meet."""
        tellings = self._tellings(case, changed, mapper)
        before = list(case.tellings({*changed, *gone}))
        days = [one.sketch.day for one in (*before, *tellings.values())]
        kept = {one.report_id: one for one in _near(case, days)} if before or len(tellings) else {}
        after = {key: one for key, one in kept.items() if key not in gone}
        after |= {key: one.sketch for key, one in tellings.items()}
        others = kept.keys() - tellings.keys()
        also = swayed(list(kept.values()), list(after.values())) - tellings.keys() if others else frozenset()
        if also:
            tellings |= self._tellings(case, also, mapper)
            days += [tellings[key].sketch.day for key in also]
            wider = {one.report_id: one for one in _near(case, days) if one.report_id not in gone}
            after = wider | {key: one.sketch for key, one in tellings.items()}
        return frozenset(tellings), tellings, list(after.values())

    def _tellings(self, case: OriginCase, report_ids: Collection[str], mapper: Mapper) -> dict[str, Telling]:
        batches = (case.batch(some) for some in _some(case.in_order(report_ids)))
        found = mapper(partial(_tell, self._finder), batches)
        return {one.sketch.report_id: one for some in found for one in some}

    def _decided(
        self,
        case: OriginCase,
        met: Sequence[tuple[Pair, bool]],
        tellings: Mapping[str, Telling],
        mapper: Mapper,
    ) -> list[Edge]:
        """Compare the texts of those that met."""

        def tasks() -> Iterator[_Task]:
            for pairs in _together(met):
                report_ids = sorted({key for pair, _ in pairs for key in pair})
                known = {
                    one.sketch.report_id: one for one in case.tellings(set(report_ids) - tellings.keys())
                }
                relays = {key: tuple((tellings.get(key) or known[key]).relays) for key in report_ids}
                yield _Task(pairs=pairs, reports=case.reports(report_ids), relays=relays)

        comparing = (self._settings.copy_similarity, self._settings.retelling_sentences)
        decide = partial(_decide, self._finder.names, *comparing)
        return [edge for found in mapper(decide, tasks()) for edge in found]

    def _outcomes(
        self,
        case: OriginCase,
        sources: Collection[str],
        tellings: Mapping[str, Telling],
        fresh: Sequence[Edge],
    ) -> Iterator[Outcome[Link]]:
        """Answer for the reports within two edges, old or new, of those that changed or are gone."""
        around = _Around(case, sources, fresh)
        asked = around.reach(around.reach(sources))
        beyond = around.reach(around.reach(asked))
        present = beyond - (set(sources) - tellings.keys())
        known = {key: one for key, one in tellings.items() if key in present}
        known |= {one.sketch.report_id: one for one in case.tellings(present - known.keys())}
        descent = Descent(known, around.standing())
        for some in _some(case.in_order(asked & known.keys())):
            kept = {key: descent.kept(key) for key in some}
            texts = {one.id: one.text for one in case.reports([key for key in some if kept[key]])}
            for key in some:
                yield Outcome(input_ids=(key,), outputs=links_of(key, kept[key], texts.get(key, ""), descent))


class _Around:
    """The edges about some reports, those that were and those that are."""

    def __init__(self, case: OriginCase, sources: Collection[str], fresh: Sequence[Edge]) -> None:
        self._case, self._sources, self._fresh = case, frozenset(sources), fresh
        self._kept: dict[Pair, Edge] = {}
        self._looked: set[str] = set()

    def reach(self, report_ids: Collection[str]) -> set[str]:
        """Give these reports and those one edge away."""
        asked = set(report_ids) - self._looked
        self._kept |= {(edge.earlier, edge.later): edge for edge in self._case.edges(asked)}
        self._looked |= asked
        return neighbours([*self._kept.values(), *self._fresh], report_ids)

    def standing(self) -> list[Edge]:
        """Give the edges that are: the fresh ones, and of the kept those between reports that did not change."""
        kept = (edge for edge in self._kept.values() if self._sources.isdisjoint((edge.earlier, edge.later)))
        return [*kept, *self._fresh]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """Pairs to be decided (and whether they share words), their reports, and whom these relay."""

    pairs: Sequence[tuple[Pair, bool]]
    reports: Iterable[Report]
    relays: Mapping[str, Sequence[Relay]]


def _tell(finder: RelayFinder, batch: ReportBatch) -> list[Telling]:
    given = [(Text(report), attributions) for report, attributions in batch]
    sketches = sketches_of([text for text, _ in given], finder.names.state_words)
    return [
        _telling(finder, text, attributions, sketch)
        for (text, attributions), sketch in zip(given, sketches, strict=True)
    ]


def _telling(finder: RelayFinder, text: Text, attributions: Sequence[Attribution], sketch: Sketch) -> Telling:
    report = text.report
    return Telling(
        sketch=sketch,
        length=len(report.text),
        name=report.outlet or report.title or report.path,
        relays=tuple(finder.relays(report, attributions, text.spans)),
    )


def _decide(names: SourceNames, copy_similarity: float, sentences: int, task: _Task) -> list[Edge]:
    texts = {report.id: Text(report) for report in task.reports}
    reports = {key: text.report for key, text in texts.items()}
    comparer = Comparer(names, copy_similarity, sentences)
    found = []
    for pair, _ in task.pairs:
        first, second = sorted((texts[key] for key in pair), key=attrgetter("order"))
        reuse = comparer.compare(first, second)
        if reuse is not None:
            found.append(edge_of(reuse, reports, task.relays, names))
    return found


def _near(case: OriginCase, days: Sequence[int | None]) -> Iterator[Sketch]:
    """Give the kept sketches that reports of these days may meet, whole months of them."""
    dated = [day for day in days if day is not None]
    if len(dated) < len(days):
        yield from case.sketches(None, None)
    elif dated:
        first = (min(dated) - COPY_DAYS) // MONTH * MONTH
        last = ((max(dated) + COPY_DAYS) // MONTH + 1) * MONTH - 1
        yield from case.sketches(first, last)


def _some(report_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (report_ids[at : at + _BATCH] for at in range(0, len(report_ids), _BATCH))


def _together(met: Sequence[tuple[Pair, bool]]) -> Iterator[list[tuple[Pair, bool]]]:
    """Part the pairs, which are in order of publication, so that each lot names few reports."""
    lot: list[tuple[Pair, bool]] = []
    named: set[str] = set()
    for one in met:
        lot.append(one)
        named.update(one[0])
        if len(named) >= _LOT or len(lot) >= _LOT * 5:
            yield lot
            lot, named = [], set()
    if lot:
        yield lot


class _Given:
    """A case that is all at hand and has no memory."""

    def __init__(self, given: OriginInput) -> None:
        self._reports = {report.id: report for report in given.reports}
        self._attributions: dict[str, list[Attribution]] = defaultdict(list)
        for attribution in given.attributions:
            self._attributions[attribution.report_id].append(attribution)

    @property
    def ids(self) -> list[str]:
        return sorted(self._reports)

    def reports(self, report_ids: Sequence[str]) -> Sequence[Report]:
        return [self._reports[key] for key in report_ids]

    def batch(self, report_ids: Sequence[str]) -> ReportBatch:
        return [(self._reports[key], self._attributions.get(key, ())) for key in report_ids]

    def in_order(self, report_ids: Collection[str]) -> list[str]:
        return sorted(report_ids)

    def sketches(self, first: int | None, last: int | None) -> Sequence[Sketch]:  # noqa: ARG002 - it kept nothing
        return ()

    def tellings(self, report_ids: Collection[str]) -> Sequence[Telling]:  # noqa: ARG002
        return ()

    def edges(self, report_ids: Collection[str]) -> Sequence[Edge]:  # noqa: ARG002
        return ()
