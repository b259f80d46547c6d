"""What judgements do to stored rows: reports that people put right, and links that people made.

Of a corrected report the rooms read the corrected row; the one that ingest gave is kept to go back to. All else that judgements do
is done by the stage `events`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from suasion.engine.job import Job
from suasion.engine.take import report_digest
from suasion.records import Judgement, Link, Report

ORIGINALS, JUDGED_LINKS = "originals", "judged links"


class Original(msgspec.Struct, frozen=True, kw_only=True):
    """A report as ingest gave it, and the hash of the row that stands in its place."""

    report: Report
    digest: str


def correct_reports(job: Job, judgements: Sequence[Judgement]) -> None:
    """Put corrected reports in the place of those that ingest gave, or these back where the correction was undone.

    What was made of a report follows from the hash of its row, so a corrected one is read again and the others are not.
    """
    wanted: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        for target in judgement.targets:
            if judgement.action == "correct" and target.startswith("r"):
                wanted[target].append(judgement)
    before = msgspec.json.decode(job.draft.meta(ORIGINALS) or "{}", type=dict[str, Original])
    if not wanted and not before:
        return
    after = _put_right(job, wanted, before)
    if after != before:
        job.draft.put_meta(ORIGINALS, msgspec.json.encode(after).decode("utf-8"))


def _put_right(
    job: Job, wanted: dict[str, list[Judgement]], before: dict[str, Original]
) -> dict[str, Original]:
    from suasion.codebook import load_codebook  # noqa: PLC0415 - slow to import, and only needed here
    from suasion.reconcile.corrections import Known, corrected  # noqa: PLC0415
    from suasion.registers import load_registers  # noqa: PLC0415

    known = Known(codebook=load_codebook(), registers=load_registers())
    taken = job.draft.taken({*wanted, *before})
    after: dict[str, Original] = {}
    changed: dict[str, Report] = {}
    for report_id, stored in sorted(job.draft.find(Report, sorted({*wanted, *before})).items()):
        kept = before.get(report_id)
        original = kept.report if kept and kept.digest == taken[report_id].digest else stored
        report = corrected(original, wanted.get(report_id, ()), known)
        if report != stored:
            changed[report_id] = report
        if report != original:
            after[report_id] = Original(report=original, digest=report_digest(report))
    if changed:
        job.draft.drop(Report, "id", changed)
        job.draft.put(list(changed.values()), job.run_id)
        notes = [
            msgspec.structs.replace(taken[key], digest=report_digest(one)) for key, one in changed.items()
        ]
        job.draft.put_taken(notes)
    return after


def keep_judged_links(job: Job, judgements: Sequence[Judgement]) -> None:
    """Have the links that people made, and no others of that kind, among the rows."""
    from suasion.reconcile.judgements import decide, judged_links  # noqa: PLC0415 - slow to import, and only needed here

    draft, decisions = job.draft, decide(judgements)
    before = msgspec.json.decode(draft.meta(JUDGED_LINKS) or "[]", type=list[str])
    if not decisions.copied and not before:
        return
    named = {key for pair in decisions.copied for key in pair}
    reports = draft.find(Report, sorted(named - draft.withdrawn()))
    names = draft.origin_names(named - reports.keys())
    links = {link.id: link for link in judged_links(reports, names, decisions)}
    if draft.find(Link, sorted({*links, *before})) != links:
        draft.drop(Link, "id", {*links, *before})
        draft.put(list(links.values()), job.run_id)
    if sorted(links) != before:
        draft.put_meta(JUDGED_LINKS, msgspec.json.encode(sorted(links)).decode("utf-8"))
