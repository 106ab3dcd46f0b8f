"""What a forecast looks like from outside; the desk's types are made from these."""

from collections.abc import Mapping
from datetime import date

from typing_extensions import TypedDict


class PastDay(TypedDict):
    """Calls of a day that was, by half-hour from midnight."""

    day: str
    calls: list[float]


class DayView(TypedDict):
    """Calls of a day to come by half-hour; `behind`: the same weekday before, newest first."""

    day: str
    calls: list[float]
    low: list[float]
    high: list[float]
    total: float
    total_low: float
    total_high: float
    behind: list[PastDay]


class UnusualDay(TypedDict):
    """A day that was left out of what is learnt, and by how much it was more than usual."""

    day: str
    by: float


BacktestView = TypedDict(
    "BacktestView",
    {
        "first": str,
        "last": str,
        "days": int,
        "from": str,
        "until": str,
        "calls": float,
        "wape": float,
        "naive": float,
        "four_weeks": float,
        "bias": float,
        "covered": float,
    },
)
"""How far forecasts a day ahead were from what came."""


class HistoryView(TypedDict):
    """How many days are known, and how many of them were brought in a file."""

    first: date | None
    days: int
    brought: int


class ForecastView(TypedDict):
    """The days to come, how well the last ones were foretold, and each figure's formula."""

    days: list[DayView]
    unusual: list[UnusualDay]
    interval_assumed: bool
    backtest: BacktestView | None
    history: HistoryView
    formulas: Mapping[str, str]


class BroughtView(TypedDict):
    days: int
    first: str
    last: str


class ForgottenView(TypedDict):
    days: int
