"""Drawing by strata with known probabilities, so that what is found in a sample can be said of the whole case.

Everything is drawn by hashes of ids and the seed: the same case and seed give the same sample on every machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from suasion.ids import digest
from suasion.records import Participant, Statement

POWER = 0.75
"""Strata are drawn in proportion to their size to this power (Bankier 1988, The American Statistician 42: 174-177):
1 would leave rare types out, 0 would spend the sample on them."""

BANDS: tuple[tuple[float, str], ...] = ((0.8, "0.8-1.0"), (0.5, "0.5-0.8"), (0.0, "0.0-0.5"))
"""Bands of a statement's probability, from the top: the lower bound, inclusive, and its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """An item that was drawn, and its weight: one over the probability with which it was."""

    id: str
    weight: float


def dyads(statement: Statement) -> frozenset[tuple[str, str]]:
    """Give the ordered pairs of states between which an act passes; a joint subject's members are both sides of it."""
    actors, recipients = _countries(statement.actors), _countries(statement.recipients)
    others = recipients if statement.recipients else actors
    return frozenset((a, b) for a in actors for b in others if a != b)


def reach(statement: Statement) -> str:
    """Say whether an act passes between states, within one, or has a side that no state stands for."""
    if dyads(statement):
        return "inter-state"
    return "domestic" if _countries(statement.actors) and _countries(statement.recipients) else "other"


def _countries(side: Iterable[Participant]) -> set[str]:
    return {actor.country for actor in side if actor.country}


def band(probability: float) -> str:
    """Name the band of a probability."""
    return next(name for low, name in BANDS if probability >= low or low == 0)


def stratum_of(statement: Statement) -> str:
    """Name a statement's stratum: type, factuality, reach and band, joined by `/`."""
    parts = (statement.event_type, statement.factuality, reach(statement), band(statement.probability))
    return "/".join(parts)


def uniform(seed: str, *words: str) -> float:
    """Give a number from 0 (inclusive) to 1 (exclusive) that the seed and the words decide."""
    return int(digest([seed, *words])[:13], 16) / 16**13


def shuffled(ids: Iterable[str], seed: str) -> list[str]:
    """Give ids in an order that the seed decides, whatever order they came in."""
    return sorted(ids, key=lambda item: (uniform(seed, "order", item), item))


def draw_by_cell(cells: Mapping[str, str], n: int, seed: str) -> list[Drawn]:
    """Draw `n` ids (all, if there are fewer) from a mapping of ids to strata; rare strata are drawn more often than their share."""
    sizes = Counter(cells.values())
    return draw({item: sizes[cell] ** (POWER - 1) for item, cell in cells.items()}, n, seed, order=cells)


def draw(
    sizes: Mapping[str, float], n: int, seed: str, *, order: Mapping[str, Hashable] | None = None
) -> list[Drawn]:
    """Draw `n` ids with probabilities in proportion to `sizes` (positive), systematically from a list.

    The list is ordered by `order` and at random within it, so that every stretch of it gets its share (Madow 1949,
    Annals of Mathematical Statistics 20: 333-354). Probabilities never pass 1: what would is drawn for sure.
    """
    if n <= 0:
        return []
    listed = shuffled(sizes, seed)
    if order is not None:
        listed.sort(key=lambda item: str(order[item]))
    chances = inclusion([sizes[item] for item in listed], n)
    start, passed = uniform(seed, "start"), 0.0
    found: list[Drawn] = []
    for item, chance in zip(listed, chances, strict=True):
        passed += chance
        if chance >= 1.0 or passed > start + len(found):
            found.append(Drawn(id=item, weight=1 / chance))
    return found


def inclusion(sizes: Sequence[float], n: int) -> list[float]:
    """Give inclusion probabilities that add up to `n` and are in proportion to `sizes`, none above 1."""
    if n >= len(sizes):
        return [1.0] * len(sizes)
    sure: set[int] = set()
    while True:
        rest = sum(size for i, size in enumerate(sizes) if i not in sure)
        factor = (n - len(sure)) / rest if rest else 0.0
        more = {i for i, size in enumerate(sizes) if i not in sure and size * factor >= 1}
        if not more:
            return [1.0 if i in sure else size * factor for i, size in enumerate(sizes)]
        sure |= more


def allocate(n: int, sizes: Mapping[str, int], shares: Mapping[str, float]) -> dict[str, int]:
    """Split `n` among strata by `shares`; what a stratum is too small for goes to the others."""
    left = {name: float(shares[name]) for name, size in sizes.items() if size}
    given: dict[str, int] = dict.fromkeys(sizes, 0)
    rest = min(n, sum(sizes.values()))
    while rest and left:
        whole = sum(left.values())
        full = [name for name, share in left.items() if rest * share / whole >= sizes[name]]
        if not full:
            break
        for name in full:
            given[name] = sizes[name]
            del left[name]
        rest = min(n, sum(sizes.values())) - sum(given.values())
    return {**given, **_rounded(rest, left)}


def _rounded(n: int, shares: Mapping[str, float]) -> dict[str, int]:
    """Split by shares into whole numbers that add up to `n`, the largest remainders rounded up."""
    whole = sum(shares.values())
    exact = {name: n * share / whole for name, share in shares.items()}
    found = {name: int(value) for name, value in exact.items()}
    by_rest = sorted(exact, key=lambda name: (found[name] - exact[name], name))
    for name in by_rest[: n - sum(found.values())]:
        found[name] += 1
    return found
