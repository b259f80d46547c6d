"""Reading and coding: report by report, a batch at a time, and only those that have not been done before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Protocol, TypeVar

from suasion.engine.conserve import check_count
from suasion.engine.job import Job
from suasion.errors import ChainError, SuasionError
from suasion.ids import content_id, digest
from suasion.records import (
    Attribution,
    Mention,
    Reading,
    Record,
    Rejection,
    Report,
    StageCount,
    StageName,
    Statement,
)
from suasion.stage import Each, Outcome
from suasion.store import Worked

FAILED = "failed"
"""The reason of a rejection by a stage that broke."""


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


InT = TypeVar("InT", bound=_Identified)
OutT = TypeVar("OutT")


def answer(stage: Each[InT, OutT], records: Sequence[InT]) -> list[Outcome[OutT]]:
    """Have a stage answer each record; one on which it breaks is rejected, the others are not lost.

    Raises:
        ChainError: the stage did not give one outcome for each record, in order.
        SuasionError: something is wrong that would be so for every record (a model is missing).
    """
    answers: list[Outcome[OutT]] = []
    try:
        answers.extend(islice(stage.batch(records), len(records) + 1))
    except SuasionError:
        raise
    except Exception as error:  # noqa: BLE001 - texts that nobody has seen can break any library: no type covers it
        rest = records[len(answers) :]
        if len(records) == 1:
            return [_broken(stage.name, records[0].id, error)]
        return answers + [outcome for record in rest for outcome in answer(stage, [record])]
    asked = [record.id for record in records]
    if [outcome.input_ids for outcome in answers] != [(record_id,) for record_id in asked]:
        raise ChainError(
            f"Stage '{stage.name}' gave {len(answers)} outcomes for {len(records)} records, or out of order.",
            cause="The stage skips a record, answers one twice, or names another input.",
            remedy="Report it: this is a mistake in suasion.",
        )
    return answers


def _broken(stage: StageName, record_id: str, error: Exception) -> Outcome[OutT]:
    detail = (
        f"'{stage}' stopped with {type(error).__name__}: {error}. It is a mistake in suasion, "
        "not in the report; the other reports were not affected."
    )
    rejection = Rejection(
        id=content_id("x", stage, record_id, FAILED),
        stage=stage,
        input_id=record_id,
        reason=FAILED,
        detail=detail,
    )
    return Outcome(input_ids=(record_id,), rejections=(rejection,))


def work_through(job: Job) -> tuple[tuple[StageCount, StageCount], str]:
    """Read and code the reports that need it; give the counts of both stages and a key to all they made."""
    draft = job.draft
    keys = draft.not_worked(digest([job.rooms.read.fingerprint, job.rooms.coding.fingerprint]))
    todo = list(keys)
    size = max(1, job.settings.batch_size)
    for first in range(0, len(todo), size):
        job.progress("read", first, len(todo))
        _work_batch(job, todo[first : first + size], keys)
    if todo:
        job.progress("read", len(todo), len(todo))
    return _counts(draft.fates(todo)), draft.worked_key()


def _work_batch(job: Job, ids: Sequence[str], keys: Mapping[str, str]) -> None:
    found = job.draft.find(Report, ids)
    reports = [found[report_id] for report_id in ids]
    readings = answer(job.rooms.read, reports)
    read = [outcome.outputs[0] for outcome in readings if outcome.outputs]
    coded = answer(job.rooms.coding, read)
    by_report = {reading.report.id: outcome for reading, outcome in zip(read, coded, strict=True)}
    for kind in (Mention, Attribution, Statement):
        job.draft.drop(kind, "report_id", ids)
    job.draft.drop_stage_rejections(("read", "coding"), ids)
    rows: list[Record] = []
    worked = []
    for report, outcome in zip(reports, readings, strict=True):
        rows += _rows(outcome, by_report.get(report.id), report.id)
        worked.append(_worked(report.id, keys[report.id], outcome, by_report.get(report.id)))
    job.draft.put(rows, job.run_id)
    job.draft.put_worked(worked)


def _rows(reading: Outcome[Reading], coded: Outcome[Statement] | None, report_id: str) -> Iterator[Record]:
    for given in reading.outputs[:1]:
        yield from given.mentions
        yield from given.attributions
    if coded:
        yield from coded.outputs
    declined = (*reading.rejections, *(coded.rejections if coded else ()))
    # A reading has no row of its own, so what coding declines is told of its report.
    yield from (_of_report(rejection, report_id) for rejection in declined)


def _of_report(rejection: Rejection, report_id: str) -> Rejection:
    if rejection.input_id == report_id:
        return rejection
    return Rejection(
        id=rejection.id,
        stage=rejection.stage,
        input_id=report_id,
        reason=rejection.reason,
        detail=rejection.detail,
    )


def _worked(report_id: str, key: str, reading: Outcome[Reading], coded: Outcome[Statement] | None) -> Worked:
    return Worked(
        report_id=report_id,
        key=key,
        reading=_fate(reading),
        coding=_fate(coded) if coded else None,
        statements=len(coded.outputs) if coded else 0,
    )


def _fate(outcome: Outcome[OutT]) -> str:
    if outcome.outputs:
        return "productive"
    return "rejected" if outcome.rejections else "silent"


def _counts(fates: Sequence[tuple[str, str | None, bool, int, int]]) -> tuple[StageCount, StageCount]:
    """Count both stages: `fates` are what they made of reports, whether in this run, and of how many reports with how many statements."""
    read = [(reading, fresh, reports) for reading, _, fresh, reports, _ in fates]
    coded = [(coding, fresh, reports) for _, coding, fresh, reports, _ in fates if coding is not None]
    productive = sum(reports for reading, _, reports in read if reading == "productive")
    counts = (
        _count("read", read, productive),
        _count("coding", coded, sum(statements for *_, statements in fates)),
    )
    for count in counts:
        check_count(count)
    return counts


def _count(stage: StageName, fates: Sequence[tuple[str, bool, int]], outputs: int) -> StageCount:
    by_fate: Counter[str] = Counter()
    for fate, _, reports in fates:
        by_fate[fate] += reports
    return StageCount(
        stage=stage,
        inputs=by_fate.total(),
        productive=by_fate["productive"],
        rejected=by_fate["rejected"],
        silent=by_fate["silent"],
        outputs=outputs,
        reused=sum(reports for _, fresh, reports in fates if not fresh),
    )
