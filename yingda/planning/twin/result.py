"""What a run found: every figure with its 95 % interval over the replications.

O offered, A answered, B abandoned, tau the target's seconds; a wait of exactly tau is within.

    sl_off = A within tau / O                    asa  = wait of A / A
    sl_net = A within tau / (O - B within tau)   wait = wait of A and B / O
    sl_opt = (A + B within tau) / O              p_wait = not answered at once / O
    sl_srv = A within tau / A                    p_wait_over_3tau = wait > 3 tau / O
    p_abandon = B / O                            occupancy = time at work / time on duty

Ratios are ratios of sums over all replications, never means of ratios; the half-width is Student's
for the linearised ratio (W. G. Cochran, Sampling Techniques, 1977, 6.3).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from scipy.special import stdtrit

from yingda.planning.twin.kernel import tables as at
from yingda.planning.twin.kernel.plan import Floats, Ints
from yingda.planning.twin.scenario import Scenario

CONFIDENCE: Final = 0.95
COUNTS: Final = {"offered": at.OFFERED, "answered": at.ANSWERED, "abandoned": at.ABANDONED}


@dataclass(frozen=True)
class Estimate:
    """A mean and half the width of its interval; NaN where nothing was seen."""

    mean: float
    half_width: float

    def as_json(self) -> dict[str, float | None]:
        return {
            "mean": None if math.isnan(self.mean) else self.mean,
            "half_width": None if math.isnan(self.half_width) else self.half_width,
        }


@dataclass(frozen=True)
class Figures:
    """Measures of each class and of each group, by name."""

    classes: Mapping[str, Mapping[str, Estimate]]
    groups: Mapping[str, Mapping[str, Estimate]]

    def as_json(self) -> dict[str, object]:
        return {
            "classes": measures_as_json(self.classes),
            "groups": measures_as_json(self.groups),
        }


def measures_as_json(
    rows: Mapping[str, Mapping[str, Estimate]],
) -> dict[str, dict[str, dict[str, float | None]]]:
    """Return measures by name as plain values."""
    return {
        name: {key: estimate.as_json() for key, estimate in measures.items()}
        for name, measures in rows.items()
    }


@dataclass(frozen=True)
class Books:
    """Whole-number sums of each replication: [replication, period, class or group, column]."""

    tally: Ints
    work: Ints


@dataclass(frozen=True)
class Result:
    """What a run found, in all and by period."""

    scenario: Scenario
    total: Figures
    periods: list[Figures]
    calls: int
    seconds: float
    books: Books = field(repr=False)

    @property
    def calls_per_second(self) -> float:
        """Return how fast the run was: calls that came, counted or not, a second."""
        return self.calls / self.seconds

    def as_json(self) -> dict[str, object]:
        run = self.scenario.run
        shown: dict[str, object] = {
            "name": self.scenario.name,
            "policy": self.scenario.policy.value,
            "seed": run.seed,
            "replications": run.replications,
            "calls_per_second": self.calls_per_second,
            **self.total.as_json(),
        }
        if self.scenario.periods is not None:
            shown["periods"] = [each.as_json() for each in self.periods]
        return shown


def result_of(scenario: Scenario, books: Books, calls: int, seconds: float) -> Result:
    """Return the figures of all replications together; the run took so many seconds."""
    whole = Books(books.tally.sum(axis=1, keepdims=True), books.work.sum(axis=1, keepdims=True))
    return Result(
        scenario,
        figures(scenario, whole, 0),
        [figures(scenario, books, each) for each in range(books.tally.shape[1])],
        calls,
        seconds,
        books,
    )


def figures(scenario: Scenario, books: Books, period: int) -> Figures:
    """Return the measures of one period."""
    return Figures(
        {
            klass.name: class_measures(books.tally[:, period, number])
            for number, klass in enumerate(scenario.classes)
        },
        {
            group.name: {
                "occupancy": ratio(
                    books.work[:, period, number, at.BUSY], books.work[:, period, number, at.DUTY]
                )
            }
            for number, group in enumerate(scenario.groups)
        },
    )


def class_measures(tally: Ints) -> dict[str, Estimate]:
    """Return the measures of one class from its sums, a row a replication."""
    offered, answered = tally[:, at.OFFERED], tally[:, at.ANSWERED]
    hits, short = tally[:, at.HITS], tally[:, at.SHORT]
    return {
        **{name: ratio(tally[:, column], np.ones_like(offered)) for name, column in COUNTS.items()},
        "sl_off": ratio(hits, offered),
        "sl_net": ratio(hits, offered - short),
        "sl_opt": ratio(hits + short, offered),
        "sl_srv": ratio(hits, answered),
        "asa": ratio(tally[:, at.WAIT_ANSWERED] / 1000, answered),
        "wait": ratio(tally[:, at.WAIT_ALL] / 1000, offered),
        "p_wait": ratio(tally[:, at.WAITED], offered),
        "p_abandon": ratio(tally[:, at.ABANDONED], offered),
        "p_wait_over_3tau": ratio(tally[:, at.LATE], offered),
    }


def ratio(over: Ints | Floats, under: Ints | Floats) -> Estimate:
    """Return sum(over) / sum(under) with its half-width."""
    count, total = len(under), float(under.sum())
    if total == 0:
        return Estimate(math.nan, math.nan)
    mean = float(over.sum()) / total
    if count < 2:
        return Estimate(mean, math.nan)
    misses = over - mean * under
    error = math.sqrt(float((misses * misses).sum()) * count / (count - 1)) / total
    return Estimate(mean, float(stdtrit(count - 1, (1 + CONFIDENCE) / 2)) * error)
