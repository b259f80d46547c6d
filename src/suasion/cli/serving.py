"""The command that opens a case in the browser: `serve`."""

from __future__ import annotations

from typing import Annotated

import typer

import suasion
from suasion.cli.app import CaseOption, JsonOption, app
from suasion.cli.talk import put_json, say
from suasion.errors import InputError


@app.command(epilog="Example: suasion serve --case my-case")
def serve(
    case: CaseOption,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Where to listen; 0: any free port.")
    ] = 8080,
    host: Annotated[
        str, typer.Option("--host", help="Who can reach it: beyond this machine only with --token.")
    ] = "127.0.0.1",
    token: Annotated[
        str | None,
        typer.Option(
            "--token",
            envvar="SUASION_TOKEN",
            help="What everybody must know who asks; 16 characters or more.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Open the case in the browser: look at its events, decide on them, fetch them by the API.

    With --json the address is told on stdout as soon as it can be asked.
    """
    try:
        from suasion.web.serve import serve_case  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise InputError(
            f"{error.name} is not installed.",
            cause="The workbench needs FastAPI and uvicorn, which the base install leaves out.",
            remedy="Install them: pip install 'suasion[web]'",
        ) from error

    def opened(address: str) -> None:
        if as_json:
            put_json({"address": address})
        say(f"Open {address} in a browser; stop with Ctrl-C.")

    serve_case(suasion.open(case), host=host, port=port, token=token, heard=say, opened=opened)
