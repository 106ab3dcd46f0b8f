"""Benches that are plain functions returning rows, shown and kept like the others."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bench import (
    planning_erlang,
    planning_forecast,
    planning_nine,
    planning_rivals,
    planning_staff,
    planning_step,
    planning_twin,
    results,
    routing_core,
    routing_kill,
    routing_live,
    routing_trace,
    routing_wait,
)

Row = Mapping[str, object]

BENCHES: Final[Mapping[str, tuple[str, Callable[[], Sequence[Row]]]]] = {
    "routing-core": ("Decisions, and how their cost grows", routing_core.rows),
    "routing-live": ("Event in → journalled assignment out, real PostgreSQL", routing_live.rows),
    "routing-trace": ("Decided alike: compiled, plain, replayed", routing_trace.rows),
    "routing-wait": ("Estimated wait against what came", routing_wait.rows),
    "twin": ("The twin beside SimPy and Ciw", planning_twin.rows),
    "twin-nine": ("The twin against independent simulators, nine centres", planning_nine.rows),
    "step": ("After a step of 20 % in load or mix", planning_step.rows),
    "erlang": ("Erlang against independent tables", planning_erlang.rows),
    "forecast": ("Calls of the next day, forecast by half-hour", planning_forecast.rows),
    "staffing-rivals": ("Agents saved against strict priority", planning_rivals.rows),
    "staffing": ("Erlang and the staffing search", planning_staff.rows),
}


SOAKS: Final[Mapping[str, tuple[str, Callable[[], Sequence[Row]]]]] = {
    "routing-kill": ("A million acts under repeated kill -9", routing_kill.rows),
}
"""Only run when named: they take many minutes."""


def report(name: str) -> results.Report:
    """Run the bench and return its report; every row becomes a row of `column value` pairs."""
    title, measure = {**BENCHES, **SOAKS}[name]
    rows = measure()
    told = [_cells(row) for row in rows]
    width = max((len(row) for row in told), default=1)
    return results.Report(
        name=name,
        title=title,
        columns=["what", *[""] * (width - 1)],
        rows=[row + [""] * (width - len(row)) for row in told],
        data={"rows": [dict(row) for row in rows]},
    )


def _cells(row: Row) -> list[str]:
    """Return what the row is about, its first value, then each figure with its name."""
    (_, about), *figures = row.items()
    return [str(about), *(f"{name} {value}" for name, value in figures)]
