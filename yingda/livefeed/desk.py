"""One desk's connection: a fresh view, then every fact that changes it, and a beat between."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from pydantic_core import to_json
from starlette.websockets import WebSocket, WebSocketDisconnect

from yingda.accounts import SESSION_COOKIE, Caller, NotSignedIn
from yingda.kit.cancelling import heed_cancel
from yingda.kit.clock import Clock
from yingda.livefeed.hub import Hub, Line, Told
from yingda.livefeed.ports import Presence, Sessions
from yingda.livefeed.rules import Mask, Sight, Window

TRY_LATER = 1013
SIGNED_OUT = 4401
CUT = 4408


class Closed(Exception):
    """Why the connection must end, in the words of the wire."""

    def __init__(self, code: int, reason: str) -> None:
        self.code = code
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Feed:
    """What a desk's connection needs; `mask` hides most of a number."""

    hub: Hub
    sessions: Sessions
    presence: Presence
    mask: Mask
    clock: Clock
    beat: timedelta = timedelta(seconds=10)


class Desk:
    """Serves one accepted connection until either side ends it."""

    def __init__(self, socket: WebSocket, caller: Caller, feed: Feed) -> None:
        self._socket = socket
        self._caller = caller
        self._hub = feed.hub
        self._sessions = feed.sessions
        self._window = Window(caller, Sight(feed.mask))
        self._clock = feed.clock
        self._beat_s = feed.beat.total_seconds()

    async def serve(self) -> None:
        """Serve until the desk goes.

        Raises:
            Closed: we end it.
        """
        if not self._hub.is_placed:
            raise Closed(TRY_LATER, "feed-away")
        line = self._hub.join()
        works = [
            asyncio.create_task(self._tell(line)),
            asyncio.create_task(self._until_gone()),
            asyncio.create_task(_until_cut(line)),
        ]
        try:
            done, _ = await asyncio.wait(works, return_when=asyncio.FIRST_COMPLETED)
            for work in done:
                work.result()
        except WebSocketDisconnect:
            return
        finally:
            self._hub.leave(line)
            for work in works:
                work.cancel()
            await asyncio.gather(*works, return_exceptions=True)

    async def _tell(self, line: Line) -> None:
        """Send the view, then what changes it. The line was joined before: nothing is missed."""
        first = self._window.open(await self._hub.snapshot())
        await self._send({"type": "hello", "entities": first, "now": self._clock.now()})
        loop = asyncio.get_running_loop()
        beat_at = loop.time() + self._beat_s
        while True:
            heed_cancel()
            told = await line.take(until=beat_at)
            if told is not None:
                await self._show(told)
            if loop.time() >= beat_at:
                await self._beat()
                beat_at = loop.time() + self._beat_s

    async def _show(self, told: Told) -> None:
        must_hear, body = self._window.change(told.fact)
        if must_hear:
            await self._socket.send_text(told.text(body))

    async def _beat(self) -> None:
        """Look whether the session still holds, and beat."""
        token = self._socket.cookies.get(SESSION_COOKIE)
        try:
            now = await self._sessions.caller(token, self._caller.address)
        except NotSignedIn as gone:
            raise Closed(SIGNED_OUT, gone.code) from gone
        if now.permissions != self._caller.permissions:
            raise Closed(CUT, "permissions-changed")
        await self._send({"type": "beat", "now": self._clock.now()})

    async def _until_gone(self) -> None:
        """Read until the desk goes; nothing it says matters."""
        while (await self._socket.receive())["type"] != "websocket.disconnect":
            pass

    async def _send(self, given: dict[str, object]) -> None:
        await self._socket.send_text(to_json(given).decode())


async def _until_cut(line: Line) -> None:
    raise Closed(CUT, await line.until_cut())
