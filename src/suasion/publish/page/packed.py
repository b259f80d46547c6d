"""Rows as JSON that holds each thing once: an outlet, a report or a wording that stands in a hundred events is written down one time.

What is packed stays readable: names and sentences stand in it as they are. `web/src/packed.ts` takes it apart again.

`value` and each of `kept` are written in one form: a text is itself; a number is a place among what is held; a list whose first member
is -1 holds the values that follow it; one whose first member is another number holds, in order, the fields of the shape at that place of
`shapes`. Held are first `kept`, where a number, `true`, `false` and `null` stand for themselves, then texts that the page
shows anyway: they are read there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Scalar: TypeAlias = str | int | float | bool | None
Written: TypeAlias = "Scalar | list[Written]"
_LIST = -1
"""The shape of a list."""
_SCALARS = frozenset({str, int, float, bool, type(None)})
_CHANGED = frozenset("\r\0")
"""Characters that an html parser changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A value, with the things in it that occur more than once (`kept`, the most frequent first) and the field names of its `shapes`.

    `shown` counts the texts that stand on the page and are held after them.
    """

    shapes: tuple[tuple[str, ...], ...]
    kept: tuple[Written, ...]
    shown: int
    value: Written


def pack(value: object, shown: Sequence[str] = ()) -> Packed:
    """Pack a record, a list or a scalar; the same value is packed in the same way.

    `shown` are texts, in the order in which they stand on the page: those that a browser reads there as they are, are not written again.
    """
    things = _Things()
    root = things.take(value)
    uses = things.uses(root)
    seen = things.places(shown)
    kept = [n for n, thing in enumerate(things.found) if n not in seen and (uses[n] > 1 or _is_number(thing))]
    kept.sort(key=lambda n: (-uses[n], n))
    place = {n: at for at, n in enumerate(kept)} | {n: len(kept) + at for n, at in seen.items()}

    def written(number: int) -> Written:
        return place[number] if number in place else spelt(number)

    def spelt(number: int) -> Written:
        shape, inside = things.found[number]
        if isinstance(shape, int):
            return [shape, *[written(one) for one in inside]]
        scalar: Scalar = inside
        return scalar

    return Packed(
        shapes=tuple(things.shapes),
        kept=tuple([spelt(number) for number in kept]),
        shown=len(shown),
        value=written(root),
    )


_Thing: TypeAlias = "tuple[int | type, Any]"
"""One distinct thing: a shape with the numbers of its members, or a type with a scalar of it.

`1`, `1.0` and `True` are equal in Python, and three things in JSON.
"""


def _is_number(thing: _Thing) -> bool:
    """Whether a thing must be held even if it occurs but once: written where it stands, it could be taken for a place."""
    return not isinstance(thing[0], int) and thing[0] is not str


class _Things:
    """Numbers things, equal ones alike; a thing's members have lower numbers than the thing."""

    def __init__(self) -> None:
        self.found: list[_Thing] = []
        self.shapes: dict[tuple[str, ...], int] = {}
        self._number: dict[_Thing, int] = {}
        self._fields: dict[type, tuple[int, tuple[str, ...]]] = {}

    def take(self, value: Any) -> int:  # noqa: ANN401 - records of any kind
        """Give the number of a value: a dataclass, a list or tuple, a day, or a scalar of JSON."""
        kind = type(value)
        if kind in _SCALARS:
            return self._numbered((kind, value))
        if kind is tuple or kind is list:
            return self._numbered((_LIST, tuple([self.take(one) for one in value])))
        if kind is date:
            return self._numbered((str, value.isoformat()))
        shape, names = self._fields.get(kind) or self._shape(value)
        return self._numbered((shape, tuple([self.take(getattr(value, name)) for name in names])))

    def _shape(self, value: DataclassInstance) -> tuple[int, tuple[str, ...]]:
        names = tuple(one.name for one in fields(value))
        found = self._fields[type(value)] = (self.shapes.setdefault(names, len(self.shapes)), names)
        return found

    def _numbered(self, thing: _Thing) -> int:
        number = self._number.get(thing)
        if number is None:
            number = self._number[thing] = len(self.found)
            self.found.append(thing)
        return number

    def uses(self, root: int) -> list[int]:
        """Count, for each thing, in how many places of other things it stands."""
        counts = [0] * len(self.found)
        counts[root] = 1
        for shape, inside in self.found:
            for member in inside if isinstance(shape, int) else ():
                counts[member] += 1
        return counts

    def places(self, shown: Sequence[str]) -> dict[int, int]:
        """Give the things that the page shows, each with the place of its text there; html changes a text with a carriage return."""
        numbered = (
            (self._number.get((str, one)), at) for at, one in enumerate(shown) if not _CHANGED & set(one)
        )
        return {number: at for number, at in numbered if number is not None}
