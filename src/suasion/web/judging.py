"""Answers that change something: decisions are written down, and a run takes them up."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Body, Query, Request
from starlette.responses import Response

from suasion.errors import CaseError, SuasionError
from suasion.exchange import TABLE_FORMATS
from suasion.publish.page.rows import decided
from suasion.publish.page.shapes import Decided
from suasion.web.answers import Page, answer, as_file, files, paged, plain
from suasion.web.asked import DecisionAsked, TablePage
from suasion.web.desk import Desk

_MADE, _BEGUN = 201, 202


@dataclass(frozen=True, slots=True, kw_only=True)
class RunState:
    """How the case stands to what people have decided: `pending` decisions are not yet in its events.

    `failed` says why the last run that was begun here came to nothing; empty where it did not.
    """

    running: bool
    pending: int
    failed: str


class Runner:
    """Brings the case up to date, one run at a time, beside the answering."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._working = threading.Lock()
        self._failed = ""

    def state(self) -> RunState:
        """Say how it stands."""
        return RunState(
            running=self._working.locked(), pending=self._desk.sight().pending, failed=self._failed
        )

    def begin(self) -> None:
        """Begin a run.

        Raises:
            CaseError: one is at work.
        """
        if not self._working.acquire(blocking=False):
            raise CaseError(
                "A run is at work.", cause="Somebody began one.", remedy="Wait until it has ended."
            )
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        try:
            self._failed = ""
            self._desk.case.run()
            self._desk.refill()
        except (SuasionError, OSError) as error:
            self._failed = str(error)
        finally:
            self._working.release()


def judging_routes(desk: Desk) -> APIRouter:
    """Give the answers about decisions."""
    router = APIRouter(tags=["review"])
    runner = Runner(desk)

    @router.get(
        "/judgements",
        response_model=Page[Decided],
        responses=files(*TABLE_FORMATS),
        summary="Decisions in force, the newest first",
    )
    def judgements(request: Request, asked: Annotated[TablePage, Query()]) -> Response:
        sight = desk.sight()
        if form := asked.format:
            return as_file(desk, "judgements", form)
        return answer(request, sight.tag, lambda: paged(sight.decisions(), plain, sight.run, asked))

    @router.post("/judgements", status_code=_MADE, summary="Write a decision down")
    def judge(asked: Annotated[DecisionAsked, Body()]) -> Decided:
        return decided(desk.judge(asked))

    @router.get("/run", summary="Whether a run is at work, and how many decisions wait for one")
    def state() -> RunState:
        return runner.state()

    @router.post("/run", status_code=_BEGUN, summary="Bring the case up to date with what was decided")
    def run() -> RunState:
        runner.begin()
        return runner.state()

    return router
