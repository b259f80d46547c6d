"""Who may ask, and how much: the guard that every request passes before the application sees it.

The page and the API are for the one who began the server. Other programs' pages in the same browser are kept out by the names of
hosts (a foreign name that leads here is refused, so that DNS rebinding fails), by `Origin`, and by asking for JSON in whatever
changes something (which a foreign page cannot send without leave). Beyond this machine everybody must know a token.
"""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import socket
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from suasion.errors import InputError
from suasion.web.problems import problem

LEAST_TOKEN = 16
"""Characters of a token."""
COOKIE = "suasion"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
_SAFE = frozenset({"GET", "HEAD"})
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = "default-src 'none'; frame-ancestors 'none'"
"""What answers other than pages may load: nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What is let through: `host` is the address that is listened on, `token` null asks for none; sizes in bytes, time in seconds."""

    host: str = "127.0.0.1"
    token: str | None = None
    most_body: int = 64 * 1024
    most_query: int = 8 * 1024
    seconds: float = 60.0

    def check(self) -> None:
        """Refuse rules that would let strangers in.

        Raises:
            InputError: there is no token, or too short a one, for an address beyond this machine.
        """
        if self.token is not None and len(self.token) < LEAST_TOKEN:
            raise InputError(
                f"The token has fewer than {LEAST_TOKEN} characters.",
                cause="It could be guessed.",
                remedy='Make one with: python -c "import secrets; print(secrets.token_urlsafe(24))"',
            )
        if self.token is None and not is_loopback(self.host):
            raise InputError(
                f"Listening on {self.host} would show the case to everybody who can reach this machine.",
                cause="No token was given.",
                remedy="Leave --host away, or add a secret that readers must know: --token SECRET.",
            )

    def names(self, host: str) -> bool:
        """Whether a request's `Host` names this server; a wildcard address answers to any address and to the machine's own name."""
        name = urlsplit(f"//{host}").hostname or ""
        if name in LOOPBACK or name == self.host:
            return True
        return not is_loopback(self.host) and (
            _is_address(name) or name in (socket.gethostname(), socket.getfqdn())
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    return host in LOOPBACK or (_is_address(host) and ipaddress.ip_address(host).is_loopback)


class Guard:
    """An ASGI middleware: refuses what the rules refuse, and adds the headers that every answer carries."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self._app, self._rules = app, rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sender = _Sender(send)
        refused = self._refuse(scope)
        if refused is None and scope["method"] not in _SAFE:
            receive, refused = await self._with_body(receive)
        if refused is not None:
            await refused(scope, receive, sender)
            return
        if scope["method"] == "HEAD":  # answered as GET: the server itself sends no body
            scope = {**scope, "method": "GET"}
        working = asyncio.ensure_future(self._app(scope, receive, sender))
        await asyncio.wait({working}, timeout=self._rules.seconds)
        if working.done() or sender.begun:  # a file on its way may take its time
            await working
        else:  # what works in a thread cannot be stopped: nobody waits for it
            await _late()(scope, receive, sender)
            sender.closed = True
            working.cancel()

    async def _with_body(self, receive: Receive) -> tuple[Receive, Response | None]:
        """Read a body, and give what hands it on; or what to answer where it is too long or too slow."""
        try:
            async with asyncio.timeout(self._rules.seconds):
                body = await _read(receive, self._rules.most_body)
        except TimeoutError:
            return receive, problem(408, "The request took too long to come.")
        return (receive, self._too_long()) if body is None else (_handing(body, receive), None)

    def _refuse(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if not self._rules.names(headers.get("host", "")):
            return problem(
                421, "This server has another name.", "Open the address that `suasion serve` said."
            )
        if not _same_origin(headers):
            return problem(403, "Another site's page may not ask here.", "Open the workbench itself.")
        if len(scope["query_string"]) > self._rules.most_query:
            return problem(414, "The address is too long.", "Ask for fewer values at once.")
        if scope["method"] not in _SAFE and (refused := self._refuse_body(headers)):
            return refused
        return self._refuse_stranger(scope, headers)

    def _refuse_body(self, headers: Headers) -> Response | None:
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return problem(415, "What changes something must be sent as application/json.")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._rules.most_body:
            return self._too_long()
        return None

    def _too_long(self) -> Response:
        return problem(413, f"At most {self._rules.most_body:,} bytes can be sent at once.")

    def _refuse_stranger(self, scope: Scope, headers: Headers) -> Response | None:
        token = self._rules.token
        if token is None:
            return None
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["path"] == "/" and given:
            return _welcome(token) if _same(given, token) else _stranger()
        scheme, _, sent = headers.get("authorization", "").partition(" ")
        known = (scheme.lower() == "bearer" and _same(sent.strip(), token)) or _same(_cookie(headers), token)
        return None if known else _stranger()


class _Sender:
    """Sends an answer with the headers that every answer carries; nothing more once it is closed."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = self.closed = False

    async def __call__(self, message: Message) -> None:
        if self.closed:
            return
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            headers.update(_HEADERS)
            headers.setdefault("Content-Security-Policy", POLICY)
        await self._send(message)


async def _read(receive: Receive, most: int) -> bytes | None:
    """Read a body to its end; null where it is longer than `most` bytes, or never ends."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > most or message["type"] != "http.request":
            return None
        more = message.get("more_body", False)
    return body


def _handing(body: bytes, receive: Receive) -> Receive:
    """Give a `receive` that has this body first."""
    held: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def hand() -> Message:
        return held.pop() if held else await receive()

    return hand


def _same_origin(headers: Headers) -> bool:
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == headers.get("host")
    return (
        headers.get("sec-fetch-site", "none") in ("none", "same-origin")
        or headers.get("sec-fetch-mode") == "navigate"
    )


def _same(given: str, token: str) -> bool:
    """Compare in a time that does not tell how much was right."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode("utf-8"))


def _cookie(headers: Headers) -> str:
    try:
        held = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return held.value if held else ""


def _welcome(token: str) -> Response:
    """Keep the token in a cookie that no script reads and no other site sends, and take it out of the address."""
    answer = RedirectResponse("/", status_code=303)
    answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", path="/")
    return answer


def _stranger() -> Response:
    said = "Open the address with ?token=… at its end, or send the token as `Authorization: Bearer`."
    return problem(401, "This server asks for a token.", said, {"WWW-Authenticate": "Bearer"})


def _late() -> Response:
    return problem(503, "The answer took too long.", "Ask for less at once, or use the command line.")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
