"""Paths as the user gave them to sources that can be read: files, folders, globs, `-` for standard input."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from suasion.ingest.drafts import Refusal

Form = Literal["plain", "markdown", "page", "lines", "stdin"]

FORMS: dict[str, Form] = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".jsonl": "lines",
    ".ndjson": "lines",
}
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Something to read; `path` as given on the command line, a folder's joined with the file's name."""

    path: str
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A path that cannot be read, and why."""

    path: str
    refusal: Refusal


def shown(path: str) -> str:
    r"""Make a file name that is not valid Unicode printable (`\udcff`), so that it can be stored."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


def expand(paths: Sequence[str]) -> Iterator[Source | Refused]:
    """Give the sources that the paths stand for, in the order given; a folder's and a glob's by name."""
    for path in paths:
        if path == "-":
            yield Source(path=path, form="stdin")
        elif not os.path.lexists(path) and glob.has_magic(path):
            yield from _glob(path)
        elif _is_folder(path):
            yield from _folder(path)
        else:
            yield _file(path)


def _glob(pattern: str) -> Iterator[Source | Refused]:
    hits = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
    if "**" in pattern:
        hits = [hit for hit in hits if not _is_folder(hit)]
    if not hits:
        yield _refused(
            pattern, "missing", "No file matches this pattern. Check its spelling and the folder you are in."
        )
    for hit in hits:
        yield from _folder(hit) if _is_folder(hit) else iter((_file(hit),))


def _folder(folder: str) -> Iterator[Source | Refused]:
    found = False
    for entry in _walk(folder):
        found = True
        yield entry
    if not found:
        yield _refused(
            folder, "empty", "The folder holds no file that can be read. Check that it is the one you meant."
        )


def _walk(folder: str) -> Iterator[Source | Refused]:
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 - only the names
    except OSError as error:
        yield _refused(
            folder, "unreadable", f"The folder cannot be listed: {error.strerror}. Check its permissions."
        )
        return
    for name in names:
        path = os.path.join(folder, name)  # noqa: PTH118 - keeps a leading "./" as the user gave it
        if name.startswith("."):
            continue
        if not _is_folder(path):
            yield _file(path)
        elif os.path.islink(path):  # noqa: PTH114
            yield _refused(
                path,
                "unsupported",
                "Links to folders are not followed, lest they run in circles. Name the folder itself.",
            )
        else:
            yield from _walk(path)


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):  # a name that the system cannot hold
        return False


def _file(path: str) -> Source | Refused:
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except (FileNotFoundError, ValueError):
        cause = "The link leads nowhere." if os.path.islink(path) else "There is no such file or folder."  # noqa: PTH114
        return _refused(path, "missing", f"{cause} Check the spelling and the folder you are in.")
    except OSError as error:
        return _refused(
            path, "unreadable", f"It cannot be opened: {error.strerror}. Check its name and permissions."
        )
    form = FORMS.get(Path(path).suffix.lower())
    if form is None:
        known = " ".join(FORMS)
        return _refused(
            path,
            "unsupported",
            f"Files of this kind are not read. Known endings: {known}; or pipe text to '-'.",
        )
    if not stat.S_ISREG(mode):
        return _refused(
            path, "unreadable", "It is a device or a pipe, not a file. Pipe its text to '-' instead."
        )
    return Source(path=path, form=form)


def _refused(
    path: str, reason: Literal["missing", "empty", "unreadable", "unsupported"], detail: str
) -> Refused:
    return Refused(path=path, refusal=Refusal(reason=reason, detail=detail))


def too_large(limit: int) -> Refusal:
    """Say that something is longer than `limit` bytes."""
    return Refusal(
        reason="too-large",
        detail=f"It is longer than {limit:,} bytes, more than any report. "
        "Split it, or raise max_report_bytes in suasion.toml.",
    )


def too_long(limit: int) -> Refusal:
    """Say that a text is longer than `limit` characters, more than reading takes."""
    return Refusal(
        reason="too-large",
        detail=f"Its text is longer than {limit:,} characters, more than any report. Split it: one report a file. "
        "max_report_characters in suasion.toml sets the limit; reading takes at most 200,000.",
    )


def unreadable(error: OSError) -> Refusal:
    """Say that the system would not let us read."""
    return Refusal(
        reason="unreadable", detail=f"It cannot be read: {error.strerror or error}. Check its permissions."
    )


def read_all(stream: BinaryIO, limit: int, begun: bytes = b"") -> bytes | Refusal:
    """Read a stream to its end, after what was `begun`, unless it is longer than `limit` bytes.

    Raises:
        OSError: the system would not let us read.

    """
    raw = begun + stream.read(limit + 1 - len(begun)) if len(begun) <= limit else begun
    return too_large(limit) if len(raw) > limit else raw


def read_lines(
    stream: BinaryIO, limit: int, begun: bytes | Refusal | None = None
) -> Iterator[tuple[int, bytes | Refusal]]:
    """Give the lines that are not blank with their numbers (from 1), one in memory at a time.

    A line longer than `limit` bytes is passed over in pieces and refused.

    Raises:
        OSError: the system would not let us read.

    """
    number = 1
    line = read_line(stream, limit) if begun is None else begun
    while line != b"":
        if isinstance(line, Refusal) or line.strip():
            yield number, line
        number += 1
        line = read_line(stream, limit)


def read_line(stream: BinaryIO, limit: int) -> bytes | Refusal:
    """Read one line with its end; empty at the end of the stream."""
    line = stream.readline(limit + 1)
    if len(line) <= limit:
        return line
    while line and not line.endswith(b"\n"):
        line = stream.readline(_CHUNK)
    return too_large(limit)
