"""Commands that look into a case: `why` and `status`."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

import suasion
from suasion.cli.app import CaseOption, JsonOption, app
from suasion.cli.talk import data_console, put_json


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
    for one in found.imports:
        days = f", {one.first_day} to {one.last_day}" if one.first_day else ""
        table.add_row("imported", f"{one.counts.accepted} events of {one.dataset} from {one.file}{days}")
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
