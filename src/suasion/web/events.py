"""Answers about events: lists, one with its evidence, and how many have which value."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from suasion.engine.selecting import select
from suasion.errors import UnknownIdError
from suasion.publish.page.rows import event_detail
from suasion.publish.page.shapes import EventDetail, EventRow, Facets
from suasion.records import Selection
from suasion.web.answers import Page, answer, paged
from suasion.web.asked import EventsAsked, Filter
from suasion.web.desk import Desk


def event_routes(desk: Desk) -> APIRouter:
    """Give the answers about events."""
    router = APIRouter(tags=["events"])

    def chosen(asked: Filter) -> Selection:
        return select(asked.conditions(), desk.codebook, desk.registers)

    @router.get("/events", response_model=Page[EventRow], summary="Events that meet every condition")
    def events(request: Request, asked: Annotated[EventsAsked, Query()]) -> Response:
        sight = desk.sight()
        selection = chosen(asked)

        def make() -> object:
            places = sight.shelf.ordered(selection, asked.sort)
            return paged(places, sight.row, sight.tag, asked)

        return answer(request, sight.tag, make)

    @router.get("/events/{event_id}", response_model=EventDetail, summary="One event with its evidence")
    def event(request: Request, event_id: str) -> Response:
        sight = desk.sight()
        found = sight.index.events.get(event_id)
        if found is None:
            raise UnknownIdError(
                f"There is no event '{event_id}'.", cause="A run has changed it, or the id was cut."
            )
        return answer(request, sight.tag, lambda: event_detail(sight.index, found))

    @router.get("/facets", response_model=Facets, summary="How many events have which value")
    def facets(request: Request, asked: Annotated[Filter, Query()]) -> Response:
        sight = desk.sight()
        selection = chosen(asked)
        return answer(request, sight.tag, lambda: sight.shelf.facets(selection))

    return router
