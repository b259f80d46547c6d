"""The door: paths in, one outcome for each input out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from suasion.ids import digest, files_digest
from suasion.ingest.assemble import assemble
from suasion.ingest.damage import name_book
from suasion.ingest.decode import decode
from suasion.ingest.drafts import Draft, Refusal, reject
from suasion.ingest.jsonl import line_draft, looks_like_lines
from suasion.ingest.media import Names, RegistersWithOutlets
from suasion.ingest.pages import page_draft
from suasion.ingest.plain import markdown_draft, plain_draft
from suasion.ingest.sources import (
    Form,
    Refused,
    Source,
    expand,
    read_all,
    read_line,
    read_lines,
    shown,
    too_large,
    too_long,
    unreadable,
)
from suasion.records import Report, StageName
from suasion.settings import Settings
from suasion.stage import Outcome

_LIBRARIES = ("py3langid", "trafilatura", "lxml")
_Item = tuple[str, Draft | Refusal]


class Ingest:
    """Reads files, folders, globs and standard input. It never raises on what an input holds."""

    name: StageName = "ingest"
    takes: tuple[type, ...] = ()
    gives: tuple[type, ...] = (Report,)

    def __init__(self, settings: Settings, registers: RegistersWithOutlets) -> None:
        self._settings = settings
        self._names = Names(registers)
        self._book = name_book(registers)
        libraries = (f"{name} {version(name)}" for name in _LIBRARIES)
        limits = (
            str(settings.max_report_bytes),
            str(settings.max_report_characters),
            str(settings.min_report_words),
        )
        self.fingerprint = digest(
            [
                files_digest("suasion.ingest"),
                registers.fingerprint,
                *libraries,
                *limits,
            ]
        )

    def read(self, paths: Sequence[str], stdin: BinaryIO | None = None) -> Iterator[Outcome[Report]]:
        """Give one outcome for each input item, in order: a report, or the reason why there is none.

        An item is a file, a line of JSON lines (`path:line`), a path that cannot be read, or `-`.
        Nothing is kept in memory but the ids of the reports so far.
        """
        first: dict[str, str] = {}
        for path, given in self._items(paths, stdin):
            item = shown(path)
            made = given if isinstance(given, Refusal) else self._assembled(given, item)
            if isinstance(made, Report):
                made = _unless_seen(made, first)
            if isinstance(made, Refusal):
                yield Outcome(input_ids=(item,), rejections=(reject(item, made),))
            else:
                yield Outcome(input_ids=(item,), outputs=(made,))

    def _assembled(self, draft: Draft, path: str) -> Report | Refusal:
        limit = self._settings.max_report_characters
        if len(draft.text) > limit:
            return too_long(limit)
        return assemble(draft.tidy(), path, self._settings.min_report_words, self._names, self._book)

    def _items(self, paths: Sequence[str], stdin: BinaryIO | None) -> Iterator[_Item]:
        for source in expand(paths):
            if isinstance(source, Refused):
                yield source.path, source.refusal
            elif source.form == "stdin":
                yield from self._stdin(stdin)
            elif source.form == "lines":
                yield from self._line_file(source)
            else:
                yield source.path, self._file(source)

    def _file(self, source: Source) -> Draft | Refusal:
        limit = self._settings.max_report_bytes
        try:
            if os.path.getsize(source.path) > limit:  # noqa: PTH202
                return too_large(limit)
            with Path(source.path).open("rb") as stream:
                raw = read_all(stream, limit)
        except OSError as error:
            return unreadable(error)
        return raw if isinstance(raw, Refusal) else _draft(raw, source.form)

    def _line_file(self, source: Source) -> Iterator[_Item]:
        try:
            with Path(source.path).open("rb") as stream:
                yield from self._lines(source.path, stream)
        except OSError as error:
            yield source.path, unreadable(error)

    def _lines(self, path: str, stream: BinaryIO, begun: bytes | Refusal | None = None) -> Iterator[_Item]:
        found = False
        for number, line in read_lines(stream, self._settings.max_report_bytes, begun):
            found = True
            yield f"{path}:{number}", line if isinstance(line, Refusal) else line_draft(line)
        if not found:
            yield (
                path,
                Refusal(
                    reason="empty",
                    detail="It holds no lines. Perhaps a download failed; fetch it again or leave it out.",
                ),
            )

    def _stdin(self, stream: BinaryIO | None) -> Iterator[_Item]:
        limit = self._settings.max_report_bytes
        if stream is None:
            yield (
                "-",
                Refusal(
                    reason="missing",
                    detail="Nothing comes in on standard input. Pipe a text or JSON lines into it.",
                ),
            )
            return
        try:
            head = read_line(stream, limit)
            if isinstance(head, Refusal) or looks_like_lines(head):
                yield from self._lines("-", stream, head)
                return
            raw = read_all(stream, limit, head)
        except OSError as error:
            yield "-", unreadable(error)
            return
        page = not isinstance(raw, Refusal) and raw.lstrip()[:15].lower().startswith(
            (b"<!doctype html", b"<html")
        )
        yield "-", raw if isinstance(raw, Refusal) else _draft(raw, "page" if page else "plain")


def _draft(raw: bytes, form: Form) -> Draft | Refusal:
    if form == "page":
        return page_draft(raw)
    decoded = decode(raw)
    if isinstance(decoded, Refusal):
        return decoded
    return markdown_draft(decoded) if form == "markdown" else plain_draft(decoded)


def _unless_seen(report: Report, first: dict[str, str]) -> Report | Refusal:
    if report.id in first:
        return Refusal(
            reason="duplicate",
            detail=f"It is the same report as {first[report.id]}: same text, outlet, address and date. "
            "It counts once.",
        )
    first[report.id] = report.path
    return report
