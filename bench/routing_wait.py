"""What callers are told of their wait, against what they then waited.

The line is simulated on the router's own core and pace, memoryless service and patience. Peers: the
last-to-enter-service rule (LES: you will wait as long as the one just taken), and, where one class
is alone, the best estimate there is: Σ 1/(nμ + iθ) with the true rates.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

from yingda.routing.core import (
    NONE,
    ClassSpec,
    CoreSpec,
    GroupSpec,
    SkillSpec,
    abandon,
    ahead_of,
    arrive,
    build,
    finished,
    ready,
    release,
    resolved,
    warm_up,
)
from yingda.routing.core import layout as at
from yingda.routing.outlook import Outlook
from yingda.routing.pace import Pace

SERVICE_MS = 180_000


@dataclass
class Told:
    """What a caller was told on entering the line."""

    at_ms: int
    mean: float
    p50: int
    p80: int
    les: int
    best: float


@dataclass
class Line:
    """Arrivals an hour and patience of one class."""

    per_hour: float
    patience_ms: float
    within_ms: int
    target: float
    errors: list[tuple[float, ...]] = field(default_factory=list)
    covered: list[tuple[bool, bool]] = field(default_factory=list)

    def judge(self, told: Told, waited: int) -> None:
        """Keep how far off each estimate was, and whether the quantiles held."""
        self.covered.append((waited <= told.p50, waited <= told.p80))
        guesses = (told.mean, told.les, told.best)
        self.errors.append(tuple((guess - waited) ** 2 for guess in guesses))


class Day:
    """One group of agents and some lines; one caller in fifty never gives up and is judged."""

    def __init__(self, agents: int, lines: Sequence[Line], seed: int) -> None:
        self.rng, self.agents, self.lines = random.Random(seed), agents, lines
        classes = [ClassSpec(each.within_ms, each.target, 0.05) for each in lines]
        skills = {number: SkillSpec() for number in range(len(lines))}
        self.s = build(CoreSpec(classes, [GroupSpec(skills)], [0] * agents, calls=20_000))
        for agent in range(agents):
            ready(self.s, 0, agent, 0)
        self.pace = Pace()
        self.names = [str(number) for number in range(len(lines))]
        self.outlook = Outlook(self.names, [self.names] * len(lines), self.pace)
        self.les = [0] * len(lines)
        self.told: dict[int, Told] = {}
        self.ticket_of: dict[int, int] = {}
        self.call_of: dict[int, int] = {}
        self.events: list[tuple[float, int, str, int]] = []
        self.order = 0

    def plan(self, at_ms: float, kind: str, number: int) -> int:
        self.order += 1
        heappush(self.events, (at_ms, self.order, kind, number or self.order))
        return self.order

    def run(self, calls: int) -> None:
        for number in range(len(self.lines)):
            self.plan(0, f"arrive {number}", 1)
        while calls > 0:
            moment, _, kind, number = heappop(self.events)
            if kind.startswith("arrive"):
                calls -= 1
                self.arrive(round(moment), int(kind.split()[1]))
            elif kind == "finish":
                if finished(self.s, round(moment), number - 1, 0) != NONE:
                    self.serve(round(moment))
            elif number in self.call_of:
                self.give_up(round(moment), self.call_of.pop(number))

    def arrive(self, now: int, number: int) -> None:
        line = self.lines[number]
        self.plan(now + self.rng.expovariate(line.per_hour / 3.6e6), f"arrive {number}", 1)
        self.pace.arrived(str(number), now)
        call = int(arrive(self.s, now, number, now))
        if self.s.out[at.OUT_AGENT] != NONE:
            self.serve(now)
        elif self.rng.random() < 0.02:
            self.tell(now, call, line)
        else:
            leaves = now + self.rng.expovariate(1 / line.patience_ms)
            ticket = self.plan(leaves, "leave", 0)
            self.ticket_of[call], self.call_of[ticket] = ticket, call

    def tell(self, now: int, call: int, line: Line) -> None:
        number, ahead = self.lines.index(line), int(ahead_of(self.s, call))
        moments = self.outlook.moments(self.s, call, now)
        place = self.outlook.position(self.s, call, now)
        if moments is None or place.p50_ms is None or place.p80_ms is None:
            return
        rates = (self.agents / SERVICE_MS + i / line.patience_ms for i in range(ahead + 1))
        best = sum(1 / rate for rate in rates)
        told = Told(now, moments[0], place.p50_ms, place.p80_ms, self.les[number], best)
        self.told[call] = told

    def serve(self, now: int) -> None:
        call, agent = int(self.s.out[at.OUT_CALL]), int(self.s.out[at.OUT_AGENT])
        number = int(self.s.calls[call, at.CLASS])
        arrived = int(self.s.calls[call, at.ARRIVED])
        self.pace.taken(str(number), self.names, arrived_ms=arrived, now_ms=now)
        resolved(self.s, number, int(now - arrived <= self.lines[number].within_ms), 0)
        self.call_of.pop(self.ticket_of.pop(call, 0), None)
        if now > arrived:
            self.les[number] = now - arrived
        told = self.told.pop(call, None)
        if told is not None:
            self.lines[number].judge(told, now - arrived)
        release(self.s, call)
        self.plan(now + self.rng.expovariate(1 / SERVICE_MS), "finish", agent + 1)

    def give_up(self, now: int, call: int) -> None:
        number = int(self.s.calls[call, at.CLASS])
        self.pace.given_up(str(number), int(self.s.calls[call, at.ARRIVED]), now)
        resolved(self.s, number, 0, 1)
        abandon(self.s, call)
        del self.ticket_of[call]


def row(what: str, agents: int, lines: Sequence[Line], *, calls: int) -> list[dict[str, object]]:
    """Return a row a line: squared errors against the peers, and how often the quantile held."""
    Day(agents, lines, seed=1).run(calls)
    told = []
    for number, line in enumerate(lines):
        ours, les, best = (sum(each) / len(line.errors) for each in zip(*line.errors, strict=True))
        told.append(
            {
                "what": f"{what}, line {number + 1}",
                "judged": len(line.errors),
                "mse_vs_best": round(ours / best, 3) if len(lines) == 1 else None,
                "mse_vs_les": round(ours / les, 3),
                "p50_held": round(sum(each[0] for each in line.covered) / len(line.covered), 3),
                "p80_held": round(sum(each[1] for each in line.covered) / len(line.covered), 3),
            }
        )
    return told


def rows(*, calls: int = 200_000) -> list[dict[str, object]]:
    """Return one class alone, and three tiers that share their agents; both overloaded at times."""
    warm_up()
    one = [Line(2_100, 120_000, 20_000, 0.8)]
    tiers = [
        Line(300, 180_000, 10_000, 0.95),
        Line(600, 120_000, 20_000, 0.85),
        Line(1_200, 120_000, 30_000, 0.70),
    ]
    return [
        *row("one class, 100 agents", 100, one, calls=calls),
        *row("three tiers, 100 agents", 100, tiers, calls=calls),
    ]


if __name__ == "__main__":
    for each in rows():
        print(each)
