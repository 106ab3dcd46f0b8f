"""Seats that connect and disconnect, and states that run out, told to agents and the router."""

import asyncio
from collections import defaultdict
from uuid import UUID

import structlog

from yingda.agents import AgentId, AgentPolicy
from yingda.agents.ports import TellRouter
from yingda.agents.service import AgentService
from yingda.agents.store import AgentStore
from yingda.kit.cancelling import heed_cancel
from yingda.kit.clock import Clock
from yingda.kit.db import Database, Tx
from yingda.kit.errors import Kind, YingdaError

log = structlog.get_logger(__name__)

_LOOK_S = 2.0


class AgentPresence:
    """What the live feed tells of seats becomes a change of the agent's state."""

    def __init__(
        self, database: Database, clock: Clock, policy: AgentPolicy, tell_router: TellRouter
    ) -> None:
        self._database = database
        self._clock = clock
        self._policy = policy
        self._tell_router = tell_router
        self._here: set[tuple[UUID, str]] = set()
        self._owed: set[tuple[UUID, str]] = set()
        self._turns = defaultdict[UUID, asyncio.Lock](asyncio.Lock)

    def service(self, tx: Tx) -> AgentService:
        return AgentService(AgentStore(tx), self._clock, self._policy)

    async def connection_back(self, agent: UUID, seat: str) -> None:
        self._here.add((agent, seat))
        await self._write(agent, seat)

    async def connection_lost(self, agent: UUID, seat: str) -> None:
        self._here.discard((agent, seat))
        await self._write(agent, seat)

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
            for agent, seat in list(self._owed):
                await self._write(agent, seat)
            try:
                await self._look()
            except YingdaError as away:
                log.warning("presence-waits", code=away.code)
            await asyncio.sleep(_LOOK_S)

    async def _write(self, agent: UUID, seat: str) -> None:
        """Write down whether the seat is connected, or owe it until the database is back.

        What is true when it is written counts, one at a time an agent: a desk that goes and comes
        back at once must not end as gone.
        """
        async with self._turns[agent]:
            try:
                async with self._database.transaction() as tx:
                    agents, is_here = self.service(tx), (agent, seat) in self._here
                    act = agents.connection_back if is_here else agents.connection_lost
                    moved = await act(AgentId(agent), seat)
            except YingdaError as refused:
                log.info("presence-refused", code=refused.code)
                if refused.kind is Kind.UNAVAILABLE:
                    self._owed.add((agent, seat))
                return
            self._owed.discard((agent, seat))
        if moved.is_changed:
            await self._tell_router(moved.state.agent, moved.availability)

    async def _look(self) -> None:
        async with self._database.transaction() as tx:
            agents = self.service(tx)
            moved = [
                *await agents.found_again(self._here),
                *await agents.expire_lost(),
                *await agents.expire_missed(),
            ]
        for each in moved:
            await self._tell_router(each.state.agent, each.availability)
