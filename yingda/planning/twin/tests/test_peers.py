"""The twin against models written independently for SimPy and Ciw: few, small, statistical.

Both samples' errors count; the bound is Bonferroni's for a joint 99.9 % over all comparisons.
"""

import math
import random
from collections.abc import Callable
from statistics import fmean, stdev
from typing import Any

import ciw
import simpy

from yingda.planning.twin.run import run_scenario
from yingda.planning.twin.scenario import Scenario
from yingda.planning.twin.tests.scenes import one_class, scene
from yingda.routing.core import Policy

SIGMAS = 4.2
REPLICATIONS = 12


def agree(found: Any, peer: list[float], *, rounding: float) -> bool:
    error = stdev(peer) / math.sqrt(len(peer))
    own = found.half_width / 2
    return bool(abs(found.mean - fmean(peer)) <= SIGMAS * math.hypot(error, own) + rounding)


class PriorityCentre:
    """Two classes, one group, strict priority, patience: by SimPy's own PriorityResource."""

    def __init__(self, seed: int, agents: int) -> None:
        self.random = random.Random(seed)
        self.env = simpy.Environment()
        self.agents = simpy.PriorityResource(self.env, capacity=agents)
        self.waits: list[list[float]] = [[], []]
        self.gone = [0, 0]

    def arrivals(self, klass: int, rate: float, mean: float, patience: float) -> Any:
        while True:
            yield self.env.timeout(self.random.expovariate(rate))
            self.env.process(self.call(klass, mean, patience))

    def call(self, klass: int, mean: float, patience: float) -> Any:
        began = self.env.now
        with self.agents.request(priority=klass) as request:
            got = yield request | self.env.timeout(self.random.expovariate(1 / patience))
            if began > 7200:
                self.waits[klass].append(self.env.now - began)
                self.gone[klass] += request not in got
            if request in got:
                yield self.env.timeout(self.random.expovariate(1 / mean))


def simpy_run(seed: int) -> PriorityCentre:
    centre = PriorityCentre(seed, agents=20)
    centre.env.process(centre.arrivals(0, 120 / 3600, 180, 120))
    centre.env.process(centre.arrivals(1, 300 / 3600, 180, 200))
    centre.env.run(until=7200 + 72_000)
    return centre


def test_two_classes_under_strict_priority_agree_with_simpy() -> None:
    data = scene(policy=Policy.PRIORITY.value)
    for klass, rate, patience in zip(data["classes"], (120, 300), (120, 200), strict=True):
        klass |= {"arrivals": rate, "service": {"dist": "exp", "mean": 180}}
        klass |= {"patience": {"dist": "exp", "mean": patience}}
    data["groups"] = [{"name": "all", "agents": 20, "skills": {"vip": {}, "mass": {}}}]
    data["run"] = {"warmup": 7200, "window": 72_000, "replications": 20}
    found = run_scenario(Scenario.model_validate(data)).total.classes
    peers = [simpy_run(seed) for seed in range(REPLICATIONS)]

    for number, name in enumerate(("vip", "mass")):
        measures = found[name]
        abandon = [peer.gone[number] / len(peer.waits[number]) for peer in peers]
        waits = [fmean(peer.waits[number]) for peer in peers]
        p_wait = [fmean(wait > 0 for wait in peer.waits[number]) for peer in peers]
        assert agree(measures["p_abandon"], abandon, rounding=1e-4)
        assert agree(measures["wait"], waits, rounding=2e-3)
        assert agree(measures["p_wait"], p_wait, rounding=1e-3)


def ciw_run(service: Callable[[], Any], seed: int) -> tuple[float, float]:
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=190 / 3600)],
        service_distributions=[service()],
        number_of_servers=[10],
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(7200 + 72_000)
    waits = [r.waiting_time for r in simulation.get_all_records() if r.arrival_date > 7200]
    return fmean(waits), fmean(wait <= 20 for wait in waits)


def test_lognormal_and_fixed_service_agree_with_ciw() -> None:
    variance = math.log1p(1.2)
    for law, peer_law in (
        (
            {"dist": "lognormal", "mean": 180, "scv": 1.2},
            lambda: ciw.dists.Lognormal(math.log(180) - variance / 2, math.sqrt(variance)),
        ),
        ({"dist": "deterministic", "mean": 180}, lambda: ciw.dists.Deterministic(180)),
    ):
        found = run_scenario(one_class(190, 10, service=law)).total.classes["all"]
        peers = [ciw_run(peer_law, seed) for seed in range(REPLICATIONS)]

        assert agree(found["wait"], [peer[0] for peer in peers], rounding=2e-3)
        assert agree(found["sl_off"], [peer[1] for peer in peers], rounding=1e-4)
