"""Commands that look into a case: `export`, `why` and `status`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

import suasion
from suasion.cli.app import CaseOption, JsonOption, app
from suasion.cli.talk import data_console, put_bytes, put_json, say
from suasion.errors import InputError

_TABLES = "reports|statements|events|links|ties|rejections|mentions|attributions|framings|judgements|runs"


@app.command(epilog="Example: suasion export events --case my-case --format csv -o events.csv")
def export(
    table: Annotated[str, typer.Argument(metavar="TABLE", help=_TABLES)],
    case: CaseOption,
    format: Annotated[  # noqa: A002 - the option's word
        str,
        typer.Option(
            "--format", metavar="jsonl|csv|parquet", help="In CSV, lists and structures are JSON in cells."
        ),
    ] = "jsonl",
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE|-", help="Where to; '-' is stdout.")
    ] = "-",
    as_json: JsonOption = False,
) -> None:
    """Write a table of the case as a file.

    With --json and a file, what was written is told as JSON; with --json alone the rows are JSON lines.
    """
    if as_json and output == "-" and format != "jsonl":
        raise InputError(
            f"--json and --format {format} cannot both be on stdout.",
            cause="Each asks for another form of the rows.",
            remedy="Leave one out, or write the rows to a file with -o FILE.",
        )
    if format == "parquet" and output == "-" and sys.stdout.isatty():
        raise InputError(
            "Parquet is not for a terminal.",
            cause="It is binary.",
            remedy="Write it to a file with -o FILE, or pipe it on.",
        )
    content = suasion.open(case).export(table, format)
    if output == "-":
        put_bytes(content)
        return
    write_file(Path(output), content)
    if as_json:
        put_json({"table": table, "format": format, "output": output, "bytes": len(content)})
    say(f"Wrote {table} to {output} ({len(content)} bytes).")


@app.command(epilog="Example: suasion why e1a2b3c4 --case my-case")
def why(
    record_id: Annotated[
        str, typer.Argument(metavar="ID", help="Any record's id, or an unambiguous beginning.")
    ],
    case: CaseOption,
    as_json: JsonOption = False,
) -> None:
    """Walk from any record down to the quoted sentences and the reports they stand in."""
    from suasion.cli.trees import why_tree  # noqa: PLC0415 - only this command needs it

    found = suasion.open(case).why(record_id)
    if as_json:
        put_json(found)
    else:
        data_console().print(why_tree(found))


@app.command(epilog="Example: suasion status --case my-case")
def status(case: CaseOption, as_json: JsonOption = False) -> None:
    """Say what is in the case, when it last ran, and whether it is up to date."""
    found = suasion.open(case).status()
    if as_json:
        put_json(found)
        return
    table = Table.grid(padding=(0, 2))
    for name, count in found.records.items():
        table.add_row(name, str(count))
    table.add_row("judgements", f"{found.judgements} ({found.in_force} in force)")
    for row in found.rejections:
        table.add_row("rejected", f"{row.n} by {row.stage}: {row.reason}")
    for report_id in found.withdrawn:
        table.add_row("withdrawn", report_id)
    for judgement in found.stale:
        table.add_row("stale", f"{judgement.id}: {judgement.action} {' '.join(judgement.targets)}")
    if found.last_run and found.last_run.finished:
        table.add_row(
            "last run", f"{found.last_run.finished:%Y-%m-%d %H:%M} UTC, suasion {found.last_run.version}"
        )
    table.add_row("up to date", "; ".join(found.out_of_date) if found.out_of_date else "yes")
    table.add_row("dossier", str(found.dossier or "none yet"))
    data_console().print(table)


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
