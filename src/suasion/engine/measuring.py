"""Answering a question about ties in closed form: acts to cells, cells to measures, as columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from suasion.engine.ledgers import Opened
from suasion.records import MeasureName, TieQuery, Window
from suasion.store.acts import Columns
from suasion.store.asking import PAST_DAYS, Asked, gather_sums, measurable, parts_of_all, poles_of
from suasion.store.cuts import Cut, Which, text
from suasion.weigh.calendar import ALL, ROLLING, calendar, days_of, open_window
from suasion.weigh.cells import Array, Cells, Fit, Sum, by_length
from suasion.weigh.closed import CLOSED, Measured, Ruler
from suasion.weigh.columns import Flags
from suasion.weigh.flows import Keys, Shares, shares_of
from suasion.weigh.notes import disagreements
from suasion.weigh.poles import Parts, alignment, hedging, intensity, lots, spread_of_share

POLES = ("USA", "RUS", "CHN")
"""The states between which alignment is measured unless others are named."""
UNITS: dict[MeasureName, str] = {
    "courtship": "cooperative deeds per mention of both",
    "courtship-raw": "cooperative deeds in 30 days",
    "affinity": "-1 (conflict only) to 1 (cooperation only)",
    "affinity-equal": "-1 (conflict only) to 1 (cooperation only), every deed alike",
    "volume": "log(1 + weighted deeds)",
    "dependence": "share of what the target receives, 0 to 1",
    "dependence-raw": "share of the cooperative deeds that the target receives, 0 to 1",
    "asymmetry": "difference of two shares, -1 to 1",
    "intensity": "mean over instruments of volume times share, 0 to 1",
    "alignment": "share of the positive ties to all poles, 0 to 1",
    "hedging": "0 (one pole, or silence) to 1 (strong ties to all alike)",
}
"""The measures in closed form, in the order in which they are given."""
OF_POLES: tuple[MeasureName, ...] = ("alignment", "hedging")
RAW_SHARES: tuple[MeasureName, ...] = ("dependence-raw",)
NOTED: tuple[MeasureName, ...] = ("courtship", "courtship-raw")
SHARES: tuple[MeasureName, ...] = ("dependence", "asymmetry")
"""Those that a table may tell."""
PARTLY = "some of the shares in it are by a table: see dependence of each instrument"
GROUPS = ("diplomatic", "economic", "humanitarian", "informational", "military")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A measure of some cells: `ids` are rows of the ledger's table `cells`; `notes` has a null where there is nothing to say.

    `by_table` says which are not of recorded deeds but of a table that a user brought; null: none.
    """

    measure: MeasureName
    ids: NDArray[np.int64]
    measured: Measured
    notes: NDArray[np.object_] | None = None
    by_table: Flags | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PoleResult:
    """A measure of states between poles; `rows` are of `store.asking.poles_of`, `source` is a pole, or all of them."""

    measure: MeasureName
    source: str
    n: NDArray[np.int64]
    counts: tuple[NDArray[np.int64], ...]
    effective: Array
    rows: NDArray[np.intp]
    measured: Measured


