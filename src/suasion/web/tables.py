"""Answers about all that is not an event: the case, reports, outlets, ties, framings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Body, Query, Request
from starlette.responses import Response

from suasion.engine.framings import select
from suasion.engine.rooms import MOST_FRAMED
from suasion.engine.turns import Change as Turn
from suasion.errors import UnknownIdError
from suasion.exchange import FORMATS, TABLE_FORMATS
from suasion.publish.page.outlets import coverage, outlet_rows
from suasion.publish.page.rows import link_row, report_row, report_text
from suasion.publish.page.shapes import Change, Coverage, LinkRow, Meta, OutletRow, ReportRow, ReportText
from suasion.records import Framing, Report, Tie
from suasion.web.answers import Made, Page, answer, as_file, files, listed, paged, plain
from suasion.web.asked import FramingsAsked, Measured, PairsAsked, ReportsAsked, TablePage, TiesAsked
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

    @router.get("/reports/{report_id}", response_model=ReportText, summary="All that one report says")
    def report(request: Request, report_id: str) -> Response:
        sight = desk.sight()
        found = _report(sight, report_id)
        return answer(request, sight.tag, lambda: report_text(found))

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

    @router.get(
        "/outlets",
        response_model=Page[OutletRow],
        responses=files(),
        summary="Outlets, and what the case has of them",
    )
    def outlets(request: Request, asked: Annotated[TablePage, Query()]) -> Response:
        sight = desk.sight()
        return listed(request, desk, sight, asked, lambda: (outlet_rows(sight.index), plain), kind=OutletRow)

    @router.get(
        "/coverage",
        response_model=Page[Coverage],
        responses=files(),
        summary="Reports by outlet and month",
    )
    def covered(request: Request, asked: Annotated[TablePage, Query()]) -> Response:
        sight = desk.sight()
        return listed(request, desk, sight, asked, lambda: (coverage(sight.index), plain), kind=Coverage)

    return router


def measure_routes(desk: Desk) -> APIRouter:
    """Give the answers that are worked out when they are asked for."""
    router = APIRouter(tags=["measures"])

    @router.get(
        "/ties", response_model=Page[Tie], responses=files(), summary="What passed between sides, measured"
    )
    def ties(request: Request, asked: Annotated[TiesAsked, Query()]) -> Response:
        return listed(request, desk, desk.sight(), asked, lambda: (_ties(desk, asked), plain), kind=Tie)

    @router.post(
        "/ties",
        response_model=Page[Tie],
        responses=files(),
        summary="What passed between many pairs, measured",
    )
    def ties_of_pairs(request: Request, asked: Annotated[PairsAsked, Body()]) -> Response:
        return listed(request, desk, desk.sight(), asked, lambda: (_ties(desk, asked), plain), kind=Tie)

    @router.get(
        "/changes",
        response_model=Page[Change],
        responses=files(),
        summary="Days on which pairs began to act otherwise",
    )
    def changes(request: Request, asked: Annotated[TiesAsked, Query()]) -> Response:
        given = asked.conditions()

        def make() -> Made[Turn, Turn]:
            found = desk.remembered(("changes", repr(given)), lambda: tuple(desk.case.changes(**given)))
            return found, plain

        return listed(request, desk, desk.sight(), asked, make, kind=Turn)

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


def _report(sight: Sight, report_id: str) -> Report:
    """Give a report.

    Raises:
        UnknownIdError: there is none.
    """
    if found := sight.index.reports.get(report_id):
        return found
    raise UnknownIdError(
        f"There is no report '{report_id}'.",
        cause="The id was cut, or is of another case.",
        remedy="Copy it from the list of reports.",
    )


def _ties(desk: Desk, asked: Measured) -> Sequence[Tie]:
    given = asked.conditions()
    return desk.remembered(("ties", repr(given)), lambda: tuple(desk.case.ties(**given)))


def _framings(desk: Desk, actor: str | None, event: str | None) -> tuple[Framing, ...]:
    return tuple(desk.case.framings(actor=actor, event=event, most=MOST_FRAMED))
