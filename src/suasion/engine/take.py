"""Taking reports in: what ingest gives is added to the case; what it refuses is listed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

import msgspec

from suasion.engine.job import Job
from suasion.ids import content_id, digest
from suasion.records import Rejection, Report, StageCount
from suasion.stage import Outcome
from suasion.store import Taken

_FLUSH = 200
_LINE = re.compile(r"^(?P<file>.+):\d+$", re.DOTALL)


@dataclass(slots=True)
class _Tally:
    """Counts of one pass over the inputs (grown while it runs, never given on)."""

    inputs: int = 0
    productive: int = 0
    rejected: int = 0
    silent: int = 0
    reused: int = 0


class _Intake:
    """One pass over the inputs."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._fingerprint = job.rooms.ingest.fingerprint
        self._seen: set[str] = set()
        self._waiting: list[tuple[Report, Taken]] = []
        self.tally = _Tally()
        self.inputs: set[str] = set()
        self.rejections: dict[str, Rejection] = {}

    def add(self, outcome: Outcome[Report]) -> None:
        """Take in what ingest made of one input."""
        input_id = _storable(outcome.input_ids[0])
        self.tally.inputs += 1
        self.inputs.add(input_id)
        if outcome.rejections:
            for rejection in outcome.rejections:
                self._reject(replace(rejection, input_id=_storable(rejection.input_id)))
            self.tally.rejected += 1
        elif outcome.outputs:
            self._take(input_id, outcome.outputs[0])
        else:
            self.tally.silent += 1
        if len(self._waiting) >= _FLUSH:
            self.flush()

    def _take(self, input_id: str, report: Report) -> None:
        report = replace(report, path=_storable(report.path))
        try:
            taken = Taken(report_id=report.id, digest=report_digest(report), fingerprint=self._fingerprint)
        except UnicodeEncodeError:
            detail = "The text holds half of a surrogate pair, which is no character; repair its encoding."
            self._refuse(input_id, "encoding", detail)
            return
        if report.id in self._seen:
            self._refuse(
                input_id, "duplicate", f"The same report as {report.id}, which this run has already read."
            )
            return
        self._seen.add(report.id)
        self.tally.productive += 1
        self._waiting.append((report, taken))

    def _refuse(self, input_id: str, reason: str, detail: str) -> None:
        made = content_id("x", "ingest", input_id, reason)
        self._reject(Rejection(id=made, stage="ingest", input_id=input_id, reason=reason, detail=detail))
        self.tally.rejected += 1

    def _reject(self, rejection: Rejection) -> None:
        self.rejections[rejection.id] = rejection

    def flush(self) -> None:
        """Write the reports that wait to the draft, unless it has them as they are."""
        draft, waiting = self._job.draft, self._waiting
        known = draft.taken([report.id for report, _ in waiting])
        fresh = [(report, taken) for report, taken in waiting if not _is_same(known.get(report.id), taken)]
        self.tally.reused += len(waiting) - len(fresh)
        replaced = [report.id for report, _ in fresh if report.id in known]
        if replaced:
            draft.drop(Report, "id", replaced)
        if fresh:
            draft.put([report for report, _ in fresh], self._job.run_id)
            draft.put_taken([taken for _, taken in fresh])
        self._waiting = []


def _is_same(known: Taken | None, taken: Taken) -> bool:
    return known is not None and (known.fingerprint == taken.fingerprint or known.digest == taken.digest)


def take_in(
    job: Job, paths: Sequence[str], stdin: BinaryIO | None
) -> tuple[StageCount, tuple[Rejection, ...]]:
    """Add what the paths hold to the case; a report that it has already is left alone and counted."""
    intake = _Intake(job)
    for outcome in job.rooms.ingest.read(paths, stdin):
        intake.add(outcome)
        job.progress("ingest", intake.tally.inputs, None)
    intake.flush()
    rejections = tuple(intake.rejections[key] for key in sorted(intake.rejections))
    _renew_rejections(job, intake.inputs, rejections)
    tally = intake.tally
    count = StageCount(
        stage="ingest",
        inputs=tally.inputs,
        productive=tally.productive,
        rejected=tally.rejected,
        silent=tally.silent,
        outputs=tally.productive,
        reused=tally.reused,
    )
    return count, rejections


def _renew_rejections(job: Job, inputs: Iterable[str], rejections: Sequence[Rejection]) -> None:
    """Put this run's rejections in the place of those that earlier runs noted for the same files."""
    files = {_file_of(name) for name in [*inputs, *(rejection.input_id for rejection in rejections)]}
    listed = job.draft.having(Rejection, "stage", ["ingest"])
    old = {row.id: row for row in listed if _file_of(row.input_id) in files}
    new = {row.id: row for row in rejections}
    if old != new:
        job.draft.drop(Rejection, "id", old)
        job.draft.put(rejections, job.run_id)


def _file_of(input_id: str) -> str:
    """Give the file of a `path:line`, so that a rejection goes when its file has fewer lines today."""
    found = _LINE.match(input_id)
    return found["file"] if found else input_id


def _storable(name: str) -> str:
    """Write out the bytes of a file name that are no UTF-8 (Python holds them as half surrogate pairs)."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def report_digest(report: Report) -> str:
    """Hash a whole report."""
    return digest([msgspec.json.encode(report).decode("utf-8")])
