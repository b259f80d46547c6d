"""A file as it came, made into lines of UTF-8: unpacked, its hash taken, broken bytes mended; line numbers stay."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from suasion.errors import InputError

CHUNK = 1 << 20
GAP = "\x1e"
"""Stands between cells of nothing: the byte that DuckDB is told to part lines at, so that it never does."""
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_ODD = (b"\r", b"\0", GAP.encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file to read: `lines` has what `path` holds as lines of UTF-8 (it is `path` itself where that is so already)."""

    path: Path
    lines: Path
    sha256: str

    def texts(self) -> Iterator[tuple[int, str]]:
        """Give each line with its number, from 1, without its end."""
        with self.lines.open(encoding="utf-8-sig", newline="\n") as file:
            for number, line in enumerate(file, 1):
                yield number, line.rstrip("\n")

    def head(self, n: int) -> list[str]:
        """Give the first lines."""
        return [text for number, text in _until(self.texts(), n)]


def _until(lines: Iterator[tuple[int, str]], n: int) -> Iterator[tuple[int, str]]:
    for number, text in lines:
        yield number, text
        if number >= n:
            return


def file_hash(path: Path) -> str:
    """Hash a file as it lies there (SHA-256, hex).

    Raises:
        InputError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror or error}.",
            cause="The path is misspelt, is a folder, or may not be read.",
            remedy="Give the path of a file.",
        ) from error


def prepare(path: Path, sha256: str, scratch: Path) -> Source:
    """Find a file's lines; where they are packed, not UTF-8, or odd, write them out whole into `scratch`.

    A line that is no UTF-8 is read as Windows-1252 (which holds what ISO-8859-1 shows). Stray carriage returns, nulls and separators
    become blanks; a blank line stays one, so that numbers hold.

    Raises:
        InputError: the file is empty, or an archive of several files.
    """
    with path.open("rb") as file:
        packed = file.read(4).startswith((_GZIP, _ZIP))
    if not packed and not _is_odd(path):
        return Source(path=path, lines=path, sha256=sha256)
    lines = scratch / "lines.txt"
    with _unpacked(path) as given, lines.open("wb") as out:
        for line in given:
            out.write(_mended(line) + b"\n")
    if lines.stat().st_size == 0:
        raise _empty(path)
    return Source(path=path, lines=lines, sha256=sha256)


def _is_odd(path: Path) -> bool:
    """Tell whether a file is anything but lines of UTF-8 with newlines at their ends and none blank.

    Raises:
        InputError: it is empty.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    before = b"\n"
    with path.open("rb") as file:
        try:
            while chunk := file.read(CHUNK):
                if any(mark in chunk for mark in _ODD) or b"\n\n" in before + chunk[:1] or b"\n\n" in chunk:
                    return True
                if not (chunk.isascii() and decoder.getstate()[0] == b""):
                    decoder.decode(chunk)
                before = chunk[-1:]
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return True
        if file.tell() == 0:
            raise _empty(path)
    return False


@contextmanager
def _unpacked(path: Path) -> Iterator[BinaryIO]:
    with path.open("rb") as file:
        start = file.read(4)
        file.seek(0)
        if start.startswith(_ZIP):
            with zipfile.ZipFile(file) as archive:
                names = [name for name in archive.namelist() if not name.endswith("/")]
                if len(names) != 1:
                    raise InputError(
                        f"{path} holds {len(names)} files.",
                        cause="It is an archive of several files, and each is imported by itself.",
                        remedy="Unpack it and give the files.",
                    )
                with archive.open(names[0]) as member:
                    yield member  # type: ignore[misc]  # typeshed's IO[bytes] is all that lines need
        elif start.startswith(_GZIP):
            with gzip.open(file) as unzipped:
                yield unzipped  # type: ignore[misc]  # as above
        else:
            yield file


def _mended(line: bytes) -> bytes:
    whole = line.rstrip(b"\r\n").removeprefix(codecs.BOM_UTF8)
    for mark in _ODD:
        whole = whole.replace(mark, b" ")
    try:
        whole.decode("utf-8")
    except UnicodeDecodeError:
        whole = whole.decode("cp1252", "replace").encode("utf-8")
    return whole or b" "


def _empty(path: Path) -> InputError:
    return InputError(
        f"{path} is empty.",
        cause="The download or the export broke off, or it is another file.",
        remedy="Get the file again.",
    )
