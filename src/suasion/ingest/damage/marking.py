"""How damage is written down, and which of several finds at one place stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from suasion.overlap import Overlaps
from suasion.records import Damage


def mark(  # noqa: PLR0917  as a row of a table: where, what for, which kind, how sure
    text: str, start: int, end: int, meant: str | None, kind: str, confidence: float
) -> Damage:
    """Mark `text[start:end]`. `meant`: what belongs there; empty: nothing; null: not known. `confidence`: 0-1."""
    return Damage(
        start=start, end=end, surface=text[start:end], meant=meant, kind=kind, confidence=confidence
    )


_JOINING = frozenset({"lost-space", "glued-caption"})


def settle(found: Iterable[Damage]) -> tuple[Damage, ...]:
    """Keep of overlapping finds the surest, of equally sure ones the longest; in order of position.

    A lost space gives way where one of its words is broken too ("Ruzia.The"): it keeps the rest.
    """
    ranked = sorted(
        _apart(tuple(found)), key=lambda it: (-it.confidence, it.start - it.end, it.start, it.kind)
    )
    kept: list[Damage] = []
    taken: set[int] = set()
    for item in ranked:
        places = range(item.start, item.end)
        if taken.isdisjoint(places):
            kept.append(item)
            taken.update(places)
    return tuple(sorted(kept, key=lambda it: it.start))


def _apart(found: Sequence[Damage]) -> Iterator[Damage]:
    """Cut the joints so that they do not cover what is broken beside them."""
    words = Overlaps((it, (it,)) for it in found if it.kind not in _JOINING and it.meant)
    for item in found:
        if item.kind in _JOINING and item.meant:
            near = words.at(item.start, item.end)
            first = next((w for w in near if w.start <= item.start < w.end < item.end), None)
            last = next((w for w in near if item.start < w.start < item.end <= w.end), None)
            yield _cut(item, first.end - item.start if first else 0, item.end - last.start if last else 0)
        else:
            yield item


def _cut(item: Damage, head: int, tail: int) -> Damage:
    surface, meant = item.surface, item.meant or ""
    if (
        not 0 < head + tail < len(surface)
        or not meant.startswith(surface[:head])
        or not meant.endswith(surface[len(surface) - tail :])
    ):
        return item
    return replace(
        item,
        start=item.start + head,
        end=item.end - tail,
        surface=surface[head : len(surface) - tail],
        meant=meant[head : len(meant) - tail],
    )
