"""Listening: the one place that opens a socket."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from urllib.parse import quote

import uvicorn

from suasion.case import Case
from suasion.web.app import create_app
from suasion.web.desk import Desk
from suasion.web.guard import Rules
from suasion.web.reading import Heard

MOST_AT_ONCE, WAIT_SECONDS = 64, 15
"""Requests that are answered at once, and how long an idle connection is held."""

_SWITCH_SECONDS = 0.001
"""How long a thread that works at a long question keeps others waiting: Python's 5 ms would add up over an answer's few steps."""


def serve_case(
    case: Case, *, host: str, port: int, token: str | None, heard: Heard, opened: Callable[[str], None]
) -> None:
    """Answer until somebody stops it; `opened` is told the address as soon as it can be asked.

    Raises:
        InputError: the rules would let strangers in.
        CaseError: no run has finished yet, or the store is damaged.
        OSError: the port is taken.
    """
    rules = Rules(host=host, token=token)
    rules.check()
    sys.setswitchinterval(_SWITCH_SECONDS)
    desk = Desk(case, heard)
    app = create_app(desk, rules)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=MOST_AT_ONCE,
        timeout_keep_alive=WAIT_SECONDS,
        proxy_headers=False,
    )
    bound = listening.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    secret = f"?token={quote(token, safe='')}" if token else ""
    opened(f"http://{shown}:{bound}/{secret}")
    desk.prepare()
    uvicorn.Server(config).run(sockets=[listening])
