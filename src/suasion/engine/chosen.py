"""What is worked out for chosen dyads alone, as it takes a while: the joint resample, latent affinity, response."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import product

import numpy as np
from numpy.typing import NDArray

from suasion.codebook import Codebook
from suasion.engine.ledgers import Opened
from suasion.engine.measuring import Question
from suasion.engine.ties import BY_TABLE, ties_of
from suasion.errors import InputError
from suasion.ids import content_id
from suasion.records import OURS, FactualityCounts, Response, Tie, TieQuery
from suasion.store.acts import Columns
from suasion.store.cuts import Which
from suasion.weigh.acts import Kept, bearings_of
from suasion.weigh.calendar import open_window
from suasion.weigh.closed import Measured
from suasion.weigh.columns import Acts
from suasion.weigh.joint import CellDeeds, resampled, rows_of, tool_mask
from suasion.weigh.latent import Latent, latent
from suasion.weigh.measures import interval
from suasion.weigh.panel import Panel
from suasion.weigh.resample import UNDATED, Evidence
from suasion.weigh.response import Effort, responses

MOST_CELLS = 1_000
"""Cells that may be resampled at a time."""
MOST_DYADS = 50
"""Dyads that a response is worked out for at a time: those with most deeds among the chosen."""
LATENT_DRAWS = 60
LATENT_UNIT = "log of how many times more cooperative deeds than both sizes predict"
RESPONSE_UNIT = "further cooperative deeds by the target in 90 days after one by the source"
SIDES: Mapping[bool, str] = {True: "cooperation", False: "conflict"}
QUADS: Mapping[int, str] = {
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
}
"""Names of PLOVER's quad classes: the kinds of acts that responses are told apart by."""


def chosen_ties(opened: Opened, query: TieQuery, codebook: Codebook) -> Iterator[Tie]:
    """Give ties of chosen dyads.

    Measures in closed form get the intervals of a joint resample, `resampled`; `latent` and `response`, if they are asked for,
    follow, over all days from `query.start` to `query.end` and all instruments. States in a group stand for themselves there.

    Raises:
        InputError: too many cells are asked for, or a window for `latent` or `response`.
    """
    slow = [name for name in ("latent", "response") if name in query.measures]
    if slow and query.window != "all":
        raise InputError(
            f"{' and '.join(slow)} cannot be measured by {query.window}.",
            cause="Each is fitted to all days at once.",
            remedy="Choose the days instead, by their first and last.",
        )
    quick = tuple(name for name in query.measures if name not in slow)
    if quick or not query.measures:
        yield from _resampled_ties(opened, replace(query, measures=quick))
    acts = acts_of(opened, query) if slow else None
    if acts is not None and "latent" in slow:
        yield from _latent_ties(opened, query, acts)
    if acts is not None and "response" in slow:
        yield from _response_ties(opened, query, acts, codebook)


def responses_of(
    opened: Opened, query: TieQuery, codebook: Codebook, effort: Effort | None = None
) -> Iterator[Response]:
    """Give what acts of each quad class are followed by, for chosen dyads; without a choice, for those with most deeds."""
    acts = acts_of(opened, query)
    kinds = {name: QUADS[item.quad_class] for name, item in codebook.types.items()}
    yield from _responses(opened, query, acts, dict(sorted(kinds.items(), key=_by_quad)), effort)


def acts_of(opened: Opened, query: TieQuery) -> Acts:
    """Read all acts of a data set from `query.start` to `query.end`."""
    columns = opened.ledger.one_by_one(query.start, query.end)
    origins = np.unique(columns["origin"].astype(str), return_inverse=True)[1]
    return Acts(
        source=columns["source"].astype(str),
        target=columns["target"].astype(str),
        day=_ordinals(columns["day"]),
        event_type=columns["event_type"].astype(str),
        deed=columns["deed"].astype(bool),
        cooperative=columns["cooperative"].astype(bool),
        weight=columns["weight"].astype(float),
        chance=columns["chance"].astype(float),
        origin=origins.reshape(-1).astype(np.int64),
    )


def _resampled_ties(opened: Opened, query: TieQuery) -> Iterator[Tie]:
    question = Question(opened, query)
    question.gather()
    found = _resample(question)
    for tie in ties_of(opened, query):
        measured = found.get((tie.source, tie.target, tie.instrument, tie.window.start), {}).get(tie.measure)
        if measured is None or tie.value is None or tie.value_how == BY_TABLE:
            yield tie
            continue
        low95, low80, high80, high95 = (round(float(bound), 6) for bound in measured.bounds[:, 0])
        yield replace(tie, value_how="resampled", low80=low80, high80=high80, low95=low95, high95=high95)


CellKey = tuple[str, str, str, date | None]


