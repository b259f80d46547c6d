"""Commands that bring a case up to date: `run` and `dossier`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

import suasion
from suasion.cli.app import CaseOption, JsonOption, app
from suasion.cli.talk import DONE, REFUSED, progress_bars, put_json, say, talk_console
from suasion.errors import InputError

if TYPE_CHECKING:
    from suasion.engine import RunSummary
    from suasion.engine.sending import Form

_SHOWN = 10


@app.command(epilog="Example: suasion run reports/ extra.jsonl --case my-case")
def run(
    case: CaseOption,
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH...", help="Files, folders, globs or '-' for stdin; none: only bring up to date."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Read reports, code what they say, join it, weigh the ties, and write the dossier.

    Exit status: 0 done, 1 failed, 2 wrong use, 3 done but some inputs were refused.
    """
    given = paths or []
    stdin = sys.stdin.buffer if "-" in given else None
    with progress_bars() as progress:
        summary = suasion.open(case).run(given, stdin=stdin, progress=progress)
    if as_json:
        put_json(summary)
    _tell(summary)
    raise typer.Exit(REFUSED if summary.refused else DONE)


@app.command(epilog="Example: suasion dossier --case my-case --zip -o for-the-desk.zip")
def dossier(
    case: CaseOption,
    *,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to; else into the case.")
    ] = None,
    as_zip: Annotated[
        bool, typer.Option("--zip", help="A zip: the page, tables, codebook and citations.")
    ] = False,
    as_pdf: Annotated[bool, typer.Option("--pdf", help="Printed by a Chromium, if one is here.")] = False,
    full_text: Annotated[
        bool, typer.Option("--full-text", help="With the reports' full texts, which are their outlets'.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Write the dossier again from the last run; or write it to be sent to somebody."""
    if as_zip and as_pdf:
        raise InputError(
            "--zip and --pdf were both given.",
            cause="A file has one form.",
            remedy="Ask for one after the other.",
        )
    opened = suasion.open(case)
    if output or as_zip or as_pdf or full_text:
        form: Form = "zip" if as_zip else "pdf" if as_pdf else "html"
        sent = opened.send_dossier(form, output, full_text=full_text)
        if as_json:
            put_json({"dossier": sent.output, "written": True})
        say(f"Wrote {sent.output} ({sent.bytes / 1e6:.1f} MB)")
        return
    written = opened.write_dossier()
    if as_json:
        put_json({"dossier": opened.dossier, "written": written})
    say(f"{'Wrote' if written else 'Already as the last run made it:'} {opened.dossier}")


def _tell(summary: RunSummary) -> None:
    console = talk_console()
    for rejection in summary.failed:
        say(f"A stage broke on {rejection.input_id}: {rejection.detail}")
    ingest = summary.counts[0]
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right")
    table.add_column()
    new = ingest.productive - ingest.reused
    table.add_row(str(summary.reports), f"reports ({new} new, {ingest.reused} known already)")
    table.add_row(str(summary.statements), "statements")
    table.add_row(str(summary.events), "events")
    table.add_row(str(summary.origins), "origins")
    table.add_row(str(summary.ties), "ties")
    for row in summary.rejections:
        table.add_row(str(row.n), f"rejected by {row.stage}: {row.reason}")
    console.print(table)
    for rejection in summary.refused[:_SHOWN]:
        say(f"Refused {rejection.input_id}: {rejection.detail}")
    if len(summary.refused) > _SHOWN:
        say(f"… and {len(summary.refused) - _SHOWN} more: suasion export rejections --case {summary.case}")
    if summary.run is None:
        say("Nothing has changed; everything was reused.")
    if summary.dossier_current:
        say(f"Dossier: {Path(summary.dossier)}")
    else:
        say(
            f"The dossier of a case of this size is written when asked for: suasion dossier --case {summary.case}"
        )
