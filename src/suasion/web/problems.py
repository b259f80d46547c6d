"""Errors as RFC 9457 has them: what happened, the likely cause and what to do, never a trace."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from suasion.errors import CaseError, InputError, SuasionError, UnknownIdError

MEDIA_TYPE = "application/problem+json"
_NOT_FOUND, _UNUSABLE, _BUSY, _MISTAKE = 404, 422, 409, 500


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """The body of an answer that is an error; `detail` says the likely cause and the remedy."""

    title: str
    status: int
    detail: str = ""
    type: str = "about:blank"


_CONTENT = {MEDIA_TYPE: {"schema": msgspec.json.schema(Problem)["$defs"]["Problem"]}}
RESPONSES: dict[int | str, dict[str, Any]] = {
    304: {"description": "Unchanged since the answer whose ETag was sent as If-None-Match"},
    "4XX": {"description": "What is wrong with the question", "content": _CONTENT},
    "5XX": {"description": "The server could not answer", "content": _CONTENT},
}
"""How the description of the API tells of errors."""


def problem(status: int, title: str, detail: str = "", headers: dict[str, str] | None = None) -> Response:
    """Answer with an error."""
    body = msgspec.json.encode(Problem(title=title, status=status, detail=detail))
    return Response(body, status, headers, MEDIA_TYPE)


def tell_problems(app: FastAPI) -> None:
    """Have every error of an app answered as a problem."""
    app.add_exception_handler(SuasionError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _mistake)


def _ours(_: Request, error: Exception) -> Response:
    assert isinstance(error, SuasionError)
    kinds = ((UnknownIdError, _NOT_FOUND), (InputError, _UNUSABLE), (CaseError, _BUSY))
    status = next((status for kind, status in kinds if isinstance(error, kind)), _MISTAKE)
    return problem(
        status, error.what or str(error), " ".join(part for part in (error.cause, error.remedy) if part)
    )


def _invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    said = [f"{'.'.join(str(part) for part in one['loc'][1:])}: {one['msg']}." for one in error.errors()]
    return problem(_UNUSABLE, "That cannot be asked.", " ".join(said))


def _http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return problem(error.status_code, str(error.detail), headers=dict(error.headers or {}))


def _mistake(_: Request, error: Exception) -> Response:
    return problem(_MISTAKE, "suasion could not answer.", f"A mistake in suasion: {type(error).__name__}.")
