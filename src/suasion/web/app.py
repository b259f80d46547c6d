"""The application: the page, the API under `/api/v1`, and the guard before both."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import Response

from suasion import __version__
from suasion.publish.page.shapes import Meta
from suasion.web.answers import answer
from suasion.web.desk import Desk
from suasion.web.events import event_routes
from suasion.web.pages import page_routes
from suasion.web.problems import tell_problems

BASE = "/api/v1"


def create_app(desk: Desk) -> FastAPI:
    """Make the application that answers from a desk."""
    app = FastAPI(
        title="suasion",
        version=__version__,
        summary="Events between states, each with the sentences that tell of it.",
        openapi_url=f"{BASE}/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    tell_problems(app)
    head = APIRouter(tags=["case"])

    @head.get("/case", response_model=Meta, summary="What the case is, and what filters offer")
    def case(request: Request) -> Response:
        sight = desk.sight()
        return answer(request, sight.tag, lambda: sight.shelf.meta)

    for router in (head, event_routes(desk)):
        app.include_router(router, prefix=BASE)
    app.include_router(page_routes(desk))
    return app
