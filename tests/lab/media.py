"""A phone's RTP socket: a drift-free 20 ms clock out, ears in."""

import asyncio
import secrets
import socket
from collections import deque
from typing import cast

from tests.lab import audio, rtp, sdp
from tests.lab.hearing import Hearing

TICK_S = 0.02
KEY_TICKS = 6
GAP_TICKS = 5
ATTEMPTS = 200


class Media(asyncio.DatagramProtocol):
    """Sends a tone and keys to one peer, hears what comes back."""

    def __init__(self, tone_hz: int) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.DatagramTransport | None = None
        self._rtcp: socket.socket | None = None
        self._peer: tuple[str, int] | None = None
        self._timer: asyncio.Handle | None = None
        self._events: int | None = None
        self._keys: deque[rtp.KeyFrame | None] = deque()
        self._idle: asyncio.Future[None] | None = None
        self._source = secrets.randbits(32)
        self._tick = 0
        self._started = 0.0
        self._sequence = secrets.randbits(15)
        self._key_stamp = 0
        self.port = 0
        self.sent = 0
        self.is_sending = True
        self.tone_hz = tone_hz
        self.hearing = Hearing(self._loop.time)

    @classmethod
    async def open(cls, host: str, tone_hz: int) -> "Media":
        """Return media listening on a free even port, its RTCP port taken too."""
        media = cls(tone_hz)
        audio_socket, media._rtcp = _pair(host)
        media.port = audio_socket.getsockname()[1]
        await media._loop.create_datagram_endpoint(lambda: media, sock=audio_socket)
        return media

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, _addr: object) -> None:
        packet = rtp.parse(data)
        if packet is not None:
            self.hearing.take(packet, self._events)

    def error_received(self, exc: Exception) -> None:
        """A peer that closed its port first is no concern of ours."""

    def talk_to(self, session: sdp.Session) -> None:
        """Send to what `session` describes, starting or following the peer."""
        self._peer = (session.host, session.port)
        self._events = session.events
        self.is_sending = not session.is_held
        if self._timer is None:
            self._started, self._tick = self._loop.time(), 0
            self._timer = self._loop.call_soon(self._beat)

    async def press(self, keys: str) -> None:
        """Send `keys` as telephone events, 120 ms each with 100 ms between, and return after."""
        if self._events is None:
            raise ValueError("the peer takes no telephone events")
        for key in keys:
            self._keys.extend(rtp.key_frames(key, KEY_TICKS))
            self._keys.extend([None] * GAP_TICKS)
        self._idle = self._loop.create_future()
        await self._idle

    def close(self) -> None:
        """Stop the clock and give the ports back; what was heard stays."""
        if self._timer is not None:
            self._timer.cancel()
        if self._idle is not None and not self._idle.done():
            self._idle.set_result(None)
        if self._transport is not None:
            self._transport.close()
        if self._rtcp is not None:
            self._rtcp.close()

    def _beat(self) -> None:
        while self._started + self._tick * TICK_S <= self._loop.time():
            if self.is_sending:
                self._send_frame()
            self._tick += 1
        self._timer = self._loop.call_at(self._started + self._tick * TICK_S, self._beat)

    def _send_frame(self) -> None:
        frame = self._keys.popleft() if self._keys else None
        if not self._keys and self._idle is not None and not self._idle.done():
            self._idle.set_result(None)
        stamp = self._tick * audio.FRAME
        if frame is None:
            tone = audio.tone_frames(self.tone_hz)
            self._send(sdp.PCMA, stamp, tone[self._tick % len(tone)], first=self.sent == 0)
            return
        if frame.duration == audio.FRAME:
            self._key_stamp = stamp
        for _ in range(3 if frame.is_end else 1):
            self._send(
                self._events or sdp.EVENTS,
                self._key_stamp,
                rtp.encode_key(frame),
                first=frame.duration == audio.FRAME,
            )

    def _send(self, kind: int, stamp: int, payload: bytes, *, first: bool) -> None:
        if self._transport is None or self._peer is None or self._transport.is_closing():
            return
        packet = rtp.Packet(kind, self._sequence, stamp, self._source, payload, first)
        self._transport.sendto(rtp.encode(packet), self._peer)
        self._sequence += 1
        self.sent += 1


def _pair(host: str) -> tuple[socket.socket, socket.socket]:
    for _ in range(ATTEMPTS):
        first = _bound(host, 0)
        port = first.getsockname()[1]
        if port % 2 == 0:
            try:
                return first, _bound(host, port + 1)
            except OSError:
                pass
        first.close()
    raise OSError("no free pair of ports for RTP and RTCP")


def _bound(host: str, port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.settimeout(0)
    try:
        made.bind((host, port))
    except OSError:
        made.close()
        raise
    return made
