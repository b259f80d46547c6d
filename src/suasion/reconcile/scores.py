"""The score of many pairs of parts at once.

`compare` takes some 20 µs, too long for the millions of pairs of two states that are much in the news. Here the terms of its
score are worked out from columns. For most pairs (the same sides, nobody named) that is the score itself, to the last
millionth; for the others it is an upper bound, never an estimate, and they are to be compared one by one (property tests hold
both).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from suasion.reconcile import compare as terms
from suasion.reconcile import stories
from suasion.reconcile.lexicon import load_lexicon
from suasion.reconcile.parts import Part

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Array: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Masks: TypeAlias = NDArray[np.int64]
Places: TypeAlias = NDArray[np.intp]


class _Shared(NamedTuple):
    """How many words, trigger words, names of the sentence and names of the story pairs have in common."""

    words: Array
    triggers: Array
    names: Array
    stories: Array


class Scores:
    """Parts as columns."""

    def __init__(self, parts: Sequence[Part], same_event_days: int) -> None:
        """Make the columns; `same_event_days` are those that stated dates of one event may lie apart."""
        self._parts, self._days = parts, same_event_days
        self._tables: tuple[_Held, ...] = ()
        self._types = _numbered([part.statement.event_type for part in parts])
        self._reports = _numbered([part.statement.report_id for part in parts])
        self._sides = _numbered([(part.family, part.acting, part.receiving, part.refused) for part in parts])
        self._own = _numbered([part.own for part in parts])
        self._own_sizes = np.array([len(part.own) for part in parts])
        self._acted: Flags = np.array([bool(part.acting) for part in parts])
        self._many = np.array([len(part.parties) >= terms.MANY for part in parts])
        self._starts = _days([part.period[0] if part.period else None for part in parts])
        self._ends = _days([part.period[1] if part.period else None for part in parts])
        self._lasts = self._ends - self._starts
        self._published = _days([part.told for part in parts])
        self._told = np.where(np.isnan(self._ends), self._published, self._ends)
        self._dated: Flags = np.array([part.dated for part in parts])
        self._denied: Flags = np.array([part.denied for part in parts])
        self._deeds: Flags = np.array([terms.is_deed(part) for part in parts])
        self._sizes = np.array([len(part.words) for part in parts], dtype=float)
        self._told_beside = np.array([len(part.story) - len(part.own & part.story) for part in parts])
        self._named: Flags = np.array([bool(part.names) for part in parts])
        self._opens = np.array([_OPENINGS[part.opening] for part in parts])
        self._depth = np.array([part.depth for part in parts])
        self._focus = np.array([part.focus for part in parts])
        self._instruments, self._broad = _masks(parts)
        self._kin = _kin(parts)
        self._people: Flags = np.array([bool(part.persons) for part in parts])
        where = [part.statement.where for part in parts]
        self._places = _numbered([one and one.name for one in where])
        self._lands = _numbered([(one and one.country) or None for one in where])
        self._amounts = _numbered([_amount(part) for part in parts])
        sums = [_sum_of(part) for part in parts]
        self._units = _numbered([unit for unit, _ in sums])
        self._values = np.array([value for _, value in sums])
        holders = [part.statement.holders[0] if part.statement.holders else None for part in parts]
        self._holders = _numbered([one and one.name for one in holders])
        self._actors: Flags = np.array([one is not None and one.kind == "actor" for one in holders])

    def table(self, rows: Places, columns: Places) -> tuple[Array, Flags]:
        """Give the score of each of some parts with each of others, and whether it is known; else it is an upper bound.

        Minus infinity where days keep them apart.
        """
        shared = _Shared(*(held.shared(rows, columns) for held in self._held()))
        return self._scores(rows[:, None], columns[None, :], shared)

    def pairs(self, left: Places, right: Places) -> tuple[Array, Flags]:
        """Give the same of pairs."""
        parts = self._parts
        found = [_shared(parts[i], parts[j]) for i, j in zip(left.tolist(), right.tolist(), strict=True)]
        shared = np.array(found, dtype=float).reshape(-1, 4)
        return self._scores(left, right, _Shared(*shared.T))

    def near(self, i: Places, j: Places) -> Flags:
        """Say which pairs no days keep apart: most of a block's parts lie apart, and need no score."""
        return ~self._apart(i, j, self._gap(i, j), self._since(i, j))

    def _held(self) -> tuple[_Held, ...]:
        if not self._tables:
            parts = self._parts
            words = ([part.words for part in parts], [part.trigger for part in parts])
            names = ([part.names for part in parts], [part.story - part.own for part in parts])
            self._tables = tuple(map(_Held, (*words, *names)))
        return self._tables

    def _scores(self, i: Places, j: Places, shared: _Shared) -> tuple[Array, Flags]:
        """Add the terms up in the order in which `compare` adds them."""
        gap = self._gap(i, j)
        smaller = np.minimum(self._sizes[i], self._sizes[j])
        wording = np.where(smaller > 1, shared.words / np.maximum(smaller, 1.0), 0.0)
        names = shared.names
        means = self._instruments[i] & self._instruments[j]
        alike = (self._sides[i] == self._sides[j]) & self._acted[i]
        known = alike & (self._own[i] == self._own[j])
        total = np.where(self._types[i] == self._types[j], terms.SAME_TYPE, terms.SAME_FAMILY)
        total += terms.SAME_SIDES + np.where(self._many[i] & self._many[j], terms.MANY_SIDES, 0.0)
        total += self._means(i, j, means)
        total += self._when(i, j, gap)
        total += self._other_occasion(gap, wording, (names > 0) | (means != 0))
        total += terms.WORDING * wording
        same_trigger = shared.triggers > 0
        total += np.where(same_trigger, terms.SAME_TRIGGER, 0.0)
        total += self._who(i, j, known)
        total += self._where(i, j)
        total += self._how_much(i, j, known)
        total += self._stages(i, j, gap, wording, same_trigger)
        total += self._same_report(i, j, known)
        total += np.where(names > 1, terms.SAME_NAMES, np.where(names > 0, terms.SAME_NAME, 0.0))
        total += np.where(self._named[i] & self._named[j] & (names == 0), terms.OTHER_NAMES, 0.0)
        total += self._who_says_so(i, j, known)
        total += self._story(i, j, shared.stories, known)
        return total, known | (alike & np.isneginf(total))

    def _means(self, i: Places, j: Places, shared: Masks) -> Array:
        apart = np.where(self._kin[i] & self._kin[j], terms.KINDRED_INSTRUMENT, terms.OTHER_INSTRUMENT)
        alike = np.where(shared & ~self._broad, terms.SAME_INSTRUMENT, terms.BROAD_INSTRUMENT)
        lacking = (self._instruments[i] == 0) | (self._instruments[j] == 0)
        return np.where(lacking, 0.0, np.where(shared, alike, apart))

    def _gap(self, i: Places, j: Places) -> Array:
        """Give the days between the periods of two, less than 0 where they overlap; not a number where one has none."""
        return np.maximum(self._starts[i], self._starts[j]) - np.minimum(self._ends[i], self._ends[j])

    def _since(self, i: Places, j: Places) -> Array:
        """Give the days between the tellings of two of which not both have a period."""
        denial = self._denied[i] | self._denied[j]
        return np.where(
            denial, np.abs(self._published[i] - self._published[j]), np.abs(self._told[i] - self._told[j])
        )

    def _apart(self, i: Places, j: Places, gap: Array, since: Array) -> Flags:
        """Say whether days keep two apart."""
        both = ~np.isnan(gap)
        allowed = np.where(both & self._dated[i] & self._dated[j], self._days, terms.LONG_DAYS)
        return np.asarray(np.where(both, gap, since) > allowed)

    def _when(self, i: Places, j: Places, gap: Array) -> Array:
        both, since = ~np.isnan(gap), self._since(i, j)
        longest = np.maximum(self._lasts[i], self._lasts[j])
        close = np.where(longest <= terms.SHORT_DAYS, terms.SAME_DAYS, terms.SAME_PERIOD)
        score = np.where(gap > terms.TOUCHING_DAYS, 0.0, close)
        score = np.where(gap > self._days, terms.GUESSED_APART, score)
        undated = np.where(since > terms.NEWS_DAYS, terms.TOLD_APART, 0.0)
        return np.where(self._apart(i, j, gap, since), -np.inf, np.where(both, score, undated))

    def _other_occasion(self, gap: Array, wording: Array, alike: Flags) -> Array:
        apart = (gap > terms.TOUCHING_DAYS) & ~alike & (wording < terms.NEAR_WORDS)
        return np.where(apart, terms.OTHER_OCCASION, 0.0)

    def _who(self, i: Places, j: Places, known: Flags) -> Array | float:
        """People are compared one by one."""
        if not self._people.any():
            return 0.0
        both = self._people[i] & self._people[j]
        known &= ~both
        return np.where(both, terms.SAME_PEOPLE, 0.0)

    def _where(self, i: Places, j: Places) -> Array:
        placed = (self._places[i] > 0) & (self._places[j] > 0)
        abroad = placed & (self._lands[i] > 0) & (self._lands[j] > 0) & (self._lands[i] != self._lands[j])
        same = np.where(placed & (self._places[i] == self._places[j]), terms.SAME_PLACE, 0.0)
        return np.where(abroad, terms.OTHER_PLACE, same)

    def _how_much(self, i: Places, j: Places, known: Flags) -> Array:
        """Single sums and equal ones are known; others are compared one by one."""
        both = (self._amounts[i] > 0) & (self._amounts[j] > 0)
        single = (self._units[i] > 0) & (self._units[j] > 0)
        known &= ~both | single | (self._amounts[i] == self._amounts[j])
        ratio = np.maximum(self._values[i] / self._values[j], self._values[j] / self._values[i])
        close = np.where(ratio <= terms.FAR_RATIO, terms.OTHER_AMOUNT, terms.FAR_AMOUNT)
        score = np.where(ratio <= terms.SAME_RATIO, terms.SAME_AMOUNT, close)
        score = np.where(self._units[i] == self._units[j], score, 0.0)
        return np.where(single, score, np.where(both, terms.SAME_AMOUNT, 0.0))

    def _stages(self, i: Places, j: Places, gap: Array, wording: Array, same_trigger: Flags) -> Array:
        alike = (self._denied[i] != self._denied[j]) & (same_trigger | (wording >= terms.TOLD_ALIKE))
        denied = np.where(alike, terms.DENIAL_OF_CLAIM, 0.0)
        apart = (self._deeds[i] != self._deeds[j]) & ~(gap <= 0) & (wording < terms.NEAR_WORDS)
        return np.where(self._denied[i] | self._denied[j], denied, np.where(apart, terms.PLAN_AND_DEED, 0.0))

    def _same_report(self, i: Places, j: Places, known: Flags) -> Array:
        """Statements of one report may be each other's contents, or parts of one: they are compared one by one."""
        same = self._reports[i] == self._reports[j]
        known &= ~same
        both = self._opens[i] + self._opens[j] == _TITLE_AND_LEAD
        return np.where(same, np.where(both, terms.TITLE_AND_LEAD, terms.SAME_REPORT), 0.0)

    def _who_says_so(self, i: Places, j: Places, known: Flags) -> Array:
        same = (self._holders[i] > 0) & (self._holders[i] == self._holders[j])
        known &= ~same | (self._actors[i] == self._actors[j])
        return np.where(same & (self._actors[i] | self._actors[j]), terms.SAME_HOLDER, 0.0)

    def _story(self, i: Places, j: Places, shared: Array, known: Flags) -> Array:
        """How surely they may tell one story, if they are of two reports: names of the two sides do not count."""
        apart = np.abs(self._published[i] - self._published[j]) > stories.STORY_DAYS
        larger = np.minimum(self._told_beside[i], self._told_beside[j])
        fewest = np.minimum(
            self._told_beside[i] - self._own_sizes[j], self._told_beside[j] - self._own_sizes[i]
        )
        smaller = np.where(known, larger, fewest)
        share = stories.surely(shared, np.maximum(smaller, 1), larger)
        opens = np.where((self._opens[i] > 0) & (self._opens[j] > 0), stories.BOTH_OPEN, 0.0)
        depth = stories.FARTHER_DOWN * np.abs(self._depth[i] - self._depth[j])
        score = np.minimum(self._focus[i], self._focus[j]) * share * (stories.SAME_STORY + opens + depth)
        return np.where(apart | (self._reports[i] == self._reports[j]), 0.0, score)


