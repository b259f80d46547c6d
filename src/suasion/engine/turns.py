"""Changes of pairs against their own past, and ranks of pairs: asked of ties in closed form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from suasion.engine.ledgers import Opened
from suasion.engine.measuring import Question
from suasion.engine.ties import ties_of
from suasion.errors import InputError
from suasion.records import Between, MeasureName, Tie, TieQuery
from suasion.weigh.calendar import PERIODS, days_of, end_of, start_of
from suasion.weigh.cells import Array, Fit
from suasion.weigh.change import Cut, cuts, ratio
from suasion.weigh.closed import RAW_DAYS
from suasion.weigh.ranks import Rank, ranks

COMPONENTS: tuple[MeasureName, ...] = (
    "courtship",
    "courtship-raw",
    "affinity",
    "affinity-equal",
    "volume",
    "dependence",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A day on which a pair's cooperative deeds began to come at another rate.

    `before` and `after` are deeds in 30 days. `raw` compares them, `corrected` compares deeds by mention of both; `probability` is that
    of the raw change, and `note` says if the two went different ways.
    """

    source: str
    target: str
    instrument: str
    dataset: str
    day: date
    window: str
    before: float
    after: float
    raw: Between
    corrected: Between
    probability: float
    note: str | None


def changes_of(opened: Opened, query: TieQuery) -> Iterator[Change]:
    """Give the changes of pairs with deeds enough, by source, target, instrument and day.

    Raises:
        InputError: the windows are none of the calendar.
    """
    question = Question(opened, query)
    if question.calendar.period not in PERIODS:
        raise InputError(
            f"Changes cannot be looked for by {query.window}.",
            cause="They are looked for in a series of windows that do not overlap.",
            remedy=f"Use one of: {', '.join(PERIODS)}.",
        )
    question.gather()
    rows = opened.ledger.fetch(
        "SELECT cells.source, cells.target, instrument, cells.start, courting, effective, coalesce(looks.seen, 1) AS seen FROM cells "
        "LEFT JOIN looks ON (looks.source, looks.target, looks.start) = (cells.source, cells.target, cells.start) "
        f"WHERE {question.chosen()} "
        "ORDER BY cells.source, cells.target, instrument, cells.start"
    )
    series: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for place, key in enumerate(zip(rows["source"], rows["target"], rows["instrument"], strict=True)):
        series[key].append(place)
    if not series:
        return
    starts = _starts(question)
    places = {start: at for at, start in enumerate(starts)}
    length = np.array(days_of(map(question.calendar.window, starts), *question.span)) / RAW_DAYS
    for key, own in series.items():
        if rows["effective"][own].sum() < opened.settings.sufficient_events:
            continue
        acts, seen = np.zeros(len(starts)), np.zeros(len(starts))
        at = [places[day] for day in rows["start"][own].astype("datetime64[D]").astype(object)]
        acts[at], seen[at] = rows["courting"][own], rows["seen"][own]
        fit = opened.fitted.fits.get(key[2], Fit())
        spread = 1.0 + fit.spread * float(acts.mean()) / max((question.calendar.mean_days or 7.0) / 7.0, 1.0)
        for cut in cuts(acts, length, spread):
            yield _change(question, key, starts[cut.place], cut, _corrected(cut, acts, seen, spread))


def _starts(question: Question) -> list[date]:
    period = question.calendar.period
    first = max(question.query.start or question.span[0], question.span[0])
    last = min(question.query.end or question.span[1], question.span[1])
    found = [start_of(period, first)]
    while (after := end_of(period, found[-1]) + timedelta(days=1)) <= last:
        found.append(after)
    return found


def _corrected(cut: Cut, acts: Array, seen: Array, spread: float) -> Between:
    now, past = slice(cut.place, None), slice(None, cut.place)
    return ratio(
        float(acts[now].sum()),
        max(float(seen[now].sum()), 1.0),
        float(acts[past].sum()),
        max(float(seen[past].sum()), 1.0),
        spread,
    )


def _change(question: Question, key: tuple[str, str, str], day: date, cut: Cut, corrected: Between) -> Change:
    raw = cut.ratio
    apart = (raw.low80 > 1.0 and corrected.high80 < 1.0) or (raw.high80 < 1.0 and corrected.low80 > 1.0)
    return Change(
        source=key[0],
        target=key[1],
        instrument=key[2],
        dataset=question.opened.dataset,
        day=day,
        window=question.query.window,
        before=cut.before,
        after=cut.after,
        raw=raw,
        corrected=corrected,
        probability=cut.probability,
        note="raw and corrected disagree: more was told of the pair, not more done, or the other way about"
        if apart
        else None,
    )


def ranks_of(opened: Opened, query: TieQuery) -> Iterator[Rank]:
    """Rank pairs by each measure asked for (courtship, if none is), within each instrument and window.

    Raises:
        InputError: there is no such window.
    """
    ranked: tuple[MeasureName, ...] = query.measures or ("courtship",)
    asked = tuple(dict.fromkeys((*ranked, *COMPONENTS)))
    groups: dict[tuple[str, str], list[Tie]] = defaultdict(list)
    for tie in ties_of(opened, replace(query, measures=asked)):
        groups[tie.instrument, tie.window.label].append(tie)
    for _, ties in sorted(groups.items()):
        for measure in ranked:
            own = [tie for tie in ties if tie.measure == measure]
            components = [tie for tie in ties if tie.measure in COMPONENTS]
            yield from ranks(own, components, seed=opened.settings.seed)
