"""The forecast as the planner's process is asked for it: JSON in, JSON out."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import numpy as np

from yingda.planning.forecast.ahead import WHOLE, forecast, score
from yingda.planning.forecast.model import SLOTS, WEEK, History
from yingda.planning.forecast.show import forecast_json, score_json

BEHIND: Final = 4


def answer(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return the next `days`, the score of the last `backtest`, and the same weekdays before.

    `calls` has a list of half-hours a day from `first` on, or null where nothing is known.

    Raises:
        HistoryTooShort: fewer known days than the forecast needs.
    """
    unknown = [np.nan] * SLOTS
    calls = np.array([unknown if day is None else day for day in told["calls"]], dtype=float)
    history = History(date.fromisoformat(told["first"]), calls.reshape(-1, SLOTS))
    found = forecast_json(forecast(history, told["days"]))
    for number, day in enumerate(found["days"]):
        day["behind"] = _behind(history, history.days + number)
    scored = score(history, told["backtest"])
    return {**found, "backtest": None if scored is None else score_json(scored, WHOLE)}


def _behind(history: History, number: int) -> list[dict[str, Any]]:
    """Return the last known days of the same weekday, newest first."""
    same = range(number % WEEK, history.days, WEEK)
    known = [each for each in same if history.is_known[each]][-BEHIND:]
    return [
        {"day": str(history.day(each)), "calls": history.calls[each].tolist()}
        for each in reversed(known)
    ]
