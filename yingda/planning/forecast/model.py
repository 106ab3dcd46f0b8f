"""What is known of past days, and what is expected of the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

SLOTS: Final = 48
"""Half-hours of a day, from midnight."""
WEEK: Final = 7
LONGEST_AHEAD: Final = 14
LEAST_DAYS: Final = 21
"""Known days before anything is expected: three of each weekday."""
SHARE: Final = 0.8
"""Share of half-hours, and of days, that should fall inside the interval."""

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class History:
    """Calls by day and half-hour, without gaps from `first` on; NaN all day: nothing is known."""

    first: date
    calls: Array

    @property
    def days(self) -> int:
        return len(self.calls)

    @property
    def next_day(self) -> date:
        return self.first + timedelta(days=self.days)

    @property
    def is_known(self) -> Flags:
        """Whether a day is known, by day."""
        return ~np.isnan(self.calls[:, 0])

    def until(self, days: int) -> "History":
        """Return what was known after the first `days` days."""
        return History(self.first, self.calls[:days])

    def day(self, number: int) -> date:
        return self.first + timedelta(days=number)


def history_of(days: Mapping[date, Sequence[float]], until: date | None = None) -> History:
    """Return the history of these days; other days up to `until` are not known."""
    first, last = min(days), until or max(days)
    calls = np.full(((last - first).days + 1, SLOTS), np.nan)
    for day, counts in days.items():
        if day <= last:
            calls[(day - first).days] = counts
    return History(first, calls)


@dataclass(frozen=True, slots=True)
class Unusual:
    """A day unlike its weekday; `by` is its calls against what the weekday had, 1 = as many."""

    day: date
    by: float


@dataclass(frozen=True, slots=True)
class Expected:
    """A day to come: calls by half-hour with their interval, and the same of the whole day."""

    day: date
    calls: Array
    low: Array
    high: Array
    total: float
    total_low: float
    total_high: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """The next days, in order. `is_assumed`: too few days to measure how wide an interval is."""

    days: Sequence[Expected]
    unusual: Sequence[Unusual]
    is_assumed: bool


@dataclass(frozen=True, slots=True)
class Window:
    """Which half-hours count: from `begin` until before `end`."""

    begin: int = 0
    end: int = SLOTS


@dataclass(frozen=True, slots=True)
class Score:
    """How far day-ahead forecasts were from what came.

    `wape` = Σ|expected − came| ÷ Σ came, `naive` and `four_weeks` the same for the two plain ways,
    `bias` = Σ(expected − came) ÷ Σ came, `covered` the share of half-hours inside the interval.
    """

    first: date
    last: date
    days: int
    calls: float
    wape: float
    naive: float
    four_weeks: float
    bias: float
    covered: float
