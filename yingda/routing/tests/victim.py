"""A centre in a process that will be killed: callers, agents and the live router.

It gets ready, waits for a line on standard input, and begins. It says on standard output, a line
at once each: `asked ID` when a request was accepted, `offer DECISION REQUEST AGENT` before it acts
on an offer, `acts N` when the router has journalled so many acts of this life, and `double ...` if
an agent who holds a call is offered another. With `drain` nobody new comes, and it ends when
nobody is left.
"""

import asyncio
import logging
import os
import random
import sys
from collections.abc import Awaitable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from yingda.agents import AgentId
from yingda.kit.clock import SystemClock
from yingda.kit.db import Database
from yingda.kit.ids import new_id
from yingda.routing import (
    LiveRouter,
    NewRequest,
    Offer,
    Patience,
    Refusal,
    RequestId,
    RouterSettings,
    RoutingPlan,
    Terms,
    Withdrawal,
    core,
)
from yingda.routing.model import Request, RequestState
from yingda.routing.store import RoutingStore
from yingda.routing.tests.examples import MASS, VIP, a_plan, agent_id, an_agent

QUICK = Patience(offer_ms=800, refusal_pause_ms=150, retry_pause_ms=50)


@dataclass(frozen=True, slots=True)
class Pace:
    """How many agents, how many callers come at once and how long they pause, at most."""

    agents: int
    callers: int
    pause_s: float
    on_the_line: int
    """How many may wait or talk before the next caller holds back."""


FEW = Pace(agents=12, callers=1, pause_s=0.004, on_the_line=10_000)
MANY = Pace(agents=240, callers=8, pause_s=0.002, on_the_line=400)
PACES = {"few": FEW, "many": MANY}
ACTS_A_LINE = 50


def say(*lines: Sequence[object]) -> None:
    os.write(1, "".join(" ".join(map(str, words)) + "\n" for words in lines).encode())


def staff(agents: int) -> RoutingPlan:
    return a_plan(
        *(an_agent(number, ("senior", "junior")[number % 2]) for number in range(agents)),
        patience=QUICK,
    )


def is_talk(request: Request) -> bool:
    return request.state is RequestState.ANSWERED


