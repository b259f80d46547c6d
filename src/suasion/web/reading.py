"""Reading a case onto a shelf: everything that is shown of a run, made ready once for many questions."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from suasion.codebook import Codebook
from suasion.engine.exporting import corpus_hash
from suasion.engine.judge import in_force, judgements_key, stale
from suasion.engine.rooms import MOST_FRAMED, country_names
from suasion.engine.run import JUDGED, open_snapshot
from suasion.publish.given import DossierInput
from suasion.publish.index import build_index
from suasion.records import (
    Attribution,
    Event,
    Judgement,
    Link,
    Mention,
    Rejection,
    Report,
    Run,
    Statement,
    Tie,
)
from suasion.registers import Registers
from suasion.store import CaseFolder, Snapshot, read_judgements
from suasion.store.imports import committed_imports, imported_events, newest_days
from suasion.web.shelf import Left, Shelf

Heard = Callable[[str], None]
"""Hears in a sentence what is being done."""
MOST_IMPORTED = 100_000
"""Imported events that are laid out, which take 3 to 6 KB and .1 ms each: of more, those of the newest days."""


def read_shelf(folder: CaseFolder, codebook: Codebook, registers: Registers, heard: Heard) -> Shelf:
    """Read what the last run left.

    Raises:
        CaseError: no run has finished yet, or the store is damaged.
    """
    with _uncollected():
        with open_snapshot(folder) as snapshot:
            heard("Reading the records …")
            imported, note = _imported(folder)
            given = _records(folder, snapshot, imported, codebook, registers)
            left = _left(folder, snapshot, note)
        heard(f"Laying out {len(given.events):,} events of {len(given.reports):,} reports …")
        if note:
            heard(note)
        return Shelf(left, build_index(given))


def _imported(folder: CaseFolder) -> tuple[list[Event], str]:
    """Give the imported events that are laid out, and what is to be said where these are not all."""
    imports = committed_imports(folder)
    total = sum(one.counts.accepted for one in imports)
    if total <= MOST_IMPORTED:
        return [event for one in imports for event in imported_events(one)], ""
    first, many = newest_days(imports, MOST_IMPORTED)
    where = ("coalesce(last_day, first_day) >= ?", [first]) if first else ("false", [])
    events = [event for one in imports for event in imported_events(one, *where)]
    told = f"the {many:,} from {first} on" if first else "none"
    return events, f"Of {total:,} imported events {told} are shown here; exports and ties have all of them."


def _left(folder: CaseFolder, snapshot: Snapshot, note: str) -> Left:
    made = read_judgements(folder.judgements)
    redirects = snapshot.redirects()
    known = snapshot.ids() | snapshot.origin_ids() | {one.id for one in made} if made else frozenset()
    return Left(
        name=snapshot.path.name,
        corpus=corpus_hash(folder, snapshot),
        redirects=redirects,
        taken=_taken(made, snapshot.meta(JUDGED)),
        stale=frozenset(one.id for one in stale(in_force(made), known, redirects)),
        note=note,
    )


def _records(
    folder: CaseFolder,
    snapshot: Snapshot,
    imported: Sequence[Event],
    codebook: Codebook,
    registers: Registers,
) -> DossierInput:
    runs = tuple(snapshot.rows(Run))
    small = snapshot.count(Report) <= MOST_FRAMED
    return DossierInput(
        title=folder.path.resolve().name,
        run=runs[-1] if runs else None,
        reports=tuple(snapshot.rows(Report)),
        statements=tuple(snapshot.rows(Statement)),
        events=(*snapshot.rows(Event), *imported),
        links=tuple(snapshot.rows(Link)),
        ties=tuple(snapshot.rows(Tie)),
        attributions=tuple(snapshot.rows(Attribution)) if small else (),
        rejections=tuple(snapshot.rows(Rejection)),
        codebook=codebook,
        country_names=country_names(registers.actors),
        mentions=tuple(snapshot.rows(Mention)) if small else (),
        registers=registers,
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Make many lasting objects: Python does not look again and again which of them nobody needs, now or later."""
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


def _taken(made: Sequence[Judgement], key: str | None) -> int:
    """Give how many of the judgements a run has taken up, which left the key of those."""
    counts = range(len(made), -1, -1)
    return next((n for n in counts if judgements_key(made[:n]) == key), 0)
