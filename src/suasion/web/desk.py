"""The case as it is served: the last run's records on a shelf, with what people have decided since laid over them.

A *desk* changes its shelf for a new one when a run has finished. What an answer is made of is a `Sight`: it does not change while
the answer is made, and answers made of the same sight are the same.
"""

from __future__ import annotations

import gc
import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TypeVar

from suasion.case import Case
from suasion.codebook import Codebook, load_codebook
from suasion.engine.exporting import corpus_hash, events_of
from suasion.engine.judge import in_force, judgements_key, stale
from suasion.engine.rooms import MOST_FRAMED, country_names
from suasion.engine.run import JUDGED, open_snapshot
from suasion.engine.selecting import select
from suasion.errors import CaseError, UnknownIdError
from suasion.ids import digest
from suasion.publish.given import DossierInput
from suasion.publish.index import Index, build_index
from suasion.publish.page.rows import decided, decision_on
from suasion.publish.page.shapes import Decided, EventRow
from suasion.records import (
    Attribution,
    Event,
    Judgement,
    Link,
    Mention,
    Rejection,
    Report,
    Run,
    Selection,
    Statement,
    Tie,
)
from suasion.registers import Registers, load_registers
from suasion.store import CaseFolder, Snapshot, read_judgements
from suasion.web.asked import Filter
from suasion.web.shelf import Left, Shelf

