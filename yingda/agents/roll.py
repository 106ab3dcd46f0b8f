"""The roll: agents as this process last knew them, so that a move need not look first.

It may be behind: a page written by it is then refused, the agent is forgotten, and looked up anew.
"""

from dataclasses import dataclass

from yingda.agents.events import ENTITY
from yingda.agents.model import Agent, AgentId, AgentPolicy, AgentState, Cause
from yingda.agents.service import AgentMoves
from yingda.agents.store import AgentStore, save
from yingda.kit.clock import Clock
from yingda.kit.db import Database
from yingda.kit.ledger import Page
from yingda.kit.outbox import Fact


class AgentRoll:
    def __init__(self, database: Database, clock: Clock, policy: AgentPolicy) -> None:
        self._database = database
        self._clock = clock
        self._policy = policy
        self._known: dict[str, Agent] = {}

    def moves(self, page: Page) -> AgentMoves:
        """Return the moves of agents that are written with the page."""
        return AgentMoves(_Draft(self, page), self._clock, self._policy)

    async def get(self, agent: AgentId) -> Agent | None:
        """Return the agent as last known, else as stored."""
        known = self._known.get(str(agent))
        if known is None:
            async with self._database.looking() as tx:
                known = await AgentStore(tx).get(agent)
            if known is not None:
                self.keep(known)
        return known

    def keep(self, agent: Agent) -> None:
        self._known[str(agent.profile.id)] = agent

    def forget(self, agent: AgentId) -> None:
        self._known.pop(str(agent), None)

    def hear(self, fact: Fact) -> None:
        """Forget an agent whom somebody changed."""
        known = self._known.get(fact.id) if fact.entity == ENTITY else None
        if known is not None and known.state.version < fact.version:
            del self._known[fact.id]

    def lose(self) -> None:
        """Forget everybody: changes may have gone unheard."""
        self._known.clear()


@dataclass(frozen=True, slots=True)
class _Draft:
    """Agents as they would be once the page is written."""

    roll: AgentRoll
    page: Page

    async def lock(self, agent: AgentId) -> Agent | None:
        return await self.roll.get(agent)

    async def save(self, before: AgentState, after: AgentState, cause: Cause, fact: Fact) -> None:
        agent = await self.roll.get(after.agent)
        await save(self.page, before, after, cause)
        await self.page.announce(fact)
        self.page.once_refused(lambda: self.roll.forget(after.agent))
        if agent is not None:
            self.page.once_kept(lambda: self.roll.keep(Agent(agent.profile, after)))
