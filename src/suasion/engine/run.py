"""One run: the stages in order, on a private copy of the store that becomes the case in one last step."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

import msgspec

from suasion import __version__
from suasion.engine.each import FAILED, work_through
from suasion.engine.gather import gather_all
from suasion.engine.job import Job, Progress, RunSummary, count_reasons, load_contents, no_progress
from suasion.engine.judge import in_force, judgements_key, withdrawn_reports
from suasion.engine.pictures import pictured
from suasion.engine.replay import correct_reports, keep_judged_links
from suasion.engine.rooms import Rooms
from suasion.engine.take import take_in
from suasion.errors import CaseError
from suasion.ids import content_id, digest
from suasion.records import Event, Judgement, Link, Rejection, Report, Run, StageCount, Statement, Tie
from suasion.settings import Settings, load_settings
from suasion.store import CaseFolder, Draft, Published, Snapshot, read_judgements, store_faults

DOSSIER_REPORTS = 2000
"""Reports up to which a run writes the dossier, in some 4 ms a report; that of a larger case is written when it is asked for."""
JUDGED = "judged"
SETTINGS = "settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    folder: CaseFolder
    rooms: Rooms
    settings: Settings
    judgements: tuple[Judgement, ...]
    paths: tuple[str, ...]
    stdin: BinaryIO | None
    progress: Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    run_id: str | None
    counts: tuple[StageCount, ...]
    refused: tuple[Rejection, ...]


def run_case(
    folder: CaseFolder,
    rooms: Rooms,
    settings: Settings,
    paths: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    progress: Progress = no_progress,
) -> RunSummary:
    """Add what `paths` hold to the case, bring every stage up to date, and write the dossier.

    The dossier of a case of more than `DOSSIER_REPORTS` is left as it is: `publish_case` writes it.
    Without paths only what has changed (judgements, settings, versions) is brought up to date. A run in which
    nothing has changed leaves the case as it was, byte for byte.

    Raises:
        CaseError: the case is held by another run, damaged or of another version.
        InputError: a path or setting cannot be used.
        SuasionError: a room cannot work at all; the case stays as it was.
    """
    order = _Order(
        folder=folder,
        rooms=rooms,
        settings=settings,
        judgements=read_judgements(folder.judgements),
        paths=tuple(paths),
        stdin=stdin,
        progress=progress,
    )
    with folder.writing(), store_faults(folder):
        done = _run_stages(order)
        with open_snapshot(folder) as snapshot:
            small = snapshot.count(Report) <= DOSSIER_REPORTS
            written = small and _publish(folder, rooms, snapshot)
            return _summary(folder, rooms, done, snapshot, written=written)


def publish_case(folder: CaseFolder, rooms: Rooms) -> bool:
    """Write the dossier unless it is there as the last run made it; say whether it was written.

    Raises:
        CaseError: no run has finished yet, or another process holds the case.
    """
    with folder.writing(), store_faults(folder), open_snapshot(folder) as snapshot:
        return _publish(folder, rooms, snapshot)


def open_snapshot(folder: CaseFolder) -> Snapshot:
    """Open what the last run left.

    Raises:
        CaseError: no run has finished yet.
    """
    snapshot = Snapshot.open(folder)
    if snapshot is None:
        raise CaseError(
            f"{folder.path} holds no finished run.",
            cause="The only run was stopped before its end, or the store was deleted.",
            remedy=f"Run again: suasion run PATH... --case {folder.path}",
        )
    return snapshot


def settings_key(settings: Settings) -> str:
    """Hash all settings."""
    return digest([msgspec.json.encode(settings).decode("utf-8")])


def _run_stages(order: _Order) -> _Done:
    started = datetime.now(UTC)
    run_id = content_id("u", started.isoformat(), *order.paths)
    draft = Draft.begin(order.folder)
    try:
        job = Job(
            draft=draft,
            rooms=order.rooms,
            settings=order.settings,
            run_id=run_id,
            progress=order.progress,
        )
        counts, refused = _bring_up_to_date(job, order)
        if not draft.changed:
            draft.discard()
            return _Done(run_id=None, counts=counts, refused=refused)
        run = Run(
            id=run_id,
            started=started,
            finished=datetime.now(UTC),
            version=__version__,
            paths=order.paths,
            counts=counts,
            fingerprints=order.rooms.fingerprints(),
        )
        draft.put([run], run_id)
        draft.commit(run_id)
    except BaseException:
        draft.discard()
        raise
    return _Done(run_id=run_id, counts=counts, refused=refused)


def _bring_up_to_date(job: Job, order: _Order) -> tuple[tuple[StageCount, ...], tuple[Rejection, ...]]:
    draft = job.draft
    taken, refused = take_in(job, order.paths, order.stdin)
    holding = in_force(order.judgements)
    if (withdrawn := withdrawn_reports(holding)) != draft.withdrawn():
        draft.put_withdrawn(withdrawn)
    correct_reports(job, holding)
    each, made = work_through(job)
    counts = (taken, *each, *gather_all(job, holding, made, judgements_key(holding)))
    keep_judged_links(job, holding)
    _note(draft, JUDGED, judgements_key(order.judgements))
    _note(draft, SETTINGS, settings_key(order.settings))
    return counts, refused


def _note(draft: Draft, key: str, value: str) -> None:
    if draft.meta(key) != value:
        draft.put_meta(key, value)


def _publish(folder: CaseFolder, rooms: Rooms, snapshot: Snapshot) -> bool:
    if _is_current(folder, rooms, snapshot):
        return False
    page = page_of(folder, rooms, snapshot)
    made = hashlib.sha256(page).hexdigest()
    folder.publish(
        page, Published(snapshot=snapshot.path.name, fingerprint=rooms.publish.fingerprint, dossier=made)
    )
    return True


def page_of(
    folder: CaseFolder, rooms: Rooms, snapshot: Snapshot, *, full_text: bool = False, paper: bool = False
) -> bytes:
    """Make the dossier of what the last run left; for `paper`, with all evidence on the page whatever its length."""
    runs = tuple(snapshot.rows(Run))
    contents = load_contents(snapshot, in_force(read_judgements(folder.judgements)))
    contents = pictured(folder, contents, load_settings(folder.path / "suasion.toml"))
    title = folder.path.resolve().name
    return rooms.publish.dossier(
        title, runs[-1] if runs else None, contents, full_text=full_text, paper=paper
    )


def _is_current(folder: CaseFolder, rooms: Rooms, snapshot: Snapshot) -> bool:
    """Whether the dossier is there as it would be written now."""
    on_disk = hashlib.sha256(folder.dossier.read_bytes()).hexdigest() if folder.dossier.is_file() else ""
    return folder.published() == Published(
        snapshot=snapshot.path.name, fingerprint=rooms.publish.fingerprint, dossier=on_disk
    )


def _summary(
    folder: CaseFolder, rooms: Rooms, done: _Done, snapshot: Snapshot, *, written: bool
) -> RunSummary:
    return RunSummary(
        case=folder.path,
        run=done.run_id,
        counts=done.counts,
        reports=snapshot.count(Report),
        statements=snapshot.count(Statement),
        events=snapshot.count(Event),
        origins=snapshot.count_event_origins(),
        links=snapshot.count(Link),
        ties=snapshot.count(Tie),
        refused=done.refused,
        failed=_failed(snapshot),
        rejections=count_reasons(snapshot),
        dossier=folder.dossier,
        dossier_written=written,
        dossier_current=_is_current(folder, rooms, snapshot),
    )


def _failed(snapshot: Snapshot) -> tuple[Rejection, ...]:
    withdrawn = snapshot.withdrawn()
    found = (row for row in snapshot.having(Rejection, "reason", [FAILED]) if row.input_id not in withdrawn)
    return tuple(sorted(found, key=lambda row: (row.stage, row.input_id, row.id)))
