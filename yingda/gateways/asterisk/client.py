"""One WebSocket to one Asterisk: its events come in, our REST requests go out over the same line.

REST over the WebSocket needs no pool of connections; see the ARI documentation of Asterisk 22.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import structlog
from pydantic_core import from_json, to_json

from yingda.calls import EngineAway
from yingda.gateways.asterisk.events import NOISE, Raw

log = structlog.get_logger(__name__)

Query = Mapping[str, str]

EVERY_CHANNEL = "__AST_CHANNEL_ALL_TOPIC"
_HEARTBEAT_S = 20.0
_REQUEST_S = 5.0
_RETRY_S = 0.2


class Answer:
    """What Asterisk replied: the HTTP status and the body."""

    __slots__ = ("body", "status")

    def __init__(self, status: int, body: str) -> None:
        self.status = status
        self.body = body

    def json(self) -> Any:
        return from_json(self.body)


class AriClient:
    """Keeps the line up. `on_up` runs after each (re)connection, before the next event."""

    def __init__(
        self,
        url: str,
        app: str,
        *,
        on_event: Callable[[Raw], None],
        on_up: Callable[[], Awaitable[None]],
        on_down: Callable[[], None],
        on_refused: Callable[[str, Answer], None],
    ) -> None:
        parts = urlsplit(url)
        login = aiohttp.encode_basic_auth(parts.username or "", parts.password or "")
        self._headers = {"Authorization": login}
        self._base = f"{parts.scheme}://{parts.hostname}:{parts.port}{parts.path}"
        self._app = app
        self._on_event, self._on_up, self._on_down = on_event, on_up, on_down
        self._on_refused = on_refused
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._waiting: dict[str, asyncio.Future[Answer]] = {}
        self._told: dict[str, str] = {}
        self._count = 0

    async def run(self) -> None:
        """Connect, and again whenever the line breaks, until cancelled."""
        async with aiohttp.ClientSession(headers=self._headers) as session:
            while True:
                try:
                    await self._live(session)
                except (aiohttp.ClientError, OSError, TimeoutError, EngineAway) as broken:
                    log.info("engine-line-broken", reason=type(broken).__name__)
                finally:
                    self._hang_up_waiting()
                self._on_down()
                await asyncio.sleep(_RETRY_S)

    async def request(
        self, method: str, path: str, query: Query | None = None, body: Any = None
    ) -> Answer:
        """Ask Asterisk.

        Raises:
            EngineAway: no line, or no answer in time.
        """
        key = self._next_key()
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting[key] = answer
        try:
            await self._send(key, path, _message(method, path, query, body))
            return await asyncio.wait_for(answer, _REQUEST_S)
        except TimeoutError as gone:
            raise EngineAway(request=path) from gone
        finally:
            self._waiting.pop(key, None)

    async def tell(self, method: str, path: str, query: Query | None = None) -> None:
        """Ask Asterisk for what needs no answer; it does what it is sent in order.

        A refusal goes to `on_refused`.

        Raises:
            EngineAway: no line.
        """
        key = self._next_key()
        self._told[key] = path
        try:
            await self._send(key, path, _message(method, path, query, None))
        except EngineAway:
            self._told.pop(key, None)
            raise

    def _next_key(self) -> str:
        self._count += 1
        return str(self._count)

    async def _send(self, key: str, path: str, message: Mapping[str, Any]) -> None:
        socket = self._socket
        if socket is None or socket.closed:
            raise EngineAway(request=path)
        try:
            await socket.send_str(to_json({"request_id": key, **message}).decode())
        except (ConnectionError, aiohttp.ClientError) as gone:
            raise EngineAway(request=path) from gone

    async def _live(self, session: aiohttp.ClientSession) -> None:
        url = f"{self._base}/events"
        query = {"app": self._app, "subscribeAll": "false"}
        async with session.ws_connect(
            url, params=query, heartbeat=_HEARTBEAT_S, max_msg_size=0
        ) as socket:
            self._socket = socket
            up = asyncio.create_task(self._come_up())
            try:
                async for message in socket:
                    if message.type is aiohttp.WSMsgType.TEXT:
                        self._receive(from_json(message.data))
            finally:
                self._socket = None
                up.cancel()

    async def _come_up(self) -> None:
        disallowed = {"disallowed": [{"type": kind} for kind in NOISE]}
        try:
            await self.request("PUT", f"applications/{self._app}/eventFilter", body=disallowed)
            await self._subscribe()
            await self._on_up()
        except EngineAway:
            if self._socket is not None:
                await self._socket.close()

    async def _subscribe(self) -> None:
        """Hear of every channel, and once: one that came before us is subscribed by itself."""
        path = f"applications/{self._app}/subscription"
        answer = await self.request("POST", path, {"eventSource": "channel:"})
        if answer.status >= 400:
            self._on_refused(path, answer)
            raise EngineAway(request=path, status=answer.status)
        for channel in answer.json()["channel_ids"]:
            if channel != EVERY_CHANNEL:
                await self.tell("DELETE", path, {"eventSource": f"channel:{channel}"})

    def _receive(self, raw: Raw) -> None:
        if raw.get("type") != "RESTResponse":
            self._on_event(raw)
            return
        key = str(raw.get("request_id"))
        answer = Answer(int(raw["status_code"]), str(raw.get("message_body", "")))
        waiting, told = self._waiting.get(key), self._told.pop(key, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(answer)
        elif told is not None and answer.status >= 400:
            self._on_refused(told, answer)

    def _hang_up_waiting(self) -> None:
        self._told.clear()
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(EngineAway(request="line broken"))


def _message(method: str, path: str, query: Query | None, body: Any) -> dict[str, Any]:
    message: dict[str, Any] = {"type": "RESTRequest", "method": method, "uri": path}
    if query:
        message["query_strings"] = [{"name": k, "value": v} for k, v in query.items()]
    if body is not None:
        message["content_type"] = "application/json"
        message["message_body"] = to_json(body).decode()
    return message
