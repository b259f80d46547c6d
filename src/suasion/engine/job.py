"""What every step of a run needs to know, and what a run says of itself at the end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from suasion.engine.rooms import Contents, Rooms
from suasion.records import (
    Attribution,
    Event,
    Judgement,
    Link,
    Mention,
    Rejection,
    Report,
    StageCount,
    StageName,
    Statement,
    Tie,
)
from suasion.settings import Settings
from suasion.store import Draft, Snapshot


class Progress(Protocol):
    """Hears how far a stage has come; `total` is null while it is not known."""

    def __call__(self, stage: StageName, done: int, total: int | None) -> None:
        """Note it."""
        ...


def no_progress(stage: StageName, done: int, total: int | None) -> None:
    """Hear nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One run at work on its private copy of the store."""

    draft: Draft
    rooms: Rooms
    settings: Settings
    run_id: str
    progress: Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonCount:
    """How many inputs a stage declined for one reason."""

    stage: StageName
    reason: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """What a run did and what the case holds after it.

    `run` is null if nothing had changed: then the case is as it was, byte for byte. `refused` are the inputs
    that ingest declined in this run; `failed` are reports on which a stage broke; `rejections` counts all of
    the case. The dossier of a large case is not written by each run: `dossier_current` says whether it shows this one.
    """

    case: Path
    run: str | None
    counts: tuple[StageCount, ...]
    reports: int
    statements: int
    events: int
    origins: int
    links: int
    ties: int
    refused: tuple[Rejection, ...]
    failed: tuple[Rejection, ...]
    rejections: tuple[ReasonCount, ...]
    dossier: Path
    dossier_written: bool
    dossier_current: bool


def load_contents(snapshot: Snapshot, judgements: tuple[Judgement, ...]) -> Contents:
    """Read all records of a case that count; `judgements` are those in force."""
    return Contents(
        reports=tuple(snapshot.rows(Report)),
        mentions=tuple(snapshot.rows(Mention)),
        attributions=tuple(snapshot.rows(Attribution)),
        statements=tuple(snapshot.rows(Statement)),
        links=tuple(snapshot.rows(Link)),
        events=tuple(snapshot.rows(Event)),
        ties=tuple(snapshot.rows(Tie)),
        rejections=tuple(snapshot.rows(Rejection)),
        judgements=judgements,
    )


def count_reasons(snapshot: Snapshot) -> tuple[ReasonCount, ...]:
    """Count rejections by stage and reason, the most frequent first."""
    return tuple(ReasonCount(stage=stage, reason=reason, n=n) for stage, reason, n in snapshot.reasons())