def _resample(question: Question) -> dict[CellKey, dict[str, Measured]]:
    """Measure every cell that suffices by the joint resample."""
    columns, cells = question.sufficient()
    if len(cells) > MOST_CELLS:
        raise InputError(
            f"{len(cells):,} cells are too many to resample.",
            cause=f"The joint resample takes at most {MOST_CELLS:,} pairs, instruments and windows at a time.",
            remedy="Choose sources, targets or instruments, or take the intervals in closed form.",
        )
    query, settings = question.query, question.opened.settings
    which = Which(one=query.sources or None, other=query.targets or None, groups=query.groups)
    ledger = question.opened.ledger
    deeds = _Deeds(ledger.deeds(question.cut, which), own=ledger.own)
    found: dict[CellKey, dict[str, Measured]] = {}
    for row in range(len(cells)):
        start = columns["start"][row]
        source, target, instrument = (str(columns[name][row]) for name in ("source", "target", "instrument"))
        one, days = rows_of(cells, np.array([row])), round(float(cells.weeks[row]) * 7)
        window = question.window(_day(start))
        found[source, target, instrument, window.start] = resampled(
            one,
            deeds.of(source, target, instrument, start, days=days),
            deeds.of(target, source, instrument, start, days=days),
            question.ruler,
            key="|".join((source, target, instrument, window.label)),
            draws=settings.resamples,
            seed=settings.seed,
        )
    return found


class _Deeds:
    """The deeds of chosen pairs, found by pair, instrument and window."""

    def __init__(self, columns: Columns, *, own: bool) -> None:
        self.columns, self.own = columns, own
        self.day = _ordinals(columns["day"])
        self.origin = np.unique(columns["origin"].astype(str), return_inverse=True)[1].reshape(-1)
        starts = columns["start"].astype("datetime64[D]").astype(np.int64)
        keys = zip(columns["source"], columns["target"], starts.tolist(), strict=True)
        self.rows: dict[tuple[str, str, int], list[int]] = {}
        for place, key in enumerate(keys):
            self.rows.setdefault(key, []).append(place)

    def of(self, source: str, target: str, instrument: str, start: np.datetime64, *, days: int) -> CellDeeds:
        """Give the deeds of one cell."""
        day = int(start.astype("datetime64[D]").astype(np.int64))
        rows = np.array(self.rows.get((source, target, day), []), dtype=np.int64)
        rows = rows[tool_mask(self.columns["means"][rows], instrument)]
        return CellDeeds(
            evidence=self._evidence(rows, days),
            fading=self.columns["fading"][rows].astype(float),
            weight=self.columns["weight"][rows].astype(float),
            cooperative=self.columns["cooperative"][rows].astype(bool),
        )

    def _evidence(self, rows: NDArray[np.int64], days: int) -> Evidence:
        """Give what the resample draws from: all origins of our own events, the one chance that an imported act has."""
        if not self.own:
            chance = self.columns["chance"][rows].astype(float)
            return Evidence.of_acts(chance, self.origin[rows], self.day[rows], days)
        kept = [
            Kept(
                event_id="",
                day=_day(self.columns["day"][row]),
                weight_day=None,
                means=self.columns["means"][row],
                counted="occurred",
                deed=True,
                cooperative=bool(self.columns["cooperative"][row]),
                weight=float(self.columns["weight"][row]),
                origin=self.columns["origin"][row],
                evidence=self.columns["evidence"][row],
            )
            for row in rows
        ]
        return Evidence.of_bearings(bearings_of(kept), days)


def _latent_ties(opened: Opened, query: TieQuery, acts: Acts) -> Iterator[Tie]:
    """Give latent affinity for the chosen pairs with enough deeds."""
    deeds = acts.where(acts.deed)
    states, sides = np.unique(np.stack([deeds.source, deeds.target]), return_inverse=True)
    source, target = sides.reshape(2, -1)
    size = len(states)
    warm, all_, chance = np.zeros((size, size)), np.zeros((size, size), dtype=int), np.zeros((size, size))
    np.add.at(warm, (source, target), deeds.chance * deeds.cooperative)
    np.add.at(chance, (source, target), deeds.chance)
    np.add.at(all_, (source, target), 1)
    names = tuple(str(name) for name in states)
    seed = opened.settings.seed
    found = latent(warm, opened.ledger.looks(names), names, draws=LATENT_DRAWS, seed=seed)
    chosen = _chosen_by(query)
    for i, j in np.argwhere(all_ > 0):
        if not chosen(names[i], names[j]):
            continue
        tie = _empty_tie(opened, query, (names[i], names[j]), "latent", LATENT_UNIT)
        tie = replace(
            tie,
            n=int(all_[i, j]),
            effective_n=round(float(chance[i, j]), 6),
            counts=FactualityCounts(occurred=int(all_[i, j])),
        )
        yield _with_latent(tie, found, (int(i), int(j)), opened.settings.sufficient_events)


