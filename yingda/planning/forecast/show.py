"""Forecasts and scores as JSON and as tables."""

from collections.abc import Sequence
from typing import Any, Final

from rich.table import Table

from yingda.planning.forecast.model import SLOTS, Array, Expected, Forecast, Score, Window

FORMULAS: Final = {
    "wape": "Σ|expected − came| ÷ Σ came",
    "naive": "wape of: as many as a week ago",
    "four_weeks": "wape of: mean of the last four same weekdays",
    "bias": "Σ(expected − came) ÷ Σ came",
    "covered": "share of open half-hours inside the interval, which is made for 80 %",
}
FEW: Final = 3
"""Days up to which the table has room for intervals."""


def clock_of(slot: int) -> str:
    """Return when a half-hour begins; 48 is the end of the day."""
    return f"{slot // 2:02}:{slot % 2 * 30:02}"


def forecast_json(found: Forecast) -> dict[str, Any]:
    """Return calls a half-hour, from midnight; `total` of the whole day."""
    return {
        "days": [_day(each) for each in found.days],
        "unusual": [{"day": str(each.day), "by": round(each.by, 2)} for each in found.unusual],
        "interval_assumed": found.is_assumed,
    }


def score_json(found: Score, window: Window) -> dict[str, Any]:
    return {
        "first": str(found.first),
        "last": str(found.last),
        "days": found.days,
        "from": clock_of(window.begin),
        "until": clock_of(window.end),
        "calls": round(found.calls, 1),
        **{name: round(getattr(found, name), 4) for name in FORMULAS},
    }


def forecast_table(days: Sequence[Expected]) -> Table:
    """Return a column a day, a row each half-hour that is open on any of them."""
    table = Table(title="Calls expected by half-hour", title_justify="left")
    table.add_column("")
    for each in days:
        table.add_column(f"{each.day:%a %m-%d}", justify="right")
    is_wide = len(days) <= FEW
    for slot in range(SLOTS):
        if any(each.calls[slot] > 0 for each in days):
            cells = [_cell(e.calls[slot], e.low[slot], e.high[slot], is_wide) for e in days]
            table.add_row(clock_of(slot), *cells)
    table.add_section()
    table.add_row("day", *(_cell(e.total, e.total_low, e.total_high, is_wide) for e in days))
    if is_wide:
        table.caption = "in brackets: eight of ten should fall between"
    return table


def score_table(found: Score, window: Window) -> Table:
    hours = f"{clock_of(window.begin)} to {clock_of(window.end)}"
    title = f"{found.days} days, {found.first} to {found.last}, {hours}, each a day ahead"
    table = Table(title=title, title_justify="left", show_header=False)
    for name, formula in FORMULAS.items():
        table.add_row(name, f"{getattr(found, name):.4f}", formula)
    return table


def _cell(calls: float, low: float, high: float, is_wide: bool) -> str:  # noqa: FBT001 -- one of two
    return f"{calls:.1f} ({low:.0f}–{high:.0f})" if is_wide else f"{calls:.1f}"


def _day(each: Expected) -> dict[str, Any]:
    return {
        "day": str(each.day),
        "calls": _rounded(each.calls),
        "low": _rounded(each.low),
        "high": _rounded(each.high),
        "total": round(each.total, 1),
        "total_low": round(each.total_low, 1),
        "total_high": round(each.total_high, 1),
    }


def _rounded(calls: Array) -> list[float]:
    return [round(float(each), 2) for each in calls]
