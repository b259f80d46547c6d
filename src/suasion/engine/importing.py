"""Importing a data set: its file is read into a folder of its own, which appears whole, and what was declined is listed."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from suasion import __version__
from suasion.codebook import load_codebook
from suasion.engine.conserve import check_count
from suasion.engine.job import Progress, ReasonCount, no_progress
from suasion.errors import InputError
from suasion.exchange.readers import READERS, Reader, Shard, file_hash, read_into
from suasion.ids import content_id, digest, files_digest
from suasion.records import OURS, Rejection, Run, StageCount, StageName
from suasion.registers import load_registers
from suasion.store import CaseFolder, Draft, store_faults
from suasion.store.folder import sync
from suasion.store.imports import (
    COVARIATES,
    PENDING,
    ImportCounts,
    ImportManifest,
    committed_covariates,
    committed_imports,
    imports_folder,
    write_manifest,
)

STAGE: StageName = "import"
MOST_REJECTIONS = 10_000
"""So many rejections of an import go into the store, where people list them; all of them are in its `rejections.parquet`."""
MORE = "more"
MENTIONS = "gdelt-mentions"
_SHOWN = 10
_DATASET = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSummary:
    """What an import did. `known`: the same file was imported before, and nothing was done.

    `reasons` counts what was declined, `refused` has the first of it; `unplaced` are words for states that no register knows.
    """

    case: Path
    id: str
    dataset: str
    format: str
    file: str
    known: bool
    counts: ImportCounts
    reasons: tuple[ReasonCount, ...]
    refused: tuple[Rejection, ...]
    unplaced: tuple[str, ...]


def require_file(path: Path) -> None:
    """Require that there is a file to import.

    Raises:
        InputError: there is none.
    """
    if not path.is_file():
        raise InputError(
            f"{path} is no file.",
            cause="The path is misspelt, or it is a folder.",
            remedy="Give the path of one file, as it was published; a zip or gz file will do.",
        )


def import_file(
    folder: CaseFolder,
    format: str,  # noqa: A002  the command line's word
    path: Path,
    *,
    name: str | None = None,
    mapping: Path | None = None,
    progress: Progress = no_progress,
) -> ImportSummary:
    """Import a file of other people's events into a case; the same file again changes nothing.

    `name` is the data set's in this case (default: the format's). `mapping` says what the columns of a CSV file mean.

    Raises:
        InputError: there is no such format or file, the file is of another format, or holds nothing.
        CaseError: the case is held by another process, damaged or of another version.
    """
    if format == MENTIONS:
        from suasion.engine.mentions import import_mentions  # noqa: PLC0415 - it is made of what stands here

        return import_mentions(folder, path, name=name, progress=progress)
    if format == COVARIATES:
        from suasion.engine.covariates import import_covariates  # noqa: PLC0415 - as above

        return import_covariates(folder, path, name=name, progress=progress)
    reader = _reader(format, mapping)
    dataset = checked_name(name or reader.name)
    sha256 = file_hash(path)
    import_id = f"{dataset}-{digest([reader.name, reader.fingerprint, dataset, sha256])[:16]}"
    with folder.writing(), store_faults(folder):
        clear_pending(folder)
        here = committed_imports(folder)
        manifest = next((one for one in here if import_id in one.holds), None)
        known = manifest is not None
        if manifest is None:
            progress(STAGE, 0, None)
            manifest = _read(folder, reader, path, dataset=dataset, sha256=sha256, import_id=import_id)
            progress(STAGE, manifest.counts.rows, manifest.counts.rows)
        note(folder, manifest)
    return summary_of(folder, path, manifest, known=known)


def summary_of(folder: CaseFolder, path: Path, manifest: ImportManifest, *, known: bool) -> ImportSummary:
    """Sum up what became of a file; `known`: it was imported before."""
    return ImportSummary(
        case=folder.path,
        id=manifest.id,
        dataset=manifest.dataset,
        format=manifest.format,
        file=str(path),
        known=known,
        counts=manifest.counts,
        reasons=reasons_of(manifest),
        refused=tuple(rejections_of(manifest, _SHOWN)),
        unplaced=manifest.unplaced,
    )


def _reader(name: str, mapping: Path | None) -> Reader:
    if name not in READERS:
        raise InputError(
            f"There is no format '{name}' to import.",
            cause="A misspelt word.",
            remedy=f"Use one of: {', '.join((*READERS, MENTIONS, COVARIATES))}.",
        )
    return READERS[name].with_mapping(mapping)


def checked_name(dataset: str) -> str:
    """Give a name that a data set may have in a case.

    Raises:
        InputError: it may not.
    """
    if not _DATASET.fullmatch(dataset) or dataset == OURS:
        raise InputError(
            f"'{dataset}' cannot be the name of a data set.",
            cause=f"Names are small letters, digits and hyphens, a letter first; '{OURS}' is the case's own.",
            remedy="Give another --name.",
        )
    return dataset


def _read(
    folder: CaseFolder, reader: Reader, path: Path, *, dataset: str, sha256: str, import_id: str
) -> ImportManifest:
    before = [keys for one in committed_imports(folder) if one.dataset == dataset for keys in one.keys]
    with pending(folder) as made:
        shard = read_into(
            reader,
            path,
            sha256,
            dataset=dataset,
            folder=made,
            before=before,
            codebook=load_codebook(),
            registers=load_registers(),
        )
        manifest = ImportManifest(
            folder=made,
            id=import_id,
            dataset=dataset,
            format=reader.name,
            file=str(path),
            sha256=sha256,
            version=__version__,
            made=datetime.now(UTC),
            counts=_counts(shard),
            columns=shard.columns,
            nulls=shard.nulls,
            first_day=shard.first_day,
            last_day=shard.last_day,
            unplaced=shard.unplaced,
        )
        return commit(folder, manifest)


def _counts(shard: Shard) -> ImportCounts:
    tally = shard.tally
    return ImportCounts(
        rows=tally.rows,
        accepted=tally.accepted,
        uncoded=tally.uncoded,
        known=tally.known,
        rejected=tally.rejected,
        acts=tally.acts,
    )


@contextmanager
def pending(folder: CaseFolder) -> Iterator[Path]:
    """Lend a new folder beside the imports; it goes if what fills it fails."""
    home = imports_folder(folder)
    home.mkdir(exist_ok=True)
    made = home / f"{PENDING}{secrets.token_hex(8)}"
    made.mkdir()
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def clear_pending(folder: CaseFolder) -> None:
    """Clear away what killed imports left, and imports that another holds anew."""
    home = imports_folder(folder)
    kept = {one.id for one in (*committed_imports(folder), *committed_covariates(folder))}
    for path in home.iterdir() if home.is_dir() else ():
        replaced = path.name not in kept and (path / "manifest.json").is_file()
        if path.name.startswith(PENDING) or replaced:
            shutil.rmtree(path)


def commit(folder: CaseFolder, manifest: ImportManifest) -> ImportManifest:
    """Have a filled folder reach the disk, then take its place, by one rename."""
    counts = manifest.counts
    check_count(stage_count(counts))
    write_manifest(manifest)
    for path in manifest.folder.iterdir():
        sync(path)
    sync(manifest.folder)
    target = imports_folder(folder) / manifest.id
    os.rename(manifest.folder, target)  # noqa: PTH104  Path.rename would do the same; this one says that it must be atomic
    sync(target.parent)
    return replace(manifest, folder=target)


def stage_count(counts: ImportCounts) -> StageCount:
    """Count an import as a stage: rows without an event type, and those known already, state nothing new."""
    return StageCount(
        stage=STAGE,
        inputs=counts.rows,
        productive=counts.accepted,
        rejected=counts.rejected,
        silent=counts.uncoded + counts.known,
        outputs=counts.accepted,
        reused=counts.known,
    )


def note(folder: CaseFolder, manifest: ImportManifest) -> None:
    """Write an import's run and rejections into the store, unless they are there.

    They are not after a crash between the two steps, or where the store was deleted: then the same import again notes them.
    """
    rejections = list(rejections_of(manifest, MOST_REJECTIONS))
    left = manifest.counts.rejected - len(rejections)
    if left > 0:
        detail = f"{left} more rows were declined: {manifest.rejections} lists all."
        rejections.append(_rejection(manifest, None, MORE, detail))
    finished = Finished(
        key=manifest.id,
        file=manifest.file,
        made=manifest.made,
        version=manifest.version,
        count=stage_count(manifest.counts),
    )
    note_run(folder, finished, rejections)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """An import that is done: `key` names it, and makes its run's id."""

    key: str
    file: str
    made: datetime
    version: str
    count: StageCount