class Question:
    """A question about the ties of one data set."""

    def __init__(self, opened: Opened, query: TieQuery) -> None:
        self.opened, self.query = opened, query
        self.calendar = calendar(query.window)
        self.ruler = Ruler(fits=opened.fitted.fits, calendar=self.calendar)
        self.poles = query.poles or POLES
        self._windows: dict[date | None, Window] = {}

    @cached_property
    def measures(self) -> tuple[MeasureName, ...]:
        """The measures asked for.

        Those between poles only if asked for, or if no source is named; `dependence-raw` only if asked for, or if a table may have
        taken its place.
        """
        left_out = () if self.query.poles or not self.query.sources else OF_POLES
        left_out += () if self.opened.flows else RAW_SHARES
        asked = self.query.measures or tuple(name for name in UNITS if name not in left_out)
        return tuple(name for name in UNITS if name in asked)

    @property
    def of_pairs(self) -> tuple[MeasureName, ...]:
        """Those of one ordered pair."""
        return tuple(name for name in self.measures if name not in OF_POLES)

    @property
    def of_poles(self) -> tuple[MeasureName, ...]:
        """Those between poles."""
        return tuple(name for name in self.measures if name in OF_POLES)

    @cached_property
    def span(self) -> tuple[date, date]:
        """First and last day that the data cover; any day where no act is dated."""
        fitted = self.opened.fitted
        return (fitted.first or date.min, fitted.last or date.max)

    @cached_property
    def cut(self) -> Cut:
        """How the acts are cut; where there is a past to be held against, it is read too."""
        start, end = self.query.start, self.query.end
        if self.calendar.period == ALL:
            return Cut(start=start, end=end, fading=self.opened.fading(end))
        if self.calendar.period == ROLLING:
            first, last = max(start or self.span[0], self.span[0]), min(end or self.span[1], self.span[1])
            if self.opened.fitted.first is None:
                return Cut(windows=[(date.max, date.max)])  # no act is dated, and none is counted
            rolling = self.calendar.rolling(first, last)
            return Cut(windows=[(one.start, one.end) for one in rolling if one.start and one.end])
        early = (start - timedelta(days=PAST_DAYS)).replace(day=1) if start and start.year > 2 else start  # noqa: PLR2004  the calendar begins in year 1
        return Cut(period=self.calendar.period, start=early, end=end)

    def window(self, start: date | None) -> Window:
        """Give the window that begins on a day."""
        if start not in self._windows:
            self._windows[start] = self._window(start)
        return self._windows[start]

    def _window(self, start: date | None) -> Window:
        if self.calendar.period == ALL or start is None:
            return open_window(self.query.start, self.query.end)
        return self.calendar.window(start)

    def chosen(self, *, poles: bool = False) -> str:
        """Write the condition on cells; between poles, on targets, windows and instruments alone."""
        query = self.query
        sides = [("cells.target", query.targets), ("cells.instrument", query.instruments)]
        sides += [] if poles else [("cells.source", query.sources)]
        parts = [f"{name} IN ({', '.join(map(text, values))})" for name, values in sides if values]
        if query.start and self.calendar.period not in (ALL, ROLLING):
            parts.append(f"cells.start >= date_trunc('{self.calendar.period}', DATE '{query.start}')::DATE")
        if query.pairs and not poles:
            pairs = ", ".join(f"({text(source)}, {text(target)})" for source, target in query.pairs)
            parts.append(f"(cells.source, cells.target) IN ({pairs})")
        parts += [] if poles else ["occurred + planned + conditional + possible + denied > 0"]
        return " AND ".join(parts) or "true"

    def gather(self) -> None:
        """Make the table of cells, and what their measures need."""
        which = Which(
            one=self.query.sources or None, other=self.query.targets or None, groups=self.query.groups
        )
        gather_sums(self.opened.ledger, Asked(cut=self.cut, which=which, instruments=self._tools()))

    def _tools(self) -> tuple[str, ...] | None:
        """Name the instruments by which acts must be added up; null for each: those asked for, and what their measures are made of."""
        if not self.query.instruments:
            return None
        parts = GROUPS if "intensity" in self.measures else ()
        return tuple(sorted({ALL, *self.query.instruments, *parts}))

    def pair_results(self) -> Iterator[Result]:
        """Measure the cells that suffice."""
        columns, cells = self.sufficient()
        ids = columns["id"]
        for name in self.of_pairs:
            if name in CLOSED:
                notes = disagreements(cells) if name in NOTED else None
                measured = CLOSED[name](cells, self.ruler)
                result = Result(measure=name, ids=ids, measured=measured, notes=notes)
                yield self._by_table(result, columns)
        if "intensity" in self.measures:
            chosen = columns["instrument"] == ALL
            yield self._intensity(ids[chosen], columns["start"][chosen])

    def _by_table(self, recorded: Result, columns: Columns) -> Result:
        """Put shares by the case's tables in the place of those of recorded deeds."""
        if not self.opened.flows or recorded.measure not in SHARES:
            return recorded
        keys = self._keys(columns, columns["start"])
        told = self._told(keys)
        if recorded.measure == "asymmetry":
            told = told.less(self._told(keys.turned()))
        return replace(recorded, measured=told.over(recorded.measured), notes=told.notes, by_table=told.known)

    def _keys(self, columns: Columns, starts: NDArray[np.datetime64]) -> Keys:
        kinds, places = np.unique(starts.astype("datetime64[D]"), return_inverse=True)
        ends = [self.window(_day(one)).end or self.span[1] for one in kinds]
        years = np.array([min(end, self.span[1]).year for end in ends], dtype=np.int64)[places]
        return Keys(**{name: columns[name] for name in ("instrument", "source", "target")}, year=years)

    def _told(self, keys: Keys) -> Shares:
        return shares_of(self.opened.flows, keys, dict(self.query.groups))

    def sufficient(self) -> tuple[Columns, Cells]:
        """Give the cells that suffice: as the ledger has them, and as they are measured."""
        least = self.opened.settings.sufficient_events
        past = self.calendar.period not in (ALL, ROLLING)
        columns = measurable(self.opened.ledger, self.chosen(), least, past=past)
        return columns, self._cells(columns)

    def _cells(self, columns: Columns) -> Cells:
        days, past_days, weeks = self._days(columns["start"])
        instrument = columns["instrument"]
        blank = np.zeros(len(instrument))
        return Cells(
            instrument=instrument,
            effective=columns["effective"],
            **{name: sum_of(columns, name) for name in ("courting", "opposing", "cooperation", "conflict")},
            exposure=columns["exposure"],
            days=days,
            weeks=weeks,
            received=sum_of(columns, "received"),
            back=sum_of(columns, "back"),
            back_received=sum_of(columns, "back_received"),
            share=self._shares(instrument, columns["source"]),
            back_share=self._shares(instrument, columns["target"]),
            past_courting=columns.get("past_courting", blank),
            past_exposure=columns.get("past_exposure", blank),
            past_days=past_days,
        )

    def _days(self, starts: NDArray[np.datetime64]) -> tuple[Array, Array, Array]:
        """Count the days of windows, faded as acts are; of what lies before them; and their weeks."""
        first, last = self.span
        last = self.opened.fitted.until or last
        kinds, places = np.unique(starts.astype("datetime64[D]"), return_inverse=True)
        windows = [self.window(_day(one)) for one in kinds]
        days = np.array(days_of(windows, first, last), dtype=float)
        before = np.array(
            [min(max(((one.start or first) - first).days, 0), PAST_DAYS) for one in windows], dtype=float
        )
        if self.cut.fading:
            half_life = self.cut.fading.half_life
            weight = 0.5 ** (1.0 / half_life)
            return ((1 - weight**days) / (1 - weight))[places], before[places], (days / 7.0)[places]
        return days[places], before[places], np.maximum(days / 7.0, 1.0)[places]

    def _shares(self, instrument: NDArray[np.object_], label: NDArray[np.object_]) -> Array:
        """Give the part of a label's states in all courting by the instrument."""
        members = dict(self.query.groups)
        shares = self.opened.fitted.shares
        known: dict[tuple[str, str], float] = {}
        found = np.empty(len(label))
        for place, key in enumerate(zip(instrument, label, strict=True)):
            if key not in known:
                own = shares.get(key[0], {})
                known[key] = sum(own.get(state, 0.0) for state in members.get(key[1], (key[1],)))
            found[place] = known[key]
        return found

    def _intensity(self, ids: NDArray[np.int64], starts: NDArray[np.datetime64]) -> Result:
        columns = parts_of_all(self.opened.ledger, GROUPS)
        rows, places = (
            np.searchsorted(ids, columns["id"]),
            np.searchsorted(GROUPS, columns["instrument"].astype(str)),
        )
        fits = [self.opened.fitted.fits.get(name, Fit()) for name in GROUPS]
        k = np.array([fit.k for fit in fits])[places]
        share, doubt = spread_of_share(
            columns["courting"],
            sum_of(columns, "received"),
            k,
            self._shares(columns["instrument"], columns["source"]),
        )
        notes = None
        if self.opened.flows:
            told = self._told(self._keys(columns, starts[rows]))
            share, doubt = (
                np.where(told.known, *both) for both in ((told.measured.value, share), (told.doubt, doubt))
            )
            notes = np.full(len(ids), None, dtype=object)
            notes[rows[told.known]] = PARTLY
        most = self._most(fits)
        tables = [np.zeros((len(ids), len(GROUPS))) for _ in range(3)]
        for table, column in zip(tables, (np.log1p(columns["weight"]), share, doubt), strict=True):
            table[rows, places] = column
        measured = intensity(tables[0], np.broadcast_to(most, tables[0].shape), tables[1], tables[2])
        return Result(measure="intensity", ids=ids, measured=measured, notes=notes)

    def _most(self, fits: Sequence[Fit]) -> Array:
        period, days = self.calendar.period, self.calendar.mean_days
        return np.array([by_length(fit.most, period, days) for fit in fits])

    def pole_columns(self) -> Columns:
        """Add up what passed between states and poles; the table of cells is made anew if it holds some pairs only."""
        query = self.query
        if query.sources or query.targets:
            which = Which(one=query.targets or None, other=self.poles, groups=query.groups)
            self.opened.ledger.add_up("cells", self.cut, which, self._tools())
        return poles_of(self.opened.ledger, self.poles, self.chosen(poles=True))

    def pole_results(self, columns: Columns) -> Iterator[PoleResult]:
        """Measure states between poles where all their ties to them suffice together."""
        effective = _by_pole(columns, "effective", self.poles)
        rows = np.flatnonzero(effective.sum(axis=1) >= self.opened.settings.sufficient_events)
        aligned: list[list[Measured]] = []
        hedged: list[Measured] = []
        k0 = self._k0(columns["instrument"][rows])
        for lot in lots(len(rows)):
            warm, cold = (self._parts(columns, rows[lot], name) for name in ("cooperation", "conflict"))
            shares, drawn = alignment(warm, cold)
            aligned.append(shares)
            hedged.append(hedging(warm, cold, k0[lot], drawn))
        if "alignment" in self.measures:
            for place, pole in enumerate(self.poles):
                if not self.query.sources or pole in self.query.sources:
                    parts = [one[place] for one in aligned]
                    yield self._of_poles("alignment", pole, columns, [place], rows, parts)
        if "hedging" in self.measures:
            everything = range(len(self.poles))
            yield self._of_poles("hedging", "+".join(self.poles), columns, everything, rows, hedged)

    def _of_poles(  # noqa: PLR0917  each is another thing
        self,
        measure: MeasureName,
        source: str,
        columns: Columns,
        places: Sequence[int],
        rows: NDArray[np.intp],
        parts: Sequence[Measured],
    ) -> PoleResult:
        def total(name: str) -> NDArray[np.int64]:
            return np.asarray(sum(columns[f"{name}{place}"] for place in places))

        value = np.concatenate([one.value for one in parts]) if parts else np.zeros(0)
        bounds = np.concatenate([one.bounds for one in parts], axis=1) if parts else np.zeros((4, 0))
        return PoleResult(
            measure=measure,
            source=source,
            n=total("n"),
            counts=tuple(total(name) for name in COUNTED),
            effective=np.asarray(total("effective"), dtype=float),
            rows=rows,
            measured=Measured(value=value, bounds=bounds),
        )

    def _k0(self, instrument: NDArray[np.object_]) -> Array:
        period, days = self.calendar.period, self.calendar.mean_days
        fits = self.opened.fitted.fits
        return np.array([by_length(fits.get(name, Fit()).k0, period, days) for name in instrument])

    def _parts(self, columns: Columns, rows: NDArray[np.intp], name: str) -> Parts:
        return Parts(
            total=_by_pole(columns, name, self.poles)[rows],
            square=_by_pole(columns, f"{name}2", self.poles)[rows],
        )


COUNTED = ("occurred", "planned", "conditional", "possible", "denied")


def sum_of(columns: Columns, name: str) -> Sum:
    """Take a sum and that of squares from columns."""
    return Sum(total=columns[name], square=columns[f"{name}2"])


def _by_pole(columns: Columns, name: str, poles: Sequence[str]) -> NDArray[np.float64]:
    return np.stack([columns[f"{name}{place}"] for place in range(len(poles))], axis=1).astype(float)


def _day(value: np.datetime64) -> date | None:
    day = value.astype("datetime64[D]").astype(object)
    return day if isinstance(day, date) else None
