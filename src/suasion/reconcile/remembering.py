"""Answers that are worked out once: the words of texts come again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

MOST = 1 << 17
"""Answers that are held unless told otherwise; then all are forgotten."""
T = TypeVar("T")


class Remembering(dict[str, T]):
    """Answers by what was asked, at most so many; each is found when it is asked for first."""

    def __init__(self, find: Callable[[str], T], most: int = MOST) -> None:
        super().__init__()
        self._find, self._most = find, most

    def __missing__(self, asked: str) -> T:
        if len(self) >= self._most:
            self.clear()
        self[asked] = found = self._find(asked)
        return found

    def __reduce__(self) -> tuple[type[Remembering[T]], tuple[Callable[[str], T], int]]:
        """Send it to another process without what it remembers."""
        return Remembering, (self._find, self._most)
