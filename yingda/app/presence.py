"""Seats that connect and disconnect, and states that run out, told to agents and the router."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import structlog

from yingda.agents import AgentId, AgentPolicy, Moved
from yingda.agents.ports import TellRouter
from yingda.agents.service import AgentService
from yingda.agents.store import AgentStore
from yingda.kit.cancelling import heed_cancel
from yingda.kit.clock import Clock
from yingda.kit.db import Database, Tx
from yingda.kit.errors import Kind, YingdaError

log = structlog.get_logger(__name__)

_LOOK_S = 2.0

_Act = Callable[[AgentService], Awaitable[Moved]]


class AgentPresence:
    """What the live feed tells of seats becomes a change of the agent's state."""

    def __init__(
        self, database: Database, clock: Clock, policy: AgentPolicy, tell_router: TellRouter
    ) -> None:
        self._database = database
        self._clock = clock
        self._policy = policy
        self._tell_router = tell_router
        self._owed: dict[tuple[UUID, str], _Act] = {}

    def service(self, tx: Tx) -> AgentService:
        return AgentService(AgentStore(tx), self._clock, self._policy)

    async def connection_back(self, agent: UUID, seat: str) -> None:
        await self._owe((agent, seat), lambda agents: agents.connection_back(AgentId(agent), seat))

    async def connection_lost(self, agent: UUID, seat: str) -> None:
        await self._owe((agent, seat), lambda agents: agents.connection_lost(AgentId(agent), seat))

    async def begin(self) -> None:
        """Count every seat as unconnected: an earlier process held the connections.

        The router is not there yet; it asks for who is ready when it begins to lead.
        """
        async with self._database.transaction() as tx:
            await self.service(tx).all_lost()

    async def run(self) -> None:
        """Let lost seats and missed rings run out, until cancelled."""
        while True:
            heed_cancel()
            for seat in list(self._owed):
                await self._settle(seat)
            try:
                await self._expire()
            except YingdaError as away:
                log.warning("presence-waits", code=away.code)
            await asyncio.sleep(_LOOK_S)

    async def _owe(self, seat: tuple[UUID, str], act: _Act) -> None:
        """Do it now, or when the database is back; the newest word on a seat counts."""
        self._owed[seat] = act
        await self._settle(seat)

    async def _settle(self, seat: tuple[UUID, str]) -> None:
        act = self._owed.get(seat)
        if act is None:
            return
        try:
            async with self._database.transaction() as tx:
                moved = await act(self.service(tx))
        except YingdaError as refused:
            log.info("presence-refused", code=refused.code)
            if refused.kind is Kind.UNAVAILABLE:
                return
            moved = None
        if self._owed.get(seat) is act:
            del self._owed[seat]
        if moved is not None and moved.is_changed:
            await self._tell_router(moved.state.agent, moved.availability)

    async def _expire(self) -> None:
        async with self._database.transaction() as tx:
            agents = self.service(tx)
            moved = [*await agents.expire_lost(), *await agents.expire_missed()]
        for each in moved:
            await self._tell_router(each.state.agent, each.availability)
