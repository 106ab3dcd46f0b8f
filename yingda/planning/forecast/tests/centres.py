"""Centres whose calls are made up: a shape of the day, sizes by weekday, sway from day to day."""

from datetime import date

import numpy as np

from yingda.planning.forecast.model import SLOTS, Array, History

MONDAY = date(2026, 3, 2)
SIZES = np.array([1.2, 1.0, 1.0, 0.95, 1.0, 0.5, 0.4])


def rates(days: int, *, calls_a_day: float = 1500) -> Array:
    """Return calls a half-hour of an even centre from a Monday on, open from 8:00 to 20:00."""
    hour = np.arange(SLOTS) / 2
    shape = np.exp(-((hour - 10.5) ** 2) / 8) + 0.7 * np.exp(-((hour - 15.5) ** 2) / 8)
    shape[(hour < 8) | (hour >= 20)] = 0
    sizes = SIZES[np.arange(days) % 7]
    return np.asarray(calls_a_day * sizes[:, None] * shape / shape.sum())


def even(days: int, *, calls_a_day: float = 1500) -> History:
    """Return a centre in which nothing happens by chance."""
    return History(MONDAY, rates(days, calls_a_day=calls_a_day))


def swaying(days: int, *, seed: int, calls_a_day: float = 1500, sway: float = 0.1) -> History:
    """Return a centre whose level wanders by the day and whose callers come by chance."""
    rng = np.random.default_rng(seed)
    level = np.zeros(days)
    for day in range(1, days):
        level[day] = 0.7 * level[day - 1] + sway * rng.standard_normal()
    told = rates(days, calls_a_day=calls_a_day) * np.exp(level)[:, None]
    return History(MONDAY, rng.poisson(told).astype(float))