Heard = Callable[[str], None]
"""Hears in a sentence what the desk is doing."""
AnswerT = TypeVar("AnswerT")
_REMEMBERED = 64
"""Answers that take long and are kept until the next run."""
_LOOK_SECONDS = 2.0
"""How often it is looked for a run that somebody else has made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """The case at one moment: a shelf, the judgements in force, and a `tag` that differs whenever an answer could."""

    shelf: Shelf
    index: Index
    holding: tuple[Judgement, ...]
    """The judgements in force, oldest first."""
    pending: int
    """Judgements that no run has taken up yet."""
    tag: str

    @property
    def run(self) -> str:
        """Name the run whose records are shown."""
        return self.shelf.left.name

    def row(self, place: int) -> EventRow:
        """Show the event at a place with what was decided of it."""
        row = self.shelf.row(place)
        return replace(row, decision=decision_on(self.index, row.id)) if row.id in self.index.judged else row

    def event(self, event_id: str) -> Event:
        """Give an event; of one that was joined to another, that other.

        Raises:
            UnknownIdError: there is none.
        """
        now = self.shelf.now_called(event_id)
        if len(now) == 1 and now[0] in self.index.events:
            return self.index.events[now[0]]
        split = len(now) > 1
        raise UnknownIdError(
            f"There is no event '{event_id}'.",
            cause=f"Its statements are in {', '.join(now)}."
            if split
            else "The id was cut, or is of another case.",
            remedy="Use one of these ids." if split else "Look for the event in the list.",
        )

    def decisions(self) -> Sequence[Decided]:
        """Give the decisions in force, the newest first; those whose target is no more are marked."""
        return [decided(one, stale=one.id in self.shelf.left.stale) for one in reversed(self.holding)]


class Desk:
    """Holds a case open for many questions at once."""

    def __init__(self, case: Case, heard: Heard) -> None:
        """Read the case.

        Raises:
            CaseError: no run has finished yet, or the store is damaged.
        """
        self.case = case
        self.codebook: Codebook = load_codebook()
        self.registers: Registers = load_registers()
        self._folder = CaseFolder.open(case.path)
        self._heard = heard
        self._lock, self._asking, self._filling = threading.Lock(), threading.Lock(), threading.Lock()
        self._answers: OrderedDict[Hashable, object] = OrderedDict()
        self.registers.state_called("")  # its list of names is loaded now, not while somebody waits
        self._looked = time.monotonic()
        self._seen = self._judged_at()
        self._sight = self._lay(self._fill())

    def select(self, asked: Filter) -> Selection:
        """Make a selection of what is asked.

        Raises:
            InputError: a word is not known, or a day is none.
        """
        return select(asked.conditions(), self.codebook, self.registers)

    def sight(self) -> Sight:
        """Give the case as it is now."""
        self._look_for_a_run()
        with self._lock:
            if (now := self._judged_at()) != self._seen:
                self._sight = self._lay(self._sight.shelf)
                self._seen = now
            return self._sight

    def refill(self) -> None:
        """Show what the last run left, if it is another than that which is shown; a second caller waits for the first.

        Raises:
            CaseError: the store is damaged.
        """
        with self._filling:
            if self._is_current():
                return
            shelf = self._fill()
            with self._lock:
                self._seen = self._judged_at()
                self._sight = self._lay(shelf)

    def remembered(self, key: Hashable, make: Callable[[], AnswerT]) -> AnswerT:
        """Give an answer that takes long, one at a time; the last ones are kept until the next run."""
        whole = (self._sight.run, key)
        with self._asking:
            if whole not in self._answers:
                self._answers[whole] = make()
                while len(self._answers) > _REMEMBERED:
                    self._answers.popitem(last=False)
            self._answers.move_to_end(whole)
            return self._answers[whole]  # type: ignore[return-value] # what was put there

    def _is_current(self) -> bool:
        committed = self._folder.snapshot()
        return committed is None or committed.name == self._sight.run

    def _look_for_a_run(self) -> None:
        """Begin to show what a run on the command line left, without waiting for it."""
        now = time.monotonic()
        if now - self._looked > _LOOK_SECONDS and not self._filling.locked():
            self._looked = now
            if not self._is_current():
                threading.Thread(target=self._refill_or_say, daemon=True).start()

    def _refill_or_say(self) -> None:
        try:
            self.refill()
        except CaseError as error:
            self._heard(str(error))

    def _judged_at(self) -> tuple[int, int]:
        try:
            found = self._folder.judgements.stat()
        except FileNotFoundError:
            return (0, 0)
        return (found.st_mtime_ns, found.st_size)

    def _lay(self, shelf: Shelf) -> Sight:
        """Lay what people have decided over a shelf."""
        made = read_judgements(self._folder.judgements)
        holding = in_force(made)
        judged: dict[str, list[Judgement]] = defaultdict(list)
        for one in holding:
            for key in {key for target in one.targets for key in shelf.now_called(target)}:
                judged[key].append(one)
        return Sight(
            shelf=shelf,
            index=replace(shelf.index, judged={key: tuple(found) for key, found in judged.items()}),
            holding=holding,
            pending=max(len(made) - shelf.left.taken, 0),
            tag=digest([shelf.left.name, judgements_key(made)])[:16],
        )

    def _fill(self) -> Shelf:
        with uncollected():
            with open_snapshot(self._folder) as snapshot:
                self._heard("Reading the records …")
                given = self._records(snapshot)
                left = self._left(snapshot)
            self._heard(f"Laying out {len(given.events):,} events of {len(given.reports):,} reports …")
            return Shelf(left, build_index(given))

    def _left(self, snapshot: Snapshot) -> Left:
        made = read_judgements(self._folder.judgements)
        redirects = snapshot.redirects()
        known = snapshot.ids() | snapshot.origin_ids() | {one.id for one in made} if made else frozenset()
        return Left(
            name=snapshot.path.name,
            corpus=corpus_hash(self._folder, snapshot),
            redirects=redirects,
            taken=_taken(made, snapshot.meta(JUDGED)),
            stale=frozenset(one.id for one in stale(in_force(made), known, redirects)),
        )

    def _records(self, snapshot: Snapshot) -> DossierInput:
        runs = tuple(snapshot.rows(Run))
        small = snapshot.count(Report) <= MOST_FRAMED
        return DossierInput(
            title=self.case.path.resolve().name,
            run=runs[-1] if runs else None,
            reports=tuple(snapshot.rows(Report)),
            statements=tuple(snapshot.rows(Statement)),
            events=tuple(events_of(self._folder, snapshot, Selection())),
            links=tuple(snapshot.rows(Link)),
            ties=tuple(snapshot.rows(Tie)),
            attributions=tuple(snapshot.rows(Attribution)) if small else (),
            rejections=tuple(snapshot.rows(Rejection)),
            codebook=self.codebook,
            country_names=country_names(self.registers.actors),
            mentions=tuple(snapshot.rows(Mention)) if small else (),
            registers=self.registers,
        )


@contextmanager
def uncollected() -> Iterator[None]:
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
