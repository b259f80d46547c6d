"""What is in a case, and whether it is up to date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from suasion import __version__
from suasion.engine.job import ReasonCount, count_reasons
from suasion.engine.judge import in_force, judgements_key, stale, withdrawn_reports
from suasion.engine.run import JUDGED, SETTINGS, settings_key
from suasion.records import Judgement, Run
from suasion.settings import Settings
from suasion.store import TABLES, CaseFolder, Snapshot, read_judgements
from suasion.store.imports import ImportManifest, committed_imports


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What a case holds.

    `records` counts rows by table, withdrawn ones left out; `out_of_date` says in plain words why another run
    would change something (empty: it would not, as far as can be seen without reading inputs); `stale` lists
    judgements with a target that is no longer there; `imports` are the files of other data sets.
    """

    case: Path
    records: Mapping[str, int]
    runs: int
    last_run: Run | None
    out_of_date: tuple[str, ...]
    rejections: tuple[ReasonCount, ...]
    judgements: int
    in_force: int
    stale: tuple[Judgement, ...]
    withdrawn: tuple[str, ...]
    dossier: Path | None
    imports: tuple[ImportManifest, ...] = ()


def status_of(folder: CaseFolder, settings: Settings) -> Status:
    """Look at a case.

    Raises:
        CaseError: it is damaged or of another version.
    """
    judgements = read_judgements(folder.judgements)
    holding = in_force(judgements)
    imports = committed_imports(folder)
    snapshot = Snapshot.open(folder)
    if snapshot is None:
        return replace(_empty(folder, judgements, holding), imports=imports)
    with snapshot:
        runs = tuple(snapshot.rows(Run))
        known = snapshot.ids() | snapshot.origin_ids() | {row.id for row in judgements}
        return Status(
            case=folder.path,
            records={table: snapshot.count(kind) for table, kind in TABLES.items()},
            runs=len(runs),
            last_run=runs[-1] if runs else None,
            out_of_date=_out_of_date(snapshot, runs, judgements, settings),
            rejections=count_reasons(snapshot),
            judgements=len(judgements),
            in_force=len(holding),
            stale=stale(holding, known, snapshot.redirects()),
            withdrawn=tuple(sorted(withdrawn_reports(holding))),
            dossier=folder.dossier if folder.dossier.is_file() else None,
            imports=imports,
        )


def _empty(folder: CaseFolder, judgements: tuple[Judgement, ...], holding: tuple[Judgement, ...]) -> Status:
    return Status(
        case=folder.path,
        records=dict.fromkeys(TABLES, 0),
        runs=0,
        last_run=None,
        out_of_date=("no run has finished yet",),
        rejections=(),
        judgements=len(judgements),
        in_force=len(holding),
        stale=holding,
        withdrawn=tuple(sorted(withdrawn_reports(holding))),
        dossier=None,
    )


def _out_of_date(
    snapshot: Snapshot, runs: tuple[Run, ...], judgements: tuple[Judgement, ...], settings: Settings
) -> tuple[str, ...]:
    found: list[str] = []
    if snapshot.meta(JUDGED) is None:
        return ()  # only imports so far: they need no run
    if snapshot.meta(JUDGED) != judgements_key(judgements):
        found.append("judgements were made since the last run")
    if snapshot.meta(SETTINGS) != settings_key(settings):
        found.append("settings were changed since the last run")
    if runs and runs[-1].version != __version__:
        found.append(f"the last run was made by suasion {runs[-1].version}")
    return tuple(found)
