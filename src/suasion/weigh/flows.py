"""Measure 3 by tables that a user brings of what states send each other, arms or trade: they take the place of recorded deeds.

A table is by other people's count and of years, so its shares are those of some years together, and their interval says how far
single years differ, which is all that a table without errors tells of its own doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, stdtrit

from suasion.weigh.cells import Array
from suasion.weigh.closed import LEVELS, Measured, Z, difference
from suasion.weigh.columns import Flags
from suasion.weigh.resample import Integers

YEARS = 5
"""Years, up to that in which a window ends, that are added up: deliveries of arms are lumpy, so SIPRI compares five years at a time."""

Labels = Sequence[str] | NDArray[np.object_]
Groups = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Which cells are asked of, one entry each: `year` is the one in which the window ends."""

    instrument: Labels
    source: Labels
    target: Labels
    year: Integers

    def turned(self) -> Keys:
        """Give the way back."""
        return replace(self, source=self.target, target=self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Shares of what targets received, one entry a cell: NaN, with a null among the notes, where no table tells of the target then."""

    measured: Measured
    notes: NDArray[np.object_]

    @property
    def known(self) -> Flags:
        """Say which cells have one."""
        return np.asarray(~np.isnan(self.measured.value), dtype=np.bool_)

    @property
    def doubt(self) -> Array:
        """Give half the width of the 80 % interval as a standard deviation."""
        return np.asarray((self.measured.bounds[2] - self.measured.bounds[1]) / (Z[2] - Z[1]))

    def less(self, back: Shares) -> Shares:
        """Take off the shares of the way back; who received nothing by the table depends on nobody."""
        other = Measured(value=np.nan_to_num(back.measured.value), bounds=np.nan_to_num(back.measured.bounds))
        return replace(self, measured=difference(self.measured, other))

    def over(self, recorded: Measured) -> Measured:
        """Give them where they are known, and the shares of recorded deeds elsewhere."""
        return Measured(
            value=np.where(self.known, self.measured.value, recorded.value),
            bounds=np.where(self.known, self.measured.bounds, recorded.bounds),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows:
    """One table: `sent` (years, states, states) is what each sent each other from the year `first` on, 0 where nothing is listed."""

    table: str
    first: int
    places: Mapping[str, int]
    sent: Array

    @classmethod
    def of(cls, table: str, rows: Iterable[tuple[str, str, int, float]]) -> Flows:
        """Make a table of rows of source, target, year and value, at least one; of two with the same key the later counts."""
        listed = list(rows)
        states = sorted({state for source, target, _, _ in listed for state in (source, target)})
        places = {state: place for place, state in enumerate(states)}
        first, last = (end(year for _, _, year, _ in listed) for end in (min, max))
        sent = np.zeros((last - first + 1, len(states), len(states)))
        for source, target, year, value in listed:
            sent[year - first, places[source], places[target]] = value
        return cls(table=table, first=first, places=places, sent=sent)

    def note(self, year: int) -> str:
        """Say what a share of the years up to `year` is."""
        years = range(max(year - YEARS + 1, self.first), min(year, self.first + len(self.sent) - 1) + 1)
        span = str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"
        return f"by the table {self.table}, {span}; dependence-raw is the share of recorded deeds"

    def shares(self, sources: Labels, targets: Labels, years: Integers, groups: Groups) -> Measured:
        """Give each source's share of what its target received in the `YEARS` up to a year, NaN where that is nothing.

        Members of a group count together.
        """
        pairs = {pair: n for n, pair in enumerate(dict.fromkeys(zip(sources, targets, strict=True)))}
        rows = np.array([pairs[pair] for pair in zip(sources, targets, strict=True)], dtype=np.int64)
        found = [self._passed(groups.get(one, (one,)), groups.get(other, (other,))) for one, other in pairs]
        padded = np.pad(
            np.array(found).reshape(len(pairs), 2, len(self.sent)), ((0, 0), (0, 0), (YEARS, YEARS))
        )
        last = np.clip(years - self.first + YEARS, YEARS - 1, padded.shape[2] - 1)
        within = last[:, None] - np.arange(YEARS)
        part, whole = (padded[rows[:, None], side, within] for side in (0, 1))
        return _share(part, whole)

    def _passed(self, givers: Sequence[str], takers: Sequence[str]) -> tuple[Array, Array]:
        """Give, by year, what givers sent takers, and what takers received from all others."""
        inside = [self.places[state] for state in sorted(set(takers)) if state in self.places]
        own = [self.places[state] for state in sorted(set(givers) - set(takers)) if state in self.places]
        received = self.sent[:, :, inside].sum(axis=2)
        received[:, inside] = 0.0
        return received[:, own].sum(axis=1), received.sum(axis=1)


def shares_of(tables: Mapping[str, Flows], keys: Keys, groups: Groups) -> Shares:
    """Ask of each cell the table that tells of its instrument, a group of them."""
    size = len(keys.year)
    value, bounds = np.full(size, np.nan), np.full((len(LEVELS), size), np.nan)
    notes = np.full(size, None, dtype=object)
    for kind, table in tables.items():
        rows = np.flatnonzero(np.asarray(keys.instrument) == kind)
        years = keys.year[rows]
        sources, targets = (np.asarray(side, dtype=object)[rows] for side in (keys.source, keys.target))
        found = table.shares(sources, targets, years, groups)
        value[rows], bounds[:, rows] = found.value, found.bounds
        for row in rows[~np.isnan(found.value)]:
            notes[row] = table.note(int(keys.year[row]))
    return Shares(measured=Measured(value=value, bounds=bounds), notes=notes)


def _share(part: Array, whole: Array) -> Measured:
    """Give shares of sums over years (cells, years): a ratio of means, with Student's interval of its log odds over the years.

    The variance is the delta method's for a ratio (Cochran 1977). One year alone, or all or nothing in each, has no width.
    """
    total, years = whole.sum(axis=1), (whole > 0).sum(axis=1)
    value = np.divide(part.sum(axis=1), total, out=np.full(len(total), np.nan), where=total > 0)
    off = ((part - value[:, None] * whole) ** 2).sum(axis=1)
    spread = value * (1.0 - value) * total
    wide = (years > 1) & (spread > 0)
    freedom = np.where(wide, years - 1, 1)
    error = np.divide(np.sqrt(off * years / freedom), spread, out=np.zeros_like(value), where=wide)
    middle = logit(np.where(wide, value, 0.5))
    bounds = np.stack([expit(middle + stdtrit(freedom, level) * error) for level in LEVELS])
    return Measured.of(value, np.where(wide, bounds, value))
