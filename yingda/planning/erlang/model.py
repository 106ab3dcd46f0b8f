"""Erlang models in the planner's units: calls an hour, seconds, agents."""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from yingda.planning.erlang import formulas, staffing
from yingda.planning.erlang.formulas import Measures, System
from yingda.planning.errors import DemandRefused

MAX_AGENTS: Final = 1_000_000
MAX_QUEUE: Final = 10_000_000
DEFAULT_WITHIN: Final = 20.0


class Model(StrEnum):
    """Who waits: nobody (B), everybody as long as it takes (C), each with patience (A)."""

    B = "b"
    C = "c"
    A = "a"


@dataclass(frozen=True)
class Demand:
    """`rate` calls an hour of `aht` seconds; promise: answered `within` seconds.

    `patience` is the mean time in seconds until a waiting caller hangs up; none if they never do.
    """

    rate: float
    aht: float
    patience: float | None = None
    within: float = DEFAULT_WITHIN

    @property
    def load(self) -> float:
        """Return the offered load in erlangs."""
        return self.rate * self.aht / 3600


def evaluate(model: Model, agents: int, demand: Demand) -> Measures:
    """Return what `agents` do for the demand; times in seconds.

    Raises:
        DemandRefused: a number that means nothing, or a load that the model cannot carry.
    """
    _check(demand)
    if not 1 <= agents <= MAX_AGENTS:
        raise DemandRefused(f"agents: expected 1 to {MAX_AGENTS}, found {agents}")
    if demand.rate == 0:
        return Measures(0.0, 0.0, 1.0, 0.0, 0.0, 0.0)
    system = _system(model, agents, demand)
    if model is Model.B:
        return formulas.erlang_b(system)
    if model is Model.C:
        if system.spare <= 0:
            raise DemandRefused(
                f"{demand.load:g} erlangs need more than {agents} agents:"
                " without abandonment the queue would grow for ever"
            )
        return _in_seconds(formulas.erlang_c(system), demand)
    return _in_seconds(formulas.erlang_a(system), demand)


def staff(model: Model, demand: Demand, target: float) -> int:
    """Return the fewest agents that answer the share `target` of offered calls in time.

    Under Erlang B: the fewest lines that carry this share.

    Raises:
        DemandRefused: a number that means nothing, or a target that nobody can keep.
    """
    _check(demand)
    if not 0 < target < 1:
        raise DemandRefused(
            f"target: expected a share above 0 and below 1, found {target:g}"
            " (with random arrivals no number of agents reaches 1)"
        )
    if demand.rate == 0:
        return 1
    system = _system(model, 1, demand)
    if model is Model.B:
        return staffing.staff_lines(system, target)
    if model is Model.C:
        return staffing.staff_patient(system, target)
    return staffing.staff_impatient(system, target)


def _check(demand: Demand) -> None:
    for name, value, least in (
        ("rate", demand.rate, 0.0),
        ("aht", demand.aht, 1e-3),
        ("patience", math.inf if demand.patience is None else demand.patience, 1e-3),
        ("within", demand.within, 0.0),
    ):
        if not value >= least or (math.isinf(value) and name != "patience"):
            raise DemandRefused(f"{name}: expected {least:g} or more, found {value:g}")
    if demand.load > MAX_AGENTS:
        raise DemandRefused(
            f"rate x aht: expected at most {MAX_AGENTS} erlangs, found {demand.load:g}"
        )


def _system(model: Model, agents: int, demand: Demand) -> System:
    load, spare = formulas.load_and_spare(float(demand.rate), float(demand.aht), float(agents))
    within = demand.within / demand.aht
    if model is not Model.A:
        return System(agents, load, spare, math.inf, within)
    if demand.patience is None or math.isinf(demand.patience):
        raise DemandRefused("patience: expected for Erlang A, in seconds (Erlang C is without)")
    patience = demand.patience / demand.aht
    if -spare * patience > MAX_QUEUE or load * patience > MAX_QUEUE**2:
        raise DemandRefused(
            f"patience: so long that the queue would hold more than {MAX_QUEUE} callers"
        )
    return System(agents, load, spare, patience, within)


def _in_seconds(measures: Measures, demand: Demand) -> Measures:
    return measures._replace(asa=measures.asa * demand.aht)