def _with_latent(tie: Tie, found: Latent, cell: tuple[int, int], sufficient: float) -> Tie:
    if tie.effective_n < sufficient:
        return tie
    if not found.kept:
        return replace(tie, value_how="no better than sizes alone on held-out pairs")
    bounds = interval(np.concatenate([[found.affinity[cell]], found.drawn[(slice(None), *cell)]]))
    return replace(
        tie,
        value=bounds.value,
        value_how=f"fitted, rank {found.rank}",
        low80=bounds.low80,
        high80=bounds.high80,
        low95=bounds.low95,
        high95=bounds.high95,
        note=f"On held-out pairs, {found.gain:.0%} less deviance than sizes alone.",
    )


def _response_ties(opened: Opened, query: TieQuery, acts: Acts, codebook: Codebook) -> Iterator[Tie]:
    """Give, of all responses, that of cooperation to cooperation."""
    kinds = {name: SIDES[item.cooperative] for name, item in codebook.types.items()}
    for row in _responses(opened, query, acts, kinds):
        if (row.given, row.followed_by) != (SIDES[True], SIDES[True]):
            continue
        tie = _empty_tie(opened, query, (row.source, row.target), "response", RESPONSE_UNIT)
        yield replace(
            tie,
            value=row.value,
            value_how=row.value_how,
            low80=row.low80,
            high80=row.high80,
            low95=row.low95,
            high95=row.high95,
            n=row.n,
            effective_n=row.effective_n,
            counts=FactualityCounts(occurred=row.n),
            note=row.note,
        )


def _responses(
    opened: Opened, query: TieQuery, acts: Acts, kinds: Mapping[str, str], effort: Effort | None = None
) -> Iterator[Response]:
    chosen = _chosen_by(query)
    pairs = _busiest(acts.where(acts.deed), chosen)
    if not pairs:
        return
    settings = opened.settings
    spent = effort or Effort(seed=settings.seed, sufficient=settings.sufficient_events)
    for row in responses(Panel.of(acts, pairs, kinds), spent, opened.dataset):
        if chosen(row.source, row.target):
            yield row


def _busiest(deeds: Acts, asked: Chosen) -> list[tuple[str, str]]:
    """Give the chosen dyads with most deeds, both directions together; ties in order of name."""
    swap = deeds.source > deeds.target
    low, high = np.where(swap, deeds.target, deeds.source), np.where(swap, deeds.source, deeds.target)
    both, counts = np.unique(np.stack([low, high], axis=1), axis=0, return_counts=True)
    chosen = [
        (-int(count), (str(one), str(other)))
        for (one, other), count in zip(both, counts, strict=True)
        if asked(one, other) or asked(other, one)
    ]
    return [pair for _, pair in sorted(chosen)[:MOST_DYADS]]


Chosen = Callable[[str, str], bool]
"""Whether a source and a target, both states, are asked for."""


def _chosen_by(query: TieQuery) -> Chosen:
    members = dict(query.groups)

    def states(labels: Iterable[str]) -> frozenset[str]:
        return frozenset(state for label in labels for state in members.get(label, (label,)))

    left, right = states(query.sources), states(query.targets)
    pairs = frozenset(pair for one, other in query.pairs for pair in product(states([one]), states([other])))

    def chosen(source: str, target: str) -> bool:
        if pairs:
            return (source, target) in pairs
        return (not left or source in left) and (not right or target in right)

    return chosen


def _empty_tie(opened: Opened, query: TieQuery, pair: tuple[str, str], measure: str, unit: str) -> Tie:
    """Give a tie without events and value."""
    window = open_window(query.start, query.end)
    own = () if opened.dataset == OURS else (opened.dataset,)
    return Tie(
        id=content_id("t", *pair, "all", window.label, measure, *own),
        source=pair[0],
        target=pair[1],
        instrument="all",
        window=window,
        measure=measure,
        value=None,
        value_how="insufficient",
        unit=unit,
        low80=None,
        high80=None,
        low95=None,
        high95=None,
        n=0,
        effective_n=0.0,
        counts=FactualityCounts(),
        event_ids=(),
        dataset=opened.dataset,
    )


def _ordinals(days: NDArray[np.datetime64]) -> NDArray[np.int64]:
    """Give the days as proleptic Gregorian ordinals, `UNDATED` for none."""
    whole = days.astype("datetime64[D]")
    return np.where(np.isnat(whole), UNDATED, whole.astype(np.int64) + date(1970, 1, 1).toordinal())


def _day(value: np.datetime64) -> date | None:
    day = value.astype("datetime64[D]").astype(object)
    return day if isinstance(day, date) else None


def _by_quad(item: tuple[str, str]) -> tuple[int, str]:
    return list(QUADS.values()).index(item[1]), item[0]
