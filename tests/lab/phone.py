"""The test phone: SIP over UDP with a tone in its mouth and a spectrum in its ear."""

import asyncio
import secrets
from collections.abc import Mapping
from typing import Self

from tests.lab import sip
from tests.lab.call import Call, CallFailed
from tests.lab.digest import Login
from tests.lab.incoming import IncomingCall
from tests.lab.media import Media
from tests.lab.outgoing import REALMS, Dialled, OutgoingCall, credentials
from tests.lab.waiting import Signal
from tests.lab.wire import Peer, Received, Wire

_BUSY_S = 0.1  # nobody refuses in no time at all
CUSTOMER_HZ, AGENT_HZ, SUPERVISOR_HZ, MUSIC_HZ = 440, 880, 660, 350


class Phone:
    """A phone at `server`; use as `async with await Phone.start(...)`, or stop it yourself."""

    def __init__(self, server: Peer, tone_hz: int, login: Login | None) -> None:
        self._server, self._tone_hz, self._login = server, tone_hz, login
        self._wire: Wire
        self._calls: list[Call] = []
        self._waiting: list[IncomingCall] = []
        self._openings: set[asyncio.Task[None]] = set()
        self._signal = Signal()
        self._registration = f"{secrets.token_hex(12)}@lab"
        self._registered = 0
        self.messages: list[str] = []
        self.answers_by_itself = False
        self.is_busy = False

    @classmethod
    async def start(
        cls,
        server: str,
        *,
        tone_hz: int = CUSTOMER_HZ,
        user: str = "",
        password: str = "",
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> Self:
        """Return a phone that listens, on a free port unless `port` is given."""
        name, _, number = server.rpartition(":")
        phone = cls((name, int(number)), tone_hz, Login(user, password) if user else None)
        phone._wire = await Wire.open(host, port, phone._take)
        return phone

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @property
    def address(self) -> str:
        """Where it listens, as host:port."""
        return f"{self._wire.host}:{self._wire.port}"

    @property
    def malformed(self) -> int:
        """How many datagrams came that were no SIP."""
        return self._wire.malformed

    async def register(self, *, expires: int = 3600) -> None:
        """Register at the server, answering its challenge."""
        response = await self._register(expires, ())
        if response.status in REALMS and self._login is not None:
            proof = credentials(response, self._login, "REGISTER", self._registrar())
            response = await self._register(expires, (proof,))
        if response.status != 200:
            raise AssertionError(f"REGISTER answered {response.status} {response.reason}")

    async def unregister(self) -> None:
        """Take the registration back."""
        await self.register(expires=0)

    async def dial(
        self,
        number: str,
        *,
        from_number: str = "",
        display: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> OutgoingCall:
        """Place a call and return it at once."""
        user = self._login.user if self._login else "anonymous"
        media = await Media.open(self._wire.host, self._tone_hz)
        further = tuple((headers or {}).items())
        dialled = Dialled(number, from_number or user, display, further, self._login)
        call = OutgoingCall(self._wire, media, dialled, self._server)
        self._calls.append(call)
        return call

    async def rings(self, within: float = 10.0) -> IncomingCall:
        """Return the next call that rings here, the oldest first."""
        if not await self._signal.until(lambda: bool(self._waiting), within):
            raise CallFailed(None, f"rings within {within} s")
        return self._waiting.pop(0)

    def is_quiet(self) -> bool:
        """Return whether no call rang that was not taken by `rings`."""
        return not self._waiting

    async def stop(self) -> None:
        """Hang up what still lives, politely, and close every socket."""
        live = [call for call in self._calls if call.ending is None]
        ends = (asyncio.wait_for(call.hang_up(), 2.0) for call in live)
        await asyncio.gather(*ends, return_exceptions=True)
        self.vanish()
        await self._wire.closed()

    def vanish(self) -> None:
        """Close every socket without a word, as a phone that lost its power."""
        for call in self._calls:
            call.abandon()
        for task in self._openings:
            task.cancel()
        self._wire.close()

    def _registrar(self) -> str:
        return f"sip:{self._server[0]}:{self._server[1]}"

    async def _register(self, expires: int, more: tuple[tuple[str, str], ...]) -> sip.Response:
        user = self._login.user if self._login else "anonymous"
        whom = f"<sip:{user}@{self._server[0]}>"
        self._registered += 1
        headers = (
            ("Via", self._wire.via()),
            ("Max-Forwards", "70"),
            ("From", f"{whom};tag={secrets.token_hex(6)}"),
            ("To", whom),
            ("Call-ID", self._registration),
            ("CSeq", f"{self._registered} REGISTER"),
            ("Contact", f"<sip:{user}@{self.address}>;expires={expires}"),
            ("Expires", str(expires)),
            *more,
        )
        request = sip.Request("REGISTER", self._registrar(), sip.Headers(headers))
        return await self._wire.ask(request, self._server).final

    def _take(self, received: Received) -> None:
        request = received.request
        headers = request.headers
        try:
            tag = sip.address(headers.get("to")).tag
            call = next(
                (
                    c
                    for c in self._calls
                    if c.id == headers.get("call-id")
                    and (c.local_tag == tag or request.method == "CANCEL")
                ),
                None,
            )
            if call is not None:
                call.take(received)
            elif not tag:
                self._take_new(received)
            elif request.method != "ACK":
                received.respond(481, "Call/Transaction Does Not Exist")
        except sip.Malformed as refusal:
            if request.method != "ACK":
                received.respond(400, str(refusal).splitlines()[0][:60])

    def _take_new(self, received: Received) -> None:
        method = received.request.method
        if method == "INVITE" and self.is_busy:
            received.respond(100, "Trying")
            loop, tag = asyncio.get_running_loop(), secrets.token_hex(6)
            loop.call_later(_BUSY_S, lambda: received.respond(486, "Busy Here", tag=tag))
        elif method == "INVITE":
            received.respond(100, "Trying")
            opening = asyncio.create_task(self._ring(received))
            self._openings.add(opening)
            opening.add_done_callback(self._openings.discard)
        elif method == "MESSAGE":
            self.messages.append(received.request.body.decode("utf-8", "replace"))
            received.respond(200, "OK", tag=secrets.token_hex(6))
        elif method in {"OPTIONS", "NOTIFY"}:
            received.respond(200, "OK", tag=secrets.token_hex(6))
        elif method != "ACK":
            received.respond(405, "Method Not Allowed", tag=secrets.token_hex(6))

    async def _ring(self, invite: Received) -> None:
        media = await Media.open(self._wire.host, self._tone_hz)
        call = IncomingCall(self._wire, media, invite, self._server)
        self._calls.append(call)
        if self.answers_by_itself:
            call.pick_up()
            return
        self._waiting.append(call)
        self._signal.wake()
