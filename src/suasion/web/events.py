"""Answers about events: lists, one with its evidence, counts of them, and what to decide on next."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from suasion.exchange import FORMATS, TABLE_FORMATS
from suasion.publish.page.queue import reason
from suasion.publish.page.rows import dispute_row, event_detail
from suasion.publish.page.shapes import (
    Bin,
    DisputeRow,
    Edge,
    EventDetail,
    EventRow,
    Facets,
    PlaceCount,
    QueueRow,
)
from suasion.records import Dispute, Event
from suasion.web.answers import Made, Page, answer, as_file, files, listed, paged, plain
from suasion.web.asked import EventsAsked, Filter, FilterPage, TimelineAsked
from suasion.web.desk import Desk, Sight


def event_routes(desk: Desk) -> APIRouter:
    """Give the answers about events."""
    router = APIRouter(tags=["events"])

    @router.get(
        "/events",
        response_model=Page[EventRow],
        responses=files(*TABLE_FORMATS, *FORMATS),
        summary="Events that meet every condition",
    )
    def events(request: Request, asked: Annotated[EventsAsked, Query()]) -> Response:
        sight, selection = desk.sight(), desk.select(asked)
        if form := asked.format:
            return as_file(desk, "events", form, **asked.conditions())

        def make() -> object:
            return paged(sight.shelf.ordered(selection, asked.sort), sight.row, sight.run, asked)

        return answer(request, sight.tag, make)

    @router.get("/events/{event_id}", response_model=EventDetail, summary="One event with its evidence")
    def event(request: Request, event_id: str) -> Response:
        sight = desk.sight()
        found = sight.event(event_id)
        return answer(request, sight.tag, lambda: event_detail(sight.index, found))

    @router.get("/facets", response_model=Facets, summary="How many events have which value")
    def facets(request: Request, asked: Annotated[Filter, Query()]) -> Response:
        sight, selection = desk.sight(), desk.select(asked)
        return answer(request, sight.tag, lambda: sight.shelf.facets(selection))

    return router


def figure_routes(desk: Desk) -> APIRouter:
    """Give the counts of events."""
    router = APIRouter(tags=["views"])

    @router.get("/timeline", response_model=Page[Bin], responses=files(), summary="Events over time")
    def timeline(request: Request, asked: Annotated[TimelineAsked, Query()]) -> Response:
        sight, selection = desk.sight(), desk.select(asked)

        def make() -> Made[Bin, Bin]:
            return sight.shelf.figures.timeline(sight.shelf.chosen(selection), asked.unit), plain

        return listed(request, desk, sight, asked, make, kind=Bin)

    @router.get("/places", response_model=Page[PlaceCount], responses=files(), summary="Events by place")
    def places(request: Request, asked: Annotated[FilterPage, Query()]) -> Response:
        sight, selection = desk.sight(), desk.select(asked)

        def make() -> Made[PlaceCount, PlaceCount]:
            return sight.shelf.figures.places(sight.shelf.chosen(selection)), plain

        return listed(request, desk, sight, asked, make, kind=PlaceCount)

    @router.get(
        "/network", response_model=Page[Edge], responses=files(), summary="What sides did toward one another"
    )
    def network(request: Request, asked: Annotated[FilterPage, Query()]) -> Response:
        sight, selection = desk.sight(), desk.select(asked)

        def make() -> Made[int, Edge]:
            edges = sight.shelf.figures.network(sight.shelf.chosen(selection))
            return edges.busiest, edges.show

        return listed(request, desk, sight, asked, make, kind=Edge)

    @router.get(
        "/disputes", response_model=Page[DisputeRow], responses=files(), summary="What sources disagree on"
    )
    def disputes(request: Request, asked: Annotated[FilterPage, Query()]) -> Response:
        sight, selection = desk.sight(), desk.select(asked)

        def make() -> Made[tuple[Event, Dispute], DisputeRow]:
            shelf = sight.shelf
            places = shelf.columns.ordered(shelf.chosen(selection) & shelf.disputed, "day")
            chosen = [shelf.events[place] for place in places]
            rows = [(event, dispute) for event in chosen for dispute in event.disputes]
            return rows, lambda row: dispute_row(sight.index, *row)

        return listed(request, desk, sight, asked, make, kind=DisputeRow)

    @router.get(
        "/review",
        response_model=Page[QueueRow],
        responses=files(),
        summary="Events to decide on, by what it would change",
    )
    def review(request: Request, asked: Annotated[FilterPage, Query()]) -> Response:
        sight, selection = desk.sight(), desk.select(asked)

        def make() -> Made[tuple[int, float], QueueRow]:
            places, gains = sight.shelf.queue
            kept = (sight.shelf.chosen(selection) & ~sight.settled)[places]
            left = list(zip(places[kept].tolist(), gains[kept].tolist(), strict=True))
            return left, lambda row: _queued(sight, *row)

        return listed(request, desk, sight, asked, make, kind=QueueRow)

    return router


def _queued(sight: Sight, place: int, gain: float) -> QueueRow:
    return QueueRow(row=sight.row(place), weight=round(gain, 4), reason=reason(sight.shelf.events[place]))
