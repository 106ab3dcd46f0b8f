"""A contact centre in SimPy, written from the words of docs/twin.md: to hold the twin against.

Nothing of the twin or of the router is used: other structures, another clock (seconds, floating
point), other random numbers.
"""

import math
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import simpy

from yingda.planning import Scenario

DAY = 86_400.0
REMEMBERED, TOGETHER, EVERY, GAIN, FARTHEST = 1500, 4500, 50, 0.05, 30.0


@dataclass
class Caller:
    klass: int
    arrived: float
    is_counted: bool
    is_waiting: bool = True


@dataclass
class Crew:
    """One group: when each idle agent became so, longest first; and how many are on duty."""

    idle: deque[float] = field(default_factory=deque)
    on_duty: int = 0
    surplus: int = 0
    busy_s: float = 0.0
    duty_s: float = 0.0
    since: float = 0.0


@dataclass
class Seen:
    """What the callers of one class met who were counted."""

    offered: int = 0
    answered: int = 0
    hits: int = 0
    waited_s: float = 0.0
    abandoned: int = 0


class SimpyCentre:
    """One replication."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self.env, self.rng, self.scenario = simpy.Environment(), random.Random(seed), scenario
        self.classes, self.groups = scenario.classes, scenario.groups
        self.queues: list[deque[Caller]] = [deque() for _ in self.classes]
        self.crews = [Crew() for _ in self.groups]
        self.seen = [Seen() for _ in self.classes]
        self.beta = [0.0] * len(self.classes)
        self.hit = [klass.target.share for klass in self.classes]
        self.lost = [0.0] * len(self.classes)
        self.resolved = self.open = self.period = 0
        names = [klass.name for klass in self.classes]
        self.able = [
            sorted(
                (group.skills[name].rank, number)
                for number, group in enumerate(self.groups)
                if name in group.skills
            )
            for name in names
        ]
        self.serves = [
            [(k, group.skills[name].after) for k, name in enumerate(names) if name in group.skills]
            for group in self.groups
        ]
        run, periods = scenario.run, scenario.periods
        self.begins = run.warmup
        self.length = periods.length if periods else math.inf
        self.ends = run.warmup + run.window if run.window else self.length * scenario.period_count
        self.last = self.ends + DAY if run.window else self.ends

    def run(self) -> None:
        """Simulate until all who are counted have been served or are gone."""
        self.turn_period()
        for klass in range(len(self.classes)):
            self.next_arrival(klass)
        self.env.run(until=self.ends)
        while self.open:
            self.env.step()
        for crew in self.crews:
            self.note_duty(crew, 0)

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        event: Any = self.env.timeout(seconds)
        event.callbacks.append(lambda _: act())

    def clipped(self, begins: float, ends: float) -> float:
        return max(min(ends, self.ends) - max(begins, self.begins), 0.0)

    # callers

    def next_arrival(self, klass: int) -> None:
        """Draw the next caller: with a rate for each period, drawn anew where one begins."""
        rates, now = self.classes[klass].arrivals, self.env.now
        while now < self.last:
            number = int(now // self.length) if self.length < math.inf else 0
            rate = rates[number % len(rates)] / 3600
            upto = (number + 1) * self.length
            then = now + (self.rng.expovariate(rate) if rate else math.inf)
            if then < upto:
                if then < self.last:
                    self.later(then - self.env.now, lambda: self.arrive(klass))
                return
            now = upto

    def arrive(self, klass: int) -> None:
        self.next_arrival(klass)
        now, kind = self.env.now, self.classes[klass]
        caller = Caller(klass, now, self.begins <= now < self.ends)
        self.seen[klass].offered += caller.is_counted
        self.open += caller.is_counted
        if self.seek_agent(caller):
            return
        self.queues[klass].append(caller)
        for delay in {self.groups[g].skills[kind.name].after for _, g in self.able[klass]} - {0.0}:
            self.later(delay, lambda: self.seek_again(caller))
        if kind.patience is not None:
            self.later(self.draw(kind.patience), lambda: self.give_up(caller))

    def seek_agent(self, caller: Caller) -> bool:
        """Give the caller to the lowest rank, then to who has been idle longest."""
        name, waited = self.classes[caller.klass].name, self.env.now - caller.arrived
        open_to = [
            (rank, self.crews[g].idle[0], g)
            for rank, g in self.able[caller.klass]
            if self.crews[g].idle and waited >= self.groups[g].skills[name].after - 1e-9
        ]
        if not open_to:
            return False
        group = min(open_to)[2]
        self.crews[group].idle.popleft()
        self.answer(caller, group)
        return True

    def seek_again(self, caller: Caller) -> None:
        if caller.is_waiting and self.seek_agent(caller):
            self.queues[caller.klass].remove(caller)

    def give_up(self, caller: Caller) -> None:
        if caller.is_waiting:
            caller.is_waiting = False
            self.queues[caller.klass].remove(caller)
            self.seen[caller.klass].abandoned += caller.is_counted
            self.open -= caller.is_counted
            self.resolve(caller.klass, hit=0, lost=1)

    def answer(self, caller: Caller, group: int) -> None:
        caller.is_waiting = False
        now, kind, seen = self.env.now, self.classes[caller.klass], self.seen[caller.klass]
        waited = now - caller.arrived
        hit = int(waited <= kind.target.within)
        if caller.is_counted:
            seen.answered += 1
            seen.hits += hit
            seen.waited_s += waited
            self.open -= 1
        self.resolve(caller.klass, hit=hit, lost=0)
        work = self.draw(kind.service) / self.groups[group].speed + self.draw(kind.acw)
        self.crews[group].busy_s += self.clipped(now, now + work)
        self.later(work, lambda: self.free(group))

    def draw(self, law: Any) -> float:
        if law.dist == "exp":
            return self.rng.expovariate(1 / law.mean) if law.mean else 0.0
        if law.dist == "deterministic":
            return float(law.mean)
        variance = math.log1p(law.scv)
        return self.rng.lognormvariate(math.log(law.mean) - variance / 2, math.sqrt(variance))

    # agents

    def note_duty(self, crew: Crew, change: int) -> None:
        crew.duty_s += crew.on_duty * self.clipped(crew.since, self.env.now)
        crew.since = self.env.now
        crew.on_duty += change

    def free(self, group: int) -> None:
        """Let the agent go home if there are too many, else take the best, else be idle."""
        crew = self.crews[group]
        if crew.surplus:
            crew.surplus -= 1
            self.note_duty(crew, -1)
            return
        now = self.env.now
        heads = [
            (self.score(k), -self.queues[k][0].arrived, k)
            for k, after in self.serves[group]
            if self.queues[k] and now - self.queues[k][0].arrived >= after - 1e-9
        ]
        if heads:
            self.answer(self.queues[max(heads)[2]].popleft(), group)
        else:
            crew.idle.append(now)

    def score(self, klass: int) -> float:
        kind, waited = self.classes[klass], self.env.now - self.queues[klass][0].arrived
        points = {
            "fifo": waited,
            "priority": float(-kind.priority),
            "wait_over_target": waited / kind.target.within,
            "affine": kind.affine.offset + kind.affine.slope * waited,
            "sld": waited / kind.target.within + self.beta[klass],
        }
        return points[self.scenario.policy]

    def resolve(self, klass: int, *, hit: int, lost: int) -> None:
        """Steer: who is short of the promise gains points."""
        remembered = min(REMEMBERED, TOGETHER / len(self.classes))
        self.hit[klass] += (hit - self.hit[klass]) / remembered
        self.lost[klass] += (lost - self.lost[klass]) / remembered
        self.resolved += 1
        if self.resolved % EVERY:
            return
        short = [
            max(kind.target.share - self.hit[k], 2 * (self.lost[k] - kind.abandon_cap))
            for k, kind in enumerate(self.classes)
        ]
        mean = sum(short) / len(short)
        self.beta = [
            min(max(beta + GAIN * (miss - mean), -FARTHEST), FARTHEST)
            for beta, miss in zip(self.beta, short, strict=True)
        ]

    def turn_period(self) -> None:
        """Bring each crew to the size of the period: idle ones go first, the rest as they end."""
        for number, group in enumerate(self.groups):
            crew, wanted = self.crews[number], group.agents[self.period % len(group.agents)]
            while crew.on_duty > wanted and crew.idle:
                crew.idle.popleft()
                self.note_duty(crew, -1)
            crew.surplus = max(crew.on_duty - wanted, 0)
            for _ in range(wanted - crew.on_duty):
                self.note_duty(crew, 1)
                self.free(number)
        self.period += 1
        if self.env.now + self.length < self.last:
            self.later(self.length, self.turn_period)