def _shared(left: Part, right: Part) -> tuple[int, bool, int, int]:
    """Count what `_Shared` holds, of one pair."""
    return (
        len(left.words & right.words),
        not left.trigger.isdisjoint(right.trigger),
        len(left.names & right.names),
        len((left.story & right.story) - left.own - right.own),
    )


_OPENINGS = {None: 0, "title": 1, "lead": 3}
_TITLE_AND_LEAD = _OPENINGS["title"] + _OPENINGS["lead"]
"""A sum that no other two openings have."""


def _days(days: Sequence[int | None]) -> Array:
    return np.array([np.nan if one is None else float(one) for one in days])


def _numbered(values: Sequence[Hashable]) -> Masks:
    """Give equal values one number, 1 or more, and null 0."""
    numbers: dict[Hashable, int] = {None: 0}
    return np.array([numbers.setdefault(value, len(numbers)) for value in values])


def _amount(part: Part) -> Hashable:
    """Give the amounts of a part, null if it has none; of which one is more than nothing, so that equal ones are the same."""
    if not part.amounts:
        return None
    if not any(amount.value > 0 for amount in part.amounts):
        return part.id
    return frozenset((amount.unit, amount.value) for amount in part.amounts)


def _sum_of(part: Part) -> tuple[str | None, float]:
    """Give unit and value of a part's only amount; else null and 1."""
    if len(part.amounts) == 1 and part.amounts[0].value > 0:
        return part.amounts[0].unit, part.amounts[0].value
    return None, 1.0


