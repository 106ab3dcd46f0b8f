"""How often something happens, told by as much of the past as still agrees with the present."""

from collections import deque
from dataclasses import dataclass, field
from itertools import islice
from math import log, sqrt
from typing import NamedTuple

BLOCK = 32  # events counted together
REMEMBERED = 64  # blocks
JUDGED = 16  # events that may disagree with the past
SURPRISE = 4.0  # standard errors of the logarithm of a rate
STANDSTILL = 12.0  # events missed in a row: chance explains it six times in a million


class Known(NamedTuple):
    """So many events in so many ms."""

    events: int
    span_ms: int

    @property
    def per_ms(self) -> float:
        return self.events / max(self.span_ms, 1)


@dataclass(slots=True)
class Recent:
    """The past in blocks, newest first. A long past is exact, a short one is up to date.

    Older blocks are believed as long as their rate differs from that of all newer ones by no more
    than chance explains (after O. Lepski, 1991).
    """

    _blocks: deque[int] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    _events: int = 0
    _span_ms: int = 0
    _open_ms: int = 0

    def watch(self, ms: int) -> None:
        """Note that it could have happened for so long and did not."""
        self._open_ms += max(ms, 0)

    def happened(self) -> None:
        self._events += 1
        self._span_ms += self._open_ms
        self._open_ms = 0
        if self._events == BLOCK:
            self._blocks.appendleft(self._span_ms)
            self._events = self._span_ms = 0

    def known(self, unseen_ms: int = 0) -> Known:
        """Return what is believed now, the last `unseen_ms` watched in vain."""
        still_ms = self._open_ms + max(unseen_ms, 0)
        newest, rest = Known(self._events, self._span_ms + still_ms), iter(self._blocks)
        while blocks := list(islice(rest, max(newest.events // BLOCK, 1))):
            older = Known(BLOCK * len(blocks), sum(blocks))
            if newest.events >= JUDGED and _disagree(newest, older):
                break
            newest = Known(newest.events + older.events, newest.span_ms + older.span_ms)
        if newest.events > JUDGED and still_ms * newest.per_ms > STANDSTILL:
            return Known(JUDGED, still_ms + round(JUDGED / newest.per_ms))
        return newest


def _disagree(newer: Known, older: Known) -> bool:
    apart = abs(log(max(newer.per_ms, 1e-12) / max(older.per_ms, 1e-12)))
    return apart > SURPRISE * sqrt(1 / newer.events + 1 / older.events)
