"""A JSON document that is one long list with something around it, written as the items come."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

ITEMS = "\x00items\x00"
"""What stands for the items in the frame; no text of a report holds a null character in JSON that we write."""


def write_list(path: Path, frame: Callable[[int], object], items: Iterable[object]) -> int:
    """Write the document that `frame` makes, with the items, one a line, in the place of `ITEMS`; give their number.

    `frame` gets the number of items: what depends on it must stand after `ITEMS`.
    """
    encoder = msgspec.json.Encoder()
    hole = encoder.encode(ITEMS)
    number = 0
    with path.open("wb") as out:
        out.write(encoder.encode(frame(0)).split(hole, 1)[0] + b"[")
        for item in items:
            out.write((b",\n" if number else b"\n") + encoder.encode(item))
            number += 1
        out.write(b"\n]" + encoder.encode(frame(number)).split(hole, 1)[1] + b"\n")
    return number
