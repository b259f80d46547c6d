"""What people open: the workbench, or the plain dossier where the workbench was not built."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse, RedirectResponse, Response

from suasion.publish.page.html import built, served_page
from suasion.web.desk import Desk

NOT_BUILT = (
    "This installation of suasion has no workbench, as it was installed from its source without node. Here is the dossier; "
    "the API answers under /api/v1."
)


def page_routes(desk: Desk) -> APIRouter:
    """Give the pages."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def workbench() -> Response:
        if not built():
            return _dossier(desk, NOT_BUILT)
        page = served_page(desk.title)
        headers = {"Content-Security-Policy": page.policy, "Cache-Control": "no-cache"}
        return HTMLResponse(page.html, headers=headers)

    @router.get("/events/{event_id}")
    def event(event_id: str) -> Response:
        return RedirectResponse(f"/#event={event_id}")

    @router.get("/dossier")
    def dossier() -> Response:
        return _dossier(desk, "")

    return router


def _dossier(desk: Desk, said: str) -> Response:
    """Give the dossier as it lies in the case; its own policy stands in it."""
    return HTMLResponse(desk.dossier(said))
