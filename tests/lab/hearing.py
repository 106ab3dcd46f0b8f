"""What a phone hears: packets as they arrive, kept for measuring."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from tests.lab import audio, rtp
from tests.lab.sdp import PCMA
from tests.lab.waiting import Signal

KEPT_PACKETS = 15_000  # five minutes of 20 ms


@dataclass(frozen=True, slots=True)
class Reception:
    """How well packets arrived: counts, and the longest silence between two of them."""

    packets: int
    lost: int
    worst_gap_ms: float


@dataclass(frozen=True, slots=True)
class _Arrival:
    at: float
    payload: bytes


class Hearing:
    """Collects received packets; wakes whoever waits for a sound or a key."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._arrivals: deque[_Arrival] = deque(maxlen=KEPT_PACKETS)
        self._streams: dict[int, _Stream] = {}
        self._last_key_at: tuple[int, int] | None = None
        self.keys = ""
        self.signal = Signal()

    @property
    def packets(self) -> int:
        """How many packets of sound arrived so far; a mark for `reception`."""
        return sum(stream.received for stream in self._streams.values())

    def take(self, packet: rtp.Packet, events: int | None) -> None:
        """Keep one packet: sound, or a key of telephone-event type `events`."""
        if packet.kind == events:
            self._key(packet)
        elif packet.kind == PCMA:
            self._streams.setdefault(packet.source, _Stream(packet.sequence)).count(packet.sequence)
            self._arrivals.append(_Arrival(self._clock(), packet.payload))
        self.signal.wake()

    def press(self, key: str) -> None:
        """Keep a key that came by signalling (SIP INFO)."""
        self.keys += key
        self.signal.wake()

    def samples(self, last_ms: int | None = None) -> audio.Samples:
        """Return the sound that arrived in the last `last_ms`; missing packets are left out."""
        since = -1.0 if last_ms is None else self._clock() - last_ms / 1000
        return audio.decode_alaw(b"".join(a.payload for a in self._arrivals if a.at > since))

    def spectrum(self, last_ms: int = 400) -> audio.Spectrum:
        """Return the spectrum of the last `last_ms`: silent unless 80 % of it arrived."""
        samples = self.samples(last_ms)
        enough = samples.size >= 0.8 * last_ms * audio.RATE / 1000
        return audio.spectrum(samples if enough else np.zeros(0))

    def reception(self, since_packet: int = 0) -> Reception:
        """Return the counts of the whole call and the worst gap after packet `since_packet`."""
        streams = self._streams.values()
        fresh = max(0, self.packets - since_packet)
        times = [a.at for a in self._arrivals][-fresh:] if fresh else []
        gaps = [later - earlier for earlier, later in pairwise(times)]
        return Reception(
            self.packets, sum(s.lost for s in streams), round(1000 * max(gaps, default=0.0), 1)
        )

    def save(self, path: Path) -> None:
        """Write all that is kept as a wav file."""
        audio.write_wav(path, [self.samples()])

    def _key(self, packet: rtp.Packet) -> None:
        frame = rtp.parse_key(packet.payload)
        if frame is None or self._last_key_at == (packet.source, packet.timestamp):
            return
        self._last_key_at = (packet.source, packet.timestamp)
        self.keys += frame.key


class _Stream:
    """Counts of one RTP source, its 16-bit sequence unrolled."""

    def __init__(self, first: int) -> None:
        self._first = self._highest = first
        self._seen: set[int] = set()

    @property
    def received(self) -> int:
        return len(self._seen)

    @property
    def lost(self) -> int:
        return self._highest - self._first + 1 - len(self._seen)

    def count(self, sequence: int) -> None:
        step = (sequence - self._highest + 0x8000) % 0x10000 - 0x8000
        number = self._highest + step
        self._highest = max(self._highest, number)
        self._first = min(self._first, number)
        self._seen.add(number)
