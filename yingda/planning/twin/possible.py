"""Before a staffing search: where it starts, and whether any staffing can keep the promises."""

import math
from typing import Final

import numpy as np
from scipy.optimize import linprog

from yingda.planning.erlang import Demand, Model, staff
from yingda.planning.errors import DemandRefused, Infeasible
from yingda.planning.twin.scenario import CallClass, Scenario
from yingda.planning.twin.scenario_rules import mean

Mix = tuple[int, ...]

PLENTY: Final = 3.0  # times the work, where a group has no limit of its own


def most_of(scenario: Scenario) -> Mix:
    """Return the largest crews that a search looks at."""
    work = sum(load(klass, 1.0) for klass in scenario.classes)
    plenty = math.ceil(PLENTY * work / min(g.speed for g in scenario.groups)) + 20
    return tuple(
        max(plenty if group.most is None else group.most, group.least) for group in scenario.groups
    )


def load(klass: CallClass, speed: float) -> float:
    """Return the class's work in erlangs for agents of a speed."""
    return mean(klass.arrivals) * (klass.service.mean / speed + klass.acw.mean) / 3600


def refuse_impossible(scenario: Scenario) -> None:
    """Refuse promises that no number of agents within the limits keeps.

    Raises:
        Infeasible: naming the class and what it needs.
    """
    for klass in scenario.classes:
        if any(klass.arrivals):
            _refuse_by_words(scenario, klass)
            _refuse_by_work(scenario, klass)


def _refuse_by_words(scenario: Scenario, klass: CallClass) -> None:
    name, target = klass.name, klass.target
    if target.share >= 1:
        raise Infeasible(
            f"infeasible because class {name} needs at least every call answered in time (share"
            " 1): with random arrivals no number of agents is enough; expected a share below 1",
            cause="every-call",
            klass=name,
        )
    if klass.patience is not None and klass.abandon_cap == 0:
        raise Infeasible(
            f"infeasible because class {name} needs at least every caller to stay (cap 0): with"
            " random arrivals somebody hangs up; expected a cap above 0",
            cause="every-caller",
            klass=name,
        )
    opens = min(g.skills[name].after for g in scenario.groups if name in g.skills)
    if opens > target.within and target.share > 0:
        raise Infeasible(
            f"infeasible because class {name} needs at least one group that opens within"
            f" {target.within:g} s; the first opens after {opens:g} s",
            cause="opens-late",
            klass=name,
            within=target.within,
            opens=opens,
        )


def _refuse_by_work(scenario: Scenario, klass: CallClass) -> None:
    """Refuse if the class, alone with all its agents at their limits, already lacks agents."""
    most = most_of(scenario)
    able = [g for g, group in enumerate(scenario.groups) if klass.name in group.skills]
    speed = max(scenario.groups[g].speed for g in able)
    allowed, needed = sum(most[g] for g in able), fewest(klass, speed)
    if needed > allowed:
        names = [scenario.groups[g].name for g in able]
        raise Infeasible(
            f"infeasible because class {klass.name} needs at least {needed} agents with its skill"
            f" ({load(klass, speed):.1f} erlangs), and {', '.join(names)} may have {allowed}",
            cause="too-few",
            klass=klass.name,
            needed=needed,
            allowed=allowed,
            groups=names,
        )


def fewest(klass: CallClass, speed: float) -> int:
    """Return a number of agents below which the class alone cannot keep target or cap.

    Calls that are answered are work: load x (1 - cap). By Erlang too where it applies exactly.
    """
    leaving = klass.abandon_cap if klass.patience is not None else 0.0
    least = math.ceil(load(klass, speed) * (1 - leaving) - 1e-9)
    is_markov = klass.service.dist == "exp" and klass.acw.mean == 0
    if not is_markov or klass.target.measure != "sl_off" or len(set(klass.arrivals)) > 1:
        return max(least, 1)
    return max(least, _by_erlang(klass, speed), 1)


def _by_erlang(klass: CallClass, speed: float) -> int:
    patience = klass.patience
    if patience is not None and patience.dist != "exp":
        return 1
    demand = Demand(
        klass.arrivals[0],
        klass.service.mean / speed,
        None if patience is None else patience.mean,
        klass.target.within,
    )
    try:
        return staff(Model.C if patience is None else Model.A, demand, klass.target.share)
    except DemandRefused:
        return 1


def leanest(scenario: Scenario) -> Mix:
    """Return crews that could just do all the work, by linear programming: where a search starts.

    Variables: each class's share in each group that has the skill, and the groups' sizes.
    """
    classes, groups = scenario.classes, scenario.groups
    pairs = [
        (k, g) for k, c in enumerate(classes) for g, o in enumerate(groups) if c.name in o.skills
    ]
    shares = np.zeros((len(classes), len(pairs) + len(groups)))
    work = np.zeros((len(groups), len(pairs) + len(groups)))
    work[:, len(pairs) :] = -np.eye(len(groups))
    cost = np.concatenate([np.zeros(len(pairs)), np.ones(len(groups))])
    for column, (k, g) in enumerate(pairs):
        shares[k, column] = 1.0
        work[g, column] = load(classes[k], groups[g].speed)
        cost[column] = 1e-3 * groups[g].skills[classes[k].name].rank
    limits: list[tuple[float, float | None]] = [(0.0, None)] * len(pairs)
    limits += [(group.least, most) for group, most in zip(groups, most_of(scenario), strict=True)]
    answer = linprog(
        cost,
        A_ub=work,
        b_ub=np.zeros(len(groups)),
        A_eq=shares,
        b_eq=[float(any(klass.arrivals)) for klass in classes],
        bounds=limits,
    )
    if not answer.success:
        return most_of(scenario)
    return tuple(math.ceil(size - 1e-9) for size in answer.x[len(pairs) :])
