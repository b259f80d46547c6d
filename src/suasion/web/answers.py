"""Answers: JSON with a tag, so that what has not changed is not sent again, and pages with a cursor."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

import msgspec
from fastapi import Request
from pydantic import BaseModel
from starlette.responses import Response

from suasion.errors import InputError
from suasion.ids import digest

KeyT = TypeVar("KeyT")
RowT = TypeVar("RowT")
JSON = "application/json"
_UNCHANGED = 304


class Page(BaseModel, Generic[RowT]):
    """Some rows of an answer: of `total`, these; `next` is the cursor of the page after, null after the last."""

    items: list[RowT]
    total: int
    next: str | None


def answer(request: Request, tag: str, make: Callable[[], object]) -> Response:
    """Answer with JSON, unless the asker has this answer already; `tag` names the state that it is made from."""
    etag = f'"{digest([tag, request.url.path, request.url.query])[:24]}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if etag in known or "*" in known:
        return Response(status_code=_UNCHANGED, headers=headers)
    return Response(msgspec.json.encode(make()), headers=headers, media_type=JSON)


class Slice(Protocol):
    """Which rows of an answer are asked for: `limit` from `offset` on, or from where a page before ended."""

    limit: int
    offset: int
    cursor: str | None


def paged(rows: Sequence[KeyT], show: Callable[[KeyT], RowT], tag: str, asked: Slice) -> dict[str, object]:
    """Give one page of rows, each shown.

    Raises:
        InputError: the cursor is none, or of an earlier state of the case.
    """
    first = _read_cursor(asked.cursor, tag) if asked.cursor else asked.offset
    last = first + asked.limit
    more = _write_cursor(tag, last) if last < len(rows) else None
    return {"items": [show(row) for row in rows[first:last]], "total": len(rows), "next": more}


def _write_cursor(tag: str, place: int) -> str:
    return base64.urlsafe_b64encode(f"{tag}:{place}".encode()).decode().rstrip("=")


def _read_cursor(cursor: str, tag: str) -> int:
    try:
        told = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        made, _, place = told.partition(":")
        return int(place) if made == tag else _refuse(None)
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        return _refuse(error)


def _refuse(error: Exception | None) -> int:
    raise InputError(
        "The cursor leads nowhere.",
        cause="The case has changed since the page before, or the cursor was cut.",
        remedy="Ask for the first page again, without a cursor.",
    ) from error