def note_run(folder: CaseFolder, finished: Finished, rejections: Sequence[Rejection]) -> None:
    """Write a run with its rejections into the store, unless it is there."""
    check_count(finished.count)
    draft = Draft.begin(folder)
    try:
        run_id = content_id("u", STAGE, finished.key)
        if draft.known(Run, [run_id]):
            draft.discard()
            return
        run = Run(
            id=run_id,
            started=finished.made,
            finished=datetime.now(UTC),
            version=finished.version,
            paths=(finished.file,),
            counts=(finished.count,),
            fingerprints=((STAGE, fingerprint()),),
        )
        once = {one.id: one for one in rejections}
        draft.put([*once.values(), run], run_id)
        draft.commit(run_id)
    except BaseException:
        draft.discard()
        raise


def fingerprint() -> str:
    """Name the code and data that imports are read with."""
    parts = [files_digest("suasion.exchange"), load_codebook().fingerprint, load_registers().fingerprint]
    return digest(parts)[:16]


def rejections_of(manifest: ImportManifest, most: int) -> Iterator[Rejection]:
    """Give the first rows that an import declined, in the order of the file."""
    for line, reason, detail in _asked(
        f"SELECT line, reason, detail FROM read_parquet(?) ORDER BY line LIMIT {most:d}",
        [str(manifest.rejections)],
    ):
        yield _rejection(manifest, int(str(line)), str(reason), str(detail))


def reasons_of(manifest: ImportManifest) -> tuple[ReasonCount, ...]:
    """Count what an import declined, by reason, the most frequent first."""
    query = "SELECT reason, count(*) AS n FROM read_parquet(?) GROUP BY reason ORDER BY n DESC, reason"
    return tuple(
        ReasonCount(stage=STAGE, reason=str(reason), n=int(str(n)))
        for reason, n in _asked(query, [str(manifest.rejections)])
    )


def _asked(query: str, values: Sequence[object]) -> list[tuple[object, ...]]:
    with duckdb.connect(":memory:") as base:
        return base.execute(query, list(values)).fetchall()


def _rejection(manifest: ImportManifest, line: int | None, reason: str, detail: str) -> Rejection:
    place = manifest.file if line is None else f"{manifest.file}:{line}"
    return Rejection(
        id=content_id("x", STAGE, manifest.id, place, reason, detail),
        stage=STAGE,
        input_id=place,
        reason=reason,
        detail=detail,
    )
