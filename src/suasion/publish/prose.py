"""Text with links in it: what the first page's sentences are made of before a template writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; with `href`, a link within this page; `strong` for what carries the sentence."""

    text: str
    href: str | None = None
    strong: bool = False


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line with a smaller note under it, and what it is about in front."""

    line: Line
    note: Line = ()
    head: Line = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A headed list. `empty` is said when there is nothing to list, `more` counts what was left out."""

    title: str
    anchor: str
    items: tuple[Item, ...]
    empty: str = ""
    more: Line = ()


def text(*parts: str | Piece | Line) -> Line:
    """Put a line together from strings, pieces and lines."""
    pieces: list[Piece] = []
    for part in parts:
        if isinstance(part, str):
            pieces.append(Piece(part))
        elif isinstance(part, Piece):
            pieces.append(part)
        else:
            pieces.extend(part)
    return tuple(piece for piece in pieces if piece.text)


def join(lines: Sequence[Line], separator: str = ", ", last: str | None = None) -> Line:
    """Join lines; `last` (default: the separator) stands before the last one."""
    pieces: list[Piece] = []
    for number, line in enumerate(lines):
        if number:
            final = last is not None and number == len(lines) - 1
            pieces.append(Piece(last if final and last else separator))
        pieces.extend(line)
    return tuple(pieces)


def plain(line: Line) -> str:
    """Give a line's text without its links."""
    return "".join(piece.text for piece in line)
