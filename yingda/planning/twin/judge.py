"""Whether a run keeps every promise: each class's target, cap and tail, and by how much."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from yingda.planning.twin.result import Estimate, Figures, Result
from yingda.planning.twin.scenario import CallClass

MARGIN: Final = 1.5  # half-widths that a promise must be kept by to be believed: about 3 sigma
SOFTNESS: Final = 0.02  # shares this far from the limit weigh e times less


@dataclass(frozen=True)
class Promise:
    """One promise of one class: what it leaves (`slack`, negative if broken), and its interval."""

    klass: str
    measure: str
    slack: float
    half_width: float


@dataclass(frozen=True)
class Verdict:
    """All promises of a run."""

    promises: list[Promise]

    def is_kept(self, margin: float = 0.0) -> bool:
        """Return whether each promise is kept by so many half-widths of its interval."""
        return all(each.slack >= margin * each.half_width for each in self.promises)

    def is_broken(self) -> bool:
        """Return whether a promise is broken beyond its interval."""
        return any(each.slack < -each.half_width for each in self.promises)

    @property
    def worst(self) -> Promise:
        return min(self.promises, key=lambda each: each.slack)

    @property
    def penalty(self) -> float:
        """Return one smooth number, small if all promises have room: what a search walks down."""
        return sum(math.exp(-each.slack / SOFTNESS) for each in self.promises)


def tail_of(klass: CallClass) -> float:
    """Return the largest share of the class that may wait longer than 3 targets."""
    return (1 - klass.target.share) / 2 if klass.tail is None else klass.tail


def judge(result: Result) -> Verdict:
    """Return what is left of each promise in a run."""
    classes = [klass for klass in result.scenario.classes if any(klass.arrivals)]
    return Verdict([p for klass in classes for p in _promises(klass, result.total)])


def _promises(klass: CallClass, figures: Figures) -> Iterator[Promise]:
    measures, target = figures.classes[klass.name], klass.target
    for name, limit, sign in (
        (target.measure, target.share, 1.0),
        ("p_abandon", klass.abandon_cap, -1.0),
        ("p_wait_over_3tau", tail_of(klass), -1.0),
    ):
        found: Estimate = measures[name]
        if not math.isnan(found.mean):
            width = 0.0 if math.isnan(found.half_width) else found.half_width
            yield Promise(klass.name, name, sign * (found.mean - limit), width)
