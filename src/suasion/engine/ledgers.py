"""Opening the acts of a data set, and fitting to all its pairs what a question about one needs.

What was fitted to imports is kept in `CASE/store/fits-…/`: derived data, made again when it is gone.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import msgspec
import numpy as np

from suasion.errors import InputError
from suasion.ids import digest, files_digest
from suasion.records import OURS
from suasion.settings import Settings
from suasion.store import CaseFolder, Snapshot
from suasion.store.acts import Columns, Ledger
from suasion.store.cuts import Cut, Fading
from suasion.store.fitting import neighbours, pairs, take_sample, totals
from suasion.store.imports import ImportManifest, committed_covariates, committed_imports, flows_of
from suasion.store.summing import read_sums, sum_up, write_sums
from suasion.weigh.calendar import ALL, PERIODS
from suasion.weigh.cells import Array, Fit
from suasion.weigh.fit import coarse, fit_share, fit_spread, middle_of
from suasion.weigh.flows import Flows
from suasion.weigh.measures import fit_prior

_SAMPLED = 400_000
"""Acts of some pairs, from which medians by period and bursts are fitted."""


class Fitted(msgspec.Struct, frozen=True, kw_only=True):
    """What was fitted to a data set.

    `shares` gives, by instrument, each source's part in all cooperative deeds. `first` and `last` bound the acts' days, `until` is the last
    one that the record covers, from which acts are aged.
    """

    fits: dict[str, Fit]
    shares: dict[str, dict[str, float]]
    first: date | None
    last: date | None
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A data set, ready to be asked. `flows` are the tables of covariates of its case, by the group of instruments that they tell of."""

    dataset: str
    ledger: Ledger
    fitted: Fitted
    settings: Settings = field(default_factory=Settings)
    flows: Mapping[str, Flows] = field(default_factory=dict)

    def fading(self, end: date | None) -> Fading | None:
        """Fade as of the last day that the record covers, or of a window that ends before."""
        until = self.fitted.until
        return _fading(min(end, until) if end and until else until, self.settings)


def datasets_of(folder: CaseFolder) -> tuple[str, ...]:
    """Name the data sets of a case: our own first, if it has events with a pair of states."""
    return _named(folder, committed_imports(folder))


def _named(folder: CaseFolder, imports: Sequence[ImportManifest]) -> tuple[str, ...]:
    return (*((OURS,) if _has_acts(folder) else ()), *sorted({one.dataset for one in imports}))


def choose_dataset(folder: CaseFolder, asked: str | None) -> tuple[str, str]:
    """Take the data set that was asked for, else our own, else the only imported one; and its version: another name, another content.

    Raises:
        InputError: there is none of this name, or several to choose from.
    """
    imports = committed_imports(folder)
    dataset = _chosen(folder, asked, imports)
    return dataset, _version_of(folder, dataset, imports)


def _chosen(folder: CaseFolder, asked: str | None, imports: Sequence[ImportManifest]) -> str:
    if asked == OURS or asked in {one.dataset for one in imports}:
        return str(asked)
    known = _named(folder, imports)
    if asked is None and (OURS in known or len(known) <= 1):
        return known[0] if known else OURS
    raise InputError(
        f"The case has no data set '{asked}'." if asked else "The case holds several data sets.",
        cause="Data sets are never added up: the same happening stands in several.",
        remedy=f"Ask for one of: {', '.join(known) or 'none is there yet'}.",
    )


@contextmanager
def opened(folder: CaseFolder, dataset: str, settings: Settings) -> Iterator[Opened]:
    """Open a data set for one question."""
    one = open_dataset(folder, dataset, settings)
    try:
        yield one
    finally:
        one.ledger.close()


def open_dataset(folder: CaseFolder, dataset: str, settings: Settings) -> Opened:
    """Open a data set; the caller closes its ledger.

    Raises:
        CaseError: the store is damaged.
    """
    flows = {kind: Flows.of(table, rows) for kind, (table, rows) in flows_of(folder).items()}
    ledger, fitted = (
        _open_own(folder, settings) if dataset == OURS else _open_imported(folder, dataset, settings)
    )
    return Opened(dataset=dataset, ledger=ledger, fitted=fitted, settings=settings, flows=flows)


def _open_imported(folder: CaseFolder, dataset: str, settings: Settings) -> tuple[Ledger, Fitted]:
    imports = [one for one in committed_imports(folder) if one.dataset == dataset]
    key = digest(
        [
            files_digest("suasion.weigh"),
            files_digest("suasion.store"),
            str(settings.half_life_days),
            *(one.id for one in imports),
        ]
    )
    ledger = Ledger.of_files([one.acts for one in imports])
    home = folder.store / f"fits-{dataset}-{key[:16]}"
    if (home / "fits.json").is_file():
        fitted = msgspec.json.decode((home / "fits.json").read_bytes(), type=Fitted)
        read_sums(ledger, home, _fading(fitted.until, settings))
    else:
        fitted = _keep_fits(ledger, home, settings)
    return ledger, fitted


