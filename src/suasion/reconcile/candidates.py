"""Which reports may share their text: the pairs that are worth comparing.

A report's *sketch* holds two kinds of keys. *Copy keys* are a fixed half of its five-word shingles, the same half in every
report (sampling by the hash's own value: Heintze 1996, Broder 1997), so that a cut or rearranged copy shares its share of
them. *Retelling keys* stand for three of the five longest stems of a sentence, or for two details of it, or of it and
the next; details are names and figures without those of states. A translation or a retelling shares no shingles, but
these. Two reports meet if they share enough
keys of a kind and were published near enough to each other.

Whether two reports meet hangs on these two alone, but for one bound: a key that more than `MOST_HOLDERS` reports of one
month hold says nothing there (a site's standing words under each of its reports). `swayed` tells whom that bound reaches
when reports come or go.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from suasion.reconcile.likeness import Outline
from suasion.reconcile.texts import Hashes, Text, mixed, numbers_of
from suasion.reconcile.words import word_hash
from suasion.records import Report

COPY_DAYS, RETELL_DAYS = 60, 30
"""A copy, and a retelling, is published at most so long after what it goes back to; a report without a date meets all."""
_COPY_LEAST, _RETELL_LEAST = 2, 2
_COPY_SHARE = 0.08
"""Of the keys of the report that has fewer. The least that `reuse` calls a rewrite is 0.2 of the shingles."""
_LONGEST, _TAKEN = 5, 3
MOST_HOLDERS = 2000
"""Reports of one month."""
MONTH = 30
_UNDATED = 1 << 24
"""Stands for the day of a report without one: later than all days."""
_CHUNK = 8_000_000
"""Meetings that are counted at a time: some 200 MB."""

_OWNER_BITS = 31
"""Beside 32 bits of a key in a signed number: two thousand million reports."""

Ints: TypeAlias = NDArray[np.int64]
_KEY = np.dtype("<u4")


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of a report to find those that may share its text.

    `day` is that of publication, as an ordinal. Keys are 32-bit numbers in order of size, little-endian.
    """

    report_id: str
    day: int | None
    copy_keys: bytes
    retell_keys: bytes


def sketches_of(texts: Sequence[Text], state_words: frozenset[str]) -> list[Sketch]:
    """Make the sketch of each report: a function of it alone. Many at a time cost a third less than one by one.

    `state_words` are the folded words that name states: no details of a report.
    """
    if not texts:
        return []
    hashes = [text.shingle_hashes for text in texts]
    flat, owners = np.concatenate(hashes), np.repeat(np.arange(len(texts)), list(map(len, hashes)))
    sampled = flat % np.uint64(2) == 0
    triples, of_triples = _grouped(map(_stem_groups, texts), _TAKEN, in_order_of_hash=True)
    details, of_details = _grouped(
        (Outline(text, state_words).detail_groups for text in texts), 2, in_order_of_hash=False
    )
    copy_keys = _packed(flat[sampled] >> np.uint64(32), owners[sampled], len(texts))
    retell_keys = _packed(
        np.concatenate([triples, details]), np.concatenate([of_triples, of_details]), len(texts)
    )
    return [
        Sketch(text.report.id, _day_of(text.report), copies, retellings)
        for text, copies, retellings in zip(texts, copy_keys, retell_keys, strict=True)
    ]


def _day_of(report: Report) -> int | None:
    published = report.published.start
    return published.toordinal() if published else None


def _packed(keys: Hashes, owners: Ints, count: int) -> list[bytes]:
    """Give the distinct keys of each of `count` owners, in order."""
    placed = owners.astype(np.uint64) << np.uint64(32) | keys
    placed.sort()
    # numpy's own `unique` takes three times as long
    placed = placed[np.diff(placed, prepend=~placed[:1]) != 0]
    ends = np.searchsorted(placed, np.arange(1, count, dtype=np.uint64) << np.uint64(32))
    return [part.tobytes() for part in np.split(placed.astype(_KEY), ends)]


def _stem_groups(text: Text) -> list[list[str]]:
    """Give the longest stems of each sentence."""
    return [_longest(stems) for _, stems in text.sentences]


def _longest(stems: frozenset[str]) -> list[str]:
    by_length = sorted(stems)
    by_length.sort(key=len, reverse=True)
    return by_length[:_LONGEST]


def _grouped(
    groups_of: Iterable[Sequence[Sequence[str]]], count: int, *, in_order_of_hash: bool
) -> tuple[Hashes, Ints]:
    """Give a key of 32 bits for every choice of `count` words of a group, in its order or that of hashes, and whose each is."""
    by_size: dict[int, tuple[list[bytes], list[int]]] = {}
    for owner, groups in enumerate(groups_of):
        for group in groups:
            if len(group) >= count:
                hashes, owners = by_size.setdefault(len(group), ([], []))
                hashes.extend(map(word_hash, group))
                owners.append(owner)
    keys, places = [np.empty(0, dtype=np.uint64)], [np.empty(0, dtype=np.int64)]
    for size, (hashes, owners) in by_size.items():
        table = numbers_of(hashes).reshape(-1, size)
        if in_order_of_hash:
            table.sort(axis=1)
        choices = _choices(size, count)
        keys.append(_mixed_in_turn(table[:, choices].reshape(-1, count)))
        places.append(np.repeat(np.array(owners, dtype=np.int64), len(choices)))
    return np.concatenate(keys), np.concatenate(places)


