"""suasion: checkable political event data from what many outlets report."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from suasion.case import Case

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def open(path: str | Path) -> Case:  # noqa: A001 - reads as `suasion.open(...)`
    """Open a case. Nothing is read or written until it is used; `Case.run` makes it if it is not there."""
    from suasion.case import Case  # noqa: PLC0415 - importing suasion stays free of libraries

    return Case(path)
