"""The case as it is served: the last run's records on a shelf, with what people have decided since laid over them.

A *desk* changes its shelf for a new one when a run has finished. What an answer is made of is a `Sight`: it does not change while
the answer is made, and answers made of the same sight are the same.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from suasion.case import Case
from suasion.codebook import Codebook, load_codebook
from suasion.engine.exporting import corpus_hash, events_of
from suasion.engine.judge import in_force, judgements_key
from suasion.engine.rooms import country_names
from suasion.engine.run import open_snapshot
from suasion.ids import digest
from suasion.publish.given import DossierInput
from suasion.publish.index import Index, build_index
from suasion.publish.page.rows import decision_on
from suasion.publish.page.shapes import EventRow
from suasion.records import Judgement, Link, Rejection, Report, Run, Selection, Statement, Tie
from suasion.registers import Registers, load_registers
from suasion.store import CaseFolder, Snapshot, read_judgements
from suasion.web.shelf import Shelf

Heard = Callable[[str], None]
"""Hears in a sentence what the desk is doing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """The case at one moment: a shelf, the judgements in force, and a `tag` that differs whenever an answer could."""

    shelf: Shelf
    index: Index
    judgements: tuple[Judgement, ...]
    """All, oldest first, undone ones too."""
    pending: int
    """Judgements that no run has taken up yet."""
    stale: frozenset[str]
    """Ids of judgements in force whose target is no more."""
    tag: str

    def row(self, place: int) -> EventRow:
        """Show the event at a place with what was decided of it."""
        row = self.shelf.row(place)
        if row.id not in self.index.judged:
            return row
        return replace(row, decision=decision_on(self.index, row.id))


class Desk:
    """Holds a case open for many questions at once."""

    def __init__(self, case: Case, heard: Heard) -> None:
        """Read the case.

        Raises:
            CaseError: no run has finished yet, or the store is damaged.
        """
        self.case = case
        self.folder = CaseFolder.open(case.path)
        self.codebook: Codebook = load_codebook()
        self.registers: Registers = load_registers()
        self._heard = heard
        self._lock = threading.Lock()
        self._sight = self._look(self._fill())

    @property
    def title(self) -> str:
        """Give the name of the case: its folder's."""
        return self.case.path.resolve().name

    def dossier(self, said: str) -> bytes:
        """Give the dossier as it lies in the case, with a sentence before it."""
        page = (
            self.case.dossier.read_bytes() if self.case.dossier.is_file() else b"<!doctype html><body></body>"
        )
        return page.replace(b"<body>", f"<body><p>{said}</p>".encode(), 1) if said else page

    def sight(self) -> Sight:
        """Give the case as it is now."""
        with self._lock:
            if self._judged_at() != self._seen:
                self._sight = self._look(self._sight.shelf)
            return self._sight

    def refill(self) -> None:
        """Take what the last run left, if it is another than that which is shown."""
        shelf = self._fill()
        with self._lock:
            self._sight = self._look(shelf)

    def _judged_at(self) -> tuple[int, int]:
        try:
            found = self.folder.judgements.stat()
        except FileNotFoundError:
            return (0, 0)
        return (found.st_mtime_ns, found.st_size)

    def _look(self, shelf: Shelf) -> Sight:
        self._seen = self._judged_at()
        made = read_judgements(self.folder.judgements)
        holding = in_force(made)
        judged: dict[str, tuple[Judgement, ...]] = {}
        for one in holding:
            for target in one.targets:
                for key in shelf.now_called(target):
                    judged[key] = (*judged.get(key, ()), one)
        return Sight(
            shelf=shelf,
            index=replace(shelf.index, judged=judged),
            judgements=made,
            pending=0,
            stale=frozenset(),
            tag=digest([shelf.name, judgements_key(made)])[:16],
        )

    def _fill(self) -> Shelf:
        with open_snapshot(self.folder) as snapshot:
            self._heard("Reading the records …")
            given = self._records(snapshot)
            self._heard(f"Laying out {len(given.events):,} events of {len(given.reports):,} reports …")
            return Shelf(
                name=snapshot.path.name,
                corpus=corpus_hash(self.folder, snapshot),
                index=build_index(given),
                redirects=snapshot.redirects(),
            )

    def _records(self, snapshot: Snapshot) -> DossierInput:
        runs = tuple(snapshot.rows(Run))
        return DossierInput(
            title=self.title,
            run=runs[-1] if runs else None,
            reports=tuple(snapshot.rows(Report)),
            statements=tuple(snapshot.rows(Statement)),
            events=tuple(events_of(self.folder, snapshot, Selection())),
            links=tuple(snapshot.rows(Link)),
            ties=tuple(snapshot.rows(Tie)),
            attributions=(),
            rejections=tuple(snapshot.rows(Rejection)),
            codebook=self.codebook,
            country_names=country_names(self.registers.actors),
            registers=self.registers,
        )
