"""Answers: JSON with a tag, so that what has not changed is not sent again; pages with a cursor; files."""

from __future__ import annotations

import base64
import binascii
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, Unpack

import msgspec
from fastapi import Request
from pydantic import BaseModel
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from suasion.errors import InputError
from suasion.exchange import FORMATS, TABLE_FORMATS, write_table
from suasion.ids import digest
from suasion.web.asked import Paging, TablePage

if TYPE_CHECKING:
    from suasion.engine.selecting import Conditions
    from suasion.web.desk import Desk, Sight

KeyT = TypeVar("KeyT")
RowT = TypeVar("RowT")
JSON = "application/json"
MEDIA_TYPES: Mapping[str, str] = {
    "jsonl": "application/jsonl",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
}
"""Of the formats that every table can leave in; the other formats have their own."""
_UNCHANGED = 304


def files(*formats: str) -> dict[int | str, dict[str, Any]]:
    """Say, for the description of the API, as what an answer can come beside JSON; without a word, as what every table can."""
    formats = formats or TABLE_FORMATS
    return {200: {"content": {_media(name)[0]: {"schema": {}} for name in formats}}}


class Page(BaseModel, Generic[RowT]):
    """Some rows of an answer: of `total`, these; `next` is the cursor of the page after, null after the last."""

    items: list[RowT]
    total: int
    next: str | None


def answer(request: Request, tag: str, make: Callable[[], object]) -> Response:
    """Answer with JSON, unless the asker has this answer already; `tag` names the state that it is made from."""
    if request.method != "GET":
        return Response(msgspec.json.encode(make()), media_type=JSON)
    etag = f'"{digest([tag, request.url.path, request.url.query])[:24]}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if etag in known or "*" in known:
        return Response(status_code=_UNCHANGED, headers=headers)
    return Response(msgspec.json.encode(make()), headers=headers, media_type=JSON)


def paged(
    rows: Sequence[KeyT], show: Callable[[KeyT], RowT], run: str, asked: Paging
) -> Mapping[str, object]:
    """Give one page of rows, each shown; a cursor holds as long as the run whose records are shown.

    Raises:
        InputError: the cursor is none, or of an earlier run.
    """
    first = _read_cursor(asked.cursor, run) if asked.cursor else asked.offset
    last = first + asked.limit
    more = _write_cursor(run, last) if last < len(rows) else None
    return {"items": [show(row) for row in rows[first:last]], "total": len(rows), "next": more}


def plain(row: RowT) -> RowT:
    """Show a row as it is."""
    return row


Made = tuple[Sequence[KeyT], Callable[[KeyT], RowT]]
"""What tells rows apart, in their order, and how each is shown."""


def listed(
    request: Request,
    desk: Desk,
    sight: Sight,
    asked: TablePage,
    make: Callable[[], Made[KeyT, RowT]],
    *,
    kind: type[RowT],
) -> Response:
    """Answer with a page of rows, or with all of them as a file; `kind` names the columns of the file.

    Raises:
        InputError: the cursor is none, or of an earlier run.
        CaseError: a file is asked for, and too many others wait for what takes long.
    """
    if form := asked.format:
        keys, show = make()
        rows = (show(key) for key in keys)
        name = request.url.path.rpartition("/")[2]
        return _file(desk, name, form, lambda path: write_table(rows, kind, form, path))
    return answer(request, sight.tag, lambda: paged(*make(), sight.run, asked))


def as_file(
    desk: Desk,
    table: str,
    format: str,  # noqa: A002 - the command line's word
    **asked: Unpack[Conditions],
) -> Response:
    """Answer with a table of the case, or the part of it that belongs to chosen events, as a file.

    Raises:
        InputError: there is no such format or condition.
        CaseError: too many others wait for what takes long.
    """
    return _file(desk, table, format, lambda path: desk.case.export_to(path, table, format, **asked))


def _file(desk: Desk, name: str, form: str, write: Callable[[Path], object]) -> Response:
    """Answer with a file, which is deleted once it is sent."""
    folder = tempfile.TemporaryDirectory(prefix="suasion-")
    path = Path(folder.name) / "rows"
    try:
        with desk.turn():
            write(path)
        media, suffix = _media(form)
    except BaseException:
        folder.cleanup()
        raise
    task = BackgroundTask(folder.cleanup)
    return FileResponse(path, media_type=media, filename=f"{name}{suffix}", background=task)


def _media(format: str) -> tuple[str, str]:  # noqa: A002
    if format in MEDIA_TYPES:
        return MEDIA_TYPES[format], f".{format}"
    return FORMATS[format].media_type, FORMATS[format].suffix


def _write_cursor(run: str, place: int) -> str:
    return base64.urlsafe_b64encode(f"{run}:{place}".encode()).decode().rstrip("=")


def _read_cursor(cursor: str, run: str) -> int:
    try:
        told = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        told = ""
    made, _, place = told.partition(":")
    if made == run and place.isdecimal():
        return int(place)
    raise InputError(
        "The cursor leads nowhere.",
        cause="The case has changed since the page before, or the cursor was cut.",
        remedy="Ask for the first page again, without a cursor.",
    )