class Centre:
    def __init__(self, router: LiveRouter, seed: int, pace: Pace) -> None:
        self.router = router
        self.pace = pace
        self.acts = 0
        self.rng = random.Random(seed)
        self.busy: dict[AgentId, RequestId] = {}
        self.ringing: dict[RequestId, AgentId] = {}
        self.talking: set[RequestId] = set()
        self.asked = 0
        self.gone: set[RequestId] = set()
        self.tasks: set[asyncio.Task[None]] = set()

    async def on_offers(self, offers: Sequence[Offer]) -> None:
        """Ring; whoever rang for the same caller before stops, whoever talks goes on."""
        say(*(("offer", offer.decision, offer.request, offer.agent) for offer in offers))
        for offer in offers:
            before = self.ringing.get(offer.request)
            is_over = offer.request in self.talking or offer.request in self.gone
            if is_over or before == offer.agent:
                continue
            if before is not None:
                self.drop(offer.request, before)
                self.spawn(self.back(before))
            if offer.agent in self.busy:
                say(("double", offer.agent, self.busy[offer.agent], offer.request))
            self.busy[offer.agent] = offer.request
            self.ringing[offer.request] = offer.agent
            self.spawn(self.ring(offer.request, offer.agent))

    def spawn(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def tell(self, act: Awaitable[None]) -> None:
        """Tell the router, and count what it has journalled."""
        await act
        self.acts += 1
        if self.acts % ACTS_A_LINE == 0:
            say(("acts", self.acts))

    async def pause(self, longest_s: float) -> None:
        await asyncio.sleep(self.rng.uniform(0, longest_s))

    async def ring(self, request: RequestId, agent: AgentId) -> None:
        await self.pause(0.02)
        if self.ringing.get(request) != agent:
            return
        fate = self.rng.random()
        if fate < 0.7:
            await self.talk(request, agent)
        elif fate < 0.9:
            why = Refusal.REJECTED if fate < 0.8 else Refusal.RING_TIMEOUT
            await self.end(request, agent, self.router.refused(request, agent, why))
        elif fate < 0.95:
            await self.hang_up(request)
        else:  # nobody says anything: the router must find out by itself
            await asyncio.sleep(QUICK.offer_ms / 1000 + 0.1)
            if self.ringing.get(request) == agent:
                self.drop(request, agent)
                await self.back(agent)

    async def talk(self, request: RequestId, agent: AgentId) -> None:
        self.talking.add(request)
        await self.tell(self.router.answered(request, agent))
        await self.pause(0.05)
        self.talking.discard(request)
        self.gone.add(request)
        await self.end(request, agent, self.router.withdraw(request, Withdrawal.COMPLETED))

    async def hang_up(self, request: RequestId) -> None:
        """The caller is gone, wherever it rings."""
        agent = self.ringing.get(request)
        if request in self.talking:
            return
        self.gone.add(request)
        if agent is not None:
            self.drop(request, agent)
        await self.tell(self.router.withdraw(request, Withdrawal.ABANDONED))
        if agent is not None:
            await self.back(agent)

    def drop(self, request: RequestId, agent: AgentId) -> None:
        """Let the agent go, if it is still this request that holds the agent."""
        if self.busy.get(agent) == request:
            del self.busy[agent]
        if self.ringing.get(request) == agent:
            del self.ringing[request]

    async def end(self, request: RequestId, agent: AgentId, told: Awaitable[None]) -> None:
        """Free the agent, then tell why, then that the agent is ready."""
        self.drop(request, agent)
        await self.tell(told)
        await self.back(agent)

    async def back(self, agent: AgentId) -> None:
        await self.pause(0.005)
        if agent not in self.busy:
            await self.tell(self.router.agent_ready(agent, datetime.now(UTC)))

    def take_up(self, live: Sequence[Request]) -> None:
        """Know what the killed process knew, as calls do from their own tables."""
        for each in live:
            if each.agent is not None and (each.is_carried_out or is_talk(each)):
                self.busy[each.agent] = each.id
                self.ringing[each.id] = each.agent
                if is_talk(each):
                    self.talking.add(each.id)

    async def go_on(self, live: Sequence[Request]) -> None:
        """Go on with it."""
        for each in live:
            if each.agent is not None and self.ringing.get(each.id) == each.agent:
                act = self.talk if is_talk(each) else self.ring
                self.spawn(act(each.id, each.agent))
        free = [agent_id(number) for number in range(self.pace.agents)]
        await asyncio.gather(
            *(
                self.tell(self.router.agent_ready(agent, datetime.now(UTC)))
                for agent in free
                if agent not in self.busy
            )
        )

    async def callers(self) -> None:
        await asyncio.gather(*(self.caller_after_caller() for _ in range(self.pace.callers)))

    async def caller_after_caller(self) -> None:
        while True:
            while self.asked - len(self.gone) > self.pace.on_the_line:
                await self.pause(0.01)
            request = RequestId(new_id())
            key = self.rng.choice([VIP, MASS, MASS])
            self.asked += 1
            await self.tell(self.router.enqueue(NewRequest(request, key, datetime.now(UTC))))
            say(("asked", request))
            if self.rng.random() < 0.1:
                await self.hang_up(request)
            await self.pause(self.pace.pause_s)


async def main(url: str, seed: int, pace: Pace, mode: str) -> None:
    logging.disable(logging.WARNING)  # repairs are what it is about: thousands
    database = Database(url, size=2)
    await database.open()
    await asyncio.to_thread(core.warm_up)
    await asyncio.to_thread(sys.stdin.readline)
    router: LiveRouter
    centre: Centre

    async def on_offers(offers: Sequence[Offer]) -> None:
        await centre.on_offers(offers)

    router = LiveRouter(
        database=database,
        clock=SystemClock(),
        plan=staff(pace.agents),
        owner="victim",
        on_offers=on_offers,
        settings=RouterSettings(terms=Terms(lasts_ms=800, renew_ms=100), check_s=0.1),
    )
    centre = Centre(router, seed, pace)
    async with database.transaction() as tx:
        live = await RoutingStore(tx, "main").live_requests()
    centre.take_up(live)
    await router.start()
    await centre.go_on(live)
    say(("leading",))
    if mode == "drain":
        await drain(database, centre)
    else:
        await centre.callers()


async def drain(database: Database, centre: Centre) -> None:
    while True:
        await asyncio.sleep(0.05)
        async with database.transaction() as tx:
            if not await RoutingStore(tx, "main").live_requests():
                break
    await centre.router.stop()
    say(("drained",))
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), PACES[sys.argv[3]], sys.argv[4]))
