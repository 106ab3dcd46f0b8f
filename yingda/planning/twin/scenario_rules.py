"""What a scenario must satisfy as a whole, beyond the kind of each value."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linprog

from yingda.kit.yamlmarks import KeyPath

if TYPE_CHECKING:
    from yingda.planning.twin.scenario import CallClass, Group, Scenario

Mistake = tuple[KeyPath, str]

MAX_AGENTS = 1_000_000


def mistakes(scenario: "Scenario") -> list[Mistake]:
    """Return every (place, what was expected); empty if the scenario means something."""
    found = [
        *_twice("classes", [each.name for each in scenario.classes]),
        *_twice("groups", [each.name for each in scenario.groups]),
        *_lengths(scenario),
        *_unknown_skills(scenario),
        *_spans(scenario),
    ]
    return found or [*_served(scenario), *_amounts(scenario)] or overload(scenario)


def _twice(kind: str, names: Sequence[str]) -> Iterator[Mistake]:
    for place, name in enumerate(names):
        if name in names[:place]:
            yield (kind, place, "name"), f"expected a name of its own, {name!r} is taken"


def _lengths(scenario: "Scenario") -> Iterator[Mistake]:
    rows: list[tuple[KeyPath, int]] = [
        *((("classes", i, "arrivals"), len(c.arrivals)) for i, c in enumerate(scenario.classes)),
        *((("groups", i, "agents"), len(g.agents)) for i, g in enumerate(scenario.groups)),
    ]
    for place, length in rows:
        if length > 1 and scenario.periods is None:
            yield place, "expected one value, because the file has no periods"
        elif length not in {1, scenario.period_count}:
            yield place, f"expected one value a period, {scenario.period_count}, found {length}"


def _unknown_skills(scenario: "Scenario") -> Iterator[Mistake]:
    known = [each.name for each in scenario.classes]
    for place, group in enumerate(scenario.groups):
        for name in group.skills:
            if name not in known:
                yield (
                    ("groups", place, "skills", name),
                    f"expected the name of a class: {', '.join(known)}",
                )


def _spans(scenario: "Scenario") -> Iterator[Mistake]:
    run, periods = scenario.run, scenario.periods
    if run.window is None and periods is None:
        yield ("run", "window"), "missing; expected here, or periods for a day that ends"
    if run.window is None and periods and run.warmup >= periods.count * periods.length:
        yield ("run", "warmup"), "expected less than the day's periods together"


def _served(scenario: "Scenario") -> Iterator[Mistake]:
    """Yield classes that call while nobody has the skill."""
    for place, klass in enumerate(scenario.classes):
        if not any(klass.arrivals):
            continue
        skilled = [group for group in scenario.groups if klass.name in group.skills]
        if not skilled:
            yield (
                ("classes", place, "name"),
                f"expected a group with a skill for {klass.name!r}; nobody could answer it",
            )
        elif not any(heads for group in skilled for heads in group.agents):
            names = ", ".join(group.name for group in skilled)
            yield (
                ("groups", scenario.groups.index(skilled[0]), "agents"),
                f"expected at least 1 agent with the skill for {klass.name!r} (groups: {names})",
            )


def _amounts(scenario: "Scenario") -> Iterator[Mistake]:
    if not any(rate for klass in scenario.classes for rate in klass.arrivals):
        yield ("classes",), "expected at least one class with arrivals above 0"
    if sum(max(group.agents) for group in scenario.groups) > MAX_AGENTS:
        yield ("groups",), f"expected at most {MAX_AGENTS} agents together"
    for place, klass in enumerate(scenario.classes):
        if klass.service.mean == 0:
            yield ("classes", place, "service", "mean"), "expected more than 0"
        if klass.patience is not None and klass.patience.mean == 0:
            yield ("classes", place, "patience", "mean"), "expected more than 0"


def overload(scenario: "Scenario") -> list[Mistake]:
    """Return which calls that never hang up would wait ever longer; a day that ends has none."""
    if scenario.run.window is None:
        return []
    staying = [c for c in scenario.classes if c.patience is None and any(c.arrivals)]
    needed = peak_load(staying, scenario.groups) if staying else 0.0
    if needed < 1 - 1e-9:
        return []
    names = ", ".join(klass.name for klass in staying)
    first = scenario.classes.index(staying[0])
    said = (
        f"expected less work than the agents can do: {names} never hang up and need"
        f" {needed:.3g} times the agents who have their skills (add agents or patience)"
    )
    return [(("classes", first, "arrivals"), said)]


def peak_load(classes: "Sequence[CallClass]", groups: "Sequence[Group]") -> float:
    """Return the least possible load of the busiest group, by linear programming.

    Variables: erlangs of each class in each group that has the skill, and the load itself.
    """
    pairs = [
        (k, g)
        for k, c in enumerate(classes)
        for g, each in enumerate(groups)
        if c.name in each.skills
    ]
    shares = np.zeros((len(classes), len(pairs) + 1))
    loads = np.zeros((len(groups), len(pairs) + 1))
    loads[:, -1] = [-mean(group.agents) for group in groups]
    for column, (k, g) in enumerate(pairs):
        klass = classes[k]
        hours = (klass.service.mean / groups[g].speed + klass.acw.mean) / 3600
        shares[k, column] = 1.0
        loads[g, column] = mean(klass.arrivals) * hours
    answer = linprog(
        np.eye(len(pairs) + 1)[-1],
        A_ub=loads,
        b_ub=np.zeros(len(groups)),
        A_eq=shares,
        b_eq=np.ones(len(classes)),
    )
    return float(answer.fun) if answer.success else float("inf")


def mean(values: Sequence[float]) -> float:
    """Return the mean over the periods."""
    return sum(values) / len(values)
