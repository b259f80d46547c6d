"""Marked sentences: the form in which our own training sentences are written, and its reader.

An item is a sentence in one line and below it the statements that it makes, a line each; a blank line ends it:

    [1 Kenya] has {a+3o agreed} to {b+1p lend} [2 Malawi] 40 million dollars, [1 its] finance minister {+3o said}.
    = a AGREE 1>2 economic/loan
    = b AID 1>2 economic/loan < a

`[N words]` marks a mention of actor N; `{LABEL SCORE WORD text}` a predicate with an optional letter, its factuality from -3 to +3 and the
word for it (o occurred, p planned, c conditional, m possible, d denied). A statement names the predicate, the type, `actors>recipients`
(numbers with commas; recipients may be missing), instruments, and after `<` the predicate of the statement whose content it is.
A line that begins with `#` is a note. `python tools/marked.py FILE…` checks files and counts what is in them.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from suasion.codebook import load_codebook

WORDS = {"o": "occurred", "p": "planned", "c": "conditional", "m": "possible", "d": "denied"}
MARK = re.compile(r"\[(\d+) ([^\[\]{}]+)\]|\{([a-z]?)([+-]?[0-3])([opcmd]) ([^\[\]{}]+)\}")
STATEMENT = re.compile(
    r"= ([a-z]) ([A-Z]+) (\d+(?:,\d+)*)>(\d+(?:,\d+)*)?((?: [a-z-]+/[a-z-]+(?:,[a-z-]+/[a-z-]+)*)?)(?: < ([a-z]))?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedMention:
    """A mention `[start, end)` of the actor with this number."""

    actor: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedPredicate:
    """A predicate `[start, end)`: `score` from -3 to 3, `factuality` the design's word."""

    label: str
    start: int
    end: int
    score: int
    factuality: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedStatement:
    """A statement; `parent` is the label of the predicate whose content it is, or null."""

    predicate: str
    event_type: str
    actors: tuple[int, ...]
    recipients: tuple[int, ...]
    instruments: tuple[str, ...]
    parent: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A sentence without its marks, and what they said. `line` is where it stands in its file."""

    text: str
    mentions: tuple[MarkedMention, ...]
    predicates: tuple[MarkedPredicate, ...]
    statements: tuple[MarkedStatement, ...]
    line: int


class MarkError(ValueError):
    """A line is not of the form."""


def read_marked(path: Path) -> Iterator[Marked]:
    """Give the items of a file in order.

    Raises:
        MarkError: an item is not of the form; the message names its line.
    """
    block: list[str] = []
    first = 0
    for number, line in enumerate([*path.read_text(encoding="utf-8").split("\n"), ""], start=1):
        if line.startswith("#"):
            continue
        if line.strip():
            first = first if block else number
            block.append(line.strip())
        elif block:
            try:
                yield parse_item(block, first)
            except MarkError as error:
                raise MarkError(f"{path.name}:{first}: {error}") from error
            block = []


def parse_item(lines: list[str], line: int) -> Marked:
    """Read one item.

    Raises:
        MarkError: a mark is not of the form, or a statement names an unknown actor, predicate, type or instrument.
    """
    text, mentions, predicates = _unmark(lines[0])
    statements = tuple(_statement(row) for row in lines[1:])
    _check(mentions, predicates, statements)
    return Marked(text=text, mentions=mentions, predicates=predicates, statements=statements, line=line)


def _unmark(marked: str) -> tuple[str, tuple[MarkedMention, ...], tuple[MarkedPredicate, ...]]:
    plain, last = "", 0
    mentions: list[MarkedMention] = []
    predicates: list[MarkedPredicate] = []
    for mark in MARK.finditer(marked):
        plain += marked[last : mark.start()]
        start, last = len(plain), mark.end()
        plain += mark[2] or mark[6]
        if mark[1]:
            mentions.append(MarkedMention(actor=int(mark[1]), start=start, end=len(plain)))
        else:
            predicates.append(
                MarkedPredicate(
                    label=mark[3],
                    start=start,
                    end=len(plain),
                    score=int(mark[4]),
                    factuality=WORDS[mark[5]],
                )
            )
    plain += marked[last:]
    if re.search(r"[\[\]{}]", plain):
        raise MarkError(f"a mark is not of the form: {plain}")
    return plain, tuple(mentions), tuple(predicates)


def _statement(row: str) -> MarkedStatement:
    found = STATEMENT.fullmatch(row)
    if found is None:
        raise MarkError(f"not of the form '= a TYPE 1>2 group/instrument < b': {row}")
    return MarkedStatement(
        predicate=found[1],
        event_type=found[2],
        actors=tuple(int(n) for n in found[3].split(",")),
        recipients=tuple(int(n) for n in (found[4] or "").split(",") if n),
        instruments=tuple(name for name in found[5].strip().split(",") if name),
        parent=found[6],
    )


def _check(
    mentions: tuple[MarkedMention, ...],
    predicates: tuple[MarkedPredicate, ...],
    statements: tuple[MarkedStatement, ...],
) -> None:
    codebook = load_codebook()
    actors, labels = {m.actor for m in mentions}, [p.label for p in predicates if p.label]
    if len(labels) != len(set(labels)):
        raise MarkError("two predicates have the same letter")
    for statement in statements:
        if not actors.issuperset((*statement.actors, *statement.recipients)):
            raise MarkError(f"a statement names an actor without a mention: {statement}")
        if statement.predicate not in labels or (
            statement.parent is not None and statement.parent not in labels
        ):
            raise MarkError(f"a statement names a predicate without a mark: {statement}")
        if statement.event_type not in codebook.types:
            raise MarkError(f"unknown type {statement.event_type}")
        for name in statement.instruments:
            if name not in codebook.instruments:
                raise MarkError(f"unknown instrument {name}")


def main() -> None:
    """Check the files named on the command line, and say what is in them."""
    for name in sys.argv[1:]:
        items = list(read_marked(Path(name)))
        types = Counter(s.event_type for item in items for s in item.statements)
        words = Counter(p.factuality for item in items for p in item.predicates)
        empty = sum(not item.statements for item in items)
        print(
            f"{name}: {len(items)} sentences ({empty} state nothing), {types.total()} statements {dict(types.most_common())}"
        )
        print(f"  {words.total()} predicates {dict(words.most_common())}")


if __name__ == "__main__":
    main()
