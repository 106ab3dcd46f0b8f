"""The three Erlang models in closed form, compiled, each as one row of measures.

Times are in units of one service time, loads in erlangs. Every sum has positive terms only, so
nothing cancels: relative errors stay near 1e-13 for 10,000 agents, also where a share is 1e-200.

Sources: A. K. Erlang (1917) and R. B. Cooper, Introduction to Queueing Theory (1981), chapter 3,
for B and C; C. Palm (1957), O. Garnett, A. Mandelbaum, M. Reiman, "Designing a call center with
impatient customers" (2002), and A. Mandelbaum, S. Zeltyn, "Service engineering in action: the
Palm/Erlang-A queue" (2007), for A.
"""

import math
from typing import NamedTuple

from yingda.planning.erlang.waiting import Wait, answered_after_waiting
from yingda.routing.core import compiled

NEGLIGIBLE = 1e-19
LARGE = 1e250


class System(NamedTuple):
    """What is offered to whom; `spare` is agents - load, apart because it may be known better."""

    agents: int
    load: float
    spare: float
    patience: float
    within: float


class Measures(NamedTuple):
    """Shares of all offered calls; `asa` is the mean wait of the answered."""

    p_wait: float
    p_abandon: float
    sl: float
    asa: float
    occupancy: float
    p_block: float


class Chain(NamedTuple):
    """Sums over the states of Palm's chain, up to one factor.

    Weights of: an idle agent, all busy and nobody waits, somebody waits; and weighted sums of the
    working agents and the waiting calls.
    """

    idle: float
    full: float
    queued: float
    working: float
    waiting: float


@compiled
def load_and_spare(rate: float, aht: float, agents: float) -> tuple[float, float]:
    """Return (load, agents - load) of `rate` calls an hour of `aht` seconds.

    agents - load comes from the exact product (T. J. Dekker, 1971): near saturation all of
    Erlang C hangs on it.
    """
    product = rate * aht
    rate_top, aht_top = _top_half(rate), _top_half(aht)
    rate_rest, aht_rest = rate - rate_top, aht - aht_top
    lost = ((rate_top * aht_top - product) + rate_top * aht_rest) + rate_rest * aht_top
    return product / 3600.0, ((3600.0 * agents - product) - (lost + rate_rest * aht_rest)) / 3600.0


@compiled
def _top_half(number: float) -> float:
    widened = 134217729.0 * number  # 2**27 + 1
    return widened - (widened - number)


@compiled
def blocking(agents: int, load: float) -> float:
    """Return Erlang B, the share of calls that find all agents busy.

    By its inverse, 1/B(n) = 1 + n/a · 1/B(n-1) with B(0) = 1 (Cooper, 3.3).
    """
    inverse = 1.0
    for agent in range(1, agents + 1):
        inverse = 1.0 + inverse * agent / load
    return 1.0 / inverse


@compiled
def erlang_b(system: System) -> Measures:
    """Return the measures of a centre where a call that finds no agent is lost (M/M/n/n).

    1 - B(n) = n/a · B(n)/B(n-1): B's recursion turned, so that small shares served stay exact.
    """
    before = system.agents / (system.load * blocking(system.agents - 1, system.load))
    served, lost = (
        (before / (1.0 + before), 1.0 / (1.0 + before)) if before < math.inf else (1.0, 0.0)
    )
    return Measures(0.0, 0.0, served, 0.0, system.load * served / system.agents, lost)


@compiled
def erlang_c(system: System) -> Measures:
    """Return the measures of a centre where every call waits its turn (M/M/n); load < agents."""
    return delayed(system, blocking(system.agents, system.load))


@compiled
def delayed(system: System, lost: float) -> Measures:
    """Return Erlang C's measures from Erlang B's share `lost` of the same centre.

    C = nB / (n - a + aB); P(wait > t) = C e^-(n - a)t (Cooper, 3.4).
    """
    bottom = system.spare + system.load * lost
    waits = system.agents * lost / bottom
    at_once = system.spare * (1.0 - lost) / bottom
    level = at_once - waits * math.expm1(-system.spare * system.within)
    occupancy = system.load / system.agents
    return Measures(waits, 0.0, level, waits / system.spare, occupancy, 0.0)


@compiled
def erlang_a(system: System) -> Measures:
    """Return the measures of a centre whose waiting callers hang up (M/M/n+M).

    Palm's birth-and-death chain: up by a, down by min(k, n) + (k - n)+ / patience. A caller finds
    its states as they are in time (arrivals are Poisson); calls leave the queue to an agent at n
    times the weight of the states with a queue.
    """
    chain = _chain(system)
    total = chain.idle + chain.full + chain.queued
    at_once = chain.idle / total
    later = system.agents * chain.queued / (system.load * total)
    wait = answered_after_waiting(
        Wait(
            system.load * system.patience,
            system.agents * system.patience,
            system.spare * system.patience,
            system.within / system.patience,
        )
    )
    return Measures(
        (chain.full + chain.queued) / total,
        chain.waiting / (system.load * system.patience * total),
        at_once + later * wait.share_within,
        later * wait.mean * system.patience / (at_once + later),
        chain.working / (total * system.agents),
        0.0,
    )


@compiled
def _chain(system: System) -> Chain:
    """Return the chain's sums, from the full state outwards; rescaled before a weight overflows."""
    weight, full, idle, working, agents = 1.0, 1.0, 0.0, 0.0, system.agents
    while agents > 0 and (agents > system.load or weight > NEGLIGIBLE * idle):
        weight *= agents / system.load
        agents -= 1
        idle += weight
        working += agents * weight
        if weight > LARGE:
            weight, full, idle, working = (
                weight / LARGE,
                full / LARGE,
                idle / LARGE,
                working / LARGE,
            )
    weight, queued, waiting, place, leaving = full, 0.0, 0.0, 0, 0.0
    while leaving < system.load or weight * place > NEGLIGIBLE * waiting:
        place += 1
        leaving = system.agents + place / system.patience
        weight *= system.load / leaving
        queued += weight
        waiting += place * weight
        if weight > LARGE:
            weight, full, idle, working = (
                weight / LARGE,
                full / LARGE,
                idle / LARGE,
                working / LARGE,
            )
            queued, waiting = queued / LARGE, waiting / LARGE
    return Chain(idle, full, queued, working + system.agents * (full + queued), waiting)
