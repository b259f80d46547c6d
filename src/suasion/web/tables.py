"""Answers about all that is not an event: the case, reports, outlets, ties, framings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Body, Query, Request
from starlette.responses import Response

from suasion.engine.framings import select
from suasion.engine.rooms import MOST_FRAMED
from suasion.exchange import FORMATS, TABLE_FORMATS
from suasion.publish.page.outlets import coverage, outlet_rows
from suasion.publish.page.rows import link_row, report_row
from suasion.publish.page.shapes import Change, Coverage, LinkRow, Meta, OutletRow, ReportRow
from suasion.records import Framing, Tie
from suasion.web.answers import Page, answer, as_file, files, paged, plain, shown
from suasion.web.asked import FramingsAsked, Measured, Paging, PairsAsked, ReportsAsked, TablePage, TiesAsked
from suasion.web.desk import Desk, Sight


def source_routes(desk: Desk) -> APIRouter:
    """Give the answers about the case and what it was made from."""
    router = APIRouter(tags=["sources"])

    @router.get("/case", response_model=Meta, summary="What the case is, and what filters offer")
    def case(request: Request) -> Response:
        sight = desk.sight()
        return answer(request, sight.tag, lambda: sight.shelf.meta)

    @router.get(
        "/reports",
        response_model=Page[ReportRow],
        responses=files(*TABLE_FORMATS, *FORMATS),
        summary="Reports that tell of these events",
    )
    def reports(request: Request, asked: Annotated[ReportsAsked, Query()]) -> Response:
        sight, selection = desk.sight(), desk.select(asked)
        if form := asked.format:
            return as_file(desk, "reports", form, **asked.conditions())
        index, ids = sight.index, tuple(sight.index.reports)

        def make() -> object:
            rows = sight.shelf.reports(selection)
            return paged(rows, lambda at: report_row(index, index.reports[ids[at]]), sight.run, asked)

        return answer(request, sight.tag, make)

    @router.get(
        "/links",
        response_model=Page[LinkRow],
        responses=files(*TABLE_FORMATS),
        summary="Which reports go back to whom",
    )
    def links(request: Request, asked: Annotated[TablePage, Query()]) -> Response:
        sight = desk.sight()
        if form := asked.format:
            return as_file(desk, "links", form)
        return answer(request, sight.tag, lambda: paged(sight.index.given.links, link_row, sight.run, asked))

    @router.get("/outlets", response_model=Page[OutletRow], summary="Outlets, and what the case has of them")
    def outlets(request: Request, asked: Annotated[Paging, Query()]) -> Response:
        sight = desk.sight()
        return answer(request, sight.tag, lambda: paged(outlet_rows(sight.index), plain, sight.run, asked))

    @router.get("/coverage", response_model=Page[Coverage], summary="Reports by outlet and month")
    def covered(request: Request, asked: Annotated[Paging, Query()]) -> Response:
        sight = desk.sight()
        return answer(request, sight.tag, lambda: paged(coverage(sight.index), plain, sight.run, asked))

    return router


def measure_routes(desk: Desk) -> APIRouter:
    """Give the answers that are worked out when they are asked for."""
    router = APIRouter(tags=["measures"])

    @router.get("/ties", response_model=Page[Tie], summary="What passed between sides, measured")
    def ties(request: Request, asked: Annotated[TiesAsked, Query()]) -> Response:
        sight = desk.sight()
        return answer(request, sight.tag, lambda: _ties(desk, sight, asked))

    @router.post("/ties", response_model=Page[Tie], summary="What passed between many pairs, measured")
    def ties_of_pairs(asked: Annotated[PairsAsked, Body()]) -> Response:
        return shown(_ties(desk, desk.sight(), asked))

    @router.get("/changes", response_model=Page[Change], summary="Days on which pairs began to act otherwise")
    def changes(request: Request, asked: Annotated[TiesAsked, Query()]) -> Response:
        sight, given = desk.sight(), asked.conditions()

        def make() -> object:
            found = desk.remembered(("changes", repr(given)), lambda: tuple(desk.case.changes(**given)))
            return paged(found, plain, sight.run, asked)

        return answer(request, sight.tag, make)

    @router.get(
        "/framings",
        response_model=Page[Framing],
        responses=files(*TABLE_FORMATS),
        summary="What outlets call actors and acts",
    )
    def framings(request: Request, asked: Annotated[FramingsAsked, Query()]) -> Response:
        sight = desk.sight()
        if form := asked.format:
            return as_file(desk, "framings", form)

        def make() -> object:
            whole = len(sight.index.reports) <= MOST_FRAMED
            which = (None, None) if whole else (asked.actor, asked.event)
            known = desk.remembered(("framings", *which), lambda: _framings(desk, *which))
            rows = select(known, actor=asked.actor, event=asked.event, outlet=asked.outlet)
            return paged(list(rows), plain, sight.run, asked)

        return answer(request, sight.tag, make)

    return router


def _ties(desk: Desk, sight: Sight, asked: Measured) -> Mapping[str, object]:
    given = asked.conditions()
    measured = desk.remembered(("ties", repr(given)), lambda: tuple(desk.case.ties(**given)))
    return paged(measured, plain, sight.run, asked)


def _framings(desk: Desk, actor: str | None, event: str | None) -> tuple[Framing, ...]:
    return tuple(desk.case.framings(actor=actor, event=event, most=MOST_FRAMED))
