"""Pairs of words that English puts side by side, to tell an odd turn of phrase from a usual one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

from suasion.ingest.damage.lexicon import data_bytes

PROBES = 5
"""Bits set for each pair."""
_HALF = 4


@dataclass(frozen=True, slots=True)
class PairFilter:
    """A Bloom filter (Bloom 1970) of pairs of words: a pair in it is always known, one that is not in some 2 % of the cases.

    `bits`: a power of two of them, eight to a byte. Built by `tools/build_pairs.py`.
    """

    bits: bytes

    def holds(self, one: str, other: str) -> bool:
        """Whether English uses two words (lower case, `'` for every apostrophe) one after the other."""
        return all(self.bits[place >> 3] >> (place & 7) & 1 for place in places(one, other, len(self.bits)))


def places(one: str, other: str, size: int) -> list[int]:
    """Give the bits of a pair in a filter of `size` bytes, by double hashing (Kirsch and Mitzenmacher 2006)."""
    digest = blake2b(f"{one} {other}".encode(), digest_size=2 * _HALF).digest()
    first, step = int.from_bytes(digest[:_HALF], "little"), int.from_bytes(digest[_HALF:], "little") | 1
    return [(first + n * step) % (8 * size) for n in range(PROBES)]


@cache
def sound_pairs() -> PairFilter:
    """Give the pairs that English uses."""
    return PairFilter(data_bytes("pairs.bloom"))
