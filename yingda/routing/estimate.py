"""How long the wait will be: a quantile, never a mean."""

from collections import deque
from collections.abc import Sequence
from math import log1p
from statistics import NormalDist

REMEMBERED = 64
FEWEST = 4


def departures_per_ms(left_at_ms: Sequence[int] | deque[int], now_ms: int) -> float | None:
    """Return how fast a line has moved lately: those who left it, over the time that took.

    `left_at_ms` holds the last departures (answered or given up), oldest first. The time since the
    last one counts too, so that a line that stands still is seen to stand still.
    """
    if len(left_at_ms) < FEWEST:
        return None
    span = max(now_ms - left_at_ms[0], 1)
    return (len(left_at_ms) - 1) / span


def wait_quantile(ahead: int, rate_per_ms: float, share: float) -> int:
    """Return the ms within which `ahead` + 1 departures happen with probability `share`.

    The sum of n exponential times is gamma distributed; its quantile by Wilson and Hilferty's
    cube, within one per cent from two departures on, and exact for one.
    """
    count = ahead + 1
    if count == 1:
        return round(-log1p(-share) / rate_per_ms)
    z = NormalDist().inv_cdf(share)
    cube = 1 - 1 / (9 * count) + z / (3 * count**0.5)
    span: float = count * max(cube, 0.0) ** 3
    return round(span / rate_per_ms)
