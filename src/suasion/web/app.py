"""The application: the page, the API under `/api/v1`, and the guard before both."""

from __future__ import annotations

from fastapi import FastAPI

from suasion import __version__
from suasion.web.desk import Desk
from suasion.web.events import event_routes, figure_routes
from suasion.web.guard import Guard, Rules
from suasion.web.judging import judging_routes
from suasion.web.pages import page_routes
from suasion.web.problems import RESPONSES, tell_problems
from suasion.web.tables import measure_routes, source_routes

BASE = "/api/v1"


def create_app(desk: Desk, rules: Rules | None = None) -> FastAPI:
    """Make the application that answers from a desk.

    Raises:
        InputError: the rules would let strangers in.
    """
    kept = rules or Rules()
    kept.check()
    app = FastAPI(
        title="suasion",
        version=__version__,
        summary="Who courts, arms, pays, threatens and punishes whom: events, each with the sentences that tell of it.",
        openapi_url=f"{BASE}/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    tell_problems(app)
    routers = (event_routes, figure_routes, source_routes, measure_routes, judging_routes)
    for make in routers:
        app.include_router(make(desk), prefix=BASE, responses=RESPONSES)
    app.include_router(page_routes(desk, BASE))
    app.add_middleware(Guard, rules=kept)
    return app
