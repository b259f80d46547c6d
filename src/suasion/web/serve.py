"""Listening: the one place that opens a socket."""

from __future__ import annotations

import uvicorn

from suasion.case import Case
from suasion.web.app import create_app
from suasion.web.desk import Desk, Heard


def serve_case(case: Case, *, host: str, port: int, token: str | None, heard: Heard) -> None:
    """Answer until somebody stops it."""
    desk = Desk(case, heard)
    heard(f"Open http://{host}:{port}/ in a browser; stop with Ctrl-C.")
    uvicorn.run(
        create_app(desk), host=host, port=port, log_level="warning", access_log=False, server_header=False
    )
