"""A run's figures as tables for people."""

import math
from collections.abc import Iterator

from rich.table import Table

from yingda.planning.twin.result import Estimate, Figures, Result

SHARES = ["sl_off", "sl_net", "p_abandon", "p_wait", "p_wait_over_3tau"]
SECONDS = ["asa", "wait"]
FORMULAS = (
    "sl_off = answered in time ÷ offered   sl_net = answered in time ÷ (offered − gone in time)\n"
    "p_wait_over_3tau = waited more than 3 targets ÷ offered   ± = 95 % interval"
)


def tables_of(result: Result) -> Iterator[Table]:
    """Yield one table of classes and one of groups, for all periods together."""
    run, scenario = result.scenario.run, result.scenario
    title = f"{scenario.name}: policy {scenario.policy}, {run.replications} × seed {run.seed}"
    yield classes_table(result.total, title, result)
    groups = Table("group", "occupancy")
    for name, measures in result.total.groups.items():
        groups.add_row(name, percent(measures["occupancy"]))
    yield groups


def classes_table(figures: Figures, title: str, result: Result) -> Table:
    """Return the classes' table; a broken promise is red."""
    table = Table("class", "promise", "offered", *SHARES, *SECONDS, title=title, caption=FORMULAS)
    for klass in result.scenario.classes:
        measures, target = figures.classes[klass.name], klass.target
        kept = {
            target.measure: measures[target.measure].mean >= target.share,
            "p_abandon": measures["p_abandon"].mean <= klass.abandon_cap,
        }
        table.add_row(
            klass.name,
            f"{target.share:.0%} in {target.within:g} s, ≤ {klass.abandon_cap:.0%} gone",
            f"{measures['offered'].mean:.0f}",
            *[coloured(percent(measures[key]), is_kept=kept.get(key)) for key in SHARES],
            *[seconds(measures[key]) for key in SECONDS],
        )
    return table


def percent(estimate: Estimate) -> str:
    """Return a share as people read it."""
    return _with_width(100 * estimate.mean, 100 * estimate.half_width, "%")


def seconds(estimate: Estimate) -> str:
    """Return seconds as people read them."""
    return _with_width(estimate.mean, estimate.half_width, "s")


def _with_width(mean: float, half_width: float, unit: str) -> str:
    if math.isnan(mean):
        return "–"
    width = "" if math.isnan(half_width) else f" ±{half_width:.1f}"
    return f"{mean:.1f}{width} {unit}"


def coloured(text: str, *, is_kept: bool | None) -> str:
    """Return the text green for a kept promise and red for a broken one."""
    return text if is_kept is None else f"[{'green' if is_kept else 'red'}]{text}[/]"
