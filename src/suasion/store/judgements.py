"""The log of judgements: a line of JSON for each, appended and never changed."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import msgspec

from suasion.errors import CaseError
from suasion.records import Judgement


def read_judgements(path: Path) -> tuple[Judgement, ...]:
    """Read all judgements in the order they were made; a missing file holds none.

    A last line without its line end is one whose writing was cut short: nobody was told that it was kept,
    and it is left out.

    Raises:
        CaseError: a line is not a judgement.
    """
    if not path.exists():
        return ()
    found = []
    for number, line in enumerate(path.read_bytes().splitlines(keepends=True), start=1):
        try:
            if line.strip():
                found.append(msgspec.json.decode(line, type=Judgement))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            if not line.endswith(b"\n"):
                break
            raise CaseError(
                f"Line {number} of {path} is not a judgement: {error}.",
                cause="The file was changed by hand.",
                remedy="Correct or delete that line; the rest is kept.",
            ) from error
    return tuple(found)


def append_judgement(path: Path, judgement: Judgement) -> None:
    """Add a judgement to the log and see it onto the disk; two writers wait for each other."""
    with path.open("a+b") as log:
        fcntl.flock(log, fcntl.LOCK_EX)
        _mend(log.fileno(), path)
        log.write(msgspec.json.encode(judgement) + b"\n")
        log.flush()
        os.fsync(log.fileno())


def _mend(handle: int, path: Path) -> None:
    """End an unended last line, or cut it off where its writing was cut short."""
    content = path.read_bytes()
    if not content or content.endswith(b"\n"):
        return
    whole = content.rfind(b"\n") + 1
    try:
        msgspec.json.decode(content[whole:], type=Judgement)
    except msgspec.DecodeError:
        os.ftruncate(handle, whole)
    else:
        os.write(handle, b"\n")
