"""What a model is made of, and whether the files on this machine are the recorded ones."""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import msgspec

from suasion.errors import ModelError
from suasion.ids import digest

HERE = Path(__file__).parent
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFile:
    """A file of a model: its path below the package's folder, its size and its SHA-256 (hex)."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """A model's card: what it is, where it came from, what it was trained and tested on, and its files.

    `package` is the import name of the Python package whose folder holds the files; `folder` is the part of
    it that the model is loaded from. `scores` are as `tested_on` says, from 0 to 1. `bytes` counts all files.
    """

    name: str
    version: str
    package: str
    folder: str
    install: str
    role: str
    author: str
    url: str
    licence: str
    trained_on: tuple[str, ...]
    tested_on: str
    scores: dict[str, float]
    bytes: int
    files: tuple[ModelFile, ...]

    @cached_property
    def fingerprint(self) -> str:
        """Hash name, version and every file's hash: changes whenever the model could answer differently."""
        return digest(
            [self.name, self.version, *(part for file in self.files for part in (file.path, file.sha256))]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelStatus:
    """A model on this machine: `ready` (files as recorded), `missing` or `changed`, with a plain `detail`."""

    name: str
    version: str
    role: str
    licence: str
    state: Literal["ready", "missing", "changed"]
    detail: str
    bytes: int
    path: Path | None
    fingerprint: str
    trained_on: tuple[str, ...]
    tested_on: str


def read_manifest(path: Path) -> Manifest:
    """Read a manifest.

    Raises:
        ModelError: the file is missing or not a manifest.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError) as error:
        raise ModelError(
            f"The model manifest {path.name} cannot be read: {error}.",
            cause="The installation of suasion is damaged.",
            remedy="Install suasion again.",
        ) from error


def package_folder(manifest: Manifest) -> Path:
    """Find the folder of the model's package without importing (and so running) it.

    Raises:
        ModelError: the package is not installed.
    """
    try:
        found = importlib.util.find_spec(manifest.package)
    except (ImportError, ValueError):
        found = None
    if found is None or not found.submodule_search_locations:
        raise ModelError(
            f"The model {manifest.name} {manifest.version} is not installed.",
            cause=f"Python finds no package '{manifest.package}'.",
            remedy=f"Install it: {manifest.install}",
        )
    return Path(next(iter(found.submodule_search_locations)))


def check_files(manifest: Manifest, root: Path) -> None:
    """Check that every file of the manifest lies below `root` and has the recorded hash.

    Files that the manifest does not name (compiled Python, say) do not matter: the loader never opens them.

    Raises:
        ModelError: a file is missing, cannot be read, or differs.
    """
    for file in manifest.files:
        if (fault := _fault(root / file.path, file)) is not None:
            raise ModelError(
                f"The model {manifest.name}: {fault}.",
                cause=f"Another version than {manifest.version} is installed, or the file was altered.",
                remedy=f"Install it again: {manifest.install}",
            )


def _fault(path: Path, file: ModelFile) -> str | None:
    try:
        if path.stat().st_size != file.bytes:
            return f"{file.path} has {path.stat().st_size} bytes, {file.bytes} are recorded"
        hasher = hashlib.sha256()
        with path.open("rb") as stream:
            while block := stream.read(BLOCK):
                hasher.update(block)
    except OSError as error:
        return f"{file.path} cannot be read ({error.strerror or error})"
    if hasher.hexdigest() != file.sha256:
        return f"{file.path} has SHA-256 {hasher.hexdigest()[:12]}…, {file.sha256[:12]}… is recorded"
    return None


def status(manifest: Manifest) -> ModelStatus:
    """Say whether the model is on this machine as recorded; never raises for a model that is not."""
    state: Literal["ready", "missing", "changed"] = "ready"
    detail, path = "all files have the recorded hashes", None
    try:
        state = "missing"
        path = package_folder(manifest)
        state = "changed"
        check_files(manifest, path)
        state = "ready"
    except ModelError as error:
        detail = str(error)
    return ModelStatus(
        name=manifest.name,
        version=manifest.version,
        role=manifest.role,
        licence=manifest.licence,
        state=state,
        detail=detail,
        bytes=manifest.bytes,
        path=path,
        fingerprint=manifest.fingerprint,
        trained_on=manifest.trained_on,
        tested_on=manifest.tested_on,
    )


def installed_models() -> tuple[ModelStatus, ...]:
    """Give the status of every model that suasion has a manifest for, by name."""
    manifests = (read_manifest(path) for path in [*HERE.glob("*.json"), *HERE.glob("*/manifest.json")])
    return tuple(status(manifest) for manifest in sorted(manifests, key=lambda manifest: manifest.name))
