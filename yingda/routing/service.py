"""The live router: one writer a centre, which journals every decision before it is carried out."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from yingda.agents import AgentId
from yingda.kit.clock import Clock
from yingda.kit.db import Database
from yingda.routing import core, rules, views
from yingda.routing.board import Board
from yingda.routing.carrier import Carrier, OnOffers
from yingda.routing.errors import RequestUnknown, RouterStandsBy
from yingda.routing.inspector import Inspector
from yingda.routing.leading import Leading
from yingda.routing.lease import Terms
from yingda.routing.mailbox import Mailbox
from yingda.routing.model import (
    Explanation,
    NewRequest,
    Overview,
    Position,
    Refusal,
    RequestId,
    RoutingPlan,
    Withdrawal,
)
from yingda.routing.ports import Census
from yingda.routing.store import RoutingStore
from yingda.routing.writer import Writer


@dataclass(frozen=True, slots=True)
class RouterSettings:
    """What is rarely changed. `census` lets the self-check compare with agents and contacts."""

    centre: str = "main"
    terms: Terms = field(default_factory=Terms)
    census: Census | None = None
    check_s: float = 5.0


class LiveRouter:
    """Places requests. Every act returns once it is journalled, and may be repeated.

    While another router holds the lease, acts and views raise `RouterStandsBy`. When the database
    is away they raise `DatabaseAway`: the act may or may not have been written; repeat it.
    """

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        plan: RoutingPlan,
        owner: str,
        on_offers: OnOffers,
        settings: RouterSettings | None = None,
    ) -> None:
        settings = settings or RouterSettings()
        self._database = database
        self._centre = settings.centre
        self._mailbox = Mailbox()
        self._writer = Writer(database, centre=settings.centre, owner=owner, terms=settings.terms)
        self._carrier = Carrier(on_offers, self._mailbox)
        self._leading = Leading(
            clock=clock,
            plan=plan,
            writer=self._writer,
            mailbox=self._mailbox,
            carrier=self._carrier,
            inspector=Inspector(settings.census, settings.check_s),
        )
        self._tasks: tuple[asyncio.Task[None], ...] = ()

    async def start(self) -> None:
        """Begin; return once the lease is ours, or clearly another's."""
        await asyncio.to_thread(core.warm_up)
        self._tasks = (
            asyncio.create_task(self._leading.run()),
            asyncio.create_task(self._carrier.run()),
        )
        await self._leading.has_tried.wait()

    async def stop(self) -> None:
        """Finish the batch under way, then give the lease back."""
        self._leading.stop()
        for task in self._tasks[1:]:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._writer.close()

    @property
    def is_leading(self) -> bool:
        return self._leading.is_leading.is_set()

    async def until_leading(self) -> None:
        """Return once this router holds the lease and has everybody in place."""
        await self._leading.is_leading.wait()

    async def enqueue(self, request: NewRequest) -> None:
        """Place the request or let it wait, at the place its arrival gives it.

        Raises:
            ClassUnknown: the plan has no class for it.
        """

        def act(board: Board, now: int) -> None:
            excluded_until = now + board.tables.plan.patience.waiting_ms
            board.enqueue(now, rules.asked(request, self._leading.stamp, excluded_until))

        await self._mailbox.post(act)

    async def withdraw(self, request: RequestId, why: Withdrawal) -> None:
        """Take the request out, wherever it stands; said twice it changes nothing."""
        await self._mailbox.post(lambda board, now: board.withdraw(now, request, why))

    async def answered(self, request: RequestId, agent: AgentId) -> None:
        """Both are connected: the offer has become a conversation."""
        await self._mailbox.post(lambda board, now: board.answered(now, request, agent))

    async def refused(self, request: RequestId, agent: AgentId, why: Refusal) -> None:
        """The offer came to nothing: the caller keeps the place and is kept from this agent."""
        await self._mailbox.post(lambda board, now: board.refused(now, request, agent, why))

    async def customer_answered(self, request: RequestId) -> None:
        """The customer of a call-back that was dialled is on the line."""
        await self._mailbox.post(lambda board, now: board.customer_answered(now, request))

    async def agent_ready(self, agent: AgentId, since: datetime) -> None:
        """The agent takes work, idle since then."""
        await self._mailbox.post(
            lambda board, now: board.agent_ready(now, agent, self._leading.stamp(since))
        )

    async def agent_not_ready(self, agent: AgentId) -> None:
        """The agent takes no more work; an offer that stands is not touched."""
        await self._mailbox.post(lambda board, _: board.agent_not_ready(agent))

    async def replan(self, plan: RoutingPlan) -> None:
        """Put another version in force; everybody keeps place and agent.

        Raises:
            PlanUnusable: the old one stays.
        """
        await self._mailbox.post(lambda board, now: board.replan(now, plan))
        self._leading.plan = plan

    async def explain(self, request: RequestId) -> Explanation:
        """Return why this agent, why now: every decision about the request, oldest first.

        Raises:
            RequestUnknown: it never was here.
        """
        async with self._database.transaction() as tx:
            store = RoutingStore(tx, self._centre)
            found = await store.request(request)
            if found is None:
                raise RequestUnknown(request=str(request))
            decisions = await store.decisions(request)
            betas = await store.betas({each.steering for each in decisions})
        return Explanation(found, tuple(decisions), betas)

    async def position(self, request: RequestId) -> Position:
        """Return the place in its own line and the wait to expect, as quantiles.

        Raises:
            RequestUnknown: it is not here now.
        """
        board = self._board()
        found = board.requests.get(request)
        if found is None:
            raise RequestUnknown(request=str(request))
        return board.position(found, self._leading.now())

    async def overview(self) -> Overview:
        """Return what a wallboard shows of every class and every kind of agent."""
        return views.overview(self._board(), self._leading.now())

    def _board(self) -> Board:
        if self._leading.board is None:
            raise RouterStandsBy
        return self._leading.board
