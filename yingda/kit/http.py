"""The HTTP edge, the same for every room: errors, limits, headers, same-origin.

`install(app)` gives an application our error shape for everything that can go wrong and puts the
guards around it. Routes raise `YingdaError`; the mapping from kind to status stands here once.
"""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from psycopg import DataError
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from yingda.kit.errors import Kind, YingdaError

STATUS: Final[Mapping[Kind, int]] = {
    Kind.NOT_FOUND: 404,
    Kind.CONFLICT: 409,
    Kind.DENIED: 403,
    Kind.INVALID: 422,
    Kind.LIMITED: 429,
    Kind.UNAVAILABLE: 503,
}
NO_SESSION: Final = "not-signed-in"
"""The one refusal that is answered by 401: the desk then shows its sign-on page."""

MAX_BODY_BYTES: Final = 1024 * 1024
DRAIN_BYTES: Final = 64 * 1024 * 1024
"""How much of a body that is too large is read and dropped, so that the sender hears why."""

_CODES: Final = {
    400: ("bad-request", Kind.INVALID),
    404: ("no-such-path", Kind.NOT_FOUND),
    405: ("method-not-allowed", Kind.INVALID),
}

CONTENT_POLICY: Final = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' ws: wss:; worker-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
SECURITY_HEADERS: Final = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "microphone=(self), camera=(self), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
}


def install(
    app: FastAPI,
    *,
    max_body_bytes: int = MAX_BODY_BYTES,
    origins: Iterable[str] = (),
) -> None:
    """Give `app` our errors and guards; `origins` are other sites that may use it."""
    app.add_exception_handler(YingdaError, _refused)
    app.add_exception_handler(RequestValidationError, _misread)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(DataError, _unstorable)
    app.add_exception_handler(Exception, _broken)
    app.add_middleware(BodyLimit, max_bytes=max_body_bytes)
    app.add_middleware(SameOrigin, origins=frozenset(origins))
    app.add_middleware(SecurityHeaders)


def status_of(error: YingdaError) -> int:
    """Return the HTTP status of a refusal."""
    return 401 if error.code == NO_SESSION else STATUS[error.kind]


def error_body(code: str, kind: str, details: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the one shape of every error."""
    return {"error": {"code": code, "kind": kind, "details": details or {}}}


def _answer(
    status: int, code: str, kind: str, details: Mapping[str, Any] | None = None
) -> JSONResponse:
    return JSONResponse(error_body(code, kind, details), status)


async def _refused(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, YingdaError):
        raise error
    return _answer(status_of(error), error.code, error.kind, error.details)


async def _misread(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    fields = [
        {"field": ".".join(map(str, one["loc"])), "expected": str(one["msg"])[:200]}
        for one in error.errors()[:20]
    ]
    return _answer(422, "request-invalid", Kind.INVALID, {"fields": fields})


async def _http_error(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    standing = (HTTPStatus(error.status_code).phrase.lower().replace(" ", "-"), Kind.INVALID)
    code, kind = _CODES.get(error.status_code, standing)
    answer = _answer(error.status_code, code, kind)
    answer.headers.update(error.headers or {})
    return answer


async def _unstorable(_: Request, __: Exception) -> JSONResponse:
    """Answer for a value that PostgreSQL cannot hold, such as text with a NUL in it."""
    return _answer(422, "value-unstorable", Kind.INVALID)


async def _broken(_: Request, __: Exception) -> JSONResponse:
    """Answer for a bug; the server logs it, the caller learns nothing of our inside."""
    answer = _answer(500, "internal-error", "bug")
    answer.headers.update(SECURITY_HEADERS)  # sent from outside the guards
    return answer


class SecurityHeaders:
    """Every answer carries the headers; what the API says is never stored by a cache."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/api/"):
                    headers.setdefault("cache-control", "no-store")
            await send(message)

        await self._app(scope, receive, send_with_headers)


class SameOrigin:
    """A page of another site can neither change anything nor open the live feed.

    Browsers send `Origin` with both; programs without one are let through, their cookie is theirs.
    """

    def __init__(self, app: ASGIApp, *, origins: frozenset[str] = frozenset()) -> None:
        self._app = app
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._is_ours(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": "foreign-origin"})
        else:
            await _answer(403, "foreign-origin", Kind.DENIED)(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        if scope["type"] not in {"http", "websocket"}:
            return True
        if scope["type"] == "http" and scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            return True
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        if origin is None:
            return headers.get("sec-fetch-site", "none") in {"none", "same-origin"}
        return origin in self._origins or origin.partition("://")[2] == headers.get("host")


class BodyLimit:
    """A body beyond the limit is refused, whether its length was announced or not."""

    def __init__(self, app: ASGIApp, *, max_bytes: int) -> None:
        self._app = app
        self._max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "0")
        if announced.isdecimal() and int(announced) > self._max_bytes:
            await _drain(receive)
            await self._too_large()(scope, receive, send)
            return
        await self._counted(scope, receive, send)

    async def _counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        seen, is_started = 0, False

        async def count() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen <= self._max_bytes:
                return message
            if message.get("more_body"):
                await _drain(receive)
            return {"type": "http.disconnect"}

        async def send_unless_beyond(message: Message) -> None:
            nonlocal is_started
            if seen <= self._max_bytes or is_started:
                is_started = True
                await send(message)

        try:
            await self._app(scope, count, send_unless_beyond)
        finally:
            if seen > self._max_bytes and not is_started:
                await self._too_large()(scope, receive, send)

    def _too_large(self) -> JSONResponse:
        return _answer(413, "body-too-large", Kind.INVALID, {"limit": self._max_bytes})


async def _drain(receive: Receive) -> None:
    dropped = 0
    while dropped < DRAIN_BYTES:
        message = await receive()
        dropped += len(message.get("body", b""))
        if not message.get("more_body"):
            return
