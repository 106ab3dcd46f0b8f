"""How soon the steering is right again after load or mix has changed by 20 %.

A centre of 15 classes, 8 groups and 300 agents has long run when the step comes. Its rival knows
what comes: the same score with fixed offsets that were tuned beforehand for the time after the step
(policy affine), until no class misses its promise by more than another. Both serve the same
callers. Measured for each quarter of an hour is by how much the worst class misses its promise, as
the steering counts it: the larger of target - level and 2 x (abandonment - cap).
"""

from collections.abc import Sequence
from statistics import fmean

from bench.planning_models import many_tiers
from yingda.planning import Figures, Scenario, run_scenario
from yingda.planning.twin.scenario import Affine
from yingda.routing.core import Policy

QUARTER = 900.0
BEFORE, AFTER = 48, 16  # quarters
STEP = 0.2
POINTS = 0.02
FULL_LOAD = 1.01 / 0.9  # of the model's load: what 300 agents just do with all promises kept
TURNS, GAIN = 25, 6.0
REPLICATIONS = 600

Rates = Sequence[float]


def full_rates(base: Scenario) -> list[float]:
    return [klass.arrivals[0] * FULL_LOAD for klass in base.classes]


def other_mix(rates: Rates) -> list[float]:
    """Return as many calls, a fifth more or fewer of every class by turns."""
    turned = [rate * (1 + STEP if number % 2 else 1 - STEP) for number, rate in enumerate(rates)]
    return [rate * sum(rates) / sum(turned) for rate in turned]


def lasting(base: Scenario, rates: Rates, *, hours: float) -> Scenario:
    """Return the centre with these rates for good."""
    classes = [
        klass.model_copy(update={"arrivals": (rate,)})
        for klass, rate in zip(base.classes, rates, strict=True)
    ]
    run = base.run.model_copy(update={"window": 3600 * hours, "replications": 16})
    return base.model_copy(update={"classes": classes, "run": run})


def stepping(base: Scenario, before: Rates, after: Rates) -> Scenario:
    """Return a day with the step in it, counted by the quarter."""
    data = base.model_dump(exclude_none=True)
    for klass, old, new in zip(data["classes"], before, after, strict=True):
        klass["arrivals"] = [old] * BEFORE + [new] * AFTER
    data["periods"] = {"count": BEFORE + AFTER, "length": QUARTER}
    data["run"] = {"replications": REPLICATIONS}
    return Scenario.model_validate(data)


def fixed(model: Scenario, offsets: Sequence[float]) -> Scenario:
    """Return the centre under the same score with offsets that do not move."""
    classes = [
        klass.model_copy(update={"affine": Affine(offset=offset, slope=1 / klass.target.within)})
        for klass, offset in zip(model.classes, offsets, strict=True)
    ]
    return model.model_copy(update={"classes": classes, "policy": Policy.AFFINE})


def misses(model: Scenario, figures: Figures) -> list[float]:
    """Return by how much each class misses its promise."""
    return [
        max(
            klass.target.share - measures["sl_off"].mean,
            2 * (measures["p_abandon"].mean - klass.abandon_cap),
        )
        for klass in model.classes
        for measures in [figures.classes[klass.name]]
    ]


def tuned(model: Scenario) -> list[float]:
    """Return the offsets of the best fixed setting: the least miss of the worst class found."""
    offsets, best = [0.0] * len(model.classes), (float("inf"), [0.0])
    for turn in range(TURNS):
        found = misses(model, run_scenario(fixed(model, offsets)).total)
        best = min(best, (max(found), offsets))
        gain = GAIN / (1 + turn / 10)
        offsets = [o + gain * (miss - fmean(found)) for o, miss in zip(offsets, found, strict=True)]
    return best[1]


def until_back(behind: Sequence[float]) -> float | str:
    """Return the hours after which it is back for a whole hour at least."""
    for quarter in range(len(behind) - 3):
        if max(behind[quarter : quarter + 4]) <= POINTS:
            return quarter / 4
    return f"more than {(len(behind) - 4) / 4:g}"


def row(what: str, base: Scenario, before: Rates, after: Rates) -> dict[str, object]:
    """Return when the worst class is within two points of the best fixed setting again."""
    offsets = tuned(lasting(base, after, hours=10))
    day = stepping(base, before, after)
    ours, rival = run_scenario(day).periods, run_scenario(fixed(day, offsets)).periods
    behind = [
        max(misses(day, mine)) - max(misses(day, other))
        for mine, other in zip(ours[BEFORE:], rival[BEFORE:], strict=True)
    ]
    return {
        "what": what,
        "hours_until_back": until_back(behind),
        "floor": 2.0,
        "ambition": 1.0,
        "points_behind_by_quarter": " ".join(f"{100 * miss:.1f}" for miss in behind[:8]),
        "fixed_misses_by": " ".join(
            f"{100 * max(misses(day, each)):.1f}" for each in rival[BEFORE : BEFORE + 8]
        ),
    }


def rows() -> list[dict[str, object]]:
    base = many_tiers(hours=10, replications=16)
    full = full_rates(base)
    low = [rate / (1 + STEP) for rate in full]
    return [
        row("load: 20 % more calls", base, low, full),
        row("mix: a fifth more and fewer by turns", base, full, other_mix(full)),
    ]


if __name__ == "__main__":
    for each in rows():
        print(each)
