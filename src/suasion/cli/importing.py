"""The command that brings other people's event data into a case: `import`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

import suasion
from suasion.cli.app import CaseOption, JsonOption, app
from suasion.cli.talk import DONE, REFUSED, progress_bars, put_json, say, talk_console

if TYPE_CHECKING:
    from suasion.engine.importing import ImportSummary

_FORMATS = "icews|polecat|gdelt|gdelt-mentions|plover|acled|ftm|csv|covariates"
_SHOWN = 10


@app.command(name="import", epilog="Example: suasion import icews events.2014.tab --case my-case")
def import_(
    format: Annotated[  # noqa: A002 - the argument's word
        str, typer.Argument(metavar=_FORMATS, help="The files' format.", show_default=False)
    ],
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Files; .gz and .zip are read as they are.")
    ],
    *,
    case: CaseOption,
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", metavar="TOML", help="For csv: what the columns mean."),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(
            "--name", metavar="DATASET", help="The data set's name in the case; default: the format."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Import events that others coded: ICEWS, POLECAT, GDELT, PLOVER, ACLED, FollowTheMoney or a CSV file.

    Exit status: 0 done, 1 failed, 2 wrong use, 3 done but some rows were declined.
    """
    opened = suasion.open(case)
    summaries = []
    for path in files:
        with progress_bars() as progress:
            summary = opened.import_file(format, path, name=name, mapping=mapping, progress=progress)
        summaries.append(summary)
        _tell(summary)
    if as_json:
        put_json({"case": case, "imports": summaries})
    raise typer.Exit(REFUSED if any(summary.counts.rejected for summary in summaries) else DONE)


def _tell(summary: ImportSummary) -> None:
    if summary.known:
        say(f"{summary.file} is in the case already, as {summary.id}; nothing has changed.")
        return
    counts = summary.counts
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right")
    table.add_column()
    table.add_row(str(counts.rows), f"rows of {summary.file}")
    table.add_row(str(counts.accepted), f"events of the data set {summary.dataset}")
    table.add_row(str(counts.uncoded), "not coded: their code stands for no event type; kept as attention")
    if counts.known:
        table.add_row(str(counts.known), "known from an earlier file")
    table.add_row(str(counts.acts), "acts between two states")
    for row in summary.reasons:
        table.add_row(str(row.n), f"declined: {row.reason}")
    talk_console().print(table)
    for rejection in summary.refused[:_SHOWN]:
        say(f"Declined {rejection.input_id}: {rejection.detail}")
    if counts.rejected > _SHOWN:
        say(f"… and {counts.rejected - _SHOWN} more: suasion export rejections --case {summary.case}")
    if summary.unplaced:
        say(f"No state is known by: {', '.join(summary.unplaced[:_SHOWN])}")
