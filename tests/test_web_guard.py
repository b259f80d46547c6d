"""The guard before a served case: who may ask, what may be sent, and how long an answer may take."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from suasion.errors import InputError
from suasion.web import Rules
from suasion.web.guard import Guard
from web_world import made_up, serve

TOKEN = "a-secret-of-32-characters-length"
LIMIT = 64 * 1024


def guarded(rules: Rules | None = None, base: str = "http://127.0.0.1:8080") -> TestClient:
    """An application that answers everything, behind a guard."""

    async def answer(request: Request) -> Response:
        return PlainTextResponse(f"{len(await request.body())}")

    def slow(_: Request) -> Response:
        time.sleep(0.5)
        return PlainTextResponse("late")

    routes = [Route("/slow", slow), Route("/{path:path}", answer, methods=["GET", "POST"])]
    app = Starlette(routes=routes)
    return TestClient(Guard(app, rules or Rules()), base_url=base)


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost", "localhost:9", "[::1]:8080"])
def test_the_names_of_this_machine_are_answered(host: str) -> None:
    assert guarded().get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8080", "", "192.0.2.7"]
)
def test_a_foreign_name_that_leads_here_is_refused(host: str) -> None:
    assert guarded().get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:9999", "https://localhost"]
)
def test_a_page_of_another_site_may_neither_read_nor_write(origin: str) -> None:
    headers = {"Origin": origin}
    assert guarded().get("/api/v1/events", headers=headers).status_code == 403
    assert guarded().post("/api/v1/judgements", json={}, headers=headers).status_code == 403


def test_the_page_itself_may_write() -> None:
    headers = {"Origin": "http://127.0.0.1:8080", "Sec-Fetch-Site": "same-origin"}
    assert guarded().post("/api/v1/judgements", json={}, headers=headers).status_code == 200


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_what_a_form_of_another_site_can_send_is_refused(kind: str) -> None:
    answer = guarded().post("/x", content=b"{}", headers={"Content-Type": kind})
    assert answer.status_code == 415


def test_a_body_is_taken_up_to_its_limit_only() -> None:
    headers = {"Content-Type": "application/json"}
    assert guarded().post("/x", content=b" " * LIMIT, headers=headers).text == str(LIMIT)
    assert guarded().post("/x", content=b" " * (LIMIT + 1), headers=headers).status_code == 413


def test_a_long_address_is_refused() -> None:
    assert guarded().get(f"/x?text={'a' * 9000}").status_code == 414


def test_an_answer_that_takes_too_long_is_given_up() -> None:
    answer = guarded(Rules(seconds=0.05)).get("/slow")
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")


def test_every_answer_forbids_to_be_guessed_framed_or_told_of() -> None:
    headers = guarded().get("/").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "desk.example"])
def test_another_host_needs_a_token(host: str) -> None:
    with pytest.raises(InputError, match="No token was given"):
        Rules(host=host).check()
    Rules(host=host, token=TOKEN).check()


def test_a_token_that_could_be_guessed_is_refused() -> None:
    with pytest.raises(InputError, match="could be guessed"):
        Rules(token="swordfish").check()


def test_with_a_token_only_those_who_know_it_are_answered() -> None:
    client = guarded(Rules(host="0.0.0.0", token=TOKEN), base="http://192.0.2.7:8080")
    refused = client.get("/api/v1/case")
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
    for header in (f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer", "Bearer \xfc"):
        assert (
            client.get("/api/v1/case", headers=[(b"Authorization", header.encode("latin-1"))]).status_code
            == 401
        )
    assert client.get("/api/v1/case", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert client.get(f"/api/v1/case?token={TOKEN}").status_code == 401


def test_the_address_with_the_token_becomes_a_cookie_that_scripts_and_other_sites_do_not_get() -> None:
    client = guarded(Rules(token=TOKEN))
    assert client.get("/?token=wrong", follow_redirects=False).status_code == 401
    answer = client.get(f"/?token={TOKEN}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert client.get("/api/v1/case").status_code == 200


def test_a_served_case_stands_behind_the_guard(tmp_path: Path) -> None:
    client = serve(made_up(tmp_path / "case"))
    answer = client.post("/api/v1/run", content="{}", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415
    assert client.get("/api/v1/case", headers={"Host": "evil.example"}).status_code == 421
    assert client.get("/static/").status_code == 404


def test_a_body_without_a_stated_length_is_counted_as_it_comes() -> None:
    def endless() -> Iterator[bytes]:
        yield from (b" " * 1024 for _ in range(100))

    answer = guarded().post("/x", content=endless(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413


def test_other_connections_than_http_are_left_to_the_application() -> None:
    heard: list[str] = []

    async def app(scope: object, receive: object, send: object) -> None:
        heard.append("asked")

    guard = Guard(app, Rules())
    asyncio.run(guard({"type": "lifespan"}, None, None))  # type: ignore[arg-type]
    assert heard == ["asked"]
