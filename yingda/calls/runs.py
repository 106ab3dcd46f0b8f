"""The calls of this process: one at a time inside a call, all calls side by side, timers armed."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from yingda.calls.effects import Effect
from yingda.calls.inputs import Fell, Input
from yingda.calls.keeping import Draft
from yingda.calls.model import Call, Timer
from yingda.contacts import ContactId, Stage

Feed = Callable[[ContactId, Input], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A turn of which nobody heard whether it was stored, and the input it answered."""

    happened: Input
    draft: Draft


class Run:
    """One call here: its present state, whose turn it is, what will fall due.

    `legs` are all it ever had; `ahead` is what this turn has done before it is stored; `doubt` is
    to be cleared up before the next turn.
    """

    def __init__(self, call: Call) -> None:
        self.call = call
        self.turn = asyncio.Lock()
        self.timers: dict[Timer, tuple[datetime, asyncio.TimerHandle]] = {}
        self.legs: set[str] = set()
        self.ahead: set[Effect] = set()
        self.doubt: Doubt | None = None


class Runs:
    """Finds the run of a contact or of a leg. A leg belongs to one call as long as it lives."""

    def __init__(self) -> None:
        self._runs: dict[ContactId, Run] = {}
        self._legs: dict[str, ContactId] = {}

    def __iter__(self) -> Iterator[Run]:
        return iter(list(self._runs.values()))

    def __len__(self) -> int:
        return len(self._runs)

    def get(self, contact: ContactId) -> Run | None:
        return self._runs.get(contact)

    def of_leg(self, channel: str) -> ContactId | None:
        return self._legs.get(channel)

    def keep(self, call: Call) -> Run:
        """Return the run of the call, new or brought to this state."""
        run = self._runs.get(call.contact.id)
        if run is None:
            run = self._runs[call.contact.id] = Run(call)
        run.call = call
        for leg in legs_of(call):
            self.expect(run, leg)
        return run

    def expect(self, run: Run, leg: str) -> None:
        """Let what is heard of the leg go to this call."""
        run.legs.add(leg)
        self._legs[leg] = run.call.contact.id

    def drop(self, contact: ContactId) -> None:
        """Forget a call that is over."""
        run = self._runs.pop(contact, None)
        if run is None:
            return
        for _, handle in run.timers.values():
            handle.cancel()
        for leg in run.legs:
            self._legs.pop(leg, None)


def legs_of(call: Call) -> list[str]:
    """Return the ids of every leg the call has or asked for."""
    ring = [call.live.ring.channel] if call.live.ring else []
    agent = [call.live.agent_channel] if call.live.agent_channel else []
    watch = call.live.supervision
    supervisor = [watch.channel, *([watch.ear] if watch.ear else [])] if watch else []
    moving = [call.live.moving_to] if call.live.moving_to else []
    customer = [call.live.channel] if call.live.channel else []
    return [*customer, *ring, *agent, *moving, *supervisor]


def arm(run: Run, now: datetime, fall: Callable[[Fell], None]) -> None:
    """Make the loop's timers those of the call's state."""
    due = run.call.live.due
    for timer, (moment, handle) in list(run.timers.items()):
        if due.get(timer) != moment:
            handle.cancel()
            del run.timers[timer]
    loop = asyncio.get_running_loop()
    for timer, moment in due.items():
        if timer not in run.timers:
            delay = max(0.0, (moment - now).total_seconds())
            run.timers[timer] = (moment, loop.call_later(delay, fall, Fell(timer)))


def is_over(call: Call) -> bool:
    return call.contact.stage is Stage.DONE
