"""How far past forecasts were off, and so how wide the interval of the next ones is."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from yingda.planning.forecast.model import LEAST_DAYS, SHARE, SLOTS, Array, History
from yingda.planning.forecast.roots import CHANCE, edge_of, roots
from yingda.planning.forecast.rules import expect, expected_calls, learn

LOOK_BACK: Final = 42
"""Days whose forecasts are made again to see how far they were off."""
ENOUGH: Final = 14
"""Days below which the width is assumed."""
ASSUMED_SWAY: Final = 0.12
_TAILS: Final = ((1 - SHARE) / 2, (1 + SHARE) / 2)
NORMAL: Final = 1.2815515655446004
"""Deviations that hold 80 % of a normal law."""
ASSUMED_TOTAL: Final = 0.25
_HALF: Final = 0.6744897501960817**2
"""Median of a squared standard normal number."""


@dataclass(frozen=True, slots=True)
class Tried:
    """Forecasts made again, a row a day: its number, mean roots and calls expected, what came."""

    number: Array
    means: Array
    expected: Array
    came: Array

    def before(self, day: int) -> "Tried":
        """Return the last of those that were over before a day."""
        at = np.flatnonzero(self.number < day)[-LOOK_BACK:]
        return Tried(self.number[at], self.means[at], self.expected[at], self.came[at])


@dataclass(frozen=True, slots=True)
class Width:
    """Deviation of a root is √(¼ + (sway·root)²); `low` and `high` deviations hold the share.

    The same of the whole day: logs of what came over what was expected.
    """

    sway: float
    low: float
    high: float
    total_low: float
    total_high: float
    is_assumed: bool = True

    def limits(self, means: Array) -> tuple[Array, Array]:
        """Return the calls between which the share of half-hours lies."""
        deviation = np.sqrt(CHANCE + (self.sway * means) ** 2)
        return edge_of(means + self.low * deviation), edge_of(means + self.high * deviation)


ASSUMED: Final = Width(ASSUMED_SWAY, -NORMAL, NORMAL, -ASSUMED_TOTAL, ASSUMED_TOTAL)


def try_again(history: History, days: int, *, ahead: int = 1) -> Tried:
    """Return forecasts of the last `days` days, each from what was known `ahead` days before.

    Days that are not known, or had too few before them, are left out.
    """
    known = history.is_known
    enough = np.cumsum(known) >= LEAST_DAYS
    numbers = [
        number
        for number in range(max(history.days - days, ahead), history.days)
        if known[number] and enough[number - ahead]
    ]
    means, expected = np.empty((len(numbers), SLOTS)), np.empty((len(numbers), SLOTS))
    for at, number in enumerate(numbers):
        habits = learn(history.until(number - ahead + 1))
        roots_ahead = expect(habits, ahead)
        means[at], expected[at] = roots_ahead[-1], expected_calls(habits, roots_ahead)[-1]
    return Tried(np.array(numbers, dtype=float), means, expected, history.calls[numbers])


def width(tried: Tried) -> Width:
    """Return how wide the interval was; assumed where too little was tried."""
    if len(tried.came) < ENOUGH:
        return ASSUMED
    is_open = tried.expected > 0
    if not is_open.any():
        return ASSUMED
    off, means = (roots(tried.came) - tried.means)[is_open], tried.means[is_open]
    beyond = float(np.median(off**2)) / _HALF - CHANCE
    sway = np.sqrt(max(beyond, 0) / np.median(means**2))
    low, high = np.quantile(off / np.sqrt(CHANCE + (sway * means) ** 2), _TAILS)
    totals = np.log((tried.came.sum(axis=1) + 1) / (tried.expected.sum(axis=1) + 1))
    total_low, total_high = np.quantile(totals, _TAILS)
    return Width(float(sway), low, high, float(total_low), float(total_high), is_assumed=False)
