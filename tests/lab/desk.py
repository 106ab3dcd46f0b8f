"""An agent's or supervisor's desk without its screen: the HTTP interface and the live feed."""

import asyncio
import contextlib
import io
import json
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

import aiohttp

from tests.lab.phone import AGENT_HZ, Phone
from tests.lab.waiting import Signal

View = Mapping[str, Any]
TRY_LATER = 1013
TRY_AGAIN_S = 0.3
FOLLOW_S = 60.0


class Refused(AssertionError):
    """The service answered with an error; `status` and the stable `code` tell which."""

    def __init__(self, asked: str, status: int, told: str) -> None:
        super().__init__(f"{asked}: {status} {told[:500]}")
        self.status = status
        self.code = ""
        with contextlib.suppress(ValueError, TypeError, KeyError):
            self.code = str(json.loads(told)["error"]["code"])


class Desk:
    """One signed-in person. `base` is the service's address, `http://host:port`."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.user: View = {}
        self.phone: Phone | None = None
        self._http = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        self._feed: asyncio.Task[None] | None = None
        self._entities: dict[tuple[str, str], View | None] = {}
        self._is_open = False
        self._signal = Signal()

    @classmethod
    async def sign_in(cls, base: str, login: str, password: str) -> Self:
        """Return the desk of a person with an account."""
        desk = cls(base)
        try:
            told = await desk.post("session", {"login": login, "password": password})
        except BaseException:
            await desk.close()
            raise
        desk.user = told["user"]
        return desk

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Leave as a closed browser does: phone and feed end, nobody signs off."""
        await self.unfollow()
        if self.phone is not None:
            await self.phone.stop()
        await self._http.close()

    # -- what one may do -------------------------------------------------------------------

    async def sit_down(self, seat: str, *, take_over: bool = False) -> View:
        """Sign on at `seat` with a SIP phone and return how that phone registers."""
        asked = {"seat": seat, "take_over": take_over, "phone": "sip"}
        phone: View = (await self.post("me/sign-on", asked))["phone"]
        return phone

    async def sign_on(self, seat: str, server: str, *, tone_hz: int = AGENT_HZ) -> Phone:
        """Sit down, follow the live feed, and register a test phone."""
        given = await self.sit_down(seat)
        await self.follow(seat)
        login = {"user": given["user"], "password": given["password"]}
        self.phone = await Phone.start(server, tone_hz=tone_hz, **login)
        await self.phone.register()
        return self.phone

    async def ready(self) -> None:
        """Take calls."""
        await self.put("me/state", {"state": "ready"})

    async def not_ready(self, reason: str = "") -> None:
        """Take no calls, or none after the present one."""
        await self.put("me/state", {"state": "not-ready", "reason": reason})

    async def act(self, contact: str, act: str, **body: Any) -> View:
        """Do one of the call acts: hold, resume, hang-up, reject, transfer, wrap-up-done ..."""
        told: View = await self.post(f"calls/{contact}/{act}", body or None)
        return told

    # -- what one sees ---------------------------------------------------------------------

    async def follow(self, seat: str = "") -> None:
        """Follow the live feed from here on; `seat` keeps the agent connected.

        A feed that says "try later" is tried again, as in a browser.
        """
        query = {"seat": seat} if seat else {}
        await self.unfollow()
        async with asyncio.timeout(FOLLOW_S):
            while True:
                code = await self._open(query)
                if code != TRY_LATER:
                    break
                await asyncio.sleep(TRY_AGAIN_S)
        assert self._is_open, f"the live feed closed with {code}"

    async def _open(self, query: Mapping[str, str]) -> int | None:
        """Return once there is a first view, or with the code of a feed that gives none."""
        socket = await self._http.ws_connect(f"{self.base}/api/live", params=query)
        self._feed = feed = asyncio.create_task(self._read(socket))
        await self._signal.until(lambda: self._is_open or feed.done(), FOLLOW_S)
        return socket.close_code

    async def unfollow(self) -> None:
        """Lose the live feed, as a desk whose network is gone."""
        if self._feed is None:
            return
        self._feed.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._feed
        self._feed, self._is_open = None, False
        self._entities.clear()

    def contacts(self) -> list[View]:
        """Return the contacts this desk knows of."""
        return self.all("contact")

    def all(self, entity: str) -> list[View]:
        """Return every present entity of a kind."""
        known = self._entities.items()
        return [view for (kind, _), view in known if kind == entity and view is not None]

    async def sees(
        self, holds: Callable[[], bool], wanted: str = "it", within: float = 10.0
    ) -> None:
        """Return once `holds`; it is asked again at each fact."""
        if not await self._signal.until(holds, within):
            raise AssertionError(f"{wanted} not seen in {within} s: {self.contacts()}")

    async def sees_contact(self, within: float = 10.0, **wanted: Any) -> View:
        """Return a contact whose view has these values, once there is one."""

        def fitting() -> list[View]:
            return [c for c in self.contacts() if all(c.get(k) == v for k, v in wanted.items())]

        await self.sees(lambda: bool(fitting()), f"contact {wanted}", within)
        return fitting()[-1]

    # -- the wire --------------------------------------------------------------------------

    async def get(self, path: str, **query: str) -> Any:
        return await self._ask("GET", path, params=query)

    async def post(self, path: str, body: Any = None) -> Any:
        return await self._ask("POST", path, **_json(body))

    async def put(self, path: str, body: Any) -> Any:
        return await self._ask("PUT", path, **_json(body))

    async def patch(self, path: str, body: Any) -> Any:
        return await self._ask("PATCH", path, **_json(body))

    async def download(self, path: str) -> bytes:
        """Return a file, a recording for one."""
        async with self._http.get(f"{self.base}/api/{path}") as answer:
            if answer.status >= 400:
                raise Refused(f"GET {path}", answer.status, await answer.text())
            return await answer.read()

    async def part(self, path: str, first: int, last: int) -> bytes:
        """Return the bytes from `first` to `last` of a file, asked for as such."""
        wanted = {"Range": f"bytes={first}-{last}"}
        async with self._http.get(f"{self.base}/api/{path}", headers=wanted) as answer:
            if answer.status != 206:
                raise Refused(f"GET {path}", answer.status, await answer.text())
            return await answer.read()

    async def status(self, method: str, path: str) -> int:
        """Return what an empty request to any path is answered with."""
        body = _json({}) if method in {"POST", "PUT", "PATCH"} else {}
        async with self._http.request(method, f"{self.base}{path}", **body) as answer:
            await answer.read()
            return answer.status

    async def _ask(self, method: str, path: str, **given: Any) -> Any:
        async with self._http.request(method, f"{self.base}/api/{path}", **given) as answer:
            if answer.status >= 400:
                raise Refused(f"{method} {path}", answer.status, await answer.text())
            return await answer.json() if answer.content_type == "application/json" else None

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        try:
            async for message in socket:
                self._take(message.json())
        finally:
            await socket.close()
            self._signal.wake()

    def _take(self, told: View) -> None:
        if told["type"] == "hello":
            self._is_open = True
            for entity, bodies in told["entities"].items():
                for body in bodies:
                    self._entities[entity, body["id"]] = body
        elif told["type"] == "fact":
            self._entities[told["entity"], told["id"]] = told["body"]
        self._signal.wake()


def _json(body: Any) -> dict[str, Any]:
    """Return a body as a stream, so that one of megabytes does not hold up the loop."""
    sent = io.BytesIO(json.dumps(body).encode())
    return {"data": sent, "headers": {"Content-Type": "application/json"}}
