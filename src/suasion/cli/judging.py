"""The command that writes down what people decide: `judge`."""

from __future__ import annotations

from typing import Annotated

import typer

import suasion
from suasion.cli.app import CaseOption, JsonOption, app
from suasion.cli.talk import put_json, say

_ACTIONS = "accept|reject|unsure|merge|split|correct|mark-copy|mark-independent|undo"


@app.command(epilog='Example: suasion judge reject r1a2b3c4 --why "a hoax" --case my-case')
def judge(
    action: Annotated[str, typer.Argument(metavar="ACTION", help=_ACTIONS)],
    record_ids: Annotated[
        list[str], typer.Argument(metavar="ID...", help="The records; for undo, judgements.")
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
    """Write down a decision about records; the next run applies it. Rejecting a report withdraws it."""
    made = suasion.open(case).judge(action, *record_ids, field=field, value=value, who=who, why=why)
    if as_json:
        put_json(made)
    say(f"Kept as {made.id}. Apply it with: suasion run --case {case}")
