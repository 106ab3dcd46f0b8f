from collections.abc import AsyncIterator
from typing import Any

import pytest
from fastapi import FastAPI, Request, WebSocket
from httpx import ASGITransport, AsyncClient
from psycopg import DataError
from pydantic import BaseModel
from starlette.types import Message

from yingda.kit.errors import Kind, YingdaError
from yingda.kit.http import NO_SESSION, STATUS, install, status_of

pytestmark = pytest.mark.anyio


class Refusal(YingdaError):
    kind = Kind.CONFLICT
    code = "seat-taken"


class Note(BaseModel):
    text: str
    stars: int


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def make_app() -> FastAPI:
    app = FastAPI()
    install(app, max_body_bytes=1000, origins=["http://other.test"])

    @app.get("/api/refused")
    async def refused() -> None:
        raise Refusal(since="09:00", status="taken")

    @app.get("/api/unstorable")
    async def unstorable() -> None:
        raise DataError("text fields cannot contain NUL")

    @app.get("/api/broken")
    async def broken() -> None:
        raise RuntimeError("an inner secret")

    @app.post("/api/notes")
    async def notes(note: Note) -> int:
        return len(note.text)

    @app.post("/api/raw")
    async def raw(request: Request) -> int:
        return len(await request.body())

    @app.websocket("/api/live")
    async def live(socket: WebSocket) -> None:
        await socket.accept()
        await socket.close()

    return app


@pytest.fixture
async def client() -> AsyncIterator[AsyncClient]:
    transport = ASGITransport(make_app(), raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://centre.test") as client:
        yield client


def test_every_kind_has_a_status() -> None:
    assert set(STATUS) == set(Kind)


def test_only_a_missing_session_is_401() -> None:
    class Nobody(YingdaError):
        kind = Kind.DENIED
        code = NO_SESSION

    assert status_of(Nobody()) == 401
    assert status_of(Refusal()) == 409


async def test_a_refusal_has_code_kind_and_details(client: AsyncClient) -> None:
    answer = await client.get("/api/refused")
    assert answer.status_code == 409
    assert answer.json() == {
        "error": {
            "code": "seat-taken",
            "kind": "conflict",
            "details": {"since": "09:00", "status": "taken"},
        }
    }


async def test_a_bug_says_nothing_of_our_inside(client: AsyncClient) -> None:
    answer = await client.get("/api/broken")
    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "internal-error"
    assert "secret" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/api/nowhere", (404, "no-such-path")),
        ("GET", "/api/unstorable", (422, "value-unstorable")),
        ("PUT", "/api/refused", (405, "method-not-allowed")),
    ],
)
async def test_the_framework_speaks_our_shape(
    client: AsyncClient, method: str, path: str, expected: tuple[int, str]
) -> None:
    answer = await client.request(method, path)
    assert (answer.status_code, answer.json()["error"]["code"]) == expected


async def test_a_wrong_field_is_named_and_its_value_is_not_told_back(client: AsyncClient) -> None:
    answer = await client.post("/api/notes", json={"text": "x", "stars": "my password"})
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["code"] == "request-invalid"
    assert error["details"]["fields"][0]["field"] == "body.stars"
    assert "my password" not in answer.text


async def test_broken_json_is_invalid(client: AsyncClient) -> None:
    headers = {"content-type": "application/json"}
    answer = await client.post("/api/notes", content=b"{", headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "request-invalid")


@pytest.mark.parametrize("path", ["/api/notes", "/api/raw"])
@pytest.mark.parametrize("way", ["announced", "chunked"])
async def test_ten_megabytes_get_a_clear_error(client: AsyncClient, path: str, way: str) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(160):
            yield b"x" * 65536

    content: Any = b"x" * 10_485_760 if way == "announced" else chunks()
    answer = await client.post(path, content=content, headers={"content-type": "application/json"})
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "body-too-large"
    assert answer.json()["error"]["details"] == {"limit": 1000}


async def test_a_body_at_the_limit_passes(client: AsyncClient) -> None:
    assert (await client.post("/api/raw", content=b"x" * 1000)).json() == 1000


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": "http://centre.test"}, 200),
        ({"origin": "https://centre.test"}, 200),
        ({"origin": "http://other.test"}, 200),
        ({"origin": "http://evil.test"}, 403),
        ({"origin": "http://centre.test.evil.test"}, 403),
        ({"origin": "http://centre.test:81"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://[bad"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-origin"}, 200),
    ],
)
async def test_only_our_own_pages_may_change_anything(
    client: AsyncClient, headers: dict[str, str], status: int
) -> None:
    answer = await client.post("/api/raw", content=b"x", headers=headers)
    assert answer.status_code == status


async def test_a_foreign_page_may_still_link_to_us(client: AsyncClient) -> None:
    answer = await client.get("/api/refused", headers={"origin": "http://evil.test"})
    assert answer.status_code == 409


async def test_a_foreign_page_cannot_open_the_live_feed() -> None:
    heard: list[Message] = []

    async def send(message: Message) -> None:
        heard.append(message)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def open_from(origin: bytes) -> str:
        heard.clear()
        headers = [(b"host", b"centre.test"), (b"origin", origin)]
        scope = {"type": "websocket", "path": "/api/live", "headers": headers, "query_string": b""}
        await make_app()(scope, receive, send)
        return str(heard[0]["type"])

    assert await open_from(b"http://centre.test") == "websocket.accept"
    assert await open_from(b"http://evil.test") == "websocket.close"


async def test_every_answer_carries_the_guards_and_the_api_is_not_cached(
    client: AsyncClient,
) -> None:
    headers = (await client.get("/api/refused")).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert headers["cache-control"] == "no-store"
