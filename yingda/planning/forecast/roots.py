"""Between calls and their roots, where chance is as large in quiet half-hours as in busy ones."""

from typing import Final

import numpy as np

from yingda.planning.forecast.model import Array

SHIFT: Final = 3 / 8
CHANCE: Final = 0.25
"""Variance of the root of a Poisson number (Anscombe 1948)."""
_BUSY: Final = 30.0


def roots(calls: Array) -> Array:
    """Return √(calls + 3/8); NaN stays."""
    return np.asarray(np.sqrt(calls + SHIFT))


def calls_of(means: Array) -> Array:
    """Return the rate whose Poisson numbers have these mean roots; 0 for what is below any."""
    busy = np.maximum(means, 0) ** 2 - SHIFT + CHANCE
    return np.where(busy > _BUSY, busy, np.interp(means, _MEANS, _RATES))


def edge_of(limits: Array) -> Array:
    """Return the calls at these roots: limits are no means, so chance moves nothing."""
    return np.maximum(np.maximum(limits, 0) ** 2 - SHIFT, 0.0)


def _table() -> tuple[Array, Array]:
    """Return rates and the mean roots of their numbers, from the series of the Poisson law."""
    rates = np.linspace(0, 2 * _BUSY, 1201)
    chance = np.exp(-rates)
    means = np.zeros_like(rates)
    for number in range(200):
        means += chance * np.sqrt(number + SHIFT)
        chance = chance * rates / (number + 1)
    return rates, means


_RATES, _MEANS = _table()
