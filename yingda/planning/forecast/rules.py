"""From past days to the habits of a centre, and from habits to the days to come.

All in roots of calls (`roots`), so that busy and quiet half-hours weigh alike. A day is its
weekday's *size*, grown as the centre grows, × the *level* of the latest days × its weekday's
*shape*, plus the *drift*: how the latest days were shaped otherwise. Constants were set on other
days than those of the yard-stick.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from yingda.planning.forecast.model import SLOTS, WEEK, Array, Flags, History, Numbers
from yingda.planning.forecast.roots import CHANCE, calls_of, roots
from yingda.planning.forecast.shapes import NEAR, WIDE, borrowed, drifted, own_shapes, smoothed

LONGEST: Final = 52 * WEEK
FADE_WEEK: Final = 0.95
"""What a day weighs in size and shape against one a week later."""
FADE_LEVEL: Final = 0.3
FADE_DRIFT: Final = 0.8
"""The same against one a day later."""
FADE_AHEAD: Final = 0.8
"""What is left of level and drift with each further day ahead."""
DOUBT: Final = 0.3
"""Days of no change that the level begins from, besides those that chance asks for."""
LEVEL_MOVES: Final = 0.01
"""Variance of the level, a log: what chance is held against."""
STRANGE: Final = 1.5
"""Deviations from which a day loses weight; at twice as many it has none."""
DOUBT_GROWTH: Final = 2.5e5
"""Squared days: half a year of them outweighs it by two, six weeks are nothing beside it."""
PASSES: Final = 2
LEAST_CUT: Final = 0.1
NEVER: Final = 8
"""A half-hour without a call on so many days of a weekday is closed on it."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What a centre does, by weekday counted from the first day, and how its days were lately."""

    days: int
    size: Array
    growth: float
    level: float
    shape: Array
    drift: Array
    is_closed: Flags
    off: Mapping[int, float]
    """By number of a known day: log of its size against its weekday's."""
    ordinary: Mapping[int, float]
    """By number of a known day: 1 like its weekday, 0 not at all."""


def learn(history: History) -> Habits:
    """Return the habits after all days of the history; a weekday never seen is closed."""
    number: Numbers = np.arange(history.days, dtype=np.int64)[-LONGEST:]
    number = number[history.is_known[-LONGEST:]]
    weekday, calls = number % WEEK, history.calls[number]
    seen = roots(calls)
    log_size = np.log(seen.sum(axis=1))
    age = history.days - 1 - number
    fading = FADE_WEEK ** (age / WEEK)

    growth, ordinary = 0.0, np.ones(len(number))
    for _ in range(PASSES):
        today = log_size + growth * age
        middle = _medians(weekday, today, fading)
        ordinary = _ordinary(today - middle[weekday])
        growth = _growth(log_size, age, weekday, ordinary)
    weight = fading * (ordinary + 1e-6)
    today = log_size + growth * age
    log_usual = _means(weekday, today, weight)
    size, off = np.exp(log_usual), today - log_usual[weekday]
    load = _means(weekday, calls.sum(axis=1), weight)

    usual = float(np.nanmedian(size))
    loud = FADE_LEVEL**age * ordinary * (load / max(np.nanmax(load), 1.0))[weekday]
    doubt = DOUBT + SLOTS * CHANCE / usual**2 / LEVEL_MOVES
    shares = seen / np.exp(log_size)[:, None]
    is_closed = _closed(calls, weekday, ordinary)
    own, kin = own_shapes(shares, weekday, weight, usual)
    mixed = borrowed(own, kin * np.bincount(weekday, weight, WEEK), ~is_closed)
    shape = smoothed(mixed, ~is_closed, NEAR)
    lately = FADE_DRIFT**age * ordinary * kin[:, weekday]
    drift = smoothed(drifted(shares - shape[weekday], lately, usual), ~is_closed, WIDE)
    return Habits(
        days=history.days,
        size=size,
        growth=growth,
        level=float(loud @ off / (doubt + loud.sum())),
        shape=shape,
        drift=drift,
        is_closed=is_closed,
        off=dict(zip(number.tolist(), off.tolist(), strict=True)),
        ordinary=dict(zip(number.tolist(), ordinary.tolist(), strict=True)),
    )


def expect(habits: Habits, ahead: int) -> Array:
    """Return the mean roots of the next days, a row a day; those of no calls where closed."""
    day = np.arange(ahead)
    weekday = (habits.days + day) % WEEK
    left = (FADE_AHEAD**day)[:, None]
    day_size = np.nan_to_num(habits.size)[weekday][:, None] * np.exp(
        habits.level * left + habits.growth * (day + 1)[:, None]
    )
    found = day_size * (habits.shape[weekday] + habits.drift[weekday] * left)
    none = roots(np.zeros(1))[0]
    return np.asarray(np.where(habits.is_closed[weekday], none, np.maximum(found, none)))


def expected_calls(habits: Habits, means: Array) -> Array:
    """Return the calls of the next days; exactly none where the centre is closed."""
    weekday = (habits.days + np.arange(len(means))) % WEEK
    return np.asarray(np.where(habits.is_closed[weekday], 0.0, calls_of(means)))


def _growth(log_size: Array, age: Numbers, weekday: Numbers, ordinary: Array) -> float:
    """Return how much a day's log size grows by the day: the slope, held against none at all."""
    weight = ordinary + 1e-6
    ages = age - _means(weekday, age.astype(float), weight)[weekday]
    sizes = log_size - _means(weekday, log_size, weight)[weekday]
    return float(-(weight * ages) @ sizes / ((weight * ages) @ ages + DOUBT_GROWTH))


def _ordinary(off: Array) -> Array:
    cut = max(LEAST_CUT, STRANGE * 1.4826 * float(np.median(np.abs(off))))
    return np.asarray(np.clip(2 - np.abs(off) / cut, 0, 1))


def _closed(calls: Array, weekday: Numbers, ordinary: Array) -> Flags:
    """Return where no call came on the last ordinary days of a weekday, of all if none was."""
    closed = np.ones((WEEK, SLOTS), dtype=bool)
    for each in range(WEEK):
        days = calls[(weekday == each) & (ordinary > 0)][-NEVER:]
        closed[each] = (days == 0).all(axis=0)
    return closed


def _means(weekday: Numbers, values: Array, weights: Array) -> Array:
    """Return the weighted mean of each weekday's days; NaN where there is none."""
    known = np.bincount(weekday, weights, WEEK)
    known[known == 0] = np.nan
    return np.asarray(np.bincount(weekday, weights * values, WEEK) / known)


def _medians(weekday: Numbers, values: Array, weights: Array) -> Array:
    """Return the weighted median of each weekday's days; NaN where there is none."""
    found = np.full(WEEK, np.nan)
    order = np.argsort(values)
    for each in range(WEEK):
        days = order[weekday[order] == each]
        if len(days):
            reached = np.cumsum(weights[days])
            found[each] = values[days[np.searchsorted(reached, reached[-1] / 2)]]
    return found
