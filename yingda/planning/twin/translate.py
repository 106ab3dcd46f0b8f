"""From a scenario to flat arrays, and to what routing's core is built from. Seconds become ms."""

import math
from collections.abc import Sequence

import numpy as np

from yingda.planning.twin.kernel import plan as to
from yingda.planning.twin.kernel.plan import Floats, Ints, Plan
from yingda.planning.twin.scenario import (
    CallClass,
    Deterministic,
    Duration,
    Exponential,
    Group,
    Scenario,
)
from yingda.routing.core import NEVER, ClassSpec, CoreSpec, GroupSpec, SkillSpec

HOUR_MS = 3_600_000.0
LONGEST_TAIL_MS = 24 * 3_600_000  # after the window, for counted calls that still wait


def plan_of(scenario: Scenario) -> Plan:
    """Return the arrays that a replication runs on."""
    rates = np.array([_per_period(c.arrivals, scenario) for c in scenario.classes]).T / HOUR_MS
    keep, other = zip(*[_alias(row) for row in rates], strict=True)
    crew = np.array([_per_period(g.agents, scenario) for g in scenario.groups], np.int64).T
    return Plan(
        spans=_spans(scenario),
        rates=rates.sum(axis=1),
        keep=np.array(keep),
        other=np.array(other, dtype=np.int64),
        durations=np.array([_laws(klass) for klass in scenario.classes]),
        within=np.array([_ms(klass.target.within) for klass in scenario.classes], dtype=np.int64),
        speed=np.array([group.speed for group in scenario.groups]),
        crew=np.ascontiguousarray(crew),
        first=np.array([0, *np.cumsum(crew.max(axis=0))], dtype=np.int64),
    )


def core_of(scenario: Scenario, calls: int) -> CoreSpec:
    """Return routing's view of the scenario, with room for so many waiting calls."""
    numbers = {klass.name: number for number, klass in enumerate(scenario.classes)}
    return CoreSpec(
        classes=[_class_spec(klass) for klass in scenario.classes],
        groups=[_group_spec(group, numbers) for group in scenario.groups],
        agents=[g for g, group in enumerate(scenario.groups) for _ in range(max(group.agents))],
        policy=scenario.policy,
        calls=calls,
    )


def _class_spec(klass: CallClass) -> ClassSpec:
    return ClassSpec(
        within=_ms(klass.target.within),
        target=klass.target.share,
        abandon_cap=klass.abandon_cap,
        priority=klass.priority,
        offset=klass.affine.offset,
        slope=klass.affine.slope,
        guard=NEVER if klass.guard is None else _ms(klass.guard),
    )


def _group_spec(group: Group, numbers: dict[str, int]) -> GroupSpec:
    return GroupSpec(
        {
            numbers[name]: SkillSpec(skill.rank, _ms(skill.after), skill.reserve)
            for name, skill in group.skills.items()
        }
    )


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def _per_period(values: Sequence[float], scenario: Scenario) -> Sequence[float]:
    return values if len(values) > 1 else list(values) * scenario.period_count


def _spans(scenario: Scenario) -> Ints:
    spans = np.zeros(to.SPAN_COLUMNS, dtype=np.int64)
    run, periods = scenario.run, scenario.periods
    spans[to.FROM] = _ms(run.warmup)
    if run.window is None:
        spans[to.LENGTH] = _ms(periods.length) if periods else 0
        spans[to.UPTO] = spans[to.LAST] = spans[to.LENGTH] * scenario.period_count
        return spans
    spans[to.UPTO] = _ms(run.warmup + run.window)
    spans[to.LAST] = spans[to.UPTO] + max(_ms(run.window), LONGEST_TAIL_MS)
    spans[to.LENGTH] = _ms(periods.length) if periods else spans[to.LAST]
    return spans


def _laws(klass: CallClass) -> list[list[float]]:
    return [_law(klass.service), _law(klass.acw), _law(klass.patience)]


def _law(duration: Duration | None) -> list[float]:
    """Return kind and parameters in ms; lognormal by mean and variance of the logarithm."""
    if duration is None:
        return [to.ENDLESS, 0.0, 0.0]
    mean = duration.mean * 1000
    if isinstance(duration, Exponential):
        return [to.EXPONENTIAL, mean, 0.0]
    if isinstance(duration, Deterministic) or mean == 0:
        return [to.FIXED, mean, 0.0]
    variance = math.log1p(duration.scv)
    return [to.LOGNORMAL, math.log(mean) - variance / 2, math.sqrt(variance)]


def _alias(weights: Floats) -> tuple[Floats, Ints]:
    """Return A. J. Walker's tables: one uniform number draws a class by its weight."""
    count, total = weights.size, weights.sum()
    left = weights / total * count if total else np.ones(count)
    keep, other = np.ones(count), np.arange(count)
    small = [k for k in range(count) if left[k] < 1]
    large = [k for k in range(count) if left[k] >= 1]
    while small and large:
        poor, rich = small.pop(), large[-1]
        keep[poor], other[poor] = left[poor], rich
        left[rich] -= 1 - left[poor]
        if left[rich] < 1:
            small.append(large.pop())
    return keep, other


def mean_service_ms(klass: CallClass) -> float:
    """Return the class's mean service in ms, at speed 1."""
    return 1000 * klass.service.mean
