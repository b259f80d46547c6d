"""Commands for a check of one's own: `sample` and `diff`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import suasion
from suasion.cli.app import CaseOption, JsonOption, app
from suasion.cli.talk import progress_bars, put_bytes, put_json, say
from suasion.errors import InputError

_FORMATS = "csv|excel|jsonl"


@app.command(epilog="Example: suasion sample --case my-case -n 200 -o sheet.csv")
def sample(
    *,
    case: CaseOption,
    n: Annotated[int, typer.Option("-n", metavar="N", min=1, help="How many items to draw.")] = 200,
    seed: Annotated[int, typer.Option("--seed", help="The same seed draws the same sample.")] = 0,
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="SHEET|-", help="Where to; '-' is stdout.")
    ] = "-",
    format: Annotated[  # noqa: A002 - the option's word
        str,
        typer.Option("--format", metavar=_FORMATS, help="'excel' is CSV that Excel shows with its accents."),
    ] = "csv",
    as_json: JsonOption = False,
) -> None:
    """Draw statements, and sentences of which nothing was coded, into a sheet to code by hand.

    Score it with: suasion evaluate sample SHEET. With --json and a file, what was drawn is told as JSON; with --json alone
    the items are JSON lines.
    """
    from suasion.engine.sheet import SheetFormat, encode_sheet  # noqa: PLC0415 - only this command needs it

    if format not in list(SheetFormat):
        raise InputError(
            f"There is no format '{format}'.",
            cause="A misspelt word.",
            remedy=f"Use one of: {_FORMATS.replace('|', ', ')}.",
        )
    with progress_bars() as progress:
        rows = suasion.open(case).sample(n, seed=seed, progress=progress)
    chosen = SheetFormat.JSONL if as_json and output == "-" else SheetFormat(format)
    content = encode_sheet(rows, chosen)
    statements = sum(row.kind == "statement" for row in rows)
    if output == "-":
        put_bytes(content)
    else:
        write_file(Path(output), content)
    if as_json and output != "-":
        drawn = {"items": len(rows), "statements": statements, "sentences": len(rows) - statements}
        put_json({"output": output, "format": chosen, "seed": seed, "sample": rows[0].sample, **drawn})
    say(f"Drew {statements} statements and {len(rows) - statements} sentences without any.")
    say("Fill in the columns from 'coder' on, then: suasion evaluate sample SHEET")


@app.command(epilog="Example: suasion diff my-case my-case-new-coder --json")
def diff(
    case1: Annotated[Path, typer.Argument(metavar="CASE1", help="The case as it was.")],
    case2: Annotated[Path, typer.Argument(metavar="CASE2", help="The case as it is now.")],
    as_json: JsonOption = False,
) -> None:
    """Say what a new coder or codebook changed, in the reports that both cases have. Neither is written to."""
    from suasion.cli.shown import show_diff  # noqa: PLC0415 - only this command needs it

    found = suasion.open(case1).diff(suasion.open(case2))
    if as_json:
        put_json(found)
    else:
        show_diff(found)


def write_file(path: Path, content: bytes) -> None:
    """Write what was asked for into a file.

    Raises:
        InputError: it cannot be written.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise InputError(
            f"{path} cannot be written: {error.strerror or error}.",
            cause="The folder is missing, or may not be written to.",
            remedy="Give another file with -o.",
        ) from error