def _mixed_in_turn(rows: Hashes) -> Hashes:
    """Make one number of 32 bits of the hashes of each row, whose order counts."""
    key = rows[:, 0]
    for column in rows.T[1:]:
        key = mixed(key) + column
    return np.asarray(mixed(key) >> np.uint64(32), dtype=np.uint64)


@cache
def _choices(size: int, count: int) -> NDArray[np.intp]:
    return np.array(list(combinations(range(size), count)), dtype=np.intp).reshape(-1, count)


def meetings(
    sketches: Collection[Sketch], touched: Collection[str] | None = None
) -> list[tuple[tuple[str, str], bool]]:
    """Give the pairs of reports that meet, the earlier published first, and whether they share copy keys.

    Args:
        sketches: of distinct reports. If only some reports are `touched`, of all that hold a key of theirs and are published
            in a month that their windows reach.
        touched: give only the pairs with one of these; null for all.

    """
    ordered = sorted(sketches, key=lambda one: (_UNDATED if one.day is None else one.day, one.report_id))
    days = np.array([_UNDATED if one.day is None else one.day for one in ordered], dtype=np.int64)
    asked = None
    if touched is not None and len(touched) < len(ordered):
        asked = np.array([one.report_id in touched for one in ordered], dtype=np.bool_)
    with ThreadPoolExecutor(2) as threads:  # numpy lets the other one go on
        copies = threads.submit(
            _met, [one.copy_keys for one in ordered], days, asked, (COPY_DAYS, _COPY_LEAST, _COPY_SHARE)
        )
        retellings = threads.submit(
            _met, [one.retell_keys for one in ordered], days, asked, (RETELL_DAYS, _RETELL_LEAST, 0.0)
        )
        by_words, by_stems = copies.result(), retellings.result()
    met = np.union1d(by_words, by_stems)
    wordy = np.isin(met, by_words, assume_unique=True).tolist()
    ids, count = [one.report_id for one in ordered], len(ordered)
    pairs = zip((met // count).tolist(), (met % count).tolist(), wordy, strict=True)
    return [((ids[i], ids[j]), shared) for i, j, shared in pairs]


def _met(
    keys: Sequence[bytes],
    days: Ints,
    asked: NDArray[np.bool_] | None,
    bounds: tuple[int, int, float],
) -> Ints:
    """Give the pairs, as `_Meeting.pairs` does, that meet by one kind of keys; `bounds`: its arguments."""
    pairs = [*_Meeting(keys, days, asked).pairs(*bounds)]
    return np.concatenate(pairs) if pairs else np.empty(0, dtype=np.int64)


class _Meeting:
    """Who meets by one kind of keys. Reports are numbered in order of publication, those without a date last."""

    def __init__(self, keys: Sequence[bytes], days: Ints, asked: NDArray[np.bool_] | None) -> None:
        self._days, self._asked = days, asked
        flat, owners, self._sizes = _flat(keys)
        if asked is not None:
            wanted = _among(flat, np.unique(flat[asked[owners]]))
            flat, owners = flat[wanted], owners[wanted]
        flat <<= _OWNER_BITS
        flat |= owners
        del owners
        flat.sort()  # in one array: half the time, and a third of the memory, of sorting by two
        flat = flat[_shared(flat >> _OWNER_BITS)]
        flat, owners = flat >> _OWNER_BITS, flat & ((1 << _OWNER_BITS) - 1)
        kept = _telling(flat, days[owners])
        self._keys, self._owners = flat[kept], owners[kept]

    def pairs(self, window: int, least: int, share: float) -> Iterator[Ints]:
        """Give the pairs that share `least` keys, and that share of the fewer, within days: earlier * reports + later."""
        count = len(self._days)
        for meeting, shared in self._counted(window):
            first, second = meeting // count, meeting % count
            enough = shared >= np.maximum(least, share * np.minimum(self._sizes[first], self._sizes[second]))
            if self._asked is not None:
                enough &= self._asked[first] | self._asked[second]
            yield meeting[enough]

    def _counted(self, window: int) -> Iterator[tuple[Ints, Ints]]:
        """Give (first * count + second) of the pairs that share a key, and how many, some reports at a time."""
        here, near, undated, end = self._reaches(window)
        met = (near - here - 1) + (end - undated)
        by_owner = np.argsort(self._owners, kind="stable")
        totals = np.cumsum(met[by_owner])
        ends = np.flatnonzero(np.diff(self._owners[by_owner], append=-1)) + 1
        begin = 0
        while begin < len(by_owner):
            done = totals[begin - 1] if begin else 0
            last = int(np.searchsorted(totals[ends - 1], done + _CHUNK, side="right"))
            stop = max(int(ends[min(last, len(ends) - 1)]) if last == 0 else int(ends[last - 1]), 0)
            if stop <= begin:
                stop = int(ends[np.searchsorted(ends, begin, side="right")])
            chosen = by_owner[begin:stop]
            partners = np.concatenate(
                [
                    _ranges(here[chosen] + 1, near[chosen]),
                    _ranges(undated[chosen], end[chosen]),
                ]
            )
            firsts = np.concatenate(
                [
                    np.repeat(self._owners[chosen], near[chosen] - here[chosen] - 1),
                    np.repeat(self._owners[chosen], end[chosen] - undated[chosen]),
                ]
            )
            yield np.unique(firsts * len(self._days) + self._owners[partners], return_counts=True)
            begin = stop

    def _reaches(self, window: int) -> tuple[Ints, Ints, Ints, Ints]:
        """For each place: itself, the end of its key's holders within the window, and those without a date."""
        group = np.cumsum(np.diff(self._keys, prepend=-1) != 0)
        days = self._days[self._owners]
        at = group * (1 << 32) + days
        here = np.arange(len(at), dtype=np.int64)
        near = np.searchsorted(at, at + window, side="right")
        end = np.searchsorted(group, group, side="right")
        undated = np.where(days == _UNDATED, end, np.searchsorted(at, group * (1 << 32) + _UNDATED))
        return here, near, undated, end


def _ranges(starts: Ints, ends: Ints) -> Ints:
    """Give all numbers of half-open ranges, one range after another."""
    sizes = ends - starts
    return np.repeat(starts - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum(), dtype=np.int64)


def _shared(keys: Ints) -> NDArray[np.bool_]:
    """Mark the keys, in order, that stand there more than once."""
    same = np.diff(keys, prepend=-1) == 0
    return np.asarray(same | np.append(same[1:], False), dtype=np.bool_)


def _telling(keys: Ints, days: Ints) -> NDArray[np.bool_]:
    """Mark the keys that at most `MOST_HOLDERS` reports of the month hold."""
    _, which, counts = np.unique(_in_month(keys, days), return_inverse=True, return_counts=True)
    return np.asarray(counts[which] <= MOST_HOLDERS, dtype=np.bool_)


def swayed(before: Sequence[Sketch], after: Sequence[Sketch]) -> frozenset[str]:
    """Give the reports that hold a key in a month that began, or ceased, to be held by too many.

    Args:
        before: the sketches of all reports of the months that the changed ones belong to, as they were.
        after: the same as they are now.

    """
    found: set[str] = set()
    if max(len(before), len(after)) <= MOST_HOLDERS:
        return frozenset(found)
    moved = [*{*before}.symmetric_difference(after)]
    for keys_of in (_copy_keys, _retell_keys_of):
        keys = np.unique(_flat([keys_of(one) for one in moved])[0])
        then, now = _places(before, keys_of, keys), _places(after, keys_of, keys)
        crossed = np.setxor1d(_crowded(then[0]), _crowded(now[0]))
        owners = now[1][np.isin(now[0], crossed)]
        found.update(after[i].report_id for i in np.unique(owners).tolist())
    return frozenset(found)


def _copy_keys(sketch: Sketch) -> bytes:
    return sketch.copy_keys


def _retell_keys_of(sketch: Sketch) -> bytes:
    return sketch.retell_keys


def _places(sketches: Sequence[Sketch], keys_of: Callable[[Sketch], bytes], keys: Ints) -> tuple[Ints, Ints]:
    """Give each of these keys of each report, in its month, and whose it is."""
    flat, owners, _ = _flat([keys_of(one) for one in sketches])
    wanted = _among(flat, keys)
    flat, owners = flat[wanted], owners[wanted]
    days = np.array([_UNDATED if one.day is None else one.day for one in sketches], dtype=np.int64)
    return _in_month(flat, days[owners]), owners


def _crowded(places: Ints) -> Ints:
    values, counts = np.unique(places, return_counts=True)
    return np.asarray(values[counts > MOST_HOLDERS], dtype=np.int64)


def _in_month(keys: Ints, days: Ints) -> Ints:
    return np.asarray(keys * (1 << 20) + days // MONTH, dtype=np.int64)


def _among(keys: Ints, wanted: Ints) -> Ints:
    """Give the places of those keys that are among the wanted; by their last bits first, as few are."""
    ends = np.zeros(1 << 16, dtype=np.bool_)
    ends[wanted & 0xFFFF] = True
    likely = np.flatnonzero(ends[keys & 0xFFFF])
    return np.asarray(likely[np.isin(keys[likely], wanted)], dtype=np.int64)


def _flat(keys: Sequence[bytes]) -> tuple[Ints, Ints, Ints]:
    """Give all keys one after another, whose each is, and how many each has."""
    sizes = np.array([len(one) // _KEY.itemsize for one in keys], dtype=np.int64)
    flat = np.frombuffer(b"".join(keys), dtype=_KEY).astype(np.int64)
    return flat, np.repeat(np.arange(len(keys), dtype=np.int64), sizes), sizes
