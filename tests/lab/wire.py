"""SIP over UDP: the transactions of RFC 3261 §17 under a phone."""

import asyncio
import secrets
from collections.abc import Callable
from typing import cast

from tests.lab import sip

T1, T2 = 0.5, 4.0
GIVE_UP_S = 32.0
Peer = tuple[str, int]


class NoAnswer(Exception):
    """A request met only silence for 32 seconds."""


class Resend:
    """Sends bytes again at 0.5, 1, 2, 4, 4 ... seconds until stopped; then says it gave up."""

    def __init__(self, send: Callable[[], None], give_up: Callable[[], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._send, self._give_up = send, give_up
        self._wait, self._spent = T1, 0.0
        self._timer = self._loop.call_later(self._wait, self._again)
        send()

    def stop(self) -> None:
        self._timer.cancel()

    def _again(self) -> None:
        self._spent += self._wait
        if self._spent >= GIVE_UP_S:
            self._give_up()
            return
        self._send()
        self._wait = min(2 * self._wait, T2)
        self._timer = self._loop.call_later(self._wait, self._again)


class Asked:
    """A request we sent: its provisional responses as they come, its final one awaited."""

    def __init__(
        self, wire: "Wire", request: sip.Request, peer: Peer, hear: Callable[[sip.Response], None]
    ) -> None:
        self._wire, self.request, self._peer, self._hear = wire, request, peer, hear
        self.final: asyncio.Future[sip.Response] = asyncio.get_running_loop().create_future()
        self._resend = Resend(lambda: wire.send(request, peer), self._give_up)

    def take(self, response: sip.Response) -> None:
        if response.status >= 200 or self.request.method == "INVITE":
            self._resend.stop()
        if self.request.method == "INVITE" and response.status >= 300:
            self._wire.send(self._refusal_ack(response), self._peer)
        if response.status >= 200 and not self.final.done():
            self.final.set_result(response)
        else:
            self._hear(response)

    def drop(self) -> None:
        """Stop resending and waiting."""
        self._resend.stop()
        self.final.cancel()

    def cancel(self) -> "Asked":
        """Send CANCEL for this INVITE; its own final response still comes."""
        kept = [
            (k, v)
            for k, v in self.request.headers
            if k.lower() in {"via", "from", "to", "call-id", "route", "max-forwards"}
        ]
        number, _ = sip.cseq(self.request.headers)
        headers = sip.Headers((*kept, ("CSeq", f"{number} CANCEL")))
        return self._wire.ask(sip.Request("CANCEL", self.request.uri, headers), self._peer)

    def _refusal_ack(self, response: sip.Response) -> sip.Request:
        kept = [
            (k, v)
            for k, v in self.request.headers
            if k.lower() in {"via", "from", "call-id", "route", "max-forwards"}
        ]
        number, _ = sip.cseq(self.request.headers)
        more = (("To", response.headers.get("to")), ("CSeq", f"{number} ACK"))
        return sip.Request("ACK", self.request.uri, sip.Headers((*kept, *more)))

    def _give_up(self) -> None:
        if not self.final.done():
            self.final.set_exception(NoAnswer(self.request.start_line))


class Received:
    """A request that came in: answered once, the answer repeated as often as asked."""

    def __init__(self, wire: "Wire", request: sip.Request, peer: Peer) -> None:
        self._wire, self.request, self._peer = wire, request, peer
        self.last: sip.Response | None = None
        self._resend: Resend | None = None

    def respond(
        self, status: int, reason: str, *more: tuple[str, str], tag: str = "", body: bytes = b""
    ) -> None:
        """Send a response; a final one to INVITE is resent until its ACK comes."""
        response = sip.response_to(self.request, status, reason, more, tag=tag, body=body)
        self.last = response
        if self.request.method == "INVITE" and status >= 200:
            self._resend = Resend(lambda: self._wire.send(response, self._peer), lambda: None)
        else:
            self._wire.send(response, self._peer)

    def again(self) -> None:
        if self.last is not None:
            self._wire.send(self.last, self._peer)

    def acknowledged(self) -> None:
        """Stop resending: the ACK came, or nobody is left to send it."""
        if self._resend is not None:
            self._resend.stop()


class Wire(asyncio.DatagramProtocol):
    """One UDP socket: new requests go to `hear`, the rest to the transaction they belong to."""

    def __init__(self, hear: Callable[[Received], None]) -> None:
        self._hear = hear
        self._transport: asyncio.DatagramTransport | None = None
        self._asked: dict[tuple[str, str], Asked] = {}
        self._received: dict[tuple[str, str], Received] = {}
        self._gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.malformed = 0
        self.host, self.port = "", 0

    @classmethod
    async def open(cls, host: str, port: int, hear: Callable[[Received], None]) -> "Wire":
        loop = asyncio.get_running_loop()
        _, wire = await loop.create_datagram_endpoint(lambda: cls(hear), local_addr=(host, port))
        return wire

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)
        self.host, self.port = transport.get_extra_info("sockname")[:2]

    def connection_lost(self, _exc: Exception | None) -> None:
        self._gone.set_result(None)

    async def closed(self) -> None:
        """Return once the port is free again, after `close`."""
        await self._gone

    def error_received(self, exc: Exception) -> None:
        """A server that is away shows itself by silence."""

    def datagram_received(self, data: bytes, addr: Peer) -> None:
        try:
            message = sip.parse(data)
        except sip.Malformed:
            self.malformed += 1
            return
        if isinstance(message, sip.Response):
            asked = self._asked.get((sip.branch(message.headers), sip.cseq(message.headers)[1]))
            if asked is not None:
                asked.take(message)
        else:
            self._request(message, addr)

    def via(self) -> str:
        """Return a Via of this socket with a fresh branch."""
        return f"SIP/2.0/UDP {self.host}:{self.port};branch=z9hG4bK{secrets.token_hex(8)};rport"

    def send(self, message: sip.Message, peer: Peer) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.sendto(sip.encode(message), peer)

    def ask(
        self,
        request: sip.Request,
        peer: Peer,
        hear: Callable[[sip.Response], None] = lambda _: None,
    ) -> Asked:
        """Send `request`; `hear` gets what comes besides the first final response."""
        asked = Asked(self, request, peer, hear)
        self._asked[sip.branch(request.headers), request.method] = asked
        return asked

    def close(self) -> None:
        for asked in self._asked.values():
            asked.drop()
        for received in self._received.values():
            received.acknowledged()
        if self._transport is not None:
            self._transport.close()

    def _request(self, request: sip.Request, peer: Peer) -> None:
        key = (sip.branch(request.headers), request.method)
        known = self._received.get(key)
        if known is not None:
            known.again()
            return
        received = Received(self, request, peer)
        if request.method == "ACK":
            invited = self._received.get((key[0], "INVITE"))
            if invited is not None:
                invited.acknowledged()
                return
        else:
            self._received[key] = received
        self._hear(received)

    def invited(self, cancel: Received) -> Received | None:
        """Return the INVITE that `cancel` is about."""
        return self._received.get((sip.branch(cancel.request.headers), "INVITE"))
