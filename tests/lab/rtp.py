"""RTP packets (RFC 3550) and telephone events (RFC 4733): bytes to values and back."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from tests.lab.audio import FRAME

KEYS = "0123456789*#ABCD"
RTCP_TYPES = range(72, 77)
EVENT_VOLUME = 10
END = 0x80


@dataclass(frozen=True, slots=True)
class Packet:
    kind: int
    sequence: int
    timestamp: int
    source: int
    payload: bytes
    marker: bool = False


@dataclass(frozen=True, slots=True)
class KeyFrame:
    """One packet of a pressed key; `ticks` since it went down, the end marked."""

    key: str
    duration: int
    is_end: bool


def parse(data: bytes) -> Packet | None:
    """Return the packet in one datagram, or None for what is no RTP (RTCP, STUN, noise)."""
    if len(data) < 12 or data[0] >> 6 != 2 or (data[1] & 0x7F) in RTCP_TYPES:
        return None
    first, second, sequence, timestamp, source = struct.unpack("!BBHII", data[:12])
    start, end = 12 + 4 * (first & 0x0F), len(data)
    if first & 0x10:
        if len(data) < start + 4:
            return None
        start += 4 + 4 * int(struct.unpack("!H", data[start + 2 : start + 4])[0])
    if first & 0x20:
        end -= data[-1]
    if start > end:
        return None
    return Packet(second & 0x7F, sequence, timestamp, source, data[start:end], bool(second & 0x80))


def encode(packet: Packet) -> bytes:
    kind = packet.kind | (0x80 if packet.marker else 0)
    numbers = (packet.sequence & 0xFFFF, packet.timestamp & 0xFFFFFFFF, packet.source)
    return struct.pack("!BBHII", 0x80, kind, *numbers) + packet.payload


def key_frames(key: str, ticks: int) -> Iterator[KeyFrame]:
    """Return what to send, one a tick, while `key` is down for `ticks` of 20 ms."""
    for tick in range(1, ticks + 1):
        yield KeyFrame(key, tick * FRAME, is_end=tick == ticks)


def encode_key(frame: KeyFrame) -> bytes:
    flags = EVENT_VOLUME | (END if frame.is_end else 0)
    return struct.pack("!BBH", KEYS.index(frame.key), flags, frame.duration)


def parse_key(payload: bytes) -> KeyFrame | None:
    """Return the key in a telephone-event payload, or None for an event that is no key."""
    if len(payload) < 4:
        return None
    event, flags, duration = struct.unpack("!BBH", payload[:4])
    return KeyFrame(KEYS[event], duration, bool(flags & END)) if event < len(KEYS) else None
