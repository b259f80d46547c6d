"""Terms, idioms and names that translation broke, by the tables `terms.csv` and `names.csv`."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from suasion.ingest.damage.lexicon import data_text, table
from suasion.ingest.damage.phrasing import NUMBER, Grammar, Phrase, compile_phrase

AROUND = 250
"""Characters on either side of a phrase in which its context is sought."""

_TABLES = {"terms.csv": "wrong-term", "names.csv": "wrong-name"}
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table: `sure` is how sure the phrase is damage (0-1), below `DAMAGED` it is only a trace of translation."""

    phrase: Phrase
    kind: str
    languages: tuple[str, ...]
    sure: float
    needs: re.Pattern[str] | None
    forbids: re.Pattern[str] | None
    anywhere: bool
    """Whether the context may stand anywhere in the report; else it must be near."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A phrase of the tables in a text: a half-open span, what was meant, and the languages (BCP 47) that it comes from."""

    start: int
    end: int
    surface: str
    meant: str | None
    kind: str
    sure: float
    languages: tuple[str, ...]


def find_traces(text: str) -> tuple[Trace, ...]:
    """Find every phrase of the tables whose context fits; of those that overlap the longest."""
    found = sorted(_all(text), key=lambda it: (it.start - it.end, -it.sure, it.start))
    kept: list[Trace] = []
    taken: set[int] = set()
    for trace in found:
        places = range(trace.start, trace.end)
        if taken.isdisjoint(places):
            kept.append(trace)
            taken.update(places)
    return tuple(sorted(kept, key=lambda it: it.start))


def _all(text: str) -> Iterator[Trace]:
    index = load_rows()
    for word in _WORD.finditer(text):
        key = word.group().lower()
        for row in index.get(NUMBER if key[0].isdigit() else key, ()):
            found = row.phrase.pattern.match(text, word.start())
            if found and _fits(row, text, found):
                yield Trace(
                    start=found.start(),
                    end=found.end(),
                    surface=found.group(),
                    meant=row.phrase.replacement(found),
                    kind=row.kind,
                    sure=row.sure,
                    languages=row.languages,
                )


def _fits(row: Row, text: str, found: re.Match[str]) -> bool:
    if row.needs is None and row.forbids is None:
        return True
    if row.anywhere:
        return row.needs is None or row.needs.search(text.lower()) is not None
    before, after = (
        text[max(0, found.start() - AROUND) : found.start()],
        text[found.end() : found.end() + AROUND],
    )
    around = f"{before}\n{after}".lower()
    needed = row.needs is None or row.needs.search(around) is not None
    return needed and (row.forbids is None or row.forbids.search(around) is None)


@cache
def load_rows() -> Mapping[str, tuple[Row, ...]]:
    """Read the tables: rows by the words that their phrases begin with."""
    told = table("terms.toml")
    grammar = Grammar(classes=told["classes"], irregular=told["irregular"])
    contexts = {
        name: re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + ")")
        for name, words in told["contexts"].items()
    }
    index: dict[str, list[Row]] = defaultdict(list)
    for name, kind in _TABLES.items():
        for cells in csv.DictReader(io.StringIO(data_text(name))):
            row = Row(
                phrase=compile_phrase(cells["phrase"], cells["meant"], grammar),
                kind=kind,
                languages=tuple(cells["languages"].split()),
                sure=float(cells["sure"]),
                needs=contexts[cells["with"]] if cells["with"] else None,
                forbids=contexts[cells["without"]] if cells["without"] else None,
                anywhere=cells["with"] in told["anywhere"],
            )
            for key in row.phrase.keys:
                index[key].append(row)
    return {key: tuple(rows) for key, rows in index.items()}
