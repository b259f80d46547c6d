"""Content-derived ids: the same content has the same id on every machine and in every run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

ID_DIGITS = 16
"""64 bits: at a million records of one kind the chance of any collision is below 3e-8."""


def digest(parts: Iterable[str | None]) -> str:
    """Hash the parts in order (hex, 64 digits). A null differs from the empty string; no two lists of parts run together."""
    encoded = [b"\xff" if part is None else part.encode("utf-8", "surrogatepass") for part in parts]
    return hashlib.sha256(b"".join(len(one).to_bytes(8, "big") + one for one in encoded)).hexdigest()


def content_id(kind: str, *parts: str | None) -> str:
    """Give the id of a record of `kind` (one letter) from the parts that make it what it is."""
    return kind + digest(parts)[:ID_DIGITS]


@cache
def files_digest(package: str) -> str:
    """Hash the code and data files of a package, so that a room's fingerprint changes when any of them does (hex, 64 digits).

    Read once per process, without importing the package; compiled files do not count. About 2 ms for a room.
    """
    spec = find_spec(package)
    folders = sorted(spec.submodule_search_locations or ()) if spec else []
    parts: list[str] = []
    for folder in map(Path, folders):
        files = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        for path in sorted(files):
            parts += [path.relative_to(folder).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()]
    return digest(parts)
