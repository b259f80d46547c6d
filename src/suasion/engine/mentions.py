"""Importing GDELT's mentions: they are no events, but say who carries the events that are there."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from suasion import __version__
from suasion.codebook import load_codebook
from suasion.engine.importing import (
    MENTIONS,
    MOST_REJECTIONS,
    STAGE,
    Finished,
    ImportSummary,
    clear_pending,
    commit,
    note_run,
    pending,
)
from suasion.engine.job import Progress, ReasonCount
from suasion.errors import InputError
from suasion.exchange.readers import Attached, Mentions, file_hash, memory_base, prepare, words_for
from suasion.ids import content_id, digest
from suasion.records import Rejection, StageCount
from suasion.registers import load_registers
from suasion.store import CaseFolder, store_faults
from suasion.store.imports import ImportCounts, ImportManifest, committed_imports

_EVENTS = "gdelt"
_SHOWN = 10
_SHARED = ("rows.parquet", "seen.parquet", "rejections.parquet")
_BROKEN = "columns"


def import_mentions(folder: CaseFolder, path: Path, *, name: str | None, progress: Progress) -> ImportSummary:
    """Attach a file of mentions to all imported events of a data set (default: `gdelt`); the same file again changes nothing.

    Raises:
        InputError: the file is none of mentions, or no events of the data set are there.
        CaseError: the case is held by another process, damaged or of another version.
    """
    dataset = name or _EVENTS
    sha256 = file_hash(path)
    mentions_id = f"{dataset}-{digest([MENTIONS, dataset, sha256])[:16]}"
    with folder.writing(), store_faults(folder):
        clear_pending(folder)
        held = [one for one in committed_imports(folder) if one.dataset == dataset and one.format == _EVENTS]
        if not held:
            raise InputError(
                f"The case holds no GDELT events of a data set '{dataset}'.",
                cause="Mentions say who carries events; the events come first.",
                remedy=f"Import them with: suasion import gdelt FILE --case {folder.path}",
            )
        progress(STAGE, 0, None)
        missing = [one for one in held if mentions_id not in one.holds]
        attached = _attach(folder, held, missing, path, sha256=sha256, mentions_id=mentions_id)
        progress(STAGE, attached.rows, attached.rows)
        refused = tuple(_rejection(path, mentions_id, line) for line in attached.broken[:MOST_REJECTIONS])
        note_run(
            folder,
            Finished(
                key=mentions_id,
                file=str(path),
                made=datetime.now(UTC),
                version=__version__,
                count=_count(attached),
            ),
            refused,
        )
    return ImportSummary(
        case=folder.path,
        id=mentions_id,
        dataset=dataset,
        format=MENTIONS,
        file=str(path),
        known=not missing,
        counts=_counts(attached),
        reasons=(ReasonCount(stage=STAGE, reason=_BROKEN, n=len(attached.broken)),) if refused else (),
        refused=refused[:_SHOWN],
        unplaced=(),
    )


def _attach(
    folder: CaseFolder,
    held: list[ImportManifest],
    missing: list[ImportManifest],
    path: Path,
    *,
    sha256: str,
    mentions_id: str,
) -> Attached:
    with pending(folder) as scratch, memory_base(scratch) as base:
        words = words_for(load_codebook(), load_registers(), held[0].dataset)
        mentions = Mentions(base, words)
        mentions.load(prepare(path, sha256, scratch), scratch)
        attached = mentions.tally([one.events for one in held])
        for manifest in missing:
            with pending(folder) as made:
                mentions.attach(manifest.events, manifest.acts, made)
                for shared in _SHARED:
                    shutil.copyfile(manifest.folder / shared, made / shared)
                commit(folder, _anew(manifest, made, mentions_id))
    clear_pending(folder)
    return attached


def _anew(manifest: ImportManifest, made: Path, mentions_id: str) -> ImportManifest:
    new_id = f"{manifest.dataset}-{digest([manifest.id, mentions_id])[:16]}"
    taken = tuple(sorted({*manifest.holds, mentions_id}))
    return replace(manifest, folder=made, id=new_id, replaces=manifest.id, taken=taken)


def _count(attached: Attached) -> StageCount:
    return StageCount(
        stage=STAGE,
        inputs=attached.rows,
        productive=attached.attached,
        rejected=len(attached.broken),
        silent=attached.elsewhere,
        outputs=0,
        reused=0,
    )


def _counts(attached: Attached) -> ImportCounts:
    return ImportCounts(
        rows=attached.rows,
        accepted=attached.attached,
        uncoded=attached.elsewhere,
        known=0,
        rejected=len(attached.broken),
        acts=0,
    )


def _rejection(path: Path, mentions_id: str, line: int) -> Rejection:
    place = f"{path}:{line}"
    return Rejection(
        id=content_id("x", STAGE, mentions_id, place),
        stage=STAGE,
        input_id=place,
        reason=_BROKEN,
        detail="The line has not the 16 columns of a mention, or no event's id.",
    )
