"""A run's figures as tables for people."""

import math
from collections.abc import Iterator, Mapping

from rich.box import SIMPLE
from rich.table import Column, Table

from yingda.planning.twin.judge import tail_of
from yingda.planning.twin.result import Estimate, Figures, Result
from yingda.planning.twin.staffing import Staffing

FORMULAS = (
    "in time: sl_off = answered in time ÷ offered, or the measure the target names\n"
    "gone: p_abandon = hung up ÷ offered   late: waited more than 3 targets ÷ offered\n"
    "asa: mean wait of the answered   ±: 95 % interval   all measures: --json"
)


def tables_of(result: Result) -> Iterator[Table]:
    """Yield one table of classes and one of groups, for all periods together."""
    run, scenario = result.scenario.run, result.scenario
    title = f"{scenario.name}: policy {scenario.policy}, {run.replications} × seed {run.seed}"
    yield classes_table(result.total, title, result)
    groups = Table("group", "occupancy %", box=SIMPLE)
    for name, measures in result.total.groups.items():
        groups.add_row(name, percent(measures["occupancy"]))
    yield groups


def classes_table(figures: Figures, title: str, result: Result) -> Table:
    """Return the classes' table; a broken promise is red."""
    heads = ("class", "promise", "offered", "in time %", "gone %", "late %", "asa s")
    columns = [Column(head, no_wrap=True) for head in heads]
    table = Table(*columns, title=title, caption=FORMULAS, box=SIMPLE)
    for klass in result.scenario.classes:
        measures, target = figures.classes[klass.name], klass.target
        level, gone, late = (measures[k] for k in (target.measure, "p_abandon", "p_wait_over_3tau"))
        table.add_row(
            klass.name,
            f"{target.share:.0%} in {target.within:g} s",
            f"{measures['offered'].mean:.0f}",
            coloured(level, is_kept=level.mean >= target.share),
            coloured(gone, is_kept=gone.mean <= klass.abandon_cap),
            coloured(late, is_kept=late.mean <= tail_of(klass)),
            seconds(measures["asa"]),
        )
    return table


def recorded_table(recorded: Mapping[str, Mapping[str, Estimate]], result: Result) -> Table:
    """Return the recorded day beside the replayed one."""
    heads = ("class", "measure", "recorded %", "replayed %")
    table = Table(*heads, title="the day as it was, and replayed", box=SIMPLE)
    for name, measures in recorded.items():
        for key in ("sl_off", "p_abandon", "p_wait_over_3tau"):
            replayed = percent(result.total.classes[name][key])
            table.add_row(name, key, percent(measures[key]), replayed)
    return table


def staff_table(found: Staffing) -> Table:
    """Return the groups' sizes, a column a period."""
    periods = range(len(found.crews[0]))
    heads = [f"period {period + 1}" for period in periods] if len(periods) > 1 else ["agents"]
    table = Table("group", *heads, title="smallest staff found that keeps every class", box=SIMPLE)
    for group, crew in zip(found.result.scenario.groups, found.crews, strict=True):
        table.add_row(group.name, *map(str, crew))
    table.add_row("all", *[str(sum(crew[period] for crew in found.crews)) for period in periods])
    return table


def percent(estimate: Estimate) -> str:
    """Return a share in percent."""
    return _with_width(100 * estimate.mean, 100 * estimate.half_width)


def seconds(estimate: Estimate) -> str:
    """Return seconds as people read them."""
    return _with_width(estimate.mean, estimate.half_width)


def _with_width(mean: float, half_width: float) -> str:
    if math.isnan(mean):
        return "–"
    width = "" if math.isnan(half_width) else f" ±{half_width:.1f}"
    return f"{mean:.1f}{width}"


def coloured(share: Estimate, *, is_kept: bool) -> str:
    """Return the share, green for a kept promise and red for a broken one."""
    return f"[{'green' if is_kept else 'red'}]{percent(share)}[/]"
