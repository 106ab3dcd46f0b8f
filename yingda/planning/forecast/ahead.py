"""The forecast of the next days, and its score on days that are over."""

from math import exp

import numpy as np

from yingda.planning.forecast.errors import HistoryTooShort
from yingda.planning.forecast.interval import LOOK_BACK, Width, try_again, width
from yingda.planning.forecast.model import (
    LEAST_DAYS,
    WEEK,
    Array,
    Expected,
    Flags,
    Forecast,
    History,
    Score,
    Unusual,
    Window,
)
from yingda.planning.forecast.rules import Habits, expect, expected_calls, learn

LATELY = 4 * WEEK
HALF = 0.5
WHOLE = Window()


def forecast(history: History, days: int) -> Forecast:
    """Return what is expected of the `days` days after the history, 1 to 14.

    Raises:
        HistoryTooShort: fewer known days than the forecast needs.
    """
    _ensure_enough(history)
    habits = learn(history)
    means = expect(habits, days)
    calls = expected_calls(habits, means)
    tried = [width(try_again(history, LOOK_BACK, ahead=day + 1)) for day in range(days)]
    shown = []
    for day, wide in enumerate(tried):
        low, high = wide.limits(means[day])
        is_open, total = calls[day] > 0, float(calls[day].sum())
        shown.append(
            Expected(
                day=history.day(history.days + day),
                calls=calls[day],
                low=np.where(is_open, np.minimum(low, calls[day]), 0.0),
                high=np.where(is_open, np.maximum(high, calls[day]), 0.0),
                total=total,
                total_low=total * exp(min(wide.total_low, 0.0)),
                total_high=total * exp(max(wide.total_high, 0.0)),
            )
        )
    return Forecast(shown, _unusual(history, habits), tried[0].is_assumed)


def score(history: History, days: int, window: Window = WHOLE) -> Score | None:
    """Return how far forecasts of the last `days` days were off, each made the evening before.

    Only the half-hours of `window` count. The interval of each day is as wide as days before it
    were off. None where no day with calls can be scored.

    Raises:
        HistoryTooShort: fewer known days than the forecast needs.
    """
    _ensure_enough(history)
    tried = try_again(history, days + LOOK_BACK)
    scored = [at for at, day in enumerate(tried.number) if day >= max(history.days - days, WEEK)]
    numbers = [int(tried.number[at]) for at in scored]
    within = slice(window.begin, window.end)
    came, expected = tried.came[scored, within], tried.expected[scored, within]
    total = float(came.sum())
    if total == 0:
        return None
    inside = [
        _is_inside(history.calls[number], tried.means[at], width(tried.before(number)))
        for at, number in zip(scored, numbers, strict=True)
    ]
    is_open = expected + came > 0
    plain = [(_earlier(history, each, 1), _earlier(history, each, 4)) for each in numbers]
    naive, four = (np.array(each)[:, within] for each in zip(*plain, strict=True))
    return Score(
        first=history.day(numbers[0]),
        last=history.day(numbers[-1]),
        days=len(numbers),
        calls=total,
        wape=float(np.abs(expected - came).sum()) / total,
        naive=float(np.abs(naive - came).sum()) / total,
        four_weeks=float(np.abs(four - came).sum()) / total,
        bias=float((expected - came).sum()) / total,
        covered=float(np.array(inside)[:, within][is_open].mean()),
    )


def _is_inside(came: Array, means: Array, wide: Width) -> Flags:
    low, high = wide.limits(means)
    return (low <= came) & (came <= high)


def _earlier(history: History, number: int, weeks: int) -> Array:
    """Return the mean of the last `weeks` known days of the same weekday; no calls if none was."""
    same = history.calls[number % WEEK : number : WEEK]
    known = same[~np.isnan(same[:, 0])][-weeks:]
    return known.mean(axis=0) if len(known) else np.zeros(history.calls.shape[1])


def _unusual(history: History, habits: Habits) -> list[Unusual]:
    return [
        Unusual(history.day(number), float(np.exp(2 * habits.off[number])))
        for number, ordinary in habits.ordinary.items()
        if ordinary < HALF and number >= history.days - LATELY
    ]


def _ensure_enough(history: History) -> None:
    known = int(history.is_known.sum())
    if known < LEAST_DAYS:
        raise HistoryTooShort(days=known, needed=LEAST_DAYS)
