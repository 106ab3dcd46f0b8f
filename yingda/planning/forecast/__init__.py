"""Forecast 话务预测: calls of the next days by half-hour, from the calls of past weeks.

`history_of(days)` → `forecast(history, days)` with 80 % intervals, or `score(history, days)` beside
the two plain ways. `read_days` reads a CSV file. Pure, and quick: a day takes about a millisecond.
"""

from yingda.planning.forecast.ahead import forecast, score
from yingda.planning.forecast.model import Forecast, History, Score, Window, history_of
from yingda.planning.forecast.table import read_days

__all__ = ["Forecast", "History", "Score", "Window", "forecast", "history_of", "read_days", "score"]
