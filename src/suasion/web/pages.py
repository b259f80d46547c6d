"""What people open: the workbench, or the plain dossier where the workbench was not built; and the `.json` twins of addresses."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from fastapi import APIRouter, Request
from markupsafe import escape
from starlette.responses import HTMLResponse, RedirectResponse, Response

from suasion.publish.page.html import built, served_page
from suasion.publish.page.rows import event_detail
from suasion.web.answers import answer
from suasion.web.desk import Desk

NOT_BUILT = (
    "This installation has no workbench: it was installed from its source without node. This is the dossier of the case; "
    "the API answers under /api/v1."
)
NO_DOSSIER = "No dossier was written for this case yet. Write it with: suasion dossier --case CASE"
_POLICY = {"Content-Security-Policy": "frame-ancestors 'none'"}
"""The dossier brings its own, stricter policy."""


VIEWS: Mapping[str, str] = {
    "events": "",
    "timeline": "timeline",
    "places": "map",
    "network": "network",
    "ties": "ties",
    "disputes": "disputes",
    "framings": "framing",
    "reports": "reports",
    "outlets": "outlets",
    "coverage": "coverage",
    "review": "review",
}
"""What the API calls its tables, and what the page calls the views of them, the first one without a word."""


def page_routes(desk: Desk, base: str) -> APIRouter:
    """Give the pages; `base` is where the API is."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def workbench() -> Response:
        if not built():
            return _dossier(desk, NOT_BUILT)
        page = served_page(desk.sight().shelf.meta.title)
        headers = {"Content-Security-Policy": page.policy, "Cache-Control": "no-cache"}
        return HTMLResponse(page.html, headers=headers)

    @router.get("/dossier")
    def dossier() -> Response:
        return _dossier(desk, "")

    @router.get("/case.json")
    def case(request: Request) -> Response:
        sight = desk.sight()
        return answer(request, sight.tag, lambda: sight.shelf.meta)

    @router.get("/events/{event_id}.json")
    def event_json(request: Request, event_id: str) -> Response:
        sight = desk.sight()
        found = sight.event(event_id)
        return answer(request, sight.tag, lambda: event_detail(sight.index, found))

    @router.get("/events/{event_id}")
    def event(event_id: str) -> Response:
        found = desk.sight().event(event_id)
        return RedirectResponse(f"/#event={quote(found.id, safe='')}")

    def view(request: Request) -> Response:
        name = request.url.path.removeprefix("/")
        shown = f"view={VIEWS[name]}" if VIEWS[name] else ""
        return RedirectResponse("/#" + "&".join(part for part in (shown, request.url.query) if part))

    def twin(request: Request) -> Response:
        name = request.url.path.removeprefix("/").removesuffix(".json")
        return RedirectResponse(f"{base}/{name}" + (f"?{request.url.query}" if request.url.query else ""))

    for name in VIEWS:
        router.add_api_route(f"/{name}", view)
        router.add_api_route(f"/{name}.json", twin)
    return router


def _dossier(desk: Desk, said: str) -> Response:
    """Give the dossier as it lies in the case, with a plain sentence before it."""
    path = desk.case.dossier
    if not path.is_file():
        told = " ".join(part for part in (said, NO_DOSSIER) if part)
        return HTMLResponse(f"<!doctype html><title>suasion</title><p>{escape(told)}</p>")
    page = path.read_text(encoding="utf-8")
    if said:
        page = page.replace("<body>", f"<body><p>{escape(said)}</p>", 1)
    return HTMLResponse(page, headers=_POLICY)
