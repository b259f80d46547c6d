"""The stage `weigh`: ties between states from events, mentions and days of publication."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median
from typing import Literal, TypeAlias

from suasion.codebook import Codebook
from suasion.ids import content_id, digest, files_digest
from suasion.records import Between, Event, FactualityCounts, Mention, Report, Tie, Window
from suasion.registers import Registers, load_registers
from suasion.settings import Settings
from suasion.stage import Outcome
from suasion.weigh.bearing import Bearing, bearings
from suasion.weigh.cells import Array
from suasion.weigh.exposure import (
    Exposure,
    aged_from,
    covers,
    exposure,
    fading,
    length,
    reference_day,
    states_mentioned,
    windows,
)
from suasion.weigh.fit import coarse
from suasion.weigh.measures import Basis, Deeds, Prior, Setting, between, fit_prior, measured

ALL = "all"
"""The instrument of a tie over all instruments, and the label of the window over all days."""
UNITS: Mapping[str, str] = {
    "courtship": "cooperative deeds per report that mentions both, faded",
    "affinity": "-1 (conflict only) to 1 (cooperation only)",
    "volume": "log(1 + faded, weighted deeds)",
}

Pair = tuple[str, str]
Column: TypeAlias = Sequence[float] | Array
Slot = tuple[str, str, str]
"""Source, target, instrument."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TieInput:
    """All events, reports and mentions of a case."""

    events: Sequence[Event]
    reports: Sequence[Report]
    mentions: Sequence[Mention] = ()


@dataclass(frozen=True, slots=True)
class _View:
    """One window: its events by slot, exposure, and what was fitted over all pairs, by instrument."""

    window: Window
    slots: Mapping[Slot, Sequence[Bearing]]
    exposure: Exposure
    settings: Mapping[str, Setting]


class Weigh:
    """Counts what passed between states, and measures it where there is enough."""

    name: Literal["weigh"] = "weigh"
    takes: tuple[type, ...] = (Event, Report, Mention)
    gives: tuple[type, ...] = (Tie,)

    def __init__(self, settings: Settings, codebook: Codebook, registers: Registers | None = None) -> None:
        """Make the stage; `registers` (default: those that ship) say which outlets are a state's."""
        self._settings, self._codebook = settings, codebook
        self._registers = registers or load_registers()
        chosen = (settings.half_life_days, settings.sufficient_events, settings.resamples, settings.seed)
        parts = [
            files_digest("suasion.weigh"),
            *map(str, chosen),
            codebook.fingerprint,
            self._registers.fingerprint,
        ]
        self.fingerprint = digest(parts)[:16]

    def bearings(self, events: Iterable[Event]) -> Iterator[Bearing]:
        """Make events ready."""
        return bearings(events, self._codebook, self._registers)

    def gather(self, given: TieInput) -> Iterator[Outcome[Tie]]:
        """Give one outcome for every ordered pair and instrument, then one for the events without a pair.

        Each holds a tie for every window with events and every measure, with `value` null where they do not suffice.
        """
        reports = {report.id: report for report in given.reports}
        rows = list(self.bearings(given.events))
        last = reference_day(reports.values(), given.events)
        states = states_mentioned(given.mentions)
        ordered = [reports[key] for key in sorted(reports)]
        views = [self._view(window, rows, ordered, states, last) for window in windows(last)]
        for slot, bearing in sorted(views[0].slots.items()):
            ties = tuple(tie for view in views for tie in self._ties(slot, view, last))
            yield Outcome(input_ids=tuple(row.event_id for row in bearing), outputs=ties)
        silent = tuple(row.event_id for row in rows if not row.pairs)
        if silent:
            yield Outcome(input_ids=silent)

    def _view(
        self,
        window: Window,
        rows: Sequence[Bearing],
        reports: Sequence[Report],
        states: Mapping[str, frozenset[str]],
        last: date | None,
    ) -> _View:
        half_life = self._settings.half_life_days
        slots: dict[Slot, list[Bearing]] = defaultdict(list)
        for row in rows:
            if covers(window, row.day):
                for source, target in row.pairs:
                    for instrument in (ALL, *row.instruments):
                        slots[source, target, instrument].append(row)
        seen = exposure(window, reports, states, last, half_life)
        faded = {row.event_id: fading(row.weight_day, last, half_life) for row in rows}
        return _View(window, slots, seen, _fitted(slots, seen, faded))

    def _ties(self, slot: Slot, view: _View, last: date | None) -> Iterator[Tie]:
        rows = view.slots.get(slot, ())
        if rows:
            basis = self.basis(slot, view.window, rows, _own(view, slot), last)
            found = self.measured([basis]) if basis else {}
            yield from self.ties(
                slot, view.window, rows, {name: between(some[0]) for name, some in found.items()}
            )

    @staticmethod
    def tie_ids(source: str, target: str, instrument: str, label: str) -> tuple[str, ...]:
        """Give the ids of the ties of one pair, instrument and window, in order of `UNITS`."""
        return tuple(content_id("t", source, target, instrument, label, measure) for measure in UNITS)

    def basis(
        self, slot: Slot, window: Window, rows: Sequence[Bearing], setting: Setting, last: date | None
    ) -> Basis | None:
        """Draw what the ties of one pair, instrument and window are measured on; null where its deeds do not suffice.

        Args:
            slot: the pair and instrument.
            window: the window.
            rows: the slot's events in the window.
            setting: what was fitted for its instrument, with the pair's own exposure.
            last: the reference day.

        """
        deeds = [row for row in rows if row.deed]
        if sum(row.chance for row in deeds) < self._settings.sufficient_events:
            return None
        day = aged_from((row.weight_day for row in deeds), last)
        faded = {row.event_id: fading(row.weight_day, day, self._settings.half_life_days) for row in deeds}
        key = key_of(slot, window)
        drawn = Deeds.of(deeds, faded, length(window)).drawn(
            self._settings.resamples, key=key, seed=self._settings.seed
        )
        return self.aged(Basis(key=key, drawn=drawn, setting=setting), day, last)

    def aged(self, basis: Basis, day: date | None, last: date | None) -> Basis:
        """Let what was drawn as of one day fade up to another."""
        return replace(basis, fading=fading(day, last, self._settings.half_life_days))

    def measured(self, bases: Sequence[Basis]) -> dict[str, Array]:
        """Measure ties, as `measures.measured` does."""
        return measured(bases, self._settings.seed)

    @staticmethod
    def ties(
        slot: Slot, window: Window, rows: Sequence[Bearing], estimates: Mapping[str, Between]
    ) -> Iterator[Tie]:
        """Give the ties of one pair, instrument and window, whose events are `rows`, in order of id; no estimate: they do not suffice."""
        effective = sum(row.chance for row in rows if row.deed)
        for measure, unit in UNITS.items():
            yield _tie(
                slot, window, rows, effective, measure=(measure, unit), estimate=estimates.get(measure)
            )


