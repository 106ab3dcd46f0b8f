"""The fewest agents that answer a share of calls in time, compiled."""

import math

from yingda.planning.erlang.formulas import System, delayed, erlang_a
from yingda.routing.core import compiled


@compiled
def staff_patient(system: System, share: float) -> int:
    """Return the fewest agents by Erlang C; `system.agents` - `system.spare` is its exact load.

    One pass of B's recursion: each step gives the blocking of one agent more.
    """
    inverse, agents = 1.0, 0
    while True:
        agents += 1
        inverse = 1.0 + inverse * agents / system.load
        spare = system.spare + (agents - system.agents)
        if spare > 0.0:
            tried = System(agents, system.load, spare, math.inf, system.within)
            if delayed(tried, 1.0 / inverse).sl >= share:
                return agents


@compiled
def staff_impatient(system: System, share: float) -> int:
    """Return the fewest agents by Erlang A.

    The level grows with each agent. Its odds, in logarithms, are nearly a line in the number of
    agents: false position between a number that is too few (`short`) and one that is enough.
    """
    goal = math.log(share / (1.0 - share))
    short, below, enough, above = 0, -math.inf, 0, math.inf
    tried, stride = max(round(system.load), 1), max(round(0.3 * math.sqrt(system.load)), 1)
    while enough == 0 or enough - short > 1:
        miss = _log_odds(system, tried) - goal
        if miss >= 0.0:
            enough, above = tried, miss
        else:
            short, below = tried, miss
        if enough == 0 or short == 0:
            tried = tried + stride if enough == 0 else max(tried - stride, 1)
            stride *= 2
            if enough == 1:
                return 1
        else:
            step = (
                (enough - short) * -below / (above - below) if math.isfinite(above - below) else 0.0
            )
            tried = min(max(short + math.ceil(step), short + 1), enough - 1)
    return enough


@compiled
def _log_odds(system: System, agents: int) -> float:
    spare = system.spare + (agents - system.agents)
    level = erlang_a(System(agents, system.load, spare, system.patience, system.within)).sl
    return math.log(level / (1.0 - level)) if level < 1.0 else math.inf


@compiled
def staff_lines(system: System, share: float) -> int:
    """Return the fewest agents or lines that carry a share of calls by Erlang B."""
    inverse, agents = 1.0, 0
    while agents == 0 or 1.0 - 1.0 / inverse < share:
        agents += 1
        inverse = 1.0 + inverse * agents / system.load
    return agents
