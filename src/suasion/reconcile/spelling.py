"""Names that are nearly alike: shortened, or with letters that translation or scraping broke."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz.distance import DamerauLevenshtein

from suasion.reconcile.words import fold_name
from suasion.registers import Outlet

_SHORT_NAME = 5
_LONG_NAME = 8


def is_form_of(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether the words of `short` are, nearly, words of `full` in the same order, ending with its last."""
    if not short or not full or len(short) > len(full) or not _alike(short[-1], full[-1]):
        return False
    rest = iter(full)
    return all(any(_alike(word, other) for other in rest) for word in short)


def _alike(left: str, right: str) -> bool:
    if left == right:
        return True
    shorter = min(len(left), len(right))
    allowed = 0 if shorter < 3 else 1 if shorter < _LONG_NAME else 2  # noqa: PLR2004  one letter of three is the least that can be broken
    return left[0] == right[0] and DamerauLevenshtein.distance(left, right) <= allowed


def broken_names(surface: str, outlets: Mapping[str, Iterable[tuple[Outlet, str]]]) -> list[Outlet]:
    """Give the outlets (by the first letter of their folded names) of whose name a surface may be a broken form."""
    folded = fold_name(surface)
    close = (outlet for outlet, name in outlets.get(folded[:1], ()) if _broken(folded, name))
    return list({outlet.id: outlet for outlet in close}.values())


def _broken(surface: str, name: str) -> bool:
    if surface.startswith("al ") and name.startswith("al "):
        surface, name = surface[3:], name[3:]
    if abs(len(surface) - len(name)) > 2:  # noqa: PLR2004  the most that is allowed below
        return False
    allowed = 1 if len(surface) <= _SHORT_NAME + 2 else 2
    return DamerauLevenshtein.distance(surface, name) <= allowed
