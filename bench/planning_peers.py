"""The same centres in SimPy and Ciw, as a practised user of each would write them."""

import math
import random
import time
from collections import deque
from collections.abc import Generator
from typing import Any

import ciw
import simpy

from yingda.planning import Scenario

NOBODY = -1


def ciw_one_queue(hours: float, seed: int = 1) -> float:
    """Return Ciw's calls a second on M/M/100+M."""
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=2000 / 3600)],
        service_distributions=[ciw.dists.Exponential(rate=1 / 180)],
        reneging_time_distributions=[ciw.dists.Exponential(rate=1 / 60)],
        number_of_servers=[100],
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    began = time.process_time()
    simulation.simulate_until_max_time(3600 * hours)
    records = simulation.get_all_records()
    return len(records) / (time.process_time() - began)


class SimpyCentre:
    """Classes, groups with skills, lognormal or exponential service, oldest call first."""

    def __init__(self, scenario: Scenario, seed: int = 1) -> None:
        self.env, self.random = simpy.Environment(), random.Random(seed)
        self.scenario = scenario
        self.idle = [max(group.agents) for group in scenario.groups]
        self.queues: list[deque[Any]] = [deque() for _ in scenario.classes]
        names = [klass.name for klass in scenario.classes]
        self.groups_of = [
            [g for g, group in enumerate(scenario.groups) if name in group.skills] for name in names
        ]
        self.classes_of = [
            [k for k, name in enumerate(names) if name in group.skills] for group in scenario.groups
        ]
        self.given: dict[simpy.Event, int] = {}
        self.waits: list[float] = []
        self.calls = 0

    def arrivals(self, klass: int) -> Generator[Any, Any, None]:
        rate = self.scenario.classes[klass].arrivals[0] / 3600
        while True:
            yield self.env.timeout(self.random.expovariate(rate))
            self.calls += 1
            self.env.process(self.call(klass))

    def call(self, klass: int) -> Generator[Any, Any, None]:
        began = self.env.now
        group = next((g for g in self.groups_of[klass] if self.idle[g]), NOBODY)
        if group == NOBODY:
            turn = self.env.event()
            self.queues[klass].append((began, turn))
            patience = self.scenario.classes[klass].patience
            mean = patience.mean if patience else math.inf
            yield turn | self.env.timeout(self.random.expovariate(1 / mean))
            if not turn.triggered:
                turn.succeed()
                return
            group = self.given.pop(turn)
        else:
            self.idle[group] -= 1
        self.waits.append(self.env.now - began)
        yield self.env.timeout(self.service(klass))
        self.free(group)

    def service(self, klass: int) -> float:
        law = self.scenario.classes[klass].service
        if law.dist == "exp":
            return self.random.expovariate(1 / law.mean)
        variance = math.log1p(getattr(law, "scv", 0.0))
        mu = math.log(law.mean) - variance / 2
        return self.random.lognormvariate(mu, math.sqrt(variance))

    def free(self, group: int) -> None:
        for klass in self.classes_of[group]:
            queue = self.queues[klass]
            while queue and queue[0][1].triggered:
                queue.popleft()
        waiting = [k for k in self.classes_of[group] if self.queues[k]]
        if not waiting:
            self.idle[group] += 1
            return
        oldest = min(waiting, key=lambda k: self.queues[k][0][0])
        turn = self.queues[oldest].popleft()[1]
        self.given[turn] = group
        turn.succeed()


def simpy_run(scenario: Scenario, hours: float) -> float:
    """Return SimPy's calls a second."""
    centre = SimpyCentre(scenario)
    for klass in range(len(scenario.classes)):
        centre.env.process(centre.arrivals(klass))
    began = time.process_time()
    centre.env.run(until=3600 * hours)
    return centre.calls / (time.process_time() - began)