def key_of(slot: Slot, window: Window) -> str:
    """Name a tie, whatever is measured of it."""
    return "|".join((*slot, window.label))


def _own(view: _View, slot: Slot) -> Setting:
    """Give what was fitted for the slot's instrument, with the pair's own exposure."""
    fitted = view.settings[slot[2]]
    return Setting(prior=fitted.prior, exposure=view.exposure.of(slot[0], slot[1]), k0=fitted.k0)


def _fitted(
    slots: Mapping[Slot, Sequence[Bearing]], seen: Exposure, faded: Mapping[str, float]
) -> dict[str, Setting]:
    """Fit, for each instrument, the prior over all pairs mentioned or active, and k0 over the active ones."""
    mentioned = {ordered for left, right in seen.pairs for ordered in ((left, right), (right, left))}
    instruments = sorted({instrument for _, _, instrument in slots})
    by_instrument: dict[str, dict[Pair, Deeds]] = {instrument: {} for instrument in instruments}
    for (source, target, instrument), rows in sorted(slots.items()):
        by_instrument[instrument][source, target] = Deeds.of([row for row in rows if row.deed], faded)
    fitted = {}
    for instrument, active in by_instrument.items():
        pairs = sorted(mentioned | active.keys())
        counts = [
            float(active[pair].courting(active[pair].chance)) if pair in active else 0.0 for pair in pairs
        ]
        totals = [float(sum(deeds.sums(deeds.chance))) for deeds in active.values()]
        fitted[instrument] = fitted_setting(counts, [seen.of(*pair) for pair in pairs], totals)
    return fitted


def fitted_setting(counts: Column, exposures: Column, totals: Column) -> Setting:
    """Fit prior and k0 from the faded sums of all pairs; what is fitted keeps two digits, so that an event more moves few ties."""
    prior = fit_prior(counts, exposures)
    positive = [total for total in totals if total > 0]
    return Setting(
        prior=Prior(coarse(prior.a), coarse(prior.b)),
        exposure=0.0,
        k0=coarse(median(positive)) if positive else 0.0,
    )


def _tie(
    slot: Slot,
    window: Window,
    rows: Sequence[Bearing],
    effective: float,
    *,
    measure: tuple[str, str],
    estimate: Between | None,
) -> Tie:
    (source, target, instrument), (name, unit) = slot, measure
    counts = Counter(row.column for row in rows)
    return Tie(
        id=content_id("t", source, target, instrument, window.label, name),
        source=source,
        target=target,
        instrument=instrument,
        window=window,
        measure=name,
        value=estimate.value if estimate else None,
        value_how="resampled" if estimate else "insufficient",
        unit=unit,
        low80=estimate.low80 if estimate else None,
        high80=estimate.high80 if estimate else None,
        low95=estimate.low95 if estimate else None,
        high95=estimate.high95 if estimate else None,
        n=len(rows),
        effective_n=round(effective, 6),
        counts=FactualityCounts(
            occurred=counts["occurred"],
            planned=counts["planned"],
            conditional=counts["conditional"],
            possible=counts["possible"],
            denied=counts["denied"],
        ),
        event_ids=tuple(row.event_id for row in rows),
    )
