"""Nothing is lost: every input of a stage is counted as productive, rejected or silent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeVar

from suasion.errors import ChainError
from suasion.records import StageCount, StageName
from suasion.stage import Outcome

OutT = TypeVar("OutT")


def count_outcomes(stage: StageName, given: Collection[str], outcomes: Sequence[Outcome[OutT]]) -> StageCount:
    """Count what became of the records with the `given` ids.

    A record is productive if something was made from it, else rejected if the stage says so, else silent.

    Raises:
        ChainError: the stage answered for a record that it was not given, or not for one that it was.
    """
    known = set(given)
    productive: set[str] = set()
    rejected: set[str] = set()
    silent: set[str] = set()
    for outcome in outcomes:
        named = set(outcome.input_ids)
        declined = {rejection.input_id for rejection in outcome.rejections}
        rejected |= declined
        (productive if outcome.outputs else silent).update(named - declined)
        _require_known(stage, (named | declined) - known)
    answered = productive | rejected | silent
    if answered != known:
        raise _unanswered(stage, sorted(known - answered))
    return StageCount(
        stage=stage,
        inputs=len(known),
        productive=len(productive),
        rejected=len(rejected - productive),
        silent=len(silent - productive - rejected),
        outputs=sum(len(outcome.outputs) for outcome in outcomes),
        reused=0,
    )


def check_count(count: StageCount) -> None:
    """Check that a count adds up.

    Raises:
        ChainError: it does not.
    """
    if count.inputs != count.productive + count.rejected + count.silent:
        raise ChainError(
            f"Stage '{count.stage}' had {count.inputs} inputs, but {count.productive} were productive, "
            f"{count.rejected} rejected and {count.silent} silent.",
            cause="A stage lost an input, or answered for one twice.",
            remedy="Report it: this is a mistake in suasion.",
        )


def _require_known(stage: StageName, strangers: set[str]) -> None:
    if strangers:
        raise ChainError(
            f"Stage '{stage}' answered for {sorted(strangers)[0]}, which it was not given.",
            cause="The stage makes up input ids.",
            remedy="Report it: this is a mistake in suasion.",
        )


def _unanswered(stage: StageName, lost: Sequence[str]) -> ChainError:
    return ChainError(
        f"Stage '{stage}' lost {len(lost)} of its inputs, the first being {lost[0]}.",
        cause="The stage gave no outcome for them.",
        remedy="Report it: this is a mistake in suasion.",
    )
