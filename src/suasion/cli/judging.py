"""The command that writes down what people decide: `judge`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import suasion
from suasion.cli.app import CaseOption, JsonOption, app
from suasion.cli.talk import DONE, REFUSED, put_json, say
from suasion.errors import InputError

_ACTIONS = "accept|reject|unsure|merge|split|correct|mark-copy|mark-independent|undo|apply"
_APPLY = "apply"


@app.command(epilog='Example: suasion judge reject r1a2b3c4 --why "a hoax" --case my-case')
def judge(
    action: Annotated[str, typer.Argument(metavar="ACTION", help=_ACTIONS)],
    record_ids: Annotated[
        list[str],
        typer.Argument(metavar="ID...", help="The records; for undo, judgements; for apply, a file of them."),
    ],
    *,
    case: CaseOption,
    field: Annotated[
        str | None,
        typer.Option("--field", help="For correct: the field; a wrong one lists those that can be."),
    ] = None,
    value: Annotated[
        str | None,
        typer.Option(
            "--value", help="For correct: its right value; semicolons between several, none for nothing."
        ),
    ] = None,
    why: Annotated[str | None, typer.Option("--why", help="The reason, kept with the judgement.")] = None,
    who: Annotated[
        str | None, typer.Option("--who", help="Who judges; else the name you are logged in by.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Write down a decision about records; the next run applies it. Rejecting a report withdraws it.

    `judge apply FILE` takes in the decisions that somebody saved in a mailed dossier. Exit status: 3 if some of them do not fit the case.
    """
    if action == _APPLY:
        _apply(case, record_ids, who, given=(field, value, why), as_json=as_json)
        return
    made = suasion.open(case).judge(action, *record_ids, field=field, value=value, who=who, why=why)
    if as_json:
        put_json(made)
    say(f"Kept as {made.id}. Apply it with: suasion run --case {case}")


def _apply(
    case: Path, files: list[str], who: str | None, *, given: tuple[str | None, ...], as_json: bool
) -> None:
    if len(files) != 1 or any(given):
        raise InputError(
            "'apply' takes one file, and --who for decisions that do not name who made them.",
            cause="There are several files, or an option of another action.",
            remedy="For example: suasion judge apply decisions.jsonl --case CASE",
        )
    applied = suasion.open(case).apply_judgements(files[0], who=who)
    if as_json:
        put_json(applied)
    for refused in applied.refused:
        say(f"Line {refused.line} is {refused.reason}: {refused.detail}")
    known = f", {applied.known} known already" if applied.known else ""
    say(f"Decisions: {len(applied.kept)} kept{known}, {len(applied.refused)} refused.")
    if applied.kept:
        say(f"Apply them with: suasion run --case {case}")
    raise typer.Exit(REFUSED if applied.refused else DONE)
