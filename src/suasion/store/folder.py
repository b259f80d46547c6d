"""The case folder: what lies where, one writer at a time, and files that are whole or not there.

::

    CASE/
    ├── suasion.toml       settings; its presence makes the folder a case
    ├── judgements.jsonl   what people decided: precious
    ├── dossier.html       the page to read and mail
    └── store/             derived: may be deleted, `suasion run` makes it again
        ├── current        names the committed snapshot; replaced atomically
        ├── snapshot-….duckdb
        ├── draft-…        a run's private copy; what a killed run left is cleaned by the next
        ├── published      what the dossier was made from
        └── lock           held by the one writer
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

import msgspec

from suasion.errors import CaseError
from suasion.settings import Settings
from suasion.store.schema import SCHEMA_VERSION

_TEMPORARY = ".suasion-"
_SNAPSHOT = "snapshot-"
_DRAFT = "draft-"


class Pointer(msgspec.Struct, frozen=True, kw_only=True):
    """The content of `current`: which snapshot is committed, and the form of its tables."""

    schema: int
    snapshot: str


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """What the dossier on disk was made from, so that it is made again exactly when that changed."""

    snapshot: str
    fingerprint: str
    dossier: str
    """SHA-256 of the file, hex."""


def sync(path: Path) -> None:
    """Have a file or folder reach the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that at every moment it is the old one or the whole new one."""
    temporary = path.with_name(f"{_TEMPORARY}{path.name}-{secrets.token_hex(4)}")
    try:
        with temporary.open("xb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync(path.parent)


def default_toml() -> bytes:
    """Write the settings as TOML with every default commented out."""
    lines = ["# Settings of this case. Take the '#' away before a line to change it.", "", "[settings]"]
    for item in fields(Settings):
        unit = f" ({item.metadata['unit']})" if item.metadata["unit"] else ""
        lines += [f"# {item.metadata['help']}{unit}", f"# {item.name} = {item.default}"]
    return ("\n".join(lines) + "\n").encode()


class CaseFolder:
    """The files of one case."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.toml = path / "suasion.toml"
        self.judgements = path / "judgements.jsonl"
        self.dossier = path / "dossier.html"
        self.store = path / "store"

    @classmethod
    def open(cls, path: Path) -> CaseFolder:
        """Find an existing case.

        Raises:
            CaseError: there is no case at `path`.
        """
        folder = cls(path)
        if not folder.toml.is_file():
            raise CaseError(
                f"{path} is not a case.",
                cause="The path is misspelt, or nothing has been run there yet.",
                remedy=f"Make one with: suasion run PATH... --case {path}",
            )
        return folder

    @classmethod
    def create(cls, path: Path) -> CaseFolder:
        """Find the case at `path`, or make an empty one there if the folder is new, empty or half made.

        Raises:
            CaseError: `path` is a file, or a folder of something else; nothing is touched.
        """
        folder = cls(path)
        if folder.toml.is_file():
            return folder
        foreign = path.exists() and (
            not path.is_dir() or any(not entry.name.startswith(_TEMPORARY) for entry in path.iterdir())
        )
        if foreign:
            raise CaseError(
                f"{path} exists and is not a case; nothing in it was touched.",
                cause="The path is misspelt, or it is a folder of something else.",
                remedy="Give --case a new folder, an empty one, or an existing case.",
            )
        path.mkdir(parents=True, exist_ok=True)
        write_atomically(folder.toml, default_toml())
        return folder

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the case as its only writer, after clearing away what a killed run left.

        Raises:
            CaseError: another process holds it.
        """
        self.store.mkdir(exist_ok=True)
        with (self.store / "lock").open("ab") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise CaseError(
                    f"Another suasion process is writing to {self.path}.",
                    cause="A run of this case has not finished yet.",
                    remedy="Wait until it is done, or stop it; the case stays whole.",
                ) from error
            self._clean()
            yield

    def _clean(self) -> None:
        pointer = self.pointer()
        kept = pointer.snapshot if pointer else None
        for entry in [*self.store.iterdir(), *self.path.iterdir()]:
            ours = entry.name.startswith(_TEMPORARY)
            derived = entry.parent == self.store and entry.name.startswith((_DRAFT, _SNAPSHOT))
            if entry.is_file() and (ours or (derived and entry.name != kept)):
                entry.unlink(missing_ok=True)
            elif entry.is_dir() and derived:
                _remove_folder(entry)

    def pointer(self) -> Pointer | None:
        """Read which snapshot is committed; null if no run has finished yet.

        Raises:
            CaseError: the pointer is unreadable, or names a store of another version.
        """
        try:
            pointer = msgspec.json.decode((self.store / "current").read_bytes(), type=Pointer)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except msgspec.DecodeError as error:
            raise self._unusable("is damaged", "The file 'store/current' was changed by hand.") from error
        if pointer.schema != SCHEMA_VERSION:
            raise self._unusable("has another form than this suasion reads", "Another version made it.")
        return pointer

    def _unusable(self, what: str, cause: str) -> CaseError:
        return CaseError(
            f"The store of {self.path} {what}.",
            cause=cause,
            remedy=f"Delete {self.store} and run again; judgements and settings are kept.",
        )

    def snapshot(self) -> Path | None:
        """Give the committed snapshot's file; null if no run has finished yet.

        Raises:
            CaseError: the store is of another version, or its snapshot is gone.
        """
        for _ in range(3):  # a run may commit, and clear the old snapshot away, between the two looks
            pointer = self.pointer()
            if pointer is None:
                return None
            if (self.store / pointer.snapshot).is_file():
                return self.store / pointer.snapshot
        raise self._unusable("has lost its snapshot", "A file in 'store' was deleted or moved.")

    def draft_path(self) -> Path:
        """Name a new private working file."""
        return self.store / f"{_DRAFT}{secrets.token_hex(8)}.duckdb"

    def commit(self, draft: Path, run_id: str) -> Path:
        """Make a closed draft the case's snapshot, in one atomic step, and clear the old one away."""
        target = self.store / f"{_SNAPSHOT}{run_id}-{secrets.token_hex(4)}.duckdb"
        sync(draft)
        draft.rename(target)
        sync(self.store)
        pointer = Pointer(schema=SCHEMA_VERSION, snapshot=target.name)
        write_atomically(self.store / "current", msgspec.json.encode(pointer) + b"\n")
        self._clean()
        return target

    def published(self) -> Published | None:
        """Read what the dossier on disk was made from; null if that is not known."""
        try:
            return msgspec.json.decode((self.store / "published").read_bytes(), type=Published)
        except (FileNotFoundError, msgspec.DecodeError):
            return None

    def publish(self, page: bytes, made_from: Published) -> None:
        """Write the dossier, then what it was made from."""
        write_atomically(self.dossier, page)
        write_atomically(self.store / "published", msgspec.json.encode(made_from) + b"\n")


def _remove_folder(path: Path) -> None:
    for entry in path.iterdir():
        entry.unlink(missing_ok=True)
    path.rmdir()
