"""Session descriptions of a voice call: one audio stream, G.711 A-law and telephone-event."""

import re
from dataclasses import dataclass, replace

from tests.lab.sip import Malformed

PCMA = 8
NAMES = {PCMA: "PCMA/8000"}
EVENTS = 101
CONNECTION = re.compile(r"^c=IN IP4 (\S+)", re.MULTILINE)
MIRROR = {
    "sendrecv": "sendrecv",
    "sendonly": "recvonly",
    "recvonly": "sendonly",
    "inactive": "inactive",
}


@dataclass(frozen=True, slots=True)
class Session:
    """Where one side wants its audio, and in which form."""

    host: str
    port: int
    codecs: tuple[int, ...] = (PCMA,)
    events: int | None = EVENTS
    direction: str = "sendrecv"

    @property
    def is_held(self) -> bool:
        return self.host == "0.0.0.0" or self.direction in {"sendonly", "inactive"}  # noqa: S104 - RFC 2543 hold


def encode(session: Session, version: int = 1) -> bytes:
    """Return the description as a body."""
    events = () if session.events is None else (session.events,)
    lines = [
        "v=0",
        f"o=lab 1 {version} IN IP4 {session.host}",
        "s=lab",
        f"c=IN IP4 {session.host}",
        "t=0 0",
        f"m=audio {session.port} RTP/AVP {' '.join(map(str, (*session.codecs, *events)))}",
        *(f"a=rtpmap:{codec} {NAMES[codec]}" for codec in session.codecs),
        *(f"a=rtpmap:{kind} telephone-event/8000\r\na=fmtp:{kind} 0-16" for kind in events),
        "a=ptime:20",
        f"a={session.direction}",
    ]
    return ("\r\n".join(lines) + "\r\n").encode()


def parse(body: bytes) -> Session:
    """Return the audio stream of a description.

    Raises:
        Malformed: it has no usable audio stream.
    """
    text = body.decode("utf-8", "replace")
    media = re.search(r"^m=audio (\d{1,5})(?:/\d+)? RTP/AVP ([\d ]+)", text, re.MULTILINE)
    if media is None:
        raise Malformed("no audio stream")
    before, after = text[: media.start()], text[media.end() :].partition("\nm=")[0]
    host = CONNECTION.search(after) or CONNECTION.search(before)
    if host is None:
        raise Malformed("no connection address")
    offered = tuple(int(kind) for kind in media[2].split())
    events = re.search(
        r"^a=rtpmap:(\d{1,3}) telephone-event/8000", after, re.MULTILINE | re.IGNORECASE
    )
    way = re.search(r"^a=(sendrecv|sendonly|recvonly|inactive)\b", after, re.MULTILINE)
    return Session(
        host[1],
        int(media[1]),
        tuple(kind for kind in offered if kind in NAMES),
        int(events[1]) if events else None,
        way[1] if way else "sendrecv",
    )


def answer(offer: Session, ours: Session) -> Session:
    """Return our answer: the codecs both know in the offerer's order, the direction mirrored."""
    shared = tuple(codec for codec in offer.codecs if codec in ours.codecs)
    return replace(ours, codecs=shared, events=offer.events, direction=MIRROR[offer.direction])
