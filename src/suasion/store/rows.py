"""Records as they lie in the store, to be read or written in another process than the one that holds the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from suasion.records import Record
from suasion.store.schema import RecordT, decode_lines, encode_row


class Packed(Generic[RecordT]):
    """Records as they lie in the store. They are read where they are needed, perhaps in another process."""

    def __init__(self, kind: type[RecordT], lines: Sequence[str]) -> None:
        """Hold lines as `line_sql` writes them."""
        self._kind, self._lines = kind, lines

    def __iter__(self) -> Iterator[RecordT]:
        """Read each."""
        return iter(decode_lines(self._kind, self._lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """Records of one kind as they are written, made where they are made, perhaps in another process."""

    kind: type[Any]
    ids: Sequence[str]
    lines: Sequence[bytes]

    @classmethod
    def of(cls, kind: type[Any], records: Iterable[Record], run_id: str) -> Encoded:
        """Encode records."""
        ids, lines = [], []
        for record in records:
            ids.append(record.id)
            lines.append(encode_row(record, run_id))
        return cls(kind=kind, ids=ids, lines=lines)
