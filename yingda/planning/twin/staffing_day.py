"""Staffing of a scenario: at once, or period by period and then confirmed as one day.

A period is staffed as if it lasted (stationary, period by period; L. Green, P. Kolesar, 1991). That
errs where a queue is carried over, so the whole day runs with the crews found, and the busiest
period's crew grows until the day keeps every promise too.
"""

from collections.abc import Callable
from typing import Final

from yingda.planning.errors import Infeasible
from yingda.planning.twin.judge import MARGIN, judge
from yingda.planning.twin.kernel import tables as at
from yingda.planning.twin.possible import Mix
from yingda.planning.twin.result import Result
from yingda.planning.twin.run import Stopped, run_scenario
from yingda.planning.twin.scenario import Scenario
from yingda.planning.twin.staffing import (
    FULL_EFFORT,
    Effort,
    Note,
    Staffing,
    StaffSearch,
    sized,
)

WINDOW: Final = 36_000.0
WARMUP: Final = 3_600.0
MENDS: Final = 200


Rates = tuple[float, ...]
Part = Callable[[int, int], None]


def staff_scenario(
    scenario: Scenario,
    *,
    workers: int | None = None,
    effort: Effort = FULL_EFFORT,
    note: Note = lambda _phase, _agents: None,
    part: Part = lambda _done, _total: None,
    is_cancelled: Stopped = lambda: False,
) -> Staffing:
    """Return the smallest staffing found that long runs confirm.

    `part` hears how many of the different crews that a day needs are found.

    Raises:
        Infeasible: naming the class that no allowed staffing serves as promised.
        RunCancelled: asked to stop.
    """

    def search(crew: Scenario) -> Staffing:
        return StaffSearch(
            crew, workers=workers, effort=effort, note=note, is_cancelled=is_cancelled
        ).run()

    if scenario.period_count == 1:
        return search(scenario)
    crews: dict[Rates, Mix] = {}
    different = sorted(set(_rates(scenario)))
    for done, rates in enumerate(different):
        part(done, len(different))
        crews[rates] = _crew(search, scenario, rates)
    part(len(different), len(different))
    day = [crews[rates] for rates in _rates(scenario)]

    def run(crews: list[Mix]) -> Result:
        whole = sized(scenario, effort.confirm, seed_step=1).with_agents(
            list(zip(*crews, strict=True))
        )
        return run_scenario(whole, workers=workers, is_cancelled=is_cancelled)

    return _mended(run, day, note)


def _rates(scenario: Scenario) -> list[Rates]:
    """Return each period's arrivals, a number a class."""
    return [
        tuple(klass.arrivals[period % len(klass.arrivals)] for klass in scenario.classes)
        for period in range(scenario.period_count)
    ]


def _crew(search: Callable[[Scenario], Staffing], scenario: Scenario, rates: Rates) -> Mix:
    """Return the crew that keeps every promise if these rates lasted."""
    if not any(rates):
        return tuple(group.least for group in scenario.groups)
    classes = [
        klass.model_copy(update={"arrivals": (rate,)})
        for klass, rate in zip(scenario.classes, rates, strict=True)
    ]
    groups = [g.model_copy(update={"agents": (max(g.agents),)}) for g in scenario.groups]
    run = scenario.run.model_copy(update={"warmup": WARMUP, "window": WINDOW})
    lasting = {"classes": classes, "groups": groups, "periods": None, "run": run}
    return tuple(crew[0] for crew in search(scenario.model_copy(update=lasting)).crews)


def _mended(run: Callable[[list[Mix]], Result], day: list[Mix], note: Note) -> Staffing:
    """Return the day's crews, larger where the worst promise is missed most, once all is kept."""
    result = run(day)
    for _ in range(MENDS):
        note("confirm the day", sum(map(sum, day)))
        if judge(result).is_kept(MARGIN):
            return Staffing(list(zip(*day, strict=True)), result)
        period, group = _weakest(result)
        day[period] = tuple(size + (g == group) for g, size in enumerate(day[period]))
        result = run(day)
    worst = judge(result).worst
    raise Infeasible(
        f"infeasible because class {worst.klass} needs at least {-worst.slack:.1%} more of"
        f" {worst.measure} over the day",
        cause="day",
        klass=worst.klass,
        measure=worst.measure,
        lacking=-worst.slack,
    )


def _weakest(result: Result) -> tuple[int, int]:
    """Return the period in which the worst class misses most calls, and its first group there."""
    scenario, worst = result.scenario, judge(result).worst
    number = next(k for k, c in enumerate(scenario.classes) if c.name == worst.klass)
    tally = result.books.tally[:, :, number].sum(axis=0)
    missed = tally[:, at.OFFERED] - tally[:, at.HITS]
    able = [
        (group.skills[worst.klass].rank, place)
        for place, group in enumerate(scenario.groups)
        if worst.klass in group.skills
    ]
    return int(missed.argmax()), min(able)[1]
