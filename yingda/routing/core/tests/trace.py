"""A long random day on the core, told as one hash of everything it decided.

Run as a program it prints that hash, so that it can be run without the compiler as well.
"""

import random
import sys
from collections.abc import Sequence
from hashlib import sha256

from yingda.routing.core import (
    NONE,
    Policy,
    State,
    abandon,
    arrive,
    finished,
    leave,
    next_due,
    ready,
    refused,
    release,
    resolved,
    settle,
)
from yingda.routing.core import layout as at
from yingda.routing.core.tests.centres import random_centre

AGENTS = 24
MOST_WAITING = 1500


class Day:
    """Draws events, feeds the core, and hashes each decision with the state it left."""

    def __init__(self, seed: int, policy: Policy) -> None:
        self.rng = random.Random(seed)
        self.s: State = random_centre(self.rng, agents=AGENTS, policy=policy)
        self.now = 0
        self.waiting: list[int] = []
        self.serving: list[tuple[int, int]] = []
        self.decisions = 0
        self.told = sha256()
        for agent in range(AGENTS):
            ready(self.s, 0, agent, 0)

    def run(self, events: int) -> str:
        acts = (self._arrive, self._finish, self._abandon, self._refuse, self._agent)
        for _ in range(events):
            self.now += int(self.rng.expovariate(1 / 400))
            while next_due(self.s) <= self.now:
                self._settle(int(next_due(self.s)))
            self.rng.choices(acts, (40, 34, 6, 4, 4))[0]()
            self._settle(self.now)
        return self.told.hexdigest()

    def _settle(self, now: int) -> None:
        while settle(self.s, now) != NONE:
            self._matched()

    def _matched(self) -> None:
        s = self.s
        call, agent = int(s.out[at.OUT_CALL]), int(s.out[at.OUT_AGENT])
        if call in self.waiting:
            self.waiting.remove(call)
        self.serving.append((call, agent))
        self.decisions += 1
        self.told.update(s.out.tobytes() + s.out_score.tobytes() + s.steer.tobytes())

    def _arrive(self) -> None:
        if len(self.waiting) < MOST_WAITING:
            late = self.rng.choice([0, 0, 0, 5000])
            call = int(arrive(self.s, self.now, self.rng.randrange(6), self.now - late))
            self.waiting.append(call)
            if self.s.out[at.OUT_AGENT] != NONE:
                self._matched()

    def _take(self) -> tuple[int, int, int, int] | None:
        if not self.serving:
            return None
        call, agent = self.serving.pop(self.rng.randrange(len(self.serving)))
        klass = int(self.s.calls[call, at.CLASS])
        return call, agent, klass, int(self.s.lines[klass, at.CHANNEL])

    def _finish(self) -> None:
        taken = self._take()
        if taken is None:
            return
        call, agent, klass, channel = taken
        waited = self.now - self.s.calls[call, at.ARRIVED]
        resolved(self.s, klass, int(waited <= self.s.lines[klass, at.WITHIN]), 0)
        release(self.s, call)
        if finished(self.s, self.now, agent, channel) != NONE:
            self._matched()

    def _abandon(self) -> None:
        if self.waiting:
            call = self.waiting.pop(self.rng.randrange(len(self.waiting)))
            resolved(self.s, int(self.s.calls[call, at.CLASS]), 0, 1)
            abandon(self.s, call)

    def _refuse(self) -> None:
        taken = self._take()
        if taken is not None:
            self.waiting.append(taken[0])
            if refused(self.s, self.now, taken[0], taken[1]) != NONE:
                self._matched()

    def _agent(self) -> None:
        agent = self.rng.randrange(AGENTS)
        if self.s.agents[agent, at.READY]:
            leave(self.s, agent)
        elif ready(self.s, self.now, agent, self.now) != NONE:
            self._matched()


def told(events: int, seed: int, policies: Sequence[Policy]) -> str:
    """Return the number of decisions under each policy, and their hash."""
    lines = []
    for policy in policies:
        day = Day(seed, policy)
        digest = day.run(events)
        lines.append(f"{policy} {day.decisions} {digest}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(told(int(sys.argv[1]), int(sys.argv[2]), [*map(Policy, sys.argv[3:])]))
