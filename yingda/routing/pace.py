"""How fast each line has moved lately."""

from collections import defaultdict, deque

from yingda.routing.estimate import REMEMBERED, departures_per_ms, wait_quantile
from yingda.routing.model import Position


class Pace:
    """The last departures of each class."""

    def __init__(self) -> None:
        self._left: defaultdict[str, deque[int]] = defaultdict(lambda: deque(maxlen=REMEMBERED))

    def left(self, line: str, now_ms: int) -> None:
        """Note that somebody left the line: answered or given up."""
        self._left[line].append(now_ms)

    def position(self, line: str, ahead: int, now_ms: int) -> Position:
        """Return the place with its estimated wait; no estimate before the line has moved."""
        rate = departures_per_ms(self._left[line], now_ms)
        if rate is None:
            return Position(ahead, None, None)
        return Position(ahead, wait_quantile(ahead, rate, 0.5), wait_quantile(ahead, rate, 0.8))
