"""Importing a table of covariates: what states sent each other by other people's count, for the measure of dependence."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from suasion import __version__
from suasion.codebook import load_codebook
from suasion.engine.importing import (
    STAGE,
    ImportSummary,
    checked_name,
    clear_pending,
    commit,
    note,
    pending,
    summary_of,
)
from suasion.engine.job import Progress
from suasion.errors import InputError
from suasion.exchange.readers import (
    Declined,
    Flow,
    file_hash,
    prepare,
    read_covariates,
    words_for,
    write_covariates,
    write_table,
)
from suasion.exchange.shard import REJECTION_COLUMNS
from suasion.ids import digest
from suasion.registers import load_registers
from suasion.store import CaseFolder, store_faults
from suasion.store.imports import COVARIATES, ImportCounts, ImportManifest, committed_covariates


def import_covariates(
    folder: CaseFolder, path: Path, *, name: str | None, progress: Progress
) -> ImportSummary:
    """Import a table of flows between states; the same file again changes nothing.

    Raises:
        InputError: the file lacks a column, or holds no flow.
        CaseError: the case is held by another process, damaged or of another version.
    """
    dataset = checked_name(name or COVARIATES)
    sha256 = file_hash(path)
    import_id = f"{dataset}-{digest([COVARIATES, dataset, sha256])[:16]}"
    with folder.writing(), store_faults(folder):
        clear_pending(folder)
        manifest = next((one for one in committed_covariates(folder) if one.id == import_id), None)
        known = manifest is not None
        if manifest is None:
            progress(STAGE, 0, None)
            manifest = _read(folder, path, dataset=dataset, sha256=sha256, import_id=import_id)
        note(folder, manifest)
    return summary_of(folder, path, manifest, known=known)


def _read(folder: CaseFolder, path: Path, *, dataset: str, sha256: str, import_id: str) -> ImportManifest:
    words = words_for(load_codebook(), load_registers(), dataset)
    with pending(folder) as made:
        with pending(folder) as scratch:
            found = list(read_covariates(prepare(path, sha256, scratch), words, None))
        flows = [one for one in found if isinstance(one, Flow)]
        declined = [one for one in found if isinstance(one, Declined)]
        if not flows:
            raise InputError(
                f"{path} holds no flow between two states.",
                cause="All of its rows were declined, or it has none.",
                remedy="docs/import.md shows such a table.",
            )
        write_covariates(flows, made / f"{COVARIATES}.parquet")
        refused = [(one.line, one.reason, one.detail) for one in declined]
        write_table(refused, REJECTION_COLUMNS, made / "rejections.parquet")
        counts = ImportCounts(
            rows=len(found), accepted=len(flows), uncoded=0, known=0, rejected=len(declined), acts=0
        )
        manifest = ImportManifest(
            folder=made,
            id=import_id,
            dataset=dataset,
            format=COVARIATES,
            file=str(path),
            sha256=sha256,
            version=__version__,
            made=datetime.now(UTC),
            counts=counts,
            unplaced=tuple(sorted(words.unplaced)),
        )
        return commit(folder, manifest)