class _Held:
    """Which parts hold which words, as a sparse table."""

    def __init__(self, held: Sequence[frozenset[str]]) -> None:
        numbers: dict[str, int] = {}
        columns = [numbers.setdefault(word, len(numbers)) for words in held for word in words]
        self._table = _table(columns, [len(words) for words in held], len(numbers))

    def shared(self, rows: Places, columns: Places) -> Array:
        """Count the words that each of some parts shares with each of others."""
        # The rows are turned, not the columns: they are fewer, and turning a table takes longer than the product.
        found: Any = (self._table[columns] @ self._table[rows].T).toarray()
        return np.asarray(found.T, dtype=float, order="C")


def _table(columns: Sequence[int], sizes: Sequence[int], count: int) -> csr_matrix:
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - slow to import, and small cases have no large block

    ends = np.concatenate([[0], np.cumsum(sizes)])
    ones = np.ones(len(columns), dtype=np.float32)
    return csr_matrix((ones, np.array(columns, dtype=np.int32), ends), shape=(len(sizes), max(count, 1)))


def _masks(parts: Sequence[Part]) -> tuple[Masks, np.int64]:
    """Give each part's instruments as bits, and the bits of those that nearly any act may carry."""
    kinds = {part.instruments for part in parts}
    bits = {name: 1 << i for i, name in enumerate(sorted(frozenset().union(*kinds)))}
    broad = sum(bit for name, bit in bits.items() if name in load_lexicon().broad_instruments)
    masks = {kind: sum(bits[name] for name in kind) for kind in kinds}
    return np.array([masks[part.instruments] for part in parts]), np.int64(broad)


def _kin(parts: Sequence[Part]) -> Masks:
    """Give the families of instruments that are akin as bits, for each part those that it has one of."""
    families = load_lexicon().kindred_instruments
    masks = {
        kind: sum(1 << i for i, family in enumerate(families) if kind & family)
        for kind in {part.instruments for part in parts}
    }
    return np.array([masks[part.instruments] for part in parts])
