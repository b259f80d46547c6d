"""The case as it is served: the last run's records on a shelf, with what people have decided since laid over them.

A *desk* changes its shelf for a new one when a run has finished. What an answer is made of is a `Sight`: it does not change while
the answer is made, and answers made of the same sight are the same.
"""

from __future__ import annotations

import getpass
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from suasion.case import Case
from suasion.codebook import Codebook, load_codebook
from suasion.engine.judge import Target, anchor_of, in_force
from suasion.engine.judging import write_judgement
from suasion.engine.selecting import select
from suasion.errors import CaseError, UnknownIdError
from suasion.ids import digest
from suasion.publish.index import Index
from suasion.publish.page.rows import decided, decision_on
from suasion.publish.page.shapes import Decided, EventRow
from suasion.records import Event, Judgement, Report, Selection, Statement
from suasion.registers import Registers, load_registers
from suasion.store import CaseFolder, read_judgements
from suasion.web.asked import DecisionAsked, Filter
from suasion.web.columns import Mask
from suasion.web.reading import Heard, read_shelf
from suasion.web.shelf import Shelf

AnswerT = TypeVar("AnswerT")
_REMEMBERED = 64
"""Answers that take long and are kept until the next run."""
_WAITING = 8
"""Questions that take long and wait for their turn: more are refused, so that threads are left for all others."""
_SETTLE = frozenset({"accept", "reject"})
_LOOK_SECONDS = 2.0
"""How often it is looked for a run that somebody else has made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """The case at one moment: a shelf, the judgements in force, and a `tag` that differs whenever an answer could."""

    shelf: Shelf
    index: Index
    holding: tuple[Judgement, ...]
    """The judgements in force, oldest first."""
    settled: Mask
    """Which of the shelf's events people have accepted or rejected."""
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

    def target(self, record_id: str) -> Target | None:
        """Give what can be judged of the run's own records; null for what is not among them."""
        event = self.index.events.get(record_id)
        if event is not None:
            return None if event.imported else Target(id=record_id, kind=Event, anchor=anchor_of(event))
        if record_id in self.index.statements:
            return Target(id=record_id, kind=Statement)
        return Target(id=record_id, kind=Report) if record_id in self.index.reports else None

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
        self._lock, self._working, self._filling = threading.Lock(), threading.Lock(), threading.Lock()
        self._waiting = threading.Semaphore(_WAITING)
        self._answers: dict[Hashable, object] = {}
        self._looked = time.monotonic()
        self._seen = self._judged_at()
        self._sight = self._lay(self._read())

    def prepare(self) -> None:
        """Lay out, beside the answering, what the first question for it would wait for."""
        shelf = self._sight.shelf

        def work() -> None:
            shelf.prepare()
            self.registers.state_called("")  # loads the names of states: their codes need none
            for place in range(len(shelf.events)):
                shelf.row(place)

        threading.Thread(target=work, daemon=True).start()

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

    def judge(self, asked: DecisionAsked) -> Judgement:
        """Write a decision down; the store is not opened for records that are shown, unless another run has left others.

        Raises:
            UnknownIdError: a record is not in the case.
            InputError: the action does not fit the records.
        """
        return write_judgement(
            self._folder,
            asked.action,
            asked.targets,
            field=asked.field,
            value=asked.value,
            who=asked.who or getpass.getuser(),
            why=asked.why,
            known=self.sight().target if self._is_current() else None,
        )

    def refill(self) -> None:
        """Show what the last run left, if it is another than that which is shown; a second caller waits for the first.

        Raises:
            CaseError: the store is damaged.
        """
        with self._filling:
            if self._is_current():
                return
            shelf = self._read()
            shelf.prepare()
            with self._lock:
                self._seen = self._judged_at()
                self._sight = self._lay(shelf)

    def remembered(self, key: Hashable, make: Callable[[], AnswerT]) -> AnswerT:
        """Give an answer that takes long; the last ones are kept until the next run.

        Raises:
            CaseError: too many others wait for such answers.
        """
        whole = (self._sight.run, key)
        held = self._answers.get(whole)
        if held is None:
            with self.turn():
                held = self._answers.get(whole)
                if held is None:
                    held = self._answers[whole] = make()
                while len(self._answers) > _REMEMBERED:
                    del self._answers[next(iter(self._answers))]
        return held  # type: ignore[return-value] # what was put there

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn to work at what takes long: one question at a time, so that light ones are answered beside it.

        Raises:
            CaseError: too many others wait.
        """
        if not self._waiting.acquire(blocking=False):
            raise CaseError(
                "Too many questions that take long are being worked at.",
                cause=f"{_WAITING} of them wait for one another.",
                remedy="Ask again in a while, or use the command line.",
            )
        try:
            with self._working:
                yield
        finally:
            self._waiting.release()

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

    def _read(self) -> Shelf:
        return read_shelf(self._folder, self.codebook, self.registers, self._heard)

    def _lay(self, shelf: Shelf) -> Sight:
        """Lay what people have decided over a shelf."""
        made = read_judgements(self._folder.judgements)
        holding = in_force(made)
        judged: dict[str, list[Judgement]] = defaultdict(list)
        for one in holding:
            for key in {key for target in one.targets for key in shelf.now_called(target)}:
                judged[key].append(one)
        index = replace(shelf.index, judged={key: tuple(found) for key, found in judged.items()})
        settled = np.zeros(len(shelf.events), dtype=bool)
        shown = (key for key in judged if key in shelf.place)
        settled[[shelf.place[key] for key in shown if decision_on(index, key) in _SETTLE]] = True
        return Sight(
            shelf=shelf,
            index=index,
            holding=holding,
            settled=settled,
            pending=max(len(made) - shelf.left.taken, 0),
            tag=digest([shelf.left.name, *(one.id for one in made)])[:16],
        )
