"""The application and what all commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from suasion import __version__

_ORDER = (
    "run",
    "import",
    "status",
    "why",
    "ties",
    "export",
    "judge",
    "serve",
    "dossier",
    "sample",
    "evaluate",
    "diff",
    "models",
)


class _Ordered(TyperGroup):
    """Lists the commands in the order in which they are needed."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]  # noqa: ARG002
        """Name the commands, the main job first."""
        return sorted(self.commands, key=_ORDER.index)


app = typer.Typer(
    cls=_Ordered,
    name="suasion",
    help="Who courts, arms, pays, threatens and punishes whom: event data that can be checked.",
    epilog="Example: suasion run reports/ --case my-case",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)

CaseOption = Annotated[
    Path, typer.Option("--case", metavar="CASE", help="The case's folder.", show_default=False)
]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer in JSON on stdout.")]


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"suasion {__version__}")
        raise typer.Exit


@app.callback()
def _all_commands(
    version: Annotated[
        bool,
        typer.Option("--version", help="Say the version and stop.", callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    """Take the options that come before a command."""
