"""Bytes in a file, by number: one process puts them there, any may read them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

_SIZE_BITS = 26
"""Of a number; the rest says where a thing begins. 64 MB are more than any record has."""


class FileShelf:
    """Numbers hold where a thing lies, so there is no table of them. What is put is read once it is flushed: before others ask."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._end = path.stat().st_size if path.exists() else 0

    def put(self, things: Iterable[bytes]) -> list[int]:
        """Put things away, and give the number of each."""
        numbers, found = [], []
        for thing in things:
            numbers.append(self._end << _SIZE_BITS | len(thing))
            found.append(thing)
            self._end += len(thing)
        with self._path.open("ab") as file:
            file.write(b"".join(found))
        return numbers

    def get(self, numbers: Iterable[int]) -> Iterator[bytes]:
        """Give things by their numbers."""
        if self._end == 0:
            return
        with self._path.open("rb") as file:
            # Not mapped into memory: of a large case that would come to gigabytes in each process.
            for number in numbers:
                yield os.pread(file.fileno(), number & ((1 << _SIZE_BITS) - 1), number >> _SIZE_BITS)


@contextmanager
def shelf_beside(path: Path) -> Iterator[FileShelf]:
    """Give an empty shelf beside a file, for as long as it is needed."""
    place = path.with_suffix(".shelf")
    place.unlink(missing_ok=True)
    try:
        yield FileShelf(place)
    finally:
        place.unlink(missing_ok=True)
