"""Decisions that come back from a mailed dossier: each is checked against the case before it joins the log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import msgspec

from suasion.engine.judge import Target, anchor_of, check_judgement
from suasion.engine.run import open_snapshot
from suasion.engine.why import resolve
from suasion.errors import InputError, UnknownIdError
from suasion.records import Event, Judgement, Origin
from suasion.store import CaseFolder, Snapshot, append_judgement, read_judgements

Reason = Literal["unreadable", "nobody", "unknown", "stale", "unfit", "taken"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A line that was not taken: why in one word, and in a sentence.

    `unreadable`: no judgement; `nobody`: it does not say who decided; `unknown`: about no record of this case; `stale`: about an event
    that was split or is no more; `unfit`: the action does not fit the records; `taken`: another judgement has its id.
    """

    line: int
    id: str | None
    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What became of a file of judgements; `known` counts those that were in the log already."""

    kept: tuple[Judgement, ...]
    known: int
    refused: tuple[Refused, ...]


def apply_judgements(folder: CaseFolder, path: Path, *, who: str | None) -> Applied:
    """Append the judgements of a file (JSON lines) that fit the case; the same file again changes nothing.

    `who` is put where the file does not say who decided.

    Raises:
        InputError: the file cannot be read.
        CaseError: no run has finished yet.
    """
    lines = list(_lines(path))
    log = read_judgements(folder.judgements)
    kept: list[Judgement] = []
    refused: list[Refused] = []
    known = 0
    with open_snapshot(folder) as snapshot:
        case = _Case(snapshot, {one.id: one for one in log})
        for number, line in lines:
            try:
                judgement = _judgement(line, who)
                if case.holds(judgement):
                    known += 1
                    continue
                fitting = case.fitting(judgement)
            except _RefusedError as error:
                refused.append(Refused(line=number, id=error.id, reason=error.reason, detail=error.detail))
                continue
            append_judgement(folder.judgements, fitting)
            case.take(fitting)
            kept.append(fitting)
    return Applied(kept=tuple(kept), known=known, refused=tuple(refused))


class _RefusedError(Exception):
    """A line cannot be taken."""

    def __init__(self, reason: Reason, detail: str, judgement: Judgement | None = None) -> None:
        self.reason, self.detail = reason, detail
        self.id = judgement.id if judgement else None
        super().__init__(detail)


class _Case:
    """What judgements can be about: the records of the last run, and the judgements made so far."""

    def __init__(self, snapshot: Snapshot, log: dict[str, Judgement]) -> None:
        self._snapshot, self._log = snapshot, log
        self._origins = snapshot.origin_ids() - snapshot.ids()
        self._redirects: Mapping[str, tuple[str, ...]] = snapshot.redirects()

    def holds(self, judgement: Judgement) -> bool:
        """Whether the log has this very judgement already.

        Raises:
            _RefusedError: it has another one by this id.
        """
        held = self._log.get(judgement.id)
        if held is None:
            return False
        if _said(held) != _said(judgement):
            raise _RefusedError("taken", f"The case has another judgement {judgement.id}.", judgement)
        return True

    def take(self, judgement: Judgement) -> None:
        """Have later lines know of it: an `undo` may name it."""
        self._log[judgement.id] = judgement

    def fitting(self, judgement: Judgement) -> Judgement:
        """Give the judgement as the log is to hold it: with what its events are now.

        Raises:
            _RefusedError: a target is not in the case, or the action does not fit them.
        """
        targets = [self._target(judgement, key) for key in judgement.targets]
        try:
            check_judgement(judgement.action, targets, judgement.field, judgement.value)
        except InputError as error:
            raise _RefusedError("unfit", str(error), judgement) from error
        anchors = tuple(target.anchor for target in targets if target.anchor is not None)
        return replace(judgement, anchors=anchors)

    def _target(self, judgement: Judgement, key: str) -> Target:
        if key in self._origins:
            return Target(id=key, kind=Origin)
        if key in self._redirects:
            return self._moved(judgement, key)
        kind = self._kind(judgement, key)
        event = self._snapshot.find(Event, [key]).get(key) if kind is Event else None
        return Target(id=key, kind=kind, anchor=anchor_of(event) if event else None)

    def _moved(self, judgement: Judgement, key: str) -> Target:
        """Take an event that was joined to another: the statements that it had when it was judged say which is meant."""
        heirs = self._redirects[key]
        anchor = next((one for one in judgement.anchors if one.event_id == key), None)
        if len(heirs) == 1 and anchor is not None:
            return Target(id=key, kind=Event, anchor=anchor)
        now = (
            f"its statements are in {', '.join(heirs)}" if heirs else "none of its statements counts any more"
        )
        raise _RefusedError("stale", f"The event {key} is no more; {now}. Decide anew.", judgement)

    def _kind(self, judgement: Judgement, key: str) -> type[Any]:
        try:
            found, kind = resolve(self._snapshot, tuple(self._log.values()), key)
        except UnknownIdError:
            found, kind = "", Judgement
        if found != key:  # a mailed decision names whole ids: a beginning could mean another record here
            raise _RefusedError(
                "unknown",
                f"No record of this case has the id '{key}': it is of another case or run.",
                judgement,
            )
        return kind


def _said(judgement: Judgement) -> tuple[object, ...]:
    return (judgement.action, judgement.targets, judgement.field, judgement.value)


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror or error}.",
            cause="The file is missing, or may not be read.",
            remedy="Give the file that the dossier saved.",
        ) from error
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").splitlines(), start=1):
        if line.strip():
            yield number, line


def _judgement(line: bytes, who: str | None) -> Judgement:
    try:
        judgement = msgspec.json.decode(line, type=Judgement)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _RefusedError("unreadable", f"This is no judgement: {error}.") from error
    if judgement.when.tzinfo is None:
        raise _RefusedError("unreadable", "When it was made has no time zone.", judgement)
    decider = judgement.who.strip() or (who or "").strip()
    if not decider:
        raise _RefusedError("nobody", "It does not say who decided: name them with --who.", judgement)
    return replace(judgement, who=decider)
