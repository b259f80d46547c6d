"""What people decided about a record, said where the record is shown."""

from __future__ import annotations

from suasion.publish.index import Index
from suasion.publish.words import day
from suasion.records import Judgement


def judged_lines(index: Index, *record_ids: str) -> tuple[str, ...]:
    """Tell the judgements in force on any of some records, in order of time, each once."""
    found = {one.id: one for key in record_ids for one in index.judged.get(key, ())}
    return tuple(
        judged_text(one) for one in sorted(found.values(), key=lambda one: (one.when.isoformat(), one.id))
    )


def judged_text(judgement: Judgement) -> str:
    """Tell one judgement: what was decided, by whom, when and why."""
    what = judgement.action.replace("-", " ")
    if judgement.field is not None:
        what = f"{what} {judgement.field.replace('_', ' ')} to “{judgement.value}”"
    why = f": {judgement.why}" if judgement.why else ""
    return f"{what}, {judgement.who}, {day(judgement.when.date())}{why}"
