"""Answers about all that is not an event: the case, reports, outlets, ties, framings."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from suasion.engine.framings import select as select_framings
from suasion.engine.rooms import MOST_FRAMED
from suasion.errors import InputError
from suasion.exchange import FORMATS, TABLE_FORMATS
from suasion.publish.page.outlets import coverage, outlet_rows
from suasion.publish.page.rows import link_row, report_row
from suasion.publish.page.shapes import Change, Coverage, LinkRow, Meta, OutletRow, ReportRow
from suasion.records import Framing, Selection, Tie
from suasion.web.answers import Page, answer, as_file, files, paged, plain
from suasion.web.asked import FramingsAsked, Paging, ReportsAsked, TablePage, TiesAsked
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
            return as_file(desk.case, "reports", form, **asked.conditions())
        index = sight.index

        def make() -> object:
            rows = _reports(sight, selection)
            return paged(rows, lambda key: report_row(index, index.reports[key]), sight.run, asked)

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
            return as_file(desk.case, "links", form)
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
        sight, given = desk.sight(), asked.conditions()

        def make() -> object:
            measured = desk.remembered(("ties", repr(given)), lambda: tuple(desk.case.ties(**given)))
            return paged(measured, plain, sight.run, asked)

        return answer(request, sight.tag, make)

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
        _require_few(sight)
        if form := asked.format:
            return as_file(desk.case, "framings", form)

        def make() -> object:
            known = desk.remembered("framings", lambda: tuple(desk.case.framings()))
            rows = select_framings(known, actor=asked.actor, event=asked.event, outlet=asked.outlet)
            return paged(list(rows), plain, sight.run, asked)

        return answer(request, sight.tag, make)

    return router


def _reports(sight: Sight, selection: Selection) -> list[str]:
    """Give the ids of the reports that tell of the selected events, by day; of all events, all reports."""
    index = sight.index
    if selection == Selection():
        return list(index.reports)
    places = sight.shelf.ordered(selection)
    told = {key for place in places for key in sight.shelf.events[place].report_ids}
    return sorted(told & index.reports.keys(), key=index.place.__getitem__)


def _require_few(sight: Sight) -> None:
    if len(sight.index.reports) > MOST_FRAMED:
        raise InputError(
            f"Framings of more than {MOST_FRAMED:,} reports take too long to be asked for here.",
            cause="They are worked out from every sentence, in some 10 ms a report.",
            remedy="Export them once: suasion export framings --case CASE",
        )
