"""One WebSocket to one Asterisk: its events come in, our REST requests go out over the same line.

REST over the WebSocket needs no pool of connections; see the ARI documentation of Asterisk 22.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import structlog

from yingda.calls import EngineAway

log = structlog.get_logger(__name__)

Raw = Mapping[str, Any]
Query = Mapping[str, str]

_HEARTBEAT_S = 20.0
_REQUEST_S = 5.0
_RETRY_S = 0.2
_NOISE = ("ChannelVarset", "ChannelDialplan", "ChannelConnectedLine", "ChannelCallerId")


class Answer:
    """What Asterisk replied: the HTTP status and the body."""

    __slots__ = ("body", "status")

    def __init__(self, status: int, body: str) -> None:
        self.status = status
        self.body = body

    def json(self) -> Any:
        return json.loads(self.body)


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
    ) -> None:
        parts = urlsplit(url)
        login = aiohttp.encode_basic_auth(parts.username or "", parts.password or "")
        self._headers = {"Authorization": login}
        self._base = f"{parts.scheme}://{parts.hostname}:{parts.port}{parts.path}"
        self._app = app
        self._on_event, self._on_up, self._on_down = on_event, on_up, on_down
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._waiting: dict[str, asyncio.Future[Answer]] = {}
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
        socket = self._socket
        if socket is None or socket.closed:
            raise EngineAway(request=path)
        self._count += 1
        key = str(self._count)
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting[key] = answer
        try:
            message = {"request_id": key, **_message(method, path, query, body)}
            await socket.send_str(json.dumps(message))
            return await asyncio.wait_for(answer, _REQUEST_S)
        except (TimeoutError, ConnectionError, aiohttp.ClientError) as gone:
            raise EngineAway(request=path) from gone
        finally:
            self._waiting.pop(key, None)

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
                        self._receive(json.loads(message.data))
            finally:
                self._socket = None
                up.cancel()

    async def _come_up(self) -> None:
        disallowed = {"disallowed": [{"type": kind} for kind in _NOISE]}
        try:
            await self.request("PUT", f"applications/{self._app}/eventFilter", body=disallowed)
            await self._on_up()
        except EngineAway:
            if self._socket is not None:
                await self._socket.close()

    def _receive(self, raw: Raw) -> None:
        if raw.get("type") != "RESTResponse":
            self._on_event(raw)
            return
        waiting = self._waiting.get(str(raw.get("request_id")))
        if waiting is not None and not waiting.done():
            waiting.set_result(Answer(int(raw["status_code"]), str(raw.get("message_body", ""))))

    def _hang_up_waiting(self) -> None:
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(EngineAway(request="line broken"))


def _message(method: str, path: str, query: Query | None, body: Any) -> dict[str, Any]:
    message: dict[str, Any] = {"type": "RESTRequest", "method": method, "uri": path}
    if query:
        message["query_strings"] = [{"name": k, "value": v} for k, v in query.items()]
    if body is not None:
        message["content_type"] = "application/json"
        message["message_body"] = json.dumps(body)
    return message
