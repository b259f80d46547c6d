"""Commands about suasion itself: `evaluate` and `models`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.table import Table

from suasion.cli.app import JsonOption, app
from suasion.cli.talk import FAILED, data_console, put_json

_TASKS = "event-type|statements|factuality|attribution|times|places|actors|gold|sample"


@app.command(epilog="Example: suasion evaluate statements gold.jsonl --json")
def evaluate(
    task: Annotated[
        str,
        typer.Argument(metavar="TASK", help=f"What is scored: {_TASKS}."),
    ],
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="The gold file or folder; for sample, the coders' sheets."),
    ],
    predictions: Annotated[
        Path | None,
        typer.Option("--predictions", metavar="OUT", help="Write a JSON line for each item, as predicted."),
    ] = None,
    all_statements: Annotated[
        bool, typer.Option("--all", help="Score the content of other statements too, or sealed rows.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Score suasion on a gold file, or on the sheets of a sample that people coded."""
    from suasion.cli.shown import show_sample  # noqa: PLC0415 - only this command needs them
    from suasion.evaluation import SampleScores  # noqa: PLC0415
    from suasion.evaluation import evaluate as score  # noqa: PLC0415

    scores = score(task, files[0], more=files[1:], predictions=predictions, all_statements=all_statements)
    if as_json:
        put_json(scores)
        return
    if isinstance(scores, SampleScores):
        show_sample(scores)
        return
    table = Table.grid(padding=(0, 2))
    for name, value in _flat(msgspec.to_builtins(scores), ""):
        table.add_row(name, f"{value:.3f}" if isinstance(value, float) else str(value))
    data_console().print(table)


@app.command(epilog="Example: suasion models")
def models(as_json: JsonOption = False) -> None:
    """List the models, with their files checked against the recorded hashes."""
    from suasion.models import installed_models  # noqa: PLC0415 - only this command needs it

    found = installed_models()
    if as_json:
        put_json(found)
    else:
        table = Table("name", "version", "state", "licence", "role", "detail", box=None)
        for model in found:
            table.add_row(model.name, model.version, model.state, model.licence, model.role, model.detail)
        data_console().print(table)
    if any(model.state != "ready" for model in found):
        raise typer.Exit(FAILED)


def _flat(value: object, name: str) -> list[tuple[str, object]]:
    if not isinstance(value, dict):
        return [(name, value)]
    return [
        pair for key, part in value.items() for pair in _flat(part, f"{name}.{key}" if name else str(key))
    ]