def _version_of(folder: CaseFolder, dataset: str, imports: Sequence[ImportManifest]) -> str:
    pointer = folder.pointer()
    own = [pointer.snapshot if pointer else ""]
    imported = [one.id for one in imports if one.dataset == dataset]
    tables = [one.id for one in committed_covariates(folder)]
    return digest([*(own if dataset == OURS else imported), "|", *tables])


def _has_acts(folder: CaseFolder) -> bool:
    snapshot = Snapshot.open(folder)
    if snapshot is None:
        return False
    with snapshot:
        return snapshot.has_acts()


def _open_own(folder: CaseFolder, settings: Settings) -> tuple[Ledger, Fitted]:
    path = folder.snapshot()
    ledger = Ledger.of_store(path) if path else Ledger.of_nothing()
    sum_up(ledger, _fading(ledger.reference_day(), settings))
    return ledger, fit(ledger, settings)


def _fading(until: date | None, settings: Settings) -> Fading | None:
    return Fading(last=until, half_life=settings.half_life_days) if until else None


def _keep_fits(ledger: Ledger, home: Path, settings: Settings) -> Fitted:
    """Add up, fit and write, so that the folder is there whole or not at all; old ones of the data set go."""
    making = home.with_name(f".suasion-{secrets.token_hex(8)}")
    making.mkdir(parents=True)
    fading = _fading(ledger.reference_day(), settings)
    write_sums(ledger, making, fading)
    fitted = fit(ledger, settings)
    (making / "fits.json").write_bytes(msgspec.json.encode(fitted))
    stem = home.name.rpartition("-")[0]
    for old in home.parent.glob(f"{stem}-{'[0-9a-f]' * 16}"):
        shutil.rmtree(old, ignore_errors=True)
    making.rename(home)
    read_sums(ledger, home, fading)
    return fitted


def fit(ledger: Ledger, settings: Settings) -> Fitted:
    """Fit to all pairs of a data set, whose acts were added up."""
    (first, last), until = ledger.span() or (None, None), ledger.reference_day()
    looks, active = pairs(ledger)
    take_sample(ledger, _SAMPLED)
    fading = _fading(until, settings)
    by_period = {period: totals(ledger, Cut(period=period)) for period in (PERIODS if last else ())}
    by_period[ALL] = totals(ledger, Cut(fading=fading))
    weeks = _parted(neighbours(ledger))
    cells = {period: _parted(found) for period, found in by_period.items()}
    fits: dict[str, Fit] = {}
    shares: dict[str, dict[str, float]] = {}
    for name, own in _parted(active).items():
        shares[name] = _shares(own)
        of_name = {period: found.get(name, _NOTHING) for period, found in cells.items()}
        fits[name] = _fit(looks["seen"], own, shares[name], of_name, weeks.get(name, _NOTHING))
    return Fitted(fits=fits, shares=shares, first=first, last=last, until=until)


_NOTHING: Columns = {
    name: np.zeros(0) for name in ("courting", "opposing", "cooperation", "conflict", "before", "after")
}


def _parted(columns: Columns) -> dict[str, Columns]:
    """Part rows by their instrument."""
    names, codes = np.unique(columns["instrument"].astype(str), return_inverse=True)
    return {
        str(name): {key: column[codes == place] for key, column in columns.items()}
        for place, name in enumerate(names)
    }


def _shares(rows: Columns) -> dict[str, float]:
    total = float(rows["courting"].sum())
    names, places = np.unique(rows["source"].astype(str), return_inverse=True)
    given = np.bincount(places, weights=rows["courting"], minlength=len(names))
    return {
        str(name): round(float(part) / total, 9) for name, part in zip(names, given, strict=True) if part > 0
    }


def _fit(
    seen: Array, pairs: Columns, shares: Mapping[str, float], cells: Mapping[str, Columns], weeks: Columns
) -> Fit:
    """Fit one instrument; `seen` is of all pairs, which have none of its acts unless they are among `pairs`."""
    counts = np.zeros(len(seen))
    counts[pairs["place"]] = pairs["courting"]
    prior = fit_prior(counts, seen)
    _, targets = np.unique(pairs["target"].astype(str), return_inverse=True)
    share = np.array([shares.get(source, 0.0) for source in pairs["source"]])
    squares = sum(part**2 for part in shares.values())
    return Fit(
        a=coarse(prior.a),
        b=coarse(prior.b),
        spread=coarse(fit_spread(weeks["before"], weeks["after"])),
        k=coarse(fit_share(pairs["courting"], targets, share, squares)),
        k0={name: coarse(middle_of(_sum(rows, "cooperation", "conflict"))) for name, rows in cells.items()},
        k0_equal={
            name: coarse(middle_of(_sum(rows, "courting", "opposing"))) for name, rows in cells.items()
        },
        most={
            name: coarse(float(np.log1p(_sum(rows, "cooperation", "conflict").max(initial=0.0))))
            for name, rows in cells.items()
        },
    )


def _sum(rows: Columns, one: str, other: str) -> Array:
    return np.asarray(rows[one] + rows[other], dtype=float)
